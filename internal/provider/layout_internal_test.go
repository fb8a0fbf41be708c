package provider

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// models makes the model of each resource. A failover baseline has none.
var models = map[string]func() any{
	"siterecovery_vmm_server":       func() any { return new(vmmServerModel) },
	"siterecovery_logical_network":  func() any { return new(logicalNetworkModel) },
	"siterecovery_vm_network":       func() any { return new(vmNetworkModel) },
	"siterecovery_azure_network":    func() any { return new(azureNetworkModel) },
	"siterecovery_cloud":            func() any { return new(cloudModel) },
	"siterecovery_host":             func() any { return new(hostModel) },
	"siterecovery_cloud_protection": func() any { return new(cloudProtectionModel) },
	"siterecovery_network_mapping":  func() any { return new(networkMappingModel) },
	"siterecovery_network_mappings": func() any { return new(networkMappingsModel) },
}

// A model is read and written as the framework reads and writes it, whatever its
// values are.
func TestLayoutAgreesWithTheFramework(t *testing.T) {
	for _, of := range New("test")().Resources(t.Context()) {
		var named resource.MetadataResponse
		of().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "siterecovery"}, &named)
		model, ok := models[named.TypeName]
		if !ok {
			if named.TypeName != "siterecovery_failover_baseline" {
				t.Errorf("%s has no model in this test", named.TypeName)
			}
			continue
		}
		t.Run(named.TypeName, func(t *testing.T) {
			var with resource.SchemaResponse
			of().Schema(t.Context(), resource.SchemaRequest{}, &with)
			is, _ := with.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
			random := dice{rand.New(rand.NewPCG(1, 2))}
			for range 300 {
				state := tfsdk.State{Raw: random.object(is), Schema: with.Schema}
				slow, fast := model(), model()
				diags := state.Get(t.Context(), slow)
				getModel(state, fast, &diags)
				if diags.HasError() || !reflect.DeepEqual(fast, slow) {
					t.Fatalf("of %s it reads\n%+v\nwant\n%+v\n%v", state.Raw, fast, slow, diags)
				}
				for i, name := range attributeNames(reflect.TypeOf(slow).Elem()) {
					value, _ := reflect.ValueOf(slow).Elem().Field(i).Interface().(attr.Value)
					before := random.object(is)
					untouched := before.Copy()
					wrote, want := tfsdk.State{Raw: before, Schema: with.Schema}, tfsdk.State{Raw: before.Copy(), Schema: with.Schema}
					diags.Append(want.SetAttribute(t.Context(), path.Root(name), value)...)
					putAttribute(&wrote, name, value, &diags)
					if diags.HasError() || !wrote.Raw.Equal(want.Raw) {
						t.Fatalf("with %s it writes\n%s\nwant\n%s\n%v", name, wrote.Raw, want.Raw, diags)
					}
					if text, ok := value.(caseless); ok && textIn(wrote, name) != text.ValueString() {
						t.Fatalf("%s is read as %q, not %q", name, textIn(wrote, name), text.ValueString())
					}
					if !before.Equal(untouched) {
						t.Fatalf("with %s it writes into the values that it was given", name)
					}
				}
				wrote, want := tfsdk.Plan{Schema: with.Schema}, tfsdk.Plan{Schema: with.Schema}
				diags.Append(want.Set(t.Context(), slow)...)
				putModel(&wrote, slow, &diags)
				if diags.HasError() || !wrote.Raw.Equal(want.Raw) || !wrote.Raw.Equal(state.Raw) {
					t.Fatalf("it writes\n%s\nwant\n%s\n%v", wrote.Raw, want.Raw, diags)
				}
			}
			var diags diag.Diagnostics
			if getModel(tfsdk.State{Raw: tftypes.NewValue(is, nil), Schema: with.Schema}, model(), &diags); !diags.HasError() {
				t.Error("it reads what there is not")
			}
		})
	}
}

// dice make values.
type dice struct{ *rand.Rand }

func (d dice) object(is tftypes.Object) tftypes.Value {
	attributes := map[string]tftypes.Value{}
	for name, is := range is.AttributeTypes {
		attributes[name] = d.value(is, "")
	}
	return tftypes.NewValue(is, attributes)
}

// value makes a value of a type: null or not known, too. The text it begins with
// tells the elements of a set from each other.
func (d dice) value(is tftypes.Type, text string) tftypes.Value {
	switch d.IntN(6) {
	case 0:
		return tftypes.NewValue(is, nil)
	case 1:
		return tftypes.NewValue(is, tftypes.UnknownValue)
	}
	list := func(is tftypes.Type) []tftypes.Value {
		values := make([]tftypes.Value, d.IntN(4))
		for i := range values {
			if values[i] = d.value(is, fmt.Sprint(i)); values[i].IsNull() || !values[i].IsKnown() {
				values = values[:i] // a set has each once
				break
			}
		}
		return values
	}
	switch of := is.(type) {
	case tftypes.Object:
		return d.object(of)
	case tftypes.List:
		return tftypes.NewValue(is, list(of.ElementType))
	case tftypes.Set:
		return tftypes.NewValue(is, list(of.ElementType))
	case tftypes.Map:
		values := map[string]tftypes.Value{}
		for range d.IntN(4) {
			values[fmt.Sprint("/servers/A/vmNetworks/", d.IntN(9))] = d.value(of.ElementType, "")
		}
		return tftypes.NewValue(is, values)
	}
	if is.Is(tftypes.Bool) {
		return tftypes.NewValue(is, d.IntN(2) == 0)
	}
	texts := []string{"", "A", "/servers/A", "/servers/A/vmNetworks/N", "/SERVERS/a", "é"}
	return tftypes.NewValue(is, text+texts[d.IntN(len(texts))])
}

// A state is what the framework would have made of the model.
func TestPutModelOfADataSourceAgreesWithTheFramework(t *testing.T) {
	source := newFailoverPlanDataSource()
	var with datasource.SchemaResponse
	source.Schema(t.Context(), datasource.SchemaRequest{}, &with)
	machines := tftypes.NewValue(machinesType.TerraformType(t.Context()), map[string]tftypes.Value{})
	full := failoverPlanModel{
		VirtualMachines: opaqueMap{machinesType, machines},
		Machines: map[string]machineLandingModel{
			"one": {
				Connected: types.BoolValue(true), HostIDs: []types.String{types.StringValue("h")}, Reason: types.StringNull(),
				Adapters: []landingModel{{Connected: types.BoolValue(true), Outcome: types.StringUnknown(), HostIDs: []types.String{}}, {}},
			},
			"two": {},
		},
		Totals:   &failoverTotalsModel{Machines: 2},
		Findings: []findingModel{{Code: types.StringValue("SR301")}},
	}
	for what, model := range map[string]*failoverPlanModel{
		"full": &full, "empty": {VirtualMachines: opaqueMap{machinesType, tftypes.NewValue(machines.Type(), nil)}},
	} {
		slow, fast := tfsdk.State{Schema: with.Schema}, tfsdk.State{Schema: with.Schema}
		diags := slow.Set(t.Context(), model)
		putModel(&fast, model, &diags)
		if diags.HasError() || !fast.Raw.Equal(slow.Raw) {
			t.Errorf("%s: %v\n%s\nwant\n%s", what, diags, fast.Raw, slow.Raw)
		}
	}
}
