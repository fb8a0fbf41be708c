package engine

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Validate judges an object by itself, without looking at any other: the topology,
// nil where it is not known, only decides how objects are named. What the object
// leaves out is not judged. All its findings are errors.
func Validate(t *topology.Topology, object topology.Object) []Finding {
	v := &findings{topology: t, subject: object.ID()}
	v.references(object)
	if len(v.found) > 0 {
		return v.found // of an id of another kind there is nothing more to say
	}
	switch object := object.(type) {
	case topology.Server:
		v.name()
	case topology.LogicalNetwork:
		v.name()
		v.oneOf("isolation", string(object.Isolation), texts(topology.Isolations()))
	case topology.VMNetwork:
		v.name()
		v.subnets(object.Subnets)
	case topology.AzureNetwork:
		v.location("location", object.Location)
		if object.Location == "" {
			v.add(InvalidValue, Error, At("location"), Say("The Azure network has no region."),
				Say("Write the name of the region, such as \"westeurope\"."))
		}
		v.subnets(object.Subnets)
		v.inAzure(object.Subnets)
	case topology.Cloud:
		v.name()
		for _, network := range object.LogicalNetworks {
			v.sameServer("logical_network_ids", network)
		}
	case topology.Host:
		v.name()
		for _, cloud := range object.Clouds {
			v.sameServer("cloud_ids", cloud)
		}
		for _, network := range object.LogicalNetworks {
			v.sameServer("logical_network_ids", network)
		}
	case topology.Protection:
		v.protection(object)
	case topology.Mapping:
		v.mapping(object)
	}
	return v.found
}

func (v *findings) name() {
	if err := topology.CheckName(v.subject.Kind(), v.subject.Name()); err != nil {
		v.add(InvalidName, Error, At("name"),
			Say("The %s cannot be named %s: %s.", v.subject.Kind().Noun(), shortened(v.subject.Name()), err),
			Say("Give it a name of 1 to %d characters.", topology.MaxNameLength))
	}
}

// references judges whether every reference is of a kind that its attribute takes.
func (v *findings) references(object topology.Object) {
	for _, reference := range object.References() {
		v.ofKind(At(reference.Relation.Attribute()), reference.Target, reference.Relation.Kinds()...)
	}
}

func (v *findings) sameServer(attribute string, other topology.ID) {
	server := v.subject.Server()
	if server.IsZero() || other.Server().IsZero() || other.Server().Same(server) {
		return
	}
	v.add(OtherServer, Error, At(attribute),
		Say("%s belongs to %s, but %s belongs to %s.", capital(other), other.Server(), v.subject, server),
		Say("Use a %s of %s.", other.Kind().Noun(), server))
}

func (v *findings) oneOf(attribute, value string, values []string) {
	if value == "" || slices.Contains(values, value) {
		return
	}
	v.add(InvalidValue, Error, At(attribute),
		Say("%s is %q.", attribute, value),
		Say("Use one of: %s.", strings.Join(values, ", ")))
}

func (v *findings) location(attribute, location string) {
	if strings.TrimSpace(location) != location {
		v.add(InvalidValue, Error, At(attribute),
			Say("The Azure region %q begins or ends with a space.", location),
			Say("Write the name of the region, such as \"westeurope\"."))
	}
}

func (v *findings) subnets(subnets []topology.Subnet) {
	first := map[string]int{}
	for i, subnet := range subnets {
		if err := topology.CheckName(0, subnet.Name); err != nil {
			v.add(InvalidName, Error, At("subnets", i, "name"),
				Say("A subnet cannot be named %s: %s.", shortened(subnet.Name), err),
				Say("Give it a name of 1 to %d characters.", topology.MaxNameLength))
			continue
		}
		key := topology.Fold(subnet.Name)
		if earlier, ok := first[key]; ok {
			v.add(DuplicateSubnet, Error, At("subnets", i, "name"),
				Say("subnets[%d] and subnets[%d] are both named '%s' (names that differ only in case are one name).",
					earlier, i, subnet.Name),
				Say("Give every subnet of the network a name of its own."))
		} else {
			first[key] = i
		}
		v.addresses(i, subnet)
	}
}

func (v *findings) addresses(i int, subnet topology.Subnet) {
	prefix, ok := v.prefix(i, subnet)
	if subnet.Pool == nil || !ok {
		return
	}
	ends := [2]netip.Addr{}
	for n, end := range []struct{ attribute, text string }{
		{"first", subnet.Pool.First}, {"last", subnet.Pool.Last},
	} {
		at := At("subnets", i, "ip_pool", end.attribute)
		address, err := netip.ParseAddr(end.text)
		switch {
		case err != nil || address.Zone() != "" || address.Is4In6():
			v.add(InvalidPool, Error, at,
				Say("%q is not an IP address.", end.text),
				Say("Write a single address, such as \"10.0.0.10\"."))
			return
		case prefix.IsValid() && !prefix.Contains(address):
			v.add(InvalidPool, Error, at,
				Say("The address %s of the IP pool lies outside the address prefix %s of subnet '%s'.",
					end.text, subnet.AddressPrefix, subnet.Name),
				Say("Use an address from %s to %s.", prefix.Addr(), lastOf(prefix)))
			return
		}
		ends[n] = address
	}
	if ends[0].BitLen() != ends[1].BitLen() || ends[1].Less(ends[0]) {
		v.add(InvalidPool, Error, At("subnets", i, "ip_pool", "last"),
			Say("The IP pool of subnet '%s' ends at %s, before it begins at %s.",
				subnet.Name, subnet.Pool.Last, subnet.Pool.First),
			Say("Exchange the two ends, or correct the one that is wrong."))
	}
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
		_, valid := subnet.Prefix()
		if _, _, ok := usableInAzure(subnet); valid && !ok {
			v.add(InvalidPrefix, Error, at,
				Say("Subnet '%s' has the address prefix %q. Azure reserves five addresses of every subnet, so none is left.",
					subnet.Name, subnet.AddressPrefix),
				Say("Give it a prefix of /29 or larger."))
		}
	}
}

func (v *findings) protection(p topology.Protection) {
	v.oneOf("replication", string(p.Replication), texts(topology.Replications()))
	v.location("azure_location", p.AzureLocation)
	if p.Fabric().IsZero() {
		v.add(ProtectionTarget, Error, nil,
			Say("Neither protecting_cloud_id nor azure_location is given, so the cloud is protected by nothing."),
			Say("Give one of protecting_cloud_id and azure_location."))
	}
	if !p.Protecting.IsZero() && p.AzureLocation != "" {
		v.add(ProtectionTarget, Error, At("azure_location"),
			Say("The cloud is to be protected by %s and by Azure in '%s' at once.", p.Protecting, p.AzureLocation),
			Say("Give one of protecting_cloud_id and azure_location."))
	}
	if !p.Protecting.IsZero() && p.Protecting.Same(p.Protected) {
		v.add(ProtectsItself, Error, At("protecting_cloud_id"),
			Say("%s is to protect itself.", capital(p.Protected)),
			Say("Name another cloud: one of the other site, or a second one of the same VMM server."))
	}
}

func (v *findings) mapping(m topology.Mapping) {
	if !m.Source.IsZero() && m.Source.Same(m.Target) {
		v.add(MappedOntoItself, Error, At("target_network_id"),
			Say("%s is to be mapped onto itself.", capital(m.Source)),
			Say("Map it to a network of the other site."))
	}
	if !m.Test.IsZero() && !m.Target.IsZero() && !m.Test.Fabric().Same(m.Fabric()) {
		v.add(OtherFabric, Error, At("test_network_id"),
			Say("The test network, %s, is on %s, but the target network, %s, is on %s.",
				m.Test, m.Test.Fabric(), m.Target, m.Fabric()),
			Say("Use a network of %s.", m.Fabric()))
	}
}

// lastOf returns the last address of a prefix.
func lastOf(prefix netip.Prefix) netip.Addr {
	bytes := prefix.Addr().AsSlice()
	for bit := prefix.Bits(); bit < prefix.Addr().BitLen(); bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

// shortened returns a name in quotes, cut where it is too long to read.
func shortened(name string) string {
	const most = 40
	if runes := []rune(name); len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", name)
}

func texts[T ~string](values []T) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	return list
}
