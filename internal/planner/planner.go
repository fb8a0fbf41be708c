// Package planner knows what one Terraform run intends: the catalog's topology
// as the run found it, with the changes that it plans laid over it.
//
// Terraform plans resource by resource, in the order of their dependencies and
// several at a time, and never says what is still to come. What a resource
// refers to has been planned before it, and so is in the overlay although it
// does not exist yet.
package planner

import (
	"context"
	"slices"
	"sync"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// Planner is one run's view of a catalog, and of the vault that realises mappings.
// Its methods may be called at the same time.
type Planner struct {
	run   *catalog.Run
	found catalog.Snapshot
	// vault is nil where there is none.
	vault *vault.Vault

	mu      sync.Mutex
	overlay *topology.Topology
	// planned are the objects that resources of this run have planned, with the
	// claims of these.
	planned map[topology.Key]string
	// incomplete are those among them of which something is not known yet.
	incomplete map[topology.Key]bool
	// leaving are the objects that this run deletes. They stay in the overlay, for
	// what refers to them may be planned later.
	leaving map[topology.Key]bool
	// givenUp are the objects that a resource deletes which has the say over them, with
	// its claim; kept are those that resources keep which have lost the say.
	givenUp, kept map[topology.Key]string
	// origins are the ids in the catalog of what this run renames.
	origins map[topology.Key]topology.ID
	// exclusive are the sets of mappings that leave no room for others, with
	// the mappings that they hold.
	exclusive map[topology.Key]map[topology.Key]bool
	baselines baselines
	changing  *changing
	// recorded has the mappings that the run found, by their ARM ids in a vault.
	recorded func() map[string]topology.ID
}

// New returns the planner of a run. The vault is nil where none is configured.
func New(run *catalog.Run, v *vault.Vault) *Planner {
	found := run.Found()
	return &Planner{
		run:        run,
		found:      found,
		vault:      v,
		changing:   newChanging(),
		overlay:    found.Clone(),
		planned:    map[topology.Key]string{},
		incomplete: map[topology.Key]bool{},
		leaving:    map[topology.Key]bool{},
		givenUp:    map[topology.Key]string{},
		kept:       map[topology.Key]string{},
		origins:    map[topology.Key]topology.ID{},
		exclusive:  map[topology.Key]map[topology.Key]bool{},
		recorded:   sync.OnceValue(func() map[string]topology.ID { return recordedIn(found) }),
	}
}

// creation stands for the claim of a resource that has none yet.
const creation = "creation"

// Found returns the catalog as the run found it.
func (p *Planner) Found() catalog.Snapshot { return p.found }

// Current returns the id that an object has after what has been planned so far:
// another one, if it or something that its id is made of is renamed.
func (p *Planner) Current(id topology.ID) (topology.ID, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.overlay.Current(id)
}

// Carried returns a mapping of a set, which says no more than source and target, with
// the test network and the protections that it has from before: they stay as long as
// its target does.
func (p *Planner) Carried(mapping topology.Mapping) topology.Mapping {
	p.mu.Lock()
	defer p.mu.Unlock()
	if there, ok := p.overlay.Mapping(mapping.ID()); ok && there.Target.Same(mapping.Target) {
		mapping.Test, mapping.Protections = there.Test, there.Protections
	}
	return mapping
}

// OldNames returns what is to be said of references by the names that objects had
// before they were renamed, by this run or earlier.
func (p *Planner) OldNames(object topology.Object) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	return engine.OldNames(p.overlay, object)
}

// Intent is what one resource intends.
type Intent struct {
	Change topology.Change
	// Unknown tells the attributes of the object whose values are not known
	// yet; it is nil if all are known. What rests on values that are not known
	// is judged when they are.
	Unknown func(engine.Path) bool
	// Claim is that of the resource, nothing if it has none yet.
	Claim string
	// Replaced says that the change is one of the two that replace an object: the
	// deletion of one, or the creation of the other.
	Replaced bool
	// Ground is what the object stands on that is not in the catalog yet, and is
	// entered together with it.
	Ground []topology.Object
}

// Plan lays a change over the topology and returns what is to be said about it.
// A change with errors is not laid over. The error says that the catalog could
// not be told what this run is to do.
func (p *Planner) Plan(ctx context.Context, intent Intent) ([]engine.Finding, error) {
	p.run.Planned()
	obstacles := p.obstacles(ctx, intent.Change)
	findings, passing := p.plan(intent, obstacles)
	return findings, p.run.Pass(ctx, passing...)
}

// obstacle is an object in the catalog that would be in the way of a change if
// that were made first, and how it stands to this run.
type obstacle struct {
	id       topology.ID
	standing engine.Standing
}

// obstacles returns what is in the way of a change.
func (p *Planner) obstacles(ctx context.Context, change topology.Change) []obstacle {
	p.mu.Lock()
	id := p.origin(change.ID())
	p.mu.Unlock()
	var found []obstacle
	there, ok := p.found.Get(id)
	if ok && change.Action == topology.Create {
		standing := engine.Own
		if !p.run.Abandoned(ctx, id) { // of which whoever creates it takes it over
			standing = p.run.Standing(ctx, id)
		}
		found = append(found, obstacle{there.ID(), standing})
	}
	var others []topology.Object
	switch object := change.Object.(type) {
	case nil:
		others = p.found.Referrers(id)
	case topology.Protection:
		for _, cloud := range []topology.ID{object.Protected, object.Protecting} {
			for _, rival := range append(p.found.ProtectionsOf(cloud), p.found.ProtectionsBy(cloud)...) {
				if !rival.ID().Same(id) {
					others = append(others, rival)
				}
			}
		}
	}
	for _, other := range others {
		found = append(found, obstacle{other.ID(), p.run.Standing(ctx, other.ID())})
	}
	return found
}

// origin returns the id in the catalog of an object in the overlay.
func (p *Planner) origin(id topology.ID) topology.ID {
	if origin, ok := p.origins[id.Key()]; ok {
		return origin
	}
	if server := id.Server(); !server.IsZero() {
		if origin, ok := p.origins[server.Key()]; ok {
			return id.Following(server, origin)
		}
	}
	return id
}

// plan returns besides the findings the objects of this run's own state that
// make room for the change.
func (p *Planner) plan(intent Intent, obstacles []obstacle) (findings []engine.Finding, passing []topology.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change := intent.Change
	id := change.ID()
	standing := func(other topology.ID) engine.Standing { return p.standing(other, obstacles) }
	if finding, twice := p.keptElsewhere(intent); twice {
		return []engine.Finding{finding}, nil
	}
	if change.Action == topology.Delete {
		if by, planned := p.planned[id.Key()]; planned && by != intent.Claim {
			if p.imports(by, id) {
				passing = append(passing, p.origin(id)) // which shows nothing of it when it is applied
			}
			return nil, passing // another resource takes it over
		}
		delete(p.planned, id.Key())
		findings = engine.Check(p.overlay, change, standing)
		if engine.HasErrors(findings) {
			return findings, nil
		}
		p.leaving[id.Key()] = true
		return append(findings, p.note(intent)...), nil
	}
	if findings = p.rename(intent); len(findings) > 0 {
		return findings, nil
	}
	for _, below := range intent.Ground {
		if _, there := p.overlay.Get(below.ID()); !there {
			p.overlay.Put(below)
		}
	}
	findings = engine.Check(p.overlay, change, standing)
	if finding, ok := p.outside(change); ok {
		findings = append(findings, finding)
	}
	findings = slices.DeleteFunc(findings, func(f engine.Finding) bool {
		return intent.Unknown != nil && intent.Unknown(f.Attribute) ||
			slices.ContainsFunc(f.RestsOn, func(on topology.ID) bool { return p.incomplete[on.Key()] })
	})
	if engine.HasErrors(findings) {
		return findings, nil
	}
	if change.Action == topology.Create {
		var more []engine.Finding
		more, passing = p.takingOver(change.Object, obstacles)
		findings = append(findings, more...)
	}
	if p.leaving[id.Key()] && p.imports(intent.Claim, id) {
		passing = append(passing, p.origin(id)) // from another resource of the state
	}
	p.overlay.Put(change.Object)
	p.planned[id.Key()] = intent.Claim
	if change.Action == topology.Create {
		p.planned[id.Key()] = creation
	}
	delete(p.leaving, id.Key())
	if intent.Unknown != nil {
		p.incomplete[id.Key()] = true
	} else {
		delete(p.incomplete, id.Key())
	}
	return append(findings, p.note(intent)...), passing
}

// keptElsewhere reports a deletion of what another resource of the run has in its
// state and keeps, or the other way round: after an import of a set, which takes all
// mappings, a mapping may be in the states of two resources. What a resource imports
// passes to it.
func (p *Planner) keptElsewhere(intent Intent) (engine.Finding, bool) {
	id := intent.Change.ID()
	twice := false
	if id.Kind() != topology.KindMapping || intent.Change.Renames() {
		return engine.Finding{}, false // of what else is deleted, the name is in use
	}
	switch intent.Change.Action {
	case topology.Delete:
		if !p.run.Imports(intent.Claim) && p.found.Holding(p.origin(id)).Claim != intent.Claim || intent.Claim == "" {
			return engine.Finding{}, false // it deletes nothing
		}
		p.givenUp[id.Key()] = intent.Claim
		for _, by := range []string{p.planned[id.Key()], p.kept[id.Key()]} {
			twice = twice || by != "" && by != intent.Claim && by != creation && !p.imports(by, id)
		}
	case topology.Update:
		by := p.givenUp[id.Key()]
		twice = by != "" && by != intent.Claim && !p.imports(intent.Claim, id)
	}
	if !twice {
		return engine.Finding{}, false
	}
	return engine.KeptElsewhere(p.overlay, id), true
}

// imports reports whether a resource takes an object over by an import. The apply of
// a plan knows it from the catalog.
func (p *Planner) imports(claim string, id topology.ID) bool {
	return p.run.Imports(claim) || claim != "" && p.found.Holding(p.origin(id)).Heir == claim
}

// Keeps plans that a resource keeps an object over which another one has the say.
func (p *Planner) Keeps(id topology.ID, claim string) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept[id.Key()] = claim
	if by := p.givenUp[id.Key()]; by != "" && by != claim {
		return []engine.Finding{engine.KeptElsewhere(p.overlay, id)}
	}
	return nil
}

// rename lays a renaming over the topology.
func (p *Planner) rename(intent Intent) []engine.Finding {
	change := intent.Change
	id := change.ID()
	found := p.origin(id)
	_, taken := p.found.Get(found)
	switch {
	case change.Renames():
		if findings := engine.CheckRename(p.overlay, change.From, id); len(findings) > 0 {
			return findings
		}
		if taken {
			return engine.CheckRename(p.found.Topology, change.From, found)
		}
		if by, planned := p.planned[change.From.Key()]; planned && by != intent.Claim {
			return []engine.Finding{engine.Renamed(p.overlay, change.From)}
		}
		p.follow(change.From, id)
	case change.Action == topology.Create && taken && !p.leaving[id.Key()] && !p.leaving[found.Key()]:
		if _, there := p.overlay.Get(id); !there {
			return []engine.Finding{engine.Renamed(p.overlay, id)}
		}
	}
	return nil
}

// Keep takes back that a resource renames its object, which Terraform replaces
// instead. It returns the id that the object has then.
func (p *Planner) Keep(found topology.ID) topology.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, _ := p.overlay.Current(found)
	if kind := found.Kind(); kind == topology.KindMapping || kind == topology.KindProtection {
		return now // which has no name of its own, and follows what it is made of
	}
	before := found
	if server := found.Server(); !server.Same(found) {
		present, _ := p.overlay.Current(server)
		before = found.Following(server, present)
	}
	if !now.Same(before) {
		p.follow(now, before)
	}
	return before
}

// follow renames an object, and what follows from it, in all that is known here.
func (p *Planner) follow(from, to topology.ID) {
	for _, id := range p.overlay.Rename(from, to) {
		now := id.Following(from, to)
		if now.Same(id) {
			continue
		}
		p.origins[now.Key()] = p.origin(id)
		delete(p.origins, id.Key())
		moveKey(p.planned, id, now)
		moveKey(p.incomplete, id, now)
		moveKey(p.leaving, id, now)
		moveKey(p.givenUp, id, now)
		moveKey(p.kept, id, now)
		moveKey(p.baselines.unknown.Objects, id, now)
	}
}

func moveKey[V any](set map[topology.Key]V, from, to topology.ID) {
	if value, ok := set[from.Key()]; ok {
		delete(set, from.Key())
		set[to.Key()] = value
	}
}

// takingOver says that a creation takes over what a run has left behind. Of what
// else makes room for it, it returns what belongs to this run's own state.
func (p *Planner) takingOver(object topology.Object, obstacles []obstacle) (findings []engine.Finding, passing []topology.ID) {
	origin := p.origin(object.ID())
	for _, obstacle := range obstacles {
		switch {
		case obstacle.standing != engine.Own:
		case !p.run.Leftover(obstacle.id):
			passing = append(passing, obstacle.id)
		case obstacle.id.Same(origin):
			findings = append(findings, engine.LeftBehind(p.found.Topology, object))
		}
	}
	return findings, passing
}

func (p *Planner) standing(id topology.ID, obstacles []obstacle) engine.Standing {
	if p.leaving[id.Key()] {
		return engine.Leaving
	}
	if _, planned := p.planned[id.Key()]; planned {
		return engine.Planned
	}
	origin := p.origin(id)
	for _, obstacle := range obstacles {
		if obstacle.id.Same(origin) {
			return obstacle.standing
		}
	}
	return engine.Own
}

// layApplied lays changes that have been made over the topology.
func (p *Planner) layApplied(steps []catalog.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, step := range steps {
		id, _ := p.overlay.Current(step.ID()) // the state may have the name before a renaming
		key := id.Key()
		delete(p.incomplete, key)
		if step.Action == topology.Delete {
			if p.found.Holding(p.origin(id)).Inherited() {
				continue
			}
			p.overlay.Remove(id)
			p.lay(Intent{Change: topology.Deletion(id)})
			p.leaving[key] = true
			delete(p.planned, key)
			continue
		}
		p.overlay.Put(step.Object)
		p.lay(Intent{Change: step.Change})
		delete(p.leaving, key)
	}
}
