package catalog

import (
	"context"
	"errors"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Step is a change on behalf of a resource that shows its claim.
type Step struct {
	topology.Change
	// Claim is the resource's. A deletion has none only of what Terraform has marked
	// as tainted, for it hands back none then: the plan has judged whose it is.
	Claim string
	// Clears says that a deletion is also for what another resource of the state
	// manages, and for what no state does.
	Clears bool
	// Vault is the ARM id of the mapping in a vault by which the mapping of the step
	// is to be in force, or was; nothing leaves noted what is.
	Vault string
	// Replaces says that a creation is for the resource of the deletion beside it, and
	// is not to be made unless that is.
	Replaces bool
	// Enters says that a creation enters what exists without the catalog. Another
	// resource may have entered it meanwhile, together with what stands on it: without a
	// claim, and so it is claimed.
	Enters bool
}

// Realised is a mapping that is in force in a vault, or is to be.
type Realised struct {
	Mapping topology.Mapping
	// Vault is the ARM id of the mapping in the vault.
	Vault string
	// Passing says that another resource of the state is planned to take it over.
	Passing bool
}

// Trial says what steps would do.
type Trial struct {
	// Removed are the mappings that would go and that are in force in a vault: those of
	// the steps, and those that a run left behind.
	Removed []Realised
	// Present has what the catalog holds of the steps' own mappings.
	Present map[topology.Key]Realised
}

// errTrial ends the transaction of a trial.
var errTrial = errors.New("a trial changes nothing")

// Try judges changes as [Run.Apply] does, and makes none.
func (r *Run) Try(ctx context.Context, steps ...Step) (Trial, error) {
	var trial Trial
	err := r.catalog.write(ctx, func(w *writing) error {
		trial = Trial{Present: map[topology.Key]Realised{}}
		for _, step := range steps {
			s := stepping{Run: r, writing: w, Step: step}
			if id, there := s.present(); there {
				if mapping, ok := w.known().Mapping(id); ok {
					trial.Present[step.ID().Key()] = w.known().realised(mapping)
				}
			}
		}
		for _, step := range steps {
			if err := (stepping{Run: r, writing: w, Step: step}).make(); err != nil {
				return err
			}
		}
		trial.Removed = w.realised
		return errTrial
	})
	if errors.Is(err, errTrial) {
		err = nil
	}
	return trial, err
}

// Apply makes the changes one after the other, all or none. Each is judged
// against the catalog as it is at that moment, and no other change can come in
// between; an unsound one is [*Refused].
//
// What belongs to the run's own state and is in the way of a change, is not: the
// run moves or deletes it before it ends, since its plan was sound. An object may
// so refer for a while to one that is deleted. Deleting what does not exist, or
// what another resource manages by now, changes nothing.
func (r *Run) Apply(ctx context.Context, steps ...Step) error {
	r.mu.Lock()
	r.busy++
	r.mu.Unlock()
	creates := false
	err := r.catalog.write(ctx, func(w *writing) error {
		for _, step := range steps {
			s := stepping{Run: r, writing: w, Step: step}
			if err := s.make(); err != nil {
				return err
			}
			creates = creates || step.Action == topology.Create
		}
		return nil
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy--
	r.written = r.written || creates && err == nil
	return err
}

// stepping is a step that is being made.
type stepping struct {
	*Run
	*writing
	Step
}

// present returns the id that the object of the step has now. What is to be created
// may be there already, under that very id: the claim may still be for what it replaces.
func (s stepping) present() (topology.ID, bool) {
	id := s.ID()
	if s.Action == topology.Create {
		_, there := s.known().Get(id)
		return id, there
	}
	if !s.From.IsZero() {
		id = s.From
	}
	now, there := s.known().claims[s.Claim]
	if !there || now.Kind() != id.Kind() {
		now, there = s.known().Current(id)
	}
	return now, there
}

func (s stepping) make() error {
	now, there := s.present()
	switch s.Action {
	case topology.Create:
		switch {
		case !s.Enters || !there:
			return s.create()
		case s.Claim == "":
			return nil
		}
		return s.update(now)
	case topology.Delete:
		if !there {
			return nil
		}
		return s.delete(now)
	}
	if !there {
		return s.refused(engine.Check(s.known().Topology, topology.Updating(s.Object), s.standing))
	}
	return s.update(now)
}

func (s stepping) refused(findings []engine.Finding) error {
	if engine.HasErrors(findings) {
		return &Refused{Findings: findings}
	}
	return nil
}

func (s stepping) create() error {
	id := s.Object.ID()
	if err := s.refused(engine.Check(s.known().Topology, topology.Creation(s.Object), s.standing)); err != nil {
		return err
	}
	vault := s.vault(id)
	s.giveWay()
	s.put(s.Object)
	if s.handOver || s.Enters && s.Claim == "" {
		s.hold(id, Holding{Vault: vault})
		return nil
	}
	s.hold(id, Holding{Owner: s.state(), Claim: s.Claim, Run: s.name, Vault: vault})
	s.begin(s.name, s.where)
	return nil
}

func (s stepping) update(now topology.ID) error {
	holding := s.known().holdings[now.Key()]
	switch {
	case holding.Claim == "":
		if holding = s.unclaimed(now, holding); s.Claim != "" && !s.handOver {
			holding.Claim = s.Claim
		}
	case holding.claimed(s.Claim):
		s.saw(now, holding.Owner)
	case s.Claim != "" && holding.Heir == s.Claim:
		holding = Holding{Owner: s.state(), Claim: s.Claim, Vault: holding.Vault}
	default:
		return &Refused{Findings: []engine.Finding{engine.Retired(s.known().Topology, now)}}
	}
	id := s.Object.ID()
	if !now.Same(id) {
		if err := s.refused(engine.CheckRename(s.known().Topology, now, id)); err != nil {
			return err
		}
		s.rename(now, id)
	}
	if err := s.refused(engine.Check(s.known().Topology, topology.Updating(s.Object), s.standing)); err != nil {
		return err
	}
	s.giveWay()
	s.put(s.Object)
	holding.Passing, holding.Vault = 0, s.vault(id)
	s.hold(id, holding)
	return nil
}

// vault returns the ARM id of the mapping by which a mapping is to be in force.
func (s stepping) vault(id topology.ID) string {
	if s.Vault != "" {
		return s.Vault
	}
	return s.known().holdings[id.Key()].Vault
}

// unclaimed returns whose an object is that nobody has claimed yet, and that a
// resource of this run's state has: the state's, as its plan has noted.
func (s stepping) unclaimed(now topology.ID, holding Holding) Holding {
	switch {
	case holding.Owner != "":
		s.saw(now, holding.Owner)
	case !s.handOver:
		holding.Owner = s.state()
	}
	return holding
}

func (s stepping) delete(now topology.ID) error {
	holding := s.known().holdings[now.Key()]
	switch {
	case holding.Claim == "":
		s.unclaimed(now, holding)
	case s.Clears && s.standing(now) == engine.Own, s.Claim == "" && s.found.Holding(now) == holding:
		// Of what is tainted, Terraform hands back no claim.
		s.saw(now, holding.Owner)
	case !holding.claimed(s.Claim):
		return nil // another resource manages it by now
	case holding.Inherited():
		s.hold(now, Holding{Owner: holding.Owner, Claim: holding.Heir, Vault: holding.Vault})
		return nil
	default:
		s.saw(now, holding.Owner)
	}
	if err := s.refused(engine.Check(s.known().Topology, topology.Deletion(now), s.standing)); err != nil {
		return err
	}
	if holding.Vault == "" && s.Vault != "" {
		holding.Vault = s.Vault // the state knows what this catalog does not
		s.hold(now, holding)
	}
	referrers := s.known().Referrers(now)
	s.remove(now)
	for _, referrer := range referrers {
		s.leave(referrer.ID())
	}
	s.lastOneOut()
	return nil
}

// standing returns how an object stands to the step.
func (s stepping) standing(id topology.ID) engine.Standing {
	holding := s.known().holdings[id.Key()]
	switch {
	case holding.Owner == "" && s.handOver,
		holding.passing() && (s.Action == topology.Create || s.Clears),
		s.saidOwner(holding.Owner),
		s.left(id) && id.Same(s.ID()) && s.atRest(),
		s.ownLeftover(id):
		return engine.Own
	case s.left(id):
		return engine.UnderWay
	}
	return engine.Foreign
}

// left reports whether an object is a leftover, and was one when the run began.
func (s stepping) left(id topology.ID) bool {
	holding := s.known().holdings[id.Key()]
	return holding.Run != s.name && s.known().leftover(holding) && s.found.Holding(id) == holding
}

// ownLeftover reports whether an object is a leftover of the run's own state.
func (s stepping) ownLeftover(id topology.ID) bool { return s.left(id) && s.Run.ownLeftover(id) }

// leave removes an object of the run's own state that a run left behind, and what
// of that kind refers to it.
func (s stepping) leave(id topology.ID) {
	if !s.ownLeftover(id) {
		return
	}
	referrers := s.known().Referrers(id)
	if slices.ContainsFunc(referrers, func(o topology.Object) bool { return !s.ownLeftover(o.ID()) }) {
		return
	}
	s.remove(id)
	for _, referrer := range referrers {
		s.leave(referrer.ID())
	}
}

// giveWay removes leftovers of the run's own state that are in the way of a protection.
func (s stepping) giveWay() {
	protection, ok := s.Object.(topology.Protection)
	if !ok {
		return
	}
	for _, cloud := range []topology.ID{protection.Protected, protection.Protecting} {
		for _, rival := range append(s.known().ProtectionsOf(cloud), s.known().ProtectionsBy(cloud)...) {
			if !rival.ID().Same(protection.ID()) {
				s.leave(rival.ID())
			}
		}
	}
}

// lastOneOut removes what runs for the state have left behind, when it was the
// last object that the state knew which has just been deleted.
func (s stepping) lastOneOut() {
	var left []topology.ID
	for _, object := range s.leftovers {
		if s.ownLeftover(object) {
			left = append(left, object)
		}
	}
	if len(left) == 0 {
		return
	}
	for key, holding := range s.known().holdings {
		if s.saidOwner(holding.Owner) && !slices.ContainsFunc(left, func(id topology.ID) bool { return id.Key() == key }) {
			return
		}
	}
	// What others refer to stays; what refers goes first.
	for _, id := range slices.Backward(left) {
		s.leave(id)
	}
}
