package catalog

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// patience is how long a run waits to learn whether an object that is in its way
// belongs to its own state, which its other resources show when they are
// refreshed or planned.
const patience = 2 * time.Second

// Run is one run of Terraform with a catalog, and what it may do there.
//
// Terraform tells a provider neither which state it works for nor when a run is
// over, so this is how the catalog knows whose an object is:
//
//   - A resource keeps a claim in its private state, and the object that it
//     manages has the same claim. Whoever shows the claim manages the object; a
//     deletion or a change by anybody else is not made.
//   - Objects of one state have the same owner. Whoever shows a claim is of the
//     state that owns the object, and so are all that show a claim in the same run.
//   - What a run creates belongs to a state for good when the run has ended, or
//     when the state shows the claim in a later run. Until then, if the run is over,
//     it may have been killed before the state knew of the object: a leftover, which
//     the next run that creates it takes over, and which goes with the objects of the
//     same state that it refers to, or with the last of them.
//   - The creation that takes over what another resource of the state gives up shows
//     no claim. The plan notes on the object that it passes on, and for a day after
//     that an apply is taken at its word.
//   - An object without a claim belongs to the state that first shows one to it in a
//     later run than the one in which the claim was made: then the claim is kept.
//   - An import makes a claim beside the owner's, which counts alone in a later run
//     in the same way; that of terraform import, as soon as that has ended.
type Run struct {
	catalog *Catalog
	found   Snapshot
	// name names the run, and the state that it works for as long as no claim has
	// shown another name.
	name, where string
	handOver    bool
	// leftovers are those that it found.
	leftovers []topology.ID

	mu sync.Mutex
	// owners are the names that the state's objects have, with how many have each,
	// of those that have been shown: of what runs have added to a state, and what was
	// moved to it from another one. The most frequent becomes the name of all.
	owners map[string]int
	// owned are the objects that have been shown, with the names that they have now.
	owned map[topology.Key]ownedObject
	// another is closed and replaced when there is another one.
	another chan struct{}
	// until is when waiting for that ends.
	until time.Time
	// made are the claims that this run has made for what it found.
	made map[string]bool
	// imports are those of this run, and planned says that it makes a plan.
	imports []imported
	planned bool
	// written says that the run has created something, busy how many changes are
	// under way.
	written bool
	busy    int
	// broken says that the run has left something behind that it could not finish.
	broken bool
}

// ownedObject is an object of the state with the name of the state that it has.
type ownedObject struct {
	id    topology.ID
	owner string
}

// imported is what a resource has imported.
type imported struct {
	claim string
	ids   []topology.ID
}

// Begin begins a run that sees the catalog as it is now. The text where tells places
// apart at which Terraform runs: what a run leaves behind is its own place's. With handOver, what it creates belongs to no state, and
// so to the one that refreshes it first.
func (c *Catalog) Begin(ctx context.Context, where string, handOver bool) (*Run, error) {
	found, err := c.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	name := rand.Text()
	return &Run{
		catalog: c, found: found, name: name, where: where, handOver: handOver, leftovers: found.leftovers(),
		owners: map[string]int{name: 0}, owned: map[topology.Key]ownedObject{}, another: make(chan struct{}),
		made: map[string]bool{},
	}, nil
}

// Found returns the catalog as the run found it.
func (r *Run) Found() Snapshot { return r.found }

// End ends the run: what it has created is known to its state. A run in which a
// change is under way is not over, but has been broken off.
func (r *Run) End(ctx context.Context) error {
	r.mu.Lock()
	over := r.busy == 0 && !r.broken && (r.written || len(r.imports) > 0 && !r.planned)
	imports := r.imports
	if r.planned {
		imports = nil
	}
	r.mu.Unlock()
	if !over {
		return nil
	}
	return r.catalog.write(ctx, func(w *writing) error {
		w.end(r.name)
		for _, imported := range imports {
			for _, id := range imported.ids {
				if _, ok := w.known().Get(id); ok {
					w.hold(id, Holding{Owner: r.state(), Claim: imported.claim, Vault: w.known().holdings[id.Key()].Vault})
				}
			}
		}
		return nil
	})
}

// Planned notes that the run makes a plan, so that what it imports may still not
// be applied. A run that imports and plans nothing is that of terraform import.
func (r *Run) Planned() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.planned = true
}

// BreakOff notes that the run leaves something behind that its state does not
// know, as one that is killed does: it does not end.
func (r *Run) BreakOff() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.broken = true
}

// Shown is what a resource that shows its claim learns.
type Shown struct {
	// ID is the present id of the object, zero if there is none.
	ID topology.ID
	// Free says that the object belongs to no state yet: to that of the resource, as
	// soon as it shows a claim in a later run.
	Free bool
	// Foreign says that the object belongs to another state.
	Foreign bool
	// Imported says that another state has imported the object, and has not shown
	// yet that it was applied.
	Imported bool
}

// Show shows the claim of a resource to the objects that its state calls by the
// ids. What belongs to no state, belongs to the resource's state from now on. It
// returns what it learns of each.
func (r *Run) Show(ctx context.Context, claim string, ids ...topology.ID) ([]Shown, error) {
	var all []Shown
	var notes []note
	for _, id := range ids {
		shown, change := r.shown(id, claim)
		if change != nil {
			notes = append(notes, note{shown.ID, change})
		}
		all = append(all, shown)
	}
	return all, r.note(ctx, append(notes, r.renamed()...)...)
}

// shown returns what a resource learns of an object, and what changes for it, nil
// if nothing does.
func (r *Run) shown(id topology.ID, claim string) (Shown, func(*Holding)) {
	now, ok := r.found.Claimed(claim)
	if !ok || now.Kind() != id.Kind() {
		if now, ok = r.found.Current(id); !ok {
			return Shown{}, nil
		}
	}
	holding := r.found.Holding(now)
	switch {
	case r.handOver && holding.Owner == "":
		return Shown{ID: now}, nil
	case holding.Claim == "":
		owner := holding.Owner
		if owner == "" {
			owner = r.state()
		}
		r.saw(now, owner)
		if claim == "" || r.inThisRun(claim) {
			return Shown{ID: now, Free: true}, func(h *Holding) { h.Owner = owner }
		}
		return Shown{ID: now}, func(h *Holding) { *h = Holding{Owner: owner, Claim: claim, Vault: h.Vault} }
	case holding.claimed(claim):
		r.saw(now, holding.Owner)
		shown := Shown{ID: now, Imported: holding.Heir != "" && !holding.Inherited()}
		if !r.Leftover(now) {
			return shown, nil
		}
		return shown, func(h *Holding) { h.Run = "" }
	case r.inThisRun(claim): // it imports the object
		return Shown{ID: now}, nil
	case claim != "" && holding.Heir == claim:
		return Shown{ID: now}, func(h *Holding) { *h = Holding{Owner: r.state(), Claim: claim, Vault: h.Vault} }
	}
	return Shown{ID: now, Foreign: !r.saidOwner(holding.Owner)}, nil
}

// Import makes a claim to objects for a resource of a state that imports them. It
// counts when it is shown in a later run, for then it was applied.
func (r *Run) Import(ctx context.Context, claim string, ids ...topology.ID) error {
	r.Made(claim)
	r.mu.Lock()
	r.imports = append(r.imports, imported{claim, ids})
	r.mu.Unlock()
	var notes []note
	for _, id := range ids {
		if r.found.Holding(id).Owner != "" {
			notes = append(notes, note{id, func(h *Holding) { h.Heir = claim }})
		}
	}
	return r.note(ctx, notes...)
}

// Made notes that a claim was made in this run for what it found, and will count
// when it comes back from the state.
func (r *Run) Made(claim string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made[claim] = true
}

// Pass notes that the state has planned that others of its resources take over
// the objects, or take their places, so that the apply knows it too.
func (r *Run) Pass(ctx context.Context, ids ...topology.ID) error {
	var notes []note
	for _, id := range ids {
		if r.found.Holding(id).Owner == "" {
			continue
		}
		notes = append(notes, note{id, func(h *Holding) { h.Passing = time.Now().Unix() }})
	}
	return r.note(ctx, notes...)
}

// Imports reports whether a claim was made in this run, for an import.
func (r *Run) Imports(claim string) bool { return claim != "" && r.inThisRun(claim) }

// NewClaim returns a claim that nobody has.
func NewClaim() string { return rand.Text() }

// NewSetClaim returns a claim that nobody has, for several objects.
func NewSetClaim() string { return setPrefix + rand.Text() }

// note is a change of whose an object is.
type note struct {
	id     topology.ID
	change func(*Holding)
}

// note changes whose objects are, where nobody else has meanwhile. Who may only
// read the catalog leaves it as it is.
func (r *Run) note(ctx context.Context, notes ...note) error {
	if len(notes) == 0 {
		return nil
	}
	err := r.catalog.write(ctx, func(w *writing) error {
		for _, n := range notes {
			found, holding := r.found.Holding(n.id), w.known().holdings[n.id.Key()]
			same := holding.Claim == found.Claim && (found.Claim != "" || found.Owner == "" || holding.Owner == found.Owner)
			if _, ok := w.known().Get(n.id); ok && same {
				n.change(&holding)
				w.hold(n.id, holding)
			}
		}
		return nil
	})
	if errors.Is(err, storage.ErrReadOnly) {
		return nil
	}
	return err
}

// saw notes that an object of the run's state has that name of it.
func (r *Run) saw(id topology.ID, owner string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, seen := r.owned[id.Key()]; seen {
		return
	}
	r.owned[id.Key()] = ownedObject{id, owner}
	r.owners[owner]++
	if r.owners[owner] == 1 {
		close(r.another)
		r.another = make(chan struct{})
	}
}

// renamed returns the changes that give all objects that have been shown the same
// name of their state, where they do not have it yet.
func (r *Run) renamed() []note {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.owners) < 3 {
		return nil // its own name, and one other at the most
	}
	owner := r.commonOwner()
	var notes []note
	for key, object := range r.owned {
		if object.owner != owner {
			r.owned[key] = ownedObject{object.id, owner}
			notes = append(notes, note{object.id, func(h *Holding) { h.Owner = owner }})
		}
	}
	return notes
}

// commonOwner returns the name that most objects of the state have.
func (r *Run) commonOwner() string {
	owner := r.name
	for name, count := range r.owners {
		if most := r.owners[owner]; count > most || count == most && count > 0 && name < owner {
			owner = name
		}
	}
	return owner
}

func (r *Run) saidOwner(owner string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, said := r.owners[owner]
	return said
}

// state returns the name of the state that the run works for.
func (r *Run) state() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.commonOwner()
}

func (r *Run) inThisRun(claim string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.made[claim]
}

// Standing returns how an object that the run found stands to it. It waits for a
// moment where nothing has shown yet that the object is of the run's own state.
func (r *Run) Standing(ctx context.Context, id topology.ID) engine.Standing {
	holding := r.found.Holding(id)
	switch {
	case holding.Owner == "" && r.handOver, holding.passing(), r.ownLeftover(id), r.ours(ctx, holding.Owner):
		return engine.Own
	case r.Leftover(id):
		return engine.UnderWay
	}
	return engine.Foreign
}

// Leftover reports whether an object is one that a run left behind which was
// killed, or is still under way.
func (r *Run) Leftover(id topology.ID) bool { return r.found.contents.leftover(r.found.Holding(id)) }

// Abandoned reports whether a leftover may be taken over by whoever creates the same:
// it is the run's own, or the catalog has been at rest for so long that the run that
// left it is over.
func (r *Run) Abandoned(ctx context.Context, id topology.ID) bool {
	return r.Leftover(id) && (r.atRest() || r.Standing(ctx, id) == engine.Own)
}

// atRest reports whether the topology that the run found was not changed for longer
// than a run that is under way leaves it alone.
func (r *Run) atRest() bool { return time.Since(r.found.Changed().At) > engine.UnderWayFor }

// HasLeftovers reports whether the run found any.
func (r *Run) HasLeftovers() bool { return len(r.leftovers) > 0 }

// ownLeftover reports whether a leftover was left by a run for the same state, or
// by one that ran at the same place.
func (r *Run) ownLeftover(id topology.ID) bool {
	holding := r.found.Holding(id)
	return r.Leftover(id) && (r.saidOwner(holding.Owner) || r.found.contents.open[holding.Run] == r.where)
}

// ours reports whether the run works for a state of that name.
func (r *Run) ours(ctx context.Context, owner string) bool {
	if owner == "" {
		return false
	}
	for {
		r.mu.Lock()
		_, known := r.owners[owner]
		another := r.another
		if r.until.IsZero() {
			r.until = time.Now().Add(patience)
		}
		rest := time.Until(r.until)
		r.mu.Unlock()
		if known || rest <= 0 {
			return known
		}
		select {
		case <-another:
		case <-time.After(rest):
		case <-ctx.Done():
			return false
		}
	}
}
