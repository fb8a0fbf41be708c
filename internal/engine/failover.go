package engine

import (
	"fmt"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Adapter is a network adapter of a virtual machine, before a failover.
type Adapter struct {
	// Source is the VM network that it is connected to.
	Source topology.ID
	// Cloud is the cloud that the machine is in. Without it the adapter is
	// judged by its mapping alone.
	Cloud topology.ID
	// Subnet is the name of its subnet, if it is known.
	Subnet string
}

// Outcome is what becomes of an adapter on failover.
type Outcome string

// The outcomes. Where several apply, it is the first in this order.
const (
	NotProtected      Outcome = "not_protected"
	NotInCloud        Outcome = "not_in_cloud"
	NotMapped         Outcome = "not_mapped"
	TargetUnavailable Outcome = "target_unavailable"
	Connected         Outcome = "connected"
)

// Landing is where an adapter is connected after a failover.
type Landing struct {
	Outcome Outcome
	// Target is the network that the replica is connected to; zero unless connected.
	Target topology.ID
	// Subnet is the name of the target's subnet, empty if it has none.
	Subnet string
	// SubnetRule is how the subnet was chosen; empty unless connected.
	SubnetRule SubnetRule
	// Reason says why, in a sentence for people.
	Reason string
}

// Failover returns where the replica's adapter is connected after a failover
// (M1, M3, M10). The findings say what is wrong with the question.
func Failover(t *topology.Topology, adapter Adapter) (Landing, []Finding) {
	question := findings{}
	source := question.vmNetwork(t, "source_network_id", adapter.Source)
	if !adapter.Cloud.IsZero() {
		question.cloud(t, "cloud_id", adapter.Cloud)
	}
	if len(question.found) > 0 {
		return Landing{}, question.found
	}
	if adapter.Cloud.IsZero() {
		return byMapping(t, source, adapter.Subnet)
	}
	return byCloud(t, source, adapter), nil
}

// byMapping judges an adapter by its mapping alone.
func byMapping(t *topology.Topology, source topology.VMNetwork, subnet string) (Landing, []Finding) {
	mappings := t.MappingsFrom(source.ID())
	switch len(mappings) {
	case 0:
		return Landing{Outcome: NotMapped, Reason: fmt.Sprintf(
			"%s is not mapped, so the replica is connected to no network.", capital(source.ID().Label()))}, nil
	case 1:
		return land(t, mappings[0], subnet), nil
	}
	var targets []string
	for _, mapping := range mappings {
		targets = append(targets, "  - "+mapping.Target.Label()+" on "+mapping.Fabric().Label())
	}
	question := findings{}
	question.add(Ambiguous, Error, At("cloud_id"),
		fmt.Sprintf("%s is mapped to several fabrics, and without the machine's cloud it cannot be said which of them it fails over to:\n%s",
			capital(source.ID().Label()), strings.Join(targets, "\n")),
		"Give cloud_id, the cloud that the machine is in.")
	return Landing{}, question.found
}

// byCloud judges an adapter by the protection of its cloud.
func byCloud(t *topology.Topology, source topology.VMNetwork, adapter Adapter) Landing {
	protections := t.ProtectionsOf(adapter.Cloud)
	if len(protections) == 0 {
		return Landing{Outcome: NotProtected, Reason: fmt.Sprintf(
			"%s is protected by nothing, so its machines are not replicated.", capital(adapter.Cloud.Label()))}
	}
	protection := protections[0]
	if !t.Has(adapter.Cloud, source.LogicalNetwork) {
		return Landing{Outcome: NotInCloud, Reason: fmt.Sprintf(
			"%s does not use %s: it does not have %s.",
			capital(adapter.Cloud.Label()), source.ID().Label(), source.LogicalNetwork.Label())}
	}
	mapping, ok := t.Mapping(topology.MappingID(source.ID(), protection.Fabric()))
	if !ok {
		return Landing{Outcome: NotMapped, Reason: fmt.Sprintf(
			"%s is not mapped to %s, which %s replicates to. %s",
			capital(source.ID().Label()), protection.Fabric().Label(), adapter.Cloud.Label(), unmapped(protection))}
	}
	if !Serves(t, protection, mapping.Target) {
		return Landing{Outcome: TargetUnavailable, Reason: fmt.Sprintf(
			"%s is mapped to %s, which is not available for %s: %s.",
			capital(source.ID().Label()), mapping.Target.Label(), adapter.Cloud.Label(),
			verdict(t, protection, mapping.Target))}
	}
	return land(t, mapping, adapter.Subnet)
}

// unmapped says what no mapping means (M1, M2).
func unmapped(p topology.Protection) string {
	if p.Fabric().Kind() == topology.KindAzure {
		return "In Azure, the machine will reach only the machines of its own recovery plan."
	}
	return "The replica is connected to no network."
}

func land(t *topology.Topology, mapping topology.Mapping, subnet string) Landing {
	choice := ChooseSubnet(subnet, subnetNames(t, mapping.Target))
	reason := fmt.Sprintf("%s is mapped to %s; %s.",
		capital(mapping.Source.Label()), mapping.Target.Label(), choice.Reason)
	return Landing{
		Outcome: Connected, Target: mapping.Target, Subnet: choice.Name, SubnetRule: choice.Rule, Reason: reason,
	}
}

func subnetNames(t *topology.Topology, network topology.ID) []string {
	var subnets []topology.Subnet
	if azure, ok := t.AzureNetwork(network); ok {
		subnets = azure.Subnets
	} else if vmNetwork, ok := t.VMNetwork(network); ok {
		subnets = vmNetwork.Subnets
	}
	names := make([]string, len(subnets))
	for i, subnet := range subnets {
		names[i] = subnet.Name
	}
	return names
}
