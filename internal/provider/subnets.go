package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	// The subnets of Azure networks have no pools.
	azureSubnetAttributes = map[string]attr.Type{"name": types.StringType, "address_prefix": types.StringType}
)

// subnets reads a list of subnets. A list that is null is nil, one that is empty is not.
func (r *reader) subnets(list types.List) []topology.Subnet {
	if list.IsNull() || list.IsUnknown() {
		return nil
	}
	subnets := make([]topology.Subnet, len(list.Elements()))
	for i, element := range list.Elements() {
		if element.IsNull() {
			r.null(engine.At("subnets", i))
			continue
		}
		object, _ := element.(types.Object)
		values := object.Attributes()
		name, _ := values["name"].(types.String)
		prefix, _ := values["address_prefix"].(types.String)
		pool, _ := values["ip_pool"].(types.Object)
		subnets[i] = topology.Subnet{
			Name:          name.ValueString(),
			AddressPrefix: r.optional(engine.At("subnets", i, "address_prefix"), prefix),
			Pool:          poolOf(pool),
		}
	}
	return subnets
}

func poolOf(object types.Object) *topology.Pool {
	if object.IsNull() || object.IsUnknown() {
		return nil
	}
	first, _ := object.Attributes()["first"].(types.String)
	last, _ := object.Attributes()["last"].(types.String)
	return &topology.Pool{First: first.ValueString(), Last: last.ValueString()}
}

// listOfSubnets writes subnets to a list of objects with the attributes given;
// nil is null.
func listOfSubnets(subnets []topology.Subnet, attributes map[string]attr.Type) types.List {
	elements := types.ObjectType{AttrTypes: attributes}
	if subnets == nil {
		return types.ListNull(elements)
	}
	objects := make([]attr.Value, len(subnets))
	for i, subnet := range subnets {
		values := map[string]attr.Value{"name": types.StringValue(subnet.Name), "address_prefix": textOrNull(subnet.AddressPrefix)}
		if _, ok := attributes["ip_pool"]; ok {
			values["ip_pool"] = objectOfPool(subnet.Pool)
		}
		objects[i] = types.ObjectValueMust(attributes, values)
	}
	return types.ListValueMust(elements, objects)
}

func objectOfPool(pool *topology.Pool) types.Object {
	if pool == nil {
		return types.ObjectNull(ipPoolAttributes)
	}
	return types.ObjectValueMust(ipPoolAttributes, map[string]attr.Value{
		"first": types.StringValue(pool.First), "last": types.StringValue(pool.Last),
	})
}
