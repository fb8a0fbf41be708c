package engine

import "github.com/siterecovery/terraform-provider-siterecovery/internal/topology"

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
