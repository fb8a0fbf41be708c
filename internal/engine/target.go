package engine

import "github.com/siterecovery/terraform-provider-siterecovery/internal/topology"

// target is a target network, looked up once for all that is asked about it.
type target struct {
	id topology.ID
	// Where it is one of the two, that one is known.
	isAzure, isOnServer bool
	inAzure             topology.AzureNetwork
	onServer            topology.VMNetwork
}

func targetAt(t *topology.Topology, id topology.ID) target {
	at := target{id: id}
	object, _ := t.Get(id)
	switch network := object.(type) {
	case topology.AzureNetwork:
		at.inAzure, at.isAzure = network, true
	case topology.VMNetwork:
		at.onServer, at.isOnServer = network, true
	}
	return at
}

// serves reports whether the target is available for a protection: the protecting
// cloud uses it (M3), or it is an Azure network in the region that the protection
// replicates to (M11).
func (at *target) serves(t *topology.Topology, p *topology.Protection) bool {
	if at.isAzure {
		return p.Fabric().Kind() == topology.KindAzure && topology.SameLocation(at.inAzure.Location, p.AzureLocation)
	}
	return at.isOnServer && t.Has(p.Protecting, at.onServer.LogicalNetwork)
}

func (at *target) subnets() []topology.Subnet {
	if at.isAzure {
		return at.inAzure.Subnets
	}
	return at.onServer.Subnets
}

// virtualizes reports whether the target is on a logical network with network
// virtualization.
func (at *target) virtualizes(t *topology.Topology) bool {
	logical, _ := t.LogicalNetwork(at.onServer.LogicalNetwork)
	return logical.Isolation == topology.IsolationNetworkVirtualization
}
