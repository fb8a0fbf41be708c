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
	_ resource.ResourceWithImportState    = (*hostResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*hostResource)(nil)
	_ resource.ResourceWithValidateConfig = (*hostResource)(nil)
)

type hostResource struct {
	objectResource[hostModel, *hostModel]
}

func newHostResource() resource.Resource {
	return &hostResource{objectResource[hostModel, *hostModel]{
		kind:   topology.KindHost,
		anchor: "server_id",
		naming: []string{"name"},
	}}
}

type hostModel struct {
	ID                caseless  `tfsdk:"id"`
	ServerID          caseless  `tfsdk:"server_id"`
	Name              caseless  `tfsdk:"name"`
	CloudIDs          types.Set `tfsdk:"cloud_ids"`
	LogicalNetworkIDs types.Set `tfsdk:"logical_network_ids"`
}

func (m *hostModel) object(r *reader) topology.Object {
	return topology.NewHost(
		r.id(engine.At("server_id"), m.ServerID), m.Name.ValueString(),
		r.ids(engine.At("cloud_ids"), m.CloudIDs),
		r.ids(engine.At("logical_network_ids"), m.LogicalNetworkIDs))
}

func (m *hostModel) fill(object topology.Object) {
	host, _ := object.(topology.Host)
	m.ServerID = idOrNull(host.ID().Server())
	m.Name = newCaseless(host.ID().Name())
	m.CloudIDs = setOf(host.Clouds)
	m.LogicalNetworkIDs = setOf(host.LogicalNetworks)
}

func (m *hostModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
}

func (r *hostResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A Hyper-V host of a VMM server. Replicas are placed on hosts that serve the protecting cloud and are connected to " +
			"the logical networks of the mapped networks. The provider checks placement only if at least one host of the VMM server is declared.",
		Attributes: map[string]schema.Attribute{
			"id":                  idAttribute("/servers/{server}/hosts/{name}"),
			"server_id":           anchorAttribute("The id of the VMM server."),
			"name":                nameAttribute(topology.KindHost),
			"cloud_ids":           idsAttribute("The ids of the clouds that the host serves."),
			"logical_network_ids": idsAttribute("The ids of the logical networks that the host is connected to."),
		},
	}
}
