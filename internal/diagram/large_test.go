package diagram_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// tooLarge returns topologies that cannot be drawn whole.
var tooLarge = sync.OnceValue(func() map[string]*topology.Topology {
	large := topology.New(topologytest.Large(10_000, 1_000)...)
	bare, wrong := large.Clone(), large.Clone()
	for _, object := range large.All() {
		switch object := object.(type) {
		case topology.Mapping:
			bare.Remove(object.ID())
		case topology.Cloud:
			if object.Server.Name() == "VMM-Shanghai" {
				wrong.Put(topology.NewCloud(object.Server, object.ID().Name(), nil))
			}
		}
	}
	random := func(shape topologytest.Shape) *topology.Topology {
		return topology.New(topologytest.Random(topologytest.NewRand(1), shape)...)
	}
	return map[string]*topology.Topology{
		"all mapped":       large,
		"more of it":       topology.New(topologytest.Large(30_000, 2_000)...),
		"nothing mapped":   bare,
		"all broken":       wrong,
		"many sites":       random(topologytest.Shape{Servers: 300, LogicalNetworks: 3, VMNetworks: 10, Clouds: 4, AzureNetworks: 100}),
		"large sites":      random(topologytest.Shape{Servers: 12, LogicalNetworks: 40, VMNetworks: 60, Clouds: 50, AzureNetworks: 100}),
		"many mappings":    mesh(),
		"the longest text": longest(),
	}
})

// mesh has little text and many mappings: from each network to one on each other
// server.
func mesh() *topology.Topology {
	network := func(server, n int) topology.ID {
		return topology.VMNetworkID(topology.ServerID(fmt.Sprint("s", server)), fmt.Sprint("n", n))
	}
	found := topology.New()
	for server := range 8 {
		for n := range 12 {
			found.Put(topology.NewVMNetwork(topology.LogicalNetworkID(network(server, n).Server(), "l"), network(server, n).Name(), nil))
			for other := range 8 {
				if other != server {
					found.Put(topology.NewMapping(network(server, n), network(other, (n+1)%12), topology.ID{}, nil))
				}
			}
		}
	}
	return found
}

// longest has names that need the most text, and a network that is to be mapped
// to more sites than can be drawn.
func longest() *topology.Topology {
	found := topology.New()
	name := func(what string, n int) string {
		return strings.Repeat("\U0010fffd", topology.MaxNameLength-8) + fmt.Sprintf("%s%04d", what, n)
	}
	var networks, clouds []topology.ID
	for n := range 600 {
		server := topology.NewServer(name("s", n/20))
		network := topology.NewVMNetwork(topology.LogicalNetworkID(server.ID(), name("l", n)), name("n", n), nil)
		cloud := topology.NewCloud(server.ID(), name("c", n), nil)
		found.Put(server)
		found.Put(network)
		found.Put(cloud)
		networks, clouds = append(networks, network.ID()), append(clouds, cloud.ID())
	}
	hub := topology.ServerID(name("s", 0))
	var all []topology.ID
	for n := range 40 {
		network := topology.NewVMNetwork(topology.LogicalNetworkID(hub, name("h", n)), name("m", n), nil)
		found.Put(network)
		all = append(all, network.LogicalNetwork)
		for _, target := range networks[20:] {
			found.Put(topology.NewMapping(network.ID(), target, topology.ID{}, nil))
		}
	}
	for n := range 100 {
		cloud := topology.NewCloud(hub, name("p", n), all)
		found.Put(cloud)
		found.Put(topology.NewProtection(cloud.ID(), clouds[20+n*5], "", topology.ReplicationHyperVReplica))
	}
	return found
}

// draw judges the size; here is that something is left.
func TestDiagramsAreBounded(t *testing.T) {
	for what, found := range tooLarge() {
		t.Run(what, func(t *testing.T) {
			got := draw(t, found)
			more := 0
			for node := range got.nodes {
				if strings.HasPrefix(node, "... and ") {
					more++
				}
			}
			if more == 0 || len(got.nodes)-more < 2 {
				t.Errorf("the diagram shows %d nodes, of which %d stand for more", len(got.nodes), more)
			}
		})
	}
}

// What matters most is shown, however much there is: networks that are not
// mapped, and both ends of a broken mapping.
func TestProblemsAreShownFirst(t *testing.T) {
	found := topology.New(topologytest.Large(10_000, 1_000)...)
	server := topology.ServerID("VMM-Beijing")
	for _, name := range []string{"VMNetwork4990", "VMNetwork4991"} {
		found.Remove(topology.MappingID(topology.VMNetworkID(server, name), topology.ServerID("VMM-Shanghai")))
	}
	found.Put(topology.NewVMNetwork(topology.LogicalNetworkID(topology.ServerID("VMM-Shanghai"), "Lonely"), "Lonely", nil))
	found.Put(topology.NewMapping(topology.VMNetworkID(server, "VMNetwork4992"),
		topology.VMNetworkID(topology.ServerID("VMM-Shanghai"), "Lonely"), topology.ID{}, nil))

	got := draw(t, found)
	if want := "2 networks not mapped, 1 mapping broken"; got.title != want {
		t.Errorf("the title is %q, want %q", got.title, want)
	}
	for node, look := range map[string]string{
		"VMNetwork4992": "broken",
		"Lonely":        "mapped",
		"not mapped / VMNetwork4990 on VMM-Beijing / VMNetwork4991 on VMM-Beijing": "notMapped",
		"with a broken mapping / VMNetwork4992 on VMM-Beijing":                     "broken",
		"... and 4960 more networks (4960 mapped)":                                 "mapped",
		"... and 4961 more networks (4958 targets, 3 unused)":                      "mapped",
	} {
		if got.nodes[node] != look {
			t.Errorf("%q looks %q, want %q", node, got.nodes[node], look)
		}
	}
	var lost, shown int
	for _, look := range got.nodes {
		switch look {
		case "notMapped":
			lost++
		case "mapped", "broken":
			shown++
		}
	}
	if lost != 3 {
		t.Errorf("%d nodes stand out as not mapped, want the two networks and the list of them", lost)
	}
	if reds := got.reds(); len(reds) != 1 || !strings.HasPrefix(reds[0], "red VMNetwork4992 == not available for ") ||
		!strings.HasSuffix(reds[0], " more ==> Lonely") {
		t.Errorf("the red arrows are %q", reds)
	}
	// An arrow that leads to "... and 4960 more" would say nothing.
	for _, arrow := range got.arrows {
		if strings.Contains(arrow, "> ...") {
			t.Errorf("%q leads to a network that is not shown", arrow)
		}
	}
}

// What is not mapped is not crowded out by what is mapped to its site; a mapping
// onto what is left out is drawn all the same.
func TestMappedNetworksCrowdNothingOut(t *testing.T) {
	var story strings.Builder
	for _, line := range []string{
		"server A", "cloud CA has front", "network %02d-A on front", "server B", "cloud CB has back", "network %02d-B on back",
		"CA protected-in westeurope", "CB protected-in westeurope",
	} {
		if !strings.Contains(line, "%") {
			fmt.Fprintln(&story, line)
			continue
		}
		for n := range 50 {
			fmt.Fprintf(&story, line+"\n", n)
		}
	}
	for n := range 50 {
		fmt.Fprintf(&story, "%02d-A maps-to %02d-B\n", n, 49-n)
	}
	got := draw(t, told(t, story.String()).Topology)
	for n := range 40 {
		node := fmt.Sprintf("%02d-B / not mapped to Azure / used by CB", n)
		if got.nodes[node] != "notMapped" {
			t.Errorf("%q is not shown", node)
		}
	}
	for _, arrow := range []string{"39-A ==> 10-B", "00-A ==> ... and 10 more networks (10 not mapped)"} {
		if !slices.Contains(got.arrows, arrow) {
			t.Errorf("the arrows are %q, want %q", got.arrows, arrow)
		}
	}
}

func TestSitesWithProblemsAreShownFirst(t *testing.T) {
	var story strings.Builder
	for n := range 30 {
		fmt.Fprintf(&story, "server S%02d\nnetwork N%02d on L%02d\ncloud C%02d has L%02d\n", n, n, n, n, n)
	}
	fmt.Fprintln(&story, "C29 protected-by C28\nC27 protected-by C00\nN27 maps-to N00")
	got := draw(t, told(t, story.String()).Topology)
	for _, node := range []string{
		"not mapped / N29 on S29", "N29 / not mapped to S28 / used by C29", "N27", "N00", "... and 18 more sites (18 unused)",
	} {
		if got.nodes[node] == "" {
			t.Errorf("%q is not shown, but %q", node, got.nodes)
		}
	}
}

// The box of a region is drawn if one of its networks is.
func TestManyRegions(t *testing.T) {
	var story strings.Builder
	fmt.Fprintln(&story, "server A\nnetwork N on L\ncloud C has L")
	for n := range 35 {
		fmt.Fprintf(&story, "vnet vnet%02d in region%02d\n", n, n)
	}
	got := draw(t, told(t, story.String()).Topology)
	for node := range got.nodes {
		if strings.Contains(node, "more") {
			t.Errorf("all regions are drawn, but the diagram says %q", node)
		}
	}
	if len(got.boxes) != 2+1+35 {
		t.Errorf("the boxes are %q", got.boxes)
	}
}

// A diagram that is seen at one look needs no list of what stands out in it.
func TestTheListOfProblems(t *testing.T) {
	for _, tt := range []struct {
		what string
		topologytest.Story
		listed bool
	}{
		{"few networks", told(t, broken), false},
		{"many networks", manyNetworks(t), true},
	} {
		_, listed := draw(t, tt.Topology).nodes["not mapped / net17-0 on VMM-Beijing / net42-0 on VMM-Beijing"]
		if listed != tt.listed {
			t.Errorf("%s: what is not mapped is listed: %v, want %v", tt.what, listed, tt.listed)
		}
	}
}
