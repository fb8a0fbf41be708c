package planner_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// begin begins a run over the catalog at a path.
func begin(tb testing.TB, path string) *catalog.Run {
	tb.Helper()
	c, err := catalog.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	run, err := c.Begin(tb.Context(), "here", false)
	if err != nil {
		tb.Fatal(err)
	}
	return run
}

// run returns the planner of a run whose state is empty.
func run(tb testing.TB, path string) *planner.Planner {
	tb.Helper()
	return planner.New(begin(tb, path), nil)
}

// state is a Terraform state: the claims of its resources.
type state struct {
	path   string
	claims map[topology.Key]string
	ids    []topology.ID
}

// applied returns the state of a run that has created objects and ended.
func applied(t *testing.T, path string, objects ...topology.Object) *state {
	t.Helper()
	s := &state{path, map[topology.Key]string{}, nil}
	r := begin(t, path)
	for _, object := range objects {
		claim := catalog.NewClaim()
		if err := r.Apply(t.Context(), catalog.Step{Change: topology.Creation(object), Claim: claim}); err != nil {
			t.Fatal(err)
		}
		s.claims[object.ID().Key()] = claim
		s.ids = append(s.ids, object.ID())
	}
	if err := r.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// run returns the planner of a run that has refreshed all of the state.
func (s *state) run(t *testing.T) *planner.Planner {
	t.Helper()
	r := begin(t, s.path)
	for _, id := range s.ids {
		if shown, err := r.Show(t.Context(), s.claims[id.Key()], id); err != nil || shown[0].Foreign {
			t.Fatalf("%s: %+v, %v", id, shown, err)
		}
	}
	return planner.New(r, nil)
}

// steps create objects.
func steps(objects []topology.Object) []catalog.Step {
	list := make([]catalog.Step, len(objects))
	for i, object := range objects {
		list[i] = catalog.Step{Change: topology.Creation(object), Claim: catalog.NewClaim()}
	}
	return list
}

func path(tb testing.TB) string { return filepath.Join(tb.TempDir(), "catalog.db") }

func create(object topology.Object) planner.Intent {
	return planner.Intent{Change: topology.Creation(object)}
}

func update(object topology.Object) planner.Intent {
	return planner.Intent{Change: topology.Updating(object)}
}

func remove(id topology.ID) planner.Intent { return planner.Intent{Change: topology.Deletion(id)} }

// planning plans one change.
func planning(t *testing.T, p *planner.Planner, intent planner.Intent) []engine.Finding {
	t.Helper()
	findings, err := p.Plan(t.Context(), intent)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// plan plans what has to be sound without a warning.
func plan(t *testing.T, p *planner.Planner, intents ...planner.Intent) {
	t.Helper()
	for _, intent := range intents {
		if findings := planning(t, p, intent); len(findings) > 0 {
			t.Fatalf("planning %s: %v", intent.Change.ID(), findings)
		}
	}
}

func wants(t *testing.T, what string, findings []engine.Finding, want ...string) {
	t.Helper()
	got := []string{}
	for _, finding := range findings {
		got = append(got, fmt.Sprintf("%s %s", finding.Severity, finding.Code))
	}
	if !slices.Equal(got, want) && len(got)+len(want) > 0 {
		t.Errorf("%s: the findings are %q, want %q:\n%v", what, got, want, findings)
	}
}

// sites are two VMM servers, each with a logical network, a VM network on it and
// two clouds that have it.
func sites() []topology.Object {
	var objects []topology.Object
	for _, name := range []string{"A", "B"} {
		server := topology.NewServer(name)
		logical := topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationNone)
		objects = append(objects, server, logical, topology.NewVMNetwork(logical.ID(), "N", nil),
			topology.NewCloud(server.ID(), "C", []topology.ID{logical.ID()}),
			topology.NewCloud(server.ID(), "D", []topology.ID{logical.ID()}))
	}
	return objects
}

var (
	a, b           = topology.ServerID("A"), topology.ServerID("B")
	logicalB       = topology.LogicalNetworkID(b, "L")
	source, target = topology.VMNetworkID(a, "N"), topology.VMNetworkID(b, "N")
	protection     = topology.NewProtection(topology.CloudID(a, "C"), topology.CloudID(b, "C"), "", topology.ReplicationHyperVReplica)
	mapping        = topology.NewMapping(source, target, topology.ID{}, []topology.ID{protection.ID()})
)

// A mapping is proved before anything exists, and planning writes nothing.
func TestMappingIsProvedBeforeAnythingExists(t *testing.T) {
	at := path(t)
	p := run(t, at)
	for _, object := range sites() {
		plan(t, p, create(object))
	}
	plan(t, p, create(protection))
	plan(t, p, create(topology.NewLogicalNetwork(b, "L2", topology.IsolationNone)),
		create(topology.NewVMNetwork(topology.LogicalNetworkID(b, "L2"), "N2", nil)))

	elsewhere := topology.NewMapping(source, topology.VMNetworkID(b, "N2"), topology.ID{}, mapping.Protections)
	findings := planning(t, p, create(elsewhere))
	wants(t, "a target that the cloud does not use", findings, "error SR203")
	if !strings.Contains(findings[0].Remedy, "or map to one of: 'N'") {
		t.Errorf("the remedy is %q", findings[0].Remedy)
	}
	// What was not sound has left no trace.
	plan(t, p, create(mapping))
	if _, err := os.Stat(at); !os.IsNotExist(err) {
		t.Errorf("planning has written: %v", err)
	}
}

// What is planned over a filled catalog, step by step.
func TestRivals(t *testing.T) {
	network := topology.NewVMNetwork(logicalB, "M", nil)
	other := topology.NewMapping(source, network.ID(), topology.ID{}, nil)
	mine := applied(t, path(t), append(sites(), protection, mapping, network)...)
	rival := topology.NewProtection(topology.CloudID(a, "D"), topology.CloudID(b, "C"), "", topology.ReplicationSAN)

	wants(t, "another state's rival", planning(t, run(t, mine.path), create(rival)), "error SR202")
	wants(t, "another state's mapping", planning(t, run(t, mine.path), create(other)), "error SR205")
	wants(t, "another state's mapping, exactly so", planning(t, run(t, mine.path), create(mapping)), "error SR114")

	plan(t, mine.run(t), create(rival)) // its own plan says what becomes of the present one
	plan(t, mine.run(t), remove(protection.ID()), create(rival))
	p := mine.run(t)
	plan(t, p, update(protection))
	wants(t, "a rival that is planned", planning(t, p, create(rival)), "error SR202")
	p = mine.run(t)
	plan(t, p, create(rival))
	wants(t, "a rival that is planned before", planning(t, p, update(protection)), "error SR202")

	wants(t, "in the place of the present mapping", planning(t, mine.run(t), create(other)), "warning SR212")
	p = mine.run(t)
	plan(t, p, update(mapping))
	wants(t, "a second mapping, while the first is planned", planning(t, p, create(other)), "error SR205")
	wants(t, "the same mapping by another resource", planning(t, p, create(mapping)), "error SR110")
	wants(t, "the same mapping by two resources with a state", planning(t, p, update(mapping)), "error SR110")
}

// Who refers to what is deleted decides whether it may be.
func TestDeletions(t *testing.T) {
	at := path(t)
	mine := applied(t, at, sites()...)
	yours := applied(t, at, protection, mapping)
	logicalA := topology.LogicalNetworkID(a, "L")

	wants(t, "what another state's mapping refers to", planning(t, mine.run(t), remove(source)), "error SR113")
	plan(t, yours.run(t), remove(protection.ID())) // the state's own mapping lets go of it
	p := mine.run(t)
	plan(t, p, remove(logicalA), remove(topology.CloudID(a, "D")))
	wants(t, "a cloud with what goes", planning(t, p, update(topology.NewCloud(a, "D", []topology.ID{logicalA}))), "error SR104")
	p = mine.run(t)
	plan(t, p, update(topology.NewCloud(a, "D", []topology.ID{logicalA})))
	wants(t, "what a planned cloud has", planning(t, p, remove(logicalA)), "error SR113")
	p = mine.run(t)
	plan(t, p, create(topology.NewServer("A")), remove(a)) // another address for the same server
	plan(t, p, update(topology.NewCloud(a, "D", nil)))
}

// A renaming takes all with it, and needs a name that is free from beginning to end.
func TestRenamings(t *testing.T) {
	mine := applied(t, path(t), append(sites(), protection, mapping)...)
	p := mine.run(t)
	a2 := topology.ServerID("A2")
	plan(t, p, planner.Intent{Change: topology.Renaming(a, topology.NewServer("A2"))})
	if now, ok := p.Current(mapping.ID()); !ok || now.String() != "/servers/A2/vmNetworks/N/mappings/B" {
		t.Errorf("the mapping is called %s", now)
	}
	moved := topology.NewVMNetwork(topology.LogicalNetworkID(a2, "L"), "N2", nil)
	plan(t, p, planner.Intent{Change: topology.Renaming(topology.VMNetworkID(a2, "N"), moved)},
		update(topology.NewMapping(moved.ID(), target, topology.ID{}, nil)))
	wants(t, "by the old name", p.OldNames(mapping), "error SR104", "error SR104")

	cloud := func(name string) topology.Object { return topology.NewCloud(a, name, nil) }
	renaming := func(from, to string) planner.Intent {
		return planner.Intent{Change: topology.Renaming(topology.CloudID(a, from), cloud(to))}
	}
	wants(t, "onto a name that is there", planning(t, mine.run(t), renaming("C", "D")), "error SR115")
	p = mine.run(t)
	plan(t, p, renaming("D", "E"))
	wants(t, "onto a name that becomes free", planning(t, p, renaming("C", "D")), "error SR115")
	p = mine.run(t)
	plan(t, p, remove(topology.CloudID(a, "D")))
	wants(t, "onto a name that is deleted", planning(t, p, renaming("C", "D")), "error SR115")
	p = mine.run(t)
	plan(t, p, renaming("D", "E"))
	wants(t, "a creation of the name that becomes free", planning(t, p, create(cloud("D"))), "error SR115")
	p = mine.run(t)
	plan(t, p, create(cloud("D")))
	wants(t, "the same the other way round", planning(t, p, renaming("D", "E")), "error SR115")
}

// Terraform plans a replacement twice: as a change and as a creation.
func TestReplacements(t *testing.T) {
	mine := applied(t, path(t), sites()...)
	server := topology.NewServer("A")
	replace := func(id topology.ID) planner.Intent {
		return planner.Intent{Change: topology.Deletion(id), Claim: "its own"}
	}
	p := mine.run(t)
	plan(t, p, planner.Intent{Change: topology.Updating(server), Claim: "its own"}, replace(a), create(server))
	wants(t, "another resource for it", planning(t, p, create(server)), "error SR110")

	moved := topology.NewVMNetwork(topology.LogicalNetworkID(a, "L"), "N", []topology.Subnet{{Name: "web"}})
	plan(t, mine.run(t), replace(moved.ID()), create(moved))
}

// What rests on values that are not known yet is left for later.
func TestUnknownValues(t *testing.T) {
	p := run(t, path(t))
	unknown := func(names ...string) func(engine.Path) bool {
		return func(attribute engine.Path) bool { return slices.Contains(names, attribute.String()) }
	}
	for _, object := range sites() {
		cloud, ok := object.(topology.Cloud)
		if !ok || !cloud.ID().Same(protection.Protecting) {
			plan(t, p, create(object))
			continue
		}
		incomplete := topology.NewCloud(b, "C", nil)
		plan(t, p, planner.Intent{Change: topology.Creation(incomplete), Unknown: unknown("logical_network_ids")})
	}
	plan(t, p, create(protection), create(mapping))
	// Once the cloud is known, so is what is wrong.
	if _, err := p.Apply(t.Context(), steps(append(sites()[:8], topology.NewCloud(b, "C", nil)))...); err != nil {
		t.Fatal(err)
	}
	another := topology.NewVMNetwork(topology.LogicalNetworkID(a, "L"), "another", nil)
	plan(t, p, create(another))
	wants(t, "now that it is known", planning(t, p, create(topology.NewMapping(another.ID(), target, topology.ID{}, mapping.Protections))), "error SR203")

	// A subnet without a name is no error while the name is not known, and does
	// not keep others from referring to the network.
	network := topology.NewVMNetwork(logicalB, "M", []topology.Subnet{{}})
	plan(t, p, planner.Intent{Change: topology.Creation(network), Unknown: unknown("subnets[0].name")})
	plan(t, p, create(topology.NewMapping(network.ID(), source, topology.ID{}, nil)))
}

func TestApplying(t *testing.T) {
	p := run(t, path(t))
	server := topology.NewServer("A")
	step := func(change topology.Change) error {
		_, err := p.Apply(t.Context(), catalog.Step{Change: change, Claim: change.ID().String()})
		return err
	}
	if err := step(topology.Creation(server)); err != nil {
		t.Fatal(err)
	}
	if p.Found().Len() != 0 {
		t.Error("what the run found has changed")
	}
	// What was applied stands below what is planned.
	plan(t, p, create(topology.NewCloud(server.ID(), "C", nil)))
	if err := step(topology.Deletion(server.ID())); err != nil {
		t.Fatal(err)
	}
	wants(t, "an update after it was deleted", planning(t, p, update(server)), "error SR112")
	if err := step(topology.Creation(topology.NewCloud(server.ID(), "C", nil))); err == nil {
		t.Error("a cloud of no server was applied")
	}
}

// Terraform plans and applies several resources at a time.
func TestInParallel(t *testing.T) {
	p := run(t, path(t))
	if _, err := p.Apply(t.Context(), catalog.Step{Change: topology.Creation(topology.NewServer("A")), Claim: "a"}); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for n := range 10 {
		group.Go(func() {
			for i := range 20 {
				cloud := topology.NewCloud(a, fmt.Sprintf("%d-%d", n, i), nil)
				if findings, err := p.Plan(t.Context(), create(cloud)); len(findings) > 0 || err != nil {
					t.Error(findings, err)
				}
				if _, err := p.Apply(t.Context(), catalog.Step{Change: topology.Creation(cloud), Claim: cloud.ID().String()}); err != nil {
					t.Error(err)
				}
				p.Found().Len()
			}
		})
	}
	group.Wait()
	wants(t, "one of them once more", planning(t, p, create(topology.NewCloud(a, "3-3", nil))), "error SR110")
}

// BenchmarkPlan plans every object of a topology in turn. The time for each
// stays the same however many there are.
func BenchmarkPlan(b *testing.B) {
	for _, networks := range []int{1_000, 10_000, 100_000} {
		objects := topologytest.Large(networks, networks/10)
		b.Run(fmt.Sprintf("%dNetworks", networks), func(b *testing.B) {
			for b.Loop() {
				p := run(b, path(b))
				for _, object := range objects {
					if findings, err := p.Plan(b.Context(), create(object)); engine.HasErrors(findings) || err != nil {
						b.Fatal(object.ID(), err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(objects)), "ns/object")
		})
	}
}

// An exclusive set leaves no room for mappings that other resources plan, before
// it or after it.
func TestExclusiveSets(t *testing.T) {
	at := path(t)
	mine := applied(t, at, append(sites(), protection, mapping)...)
	set := topology.MappingSetID(a, b)
	p := mine.run(t)
	plan(t, p, update(mapping))
	exclude := func(p *planner.Planner, held []topology.ID) []engine.Finding {
		t.Helper()
		findings, err := p.Exclude(t.Context(), set, held, nil)
		if err != nil {
			t.Fatal(err)
		}
		return findings
	}
	wants(t, "what another state manages", exclude(run(t, at), nil), "error SR214")
	wants(t, "what another resource has planned before", exclude(p, nil), "error SR214")

	p = mine.run(t)
	wants(t, "nothing of other resources", exclude(p, nil), "warning SR214")
	wants(t, "what another resource plans after", planning(t, p, update(mapping)), "error SR214")

	p = mine.run(t)
	wants(t, "what the set holds", exclude(p, []topology.ID{mapping.ID()}))
	plan(t, p, update(mapping))
	plan(t, p, create(topology.NewMapping(target, source, topology.ID{}, nil))) // the way back is of another set
}

// What is wrong with a change that cannot be made is said, and it is not laid over.
func TestJudging(t *testing.T) {
	p := run(t, path(t))
	for _, object := range sites() {
		plan(t, p, create(object))
	}
	server := topology.ServerID("A")
	absent := topology.LogicalNetworkID(server, "absent")
	intent := create(topology.NewCloud(server, " new", []topology.ID{absent, topology.LogicalNetworkID(server, "L")}))
	wants(t, "a name and a reference", p.Judge(intent), "error SR101", "error SR104")

	intent.Unknown = func(at engine.Path) bool { return at.String() == "name" }
	wants(t, "a name that is not known", p.Judge(intent), "error SR104")
	intent.Unknown = func(at engine.Path) bool { return at.String() == "logical_network_ids" }
	wants(t, "references that are not known", p.Judge(intent), "error SR101")

	// An object without an id of its own.
	wants(t, "a server that is not known", p.Judge(create(topology.NewCloud(topology.ID{}, "new", []topology.ID{absent}))), "error SR104")
	wants(t, "a source that is not known", p.Judge(create(topology.NewMapping(topology.ID{}, topology.VMNetworkID(topology.ServerID("B"), "absent"), topology.ID{}, nil))), "error SR104")

	// Warnings about the object by itself are given, and no others.
	cloud := topology.CloudID(server, "Gold")
	plan(t, p, create(topology.NewCloud(server, "Gold", nil)))
	protection := topology.NewProtection(cloud, topology.ID{}, "westeurop", topology.ReplicationSAN)
	wants(t, "an unknown region", p.Judge(create(protection)), "warning SR117")
	wants(t, "of the same, nothing has been planned", planning(t, p, create(protection)), "warning SR117")
	wants(t, "what has been planned by another", p.Judge(create(protection)), "warning SR117", "error SR110")
}
