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

// run begins a run over the catalog at a path.
func run(tb testing.TB, path string) *planner.Planner {
	tb.Helper()
	c, err := catalog.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := planner.New(tb.Context(), c)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func path(tb testing.TB) string { return filepath.Join(tb.TempDir(), "catalog.db") }

func create(object topology.Object) planner.Intent {
	return planner.Intent{Change: topology.Creation(object)}
}

func update(object topology.Object) planner.Intent {
	return planner.Intent{Change: topology.Updating(object)}
}

// plan plans what has to be sound without a warning.
func plan(t *testing.T, p *planner.Planner, intents ...planner.Intent) {
	t.Helper()
	for _, intent := range intents {
		if findings := p.Plan(intent); len(findings) > 0 {
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
	findings := p.Plan(create(elsewhere))
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
	at := path(t)
	first := run(t, at)
	for _, object := range append(sites(), protection, mapping, network) {
		if err := first.Apply(t.Context(), topology.Creation(object)); err != nil {
			t.Fatal(err)
		}
	}
	rival := topology.NewProtection(topology.CloudID(a, "D"), topology.CloudID(b, "C"), "", topology.ReplicationSAN)

	p := run(t, at)
	wants(t, "a rival that is stored", p.Plan(create(rival)), "warning SR202")
	p = run(t, at)
	plan(t, p, update(protection))
	wants(t, "a rival that is planned", p.Plan(create(rival)), "error SR202")
	p = run(t, at)
	plan(t, p, planner.Intent{Change: topology.Deletion(protection.ID())}, create(rival))

	p = run(t, at)
	wants(t, "a second mapping, while the first is stored", p.Plan(create(other)), "warning SR205")
	p = run(t, at)
	plan(t, p, update(mapping))
	wants(t, "a second mapping, while the first is planned", p.Plan(create(other)), "error SR205")
	wants(t, "the same mapping by another resource", p.Plan(create(mapping)), "error SR110")
	wants(t, "the same mapping by two resources with a state", p.Plan(update(mapping)), "error SR110")

	p = run(t, at)
	wants(t, "what is stored exactly so", p.Plan(create(mapping)), "warning SR111")
}

// Terraform plans a replacement twice: as a change and as a creation.
func TestReplacements(t *testing.T) {
	at := path(t)
	first := run(t, at)
	for _, object := range sites() {
		if err := first.Apply(t.Context(), topology.Creation(object)); err != nil {
			t.Fatal(err)
		}
	}
	server := topology.NewServer("A")
	p := run(t, at)
	plan(t, p, update(server), planner.Intent{Change: topology.Creation(server), Replaced: server.ID()})
	wants(t, "another resource for it", p.Plan(create(server)), "error SR110")

	moved := topology.NewVMNetwork(topology.LogicalNetworkID(a, "L"), "N", []topology.Subnet{{Name: "web"}})
	p = run(t, at)
	plan(t, p, planner.Intent{Change: topology.Deletion(moved.ID())}, planner.Intent{Change: topology.Creation(moved), Replaced: moved.ID()})
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
		vague := topology.NewCloud(b, "C", nil)
		plan(t, p, planner.Intent{Change: topology.Creation(vague), Unknown: unknown("logical_network_ids")})
	}
	plan(t, p, create(protection), create(mapping))
	// Once the cloud is known, so is what is wrong.
	plan(t, p, planner.Intent{Change: topology.Creation(topology.NewCloud(b, "C", nil)), Replaced: protection.Protecting})
	wants(t, "now that it is known", p.Plan(planner.Intent{Change: topology.Creation(mapping), Replaced: mapping.ID()}), "error SR203")

	// A subnet without a name is no error while the name is not known, and does
	// not keep others from referring to the network.
	network := topology.NewVMNetwork(logicalB, "M", []topology.Subnet{{}})
	plan(t, p, planner.Intent{Change: topology.Creation(network), Unknown: unknown("subnets[0].name")})
	plan(t, p, create(topology.NewMapping(network.ID(), source, topology.ID{}, nil)))
}

func TestApplying(t *testing.T) {
	at := path(t)
	p := run(t, at)
	server := topology.NewServer("A")
	if err := p.Apply(t.Context(), topology.Creation(server)); err != nil {
		t.Fatal(err)
	}
	if p.Found().Len() != 0 {
		t.Error("what the run found has changed")
	}
	// What was applied stands below what is planned.
	plan(t, p, create(topology.NewCloud(server.ID(), "C", nil)))
	wants(t, "an update after it was deleted", func() []engine.Finding {
		if err := p.Apply(t.Context(), topology.Deletion(server.ID())); err != nil {
			t.Fatal(err)
		}
		return p.Plan(update(server))
	}(), "error SR112")

	if err := p.Apply(t.Context(), topology.Creation(topology.NewCloud(server.ID(), "C", nil))); err == nil {
		t.Error("a cloud of no server was applied")
	}
}

// With create_before_destroy and an id that stays the same, the replacement is
// created over what it replaces, which is destroyed afterwards.
func TestReplacedUnderTheSameID(t *testing.T) {
	at := path(t)
	server := topology.NewServer("A")
	if err := run(t, at).Apply(t.Context(), topology.Creation(server)); err != nil {
		t.Fatal(err)
	}
	p := run(t, at)
	for _, change := range []topology.Change{topology.Creation(server), topology.Deletion(server.ID())} {
		if err := p.Apply(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := run(t, at).Found().Get(server.ID()); !ok {
		t.Error("destroying the predecessor has destroyed the successor")
	}
	// In the usual order it is gone in between.
	p = run(t, at)
	for _, change := range []topology.Change{topology.Deletion(server.ID()), topology.Creation(server), topology.Deletion(server.ID())} {
		if err := p.Apply(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := run(t, at).Found().Get(server.ID()); ok {
		t.Error("what was deleted is there")
	}
}

// Terraform plans and applies several resources at a time.
func TestInParallel(t *testing.T) {
	p := run(t, path(t))
	if err := p.Apply(t.Context(), topology.Creation(topology.NewServer("A"))); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for n := range 10 {
		group.Go(func() {
			for i := range 20 {
				cloud := topology.NewCloud(a, fmt.Sprintf("%d-%d", n, i), nil)
				if findings := p.Plan(create(cloud)); len(findings) > 0 {
					t.Error(findings)
				}
				if err := p.Apply(t.Context(), topology.Creation(cloud)); err != nil {
					t.Error(err)
				}
				p.Found().Len()
			}
		})
	}
	group.Wait()
	wants(t, "one of them once more", p.Plan(create(topology.NewCloud(a, "3-3", nil))), "error SR110")
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
					if engine.HasErrors(p.Plan(create(object))) {
						b.Fatal(object.ID())
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
	first := run(t, at)
	for _, object := range append(sites(), protection, mapping) {
		if err := first.Apply(t.Context(), topology.Creation(object)); err != nil {
			t.Fatal(err)
		}
	}
	set := topology.MappingSetID(a, b)
	p := run(t, at)
	plan(t, p, update(mapping))
	wants(t, "what another resource has planned before", p.Exclude(set, nil), "error SR214")

	p = run(t, at)
	wants(t, "nothing of other resources", p.Exclude(set, nil))
	wants(t, "what another resource plans after", p.Plan(update(mapping)), "error SR214")

	p = run(t, at)
	wants(t, "what the set holds", p.Exclude(set, []topology.ID{mapping.ID()}))
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
	wants(t, "an unknown region", p.Judge(create(protection)), "warning SR119")
	wants(t, "of the same, nothing has been planned", p.Plan(create(protection)), "warning SR119")
	wants(t, "what has been planned by another", p.Judge(create(protection)), "warning SR119", "error SR110")
	replaced := create(protection)
	replaced.Replaced = protection.ID()
	wants(t, "what has been planned to be replaced", p.Judge(replaced), "warning SR119")
}
