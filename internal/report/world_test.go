package report_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/report"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// world is a topology that is told in lines, and the machines in it.
type world struct {
	topologytest.Story
	machines map[string]engine.Machine
	server   topology.ID
}

// told builds a world from lines, of which some tell of machines:
//
//	machine web1 in GoldCloud1 on VMNetwork1-Beijing
func told(t *testing.T, story string) *world {
	t.Helper()
	w := &world{Story: topologytest.Told(t, story)}
	for _, words := range w.Others {
		if words[0] != "machine" {
			t.Fatalf("what does %q mean?", words)
		}
		if w.machines == nil {
			w.machines = map[string]engine.Machine{}
		}
		machine := engine.Machine{Cloud: w.ID(t, words[3])}
		for _, network := range words[5:] {
			machine.Adapters = append(machine.Adapters, engine.Adapter{Source: w.ID(t, network)})
		}
		w.machines[words[1]] = machine
	}
	return w
}

// report returns the report about the world.
func (w *world) report(t testing.TB) report.Report {
	t.Helper()
	readiness, objections := engine.JudgeReadiness(w.Topology, w.server)
	if len(objections) > 0 {
		t.Fatal(objections)
	}
	r := report.Report{
		Topology: w.Whole(), Server: w.server, Readiness: readiness, Catalog: ".siterecovery/catalog.db",
		Revision: 17, Changed: time.Date(2026, 11, 25, 0, 12, 7, 0, time.UTC),
	}
	if w.machines != nil {
		r.Machines = maps.Clone(w.machines)
		if r.Plan, objections = engine.PlanFailover(r.Topology, r.Machines); len(objections) > 0 {
			t.Fatal(objections)
		}
	}
	return r
}

// page returns the page about the world.
func (w *world) page(t *testing.T) string {
	t.Helper()
	page, err := w.report(t).HTML()
	if err != nil {
		t.Fatal(err)
	}
	return page
}

const example = topologytest.WorkedExample

// broken is a pair of sites, and Azure, in which everything is wrong.
const broken = `
	server VMM-Beijing
	network Web-Production-Frontend-Beijing on Front
	network Database on Back
	network Backup on Back
	network Management on Admin
	network Lab on Test
	cloud Gold has Front Back
	cloud Silver has Front Admin
	cloud Bronze has Test
	server VMM-Shanghai
	network Web on Front
	network Data on Back
	network Everything on Shared
	cloud Gold2 has Front Shared
	cloud Silver2 has Shared
	vnet vnet-production in westeurope
	vnet vnet-lab in northeurope
	Gold protected-by Gold2
	Silver protected-by Silver2
	Bronze protected-in westeurope
	Web-Production-Frontend-Beijing maps-to Web
	Database maps-to Data
	Management maps-to Everything
	Lab maps-to vnet-lab
	Everything maps-to Backup
	Web maps-to Web-Production-Frontend-Beijing
	machine web1 in Gold on Web-Production-Frontend-Beijing
	machine web2 in Silver on Web-Production-Frontend-Beijing Management
	machine sql1 in Gold on Database Backup
	machine lab1 in Bronze on Lab
	machine admin1 in Silver on Management
`

// large returns 10,000 networks of which those of the first site are mapped; bare
// leaves out the mappings, wrong the logical networks of the clouds that protect.
func large(what string) *world {
	w := &world{Story: topologytest.Story{Topology: topology.New(topologytest.Large(10_000, 1_000)...)}}
	for _, object := range w.All() {
		switch object := object.(type) {
		case topology.Mapping:
			if what == "bare" {
				w.Remove(object.ID())
			}
		case topology.Cloud:
			if what == "wrong" && object.Server.Name() == "VMM-Shanghai" {
				w.Put(topology.NewCloud(object.Server, object.ID().Name(), nil))
			}
		}
	}
	server := topology.ServerID("VMM-Beijing")
	w.machines = map[string]engine.Machine{}
	for n := range 5_000 {
		w.machines[fmt.Sprintf("vm%04d", n)] = engine.Machine{
			Cloud: topology.CloudID(server, fmt.Sprintf("Cloud%d", n%1_000)), Adapters: []engine.Adapter{{Source: topology.VMNetworkID(server, fmt.Sprintf("VMNetwork%d", n))}},
		}
	}
	return w
}
