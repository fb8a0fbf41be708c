package planner

import (
	"context"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Exclude plans that a set of mappings leaves no room for others between its
// server and its fabric: those that are there go. It returns what is to be said
// of those that other resources of this run have planned, of those that another
// state manages, and of those that go although the set did not have them until now.
// The error says that the catalog could not be told of it.
func (p *Planner) Exclude(ctx context.Context, set topology.ID, held, had []topology.ID) ([]engine.Finding, error) {
	foreign := map[topology.Key]bool{}
	var own []topology.ID
	for _, mapping := range p.found.MappingsBetween(set.Server(), set.Fabric()) {
		id := mapping.ID()
		if p.found.Holding(id).Owner == "" || p.run.Abandoned(ctx, id) {
			continue
		}
		if p.run.Standing(ctx, id) != engine.Own {
			foreign[id.Key()] = true
		} else {
			own = append(own, id)
		}
	}
	findings, cleared := p.exclude(set, held, had, foreign)
	// The resource of the set shows nothing of them when it is applied.
	own = slices.DeleteFunc(own, func(id topology.ID) bool { return !cleared[id.Key()] })
	return findings, p.run.Pass(ctx, own...)
}

// exclude returns besides the findings the mappings that go.
func (p *Planner) exclude(set topology.ID, held, had []topology.ID, foreign map[topology.Key]bool) (findings []engine.Finding, cleared map[topology.Key]bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	holds := make(map[topology.Key]bool, len(held))
	for _, id := range held {
		holds[id.Key()] = true
	}
	p.exclusive[set.Key()] = holds
	cleared = map[topology.Key]bool{}
	for _, mapping := range p.overlay.MappingsBetween(set.Server(), set.Fabric()) {
		key := mapping.ID().Key()
		origin := p.origin(mapping.ID()).Key()
		_, planned := p.planned[key]
		switch {
		case holds[key]:
		case planned:
			findings = append(findings, p.misplaced(set, mapping, "another resource of this run manages that mapping"))
		case foreign[origin]:
			findings = append(findings, p.misplaced(set, mapping, "another state manages that mapping"))
		default:
			p.leaving[key], cleared[origin] = true, true
			if !slices.ContainsFunc(had, mapping.ID().Same) {
				findings = append(findings, p.cleared(set, mapping.Source, engine.Say("%s", mapping.Target)))
			}
			findings = append(findings, p.note(Intent{Change: topology.Deletion(mapping.ID())})...)
		}
	}
	return findings, cleared
}

// ExcludeInVault returns what is to be said of mappings that the vault alone has,
// and that go because the set leaves no room for others.
func (p *Planner) ExcludeInVault(ctx context.Context, set topology.ID, held, had []topology.ID) ([]engine.Finding, error) {
	outside, err := p.Outside(ctx, set.Server(), set.Fabric())
	p.mu.Lock()
	defer p.mu.Unlock()
	var findings []engine.Finding
	for _, mapping := range outside {
		if id := mapping.ID(); !slices.ContainsFunc(held, id.Same) && !slices.ContainsFunc(had, id.Same) {
			findings = append(findings, p.cleared(set, mapping.Source, targetOf(mapping)))
		}
	}
	return findings, err
}

// cleared warns of a mapping that goes because a set is exclusive.
func (p *Planner) cleared(set, source topology.ID, target engine.Phrase) engine.Finding {
	return engine.NewFinding(p.overlay,
		engine.Finding{Code: engine.OutsideExclusive, Severity: engine.Warning, Subject: topology.MappingID(source, set.Fabric()), Attribute: engine.At("exclusive")},
		engine.Say("The set of %s is exclusive and does not list %s, which is mapped to %s. That mapping will be deleted.", set, source, target),
		engine.Say("List %s in the set if the mapping is to stay, or leave exclusive out.", source))
}

// outside reports a change that puts a mapping beside an exclusive set.
func (p *Planner) outside(change topology.Change) (engine.Finding, bool) {
	mapping, ok := change.Object.(topology.Mapping)
	if !ok {
		return engine.Finding{}, false
	}
	set := topology.MappingSetID(mapping.Source.Server(), mapping.Fabric())
	holds, exclusive := p.exclusive[set.Key()]
	if !exclusive || holds[mapping.ID().Key()] {
		return engine.Finding{}, false
	}
	return p.misplaced(set, mapping, "another resource of this run manages that mapping"), true
}

func (p *Planner) misplaced(set topology.ID, mapping topology.Mapping, but string) engine.Finding {
	return engine.NewFinding(p.overlay,
		engine.Finding{Code: engine.OutsideExclusive, Severity: engine.Error, Subject: mapping.ID()},
		engine.Say("The set of %s is exclusive and does not list %s, but %s.", set, mapping.Source, but),
		engine.Say("List %s in the set and remove the other resource, or leave exclusive out.", mapping.Source))
}
