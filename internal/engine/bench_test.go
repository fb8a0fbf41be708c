package engine_test

import (
	"fmt"
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
