package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

var _ datasource.DataSourceWithConfigure = (*failbackDataSource)(nil)

type failbackDataSource struct {
	question
}

func newFailbackDataSource() datasource.DataSource {
	return &failbackDataSource{question{name: "failback"}}
}

type failbackModel struct {
	SourceNetworkID         caseless     `tfsdk:"source_network_id"`
	ReplicaNetworkID        caseless     `tfsdk:"replica_network_id"`
	ReplicaDisconnected     types.Bool   `tfsdk:"replica_disconnected"`
	ReplicaMovedToNetworkID caseless     `tfsdk:"replica_moved_to_network_id"`
	Connected               types.Bool   `tfsdk:"connected"`
	NetworkID               types.String `tfsdk:"network_id"`
	Scenario                types.String `tfsdk:"scenario"`
	Reason                  types.String `tfsdk:"reason"`
}

func (d *failbackDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "To which network a machine is connected after a failback. This depends on the mapping of the network that its replica is on at that time." +
			askedOfRules,
		Attributes: map[string]schema.Attribute{
			"source_network_id":  askedID("The id of the network that the machine was on before the failover."),
			"replica_network_id": askedID("The id of the network that the replica came up on."),
			"replica_disconnected": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether the replica has been disconnected since the failover.",
			},
			"replica_moved_to_network_id": optionalID("The id of the network that the replica has been moved to since the failover, if it has."),
			"connected": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the machine is connected to a network.",
			},
			"network_id": answer("The id of the network that the machine is connected to; null if it is not connected."),
			"scenario": answer("The case that applies: `unchanged` (the machine stays on its source network; if the replica's network is not mapped back, " +
				"this is partly inferred), `replica_disconnected` (the machine is disconnected too), " +
				"`moved_to_unmapped` (the replica is on a network that is not mapped back; the machine is disconnected), `moved_to_mapped` " +
				"(the machine is connected to the target of the mapping of that network; inferred), `mapping_changed` (the network that the replica " +
				"came up on now has another target, and the machine is connected to that)."),
			"reason": answer("Why, in a sentence."),
		},
	}
}

func (d *failbackDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m failbackModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	replica := engine.Replica{
		Source:       r.id(engine.At("source_network_id"), m.SourceNetworkID),
		CameUpOn:     r.id(engine.At("replica_network_id"), m.ReplicaNetworkID),
		Disconnected: m.ReplicaDisconnected.ValueBool(),
		MovedTo:      r.id(engine.At("replica_moved_to_network_id"), m.ReplicaMovedToNetworkID),
	}
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	back, objections := engine.Failback(t.Whole(), replica)
	addFindings(&resp.Diagnostics, engine.Suggest(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.Connected = types.BoolValue(!back.Network.IsZero())
	m.NetworkID = textOrNull(back.Network.String())
	m.Scenario = types.StringValue(string(back.Scenario))
	m.Reason = said(back.Reason)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
