package provider

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// encode turns a model, or a part of it, into a value of a type.
func encode(ctx context.Context, from reflect.Value, to tftypes.Type) (tftypes.Value, error) {
	if value, ok := from.Interface().(attr.Value); ok {
		return value.ToTerraformValue(ctx)
	}
	switch from.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if from.IsNil() {
			return tftypes.NewValue(to, nil), nil
		}
	}
	var err error
	part := func(from reflect.Value, to tftypes.Type) (value tftypes.Value) {
		if err == nil {
			value, err = encode(ctx, from, to)
		}
		return value
	}
	var content any
	switch from.Kind() {
	case reflect.Pointer:
		return encode(ctx, from.Elem(), to)
	case reflect.Struct:
		object, _ := to.(tftypes.Object)
		values := make(map[string]tftypes.Value, len(object.AttributeTypes))
		for i, name := range attributeNames(from.Type()) {
			values[name] = part(from.Field(i), object.AttributeTypes[name])
		}
		content = values
	case reflect.Map:
		elements, _ := to.(tftypes.Map)
		values := make(map[string]tftypes.Value, from.Len())
		for each := from.MapRange(); each.Next(); {
			values[each.Key().String()] = part(each.Value(), elements.ElementType)
		}
		content = values
	case reflect.Slice:
		elements, _ := to.(tftypes.List)
		values := make([]tftypes.Value, from.Len())
		for i := range values {
			values[i] = part(from.Index(i), elements.ElementType)
		}
		content = values
	default:
		content = from.Interface()
	}
	if err == nil {
		err = tftypes.ValidateValue(to, content)
	}
	if err != nil {
		return tftypes.Value{}, fmt.Errorf("%s: %w", from.Type(), err)
	}
	return tftypes.NewValue(to, content), nil
}

// attributesOf are the names of the attributes of models, in the order of their fields.
var attributesOf sync.Map

func attributeNames(model reflect.Type) []string {
	if names, ok := attributesOf.Load(model); ok {
		return names.([]string) //nolint:forcetypeassert // nothing else is stored
	}
	names := make([]string, model.NumField())
	for i := range names {
		names[i] = model.Field(i).Tag.Get("tfsdk")
	}
	attributesOf.Store(model, names)
	return names
}
