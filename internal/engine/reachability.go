package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// AzureMachine is a virtual machine that fails over to Azure.
type AzureMachine struct {
	// Network is the VM network that it is on.
	Network topology.ID
	// RecoveryPlan is the name of its recovery plan, if it is in one.
	RecoveryPlan string
}

// ReachabilityGroup is a set of machines that reach each other in Azure, and no
// other machine of those asked about.
type ReachabilityGroup struct {
	// Machines are their names, sorted.
	Machines []string
	// Network is the Azure network that they are on; zero if they are not mapped.
	Network topology.ID
	// ReachesOnPremises says whether a gateway connects them to on-premises.
	ReachesOnPremises bool
	// Reason says why they reach each other, in a sentence for people.
	Reason string
}

// AzureReachability returns which machines reach each other after they have all
// failed over to Azure (M2): those on one Azure network, whatever their recovery
// plans; of those whose network is not mapped, those of one recovery plan. The
// groups are sorted by their first machine. The findings say what is wrong with
// the question.
func AzureReachability(t *topology.Topology, machines map[string]AzureMachine) ([]ReachabilityGroup, []Finding) {
	question := findings{topology: t}
	names := slices.Sorted(maps.Keys(machines))
	groups := map[string]*ReachabilityGroup{}
	for _, name := range names {
		machine := machines[name]
		question.asked(At("virtual_machines", MapKey(name), "network_id"), machine.Network, topology.KindVMNetwork)
		mapping, mapped := t.Mapping(topology.MappingID(machine.Network, topology.Azure))
		var key string
		switch {
		case mapped:
			key = "network " + string(mapping.Target.Key())
		case machine.RecoveryPlan != "":
			key = "plan " + topology.Fold(machine.RecoveryPlan)
		default:
			key = "machine " + name
		}
		if groups[key] == nil {
			groups[key] = newReachabilityGroup(t, mapping.Target, machine)
		}
		groups[key].Machines = append(groups[key].Machines, name)
	}
	if len(question.found) > 0 {
		return nil, question.found
	}
	var sorted []ReachabilityGroup
	for _, group := range groups {
		sorted = append(sorted, *group)
	}
	slices.SortFunc(sorted, func(a, b ReachabilityGroup) int { return cmp.Compare(a.Machines[0], b.Machines[0]) })
	return sorted, nil
}

func newReachabilityGroup(t *topology.Topology, target topology.ID, machine AzureMachine) *ReachabilityGroup {
	network, ok := t.AzureNetwork(target)
	switch {
	case ok && network.Gateway:
		return &ReachabilityGroup{Network: target, ReachesOnPremises: true, Reason: Say(
			"They are all on %s, whatever their recovery plans, and its gateway leads on-premises.", target).In(t)}
	case ok:
		return &ReachabilityGroup{Network: target, Reason: Say(
			"They are all on %s, whatever their recovery plans; it has no gateway to on-premises.", target).In(t)}
	case machine.RecoveryPlan != "":
		return &ReachabilityGroup{Reason: fmt.Sprintf(
			"Their networks are not mapped to Azure, so only machines of the same recovery plan, '%s', reach each other.", machine.RecoveryPlan)}
	}
	return &ReachabilityGroup{Reason: "Its network is not mapped to Azure, and it is in no recovery plan, so it reaches no other machine."}
}
