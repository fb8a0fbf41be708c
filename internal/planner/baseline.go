package planner

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// A baseline is judged when it is planned: by the overlay as it is then, without
// what this run deletes. A change that is planned later may change what it says.
// So every change is laid before the baselines that are planned already, and
// warns if one of them would have said something else.

// baselines are those that this run has planned, and what they are judged by.
type baselines struct {
	// ahead is the overlay without what this run deletes. It is nil until there is
	// a baseline, and kept up to date from then on.
	ahead   *topology.Topology
	unknown engine.Unknowns
	planned []*plannedBaseline
}

// plannedBaseline is a baseline as it was planned, and as it would be now.
type plannedBaseline struct {
	question     engine.BaselineQuestion
	planned, now engine.Baseline
	// connected and ready are what is required of it.
	connected, ready bool
	// otherFindings says that of other findings than planned has been warned.
	otherFindings bool
	// warnings and work count what has been said and done about later changes.
	warnings, work int
}

const (
	// mostWarnings is how many later changes a baseline warns of. Whoever sees them
	// knows that depends_on is not complete.
	mostWarnings = 10
	// mostWork is how many lines are judged again for later changes, some seconds' worth.
	mostWork = 1_000_000
	// findingsWork is how many lines the findings of a line take as long as.
	findingsWork = 10
)

// Baseline plans a baseline: it returns what this run, so far as it is planned,
// means for machines. The findings beside it say what is wrong with the question, and
// warn of what it has no lines for any more. Whether it is connected or ready as
// required is left to the caller, and judged here after later changes.
func (p *Planner) Baseline(question engine.BaselineQuestion, connected, ready bool) (engine.Baseline, []engine.Finding) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lookAhead()
	baseline, objections := engine.JudgeBaseline(p.baselines.ahead, question, p.unknowns())
	if len(objections) > 0 {
		return baseline, objections
	}
	p.baselines.planned = append(p.baselines.planned, &plannedBaseline{
		question: question, planned: baseline, now: baseline, connected: connected, ready: ready,
	})
	if p.baselines.unknown.Protections > 0 {
		return baseline, nil
	}
	return baseline, engine.NoLongerProtected(p.found.Topology, p.baselines.ahead, question)
}

// Preview returns what a baseline would say now, and plans nothing.
func (p *Planner) Preview(question engine.BaselineQuestion) engine.Baseline {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lookAhead()
	baseline, _ := engine.JudgeBaseline(p.baselines.ahead, question, p.unknowns())
	return baseline
}

// Unnamed plans an object whose id is not known yet. What is not known of it is
// zero. It is not judged, but baselines may rest on it, and the warnings are about
// those that are planned already. The object that the resource manages until now,
// if there is one, may stay or go.
func (p *Planner) Unnamed(object topology.Object, managed topology.ID) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	unknown := &p.baselines.unknown
	switch object := object.(type) {
	case topology.VMNetwork:
		unknown.VMNetworks = append(unknown.VMNetworks, object.LogicalNetwork)
	case topology.Host:
		unknown.Hosts = append(unknown.Hosts, object.Server)
	case topology.Protection:
		unknown.Protections++
	case topology.Mapping:
		unknown.Mappings = append(unknown.Mappings, engine.UnknownMapping{Source: object.Source, Fabric: object.Fabric()})
	}
	if !managed.IsZero() {
		p.tell(managed, func(engine.Path) bool { return true })
	}
	return p.recheck(topology.ID{}, engine.Say("a change of a %s that is not known yet", object.ID().Kind().Noun()), false)
}

// UnknownMapping is [Planner.Unnamed] for mappings of a set, of which only a part
// is known.
func (p *Planner) UnknownMapping(mapping engine.UnknownMapping) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.baselines.unknown.Mappings = append(p.baselines.unknown.Mappings, mapping)
	return p.recheck(topology.ID{}, engine.Say("a change of network mappings that are not known yet"), false)
}

// lookAhead makes the topology that baselines are judged by.
func (p *Planner) lookAhead() {
	if p.baselines.ahead != nil {
		return
	}
	p.baselines.ahead = p.overlay.Clone()
	for _, object := range p.overlay.All() {
		if p.leaving[object.ID().Key()] {
			p.baselines.ahead.Remove(object.ID())
		}
	}
}

// unknowns returns what is not known yet, nil if that is nothing.
func (p *Planner) unknowns() *engine.Unknowns {
	unknown := &p.baselines.unknown
	if len(unknown.Objects)+unknown.Protections+len(unknown.Mappings)+len(unknown.VMNetworks)+len(unknown.Hosts) == 0 {
		return nil
	}
	return unknown
}

// tell notes which attributes of an object are not known; nil says that all are.
func (p *Planner) tell(id topology.ID, attribute func(engine.Path) bool) {
	unknown := &p.baselines.unknown
	if attribute == nil {
		delete(unknown.Objects, id.Key())
		return
	}
	if unknown.Objects == nil {
		unknown.Objects = map[topology.Key]engine.UnknownObject{}
	}
	unknown.Objects[id.Key()] = engine.UnknownObject{ID: id, Attribute: attribute}
}

// note lays a change before the baselines that are planned, and returns warnings
// of those that would say something else now. The deletion of what is replaced is
// judged with the creation that follows.
func (p *Planner) note(intent Intent) []engine.Finding {
	id := intent.Change.ID()
	if !p.lay(intent) {
		return nil
	}
	changed := id
	what := engine.Say("the change of %s", id)
	switch {
	case intent.Change.Action == topology.Delete:
		if intent.Replaced {
			return nil
		}
		what = engine.Say("the deletion of %s", id)
	case intent.Change.Action == topology.Create:
		what = engine.Say("the creation of %s", id)
		if intent.Replaced {
			changed = topology.ID{}
		}
	case intent.Change.Renames():
		changed = topology.ID{}
	}
	// A resource that has left the configuration cannot be named in depends_on, and what
	// makes its baseline right again, such as the end of the protection, may be to come.
	return p.recheck(changed, what, intent.Change.Action != topology.Delete)
}

// lay lays a change over what baselines are judged by, and reports whether that
// changes it.
func (p *Planner) lay(intent Intent) bool {
	id := intent.Change.ID()
	known := p.baselines.unknown.Objects[id.Key()].Attribute == nil && intent.Unknown == nil
	p.tell(id, intent.Unknown)
	if p.baselines.ahead == nil {
		return false
	}
	before, after := p.baselines.ahead.Apply(intent.Change), intent.Change.Object
	same := before == nil && after == nil || before != nil && after != nil && topology.Equal(before, after)
	return !known || !same
}

// recheck judges the planned baselines again after a change of an object, or of
// any if its id is zero. It returns warnings, or with enforce errors where a
// requirement breaks.
func (p *Planner) recheck(changed topology.ID, what engine.Phrase, enforce bool) []engine.Finding {
	var found []engine.Finding
	for _, baseline := range p.baselines.planned {
		if changes, others := p.judgeAgain(baseline, changed); others {
			var broken []engine.Finding
			if enforce {
				broken = p.broken(baseline)
			}
			found = append(found, engine.BaselineOverlooked(p.baselines.ahead, changed, what, baseline.planned, baseline.now, changes, broken))
		}
	}
	return found
}

// judgeAgain returns the lines of a baseline that a change has made others than
// planned, and whether these, or else the findings, have become so.
func (p *Planner) judgeAgain(b *plannedBaseline, changed topology.ID) (changes []engine.BaselineChange, others bool) {
	if b.warnings == mostWarnings || b.work > mostWork || !b.now.MayChange(changed) {
		return nil, false
	}
	before := b.now
	b.now = engine.BaselineLines(p.baselines.ahead, b.question, p.unknowns())
	b.work += 1 + len(b.now.Lines)
	just := map[string]bool{}
	for _, change := range before.Changes(b.now) {
		just[change.Name] = true
	}
	for _, change := range b.planned.Changes(b.now) {
		if just[change.Name] {
			changes = append(changes, change)
		}
	}
	others = len(changes) > 0 || len(just) == 0 && p.otherFindings(b, changed)
	if others {
		b.warnings++
	}
	return changes, others
}

// broken returns what stands against a baseline now that did not when it was planned,
// of what is required of it.
func (p *Planner) broken(b *plannedBaseline) []engine.Finding {
	if len(b.planned.Require(b.connected, b.ready)) > 0 {
		return nil // which has been told
	}
	now := b.now
	if b.ready {
		b.work += findingsWork * (1 + len(now.Lines))
		now, _ = engine.JudgeBaseline(p.baselines.ahead, b.question, p.unknowns())
	}
	return now.Require(b.connected, b.ready)
}

// otherFindings reports, once, whether a baseline has other findings than planned,
// though its lines are the same.
func (p *Planner) otherFindings(b *plannedBaseline, changed topology.ID) bool {
	if b.otherFindings || b.planned.FindingsUnknown || !b.planned.FindingsMayChange(changed) {
		return false
	}
	b.work += findingsWork * (1 + len(b.now.Lines))
	b.now, _ = engine.JudgeBaseline(p.baselines.ahead, b.question, p.unknowns())
	b.otherFindings = b.now.FindingsUnknown || !slices.Equal(b.now.FindingTexts(), b.planned.FindingTexts())
	return b.otherFindings
}
