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
		MarkdownDescription: "Where the replica of a machine's network adapter is connected in a test failover, and what is wrong with testing that way. " +
			"The network of a test is chosen apart from the mapping." + askedOfRules,
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
			"test_network_id": optionalID("What the test uses: the id of an existing VM network or Azure network, or that of a logical network, from " +
				"which a network is created for the test. Default: the test network of the mapping; if it has none, the test is without a network."),
			"recovery_plan_network_ids": schema.SetAttribute{
				ElementType:         caselessType{},
				Optional:            true,
				MarkdownDescription: "The ids of the VM networks that the recovery plan under test spans.",
			},
			"connected": schema.BoolAttribute{
				Computed: true,
				MarkdownDescription: "Whether the replica is connected to a network in the test. On the production network it is, and the test must not be " +
					"run all the same: see `findings`.",
			},
			"target_network_id":   answer("The id of the network; null unless connected to an existing one."),
			"target_network_name": answer("Its name; null unless connected to an existing one."),
			"target_subnet_name":  answer("The name of the subnet; null unless connected to an existing network that has subnets."),
			"subnet_rule": answer("How the subnet was chosen: `same_name`, `first_subnet` (in Azure the first of the alphabet, which is so only in a " +
				"test), `no_subnet`; null unless connected to an existing network."),
			"reason": answer("Why, in a sentence."),
			"findings": findingsAttribute("What speaks against the test. With an error it must not be run: `SR401` is that it works and does harm, since it " +
				"connects copies of the machines beside the real ones; every other error is that it cannot work."),
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
