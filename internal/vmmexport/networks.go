package vmmexport

import (
	"encoding/json"
	"net/netip"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

type logicalNetwork struct {
	record
	isolation topology.Isolation
	sites     []*networkSite
}

// networkSite is a logical network definition: the subnets and VLANs that a
// logical network has at one place.
type networkSite struct {
	record
	on    *logicalNetwork
	pairs []pair
}

// pair is a subnet and a VLAN that belong together; either may be left out.
type pair struct {
	node
	prefix netip.Prefix
	vlan   string
}

// String returns a pair the way VMM writes it, such as "10.0.0.0/24-7".
func (p pair) String() string { return address(p.prefix) + "-" + p.vlan }

// address returns a prefix in CIDR notation, nothing for none.
func address(prefix netip.Prefix) string {
	if !prefix.IsValid() {
		return ""
	}
	return prefix.String()
}

func (r *reader) logicalNetworks(root node) *directory[*logicalNetwork] {
	networks := newDirectory[*logicalNetwork]("LogicalNetworks")
	for _, one := range r.named(topology.KindLogicalNetwork, r.memberOrNull(root, networks.list)) {
		network := &logicalNetwork{record: one, isolation: topology.IsolationNone}
		// The sites of a logical network are isolated for VLANs and for private VLANs.
		if r.flag(r.member(one.node, "IsLogicalNetworkDefinitionIsolated")) {
			network.isolation = topology.IsolationVLAN
		}
		if r.flag(r.member(one.node, "NetworkVirtualizationEnabled")) {
			network.isolation = topology.IsolationNetworkVirtualization
		}
		networks.add(network, one)
	}
	return networks
}

func (r *reader) networkSites(root node, networks *directory[*logicalNetwork]) *directory[*networkSite] {
	sites := newDirectory[*networkSite]("LogicalNetworkDefinitions")
	for _, one := range r.records(r.memberOrNull(root, sites.list)) {
		site := &networkSite{record: one, pairs: r.pairs(r.memberOrNull(one.node, "SubnetVLans"))}
		if on, ok := r.logicalNetworkOf(one, networks); ok {
			site.on = on
			on.sites = append(on.sites, site)
		}
		sites.add(site, one)
	}
	return sites
}

// logicalNetworkOf returns the logical network that something is on.
func (r *reader) logicalNetworkOf(one record, networks *directory[*logicalNetwork]) (*logicalNetwork, bool) {
	to, ok := r.required(r.member(one.node, "LogicalNetwork"))
	if !ok {
		return nil, false
	}
	return networks.find(r, to)
}

func (r *reader) pairs(n node) []pair {
	var pairs []pair
	for _, item := range r.list(n) {
		if !r.isObject(item) {
			continue
		}
		one := pair{node: item}
		if vlan := r.optional(item, "VLanID"); vlan.value != nil {
			number, ok := vlan.value.(json.Number)
			if !ok {
				r.mistyped(vlan, "a number")
			}
			one.vlan = number.String()
		}
		// A VLAN whose addresses VMM does not manage has no subnet.
		if subnet := r.memberOrNull(item, "Subnet"); subnet.value != nil && subnet.value != "" {
			one.prefix = r.prefix(subnet)
		}
		pairs = append(pairs, one)
	}
	return pairs
}

// prefix reads an address prefix. Its host bits, which VMM's documentation
// allows, are dropped.
func (r *reader) prefix(n node) netip.Prefix {
	text, ok := r.text(n)
	if !ok {
		return netip.Prefix{}
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil || prefix.Addr().Is4In6() {
		r.notef("%s is %s, which is not an address prefix such as 10.0.0.0/24: correct it in VMM, and export the site again",
			n.path, describe(text))
		return netip.Prefix{}
	}
	return prefix.Masked()
}

type vmNetwork struct {
	record
	on      *logicalNetwork
	subnets []*subnet
}

func (r *reader) vmNetworks(root node, networks *directory[*logicalNetwork], sites *directory[*networkSite]) []*vmNetwork {
	var all []*vmNetwork
	for _, one := range r.named(topology.KindVMNetwork, r.memberOrNull(root, "VMNetworks")) {
		network := &vmNetwork{record: one}
		all = append(all, network)
		r.ownSubnets(network, sites)
		on, ok := r.logicalNetworkOf(one, networks)
		if !ok {
			continue
		}
		network.on = on
		if len(network.subnets) == 0 && r.isConnected(network) {
			network.takeSubnetsOfSites()
		}
		r.distinct(0, "subnet of a VM network", network.subnetRecords())
		r.disjoint(network)
	}
	return all
}

// isConnected reports whether a VM network without VM subnets is the logical
// network itself, with everything in it: what VMM calls a connected network.
func (r *reader) isConnected(network *vmNetwork) bool {
	at := r.member(network.node, "IsolationType")
	if number, ok := at.value.(json.Number); ok {
		// What the numbers mean is not documented, so the logical network has to tell.
		if network.on.isolation == topology.IsolationNetworkVirtualization {
			r.notef("%s is %s, and what the numbers of this enumeration mean is not documented: "+
				"export [string]$_.IsolationType instead of the number, or use -EnumsAsStrings of PowerShell 7", at.path, describe(number))
		}
		return network.on.isolation == topology.IsolationNone
	}
	isolation, ok := r.text(at)
	switch {
	case !ok:
		return false
	case topology.SameName(isolation, "NoIsolation"):
		return true
	case topology.SameName(isolation, "VLANNetwork"), topology.SameName(isolation, "WindowsNetworkVirtualization"),
		topology.SameName(isolation, "External"):
		return false
	}
	r.notef("%s is %s, which is none of NoIsolation, VLANNetwork, WindowsNetworkVirtualization and External: %s",
		at.path, describe(isolation), again)
	return false
}

func (n *vmNetwork) subnetRecords() []record {
	records := make([]record, len(n.subnets))
	for i, one := range n.subnets {
		records[i] = one.record
	}
	return records
}

func (n *vmNetwork) result() VMNetwork {
	result := VMNetwork{Subnets: make([]topology.Subnet, len(n.subnets))}
	if n.on != nil {
		result.LogicalNetwork = n.on.name
	}
	for i, one := range n.subnets {
		result.Subnets[i] = topology.Subnet{Name: one.name, AddressPrefix: address(one.prefix), Pool: one.pool}
	}
	return result
}
