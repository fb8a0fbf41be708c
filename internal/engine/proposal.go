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
	pairs  []cloudPair
	served []int32 // the number of pairs that are served, by target
}

// cloudPair is two clouds of which one protects the other.
type cloudPair struct {
	from, to topology.ID // on the source server, on the target server
}

// count counts the pairs that each target serves.
func (s *service) count(used map[topology.Key][]int, targets int) {
	s.served = make([]int32, targets)
	for _, pair := range s.pairs {
		for _, target := range used[pair.to.Key()] {
			s.served[target]++
		}
	}
}

func (s *service) unserved(target int) int32 { return int32(len(s.pairs)) - s.served[target] }

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
			known[key] = p.needOf(source)
			known[key].there.count(used, len(p.targets))
			known[key].back.count(used, len(p.targets))
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
	decides, back := need.decides(), int32(0)
	if len(need.there.pairs) > 0 {
		back = need.back.unserved(target)
	}
	missing := 0
	for _, subnet := range from.subnets {
		if !slices.Contains(to.subnets, subnet) {
			missing++
		}
	}
	return fit{
		unserved: decides.unserved(target),
		back:     back,
		names:    int32(p.edits(from.name, to.name)),
		subnets:  int32(missing),
		allowed:  !from.ID().Same(to.ID()) && (len(decides.pairs) == 0 || decides.served[target] > 0),
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
	var clauses []Phrase
	switch there, back := len(need.there.pairs) > 0, len(need.back.pairs) > 0; {
	case there && back:
		clauses = append(clauses, Say("%s is available for %s", to.ID(), p.serves(&need.there, target)),
			Say("on the way back, it is available for %s", p.serves(&need.back, target)))
	case there:
		clauses = append(clauses, Say("%s is available for %s", to.ID(), p.serves(&need.there, target)))
	case back:
		clauses = append(clauses, Say("on the way back, %s is available for %s", to.ID(), p.serves(&need.back, target)))
	default:
		clauses = append(clauses, Say("%s, so the names decide", p.unconcerned(from)))
	}
	switch fit.names {
	case 0:
		clauses = append(clauses, Say("the names are the same"))
	case 1:
		clauses = append(clauses, Say("the names differ in 1 letter"))
	default:
		clauses = append(clauses, Say("the names differ in %d letters", fit.names))
	}
	if all := len(from.subnets); all > 0 {
		clauses = append(clauses, Say("there is a subnet of the same name for %s", share(all-int(fit.subnets), all, "subnet")))
	}
	if others := p.others(source, target); len(others) > 0 {
		clauses = append(clauses, Say("%s is shared with %s, so the way back is not unique", to.ID(), several("VM network", others)))
	}
	return Say("%s.", capital(joined("; ", clauses))).In(p.topology)
}

// serves says how many protections a target serves, and names the clouds for which
// it is not available, and why (M4).
func (p *proposer) serves(of *service, target int) Phrase {
	some := share(int(of.served[target]), len(of.pairs), "cloud protection")
	var from, to []topology.ID
	for _, pair := range of.pairs {
		if !p.topology.Has(pair.to, p.targets[target].LogicalNetwork) {
			from, to = append(from, pair.from), append(to, pair.to)
		}
	}
	if len(from) == 0 {
		return Say("%s", some)
	}
	return Say("%s, but not for %s: %s is missing from %s",
		some, several("cloud", from), p.targets[target].LogicalNetwork, several("cloud", to))
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
	decides := p.needs[source].decides()
	if len(decides.pairs) == 0 {
		return Say("%s, and no target is left.", capital(p.unconcerned(from))).In(p.topology)
	}
	var partners, logical []topology.ID
	for _, pair := range decides.pairs {
		partners = append(partners, pair.to)
	}
	named := map[topology.Key]bool{}
	for _, target := range p.targets {
		if key := target.LogicalNetwork.Key(); !named[key] && !target.ID().Same(from.ID()) {
			named[key] = true
			logical = append(logical, target.LogicalNetwork)
		}
	}
	for target, served := range decides.served {
		if served > 0 && !p.targets[target].ID().Same(from.ID()) {
			return Say("Only the way back concerns %s, and every target that would do is another network's.", from.ID()).In(p.topology)
		}
	}
	clouds := several("cloud", partners)
	remedy := Say("Create one on a logical network of %s.", clouds)
	switch {
	case len(logical) == 1:
		remedy = Say("Add %s to %s.", logical[0], clouds)
	case len(logical) > 1:
		remedy = Say("Add one of the %s to %s.", several("logical network", logical), clouds)
	}
	return Say("No VM network of %s that %s could be mapped to is on a logical network of %s. %s",
		p.server, from.ID(), clouds, remedy).In(p.topology)
}

// unconcerned says that no pair of clouds matters to a source.
func (p *proposer) unconcerned(source party) Phrase {
	return Say("no cloud protection to or from %s uses %s", p.server, source.ID())
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
