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
	// Reason is a sentence without a full stop that says why.
	Reason string
}

// addresses gives out the addresses of target subnets, each once.
type addresses struct {
	topology *topology.Topology
	given    map[subnetKey]*given
}

type subnetKey struct {
	network topology.Key
	subnet  string
}

// given are the addresses of one subnet that are gone.
type given struct {
	taken map[netip.Addr]bool
	// next is where the search for a free address goes on: before it none is free.
	next netip.Addr
}

func newAddresses(t *topology.Topology) *addresses {
	return &addresses{topology: t, given: map[subnetKey]*given{}}
}

// give gives an address on a target network's subnet to an adapter that had one,
// or that had none of its own where asked is not valid. An empty subnet is none.
func (a *addresses) give(target topology.ID, name string, asked netip.Addr) AddressChoice {
	if azure, ok := a.topology.AzureNetwork(target); ok {
		subnet, _ := subnetNamed(azure.Subnets, name)
		return a.inAzure(target, subnet, asked)
	}
	network, _ := a.topology.VMNetwork(target)
	logical, _ := a.topology.LogicalNetwork(network.LogicalNetwork)
	subnet, _ := subnetNamed(network.Subnets, name)
	return a.onServer(target, subnet, logical.Isolation, asked)
}

// onServer gives an address of the static pool (A1–A3).
func (a *addresses) onServer(target topology.ID, subnet topology.Subnet, isolation topology.Isolation, asked netip.Addr) AddressChoice {
	virtualized := isolation == topology.IsolationNetworkVirtualization
	if !asked.IsValid() && !virtualized {
		return AddressChoice{Rule: DHCP, Reason: "it has no static address, so the DHCP server there decides"}
	}
	if subnet.Pool == nil {
		why := "its static address can only come from a static IP pool"
		if virtualized {
			why = "a network with network virtualization always needs a static IP pool"
		}
		return AddressChoice{Rule: NoPool, Reason: fmt.Sprintf("%s, and there is none, so the allocation fails", why)}
	}
	first, last := subnet.Pool.Range()
	gone := a.of(target, subnet.Name, first)
	if asked.IsValid() && inRange(asked, first, last) && gone.take(asked) {
		return AddressChoice{asked, SameAddress, fmt.Sprintf("it keeps its address %s", asked)}
	}
	address, ok := gone.takeNext(last)
	if !ok {
		return AddressChoice{Rule: PoolExhausted, Reason: fmt.Sprintf(
			"no address of the static IP pool %s–%s is left, so the allocation fails", subnet.Pool.First, subnet.Pool.Last)}
	}
	if !asked.IsValid() {
		return AddressChoice{address, NextFree, fmt.Sprintf("it gets the address %s of the static IP pool", address)}
	}
	return AddressChoice{address, NextFree, fmt.Sprintf(
		"its address %s is not to be had from the static IP pool, so it gets %s", asked, address)}
}

// inAzure gives an address of the subnet (A4).
func (a *addresses) inAzure(target topology.ID, subnet topology.Subnet, asked netip.Addr) AddressChoice {
	first, last, ok := usableInAzure(subnet)
	if !ok {
		if asked.IsValid() {
			return AddressChoice{Rule: NotInSubnet, Reason: fmt.Sprintf("there is no subnet for the address %s, so the failover fails", asked)}
		}
		return AddressChoice{Rule: PoolExhausted, Reason: "there is no subnet with an address for it, so the failover fails"}
	}
	gone := a.of(target, subnet.Name, first)
	if !asked.IsValid() {
		address, ok := gone.takeNext(last)
		if !ok {
			return AddressChoice{Rule: PoolExhausted, Reason: fmt.Sprintf("no address of the subnet %s is left, so the failover fails", subnet.AddressPrefix)}
		}
		return AddressChoice{address, NextFree, fmt.Sprintf("it gets the next free address, %s", address)}
	}
	if why := whyNotInAzure(subnet, asked, first, last); why != "" {
		return AddressChoice{Rule: NotInSubnet, Reason: fmt.Sprintf("the address %s %s, so the failover fails", asked, why)}
	}
	if !gone.take(asked) {
		return AddressChoice{Rule: NotInSubnet, Reason: fmt.Sprintf("the address %s is given to another adapter, so the failover fails", asked)}
	}
	return AddressChoice{asked, Requested, fmt.Sprintf("it gets the address %s that is asked for", asked)}
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
	key := subnetKey{network.Key(), topology.Fold(subnet)}
	if a.given[key] == nil {
		a.given[key] = &given{taken: map[netip.Addr]bool{}, next: first}
	}
	return a.given[key]
}

// take takes an address, and reports whether it was free.
func (g *given) take(address netip.Addr) bool {
	if g.taken[address] {
		return false
	}
	g.taken[address] = true
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
