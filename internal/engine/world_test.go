package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// The worked example of the domain, as its tables print it and as corrected.

// tables are the tables of the worked example. In the "clouds", a name is
// followed by the logical networks of the cloud.
type tables struct {
	servers     map[string]string   // site: VMM server
	logical     map[string]string   // logical network: site
	networks    map[string]string   // VM network: logical network
	clouds      map[string]string   // cloud: site
	given       map[string][]string // cloud: logical networks
	protections map[string]string   // protected cloud: protecting cloud
	mappings    map[string]string   // source: target
}

func corrected() tables {
	return tables{
		servers: map[string]string{"Beijing": "VMM-Beijing", "Shanghai": "VMM-Shanghai"},
		logical: map[string]string{
			"LogicalNetwork1-Beijing": "Beijing", "LogicalNetwork2-Beijing": "Beijing",
			"LogicalNetwork1-Shanghai": "Shanghai", "LogicalNetwork2-Shanghai": "Shanghai",
		},
		networks: map[string]string{
			"VMNetwork1-Beijing": "LogicalNetwork1-Beijing", "VMNetwork2-Beijing": "LogicalNetwork2-Beijing",
			"VMNetwork1-Shanghai": "LogicalNetwork1-Shanghai", "VMNetwork2-Shanghai": "LogicalNetwork2-Shanghai",
		},
		clouds: map[string]string{
			"GoldCloud1": "Beijing", "SilverCloud1": "Beijing", "GoldCloud2": "Shanghai", "SilverCloud2": "Shanghai",
		},
		given: map[string][]string{
			"GoldCloud1": {"LogicalNetwork1-Beijing"}, "SilverCloud1": {"LogicalNetwork1-Beijing"},
			"GoldCloud2":   {"LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"},
			"SilverCloud2": {"LogicalNetwork1-Shanghai"},
		},
		protections: map[string]string{"GoldCloud1": "GoldCloud2", "SilverCloud1": "SilverCloud2"},
		mappings: map[string]string{
			"VMNetwork1-Beijing": "VMNetwork1-Shanghai", "VMNetwork1-Shanghai": "VMNetwork1-Beijing",
		},
	}
}

// world finds the objects of a topology by their names.
type world struct {
	*topology.Topology
	t     *testing.T
	sites map[string]topology.ID
}

// build makes the topology of the tables, each change of which has to be sound.
func build(t *testing.T, from tables) world {
	t.Helper()
	w := world{topology.New(), t, map[string]topology.ID{}}
	for site, name := range from.servers {
		server := topology.NewServer(name)
		w.sites[site] = server.ID()
		if _, ok := w.Get(server.ID()); !ok {
			w.create(server)
		}
	}
	for name, site := range from.logical {
		w.create(topology.NewLogicalNetwork(w.sites[site], name, topology.IsolationNone))
	}
	for name, logical := range from.networks {
		w.create(topology.NewVMNetwork(w.id(logical), name, nil))
	}
	for name, site := range from.clouds {
		var given []topology.ID
		for _, logical := range from.given[name] {
			given = append(given, w.id(logical))
		}
		w.create(topology.NewCloud(w.sites[site], name, given))
	}
	for protected, protecting := range from.protections {
		w.create(topology.NewProtection(w.id(protected), w.id(protecting), "", topology.ReplicationHyperVReplica))
	}
	for source, target := range from.mappings {
		w.create(topology.NewMapping(w.id(source), w.id(target), topology.ID{}, nil))
	}
	return w
}

// create adds an object, which has to be sound.
func (w world) create(object topology.Object) topology.ID {
	w.t.Helper()
	change := topology.Creation(object)
	if findings := engine.Check(w.Topology, change, engine.Everything); len(findings) > 0 {
		w.t.Fatalf("creating %q: %v", object.ID(), findings)
	}
	w.Apply(change)
	return object.ID()
}

// id returns the id of the object with that name, of which there is one.
func (w world) id(name string) topology.ID {
	w.t.Helper()
	var found []topology.ID
	for _, object := range w.All() {
		if topology.SameName(object.ID().Name(), name) {
			found = append(found, object.ID())
		}
	}
	if len(found) != 1 {
		w.t.Fatalf("%d objects are named %q: %q", len(found), name, found)
	}
	return found[0]
}

func (w world) protection(cloud string) topology.ID { return topology.ProtectionID(w.id(cloud)) }

// azure adds an Azure network with subnets of the names given.
func (w world) azure(name, location string, subnets ...string) topology.ID {
	w.t.Helper()
	id := w.arm(name)
	given := subnetsNamed(subnets...)
	for i := range given {
		given[i].AddressPrefix = fmt.Sprintf("10.0.%d.0/24", i)
	}
	return w.create(topology.NewAzureNetwork(id, location, given, false))
}

// arm returns the ARM id of a virtual network.
func (w world) arm(name string) topology.ID {
	w.t.Helper()
	id, err := topology.ParseID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/" + name)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func subnetsNamed(names ...string) []topology.Subnet {
	var subnets []topology.Subnet
	for _, name := range names {
		subnets = append(subnets, topology.Subnet{Name: name})
	}
	return subnets
}

// says reports whether the text has all the parts.
func says(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}
