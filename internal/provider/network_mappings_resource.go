package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithConfigure      = (*networkMappingsResource)(nil)
	_ resource.ResourceWithImportState    = (*networkMappingsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*networkMappingsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*networkMappingsResource)(nil)
)

// networkMappingsResource manages many mappings at once: those of one VMM
// server's networks to one fabric.
type networkMappingsResource struct {
	session *session
}

func newNetworkMappingsResource() resource.Resource { return &networkMappingsResource{} }

type networkMappingsModel struct {
	ID              caseless   `tfsdk:"id"`
	SourceServerID  caseless   `tfsdk:"source_server_id"`
	TargetServerID  caseless   `tfsdk:"target_server_id"`
	ToAzure         types.Bool `tfsdk:"to_azure"`
	Mappings        opaqueMap  `tfsdk:"mappings"`
	Exclusive       types.Bool `tfsdk:"exclusive"`
	VaultMappingIDs types.Map  `tfsdk:"vault_mapping_ids"`
}

func (r *networkMappingsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_network_mappings"
}

func (r *networkMappingsResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.session, _ = req.ProviderData.(*session)
}

func (r *networkMappingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A set of network mappings: of networks of one VMM server to networks of another one, or of Azure. " +
			"**A set names no protections, so a target that a protecting cloud cannot use is only a warning, SR210, and never an error.** To make the plan " +
			"fail, add a [siterecovery_failover_baseline](failover_baseline.md) with `require_connected` or `require_ready`. " +
			"A set can have thousands of mappings. In the catalog, all changes of one apply are atomic. In a vault, each change is separate: if the vault " +
			"refuses some, they are undone in the catalog and reported for each network, and the others are applied. " +
			"A network that another resource maps to the same fabric cannot be listed. A set has no test networks and no `cloud_protection_ids`: a mapping that had them before it was " +
			"imported keeps them, as long as its target stays the same.",
		Attributes: map[string]schema.Attribute{
			"id":               idAttribute("{source server's id}/mappings/{target server, or \"azure\"}"),
			"source_server_id": anchorAttribute("The id of the VMM server of the source networks."),
			"target_server_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Optional:            true,
				MarkdownDescription: "The id of the VMM server of the target networks. Set exactly one of `target_server_id` and `to_azure = true`. The id of another one replaces the object; a rename of the same one does not.",
				PlanModifiers:       []planmodifier.String{keepSpelling{}},
			},
			"to_azure": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether the targets are Azure networks. Changing it replaces the object.",
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplaceIf(turned,
					"Another value replaces the object; false is the same as no value.", "Another value replaces the object; `false` is the same as no value.")},
			},
			"mappings": schema.MapAttribute{
				CustomType: textsType,
				Required:   true,
				MarkdownDescription: "The mappings: from the id of a source network to the id of its target network. If somebody else " +
					"has deleted or changed one, the plan shows it, and the next apply restores it.",
			},
			"exclusive": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
				MarkdownDescription: "Whether every other mapping between the VMM server and the fabric is removed. If another resource or another " +
					"Terraform state manages one, that is an error. Default: `false`, which does not change mappings that are not listed. With a vault, mappings that only the vault has are removed as well. The plan in which the set becomes exclusive has a warning with the mappings that will be removed.",
			},
			"vault_mapping_ids": schema.MapAttribute{
				ElementType: types.StringType,
				Computed:    true,
				MarkdownDescription: "The ARM ids of the mappings in the Recovery Services vault in which they are in force, by the id of the source network as it is " +
					"written in `mappings`; null if the provider has no vault, or does not put mappings of this scenario into force.",
			},
		},
	}
}

// turned requires replacement where false becomes true or the reverse.
func turned(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = req.PlanValue.IsUnknown() || req.PlanValue.ValueBool() != req.StateValue.ValueBool()
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]. Where there is a
// catalog it leaves everything to the plan, which then tells all that is wrong
// at once.
func (r *networkMappingsResource) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.session != nil {
		return
	}
	var m networkMappingsModel
	getModel(values(req.Config), &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	set := m.read(&resp.Diagnostics)
	for _, entry := range set.entries {
		addFindings(&resp.Diagnostics, entry.located(slices.DeleteFunc(r.session.validate(entry.mapping), leftToThePlan)))
	}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]. It asks the planner
// about every mapping, also those that stay, since what they stand on may have
// changed.
func (r *networkMappingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	before := mappingSet{}
	var state networkMappingsModel
	if !req.State.Raw.IsNull() {
		getModel(req.State, &state, &resp.Diagnostics)
		before = state.readStored(&resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	shown := r.session.show(ctx, &resp.Diagnostics, claim, before.ids()...)
	before = before.following(r.session.current)
	elsewhere := map[topology.Key]catalog.Shown{} // what another state has by now, or is to have
	for i, s := range shown {
		if s.Foreign || s.Imported {
			elsewhere[before.entries[i].mapping.ID().Key()] = s
		}
	}
	if req.Plan.Raw.IsNull() {
		addFindings(&resp.Diagnostics, fewOfEach(r.forget(ctx, before.entries, elsewhere, claim, &resp.Diagnostics)))
		return
	}
	var m networkMappingsModel
	getModel(values(req.Plan), &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if differInSpelling(m.Mappings, state.Mappings) {
		m.Mappings = state.Mappings
		putAttribute(&resp.Plan, "mappings", m.Mappings, &resp.Diagnostics)
	}
	set := m.read(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		r.judge(set, before.keys(), &resp.Diagnostics)
		return
	}
	replaced := replacing(before.id, set.id)
	if !before.id.IsZero() && len(replaced) > 0 {
		resp.RequiresReplace.Append(replaced...) // Terraform asks again, for the creation alone
	}
	var findings []engine.Finding
	for _, mapping := range set.open {
		findings = append(findings, r.session.planner.UnknownMapping(mapping)...)
	}
	if set.id.IsZero() {
		// So long as it is not known between what the set is, it cannot be planned.
		addFindings(&resp.Diagnostics, fewOfEach(findings))
		r.judge(set, before.keys(), &resp.Diagnostics)
		return
	}
	m.ID = newCaseless(set.id.String())
	putAttribute(&resp.Plan, "id", m.ID, &resp.Diagnostics)
	if !before.id.IsZero() && len(replaced) > 0 {
		return
	}
	if before.id.IsZero() && claim != "" {
		// Terraform has asked before, for the change, and replaces the set.
		findings = append(findings, r.forget(ctx, r.held(set.id, claim), nil, claim, &resp.Diagnostics)...)
	}
	stood, kept := before.targets(), set.keys()
	gone := slices.DeleteFunc(slices.Clone(before.entries), func(e mappingEntry) bool { return kept[e.mapping.ID().Key()] })
	told := elsewhere
	if set.exclusive {
		told = nil // what others have is an error of its own, below
	}
	findings = append(findings, r.forget(ctx, gone, told, claim, &resp.Diagnostics)...)
	if set.exclusive && !set.incomplete {
		excluded, err := r.session.planner.Exclude(ctx, set.id, set.ids(), before.ids())
		if err != nil {
			resp.Diagnostics.AddError("Unable to write to the catalog", err.Error())
		}
		findings = append(findings, excluded...)
	}
	for _, entry := range set.entries {
		id := entry.mapping.ID()
		if old := r.session.planner.OldNames(entry.mapping); len(old) > 0 {
			findings = append(findings, entry.located(old)...)
			continue
		}
		target, managed := stood[id.Key()]
		if elsewhere[id.Key()].Foreign {
			findings = append(findings, r.session.planner.Keeps(id, claim)...)
			findings = append(findings, entry.ofAnotherState(r.session.found(), target != entry.mapping.Target.Key())...)
			continue
		}
		intent := planner.Intent{Change: topology.Creation(entry.mapping), Claim: claim}
		if managed && !r.onlyInVault(id) {
			intent.Change = topology.Updating(r.session.planner.Carried(entry.mapping))
		}
		findings = append(findings, entry.located(r.session.plan(ctx, intent, &resp.Diagnostics))...)
	}
	if !engine.HasErrors(findings) {
		bound := r.bind(ctx, set, before, state.VaultMappingIDs, &resp.Diagnostics)
		findings = append(findings, bound.findings...)
		putAttribute(&resp.Plan, "vault_mapping_ids", bound.ids, &resp.Diagnostics)
	}
	addFindings(&resp.Diagnostics, fewWith(r.session.suggest, findings))
}

// replacing returns the attributes that make a set another one.
func replacing(before, after topology.ID) []path.Path {
	var paths []path.Path
	if !before.Server().Same(after.Server()) {
		paths = append(paths, path.Root("source_server_id"))
	}
	if !before.Fabric().Same(after.Fabric()) {
		paths = append(paths, path.Root("target_server_id"))
	}
	return paths
}

// held returns the mappings of a set that the run found.
func (r *networkMappingsResource) held(set topology.ID, claim string) []mappingEntry {
	var entries []mappingEntry
	found := r.session.run.Found()
	for _, mapping := range found.MappingsBetween(set.Server(), set.Fabric()) {
		if found.Holding(mapping.ID()).Claim == claim {
			entries = append(entries, mappingEntry{mapping: mapping})
		}
	}
	return entries
}

// judge tells what else is wrong with mappings that cannot be planned.
func (r *networkMappingsResource) judge(set mappingSet, managed map[topology.Key]bool, diags *diag.Diagnostics) {
	var findings []engine.Finding
	for _, entry := range set.entries {
		intent := planner.Intent{Change: topology.Creation(entry.mapping)}
		if managed[entry.mapping.ID().Key()] {
			intent.Change = topology.Updating(entry.mapping)
		}
		findings = append(findings, entry.located(r.session.planner.Judge(intent))...)
	}
	addFindings(diags, fewWith(r.session.suggest, findings))
}

// forget plans that the mappings go, and returns what is to be said about it. Those
// of another state stay.
func (r *networkMappingsResource) forget(
	ctx context.Context, entries []mappingEntry, elsewhere map[topology.Key]catalog.Shown, claim string, diags *diag.Diagnostics,
) []engine.Finding {
	var findings []engine.Finding
	for _, entry := range entries {
		id := entry.mapping.ID()
		if elsewhere[id.Key()].Foreign {
			findings = append(findings, engine.Forgotten(r.session.found(), id))
			continue
		}
		if elsewhere[id.Key()].Imported {
			findings = append(findings, engine.Imported(r.session.found(), id))
		}
		findings = append(findings, r.session.planner.StaysInForce(entry.mapping)...)
		intent := planner.Intent{Change: topology.Deletion(id), Claim: claim}
		findings = append(findings, r.session.plan(ctx, intent, diags)...)
	}
	return findings
}

func (r *networkMappingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m networkMappingsModel
	getModel(values(req.Plan), &m, &resp.Diagnostics)
	claim := catalog.NewSetClaim()
	if r.apply(ctx, "create", claim, false, networkMappingsModel{}, &m, &resp.Diagnostics); resp.Diagnostics.HasError() {
		// Terraform would destroy all that is made, and make it again: instead, the next
		// run takes it over.
		r.session.run.BreakOff()
		return
	}
	keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	putModel(&resp.State, &m, &resp.Diagnostics)
}

func (r *networkMappingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, m networkMappingsModel
	getModel(req.State, &state, &resp.Diagnostics)
	getModel(values(req.Plan), &m, &resp.Diagnostics)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	adopts := adoptedIn(ctx, req.Private, &resp.Diagnostics) != ""
	if !r.apply(ctx, "update", claim, adopts, state, &m, &resp.Diagnostics) {
		return
	}
	if adopts && !resp.Diagnostics.HasError() {
		keepAdopted(ctx, resp.Private, "", &resp.Diagnostics)
	}
	putModel(&resp.State, &m, &resp.Diagnostics)
}

func (r *networkMappingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m networkMappingsModel
	getModel(req.State, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	set := m.readStored(&resp.Diagnostics).following(r.session.current)
	if resp.Diagnostics.HasError() {
		return
	}
	adopts := adoptedIn(ctx, req.Private, &resp.Diagnostics) != ""
	var steps []catalog.Step
	bound := m.VaultMappingIDs.Elements()
	for _, entry := range set.entries {
		steps = append(steps, catalog.Step{
			Change: topology.Deletion(entry.mapping.ID()), Claim: claim, Clears: adopts, Vault: idOf(bound[entry.source]),
		})
	}
	applied, err := r.session.apply(ctx, &resp.Diagnostics, steps...)
	if err != nil {
		addApplyError(&resp.Diagnostics, "delete", set.id, err)
		return
	}
	if len(applied.Failures) > 0 {
		r.settle(set, mappingSet{}, applied, m.VaultMappingIDs, &m, &resp.Diagnostics)
		putModel(&resp.State, &m, &resp.Diagnostics)
	}
}

func (r *networkMappingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, err := topology.ParseStoredID(req.ID)
	found := r.session.run.Found()
	if id.Kind() == topology.KindMappingSet {
		id, _ = found.Current(id)
	}
	if err != nil || id.Kind() != topology.KindMappingSet {
		resp.Diagnostics.AddError("Unable to import network mappings", notImportable(found.Topology, req.ID, id, err, topology.KindMappingSet))
		return
	}
	outside, err := r.session.planner.Outside(ctx, id.Server(), id.Fabric())
	switch {
	case err != nil:
		resp.Diagnostics.AddError("Unable to import network mappings", err.Error())
		return
	case len(outside)+len(found.MappingsBetween(id.Server(), id.Fabric())) == 0:
		servers := []topology.ID{id.Server()}
		if id.Fabric().Kind() == topology.KindServer {
			servers = append(servers, id.Fabric())
		}
		resp.Diagnostics.AddError("Unable to import network mappings", r.session.notThere("There are no "+id.LabelAt(topology.InFull), servers...))
		return
	}
	// Spelled as the catalog spells it.
	spelled := func(id topology.ID) topology.ID {
		if object, ok := found.Get(id); ok {
			return object.ID()
		}
		return id
	}
	id = topology.MappingSetID(spelled(id.Server()), spelled(id.Fabric()))
	claim := catalog.NewSetClaim()
	var ids []topology.ID
	for _, mapping := range found.MappingsBetween(id.Server(), id.Fabric()) {
		ids = append(ids, mapping.ID())
	}
	if err := r.session.run.Import(ctx, claim, ids...); err != nil {
		resp.Diagnostics.AddError("Unable to write to the catalog", err.Error())
		return
	}
	keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	warnOfCarried(found.MappingsBetween(id.Server(), id.Fabric()), &resp.Diagnostics)
	if len(outside) > 0 {
		keepAdopted(ctx, resp.Private, r.session.vault.ID().String(), &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id.String())...)
}
