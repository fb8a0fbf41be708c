package engine

import (
	"iter"
	"maps"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Machine is a virtual machine before a failover.
type Machine struct {
	// Cloud is the cloud that it is in.
	Cloud topology.ID
	// Adapters are its network adapters; the cloud of each is the machine's.
	Adapters []Adapter
}

// MachineLanding is where a machine is after a failover.
type MachineLanding struct {
	Name string
	// Connected says that all its adapters are connected, and can be on one machine.
	Connected bool
	// Fails says that one of its adapters gets no address although it needs one,
	// connected or not: in Azure its failover fails (A4), on a VMM server the
	// allocation of the address (A2).
	Fails bool
	// Hosts are the hosts that reach all networks that it connects to (M9).
	Hosts    []topology.ID
	Adapters []Landing
	// Reason says why the machine as a whole cannot be connected although its
	// adapters can, and why it fails; empty if neither is so.
	Reason string
	// azure are the Azure networks that its adapters would be on, if they are several.
	azure []topology.ID
}

// FailoverPlan is where many machines are after a failover of all of them.
type FailoverPlan struct {
	// Machines are sorted by name.
	Machines []MachineLanding
	FailoverSummary
}

// FailoverSummary is what a failover of many machines comes to.
type FailoverSummary struct {
	Totals FailoverTotals
	// Findings are what keeps machines from working, for all of them together.
	Findings []Finding
}

// FailoverTotals counts machines and adapters of a failover plan.
type FailoverTotals struct {
	Machines, Connected, Unconnected int
	// Failed counts machines that fail, whether they are connected or not (A2, A4).
	Failed int
	// FirstSubnet counts adapters on the first subnet for want of one of the
	// same name (M10).
	FirstSubnet int
	// AddressAtRisk counts adapters that get another address than they had or
	// asked for, or none although they need one.
	AddressAtRisk int
	// NoHost counts machines connected on a VMM server whose networks no host
	// reaches (M9). Where no host of the server is declared, there is none to count.
	NoHost int
}

// PlanFailover returns where the machines are after a failover of all of them.
// They are served in the order of their names, each one's adapters in their own
// order, and an address is given once. The findings say what is wrong with the
// question.
func PlanFailover(t *topology.Topology, machines map[string]Machine) (FailoverPlan, []Finding) {
	names := slices.Sorted(maps.Keys(machines))
	plan := FailoverPlan{Machines: make([]MachineLanding, 0, len(names))}
	var objections []Finding
	plan.FailoverSummary, objections = FailOver(t, func(yield func(string, Machine) bool) {
		for _, name := range names {
			if !yield(name, machines[name]) {
				return
			}
		}
	}, func(landing *MachineLanding) {
		kept := *landing
		kept.Adapters = slices.Clone(landing.Adapters)
		plan.Machines = append(plan.Machines, kept)
	})
	if len(objections) > 0 {
		return FailoverPlan{}, objections
	}
	return plan, nil
}

// FailOver is [PlanFailover] for estates too large to be held in memory: the
// machines come one after another, in the order in which they are served, and
// where each lands is shown, not kept. What visit is given, it may look at until
// it returns. It is not called any more once something is wrong with the question.
// What an adapter costs does not depend on how many there are.
func FailOver(t *topology.Topology, machines iter.Seq2[string, Machine], visit func(*MachineLanding)) (FailoverSummary, []Finding) {
	f := newFailover(t)
	f.placements = map[placement][]topology.ID{}
	question := findings{topology: t}
	problems := newPlanProblems(t)
	var totals FailoverTotals
	landing := &MachineLanding{} // one for all: an estate may have a million adapters
	for name, machine := range machines {
		*landing = MachineLanding{Name: name, Connected: true, Adapters: landing.Adapters[:0]}
		f.machine(&question, machine, landing)
		if len(question.found) > 0 {
			continue
		}
		for i, adapter := range machine.Adapters {
			problems.adapter(name, machine, adapter, &landing.Adapters[i])
		}
		unreached := WithoutHost(t, landing)
		problems.machine(machine, landing, unreached)
		totals.add(machine, landing, unreached)
		visit(landing)
	}
	if len(question.found) > 0 {
		return FailoverSummary{}, question.found
	}
	return FailoverSummary{totals, problems.findings()}, nil
}

// machine finds where the adapters of a machine land, or what is wrong with what is
// asked about it. Where an attribute is, is only written down if it is wrong.
func (f *failover) machine(question *findings, machine Machine, landing *MachineLanding) {
	at := func(steps ...any) Path { return At("virtual_machines", MapKey(landing.Name)).Then(steps...) }
	if _, ok := f.topology.Cloud(machine.Cloud); !ok {
		question.asked(at("cloud_id"), machine.Cloud, topology.KindCloud)
	}
	if len(machine.Adapters) == 0 {
		question.noAdapters(at("adapters"), landing.Name)
	}
	way := f.way(machine.Cloud)
	for i := range machine.Adapters {
		adapter := &machine.Adapters[i]
		source, ok := f.topology.VMNetwork(adapter.Source)
		if !ok {
			question.asked(at("adapters", i, "network_id"), adapter.Source, topology.KindVMNetwork)
		}
		address, ok := readAddress(adapter.Address)
		if !ok {
			question.address(at("adapters", i, "ip_address"), adapter.Address)
		}
		if len(question.found) > 0 {
			continue
		}
		asks := asked{adapter.Source, machine.Cloud, adapter.Subnet, address}
		landing.Adapters = append(landing.Adapters, f.byCloud(&source, &way, &asks))
		landing.Connected = landing.Connected && landing.Adapters[i].Outcome == Connected
	}
	if len(question.found) == 0 {
		f.settle(&way, machine, landing)
	}
}

// noAdapters refuses a machine of which nothing is judged: it would count as connected,
// and its lines would be gone, so that whoever waits for them waits for nothing.
func (f *findings) noAdapters(at Path, machine string) {
	f.add(InvalidValue, Error, at,
		Say("The machine '%s' has no network adapters, so there is nothing to judge, and it would count as connected.", machine),
		Say("Give its network adapters, or leave the machine out."))
}

// settle finds the hosts for a machine, and judges whether its adapters can be on
// one machine, for in Azure all of them are on one network (M11), and whether all
// get the addresses that they need (A2, A4).
func (f *failover) settle(way *cloudWay, machine Machine, landing *MachineLanding) {
	var reasons []Phrase
	if azure := azureNetworks(landing.Adapters); len(azure) > 1 {
		landing.Connected, landing.azure = false, azure
		reasons = append(reasons, Say("Its adapters would be on several Azure networks, %s, but a machine in Azure is on one.", namesOf(azure)))
	}
	f.hosts(way, landing)
	for i := range landing.Adapters {
		if adapter := &landing.Adapters[i]; adapter.Fails() {
			landing.Fails = true
			reasons = append(reasons, Say("Adapter %d, on %s: %s.", i, machine.Adapters[i].Source, adapter.addressReason()))
		}
	}
	if len(reasons) > 0 {
		landing.Reason = joined(" ", reasons).In(f.topology)
	}
}

// azureNetworks returns the Azure networks that adapters are on, if they are several.
func azureNetworks(adapters []Landing) []topology.ID {
	var several []topology.ID
	var first topology.ID
	for i := range adapters {
		switch target := adapters[i].Target; {
		case target.Kind() != topology.KindAzureNetwork || target.Same(first) || slices.ContainsFunc(several, target.Same):
		case first.IsZero():
			first = target
		case several == nil:
			several = []topology.ID{first, target}
		default:
			several = append(several, target)
		}
	}
	return several
}

// hosts finds the hosts that reach all networks that a machine connects to (M9):
// those that every adapter has.
func (f *failover) hosts(way *cloudWay, landing *MachineLanding) {
	first := true
	for i := range landing.Adapters {
		switch adapter := &landing.Adapters[i]; {
		case adapter.Outcome != Connected:
		case first:
			landing.Hosts, first = adapter.Hosts, false
		case len(landing.Hosts) == 0:
			return
		case len(adapter.Hosts) == 0 || &adapter.Hosts[0] != &landing.Hosts[0]: // not found for one logical network
			var targets []topology.ID
			for _, adapter := range landing.Adapters {
				if adapter.Outcome == Connected {
					targets = append(targets, adapter.Target)
				}
			}
			landing.Hosts = Placement(f.topology, way.protection.Protecting, targets...)
			return
		}
	}
}

// WithoutHost returns the networks on a VMM server that a machine connects to, if
// no host reaches all of them (M9). Where no host of the server is declared, that
// is not judged, and there are none.
func WithoutHost(t *topology.Topology, landing *MachineLanding) []topology.ID {
	if len(landing.Hosts) > 0 {
		return nil
	}
	var networks []topology.ID
	for i := range landing.Adapters {
		target := landing.Adapters[i].Target
		if target.Kind() == topology.KindVMNetwork && t.HasHosts(target.Server()) && !slices.ContainsFunc(networks, target.Same) {
			networks = append(networks, target)
		}
	}
	slices.SortFunc(networks, compareIDs)
	return networks
}

func (total *FailoverTotals) add(machine Machine, landing *MachineLanding, unreached []topology.ID) {
	total.Machines++
	if landing.Connected {
		total.Connected++
	} else {
		total.Unconnected++
	}
	if landing.Fails {
		total.Failed++
	}
	for i := range landing.Adapters {
		adapter := &landing.Adapters[i]
		if adapter.Outcome != Connected {
			continue
		}
		if adapter.SubnetRule == FirstSubnet {
			total.FirstSubnet++
		}
		moved := machine.Adapters[i].Address != "" && adapter.AddressRule == NextFree
		if moved || adapter.Fails() {
			total.AddressAtRisk++
		}
	}
	if len(unreached) > 0 {
		total.NoHost++
	}
}
