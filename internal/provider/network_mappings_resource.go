package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
			"source_server_id": fixedAttribute("The id of the VMM server of the source networks."),
			"target_server_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Optional:            true,
				MarkdownDescription: "The id of the VMM server of the target networks. Exactly one of `target_server_id` and `to_azure = true` is given. Changing it replaces the object.",
				PlanModifiers:       []planmodifier.String{keepSpelling{}, stringplanmodifier.RequiresReplace()},
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
				MarkdownDescription: "Whether every other mapping between the VMM server and the fabric is removed. Default: `false`, which " +
					"leaves mappings that are not listed alone.",
			},
		},
	}
}

// turned requires replacement where false becomes true or the reverse.
func turned(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = req.PlanValue.IsUnknown() || req.PlanValue.ValueBool() != req.StateValue.ValueBool()
}

func (r *networkMappingsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	set := m.read(&resp.Diagnostics)
	for _, entry := range set.entries {
		addFindings(&resp.Diagnostics, entry.located(engine.Validate(entry.mapping)))
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
		before = state.read(&resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		addFindings(&resp.Diagnostics, fewOfEach(r.forget(before.entries)))
		return
	}
	var m networkMappingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	set := m.read(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var findings []engine.Finding
	for _, mapping := range set.open {
		findings = append(findings, r.session.planner.UnknownMapping(mapping)...)
	}
	if set.id.IsZero() {
		addFindings(&resp.Diagnostics, fewOfEach(findings))
		return // so long as it is not known between what the set is, it cannot be checked
	}
	m.ID = newCaseless(set.id.String())
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), m.ID)...)

	managed := before.keys()
	if !before.id.IsZero() && !before.id.Same(set.id) {
		// Terraform asks again, for the creation alone.
		addFindings(&resp.Diagnostics, fewOfEach(append(findings, r.forget(before.entries)...)))
		remember(ctx, resp.Private, before.id, &resp.Diagnostics)
		return
	}
	// After a replacement that keeps the id, what was mapped is the resource's own.
	own := recall(ctx, req.Private, &resp.Diagnostics).Same(set.id) && before.id.IsZero()
	kept := set.keys()
	for _, entry := range before.entries {
		if !kept[entry.mapping.ID().Key()] {
			findings = append(findings, r.forget([]mappingEntry{entry})...)
		}
	}
	if set.exclusive && !set.vague {
		findings = append(findings, r.session.planner.Exclude(set.id, set.ids())...)
	}
	for _, entry := range set.entries {
		id := entry.mapping.ID()
		intent := planner.Intent{Change: topology.Creation(entry.mapping)}
		switch {
		case managed[id.Key()]:
			intent.Change = topology.Updating(entry.mapping)
		case own:
			intent.Replaced = id
		}
		findings = append(findings, entry.located(r.session.planner.Plan(intent))...)
	}
	addFindings(&resp.Diagnostics, fewOfEach(findings))
	remember(ctx, resp.Private, set.id, &resp.Diagnostics)
}

// forget plans that the mappings go, and returns what is to be said about it.
func (r *networkMappingsResource) forget(entries []mappingEntry) []engine.Finding {
	var findings []engine.Finding
	for _, entry := range entries {
		findings = append(findings, r.session.planner.Plan(planner.Intent{Change: topology.Deletion(entry.mapping.ID())})...)
	}
	return findings
}

func (r *networkMappingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if r.apply(ctx, "create", mappingSet{}, &m, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (r *networkMappingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, m networkMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	before := state.read(&resp.Diagnostics)
	if r.apply(ctx, "update", before, &m, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// apply makes what is different from before, all of it or nothing.
func (r *networkMappingsResource) apply(ctx context.Context, verb string, before mappingSet, m *networkMappingsModel, diags *diag.Diagnostics) {
	if diags.HasError() {
		return
	}
	set := m.read(diags)
	if diags.HasError() {
		return
	}
	kept := set.keys()
	var changes []topology.Change
	going := before.ids()
	if set.exclusive {
		there, err := r.session.catalog.Snapshot(ctx)
		if err != nil {
			diags.AddError("Unable to read the catalog", err.Error())
			return
		}
		for _, mapping := range there.MappingsBetween(set.id.Server(), set.id.Fabric()) {
			going = append(going, mapping.ID())
		}
	}
	for _, id := range going {
		if !kept[id.Key()] {
			changes = append(changes, topology.Deletion(id))
		}
	}
	targets := before.targets()
	for _, entry := range set.entries {
		target, managed := targets[entry.mapping.ID().Key()]
		switch {
		case !managed:
			changes = append(changes, topology.Creation(entry.mapping))
		case target != entry.mapping.Target.Key():
			changes = append(changes, topology.Updating(entry.mapping))
		}
	}
	m.ID = newCaseless(set.id.String())
	if err := r.session.apply(ctx, changes...); err != nil {
		addApplyError(diags, verb, set.id, err)
	}
}

// Read implements [resource.Resource]. It reads what has become of the listed
// mappings; of all between the two, where the set is exclusive or imported.
func (r *networkMappingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	id := idIn(ctx, req.State, &resp.Diagnostics)
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
	before := m.read(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found := r.session.planner.Found()
	now := make(map[string]string, len(before.entries))
	for _, entry := range before.entries {
		mapping, ok := found.Mapping(entry.mapping.ID())
		switch {
		case !ok:
			r.session.missing(&resp.Diagnostics)
		case mapping.Target.Same(entry.mapping.Target):
			now[entry.source] = entry.target
		default:
			now[entry.source] = mapping.Target.String()
		}
	}
	if imported || m.Exclusive.ValueBool() {
		listed := before.keys()
		for _, mapping := range found.MappingsBetween(id.Server(), id.Fabric()) {
			if !listed[mapping.ID().Key()] {
				now[mapping.Source.String()] = mapping.Target.String()
			}
		}
	}
	mappings, diags := types.MapValueFrom(ctx, types.StringType, now)
	resp.Diagnostics.Append(diags...)
	m.Mappings = mappings
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (r *networkMappingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m networkMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	set := m.read(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var changes []topology.Change
	for _, id := range set.ids() {
		changes = append(changes, topology.Deletion(id))
	}
	if err := r.session.apply(ctx, changes...); err != nil {
		addApplyError(&resp.Diagnostics, "delete", set.id, err)
	}
}

func (r *networkMappingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, err := topology.ParseID(req.ID)
	found := r.session.planner.Found()
	switch {
	case err != nil:
		resp.Diagnostics.AddError("Unable to import network mappings", capitalized(err.Error())+".")
		return
	case id.Kind() != topology.KindMappingSet:
		resp.Diagnostics.AddError("Unable to import network mappings",
			"The id is that of the "+id.Label()+": the id of a set of network mappings has the form /servers/{server}/mappings/{target server, or \"azure\"}.")
		return
	case len(found.MappingsBetween(id.Server(), id.Fabric())) == 0:
		resp.Diagnostics.AddError("Unable to import network mappings",
			"There are no "+id.Label()+" in the catalog "+r.session.catalog.Name()+". Check the id, and that the provider uses the right catalog.")
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
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id.String())...)
}
