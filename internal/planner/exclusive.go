package planner

import (
	"fmt"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Exclude plans that a set of mappings leaves no room for others between its
// server and its fabric: those that are there go. It returns what is to be said
// of those that other resources of this run have planned.
func (p *Planner) Exclude(set topology.ID, held []topology.ID) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	holds := make(map[topology.Key]bool, len(held))
	for _, id := range held {
		holds[id.Key()] = true
	}
	p.exclusive[set.Key()] = holds
	var findings []engine.Finding
	for _, mapping := range p.overlay.MappingsBetween(set.Server(), set.Fabric()) {
		key := mapping.ID().Key()
		switch {
		case holds[key]:
		case p.planned[key]:
			findings = append(findings, outside(set, mapping))
		default:
			p.going[key] = true
			findings = append(findings, p.note(Intent{Change: topology.Deletion(mapping.ID())})...)
		}
	}
	return findings
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
	return outside(set, mapping), true
}

func outside(set topology.ID, mapping topology.Mapping) engine.Finding {
	return engine.Finding{
		Code: engine.OutsideExclusive, Severity: engine.Error, Subject: mapping.ID(),
		Detail: fmt.Sprintf("The set of %s is exclusive and does not list %s, but another resource of this run manages that mapping.",
			set.Label(), mapping.Source.Label()),
		Remedy: fmt.Sprintf("List %s in the set and remove the other resource, or leave exclusive out.", mapping.Source.Label()),
	}
}
