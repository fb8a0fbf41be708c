package engine

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Placement returns the hosts that can take a replica: those that serve the
// protecting cloud and are wired to the logical networks of all networks that
// the replica connects to (M9). In Azure there are none to choose from.
func Placement(t *topology.Topology, protecting topology.ID, networks ...topology.ID) []topology.ID {
	var hosts []topology.ID
	for _, host := range t.HostsOf(protecting) {
		reaches := len(networks) > 0
		for _, id := range networks {
			network, ok := t.VMNetwork(id)
			reaches = reaches && ok && t.Wired(host.ID(), network.LogicalNetwork)
		}
		if reaches {
			hosts = append(hosts, host.ID())
		}
	}
	return hosts
}

// withoutHost says that no host of a cloud reaches networks, and what to do about it:
// to wire one, where any serves the cloud.
func withoutHost(t *topology.Topology, cloud topology.ID, reaches Phrase, networks []topology.ID) (detail, remedy Phrase) {
	var logical []topology.ID
	for _, id := range networks {
		network, _ := t.VMNetwork(id)
		if !slices.ContainsFunc(logical, network.LogicalNetwork.Same) {
			logical = append(logical, network.LogicalNetwork)
		}
	}
	slices.SortFunc(logical, compareIDs)
	wired := several("logical network", logical)
	if !t.IsServed(cloud) {
		return Say("No host serves %s, so none reaches %s.", cloud, reaches),
			Say("Declare a host that serves that cloud (cloud_ids) and is connected to %s.", wired)
	}
	return Say("No host that serves %s reaches %s.", cloud, reaches), Say("Connect a host of that cloud to %s.", wired)
}
