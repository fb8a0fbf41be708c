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
	_ resource.ResourceWithImportState    = (*cloudResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*cloudResource)(nil)
	_ resource.ResourceWithValidateConfig = (*cloudResource)(nil)
)

type cloudResource struct {
	objectResource[cloudModel, *cloudModel]
}

func newCloudResource() resource.Resource {
	return &cloudResource{objectResource[cloudModel, *cloudModel]{
		kind:   topology.KindCloud,
		anchor: "server_id",
		naming: []string{"name"},
	}}
}

type cloudModel struct {
	ID                caseless  `tfsdk:"id"`
	ServerID          caseless  `tfsdk:"server_id"`
	Name              caseless  `tfsdk:"name"`
	LogicalNetworkIDs types.Set `tfsdk:"logical_network_ids"`
}

func (m *cloudModel) object(r *reader) topology.Object {
	return topology.NewCloud(
		r.id(engine.At("server_id"), m.ServerID), m.Name.ValueString(),
		r.ids(engine.At("logical_network_ids"), m.LogicalNetworkIDs))
}

func (m *cloudModel) fill(object topology.Object) {
	cloud, _ := object.(topology.Cloud)
	m.ServerID = idOrNull(cloud.ID().Server())
	m.Name = newCaseless(cloud.ID().Name())
	m.LogicalNetworkIDs = setOf(cloud.LogicalNetworks)
}

func (m *cloudModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
}

func (r *cloudResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A cloud of a VMM server: Hyper-V capacity with a set of logical networks. Site Recovery calls it a *protection container*. " +
			"A cloud *uses* a VM network if it has the logical network of that VM network.",
		Attributes: map[string]schema.Attribute{
			"id":                  idAttribute("/servers/{server}/clouds/{name}"),
			"server_id":           anchorAttribute("The id of the VMM server."),
			"name":                nameAttribute(topology.KindCloud),
			"logical_network_ids": idsAttribute("The ids of the logical networks that the cloud has. They must be of the cloud's own VMM server."),
		},
	}
}
