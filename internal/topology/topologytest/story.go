package topologytest

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Story is a topology that is told in lines.
type Story struct {
	*topology.Topology
	// Others are the words of the lines that tell of something else.
	Others [][]string

	named map[string]topology.ID
}

// Told builds a topology from lines of words: a server, then what is on it until
// the next server, and links between what has been named.
//
//	server VMM-Beijing
//	network VMNetwork1-Beijing on LogicalNetwork1-Beijing
//	cloud GoldCloud1 has LogicalNetwork1-Beijing LogicalNetwork2-Beijing
//	vnet prod in westeurope
//	GoldCloud1 protected-by GoldCloud2
//	GoldCloud1 protected-in westeurope
//	VMNetwork1-Beijing maps-to VMNetwork1-Shanghai
func Told(t testing.TB, story string) Story {
	t.Helper()
	s := Story{Topology: topology.New(), named: map[string]topology.ID{}}
	var server topology.ID
	for line := range strings.Lines(story) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		subject := words[min(1, len(words)-1)]
		switch {
		case words[0] == "server":
			server = s.put(topology.NewServer(subject))
		case words[0] == "network":
			s.put(topology.NewVMNetwork(s.put(topology.NewLogicalNetwork(server, words[3], topology.IsolationNone)), subject, nil))
		case words[0] == "cloud":
			var has []topology.ID
			for _, name := range words[min(3, len(words)):] {
				has = append(has, topology.LogicalNetworkID(server, name))
			}
			s.put(topology.NewCloud(server, subject, has))
		case words[0] == "vnet":
			s.put(topology.NewAzureNetwork(AzureID(t, subject), strings.Join(words[3:], " "), nil, false))
		case subject == "protected-by":
			s.put(topology.NewProtection(s.ID(t, words[0]), s.ID(t, words[2]), "", topology.ReplicationHyperVReplica))
		case subject == "protected-in":
			s.put(topology.NewProtection(s.ID(t, words[0]), topology.ID{}, strings.Join(words[2:], " "), topology.ReplicationHyperVReplica))
		case subject == "maps-to":
			s.put(topology.NewMapping(s.ID(t, words[0]), s.ID(t, words[2]), topology.ID{}, nil))
		default:
			s.Others = append(s.Others, words)
		}
	}
	return s
}

func (s Story) put(object topology.Object) topology.ID {
	s.Put(object)
	s.named[object.ID().Name()] = object.ID()
	return object.ID()
}

// ID returns the id of what was told last by that name.
func (s Story) ID(t testing.TB, name string) topology.ID {
	t.Helper()
	id, ok := s.named[name]
	if !ok {
		t.Fatalf("nothing is named %q", name)
	}
	return id
}

// AzureID returns the id of an Azure network of that name.
func AzureID(t testing.TB, name string) topology.ID {
	t.Helper()
	id, err := topology.ParseID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// WorkedExample tells the worked example of the domain, with the corrections.
const WorkedExample = `
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
