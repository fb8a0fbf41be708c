package engine

import (
	"fmt"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Proposal is a target for each VM network of a VMM server, as far as there is
// one. Both lists are sorted by the source's id.
type Proposal struct {
	Matches   []Match
	Unmatched []Unmatched
}

// Match is a network mapping that is proposed.
type Match struct {
	Source, Target topology.ID
	// Reason says why, in a sentence for people.
	Reason string
}

// Unmatched is a network for which there is no target.
type Unmatched struct {
	Source topology.ID
	// Reason says why, and what to do about it.
	Reason string
}

// ProposeMappings proposes a mapping to the target server for each VM network
// of the source server; they may be one server. A network is never its own
// target. The findings say what is wrong with the question.
//
// A cloud protection matters to a network when one of its two clouds is on the
// source server and uses the network, and the other is on the target server. A
// target serves it when the other cloud uses the target (M3). Where the cloud on
// the source server is the protected one, machines fail over along the mapping;
// where it only protects, they go back along it.
//
// First come the networks that protected clouds use, all at once. Each gets a
// target that serves at least one of the protections of these clouds, if there is
// such a target, so that in all, in this order, as few as possible
//
//  1. of these protections are not served (M4),
//  2. networks share a target, not counting one for each target (M7),
//  3. ways back are not served: protections by clouds that use the network,
//  4. letters differ between the names, case aside: the edits of Levenshtein,
//  5. source subnets have none of the same name in the target (M10).
//
// Then come the networks that only protecting clouds use, for the way back, and
// last those to which no protection matters. They get targets that are left, and
// share none, so that in this order as few as possible networks go without, ways
// back are not served, letters differ, and subnets have none of the same name.
//
// The answer is the same whatever the order in which objects came. Present
// mappings do not matter to it.
func ProposeMappings(t *topology.Topology, sourceServer, targetServer topology.ID) (Proposal, []Finding) {
	question := findings{topology: t}
	question.asked(At("source_server_id"), sourceServer, topology.KindServer)
	question.asked(At("target_server_id"), targetServer, topology.KindServer)
	if len(question.found) > 0 {
		return Proposal{}, question.found
	}
	p := newProposer(t, sourceServer, targetServer)
	var there, back, others []int
	for source, need := range p.needs {
		switch {
		case len(need.there.pairs) > 0:
			there = append(there, source)
		case len(need.back.pairs) > 0:
			back = append(back, source)
		default:
			others = append(others, source)
		}
	}
	p.choose(there, true)
	p.choose(back, false)
	p.choose(others, false)
	return p.proposal(), nil
}

// proposer looks for the best proposal.
type proposer struct {
	topology *topology.Topology
	server   topology.ID // the target server
	sources  []party
	targets  []party
	needs    []*need // by source
	chosen   []int   // the target, by source; less than zero for none
	sharers  [][]int // the sources, by target
	// logical are the targets' logical networks, numbered, and onLogical the number of
	// each target's. What is served of a source is the same on all of one.
	logical   []topology.ID
	onLogical []int
	// subnetSets are the names of subnets that targets have, numbered, each set once,
	// and withSubnets the set of each target.
	subnetSets  [][]int
	withSubnets []int
	subnetNames map[string]int
	letters     *letterCounter
	// What one source after another is compared by.
	there, back []int32 // the pairs that are served, by logical network
	missing     []int32 // by set of subnets
	wanted      []int32 // how many subnets of the source have a name, by its number
}

// party is a VM network and what it is compared by, case aside.
type party struct {
	topology.VMNetwork
	name    []rune
	subnets []string
}

// need is what networks on one logical network need of their target.
type need struct {
	there service // for the protections of clouds that use them
	back  service // for the protections by clouds that use them
}

// decides returns what a target has to serve: the way back only where there is no
// way there.
func (n *need) decides() *service {
	if len(n.there.pairs) > 0 {
		return &n.there
	}
	return &n.back
}

// service is what targets do for protections.
type service struct {
	pairs []cloudPair
	// served are the logical networks on which pairs are served, and how many. They
	// are listed, for a cloud has few of all that there are.
	served []served
}

type served struct {
	logical int
	pairs   int32
}

// cloudPair is two clouds of which one protects the other.
type cloudPair struct {
	from, to topology.ID // on the source server, on the target server
}

// count counts the pairs that are served on each logical network.
func (s *service) count(used map[topology.Key][]int) {
	pairs := map[int]int32{}
	for _, pair := range s.pairs {
		for _, logical := range used[pair.to.Key()] {
			pairs[logical]++
		}
	}
	for logical, n := range pairs {
		s.served = append(s.served, served{logical, n})
	}
}

// on returns how many pairs are served on a logical network.
func (s *service) on(logical int) int {
	for _, served := range s.served {
		if served.logical == logical {
			return int(served.pairs)
		}
	}
	return 0
}

func newProposer(t *topology.Topology, sourceServer, targetServer topology.ID) *proposer {
	p := &proposer{
		topology: t, server: targetServer,
		sources: parties(t.VMNetworksOf(sourceServer)), targets: parties(t.VMNetworksOf(targetServer)),
	}
	p.sharers = make([][]int, len(p.targets))
	p.number()
	used := p.usedNetworks()
	known := map[topology.Key]*need{}
	for _, source := range p.sources {
		key := source.LogicalNetwork.Key()
		if known[key] == nil {
			known[key] = p.needOf(source)
			known[key].there.count(used)
			known[key].back.count(used)
		}
		p.needs = append(p.needs, known[key])
		p.chosen = append(p.chosen, -1)
	}
	return p
}

func parties(networks []topology.VMNetwork) []party {
	list := make([]party, len(networks))
	for i, network := range networks {
		list[i] = party{VMNetwork: network, name: []rune(topology.Fold(network.ID().Name()))}
		for _, subnet := range network.Subnets {
			list[i].subnets = append(list[i].subnets, topology.Fold(subnet.Name))
		}
	}
	return list
}

// number numbers what targets have in common.
func (p *proposer) number() {
	numbers, sets := map[topology.Key]int{}, map[string]int{}
	p.subnetNames = map[string]int{}
	names := make([][]rune, len(p.targets))
	for i, target := range p.targets {
		key := target.LogicalNetwork.Key()
		number, ok := numbers[key]
		if !ok {
			number = len(p.logical)
			numbers[key] = number
			p.logical = append(p.logical, target.LogicalNetwork)
		}
		p.onLogical = append(p.onLogical, number)
		p.withSubnets = append(p.withSubnets, p.subnetSet(sets, target.subnets))
		names[i] = target.name
	}
	p.letters = newLetterCounter(names)
	p.there, p.back = make([]int32, len(p.logical)), make([]int32, len(p.logical))
	p.missing, p.wanted = make([]int32, len(p.subnetSets)), make([]int32, len(p.subnetNames))
}

// subnetSet returns the number of a set of names.
func (p *proposer) subnetSet(sets map[string]int, names []string) int {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	text := fmt.Sprintf("%q", names)
	if number, ok := sets[text]; ok {
		return number
	}
	set := make([]int, len(names))
	for i, name := range names {
		number, ok := p.subnetNames[name]
		if !ok {
			number = len(p.subnetNames)
			p.subnetNames[name] = number
		}
		set[i] = number
	}
	sets[text] = len(p.subnetSets)
	p.subnetSets = append(p.subnetSets, set)
	return sets[text]
}

// usedNetworks returns the numbers of the logical networks that each cloud has.
func (p *proposer) usedNetworks() map[topology.Key][]int {
	used := map[topology.Key][]int{}
	for number, logical := range p.logical {
		for _, cloud := range p.topology.CloudsWith(logical) {
			used[cloud.ID().Key()] = append(used[cloud.ID().Key()], number)
		}
	}
	return used
}

// needOf finds the pairs of clouds that matter to a source.
func (p *proposer) needOf(source party) *need {
	found := &need{}
	for _, cloud := range p.topology.CloudsWith(source.LogicalNetwork) {
		for _, protection := range p.topology.ProtectionsOf(cloud.ID()) {
			if protection.Protecting.Server().Same(p.server) {
				found.there.pairs = append(found.there.pairs, cloudPair{cloud.ID(), protection.Protecting})
			}
		}
		for _, protection := range p.topology.ProtectionsBy(cloud.ID()) {
			if protection.Protected.Server().Same(p.server) {
				found.back.pairs = append(found.back.pairs, cloudPair{cloud.ID(), protection.Protected})
			}
		}
	}
	return found
}

// choose gives targets that are left to sources. A source that gets none to
// itself shares one, or goes without.
//
// Its best target is what a source shares, at its cost there and one for sharing.
// That is exact: in any proposal, let one source own each target that is used.
// The others cost at least what they cost aside, so no proposal is cheaper than
// the best assignment. And the best assignment is a proposal of the same cost:
// were a target that is shared in it not owned, its sharer would own it for less.
func (p *proposer) choose(sources []int, sharing bool) {
	var targets []int
	columns := make([]int, len(p.targets)) // less than zero for what is not left
	for target, sharers := range p.sharers {
		columns[target] = -1
		if len(sharers) == 0 {
			columns[target] = len(targets)
			targets = append(targets, target)
		}
	}
	fits := func(row int, visit func(fit)) {
		// Each begins somewhere else, so that those that are equally good for all are
		// kept of some source each.
		p.fits(sources[row], float64(row)/float64(len(sources)), func(f fit) {
			if f.target = int32(columns[f.target]); f.target >= 0 {
				visit(f)
			}
		})
	}
	asideOf := func(_ int, best fit, found bool) aside {
		if sharing && found {
			return aside{best.cost().plus(cost{apart: 1}), int(best.target)}
		}
		return aside{cost{without: 1}, len(targets)}
	}
	for i, j := range assign(len(sources), len(targets), fits, asideOf) {
		if j < len(targets) {
			p.chosen[sources[i]] = targets[j]
			p.sharers[targets[j]] = append(p.sharers[targets[j]], sources[i])
		}
	}
}

// fits tells how all targets that a source may have fit it, from a part of the way
// through them on. It is asked of every source, and each time goes through all
// targets: what they have in common is looked up for the source once.
func (p *proposer) fits(source int, from float64, visit func(fit)) {
	need, of := p.needs[source], p.sources[source]
	decides := need.decides()
	free, wayBack := len(decides.pairs) == 0, decides == &need.there
	clear(p.there)
	clear(p.back)
	for _, served := range decides.served {
		p.there[served.logical] = served.pairs
	}
	if wayBack {
		for _, served := range need.back.served {
			p.back[served.logical] = served.pairs
		}
	}
	p.countMissing(of.subnets)
	self := of.ID()
	all, allBack := int32(len(decides.pairs)), int32(0)
	if wayBack {
		allBack = int32(len(need.back.pairs))
	}
	p.letters.count(of.name, from, func(target int) bool {
		return free || p.there[p.onLogical[target]] > 0
	}, func(target, letters int) {
		if letters == 0 && self.Same(p.targets[target].ID()) {
			return // on one server, a network is not its own target
		}
		logical := p.onLogical[target]
		visit(fit{
			unserved: all - p.there[logical], back: allBack - p.back[logical],
			names: int32(letters), subnets: p.missing[p.withSubnets[target]], target: int32(target),
		})
	})
}

// countMissing counts of how many subnets there is none of the same name, for each
// set of subnets that targets have.
func (p *proposer) countMissing(subnets []string) {
	clear(p.wanted)
	for _, name := range subnets {
		if number, ok := p.subnetNames[name]; ok {
			p.wanted[number]++
		}
	}
	for i, set := range p.subnetSets {
		p.missing[i] = int32(len(subnets))
		for _, number := range set {
			p.missing[i] -= p.wanted[number]
		}
	}
}

func (p *proposer) proposal() Proposal {
	var proposal Proposal
	for i, source := range p.sources {
		if target := p.chosen[i]; target >= 0 {
			proposal.Matches = append(proposal.Matches, Match{source.ID(), p.targets[target].ID(), p.whyMatched(i, target)})
		} else {
			proposal.Unmatched = append(proposal.Unmatched, Unmatched{source.ID(), p.whyUnmatched(i)})
		}
	}
	return proposal
}
