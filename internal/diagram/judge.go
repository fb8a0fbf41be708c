package diagram

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// state is how a cloud or a network stands, the most urgent first.
type state int

const (
	// Of a cloud, or a region.
	atRisk     state = iota // uses a network that is not mapped, or whose mapping is broken
	protected               // and all its networks are mapped
	protecting              // protects another
	unpaired                // does neither

	// Of a network.
	notMapped // a protected cloud uses it, and replicates to where it is not mapped
	broken    // mapped to a network that is not available for a protection
	mapped
	target // nothing but the target of a mapping
	unused // by any protected cloud, and not mapped
)

// looks are what each state is called in a count, and how it is drawn. Fill and
// text are chosen together, so that they can be read on a dark page as well.
var looks = [...]struct{ words, class, style string }{
	atRisk:     {"at risk", "cloud", "fill:#e8f0fe,stroke:#3367d6,color:#000"},
	protected:  {"protected", "cloud", ""},
	protecting: {"protecting", "cloud", ""},
	unpaired:   {"in no protection", "quiet", "fill:none,stroke:#888,color:#888,stroke-dasharray:4"},

	notMapped: {"not mapped", "notMapped", "fill:#d00000,stroke:#600000,stroke-width:6px,color:#fff"},
	broken:    {"with a broken mapping", "broken", "fill:#ffe5e5,stroke:#d00000,stroke-width:4px,color:#000"},
	mapped:    {"mapped", "mapped", "fill:#e6f4ea,stroke:#1e7b34,color:#000"},
	target:    {"targets", "mapped", ""},
	unused:    {"unused", "quiet", ""},
}

// urgent reports whether machines lose their network.
func (s state) urgent() bool { return s == atRisk || s == notMapped || s == broken }

// judge finds the networks that are not mapped and should be, and the mappings
// whose targets are not available.
func (p *picture) judge(t *topology.Topology, objects []topology.Object) {
	using := map[topology.Key][]topology.Protection{} // by logical network, of which there are fewer
	for _, object := range objects {
		network, ok := object.(topology.VMNetwork)
		if !ok {
			continue
		}
		on := network.LogicalNetwork.Key()
		if _, ok := using[on]; !ok {
			using[on] = t.ProtectionsUsing(network)
		}
		p.judgeNetwork(t, network.ID(), using[on])
	}
	for _, at := range p.sites {
		for _, cloud := range at.clouds.nodes {
			if cloud.state == unpaired {
				cloud.lines = append(cloud.lines, looks[unpaired].words)
			}
		}
	}
}

func (p *picture) judgeNetwork(t *topology.Topology, id topology.ID, using []topology.Protection) {
	var missing, users []called // fabrics that it is not mapped to, and the clouds that replicate there
	network, mappings := p.nodesByID[id.Key()], t.MappingsFrom(id)
	for _, protection := range using {
		fabric, cloud := protection.Fabric(), protection.Protected
		if fabric.IsZero() {
			continue
		}
		i := slices.IndexFunc(mappings, func(m topology.Mapping) bool { return m.Fabric().Same(fabric) })
		switch {
		case i < 0:
			network.state = notMapped
			users = append(users, p.call(cloud, network.crowd.site))
			if to := (called{name: fabric.Name()}); !slices.Contains(missing, to) {
				missing = append(missing, to)
			}
		case !engine.Serves(t, protection, mappings[i].Target):
			network.state = min(network.state, broken)
			p.breaks(network, mappings[i].Target, p.call(cloud, nil))
		default:
			continue
		}
		p.nodesByID[cloud.Key()].state = atRisk
	}
	switch network.state {
	case notMapped:
		p.notMapped++
		network.lines = []string{"not mapped to " + list(missing), "used by " + list(users)}
	case unused:
		network.lines = []string{"unused by protected clouds"}
	}
}

// breaks says that a mapping's target is not available for a protected cloud.
func (p *picture) breaks(network *node, to topology.ID, cloud called) {
	for _, link := range network.links {
		if link.to != p.nodesByID[to.Key()] {
			continue
		}
		if len(link.against) == 0 {
			p.broken++
		}
		link.against = append(link.against, cloud)
	}
}
