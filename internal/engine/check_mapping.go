package engine

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// mapping judges a mapping against the protections that it must serve, each of
// them definitely; without any, against those known so far, with a warning.
func (c *checker) mapping(m topology.Mapping) {
	source, _ := c.topology.VMNetwork(m.Source)
	c.testNetwork(m)
	if len(m.Protections) == 0 {
		c.servesOnlySome(m, source)
		return
	}
	if c.isSound(m.Test) {
		var named []topology.Protection
		for _, id := range m.Protections {
			if protection, ok := c.topology.Protection(id); ok {
				named = append(named, protection)
			}
		}
		c.testUnavailable(m, named)
	}
	m.Protections = slices.DeleteFunc(slices.Clone(m.Protections), func(id topology.ID) bool { return !c.isSound(id) })
	at, fabric := targetAt(c.topology, m.Target), m.Fabric() // the same for all protections
	var refused []topology.Protection
	for _, id := range m.Protections {
		protection, _ := c.topology.Protection(id)
		switch {
		case !protection.Fabric().Same(fabric):
			c.otherFabric(m, protection)
		case !c.topology.Has(protection.Protected, source.LogicalNetwork):
			c.sourceNotUsed(source, protection)
		case !at.serves(c.topology, &protection):
			refused = append(refused, protection)
		}
	}
	for _, protection := range refused {
		c.notAvailable(m, protection)
	}
}

func (c *checker) otherFabric(m topology.Mapping, p topology.Protection) {
	c.add(OtherFabric, Error, At("cloud_protection_ids"),
		Say("The mapping must serve the %s, which replicates to %s. But its target, %s, is %s.",
			p.ID(), p.Fabric(), m.Target, Within(m.Fabric())),
		Say("Remove the protection from this mapping, or map %s to %s.", m.Source, networkOf(p.Fabric())),
		p.ID())
}

func (c *checker) sourceNotUsed(source topology.VMNetwork, p topology.Protection) {
	c.add(SourceNotUsed, Error, At("cloud_protection_ids"),
		Say("The mapping must serve the %s, but that cloud does not use %s: it does not have %s.",
			p.ID(), source.ID(), source.LogicalNetwork),
		Say("Add %s to %s, or remove the protection from this mapping.", source.LogicalNetwork, p.Protected),
		p.ID(), p.Protected, source.ID())
}

// notAvailable reports a protection for which the target is not available, with
// the remedies of M4.
func (c *checker) notAvailable(m topology.Mapping, p topology.Protection) {
	others := Say("or map to a network that is available for all protections named (none is known so far)")
	if networks := c.availableToAll(m); len(networks) > 0 {
		others = Say("or map to one of: %s", namesOf(networks))
	}
	if azure, ok := c.topology.AzureNetwork(m.Target); ok {
		c.add(OtherRegion, Error, At("target_network_id"),
			Say("%s is in '%s', but %s replicates to '%s'.", azure.ID(), azure.Location, p.Protected, p.AzureLocation),
			Say("Use an Azure network in '%s', %s.", p.AzureLocation, others),
			azure.ID(), p.ID())
		return
	}
	target, _ := c.topology.VMNetwork(m.Target)
	c.add(TargetNotAvailable, Error, At("target_network_id"),
		Say("%s is not available for %s, which %s protects: %s does not have %s, on which %s is. "+
			"After a failover, the replicas of that cloud's machines could not be connected to it.",
			capital(target.ID()), p.Protected, p.Protecting, p.Protecting, target.LogicalNetwork, target.ID()),
		Say("Add %s to %s, %s.", target.LogicalNetwork, p.Protecting, others),
		target.ID(), p.ID(), p.Protecting)
}

// availableToAll returns the targets that are available for every protection
// that the mapping must serve.
func (c *checker) availableToAll(m topology.Mapping) []topology.ID {
	var networks []topology.ID
	for _, candidate := range candidates(c.topology, m.Fabric(), m.Source, topology.ID{}) {
		_, tested := testedBy(c.topology, candidate.ID())
		all := !tested
		for _, id := range m.Protections {
			protection, _ := c.topology.Protection(id)
			all = all && Serves(c.topology, protection, candidate.ID())
		}
		if all {
			networks = append(networks, candidate.ID())
		}
	}
	return networks
}

// testedBy returns a mapping whose test network a network is, if there is one.
func testedBy(t *topology.Topology, network topology.ID) (topology.Mapping, bool) {
	for _, referrer := range t.Referrers(network) {
		if mapping, ok := referrer.(topology.Mapping); ok && mapping.Test.Same(network) {
			return mapping, true
		}
	}
	return topology.Mapping{}, false
}

// servesOnlySome warns of protections that the mapping does not serve (M4).
func (c *checker) servesOnlySome(m topology.Mapping, source topology.VMNetwork) {
	var unserved []Phrase
	var lacking []topology.ID
	restsOn := []topology.ID{m.Target, m.Source}
	at, fabric := targetAt(c.topology, m.Target), m.Fabric()
	for protection := range c.topology.EachProtectionUsing(source) {
		if !protection.Fabric().Same(fabric) || at.serves(c.topology, &protection) || c.standing(protection.ID()) == Leaving {
			continue
		}
		reason := verdict(c.topology, protection, m.Target)
		if at.isOnServer {
			reason = Say("%s: %s", protection.Protected, reason)
			lacking = append(lacking, protection.Protecting)
		}
		unserved = append(unserved, Say("  - %s", reason))
		restsOn = append(restsOn, protection.ID(), protection.Protecting)
	}
	if len(unserved) == 0 {
		return
	}
	remedy := Say("Choose an Azure network in the region that the protections replicate to.")
	if at.isOnServer {
		remedy = Say("Add %s to %s, or choose a target that is available to all protections.", at.onServer.LogicalNetwork, several("cloud", lacking))
	}
	c.add(ServesOnlySome, Warning, At("target_network_id"),
		Say("%s is not available for every cloud that uses %s. The machines of these are at risk:\n%s",
			capital(m.Target), m.Source, lines(unserved)),
		remedy, restsOn...)
}

// onlyLeadsBack reports whether a mapping leads from a network of protecting clouds,
// and from none of a cloud that replicates to where it leads.
func (c *checker) onlyLeadsBack(m topology.Mapping) bool {
	source, _ := c.topology.VMNetwork(m.Source)
	for protection := range c.topology.EachProtectionUsing(source) {
		if protection.Fabric().Same(m.Fabric()) {
			return false
		}
	}
	return slices.ContainsFunc(c.topology.CloudsWith(source.LogicalNetwork), func(cloud topology.Cloud) bool {
		return len(c.topology.ProtectionsBy(cloud.ID())) > 0
	})
}

// testUnavailable warns of a test network that protecting clouds cannot use: a test of
// their machines on it would fail.
func (f *findings) testUnavailable(m topology.Mapping, protections []topology.Protection) {
	if m.Test.IsZero() {
		return
	}
	at := targetAt(f.topology, m.Test)
	var unserved []Phrase
	for _, protection := range protections {
		if protection.Fabric().Same(m.Test.Fabric()) && !at.serves(f.topology, &protection) {
			unserved = append(unserved, Say("  - %s: %s", protection.Protected, verdict(f.topology, protection, m.Test)))
		}
	}
	if len(unserved) == 0 {
		return
	}
	code := TargetNotAvailable
	if m.Test.Kind() == topology.KindAzureNetwork {
		code = OtherRegion
	}
	f.add(code, Warning, At("test_network_id"),
		Say("The test network, %s, is not available for these clouds, so a test failover of their machines on it does not work:\n%s", m.Test, lines(unserved)),
		Say("Choose a test network that is available for them."), m.Test)
}

// testNetwork warns of a test network that is the target, or that reaches production.
func (f *findings) testNetwork(m topology.Mapping) {
	if network, ok := f.topology.AzureNetwork(m.Test); ok {
		f.notIsolated(network)
	}
	if !m.Test.IsZero() && m.Test.Same(m.Target) {
		f.add(TestOnProduction, Warning, At("test_network_id"),
			Say("The test network of the mapping is its target, %s: a test puts copies of the machines beside the real ones.", m.Target),
			Say("Test on a network that is isolated from production."))
	}
}

// rewires warns that a new target connects the replicas to another network (M8).
func (c *checker) rewires(before, after topology.Mapping) {
	if before.Target.Same(after.Target) {
		return
	}
	who := Say("The replicas of all machines on %s", after.Source)
	if c.onlyLeadsBack(after) {
		who = Say("On failback, the machines whose replicas are on %s", after.Source)
	}
	c.add(ReplicasRewired, Warning, At("target_network_id"),
		Say("%s will be connected to %s instead of %s.", who, after.Target, before.Target),
		Say("Nothing, if that is what you want. A failover that is under way should be finished first."))
}
