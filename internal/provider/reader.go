package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// reader reads the values of a model into the objects of a topology. What is
// null or not known yet is read as nothing.
type reader struct {
	ctx   context.Context //nolint:containedctx // lives as long as one call
	diags diag.Diagnostics
	// names knows what objects are called now, where former names are taken too.
	names *topology.Topology
}

// id reads a reference.
func (r *reader) id(at engine.Path, value caseless) topology.ID {
	if value.IsNull() || value.IsUnknown() {
		return topology.ID{}
	}
	id, err := topology.ParseID(value.ValueString())
	if err != nil {
		r.invalid(engine.InvalidID, at, fmt.Sprintf("The value of %s: %s.", at, err),
			fmt.Sprintf("Refer to the id attribute of a resource, such as %s.example.id.", referred(at)))
	}
	if r.names != nil {
		now, _ := r.names.Current(id)
		addRenamed(&r.diags, id, now)
		return now
	}
	return id
}

// referred returns a resource that an attribute may refer to, by its name.
func referred(at engine.Path) string {
	name, _ := at[len(at)-1].(string)
	name = strings.TrimSuffix(strings.TrimSuffix(name, "s"), "_id")
	switch {
	case name == "virtual_network":
		return "azurerm_virtual_network"
	case strings.HasSuffix(name, "server"):
		return "siterecovery_vmm_server"
	case strings.HasSuffix(name, "logical_network"):
		return "siterecovery_logical_network"
	case strings.HasSuffix(name, "cloud_protection"):
		return "siterecovery_cloud_protection"
	case strings.HasSuffix(name, "cloud"):
		return "siterecovery_cloud"
	}
	return "siterecovery_vm_network"
}

// kind objects to an id that is of none of the kinds.
func (r *reader) kind(at engine.Path, id topology.ID, kinds ...topology.Kind) {
	if !id.IsZero() {
		addFindings(&r.diags, engine.OfKind(at, id, kinds...))
	}
}

// ids reads a set of references. A set that is null is nil, one that is empty is not.
func (r *reader) ids(at engine.Path, set types.Set) []topology.ID {
	if set.IsNull() || set.IsUnknown() {
		return nil
	}
	var values []caseless
	r.diags.Append(set.ElementsAs(r.ctx, &values, false)...)
	ids := make([]topology.ID, 0, len(values))
	for _, value := range values {
		if value.IsNull() {
			r.null(at)
		}
		if id := r.id(at, value); !id.IsZero() {
			ids = append(ids, id)
		}
	}
	return ids
}

// optional reads a text that is left out where it is not wanted, and never empty.
func (r *reader) optional(at engine.Path, value types.String) string {
	if !value.IsNull() && !value.IsUnknown() && value.ValueString() == "" {
		r.invalid(engine.InvalidValue, at, fmt.Sprintf("The value of %s is empty.", at), "Give it a value, or leave it out.")
	}
	return value.ValueString()
}

// null objects to an element that is null: of a set, or the one that at leads to.
func (r *reader) null(at engine.Path) {
	what := at.String()
	if len(at) == 1 {
		what = "An element of " + what
	}
	r.invalid(engine.InvalidValue, at, what+" is null.", "Give it a value, or leave it out.")
}

func (r *reader) invalid(code engine.Code, at engine.Path, detail, remedy string) {
	addFindings(&r.diags, []engine.Finding{{
		Code: code, Severity: engine.Error, Attribute: at, Detail: detail, Remedy: remedy,
	}})
}

// setOf writes ids to a set; nil is null.
func setOf(ids []topology.ID) types.Set {
	if ids == nil {
		return types.SetNull(caselessType{})
	}
	values := make([]string, len(ids))
	for i, id := range ids {
		values[i] = id.String()
	}
	set, _ := types.SetValueFrom(context.Background(), caselessType{}, values)
	return set
}

// textOrNull writes a text; nothing is null.
func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
