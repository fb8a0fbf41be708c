// Package topologytest makes topologies for tests and benchmarks.
package topologytest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Shape says how many objects a random topology has. Networks, clouds and hosts
// are counted for each server.
type Shape struct {
	Servers         int
	LogicalNetworks int
	VMNetworks      int
	Clouds          int
	Hosts           int
	AzureNetworks   int
	// Shared has every server name alike what it has, and every Azure network
	// named alike.
	Shared bool
}

// Small is a shape small enough for an oracle that tries everything, and large
// enough for every case to occur.
var Small = Shape{Servers: 2, LogicalNetworks: 3, VMNetworks: 4, Clouds: 3, Hosts: 2, AzureNetworks: 3}

// Locations are the Azure regions of random topologies.
var Locations = []string{"westeurope", "northeurope"}

// SubnetNames are the names of subnets in random topologies.
var SubnetNames = []string{"web", "db", "App", "mgmt"}

// NewRand returns a source of randomness that is the same for the same seed.
func NewRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// Random returns objects that refer only to objects before them, and in which
// no cloud is in two protections. Mappings are there whether their targets are
// available or not.
func Random(rng *rand.Rand, shape Shape) []topology.Object {
	g := generator{Rand: rng, shared: shape.Shared}
	for s := range shape.Servers {
		g.server(fmt.Sprintf("VMM-%d", s+1), shape)
	}
	for n := range shape.AzureNetworks {
		text := fmt.Sprintf("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet-%d", n+1)
		if shape.Shared {
			// The first and the third differ in the subscription alone.
			text = fmt.Sprintf("/subscriptions/s%d/resourceGroups/g%d/providers/Microsoft.Network/virtualNetworks/vnet", n/2+1, n%2+1)
		}
		id, err := topology.ParseID(text)
		if err != nil {
			panic(err)
		}
		g.add(topology.NewAzureNetwork(id, pick(rng, Locations), g.subnets(0x0a000000+uint32(n)<<16), rng.IntN(2) == 0))
		g.azure = append(g.azure, id)
	}
	g.protections()
	g.mappings()
	return g.objects
}

type generator struct {
	*rand.Rand
	shared   bool
	objects  []topology.Object
	networks []topology.ID
	azure    []topology.ID
	clouds   []topology.ID
	pairs    []topology.Protection
}

func (g *generator) add(object topology.Object) topology.ID {
	g.objects = append(g.objects, object)
	return object.ID()
}

func (g *generator) server(name string, shape Shape) {
	server := g.add(topology.NewServer(name))
	var logical, clouds []topology.ID
	for n := range shape.LogicalNetworks {
		logical = append(logical, g.add(topology.NewLogicalNetwork(server,
			g.name("LogicalNetwork%d", n, "-"+name), pick(g.Rand, topology.Isolations()))))
	}
	for n := range shape.VMNetworks {
		if len(logical) == 0 {
			break
		}
		g.networks = append(g.networks, g.add(topology.NewVMNetwork(pick(g.Rand, logical),
			g.name("VMNetwork%d", n, "-"+name), g.subnets(pick(g.Rand, []uint32{0x0a000000, 0x0b000000})+uint32(n)<<16))))
	}
	for n := range shape.Clouds {
		clouds = append(clouds, g.add(topology.NewCloud(server, g.name("Cloud%d", n, "-"+name), g.some(logical))))
	}
	for n := range shape.Hosts {
		g.add(topology.NewHost(server, g.name("host%d", n, "."+name), g.some(clouds), g.some(logical)))
	}
	g.clouds = append(g.clouds, clouds...)
}

// name returns a name with the number that comes after n, and at its end what
// belongs to the server unless names are shared.
func (g *generator) name(format string, n int, end string) string {
	name := fmt.Sprintf(format, n+1)
	if g.shared {
		return name
	}
	return name + end
}

// subnets returns none to three subnets, some with a prefix and a pool.
func (g *generator) subnets(base uint32) []topology.Subnet {
	var subnets []topology.Subnet
	for i, n := range g.Perm(len(SubnetNames))[:g.IntN(len(SubnetNames))] {
		subnet := topology.Subnet{Name: SubnetNames[n]}
		address := func(last int) string {
			at := base + uint32(i)<<8
			return fmt.Sprintf("%d.%d.%d.%d", at>>24, at>>16&0xff, at>>8&0xff, last)
		}
		subnet.AddressPrefix = address(0) + "/24"
		if g.IntN(2) == 0 {
			first := 10 + g.IntN(10)
			subnet.Pool = &topology.Pool{First: address(first), Last: address(first + g.IntN(4))}
		}
		subnets = append(subnets, subnet)
	}
	return subnets
}

func (g *generator) protections() {
	free := g.shuffled(g.clouds)
	for len(free) > 0 {
		protected := free[0]
		free = free[1:]
		switch g.IntN(4) {
		case 0: // protected by nothing
		case 1:
			g.protect(topology.NewProtection(protected, topology.ID{}, pick(g.Rand, Locations), topology.ReplicationHyperVReplica))
		default:
			if len(free) > 0 {
				g.protect(topology.NewProtection(protected, free[0], "", pick(g.Rand, topology.Replications())))
				free = free[1:]
			}
		}
	}
}

func (g *generator) protect(protection topology.Protection) {
	g.add(protection)
	g.pairs = append(g.pairs, protection)
}

func (g *generator) mappings() {
	taken := map[topology.Key]bool{}
	for _, source := range g.networks {
		for range g.IntN(4) {
			target := g.target()
			if target.IsZero() {
				break
			}
			mapping := topology.NewMapping(source, target, topology.ID{}, nil)
			if target.Same(source) || taken[mapping.ID().Key()] {
				continue
			}
			taken[mapping.ID().Key()] = true
			g.add(mapping)
		}
	}
}

// target returns a network, mostly on a fabric that a cloud replicates to.
func (g *generator) target() topology.ID {
	targets := append(append([]topology.ID{}, g.networks...), g.azure...)
	if len(g.pairs) > 0 && g.IntN(4) > 0 {
		fabric := pick(g.Rand, g.pairs).Fabric()
		targets = slices.DeleteFunc(targets, func(id topology.ID) bool { return !id.Fabric().Same(fabric) })
	}
	if len(targets) == 0 {
		return topology.ID{}
	}
	return pick(g.Rand, targets)
}

// some returns a random part of the ids.
func (g *generator) some(ids []topology.ID) []topology.ID {
	return g.shuffled(ids)[:g.IntN(len(ids)+1)]
}

func (g *generator) shuffled(ids []topology.ID) []topology.ID {
	shuffled := append([]topology.ID{}, ids...)
	g.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return shuffled
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// Large returns a topology of two VMM servers with the number of VM networks
// given in all, fifty for each logical network of one server, and as many
// protected clouds as protections given, each with ten logical networks. Every
// network of the first server is mapped.
func Large(networks, protections int) []topology.Object {
	const perCloud = 10
	logicalNetworks := max(perCloud, networks/50)
	var objects []topology.Object
	var logical, vm, clouds [2][]topology.ID
	add := func(object topology.Object) topology.ID {
		objects = append(objects, object)
		return object.ID()
	}
	for s, name := range []string{"VMM-Beijing", "VMM-Shanghai"} {
		server := add(topology.NewServer(name))
		for n := range logicalNetworks {
			logical[s] = append(logical[s], add(topology.NewLogicalNetwork(server, fmt.Sprintf("LogicalNetwork%d", n), topology.IsolationVLAN)))
		}
		for n := range networks / 2 {
			vm[s] = append(vm[s], add(topology.NewVMNetwork(logical[s][n%logicalNetworks], fmt.Sprintf("VMNetwork%d", n),
				[]topology.Subnet{{Name: "web"}, {Name: "db"}})))
		}
		for n := range protections {
			given := make([]topology.ID, perCloud)
			for i := range given {
				given[i] = logical[s][(n*7+i*19)%logicalNetworks]
			}
			clouds[s] = append(clouds[s], add(topology.NewCloud(server, fmt.Sprintf("Cloud%d", n), given)))
		}
	}
	for n := range protections {
		add(topology.NewProtection(clouds[0][n], clouds[1][n], "", topology.ReplicationHyperVReplica))
	}
	for n, source := range vm[0] {
		add(topology.NewMapping(source, vm[1][n], topology.ID{}, nil))
	}
	return objects
}
