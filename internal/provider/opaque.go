package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.MapTypable                    = opaqueMapType{}
	_ basetypes.MapValuableWithSemanticEquals = opaqueMap{}
)

// opaqueMapType is the type of a map of thousands of elements that the framework
// passes on without looking into it: it has no validators, defaults or plan
// modifiers to run there, and to find that out would take it seconds where they are
// objects. Where they are texts, it would make values of them again and again.
type opaqueMapType struct {
	basetypes.MapType
}

func (t opaqueMapType) Equal(other attr.Type) bool {
	opaque, ok := other.(opaqueMapType)
	return ok && t.MapType.Equal(opaque.MapType)
}

func (t opaqueMapType) String() string { return "opaqueMapType" }

func (t opaqueMapType) ValueType(context.Context) attr.Value { return opaqueMap{of: t} }

func (t opaqueMapType) ValueFromTerraform(_ context.Context, in tftypes.Value) (attr.Value, error) {
	return opaqueMap{t, in}, nil
}

func (t opaqueMapType) ValueFromMap(ctx context.Context, in basetypes.MapValue) (basetypes.MapValuable, diag.Diagnostics) {
	var diags diag.Diagnostics
	value, err := in.ToTerraformValue(ctx)
	if err != nil {
		diags.AddError("Unable to read a map", err.Error())
	}
	return opaqueMap{t, value}, diags
}

// textsType is the type of a map of thousands of texts.
var textsType = opaqueMapType{types.MapType{ElemType: types.StringType}}

// mapOfTexts makes such a map.
func mapOfTexts(texts map[string]string) opaqueMap {
	elements := make(map[string]tftypes.Value, len(texts))
	for key, text := range texts {
		elements[key] = tftypes.NewValue(tftypes.String, text)
	}
	return opaqueMap{textsType, tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, elements)}
}

// opaqueMap is a map as it came.
type opaqueMap struct {
	of    opaqueMapType
	value tftypes.Value
}

func (m opaqueMap) Type(context.Context) attr.Type { return m.of }

func (m opaqueMap) ToTerraformValue(context.Context) (tftypes.Value, error) { return m.value, nil }

func (m opaqueMap) IsNull() bool { return m.value.IsNull() }

func (m opaqueMap) IsUnknown() bool { return !m.value.IsKnown() }

func (m opaqueMap) String() string { return "a map that is not looked into" }

func (m opaqueMap) Equal(other attr.Value) bool {
	opaque, ok := other.(opaqueMap)
	return ok && m.value.Equal(opaque.value)
}

// MapSemanticEquals keeps a value as it was written.
func (m opaqueMap) MapSemanticEquals(context.Context, basetypes.MapValuable) (bool, diag.Diagnostics) {
	return false, nil
}

// ToMapValue returns a map without the elements, which are nobody's business.
func (m opaqueMap) ToMapValue(context.Context) (basetypes.MapValue, diag.Diagnostics) {
	if m.IsUnknown() {
		return types.MapUnknown(m.of.ElemType), nil
	}
	return types.MapNull(m.of.ElemType), nil
}
