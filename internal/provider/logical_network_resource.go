package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithImportState    = (*logicalNetworkResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*logicalNetworkResource)(nil)
	_ resource.ResourceWithValidateConfig = (*logicalNetworkResource)(nil)
)

type logicalNetworkResource struct {
	objectResource[logicalNetworkModel, *logicalNetworkModel]
}

func newLogicalNetworkResource() resource.Resource {
	return &logicalNetworkResource{objectResource[logicalNetworkModel, *logicalNetworkModel]{
		kind:   topology.KindLogicalNetwork,
		anchor: "server_id",
		naming: []string{"name"},
	}}
}

type logicalNetworkModel struct {
	ID        caseless     `tfsdk:"id"`
	ServerID  caseless     `tfsdk:"server_id"`
	Name      caseless     `tfsdk:"name"`
	Isolation types.String `tfsdk:"isolation"`
}

func (m *logicalNetworkModel) object(r *reader) topology.Object {
	return topology.NewLogicalNetwork(
		r.id(engine.At("server_id"), m.ServerID), m.Name.ValueString(),
		topology.Isolation(r.optional(engine.At("isolation"), m.Isolation)))
}

func (m *logicalNetworkModel) fill(object topology.Object) {
	network, _ := object.(topology.LogicalNetwork)
	m.ServerID = idOrNull(network.ID().Server())
	m.Name = newCaseless(network.ID().Name())
	m.Isolation = types.StringValue(string(network.Isolation))
}

func (m *logicalNetworkModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
}

func (r *logicalNetworkResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A logical network of a VMM server. VM networks are on it, clouds have it, and hosts are connected to it.",
		Attributes: map[string]schema.Attribute{
			"id":        idAttribute("/servers/{server}/logicalNetworks/{name}"),
			"server_id": anchorAttribute("The id of the VMM server."),
			"name":      nameAttribute(topology.KindLogicalNetwork),
			"isolation": choiceAttribute("How the VM networks on it are isolated.", topology.Isolations()),
		},
	}
}
