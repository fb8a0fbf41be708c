package engine

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What a change takes from the mappings above it. They are planned later than
// what they stand on, and their own check then says what is an error, so all
// findings here are warnings.

// lostNetworks warns of mappings that work before a cloud is changed and not
// after it, because the cloud loses a logical network.
func (c *checker) lostNetworks(before, after topology.Cloud) {
	kept := map[topology.Key]bool{}
	for _, network := range after.LogicalNetworks {
		kept[network.Key()] = true
	}
	var lost []topology.ID
	var mappings []topology.Mapping
	for _, network := range before.LogicalNetworks {
		if kept[network.Key()] {
			continue
		}
		if depending := c.standingOn(network, after.ID()); len(depending) > 0 {
			lost, mappings = append(lost, network), append(mappings, depending...)
		}
	}
	c.taking(mappings, At("logical_network_ids"),
		Say("%s loses %s", capital(after.ID()), several("logical network", lost)),
		Say("Keep %s in %s, or map to other networks.", several("logical network", lost), after.ID()))
}

// standingOn returns the mappings that work because a cloud has a logical network,
// and that this run does not delete.
func (c *checker) standingOn(logicalNetwork, cloud topology.ID) []topology.Mapping {
	var mappings []topology.Mapping
	for _, network := range c.topology.VMNetworksOn(logicalNetwork) {
		for _, protection := range c.topology.ProtectionsBy(cloud) {
			for _, mapping := range c.topology.MappingsTo(network.ID()) {
				if c.serves(mapping, protection) {
					mappings = append(mappings, mapping)
				}
			}
		}
		for _, protection := range c.topology.ProtectionsOf(cloud) {
			for _, mapping := range c.topology.MappingsFrom(network.ID()) {
				if c.serves(mapping, protection) {
					mappings = append(mappings, mapping)
				}
			}
		}
	}
	return slices.DeleteFunc(mappings, func(m topology.Mapping) bool { return c.standing(m.ID()) == Leaving })
}

// redirected warns of mappings that serve a protection before it is changed and
// not after it, because it replicates to another cloud or region.
func (c *checker) redirected(before, after topology.Protection) {
	if before.Protecting.Same(after.Protecting) && topology.SameLocation(before.AzureLocation, after.AzureLocation) {
		return
	}
	var mappings []topology.Mapping
	cloud, _ := c.topology.Cloud(after.Protected)
	for _, logicalNetwork := range cloud.LogicalNetworks {
		for _, network := range c.topology.VMNetworksOn(logicalNetwork) {
			for _, mapping := range c.topology.MappingsFrom(network.ID()) {
				if c.serves(mapping, before) && !Serves(c.topology, after, mapping.Target) {
					mappings = append(mappings, mapping)
				}
			}
		}
	}
	c.taking(mappings, nil,
		Say("%s will replicate to %s instead of %s", capital(after.Protected), protector(after), protector(before)),
		Say("Map the networks to targets that are available there."))
}

// movedNetwork warns of mappings to an Azure network that goes to another region.
func (c *checker) movedNetwork(before, after topology.AzureNetwork) {
	if topology.SameLocation(before.Location, after.Location) {
		return
	}
	c.taking(c.topology.MappingsTo(after.ID()), At("location"),
		Say("%s moves from '%s' to '%s'", capital(after.ID()), before.Location, after.Location),
		Say("Map to an Azure network in the region that the protections replicate to."))
}

// movedOnto warns of mappings from and to a VM network that work before it is put
// on another logical network and not after it, because a cloud does not have that.
func (c *checker) movedOnto(before, after topology.VMNetwork) {
	if before.LogicalNetwork.Same(after.LogicalNetwork) {
		return
	}
	var mappings []topology.Mapping
	for _, mapping := range append(c.topology.MappingsFrom(after.ID()), c.topology.MappingsTo(after.ID())...) {
		source, _ := c.topology.VMNetwork(mapping.Source)
		for _, protection := range c.topology.ProtectionsUsing(source) {
			cloud := protection.Protecting
			if mapping.Source.Same(after.ID()) {
				cloud = protection.Protected
			}
			if c.serves(mapping, protection) && !c.topology.Has(cloud, after.LogicalNetwork) {
				mappings = append(mappings, mapping)
				break
			}
		}
	}
	c.taking(mappings, At("logical_network_id"),
		Say("%s moves from %s to %s", capital(after.ID()), before.LogicalNetwork, after.LogicalNetwork),
		Say("Give %s to the clouds that use the network, or map to other networks.", after.LogicalNetwork))
}

// serves reports whether a mapping serves a protection as the topology stands.
func (c *checker) serves(m topology.Mapping, p topology.Protection) bool {
	source, _ := c.topology.VMNetwork(m.Source)
	return p.Fabric().Same(m.Fabric()) &&
		c.topology.Has(p.Protected, source.LogicalNetwork) && Serves(c.topology, p, m.Target)
}

func (c *checker) taking(mappings []topology.Mapping, at Path, what, remedy Phrase) {
	var labels []Phrase
	for _, mapping := range mappings {
		if c.standing(mapping.ID()) != Leaving {
			labels = append(labels, Say("  - %s onto %s", mapping.ID(), nameOf{mapping.Target}))
		}
	}
	if len(labels) > 0 {
		c.add(TakenFromMapping, Warning, at,
			Say("%s. These mappings depend on it and will not work:\n%s", what, lines(labels)),
			Say("%s Where this run also deletes the mappings, or changes what they depend on to fit, there is nothing to do.", remedy))
	}
}
