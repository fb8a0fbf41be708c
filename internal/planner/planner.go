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
)

// Planner is one run's view of a catalog. Its methods may be called at the same
// time.
type Planner struct {
	catalog *catalog.Catalog
	found   catalog.Snapshot

	// applying lets one resource apply at a time: what one takes over, the next
	// must leave alone.
	applying sync.Mutex

	mu      sync.Mutex
	overlay *topology.Topology
	// planned are the objects that resources of this run have planned.
	planned map[topology.Key]bool
	// vague are those among them of which something is not known yet.
	vague map[topology.Key]bool
	// going are the objects that this run deletes.
	going map[topology.Key]bool
	// retaken are the objects that this run created where they were already.
	retaken map[topology.Key]bool
	// exclusive are the sets of mappings that leave no room for others, with
	// the mappings that they hold.
	exclusive map[topology.Key]map[topology.Key]bool
	baselines baselines
}

// New returns the planner of a run that begins now.
func New(ctx context.Context, c *catalog.Catalog) (*Planner, error) {
	found, err := c.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return &Planner{
		catalog:   c,
		found:     found,
		overlay:   found.Clone(),
		planned:   map[topology.Key]bool{},
		vague:     map[topology.Key]bool{},
		going:     map[topology.Key]bool{},
		retaken:   map[topology.Key]bool{},
		exclusive: map[topology.Key]map[topology.Key]bool{},
	}, nil
}

// Found returns the catalog as the run found it.
func (p *Planner) Found() catalog.Snapshot { return p.found }

// Intent is what one resource intends.
type Intent struct {
	Change topology.Change
	// Unknown tells the attributes of the object whose values are not known
	// yet; it is nil if all are known. What rests on values that are not known
	// is judged when they are.
	Unknown func(engine.Path) bool
	// Replaced is the id of the object that the resource manages until now,
	// where Terraform replaces it by the one that is created.
	Replaced topology.ID
}

// Plan lays a change over the topology and returns what is to be said about it.
// A change with errors is not laid over.
func (p *Planner) Plan(intent Intent) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := intent.Change.ID()
	if intent.Change.Action == topology.Delete {
		p.going[id.Key()] = true
		delete(p.planned, id.Key())
		return p.note(intent)
	}
	own := id.Same(intent.Replaced)
	findings := engine.Check(p.overlay, intent.Change, func(other topology.ID) engine.Standing {
		if own && other.Same(id) {
			return engine.Going
		}
		return p.standing(other)
	})
	if finding, ok := p.outside(intent.Change); ok {
		findings = append(findings, finding)
	}
	findings = slices.DeleteFunc(findings, func(f engine.Finding) bool {
		return intent.Unknown != nil && intent.Unknown(f.Attribute) ||
			slices.ContainsFunc(f.RestsOn, func(on topology.ID) bool { return p.vague[on.Key()] })
	})
	if engine.HasErrors(findings) {
		return findings
	}
	p.overlay.Apply(intent.Change)
	p.planned[id.Key()] = true
	delete(p.going, id.Key())
	if intent.Unknown != nil {
		p.vague[id.Key()] = true
	} else {
		delete(p.vague, id.Key())
	}
	return append(findings, p.note(intent)...)
}

func (p *Planner) standing(id topology.ID) engine.Standing {
	switch {
	case p.going[id.Key()]:
		return engine.Going
	case p.planned[id.Key()]:
		return engine.Planned
	default:
		return engine.Stored
	}
}

// Apply makes the changes in the catalog, all or none; see [catalog.Catalog.Apply].
//
// Where a replacement is created before what it replaces is destroyed, and both
// have the same id, the creation finds the object there and takes it over. The
// destruction that follows must then leave it alone.
func (p *Planner) Apply(ctx context.Context, changes ...topology.Change) error {
	p.applying.Lock()
	defer p.applying.Unlock()
	p.mu.Lock()
	changes = slices.DeleteFunc(slices.Clone(changes), func(change topology.Change) bool {
		return change.Action == topology.Delete && p.retaken[change.ID().Key()]
	})
	p.mu.Unlock()
	if err := p.catalog.Apply(ctx, changes...); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, change := range changes {
		key := change.ID().Key()
		if _, there := p.found.Get(change.ID()); there && change.Action == topology.Create && !p.going[key] {
			p.retaken[key] = true
		}
		p.overlay.Apply(change)
		p.lay(Intent{Change: change})
		delete(p.vague, key)
		if change.Action == topology.Delete {
			p.going[key] = true
			delete(p.planned, key)
		} else {
			delete(p.going, key)
		}
	}
	return nil
}
