package engine

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// TestFailover is a question about a test failover of one network adapter.
type TestFailover struct {
	Adapter
	// Network is what the test uses: an existing network; a logical network, from
	// which one is created for the test; or zero, for the test network of the
	// mapping, or none if it has none.
	Network topology.ID
	// RecoveryPlan are the networks that the recovery plan under test spans.
	RecoveryPlan []topology.ID
}

// TestLanding is where an adapter is connected in a test failover.
type TestLanding struct {
	// Connected says that the replica is connected to a network in the test, which
	// may still do harm: see the findings.
	Connected bool
	// Target is the network; zero unless connected, and if it is created for the test.
	Target topology.ID
	// Subnet and SubnetRule are empty unless connected to an existing network.
	Subnet     string
	SubnetRule SubnetRule
	// Reason says why, in a sentence for people.
	Reason string
	// Findings are what speaks against the test.
	Findings []Finding
}

// TryFailover returns where the replica's adapter is connected in a test
// failover, and what speaks against testing so (chapter 5). The
// findings beside it say what is wrong with the question.
func TryFailover(t *topology.Topology, test TestFailover) (TestLanding, []Finding) {
	question := findings{topology: t}
	asked := question.address(At("ip_address"), test.Address)
	source := question.vmNetwork("source_network_id", test.Source)
	if !test.Cloud.IsZero() {
		question.asked(At("cloud_id"), test.Cloud, topology.KindCloud)
	}
	if !test.Network.IsZero() {
		question.asked(At("test_network_id"), test.Network,
			topology.KindVMNetwork, topology.KindAzureNetwork, topology.KindLogicalNetwork)
	}
	for _, id := range test.RecoveryPlan {
		question.asked(At("recovery_plan_network_ids"), id, topology.KindVMNetwork)
	}
	if len(question.found) > 0 {
		return TestLanding{}, question.found
	}
	try := trial{findings: findings{topology: t, subject: source.ID()}, test: test, asked: asked, network: test.Network}
	mappings := t.MappingsFrom(source.ID())
	fabric := test.Network.Fabric()
	switch {
	case !test.Cloud.IsZero():
		if !try.protected(source) {
			return TestLanding{Reason: try.found[0].Detail, Findings: try.found}, nil
		}
		fabric = try.protection.Fabric()
	case !fabric.IsZero():
		try.mappedElsewhere(mappings)
	case len(mappings) > 1:
		return TestLanding{}, ambiguous(t, source, mappings)
	case len(mappings) == 1:
		fabric = mappings[0].Fabric()
	}
	if i := mappingTo(mappings, fabric); i >= 0 {
		try.mapping = mappings[i]
	}
	if try.network.IsZero() {
		try.network = try.mapping.Test
	}
	return try.land(), nil
}

// trial is a test failover that is being judged.
type trial struct {
	findings
	test  TestFailover
	asked netip.Addr
	// protection is that of the machine's cloud; zero if the cloud is not known.
	protection topology.Protection
	// mapping is the one that a failover would follow; zero if there is none.
	mapping topology.Mapping
	// network is the network of the test.
	network topology.ID
}

// protected finds the protection of the machine's cloud, and reports whether a
// machine on the source network can be in it.
func (try *trial) protected(source topology.VMNetwork) bool {
	cloud := try.test.Cloud
	protections := try.topology.ProtectionsOf(cloud)
	switch {
	case len(protections) == 0:
		try.add(UnprotectedCloud, Error, At("cloud_id"),
			Say("%s is not protected, so its machines are not replicated.", capital(cloud)),
			Say("Protect %s.", cloud))
		return false
	case !try.topology.Has(cloud, source.LogicalNetwork):
		try.add(NetworkNotInCloud, Error, At("cloud_id"),
			Say("%s does not use %s: it does not have %s.", capital(cloud), source.ID(), source.LogicalNetwork),
			Say("Add %s to %s, or correct source_network_id or cloud_id.", source.LogicalNetwork, cloud))
		return false
	}
	try.protection = protections[0]
	return true
}

// mappedElsewhere objects to a test network on a fabric that the source is not mapped
// to although it is mapped: without a cloud, its mappings tell where its replicas are.
func (try *trial) mappedElsewhere(mappings []topology.Mapping) {
	if len(mappings) == 0 || mappingTo(mappings, try.network.Fabric()) >= 0 {
		return
	}
	fabrics, networks := make([]Phrase, len(mappings)), make([]Phrase, len(mappings))
	for i, mapping := range mappings {
		fabrics[i], networks[i] = Say("%s", mapping.Fabric()), networkOf(mapping.Fabric())
	}
	try.add(OtherFabric, Error, At("test_network_id"),
		Say("%s is mapped to %s, so its replicas are there, but %s is %s.",
			capital(try.test.Source), joined(" and ", fabrics), try.network, Within(try.network.Fabric())),
		Say("Test on %s.", joined(" or ", networks)))
}

func (try *trial) land() TestLanding {
	if try.network.IsZero() {
		return TestLanding{
			Reason: "No test network is given, and the mapping has none, so the replica is connected to no network in the test.",
		}
	}
	if !try.reachable() {
		return TestLanding{Reason: try.found[0].Detail, Findings: try.found}
	}
	if try.network.Kind() == topology.KindLogicalNetwork {
		try.isolation(try.network)
		return TestLanding{
			Connected: !HasErrors(try.found), Findings: try.found,
			Reason: Say("A network is created for the test from %s.", try.network).In(try.topology),
		}
	}
	try.production()
	try.span()
	at, first := targetAt(try.topology, try.network), "its first subnet"
	subnets := at.subnets()
	if at.isOnServer {
		try.isolation(at.onServer.LogicalNetwork)
	} else {
		try.likeProduction()
		// M10: here, and only here, the alphabet decides which subnet is first.
		subnets = slices.SortedFunc(slices.Values(subnets), func(a, b topology.Subnet) int {
			return strings.Compare(topology.Fold(a.Name), topology.Fold(b.Name))
		})
		first = "the first of its subnets in the alphabet"
	}
	choice := chooseSubnet(try.test.Subnet, subnets, first)
	if source, _ := try.topology.VMNetwork(try.test.Source); choice.Rule == FirstSubnet && lacks(&source, try.test.Subnet) {
		try.add(NoSuchSubnet, Warning, At("subnet_name"), notOfSource(&source, try.test.Subnet, try.network, choice.Name),
			Say("Correct subnet_name, or declare the subnet in %s.", source.ID()))
	}
	landing := TestLanding{
		Target: try.network, Subnet: choice.Name, SubnetRule: choice.Rule,
		Reason: Say("The test uses %s; %s.", try.network, choice.Reason).In(try.topology),
	}
	landing.Connected = true
	landing.Findings = try.found
	for _, finding := range try.found {
		switch {
		case finding.Severity != Error:
		case finding.Code == TestOnProduction:
			landing.Reason += " Do not run it: it puts copies of the machines beside the real ones."
		default:
			return TestLanding{Reason: "The test cannot work: see the findings.", Findings: try.found}
		}
	}
	return landing
}

// reachable judges whether the machine's replica can be on the test network at all.
func (try *trial) reachable() bool {
	p := try.protection
	known := !p.Protected.IsZero()
	switch {
	case len(try.found) > 0:
		return false
	case known && !p.Fabric().Same(try.network.Fabric()):
		try.add(OtherFabric, Error, At("test_network_id"),
			Say("%s replicates to %s, but %s is %s.", capital(p.Protected), p.Fabric(), try.network, Within(try.network.Fabric())),
			Say("Test on %s.", networkOf(p.Fabric())))
		return false
	case try.network.Same(try.test.Source):
		try.add(TargetNotAvailable, Error, At("test_network_id"),
			Say("%s is the network that the machine itself is on: no replica is connected to it.", capital(try.network)),
			Say("Test on a network that is isolated from production."))
		return false
	case !known:
		return true
	case try.network.Kind() == topology.KindLogicalNetwork && try.topology.Has(p.Protecting, try.network):
		return true
	case try.network.Kind() == topology.KindLogicalNetwork:
		try.add(TargetNotAvailable, Error, At("test_network_id"),
			Say("%s does not have %s.", capital(p.Protecting), try.network),
			Say("Add %s to %s, or create the test network from a logical network that the cloud has.", try.network, p.Protecting))
		return false
	case !Serves(try.topology, p, try.network):
		code := TargetNotAvailable
		if try.network.Kind() == topology.KindAzureNetwork {
			code = OtherRegion
		}
		try.add(code, Error, At("test_network_id"),
			Say("%s.", capital(verdict(try.topology, p, try.network))),
			Say("Test on a network that is available for %s.", p.Protected))
		return false
	}
	return true
}

// production objects to a test on the mapped network.
func (try *trial) production() {
	if try.network.Same(try.mapping.Target) {
		try.add(TestOnProduction, Error, At("test_network_id"),
			Say("%s is the network that %s is mapped to: a test there puts copies of the machines beside the real ones.",
				capital(try.network), try.mapping.Source),
			Say("Test on a network that is isolated from production."))
	}
}

// span objects to an existing network for a recovery plan over several networks. In
// Azure none can be created from a logical network, and several may share one.
func (try *trial) span() {
	networks := map[topology.Key]bool{try.test.Source.Key(): true}
	for _, network := range try.test.RecoveryPlan {
		networks[network.Key()] = true
	}
	if len(networks) > 1 && try.network.Kind() == topology.KindVMNetwork {
		try.add(TestSpansNetworks, Error, At("recovery_plan_network_ids"),
			Say("The recovery plan spans %d VM networks, and one existing network cannot stand for all of them.", len(networks)),
			Say("Have the networks created for the test: give a logical network as test_network_id."))
	}
}

// isolation objects to a test network with network virtualization for a replica
// that cannot be on one.
func (try *trial) isolation(of topology.ID) {
	logical, _ := try.topology.LogicalNetwork(of)
	if logical.Isolation != topology.IsolationNetworkVirtualization || try.mapping.Target.Kind() != topology.KindVMNetwork {
		return
	}
	target, _ := try.topology.VMNetwork(try.mapping.Target)
	replica, _ := try.topology.LogicalNetwork(target.LogicalNetwork)
	var why string
	switch {
	case replica.Isolation == topology.IsolationNone:
		why = "has no isolation"
	case replica.Isolation == topology.IsolationVLAN && !try.asked.IsValid():
		why = "is on a VLAN and uses DHCP"
	default:
		return
	}
	try.add(TestIsolation, Error, At("test_network_id"),
		Say("The test network uses network virtualization (%s), but the replica, on %s, %s.", of, target.ID(), why),
		Say("Test on a network with the isolation that the replica's network has."))
}

// likeProduction warns of an Azure test network that is not like the production
// network, or not isolated.
func (try *trial) likeProduction() {
	network, _ := try.topology.AzureNetwork(try.network)
	production, ok := try.topology.AzureNetwork(try.mapping.Target)
	if ok && !try.network.Same(try.mapping.Target) {
		var unlike []string
		for _, subnet := range production.Subnets {
			if isForGateways(production.ID(), subnet.Name) {
				continue // a test network is isolated
			}
			if twin, ok := subnetNamed(network.Subnets, subnet.Name); !ok || twin.AddressPrefix != subnet.AddressPrefix {
				unlike = append(unlike, fmt.Sprintf("  - '%s' (%s)", subnet.Name, subnet.AddressPrefix))
			}
		}
		if len(unlike) > 0 {
			try.add(TestNetworkUnlike, Warning, At("test_network_id"),
				Say("%s does not have these subnets of the production network, %s, with the same names and ranges:\n%s\nA test there does not show what a failover does.",
					capital(network.ID()), production.ID(), strings.Join(unlike, "\n")),
				Say("Give the test network the subnets of the production network."))
		}
	}
	try.notIsolated(network)
}

// notIsolated warns of a test network with a gateway.
func (f *findings) notIsolated(network topology.AzureNetwork) {
	if network.Gateway {
		f.add(TestNotIsolated, Warning, At("test_network_id"),
			Say("%s has a gateway to on-premises, so a test on it is not isolated from production.", capital(network.ID())),
			Say("Test on a network without a gateway."))
	}
}
