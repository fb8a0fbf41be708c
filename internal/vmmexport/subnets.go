package vmmexport

import (
	"net/netip"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

type subnet struct {
	record
	on *vmNetwork
	// site is the network site that the subnet belongs to, nil if VMM does not say.
	site *networkSite
	// ofSite means that VMM has no VM subnet here: it is a subnet of the site.
	ofSite bool
	prefix netip.Prefix
	pool   *topology.Pool
	// poolPath is where the pool stands in the export.
	poolPath string
}

// ownSubnets reads the VM subnets of a VM network.
func (r *reader) ownSubnets(network *vmNetwork, sites *directory[*networkSite]) {
	for _, one := range r.records(r.memberOrNull(network.node, "VMSubnet")) {
		own := &subnet{record: one, on: network, prefix: r.onlyPrefix(one)}
		if to, ok := r.reference(r.optional(one.node, "LogicalNetworkDefinition")); ok {
			own.site, _ = sites.find(r, to)
		}
		network.subnets = append(network.subnets, own)
	}
}

// onlyPrefix returns the address prefix of a VM subnet, which may be on several
// VLANs but has one prefix here.
func (r *reader) onlyPrefix(of record) (prefix netip.Prefix) {
	for _, one := range r.pairs(r.memberOrNull(of.node, "SubnetVLans")) {
		if prefix.IsValid() && one.prefix.IsValid() && one.prefix != prefix {
			r.notef("%s has the address prefix %s, but VM subnet %s has %s already, and a subnet has one here: "+
				"take the one out of the export that replicas get no addresses from",
				one.path, one.prefix, describe(of.name), prefix)
		}
		if !prefix.IsValid() {
			prefix = one.prefix
		}
	}
	return prefix
}

// disjoint notes subnets of a VM network that have addresses in common. Of two
// prefixes that overlap, one contains the other.
func (r *reader) disjoint(network *vmNetwork) {
	var ordered []*subnet
	for _, one := range network.subnets {
		if one.prefix.IsValid() {
			ordered = append(ordered, one)
		}
	}
	// What contains others then stands right before them.
	slices.SortStableFunc(ordered, func(a, b *subnet) int { return a.prefix.Compare(b.prefix) })
	for i, outer := 1, 0; i < len(ordered); i++ {
		if !ordered[outer].prefix.Overlaps(ordered[i].prefix) {
			outer = i
			continue
		}
		r.notef("%s, subnet %s (%s) of VM network %s, has addresses in common with its subnet %s (%s), and a machine would get its address "+
			"from either: correct it in VMM and export the site again, or take the one out of the export that no replica is connected to",
			ordered[i].path, describe(ordered[i].name), ordered[i].prefix, describe(network.name), describe(ordered[outer].name), ordered[outer].prefix)
	}
}

// takeSubnetsOfSites gives a VM network the subnets of all sites of its logical
// network. They are named like the sites.
func (n *vmNetwork) takeSubnetsOfSites() {
	for _, site := range n.on.sites {
		for _, one := range site.pairs {
			name := site.name
			if len(site.pairs) > 1 {
				name += " " + one.String()
			}
			n.subnets = append(n.subnets, &subnet{
				record: record{node: one.node, name: name}, on: n, site: site, ofSite: true, prefix: one.prefix,
			})
		}
	}
}

// isServedBy reports whether machines on the subnet get addresses from the
// pools of a site. On a virtual network they do not: there the pools of the
// site are for the provider addresses, which no machine sees.
func (s *subnet) isServedBy(site *networkSite) bool {
	switch {
	case s.on.on == nil || s.on.on != site.on:
		return false
	case s.site != nil && s.site != site:
		return false
	}
	return s.ofSite || s.on.on.isolation != topology.IsolationNetworkVirtualization
}
