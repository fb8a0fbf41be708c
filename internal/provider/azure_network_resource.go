package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithImportState    = (*azureNetworkResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*azureNetworkResource)(nil)
	_ resource.ResourceWithValidateConfig = (*azureNetworkResource)(nil)
)

type azureNetworkResource struct {
	objectResource[azureNetworkModel, *azureNetworkModel]
}

func newAzureNetworkResource() resource.Resource {
	return &azureNetworkResource{objectResource[azureNetworkModel, *azureNetworkModel]{
		kind:   topology.KindAzureNetwork,
		anchor: "virtual_network_id",
	}}
}

type azureNetworkModel struct {
	ID               caseless     `tfsdk:"id"`
	VirtualNetworkID caseless     `tfsdk:"virtual_network_id"`
	Location         types.String `tfsdk:"location"`
	Subnets          types.List   `tfsdk:"subnets"`
	Gateway          types.Bool   `tfsdk:"gateway"`
}

func (m *azureNetworkModel) object(r *reader) topology.Object {
	id := r.id(engine.At("virtual_network_id"), m.VirtualNetworkID)
	r.kind(engine.At("virtual_network_id"), id, topology.KindAzureNetwork)
	return topology.NewAzureNetwork(id, m.Location.ValueString(), r.subnets(m.Subnets), m.Gateway.ValueBool())
}

func (m *azureNetworkModel) fill(object topology.Object) {
	network, _ := object.(topology.AzureNetwork)
	m.VirtualNetworkID = newCaseless(network.ID().String())
	m.Location = types.StringValue(network.Location)
	m.Subnets = listOfSubnets(network.Subnets, azureSubnetAttributes)
	m.Gateway = types.BoolValue(network.Gateway)
}

func (m *azureNetworkModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
}

func (r *azureNetworkResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An Azure virtual network that machines fail over to. This resource declares it and does not create it: create it with the " +
			"provider for Azure, and refer to it here.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				CustomType:          caselessType{},
				Computed:            true,
				MarkdownDescription: "The id, known at plan time: the ARM id of the virtual network.",
			},
			"virtual_network_id": anchorAttribute("The ARM id of the virtual network."),
			"location": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The Azure region, such as `westeurope` or `West Europe`. A mapping to the network works only for cloud protections that replicate to this region. If the provider does not know the region, there is a warning.",
			},
			"subnets": schema.ListNestedAttribute{
				Required:            true,
				MarkdownDescription: "The subnets, in the order of the network. The order matters: the first subnet is used if none has the same name.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"name": schema.StringAttribute{
							CustomType:          elementText{},
							Required:            true,
							MarkdownDescription: "The name. It is unique in the network.",
						},
						"address_prefix": schema.StringAttribute{
							CustomType:          elementText{},
							Required:            true,
							MarkdownDescription: "The address prefix in CIDR notation, such as `10.0.0.0/24`. Azure reserves its first four addresses and its last. The subnets of a network must not overlap.",
						},
					},
				},
			},
			"gateway": schema.BoolAttribute{
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
				MarkdownDescription: "Whether a gateway connects the network to on-premises. Default: `false`.",
			},
		},
	}
}
