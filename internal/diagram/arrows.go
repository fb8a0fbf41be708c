package diagram

import (
	"strconv"
	"strings"
)

// arrow is a protection, or the mappings between two nodes.
type arrow struct {
	from, to string
	mapping  bool
	// back is set if there are mappings in the other direction too.
	back    bool
	against []called
}

// arrows draws what leads from the nodes that are shown, and returns how many
// arrows there are.
func (d *drawing) arrows(p *picture) int {
	type ends struct{ from, to string }
	drawn := map[ends]*arrow{}
	var arrows []*arrow
	add := func(from *node, l *link, mapping bool) {
		between := ends{from.ref, d.end(l.to)}
		a := drawn[between]
		if a == nil {
			a = drawn[ends{between.to, between.from}]
		}
		if a == nil {
			a = &arrow{from: between.from, to: between.to, mapping: mapping}
			drawn[between] = a
			arrows = append(arrows, a)
		}
		a.back = a.back || a.from != between.from
		a.against = append(a.against, l.against...)
	}
	for _, at := range p.sites {
		eachShown(at.clouds, func(n *node, l *link) { add(n, l, false) })
	}
	for _, at := range p.sites {
		eachShown(at.networks, func(n *node, l *link) { add(n, l, true) })
	}

	var broken []string
	for i, a := range arrows {
		d.line("  %s", a)
		if len(a.against) > 0 {
			broken = append(broken, strconv.Itoa(i))
		}
	}
	if len(broken) > 0 {
		d.line("  linkStyle %s stroke:#d00000,stroke-width:5px", strings.Join(broken, ","))
	}
	return len(arrows)
}

func eachShown(c *crowd, do func(*node, *link)) {
	for _, n := range c.nodes {
		if !n.shown {
			continue
		}
		for _, l := range n.links {
			do(n, l)
		}
	}
}

// end returns the node at which an arrow ends: one that stands for several if
// the target itself is not shown.
func (d *drawing) end(to *node) string {
	switch {
	case to.shown:
		return to.ref
	case to.crowd.site.shown:
		return to.crowd.ref
	}
	return d.rest
}

func (a *arrow) String() string {
	switch {
	case !a.mapping:
		return a.from + ` -. "protected by" .-> ` + a.to
	case len(a.against) > 0 && a.back:
		return a.from + " <== " + a.objection() + " ==> " + a.to
	case len(a.against) > 0:
		return a.from + " == " + a.objection() + " ==> " + a.to
	case a.back:
		return a.from + " <==> " + a.to
	}
	return a.from + " ==> " + a.to
}

func (a *arrow) objection() string { return quoted("not available for " + list(a.against)) }
