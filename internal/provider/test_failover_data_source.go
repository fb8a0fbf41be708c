package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ datasource.DataSourceWithConfigure = (*testFailoverDataSource)(nil)

type testFailoverDataSource struct {
	question
}

func newTestFailoverDataSource() datasource.DataSource {
	return &testFailoverDataSource{question{name: "test_failover"}}
}

type testFailoverModel struct {
	SourceNetworkID        caseless       `tfsdk:"source_network_id"`
	CloudID                caseless       `tfsdk:"cloud_id"`
	SubnetName             types.String   `tfsdk:"subnet_name"`
	IPAddress              types.String   `tfsdk:"ip_address"`
	TestNetworkID          caseless       `tfsdk:"test_network_id"`
	RecoveryPlanNetworkIDs types.Set      `tfsdk:"recovery_plan_network_ids"`
	Connected              types.Bool     `tfsdk:"connected"`
	TargetNetworkID        types.String   `tfsdk:"target_network_id"`
	TargetNetworkName      types.String   `tfsdk:"target_network_name"`
	TargetSubnetName       types.String   `tfsdk:"target_subnet_name"`
	SubnetRule             types.String   `tfsdk:"subnet_rule"`
	Reason                 types.String   `tfsdk:"reason"`
	Findings               []findingModel `tfsdk:"findings"`
}

func (d *testFailoverDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "To which network the replica of a machine's network adapter is connected in a test failover, and the problems of such a test. " +
			"The network of a test is independent of the mapping." + askedOfRules,
		Attributes: map[string]schema.Attribute{
			"source_network_id": askedID("The id of the VM network that the adapter is connected to."),
			"cloud_id":          optionalID("The id of the cloud that the machine is in."),
			"subnet_name": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The name of the adapter's subnet.",
			},
			"ip_address": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The adapter's static address. Without one it uses DHCP, and a test network with network virtualization then takes " +
					"no replica that is on a VLAN (`SR403`). That is all it decides: which address the replica gets in a test is not answered.",
			},
			"test_network_id": optionalID("The network of the test: the id of an existing VM network or Azure network, or that of a logical network, from " +
				"which a network is created for the test. Default: the test network of the mapping; if it has none, the test is without a network."),
			"recovery_plan_network_ids": schema.SetAttribute{
				ElementType:         caselessType{},
				Optional:            true,
				MarkdownDescription: "The ids of all VM networks of the machines in the tested recovery plan.",
			},
			"connected": schema.BoolAttribute{
				Computed: true,
				MarkdownDescription: "Whether the replica is connected to a network in the test. On the production network it is connected, but do not run " +
					"that test: see `findings`.",
			},
			"target_network_id":   answer("The id of the network; null unless connected to an existing one."),
			"target_network_name": answer("Its name; null unless connected to an existing one."),
			"target_subnet_name":  answer("The name of the subnet; null unless connected to an existing network that has subnets."),
			"subnet_rule": answer("How the subnet was chosen: `same_name`, `first_subnet` (in Azure the first in alphabetical order, only in a " +
				"test), `no_subnet`; null unless connected to an existing network."),
			"reason": answer("Why, in a sentence."),
			"findings": findingsAttribute("The problems of the test. If there is an error, do not run it: with `SR401` it works and does harm, because it " +
				"connects copies of the machines to the network of the real ones; with any other error it cannot work."),
		},
	}
}

func (d *testFailoverDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m testFailoverModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	test := engine.TestFailover{
		Adapter: engine.Adapter{
			Source:  r.id(engine.At("source_network_id"), m.SourceNetworkID),
			Cloud:   r.id(engine.At("cloud_id"), m.CloudID),
			Subnet:  r.optional(engine.At("subnet_name"), m.SubnetName),
			Address: r.optional(engine.At("ip_address"), m.IPAddress),
		},
		Network:      r.id(engine.At("test_network_id"), m.TestNetworkID, topology.KindVMNetwork, topology.KindAzureNetwork, topology.KindLogicalNetwork),
		RecoveryPlan: r.ids(engine.At("recovery_plan_network_ids"), m.RecoveryPlanNetworkIDs),
	}
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	landing, objections := engine.TryFailover(t.Whole(), test)
	addFindings(&resp.Diagnostics, engine.Suggest(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.Connected = types.BoolValue(landing.Connected)
	m.TargetNetworkID = textOrNull(landing.Target.String())
	m.TargetNetworkName = textOrNull(landing.Target.Name())
	m.TargetSubnetName = textOrNull(landing.Subnet)
	m.SubnetRule = textOrNull(string(landing.SubnetRule))
	m.Reason = said(landing.Reason)
	m.Findings = modelsOfFindings(landing.Findings)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
