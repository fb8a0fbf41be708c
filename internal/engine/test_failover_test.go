package engine_test

import (
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Chapter 5: the network of a test is chosen apart from the mapping.
func TestTryFailover(t *testing.T) {
	const b1, b2 = "VMNetwork1-Shanghai", "VMNetwork2-Shanghai"
	isolate := func(name string, isolation topology.Isolation) func(world) {
		return func(w world) { w.Put(topology.NewLogicalNetwork(w.sites["Shanghai"], name, isolation)) }
	}
	onVLAN := isolate("LogicalNetwork1-Shanghai", topology.IsolationVLAN)
	for _, tt := range []struct {
		what      string
		before    []func(world)
		network   string
		cloud     string
		subnet    string
		address   string
		spans     []string
		connected bool
		target    string
		lands     string
		reason    string
		findings  []expected
	}{
		{what: "none"},
		{what: "an existing network", network: b2, cloud: "GoldCloud1", connected: true, target: b2},
		{what: "an existing network, without a cloud", network: b2, connected: true, target: b2},
		{
			what: "the test network of the mapping", cloud: "GoldCloud1", connected: true, target: b2,
			before: []func(world){func(w world) {
				w.Put(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id(b1), w.id(b2), nil))
			}},
		},
		{what: "created from a logical network", network: "LogicalNetwork2-Shanghai", cloud: "GoldCloud1", connected: true},
		{
			what: "created from a logical network that the cloud does not have", network: "LogicalNetwork2-Shanghai", cloud: "SilverCloud1",
			findings: []expected{{engine.TargetNotAvailable, engine.Error, "test_network_id", []string{"Cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai'"}}},
		},
		{
			what: "an existing network that the cloud does not use", network: b2, cloud: "SilverCloud1",
			findings: []expected{{engine.TargetNotAvailable, engine.Error, "test_network_id", []string{"does not have logical network 'LogicalNetwork2-Shanghai'", "available for cloud 'SilverCloud1'"}}},
		},
		{
			what: "a network of the wrong site", network: "VMNetwork2-Beijing", cloud: "GoldCloud1",
			findings: []expected{{engine.OtherFabric, engine.Error, "test_network_id", []string{"replicates to VMM server 'VMM-Shanghai'", "Test on a network of VMM server 'VMM-Shanghai'"}}},
		},
		{
			what: "a network of the wrong site, without a cloud", network: "VMNetwork2-Beijing",
			findings: []expected{{engine.OtherFabric, engine.Error, "test_network_id", []string{
				"VM network 'VMNetwork1-Beijing' is mapped to VMM server 'VMM-Shanghai', so its replicas are there, but VM network 'VMNetwork2-Beijing' is on VMM server 'VMM-Beijing'.",
				"Test on a network of VMM server 'VMM-Shanghai'.",
			}}},
		},
		{
			what: "created from a logical network of the wrong site, without a cloud", network: "LogicalNetwork1-Beijing",
			findings: []expected{{engine.OtherFabric, engine.Error, "test_network_id", []string{"but logical network 'LogicalNetwork1-Beijing' is on VMM server 'VMM-Beijing'"}}},
		},
		{
			what: "a network of neither of two fabrics", network: "VMNetwork2-Beijing",
			before: []func(world){func(w world) {
				w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.azure("prod", "westeurope"), topology.ID{}, nil))
			}},
			findings: []expected{{engine.OtherFabric, engine.Error, "test_network_id", []string{
				"is mapped to VMM server 'VMM-Shanghai' and Azure, so", "Test on a network of VMM server 'VMM-Shanghai' or an Azure network.",
			}}},
		},
		{
			what: "a network of one of two fabrics", network: b2, connected: true, target: b2,
			before: []func(world){func(w world) {
				w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.azure("prod", "westeurope"), topology.ID{}, nil))
			}},
		},
		{
			what: "a network of the source's own server, where it is not mapped anywhere", network: "VMNetwork2-Beijing", connected: true, target: "VMNetwork2-Beijing",
			before: []func(world){func(w world) {
				w.Apply(topology.Deletion(topology.MappingID(w.id("VMNetwork1-Beijing"), w.sites["Shanghai"])))
			}},
		},
		{
			what: "a network of the source's own server, which has both sites", network: "VMNetwork2-Beijing", connected: true, target: "VMNetwork2-Beijing",
			before: []func(world){func(w world) {
				w.Apply(topology.Deletion(topology.MappingID(w.id("VMNetwork1-Beijing"), w.sites["Shanghai"])))
				w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "replicas", nil))
				w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), topology.VMNetworkID(w.sites["Beijing"], "replicas"), topology.ID{}, nil))
			}},
		},
		{
			what: "the source itself, where one server has both sites", network: "VMNetwork1-Beijing",
			before: []func(world){func(w world) {
				w.Apply(topology.Deletion(topology.MappingID(w.id("VMNetwork1-Beijing"), w.sites["Shanghai"])))
			}},
			findings: []expected{{engine.TargetNotAvailable, engine.Error, "test_network_id", []string{
				"VM network 'VMNetwork1-Beijing' is the network that the machine itself is on: no replica is connected to it.", "isolated from production",
			}}},
		},
		{
			what: "a cloud that is not protected", network: b2, cloud: "GoldCloud2",
			findings: []expected{{engine.UnprotectedCloud, engine.Error, "cloud_id", []string{"Cloud 'GoldCloud2' is not protected"}}},
		},
		{
			what: "a cloud that does not use the source", network: b2, cloud: "GoldCloud1",
			before:   []func(world){func(w world) { w.Put(topology.NewCloud(w.sites["Beijing"], "GoldCloud1", nil)) }},
			findings: []expected{{engine.NetworkNotInCloud, engine.Error, "cloud_id", []string{"does not use VM network 'VMNetwork1-Beijing'"}}},
		},
		{
			what: "do not test onto the mapped network: it works, and does harm", network: b1, cloud: "GoldCloud1", connected: true, target: b1,
			reason:   "The test uses VM network 'VMNetwork1-Shanghai'; it has no subnets. Do not run it: it puts copies of the machines beside the real ones.",
			findings: []expected{{engine.TestOnProduction, engine.Error, "test_network_id", []string{"VM network 'VMNetwork1-Shanghai' is the network that VM network 'VMNetwork1-Beijing' is mapped to", "isolated from production"}}},
		},
		{
			what: "a recovery plan over several networks", network: b2, cloud: "GoldCloud1", spans: []string{"VMNetwork1-Beijing", "VMNetwork2-Beijing"},
			reason:   "The test cannot work: see the findings.",
			findings: []expected{{engine.TestSpansNetworks, engine.Error, "recovery_plan_network_ids", []string{"spans 2 VM networks", "give a logical network as test_network_id"}}},
		},
		{
			what: "a recovery plan over several networks, onto the mapped network", network: b1, cloud: "GoldCloud1", spans: []string{"VMNetwork1-Beijing", "VMNetwork2-Beijing"},
			reason: "The test cannot work: see the findings.",
			findings: []expected{
				{engine.TestOnProduction, engine.Error, "test_network_id", nil},
				{engine.TestSpansNetworks, engine.Error, "recovery_plan_network_ids", nil},
			},
		},
		{what: "a recovery plan over one network", network: b2, cloud: "GoldCloud1", spans: []string{"VMNetwork1-Beijing"}, connected: true, target: b2},
		{what: "a recovery plan over several networks, created", network: "LogicalNetwork2-Shanghai", cloud: "GoldCloud1", spans: []string{"VMNetwork1-Beijing", "VMNetwork2-Beijing"}, connected: true},
		{
			what: "network virtualization for DHCP on a VLAN", network: b2, cloud: "GoldCloud1",
			before:   []func(world){onVLAN, isolate("LogicalNetwork2-Shanghai", topology.IsolationNetworkVirtualization)},
			findings: []expected{{engine.TestIsolation, engine.Error, "test_network_id", []string{"uses network virtualization (logical network 'LogicalNetwork2-Shanghai')", "is on a VLAN and uses DHCP"}}},
		},
		{
			what: "network virtualization for a static address on a VLAN", network: b2, cloud: "GoldCloud1", address: "10.0.0.1", connected: true, target: b2,
			before: []func(world){onVLAN, isolate("LogicalNetwork2-Shanghai", topology.IsolationNetworkVirtualization)},
		},
		{
			what: "network virtualization for a replica without isolation", network: b2, cloud: "GoldCloud1", address: "10.0.0.1",
			before:   []func(world){isolate("LogicalNetwork2-Shanghai", topology.IsolationNetworkVirtualization)},
			findings: []expected{{engine.TestIsolation, engine.Error, "test_network_id", []string{"has no isolation"}}},
		},
		{
			what: "created with network virtualization for a replica without isolation", network: "LogicalNetwork2-Shanghai", cloud: "GoldCloud1",
			before:   []func(world){isolate("LogicalNetwork2-Shanghai", topology.IsolationNetworkVirtualization)},
			findings: []expected{{engine.TestIsolation, engine.Error, "test_network_id", []string{"has no isolation"}}},
		},
		{
			what: "network virtualization for network virtualization", network: b2, cloud: "GoldCloud1", connected: true, target: b2,
			before: []func(world){
				isolate("LogicalNetwork1-Shanghai", topology.IsolationNetworkVirtualization),
				isolate("LogicalNetwork2-Shanghai", topology.IsolationNetworkVirtualization),
			},
		},
		{
			what: "on a VMM server, the first subnet is the network's first", network: b2, cloud: "GoldCloud1", subnet: "x", connected: true, target: b2, lands: "web",
			before: []func(world){func(w world) {
				w.Put(topology.NewVMNetwork(w.id("LogicalNetwork2-Shanghai"), b2, subnetsNamed("web", "app")))
			}},
		},
		{
			what: "a subnet that the source does not have either", network: b2, cloud: "GoldCloud1", subnet: "wbe", connected: true, target: b2, lands: "app",
			before: []func(world){func(w world) {
				w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), "VMNetwork1-Beijing", subnetsNamed("web")))
				w.Put(topology.NewVMNetwork(w.id("LogicalNetwork2-Shanghai"), b2, subnetsNamed("app")))
			}},
			findings: []expected{{engine.NoSuchSubnet, engine.Warning, "subnet_name", []string{
				"VM network 'VMNetwork1-Beijing' has no subnet named 'wbe'; its subnets are 'web'", "VM network 'VMNetwork2-Shanghai' has none of that name either", "Correct subnet_name",
			}}},
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			w := build(t, corrected())
			for _, before := range tt.before {
				before(w)
			}
			test := engine.TestFailover{Adapter: engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Subnet: tt.subnet, Address: tt.address}}
			if tt.network != "" {
				test.Network = w.id(tt.network)
			}
			if tt.cloud != "" {
				test.Cloud = w.id(tt.cloud)
			}
			for _, name := range tt.spans {
				test.RecoveryPlan = append(test.RecoveryPlan, w.id(name))
			}
			landing, objections := engine.TryFailover(w.Topology, test)
			if len(objections) > 0 {
				t.Fatal(objections)
			}
			w.check(t, landing.Findings, tt.findings...)
			if landing.Connected != tt.connected || landing.Target.Name() != tt.target || landing.Subnet != tt.lands || landing.Reason == "" {
				t.Errorf("connected is %v, to %q, subnet %q: %s", landing.Connected, landing.Target.Name(), landing.Subnet, landing.Reason)
			}
			if tt.reason != "" && landing.Reason != tt.reason {
				t.Errorf("the reason is %q, want %q", landing.Reason, tt.reason)
			}
		})
	}
}

// Chapter 5 and M10: to Azure, the first subnet is the first of the alphabet.
func TestTryFailoverToAzure(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	subnets := []topology.Subnet{{Name: "web", AddressPrefix: "10.0.0.0/24"}, {Name: "App", AddressPrefix: "10.0.1.0/24"}}
	network := func(name, location string, gateway bool, subnets []topology.Subnet) topology.ID {
		id := w.azure(name, location)
		w.Put(topology.NewAzureNetwork(id, location, subnets, gateway))
		return id
	}
	prod := network("prod", "westeurope", true, subnets)
	twin := network("twin", "westeurope", false, subnets)
	bare := network("bare", "westeurope", true, []topology.Subnet{{Name: "web", AddressPrefix: "10.9.0.0/24"}})
	far := network("far", "eastus", false, subnets)
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
	plan := []topology.ID{w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Beijing")} // which several networks may share
	for _, tt := range []struct {
		what      string
		network   topology.ID
		subnet    string
		connected bool
		lands     string
		rule      engine.SubnetRule
		findings  []expected
	}{
		{"a network like production, the same name", twin, "WEB", true, "web", engine.SameName, nil},
		{"a network like production, no such name", twin, "db", true, "App", engine.FirstSubnet, nil},
		{"a network unlike production, and not isolated", bare, "web", true, "web", engine.SameName, []expected{
			{engine.TestNetworkUnlike, engine.Warning, "test_network_id", []string{"'web' (10.0.0.0/24)", "'App' (10.0.1.0/24)", "Azure network 'prod'"}},
			{engine.TestNotIsolated, engine.Warning, "test_network_id", []string{"has a gateway to on-premises"}},
		}},
		{"production itself", prod, "web", true, "web", engine.SameName, []expected{
			{engine.TestOnProduction, engine.Error, "test_network_id", nil},
			{engine.TestNotIsolated, engine.Warning, "test_network_id", nil},
		}},
		{"another region", far, "web", false, "", "", []expected{{engine.OtherRegion, engine.Error, "test_network_id", []string{"is in 'eastus'"}}}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			landing, objections := engine.TryFailover(w.Topology, engine.TestFailover{
				Adapter: engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Cloud: w.id("GoldCloud1"), Subnet: tt.subnet}, Network: tt.network, RecoveryPlan: plan,
			})
			if len(objections) > 0 {
				t.Fatal(objections)
			}
			w.check(t, landing.Findings, tt.findings...)
			if tt.rule == engine.FirstSubnet && !says(landing.Reason, []string{"no subnet named 'db', so the first of its subnets in the alphabet, 'App', is used"}) {
				t.Errorf("the reason is %q", landing.Reason)
			}
			if landing.Connected != tt.connected || landing.Subnet != tt.lands || landing.SubnetRule != tt.rule {
				t.Errorf("connected is %v, subnet %q by %q: %s", landing.Connected, landing.Subnet, landing.SubnetRule, landing.Reason)
			}
		})
	}
}

func TestTryFailoverOfWhatIsNotThere(t *testing.T) {
	w := build(t, corrected())
	source := w.id("VMNetwork1-Beijing")
	absent := topology.VMNetworkID(w.sites["Shanghai"], "absent")
	w.create(topology.NewMapping(source, w.azure("prod", "westeurope"), topology.ID{}, nil))
	for attribute, test := range map[string]engine.TestFailover{
		"source_network_id":         {Adapter: engine.Adapter{Source: absent}},
		"cloud_id":                  {Adapter: engine.Adapter{Source: source, Cloud: absent}},
		"test_network_id":           {Adapter: engine.Adapter{Source: source}, Network: absent},
		"recovery_plan_network_ids": {Adapter: engine.Adapter{Source: source}, Network: w.id("VMNetwork2-Shanghai"), RecoveryPlan: []topology.ID{absent}},
		"ip_address":                {Adapter: engine.Adapter{Source: source, Address: "ten"}, Network: w.id("VMNetwork2-Shanghai")},
	} {
		_, objections := engine.TryFailover(w.Topology, test)
		if len(objections) != 1 || objections[0].Attribute.String() != attribute {
			t.Errorf("%s: the objections are %v", attribute, objections)
		}
	}
	// Mapped to two fabrics, and nothing says which is meant.
	_, objections := engine.TryFailover(w.Topology, engine.TestFailover{Adapter: engine.Adapter{Source: source}})
	w.check(t, objections, expected{engine.Ambiguous, engine.Error, "cloud_id", nil})
}
