package engine_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// gap is something that is not known of a topology or of a question, and what it
// may turn out to be.
type gap struct {
	objects  oracle // with what is known
	question engine.BaselineQuestion
	unknown  *engine.Unknowns
	// all are the ways in which it may turn out; of some kinds of gaps they are all
	// that there are.
	all      []possibility
	complete bool
}

type possibility struct {
	objects  oracle
	question engine.BaselineQuestion
}

// attributes are those that are not known, as a planner tells them.
func attributes(names ...string) func(engine.Path) bool {
	return func(path engine.Path) bool {
		text := path.String()
		return slices.ContainsFunc(names, func(name string) bool {
			rest, ok := strings.CutPrefix(text, name)
			return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
		})
	}
}

func unknownOf(id topology.ID, names ...string) *engine.Unknowns {
	return &engine.Unknowns{Objects: map[topology.Key]engine.UnknownObject{id.Key(): {ID: id, Attribute: attributes(names...)}}}
}

// with returns the objects with another in the place of the one with its id.
func (o oracle) with(object topology.Object) oracle {
	return append(o.without(object.ID()), object)
}

func (o oracle) without(id topology.ID) oracle {
	return slices.DeleteFunc(slices.Clone(o), func(object topology.Object) bool { return object.ID().Same(id) })
}

func (g *gap) may(objects oracle) { g.all = append(g.all, possibility{objects, g.question}) }

func pickOf[T any](rng *rand.Rand, from []T) (T, bool) {
	if len(from) == 0 {
		var none T
		return none, false
	}
	return from[rng.IntN(len(from))], true
}

// A kind of gap makes one in random objects, if it can.
var gaps = map[string]func(*rand.Rand, oracle, *gap) bool{
	"the target of a mapping": func(rng *rand.Rand, o oracle, g *gap) bool {
		mapping, ok := pickOf(rng, all[topology.Mapping](o))
		g.objects = o.without(mapping.ID())
		g.unknown = &engine.Unknowns{Mappings: []engine.UnknownMapping{{Source: mapping.Source}}}
		for _, target := range g.objects.targets(mapping.Source, topology.ID{}) {
			g.may(g.objects.with(topology.NewMapping(mapping.Source, target, topology.ID{}, nil)))
		}
		return ok
	},
	"the target of a mapping of a set": func(rng *rand.Rand, o oracle, g *gap) bool {
		mapping, ok := pickOf(rng, all[topology.Mapping](o))
		g.objects = o // still with what is in the catalog
		g.unknown = unknownOf(mapping.ID(), "target_network_id")
		g.unknown.Mappings = []engine.UnknownMapping{{Source: mapping.Source, Fabric: mapping.Fabric()}}
		for _, target := range o.without(mapping.ID()).targets(mapping.Source, mapping.Fabric()) {
			g.may(o.with(topology.NewMapping(mapping.Source, target, topology.ID{}, nil)))
		}
		return ok
	},
	"the mappings of a set": func(rng *rand.Rand, o oracle, g *gap) bool {
		mapping, ok := pickOf(rng, all[topology.Mapping](o))
		if !ok {
			return false
		}
		server, fabric := mapping.Source.Server(), mapping.Fabric()
		g.objects = o
		for _, m := range all[topology.Mapping](o) {
			if m.Source.Server().Same(server) && m.Fabric().Same(fabric) {
				g.objects = g.objects.without(m.ID())
			}
		}
		g.unknown = &engine.Unknowns{Mappings: []engine.UnknownMapping{{Server: server, Fabric: fabric}}}
		for range 30 {
			objects := g.objects
			for _, network := range all[topology.VMNetwork](o) {
				targets := g.objects.targets(network.ID(), fabric)
				if target, ok := pickOf(rng, targets); ok && network.ID().Server().Same(server) && rng.IntN(3) > 0 {
					objects = objects.with(topology.NewMapping(network.ID(), target, topology.ID{}, nil))
				}
			}
			g.may(objects)
		}
		return true
	},
	"the source of a mapping": func(rng *rand.Rand, o oracle, g *gap) bool {
		mapping, ok := pickOf(rng, all[topology.Mapping](o))
		g.objects = o.without(mapping.ID())
		g.unknown = &engine.Unknowns{Mappings: []engine.UnknownMapping{{Fabric: mapping.Fabric()}}}
		for _, network := range all[topology.VMNetwork](o) {
			moved := topology.NewMapping(network.ID(), mapping.Target, topology.ID{}, nil)
			if !network.ID().Same(mapping.Target) && g.objects.find(moved.ID()) == nil {
				g.may(g.objects.with(moved))
			}
		}
		return ok // all that there are, but of one target only
	},
	"the logical networks of a cloud": func(rng *rand.Rand, o oracle, g *gap) bool {
		cloud, ok := pickOf(rng, all[topology.Cloud](o))
		if !ok {
			return false
		}
		known := cloud.LogicalNetworks
		if len(known) > 0 {
			known = known[:rng.IntN(len(known))]
		}
		name, server := cloud.ID().Name(), cloud.ID().Server()
		g.objects = o.with(topology.NewCloud(server, name, known))
		g.unknown = unknownOf(cloud.ID(), "logical_network_ids[]")
		var others []topology.ID
		for _, logical := range all[topology.LogicalNetwork](o) {
			if logical.Server.Same(server) && !slices.ContainsFunc(known, logical.ID().Same) {
				others = append(others, logical.ID())
			}
		}
		for set := range 1 << len(others) {
			given := slices.Clone(known)
			for i, id := range others {
				if set&(1<<i) != 0 {
					given = append(given, id)
				}
			}
			g.may(o.with(topology.NewCloud(server, name, given)))
		}
		g.complete = true
		return true
	},
	"what protects a cloud": func(rng *rand.Rand, o oracle, g *gap) bool {
		protection, ok := pickOf(rng, all[topology.Protection](o))
		if !ok {
			return false
		}
		g.objects = o.with(topology.NewProtection(protection.Protected, topology.ID{}, "", protection.Replication))
		g.unknown = unknownOf(protection.ID(), "protecting_cloud_id", "azure_location")
		for _, cloud := range o.without(protection.ID()).free(protection.Protected) {
			g.may(o.with(topology.NewProtection(protection.Protected, cloud, "", protection.Replication)))
		}
		for _, location := range topologytest.Locations {
			g.may(o.with(topology.NewProtection(protection.Protected, topology.ID{}, location, protection.Replication)))
		}
		return true // a region without any network is not among them
	},
	"which cloud is protected": func(rng *rand.Rand, o oracle, g *gap) bool {
		protection, ok := pickOf(rng, all[topology.Protection](o))
		g.objects = o.without(protection.ID())
		g.unknown = &engine.Unknowns{Protections: 1}
		for _, cloud := range g.objects.free(protection.Protecting) {
			g.may(g.objects.with(topology.NewProtection(cloud, protection.Protecting, protection.AzureLocation, protection.Replication)))
		}
		g.complete = ok && protection.AzureLocation == ""
		return ok
	},
	"an isolation": func(rng *rand.Rand, o oracle, g *gap) bool {
		logical, ok := pickOf(rng, all[topology.LogicalNetwork](o))
		if !ok {
			return false
		}
		g.objects = o.with(topology.NewLogicalNetwork(logical.Server, logical.ID().Name(), ""))
		g.unknown = unknownOf(logical.ID(), "isolation")
		for _, isolation := range topology.Isolations() {
			g.may(o.with(topology.NewLogicalNetwork(logical.Server, logical.ID().Name(), isolation)))
		}
		return true
	},
	"the subnets of a VM network": func(rng *rand.Rand, o oracle, g *gap) bool {
		network, ok := pickOf(rng, all[topology.VMNetwork](o))
		if !ok {
			return false
		}
		with := func(subnets []topology.Subnet) oracle {
			return o.with(topology.NewVMNetwork(network.LogicalNetwork, network.ID().Name(), subnets))
		}
		g.objects = with(nil)
		g.unknown = unknownOf(network.ID(), "subnets")
		for range 40 {
			g.may(with(o.likelySubnets(rng)))
		}
		return true
	},
	"the name of a subnet": func(rng *rand.Rand, o oracle, g *gap) bool {
		return oneSubnet(rng, o, g, "name", func(rng *rand.Rand, subnet *topology.Subnet) {
			subnet.Name = "not used yet"
			if rng != nil {
				subnet.Name = append(topologytest.SubnetNames, "other")[rng.IntN(len(topologytest.SubnetNames)+1)]
			}
		})
	},
	"a pool": func(rng *rand.Rand, o oracle, g *gap) bool {
		return oneSubnet(rng, o, g, "ip_pool", func(rng *rand.Rand, subnet *topology.Subnet) {
			subnet.Pool = nil
			if rng != nil && rng.IntN(4) > 0 {
				subnet.Pool = pools(rng, subnet.AddressPrefix)
			}
		})
	},
	"the prefix of a VM network's subnet": func(rng *rand.Rand, o oracle, g *gap) bool {
		g.complete = true // nothing rests on it
		return oneSubnet(rng, o, g, "address_prefix", func(rng *rand.Rand, subnet *topology.Subnet) {
			subnet.AddressPrefix = ""
			if rng != nil {
				subnet.AddressPrefix = "10.0.0.0/8"
			}
		})
	},
	"a region": func(rng *rand.Rand, o oracle, g *gap) bool {
		network, ok := pickOf(rng, all[topology.AzureNetwork](o))
		g.objects = o.with(topology.NewAzureNetwork(network.ID(), "", network.Subnets, false))
		g.unknown = unknownOf(network.ID(), "location")
		for _, location := range append(topologytest.Locations, "elsewhere") {
			g.may(o.with(topology.NewAzureNetwork(network.ID(), location, network.Subnets, false)))
		}
		g.complete = true
		return ok
	},
	"the prefix of an Azure network's subnet": func(rng *rand.Rand, o oracle, g *gap) bool {
		network, ok := pickOf(rng, all[topology.AzureNetwork](o))
		if !ok || len(network.Subnets) == 0 {
			return false
		}
		at := rng.IntN(len(network.Subnets))
		with := func(prefix string) oracle {
			subnets := slices.Clone(network.Subnets)
			subnets[at].AddressPrefix = prefix
			return o.with(topology.NewAzureNetwork(network.ID(), network.Location, subnets, false))
		}
		g.objects = with("")
		g.unknown = unknownOf(network.ID(), fmt.Sprintf("subnets[%d].address_prefix", at))
		for _, prefix := range []string{"10.0.0.0/24", "10.9.0.0/29", network.Subnets[at].AddressPrefix} {
			g.may(with(prefix))
		}
		return true
	},
	"something that decides nothing": func(rng *rand.Rand, o oracle, g *gap) bool {
		mapping, ok := pickOf(rng, all[topology.Mapping](o))
		g.objects = o
		g.unknown = unknownOf(mapping.ID(), "test_network_id", "cloud_protection_ids")
		g.may(o)
		g.complete = true
		return ok
	},
	"the cloud of a machine": func(rng *rand.Rand, o oracle, g *gap) bool {
		return oneMachine(rng, o, g, func(rng *rand.Rand, machine *engine.BaselineMachine) {
			machine.CloudUnknown, machine.Cloud = rng == nil, topology.ID{}
			if rng != nil {
				cloud, _ := pickOf(rng, all[topology.Cloud](o))
				machine.Cloud = cloud.ID()
			}
		})
	},
	"the network of an adapter": func(rng *rand.Rand, o oracle, g *gap) bool {
		return oneMachine(rng, o, g, func(rng *rand.Rand, machine *engine.BaselineMachine) {
			adapter := &machine.Adapters[0]
			adapter.SourceUnknown, adapter.Source = rng == nil, topology.ID{}
			if rng != nil {
				network, _ := pickOf(rng, all[topology.VMNetwork](o))
				adapter.Source = network.ID()
			}
		})
	},
	"the subnet of an adapter": func(rng *rand.Rand, o oracle, g *gap) bool {
		return oneMachine(rng, o, g, func(rng *rand.Rand, machine *engine.BaselineMachine) {
			adapter := &machine.Adapters[0]
			adapter.SubnetUnknown, adapter.Subnet = rng == nil, ""
			if rng != nil {
				adapter.Subnet = append(topologytest.SubnetNames, "")[rng.IntN(len(topologytest.SubnetNames)+1)]
			}
		})
	},
	"the address of an adapter": func(rng *rand.Rand, o oracle, g *gap) bool {
		return oneMachine(rng, o, g, func(rng *rand.Rand, machine *engine.BaselineMachine) {
			adapter := &machine.Adapters[0]
			adapter.AddressUnknown, adapter.Address = rng == nil, ""
			if rng != nil && rng.IntN(4) > 0 {
				adapter.Address = o.likelyAddress(rng)
			}
		})
	},
}

// targets are the networks of a fabric, or of all, that a source may still be
// mapped to.
func (o oracle) targets(source, fabric topology.ID) []topology.ID {
	var targets []topology.ID
	for _, object := range o {
		id := object.ID()
		if (id.Kind() == topology.KindVMNetwork || id.Kind() == topology.KindAzureNetwork) && !id.Same(source) &&
			(fabric.IsZero() || id.Fabric().Same(fabric)) && o.find(topology.MappingID(source, id.Fabric())) == nil {
			targets = append(targets, id)
		}
	}
	return targets
}

// free are the clouds that no protection has, except one.
func (o oracle) free(except topology.ID) []topology.ID {
	var free []topology.ID
	for _, cloud := range all[topology.Cloud](o) {
		taken := cloud.ID().Same(except)
		for _, protection := range all[topology.Protection](o) {
			taken = taken || protection.Protected.Same(cloud.ID()) || protection.Protecting.Same(cloud.ID())
		}
		if !taken {
			free = append(free, cloud.ID())
		}
	}
	return free
}

func (o oracle) likelySubnets(rng *rand.Rand) []topology.Subnet {
	network, _ := pickOf(rng, all[topology.VMNetwork](o))
	return network.Subnets
}

func pools(rng *rand.Rand, prefix string) *topology.Pool {
	base := strings.TrimSuffix(prefix, "0/24")
	first := 10 + rng.IntN(10)
	return &topology.Pool{First: fmt.Sprintf("%s%d", base, first), Last: fmt.Sprintf("%s%d", base, first+rng.IntN(4))}
}

// oneSubnet makes a gap of an attribute of a VM network's subnet. The change is
// made without a source of randomness to what is known.
func oneSubnet(rng *rand.Rand, o oracle, g *gap, attribute string, change func(*rand.Rand, *topology.Subnet)) bool {
	network, ok := pickOf(rng, all[topology.VMNetwork](o))
	if !ok || len(network.Subnets) == 0 {
		return false
	}
	at := rng.IntN(len(network.Subnets))
	with := func(rng *rand.Rand) (oracle, bool) {
		subnets := slices.Clone(network.Subnets)
		change(rng, &subnets[at])
		for i, subnet := range subnets {
			if i != at && topology.SameName(subnet.Name, subnets[at].Name) {
				return nil, false
			}
		}
		return o.with(topology.NewVMNetwork(network.LogicalNetwork, network.ID().Name(), subnets)), true
	}
	g.objects, _ = with(nil)
	g.unknown = unknownOf(network.ID(), fmt.Sprintf("subnets[%d].%s", at, attribute))
	for range 40 {
		if objects, ok := with(rng); ok {
			g.may(objects)
		}
	}
	return true
}

// oneMachine makes a gap in a machine.
func oneMachine(rng *rand.Rand, o oracle, g *gap, change func(*rand.Rand, *engine.BaselineMachine)) bool {
	if g.question.Machines == nil {
		return false
	}
	known := g.question
	at := rng.IntN(len(known.Machines))
	with := func(rng *rand.Rand) engine.BaselineQuestion {
		question := known
		question.Machines = slices.Clone(known.Machines)
		machine := &question.Machines[at]
		machine.Adapters = slices.Clone(machine.Adapters)
		change(rng, machine)
		return question
	}
	g.objects, g.question = o, with(nil)
	for range 60 {
		g.all = append(g.all, possibility{o, with(rng)})
	}
	return true
}

// What a baseline knows is so whatever turns out, and what it does not know is not
// so whatever turns out.
func TestBaselineKnowsWhatDoesNotRestOnTheUnknown(t *testing.T) {
	for _, kind := range slices.Sorted(maps.Keys(gaps)) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			var known, unknown, never, whole int
			for seed := range uint64(seeds / 20) {
				rng := topologytest.NewRand(seed)
				objects := oracle(topologytest.Random(rng, topologytest.Small))
				g := &gap{}
				if seed%3 > 0 {
					g.question = about(randomMachines(rng, objects))
				}
				if !gaps[kind](rng, objects, g) {
					continue
				}
				baseline, _ := engine.JudgeBaseline(topology.New(g.objects...), g.question, g.unknown)
				if baseline.LinesUnknown {
					whole++
					if g.question.Machines != nil {
						t.Fatalf("seed %d: the lines of machines are not known", seed)
					}
					continue
				}
				differ := map[string]bool{}
				var first engine.Baseline
				for n, possible := range g.all {
					then, _ := engine.JudgeBaseline(topology.New(possible.objects...), possible.question, nil)
					if !baseline.FindingsUnknown && !slices.Equal(then.FindingTexts(), baseline.FindingTexts()) {
						t.Fatalf("seed %d: the findings are\n%s\nand then\n%s", seed, strings.Join(baseline.FindingTexts(), "\n"), strings.Join(then.FindingTexts(), "\n"))
					}
					if n == 0 {
						first = then
					}
					if len(then.Lines) != len(baseline.Lines) {
						t.Fatalf("seed %d: the lines are\n%s\nand then\n%s", seed, strings.Join(lines(baseline), "\n"), strings.Join(lines(then), "\n"))
					}
					for i, line := range then.Lines {
						if now := baseline.Lines[i]; !now.Unknown && now != line {
							t.Fatalf("seed %d: the line %q says %q, and then %q", seed, now.Name, now.Outcome, line.Outcome)
						}
						differ[line.Name] = differ[line.Name] || line != first.Lines[i]
					}
				}
				for _, line := range baseline.Lines {
					switch {
					case !line.Unknown:
						known++
					case !differ[line.Name] && len(g.all) > 1:
						unknown, never = unknown+1, never+1
						if g.complete && !addressed(line.Name) {
							t.Fatalf("seed %d: the line %q is not known, and always the same:\n%s", seed, line.Name, strings.Join(lines(baseline), "\n"))
						}
					default:
						unknown++
					}
				}
			}
			t.Logf(kind+": %d lines known, %d not, of which %d never change; %d times not known which there are", known, unknown, never, whole)
			if known == 0 || unknown == 0 && kind != "something that decides nothing" && kind != "the prefix of a VM network's subnet" && kind != "which cloud is protected" {
				t.Error("that does not test much")
			}
		})
	}
}

// addressed reports whether a line has an address: then it may be the same in all
// ways that were tried, since which is taken depends on all machines before it.
func addressed(line string) bool {
	return strings.Contains(line, "/") && !strings.Contains(line, " / ")
}

// A1: an address that an adapter before may have taken is not known to be free,
// and neither is the next one that is free; all others are.
func TestBaselineAddressesBesideTheUnknown(t *testing.T) {
	const landed = "VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai', subnet 'web'"
	type adapter = engine.BaselineAdapter
	for _, tt := range []struct {
		what  string
		first func(*adapter)
		want  []string // of the adapters that ask for .11, for .12, for one outside, for none
	}{
		{"nothing is unknown", func(a *adapter) { a.Address = "10.0.0.11" }, []string{
			", address 10.0.0.10 instead of 10.0.0.11", ", address 10.0.0.12", ", address 10.0.0.13 instead of 10.9.9.9", ", address from DHCP",
		}},
		{"it asks for .11", func(a *adapter) { a.Source, a.SourceUnknown, a.Address = topology.ID{}, true, "10.0.0.11" }, []string{
			"", ", address 10.0.0.12", "", ", address from DHCP",
		}},
		{"it asks for one outside", func(a *adapter) { a.SubnetUnknown, a.Address = true, "10.9.9.8" }, []string{
			", address 10.0.0.11", ", address 10.0.0.12", "", ", address from DHCP",
		}},
		{"it asks for what is not known", func(a *adapter) { a.AddressUnknown = true }, []string{"", "", "", ", address from DHCP"}},
		{"it asks for none", func(a *adapter) { a.SubnetUnknown = true }, []string{
			", address 10.0.0.11", ", address 10.0.0.12", ", address 10.0.0.10 instead of 10.9.9.9", ", address from DHCP",
		}},
		{"it is on a network that is mapped elsewhere", func(a *adapter) { a.AddressUnknown = true; a.Source = topology.VMNetworkID(a.Source.Server(), "Other") }, []string{
			", address 10.0.0.11", ", address 10.0.0.12", ", address 10.0.0.10 instead of 10.9.9.9", ", address from DHCP",
		}},
	} {
		w := build(t, corrected())
		w.withSubnet(topology.IsolationVLAN, topology.Subnet{
			Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.19"},
		})
		shanghai, _ := w.VMNetwork(w.id("VMNetwork1-Shanghai"))
		w.Put(topology.NewVMNetwork(shanghai.LogicalNetwork, "VMNetwork1-Shanghai", append(shanghai.Subnets, topology.Subnet{Name: "db"})))
		other := w.create(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "Other", nil))
		w.create(topology.NewMapping(other, w.create(topology.NewVMNetwork(shanghai.LogicalNetwork, "Elsewhere", []topology.Subnet{
			{Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.19"}},
		})), topology.ID{}, nil))
		question := engine.BaselineQuestion{Machines: []engine.BaselineMachine{{Name: "vm", Cloud: w.id("GoldCloud1")}}}
		adapters := make([]adapter, 5)
		for i, address := range []string{"", "10.0.0.11", "10.0.0.12", "10.9.9.9", ""} {
			adapters[i] = adapter{Source: w.id("VMNetwork1-Beijing"), Subnet: "web", Address: address}
		}
		tt.first(&adapters[0])
		question.Machines[0].Adapters = adapters
		got := lines(engine.BaselineLines(w.Topology, question, nil))[1:]
		for i, want := range tt.want {
			if want = landed + want; tt.want[i] == "" {
				want = "not known"
			}
			if want = fmt.Sprintf("vm/%d = %s", i+1, want); got[i] != want {
				t.Errorf("%s: the line is %q, want %q", tt.what, got[i], want)
			}
		}
	}
}
