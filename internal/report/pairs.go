package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// state is how a source network stands towards a fabric, the most urgent first.
type state int

const (
	notMapped    state = iota // protected clouds use it and replicate there (M1, M2)
	availableTo0              // mapped, and available for none of these clouds (M3)
	availableToN              // for some (M4)
	availableToA              // for all
	wayBack                   // mapped, and only replicas of that fabric's machines use it
	unused                    // mapped, and nobody uses it
)

// looks are how each state is drawn and called. No two of them differ in their
// colour alone.
var looks = [...]struct{ Class, Mark, Legend string }{
	notMapped:    {"unmapped", "✕", "not mapped: no network after a failover (in Azure, none but the machines of the same recovery plan)"},
	availableTo0: {"none", "✕", "mapped, but available for no protected cloud"},
	availableToN: {"some", "!", "available for some protected clouds only"},
	availableToA: {"all", "✓", "available for every protected cloud that uses the network"},
	wayBack:      {"back", "↩", "the way back of machines that are protected in the other direction"},
	unused:       {"unused", "–", "mapped, but no protected cloud uses it"},
}

// pair is a VMM server and a fabric that its networks are mapped to, or should be.
type pair struct {
	server, fabric topology.ID
	lines          []line
	counts         [len(looks)]int
}

// line is a source network with its mapping to a fabric.
type line struct {
	source topology.ID
	// target is zero if the network is not mapped there.
	target topology.ID
	state  state
	// users are the protections that replicate to the fabric and whose protected
	// clouds use the network, and unserved counts those that the target is not
	// available for.
	users    []topology.Protection
	unserved int
}

// protected returns how many networks protected clouds use, and how many of them
// are mapped for all.
func (p *pair) protected() (all, covered int) {
	covered = p.counts[availableToA]
	return p.counts[notMapped] + p.counts[availableTo0] + p.counts[availableToN] + covered, covered
}

// urgency is that of the most urgent line; they are sorted.
func (p *pair) urgency() state { return p.lines[0].state }

// surveyor goes through the networks of a topology once. There are many VM networks
// on one logical network, and what is the same for all of them is found out once.
type surveyor struct {
	*topology.Topology
	using    map[topology.Key][]users
	unserved map[places]int
}

// users are the protections of one fabric whose protected clouds use a network.
type users struct {
	fabric      topology.ID
	protections []topology.Protection
}

// places are the logical network of a source, and what decides for whom its target
// is available: its logical network, or its region in Azure.
type places struct{ source, target topology.Key }

// pairs returns everything that is mapped from a server, or from every one, and
// everything that should be: what is urgent first.
func pairs(t *topology.Topology, server topology.ID) []*pair {
	s := surveyor{t, map[topology.Key][]users{}, map[places]int{}}
	var found []*pair
	for _, from := range t.Servers() {
		if server.IsZero() || server.Same(from.ID()) {
			found = append(found, s.from(from.ID())...)
		}
	}
	for _, p := range found {
		slices.SortStableFunc(p.lines, func(a, b line) int { return cmp.Compare(a.state, b.state) })
	}
	slices.SortStableFunc(found, func(a, b *pair) int { return cmp.Compare(a.urgency(), b.urgency()) })
	return found
}

func (s surveyor) from(server topology.ID) []*pair {
	byFabric := map[topology.Key]*pair{}
	var found []*pair
	add := func(fabric topology.ID, l line) {
		p := byFabric[fabric.Key()]
		if p == nil {
			p = &pair{server: server, fabric: fabric}
			byFabric[fabric.Key()] = p
			found = append(found, p)
		}
		l.state = s.judge(l)
		p.lines = append(p.lines, l)
		p.counts[l.state]++
	}
	for _, network := range s.VMNetworksOf(server) {
		mappings, all := s.MappingsFrom(network.ID()), s.users(network)
		for _, of := range all {
			l := line{source: network.ID(), users: of.protections}
			if i := slices.IndexFunc(mappings, func(m topology.Mapping) bool { return m.Fabric().Same(of.fabric) }); i >= 0 {
				l.target = mappings[i].Target
				l.unserved = s.countUnserved(network, l)
			}
			add(of.fabric, l)
		}
		for _, mapping := range mappings {
			if !slices.ContainsFunc(all, func(of users) bool { return of.fabric.Same(mapping.Fabric()) }) {
				add(mapping.Fabric(), line{source: network.ID(), target: mapping.Target})
			}
		}
	}
	return found
}

// users returns the protections whose protected clouds use a network, by fabric.
func (s surveyor) users(network topology.VMNetwork) []users {
	on := network.LogicalNetwork.Key()
	if found, ok := s.using[on]; ok {
		return found
	}
	var found []users
	for _, protection := range s.ProtectionsUsing(network) {
		fabric := protection.Fabric()
		i := slices.IndexFunc(found, func(of users) bool { return of.fabric.Same(fabric) })
		if i < 0 {
			i = len(found)
			found = append(found, users{fabric: fabric})
		}
		found[i].protections = append(found[i].protections, protection)
	}
	s.using[on] = found
	return found
}

func (s surveyor) countUnserved(source topology.VMNetwork, l line) int {
	between := places{source: source.LogicalNetwork.Key()}
	if target, ok := s.VMNetwork(l.target); ok {
		between.target = target.LogicalNetwork.Key()
	} else if target, ok := s.AzureNetwork(l.target); ok {
		between.target = topology.Key(topology.FoldLocation(target.Location))
	}
	count, ok := s.unserved[between]
	if !ok {
		count = len(unserved(s.Topology, l))
		s.unserved[between] = count
	}
	return count
}

// unserved returns the protected clouds that the target of a line is not available
// for: all that use the source, if there is no target.
func unserved(t *topology.Topology, l line) []topology.ID {
	var clouds []topology.ID
	for _, protection := range l.users {
		if l.target.IsZero() || !engine.Serves(t, protection, l.target) {
			clouds = append(clouds, protection.Protected)
		}
	}
	return clouds
}

func (s surveyor) judge(l line) state {
	switch {
	case l.target.IsZero():
		return notMapped
	case len(l.users) == 0 && s.isWayBack(l):
		return wayBack
	case len(l.users) == 0:
		return unused
	case l.unserved == 0:
		return availableToA
	case l.unserved < len(l.users):
		return availableToN
	}
	return availableTo0
}

// isWayBack reports whether a cloud that uses the target is protected by one that
// uses the source.
func (s surveyor) isWayBack(l line) bool {
	target, ok := s.VMNetwork(l.target)
	return ok && slices.ContainsFunc(s.users(target), func(of users) bool {
		return slices.ContainsFunc(of.protections, func(p topology.Protection) bool {
			return !p.Protecting.IsZero() && s.Uses(p.Protecting, l.source)
		})
	})
}

// short says how the line stands, beside its mark.
func (l line) short() string {
	switch l.state {
	case notMapped:
		return "not mapped"
	case availableTo0:
		if len(l.users) == 1 {
			return "not available"
		}
		return fmt.Sprintf("for none of %s clouds", thousands(len(l.users)))
	case availableToN:
		return fmt.Sprintf("for %s of %s clouds", thousands(len(l.users)-l.unserved), thousands(len(l.users)))
	case availableToA:
		if len(l.users) == 1 {
			return "available"
		}
		return fmt.Sprintf("for all %s clouds", thousands(len(l.users)))
	case wayBack:
		return "way back"
	}
	return "unused"
}

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes a number as it is read: 10,000.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
