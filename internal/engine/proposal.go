package engine

import (
	"fmt"
	"slices"
	"strings"

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
// A pair of clouds matters to a network when one of them is on the source
// server and uses the network, the other is on the target server, and one
// protects the other. A target serves the pair when the other cloud uses it (M3).
//
// First come the networks that protected clouds use, all at once. Each gets a
// target that serves at least one of its pairs, if there is such a target, so
// that in all, in this order, as few as possible
//
//  1. pairs are not served (M4),
//  2. networks share a target, not counting one for each target (M7),
//  3. letters differ between the names, case aside: the edits of Levenshtein,
//  4. source subnets have none of the same name in the target (M10).
//
// Then come the networks that only protecting clouds use, for the way back, and
// last those to which no pair matters. They get targets that are left, and share
// none, so that in this order as few as possible networks go without, pairs are
// not served, letters differ, and subnets have none of the same name.
//
// The answer is the same whatever the order in which objects came. Present
// mappings do not matter to it.
func ProposeMappings(t *topology.Topology, sourceServer, targetServer topology.ID) (Proposal, []Finding) {
	question := findings{}
	question.asked(t, At("source_server_id"), sourceServer, topology.KindServer)
	question.asked(t, At("target_server_id"), targetServer, topology.KindServer)
	if len(question.found) > 0 {
		return Proposal{}, question.found
	}
	p := newProposer(t, sourceServer, targetServer)
	var there, back, others []int
	for source, need := range p.needs {
		switch {
		case need.there:
			there = append(there, source)
		case len(need.pairs) > 0:
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
	row      []int   // room for edits to count in
}

// party is a VM network and what it is compared by, case aside.
type party struct {
	topology.VMNetwork
	name    []rune
	subnets []string
}

// need is what networks on one logical network need of their target.
type need struct {
	pairs  []cloudPair
	there  bool    // whether one of the clouds is protected, and not only protecting
	served []int32 // the number of pairs that are served, by target
}

// cloudPair is two clouds of which one protects the other.
type cloudPair struct {
	from, to topology.ID // on the source server, on the target server
}

func newProposer(t *topology.Topology, sourceServer, targetServer topology.ID) *proposer {
	p := &proposer{
		topology: t, server: targetServer,
		sources: parties(t.VMNetworksOf(sourceServer)), targets: parties(t.VMNetworksOf(targetServer)),
	}
	p.sharers = make([][]int, len(p.targets))
	used := p.usedTargets()
	known := map[topology.Key]*need{}
	for _, source := range p.sources {
		key := source.LogicalNetwork.Key()
		if known[key] == nil {
			pairs, there := p.pairsOn(source)
			known[key] = &need{pairs, there, make([]int32, len(p.targets))}
			for _, pair := range known[key].pairs {
				for _, target := range used[pair.to.Key()] {
					known[key].served[target]++
				}
			}
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

// usedTargets returns the targets that each cloud uses.
func (p *proposer) usedTargets() map[topology.Key][]int {
	on := map[topology.Key][]int{}
	for i, target := range p.targets {
		on[target.LogicalNetwork.Key()] = append(on[target.LogicalNetwork.Key()], i)
	}
	used := map[topology.Key][]int{}
	for _, targets := range on {
		for _, cloud := range p.topology.CloudsWith(p.targets[targets[0]].LogicalNetwork) {
			used[cloud.ID().Key()] = append(used[cloud.ID().Key()], targets...)
		}
	}
	return used
}

// pairsOn returns the pairs of clouds that matter to a source, and whether its
// server's cloud is the protected one in any of them.
func (p *proposer) pairsOn(source party) (pairs []cloudPair, there bool) {
	for _, cloud := range p.topology.CloudsWith(source.LogicalNetwork) {
		for _, protection := range p.topology.ProtectionsOf(cloud.ID()) {
			if protection.Protecting.Server().Same(p.server) {
				pairs = append(pairs, cloudPair{cloud.ID(), protection.Protecting})
				there = true
			}
		}
		for _, protection := range p.topology.ProtectionsBy(cloud.ID()) {
			if protection.Protected.Server().Same(p.server) {
				pairs = append(pairs, cloudPair{cloud.ID(), protection.Protected})
			}
		}
	}
	return pairs, there
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
	for target, sharers := range p.sharers {
		if len(sharers) == 0 {
			targets = append(targets, target)
		}
	}
	fits := make([][]fit, len(sources))
	asides := make([]aside, len(sources))
	for i, source := range sources {
		fits[i] = make([]fit, len(targets))
		best := -1
		for j, target := range targets {
			fits[i][j] = p.fit(source, target)
			if fits[i][j].allowed && (best < 0 || fits[i][j].cost().less(fits[i][best].cost())) {
				best = j
			}
		}
		asides[i] = aside{cost{without: 1}, len(targets)}
		if sharing && best >= 0 {
			asides[i] = aside{fits[i][best].cost().plus(cost{apart: 1}), best}
		}
	}
	for i, j := range assign(fits, asides, len(targets)) {
		if j < len(targets) {
			p.chosen[sources[i]] = targets[j]
			p.sharers[targets[j]] = append(p.sharers[targets[j]], sources[i])
		}
	}
}

func (p *proposer) fit(source, target int) fit {
	need, from, to := p.needs[source], p.sources[source], p.targets[target]
	missing := 0
	for _, subnet := range from.subnets {
		if !slices.Contains(to.subnets, subnet) {
			missing++
		}
	}
	return fit{
		unserved: int32(len(need.pairs)) - need.served[target],
		names:    int32(p.edits(from.name, to.name)),
		subnets:  int32(missing),
		allowed:  !from.ID().Same(to.ID()) && (len(need.pairs) == 0 || need.served[target] > 0),
	}
}

// edits returns how many letters have to be inserted, deleted or replaced to
// make one name the other: Levenshtein's distance.
func (p *proposer) edits(a, b []rune) int {
	// What both begin or end with needs no edits.
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for len(p.row) <= len(b) {
		p.row = append(p.row, 0)
	}
	row := p.row[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i, letter := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			replaced := diagonal
			if letter != other {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
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

func (p *proposer) whyMatched(source, target int) string {
	need, from, to, fit := p.needs[source], p.sources[source], p.targets[target], p.fit(source, target)
	var clauses []string
	if len(need.pairs) == 0 {
		clauses = append(clauses, p.unconcerned(from)+", so the names decide")
	} else {
		clauses = append(clauses, to.ID().Label()+" is available for "+
			share(len(need.pairs)-int(fit.unserved), len(need.pairs), "cloud protection")+p.exceptions(source, target))
	}
	switch fit.names {
	case 0:
		clauses = append(clauses, "the names are the same")
	case 1:
		clauses = append(clauses, "the names differ in 1 letter")
	default:
		clauses = append(clauses, fmt.Sprintf("the names differ in %d letters", fit.names))
	}
	if all := len(from.subnets); all > 0 {
		clauses = append(clauses, "there is a subnet of the same name for "+share(all-int(fit.subnets), all, "subnet"))
	}
	if others := p.others(source, target); len(others) > 0 {
		clauses = append(clauses, fmt.Sprintf("%s is shared with %s, so the way back is not unique",
			to.ID().Label(), several("VM network", others)))
	}
	return capital(strings.Join(clauses, "; ")) + "."
}

// exceptions names the clouds for which a target is not available, and why (M4).
func (p *proposer) exceptions(source, target int) string {
	var from, to []topology.ID
	for _, pair := range p.needs[source].pairs {
		if !p.topology.Has(pair.to, p.targets[target].LogicalNetwork) {
			from, to = append(from, pair.from), append(to, pair.to)
		}
	}
	if len(from) == 0 {
		return ""
	}
	return fmt.Sprintf(", but not for %s: %s is missing from %s",
		several("cloud", from), p.targets[target].LogicalNetwork.Label(), several("cloud", to))
}

// others returns the other sources that share a target.
func (p *proposer) others(source, target int) []topology.ID {
	var others []topology.ID
	for _, sharer := range p.sharers[target] {
		if sharer != source {
			others = append(others, p.sources[sharer].ID())
		}
	}
	return others
}

func (p *proposer) whyUnmatched(source int) string {
	from := p.sources[source]
	if len(p.needs[source].pairs) == 0 {
		return capital(p.unconcerned(from)) + ", and no target is left."
	}
	var partners, logical []topology.ID
	for _, pair := range p.needs[source].pairs {
		partners = append(partners, pair.to)
	}
	named := map[topology.Key]bool{}
	for _, target := range p.targets {
		if key := target.LogicalNetwork.Key(); !named[key] && !target.ID().Same(from.ID()) {
			named[key] = true
			logical = append(logical, target.LogicalNetwork)
		}
	}
	for target, served := range p.needs[source].served {
		if served > 0 && !p.targets[target].ID().Same(from.ID()) {
			return fmt.Sprintf("Only the way back concerns %s, and every target that would do is another network's.", from.ID().Label())
		}
	}
	clouds := several("cloud", partners)
	remedy := "Create one on a logical network of " + clouds + "."
	switch {
	case len(logical) == 1:
		remedy = "Add " + logical[0].Label() + " to " + clouds + "."
	case len(logical) > 1:
		remedy = "Add one of the " + several("logical network", logical) + " to " + clouds + "."
	}
	return fmt.Sprintf("No VM network of %s that %s could be mapped to is on a logical network of %s. %s",
		p.server.Label(), from.ID().Label(), clouds, remedy)
}

// unconcerned says that no pair of clouds matters to a source.
func (p *proposer) unconcerned(source party) string {
	return fmt.Sprintf("no cloud protection to or from %s uses %s", p.server.Label(), source.ID().Label())
}

// share says how many of all things there are: "the one subnet", "all 3
// subnets", "1 of 3 subnets".
func share(some, all int, noun string) string {
	switch {
	case some == 1 && all == 1:
		return "the one " + noun
	case some == all:
		return fmt.Sprintf("all %d %ss", all, noun)
	case all == 1:
		return "0 of 1 " + noun
	}
	return fmt.Sprintf("%d of %d %ss", some, all, noun)
}

// several names one thing or several: "cloud 'A'", "clouds 'A', 'B'".
func several(noun string, ids []topology.ID) string {
	if len(ids) == 1 {
		return ids[0].Label()
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id.Name()
	}
	return noun + "s " + listed(names)
}
