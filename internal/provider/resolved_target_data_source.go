package provider

import (
	"context"
	"maps"

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
	SourceNetworkID caseless     `tfsdk:"source_network_id"`
	CloudID         caseless     `tfsdk:"cloud_id"`
	SubnetName      types.String `tfsdk:"subnet_name"`
	IPAddress       types.String `tfsdk:"ip_address"`
	Fails           types.Bool   `tfsdk:"fails"`
	landingModel
}

func (d *resolvedTargetDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := landingAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"source_network_id": askedID("The id of the VM network that the adapter is connected to."),
		"cloud_id": optionalID("The id of the cloud that the machine is in. Without it, only the mapping is checked; " +
			"it is required if the source is mapped to several fabrics."),
		"subnet_name": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The name of the adapter's subnet. Without it no target subnet has the same name.",
		},
		"ip_address": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The adapter's static address. Without one it uses DHCP, and in Azure gets the next free address.",
		},
		"fails": schema.BoolAttribute{Computed: true, MarkdownDescription: failsDescription},
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "To which network the replica of a machine's network adapter is connected after a failover." + askedOfRules,
		Attributes:          attributes,
	}
}

func (d *resolvedTargetDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m resolvedTargetModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	adapter := engine.Adapter{
		Source:  r.id(engine.At("source_network_id"), m.SourceNetworkID),
		Cloud:   r.id(engine.At("cloud_id"), m.CloudID),
		Subnet:  r.optional(engine.At("subnet_name"), m.SubnetName),
		Address: r.optional(engine.At("ip_address"), m.IPAddress),
	}
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	landing, objections := engine.Failover(t.Whole(), adapter)
	addFindings(&resp.Diagnostics, engine.Suggest(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.landingModel, m.Fails = modelOfLanding(landing), types.BoolValue(landing.Fails())
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
