package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What a set of mappings holds, as the state of a resource and as a list tell it.

// modelOfSet returns the model of a set that has no mappings.
func modelOfSet(id topology.ID) *networkMappingsModel {
	m := &networkMappingsModel{
		ID: newCaseless(id.String()), SourceServerID: idOrNull(id.Server()), TargetServerID: idOrNull(id.Fabric()),
		Exclusive: types.BoolValue(false),
	}
	if id.Fabric().Same(topology.Azure) {
		m.TargetServerID, m.ToAzure = idOrNull(topology.ID{}), types.BoolValue(true)
	}
	m.fill(newPresentMappings(), false)
	return m
}

// fill sets the mappings of a set. A set that a vault realises has their ids there,
// even if there are none.
func (m *networkMappingsModel) fill(now presentMappings, realised bool) {
	m.Mappings = mapOfTexts(now.targets)
	if m.VaultMappingIDs = types.MapNull(types.StringType); len(now.inForce) > 0 || realised {
		m.VaultMappingIDs = types.MapValueMust(types.StringType, now.inForce)
	}
}

// presentMappings are the mappings that there are, by the ids of their sources.
type presentMappings struct {
	targets map[string]string
	// inForce are their ids in the vault, of those that are in force there.
	inForce map[string]attr.Value
}

func newPresentMappings() presentMappings {
	return presentMappings{map[string]string{}, map[string]attr.Value{}}
}

// put notes a mapping, and its id in the vault, if it has one, as the state has it.
func (p presentMappings) put(source, target string, stood attr.Value, id string) {
	p.targets[source] = target
	if id != "" {
		p.inForce[source] = sameOr(stood, id)
	}
}

// Read implements [resource.Resource]. It reads what has become of the listed
// mappings; of all between the two, where the set is exclusive or imported.
func (r *networkMappingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m networkMappingsModel
	getModel(req.State, &m, &resp.Diagnostics)
	id := idIn(req.State, &resp.Diagnostics)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	imported := m.SourceServerID.IsNull()
	if imported {
		m = *modelOfSet(id)
	}
	before := m.readStored(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found := r.session.run.Found()
	free := imported
	listed := map[topology.Key]bool{}
	now, stood := newPresentMappings(), m.VaultMappingIDs.Elements()
	adopts := adoptedIn(ctx, req.Private, &resp.Diagnostics) != ""
	for i, shown := range r.session.show(ctx, &resp.Diagnostics, claim, before.ids()...) {
		entry := before.entries[i]
		mapping, ok := found.Mapping(shown.ID)
		if !ok && adopts {
			continue
		}
		r.session.looksFor(ok, &resp.Diagnostics)
		if !ok {
			continue
		}
		free = free || shown.Free
		listed[shown.ID.Key()] = true
		source, target := entry.source, entry.target
		if !mapping.Source.Same(entry.mapping.Source) {
			source = mapping.Source.String()
		}
		there, id := r.inForce(ctx, mapping, stood[entry.source], &resp.Diagnostics)
		if !there.Same(entry.mapping.Target) {
			target = there.String()
		}
		now.put(source, target, stood[entry.source], id)
	}
	if id, _ = found.Current(id); !id.Same(before.id) {
		r.rename(&m, id)
	}
	if imported || m.Exclusive.ValueBool() {
		r.addHeld(ctx, id, listed, now, &resp.Diagnostics)
	}
	if adopts || imported || m.Exclusive.ValueBool() {
		r.addOutside(ctx, id, listed, adopts || imported, now, &resp.Diagnostics)
	}
	if free && claim == "" {
		claim = catalog.NewSetClaim()
		r.session.run.Made(claim)
		keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	}
	m.fill(now, r.session.realises(id))
	putModel(&resp.State, &m, &resp.Diagnostics)
}

// rename has the set lead from and to what its servers are called now.
func (r *networkMappingsResource) rename(m *networkMappingsModel, id topology.ID) {
	m.ID = newCaseless(id.String())
	m.SourceServerID = idOrNull(id.Server())
	if !m.TargetServerID.IsNull() {
		m.TargetServerID = idOrNull(id.Fabric())
	}
}

// addHeld adds the mappings of the catalog between the two that are not listed.
func (r *networkMappingsResource) addHeld(
	ctx context.Context, set topology.ID, listed map[topology.Key]bool, now presentMappings, diags *diag.Diagnostics,
) {
	for _, mapping := range r.session.found().MappingsBetween(set.Server(), set.Fabric()) {
		if !listed[mapping.ID().Key()] {
			target, id := r.inForce(ctx, mapping, nil, diags)
			now.put(mapping.Source.String(), target.String(), nil, id)
		}
	}
}

// addOutside adds the mappings between the two that only the vault has. They are in
// force by their ids there, if the set takes them over.
func (r *networkMappingsResource) addOutside(
	ctx context.Context, set topology.ID, listed map[topology.Key]bool, adopts bool, now presentMappings, diags *diag.Diagnostics,
) {
	outside, err := r.session.planner.Outside(ctx, set.Server(), set.Fabric())
	if err != nil {
		r.session.unreadable(diags, err)
	}
	for _, mapping := range outside {
		if mapping.Target.IsZero() || listed[mapping.ID().Key()] {
			continue
		}
		var id string
		if adopts {
			id = mapping.ARM.String()
		}
		now.put(mapping.Source.String(), mapping.Target.String(), nil, id)
	}
}
