package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// An element of a list or a map may be unknown as a whole: an object from a
// variable, for example, while a configuration is validated. The framework takes
// what is in it for null, and misses what is required. The types of required
// attributes in elements therefore tell what cannot be reached from null, and
// make it unknown.

// unreached reports whether a value is in something that is null or unknown.
// Only such a value has no type.
func unreached(value tftypes.Value) bool { return value.Type() == nil }

// elementText is the type of a required text in an element.
type elementText struct {
	basetypes.StringType
}

func (t elementText) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if unreached(in) {
		return types.StringUnknown(), nil
	}
	return t.StringType.ValueFromTerraform(ctx, in)
}

// Equal holds for the type of its values, too.
func (t elementText) Equal(other attr.Type) bool {
	if element, ok := other.(elementText); ok {
		other = element.StringType
	}
	return t.StringType.Equal(other)
}

// elementList is the type of a required list in an element.
type elementList struct {
	basetypes.ListType
}

func (t elementList) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if unreached(in) {
		return types.ListUnknown(t.ElemType), nil
	}
	return t.ListType.ValueFromTerraform(ctx, in)
}

// Equal holds for the type of its values, too.
func (t elementList) Equal(other attr.Type) bool {
	if element, ok := other.(elementList); ok {
		other = element.ListType
	}
	return t.ListType.Equal(other)
}
