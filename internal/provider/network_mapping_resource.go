package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

var (
	_ resource.ResourceWithImportState    = (*networkMappingResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*networkMappingResource)(nil)
	_ resource.ResourceWithValidateConfig = (*networkMappingResource)(nil)
)

type networkMappingResource struct {
	objectResource[networkMappingModel, *networkMappingModel]
}

func newNetworkMappingResource() resource.Resource {
	return &networkMappingResource{objectResource[networkMappingModel, *networkMappingModel]{
		kind:   topology.KindMapping,
		anchor: "source_network_id",
		naming: []string{"target_network_id"},
	}}
}

type networkMappingModel struct {
	ID                 caseless     `tfsdk:"id"`
	SourceNetworkID    caseless     `tfsdk:"source_network_id"`
	TargetNetworkID    caseless     `tfsdk:"target_network_id"`
	TestNetworkID      caseless     `tfsdk:"test_network_id"`
	CloudProtectionIDs types.Set    `tfsdk:"cloud_protection_ids"`
	Scenario           types.String `tfsdk:"scenario"`
	VaultMappingID     caseless     `tfsdk:"vault_mapping_id"`
}

func (m *networkMappingModel) object(r *reader) topology.Object {
	return topology.NewMapping(
		r.id(engine.At("source_network_id"), m.SourceNetworkID),
		r.id(engine.At("target_network_id"), m.TargetNetworkID),
		r.id(engine.At("test_network_id"), m.TestNetworkID),
		r.ids(engine.At("cloud_protection_ids"), m.CloudProtectionIDs))
}

func (m *networkMappingModel) fill(object topology.Object) {
	mapping, _ := object.(topology.Mapping)
	m.SourceNetworkID = idOrNull(mapping.Source)
	m.TargetNetworkID = idOrNull(mapping.Target)
	m.TestNetworkID = idOrNull(mapping.Test)
	m.CloudProtectionIDs = setOf(mapping.Protections)
}

func (m *networkMappingModel) compute(object topology.Object) {
	mapping, _ := object.(topology.Mapping)
	m.ID = newCaseless(mapping.ID().String())
	m.Scenario = types.StringValue(string(mapping.Scenario()))
	if m.VaultMappingID.IsUnknown() {
		m.VaultMappingID = caseless{types.StringNull()}
	}
}

// inForceAs sets the ARM id that a mapping has in the vault, where it has one.
func inForceAs(m any, id string) {
	if mapping, ok := m.(*networkMappingModel); ok && id != "" && !topology.SameName(mapping.VaultMappingID.ValueString(), id) {
		mapping.VaultMappingID = newCaseless(id)
	}
}

func (r *networkMappingResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A network mapping: on failover, the replicas of machines on the source network are connected to the target " +
			"network. Creating or changing it rewires the replicas of **all** machines on the source network; deleting it leaves them " +
			"without a network on a VMM server, and in Azure with their own recovery plan alone (inferred). A mapping is directional: the " +
			"way back is one of its own (inferred).\n\nWithout a vault in the provider's configuration, a mapping is in the catalog alone. With one, it is also put into force there: the " +
			"guide *Using a Recovery Services vault*.\n\nThe guide *Concepts* has the rules, each marked as documented by Azure Site Recovery or as inferred.",
		Attributes: map[string]schema.Attribute{
			"id":                idAttribute("{source network's id}/mappings/{target server, or \"azure\"}"),
			"source_network_id": anchorAttribute("The id of the VM network that is mapped."),
			"target_network_id": schema.StringAttribute{
				CustomType: caselessType{},
				Required:   true,
				MarkdownDescription: "The id of the VM network or the Azure network that it is mapped to. A source has one target on a " +
					"VMM server, and one in Azure, at the most (inferred). It is changed in place: there is no moment without a mapping.",
				PlanModifiers: []planmodifier.String{keepSpelling{}},
			},
			"test_network_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Optional:            true,
				MarkdownDescription: "The id of the network that test failovers use, on the fabric of the target. It should not be the target itself.",
				PlanModifiers:       []planmodifier.String{keepSpelling{}},
			},
			"cloud_protection_ids": idsAttribute("The ids of the cloud protections that the mapping must serve. For each of them the plan " +
				"proves that the protected cloud uses the source network, and that the target is available. Without them, the mapping is " +
				"judged against the protections known so far, with warnings only."),
			"scenario": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "`vmm_to_vmm` or `vmm_to_azure`.",
			},
			"vault_mapping_id": schema.StringAttribute{
				CustomType: caselessType{},
				Computed:   true,
				MarkdownDescription: "The ARM id of the mapping in the Recovery Services vault by which it is in force there; null where the provider has no vault, " +
					"or does not put mappings of this scenario into force.",
			},
		},
	}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]. Where the mapping is to
// be in force in a vault, it has to be found there what that needs.
func (r *networkMappingResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.objectResource.ModifyPlan(ctx, req, resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 {
		return
	}
	var state networkMappingModel
	var before topology.Mapping
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		before, _ = state.object(&reader{ctx: ctx, stored: true}).(topology.Mapping)
	}
	if resp.Plan.Raw.IsNull() {
		addFindings(&resp.Diagnostics, r.session.planner.StaysInForce(before))
		return
	}
	m, object := r.read(ctx, resp.Plan, &resp.Diagnostics)
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
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("vault_mapping_id"), state.VaultMappingID.orNew(recorded))...)
		return
	}
	bound, findings, err := r.session.planner.Bind(ctx, mapping, recorded, adoptedIn(ctx, req.Private, &resp.Diagnostics))
	addFindings(&resp.Diagnostics, findings)
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.VaultMappingID.orNew(bound.VaultID)
	switch now, there := r.session.found().Mapping(r.session.planner.Origin(mapping.ID())); {
	case err != nil:
		r.session.unreadable(&resp.Diagnostics, err)
		id = caseless{types.StringUnknown()}
	case there && !now.Target.Same(mapping.Target) && before.Target.Same(mapping.Target):
		// The vault was changed, and the configuration with it: the catalog is to follow.
		id = caseless{types.StringUnknown()}
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("vault_mapping_id"), id)...)
}

// Read implements [resource.Resource]. Of a mapping that is in force in the vault,
// it reads what is there: what the vault leads to, a failover goes by.
func (r *networkMappingResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	id := idIn(ctx, req.State, &resp.Diagnostics)
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
	mapping, _ := r.session.found().Mapping(idIn(ctx, resp.State, &resp.Diagnostics))
	recorded := r.session.run.Found().Holding(mapping.ID()).Vault
	if recorded == "" || adopted != "" {
		return
	}
	var state networkMappingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	now := state.VaultMappingID.orNew(recorded)
	if r.session.planner.Realises(mapping) {
		target, inForce, err := r.session.planner.InForce(ctx, recorded)
		switch {
		case err != nil:
			r.session.unreadable(&resp.Diagnostics, err)
		case !inForce:
			now = caseless{types.StringNull()}
		case !target.IsZero() && !target.Same(mapping.Target):
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("target_network_id"), newCaseless(target.String()))...)
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("vault_mapping_id"), now)...)
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
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// ImportState implements [resource.ResourceWithImportState]. The id may be that of
// the mapping, or the ARM id that it has in the vault.
func (r *networkMappingResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	there, found := r.imported(ctx, req.ID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id := there.ID()
	current, known := r.session.run.Found().Current(id)
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
			diags.AddError(summary, fmt.Sprintf("%s is the id of a mapping in a Recovery Services vault, and this provider configuration has no vault. Configure vault, or import by the id in the catalog.", text))
			return vault.Mapping{}, false
		}
		there, err := r.session.vault.MappingByID(ctx, id.String())
		switch {
		case errors.Is(err, vault.ErrAbsent):
			diags.AddError(summary, fmt.Sprintf("There is no network mapping %s in the vault '%s'. Check the id, and that the provider has the right vault.", text, r.session.vault.Name()))
		case err != nil:
			diags.AddError(summary, err.Error())
		case there.ID().IsZero() || there.Target.IsZero():
			diags.AddError(summary, fmt.Sprintf("The network mapping %s leads from or to a network that the vault '%s' does not know any more.", text, r.session.vault.Name()))
		case !r.session.vault.Realises(there.Scenario):
			diags.AddError(summary, fmt.Sprintf("The network mapping %s is of the scenario %s, which this provider configuration does not put into force. Add it to scenarios of vault.", text, there.Scenario))
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
