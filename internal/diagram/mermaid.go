// Package diagram draws a topology for people: its sites, what protects what,
// what is mapped to what, and above all what is not mapped and should be.
package diagram

import (
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Mermaid refuses a text of more than 50,000 characters and more than 500
// links, unless whoever shows the diagram has raised the limits. These stay
// below, so that there is room for what a page adds.
const (
	maxText  = 40_000
	maxLinks = 400
)

// limits are how many of a kind are drawn by themselves: networks and clouds of
// one site, and sites.
type limits struct {
	sites, networks, clouds int
}

func (l limits) lower() limits {
	return limits{max(1, l.sites*3/4), max(1, l.networks*3/4), max(1, l.clouds*3/4)}
}

// Mermaid returns a flowchart of a topology in the language of Mermaid: the same
// bytes for the same topology. A VM network stands out in red if a protected
// cloud uses it and it is not mapped to where that cloud replicates (M1, M2), and
// so does a mapping whose target is not available for a protection that needs it
// (M3, M11). Of a topology that is too large to be looked at, it draws what
// matters most and says how much it leaves out.
func Mermaid(t *topology.Topology) string {
	p := pictureOf(t)
	if len(p.sites) == 0 {
		return "flowchart LR\n  empty[\"The topology is empty.\"]\n"
	}
	most := limits{sites: 12, networks: 40, clouds: 30}
	for {
		p.choose(most)
		text, links := p.draw()
		if len(text) <= maxText && links <= maxLinks || most == most.lower() {
			return text
		}
		most = most.lower()
	}
}
