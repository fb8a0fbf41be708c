package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

var _ datasource.DataSourceWithConfigure = (*resolvedTargetDataSource)(nil)

type resolvedTargetDataSource struct {
	question
}

func newResolvedTargetDataSource() datasource.DataSource {
	return &resolvedTargetDataSource{question{name: "resolved_target"}}
}

type resolvedTargetModel struct {
	SourceNetworkID   caseless     `tfsdk:"source_network_id"`
	CloudID           caseless     `tfsdk:"cloud_id"`
	SubnetName        types.String `tfsdk:"subnet_name"`
	Connected         types.Bool   `tfsdk:"connected"`
	Outcome           types.String `tfsdk:"outcome"`
	TargetNetworkID   types.String `tfsdk:"target_network_id"`
	TargetNetworkName types.String `tfsdk:"target_network_name"`
	TargetSubnetName  types.String `tfsdk:"target_subnet_name"`
	SubnetRule        types.String `tfsdk:"subnet_rule"`
	Reason            types.String `tfsdk:"reason"`
}

func (d *resolvedTargetDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Where the replica of a machine's network adapter is connected after a failover." + askedOfCatalog,
		Attributes: map[string]schema.Attribute{
			"source_network_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Required:            true,
				MarkdownDescription: "The id of the VM network that the adapter is connected to.",
			},
			"cloud_id": schema.StringAttribute{
				CustomType: caselessType{},
				Optional:   true,
				MarkdownDescription: "The id of the cloud that the machine is in. Without it the adapter is judged by its mapping alone; " +
					"if the source is mapped to several fabrics, it is needed.",
			},
			"subnet_name": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The name of the adapter's subnet. Without it no target subnet has the same name.",
			},
			"connected": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the replica is connected to a network.",
			},
			"outcome": answer("What becomes of the adapter; the first of these that applies: `not_protected` (nothing protects its cloud), " +
				"`not_in_cloud` (its cloud does not use the source network), `not_mapped` (there is no mapping to the fabric that its cloud " +
				"replicates to), `target_unavailable` (there is one, but its target is not available for its cloud's protection), `connected`."),
			"target_network_id":   answer("The id of the network that the replica is connected to; null unless connected."),
			"target_network_name": answer("Its name; null unless connected."),
			"target_subnet_name":  answer("The name of the subnet; null unless connected, and if the network has no subnets."),
			"subnet_rule": answer("How the subnet was chosen: `same_name` (it has the name of the adapter's subnet), `first_subnet` (the " +
				"first in the network's own order, since none has that name), `no_subnet` (the network has none); null unless connected."),
			"reason": answer("Why, in a sentence."),
		},
	}
}

func (d *resolvedTargetDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m resolvedTargetModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	adapter := engine.Adapter{
		Source: r.id(engine.At("source_network_id"), m.SourceNetworkID),
		Cloud:  r.id(engine.At("cloud_id"), m.CloudID),
		Subnet: r.optional(engine.At("subnet_name"), m.SubnetName),
	}
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	landing, objections := engine.Failover(t.Topology, adapter)
	addFindings(&resp.Diagnostics, objections)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Connected = types.BoolValue(landing.Outcome == engine.Connected)
	m.Outcome = types.StringValue(string(landing.Outcome))
	m.TargetNetworkID = textOrNull(landing.Target.String())
	m.TargetNetworkName = textOrNull(landing.Target.Name())
	m.TargetSubnetName = textOrNull(landing.Subnet)
	m.SubnetRule = textOrNull(string(landing.SubnetRule))
	m.Reason = types.StringValue(landing.Reason)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
