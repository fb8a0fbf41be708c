package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// about asks for the baseline of machines, as a failover plan takes them.
func about(machines map[string]engine.Machine) engine.BaselineQuestion {
	question := engine.BaselineQuestion{Machines: []engine.BaselineMachine{}}
	for name, machine := range machines {
		asked := engine.BaselineMachine{Name: name, Cloud: machine.Cloud}
		for _, adapter := range machine.Adapters {
			asked.Adapters = append(asked.Adapters, engine.BaselineAdapter{Source: adapter.Source, Subnet: adapter.Subnet, Address: adapter.Address})
		}
		question.Machines = append(question.Machines, asked)
	}
	slices.SortFunc(question.Machines, func(a, b engine.BaselineMachine) int { return strings.Compare(a.Name, b.Name) })
	return question
}

// lines are the lines of a baseline with their outcomes.
func lines(baseline engine.Baseline) []string {
	if baseline.LinesUnknown {
		return []string{"not known"}
	}
	var all []string
	for _, line := range baseline.Lines {
		outcome := line.Outcome
		if line.Unknown {
			outcome = "not known"
		}
		all = append(all, line.Name+" = "+outcome)
	}
	return all
}

func (w world) lines(what string, question engine.BaselineQuestion, unknown *engine.Unknowns, want ...string) engine.Baseline {
	w.t.Helper()
	baseline, objections := engine.JudgeBaseline(w.Topology, question, unknown)
	if len(objections) > 0 {
		w.t.Errorf("%s: %v", what, objections)
	}
	if got := lines(baseline); !slices.Equal(got, want) {
		w.t.Errorf("%s: the lines are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return baseline
}

// Every outcome of an adapter, as a person reads it.
func TestBaselineOfMachines(t *testing.T) {
	w := build(t, corrected())
	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	w.create(topology.NewCloud(w.sites["Beijing"], "Alone", nil))
	w.withSubnet(topology.IsolationVLAN, topology.Subnet{
		Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.11"},
	})
	lab := w.create(topology.NewVMNetwork(w.id("LogicalNetwork2-Shanghai"), "Lab", nil))
	w.create(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "Test", nil))
	w.Put(topology.NewMapping(w.id("Test"), lab, topology.ID{}, nil))
	baseline := w.lines("machines", about(map[string]engine.Machine{
		"alone": w.machine("Alone", "VMNetwork1-Beijing"),
		"db":    w.machine("GoldCloud1", "VMNetwork1-Beijing db 10.0.0.10", "VMNetwork1-Beijing web 10.9.9.9", "VMNetwork1-Beijing web 10.0.0.11"),
		"new":   w.machine("GoldCloud1", "VMNetwork2-Beijing"),
		"other": w.machine("SilverCloud1", "VMNetwork2-Beijing"),
		"test":  w.machine("SilverCloud1", "Test"),
		"web":   w.machine("GoldCloud1", "VMNetwork1-Beijing", "Test x 10.0.0.1"),
	}), nil,
		"alone/0 = no network (not_protected)",
		"db/0 = VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai', subnet 'web', address 10.0.0.10",
		"db/1 = VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai', subnet 'web', address 10.0.0.11 instead of 10.9.9.9",
		"db/2 = VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai', subnet 'web', but it gets no address (pool_exhausted)",
		"new/0 = no network (not_mapped)",
		"other/0 = no network (not_in_cloud)",
		"test/0 = no network (target_unavailable)",
		"web/0 = VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai', subnet 'web', address from DHCP",
		"web/1 = VM network 'Lab' of 'VMM-Shanghai', but it gets no address (no_pool)")
	if got, want := baseline.Unconnected(), []string{"alone/0", "new/0", "other/0", "test/0"}; !slices.Equal(got, want) {
		t.Errorf("unconnected are %q, want %q", got, want)
	}
	var codes []string
	for _, text := range baseline.FindingTexts() {
		codes = append(codes, text[:len("SR301 error:")])
	}
	if want := []string{"SR203 error:", "SR301 error:", "SR302 error:", "SR303 error:", "SR308 error:", "SR309 error:"}; !slices.Equal(codes, want) || baseline.Ready() {
		t.Errorf("the findings are %q, want %q", codes, want)
	}
}

// M11, A4: in Azure, with networks that have one name.
func TestBaselineInAzure(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	prod := w.azure("prod", "westeurope", "web", "db")
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
	machines := about(map[string]engine.Machine{
		"a": w.machine("GoldCloud1", "VMNetwork1-Beijing db 10.0.1.7"),
		"b": w.machine("GoldCloud1", "VMNetwork1-Beijing db 10.0.1.7"),
		"c": w.machine("GoldCloud1", "VMNetwork1-Beijing", "VMNetwork2-Beijing"),
	})
	const azure = "Azure network 'prod' of resource group 'g' in subscription 's'"
	w.lines("mapped", machines, nil,
		"a/0 = "+azure+", subnet 'db', address 10.0.1.7",
		"b/0 = "+azure+", subnet 'db', but its failover fails: its address is not available there (not_in_subnet)",
		"c/0 = "+azure+", subnet 'web', address 10.0.0.4",
		"c/1 = no network (not_mapped)")

	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), w.azure("other", "westeurope", "web"), topology.ID{}, nil))
	baseline := w.lines("mapped to two", machines, nil,
		"a/0 = "+azure+", subnet 'db', address 10.0.1.7",
		"b/0 = "+azure+", subnet 'db', but its failover fails: its address is not available there (not_in_subnet)",
		"c/0 = no network (SR313): in Azure a machine is on one network, and its adapters are mapped to several",
		"c/1 = no network (SR313): in Azure a machine is on one network, and its adapters are mapped to several")
	w.check(t, baseline.Require(true, false), expected{
		engine.NotConnected, engine.Error, "require_connected",
		[]string{"'c/0': no network (SR313)", "Map the networks of a machine to one Azure network."},
	})
	w.lines("by network", engine.BaselineQuestion{}, nil,
		"VMM-Beijing / GoldCloud1 / VMNetwork1-Beijing = "+azure+", subnet 'web'",
		"VMM-Beijing / GoldCloud1 / VMNetwork2-Beijing = "+strings.ReplaceAll(azure, "prod", "other")+", subnet 'web'")
}

// Without machines, a line for every network of every protected cloud.
func TestBaselineByNetwork(t *testing.T) {
	w := build(t, corrected())
	const gold, silver, mapped = "VMM-Beijing / GoldCloud1 / ", "VMM-Beijing / SilverCloud1 / ", "VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai'"
	baseline := w.lines("the worked example", engine.BaselineQuestion{}, nil,
		gold+"VMNetwork1-Beijing = "+mapped, silver+"VMNetwork1-Beijing = "+mapped)
	if !baseline.Ready() || len(baseline.Unconnected()) > 0 {
		t.Errorf("unconnected are %q, with the findings %q", baseline.Unconnected(), baseline.FindingTexts())
	}

	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	w.Put(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, nil))
	w.create(topology.NewVMNetwork(w.id("LogicalNetwork2-Beijing"), "a / b", nil))
	baseline = w.lines("not all is connected", engine.BaselineQuestion{}, nil,
		gold+"VMNetwork1-Beijing = VM network 'VMNetwork2-Shanghai' of 'VMM-Shanghai'",
		gold+"VMNetwork2-Beijing = no network (not_mapped)",
		gold+"a %2F b = no network (not_mapped)",
		silver+"VMNetwork1-Beijing = no network (target_unavailable)")
	w.check(t, baseline.Require(true, true),
		expected{engine.NotConnected, engine.Error, "require_connected", []string{
			"Machines of these clouds on these VM networks are connected to no network after a failover:\n  - 'VMM-Beijing / GoldCloud1 / VMNetwork2-Beijing': no network (not_mapped)\n",
			"Add logical network 'LogicalNetwork2-Shanghai' to cloud 'SilverCloud2', or map to a network that is available.",
			"Map VM network 'VMNetwork2-Beijing' to a network of VMM server 'VMM-Shanghai'.",
		}})
	// What keeps them unconnected is told once.
	w.check(t, baseline.Require(false, true),
		expected{engine.NotReady, engine.Error, "require_ready", []string{
			"SR301 Network not mapped: VM network 'VMNetwork2-Beijing' is not mapped to VMM server 'VMM-Shanghai'",
			"SR210 Mapping does not serve every protection: ", "does not serve: machines of cloud 'SilverCloud1': cloud 'SilverCloud2' does not have",
			"Map VM network 'VMNetwork2-Beijing' to a network of VMM server 'VMM-Shanghai'.",
		}})
	w.lines("of one server", engine.BaselineQuestion{Server: w.sites["Shanghai"]}, nil)
}

// M10, A2: the subnets of a network's machines, and whether they get addresses.
func TestBaselineByNetworkNamesSubnets(t *testing.T) {
	pool := &topology.Pool{First: "10.0.0.10", Last: "10.0.0.11"}
	named := subnetsNamed
	pooled := []topology.Subnet{{Name: "web", AddressPrefix: "10.0.0.0/24", Pool: pool}, {Name: "db"}}
	for _, tt := range []struct {
		what            string
		sources, target []topology.Subnet
		isolation       topology.Isolation
		want            string
	}{
		{"no subnets", nil, nil, "", ""},
		{"one of no name that is known", nil, named("web", "db"), "", ", subnet 'web'"},
		{"the same names", named("db", "WEB"), named("web", "db"), "", ", subnet 'db', subnet 'web'"},
		{"another name", named("app"), named("web", "db"), "", ", subnet 'web' (for 'app')"},
		{"several onto the first", named("app", "web", "db"), named("web", "db"), "", ", subnet 'web' (for 'app', 'web'), subnet 'db'"},
		{"static addresses and no pool", pooled, named("web", "db"), "", ", subnet 'web', but it gets no address (no_pool), subnet 'db'"},
		{"static addresses and a pool", pooled, pooled, "", ", subnet 'web', subnet 'db'"},
		{
			"network virtualization", named("web", "db"), pooled, topology.IsolationNetworkVirtualization,
			", subnet 'web', subnet 'db', but it gets no address (no_pool)",
		},
		{"network virtualization without subnets", nil, nil, topology.IsolationNetworkVirtualization, ", but it gets no address (no_pool)"},
	} {
		from := corrected()
		from.protections = map[string]string{"GoldCloud1": "GoldCloud2"}
		w := build(t, from)
		logical := w.id("LogicalNetwork1-Shanghai")
		w.Put(topology.NewLogicalNetwork(logical.Server(), logical.Name(), tt.isolation))
		w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "VMNetwork1-Beijing", tt.sources))
		w.Put(topology.NewVMNetwork(logical, "VMNetwork1-Shanghai", tt.target))
		w.lines(tt.what, engine.BaselineQuestion{}, nil,
			"VMM-Beijing / GoldCloud1 / VMNetwork1-Beijing = VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai'"+tt.want)
	}
}

// A server protects another and is protected by it: the failover of one is judged.
func TestBaselineOfTheMachinesOfOneServer(t *testing.T) {
	from := corrected()
	from.protections = map[string]string{"GoldCloud1": "GoldCloud2", "SilverCloud2": "SilverCloud1"}
	w := build(t, from)
	machines := about(map[string]engine.Machine{
		"east": w.machine("GoldCloud1", "VMNetwork1-Beijing"), "west": w.machine("SilverCloud2", "VMNetwork1-Shanghai"),
	})
	machines.Server = w.sites["Shanghai"]
	w.lines("of Shanghai", machines, nil, "west/0 = VM network 'VMNetwork1-Beijing' of 'VMM-Beijing', address from DHCP")
}

// What a baseline is about is not there, or is wrong.
func TestBaselineOfWhatIsNotThere(t *testing.T) {
	w := build(t, corrected())
	server := w.sites["Beijing"]
	machines := about(map[string]engine.Machine{
		"a": {Cloud: topology.CloudID(server, "Gone"), Adapters: []engine.Adapter{{Source: w.id("VMNetwork1-Beijing")}}},
		"b": {Cloud: w.id("GoldCloud1"), Adapters: []engine.Adapter{{Source: topology.VMNetworkID(server, "Gone"), Address: "ten"}}},
		"c": {Cloud: w.id("VMNetwork1-Beijing"), Adapters: []engine.Adapter{{Source: w.id("VMNetwork1-Beijing")}}},
		"d": {Cloud: w.id("GoldCloud1")},
	})
	machines.Server = topology.ServerID("Gone")
	_, objections := engine.JudgeBaseline(w.Topology, machines, nil)
	w.check(t, objections,
		expected{engine.UnknownReference, engine.Error, "source_server_id", []string{"There is no VMM server 'Gone'"}},
		expected{engine.UnknownReference, engine.Error, `virtual_machines["a"].cloud_id`, []string{"There is no cloud 'Gone'"}},
		expected{engine.UnknownReference, engine.Error, `virtual_machines["b"].adapters[0].network_id`, []string{"There is no VM network 'Gone'"}},
		expected{engine.InvalidValue, engine.Error, `virtual_machines["b"].adapters[0].ip_address`, []string{`"ten" is not an IP address`}},
		expected{engine.WrongKind, engine.Error, `virtual_machines["c"].cloud_id`, nil},
		expected{engine.InvalidValue, engine.Error, `virtual_machines["d"].adapters`, []string{"The machine 'd' has no network adapters"}})
	machines.Server = topology.ID{}
	baseline, _ := engine.JudgeBaseline(w.Topology, machines, nil)
	if got, want := lines(baseline), []string{
		"a/0 = no network (SR104): there is no cloud 'Gone'",
		"b/0 = no network (SR104): there is no VM network 'Gone'",
		"c/0 = no network (SR104): there is no VM network 'VMNetwork1-Beijing'",
	}; !slices.Equal(got[:2], want[:2]) {
		t.Errorf("the lines are %q, want %q", got, want)
	}
	w.lines("the networks of a server that is not there", engine.BaselineQuestion{Server: w.sites["Shanghai"]}, nil)
}

// Hundreds of lines are said in a few, with the number of the others.
func TestBaselineOfMany(t *testing.T) {
	w := build(t, corrected())
	machines := map[string]engine.Machine{}
	for n := range 300 {
		machines[fmt.Sprintf("vm%03d", n)] = w.machine("GoldCloud1", "VMNetwork2-Beijing")
	}
	baseline, _ := engine.JudgeBaseline(w.Topology, about(machines), nil)
	found := append(baseline.Require(true, true), baseline.Require(false, true)...)
	w.check(t, found,
		expected{engine.NotConnected, engine.Error, "require_connected", []string{"  - 'vm009/0': no network (not_in_cloud)\n  - and 290 more", "Add logical network 'LogicalNetwork2-Beijing' to cloud 'GoldCloud1'"}},
		expected{engine.NotReady, engine.Error, "require_ready", []string{"SR303", "'vm007', and 292 more"}})
	for _, finding := range found {
		if text := finding.Detail + finding.Remedy; len(text) > 1_000 {
			t.Errorf("the text has %d letters:\n%s", len(text), text)
		}
	}
	if len(baseline.Require(false, false)) > 0 {
		t.Error("what is not required is required")
	}
}

// What changes between two baselines.
func TestBaselineChanges(t *testing.T) {
	w := build(t, corrected())
	before := engine.BaselineLines(w.Topology, engine.BaselineQuestion{}, nil)
	w.Remove(topology.ProtectionID(w.id("SilverCloud1")))
	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	w.Remove(topology.MappingID(w.id("VMNetwork1-Beijing"), w.sites["Shanghai"]))
	after := engine.BaselineLines(w.Topology, engine.BaselineQuestion{}, nil)
	want := `
  - 'VMM-Beijing / GoldCloud1 / VMNetwork1-Beijing': VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai' -> no network (not_mapped)
  - 'VMM-Beijing / GoldCloud1 / VMNetwork2-Beijing': there is no such line -> no network (not_mapped)
  - 'VMM-Beijing / SilverCloud1 / VMNetwork1-Beijing': VM network 'VMNetwork1-Shanghai' of 'VMM-Shanghai' -> there is no such line`
	if got := engine.Differences(before.Changes(after)); got != want {
		t.Errorf("the changes are%s\nwant%s", got, want)
	}
	if changes := after.Changes(after); len(changes) > 0 {
		t.Errorf("a baseline differs from itself: %v", changes)
	}
}

// A baseline says of each adapter what the failover plan says.
func TestBaselineAgreesWithTheFailoverPlan(t *testing.T) {
	for seed := range uint64(seeds) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		machines := randomMachines(rng, oracle(objects))
		found := topology.New(objects...)
		plan, _ := engine.PlanFailover(found, machines)
		baseline, _ := engine.JudgeBaseline(found, about(machines), nil)
		said := map[string]engine.BaselineLine{}
		for _, line := range baseline.Lines {
			said[line.Name] = line
		}
		for _, machine := range plan.Machines {
			apart := strings.Contains(machine.Reason, "several Azure networks")
			for i, landing := range machine.Adapters {
				line := said[fmt.Sprintf("%s/%d", machine.Name, i)]
				parts := []string{"(" + string(landing.Outcome) + ")"}
				switch {
				case landing.Outcome == engine.Connected && apart:
					parts = []string{"(SR313)"}
				case landing.Outcome == engine.Connected:
					parts = []string{landing.Target.Label(), landing.Subnet}
					if landing.Address.IsValid() {
						parts = append(parts, "address "+landing.Address.String())
					} else if landing.AddressRule != engine.DHCP {
						parts = append(parts, "("+string(landing.AddressRule)+")")
					}
				}
				if line.Connected != (landing.Outcome == engine.Connected && !apart) || !says(line.Outcome, parts) {
					t.Fatalf("seed %d: the line of %s/%d is %+v, want %q", seed, machine.Name, i, line, parts)
				}
			}
		}
		if len(said) == 0 || len(baseline.Findings) != len(plan.Findings) {
			t.Fatalf("seed %d: there are %d lines and %d findings", seed, len(said), len(baseline.Findings))
		}
	}
}
