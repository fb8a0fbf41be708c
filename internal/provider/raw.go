package provider

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// rawReader reads Terraform's values as they come. For thousands of machines that
// is much faster than to have the framework turn them into models first.
type rawReader struct {
	reader
	// ids are those that have been read: most machines share theirs with others.
	ids map[string]topology.ID
}

func newRawReader() *rawReader {
	return &rawReader{reader: reader{many: true}, ids: map[string]topology.ID{}}
}

// whereabouts leads to a value. It is asked only where the value is wrong.
type whereabouts func() engine.Path

func (p whereabouts) then(steps ...any) whereabouts {
	return func() engine.Path { return p().Then(steps...) }
}

// machines reads virtual machines by name, nil if they are null, and reports
// whether it is not known which machines and adapters there are.
func (r *rawReader) machines(value tftypes.Value) (machines []engine.BaselineMachine, unknown bool) {
	if value.IsNull() || !value.IsKnown() {
		return nil, !value.IsKnown()
	}
	elements := elementsOf(value)
	machines = make([]engine.BaselineMachine, 0, len(elements))
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		at := whereabouts(func() engine.Path { return engine.At("virtual_machines", engine.MapKey(name)) })
		if elements[name].IsNull() {
			r.null(at())
			continue
		}
		values := elementsOf(elements[name])
		adapters := values["adapters"]
		if !elements[name].IsKnown() || !adapters.IsKnown() {
			unknown = true
			continue
		}
		if adapters.IsNull() {
			r.missing(at.then("adapters")())
			continue
		}
		machine := engine.BaselineMachine{Name: name}
		machine.Cloud, machine.CloudUnknown = r.required(at.then("cloud_id"), values["cloud_id"], topology.KindCloud)
		r.rawText(at.then("recovery_plan"), values["recovery_plan"])
		var list []tftypes.Value
		_ = adapters.As(&list)
		machine.Adapters = make([]engine.BaselineAdapter, len(list))
		for i, value := range list {
			machine.Adapters[i] = r.adapter(at.then("adapters", i), value)
		}
		machines = append(machines, machine)
	}
	return machines, unknown
}

func (r *rawReader) adapter(at whereabouts, value tftypes.Value) engine.BaselineAdapter {
	if !value.IsKnown() {
		return engine.BaselineAdapter{SourceUnknown: true, SubnetUnknown: true, AddressUnknown: true}
	}
	var adapter engine.BaselineAdapter
	if value.IsNull() {
		r.null(at())
		return adapter
	}
	values := elementsOf(value)
	adapter.Source, adapter.SourceUnknown = r.required(at.then("network_id"), values["network_id"], topology.KindVMNetwork)
	adapter.Subnet, adapter.SubnetUnknown = r.rawText(at.then("subnet_name"), values["subnet_name"])
	adapter.Address, adapter.AddressUnknown = r.rawText(at.then("ip_address"), values["ip_address"])
	return adapter
}

// required reads a reference that has to be given.
func (r *rawReader) required(at whereabouts, value tftypes.Value, kind topology.Kind) (id topology.ID, unknown bool) {
	if value.IsNull() {
		r.missing(at())
	}
	return r.raw(at, value, kind)
}

// missing says what the framework says of a required attribute that is null. Where
// the framework says it too, it is said once.
func (r *rawReader) missing(at engine.Path) {
	attribute := path.Empty()
	for _, step := range at {
		switch step := step.(type) {
		case string:
			attribute = attribute.AtName(step)
		case int:
			attribute = attribute.AtListIndex(step)
		case engine.MapKey:
			attribute = attribute.AtMapKey(string(step))
		}
	}
	r.diags.AddAttributeError(attribute, "Missing Configuration for Required Attribute",
		fmt.Sprintf("Must set a configuration value for the %s attribute as the provider has marked it as required.\n\n"+
			"Refer to the provider documentation or contact the provider developers for additional information about configurable attributes that are required.", attribute))
}

// raw reads a reference to an object of a kind.
func (r *rawReader) raw(at whereabouts, value tftypes.Value, kind topology.Kind) (id topology.ID, unknown bool) {
	if value.IsNull() || !value.IsKnown() {
		return topology.ID{}, !value.IsKnown()
	}
	text := textOf(value)
	id, ok := r.ids[text]
	if !ok {
		id, _ = topology.ParseID(text)
		if r.names != nil {
			id = r.present(id)
		}
		r.ids[text] = id
	}
	if id.Kind() != kind {
		r.kind(at(), r.id(at(), newCaseless(text)), kind)
	}
	return id, false
}

// rawText reads a text that is left out where it is not wanted, and never empty.
func (r *rawReader) rawText(at whereabouts, value tftypes.Value) (text string, unknown bool) {
	if value.IsNull() || !value.IsKnown() {
		return "", !value.IsKnown()
	}
	text = textOf(value)
	if text == "" {
		r.optional(at(), types.StringValue(""))
	}
	return text, false
}

// The following return nothing of a value that is null or not known.

func elementsOf(value tftypes.Value) map[string]tftypes.Value {
	var elements map[string]tftypes.Value
	if value.IsKnown() {
		_ = value.As(&elements)
	}
	return elements
}

func textOf(value tftypes.Value) string {
	var text string
	if value.IsKnown() {
		_ = value.As(&text)
	}
	return text
}

func boolOf(value tftypes.Value) bool {
	var is bool
	if value.IsKnown() {
		_ = value.As(&is)
	}
	return is
}

func textsOf(value tftypes.Value) []string {
	if value.IsNull() || !value.IsKnown() {
		return nil
	}
	var list []tftypes.Value
	_ = value.As(&list)
	texts := make([]string, len(list))
	for i, element := range list {
		texts[i] = textOf(element)
	}
	return texts
}

func listOfTexts(texts []string) tftypes.Value {
	list := make([]tftypes.Value, len(texts))
	for i, text := range texts {
		list[i] = tftypes.NewValue(tftypes.String, text)
	}
	return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, list)
}
