package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

type vmmExportFunction struct{}

func newVMMExportFunction() function.Function { return vmmExportFunction{} }

// exportedSite is what is known of a VMM server, in a shape for for_each. What
// somebody cannot tell is null: a vault does not know where a VM network is.
type exportedSite struct {
	Server          string                            `tfsdk:"server"`
	LogicalNetworks map[string]exportedLogicalNetwork `tfsdk:"logical_networks"`
	VMNetworks      map[string]exportedVMNetwork      `tfsdk:"vm_networks"`
	Clouds          map[string]exportedCloud          `tfsdk:"clouds"`
	Hosts           map[string]exportedHost           `tfsdk:"hosts"`
}

type exportedLogicalNetwork struct {
	Isolation string `tfsdk:"isolation"`
}

type exportedVMNetwork struct {
	LogicalNetwork types.String `tfsdk:"logical_network"`
	Subnets        types.List   `tfsdk:"subnets"`
}

type exportedCloud struct {
	LogicalNetworks []string `tfsdk:"logical_networks"`
}

type exportedHost struct {
	Clouds          []string `tfsdk:"clouds"`
	LogicalNetworks []string `tfsdk:"logical_networks"`
}

func mapOf(attributes map[string]attr.Type) attr.Type {
	return types.MapType{ElemType: types.ObjectType{AttrTypes: attributes}}
}

var (
	names             = types.ListType{ElemType: types.StringType}
	exportedSiteTypes = map[string]attr.Type{
		"server":           types.StringType,
		"logical_networks": mapOf(map[string]attr.Type{"isolation": types.StringType}),
		"vm_networks": mapOf(map[string]attr.Type{
			"logical_network": types.StringType,
			"subnets":         types.ListType{ElemType: types.ObjectType{AttrTypes: subnetAttributes}},
		}),
		"clouds": mapOf(map[string]attr.Type{"logical_networks": names}),
		"hosts":  mapOf(map[string]attr.Type{"clouds": names, "logical_networks": names}),
	}
)

func (vmmExportFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "vmm_export"
}

func (vmmExportFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Reads the export of a site from VMM's PowerShell",
		MarkdownDescription: fmt.Sprintf("Returns an object of `server` (the name of the VMM server) and of the maps `logical_networks` (name → "+
			"{`isolation`}), `vm_networks` (name → {`logical_network`, `subnets`}), `clouds` (name → {`logical_networks`}) and `hosts` (name → "+
			"{`clouds`, `logical_networks`}), for `for_each` in the resources of this provider. The guide *Bringing in an existing site* "+
			"has the PowerShell that prints the export, with `ConvertTo-Json -Depth %d`. An export that is incomplete because of a smaller depth is refused, and so is an object that has a member twice. `sites` of [siterecovery_vault](../data-sources/vault.md), the sites that a Recovery Services vault knows, has the same structure.", vmmexport.Depth),
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "json",
			MarkdownDescription: "The export, such as `file(\"vmm-export.json\")`.",
		}},
		Return: function.ObjectReturn{AttributeTypes: exportedSiteTypes},
	}
}

func (vmmExportFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	site, err := vmmexport.Parse(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, capitalized(err.Error()))
		return
	}
	result := exportedSite{
		Server:          site.Server,
		LogicalNetworks: make(map[string]exportedLogicalNetwork, len(site.LogicalNetworks)),
		VMNetworks:      make(map[string]exportedVMNetwork, len(site.VMNetworks)),
		Clouds:          make(map[string]exportedCloud, len(site.Clouds)),
		Hosts:           make(map[string]exportedHost, len(site.Hosts)),
	}
	for name, network := range site.LogicalNetworks {
		result.LogicalNetworks[name] = exportedLogicalNetwork{string(network.Isolation)}
	}
	for name, network := range site.VMNetworks {
		result.VMNetworks[name] = exportedVMNetwork{types.StringValue(network.LogicalNetwork), listOfSubnets(network.Subnets, subnetAttributes)}
	}
	for name, cloud := range site.Clouds {
		result.Clouds[name] = exportedCloud(cloud)
	}
	for name, host := range site.Hosts {
		result.Hosts[name] = exportedHost(host)
	}
	resp.Error = resp.Result.Set(ctx, result)
}
