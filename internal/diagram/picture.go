package diagram

import (
	"cmp"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// picture is all that could be drawn of a topology.
type picture struct {
	sites []*site
	// clouds and networks are those of all sites, the most urgent first.
	clouds, networks []*node
	// notMapped counts the networks that are not mapped and should be, broken
	// the mappings whose target is not available for a protection.
	notMapped, broken int

	topology  *topology.Topology
	sitesByID map[topology.Key]*site
	nodesByID map[topology.Key]*node
}

// site is a VMM server, or Azure, whose clouds are its regions.
type site struct {
	name             string
	clouds, networks *crowd
	boxes            []*box
	boxesByKey       map[topology.Key]*box
	shown            bool
}

// crowd is the clouds or the networks of a site. Those that are too many to be
// shown are one node together.
type crowd struct {
	site  *site
	noun  string
	nodes []*node
	// room is how many more of them may be shown.
	room int
	// ref is the node that stands for those not shown.
	ref string
}

// box is a logical network or a region: what the networks of a site are drawn in.
type box struct {
	name     string
	networks []*node
	// region is nil for a logical network.
	region *node
}

// node is a cloud, a region or a network.
type node struct {
	name  string
	state state
	lines []string
	crowd *crowd
	// links are the protections or the mappings that lead from it.
	links []*link
	// region is set for a region, which is drawn as a box.
	region bool
	shown  bool
	ref    string
}

// link is a protection or a mapping.
type link struct {
	to *node
	// against are the protected clouds that a mapping's target is not available for.
	against []called
}

// called is what an object is called in the text of a diagram: its name, and the
// site that it is on if the name alone could be taken for that of another. What is
// written inside the box of a site is on that site.
type called struct{ name, site string }

// call returns what to call an object in a text that is inside the box of a site,
// or in none.
func (p *picture) call(id topology.ID, inside *site) called {
	here := inside != nil && inside == p.sitesByID[id.Fabric().Key()]
	if here || p.topology.Precision(id) == topology.ByName {
		return called{name: id.Name()}
	}
	return called{id.Name(), id.Fabric().Name()}
}

func pictureOf(t *topology.Topology) *picture {
	p := &picture{topology: t, sitesByID: map[topology.Key]*site{}, nodesByID: map[topology.Key]*node{}}
	objects := t.All() // each refers only to objects before it
	for _, object := range objects {
		id := object.ID()
		switch object := object.(type) {
		case topology.Server:
			p.site(id)
		case topology.VMNetwork:
			at := p.site(id.Server())
			p.network(id, at, at.box(object.LogicalNetwork.Key(), object.LogicalNetwork.Name()))
		case topology.AzureNetwork:
			at := p.site(topology.Azure)
			p.network(id, at, at.region(object.Location))
		case topology.Cloud:
			p.nodesByID[id.Key()] = p.site(id.Server()).clouds.add(id.Name(), unpaired, p.has(object))
		case topology.Protection:
			p.link(object.Protected, p.protector(object), protected, protecting)
		case topology.Mapping:
			p.link(object.Source, p.nodesByID[object.Target.Key()], mapped, target)
		}
	}
	p.judge(t, objects)
	p.order()
	return p
}

// site returns the site of a fabric.
func (p *picture) site(fabric topology.ID) *site {
	at := p.sitesByID[fabric.Key()]
	if at == nil {
		at = &site{name: fabric.Name(), boxesByKey: map[topology.Key]*box{}}
		at.clouds = &crowd{site: at, noun: "cloud"}
		at.networks = &crowd{site: at, noun: "network"}
		if fabric.Same(topology.Azure) {
			at.clouds.noun = "region"
		}
		p.sitesByID[fabric.Key()] = at
		p.sites = append(p.sites, at)
	}
	return at
}

func (s *site) box(key topology.Key, name string) *box {
	in := s.boxesByKey[key]
	if in == nil {
		in = &box{name: name}
		s.boxesByKey[key] = in
		s.boxes = append(s.boxes, in)
	}
	return in
}

// region returns the box of a region, written as a name or as a display name.
func (s *site) region(location string) *box {
	in := s.box(topology.Key(topology.FoldLocation(location)), location)
	if in.region == nil {
		in.region = s.clouds.add(location, unpaired)
		in.region.region = true
	}
	return in
}

func (c *crowd) add(name string, state state, lines ...string) *node {
	added := &node{name: name, state: state, lines: lines, crowd: c}
	c.nodes = append(c.nodes, added)
	return added
}

// network adds a network. Networks of one name on one site are in Azure, and are
// told apart by what they are in there.
func (p *picture) network(id topology.ID, at *site, in *box) {
	added := at.networks.add(id.Name(), unused)
	if precision := p.topology.Precision(id); id.Kind() == topology.KindAzureNetwork && precision > topology.ByName {
		added.lines = append(added.lines, "resource group "+written(id.ResourceGroup()))
		if precision == topology.InFull {
			added.lines = append(added.lines, "subscription "+written(id.Subscription()))
		}
	}
	in.networks = append(in.networks, added)
	p.nodesByID[id.Key()] = added
}

// protector returns what a protection replicates to: a cloud, or a region.
func (p *picture) protector(protection topology.Protection) *node {
	if protection.Fabric().Kind() == topology.KindAzure {
		return p.site(topology.Azure).region(protection.AzureLocation).region
	}
	return p.nodesByID[protection.Protecting.Key()]
}

// link adds a link, unless what it connects is not there.
func (p *picture) link(id topology.ID, to *node, leads, led state) {
	from := p.nodesByID[id.Key()]
	if from == nil || to == nil {
		return
	}
	from.links = append(from.links, &link{to: to})
	from.state, to.state = min(from.state, leads), min(to.state, led)
}

// has says which logical networks a cloud has.
func (p *picture) has(cloud topology.Cloud) string {
	if len(cloud.LogicalNetworks) == 0 {
		return "has no logical network"
	}
	var names []called
	for _, id := range cloud.LogicalNetworks {
		names = append(names, p.call(id, p.site(cloud.ID().Server())))
	}
	// They are a set.
	slices.SortFunc(names, func(a, b called) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.site, b.site)) })
	return "has " + list(names)
}

// order sorts everything so that what is most urgent comes first.
func (p *picture) order() {
	for _, at := range p.sites {
		for _, in := range at.boxes {
			slices.SortStableFunc(in.networks, byUrgency)
		}
		slices.SortStableFunc(at.boxes, func(a, b *box) int { return a.urgency() - b.urgency() })
		slices.SortStableFunc(at.clouds.nodes, byUrgency)
		slices.SortStableFunc(at.networks.nodes, byUrgency)
		p.clouds = append(p.clouds, at.clouds.nodes...)
		p.networks = append(p.networks, at.networks.nodes...)
	}
	slices.SortStableFunc(p.clouds, byUrgency)
	slices.SortStableFunc(p.networks, byUrgency)
}

func byUrgency(a, b *node) int { return int(a.state) - int(b.state) }

func (in *box) urgency() int {
	if len(in.networks) == 0 {
		return int(unused)
	}
	return int(in.networks[0].state)
}
