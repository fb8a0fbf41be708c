package engine_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// renamed builds objects anew, one after the other, with names of their own.
func renamed(objects []topology.Object, name func(topology.ID) string) []topology.Object {
	now := map[topology.Key]topology.ID{}
	id := func(old topology.ID) topology.ID { return now[old.Key()] }
	ids := func(old []topology.ID) []topology.ID {
		if old == nil {
			return nil
		}
		list := make([]topology.ID, len(old))
		for i := range old {
			list[i] = id(old[i])
		}
		return list
	}
	var built []topology.Object
	for _, object := range objects {
		var object2 topology.Object
		switch object := object.(type) {
		case topology.Server:
			object2 = topology.NewServer(name(object.ID()))
		case topology.LogicalNetwork:
			object2 = topology.NewLogicalNetwork(id(object.Server), name(object.ID()), object.Isolation)
		case topology.VMNetwork:
			object2 = topology.NewVMNetwork(id(object.LogicalNetwork), name(object.ID()), object.Subnets)
		case topology.AzureNetwork:
			object2 = object
		case topology.Cloud:
			object2 = topology.NewCloud(id(object.Server), name(object.ID()), ids(object.LogicalNetworks))
		case topology.Host:
			object2 = topology.NewHost(id(object.Server), name(object.ID()), ids(object.Clouds), ids(object.LogicalNetworks))
		case topology.Protection:
			object2 = topology.NewProtection(id(object.Protected), id(object.Protecting), object.AzureLocation, object.Replication)
		case topology.Mapping:
			object2 = topology.NewMapping(id(object.Source), id(object.Target), id(object.Test), ids(object.Protections))
		}
		now[object.ID().Key()] = object2.ID()
		built = append(built, object2)
	}
	return built
}

// A topology whose objects are renamed, one after the other and several times,
// says the same as one that is built with the names that they have in the end.
func TestRenamedTopologies(t *testing.T) {
	for seed := range uint64(200) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		found := topology.New(objects...)
		names := map[topology.Key]string{}
		present := map[topology.Key]topology.ID{}
		for _, object := range objects {
			names[object.ID().Key()] = object.ID().Name()
			present[object.ID().Key()] = object.ID()
		}
		for n := range 12 {
			object := objects[rng.IntN(len(objects))]
			switch object.ID().Kind() {
			case topology.KindAzureNetwork, topology.KindProtection, topology.KindMapping:
				continue
			}
			from := present[object.ID().Key()]
			// A name that was never there, or one of before that is free again.
			name := fmt.Sprintf("%s / %d", from.Kind(), n)
			if rng.IntN(3) == 0 {
				name = object.ID().Name()
			}
			to := map[topology.Kind]func(topology.ID, string) topology.ID{
				topology.KindServer:         func(_ topology.ID, name string) topology.ID { return topology.ServerID(name) },
				topology.KindLogicalNetwork: topology.LogicalNetworkID, topology.KindVMNetwork: topology.VMNetworkID,
				topology.KindCloud: topology.CloudID, topology.KindHost: topology.HostID,
			}[from.Kind()](from.Server(), name)
			if _, taken := found.Get(to); taken {
				continue
			}
			found.Rename(from, to)
			names[object.ID().Key()] = name
			for key, id := range present {
				present[key] = id.Following(from, to)
			}
		}
		want := topology.New(renamed(objects, func(id topology.ID) string { return names[id.Key()] })...)
		if got, want := fmt.Sprintf("%#v", found.All()), fmt.Sprintf("%#v", want.All()); got != want {
			t.Fatalf("seed %d: after the renamings it is\n%s\nwant\n%s", seed, got, want)
		}
		for _, object := range objects {
			// Every name of before leads to the object, unless it is another's now.
			now, ok := found.Current(object.ID())
			if other, used := found.Get(object.ID()); !ok || !now.Same(present[object.ID().Key()]) && !used {
				t.Fatalf("seed %d: %s is called %s, want %s (%v)", seed, object.ID(), now, present[object.ID().Key()], other)
			}
		}
		got, _ := engine.JudgeReadiness(found, topology.ID{})
		ready, _ := engine.JudgeReadiness(want, topology.ID{})
		if !reflect.DeepEqual(sayings(got.Findings), sayings(ready.Findings)) {
			t.Fatalf("seed %d: readiness finds\n%v\nwant\n%v", seed, sayings(got.Findings), sayings(ready.Findings))
		}
		for _, network := range want.AzureNetworks() {
			if !slices.EqualFunc(found.MappingsTo(network.ID()), want.MappingsTo(network.ID()), func(a, b topology.Mapping) bool { return topology.Equal(a, b) }) {
				t.Fatalf("seed %d: other mappings lead to %s", seed, network.ID())
			}
		}
	}
}

func sayings(findings []engine.Finding) []string {
	list := make([]string, len(findings))
	for i, finding := range findings {
		list[i] = finding.String()
	}
	return list
}
