package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithImportState    = (*vmNetworkResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*vmNetworkResource)(nil)
	_ resource.ResourceWithValidateConfig = (*vmNetworkResource)(nil)
)

type vmNetworkResource struct {
	objectResource[vmNetworkModel, *vmNetworkModel]
}

func newVMNetworkResource() resource.Resource {
	return &vmNetworkResource{objectResource[vmNetworkModel, *vmNetworkModel]{
		kind:   topology.KindVMNetwork,
		anchor: "logical_network_id",
		naming: []string{"name"},
	}}
}

type vmNetworkModel struct {
	ID               caseless   `tfsdk:"id"`
	ServerID         caseless   `tfsdk:"server_id"`
	LogicalNetworkID caseless   `tfsdk:"logical_network_id"`
	Name             caseless   `tfsdk:"name"`
	Subnets          types.List `tfsdk:"subnets"`
}

func (m *vmNetworkModel) object(r *reader) topology.Object {
	return topology.NewVMNetwork(
		r.id(engine.At("logical_network_id"), m.LogicalNetworkID), m.Name.ValueString(), r.subnets(m.Subnets))
}

func (m *vmNetworkModel) fill(object topology.Object) {
	network, _ := object.(topology.VMNetwork)
	m.LogicalNetworkID = idOrNull(network.LogicalNetwork)
	if network.LogicalNetwork.Name() == "" {
		m.LogicalNetworkID = idOrNull(topology.ID{}) // which the vault does not tell
	}
	m.Name = newCaseless(network.ID().Name())
	m.Subnets = listOfSubnets(network.Subnets, subnetAttributes)
}

func (m *vmNetworkModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
	m.ServerID = newCaseless(object.ID().Server().String())
}

func (r *vmNetworkResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A VM network: what the network adapters of virtual machines connect to. It is on one logical network.",
		Attributes: map[string]schema.Attribute{
			"id": idAttribute("/servers/{server}/vmNetworks/{name}"),
			"server_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Computed:            true,
				MarkdownDescription: "The id of the VMM server of the logical network.",
			},
			"logical_network_id": schema.StringAttribute{
				CustomType: caselessType{},
				Required:   true,
				MarkdownDescription: "The id of the logical network. A change to another one of the same VMM server is an update in place. A change to one of another " +
					"VMM server replaces the object; a rename of the server does not.",
				PlanModifiers: []planmodifier.String{keepSpelling{}},
			},
			"name": nameAttribute(topology.KindVMNetwork),
			"subnets": schema.ListNestedAttribute{
				Optional:            true,
				MarkdownDescription: "The VM subnets, in the order of the network. The order matters: the first subnet is used if none has the same name.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"name": schema.StringAttribute{
							CustomType:          elementText{},
							Required:            true,
							MarkdownDescription: "The name. It is unique in the network.",
						},
						"address_prefix": schema.StringAttribute{
							Optional:            true,
							MarkdownDescription: "The address prefix in CIDR notation, such as `10.0.0.0/24`. The subnets of a network must not overlap (inferred).",
						},
						"ip_pool": schema.SingleNestedAttribute{
							Optional:            true,
							MarkdownDescription: "The static IP pool, within the address prefix. In IPv4 it must not contain the first or the last address of the prefix, unless the prefix is a /31 or a /32 (inferred).",
							Attributes: map[string]schema.Attribute{
								"first": schema.StringAttribute{
									Required:            true,
									MarkdownDescription: "The first address of the pool.",
								},
								"last": schema.StringAttribute{
									Required:            true,
									MarkdownDescription: "The last address of the pool, included in it.",
								},
							},
						},
					},
				},
			},
		},
	}
}
