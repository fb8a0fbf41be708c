package report_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/report"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// world is a topology that is told in lines, and the machines in it.
type world struct {
	*topology.Topology
	named    map[string]topology.ID
	machines map[string]engine.Machine
	server   topology.ID
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
//	machine web1 in GoldCloud1 on VMNetwork1-Beijing
func told(t *testing.T, story string) *world {
	t.Helper()
	w := &world{Topology: topology.New(), named: map[string]topology.ID{}}
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
			w.put(topology.NewAzureNetwork(azureID(t, subject), words[3], nil, false))
		case words[0] == "machine":
			if w.machines == nil {
				w.machines = map[string]engine.Machine{}
			}
			machine := engine.Machine{Cloud: w.id(t, words[3])}
			for _, network := range words[5:] {
				machine.Adapters = append(machine.Adapters, engine.Adapter{Source: w.id(t, network)})
			}
			w.machines[subject] = machine
		case words[1] == "protected-by":
			w.put(topology.NewProtection(w.id(t, words[0]), w.id(t, words[2]), "", topology.ReplicationHyperVReplica))
		case words[1] == "protected-in":
			w.put(topology.NewProtection(w.id(t, words[0]), topology.ID{}, words[2], topology.ReplicationHyperVReplica))
		case words[1] == "maps-to":
			w.put(topology.NewMapping(w.id(t, words[0]), w.id(t, words[2]), topology.ID{}, nil))
		default:
			t.Fatalf("what does %q mean?", line)
		}
	}
	return w
}

func (w *world) put(object topology.Object) topology.ID {
	w.Put(object)
	w.named[object.ID().Name()] = object.ID()
	return object.ID()
}

func (w *world) id(t *testing.T, name string) topology.ID {
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
	w := &world{Topology: topology.New(topologytest.Large(10_000, 1_000)...)}
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
