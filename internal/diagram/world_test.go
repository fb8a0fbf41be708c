package diagram_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// told returns a topology that is told in lines.
func told(t *testing.T, story string) topologytest.Story {
	t.Helper()
	told := topologytest.Told(t, story)
	if len(told.Others) > 0 {
		t.Fatalf("what do %q mean?", told.Others)
	}
	return told
}

const example = topologytest.WorkedExample

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
func manyNetworks(t *testing.T) topologytest.Story {
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
