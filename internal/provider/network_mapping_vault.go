package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// What a vault adds to a mapping. Everything else is that of any object.

// ModifyPlan implements [resource.ResourceWithModifyPlan]. Where the mapping is to
// be in force in a vault, it has to be found there what that needs.
func (r *networkMappingResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer func() { resp.Diagnostics = r.session.refused.few(resp.Diagnostics) }()
	r.objectResource.ModifyPlan(ctx, req, resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 {
		return
	}
	var state networkMappingModel
	var before topology.Mapping
	if !req.State.Raw.IsNull() {
		getModel(req.State, &state, &resp.Diagnostics)
		before, _ = state.object(&reader{stored: true}).(topology.Mapping)
	}
	if resp.Plan.Raw.IsNull() {
		addFindings(&resp.Diagnostics, r.session.planner.StaysInForce(before))
		return
	}
	m, object := r.read(values(resp.Plan), &resp.Diagnostics)
	mapping, _ := object.(topology.Mapping)
	if resp.Diagnostics.HasError() || m.ID.IsUnknown() {
		return
	}
	recorded := r.session.planner.Recorded(mapping.ID())
	if !r.session.planner.Realises(mapping) {
		if recorded == "" {
			return
		}
		if !mapping.Target.Same(before.Target) {
			addFindings(&resp.Diagnostics, r.session.planner.StaysInForce(mapping))
		}
		putAttribute(&resp.Plan, "vault_mapping_id", state.VaultMappingID.orNew(recorded), &resp.Diagnostics)
		return
	}
	adopted := cmp.Or(adoptedIn(ctx, req.Private, &resp.Diagnostics), state.VaultMappingID.ValueString())
	bound, findings, err := r.session.planner.Bind(ctx, mapping, recorded, adopted)
	addFindings(&resp.Diagnostics, append(r.session.planner.StaysInForce(mapping), findings...))
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.VaultMappingID.orNew(bound.VaultID)
	switch now, there := r.session.found().Mapping(r.session.planner.Origin(mapping.ID())); {
	case err != nil:
		r.session.unreadable(&resp.Diagnostics, err)
		id = caseless{types.StringUnknown()}
	case req.State.Raw.IsNull() && !bound.Lasts(),
		there && !now.Target.Same(mapping.Target) && before.Target.Same(mapping.Target),
		recorded == "" && !state.VaultMappingID.IsNull():
		// It may have gone before it is created. The vault was changed, and the configuration
		// with it. Or the catalog is another one, or an older one, and is to
		// follow.
		id = caseless{types.StringUnknown()}
	}
	putAttribute(&resp.Plan, "vault_mapping_id", id, &resp.Diagnostics)
}

// Read implements [resource.Resource]. Of a mapping that is in force in the vault,
// it reads what is there: what the vault leads to, a failover goes by.
func (r *networkMappingResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	id := idIn(req.State, &resp.Diagnostics)
	adopted := adoptedIn(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if _, there := r.session.run.Found().Current(id); !there && adopted != "" && r.session.vault != nil {
		r.readAdopted(ctx, adopted, resp)
		return
	}
	r.objectResource.Read(ctx, req, resp)
	if resp.Diagnostics.HasError() || resp.State.Raw.IsNull() {
		return
	}
	mapping, _ := r.session.found().Mapping(idIn(resp.State, &resp.Diagnostics))
	var state networkMappingModel
	getModel(req.State, &state, &resp.Diagnostics)
	recorded := cmp.Or(r.session.run.Found().Holding(mapping.ID()).Vault, state.VaultMappingID.ValueString())
	if recorded == "" || adopted != "" {
		return
	}
	now := state.VaultMappingID.orNew(recorded)
	if r.session.planner.Realises(mapping) {
		target, inForce, err := r.session.planner.InForce(ctx, recorded)
		switch {
		case err != nil:
			r.session.unreadable(&resp.Diagnostics, err)
		case !inForce:
			now = caseless{types.StringNull()}
		case !target.Same(mapping.Target):
			putAttribute(&resp.State, "target_network_id", newCaseless(target.String()), &resp.Diagnostics)
		}
	}
	putAttribute(&resp.State, "vault_mapping_id", now, &resp.Diagnostics)
}

// readAdopted reads what was imported from the vault, and is not in the catalog yet.
func (r *networkMappingResource) readAdopted(ctx context.Context, id string, resp *resource.ReadResponse) {
	there, err := r.session.vault.MappingByID(ctx, id)
	switch {
	case errors.Is(err, vault.ErrAbsent):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		r.session.unreadable(&resp.Diagnostics, err)
		return
	}
	mapping := topology.NewMapping(there.Source, there.Target, topology.ID{}, nil)
	m := new(networkMappingModel)
	m.fill(mapping)
	m.compute(mapping)
	putModel(&resp.State, m, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState]. The id may be that of
// the mapping, or the ARM id that it has in the vault.
func (r *networkMappingResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	there, found := r.imported(ctx, req.ID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id := there.ID()
	current, known := r.session.planner.RecordedAs(there.ARM.String()) // whatever the vault calls its network
	if !known {
		current, known = r.session.run.Found().Current(id)
	}
	switch {
	case !found || known:
		if found {
			req.ID = current.String()
		}
		r.objectResource.ImportState(ctx, req, resp)
	default:
		keepClaim(ctx, resp.Private, catalog.NewClaim(), &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id.String())...)
	}
	if found && !topology.SameName(r.session.run.Found().Holding(current).Vault, there.ARM.String()) {
		keepAdopted(ctx, resp.Private, there.ARM.String(), &resp.Diagnostics)
	}
}

// imported returns the mapping of the vault that an id for an import names, and
// false if it names none: then the catalog may have it.
func (r *networkMappingResource) imported(ctx context.Context, text string, diags *diag.Diagnostics) (vault.Mapping, bool) {
	const summary = "Unable to import network mapping"
	if id, err := vault.ParseMappingID(text); err == nil {
		if r.session.vault == nil {
			diags.AddError(summary, fmt.Sprintf("%s is the id of a mapping in a Recovery Services vault, and this provider configuration has no vault.\n\nRemedy: Give the provider a vault, or import by the id in the catalog, such as /servers/{server}/vmNetworks/{network}/mappings/azure.", text))
			return vault.Mapping{}, false
		}
		there, err := r.session.vault.MappingByID(ctx, id.String())
		switch {
		case errors.Is(err, vault.ErrAbsent):
			diags.AddError(summary, fmt.Sprintf("There is no network mapping %s in the vault '%s'.\n\nRemedy: Check the id: data.siterecovery_vault has those of all mappings (mappings[*].vault_mapping_id). Check that the provider has the right vault.", text, r.session.vault.Name()))
		case err != nil:
			diags.AddError(summary, err.Error())
		case there.Source.IsZero():
			diags.AddError(summary, fmt.Sprintf("The network mapping %s leads from a network that the vault '%s' does not know any more, or that has a name there that no network can have here.\n\n"+
				"Remedy: If the network is gone, delete the mapping in the vault. Otherwise rename it in VMM (no spaces at the ends, no invisible characters, at most 255 characters), and refresh the VMM server in the vault.", text, r.session.vault.Name()))
		case there.Target.IsZero():
			diags.AddError(summary, fmt.Sprintf("The network mapping %s leads to %s, which is neither a virtual network of Azure Resource Manager nor a VM network that the vault '%s' knows.\n\n"+
				"Remedy: Delete the mapping in the vault, or have it lead to another network there, and import it then.", text, there.TargetARM, r.session.vault.Name()))
		case !r.session.vault.Realises(there.Scenario):
			diags.AddError(summary, fmt.Sprintf("The network mapping %s is of the scenario %s, which this provider configuration does not put into force.\n\nRemedy: Write scenarios = [%q, %q] into vault of the provider's configuration, or leave the mapping to whoever made it.",
				text, there.Scenario, topology.VMMToAzure, topology.VMMToVMM))
		default:
			return there, true
		}
		return vault.Mapping{}, false
	}
	id, err := topology.ParseStoredID(text)
	if err != nil || id.Kind() != topology.KindMapping {
		return vault.Mapping{}, false
	}
	outside, err := r.session.planner.Outside(ctx, id.Server(), id.Fabric())
	if err != nil {
		diags.AddError(summary, err.Error())
		return vault.Mapping{}, false
	}
	for _, mapping := range outside {
		if mapping.ID().Same(id) && !mapping.Target.IsZero() {
			return mapping, true
		}
	}
	return vault.Mapping{}, false
}
