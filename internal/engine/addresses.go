package engine

import (
	"fmt"
	"net/netip"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// AddressRule is how the address of a replica is found.
type AddressRule string

// The rules, for a target on a VMM server (A1–A3) and in Azure (A4).
const (
	// SameAddress: the pool holds the source's address and it is free (A1).
	SameAddress AddressRule = "same_address"
	// NextFree: another address, the next one that is free (A1, A4).
	NextFree AddressRule = "next_free"
	// NoPool: an address is needed from a pool and there is none, so the
	// allocation fails (A2).
	NoPool AddressRule = "no_pool"
	// PoolExhausted: no address is free any more.
	PoolExhausted AddressRule = "pool_exhausted"
	// DHCP: nothing is asked for, and nothing is managed (A3).
	DHCP AddressRule = "dhcp"
	// Requested: the address that was asked for in Azure (A4).
	Requested AddressRule = "requested"
	// NotInSubnet: the address that was asked for in Azure is outside the subnet,
	// reserved or given to another adapter, so the failover fails (A4).
	NotInSubnet AddressRule = "not_in_subnet"
)

// fails reports whether the replica gets no address although it needs one. In
// Azure the failover then fails (A4; inferred where no address is left), on a VMM
// server the allocation of the address does (A2; inferred where none is left).
func (r AddressRule) fails() bool {
	return r == NoPool || r == PoolExhausted || r == NotInSubnet
}

// AddressChoice is the address of a replica.
type AddressChoice struct {
	// Address is invalid where none is given by the target.
	Address netip.Addr
	Rule    AddressRule
}

// addresses gives out the addresses of target subnets, each once.
type addresses struct {
	topology *topology.Topology
	// given are the addresses that are gone, by the network: a list for its subnets,
	// which are few. None before one is given: most adapters ask for none.
	given map[topology.Key][]*given
}

// given are the addresses of one subnet that are gone.
type given struct {
	subnet string
	// taken has a bit for every address, by the first of the 64 that it is among: an
	// estate gives out addresses by the million, most of them side by side.
	taken map[netip.Addr]uint64
	// next is where the search for a free address goes on: before it none is free.
	next netip.Addr
}

// give gives an address on a target network's subnet to an adapter that had one,
// or that had none of its own where asked is not valid. An empty subnet is none.
func (a *addresses) give(id topology.ID, name string, asked netip.Addr) AddressChoice {
	at := targetAt(a.topology, id)
	subnet, _ := subnetNamed(at.subnets(), name)
	address, rule := a.giveAt(&at, &subnet, asked)
	return AddressChoice{address, rule}
}

// giveAt is give, where the target has been looked up.
func (a *addresses) giveAt(at *target, subnet *topology.Subnet, asked netip.Addr) (netip.Addr, AddressRule) {
	if at.isAzure {
		return a.inAzure(at, subnet, asked)
	}
	return a.onServer(at, subnet, asked)
}

// onServer gives an address of the static pool (A1–A3).
func (a *addresses) onServer(at *target, subnet *topology.Subnet, asked netip.Addr) (netip.Addr, AddressRule) {
	if !asked.IsValid() && !at.virtualizes(a.topology) {
		return netip.Addr{}, DHCP
	}
	if subnet.Pool == nil {
		return netip.Addr{}, NoPool
	}
	first, last := subnet.Pool.Range()
	gone := a.of(at.id, subnet.Name, first)
	if asked.IsValid() && inRange(asked, first, last) && gone.take(asked) {
		return asked, SameAddress
	}
	address, ok := gone.takeNext(last)
	if !ok {
		return netip.Addr{}, PoolExhausted
	}
	return address, NextFree
}

// inAzure gives an address of the subnet (A4).
func (a *addresses) inAzure(at *target, subnet *topology.Subnet, asked netip.Addr) (netip.Addr, AddressRule) {
	first, last, ok := usableInAzure(*subnet)
	switch {
	case !ok && asked.IsValid():
		return netip.Addr{}, NotInSubnet
	case !ok:
		return netip.Addr{}, PoolExhausted
	}
	if asked.IsValid() {
		if !inRange(asked, first, last) || !a.of(at.id, subnet.Name, first).take(asked) {
			return netip.Addr{}, NotInSubnet
		}
		return asked, Requested
	}
	address, ok := a.of(at.id, subnet.Name, first).takeNext(last)
	if !ok {
		return netip.Addr{}, PoolExhausted
	}
	return address, NextFree
}

// whyAddress is a sentence without a full stop that says why an address was given,
// or none.
func whyAddress(t *topology.Topology, at *target, subnet *topology.Subnet, asked netip.Addr, choice AddressChoice) string {
	if at.isAzure {
		return whyInAzure(subnet, asked, choice)
	}
	switch choice.Rule {
	case DHCP:
		return "it has no static address, so the DHCP server there decides"
	case NoPool:
		why := "its static address can only come from a static IP pool"
		if at.virtualizes(t) {
			why = "a network with network virtualization always needs a static IP pool"
		}
		return why + ", and there is none, so the allocation fails"
	case SameAddress:
		return fmt.Sprintf("it keeps its address %s", asked)
	case PoolExhausted:
		return fmt.Sprintf("no address of the static IP pool %s–%s is left, so the allocation fails", subnet.Pool.First, subnet.Pool.Last)
	}
	if !asked.IsValid() {
		return fmt.Sprintf("it gets the address %s of the static IP pool", choice.Address)
	}
	return fmt.Sprintf("its address %s is not available in the static IP pool, so it gets %s", asked, choice.Address)
}

func whyInAzure(subnet *topology.Subnet, asked netip.Addr, choice AddressChoice) string {
	switch {
	case subnet.Name == "" && asked.IsValid():
		return fmt.Sprintf("without a declared subnet, the Azure network does not have the address %s, so the failover fails", asked)
	case subnet.Name == "":
		return "without a declared subnet, the Azure network has no address for it, so the failover fails"
	case choice.Rule == PoolExhausted:
		return fmt.Sprintf("no address of the subnet %s is left, so the failover fails", subnet.AddressPrefix)
	case choice.Rule == NextFree:
		return fmt.Sprintf("it gets the next free address, %s", choice.Address)
	case choice.Rule == Requested:
		return fmt.Sprintf("it gets the address %s that is asked for", asked)
	}
	first, last, _ := usableInAzure(*subnet)
	if why := whyNotInAzure(*subnet, asked, first, last); why != "" {
		return fmt.Sprintf("the address %s %s, so the failover fails", asked, why)
	}
	return fmt.Sprintf("the address %s is given to another adapter, so the failover fails", asked)
}

func whyNotInAzure(subnet topology.Subnet, asked, first, last netip.Addr) string {
	prefix, _ := subnet.Prefix()
	switch {
	case !prefix.Contains(asked):
		return "is not in the subnet " + subnet.AddressPrefix
	case !inRange(asked, first, last):
		return "is one of those that Azure reserves in the subnet " + subnet.AddressPrefix
	}
	return ""
}

// usableInAzure returns the first and the last address of a subnet that Azure
// gives out: it reserves the first four and the last (A4).
func usableInAzure(subnet topology.Subnet) (first, last netip.Addr, ok bool) {
	prefix, ok := subnet.Prefix()
	if !ok {
		return first, last, false
	}
	const reserved = 4
	first, last = prefix.Addr(), topology.LastOf(prefix)
	for range reserved {
		if first == last {
			return first, last, false
		}
		first = first.Next()
	}
	return first, last.Prev(), first != last
}

func (a *addresses) of(network topology.ID, subnet string, first netip.Addr) *given {
	for _, found := range a.given[network.Key()] {
		if topology.SameName(found.subnet, subnet) {
			return found
		}
	}
	if a.given == nil {
		a.given = map[topology.Key][]*given{}
	}
	found := &given{subnet: subnet, taken: map[netip.Addr]uint64{}, next: first}
	a.given[network.Key()] = append(a.given[network.Key()], found)
	return found
}

// block returns the first address of the block of 64 that an address is in, and its bit.
func block(address netip.Addr) (first netip.Addr, bit uint64) {
	if address.Is4() {
		bytes := address.As4()
		bit = 1 << (bytes[3] & 63)
		bytes[3] &^= 63
		return netip.AddrFrom4(bytes), bit
	}
	bytes := address.As16()
	bit = 1 << (bytes[15] & 63)
	bytes[15] &^= 63
	return netip.AddrFrom16(bytes), bit
}

// isTaken reports whether an address is gone.
func (g *given) isTaken(address netip.Addr) bool {
	first, bit := block(address)
	return g.taken[first]&bit != 0
}

// take takes an address, and reports whether it was free.
func (g *given) take(address netip.Addr) bool {
	first, bit := block(address)
	taken := g.taken[first]
	if taken&bit != 0 {
		return false
	}
	g.taken[first] = taken | bit
	return true
}

// takeNext takes the first free address up to the last.
func (g *given) takeNext(last netip.Addr) (netip.Addr, bool) {
	for ; g.next.IsValid() && !last.Less(g.next); g.next = g.next.Next() {
		if g.take(g.next) {
			return g.next, true
		}
	}
	return netip.Addr{}, false
}

func inRange(address, first, last netip.Addr) bool {
	return address.BitLen() == first.BitLen() && !address.Less(first) && !last.Less(address)
}

func subnetNamed(subnets []topology.Subnet, name string) (topology.Subnet, bool) {
	for _, subnet := range subnets {
		if topology.SameName(subnet.Name, name) {
			return subnet, true
		}
	}
	return topology.Subnet{}, false
}
