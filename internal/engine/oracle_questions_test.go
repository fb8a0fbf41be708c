package engine_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// The oracle's answers to the questions about addresses, hosts, many machines,
// failback, reachability, tests and readiness.

func (o oracle) subnets(network topology.ID) []topology.Subnet {
	switch network := o.find(network).(type) {
	case topology.VMNetwork:
		return network.Subnets
	case topology.AzureNetwork:
		return network.Subnets
	}
	return nil
}

func (o oracle) isolation(network topology.ID) topology.Isolation {
	n, _ := o.find(network).(topology.VMNetwork)
	l, _ := o.find(n.LogicalNetwork).(topology.LogicalNetwork)
	return l.Isolation
}

// address is the rule and the address (A1–A4), given that those in the list are gone.
func (o oracle) address(target topology.ID, name, asked string, gone map[string]bool) string {
	var subnet topology.Subnet
	for _, s := range o.subnets(target) {
		if s.Name == name {
			subnet = s
		}
	}
	// Every address that may be given, in order, by counting through the prefix.
	var free []string
	azure := target.Kind() == topology.KindAzureNetwork
	if prefix, err := netip.ParsePrefix(subnet.AddressPrefix); err == nil {
		var whole []string
		for a := prefix.Addr(); prefix.Contains(a); a = a.Next() {
			whole = append(whole, a.String())
		}
		switch {
		case azure && len(whole) > 5:
			free = whole[4 : len(whole)-1]
		case !azure && subnet.Pool != nil:
			free = whole[slices.Index(whole, subnet.Pool.First) : slices.Index(whole, subnet.Pool.Last)+1]
		}
	}
	take := func(rule engine.AddressRule, address string) string {
		gone[address] = true
		return string(rule) + " " + address
	}
	next := func() string {
		for _, address := range free {
			if !gone[address] {
				return take(engine.NextFree, address)
			}
		}
		return string(engine.PoolExhausted)
	}
	available := slices.Contains(free, asked) && !gone[asked]
	switch {
	case azure && asked == "":
		return next()
	case azure && available:
		return take(engine.Requested, asked)
	case azure:
		return string(engine.NotInSubnet)
	case asked == "" && o.isolation(target) != topology.IsolationNetworkVirtualization:
		return string(engine.DHCP)
	case subnet.Pool == nil:
		return string(engine.NoPool)
	case available:
		return take(engine.SameAddress, asked)
	}
	return next()
}

// hosts are those of M9.
func (o oracle) hosts(cloud topology.ID, networks []topology.ID) []string {
	var found []string
	for _, host := range all[topology.Host](o) {
		reaches := len(networks) > 0 && oneOf(host.Clouds, cloud)
		for _, id := range networks {
			network, _ := o.find(id).(topology.VMNetwork)
			reaches = reaches && oneOf(host.LogicalNetworks, network.LogicalNetwork)
		}
		if reaches {
			found = append(found, host.ID().String())
		}
	}
	slices.Sort(found)
	return found
}

func oneOf(ids []topology.ID, id topology.ID) bool {
	return !id.IsZero() && slices.ContainsFunc(ids, id.Same)
}

func (o oracle) protectionOf(cloud topology.ID) topology.Protection {
	for _, p := range all[topology.Protection](o) {
		if p.Protected.Same(cloud) {
			return p
		}
	}
	return topology.Protection{}
}

// plan is a line a machine, and the totals.
func (o oracle) plan(machines map[string]engine.Machine) ([]string, engine.FailoverTotals) {
	var lines []string
	var total engine.FailoverTotals
	gone := map[string]map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(machines)) {
		machine := machines[name]
		connected, fails, hostNeeded, azure := true, false, false, map[topology.Key]bool{}
		var adapters string
		var targets []topology.ID
		for _, adapter := range machine.Adapters {
			landing := o.landing(adapter.Source, machine.Cloud, adapter.Subnet)
			fields := strings.Split(landing, " ")
			if fields[0] == "connected" {
				target, err := topology.ParseID(fields[1])
				if err != nil {
					panic(err)
				}
				key := string(target.Key()) + " " + strings.ToUpper(fields[2])
				if gone[key] == nil {
					gone[key] = map[string]bool{}
				}
				address := o.address(target, fields[2], adapter.Address, gone[key])
				landing += " " + address
				rule, _, _ := strings.Cut(address, " ")
				switch engine.AddressRule(rule) {
				case engine.NoPool, engine.PoolExhausted, engine.NotInSubnet:
					fails = true // A2, A4
					total.AddressAtRisk++
				case engine.NextFree:
					if adapter.Address != "" {
						total.AddressAtRisk++
					}
				}
				if fields[3] == "first_subnet" {
					total.FirstSubnet++
				}
				targets = append(targets, target)
				if target.Kind() == topology.KindAzureNetwork {
					azure[target.Key()] = true
				} else {
					hostNeeded = hostNeeded || o.declaresHosts(target.Server())
				}
			} else {
				connected = false
			}
			adapters += " [" + landing + "]"
		}
		connected = connected && len(azure) < 2
		hosts := o.hosts(o.protectionOf(machine.Cloud).Protecting, targets)
		lines = append(lines, fmt.Sprintf("%s connected %v fails %v %q%s", name, connected, fails, hosts, adapters))
		total.Machines++
		for count, counts := range map[*int]bool{
			&total.Connected: connected, &total.Unconnected: !connected, &total.Failed: fails, &total.NoHost: hostNeeded && len(hosts) == 0,
		} {
			if counts {
				*count++
			}
		}
	}
	return lines, total
}

// declaresHosts is whether there is anything to judge hosts by (M9).
func (o oracle) declaresHosts(server topology.ID) bool {
	return slices.ContainsFunc(all[topology.Host](o), func(h topology.Host) bool { return h.ID().Server().Same(server) })
}

func planLines(plan engine.FailoverPlan) []string {
	var lines []string
	for _, machine := range plan.Machines {
		var adapters string
		for _, l := range machine.Adapters {
			text := string(l.Outcome)
			if l.Outcome == engine.Connected {
				text = fmt.Sprintf("connected %s %s %s %s", l.Target, l.Subnet, l.SubnetRule, l.AddressRule)
				if l.Address.IsValid() {
					text += " " + l.Address.String()
				}
			}
			adapters += " [" + text + "]"
		}
		lines = append(lines, fmt.Sprintf("%s connected %v fails %v %q%s", machine.Name, machine.Connected, machine.Fails, texts(machine.Hosts), adapters))
	}
	return lines
}

func texts(ids []topology.ID) []string {
	var list []string
	for _, id := range ids {
		list = append(list, id.String())
	}
	return list
}

// randomMachines are machines on random networks, mostly of protected clouds
// that use them, many of which ask for the same few addresses.
func randomMachines(rng *rand.Rand, o oracle) map[string]engine.Machine {
	clouds, networks, pairs := all[topology.Cloud](o), all[topology.VMNetwork](o), all[topology.Protection](o)
	machines := map[string]engine.Machine{}
	for n := range 12 {
		machine := engine.Machine{Cloud: clouds[rng.IntN(len(clouds))].ID()}
		if len(pairs) > 0 && rng.IntN(10) > 0 {
			machine.Cloud = pairs[rng.IntN(len(pairs))].Protected
		}
		for range 1 + rng.IntN(3) {
			adapter := engine.Adapter{Subnet: topologytest.SubnetNames[rng.IntN(len(topologytest.SubnetNames))]}
			for range 5 {
				adapter.Source = networks[rng.IntN(len(networks))].ID()
				if o.uses(machine.Cloud, adapter.Source) {
					break
				}
			}
			if rng.IntN(3) > 0 {
				adapter.Address = o.likelyAddress(rng)
			}
			machine.Adapters = append(machine.Adapters, adapter)
		}
		machines[fmt.Sprintf("vm%d", n)] = machine
	}
	return machines
}

// likelyAddress is near the beginning of some subnet.
func (o oracle) likelyAddress(rng *rand.Rand) string {
	var prefixes []netip.Prefix
	for _, object := range o {
		for _, subnet := range o.subnets(object.ID()) {
			prefixes = append(prefixes, netip.MustParsePrefix(subnet.AddressPrefix))
		}
	}
	address := netip.MustParseAddr("192.168.0.0")
	if len(prefixes) > 0 {
		address = prefixes[rng.IntN(len(prefixes))].Addr()
	}
	for range rng.IntN(22) {
		address = address.Next()
	}
	return address.String()
}

func TestPlanFailoverAgreesWithTheOracle(t *testing.T) {
	rules := map[engine.AddressRule]int{}
	connectedAndFails := 0
	for seed := range uint64(seeds) {
		rng := topologytest.NewRand(seed)
		shape := topologytest.Small
		shape.Hosts = rng.IntN(3)
		objects := topologytest.Random(rng, shape)
		slow := oracle(objects)
		machines := randomMachines(rng, slow)
		plan, objections := engine.PlanFailover(topology.New(objects...), machines)
		if len(objections) > 0 {
			t.Fatalf("seed %d: %v", seed, objections)
		}
		want, total := slow.plan(machines)
		if got := planLines(plan); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if plan.Totals != total {
			t.Fatalf("seed %d: the totals are %+v, want %+v", seed, plan.Totals, total)
		}
		hostFindings := 0
		for _, finding := range plan.Findings {
			if finding.Code == engine.NoHost {
				hostFindings++
			}
		}
		if hostFindings > 0 != (total.NoHost > 0) {
			t.Fatalf("seed %d: %d findings are about hosts, and the totals are %+v", seed, hostFindings, total)
		}
		for _, machine := range plan.Machines {
			// A machine that fails says so, for each adapter.
			failing := 0
			for _, adapter := range machine.Adapters {
				rules[adapter.AddressRule]++
				if adapter.Fails() {
					failing++
				}
			}
			if got := strings.Count(machine.Reason, " fails."); got != failing {
				t.Fatalf("seed %d: %d adapters of %s fail, and its reason is %q", seed, failing, machine.Name, machine.Reason)
			}
			if machine.Connected && machine.Fails {
				connectedAndFails++
			}
		}
	}
	if connectedAndFails == 0 {
		t.Error("no machine was connected and failed")
	}
	for _, rule := range []engine.AddressRule{
		engine.SameAddress, engine.NextFree, engine.NoPool, engine.PoolExhausted, engine.DHCP, engine.Requested, engine.NotInSubnet,
	} {
		if rules[rule] == 0 {
			t.Errorf("the rule %q never occurred: %v", rule, rules)
		}
	}
}

func TestFailoverHostsAndAddressesAgreeWithTheOracle(t *testing.T) {
	for seed := range uint64(seeds / 5) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		slow := oracle(objects)
		for name, machine := range randomMachines(rng, slow) {
			adapter := machine.Adapters[0]
			adapter.Cloud = machine.Cloud
			landing, _ := engine.Failover(topology.New(objects...), adapter)
			got := planLines(engine.FailoverPlan{Machines: []engine.MachineLanding{{
				Name: name, Connected: landing.Outcome == engine.Connected, Fails: landing.Fails(), Hosts: landing.Hosts, Adapters: []engine.Landing{landing},
			}}})
			machine.Adapters = machine.Adapters[:1]
			if want, _ := slow.plan(map[string]engine.Machine{name: machine}); !slices.Equal(got, want) {
				t.Fatalf("seed %d: %q, want %q", seed, got, want)
			}
		}
	}
}

// The mapping back is looked up by hand.
func TestFailbackAgreesWithTheOracle(t *testing.T) {
	seen := map[engine.FailbackScenario]int{}
	for seed := range uint64(seeds) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		slow, fast := oracle(objects), topology.New(objects...)
		networks := all[topology.VMNetwork](slow)
		pick := func() topology.ID { return networks[rng.IntN(len(networks))].ID() }
		for range 20 {
			replica := engine.Replica{Source: pick(), CameUpOn: pick()}
			switch rng.IntN(4) {
			case 0:
				replica.Disconnected = true
			case 1:
				replica.MovedTo = pick()
			}
			on, moved := replica.CameUpOn, false
			if !replica.MovedTo.IsZero() && !replica.MovedTo.Same(on) {
				on, moved = replica.MovedTo, true
			}
			var back topology.ID
			for _, m := range all[topology.Mapping](slow) {
				if m.Source.Same(on) && m.Target.Server().Same(replica.Source.Server()) {
					back = m.Target
				}
			}
			want := "unchanged " + replica.Source.String()
			switch {
			case replica.Disconnected:
				want = "replica_disconnected "
			case moved && back.IsZero():
				want = "moved_to_unmapped "
			case moved:
				want = "moved_to_mapped " + back.String()
			case !back.IsZero() && !back.Same(replica.Source):
				want = "mapping_changed " + back.String()
			}
			got, objections := engine.Failback(fast, replica)
			if replica.CameUpOn.Same(replica.Source) {
				if len(objections) != 1 {
					t.Fatalf("seed %d, %+v: that the replica came up on the source is believed", seed, replica)
				}
				continue
			}
			if text := fmt.Sprintf("%s %s", got.Scenario, got.Network); text != want || len(objections) > 0 {
				t.Fatalf("seed %d, %+v: %q, want %q; %v", seed, replica, text, want, objections)
			}
			seen[got.Scenario]++
		}
	}
	if len(seen) != 5 {
		t.Errorf("only these scenarios occurred: %v", seen)
	}
}

// Two machines reach each other or not; the groups are what follows from that.
func TestReachabilityAgreesWithTheOracle(t *testing.T) {
	for seed := range uint64(seeds) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		slow := oracle(objects)
		networks := all[topology.VMNetwork](slow)
		machines := map[string]engine.AzureMachine{}
		for n := range 8 {
			machines[fmt.Sprint(n)] = engine.AzureMachine{
				Network: networks[rng.IntN(len(networks))].ID(), RecoveryPlan: []string{"", "P", "Q"}[rng.IntN(3)],
			}
		}
		target := func(name string) string {
			for _, m := range all[topology.Mapping](slow) {
				if m.Source.Same(machines[name].Network) && m.Target.Kind() == topology.KindAzureNetwork {
					return m.Target.String()
				}
			}
			return ""
		}
		groups, _ := engine.AzureReachability(topology.New(objects...), machines)
		group := map[string]int{}
		for i, g := range groups {
			for _, name := range g.Machines {
				group[name] = i
				if g.Network.String() != target(name) {
					t.Fatalf("seed %d: %s is on %q, want %q", seed, name, g.Network, target(name))
				}
			}
			network, _ := slow.find(g.Network).(topology.AzureNetwork)
			if g.ReachesOnPremises != network.Gateway || !slices.IsSorted(g.Machines) || i > 0 && groups[i-1].Machines[0] > g.Machines[0] {
				t.Fatalf("seed %d: group %d is %+v", seed, i, g)
			}
		}
		for a := range machines {
			for b := range machines {
				reach := a == b || target(a) != "" && target(a) == target(b) ||
					target(a) == "" && target(b) == "" && machines[a].RecoveryPlan != "" && machines[a].RecoveryPlan == machines[b].RecoveryPlan
				if (group[a] == group[b]) != reach {
					t.Fatalf("seed %d: %s and %s are in one group: %v, want %v", seed, a, b, group[a] == group[b], reach)
				}
			}
		}
	}
}

// readiness is what would hurt, as severity, code and subject.
func (o oracle) readiness() (found map[string]bool, networks, covered int) {
	found = map[string]bool{}
	note := func(severity engine.Severity, code engine.Code, subject topology.ID) {
		found[fmt.Sprintf("%s %s %s", severity, code, subject)] = true
	}
	fabric := func(p topology.Protection) string {
		if p.AzureLocation != "" {
			return "AZURE"
		}
		return string(p.Protecting.Server().Key())
	}
	for _, network := range all[topology.VMNetwork](o) {
		used, good := false, true
		for _, p := range all[topology.Protection](o) {
			if !o.uses(p.Protected, network.ID()) {
				continue
			}
			used = true
			mapped := false
			for _, m := range all[topology.Mapping](o) {
				if m.Source.Same(network.ID()) && string(m.Fabric().Key()) == fabric(p) {
					mapped = true
					if !o.available(p, m.Target) {
						good = false
						note(engine.Error, engine.ServesOnlySome, m.ID())
					}
				}
			}
			if !mapped {
				good = false
				note(engine.Error, engine.UnmappedNetwork, network.ID())
			}
		}
		if used {
			networks++
			if good {
				covered++
			}
		}
	}
	targets := map[topology.Key]int{}
	for _, m := range all[topology.Mapping](o) {
		targets[m.Target.Key()]++
		if targets[m.Target.Key()] == 2 {
			note(engine.Warning, engine.SharedTarget, m.Target)
		}
		needed := false
		for _, p := range all[topology.Protection](o) {
			there := o.uses(p.Protected, m.Source) && fabric(p) == string(m.Fabric().Key())
			back := o.uses(p.Protecting, m.Source) && o.uses(p.Protected, m.Target)
			needed = needed || there || back
			if there && m.Target.Kind() == topology.KindVMNetwork && o.available(p, m.Target) {
				if o.declaresHosts(p.Protecting.Server()) && len(o.hosts(p.Protecting, []topology.ID{m.Target})) == 0 {
					note(engine.Error, engine.NoHost, p.Protecting)
				}
			}
		}
		if !needed {
			note(engine.Warning, engine.UnusedMapping, m.ID())
		}
		o.readinessOfSubnets(m, note)
		if m.Target.Kind() != topology.KindVMNetwork {
			continue
		}
		var back topology.ID
		for _, other := range all[topology.Mapping](o) {
			if other.Source.Same(m.Target) && other.Fabric().Same(m.Source.Server()) {
				back = other.Target
			}
		}
		if back.IsZero() {
			note(engine.Warning, engine.NoWayBack, m.ID())
		} else if !back.Same(m.Source) {
			note(engine.Warning, engine.WayBackElsewhere, m.ID())
		}
	}
	return found, networks, covered
}

func (o oracle) readinessOfSubnets(m topology.Mapping, note func(engine.Severity, engine.Code, topology.ID)) {
	sources, targets := o.subnets(m.Source), o.subnets(m.Target)
	azure, _ := o.find(m.Target).(topology.AzureNetwork)
	count := func(s topology.Subnet) (n int) {
		if s.Pool != nil {
			for a := netip.MustParseAddr(s.Pool.First); ; a = a.Next() {
				n++
				if a.String() == s.Pool.Last {
					break
				}
			}
		}
		return n
	}
	need := map[string]int{}
	needsPool := m.Target.Kind() == topology.KindVMNetwork && o.isolation(m.Target) == topology.IsolationNetworkVirtualization
	if needsPool && len(sources) == 0 && (len(targets) == 0 || targets[0].Pool == nil) {
		note(engine.Error, engine.PoolMissing, m.ID())
	}
	for _, source := range sources {
		landing := topology.Subnet{}
		for i := len(targets) - 1; i >= 0; i-- {
			if i == 0 && landing.Name == "" || strings.EqualFold(targets[i].Name, source.Name) {
				landing = targets[i]
			}
		}
		if len(targets) > 0 && !strings.EqualFold(landing.Name, source.Name) {
			note(engine.Warning, engine.FirstSubnetUsed, m.ID())
		}
		if azure.Gateway {
			for _, target := range targets {
				a, b := netip.MustParsePrefix(source.AddressPrefix), netip.MustParsePrefix(target.AddressPrefix)
				if a.Contains(b.Addr()) || b.Contains(a.Addr()) {
					note(engine.Warning, engine.OverlapBehindGateway, m.ID())
				}
			}
		}
		if m.Target.Kind() == topology.KindAzureNetwork && source.Pool != nil {
			// A4: whoever asks for one of these addresses must get it.
			for a := netip.MustParseAddr(source.Pool.First); ; a = a.Next() {
				if !strings.HasPrefix(o.address(m.Target, landing.Name, a.String(), map[string]bool{}), "requested ") {
					note(engine.Warning, engine.AddressUnavailable, m.ID())
				}
				if a.String() == source.Pool.Last {
					break
				}
			}
		}
		if m.Target.Kind() == topology.KindVMNetwork {
			if landing.Pool == nil && (needsPool || source.Pool != nil) {
				note(engine.Error, engine.PoolMissing, m.ID())
			}
			need[landing.Name] += count(source)
			if landing.Pool != nil && need[landing.Name] > count(landing) {
				note(engine.Warning, engine.PoolTooSmall, m.ID())
			}
		}
	}
}

func TestReadinessAgreesWithTheOracle(t *testing.T) {
	seen := map[engine.Code]int{}
	for seed := range uint64(seeds) {
		objects := topologytest.Random(topologytest.NewRand(seed), topologytest.Small)
		want, networks, covered := oracle(objects).readiness()
		readiness, objections := engine.JudgeReadiness(topology.New(objects...), topology.ID{})
		got := map[string]bool{}
		for _, f := range readiness.Findings {
			got[fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.Subject)] = true
			seen[f.Code]++
			if f.Detail == "" || f.Remedy == "" || f.Summary() == "" {
				t.Fatalf("seed %d: a finding without words: %+v", seed, f)
			}
		}
		if !maps.Equal(got, want) || len(objections) > 0 || readiness.Networks != networks || readiness.Covered != covered {
			t.Fatalf("seed %d: %d of %d covered\n%s\nwant %d of %d\n%s", seed,
				readiness.Covered, readiness.Networks, strings.Join(slices.Sorted(maps.Keys(got)), "\n"),
				covered, networks, strings.Join(slices.Sorted(maps.Keys(want)), "\n"))
		}
		again, _ := engine.JudgeReadiness(topology.New(objects...), topology.ID{})
		if fmt.Sprint(again) != fmt.Sprint(readiness) {
			t.Fatalf("seed %d: asked twice, it gives different answers", seed)
		}
	}
	for _, code := range []engine.Code{
		engine.UnmappedNetwork, engine.ServesOnlySome, engine.NoWayBack, engine.WayBackElsewhere, engine.SharedTarget, engine.FirstSubnetUsed,
		engine.PoolMissing, engine.PoolTooSmall, engine.NoHost, engine.UnusedMapping, engine.OverlapBehindGateway, engine.AddressUnavailable,
	} {
		if seen[code] == 0 {
			t.Errorf("%s never occurred", code)
		}
	}
}

// A test lands where its network is, whatever the mapping says, unless it cannot
// work. On the production network it works, and is objected to.
func TestTryFailoverAgreesWithTheOracle(t *testing.T) {
	connected, harmful := 0, 0
	for seed := range uint64(seeds) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		slow, fast := oracle(objects), topology.New(objects...)
		networks := all[topology.VMNetwork](slow)
		machines := randomMachines(rng, slow)
		for _, name := range slices.Sorted(maps.Keys(machines)) {
			machine := machines[name]
			test := engine.TestFailover{Adapter: machine.Adapters[0]}
			if test.Cloud = machine.Cloud; rng.IntN(3) == 0 {
				test.Cloud = topology.ID{}
			}
			if candidates := slices.Concat(texts(nil), idsOf(networks), idsOf(all[topology.AzureNetwork](slow)), idsOf(all[topology.LogicalNetwork](slow))); rng.IntN(5) > 0 {
				test.Network, _ = topology.ParseID(candidates[rng.IntN(len(candidates))])
			}
			landing, objections := engine.TryFailover(fast, test)
			if test.Cloud.IsZero() && test.Network.IsZero() && len(slow.mappings(test.Source)) > 1 {
				continue // it asks for the cloud
			}
			if len(objections) > 0 {
				t.Fatalf("seed %d: %v", seed, objections)
			}
			if want := slow.tried(test); landing.Connected != want {
				t.Fatalf("seed %d, %+v: connected is %v, want %v: %s %v", seed, test, landing.Connected, want, landing.Reason, landing.Findings)
			}
			onProduction := slices.ContainsFunc(landing.Findings, func(f engine.Finding) bool { return f.Code == engine.TestOnProduction })
			if production := !landing.Target.IsZero() && landing.Target.Same(slow.mapped(test)); production != (landing.Connected && onProduction) {
				t.Fatalf("seed %d, %+v: the test is on production: %v, but the findings are %v", seed, test, production, landing.Findings)
			}
			if landing.Connected {
				connected++
			}
			if landing.Connected && onProduction {
				harmful++
			}
		}
	}
	if connected < seeds/2 || harmful == 0 {
		t.Errorf("only %d tests were connected, %d of them on the production network", connected, harmful)
	}
}

func idsOf[T topology.Object](objects []T) []string {
	var ids []string
	for _, object := range objects {
		ids = append(ids, object.ID().String())
	}
	return ids
}

// mappings are those of a source network.
func (o oracle) mappings(source topology.ID) []topology.Mapping {
	return slices.DeleteFunc(all[topology.Mapping](o), func(m topology.Mapping) bool { return !m.Source.Same(source) })
}

// onOneFabric reports whether networks are all in Azure, or all on one server.
func onOneFabric(a, b topology.ID) bool {
	aInAzure, bInAzure := a.Kind() == topology.KindAzureNetwork, b.Kind() == topology.KindAzureNetwork
	return aInAzure == bInAzure && (aInAzure || a.Server().Same(b.Server()))
}

// mapped is the production network of a test: what its source is mapped to.
func (o oracle) mapped(test engine.TestFailover) topology.ID {
	p := o.protectionOf(test.Cloud)
	for _, m := range o.mappings(test.Source) {
		toAzure := m.Target.Kind() == topology.KindAzureNetwork
		there := toAzure == (p.AzureLocation != "") && (toAzure || m.Target.Server().Same(p.Protecting.Server()))
		if test.Cloud.IsZero() {
			there = test.Network.IsZero() || onOneFabric(m.Target, test.Network)
		}
		if there {
			return m.Target
		}
	}
	return topology.ID{}
}

// tried is whether a test is connected, by going through chapter 5.
func (o oracle) tried(test engine.TestFailover) bool {
	p := o.protectionOf(test.Cloud)
	switch {
	case test.Network.IsZero() || test.Network.Same(test.Source):
		return false
	case test.Cloud.IsZero() && len(o.mappings(test.Source)) > 0 && o.mapped(test).IsZero():
		return false
	case !test.Cloud.IsZero() && (p.Protected.IsZero() || !o.uses(test.Cloud, test.Source)):
		return false
	}
	available := func(network topology.ID) bool { return test.Cloud.IsZero() || o.available(p, network) }
	mapped := o.mapped(test)
	logical := test.Network
	switch network := o.find(test.Network).(type) {
	case topology.VMNetwork:
		logical = network.LogicalNetwork
		if !available(test.Network) {
			return false
		}
	case topology.AzureNetwork:
		return available(test.Network)
	case topology.LogicalNetwork:
		cloud, _ := o.find(p.Protecting).(topology.Cloud)
		if !test.Cloud.IsZero() && !oneOf(cloud.LogicalNetworks, test.Network) {
			return false
		}
	}
	l, _ := o.find(logical).(topology.LogicalNetwork)
	virtualized := l.Isolation == topology.IsolationNetworkVirtualization
	onNone := mapped.Kind() == topology.KindVMNetwork && o.isolation(mapped) == topology.IsolationNone
	dhcpOnVLAN := mapped.Kind() == topology.KindVMNetwork && o.isolation(mapped) == topology.IsolationVLAN && test.Address == ""
	return !virtualized || !onNone && !dhcpOnVLAN
}
