package engine

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Validate judges an object by itself, without looking at any other: the topology,
// nil where it is not known, only decides how objects are named. What the object
// leaves out is not judged, nor what rests on a reference that is wrong.
func Validate(t *topology.Topology, object topology.Object) []Finding {
	v := &findings{topology: t, subject: object.ID()}
	v.validate(object)
	return v.found
}

func (v *findings) validate(object topology.Object) {
	v.references(object)
	switch object := object.(type) {
	case topology.Server:
		v.name()
	case topology.LogicalNetwork:
		v.name()
		v.oneOf("isolation", string(object.Isolation), texts(topology.Isolations()))
	case topology.VMNetwork:
		v.name()
		v.subnets(object.Subnets)
		v.overlaps(object.Subnets, "An address could belong to either, and which of them a replica gets it from could not be told.")
	case topology.AzureNetwork:
		v.location("location", object.Location)
		if object.Location == "" {
			v.add(InvalidValue, Error, At("location"), Say("The Azure network has no region."),
				Say("Write the name of the region, such as \"westeurope\"."))
		}
		v.subnets(object.Subnets)
		v.inAzure(object.Subnets)
		v.overlaps(object.Subnets, "Azure does not allow that.")
	case topology.Cloud:
		v.name()
		v.sameServer("logical_network_ids", topology.KindLogicalNetwork, object.LogicalNetworks)
	case topology.Host:
		v.name()
		v.sameServer("cloud_ids", topology.KindCloud, object.Clouds)
		v.sameServer("logical_network_ids", topology.KindLogicalNetwork, object.LogicalNetworks)
	case topology.Protection:
		v.protection(object)
	case topology.Mapping:
		v.mapping(object)
	}
}

func (v *findings) name() {
	if err := topology.CheckName(v.subject.Kind(), v.subject.Name()); err != nil {
		v.invalidName(At("name"), "The "+v.subject.Kind().Noun(), v.subject.Name(), err)
	}
}

func (v *findings) invalidName(at Path, what, name string, err error) {
	remedy := ""
	if wrong := (*topology.NameError)(nil); errors.As(err, &wrong) {
		remedy = wrong.Remedy
	}
	v.add(InvalidName, Error, at, Say("%s cannot be named %s: %s.", what, topology.Quote(name), err), Say("%s", remedy))
}

// references judges whether every reference is of a kind that its attribute takes.
func (v *findings) references(object topology.Object) {
	for _, reference := range object.References() {
		if slices.Contains(reference.Relation.Kinds(), reference.Target.Kind()) {
			continue // and no path is made for nothing
		}
		if !v.ofKind(At(reference.Relation.Attribute()), reference.Target, reference.Relation.Kinds()...) {
			v.faulty(reference.Target)
		}
	}
}

// sameServer judges whether what an object is given is of its own server.
func (v *findings) sameServer(attribute string, kind topology.Kind, given []topology.ID) {
	own := v.subject.Server()
	if own.IsZero() {
		return
	}
	var strangers, servers []topology.ID
	for _, id := range given {
		server := id.Server()
		if !v.isSound(id) || server.Same(own) {
			continue
		}
		v.faulty(id)
		strangers = append(strangers, id)
		if !slices.ContainsFunc(servers, server.Same) {
			servers = append(servers, server)
		}
	}
	if len(strangers) == 0 {
		return
	}
	belong, use, named := "belongs", withArticle(kind.Noun()), Say("")
	if len(strangers) > 1 {
		belong, use = "belong", kind.Noun()+"s"
	}
	if candidates := v.ofServer(own, kind); len(candidates) > 0 {
		named = Say(": %s", namesOf(candidates))
	}
	v.add(OtherServer, Error, At(attribute),
		Say("%s %s to %s, but %s belongs to %s.", capital(several(kind.Noun(), strangers)), belong, several("VMM server", servers), v.subject, own),
		Say("Use %s of %s%s.", use, own, named))
}

// ofServer returns what is known of a kind on a server, sorted.
func (v *findings) ofServer(server topology.ID, kind topology.Kind) []topology.ID {
	var ids []topology.ID
	if v.topology != nil {
		for object := range v.topology.Objects() {
			if id := object.ID(); id.Kind() == kind && id.Server().Same(server) {
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, compareIDs)
	return ids
}

func (v *findings) oneOf(attribute, value string, values []string) {
	if value == "" || slices.Contains(values, value) {
		return
	}
	v.add(InvalidValue, Error, At(attribute),
		Say("The value of %s is %q, which it does not take.", attribute, value),
		Say("Use one of: %s.", strings.Join(values, ", ")))
}

// location judges an Azure region. One that is not known may have opened since
// the table of regions was written, so it is only warned of.
func (v *findings) location(attribute, location string) {
	switch {
	case strings.TrimSpace(location) != location:
		v.add(InvalidValue, Error, At(attribute),
			Say("The Azure region %s begins or ends with a space.", topology.Quote(location)),
			Say("Write the name of the region, such as \"westeurope\"."))
	case location != "" && !topology.IsKnownRegion(location):
		var nearest []string
		for _, region := range topology.NearestRegions(location) {
			nearest = append(nearest, fmt.Sprintf("%q (%s)", region.Name, region.DisplayName))
		}
		remedy := "Write the name of the region as Azure does, such as \"westeurope\"."
		if len(nearest) > 0 {
			remedy = fmt.Sprintf("Write %s, if that is meant.", strings.Join(nearest, " or "))
		}
		v.add(UnknownRegion, Warning, At(attribute),
			Say("The Azure region %s is none of those that this provider knows. If it is misspelt, it matches no other region.",
				topology.Quote(location)),
			Say("%s If the region is newer than this provider, there is nothing to do.", remedy))
	}
}

func (v *findings) subnets(subnets []topology.Subnet) {
	first := map[string]int{}
	for i, subnet := range subnets {
		if err := topology.CheckName(0, subnet.Name); err != nil {
			v.invalidName(At("subnets", i, "name"), "A subnet", subnet.Name, err)
		} else if earlier, ok := first[topology.Fold(subnet.Name)]; ok {
			v.add(DuplicateSubnet, Error, At("subnets", i, "name"),
				Say("subnets[%d] and subnets[%d] are both named '%s' (names that differ only in case are one name).",
					earlier, i, subnet.Name),
				Say("Give every subnet of the network a name of its own."))
		} else {
			first[topology.Fold(subnet.Name)] = i
		}
		v.addresses(i, subnet)
	}
}

// addresses judges the address prefix and the IP pool of a subnet.
func (v *findings) addresses(i int, subnet topology.Subnet) {
	prefix, ok := v.prefix(i, subnet)
	if subnet.Pool == nil || !ok {
		return
	}
	first, isFirst := v.poolEnd(At("subnets", i, "ip_pool", "first"), subnet.Pool.First, subnet, prefix)
	last, isLast := v.poolEnd(At("subnets", i, "ip_pool", "last"), subnet.Pool.Last, subnet, prefix)
	if isFirst && isLast && (first.BitLen() != last.BitLen() || last.Less(first)) {
		v.add(InvalidPool, Error, At("subnets", i, "ip_pool", "last"),
			Say("The IP pool of subnet '%s' ends at %s, before it begins at %s.",
				subnet.Name, subnet.Pool.Last, subnet.Pool.First),
			Say("Exchange the two ends, or correct the one that is wrong."))
	}
}

// poolEnd judges an end of an IP pool, and returns false if it is wrong.
func (v *findings) poolEnd(at Path, text string, subnet topology.Subnet, prefix netip.Prefix) (netip.Addr, bool) {
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" || address.Is4In6() {
		v.add(InvalidPool, Error, at,
			Say("%q is not an IP address.", text),
			Say("Write a single address, such as \"10.0.0.10\"."))
		return address, false
	}
	if !prefix.IsValid() {
		return address, true
	}
	lowest, highest := topology.Usable(prefix)
	what := ""
	switch {
	case !prefix.Contains(address):
		what = fmt.Sprintf("The address %s of the IP pool lies outside the address prefix %s of subnet '%s'.", text, subnet.AddressPrefix, subnet.Name)
	case address.Less(lowest):
		what = fmt.Sprintf("The address %s of the IP pool is the network address of subnet '%s' (%s), which no machine can have.",
			text, subnet.Name, subnet.AddressPrefix)
	case highest.Less(address):
		what = fmt.Sprintf("The address %s of the IP pool is the broadcast address of subnet '%s' (%s), which no machine can have.",
			text, subnet.Name, subnet.AddressPrefix)
	default:
		return address, true
	}
	v.add(InvalidPool, Error, at, Say("%s", what), Say("Use an address from %s to %s.", lowest, highest))
	return address, false
}

// soundPrefix returns the address prefix of a subnet, and false if there is none
// or it is wrong.
func soundPrefix(subnet topology.Subnet) (netip.Prefix, bool) {
	prefix, ok := subnet.Prefix()
	return prefix, ok && !prefix.Addr().Is4In6() && prefix == prefix.Masked()
}

// prefix judges the address prefix of a subnet. It returns the zero prefix if
// there is none, and false if it is wrong.
func (v *findings) prefix(i int, subnet topology.Subnet) (netip.Prefix, bool) {
	if subnet.AddressPrefix == "" {
		return netip.Prefix{}, true
	}
	at := At("subnets", i, "address_prefix")
	prefix, ok := subnet.Prefix()
	switch {
	case !ok || prefix.Addr().Is4In6():
		v.add(InvalidPrefix, Error, at,
			Say("%q is not an address prefix in CIDR notation.", subnet.AddressPrefix),
			Say("Write an address and a prefix length, such as \"10.0.0.0/24\"."))
		return prefix, false
	case prefix != prefix.Masked():
		v.add(InvalidPrefix, Error, at,
			Say("The address prefix %q has host bits: its address is not the first of the subnet.", subnet.AddressPrefix),
			Say("Write %q.", prefix.Masked()))
		return prefix, false
	}
	return prefix, true
}

// inAzure judges what holds of the subnets of an Azure network only: Azure
// reserves five addresses of each (A4).
func (v *findings) inAzure(subnets []topology.Subnet) {
	for i, subnet := range subnets {
		at := At("subnets", i, "address_prefix")
		if subnet.AddressPrefix == "" {
			v.add(InvalidPrefix, Error, at, Say("Subnet '%s' of an Azure network has no address prefix.", subnet.Name),
				Say("Write an address and a prefix length, such as \"10.0.0.0/24\"."))
			continue
		}
		_, valid := soundPrefix(subnet)
		if _, _, ok := usableInAzure(subnet); valid && !ok {
			v.add(InvalidPrefix, Error, at,
				Say("Subnet '%s' has the address prefix %q. Azure reserves five addresses of every subnet, so none is left.",
					subnet.Name, subnet.AddressPrefix),
				Say("Give it a prefix of /29 or larger."))
		}
	}
}

// overlaps judges whether the subnets of a network have addresses of their own.
// Of two prefixes that overlap, one contains the other.
func (v *findings) overlaps(subnets []topology.Subnet, why string) {
	type placed struct {
		netip.Prefix
		at int
	}
	var prefixes []placed
	for i, subnet := range subnets {
		if prefix, ok := soundPrefix(subnet); ok {
			prefixes = append(prefixes, placed{prefix, i})
		}
	}
	// What contains others then stands right before them.
	slices.SortStableFunc(prefixes, func(a, b placed) int { return a.Compare(b.Prefix) })
	pairs := map[int]int{} // the later subnet of two: the earlier
	for n, outer := 0, 0; n < len(prefixes); n++ {
		if n == outer || !prefixes[outer].Overlaps(prefixes[n].Prefix) {
			outer = n
			continue
		}
		one, other := prefixes[outer].at, prefixes[n].at
		if _, ok := pairs[max(one, other)]; !ok {
			pairs[max(one, other)] = min(one, other)
		}
	}
	for _, later := range slices.Sorted(maps.Keys(pairs)) {
		one, other := subnets[pairs[later]], subnets[later]
		v.add(OverlappingSubnets, Error, At("subnets", later, "address_prefix"),
			Say("The address prefixes of subnets '%s' (%s) and '%s' (%s) of one network overlap. %s",
				one.Name, one.AddressPrefix, other.Name, other.AddressPrefix, why),
			Say("Give every subnet of the network a prefix of its own that has no address of another."))
	}
}

func (v *findings) protection(p topology.Protection) {
	v.oneOf("replication", string(p.Replication), texts(topology.Replications()))
	v.location("azure_location", p.AzureLocation)
	if p.Protecting.IsZero() && p.AzureLocation == "" {
		v.add(ProtectionTarget, Error, nil,
			Say("Neither protecting_cloud_id nor azure_location is given, so nothing protects the cloud."),
			Say("Give one of protecting_cloud_id and azure_location."))
	}
	if !p.Protecting.IsZero() && p.AzureLocation != "" {
		v.add(ProtectionTarget, Error, At("azure_location"),
			Say("The cloud is to be protected by %s and by Azure in '%s' at once.", p.Protecting, p.AzureLocation),
			Say("Give one of protecting_cloud_id and azure_location."))
	}
	if v.isSound(p.Protecting) && p.Protecting.Same(p.Protected) {
		v.add(ProtectsItself, Error, At("protecting_cloud_id"),
			Say("%s is to protect itself.", capital(p.Protected)),
			Say("Name another cloud: one of the other site, or a second one of the same VMM server."))
		v.faulty(p.Protecting)
	}
}

func (v *findings) mapping(m topology.Mapping) {
	if v.isSound(m.Source) && m.Source.Same(m.Target) {
		v.add(MappedOntoItself, Error, At("target_network_id"),
			Say("%s is to be mapped onto itself.", capital(m.Source)),
			Say("Map it to a network of the other site."))
		v.faulty(m.Target)
	}
	if v.isSound(m.Test) && v.isSound(m.Target) && !m.Test.Fabric().Same(m.Fabric()) {
		v.add(OtherFabric, Error, At("test_network_id"),
			Say("The test network, %s, is %s, but the target network, %s, is %s.",
				m.Test, Within(m.Test.Fabric()), m.Target, Within(m.Fabric())),
			Say("Use %s.", networkOf(m.Fabric())))
		v.faulty(m.Test)
	}
}

func texts[T ~string](values []T) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	return list
}
