package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	ipPoolAttributes = map[string]attr.Type{"first": types.StringType, "last": types.StringType}
	subnetAttributes = map[string]attr.Type{
		"name":           types.StringType,
		"address_prefix": types.StringType,
		"ip_pool":        types.ObjectType{AttrTypes: ipPoolAttributes},
	}
)

// subnets reads a list of subnets. A list that is null is nil, one that is empty is not.
func (r *reader) subnets(list types.List) []topology.Subnet {
	if list.IsNull() || list.IsUnknown() {
		return nil
	}
	models := make([]types.Object, 0, len(list.Elements()))
	r.diags.Append(list.ElementsAs(r.ctx, &models, false)...)
	subnets := make([]topology.Subnet, len(models))
	for i, object := range models {
		var m subnetModel
		// A subnet that is not known at all is read as one of which nothing is known.
		r.diags.Append(object.As(r.ctx, &m, basetypes.ObjectAsOptions{UnhandledUnknownAsEmpty: true})...)
		subnets[i] = topology.Subnet{
			Name:          m.Name.ValueString(),
			AddressPrefix: r.optional(engine.At("subnets", i, "address_prefix"), m.AddressPrefix),
			Pool:          r.pool(m.IPPool),
		}
	}
	return subnets
}

func (r *reader) pool(object types.Object) *topology.Pool {
	if object.IsNull() || object.IsUnknown() {
		return nil
	}
	var m ipPoolModel
	r.diags.Append(object.As(r.ctx, &m, basetypes.ObjectAsOptions{})...)
	return &topology.Pool{First: m.First.ValueString(), Last: m.Last.ValueString()}
}

// listOfSubnets writes subnets to a list; nil is null.
func listOfSubnets(subnets []topology.Subnet) types.List {
	elements := types.ObjectType{AttrTypes: subnetAttributes}
	if subnets == nil {
		return types.ListNull(elements)
	}
	models := make([]subnetModel, len(subnets))
	for i, subnet := range subnets {
		pool := types.ObjectNull(ipPoolAttributes)
		if subnet.Pool != nil {
			pool = types.ObjectValueMust(ipPoolAttributes, map[string]attr.Value{
				"first": types.StringValue(subnet.Pool.First), "last": types.StringValue(subnet.Pool.Last),
			})
		}
		models[i] = subnetModel{
			Name: types.StringValue(subnet.Name), AddressPrefix: textOrNull(subnet.AddressPrefix), IPPool: pool,
		}
	}
	list, _ := types.ListValueFrom(context.Background(), elements, models)
	return list
}
