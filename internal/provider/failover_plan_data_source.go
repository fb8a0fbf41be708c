package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ datasource.DataSourceWithConfigure = (*failoverPlanDataSource)(nil)

type failoverPlanDataSource struct {
	question
}

func newFailoverPlanDataSource() datasource.DataSource {
	return &failoverPlanDataSource{question{name: "failover_plan"}}
}

type failoverPlanModel struct {
	VirtualMachines opaqueMap                      `tfsdk:"virtual_machines"`
	Machines        map[string]machineLandingModel `tfsdk:"machines"`
	Totals          *failoverTotalsModel           `tfsdk:"totals"`
	Findings        []findingModel                 `tfsdk:"findings"`
}

var adapterAttributes = map[string]attr.Type{
	"network_id": caselessType{}, "subnet_name": types.StringType, "ip_address": types.StringType,
}

// machinesType is the type of virtual machines by name.
var machinesType = opaqueMapType{types.MapType{ElemType: types.ObjectType{AttrTypes: map[string]attr.Type{
	"cloud_id": caselessType{}, "recovery_plan": types.StringType,
	"adapters": types.ListType{ElemType: types.ObjectType{AttrTypes: adapterAttributes}},
}}}}

type machineLandingModel struct {
	Connected types.Bool     `tfsdk:"connected"`
	Fails     types.Bool     `tfsdk:"fails"`
	HostIDs   []types.String `tfsdk:"host_ids"`
	Adapters  []landingModel `tfsdk:"adapters"`
	Reason    types.String   `tfsdk:"reason"`
}

type failoverTotalsModel struct {
	Machines      int64 `tfsdk:"machines"`
	Connected     int64 `tfsdk:"connected"`
	Unconnected   int64 `tfsdk:"unconnected"`
	Failed        int64 `tfsdk:"failed"`
	FirstSubnet   int64 `tfsdk:"first_subnet"`
	AddressAtRisk int64 `tfsdk:"address_at_risk"`
	NoHost        int64 `tfsdk:"no_host"`
}

func (d *failoverPlanDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	count := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Where many machines are after a failover of all of them. Machines get addresses in the order of their names, and their " +
			"adapters in the order in which they are listed; each address is assigned once. Use the totals in a `check` block that fails if not all machines are covered.\n\n" +
			"`connected` is about networks, and `fails` about addresses: the failover is successful for a machine if it is connected and does not fail." +
			shownInPlan +
			askedOfRules,
		Attributes: map[string]schema.Attribute{
			"virtual_machines": askedMachines(schema.MapNestedAttribute{Required: true, MarkdownDescription: "The machines, by name."}),
			"machines": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "What happens to the machines, by name.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"connected": schema.BoolAttribute{
							Computed:            true,
							MarkdownDescription: "Whether all adapters are connected and, in Azure, to one network.",
						},
						"fails": schema.BoolAttribute{Computed: true, MarkdownDescription: failsDescription},
						"host_ids": schema.ListAttribute{
							ElementType:         types.StringType,
							Computed:            true,
							MarkdownDescription: "The ids of the hosts that reach all networks that the replica connects to. Sorted; empty in Azure.",
						},
						"adapters": schema.ListNestedAttribute{
							Computed:            true,
							MarkdownDescription: "What happens to the adapters, in the order in which they are listed.",
							NestedObject:        schema.NestedAttributeObject{Attributes: landingAttributes()},
						},
						"reason": answer("Why the machine cannot be connected although each of its adapters can, and why it fails, for each adapter; " +
							"null if neither applies."),
					},
				},
			},
			"totals": schema.SingleNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The numbers of machines and adapters.",
				Attributes: map[string]schema.Attribute{
					"machines":        count("The number of machines."),
					"connected":       count("The number of machines that are connected."),
					"unconnected":     count("The number of machines that are not connected."),
					"failed":          count("The number of machines that fail, whether they are connected or not."),
					"first_subnet":    count("The number of adapters on the first subnet because none has the same name."),
					"address_at_risk": count("The number of adapters that get another address than they had or requested, or none although they need one."),
					"no_host":         count("The number of machines that are connected on a VMM server, but to networks that no host reaches. As long as no host of that VMM server is declared, it is 0."),
				},
			},
			"findings": findingsAttribute("The problems of the machines, one finding for all machines with the same problem."),
		},
	}
}

// askedMachines makes an attribute one of virtual machines by name.
func askedMachines(attribute schema.MapNestedAttribute) schema.Attribute {
	attribute.CustomType = machinesType
	attribute.NestedObject = schema.NestedAttributeObject{
		Attributes: map[string]schema.Attribute{
			"cloud_id": askedID("The id of the cloud that the machine is in."),
			"recovery_plan": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The name of the recovery plan that the machine is in. The outcome does not depend on it.",
			},
			"adapters": schema.ListNestedAttribute{
				CustomType:          elementList{types.ListType{ElemType: types.ObjectType{AttrTypes: adapterAttributes}}},
				Required:            true,
				MarkdownDescription: "The network adapters, at least one.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"network_id": askedID("The id of the VM network that the adapter is connected to."),
						"subnet_name": schema.StringAttribute{
							Optional:            true,
							MarkdownDescription: "The name of the adapter's subnet.",
						},
						"ip_address": schema.StringAttribute{
							Optional:            true,
							MarkdownDescription: "The adapter's static address.",
						},
					},
				},
			},
		},
	}
	return attribute
}

func (d *failoverPlanDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m failoverPlanModel
	t, _ := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	r := newRawReader()
	r.names = t.Topology
	asked, _ := r.machines(m.VirtualMachines.value)
	r.told(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	machines := engine.BaselineQuestion{Machines: asked}.PlannedMachines()
	plan, objections := engine.PlanFailover(t.Whole(), machines)
	addFindings(&resp.Diagnostics, suggested(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.Machines = make(map[string]machineLandingModel, len(plan.Machines))
	for _, machine := range plan.Machines {
		landings := make([]landingModel, len(machine.Adapters))
		for i, landing := range machine.Adapters {
			landings[i] = modelOfLanding(landing)
		}
		m.Machines[machine.Name] = machineLandingModel{
			Connected: types.BoolValue(machine.Connected),
			Fails:     types.BoolValue(machine.Fails),
			HostIDs:   idList(machine.Hosts),
			Adapters:  landings,
			Reason:    textOrNull(topology.Visible(machine.Reason)),
		}
	}
	m.Totals = &failoverTotalsModel{
		Machines:      int64(plan.Totals.Machines),
		Connected:     int64(plan.Totals.Connected),
		Unconnected:   int64(plan.Totals.Unconnected),
		Failed:        int64(plan.Totals.Failed),
		FirstSubnet:   int64(plan.Totals.FirstSubnet),
		AddressAtRisk: int64(plan.Totals.AddressAtRisk),
		NoHost:        int64(plan.Totals.NoHost),
	}
	m.Findings = modelsOfFindings(plan.Findings)
	putModel(&resp.State, &m, &resp.Diagnostics)
}
