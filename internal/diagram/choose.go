package diagram

import (
	"cmp"
	"slices"
)

// choose decides what is shown. Networks that are not mapped come first, then
// broken mappings with both their ends, then all others; clouds that use the
// former come before other clouds.
func (p *picture) choose(most limits) {
	sites := slices.Clone(p.sites)
	slices.SortStableFunc(sites, func(a, b *site) int { return cmp.Compare(a.urgency(), b.urgency()) })
	for i, at := range sites {
		at.shown = i < most.sites
		at.clouds.room, at.networks.room = most.clouds, most.networks
	}
	show(p.clouds)
	show(p.networks)
	for _, at := range p.sites {
		for _, in := range at.boxes {
			if in.region != nil && slices.ContainsFunc(in.networks, func(n *node) bool { return n.shown }) {
				in.region.shown = true // its box is drawn
			}
		}
	}
}

// show shows nodes for as long as there is room, each with what it leads to: an
// arrow to "... and 900 more" says little.
func show(nodes []*node) {
	for _, n := range nodes {
		n.shown = false
	}
	for _, n := range nodes {
		if n.state.urgent() {
			n.show()
		}
	}
	for _, n := range nodes {
		n.show()
		if !n.shown {
			continue
		}
		for _, link := range n.links {
			link.to.show()
		}
	}
}

func (n *node) show() {
	if n.shown || !n.crowd.site.shown || n.crowd.room == 0 {
		return
	}
	n.shown = true
	n.crowd.room--
}

// urgency is that of the most urgent network; they are sorted.
func (s *site) urgency() state {
	if len(s.networks.nodes) == 0 {
		return unused
	}
	return s.networks.nodes[0].state
}

func (c *crowd) hidden() []*node {
	return slices.DeleteFunc(slices.Clone(c.nodes), func(n *node) bool { return n.shown })
}
