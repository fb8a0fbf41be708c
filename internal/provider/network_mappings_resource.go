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
	ID             caseless   `tfsdk:"id"`
	SourceServerID caseless   `tfsdk:"source_server_id"`
	TargetServerID caseless   `tfsdk:"target_server_id"`
	ToAzure        types.Bool `tfsdk:"to_azure"`
	Mappings       types.Map  `tfsdk:"mappings"`
	Exclusive      types.Bool `tfsdk:"exclusive"`
}

func (r *networkMappingsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_network_mappings"
}

func (r *networkMappingsResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.session, _ = req.ProviderData.(*session)
}

func (r *networkMappingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Many network mappings at once: of networks of one VMM server to networks of another one, or of Azure. " +
			"It is made for thousands of them. All changes of one apply are made together, or none. " +
			"A network that another resource maps to the same fabric cannot be listed.",
		Attributes: map[string]schema.Attribute{
			"id":               idAttribute("{source server's id}/mappings/{target server, or \"azure\"}"),
			"source_server_id": anchorAttribute("The id of the VMM server of the source networks."),
			"target_server_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Optional:            true,
				MarkdownDescription: "The id of the VMM server of the target networks. Exactly one of `target_server_id` and `to_azure = true` is given. Another one replaces the object. The same one under another name, when it is renamed, does not.",
				PlanModifiers:       []planmodifier.String{keepSpelling{}},
			},
			"to_azure": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether the targets are Azure networks. Changing it replaces the object.",
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplaceIf(turned,
					"Another value replaces the object; false is the same as none.", "Another value replaces the object; `false` is the same as none.")},
			},
			"mappings": schema.MapAttribute{
				ElementType: types.StringType,
				Required:    true,
				MarkdownDescription: "The mappings: from the id of a source network to the id of its target network. One that has vanished or " +
					"been changed by somebody else is planned back.",
				PlanModifiers: []planmodifier.Map{keepSpelling{}},
			},
			"exclusive": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
				MarkdownDescription: "Whether every other mapping between the VMM server and the fabric is removed. One that another resource or another " +
					"Terraform state manages is an error. Default: `false`, which leaves mappings that are not listed alone.",
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
func (r *networkMappingsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.session != nil {
		return
	}
	var m networkMappingsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
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
	if !req.State.Raw.IsNull() {
		var state networkMappingsModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		before = state.readStored(&resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	r.session.show(ctx, &resp.Diagnostics, claim, before.ids()...)
	before = before.following(r.session.current)
	if req.Plan.Raw.IsNull() {
		addFindings(&resp.Diagnostics, fewOfEach(r.forget(ctx, before.entries, claim, &resp.Diagnostics)))
		return
	}
	var m networkMappingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
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
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), m.ID)...)
	if !before.id.IsZero() && len(replaced) > 0 {
		return
	}
	if before.id.IsZero() && claim != "" {
		// Terraform has asked before, for the change, and replaces the set.
		findings = append(findings, r.forget(ctx, r.held(set.id, claim), claim, &resp.Diagnostics)...)
	}
	managed, kept := before.keys(), set.keys()
	for _, entry := range before.entries {
		if !kept[entry.mapping.ID().Key()] {
			findings = append(findings, r.forget(ctx, []mappingEntry{entry}, claim, &resp.Diagnostics)...)
		}
	}
	if set.exclusive && !set.incomplete {
		excluded, err := r.session.planner.Exclude(ctx, set.id, set.ids())
		if err != nil {
			resp.Diagnostics.AddError("Unable to write to the catalog", err.Error())
		}
		findings = append(findings, excluded...)
	}
	for _, entry := range set.entries {
		if old := r.session.planner.OldNames(entry.mapping); len(old) > 0 {
			findings = append(findings, entry.located(old)...)
			continue
		}
		intent := planner.Intent{Change: topology.Creation(entry.mapping), Claim: claim}
		if managed[entry.mapping.ID().Key()] {
			intent.Change = topology.Updating(entry.mapping)
		}
		findings = append(findings, entry.located(r.session.plan(ctx, intent, &resp.Diagnostics))...)
	}
	addFindings(&resp.Diagnostics, r.session.suggest(fewOfEach(findings)))
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
	addFindings(diags, r.session.suggest(fewOfEach(findings)))
}

// forget plans that the mappings go, and returns what is to be said about it.
func (r *networkMappingsResource) forget(ctx context.Context, entries []mappingEntry, claim string, diags *diag.Diagnostics) []engine.Finding {
	var findings []engine.Finding
	for _, entry := range entries {
		intent := planner.Intent{Change: topology.Deletion(entry.mapping.ID()), Claim: claim}
		findings = append(findings, r.session.plan(ctx, intent, diags)...)
	}
	return findings
}

func (r *networkMappingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	claim := catalog.NewSetClaim()
	if r.apply(ctx, "create", claim, mappingSet{}, &m, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (r *networkMappingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, m networkMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	before := state.readStored(&resp.Diagnostics).following(r.session.current)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	if r.apply(ctx, "update", claim, before, &m, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// apply makes what is different from before, all of it or nothing.
func (r *networkMappingsResource) apply(
	ctx context.Context, verb, claim string, before mappingSet, m *networkMappingsModel, diags *diag.Diagnostics,
) {
	if diags.HasError() {
		return
	}
	set := m.read(diags)
	if diags.HasError() {
		return
	}
	kept := set.keys()
	var steps []catalog.Step
	for _, id := range before.ids() {
		if !kept[id.Key()] {
			steps = append(steps, catalog.Step{Change: topology.Deletion(id), Claim: claim})
		}
	}
	if set.exclusive {
		there, err := r.session.catalog.Snapshot(ctx)
		if err != nil {
			diags.AddError("Unable to read the catalog", err.Error())
			return
		}
		for _, mapping := range there.MappingsBetween(set.id.Server(), set.id.Fabric()) {
			if !kept[mapping.ID().Key()] {
				steps = append(steps, catalog.Step{Change: topology.Deletion(mapping.ID()), Claim: claim, Clears: true})
			}
		}
	}
	targets := before.targets()
	for _, entry := range set.entries {
		target, managed := targets[entry.mapping.ID().Key()]
		switch {
		case !managed:
			steps = append(steps, catalog.Step{Change: topology.Creation(entry.mapping), Claim: claim})
		case target != entry.mapping.Target.Key():
			steps = append(steps, catalog.Step{Change: topology.Updating(entry.mapping), Claim: claim})
		}
	}
	m.ID = newCaseless(set.id.String())
	if err := r.session.apply(ctx, steps...); err != nil {
		addApplyError(diags, verb, set.id, err)
	}
}

// Read implements [resource.Resource]. It reads what has become of the listed
// mappings; of all between the two, where the set is exclusive or imported.
func (r *networkMappingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	id := idIn(ctx, req.State, &resp.Diagnostics)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	imported := m.SourceServerID.IsNull()
	if imported {
		m.SourceServerID = idOrNull(id.Server())
		m.ToAzure = types.BoolNull()
		if id.Fabric().Kind() == topology.KindAzure {
			m.ToAzure = types.BoolValue(true)
		} else {
			m.TargetServerID = idOrNull(id.Fabric())
		}
		m.Exclusive = types.BoolValue(false)
		m.Mappings = types.MapNull(types.StringType)
	}
	before := m.readStored(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found := r.session.run.Found()
	free := imported
	listed := map[topology.Key]bool{}
	now := make(map[string]string, len(before.entries))
	for i, shown := range r.session.show(ctx, &resp.Diagnostics, claim, before.ids()...) {
		entry := before.entries[i]
		mapping, ok := found.Mapping(shown.ID)
		if !ok {
			r.session.missing(&resp.Diagnostics)
			continue
		}
		free = free || shown.Free
		listed[shown.ID.Key()] = true
		source, target := entry.source, entry.target
		if !mapping.Source.Same(entry.mapping.Source) {
			source = mapping.Source.String()
		}
		if !mapping.Target.Same(entry.mapping.Target) {
			target = mapping.Target.String()
		}
		now[source] = target
	}
	if id, _ = found.Current(id); !id.Same(before.id) {
		r.rename(&m, id)
	}
	if imported || m.Exclusive.ValueBool() {
		for _, mapping := range found.MappingsBetween(id.Server(), id.Fabric()) {
			if !listed[mapping.ID().Key()] {
				now[mapping.Source.String()] = mapping.Target.String()
			}
		}
	}
	if free && claim == "" {
		claim = catalog.NewSetClaim()
		r.session.run.Made(claim)
		keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	}
	mappings, diags := types.MapValueFrom(ctx, types.StringType, now)
	resp.Diagnostics.Append(diags...)
	m.Mappings = mappings
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// rename has the set lead from and to what its servers are called now.
func (r *networkMappingsResource) rename(m *networkMappingsModel, id topology.ID) {
	m.ID = newCaseless(id.String())
	m.SourceServerID = idOrNull(id.Server())
	if !m.TargetServerID.IsNull() {
		m.TargetServerID = idOrNull(id.Fabric())
	}
}

func (r *networkMappingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	set := m.readStored(&resp.Diagnostics).following(r.session.current)
	if resp.Diagnostics.HasError() {
		return
	}
	var steps []catalog.Step
	for _, id := range set.ids() {
		steps = append(steps, catalog.Step{Change: topology.Deletion(id), Claim: claim})
	}
	if err := r.session.apply(ctx, steps...); err != nil {
		addApplyError(&resp.Diagnostics, "delete", set.id, err)
	}
}

func (r *networkMappingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, err := topology.ParseStoredID(req.ID)
	found := r.session.run.Found()
	if id.Kind() == topology.KindMappingSet {
		id, _ = found.Current(id)
	}
	switch {
	case err != nil:
		resp.Diagnostics.AddError("Unable to import network mappings", capitalized(topology.Explain(err, topology.KindMappingSet)))
		return
	case id.Kind() != topology.KindMappingSet:
		resp.Diagnostics.AddError("Unable to import network mappings",
			"The id is that of the "+id.LabelAt(topology.InFull)+": the id of a set of network mappings has the form /servers/{server}/mappings/{target server, or \"azure\"}.")
		return
	case len(found.MappingsBetween(id.Server(), id.Fabric())) == 0:
		resp.Diagnostics.AddError("Unable to import network mappings",
			"There are no "+id.LabelAt(topology.InFull)+" in the catalog "+r.session.catalog.Name()+". Check the id, and that the provider uses the right catalog.")
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
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id.String())...)
}
