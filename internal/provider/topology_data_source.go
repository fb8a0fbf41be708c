package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagram"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ datasource.DataSourceWithConfigure = (*topologyDataSource)(nil)

type topologyDataSource struct {
	question
}

func newTopologyDataSource() datasource.DataSource {
	return &topologyDataSource{question{name: "topology"}}
}

type topologyModel struct {
	VMMServers       []vmmServerModel       `tfsdk:"vmm_servers"`
	LogicalNetworks  []logicalNetworkModel  `tfsdk:"logical_networks"`
	VMNetworks       []vmNetworkModel       `tfsdk:"vm_networks"`
	AzureNetworks    []azureNetworkModel    `tfsdk:"azure_networks"`
	Clouds           []cloudModel           `tfsdk:"clouds"`
	Hosts            []hostModel            `tfsdk:"hosts"`
	CloudProtections []cloudProtectionModel `tfsdk:"cloud_protections"`
	NetworkMappings  []networkMappingModel  `tfsdk:"network_mappings"`
	Mermaid          types.String           `tfsdk:"mermaid"`
}

func (d *topologyDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	name, text := caselessType{}, types.StringType
	ids := types.SetType{ElemType: name}
	subnets := func(attributes map[string]attr.Type) attr.Type {
		return types.ListType{ElemType: types.ObjectType{AttrTypes: attributes}}
	}
	list := func(what string, attributes map[string]attr.Type) schema.Attribute {
		return schema.ListAttribute{
			ElementType:         types.ObjectType{AttrTypes: attributes},
			Computed:            true,
			MarkdownDescription: "All " + what + " with the attributes of their resource, sorted by id.",
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "All objects in the catalog, and a diagram of them." + askedOfCatalog,
		Attributes: map[string]schema.Attribute{
			"vmm_servers": list("VMM servers", map[string]attr.Type{"id": name, "name": name}),
			"logical_networks": list("logical networks", map[string]attr.Type{
				"id": name, "server_id": name, "name": name, "isolation": text,
			}),
			"vm_networks": list("VM networks", map[string]attr.Type{
				"id": name, "server_id": name, "logical_network_id": name, "name": name, "subnets": subnets(subnetAttributes),
			}),
			"azure_networks": list("Azure networks", map[string]attr.Type{
				"id": name, "virtual_network_id": name, "location": text, "subnets": subnets(azureSubnetAttributes), "gateway": types.BoolType,
			}),
			"clouds": list("clouds", map[string]attr.Type{
				"id": name, "server_id": name, "name": name, "logical_network_ids": ids,
			}),
			"hosts": list("hosts", map[string]attr.Type{
				"id": name, "server_id": name, "name": name, "cloud_ids": ids, "logical_network_ids": ids,
			}),
			"cloud_protections": list("cloud protections", map[string]attr.Type{
				"id": name, "protected_cloud_id": name, "protecting_cloud_id": name, "azure_location": text, "replication": text,
			}),
			"network_mappings": list("network mappings", map[string]attr.Type{
				"id": name, "source_network_id": name, "target_network_id": name, "test_network_id": name,
				"cloud_protection_ids": ids, "scenario": text, "vault_mapping_id": name,
			}),
			"mermaid": answer("A diagram in the language of [Mermaid](https://mermaid.js.org): sites, clouds, networks and mappings. A network that " +
				"should be mapped and is not stands out in red, as does a mapping that cannot work. Of a large topology it shows what matters most."),
		},
	}
}

func (d *topologyDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m topologyModel
	t, _ := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m = topologyModel{
		VMMServers: []vmmServerModel{}, LogicalNetworks: []logicalNetworkModel{}, VMNetworks: []vmNetworkModel{},
		AzureNetworks: []azureNetworkModel{}, Clouds: []cloudModel{}, Hosts: []hostModel{},
		CloudProtections: []cloudProtectionModel{}, NetworkMappings: []networkMappingModel{},
		Mermaid: types.StringValue(diagram.Mermaid(t.Whole())),
	}
	for _, object := range t.Whole().All() {
		switch object.ID().Kind() {
		case topology.KindServer:
			m.VMMServers = appendModel(m.VMMServers, object)
		case topology.KindLogicalNetwork:
			m.LogicalNetworks = appendModel(m.LogicalNetworks, object)
		case topology.KindVMNetwork:
			m.VMNetworks = appendModel(m.VMNetworks, object)
		case topology.KindAzureNetwork:
			m.AzureNetworks = appendModel(m.AzureNetworks, object)
		case topology.KindCloud:
			m.Clouds = appendModel(m.Clouds, object)
		case topology.KindHost:
			m.Hosts = appendModel(m.Hosts, object)
		case topology.KindProtection:
			m.CloudProtections = appendModel(m.CloudProtections, object)
		case topology.KindMapping:
			m.NetworkMappings = appendModel(m.NetworkMappings, object)
			inForceAs(&m.NetworkMappings[len(m.NetworkMappings)-1], t.Holding(object.ID()).Vault)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// appendModel appends the values that the object's resource would have.
func appendModel[M any, P model[M]](list []M, object topology.Object) []M {
	var m M
	P(&m).fill(object)
	P(&m).compute(object)
	return append(list, m)
}
