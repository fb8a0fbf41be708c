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

	// What the words are made of, when somebody asks for them: most landings of an
	// estate are only counted.
	asks     asked
	topology *topology.Topology
}

// asked is what is asked about an adapter, whose address has been read.
type asked struct {
	source, cloud topology.ID
	subnet        string
	address       netip.Addr
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
	address, ok := readAddress(adapter.Address)
	if !ok {
		question.address(At("ip_address"), adapter.Address)
	}
	source := question.vmNetwork("source_network_id", adapter.Source)
	if !adapter.Cloud.IsZero() && !question.isThere(adapter.Cloud, topology.KindCloud) {
		question.asked(At("cloud_id"), adapter.Cloud, topology.KindCloud)
	}
	if len(question.found) > 0 {
		return Landing{}, question.found
	}
	asks := asked{adapter.Source, adapter.Cloud, adapter.Subnet, address}
	f := newFailover(t)
	if adapter.Cloud.IsZero() {
		return f.byMapping(&source, &asks)
	}
	way := f.way(adapter.Cloud)
	return f.byCloud(&source, &way, &asks), nil
}

// address reads an address, invalid if there is none.
func (f *findings) address(at Path, text string) netip.Addr {
	address, ok := readAddress(text)
	if !ok {
		f.add(InvalidValue, Error, at, Say("%q is not an IP address.", text),
			Say("Write a single address, such as \"10.0.0.10\"."))
	}
	return address
}

// readAddress reads an address, invalid if there is none.
func readAddress(text string) (address netip.Addr, ok bool) {
	if text == "" {
		return netip.Addr{}, true
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" || address.Is4In6() {
		return netip.Addr{}, false
	}
	return address, true
}

// failover is one failover, in which every address is given once.
type failover struct {
	topology  *topology.Topology
	addresses addresses
	// placements are the hosts found so far; nil where a single adapter is asked about.
	placements map[placement][]topology.ID
}

// placement is what decides which hosts can take a replica.
type placement struct {
	cloud, network topology.Key
}

func newFailover(t *topology.Topology) failover {
	return failover{topology: t, addresses: addresses{topology: t}}
}

// byMapping judges an adapter by its mapping alone.
func (f *failover) byMapping(source *topology.VMNetwork, asks *asked) (Landing, []Finding) {
	mappings := f.topology.MappingsFrom(source.ID())
	switch len(mappings) {
	case 0:
		return f.lost(NotMapped, asks), nil
	case 1:
		return f.land(mappings[0].Target, asks), nil
	}
	return Landing{}, ambiguous(f.topology, *source, mappings)
}

// lost is where an adapter is that is connected to no network.
func (f *failover) lost(outcome Outcome, asks *asked) Landing {
	return Landing{Outcome: outcome, asks: *asks, topology: f.topology}
}

// ambiguous asks for the cloud of a machine whose network is mapped to several fabrics.
func ambiguous(t *topology.Topology, source topology.VMNetwork, mappings []topology.Mapping) []Finding {
	var targets []Phrase
	for _, mapping := range mappings {
		targets = append(targets, Say("  - %s %s", mapping.Target, Within(mapping.Fabric())))
	}
	question := findings{topology: t}
	question.add(Ambiguous, Error, At("cloud_id"),
		Say("%s is mapped to several fabrics, and without the machine's cloud it cannot be said which of them it fails over to:\n%s",
			capital(source.ID()), lines(targets)),
		Say("Give cloud_id, the cloud that the machine is in."))
	return question.found
}

// cloudWay is the way that the machines of a cloud fail over.
type cloudWay struct {
	cloud      topology.ID
	protection topology.Protection
	fabric     topology.ID
	protected  bool
	// hosts says that the protecting cloud has any.
	hosts bool
}

// way finds the way of a cloud's machines, which is the same for all of them.
func (f *failover) way(cloud topology.ID) cloudWay {
	protection, ok := f.topology.ProtectionOf(cloud)
	return cloudWay{cloud, protection, protection.Fabric(), ok, f.topology.IsServed(protection.Protecting)}
}

// byCloud judges an adapter by the protection of its cloud.
//
// It is asked for every adapter of an estate, and so makes no ids, no words and
// no lists, and looks nothing up twice.
func (f *failover) byCloud(source *topology.VMNetwork, way *cloudWay, asks *asked) Landing {
	if !way.protected {
		return f.lost(NotProtected, asks)
	}
	if !f.topology.Has(way.cloud, source.LogicalNetwork) {
		return f.lost(NotInCloud, asks)
	}
	target, ok := f.topology.Target(source.ID(), way.fabric)
	if !ok {
		return f.lost(NotMapped, asks)
	}
	at := targetAt(f.topology, target)
	if !at.serves(f.topology, &way.protection) {
		return f.lost(TargetUnavailable, asks)
	}
	landing := f.landAt(&at, asks)
	if way.hosts {
		landing.Hosts = f.placement(way.protection.Protecting, &at)
	}
	return landing
}

// placement returns the hosts of a cloud that reach a target (M9).
func (f *failover) placement(cloud topology.ID, at *target) []topology.ID {
	if f.placements == nil {
		return Placement(f.topology, cloud, at.id)
	}
	key := placement{cloud.Key(), at.onServer.LogicalNetwork.Key()}
	hosts, ok := f.placements[key]
	if !ok {
		hosts = Placement(f.topology, cloud, at.id)
		f.placements[key] = hosts
	}
	return hosts
}

func (f *failover) land(target topology.ID, asks *asked) Landing {
	at := targetAt(f.topology, target)
	return f.landAt(&at, asks)
}

func (f *failover) landAt(at *target, asks *asked) Landing {
	landing := Landing{Outcome: Connected, Target: at.id, asks: *asks, topology: f.topology}
	subnet, rule := subnetFor(asks.subnet, at.subnets())
	landing.SubnetRule = rule
	landing.Subnet = subnet.Name
	landing.Address, landing.AddressRule = f.addresses.giveAt(at, &subnet, asks.address)
	return landing
}
