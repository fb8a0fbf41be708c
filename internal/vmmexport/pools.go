package vmmexport

import (
	"net/netip"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// pools puts the static IP pools where virtual machines get their addresses
// from. VMM has them on VM subnets where networks are virtualized, and on
// network sites everywhere else, for the VM networks that are there.
func (r *reader) pools(root node, sites *directory[*networkSite], networks []*vmNetwork) {
	own := newDirectory[*subnet]("the VMSubnet of any VM network")
	byPrefix := map[netip.Prefix][]*subnet{}
	for _, network := range networks {
		for _, one := range network.subnets {
			byPrefix[one.prefix] = append(byPrefix[one.prefix], one)
			if !one.ofSite {
				own.add(one, one.record)
			}
		}
	}
	for _, pool := range r.records(r.memberOrNull(root, "StaticIPAddressPools")) {
		first, last, ok := r.ends(pool)
		if !ok || first.IsMulticast() {
			continue // no machine gets its address from a multicast pool
		}
		toSubnet, onSubnet := r.reference(r.optional(pool.node, "VMSubnet"))
		toSite, onSite := r.reference(r.optional(pool.node, "LogicalNetworkDefinition"))
		switch {
		case onSubnet:
			if one, ok := own.find(r, toSubnet); ok {
				r.give(one, pool, first, last)
			}
		case onSite:
			if site, ok := sites.find(r, toSite); ok {
				r.serve(site, byPrefix, pool, first, last)
			}
		default:
			r.notef("%s (%s) has neither a VMSubnet nor a LogicalNetworkDefinition, so nothing tells what it is for: %s",
				pool.path, describe(pool.name), again)
		}
	}
}

// serve gives a pool of a network site to the subnets that it serves. There may
// be none: a pool may be for hosts, or for the provider addresses of virtual
// networks.
func (r *reader) serve(site *networkSite, subnets map[netip.Prefix][]*subnet, pool record, first, last netip.Addr) {
	var prefix netip.Prefix
	for _, one := range site.pairs {
		if one.prefix.IsValid() && one.prefix.Contains(first) {
			prefix = one.prefix
		}
	}
	if !prefix.IsValid() {
		r.notef("%s (%s) begins at %s, which is in no subnet of network site %s: %s",
			pool.path, describe(pool.name), first, describe(site.name), again)
		return
	}
	for _, one := range subnets[prefix] {
		if one.isServedBy(site) {
			r.give(one, pool, first, last)
		}
	}
}

func (r *reader) give(to *subnet, pool record, first, last netip.Addr) {
	if to.prefix.IsValid() && (!to.prefix.Contains(first) || !to.prefix.Contains(last)) {
		r.notef("%s (%s), from %s to %s, is not within %s, the address prefix of subnet %s of VM network %s: "+
			"correct it in VMM, and export the site again",
			pool.path, describe(pool.name), first, last, to.prefix, describe(to.name), describe(to.on.name))
		return
	}
	if to.prefix.IsValid() {
		if lowest, highest := topology.Usable(to.prefix); first.Less(lowest) || highest.Less(last) {
			r.notef("%s (%s), from %s to %s, has the network or the broadcast address of %s, the address prefix of subnet %s of VM network %s, "+
				"which no machine can have: let it go from %s to %s at the most in VMM, and export the site again",
				pool.path, describe(pool.name), first, last, to.prefix, describe(to.name), describe(to.on.name), lowest, highest)
			return
		}
	}
	if to.pool != nil {
		r.notef("%s (%s) is a second IP pool of subnet %s of VM network %s, after %s, and a subnet has one here: "+
			"keep the one that replicas are to get their addresses from, and take the other out of the export",
			pool.path, describe(pool.name), describe(to.name), describe(to.on.name), to.poolPath)
		return
	}
	to.pool, to.poolPath = &topology.Pool{First: first.String(), Last: last.String()}, pool.path
}

// ends reads the first and the last address of a pool.
func (r *reader) ends(pool record) (first, last netip.Addr, ok bool) {
	first, isFirst := r.address(r.member(pool.node, "IPAddressRangeStart"))
	last, isLast := r.address(r.member(pool.node, "IPAddressRangeEnd"))
	if !isFirst || !isLast {
		return first, last, false
	}
	if first.BitLen() != last.BitLen() || last.Less(first) {
		r.notef("%s (%s) ends at %s, before it begins at %s: correct it in VMM, and export the site again",
			pool.path, describe(pool.name), last, first)
		return first, last, false
	}
	return first, last, true
}

func (r *reader) address(n node) (netip.Addr, bool) {
	text, ok := r.text(n)
	if !ok {
		return netip.Addr{}, false
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" || address.Is4In6() {
		r.notef("%s is %s, which is not an IP address: correct it in VMM, and export the site again", n.path, describe(text))
		return netip.Addr{}, false
	}
	return address, true
}
