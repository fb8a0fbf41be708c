package engine

import (
	"fmt"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What a proposal says of each network: why this target, or why none.

func (p *proposer) whyMatched(source, target int) string {
	need, from, to := p.needs[source], p.sources[source], p.targets[target]
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
	switch letters := p.letters.edits(from.name, to.name); letters {
	case 0:
		clauses = append(clauses, Say("the names are the same"))
	case 1:
		clauses = append(clauses, Say("the names differ in 1 letter"))
	default:
		clauses = append(clauses, Say("the names differ in %d letters", letters))
	}
	if all := len(from.subnets); all > 0 {
		p.countMissing(from.subnets)
		found := all - int(p.missing[p.withSubnets[target]])
		clauses = append(clauses, Say("there is a subnet of the same name for %s", share(found, all, "subnet")))
	}
	if others := p.others(source, target); len(others) > 0 {
		clauses = append(clauses, Say("%s is shared with %s, so the way back is not unique", to.ID(), several("VM network", others)))
	}
	return Say("%s.", capital(joined("; ", clauses))).In(p.topology)
}

// serves says how many protections a target serves, and names the clouds for which
// it is not available, and why (M4).
func (p *proposer) serves(of *service, target int) Phrase {
	some := share(of.on(p.onLogical[target]), len(of.pairs), "cloud protection")
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
	for i, target := range p.targets {
		if decides.on(p.onLogical[i]) > 0 && !target.ID().Same(from.ID()) {
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
	return Say("%s needs a target on a logical network of %s, and %s has none. %s",
		capital(from.ID()), clouds, p.server, remedy).In(p.topology)
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
