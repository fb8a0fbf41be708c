package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

type resolveSubnetFunction struct{}

func newResolveSubnetFunction() function.Function { return resolveSubnetFunction{} }

type resolvedSubnetModel struct {
	Name types.String `tfsdk:"name"`
	Rule types.String `tfsdk:"rule"`
}

func (resolveSubnetFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "resolve_subnet"
}

func (resolveSubnetFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Chooses the subnet of a replica",
		MarkdownDescription: "Returns an object of `name`, the subnet of the target network that a replica is connected to after a failover (null if " +
			"the network has none), and `rule`, how it was chosen: `same_name`, `first_subnet` or `no_subnet`. " +
			"The first is the first in the given order, as on a failover. A test failover to Azure uses the first in alphabetical order instead: use " +
			"`siterecovery_test_failover` for that.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "source_subnet_name",
				AllowNullValue:      true,
				MarkdownDescription: "The name of the subnet that the machine is on; null if it is not known.",
			},
			function.ListParameter{
				Name:                "target_subnet_names",
				ElementType:         types.StringType,
				MarkdownDescription: "The names of the subnets of the target network, in the order of the network.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{"name": types.StringType, "rule": types.StringType}},
	}
}

func (resolveSubnetFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var source types.String
	var given []types.String
	if resp.Error = req.Arguments.Get(ctx, &source, &given); resp.Error != nil {
		return
	}
	targets := make([]string, len(given))
	for i, name := range given {
		if name.IsNull() {
			resp.Error = function.NewArgumentFuncError(1, fmt.Sprintf("Element %d is null: give the subnet its name, or leave it out", i))
			return
		}
		if name.ValueString() == "" {
			resp.Error = function.NewArgumentFuncError(1, fmt.Sprintf("Element %d is empty: give the subnet its name, or leave it out", i))
			return
		}
		targets[i] = name.ValueString()
	}
	choice := engine.ChooseSubnet(source.ValueString(), targets)
	resp.Error = resp.Result.Set(ctx, resolvedSubnetModel{
		Name: textOrNull(choice.Name), Rule: types.StringValue(string(choice.Rule)),
	})
}
