package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// drawing is a flowchart as it is written.
type drawing struct {
	strings.Builder
	refs int
	// sites and boxes are the subgraphs.
	sites, boxes []string
	// rest is the node that stands for the sites not shown.
	rest string
}

// draw returns the flowchart of what is shown, and how many arrows it has.
func (p *picture) draw() (text string, arrows int) {
	d := &drawing{}
	// With Mermaid's own width, names break at their hyphens.
	d.line("---\ntitle: %s\nconfig:\n  flowchart:\n    wrappingWidth: 480\n---\nflowchart LR", p.title())
	hidden := 0
	var theirs []*node
	for _, at := range p.sites {
		if at.shown {
			d.site(at)
		} else {
			hidden++
			theirs = append(theirs, at.networks.nodes...)
		}
	}
	if hidden > 0 {
		d.rest = d.more(counted(hidden, "more site"), theirs)
	}
	d.problems(p)
	arrows = d.arrows(p)
	d.styles()
	return d.String(), arrows
}

// title says what the eye is to look for.
func (p *picture) title() string {
	var problems []string
	if p.notMapped > 0 {
		problems = append(problems, counted(p.notMapped, "network")+" not mapped")
	}
	if p.broken > 0 {
		problems = append(problems, counted(p.broken, "mapping")+" broken")
	}
	switch {
	case len(problems) > 0:
		return strings.Join(problems, ", ")
	case len(p.clouds) == 0 || p.clouds[0].state != protected:
		return "No cloud is protected"
	}
	return "All networks of protected clouds are mapped"
}

func (d *drawing) line(format string, values ...any) {
	fmt.Fprintf(&d.Builder, format+"\n", values...)
}

// ref returns a new identifier.
func (d *drawing) ref(prefix string) string {
	d.refs++
	return fmt.Sprint(prefix, d.refs)
}

func (d *drawing) site(at *site) {
	ref := d.ref("s")
	d.sites = append(d.sites, ref)
	d.line("  subgraph %s[%s]", ref, heading(at.name))
	for _, cloud := range at.clouds.nodes {
		if cloud.shown && !cloud.region {
			cloud.ref = d.ref("c")
			d.line("    %s([%s]):::%s", cloud.ref, label(cloud.name, cloud.lines...), looks[cloud.state].class)
		}
	}
	// Mermaid puts what it is told last on top, as far as it can choose.
	for _, in := range slices.Backward(at.boxes) {
		d.box(in)
	}
	for _, c := range []*crowd{at.clouds, at.networks} {
		if hidden := c.hidden(); len(hidden) > 0 {
			c.ref = d.more(counted(len(hidden), "more "+c.noun), hidden)
		}
	}
	if len(at.clouds.nodes)+len(at.networks.nodes) == 0 {
		d.line(`    %s["no clouds and no networks"]:::quiet`, d.ref("m")) // a subgraph must not be empty
	}
	d.line("  end")
}

// problems lists the networks that stand out, where the diagram is too large for
// one look. It comes last, for the same reason.
func (d *drawing) problems(p *picture) {
	const oneLook, most = 12, 8
	if len(p.networks) <= oneLook || !p.networks[0].state.urgent() {
		return
	}
	ref := d.ref("s")
	d.sites = append(d.sites, ref)
	d.line("  subgraph %s[%s]", ref, heading("Problems"))
	for _, state := range []state{notMapped, broken} {
		var lines []string
		more := 0
		for _, n := range p.networks {
			switch {
			case n.state != state:
			case len(lines) < most:
				lines = append(lines, written(n.name)+" on "+written(n.crowd.site.name))
			default:
				more++
			}
		}
		if more > 0 {
			lines = append(lines, fmt.Sprintf("and %d more", more))
		}
		if len(lines) > 0 {
			d.line("    %s[%s]:::%s", d.ref("p"), label(looks[state].words, lines...), looks[state].class)
		}
	}
	d.line("  end")
}

// box draws a logical network or a region with those of its networks that are
// shown.
func (d *drawing) box(in *box) {
	var networks []*node
	for _, network := range in.networks {
		if network.shown {
			networks = append(networks, network)
		}
	}
	if len(networks) == 0 && (in.region == nil || !in.region.shown) {
		return
	}
	ref := d.ref("b")
	d.boxes = append(d.boxes, ref)
	if in.region != nil {
		in.region.ref = ref
	}
	d.line("    subgraph %s[%s]", ref, heading(in.name))
	for _, network := range networks {
		network.ref = d.ref("n")
		d.line("      %s[%s]:::%s", network.ref, label(network.name, network.lines...), looks[network.state].class)
	}
	switch {
	case len(in.networks) == 0:
		d.line(`      %s["no networks"]:::quiet`, d.ref("m"))
	case len(networks) == 0:
		d.line(`      %s["%s"]:::quiet`, d.ref("m"), counted(len(in.networks), "network"))
	}
	d.line("    end")
}

// more draws the node that stands for what is not shown. It looks like the most
// urgent of the nodes that it says the number of.
func (d *drawing) more(what string, hidden []*node) string {
	var count [len(looks)]int
	for _, n := range hidden {
		count[n.state]++
	}
	text, class := "... and "+what, looks[unused].class
	var counts []string
	for state, n := range count {
		if n == 0 {
			continue
		}
		if len(counts) == 0 {
			class = looks[state].class
		}
		counts = append(counts, fmt.Sprintf("%d %s", n, looks[state].words))
	}
	if len(counts) > 0 {
		text += " (" + strings.Join(counts, ", ") + ")"
	}
	ref := d.ref("m")
	d.line(`    %s["%s"]:::%s`, ref, text, class)
	return ref
}

// styles says how everything looks.
func (d *drawing) styles() {
	for _, look := range looks {
		if look.style != "" {
			d.line("  classDef %s %s", look.class, look.style)
		}
	}
	d.line("  classDef site fill:none,stroke:#888,stroke-width:2px,font-weight:bold")
	d.line("  class %s site", strings.Join(d.sites, ","))
	if len(d.boxes) > 0 {
		d.line("  classDef box fill:#88888820,stroke:none,font-weight:normal")
		d.line("  class %s box", strings.Join(d.boxes, ","))
	}
}
