package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Chapter 6: the errors of the worked example as printed, one at a time in the
// corrected tables. All of them together are in TestM3TargetNetworksAsPrinted.
func TestChapter6PrintedErrors(t *testing.T) {
	t.Run("Shanghai's second VM network: VMNetwork1-Shanghai twice", func(t *testing.T) {
		w := build(t, corrected())
		twice := topology.Creation(topology.NewVMNetwork(w.id("LogicalNetwork2-Shanghai"), "VMNetwork1-Shanghai", nil))
		w.check(t, engine.Check(w.Topology, twice, planned), expected{engine.ManagedTwice, engine.Error, "", []string{"VM network 'VMNetwork1-Shanghai'"}})
	})

	t.Run("GoldCloud2's logical networks: those of SilverCloud2", func(t *testing.T) {
		printed := corrected()
		printed.given["GoldCloud2"] = printed.given["SilverCloud2"]
		got := build(t, printed).cells("VMNetwork1-Beijing")
		if want := "VMNetwork2-Shanghai GoldCloud1 GoldCloud2 false"; len(got) != 4 || got[2] != want {
			t.Errorf("the choices are\n%s\nwant %s", strings.Join(got, "\n"), want)
		}
	})

	t.Run("GoldCloud2's logical networks: one of Beijing", func(t *testing.T) {
		w := build(t, corrected())
		w.check(t, w.judge(topology.NewCloud(w.sites["Shanghai"], "Third", []topology.ID{w.id("LogicalNetwork1-Beijing")})),
			expected{engine.OtherServer, engine.Error, "logical_network_ids", []string{"Logical network 'LogicalNetwork1-Beijing' belongs to VMM server 'VMM-Beijing'"}})
	})

	t.Run("name: LogicalNetwork2Shanghai", func(t *testing.T) {
		// Written in one table with a hyphen and in the other without, it is two.
		printed := corrected()
		printed.logical["LogicalNetwork2Shanghai"] = "Shanghai"
		printed.networks["VMNetwork2-Shanghai"] = "LogicalNetwork2Shanghai"
		got := build(t, printed).cells("VMNetwork1-Beijing")
		if want := "VMNetwork2-Shanghai GoldCloud1 GoldCloud2 false"; len(got) != 4 || got[2] != want {
			t.Errorf("the choices are\n%s\nwant %s", strings.Join(got, "\n"), want)
		}
		// Written so everywhere, it is as good a name as any.
		delete(printed.logical, "LogicalNetwork2-Shanghai")
		printed.given["GoldCloud2"] = []string{"LogicalNetwork1-Shanghai", "LogicalNetwork2Shanghai"}
		if got, want := build(t, printed).cells("VMNetwork1-Beijing"), build(t, corrected()).cells("VMNetwork1-Beijing"); !slices.Equal(got, want) {
			t.Errorf("the choices are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})

	t.Run("failback table: VM1 on VMNetwork1-Network", func(t *testing.T) {
		w := build(t, corrected())
		_, objections := engine.Failback(w.Topology, engine.Replica{
			Source: topology.VMNetworkID(w.sites["Beijing"], "VMNetwork1-Network"), CameUpOn: w.id("VMNetwork1-Shanghai"),
		})
		w.check(t, objections, expected{engine.UnknownReference, engine.Error, "source_network_id", []string{"There is no VM network 'VMNetwork1-Network'"}})
	})

	t.Run("source clouds' logical networks: blank", func(t *testing.T) {
		printed := corrected()
		delete(printed.given, "GoldCloud1")
		delete(printed.given, "SilverCloud1")
		if got := build(t, printed).cells("VMNetwork1-Beijing"); len(got) > 0 {
			t.Errorf("no protected cloud uses VMNetwork1-Beijing, but its choices are %q", got)
		}
	})

	t.Run("VMNetwork2-Beijing without a logical network", func(t *testing.T) {
		printed := corrected()
		delete(printed.logical, "LogicalNetwork2-Beijing")
		delete(printed.networks, "VMNetwork2-Beijing")
		w := build(t, printed)
		missing := topology.LogicalNetworkID(w.sites["Beijing"], "LogicalNetwork2-Beijing")
		w.check(t, w.judge(topology.NewVMNetwork(missing, "VMNetwork2-Beijing", nil)),
			expected{engine.UnknownReference, engine.Error, "logical_network_id", []string{"There is no logical network 'LogicalNetwork2-Beijing'"}})
	})
}
