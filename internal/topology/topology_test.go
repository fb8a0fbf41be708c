package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// The questions of a topology, answered by looking at every object.

func where[T topology.Object](all []topology.Object, holds func(T) bool) []string {
	var ids []string
	for _, object := range all {
		if candidate, ok := object.(T); ok && holds(candidate) {
			ids = append(ids, object.ID().String())
		}
	}
	slices.Sort(ids)
	return ids
}

func oneOf(ids []topology.ID, id topology.ID) bool { return slices.ContainsFunc(ids, id.Same) }

func idsOf[T topology.Object](objects []T) []string {
	var ids []string
	for _, object := range objects {
		ids = append(ids, object.ID().String())
	}
	return ids
}

func TestQuestionsAgreeWithASearchOfEverything(t *testing.T) {
	for seed := range uint64(200) {
		objects := topologytest.Random(topologytest.NewRand(seed), topologytest.Small)
		rng := topologytest.NewRand(seed)
		found := topology.New()
		// Objects come and go, some several times, in any order.
		for range 3 * len(objects) {
			object := objects[rng.IntN(len(objects))]
			if rng.IntN(3) == 0 {
				found.Remove(object.ID())
			} else {
				found.Put(object)
			}
		}
		all := found.All()
		for _, object := range objects {
			id := object.ID()
			for question, answers := range map[string][2][]string{
				"VM networks of": {
					idsOf(found.VMNetworksOf(id)),
					where(all, func(n topology.VMNetwork) bool { return n.ID().Server().Same(id) }),
				},
				"VM networks on": {
					idsOf(found.VMNetworksOn(id)),
					where(all, func(n topology.VMNetwork) bool { return n.LogicalNetwork.Same(id) }),
				},
				"clouds with": {
					idsOf(found.CloudsWith(id)),
					where(all, func(c topology.Cloud) bool { return oneOf(c.LogicalNetworks, id) }),
				},
				"protections of": {
					idsOf(found.ProtectionsOf(id)),
					where(all, func(p topology.Protection) bool { return p.Protected.Same(id) }),
				},
				"protections by": {
					idsOf(found.ProtectionsBy(id)),
					where(all, func(p topology.Protection) bool { return p.Protecting.Same(id) }),
				},
				"mappings from": {
					idsOf(found.MappingsFrom(id)),
					where(all, func(m topology.Mapping) bool { return m.Source.Same(id) }),
				},
				"mappings to": {
					idsOf(found.MappingsTo(id)),
					where(all, func(m topology.Mapping) bool { return m.Target.Same(id) }),
				},
			} {
				if !slices.Equal(answers[0], answers[1]) {
					t.Errorf("seed %d: %s %q are %q, want %q", seed, question, id, answers[0], answers[1])
				}
			}
			var referrers []string
			for _, other := range all {
				for _, reference := range other.References() {
					if reference.Target.Same(id) {
						referrers = append(referrers, other.ID().String())
						break
					}
				}
			}
			if got := idsOf(found.Referrers(id)); !slices.Equal(got, referrers) {
				t.Errorf("seed %d: referrers of %q are %q, want %q", seed, id, got, referrers)
			}
			_, there := found.Get(id)
			if want := slices.Contains(idsOf(all), id.String()); there != want {
				t.Errorf("seed %d: %q is there: %v, want %v", seed, id, there, want)
			}
		}
	}
}

// M3: a cloud uses a VM network when the network's logical network is the cloud's.
func TestM3Uses(t *testing.T) {
	server := topology.NewServer("VMM-Shanghai")
	one := topology.NewLogicalNetwork(server.ID(), "LogicalNetwork1-Shanghai", topology.IsolationNone)
	two := topology.NewLogicalNetwork(server.ID(), "LogicalNetwork2-Shanghai", topology.IsolationNone)
	network := topology.NewVMNetwork(two.ID(), "VMNetwork2-Shanghai", nil)
	gold := topology.NewCloud(server.ID(), "GoldCloud2", []topology.ID{one.ID(), two.ID()})
	silver := topology.NewCloud(server.ID(), "SilverCloud2", []topology.ID{one.ID()})
	found := topology.New(server, one, two, network, gold, silver)
	if !found.Uses(gold.ID(), network.ID()) {
		t.Error("GoldCloud2 does not use VMNetwork2-Shanghai")
	}
	if found.Uses(silver.ID(), network.ID()) {
		t.Error("SilverCloud2 uses VMNetwork2-Shanghai")
	}
	if found.Uses(gold.ID(), topology.VMNetworkID(server.ID(), "absent")) {
		t.Error("GoldCloud2 uses a network that is not there")
	}
}

func TestPutTakesThePlaceOfAnotherSpelling(t *testing.T) {
	found := topology.New(topology.NewServer("VMM-Beijing"))
	replaced := found.Put(topology.NewServer("vmm-beijing"))
	if replaced == nil || replaced.ID().Name() != "VMM-Beijing" {
		t.Errorf("it replaced %v", replaced)
	}
	if found.Len() != 1 || found.All()[0].ID().Name() != "vmm-beijing" {
		t.Errorf("the topology holds %q", idsOf(found.All()))
	}
}

func TestApplyCanBeUndone(t *testing.T) {
	objects := topologytest.Random(topologytest.NewRand(1), topologytest.Small)
	found := topology.New(objects...)
	before := fmt.Sprint(found.All())
	last := objects[len(objects)-1]
	if removed := found.Apply(topology.Deletion(last.ID())); removed == nil || !topology.Equal(removed, last) {
		t.Errorf("deleting %q returned %v", last.ID(), removed)
	}
	if found.Apply(topology.Creation(last)) != nil {
		t.Error("creating what was deleted found something there")
	}
	if after := fmt.Sprint(found.All()); after != before {
		t.Errorf("it holds\n%s\nwant\n%s", after, before)
	}
}

func TestCloneStandsApart(t *testing.T) {
	objects := topologytest.Random(topologytest.NewRand(2), topologytest.Small)
	found := topology.New(objects...)
	before := fmt.Sprint(found.All(), found.Referrers(objects[0].ID()))
	clone := found.Clone()
	for _, object := range objects {
		clone.Remove(object.ID())
	}
	if clone.Len() != 0 {
		t.Errorf("the clone holds %q", idsOf(clone.All()))
	}
	if after := fmt.Sprint(found.All(), found.Referrers(objects[0].ID())); after != before {
		t.Error("emptying the clone changed the original")
	}
}

// Objects come in an order in which each refers only to those before it.
func TestAllIsInTheOrderOfCreation(t *testing.T) {
	for seed := range uint64(50) {
		seen := map[topology.Key]bool{}
		for _, object := range topology.New(topologytest.Random(topologytest.NewRand(seed), topologytest.Small)...).All() {
			for _, reference := range object.References() {
				if !seen[reference.Target.Key()] {
					t.Errorf("seed %d: %q refers to %q, which comes later", seed, object.ID(), reference.Target)
				}
			}
			seen[object.ID().Key()] = true
		}
	}
}

// Of every relation it is known who refers, and to what.
func TestRelations(t *testing.T) {
	met := map[topology.Relation]bool{}
	for seed := range uint64(20) {
		for _, object := range topologytest.Random(topologytest.NewRand(seed), topologytest.Small) {
			for _, reference := range object.References() {
				met[reference.Relation] = true
				if of := reference.Relation.Of(); of != object.ID().Kind() || !slices.Contains(reference.Relation.Kinds(), reference.Target.Kind()) {
					t.Fatalf("%s refers to %s as a %s to one of %v", object.ID(), reference.Target, of, reference.Relation.Kinds())
				}
			}
		}
	}
	for _, relation := range topology.Relations() {
		if !met[relation] && relation != topology.MappingTestedOnNetwork && relation != topology.MappingForProtection {
			t.Errorf("no object has its %s of a %s", relation.Attribute(), relation.Of())
		}
	}
}

func TestEqual(t *testing.T) {
	server := topology.ServerID("A")
	network := func(name string) topology.ID { return topology.LogicalNetworkID(server, name) }
	cloud := topology.CloudID(server, "C")
	subnet := topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.1", Last: "10.0.0.2"}}
	twin := topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.1", Last: "10.0.0.2"}}
	other := topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0/24"}
	for _, tt := range []struct {
		what string
		a, b topology.Object
		want bool
	}{
		{"the same name", topology.NewServer("A"), topology.NewServer("a"), true},
		{"another name", topology.NewServer("A"), topology.NewServer("B"), false},
		{
			"a set in another order and spelling",
			topology.NewCloud(server, "C", []topology.ID{network("x"), network("y")}),
			topology.NewCloud(server, "C", []topology.ID{network("Y"), network("X")}), true,
		},
		{
			"a smaller set",
			topology.NewCloud(server, "C", []topology.ID{network("x"), network("y")}),
			topology.NewCloud(server, "C", []topology.ID{network("x")}), false,
		},
		{"none and an empty set", topology.NewCloud(server, "C", nil), topology.NewCloud(server, "C", []topology.ID{}), true},
		{"twin subnets", topology.NewVMNetwork(network("x"), "N", []topology.Subnet{subnet}), topology.NewVMNetwork(network("x"), "N", []topology.Subnet{twin}), true},
		{"another pool", topology.NewVMNetwork(network("x"), "N", []topology.Subnet{subnet}), topology.NewVMNetwork(network("x"), "N", []topology.Subnet{other}), false},
		{
			"subnets in another order",
			topology.NewVMNetwork(network("x"), "N", []topology.Subnet{{Name: "a"}, {Name: "b"}}),
			topology.NewVMNetwork(network("x"), "N", []topology.Subnet{{Name: "b"}, {Name: "a"}}), false,
		},
		{"another logical network", topology.NewVMNetwork(network("x"), "N", nil), topology.NewVMNetwork(network("y"), "N", nil), false},
		{"another isolation", topology.NewLogicalNetwork(server, "x", topology.IsolationNone), topology.NewLogicalNetwork(server, "x", topology.IsolationVLAN), false},
		{"another protector", topology.NewProtection(cloud, topology.CloudID(server, "D"), "", ""), topology.NewProtection(cloud, topology.ID{}, "westeurope", ""), false},
		{
			"another target on the same fabric",
			topology.NewMapping(topology.VMNetworkID(server, "N"), topology.VMNetworkID(server, "M"), topology.ID{}, nil),
			topology.NewMapping(topology.VMNetworkID(server, "N"), topology.VMNetworkID(server, "O"), topology.ID{}, nil), false,
		},
		{"another host", topology.NewHost(server, "h", []topology.ID{cloud}, nil), topology.NewHost(server, "h", nil, nil), false},
		{"another gateway", topology.NewAzureNetwork(parse(t, vnet), "westeurope", nil, true), topology.NewAzureNetwork(parse(t, vnet), "westeurope", nil, false), false},
	} {
		if got := topology.Equal(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: equal is %v, want %v", tt.what, got, tt.want)
		}
	}
}

func TestSameLocation(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"westeurope", "West Europe", true},
		{"WestEurope", "westeurope", true},
		{"westeurope", "northeurope", false},
		{"", "", true},
	} {
		if got := topology.SameLocation(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q are the same: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestKindsHaveWords(t *testing.T) {
	for _, kind := range topology.Kinds() {
		if kind.String() == "" || kind.Noun() == "" || strings.Contains(kind.String(), " ") {
			t.Errorf("kind %d is called %q, %q", kind, kind, kind.Noun())
		}
	}
	if unknown := topology.Kind(200); unknown.String() != "" || unknown.Noun() != "" {
		t.Errorf("an unknown kind is called %q, %q", unknown, unknown.Noun())
	}
}
