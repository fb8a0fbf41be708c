package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithConfigure      = (*failoverBaselineResource)(nil)
	_ resource.ResourceWithImportState    = (*failoverBaselineResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*failoverBaselineResource)(nil)
	_ resource.ResourceWithValidateConfig = (*failoverBaselineResource)(nil)
)

// failoverBaselineResource keeps what the topology means for machines, so that a
// plan shows how it changes. It manages nothing in the catalog.
//
// It works on Terraform's values as they come: with the framework's reflection,
// thousands of machines would take seconds.
type failoverBaselineResource struct {
	session *session
}

// onlyMachines is what is easily taken for more than it is.
const onlyMachines = "With `virtual_machines`, only these machines are checked, and an unmapped network that none of them is on is not reported: " +
	"add a second baseline without `virtual_machines`, as the module *gate* does."

func newFailoverBaselineResource() resource.Resource { return &failoverBaselineResource{} }

func (r *failoverBaselineResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_failover_baseline"
}

func (r *failoverBaselineResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.session, _ = req.ProviderData.(*session)
}

func (r *failoverBaselineResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	askedID := func(description string) schema.Attribute {
		return schema.StringAttribute{CustomType: caselessType{}, Required: true, MarkdownDescription: description}
	}
	optional := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	require := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	texts := func(description string) schema.Attribute {
		return schema.ListAttribute{ElementType: types.StringType, Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What happens to virtual machines on a failover, stored in the state so that **the plan shows the effect of a change on them**: " +
			"`~ \"web01/0\" = \"VM network 'Web' of 'VMM-Shanghai', subnet 'web', address 10.1.0.7\" -> \"no network (target_unavailable)\"`. " +
			"It is computed from the planned changes, so the first plan, with an empty catalog, already shows where every machine will be. " +
			"With `require_connected` or `require_ready`, the plan fails if a machine would be without a network, or if there would be another error.\n\n" +
			"It is computed when it is planned. List in `depends_on` **every resource that the answer depends on**: Terraform plans them first, with everything that " +
			"they refer to. A change that is planned after the baseline and would change it gets a warning, SR503; an error, if it is a creation or an update and breaks what the baseline requires. " +
			"If a value is not known yet, only the lines that depend on it are unknown.\n\n" +
			"If the plan creates or changes it, it is computed again on apply. If the result is not the planned one, because somebody else has changed the catalog in between, " +
			"the apply fails with SR504: plan again. (If the baseline itself is being created, Terraform may report this instead, with " +
			"*Provider produced inconsistent final plan*: for a resource without a state it does not tell the provider what was planned.) " +
			"A refresh shows what others have changed in the meantime. Destroying the baseline changes only the state.\n\n" +
			"The guide *Concepts* has the rules behind the answer, each marked as documented by Azure Site Recovery or as inferred.",
		Attributes: map[string]schema.Attribute{
			"id": idAttribute("{source server's id}/baseline, or /baseline"),
			"virtual_machines": schema.MapNestedAttribute{
				Optional: true,
				MarkdownDescription: "The machines, by name, in the same form as in [siterecovery_failover_plan](../data-sources/failover_plan.md). " +
					"Without them, the baseline is about every VM network of every protected cloud.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"cloud_id":      askedID("The id of the cloud that the machine is in."),
						"recovery_plan": optional("The name of the recovery plan that the machine is in. The outcome does not depend on it."),
						"adapters": schema.ListNestedAttribute{
							CustomType:          elementList{types.ListType{ElemType: types.ObjectType{AttrTypes: adapterAttributes}}},
							Required:            true,
							MarkdownDescription: "The network adapters, at least one.",
							NestedObject: schema.NestedAttributeObject{
								Attributes: map[string]schema.Attribute{
									"network_id":  askedID("The id of the VM network that the adapter is connected to."),
									"subnet_name": optional("The name of the adapter's subnet."),
									"ip_address":  optional("The adapter's static address."),
								},
							},
						},
					},
				},
			},
			"source_server_id": schema.StringAttribute{
				CustomType: caselessType{},
				Optional:   true,
				MarkdownDescription: "The id of a VMM server, to check only what replicates from there: the machines of its clouds, or without machines " +
					"the VM networks that its protected clouds use.",
				PlanModifiers: []planmodifier.String{keepSpelling{}},
			},
			"require_connected": require("Whether the plan fails, with SR501, if a line is connected to no network. " + onlyMachines),
			"require_ready":     require("Whether the plan fails, with SR502, if a finding is an error. Findings that `require_connected` already reports are not repeated. " + onlyMachines),
			"outcomes": schema.MapAttribute{
				ElementType: types.StringType,
				Computed:    true,
				MarkdownDescription: "What happens to the machines, line by line. A line is `{machine}/{adapter, counted from 0}`; without machines, " +
					"`{VMM server} / {cloud} / {VM network}` for each VM network that a protected cloud uses. An outcome names the target, its server, " +
					"the subnet and the address, if there are any. If the line is not connected, it contains the code of the outcome, such as " +
					"`no network (not_mapped)`; if it is connected, but gets no address, the code of the address rule. " +
					"The codes are those of [siterecovery_failover_plan](../data-sources/failover_plan.md).",
			},
			"unconnected": texts("The lines that are connected to no network, sorted."),
			"ready":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether no finding is an error. " + onlyMachines},
			"findings": texts("The findings, each in one line that begins with its code, sorted: with machines those of " +
				"[siterecovery_failover_plan](../data-sources/failover_plan.md), without machines those of " +
				"[siterecovery_readiness](../data-sources/readiness.md), without those about a vault: a baseline checks only the catalog."),
		},
	}
}

func (r *failoverBaselineResource) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	baselineOf(req.Config.Raw, &resp.Diagnostics)
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]. It plans every answer.
//
// Terraform asks a second time when it applies, and the answer then has to be the
// planned one, whatever others have done since: what was planned is remembered.
func (r *failoverBaselineResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	asked := baselineOf(req.Plan.Raw, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	planned, objections := r.session.planner.Baseline(asked.question, asked.requireConnected, asked.requireReady)
	addFindings(&resp.Diagnostics, fewOfEach(objections))
	if resp.Diagnostics.HasError() {
		return
	}
	answer := answerOf(planned)
	if !req.State.Raw.IsNull() {
		state := baselineOf(req.State.Raw, &resp.Diagnostics)
		r.refreshed(state, &resp.Diagnostics)
		if sameQuestion(asked.question, state.question) {
			answer = recallPlanned(ctx, req.Private, &resp.Diagnostics).over(state.answer, answer)
		}
		forgetPlanned(ctx, resp.Private, &resp.Diagnostics)
	}
	addFindings(&resp.Diagnostics, planned.Require(asked.requireConnected, asked.requireReady))
	resp.Plan.Raw = asked.with(answer)
}

// refreshed checks that the state is as the run found the catalog. It is after a
// refresh, unless somebody else has changed the catalog before the apply.
func (r *failoverBaselineResource) refreshed(state baseline, diags *diag.Diagnostics) {
	if state.answer == nil {
		return // imported, and not refreshed
	}
	found, _ := engine.JudgeBaseline(r.session.planner.Found().Whole(), state.question, nil)
	addDifference(diags, state, answerOf(found), "the baseline was planned, or its state refreshed")
}

func (r *failoverBaselineResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = r.judge(ctx, req.Plan.Raw, &resp.Diagnostics)
}

func (r *failoverBaselineResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	if value := r.judge(ctx, req.Plan.Raw, &resp.Diagnostics); !resp.Diagnostics.HasError() {
		resp.State.Raw = value
	}
}

// judge judges a planned baseline by the catalog as it is now. It objects if that
// is not what was planned.
func (r *failoverBaselineResource) judge(ctx context.Context, plan tftypes.Value, diags *diag.Diagnostics) tftypes.Value {
	none := tftypes.NewValue(plan.Type(), nil)
	planned := baselineOf(plan, diags)
	snapshot, err := r.session.catalog.Snapshot(ctx)
	if err != nil {
		diags.AddError("Unable to read the catalog", err.Error())
	}
	if diags.HasError() {
		return none
	}
	now, objections := engine.JudgeBaseline(snapshot.Whole(), planned.question, nil)
	addFindings(diags, fewOfEach(objections))
	if diags.HasError() {
		return none
	}
	answer := answerOf(now)
	addDifference(diags, planned, answer, "the plan was made")
	if diags.HasError() {
		return none
	}
	return planned.with(answer)
}

// Read implements [resource.Resource]. It judges by what the run found. And, since
// Terraform plans what the baseline depends on first, it remembers what the plan
// of the baseline will be.
func (r *failoverBaselineResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state := baselineOf(req.State.Raw, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, _ := engine.JudgeBaseline(r.session.planner.Found().Whole(), state.question, nil)
	answer := answerOf(found)
	resp.State.Raw = state.with(answer)
	rememberPlanned(ctx, resp.Private, answer, answerOf(r.session.planner.Preview(state.question)), &resp.Diagnostics)
}

func (r *failoverBaselineResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

// ImportState implements [resource.ResourceWithImportState]. What is imported has
// no machines.
func (r *failoverBaselineResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	const unable = "Unable to import failover baseline"
	text, ok := strings.CutSuffix(strings.ToLower(req.ID), baselineSegment)
	if !ok {
		resp.Diagnostics.AddError(unable, fmt.Sprintf("%q is not the id of a failover baseline.\n\nRemedy: Write /servers/{server}/baseline, or /baseline for all servers.", req.ID))
		return
	}
	var server topology.ID
	if text != "" {
		id, err := topology.ParseID(req.ID[:len(text)])
		object, found := r.session.planner.Found().Get(id)
		if err != nil || id.Kind() != topology.KindServer || !found {
			alike := ""
			if id.Kind() == topology.KindServer {
				alike = engine.Alike(r.session.planner.Found().Topology, id)
			}
			resp.Diagnostics.AddError(unable, fmt.Sprintf("There is no VMM server with the id %q in the catalog %s.%s\n\n"+
				"Remedy: Check the id, and that the provider uses the right catalog.", req.ID[:len(text)], r.session.catalog.Name(), alike))
			return
		}
		server = object.ID()
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("source_server_id"), server.String())...)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), baselineID(server))...)
}

const baselineSegment = "/baseline"

func baselineID(server topology.ID) string { return server.String() + baselineSegment }

// isBaselineID reports whether an id is that of a baseline, whatever its server.
func isBaselineID(text string) bool {
	server, ok := strings.CutSuffix(strings.ToLower(text), baselineSegment)
	if !ok || server == "" {
		return ok
	}
	id, err := topology.ParseID(text[:len(server)])
	return err == nil && id.Kind() == topology.KindServer
}
