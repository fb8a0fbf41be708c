package provider

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The framework finds out at every call which field of a model is which attribute:
// it walks through the model and the schema, and checks every name by a regular
// expression that it compiles anew. That took a quarter of the provider's time in a
// plan of hundreds of mappings, and more than a second for a data source of two
// thousand machines. Here it is found out once for each model.

// values are those of a configuration, a plan or a state, which differ in nothing
// but the names of their types.
type values = tfsdk.State

// layout says which attribute each field of a model is, in the order of the fields.
type layout struct {
	of     tftypes.Type
	fields []field
}

type field struct {
	name string
	is   attr.Type
}

// layouts are those of the models, each of which belongs to one schema.
var layouts sync.Map

func layoutOf(model reflect.Type, schema interface{ Type() attr.Type }) layout {
	if known, ok := layouts.Load(model); ok {
		return known.(layout) //nolint:forcetypeassert // nothing else is stored
	}
	is := schema.Type()
	found := layout{of: is.TerraformType(context.Background())}
	attributes, _ := is.(attr.TypeWithAttributeTypes)
	for _, name := range attributeNames(model) {
		found.fields = append(found.fields, field{name, attributes.AttributeTypes()[name]})
	}
	layouts.Store(model, found)
	return found
}

// getModel reads a model of Terraform's values, as Get of a configuration, a plan or
// a state does. It does not look for elements that a set has twice, which the
// framework does when it validates.
func getModel(from values, model any, diags *diag.Diagnostics) {
	if from.Raw.IsNull() {
		diags.AddError("Unable to read the values of the resource", "There are none.")
		return
	}
	into, attributes := reflect.ValueOf(model).Elem(), elementsOf(from.Raw)
	for i, field := range layoutOf(into.Type(), from.Schema).fields {
		value, err := field.is.ValueFromTerraform(context.Background(), attributes[field.name])
		if err != nil {
			diags.AddError("Unable to read the values of the resource", fmt.Sprintf("%s: %v", field.name, err))
			return
		}
		into.Field(i).Set(reflect.ValueOf(value))
	}
}

// putModel sets a plan or a state from a model, as their Set does.
func putModel[V tfsdk.Plan | tfsdk.State](into *V, model any, diags *diag.Diagnostics) {
	to, from := values(*into), reflect.ValueOf(model)
	raw, err := encode(context.Background(), from, layoutOf(reflect.Indirect(from).Type(), to.Schema).of)
	if err != nil {
		diags.AddError("Unable to write the state", err.Error())
		return
	}
	to.Raw = raw
	*into = V(to)
}

// putAttribute sets one attribute of a plan or a state, as their SetAttribute does.
func putAttribute[V tfsdk.Plan | tfsdk.State](into *V, name string, value attr.Value, diags *diag.Diagnostics) {
	to := values(*into)
	raw, err := value.ToTerraformValue(context.Background())
	if err != nil {
		diags.AddError("Unable to write the state", err.Error())
		return
	}
	attributes := maps.Clone(elementsOf(to.Raw))
	attributes[name] = raw
	to.Raw = tftypes.NewValue(to.Raw.Type(), attributes)
	*into = V(to)
}

// textIn returns the text of an attribute, nothing where it is null or not known.
func textIn(from values, name string) string { return textOf(elementsOf(from.Raw)[name]) }
