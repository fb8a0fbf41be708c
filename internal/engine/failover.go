package engine

import (
	"net/netip"

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
	// Address is its static address; empty if it has none.
	Address string
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
	// Address is the address that the replica gets from the target; not valid
	// where it gets none. AddressRule is empty unless connected.
	Address     netip.Addr
	AddressRule AddressRule
	// Hosts are the hosts that can take the replica (M9); none unless the cloud
	// that protects the machine is known.
	Hosts []topology.ID
	// Reason says why, in sentences for people.
	Reason string
	// addressReason is its part about the address, without a full stop.
	addressReason string
}

// Fails reports whether the replica gets no address although it needs one: an
// adapter may be connected, and its machine fail all the same (A2, A4).
func (l Landing) Fails() bool { return l.AddressRule.fails() }

// Failover returns where the replica's adapter is connected after a failover,
// its address, and the hosts that can take it (M1, M3, M9, M10, A1–A4). Nothing
// else is taken to use the addresses. The findings say what is wrong with the
// question.
func Failover(t *topology.Topology, adapter Adapter) (Landing, []Finding) {
	question := findings{topology: t}
	asked := question.address(At("ip_address"), adapter.Address)
	source := question.vmNetwork("source_network_id", adapter.Source)
	if !adapter.Cloud.IsZero() {
		question.asked(At("cloud_id"), adapter.Cloud, topology.KindCloud)
	}
	if len(question.found) > 0 {
		return Landing{}, question.found
	}
	f := failover{t, newAddresses(t)}
	if adapter.Cloud.IsZero() {
		return f.byMapping(source, adapter.Subnet, asked)
	}
	return f.byCloud(source, adapter.Cloud, adapter.Subnet, asked), nil
}

// address reads an address, invalid if there is none.
func (f *findings) address(at Path, text string) netip.Addr {
	if text == "" {
		return netip.Addr{}
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" || address.Is4In6() {
		f.add(InvalidValue, Error, at, Say("%q is not an IP address.", text),
			Say("Write a single address, such as \"10.0.0.10\"."))
		return netip.Addr{}
	}
	return address
}

// failover is one failover, in which every address is given once.
type failover struct {
	topology  *topology.Topology
	addresses *addresses
}

// byMapping judges an adapter by its mapping alone.
func (f failover) byMapping(source topology.VMNetwork, subnet string, asked netip.Addr) (Landing, []Finding) {
	mappings := f.topology.MappingsFrom(source.ID())
	switch len(mappings) {
	case 0:
		return f.lost(NotMapped, Say("%s is not mapped, so the replica is connected to no network.", capital(source.ID()))), nil
	case 1:
		return f.land(mappings[0], subnet, asked), nil
	}
	return Landing{}, ambiguous(f.topology, source, mappings)
}

// lost is where an adapter is that is connected to no network.
func (f failover) lost(outcome Outcome, reason Phrase) Landing {
	return Landing{Outcome: outcome, Reason: reason.In(f.topology)}
}

// ambiguous asks for the cloud of a machine whose network is mapped to several fabrics.
func ambiguous(t *topology.Topology, source topology.VMNetwork, mappings []topology.Mapping) []Finding {
	var targets []Phrase
	for _, mapping := range mappings {
		targets = append(targets, Say("  - %s on %s", mapping.Target, mapping.Fabric()))
	}
	question := findings{topology: t}
	question.add(Ambiguous, Error, At("cloud_id"),
		Say("%s is mapped to several fabrics, and without the machine's cloud it cannot be said which of them it fails over to:\n%s",
			capital(source.ID()), joined("\n", targets)),
		Say("Give cloud_id, the cloud that the machine is in."))
	return question.found
}

// byCloud judges an adapter by the protection of its cloud.
func (f failover) byCloud(source topology.VMNetwork, cloud topology.ID, subnet string, asked netip.Addr) Landing {
	protections := f.topology.ProtectionsOf(cloud)
	if len(protections) == 0 {
		return f.lost(NotProtected, Say("%s is protected by nothing, so its machines are not replicated.", capital(cloud)))
	}
	protection := protections[0]
	if !f.topology.Has(cloud, source.LogicalNetwork) {
		return f.lost(NotInCloud, Say("%s does not use %s: it does not have %s.", capital(cloud), source.ID(), source.LogicalNetwork))
	}
	mapping, ok := f.topology.Mapping(topology.MappingID(source.ID(), protection.Fabric()))
	if !ok {
		return f.lost(NotMapped, Say("%s is not mapped to %s, which %s replicates to. %s",
			capital(source.ID()), protection.Fabric(), cloud, unmapped(protection.Fabric())))
	}
	if !Serves(f.topology, protection, mapping.Target) {
		return f.lost(TargetUnavailable, Say("%s is mapped to %s, which is not available for %s: %s.",
			capital(source.ID()), mapping.Target, cloud, verdict(f.topology, protection, mapping.Target)))
	}
	landing := f.land(mapping, subnet, asked)
	landing.Hosts = Placement(f.topology, protection.Protecting, mapping.Target)
	return landing
}

// unmapped says what no mapping to a fabric means (M1, M2).
func unmapped(fabric topology.ID) string {
	if fabric.Kind() == topology.KindAzure {
		return "In Azure, the machine will reach only the machines of its own recovery plan."
	}
	return "The replica is connected to no network."
}

func (f failover) land(mapping topology.Mapping, subnet string, asked netip.Addr) Landing {
	choice := ChooseSubnet(subnet, subnetNames(f.topology, mapping.Target))
	address := f.addresses.give(mapping.Target, choice.Name, asked)
	return Landing{
		Outcome: Connected, Target: mapping.Target, Subnet: choice.Name, SubnetRule: choice.Rule,
		Address: address.Address, AddressRule: address.Rule, addressReason: address.Reason,
		Reason: Say("%s is mapped to %s; %s. %s.",
			capital(mapping.Source), mapping.Target, choice.Reason, capital(address.Reason)).In(f.topology),
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
