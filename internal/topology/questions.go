package topology

import (
	"iter"
	"slices"
)

// Server returns the VMM server with that id.
func (t *Topology) Server(id ID) (Server, bool) { return get[Server](t, id) }

// Servers returns all VMM servers.
func (t *Topology) Servers() []Server { return ofKind[Server](t, KindServer) }

// LogicalNetwork returns the logical network with that id.
func (t *Topology) LogicalNetwork(id ID) (LogicalNetwork, bool) { return get[LogicalNetwork](t, id) }

// VMNetwork returns the VM network with that id.
func (t *Topology) VMNetwork(id ID) (VMNetwork, bool) { return get[VMNetwork](t, id) }

// AzureNetwork returns the Azure network with that id.
func (t *Topology) AzureNetwork(id ID) (AzureNetwork, bool) { return get[AzureNetwork](t, id) }

// Cloud returns the cloud with that id.
func (t *Topology) Cloud(id ID) (Cloud, bool) { return get[Cloud](t, id) }

// Clouds returns all clouds.
func (t *Topology) Clouds() []Cloud { return ofKind[Cloud](t, KindCloud) }

// Protection returns the cloud protection with that id.
func (t *Topology) Protection(id ID) (Protection, bool) { return get[Protection](t, id) }

// Mapping returns the network mapping with that id.
func (t *Topology) Mapping(id ID) (Mapping, bool) { return get[Mapping](t, id) }

// AzureNetworks returns all Azure networks.
func (t *Topology) AzureNetworks() []AzureNetwork {
	return ofKind[AzureNetwork](t, KindAzureNetwork)
}

// VMNetworksOf returns the VM networks of a VMM server.
func (t *Topology) VMNetworksOf(server ID) []VMNetwork {
	return related[VMNetwork](t, server, VMNetworkOfServer)
}

// VMNetworksOn returns the VM networks on a logical network.
func (t *Topology) VMNetworksOn(logicalNetwork ID) []VMNetwork {
	return related[VMNetwork](t, logicalNetwork, VMNetworkOnLogicalNetwork)
}

// CloudsWith returns the clouds that have a logical network.
func (t *Topology) CloudsWith(logicalNetwork ID) []Cloud {
	return related[Cloud](t, logicalNetwork, CloudWithLogicalNetwork)
}

// Has reports whether a cloud has a logical network.
func (t *Topology) Has(cloud, logicalNetwork ID) bool {
	_, ok := t.pairs.get(pairPart(cloud, logicalNetwork), pair{cloud.key, logicalNetwork.key})
	return ok
}

// HostsOf returns the hosts that serve a cloud.
func (t *Topology) HostsOf(cloud ID) []Host { return related[Host](t, cloud, HostOfCloud) }

// IsServed reports whether any host serves a cloud.
func (t *Topology) IsServed(cloud ID) bool { return len(t.referring(cloud, HostOfCloud)) > 0 }

// HasHosts reports whether any host of a VMM server is known.
func (t *Topology) HasHosts(server ID) bool {
	return len(t.referring(server, HostOfServer)) > 0
}

// Wired reports whether a host is wired to a logical network.
func (t *Topology) Wired(host, logicalNetwork ID) bool {
	_, ok := t.pairs.get(pairPart(host, logicalNetwork), pair{host.key, logicalNetwork.key})
	return ok
}

// Uses reports whether a cloud uses a VM network: the VM network's logical
// network is among the cloud's (M3).
func (t *Topology) Uses(cloud, network ID) bool {
	vmNetwork, ok := t.VMNetwork(network)
	return ok && t.Has(cloud, vmNetwork.LogicalNetwork)
}

// ProtectionsOf returns the protections in which a cloud is the protected one.
func (t *Topology) ProtectionsOf(cloud ID) []Protection {
	return related[Protection](t, cloud, ProtectionOfCloud)
}

// ProtectionOf returns the first of [Topology.ProtectionsOf], of which there is one
// at the most (M5) but in the middle of a run, and false if there is none.
func (t *Topology) ProtectionOf(cloud ID) (Protection, bool) {
	for _, protection := range t.referring(cloud, ProtectionOfCloud) {
		return protection.(Protection), true //nolint:forcetypeassert // nothing else refers to a cloud like this
	}
	return Protection{}, false
}

// ProtectionsBy returns the protections in which a cloud is the protecting one.
func (t *Topology) ProtectionsBy(cloud ID) []Protection {
	return related[Protection](t, cloud, ProtectionByCloud)
}

// ProtectionsUsing returns the protections whose protected cloud uses a VM
// network (M3).
func (t *Topology) ProtectionsUsing(network VMNetwork) []Protection {
	return slices.Collect(t.EachProtectionUsing(network))
}

// EachProtectionUsing is [Topology.ProtectionsUsing] without a list.
func (t *Topology) EachProtectionUsing(network VMNetwork) iter.Seq[Protection] {
	return func(yield func(Protection) bool) {
		for _, cloud := range t.referring(network.LogicalNetwork, CloudWithLogicalNetwork) {
			for _, protection := range t.referring(cloud.ID(), ProtectionOfCloud) {
				if !yield(protection.(Protection)) { //nolint:forcetypeassert // nothing else refers to a cloud like this
					return
				}
			}
		}
	}
}

// MappingsFrom returns the mappings of a source network: one a fabric at the
// most (M6).
func (t *Topology) MappingsFrom(source ID) []Mapping {
	return related[Mapping](t, source, MappingFromNetwork)
}

// Target returns the network on a fabric that a source network is mapped to, and
// false if it is not mapped there. It makes no id to look the mapping up by.
func (t *Topology) Target(source, fabric ID) (ID, bool) {
	for _, object := range t.referring(source, MappingFromNetwork) {
		if mapping, ok := object.(Mapping); ok && mapping.Fabric().Same(fabric) {
			return mapping.Target, true
		}
	}
	return ID{}, false
}

// MappingsBetween returns the mappings of a server's networks to a fabric.
func (t *Topology) MappingsBetween(server, fabric ID) []Mapping {
	var mappings []Mapping
	for _, network := range t.VMNetworksOf(server) {
		if mapping, ok := t.Mapping(MappingID(network.ID(), fabric)); ok {
			mappings = append(mappings, mapping)
		}
	}
	return mappings
}

// MappingsTo returns the mappings onto a target network (M7).
func (t *Topology) MappingsTo(target ID) []Mapping {
	return related[Mapping](t, target, MappingToNetwork)
}

// MappingsFor returns the mappings that name a protection among those they
// must serve.
func (t *Topology) MappingsFor(protection ID) []Mapping {
	return related[Mapping](t, protection, MappingForProtection)
}
