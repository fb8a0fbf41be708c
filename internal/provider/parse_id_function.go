package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

type parseIDFunction struct{}

func newParseIDFunction() function.Function { return parseIDFunction{} }

type parsedIDModel struct {
	Kind         types.String `tfsdk:"kind"`
	Server       types.String `tfsdk:"server"`
	Name         types.String `tfsdk:"name"`
	TargetServer types.String `tfsdk:"target_server"`
	ToAzure      types.Bool   `tfsdk:"to_azure"`
}

var parsedIDTypes = map[string]attr.Type{
	"kind": types.StringType, "server": types.StringType, "name": types.StringType,
	"target_server": types.StringType, "to_azure": types.BoolType,
}

func (parseIDFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_id"
}

func (parseIDFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Splits an id into its parts",
		MarkdownDescription: "Splits an id of this provider into its parts and returns an object: `kind` (such as `vm_network`: the name of the resource without " +
			"its prefix), `server` (the name of the VMM server; null for an Azure network), `name` (the name of the object; for a cloud protection " +
			"that of the protected cloud, for a network mapping that of the source network; null for a set of network mappings), `target_server` (for " +
			"mappings to a VMM server, its name; otherwise null) and `to_azure` (whether mappings lead to Azure; null for everything else). " +
			"Names are not escaped. The id of a failover baseline, which is no object of the topology, is refused.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "id",
			MarkdownDescription: "The id.",
		}},
		Return: function.ObjectReturn{AttributeTypes: parsedIDTypes},
	}
}

func (parseIDFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	id, err := topology.ParseID(text)
	if err != nil && isBaselineID(text) {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%s is the id of a failover baseline, which is no object of the topology: its id has no parts to take apart",
			topology.Quote(text)))
		return
	}
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, strings.TrimSuffix(topology.Explain(err), "."))
		return
	}
	named := id
	if !id.Parent().IsZero() {
		named = id.Parent()
	}
	parsed := parsedIDModel{
		Kind:   types.StringValue(id.Kind().String()),
		Server: textOrNull(id.Server().Name()),
		Name:   textOrNull(named.Name()),
	}
	if id.Kind() == topology.KindMapping || id.Kind() == topology.KindMappingSet {
		azure := id.Fabric().Kind() == topology.KindAzure
		parsed.ToAzure = types.BoolValue(azure)
		if !azure {
			parsed.TargetServer = types.StringValue(id.Fabric().Name())
		}
	}
	resp.Error = resp.Result.Set(ctx, parsed)
}
