package topology_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// told returns what a topology answers, to be compared with what another does.
func told(t *topology.Topology) string {
	var text strings.Builder
	all := t.All()
	fmt.Fprintln(&text, t.Len(), all)
	for _, object := range all {
		id := object.ID()
		fmt.Fprintln(&text, id, t.Precision(id), t.Referrers(id))
		for _, cloud := range t.Clouds() {
			fmt.Fprint(&text, t.Has(cloud.ID(), id), t.Uses(cloud.ID(), id))
			for _, host := range t.HostsOf(cloud.ID()) {
				fmt.Fprint(&text, t.Wired(host.ID(), id))
			}
		}
		if network, ok := object.(topology.VMNetwork); ok {
			fmt.Fprintln(&text, t.ProtectionsUsing(network), t.MappingsFrom(id), t.MappingsTo(id))
		}
	}
	return text.String()
}

// Copies share what neither has changed. A change of one is never seen in
// another: each answers like a topology made of its objects alone.
func TestCopiesAreApart(t *testing.T) {
	for seed := range uint64(40) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Shape{
			Servers: 2, LogicalNetworks: 3, VMNetworks: 5, Clouds: 4, Hosts: 2, AzureNetworks: 2, Shared: rng.IntN(2) == 0,
		})
		copies := []*topology.Topology{topology.New(objects...)}
		held := [][]topology.Object{slices.Clone(objects)}
		for range 60 {
			n := rng.IntN(len(copies))
			switch rng.IntN(4) {
			case 0:
				if len(copies) < 6 {
					copies, held = append(copies, copies[n].Clone()), append(held, slices.Clone(held[n]))
				}
			case 1:
				id := objects[rng.IntN(len(objects))].ID()
				copies[n].Remove(id)
				held[n] = slices.DeleteFunc(held[n], func(object topology.Object) bool { return object.ID().Same(id) })
			default:
				object := changed(rng, objects[rng.IntN(len(objects))])
				copies[n].Put(object)
				held[n] = slices.DeleteFunc(held[n], func(other topology.Object) bool { return other.ID().Same(object.ID()) })
				held[n] = append(held[n], object)
			}
		}
		for n := range copies {
			if got, want := told(copies[n]), told(topology.New(held[n]...)); got != want {
				t.Fatalf("seed %d, copy %d:\n%s\nwant\n%s", seed, n, got, want)
			}
		}
	}
}

// A topology that nobody changes may be read and copied by many at once.
func TestCopiesAtOnce(t *testing.T) {
	objects := topologytest.Random(topologytest.NewRand(1), topologytest.Small)
	shared := topology.New(objects...)
	want := told(shared)
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			own := shared.Clone()
			for range 50 {
				own.Remove(objects[n%len(objects)].ID())
				own = own.Clone()
				own.Put(objects[n%len(objects)])
			}
			if told(own) != want || told(shared) != want {
				t.Error("a copy has changed another")
			}
		})
	}
	wait.Wait()
}

// changed returns an object with other references, or spelled in another way.
func changed(rng *rand.Rand, object topology.Object) topology.Object {
	switch object := object.(type) {
	case topology.Cloud:
		some := slices.Clone(object.LogicalNetworks)
		rng.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		some = some[:rng.IntN(len(some)+1)]
		if len(some) > 0 {
			some = append(some, some[0]) // named twice
		}
		return topology.NewCloud(object.Server, strings.ToUpper(object.ID().Name()), some)
	case topology.VMNetwork:
		return topology.NewVMNetwork(object.LogicalNetwork, strings.ToLower(object.ID().Name()), object.Subnets)
	}
	return object
}

func BenchmarkNew(b *testing.B) {
	objects := topologytest.Large(10_000, 1_000)
	b.ReportAllocs()
	for b.Loop() {
		topology.New(objects...)
	}
}

// BenchmarkCopyAndChange is what a catalog does at every write.
func BenchmarkCopyAndChange(b *testing.B) {
	found := topology.New(topologytest.Large(10_000, 1_000)...)
	network := found.VMNetworksOf(topology.ServerID("VMM-Beijing"))[2_500]
	b.ReportAllocs()
	for b.Loop() {
		found = found.Clone()
		found.Put(network)
	}
}
