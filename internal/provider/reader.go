package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// reader reads the values of a model into the objects of a topology. What is
// null or not known yet is read as nothing, and so is what is wrong.
type reader struct {
	diags diag.Diagnostics
	// names knows what objects are called now, where former names are taken too.
	names *topology.Topology
	// wrong are the attributes that are read as nothing because they are wrong.
	wrong places
	// many says that there may be hundreds of values, so that what is wrong with them
	// is found first, and told by told.
	many  bool
	found []engine.Finding
	// stored says that the values have been taken before, and are read again.
	stored bool
}

// id reads a reference. Of which kinds it may be follows from the attribute,
// unless they are given.
func (r *reader) id(at engine.Path, value caseless, kinds ...topology.Kind) topology.ID {
	if value.IsNull() || value.IsUnknown() {
		return topology.ID{}
	}
	parse := topology.ParseID
	if r.stored {
		parse = topology.ParseStoredID
	}
	id, err := parse(value.ValueString())
	if err != nil {
		if len(kinds) == 0 {
			kinds = kindsOf(at)
		}
		r.invalid(engine.InvalidID, at, fmt.Sprintf("The value of %s: %s", at, topology.Explain(err, kinds...)),
			fmt.Sprintf("Refer to the id attribute of a resource, such as %s.example.id.", resourceOf(kinds)))
	}
	if r.names != nil {
		return r.present(id)
	}
	return id
}

// present returns what an object is called now, and says so where that is another
// name.
func (r *reader) present(id topology.ID) topology.ID {
	now, ok := r.names.Current(id)
	if !ok {
		return id
	}
	addRenamed(&r.diags, id, now)
	return now
}

// kindsOf returns the kinds that a reference may be of, by the name of the attribute.
func kindsOf(at engine.Path) []topology.Kind {
	name, _ := at[len(at)-1].(string)
	name = strings.TrimSuffix(name, "s")
	switch {
	case strings.HasSuffix(name, "server_id"):
		return []topology.Kind{topology.KindServer}
	case strings.HasSuffix(name, "logical_network_id"):
		return []topology.Kind{topology.KindLogicalNetwork}
	case strings.HasSuffix(name, "cloud_protection_id"):
		return []topology.Kind{topology.KindProtection}
	case strings.HasSuffix(name, "cloud_id"):
		return []topology.Kind{topology.KindCloud}
	case name == "virtual_network_id":
		return []topology.Kind{topology.KindAzureNetwork}
	case name == "network_id", name == "source_network_id", name == "recovery_plan_network_id":
		return []topology.Kind{topology.KindVMNetwork}
	case strings.HasSuffix(name, "network_id"):
		return []topology.Kind{topology.KindVMNetwork, topology.KindAzureNetwork}
	}
	return nil
}

// resourceOf returns the type of the resources whose ids are of a kind.
func resourceOf(kinds []topology.Kind) string {
	kind := topology.KindVMNetwork
	if len(kinds) > 0 {
		kind = kinds[0]
	}
	if kind == topology.KindAzureNetwork {
		return "azurerm_virtual_network"
	}
	return "siterecovery_" + kind.String()
}

// kind objects to an id that is of none of the kinds.
func (r *reader) kind(at engine.Path, id topology.ID, kinds ...topology.Kind) {
	if id.IsZero() {
		return
	}
	if findings := engine.OfKind(at, id, kinds...); len(findings) > 0 {
		r.object(at, findings...)
	}
}

// ids reads a set of references. A set that is null is nil, one that is empty is not.
func (r *reader) ids(at engine.Path, set types.Set) []topology.ID {
	if set.IsNull() || set.IsUnknown() {
		return nil
	}
	values := caselessIn(set)
	ids := make([]topology.ID, 0, len(values))
	wrong := len(r.wrong)
	defer func() {
		if len(r.wrong) > wrong { // what is wrong is left out of the set, and the rest can be judged
			r.wrong = append(r.wrong[:wrong], at.String()+"[...]")
		}
	}()
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
	r.object(at, engine.Finding{Code: code, Severity: engine.Error, Attribute: at, Detail: detail, Remedy: remedy})
}

// object notes what is wrong with an attribute.
func (r *reader) object(at engine.Path, findings ...engine.Finding) {
	r.wrong = append(r.wrong, at.String())
	if r.many {
		r.found = append(r.found, findings...)
		return
	}
	addFindings(&r.diags, findings)
}

// told adds what there is to say of many values.
func (r *reader) told(diags *diag.Diagnostics) {
	addSome(diags, r.diags)
	addFindings(diags, fewOfEach(r.found))
}

// setOf writes ids to a set; nil is null.
func setOf(ids []topology.ID) types.Set {
	if ids == nil {
		return types.SetNull(caselessType{})
	}
	elements := make([]attr.Value, len(ids))
	for i, id := range ids {
		elements[i] = newCaseless(id.String())
	}
	return types.SetValueMust(caselessType{}, elements)
}

// textOrNull writes a text; nothing is null.
func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
