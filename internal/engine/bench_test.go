package engine_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// The benchmarks ask about 10,000 VM networks and 1,000 cloud protections; 50
// of the protected clouds use the source network.

func large() (*topology.Topology, topology.VMNetwork, topology.Mapping) {
	found := topology.New(topologytest.Large(10_000, 1_000)...)
	source, _ := found.VMNetwork(topology.VMNetworkID(topology.ServerID("VMM-Beijing"), "VMNetwork7"))
	mapping := found.MappingsFrom(source.ID())[0]
	return found, source, mapping
}

func BenchmarkAvailableTargets(b *testing.B) {
	found, source, _ := large()
	var answer engine.Availability
	for b.Loop() {
		answer, _ = engine.AvailableTargets(found, source.ID(), topology.ID{})
	}
	b.ReportMetric(float64(len(answer.Choices)), "choices")
}

func BenchmarkAvailableTargetsOfOneTarget(b *testing.B) {
	found, source, mapping := large()
	var answer engine.Availability
	for b.Loop() {
		answer, _ = engine.AvailableTargets(found, source.ID(), mapping.Target)
	}
	b.ReportMetric(float64(len(answer.Choices)), "choices")
}

func BenchmarkFailover(b *testing.B) {
	found, source, _ := large()
	cloud := found.CloudsWith(source.LogicalNetwork)[0]
	for b.Loop() {
		engine.Failover(found, engine.Adapter{Source: source.ID(), Cloud: cloud.ID(), Subnet: "db"})
	}
}

func BenchmarkFailoverWithReason(b *testing.B) {
	found, source, _ := large()
	cloud := found.CloudsWith(source.LogicalNetwork)[0]
	for b.Loop() {
		landing, _ := engine.Failover(found, engine.Adapter{Source: source.ID(), Cloud: cloud.ID(), Subnet: "db"})
		_ = landing.Reason()
	}
}

// estate yields machines with two adapters each, on networks that their clouds
// use. Those with addresses ask for one of a static IP pool each.
func estate(machines int, addresses bool) iter.Seq2[string, engine.Machine] {
	server := topology.ServerID("VMM-Beijing")
	var networks, clouds []topology.ID
	for n := range 5_000 {
		networks = append(networks, topology.VMNetworkID(server, fmt.Sprintf("VMNetwork%d", n)))
	}
	for n := range 1_000 {
		clouds = append(clouds, topology.CloudID(server, fmt.Sprintf("Cloud%d", n)))
	}
	return func(yield func(string, engine.Machine) bool) {
		adapters := make([]engine.Adapter, 2)
		for n := range machines {
			cloud := n % len(clouds)
			logical := cloud*7 + n/len(clouds)%10*19
			network := networks[(logical%200+200*(n%25))%len(networks)]
			adapters[0] = engine.Adapter{Source: network, Subnet: "web"}
			adapters[1] = engine.Adapter{Source: network, Subnet: "db"}
			if addresses {
				adapters[0].Address = fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255)
			}
			if !yield("vm", engine.Machine{Cloud: clouds[cloud], Adapters: adapters}) {
				return
			}
		}
	}
}

// BenchmarkFailoverOfMany resolves a million adapters of an estate of ten thousand
// networks. All that it allocates is more than it ever holds.
func BenchmarkFailoverOfMany(b *testing.B) {
	for _, with := range []string{"", "Addresses", "Hosts"} {
		b.Run("1000000"+with, func(b *testing.B) {
			found, _, _ := large()
			for _, network := range found.VMNetworksOf(topology.ServerID("VMM-Shanghai")) {
				if with == "Addresses" {
					pool := &topology.Pool{First: "10.0.0.0", Last: "10.255.255.255"}
					found.Put(topology.NewVMNetwork(network.LogicalNetwork, network.ID().Name(), []topology.Subnet{{Name: "web", Pool: pool}, {Name: "db"}}))
				}
			}
			if with == "Hosts" {
				for n, cloud := range found.Clouds() {
					found.Put(topology.NewHost(cloud.Server, fmt.Sprintf("host%d", n), []topology.ID{cloud.ID()}, cloud.LogicalNetworks))
				}
			}
			machines := estate(500_000, with == "Addresses")
			b.ReportAllocs()
			for b.Loop() {
				summary, objections := engine.FailOver(found, machines, func(*engine.MachineLanding) {})
				if summary.Totals.Connected != 500_000 {
					b.Fatal(summary.Totals, objections)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/adapter")
		})
	}
}

func BenchmarkReadiness(b *testing.B) {
	found, _, _ := large()
	for b.Loop() {
		engine.JudgeReadiness(found, topology.ID{})
	}
}

func BenchmarkCheck(b *testing.B) {
	found, source, mapping := large()
	var protections []topology.ID
	for _, protection := range found.ProtectionsUsing(source) {
		protections = append(protections, protection.ID())
	}
	cloud, _ := found.Cloud(topology.CloudID(topology.ServerID("VMM-Shanghai"), "Cloud1"))
	protection := found.ProtectionsBy(cloud.ID())[0]
	for name, change := range map[string]topology.Change{
		"VMNetwork":                topology.Updating(source),
		"Cloud":                    topology.Updating(cloud),
		"CloudThatLosesANetwork":   topology.Updating(topology.NewCloud(cloud.ID().Server(), cloud.ID().Name(), cloud.LogicalNetworks[1:])),
		"CloudProtection":          topology.Updating(protection),
		"Mapping":                  topology.Updating(mapping),
		"MappingThatServesOne":     topology.Updating(topology.NewMapping(mapping.Source, mapping.Target, topology.ID{}, protections[:1])),
		"MappingThatServesAll":     topology.Updating(topology.NewMapping(mapping.Source, mapping.Target, topology.ID{}, protections)),
		"DeletionOfLogicalNetwork": topology.Deletion(source.LogicalNetwork),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				engine.Check(found, change, engine.Everything)
			}
		})
	}
}

// BenchmarkBaseline judges two thousand machines with two adapters each.
func BenchmarkBaseline(b *testing.B) {
	found := topology.New(topologytest.Large(10_000, 1_000)...)
	server := topology.ServerID("VMM-Beijing")
	question := engine.BaselineQuestion{Machines: []engine.BaselineMachine{}}
	for n := range 2_000 {
		adapter := func(subnet string) engine.BaselineAdapter {
			return engine.BaselineAdapter{Source: topology.VMNetworkID(server, fmt.Sprintf("VMNetwork%d", n%500)), Subnet: subnet, Address: "10.0.0.1"}
		}
		question.Machines = append(question.Machines, engine.BaselineMachine{
			Name: fmt.Sprintf("vm%04d", n), Cloud: topology.CloudID(server, fmt.Sprintf("Cloud%d", n%1_000)),
			Adapters: []engine.BaselineAdapter{adapter("web"), adapter("db")},
		})
	}
	smaller := topology.New(topologytest.Large(1_000, 100)...)
	for name, judge := range map[string]func() int{
		"Lines": func() int { return len(engine.BaselineLines(found, question, nil).Lines) },
		"LinesWithFindings": func() int {
			baseline, _ := engine.JudgeBaseline(found, question, nil)
			return len(baseline.Lines)
		},
		"ByNetwork": func() int { return len(engine.BaselineLines(smaller, engine.BaselineQuestion{}, nil).Lines) },
		"ByNetworkWithFindings": func() int {
			baseline, _ := engine.JudgeBaseline(smaller, engine.BaselineQuestion{}, nil)
			return len(baseline.Lines)
		},
	} {
		b.Run(name, func(b *testing.B) {
			lines := 0
			for b.Loop() {
				lines = judge()
			}
			b.ReportMetric(float64(lines), "lines")
		})
	}
}
