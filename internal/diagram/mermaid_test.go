package diagram_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagram"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

func TestWhatIsDrawn(t *testing.T) {
	for _, tt := range []struct {
		what, story string
		title       string
		nodes       map[string]string // some of them
		arrows      []string          // all of them
	}{
		{
			"the worked example", example,
			"All networks of protected clouds are mapped",
			map[string]string{
				"VMNetwork1-Beijing":                                                    "mapped",
				"VMNetwork2-Beijing / unused by protected clouds":                       "quiet",
				"GoldCloud1 / has LogicalNetwork1-Beijing":                              "cloud",
				"GoldCloud2 / has LogicalNetwork1-Shanghai, / LogicalNetwork2-Shanghai": "cloud",
			},
			[]string{
				"GoldCloud1 -. protected by .-> GoldCloud2",
				"SilverCloud1 -. protected by .-> SilverCloud2",
				"VMNetwork1-Beijing <==> VMNetwork1-Shanghai",
			},
		},
		{
			"M1: a network of protected clouds that is not mapped, and M4: a target that one cloud of two cannot use", broken,
			"1 network not mapped, 1 mapping broken",
			map[string]string{
				"VMNetwork3-Beijing / not mapped to VMM-Shanghai / used by GoldCloud1, SilverCloud1": "notMapped",
				"VMNetwork2-Beijing": "broken",
				"VMNetwork1-Beijing": "mapped",
			},
			[]string{
				"GoldCloud1 -. protected by .-> GoldCloud2",
				"SilverCloud1 -. protected by .-> SilverCloud2",
				"red VMNetwork2-Beijing == not available for SilverCloud1 ==> VMNetwork2-Shanghai",
				"VMNetwork1-Beijing <==> VMNetwork1-Shanghai",
			},
		},
		{
			"M2, M11: to Azure, whose regions have two spellings", toAzure,
			"1 network not mapped, 1 mapping broken",
			map[string]string{
				"backup / not mapped to Azure / used by Gold": "notMapped",
				"lab / unused by protected clouds":            "quiet",
				"Gold / has back, front":                      "cloud",
				"Bronze / has test / in no protection":        "quiet",
				"vnet-other":                                  "quiet",
			},
			[]string{
				"Gold -. protected by .-> West Europe",
				"Silver -. protected by .-> northeurope",
				"red web == not available for Silver ==> vnet-web",
				"db ==> vnet-db",
			},
		},
		{
			"both directions of a mapping, of which one is broken", `
				server A
				network a on la
				cloud CA has la
				server B
				network b on lb
				cloud CB
				CA protected-by CB
				a maps-to b
				b maps-to a`,
			"1 mapping broken",
			map[string]string{"a": "broken", "b": "mapped", "CB / has no logical network": "cloud"},
			[]string{"CA -. protected by .-> CB", "red a <== not available for CA ==> b"},
		},
		{
			"one server with both clouds, and a region without a network", `
				server A
				network a on one
				network b on two
				cloud C1 has one
				cloud C2 has two
				cloud C3 has one
				C1 protected-by C2
				C3 protected-in westeurope
				a maps-to b`,
			"1 network not mapped",
			map[string]string{
				"a / not mapped to Azure / used by C3": "notMapped",
				"b":                                    "mapped",
				"no networks":                          "quiet",
			},
			[]string{"C3 -. protected by .-> westeurope", "C1 -. protected by .-> C2", "a ==> b"},
		},
		{
			"no protection", "server A\nnetwork a on la\ncloud C has la",
			"No cloud is protected",
			map[string]string{"a / unused by protected clouds": "quiet", "C / has la / in no protection": "quiet"},
			nil,
		},
		{
			"a server alone", "server A",
			"No cloud is protected",
			map[string]string{"no clouds and no networks": "quiet"},
			nil,
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			got := draw(t, told(t, tt.story).Topology)
			if got.title != tt.title {
				t.Errorf("the title is %q, want %q", got.title, tt.title)
			}
			for node, look := range tt.nodes {
				if got.nodes[node] != look {
					t.Errorf("%q looks %q, want %q, in %q", node, got.nodes[node], look, got.nodes)
				}
			}
			if !slices.Equal(got.arrows, tt.arrows) {
				t.Errorf("the arrows are\n%s\nwant\n%s", strings.Join(got.arrows, "\n"), strings.Join(tt.arrows, "\n"))
			}
		})
	}
}

func TestEmptyTopologySaysSo(t *testing.T) {
	if text := diagram.Mermaid(topology.New()); !strings.Contains(text, "The topology is empty.") {
		t.Errorf("the diagram is\n%s", text)
	}
}

// Networks of one logical network are in one box, and boxes of one site in another.
func TestSitesAndBoxes(t *testing.T) {
	want := []string{"VMM-Berlin", "test", "front", "back", "Azure", "northeurope", "West Europe"}
	if got := draw(t, told(t, toAzure).Topology).boxes; !slices.Equal(got, want) {
		t.Errorf("the boxes are %q, want %q", got, want)
	}
}

// Where an arrow leads from site to site, what it says of a cloud leaves no doubt
// whose it is; inside a site, that is seen. Azure networks of one name are told
// apart by what is written on them.
func TestNamesThatSitesShare(t *testing.T) {
	found := topology.New()
	var networks, clouds []topology.ID
	for _, name := range []string{"A", "B"} {
		server := topology.NewServer(name)
		logical := topology.LogicalNetworkID(server.ID(), "Front")
		network := topology.NewVMNetwork(logical, "web", nil)
		lab := topology.NewVMNetwork(topology.LogicalNetworkID(server.ID(), "Lab"), "lab", nil)
		cloud := topology.NewCloud(server.ID(), "Gold", []topology.ID{logical})
		silver := topology.NewCloud(server.ID(), "Silver", []topology.ID{logical})
		for _, object := range []topology.Object{server, topology.NewLogicalNetwork(server.ID(), "Front", ""), topology.NewLogicalNetwork(server.ID(), "Lab", ""), network, lab, cloud, silver} {
			found.Put(object)
		}
		networks, clouds = append(networks, network.ID(), lab.ID()), append(clouds, cloud.ID(), silver.ID())
	}
	found.Put(topology.NewProtection(clouds[0], clouds[2], "", topology.ReplicationHyperVReplica))
	found.Put(topology.NewMapping(networks[0], networks[3], topology.ID{}, nil))
	found.Put(topology.NewProtection(clouds[1], topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	for _, text := range []string{"s1/resourceGroups/g1", "s1/resourceGroups/g2", "s2/resourceGroups/g2"} {
		id, err := topology.ParseID("/subscriptions/" + text + "/providers/Microsoft.Network/virtualNetworks/prod")
		if err != nil {
			t.Fatal(err)
		}
		found.Put(topology.NewAzureNetwork(id, "westeurope", nil, false))
	}
	got := draw(t, found)
	for _, node := range []string{
		"Gold / has Front", "web / not mapped to Azure / used by Silver",
		"prod / resource group g1", "prod / resource group g2 / subscription s1", "prod / resource group g2 / subscription s2",
	} {
		if got.nodes[node] == "" {
			t.Errorf("there is no node %q, but %q", node, got.nodes)
		}
	}
	if want := []string{"red web == not available for Gold of A ==> lab"}; !slices.Equal(got.reds(), want) {
		t.Errorf("the red arrows are %q, want %q", got.reds(), want)
	}
}

// What stands out is what the engine says of the machines on it.
func TestWhatStandsOutIsWhatFailsOver(t *testing.T) {
	for seed := range uint64(200) {
		found := topology.New(topologytest.Random(topologytest.NewRand(seed), topologytest.Small)...)
		looks := map[string]string{}
		got := draw(t, found)
		for node, look := range got.nodes {
			name, _, _ := strings.Cut(node, " / ")
			looks[name] = look
		}
		for _, object := range found.All() {
			network, ok := object.(topology.VMNetwork)
			if !ok {
				continue
			}
			outcomes := map[engine.Outcome][]string{}
			for _, cloud := range found.CloudsWith(network.LogicalNetwork) {
				landing, _ := engine.Failover(found, engine.Adapter{Source: network.ID(), Cloud: cloud.ID()})
				outcomes[landing.Outcome] = append(outcomes[landing.Outcome], cloud.ID().Name())
			}
			name := network.ID().Name()
			if got, want := looks[name] == "notMapped", len(outcomes[engine.NotMapped]) > 0; got != want {
				t.Errorf("seed %d: %s stands out as not mapped: %v, want %v", seed, name, got, want)
			}
			red := strings.Join(got.reds(), "\n")
			for _, cloud := range outcomes[engine.TargetUnavailable] {
				if !strings.Contains(red, name) || !strings.Contains(red, cloud) {
					t.Errorf("seed %d: %s of %s lands on no network, but the red arrows are\n%s", seed, name, cloud, red)
				}
			}
			if len(outcomes) == 0 && len(found.MappingsFrom(network.ID()))+len(found.MappingsTo(network.ID())) == 0 && looks[name] != "quiet" {
				t.Errorf("seed %d: %s is used for nothing, but looks %q", seed, name, looks[name])
			}
		}
	}
}

func TestTheSameTopologyMakesTheSameDiagram(t *testing.T) {
	for seed := range uint64(50) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		want := diagram.Mermaid(topology.New(objects...))
		rng.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
		if got := diagram.Mermaid(topology.New(objects...)); got != want {
			t.Errorf("seed %d: in another order it is\n%s\nwant\n%s", seed, got, want)
		}
	}
}

// A topology that refers to what is not there yet can be drawn too.
func TestReferencesToNothing(t *testing.T) {
	for seed := range uint64(50) {
		rng := topologytest.NewRand(seed)
		found := topology.New(topologytest.Random(rng, topologytest.Small)...)
		for _, object := range found.All() {
			if rng.IntN(4) == 0 {
				found.Remove(object.ID())
			}
		}
		draw(t, found)
	}
}
