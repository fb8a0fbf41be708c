package engine_test

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What may have been meant by the id of an unknown object.
func TestSuggestions(t *testing.T) {
	w := build(t, corrected())
	beijing, shanghai := w.sites["Beijing"], w.sites["Shanghai"]
	bejing := topology.ServerID("VMM-Bejing")
	for _, name := range []string{"test", "tests"} {
		w.create(topology.NewCloud(shanghai, name, nil))
	}
	w.create(topology.NewCloud(beijing, "test", nil))
	w.create(topology.NewHost(shanghai, "test", nil, nil))
	prod := w.azure("prod", "westeurope")
	for _, tt := range []struct {
		what string
		id   topology.ID
		want []string
	}{
		{"a letter", topology.VMNetworkID(beijing, "VMNetwrk1-Beijing"), []string{
			"VM network 'VMNetwork1-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing)",
			"VM network 'VMNetwork2-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing)",
		}},
		{"the server's name", topology.VMNetworkID(bejing, "VMNetwork1-Beijing"), []string{
			"VM network 'VMNetwork1-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing)",
			"VM network 'VMNetwork2-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing)",
		}},
		{"the server", topology.VMNetworkID(shanghai, "VMNetwork2-Beijing"), []string{
			"VM network 'VMNetwork2-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing)",
			"VM network 'VMNetwork1-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing)",
		}},
		{"a server itself", bejing, []string{"VMM server 'VMM-Beijing' (/servers/VMM-Beijing)"}},
		{"the kind", topology.LogicalNetworkID(beijing, "GoldCloud1"), []string{"cloud 'GoldCloud1' (/servers/VMM-Beijing/clouds/GoldCloud1)"}},
		{"the nearest first: the same name, then the kind, then the server", topology.CloudID(topology.ServerID("VMM-Shangai"), "test"), []string{
			"cloud 'test' of 'VMM-Shanghai' (/servers/VMM-Shanghai/clouds/test)", "cloud 'test' of 'VMM-Beijing' (/servers/VMM-Beijing/clouds/test)", "host 'test' (/servers/VMM-Shanghai/hosts/test)",
		}},
		{"a protection, by its cloud", topology.ProtectionID(topology.CloudID(beijing, "GoldClod1")), []string{
			"cloud protection of 'GoldCloud1' (/servers/VMM-Beijing/clouds/GoldCloud1/protection)",
		}},
		{"the cloud is there, and its protection is not", topology.ProtectionID(topology.CloudID(shanghai, "GoldCloud2")), []string{
			"cloud 'GoldCloud2' (/servers/VMM-Shanghai/clouds/GoldCloud2)",
			"cloud protection of 'GoldCloud1' (/servers/VMM-Beijing/clouds/GoldCloud1/protection)",
		}},
		{"an Azure network", w.arm("prod2"), []string{"Azure network 'prod' (" + prod.String() + ")"}},
		{"nothing like it", topology.VMNetworkID(beijing, "Production"), nil},
	} {
		t.Run(tt.what, func(t *testing.T) {
			question := engine.Adapter{Source: tt.id}
			objections := []engine.Finding{{Code: engine.UnknownReference, RestsOn: []topology.ID{tt.id}, Detail: "It is not there."}}
			if tt.id.Kind() == topology.KindVMNetwork {
				_, objections = engine.Failover(w.Topology, question)
			}
			for range 3 { // however a map is walked
				got := engine.Suggest(w.Topology, []engine.Finding{objections[0]})
				_, list, _ := strings.Cut(got[0].Detail, " Its id is like that of:\n  - ")
				if want := strings.Join(tt.want, "\n  - "); list != want {
					t.Fatalf("suggested are\n%s\nwant\n%s", list, want)
				}
			}
		})
	}
	// Other findings stay as they are.
	findings := w.judge(topology.NewServer(""))
	if before := findings[0].Detail; engine.Suggest(w.Topology, findings)[0].Detail != before {
		t.Errorf("%q has become %q", before, findings[0].Detail)
	}
}
