package engine_test

import (
	"slices"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Everything that would hurt, one thing at a time, on the worked example, which
// is ready.
func TestReadiness(t *testing.T) {
	const a1, a2, b1, b2 = "VMNetwork1-Beijing", "VMNetwork2-Beijing", "VMNetwork1-Shanghai", "VMNetwork2-Shanghai"
	network := func(w world, name string, subnets ...topology.Subnet) {
		present, _ := w.VMNetwork(w.id(name))
		w.Put(topology.NewVMNetwork(present.LogicalNetwork, name, subnets))
	}
	mapping := func(source, target string) func(world) {
		return func(w world) { w.Put(topology.NewMapping(w.id(source), w.id(target), topology.ID{}, nil)) }
	}
	subnet := func(name, prefix string, pool ...string) topology.Subnet {
		subnet := topology.Subnet{Name: name, AddressPrefix: prefix}
		if len(pool) > 0 {
			subnet.Pool = &topology.Pool{First: pool[0], Last: pool[1]}
		}
		return subnet
	}
	for _, tt := range []struct {
		what     string
		before   []func(world)
		ready    bool
		networks int
		covered  int
		findings []expected
	}{
		{"the worked example is ready", nil, true, 1, 1, nil},
		{"M1: a protected network without a mapping", []func(world){func(w world) { w.give("GoldCloud1", "LogicalNetwork2-Beijing") }}, false, 2, 1, []expected{
			{engine.UnmappedNetwork, engine.Error, "", []string{"VM network 'VMNetwork2-Beijing' is not mapped to VMM server 'VMM-Shanghai'", "'GoldCloud1'", "connected to no network", "Map VM network 'VMNetwork2-Beijing' to a network of VMM server 'VMM-Shanghai'"}},
		}},
		{"M4: a mapping that serves only some", []func(world){mapping(a1, b2), mapping(b2, a1), func(w world) {
			w.Remove(topology.MappingID(w.id(b1), w.sites["Beijing"]))
		}}, false, 1, 0, []expected{
			{engine.ServesOnlySome, engine.Error, "target_network_id", []string{"machines of cloud 'SilverCloud1': cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai'"}},
		}},
		{"M6: no way back", []func(world){func(w world) { w.Remove(topology.MappingID(w.id(b1), w.sites["Beijing"])) }}, true, 1, 1, []expected{
			{engine.NoWayBack, engine.Warning, "", []string{"VM network 'VMNetwork1-Shanghai' to VM network 'VMNetwork1-Beijing'"}},
		}},
		{"failback 5: the way back leads elsewhere", []func(world){mapping(b1, a2)}, true, 1, 1, []expected{
			{engine.WayBackElsewhere, engine.Warning, "", []string{"that one to VM network 'VMNetwork2-Beijing'", "Map VM network 'VMNetwork1-Shanghai' to VM network 'VMNetwork1-Beijing', unless the machines are meant to move."}},
			{engine.NoWayBack, engine.Warning, "", nil},
			{engine.UnusedMapping, engine.Warning, "", nil}, // no protected cloud uses VMNetwork2-Beijing
		}},
		{"M7: several networks share a target", []func(world){
			func(w world) { w.give("GoldCloud1", "LogicalNetwork2-Beijing") }, mapping(a2, b1),
		}, true, 2, 2, []expected{
			{engine.WayBackElsewhere, engine.Warning, "", []string{"Map VM network 'VMNetwork2-Beijing' to a target of its own", "only one network can have its way back from VM network 'VMNetwork1-Shanghai'"}},
			{engine.SharedTarget, engine.Warning, "", []string{"VM network 'VMNetwork1-Shanghai' is the target of several networks: 'VMNetwork1-Beijing', 'VMNetwork2-Beijing'"}},
		}},
		{"M10: first subnet, as none has the same name", []func(world){func(w world) {
			network(w, a1, subnet("web", ""), subnet("db", ""), subnet("mgmt", ""))
			network(w, b1, subnet("dmz", ""), subnet("DB", ""))
		}}, true, 1, 1, []expected{
			{engine.FirstSubnetUsed, engine.Warning, "", []string{"subnets of VM network 'VMNetwork1-Beijing': 'web', 'mgmt'", "its first subnet, 'dmz'"}},
			{engine.FirstSubnetUsed, engine.Warning, "", []string{"subnets of VM network 'VMNetwork1-Shanghai': 'dmz'"}},
		}},
		{"A2: static addresses and no pool", []func(world){func(w world) {
			network(w, a1, subnet("web", "10.0.0.0/24", "10.0.0.10", "10.0.0.20"))
			network(w, b1, subnet("web", "10.0.0.0/24"))
		}}, false, 1, 1, []expected{
			{engine.PoolMissing, engine.Error, "", []string{"Subnet 'web' of VM network 'VMNetwork1-Shanghai' has no static IP pool", "machines with static addresses land there"}},
		}},
		{"A2: network virtualization and no pool", []func(world){func(w world) {
			w.Put(topology.NewLogicalNetwork(w.sites["Shanghai"], "LogicalNetwork1-Shanghai", topology.IsolationNetworkVirtualization))
		}}, false, 1, 1, []expected{
			{engine.PoolMissing, engine.Error, "", []string{"VM network 'VMNetwork1-Shanghai' has no subnet", "network virtualization always needs one"}},
		}},
		{"A1: a pool that is too small", []func(world){func(w world) {
			network(w, a1, subnet("web", "10.0.0.0/24", "10.0.0.10", "10.0.0.20"), subnet("db", "10.0.1.0/24", "10.0.1.10", "10.0.1.20"))
			network(w, b1, subnet("web", "10.0.0.0/24", "10.0.0.10", "10.0.0.30"))
		}}, true, 1, 1, []expected{
			{engine.FirstSubnetUsed, engine.Warning, "", nil},
			{engine.PoolTooSmall, engine.Warning, "", []string{"have 22 addresses", "subnet 'web' of VM network 'VMNetwork1-Shanghai', has 21"}},
			{engine.PoolTooSmall, engine.Warning, "", []string{"have 21 addresses", "has 11"}}, // and on the way back
		}},
		{"M9: no host reaches the target", []func(world){func(w world) {
			w.create(topology.NewHost(w.sites["Shanghai"], "h1", []topology.ID{w.id("GoldCloud2")}, []topology.ID{w.id("LogicalNetwork1-Shanghai")}))
			w.create(topology.NewHost(w.sites["Shanghai"], "h2", []topology.ID{w.id("SilverCloud2")}, []topology.ID{w.id("LogicalNetwork2-Shanghai")}))
		}}, false, 1, 1, []expected{
			{engine.NoHost, engine.Error, "", []string{"No host that serves cloud 'SilverCloud2' reaches these networks that its replicas connect to: 'VMNetwork1-Shanghai'", "Connect a host of that cloud to logical network 'LogicalNetwork1-Shanghai'."}},
		}},
		{"test network equals production network", []func(world){func(w world) {
			w.Put(topology.NewMapping(w.id(a1), w.id(b1), w.id(b1), nil))
		}}, true, 1, 1, []expected{{engine.TestOnProduction, engine.Warning, "test_network_id", []string{"is its target, VM network 'VMNetwork1-Shanghai'"}}}},
		{"M3: a mapping that no protection uses", []func(world){mapping(a2, b2), mapping(b2, a2)}, true, 1, 1, []expected{
			{engine.UnusedMapping, engine.Warning, "", []string{"No cloud that uses VM network 'VMNetwork2-Beijing' replicates to VMM server 'VMM-Shanghai'"}},
			{engine.UnusedMapping, engine.Warning, "", nil},
		}},
		{"nothing is protected", []func(world){func(w world) {
			for _, cloud := range []string{"GoldCloud1", "SilverCloud1"} {
				w.Remove(w.protection(cloud))
			}
		}}, true, 0, 0, []expected{{engine.UnusedMapping, engine.Warning, "", nil}, {engine.UnusedMapping, engine.Warning, "", nil}}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			w := build(t, corrected())
			for _, before := range tt.before {
				before(w)
			}
			readiness, objections := engine.JudgeReadiness(w.Topology, topology.ID{})
			if len(objections) > 0 {
				t.Fatal(objections)
			}
			w.check(t, readiness.Findings, tt.findings...)
			if readiness.Ready() != tt.ready || readiness.Networks != tt.networks || readiness.Covered != tt.covered {
				t.Errorf("ready is %v with %d of %d networks, want %v with %d of %d",
					readiness.Ready(), readiness.Covered, readiness.Networks, tt.ready, tt.covered, tt.networks)
			}
			want := 1.0
			if tt.networks > 0 {
				want = float64(tt.covered) / float64(tt.networks)
			}
			if readiness.Coverage() != want {
				t.Errorf("the coverage is %v, want %v", readiness.Coverage(), want)
			}
		})
	}
}

// M2, M11, A5: readiness of what goes to Azure.
func TestReadinessToAzure(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	w.create(topology.NewProtection(w.id("SilverCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	judge := func(want ...expected) {
		t.Helper()
		readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
		w.check(t, readiness.Findings, want...)
	}
	judge(expected{engine.UnmappedNetwork, engine.Error, "", []string{
		"is not mapped to Azure", "'GoldCloud1', 'SilverCloud1'", "will reach only the machines of its own recovery plan", "to an Azure network",
	}})
	far := w.azure("far", "eastus")
	w.Put(topology.NewMapping(w.id("VMNetwork1-Beijing"), far, topology.ID{}, nil))
	judge(expected{engine.ServesOnlySome, engine.Error, "target_network_id", []string{"'eastus'", "in the region that the clouds replicate to"}})

	w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "VMNetwork1-Beijing", []topology.Subnet{
		{Name: "web", AddressPrefix: "10.0.0.0/24"}, {Name: "db", AddressPrefix: "10.0.1.0/24"},
	}))
	w.Put(topology.NewAzureNetwork(far, "westeurope", []topology.Subnet{{Name: "web", AddressPrefix: "10.0.0.0/25"}}, true))
	judge(
		expected{engine.FirstSubnetUsed, engine.Warning, "", []string{"'db'", "its first subnet, 'web'"}},
		expected{engine.OverlapBehindGateway, engine.Warning, "", []string{"Azure network 'far' has a gateway", "'web' (10.0.0.0/24) and 'web' (10.0.0.0/25)"}},
	)
	// M7, documented for Azure.
	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), far, topology.ID{}, nil))
	readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
	if !slices.ContainsFunc(readiness.Findings, func(f engine.Finding) bool {
		return f.Code == engine.SharedTarget && f.Subject.Same(far) && f.Severity == engine.Warning
	}) {
		t.Errorf("nothing is said of the shared target: %v", readiness.Findings)
	}
}

// A4: static addresses that the Azure network does not give out. Whether machines
// ask for them is not known.
func TestReadinessOfAddressesInAzure(t *testing.T) {
	for _, tt := range []struct {
		what, prefix string
		pool         topology.Pool
		says         string
	}{
		{"all of the pool can be given", "10.0.0.0/24", topology.Pool{First: "10.0.0.4", Last: "10.0.0.254"}, ""},
		{
			"another prefix", "10.9.0.0/24",
			topology.Pool{First: "10.0.0.10", Last: "10.0.0.20"},
			"10.0.0.10–10.0.0.20 of subnet 'web': their machines land on subnet 'app', which gives out 10.9.0.4–10.9.0.254",
		},
		{"the first is reserved", "10.0.0.0/24", topology.Pool{First: "10.0.0.3", Last: "10.0.0.20"}, "which gives out 10.0.0.4–10.0.0.254"},
		{"the last is reserved", "10.0.0.0/24", topology.Pool{First: "10.0.0.10", Last: "10.0.0.255"}, "which gives out 10.0.0.4–10.0.0.254"},
		{"another family", "2001:db8::/120", topology.Pool{First: "10.0.0.10", Last: "10.0.0.20"}, "which gives out 2001:db8::4–2001:db8::fe"},
		{
			"no subnet", "",
			topology.Pool{First: "10.0.0.10", Last: "10.0.0.20"},
			"10.0.0.10–10.0.0.20 of subnet 'web': the Azure network has no subnets declared",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			from := corrected()
			from.protections, from.mappings = nil, nil
			w := build(t, from)
			w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
			w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "VMNetwork1-Beijing", []topology.Subnet{
				{Name: "web", Pool: &tt.pool}, {Name: "dhcp", AddressPrefix: "10.0.7.0/24"},
			}))
			prod := w.azure("prod", "westeurope")
			var subnets []topology.Subnet
			if tt.prefix != "" {
				subnets = []topology.Subnet{{Name: "app", AddressPrefix: tt.prefix}}
			}
			w.Put(topology.NewAzureNetwork(prod, "westeurope", subnets, false))
			w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
			readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
			readiness.Findings = slices.DeleteFunc(readiness.Findings, func(f engine.Finding) bool { return f.Code == engine.FirstSubnetUsed })
			var want []expected
			if tt.says != "" {
				want = []expected{{engine.AddressUnavailable, engine.Warning, "", []string{
					"VM network 'VMNetwork1-Beijing' has static addresses, all or some of which Azure network 'prod' cannot give out", tt.says,
					"The failover of a machine that asks for such an address fails.",
				}}}
			}
			w.check(t, readiness.Findings, want...)
		})
	}
}

// A5: addresses are in two places only where the prefixes overlap and a gateway
// makes both reachable.
func TestA5Overlap(t *testing.T) {
	for _, tt := range []struct {
		what           string
		source, target string
		gateway        bool
		warns          bool
	}{
		{"the whole subnet moves, and nothing leads to the source", "10.0.0.0/24", "10.0.0.0/24", false, false},
		{"the whole subnet moves, and a gateway leads to the source", "10.0.0.0/24", "10.0.0.0/24", true, true},
		{"one prefix is within the other", "10.0.0.0/16", "10.0.7.0/24", true, true},
		{"the prefixes are neighbours", "10.0.0.0/24", "10.0.1.0/24", true, false},
		{"IPv6", "2001:db8::/64", "2001:db8::/64", true, true},
	} {
		t.Run(tt.what, func(t *testing.T) {
			from := corrected()
			from.protections, from.mappings = nil, nil
			w := build(t, from)
			w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
			w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "VMNetwork1-Beijing", []topology.Subnet{{Name: "web", AddressPrefix: tt.source}}))
			prod := w.azure("prod", "westeurope")
			w.Put(topology.NewAzureNetwork(prod, "westeurope", []topology.Subnet{{Name: "web", AddressPrefix: tt.target}}, tt.gateway))
			w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
			var want []expected
			if tt.warns {
				want = []expected{{engine.OverlapBehindGateway, engine.Warning, "", []string{tt.source, tt.target}}}
			}
			readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
			w.check(t, readiness.Findings, want...)
		})
	}
}

// M7 and M11: in Azure, the networks of one machine have to share their target.
func TestM7SharedTargetInAzure(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	prod := w.azure("prod", "westeurope")
	for _, network := range []string{"VMNetwork1-Beijing", "VMNetwork2-Beijing"} {
		w.create(topology.NewMapping(w.id(network), prod, topology.ID{}, nil))
	}
	readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
	w.check(t, slices.DeleteFunc(readiness.Findings, func(f engine.Finding) bool { return f.Code != engine.SharedTarget }),
		expected{engine.SharedTarget, engine.Warning, "", []string{
			"Azure network 'prod' is the target of several networks: 'VMNetwork1-Beijing', 'VMNetwork2-Beijing'.",
			"But networks that one machine has adapters on have to share their target",
		}})
}

// The part of the topology that one server replicates from.
func TestReadinessOfOneServer(t *testing.T) {
	w := build(t, corrected())
	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	for site, want := range map[string]int{"Beijing": 2, "Shanghai": 0} {
		readiness, _ := engine.JudgeReadiness(w.Topology, w.sites[site])
		if readiness.Networks != want || readiness.Ready() != (site == "Shanghai") {
			t.Errorf("%s has %d protected networks and is ready: %v", site, readiness.Networks, readiness.Ready())
		}
	}
	_, objections := engine.JudgeReadiness(w.Topology, topology.ServerID("absent"))
	w.check(t, objections, expected{engine.UnknownReference, engine.Error, "source_server_id", nil})
}

// A network that is for tests alone needs no mapping, and belongs elsewhere.
func TestUnmappedTestNetwork(t *testing.T) {
	w := build(t, corrected())
	test := w.create(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "Test", nil))
	w.Put(topology.NewMapping(w.id("VMNetwork1-Shanghai"), w.id("VMNetwork1-Beijing"), test, nil))
	readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
	i := slices.IndexFunc(readiness.Findings, func(f engine.Finding) bool { return f.Code == engine.UnmappedNetwork && f.Subject.Same(test) })
	if i < 0 {
		t.Fatalf("readiness says %v", readiness.Findings)
	}
	w.check(t, readiness.Findings[i:i+1], expected{engine.UnmappedNetwork, engine.Error, "", []string{
		"Map VM network 'Test' to a network of VMM server 'VMM-Shanghai'. It is the test network of VM network 'VMNetwork1-Shanghai': " +
			"if no machines are on it but in tests, put it on a logical network that no protected cloud has.",
	}})
}
