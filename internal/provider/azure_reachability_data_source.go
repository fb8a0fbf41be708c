package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

var _ datasource.DataSourceWithConfigure = (*azureReachabilityDataSource)(nil)

type azureReachabilityDataSource struct {
	question
}

func newAzureReachabilityDataSource() datasource.DataSource {
	return &azureReachabilityDataSource{question{name: "azure_reachability"}}
}

type azureReachabilityModel struct {
	VirtualMachines map[string]*azureMachineModel `tfsdk:"virtual_machines"`
	Groups          []reachabilityGroupModel      `tfsdk:"groups"`
}

type azureMachineModel struct {
	NetworkID    caseless     `tfsdk:"network_id"`
	RecoveryPlan types.String `tfsdk:"recovery_plan"`
}

type reachabilityGroupModel struct {
	VirtualMachines   []string     `tfsdk:"virtual_machines"`
	AzureNetworkID    types.String `tfsdk:"azure_network_id"`
	ReachesOnPremises types.Bool   `tfsdk:"reaches_on_premises"`
	Reason            types.String `tfsdk:"reason"`
}

func (d *azureReachabilityDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Which machines reach each other after a failover to Azure: machines whose networks are mapped to the same Azure " +
			"network reach each other, whatever their recovery plans; machines whose networks are not mapped reach only machines of their own recovery plan." + askedOfRules,
		Attributes: map[string]schema.Attribute{
			"virtual_machines": schema.MapNestedAttribute{
				Required:            true,
				MarkdownDescription: "The machines, by name.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"network_id": askedID("The id of the VM network that the machine is on."),
						"recovery_plan": schema.StringAttribute{
							Optional:            true,
							MarkdownDescription: "The name of the recovery plan that the machine is in.",
						},
					},
				},
			},
			"groups": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The groups of machines that reach each other, and none of the machines in other groups. Sorted by their first machine.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"virtual_machines": schema.ListAttribute{
							ElementType:         types.StringType,
							Computed:            true,
							MarkdownDescription: "The names of the machines, sorted.",
						},
						"azure_network_id": answer("The id of the Azure network that they are on; null if their networks are not mapped."),
						"reaches_on_premises": schema.BoolAttribute{
							Computed:            true,
							MarkdownDescription: "Whether a gateway connects them to on-premises.",
						},
						"reason": answer("Why they reach each other, in a sentence."),
					},
				},
			},
		},
	}
}

func (d *azureReachabilityDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m azureReachabilityModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	machines := make(map[string]engine.AzureMachine, len(m.VirtualMachines))
	for name, machine := range m.VirtualMachines {
		at := engine.At("virtual_machines", engine.MapKey(name))
		if machine == nil {
			r.null(at)
			continue
		}
		machines[name] = engine.AzureMachine{
			Network:      r.id(at.Then("network_id"), machine.NetworkID),
			RecoveryPlan: r.optional(at.Then("recovery_plan"), machine.RecoveryPlan),
		}
	}
	r.told(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	groups, objections := engine.AzureReachability(t.Whole(), machines)
	addFindings(&resp.Diagnostics, suggested(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.Groups = make([]reachabilityGroupModel, len(groups))
	for i, group := range groups {
		m.Groups[i] = reachabilityGroupModel{
			VirtualMachines:   group.Machines,
			AzureNetworkID:    textOrNull(group.Network.String()),
			ReachesOnPremises: types.BoolValue(group.ReachesOnPremises),
			Reason:            said(group.Reason),
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
