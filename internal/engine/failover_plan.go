package engine

import (
	"maps"
	"net/netip"
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
	Totals   FailoverTotals
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
	asked, objections := checkMachines(t, names, machines)
	if len(objections) > 0 {
		return FailoverPlan{}, objections
	}
	f := failover{t, newAddresses(t)}
	var plan FailoverPlan
	problems := newPlanProblems(t)
	for _, name := range names {
		machine := machines[name]
		landing := MachineLanding{Name: name, Connected: true, Adapters: make([]Landing, len(machine.Adapters))}
		for i, adapter := range machine.Adapters {
			source, _ := t.VMNetwork(adapter.Source)
			landing.Adapters[i] = f.byCloud(source, machine.Cloud, adapter.Subnet, asked[name][i])
			landing.Connected = landing.Connected && landing.Adapters[i].Outcome == Connected
			problems.adapter(name, machine, adapter, landing.Adapters[i])
		}
		settle(t, machine, &landing)
		problems.machine(machine, landing)
		plan.Machines = append(plan.Machines, landing)
		plan.Totals.add(t, machine, landing)
	}
	plan.Findings = problems.findings()
	return plan, nil
}

// checkMachines reads the addresses of all adapters, and says what is wrong with
// what is asked about.
func checkMachines(t *topology.Topology, names []string, machines map[string]Machine) (map[string][]netip.Addr, []Finding) {
	question := findings{topology: t}
	asked := make(map[string][]netip.Addr, len(names))
	for _, name := range names {
		machine := machines[name]
		at := At("virtual_machines", MapKey(name))
		question.asked(at.Then("cloud_id"), machine.Cloud, topology.KindCloud)
		asked[name] = make([]netip.Addr, len(machine.Adapters))
		for i, adapter := range machine.Adapters {
			at := at.Then("adapters", i)
			question.asked(at.Then("network_id"), adapter.Source, topology.KindVMNetwork)
			asked[name][i] = question.address(at.Then("ip_address"), adapter.Address)
		}
	}
	return asked, question.found
}

// settle finds the hosts for a machine, and judges whether its adapters can be on
// one machine, for in Azure all of them are on one network (M11), and whether all
// get the addresses that they need (A2, A4).
func settle(t *topology.Topology, machine Machine, landing *MachineLanding) {
	var targets []topology.ID
	var azure []topology.ID
	for _, adapter := range landing.Adapters {
		if adapter.Outcome != Connected {
			continue
		}
		targets = append(targets, adapter.Target)
		if adapter.Target.Kind() == topology.KindAzureNetwork && !slices.ContainsFunc(azure, adapter.Target.Same) {
			azure = append(azure, adapter.Target)
		}
	}
	for _, protection := range t.ProtectionsOf(machine.Cloud) {
		landing.Hosts = Placement(t, protection.Protecting, targets...)
	}
	var reasons []Phrase
	if len(azure) > 1 {
		landing.Connected, landing.azure = false, azure
		reasons = append(reasons, Say("Its adapters would be on several Azure networks, %s, but a machine in Azure is on one.", namesOf(azure)))
	}
	for i, adapter := range landing.Adapters {
		if adapter.Fails() {
			landing.Fails = true
			reasons = append(reasons, Say("Adapter %d, on %s: %s.", i, machine.Adapters[i].Source, adapter.addressReason))
		}
	}
	landing.Reason = joined(" ", reasons).In(t)
}

// WithoutHost returns the networks on a VMM server that a machine connects to, if
// no host reaches all of them (M9). Where no host of the server is declared, that
// is not judged, and there are none.
func WithoutHost(t *topology.Topology, landing MachineLanding) []topology.ID {
	networks := map[topology.Key]topology.ID{}
	for _, adapter := range landing.Adapters {
		if adapter.Target.Kind() == topology.KindVMNetwork && t.HasHosts(adapter.Target.Server()) {
			networks[adapter.Target.Key()] = adapter.Target
		}
	}
	if len(landing.Hosts) > 0 {
		return nil
	}
	return slices.SortedFunc(maps.Values(networks), compareIDs)
}

func (total *FailoverTotals) add(t *topology.Topology, machine Machine, landing MachineLanding) {
	total.Machines++
	if landing.Connected {
		total.Connected++
	} else {
		total.Unconnected++
	}
	if landing.Fails {
		total.Failed++
	}
	for i, adapter := range landing.Adapters {
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
	if len(WithoutHost(t, landing)) > 0 {
		total.NoHost++
	}
}
