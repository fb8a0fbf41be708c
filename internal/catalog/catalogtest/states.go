package catalogtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// state is a Terraform state: its resources' claims, under the ids that it knows.
type state struct {
	t        *testing.T
	location string
	place    string
	claims   map[topology.Key]string
	ids      []topology.ID
}

func newState(t *testing.T, location, place string) *state {
	t.Helper()
	return &state{t, location, place, map[topology.Key]string{}, nil}
}

// begin begins a run that refreshes all of the state.
func (s *state) begin() *catalog.Run {
	s.t.Helper()
	run, err := open(s.t, s.location).Begin(s.t.Context(), s.place, false)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range s.ids {
		s.show(run, id)
	}
	return run
}

func (s *state) show(run *catalog.Run, id topology.ID) catalog.Shown {
	s.t.Helper()
	shown, err := run.Show(s.t.Context(), s.claims[id.Key()], id)
	if err != nil {
		s.t.Fatal(err)
	}
	return shown[0]
}

// creates creates objects; the state knows of them.
func (s *state) creates(run *catalog.Run, objects ...topology.Object) error {
	s.t.Helper()
	for _, object := range objects {
		claim := catalog.NewClaim()
		if err := run.Apply(s.t.Context(), catalog.Step{Change: topology.Creation(object), Claim: claim}); err != nil {
			return err
		}
		s.claims[object.ID().Key()] = claim
		s.ids = append(s.ids, object.ID())
	}
	return nil
}

func (s *state) step(run *catalog.Run, change topology.Change) error {
	s.t.Helper()
	id := change.ID()
	if !change.From.IsZero() {
		id = change.From
	}
	return run.Apply(s.t.Context(), catalog.Step{Change: change, Claim: s.claims[id.Key()]})
}

func (s *state) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// refuses checks that a change was refused for a code.
func refuses(t *testing.T, what string, err error, want engine.Code) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: it is not refused", what)
		return
	}
	if codes := refused(t, err); codes[0] != want {
		t.Errorf("%s: refused for %v, want %s", what, codes, want)
	}
}

// site is a VMM server with what a mapping between its networks needs.
func site(name string) (server topology.Server, logical topology.LogicalNetwork, networks [2]topology.VMNetwork, cloud topology.Cloud) {
	server = topology.NewServer(name)
	logical = topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationNone)
	return server, logical, [2]topology.VMNetwork{
		topology.NewVMNetwork(logical.ID(), "N0", nil), topology.NewVMNetwork(logical.ID(), "N1", nil),
	}, topology.NewCloud(server.ID(), "C", []topology.ID{logical.ID()})
}

func (s *state) held(want int) {
	s.t.Helper()
	found := snapshot(s.t, open(s.t, s.location))
	if found.Len() != want || len(found.Missing()) > 0 {
		s.t.Errorf("the catalog holds %d objects, and %d references to nothing; want %d and none:\n%s", found.Len(), len(found.Missing()), want, text(found.Topology))
	}
}

// testOwners has two states in one catalog.
func testOwners(t *testing.T, location string) {
	mine, yours := newState(t, location, "here"), newState(t, location, "there")
	server, logical, networks, cloud := site("S")
	run := mine.begin()
	mine.must(mine.creates(run, server, logical, networks[0], networks[1], cloud))
	mine.must(run.End(t.Context()))

	other := yours.begin()
	refuses(t, "creating what another state has", yours.creates(other, server), engine.OtherState)
	refuses(t, "changing it", yours.step(other, topology.Updating(topology.NewCloud(server.ID(), "C", nil))), engine.OtherState)
	yours.claims[server.ID().Key()] = catalog.NewClaim()         // which is nobody's
	mine.must(yours.step(other, topology.Deletion(server.ID()))) // changes nothing
	mapping := topology.NewMapping(networks[0].ID(), networks[1].ID(), topology.ID{}, nil)
	mine.must(yours.creates(other, mapping))
	mine.must(other.End(t.Context()))
	mine.held(6)

	// In Terraform's order: what is referred to goes before what refers to it lets go.
	run = mine.begin()
	refuses(t, "deleting what another state's mapping refers to", mine.step(run, topology.Deletion(networks[0].ID())), engine.StillReferredTo)
	mine.must(mine.step(run, topology.Deletion(logical.ID())))
	found := snapshot(t, open(t, location))
	if missing := found.Missing(); len(missing) != 3 {
		t.Errorf("%d references are missing, want 3", len(missing))
	}
	if whole := found.Whole(); whole.Len() != 2 || len(whole.Missing()) > 0 {
		t.Errorf("questions see\n%s", text(whole))
	}
	refuses(t, "a new reference to it", mine.creates(run, topology.NewVMNetwork(logical.ID(), "N2", nil)), engine.UnknownReference)
	mine.must(mine.creates(run, logical))
	mine.must(run.End(t.Context()))
	mine.held(6)

	// Protections exchange their targets, one after the other.
	clouds := []topology.Object{}
	for n := range 4 {
		clouds = append(clouds, topology.NewCloud(server.ID(), fmt.Sprint(n), nil))
	}
	protection := func(protected, protecting int) topology.Protection {
		return topology.NewProtection(clouds[protected].ID(), clouds[protecting].ID(), "", topology.ReplicationSAN)
	}
	mine.must(mine.creates(run, append(clouds, protection(0, 1), protection(2, 3))...))
	refuses(t, "another state's rival", yours.creates(yours.begin(), topology.NewProtection(cloud.ID(), clouds[1].ID(), "", topology.ReplicationSAN)), engine.CloudInTwo)
	run = mine.begin()
	mine.must(mine.step(run, topology.Updating(protection(0, 3))))
	if readiness, _ := engine.JudgeReadiness(snapshot(t, open(t, location)).Topology, topology.ID{}); readiness.Ready() {
		t.Error("in between, two protections have one cloud, and that is taken for ready")
	}
	mine.must(mine.step(run, topology.Updating(protection(2, 1))))
	mine.held(12)
}

// testMovedState moves a resource from one state to another, with its claim, as
// terraform state mv does: the states stay two.
func testMovedState(t *testing.T, location string) {
	mine, yours := newState(t, location, "here"), newState(t, location, "there")
	run := mine.begin()
	mine.must(mine.creates(run, topology.NewServer("1"), topology.NewServer("2"), topology.NewServer("3")))
	mine.must(run.End(t.Context()))
	run = yours.begin()
	yours.must(yours.creates(run, topology.NewServer("A"), topology.NewServer("B"), topology.NewServer("C")))
	yours.must(run.End(t.Context()))
	moved := mine.ids[0]
	yours.claims[moved.Key()] = mine.claims[moved.Key()]
	mine.ids, yours.ids = mine.ids[1:], append([]topology.ID{moved}, yours.ids...)
	yours.begin()
	refuses(t, "creating what the other state still has", yours.creates(yours.begin(), topology.NewServer("2")), engine.OtherState)
	refuses(t, "creating what the other state has now", mine.creates(mine.begin(), topology.NewServer("1")), engine.OtherState)
	yours.must(yours.step(yours.begin(), topology.Deletion(moved)))
	mine.held(5)
}

// testTakingOver hands an object from one state to another.
func testTakingOver(t *testing.T, location string) {
	mine, yours := newState(t, location, "here"), newState(t, location, "there")
	server := topology.NewServer("S")
	run := mine.begin()
	mine.must(mine.creates(run, server))
	mine.must(run.End(t.Context()))

	importing := yours.begin()
	yours.claims[server.ID().Key()] = catalog.NewClaim()
	yours.must(importing.Import(t.Context(), yours.claims[server.ID().Key()], server.ID()))
	importing.Planned()
	yours.must(importing.End(t.Context()))
	if shown := mine.show(mine.begin(), server.ID()); shown.Foreign || !shown.Imported {
		t.Errorf("after a plan that imports it, its owner is shown %+v", shown)
	}
	yours.ids = append(yours.ids, server.ID())
	yours.begin()
	if shown := mine.show(mine.begin(), server.ID()); !shown.Foreign {
		t.Errorf("after a refresh by its new owner, its former owner is shown %+v", shown)
	}
	mine.must(mine.step(mine.begin(), topology.Deletion(server.ID()))) // changes nothing
	mine.held(1)
	yours.must(yours.step(yours.begin(), topology.Deletion(server.ID())))
	mine.held(0)
}

// testNobodys gives what no state has to the one that has it first.
func testNobodys(t *testing.T, location string) {
	server := topology.NewServer("S")
	apply(t, open(t, location), topology.Creation(server)) // as an older version of the provider did
	mine, yours := newState(t, location, "here"), newState(t, location, "there")
	refuses(t, "creating it", yours.creates(yours.begin(), server), engine.OtherState)

	// A claim that was made in a plan does not count until it comes back from the state.
	planning := mine.begin()
	mine.claims[server.ID().Key()] = catalog.NewClaim()
	planning.Made(mine.claims[server.ID().Key()])
	if shown := mine.show(planning, server.ID()); !shown.Free {
		t.Errorf("it is shown as %+v", shown)
	}
	mine.ids = append(mine.ids, server.ID())
	mine.begin()
	yours.claims[server.ID().Key()] = catalog.NewClaim()
	if shown := yours.show(yours.begin(), server.ID()); !shown.Foreign {
		t.Errorf("to another state it is shown as %+v", shown)
	}
	mine.must(mine.step(mine.begin(), topology.Deletion(server.ID())))
	mine.held(0)

	// The first run with it deletes in Terraform's order, too.
	cloud := topology.NewCloud(server.ID(), "C", nil)
	apply(t, open(t, location), topology.Creation(server), topology.Creation(cloud))
	mine = newState(t, location, "here")
	planning = mine.begin()
	for _, id := range []topology.ID{server.ID(), cloud.ID()} {
		mine.claims[id.Key()] = catalog.NewClaim()
		planning.Made(mine.claims[id.Key()])
		mine.show(planning, id)
	}
	run := mine.begin()
	mine.must(mine.step(run, topology.Deletion(server.ID())))
	mine.must(mine.step(run, topology.Deletion(cloud.ID())))
	mine.held(0)
}

// testEntered enters what exists without the catalog with what stands on it: it
// belongs to nobody, until its own resource comes, in the same run or later.
func testEntered(t *testing.T, location string) {
	server := topology.NewServer("S")
	cloud := topology.NewCloud(server.ID(), "C", nil)
	mine, yours := newState(t, location, "here"), newState(t, location, "there")
	enter := func(of *state, run *catalog.Run, objects ...topology.Object) {
		t.Helper()
		var steps []catalog.Step
		for _, below := range objects[:len(objects)-1] {
			steps = append(steps, catalog.Step{Change: topology.Creation(below), Enters: true})
		}
		last := objects[len(objects)-1]
		of.claims[last.ID().Key()] = catalog.NewClaim()
		of.ids = append(of.ids, last.ID())
		of.must(run.Apply(t.Context(), append(steps, catalog.Step{Change: topology.Creation(last), Claim: of.claims[last.ID().Key()], Enters: true})...))
	}
	run := mine.begin()
	enter(mine, run, server, cloud)
	refuses(t, "deleting in another state what it stands on", yours.step(yours.begin(), topology.Deletion(server.ID())), engine.StillReferredTo)
	enter(mine, run, server)
	enter(mine, run, server, topology.NewCloud(server.ID(), "D", nil)) // which leaves the server's claim
	if shown := mine.show(mine.begin(), server.ID()); shown.Free || shown.Foreign {
		t.Errorf("what its resource has entered is shown as %+v", shown)
	}
	run = mine.begin()
	for _, id := range mine.ids {
		mine.must(mine.step(run, topology.Deletion(id)))
	}
	mine.held(0)
}

// testLeftovers has runs that never end, and states that do not know all of what
// they have created.
func testLeftovers(t *testing.T, location string) {
	server, logical, networks, cloud := site("S")
	other := topology.NewServer("T")
	killed := func() *state {
		s := newState(t, location, "here")
		s.must(s.creates(s.begin(), server, logical, networks[0], networks[1], cloud, other))
		known := newState(t, location, "here")
		known.claims, known.ids = s.claims, s.ids[:1]
		return known
	}
	// The next run completes it.
	mine := killed()
	run := mine.begin()
	mine.must(mine.creates(run, logical, networks[0], networks[1], cloud, other))
	mine.must(run.End(t.Context()))
	mine.held(6)
	refuses(t, "what is complete", newState(t, location, "there").creates(newState(t, location, "there").begin(), logical), engine.OtherState)
	run = mine.begin()
	for i := len(mine.ids) - 1; i >= 0; i-- {
		mine.must(mine.step(run, topology.Deletion(mine.ids[i])))
	}
	mine.held(0)

	// Or it is destroyed at once: what stands on what goes, goes with it, and the
	// last one takes the rest.
	mine = killed()
	run = mine.begin()
	mine.must(mine.step(run, topology.Deletion(server.ID())))
	mine.held(0)

	// As long as that run may be under way, nobody else takes over what it has created.
	mine = killed()
	yours := newState(t, location, "there")
	refuses(t, "what another run is creating", yours.creates(yours.begin(), other), engine.OtherState)
	run = mine.begin()
	mine.must(mine.creates(run, other))
	mine.must(run.End(t.Context()))
	run = mine.begin()
	for i := len(mine.ids) - 1; i >= 0; i-- {
		mine.must(mine.step(run, topology.Deletion(mine.ids[i])))
	}
	mine.held(0)

	// What another state refers to, stays.
	mine = killed()
	yours = newState(t, location, "there")
	yours.must(yours.creates(yours.begin(), topology.NewCloud(other.ID(), "C", nil)))
	yours.begin()
	run = mine.begin()
	mine.must(mine.step(run, topology.Deletion(server.ID())))
	mine.held(2)
}

// testChanged has writes that change the topology, and others that only say whose
// its objects are and what runs have ended.
func testChanged(t *testing.T, location string) {
	watching := open(t, location)
	if changed := snapshot(t, watching).Changed(); changed != (catalog.Changed{}) {
		t.Errorf("a new catalog was changed last at %+v", changed)
	}
	mine := newState(t, location, "here")
	server, logical, networks, cloud := site("S")
	begin := time.Now().Truncate(time.Second)
	run := mine.begin()
	mine.must(mine.creates(run, server, logical, networks[0], cloud))

	var last catalog.Snapshot
	changes := func(what string, want bool) {
		t.Helper()
		before := last
		last = snapshot(t, open(t, location))
		switch changed := last.Changed(); {
		case last.Revision == before.Revision:
			t.Errorf("%s: nothing was written", what)
		case !want && changed != before.Changed():
			t.Errorf("%s: changed last at %+v, want still %+v", what, changed, before.Changed())
		case want && (changed.Revision != last.Revision || changed.At.Before(begin) || changed.At.After(time.Now())):
			t.Errorf("%s at revision %d: changed last at %+v", what, last.Revision, changed)
		}
		if held := snapshot(t, watching); held.Changed() != last.Changed() {
			t.Errorf("%s: who has had it open sees the last change at %+v, want %+v", what, held.Changed(), last.Changed())
		}
	}
	changes("objects are created", true)
	mine.must(run.End(t.Context()))
	changes("the run ends", false)
	given := topology.NewCloud(server.ID(), "C", nil)
	mine.must(mine.step(mine.begin(), topology.Updating(given)))
	changes("an object is another one", true)
	mine.must(mine.step(mine.begin(), topology.Updating(given)))
	changes("an object is written as it was", false)
	mine.must(mine.step(mine.begin(), topology.Renaming(cloud.ID(), topology.NewCloud(server.ID(), "D", nil))))
	changes("an object is renamed", true)
	mine.must(mine.step(mine.begin(), topology.Deletion(networks[0].ID())))
	changes("an object is deleted", true)
}
