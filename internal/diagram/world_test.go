package diagram_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// world is a topology that is told in lines.
type world struct {
	*topology.Topology
	named map[string]topology.ID
}

// told builds a topology from lines of words: a server, then what is on it
// until the next server, and links between what has been named.
//
//	server VMM-Beijing
//	network VMNetwork1-Beijing on LogicalNetwork1-Beijing
//	cloud GoldCloud1 has LogicalNetwork1-Beijing LogicalNetwork2-Beijing
//	vnet prod in westeurope
//	GoldCloud1 protected-by GoldCloud2
//	GoldCloud1 protected-in westeurope
//	VMNetwork1-Beijing maps-to VMNetwork1-Shanghai
func told(t *testing.T, story string) world {
	t.Helper()
	w := world{topology.New(), map[string]topology.ID{}}
	var server topology.ID
	for line := range strings.Lines(story) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		subject := words[min(1, len(words)-1)]
		switch {
		case words[0] == "server":
			server = w.put(topology.NewServer(subject))
		case words[0] == "network":
			w.put(topology.NewVMNetwork(w.put(topology.NewLogicalNetwork(server, words[3], topology.IsolationNone)), subject, nil))
		case words[0] == "cloud":
			var has []topology.ID
			for _, name := range words[min(3, len(words)):] {
				has = append(has, topology.LogicalNetworkID(server, name))
			}
			w.put(topology.NewCloud(server, subject, has))
		case words[0] == "vnet":
			w.put(topology.NewAzureNetwork(azureID(t, subject), strings.Join(words[3:], " "), nil, false))
		case words[1] == "protected-by":
			w.put(topology.NewProtection(w.id(t, words[0]), w.id(t, words[2]), "", topology.ReplicationHyperVReplica))
		case words[1] == "protected-in":
			w.put(topology.NewProtection(w.id(t, words[0]), topology.ID{}, strings.Join(words[2:], " "), topology.ReplicationHyperVReplica))
		case words[1] == "maps-to":
			w.put(topology.NewMapping(w.id(t, words[0]), w.id(t, words[2]), topology.ID{}, nil))
		default:
			t.Fatalf("what does %q mean?", line)
		}
	}
	return w
}

func (w world) put(object topology.Object) topology.ID {
	w.Put(object)
	w.named[object.ID().Name()] = object.ID()
	return object.ID()
}

func (w world) id(t *testing.T, name string) topology.ID {
	t.Helper()
	id, ok := w.named[name]
	if !ok {
		t.Fatalf("nothing is named %q", name)
	}
	return id
}

func azureID(t *testing.T, name string) topology.ID {
	t.Helper()
	id, err := topology.ParseID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// example is the worked example of the domain, with the corrections.
const example = `
	server VMM-Beijing
	network VMNetwork1-Beijing on LogicalNetwork1-Beijing
	network VMNetwork2-Beijing on LogicalNetwork2-Beijing
	cloud GoldCloud1 has LogicalNetwork1-Beijing
	cloud SilverCloud1 has LogicalNetwork1-Beijing
	server VMM-Shanghai
	network VMNetwork1-Shanghai on LogicalNetwork1-Shanghai
	network VMNetwork2-Shanghai on LogicalNetwork2-Shanghai
	cloud GoldCloud2 has LogicalNetwork1-Shanghai LogicalNetwork2-Shanghai
	cloud SilverCloud2 has LogicalNetwork1-Shanghai
	GoldCloud1 protected-by GoldCloud2
	SilverCloud1 protected-by SilverCloud2
	VMNetwork1-Beijing maps-to VMNetwork1-Shanghai
	VMNetwork1-Shanghai maps-to VMNetwork1-Beijing
`

// toAzure is a site that replicates to two regions of Azure. It lacks one
// mapping, and maps one network into a region that another cloud needs.
const toAzure = `
	server VMM-Berlin
	network web on front
	network db on back
	network backup on back
	network lab on test
	cloud Gold has front back
	cloud Silver has front
	cloud Bronze has test
	vnet vnet-web in westeurope
	vnet vnet-db in West Europe
	vnet vnet-other in northeurope
	Gold protected-in westeurope
	Silver protected-in northeurope
	web maps-to vnet-web
	db maps-to vnet-db
`

// broken is the worked example with a mapping that serves one cloud of two, and
// without the mapping of a network that both use.
const broken = `
	server VMM-Beijing
	network VMNetwork1-Beijing on LogicalNetwork1-Beijing
	network VMNetwork2-Beijing on LogicalNetwork1-Beijing
	network VMNetwork3-Beijing on LogicalNetwork1-Beijing
	cloud GoldCloud1 has LogicalNetwork1-Beijing
	cloud SilverCloud1 has LogicalNetwork1-Beijing
	server VMM-Shanghai
	network VMNetwork1-Shanghai on LogicalNetwork1-Shanghai
	network VMNetwork2-Shanghai on LogicalNetwork2-Shanghai
	cloud GoldCloud2 has LogicalNetwork1-Shanghai LogicalNetwork2-Shanghai
	cloud SilverCloud2 has LogicalNetwork1-Shanghai
	GoldCloud1 protected-by GoldCloud2
	SilverCloud1 protected-by SilverCloud2
	VMNetwork1-Beijing maps-to VMNetwork1-Shanghai
	VMNetwork1-Shanghai maps-to VMNetwork1-Beijing
	VMNetwork2-Beijing maps-to VMNetwork2-Shanghai
`

// manyNetworks is a site with sixty networks and six clouds, whose counterpart
// is like it. Two networks are not mapped, and one of the mappings is broken.
func manyNetworks(t *testing.T) world {
	t.Helper()
	var story strings.Builder
	for site, server := range []string{"VMM-Beijing", "VMM-Shanghai"} {
		fmt.Fprintln(&story, "server", server)
		for n := range 60 {
			fmt.Fprintf(&story, "network net%02d-%d on logical%d-%d\n", n, site, n/10, site)
		}
		for n := range 6 {
			fmt.Fprintf(&story, "cloud cloud%d-%d has logical%d-%d\n", n, site, n, site)
		}
	}
	for n := range 6 {
		fmt.Fprintf(&story, "cloud%d-0 protected-by cloud%d-1\n", n, n)
	}
	for n := range 60 {
		switch n {
		case 17, 42:
		case 33:
			fmt.Fprintln(&story, "net33-0 maps-to net42-1")
		default:
			fmt.Fprintf(&story, "net%02d-0 maps-to net%02d-1\n", n, n)
		}
	}
	return told(t, story.String())
}
