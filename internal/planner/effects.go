package planner

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// The order of catalog and vault. Whenever a run is killed, the catalog has noted
// all that the vault may have of it:
//
//  1. Everything is judged against the catalog as it is, and nothing is changed.
//  2. The vault deletes what is to go. A run that is killed after that finds the
//     mapping missing in the vault, and in the catalog still.
//  3. The catalog makes all changes, and notes the ARM ids that new mappings will have.
//  4. The vault makes and changes mappings. A run that is killed before leaves a
//     mapping in the catalog which its state does not know, and which the vault has or
//     has not: the next run takes it over, and looks.
//  5. What the vault refused is taken back in the catalog.

// takingBack is how long it may take to take back in the catalog what the vault
// refused, even where the run is being cancelled.
const takingBack = 30 * time.Second

// takingOver is how long a resource may take to take over what another one deletes.
const takingOver = 2 * time.Second

// Applied is what came of changes.
type Applied struct {
	// Findings say what was brought back into line in the vault.
	Findings []engine.Finding
	// VaultIDs has the ARM ids of the mappings that are in force in the vault.
	VaultIDs map[topology.Key]string
	// Failures are the changes that the vault did not make. The others are made.
	Failures []Failure
}

// Failure is a change that the vault did not make.
type Failure struct {
	// Step is the change.
	Step catalog.Step
	Err  error
}

// effect is a step for a mapping that is to be in force in the vault.
type effect struct {
	step    catalog.Step
	mapping topology.Mapping
	bound   Binding
	// before is what the catalog had of the mapping.
	before catalog.Realised
	had    bool
	// adopts says that the mapping of the vault is imported.
	adopts bool
}

// Apply makes changes in the catalog, all or none (see [catalog.Run.Apply]), and
// has the vault follow, where one realises mappings. There each mapping is for
// itself: what the vault refuses is taken back in the catalog, and is among the
// failures. A step's Vault names the mapping of the vault that is imported.
func (p *Planner) Apply(ctx context.Context, steps ...catalog.Step) (Applied, error) {
	if !p.concernsVault(steps) {
		if err := p.run.Apply(ctx, steps...); err != nil {
			return Applied{}, err
		}
		p.layApplied(steps)
		return Applied{}, nil
	}
	if err := p.passOn(ctx, steps); err != nil {
		return Applied{}, err
	}
	defer p.reserve(steps)()
	trial, err := p.run.Try(ctx, steps...)
	if err != nil {
		return Applied{}, err
	}
	effects, err := p.bindAll(ctx, steps, trial)
	if err != nil {
		return Applied{}, err
	}
	var applied Applied
	refused, err := p.deleteInVault(ctx, steps, trial)
	if err != nil {
		return Applied{}, err
	}
	var made []catalog.Step
	for i, step := range steps {
		if failure, failed := refused[step.ID().Key()]; failed && step.Action == topology.Delete {
			applied.Failures = append(applied.Failures, Failure{step, failure})
			continue
		}
		if step.Replaces && len(refused) > 0 {
			delete(effects, i)
			continue
		}
		if e := effects[i]; e != nil {
			step.Vault = e.bound.VaultID
		}
		made = append(made, step)
	}
	if err := p.run.Apply(ctx, made...); err != nil {
		return Applied{}, err
	}
	p.layApplied(made)
	p.realise(ctx, effects, &applied)
	return applied, nil
}

// passOn gives other resources of the state a moment to take over, as is planned,
// what steps delete: Terraform makes both changes at the same time, and what has
// been taken over stays in force. What a step clears nobody takes over: who waited
// for that would keep others waiting for what the same steps take over.
func (p *Planner) passOn(ctx context.Context, steps []catalog.Step) error {
	gives := func(step catalog.Step) bool { return step.Action == topology.Delete && !step.Clears }
	if !slices.ContainsFunc(steps, gives) {
		return nil
	}
	for until := time.Now().Add(takingOver); time.Now().Before(until); {
		trial, err := p.run.Try(ctx, steps...)
		passing := func(step catalog.Step) bool {
			return gives(step) && slices.ContainsFunc(trial.Removed, func(r catalog.Realised) bool {
				return r.Passing && r.Mapping.ID().Same(trial.Present[step.ID().Key()].Mapping.ID())
			})
		}
		if err != nil || !slices.ContainsFunc(steps, passing) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(takingOver / 20):
		}
	}
	return nil
}

// reserve waits until no other change of the same mappings is under way, and
// returns what ends the reservation.
func (p *Planner) reserve(steps []catalog.Step) func() {
	p.changing.mu.Lock()
	defer p.changing.mu.Unlock()
	taken := func(step catalog.Step) bool { return p.changing.mappings[step.ID().Key()] }
	for slices.ContainsFunc(steps, taken) {
		p.changing.ended.Wait()
	}
	for _, step := range steps {
		p.changing.mappings[step.ID().Key()] = true
	}
	return func() {
		p.changing.mu.Lock()
		defer p.changing.mu.Unlock()
		for _, step := range steps {
			delete(p.changing.mappings, step.ID().Key())
		}
		p.changing.ended.Broadcast()
	}
}

// changing are the mappings whose changes are under way in catalog and vault.
type changing struct {
	mu       sync.Mutex
	ended    *sync.Cond
	mappings map[topology.Key]bool
}

func newChanging() *changing {
	c := &changing{mappings: map[topology.Key]bool{}}
	c.ended = sync.NewCond(&c.mu)
	return c
}

// concernsVault reports whether the vault may have to follow.
func (p *Planner) concernsVault(steps []catalog.Step) bool {
	if p.vault == nil {
		return false
	}
	return slices.ContainsFunc(steps, func(step catalog.Step) bool {
		if step.Action == topology.Delete {
			return step.ID().Kind() == topology.KindMapping || p.run.HasLeftovers()
		}
		mapping, ok := step.Object.(topology.Mapping)
		return ok && p.Realises(mapping)
	})
}

// bindAll binds the mappings of the steps, by the positions of these.
func (p *Planner) bindAll(ctx context.Context, steps []catalog.Step, trial catalog.Trial) (map[int]*effect, error) {
	effects := map[int]*effect{}
	var refusals []engine.Finding
	for i, step := range steps {
		mapping, ok := step.Object.(topology.Mapping)
		if !ok || !p.Realises(mapping) {
			continue
		}
		before, had := trial.Present[mapping.ID().Key()]
		bound, findings, err := p.Bind(ctx, mapping, before.Vault, step.Vault)
		if err != nil {
			return nil, err
		}
		for _, finding := range findings {
			if finding.Severity == engine.Error {
				refusals = append(refusals, finding)
			}
		}
		effects[i] = &effect{step, mapping, bound, before, had, step.Vault != ""}
	}
	if len(refusals) > 0 {
		return nil, &catalog.Refused{Findings: refusals}
	}
	return effects, nil
}

// deleteInVault deletes what steps delete, and what of leftovers goes with it.
// It returns what could not be deleted; an error, if that is none of the steps.
func (p *Planner) deleteInVault(ctx context.Context, steps []catalog.Step, trial catalog.Trial) (map[topology.Key]error, error) {
	going := map[string]vault.Mapping{}
	own := map[string]topology.Key{}
	for _, removed := range trial.Removed {
		if !p.Realises(removed.Mapping) {
			continue
		}
		switch now, err := p.inVault(ctx, removed.Vault); {
		case err != nil:
			return nil, err
		case now.there:
			going[now.mapping.ARM.Key()] = now.mapping
			for _, step := range steps {
				if before, ok := trial.Present[step.ID().Key()]; ok && step.Action == topology.Delete && before.Mapping.ID().Same(removed.Mapping.ID()) {
					own[now.mapping.ARM.Key()] = step.ID().Key()
				}
			}
		}
	}
	if err := p.clear(ctx, steps, going, own); err != nil {
		return nil, err
	}
	refused := map[topology.Key]error{}
	var failures vault.Failures
	if err := p.vault.EachOf(ctx, slices.Sorted(maps.Keys(going)), func(ctx context.Context, key string) error {
		return p.vault.Delete(ctx, going[key])
	}); !errors.As(err, &failures) {
		return nil, err
	}
	for _, failure := range failures {
		key, ok := own[failure.Key]
		if !ok {
			return nil, failure.Err
		}
		refused[key] = failure.Err
	}
	return refused, nil
}

// clear adds what the vault alone has of what steps clear. The catalog may have a
// mapping in its place, which was lost in the vault, and made again by somebody else.
func (p *Planner) clear(ctx context.Context, steps []catalog.Step, going map[string]vault.Mapping, own map[string]topology.Key) error {
	cleared, sets := map[topology.Key]bool{}, map[topology.Key]topology.ID{}
	for _, step := range steps {
		if id := step.ID(); step.Action == topology.Delete && step.Clears {
			cleared[id.Key()] = true
			set := topology.MappingSetID(id.Server(), id.Fabric())
			sets[set.Key()] = set
		}
	}
	for _, set := range sets {
		outside, err := p.Outside(ctx, set.Server(), set.Fabric())
		if err != nil {
			return err
		}
		for _, mapping := range outside {
			if key := mapping.ID().Key(); cleared[key] {
				going[mapping.ARM.Key()], own[mapping.ARM.Key()] = mapping, key
			}
		}
	}
	return nil
}

// realise makes and changes mappings in the vault.
func (p *Planner) realise(ctx context.Context, effects map[int]*effect, applied *Applied) {
	applied.VaultIDs = make(map[topology.Key]string, len(effects))
	byKey := make(map[string]*effect, len(effects))
	for _, e := range effects {
		byKey[string(e.mapping.ID().Key())] = e
	}
	var mu sync.Mutex
	err := p.vault.EachOf(ctx, slices.Sorted(maps.Keys(byKey)), func(ctx context.Context, key string) error {
		e := byKey[key]
		healed, err := p.effect(ctx, e)
		mu.Lock()
		defer mu.Unlock()
		applied.Findings = append(applied.Findings, healed...)
		if err == nil {
			applied.VaultIDs[e.mapping.ID().Key()] = e.bound.VaultID
		}
		return err
	})
	slices.SortFunc(applied.Findings, func(a, b engine.Finding) int { return strings.Compare(a.Subject.String(), b.Subject.String()) })
	var failures vault.Failures
	if !errors.As(err, &failures) {
		return
	}
	var back []catalog.Step
	for _, failure := range failures {
		e := byKey[failure.Key]
		var exists *vault.ExistsError
		if errors.As(failure.Err, &exists) {
			failure.Err = &catalog.Refused{Findings: []engine.Finding{p.mappedInVault(e.mapping, exists.Mapping)}}
		}
		applied.Failures = append(applied.Failures, Failure{e.step, failure.Err})
		if errors.Is(failure.Err, vault.ErrUncertain) {
			p.run.BreakOff() // the vault may have it: the next run looks
			continue
		}
		back = append(back, e.back())
	}
	if err := p.takeBack(ctx, back); err != nil {
		p.run.BreakOff()
		applied.Failures[0].Err = errors.Join(applied.Failures[0].Err, err)
	}
}

// effect has one mapping follow in the vault. It returns what was brought back
// into line by that.
func (p *Planner) effect(ctx context.Context, e *effect) ([]engine.Finding, error) {
	recorded := e.had && p.vault.Holds(e.before.Vault)
	there := e.bound.there
	if there == nil {
		if _, err := p.vault.Create(ctx, e.bound.link); err != nil {
			return nil, err
		}
		if recorded && e.step.Action != topology.Create && !e.bound.elsewhere {
			return []engine.Finding{p.backInForce(e.mapping, engine.Say(
				"The mapping of %s to %s was missing in the vault '%s', and has been made again.", e.mapping.Source, e.mapping.Target, p.vault.Name()))}, nil
		}
		return nil, nil
	}
	if e.bound.link.Realised(*there) {
		return nil, nil
	}
	var healed []engine.Finding
	if !e.adopts && !p.formerly(e.before.Mapping.Target, there.Target).Same(there.Target) {
		healed = append(healed, p.backInForce(e.mapping, engine.Say(
			"In the vault '%s', the mapping of %s led to %s, which is not what the catalog had. It leads to %s now.",
			p.vault.Name(), e.mapping.Source, targetOf(*there), e.mapping.Target)))
	}
	_, err := p.vault.Retarget(ctx, *there, e.bound.link)
	if errors.Is(err, vault.ErrAbsent) {
		_, err = p.vault.Create(ctx, e.bound.link)
	}
	if err != nil {
		return nil, err
	}
	return healed, nil
}

// back returns the step that takes an effect's step back.
func (e *effect) back() catalog.Step {
	if e.had && (e.step.Action != topology.Create || e.bound.there != nil) {
		return catalog.Step{Change: topology.Updating(e.before.Mapping), Claim: e.step.Claim, Vault: e.before.Vault}
	}
	return catalog.Step{Change: topology.Deletion(e.mapping.ID()), Claim: e.step.Claim}
}

// takeBack makes steps in the catalog that take others back.
func (p *Planner) takeBack(ctx context.Context, steps []catalog.Step) error {
	if len(steps) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takingBack)
	defer cancel()
	if err := p.run.Apply(ctx, steps...); err != nil {
		return err
	}
	p.layApplied(steps)
	return nil
}
