package engine

import (
	"fmt"
	"math/big"
	"net/netip"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// pools judges whether the addresses of a mapping's machines can be had (A1, A2).
// A source subnet with a static IP pool has machines with static addresses.
func (j *judge) pools(mapping topology.Mapping, sources []topology.Subnet, target topology.VMNetwork) {
	logical, _ := j.topology.LogicalNetwork(target.LogicalNetwork)
	virtualized := logical.Isolation == topology.IsolationNetworkVirtualization
	if len(sources) == 0 {
		sources = []topology.Subnet{{}} // its machines are somewhere
	}
	missing := map[string]bool{}
	needed := map[string]*big.Int{}
	for _, source := range sources {
		subnet, _ := subnetFor(source.Name, target.Subnets)
		switch {
		case subnet.Pool == nil && (virtualized || source.Pool != nil):
			if !missing[subnet.Name] {
				missing[subnet.Name] = true
				j.poolMissing(mapping, subnet.Name, virtualized)
			}
		case subnet.Pool != nil && source.Pool != nil:
			if needed[subnet.Name] == nil {
				needed[subnet.Name] = new(big.Int)
			}
			needed[subnet.Name].Add(needed[subnet.Name], size(*source.Pool))
		}
	}
	for _, subnet := range target.Subnets {
		if need := needed[subnet.Name]; need != nil && need.Cmp(size(*subnet.Pool)) > 0 {
			j.add(PoolTooSmall, Warning, nil,
				Say("The static IP pools of %s have %s addresses, and the one that their machines get theirs from, on subnet '%s' of %s, has %s.",
					mapping.Source, need, subnet.Name, mapping.Target, size(*subnet.Pool)),
				Say("Enlarge the static IP pool of the target, unless there are fewer machines than addresses."))
		}
	}
}

func (j *judge) poolMissing(mapping topology.Mapping, subnet string, virtualized bool) {
	where := Say("%s has no subnets declared", capital(mapping.Target))
	remedy := Say("Give %s a subnet with a static IP pool.", mapping.Target)
	if subnet != "" {
		remedy = Say("Add a static IP pool to subnet '%s' of %s.", subnet, mapping.Target)
		where = Say("Subnet '%s' of %s has no static IP pool", subnet, mapping.Target)
	}
	why := "machines with static addresses land there"
	if virtualized {
		why = "a network with network virtualization always needs one"
	}
	j.add(PoolMissing, Error, nil,
		Say("%s, but %s: the allocation of addresses fails for machines on %s.", where, why, mapping.Source),
		remedy)
}

// notGiven finds static addresses that an Azure network does not give out, so that
// the failover of a machine that asks for one of them fails (A4). Whether machines
// ask for the addresses that they have is not known here.
func (j *judge) notGiven(mapping topology.Mapping, sources []topology.Subnet, target topology.AzureNetwork) {
	var lines []string
	for _, source := range sources {
		if source.Pool == nil {
			continue
		}
		pool := fmt.Sprintf("%s–%s of subnet '%s'", source.Pool.First, source.Pool.Last, source.Name)
		subnet, _ := subnetFor(source.Name, target.Subnets)
		first, last, ok := usableInAzure(subnet)
		from, to := source.Pool.Range()
		switch {
		case !ok:
			lines = append(lines, fmt.Sprintf("  - %s: the Azure network has no subnets declared", pool))
		case !inRange(from, first, last) || !inRange(to, first, last):
			lines = append(lines, fmt.Sprintf("  - %s: their machines land on subnet '%s', which gives out %s–%s", pool, subnet.Name, first, last))
		}
	}
	if len(lines) == 0 {
		return
	}
	remedy := Say("Give the target subnet the prefix of the source, or have the machines ask for other addresses or for none.")
	if len(target.Subnets) == 0 {
		remedy = Say("Declare the subnets of %s.", mapping.Target)
	}
	j.add(AddressUnavailable, Warning, nil,
		Say("%s has static addresses, all or some of which %s cannot give out:\n%s\nThe failover of a machine that asks for such an address fails.",
			capital(mapping.Source), mapping.Target, strings.Join(lines, "\n")),
		remedy)
}

// overlaps finds addresses that are reachable in two places (A5).
func (j *judge) overlaps(mapping topology.Mapping, sources []topology.Subnet, target topology.AzureNetwork) {
	if !target.Gateway {
		return
	}
	var pairs []string
	for _, source := range sources {
		for _, subnet := range target.Subnets {
			a, ok := source.Prefix()
			b, fine := subnet.Prefix()
			if ok && fine && a.Overlaps(b) {
				pairs = append(pairs, fmt.Sprintf("  - '%s' (%s) and '%s' (%s)", source.Name, a, subnet.Name, b))
			}
		}
	}
	if len(pairs) > 0 {
		j.add(OverlapBehindGateway, Warning, nil,
			Say("%s has a gateway to on-premises, and its subnets overlap with those of %s:\n%s",
				capital(mapping.Target), mapping.Source, strings.Join(pairs, "\n")),
			Say("Keep the source unreachable while the target is in use, or use another prefix there."))
	}
}

// size returns the number of addresses in a pool.
func size(pool topology.Pool) *big.Int {
	first, last := pool.Range()
	number := func(address netip.Addr) *big.Int { return new(big.Int).SetBytes(address.AsSlice()) }
	count := new(big.Int).Sub(number(last), number(first))
	return count.Add(count, big.NewInt(1))
}
