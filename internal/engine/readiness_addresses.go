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
	names := subnetNames(j.topology, target.ID())
	missing := map[string]bool{}
	needed := map[string]*big.Int{}
	for _, source := range sources {
		choice := ChooseSubnet(source.Name, names)
		subnet, _ := subnetNamed(target.Subnets, choice.Name)
		switch {
		case subnet.Pool == nil && (virtualized || source.Pool != nil):
			if !missing[choice.Name] {
				missing[choice.Name] = true
				j.poolMissing(mapping, choice.Name, virtualized)
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
				fmt.Sprintf("The static IP pools of %s have %s addresses, and the one that their machines get theirs from, on subnet '%s' of %s, has %s.",
					mapping.Source.Label(), need, subnet.Name, mapping.Target.Label(), size(*subnet.Pool)),
				"Enlarge the static IP pool of the target, unless there are fewer machines than addresses.")
		}
	}
}

func (j *judge) poolMissing(mapping topology.Mapping, subnet string, virtualized bool) {
	where := capital(mapping.Target.Label()) + " has no subnet"
	if subnet != "" {
		where = fmt.Sprintf("Subnet '%s' of %s has no static IP pool", subnet, mapping.Target.Label())
	}
	why := "machines with static addresses land there"
	if virtualized {
		why = "a network with network virtualization always needs one"
	}
	j.add(PoolMissing, Error, nil,
		fmt.Sprintf("%s, but %s: the allocation of addresses fails for machines on %s.", where, why, mapping.Source.Label()),
		"Add a static IP pool to the target subnet.")
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
			fmt.Sprintf("%s has a gateway to on-premises, and its subnets overlap with those of %s:\n%s",
				capital(mapping.Target.Label()), mapping.Source.Label(), strings.Join(pairs, "\n")),
			"Keep the source unreachable while the target is in use, or use another prefix there.")
	}
}

// size returns the number of addresses in a pool.
func size(pool topology.Pool) *big.Int {
	first, last := pool.Range()
	number := func(address netip.Addr) *big.Int { return new(big.Int).SetBytes(address.AsSlice()) }
	count := new(big.Int).Sub(number(last), number(first))
	return count.Add(count, big.NewInt(1))
}
