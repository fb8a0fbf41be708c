package provider

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// mappingSet is what a model of network mappings says, so far as it is known.
type mappingSet struct {
	// id is zero while it is not known between what the mappings are.
	id        topology.ID
	exclusive bool
	// incomplete says that some mappings are not known yet.
	incomplete bool
	// entries are in the order of their sources' texts.
	entries []mappingEntry
	// open are the mappings that are not known yet.
	open []engine.UnknownMapping
}

// mappingEntry is one mapping, as it is written and as it is read.
type mappingEntry struct {
	source, target string
	mapping        topology.Mapping
}

// read reads a model, and says what is wrong with it whatever else there is. What
// is wrong is left out.
func (m *networkMappingsModel) read(diags *diag.Diagnostics) mappingSet {
	return m.readBy(&reader{many: true}, diags)
}

// readStored reads the model of a state.
func (m *networkMappingsModel) readStored(diags *diag.Diagnostics) mappingSet {
	return m.readBy(&reader{stored: true, many: true}, diags)
}

func (m *networkMappingsModel) readBy(r *reader, diags *diag.Diagnostics) mappingSet {
	source := r.id(engine.At("source_server_id"), m.SourceServerID)
	r.kind(engine.At("source_server_id"), source, topology.KindServer)
	target := r.id(engine.At("target_server_id"), m.TargetServerID)
	r.kind(engine.At("target_server_id"), target, topology.KindServer)
	set := mappingSet{exclusive: m.Exclusive.ValueBool(), incomplete: m.Mappings.IsUnknown()}
	switch {
	case m.TargetServerID.IsUnknown() || m.ToAzure.IsUnknown():
	case m.ToAzure.ValueBool() == !m.TargetServerID.IsNull():
		r.invalid(engine.InvalidValue, nil, "Network mappings lead to a VMM server or to Azure.",
			"Give exactly one of target_server_id and to_azure = true.")
	case m.ToAzure.ValueBool():
		target = topology.Azure
	}
	if !source.IsZero() && !target.IsZero() && !m.SourceServerID.IsUnknown() {
		set.id = topology.MappingSetID(source, target)
	}
	if set.incomplete || set.id.IsZero() {
		set.open = append(set.open, engine.UnknownMapping{Server: source, Fabric: target})
	}
	elements := elementsOf(m.Mappings.value)
	if exchanged(elements, set.id) {
		source, target := set.id.Server(), set.id.Fabric()
		r.invalid(engine.OtherServer, engine.At("source_server_id"),
			engine.Say("The two servers are exchanged: the source of every mapping is on %s, which target_server_id names, and the target of every one is on %s, which source_server_id names.",
				target, source).String(), "Exchange source_server_id and target_server_id.")
		elements = nil
	}
	seen := map[topology.Key]string{}
	for _, text := range slices.Sorted(maps.Keys(elements)) {
		value := elements[text]
		if !value.IsKnown() {
			set.incomplete = true
			if source, err := topology.ParseID(text); err == nil {
				set.open = append(set.open, engine.UnknownMapping{Source: source, Fabric: target})
			}
			continue
		}
		if value.IsNull() {
			r.null(engine.At("mappings", engine.MapKey(text)))
			continue
		}
		entry := r.entry(text, value, set.id)
		if entry.mapping.ID().IsZero() {
			continue
		}
		key := entry.mapping.Source.Key()
		if earlier, ok := seen[key]; ok {
			r.invalid(engine.SecondMapping, engine.At("mappings", engine.MapKey(text)),
				fmt.Sprintf("The source networks %q and %q are one: ids that differ only in case are one id.", earlier, text), "Keep one of the two.")
		}
		seen[key] = text
		set.entries = append(set.entries, entry)
	}
	r.told(diags)
	return set
}

// exchanged reports whether the source of every mapping is on the server that a set is
// to lead to, and the target of every one on the server that it is to come from.
func exchanged(elements map[string]tftypes.Value, set topology.ID) bool {
	if set.IsZero() || set.Server().Same(set.Fabric()) {
		return false
	}
	for text, value := range elements {
		source, _ := topology.ParseID(text)
		target, _ := topology.ParseID(textOf(value))
		if source.Kind() != topology.KindVMNetwork || !source.Server().Same(set.Fabric()) ||
			target.Kind() != topology.KindVMNetwork || !target.Server().Same(set.Server()) {
			return false
		}
	}
	return len(elements) > 0
}

// entry reads one mapping. The zero entry says that it is wrong.
func (r *reader) entry(text string, value tftypes.Value, set topology.ID) mappingEntry {
	at := engine.At("mappings", engine.MapKey(text))
	before := len(r.wrong)
	source := r.id(at, newCaseless(text), topology.KindVMNetwork)
	target := r.id(at, newCaseless(textOf(value)), topology.KindVMNetwork, topology.KindAzureNetwork)
	r.kind(at, source, topology.KindVMNetwork)
	r.kind(at, target, topology.KindVMNetwork, topology.KindAzureNetwork)
	if len(r.wrong) == before && !set.IsZero() {
		if !source.Server().Same(set.Server()) {
			r.invalid(engine.OtherServer, at, capitalized(engine.Say("%s is the source of a mapping, but belongs to %s and not to %s.",
				source, source.Server(), set.Server()).String()), engine.Say("Use a network of %s, or correct source_server_id.", set.Server()).String())
		}
		if !target.Fabric().Same(set.Fabric()) {
			r.invalid(engine.OtherFabric, at, capitalized(engine.Say("%s is the target of a mapping to %s, but is %s.",
				target, set.Fabric(), engine.Within(target.Fabric())).String()), engine.Say("Use a network that is %s, or correct target_server_id or to_azure.", engine.Within(set.Fabric())).String())
		}
	}
	if len(r.wrong) > before {
		return mappingEntry{}
	}
	return mappingEntry{text, textOf(value), topology.NewMapping(source, target, topology.ID{}, nil)}
}

// following returns the set as its servers and networks are called after what
// has been planned so far.
func (s mappingSet) following(current func(topology.ID) topology.ID) mappingSet {
	now := s
	now.entries = make([]mappingEntry, len(s.entries))
	for i, entry := range s.entries {
		entry.mapping = topology.NewMapping(current(entry.mapping.Source), current(entry.mapping.Target), topology.ID{}, nil)
		now.entries[i] = entry
	}
	if !s.id.IsZero() {
		now.id = current(s.id)
	}
	return now
}

// ownResource is how what a set does not say of a mapping is changed.
const ownResource = "A set keeps the test network and the protections that a mapping had before: to change them, give the mapping a resource of its own " +
	"(siterecovery_network_mapping), with an import block."

// warnOfCarried says of which mappings an imported set will keep more than it says.
func warnOfCarried(mappings []topology.Mapping, diags *diag.Diagnostics) {
	var carried []string
	for _, mapping := range mappings {
		if !mapping.Test.IsZero() || len(mapping.Protections) > 0 {
			carried = append(carried, mapping.ID().String())
		}
	}
	if len(carried) > 0 {
		diags.AddWarning("Mappings of the set have more than it says", topology.Visible("These mappings have a test network, or protections that they have to serve:"+
			firstOf(carried)+"\n\nRemedy: Nothing, if they are to keep them. "+ownResource))
	}
}

// located puts findings about a mapping at its place in the map.
func (e mappingEntry) located(findings []engine.Finding) []engine.Finding {
	for i := range findings {
		if at := findings[i].Attribute.String(); at == "test_network_id" || at == "cloud_protection_ids" {
			findings[i].Remedy += " " + ownResource
		}
		findings[i].Attribute = engine.At("mappings", engine.MapKey(e.source))
		findings[i] = importedAsSet(findings[i])
	}
	return findings
}

// ofAnotherState says that the mapping belongs to another state by now, which is an
// error where it is to change.
func (e mappingEntry) ofAnotherState(t *topology.Topology, changes bool) []engine.Finding {
	told := engine.TakenOver(t, e.mapping.ID())
	if changes {
		told = engine.Retired(t, e.mapping.ID())
	}
	told.Remedy = "Take it out of the set: it stays in the catalog. If the other state has the whole set, remove the set from this configuration with a removed block " +
		"(lifecycle { destroy = false })."
	return e.located([]engine.Finding{told})
}

func (s mappingSet) ids() []topology.ID {
	ids := make([]topology.ID, len(s.entries))
	for i, entry := range s.entries {
		ids[i] = entry.mapping.ID()
	}
	return ids
}

func (s mappingSet) keys() map[topology.Key]bool {
	keys := make(map[topology.Key]bool, len(s.entries))
	for _, entry := range s.entries {
		keys[entry.mapping.ID().Key()] = true
	}
	return keys
}

func (s mappingSet) targets() map[topology.Key]topology.Key {
	targets := make(map[topology.Key]topology.Key, len(s.entries))
	for _, entry := range s.entries {
		targets[entry.mapping.ID().Key()] = entry.mapping.Target.Key()
	}
	return targets
}
