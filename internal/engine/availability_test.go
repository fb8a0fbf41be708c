package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// cells returns the table "Target networks": one line a choice.
func (w world) cells(source string) []string {
	w.t.Helper()
	answer, objections := engine.AvailableTargets(w.Topology, w.id(source), topology.ID{})
	if len(objections) > 0 {
		w.t.Fatal(objections)
	}
	var cells []string
	for _, choice := range answer.Choices {
		cells = append(cells, fmt.Sprintf("%s %s %s %v", choice.Target.Name(),
			choice.Protection.Protected.Name(), choice.Protection.Protecting.Name(), choice.Available))
	}
	return cells
}

// M3: the article's table "Target networks", from the corrected tables.
func TestM3TargetNetworksOfTheWorkedExample(t *testing.T) {
	want := []string{
		"VMNetwork1-Shanghai GoldCloud1 GoldCloud2 true",
		"VMNetwork1-Shanghai SilverCloud1 SilverCloud2 true",
		"VMNetwork2-Shanghai GoldCloud1 GoldCloud2 true",
		"VMNetwork2-Shanghai SilverCloud1 SilverCloud2 false",
	}
	w := build(t, corrected())
	if got := w.cells("VMNetwork1-Beijing"); !slices.Equal(got, want) {
		t.Errorf("the choices are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	answer, _ := engine.AvailableTargets(w.Topology, w.id("VMNetwork1-Beijing"), topology.ID{})
	if got := fmt.Sprint(answer.ToAll, answer.ToSome); got != "[/servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai] "+
		"[/servers/VMM-Shanghai/vmNetworks/VMNetwork2-Shanghai]" {
		t.Errorf("available to all and to some are %s", got)
	}
	if got := answer.Choices[3].Reason; got != "Cloud 'SilverCloud2' does not have logical network "+
		"'LogicalNetwork2-Shanghai', on which VM network 'VMNetwork2-Shanghai' is." {
		t.Errorf("the reason is %q", got)
	}
	if got := w.cells("VMNetwork2-Beijing"); len(got) > 0 {
		t.Errorf("no protected cloud uses VMNetwork2-Beijing, but its choices are %q", got)
	}
}

// The tables as printed contradict the answers as printed in one cell, and the
// names, the number of servers and their order do not matter.
func TestM3TargetNetworksAsPrinted(t *testing.T) {
	printed := corrected()
	printed.logical["LogicalNetwork2Shanghai"] = "Shanghai"
	printed.networks["VMNetwork2-Shanghai"] = "LogicalNetwork2Shanghai"
	delete(printed.logical, "LogicalNetwork2-Shanghai")
	printed.given["GoldCloud2"] = []string{"LogicalNetwork1-Shanghai"}
	// The printed table has "Available" for VMNetwork2-Shanghai and Gold. That
	// cell cannot come out: as printed, GoldCloud2 has the same logical networks
	// as SilverCloud2, for which the same table has "Not available".
	want := []string{
		"VMNetwork1-Shanghai GoldCloud1 GoldCloud2 true",
		"VMNetwork1-Shanghai SilverCloud1 SilverCloud2 true",
		"VMNetwork2-Shanghai GoldCloud1 GoldCloud2 false",
		"VMNetwork2-Shanghai SilverCloud1 SilverCloud2 false",
	}
	if got := build(t, printed).cells("VMNetwork1-Beijing"); !slices.Equal(got, want) {
		t.Errorf("the choices are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestM3OneServerForBothSites(t *testing.T) {
	one := corrected()
	one.servers = map[string]string{"Beijing": "VMM", "Shanghai": "VMM"}
	one.given["GoldCloud2"] = append(one.given["GoldCloud2"], "LogicalNetwork1-Beijing")
	want := []string{ // the source itself is no choice, its neighbour is
		"VMNetwork1-Shanghai GoldCloud1 GoldCloud2 true",
		"VMNetwork1-Shanghai SilverCloud1 SilverCloud2 true",
		"VMNetwork2-Beijing GoldCloud1 GoldCloud2 false",
		"VMNetwork2-Beijing SilverCloud1 SilverCloud2 false",
		"VMNetwork2-Shanghai GoldCloud1 GoldCloud2 true",
		"VMNetwork2-Shanghai SilverCloud1 SilverCloud2 false",
	}
	if got := build(t, one).cells("VMNetwork1-Beijing"); !slices.Equal(got, want) {
		t.Errorf("the choices are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// M11: to Azure, the region decides.
func TestM11AzureTargets(t *testing.T) {
	from := corrected()
	from.protections = map[string]string{"SilverCloud1": "SilverCloud2"}
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "West Europe", topology.ReplicationHyperVReplica))
	w.azure("prod", "westeurope")
	w.azure("far", "eastus")
	answer, _ := engine.AvailableTargets(w.Topology, w.id("VMNetwork1-Beijing"), topology.ID{})
	var got []string
	for _, choice := range answer.Choices {
		got = append(got, choice.Target.Name()+": "+choice.Reason)
	}
	want := []string{
		"VMNetwork1-Shanghai: Cloud 'SilverCloud2' has logical network 'LogicalNetwork1-Shanghai', on which VM network 'VMNetwork1-Shanghai' is.",
		"VMNetwork2-Shanghai: Cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai', on which VM network 'VMNetwork2-Shanghai' is.",
		"far: Cloud 'GoldCloud1' replicates to 'West Europe', but Azure network 'far' is in 'eastus'.",
		"prod: Cloud 'GoldCloud1' replicates to 'West Europe', where Azure network 'prod' is.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the choices are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAvailableTargetsOfOneTarget(t *testing.T) {
	w := build(t, corrected())
	answer, objections := engine.AvailableTargets(w.Topology, w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"))
	if len(objections) > 0 || len(answer.Choices) != 2 || len(answer.ToAll) != 0 || len(answer.ToSome) != 1 {
		t.Errorf("the answer is %v, %v", answer, objections)
	}
	for name, ask := range map[string]func() []engine.Finding{
		"unknown source": func() []engine.Finding {
			_, objections := engine.AvailableTargets(w.Topology, topology.VMNetworkID(w.sites["Beijing"], "absent"), topology.ID{})
			return objections
		},
		"source of another kind": func() []engine.Finding {
			_, objections := engine.AvailableTargets(w.Topology, w.id("GoldCloud1"), topology.ID{})
			return objections
		},
		"unknown target": func() []engine.Finding {
			_, objections := engine.AvailableTargets(w.Topology, w.id("VMNetwork1-Beijing"), topology.VMNetworkID(w.sites["Beijing"], "absent"))
			return objections
		},
		"target of another kind": func() []engine.Finding {
			_, objections := engine.AvailableTargets(w.Topology, w.id("VMNetwork1-Beijing"), w.id("GoldCloud1"))
			return objections
		},
	} {
		if objections := ask(); !engine.HasErrors(objections) {
			t.Errorf("%s: no objection", name)
		}
	}
}
