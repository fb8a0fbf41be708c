package engine_test

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// withSubnet gives the target of the worked example one subnet.
func (w world) withSubnet(isolation topology.Isolation, subnet topology.Subnet) {
	w.t.Helper()
	logical := w.id("LogicalNetwork1-Shanghai")
	w.Put(topology.NewLogicalNetwork(logical.Server(), logical.Name(), isolation))
	w.Put(topology.NewVMNetwork(logical, "VMNetwork1-Shanghai", []topology.Subnet{subnet}))
}

// The addresses of a single adapter, rule by rule.
func TestAddresses(t *testing.T) {
	pool := topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.11"}}
	none := topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0/24"}
	whole := topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.1", Last: "10.0.0.254"}}
	six := topology.Subnet{Name: "web", AddressPrefix: "2001:db8::/64", Pool: &topology.Pool{First: "2001:db8::a", Last: "2001:db8::f"}}
	for _, tt := range []struct {
		what      string
		subnet    topology.Subnet
		isolation topology.Isolation
		asked     string
		rule      engine.AddressRule
		address   string
	}{
		{"A1: the pool holds the address", pool, topology.IsolationVLAN, "10.0.0.11", engine.SameAddress, "10.0.0.11"},
		{"A1: the pool does not hold the address", pool, topology.IsolationVLAN, "10.0.0.12", engine.NextFree, "10.0.0.10"},
		{"A1: the address is of another subnet", pool, topology.IsolationNone, "192.168.0.7", engine.NextFree, "10.0.0.10"},
		{"A5: a pool of the same prefix, which is how addresses are kept", whole, topology.IsolationVLAN, "10.0.0.77", engine.SameAddress, "10.0.0.77"},
		{"A1: IPv6", six, topology.IsolationNone, "2001:DB8::B", engine.SameAddress, "2001:db8::b"},
		{"A1: IPv4 asked for where there is IPv6", six, topology.IsolationNone, "10.0.0.10", engine.NextFree, "2001:db8::a"},
		{"A2: a static source and no pool", none, topology.IsolationNone, "10.0.0.11", engine.NoPool, ""},
		{"A2: network virtualization needs a pool for a static source", none, topology.IsolationNetworkVirtualization, "10.0.0.11", engine.NoPool, ""},
		{"A2: network virtualization needs a pool even for DHCP", none, topology.IsolationNetworkVirtualization, "", engine.NoPool, ""},
		{"A2: network virtualization with a pool, for DHCP", pool, topology.IsolationNetworkVirtualization, "", engine.NextFree, "10.0.0.10"},
		{"A3: DHCP is not managed", none, topology.IsolationVLAN, "", engine.DHCP, ""},
		{"A3: DHCP is not managed, pool or not", pool, topology.IsolationVLAN, "", engine.DHCP, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			w := build(t, corrected())
			w.withSubnet(tt.isolation, tt.subnet)
			landing, objections := engine.Failover(w.Topology, engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Subnet: "web", Address: tt.asked})
			if len(objections) > 0 {
				t.Fatal(objections)
			}
			address := ""
			if landing.Address.IsValid() {
				address = landing.Address.String()
			}
			if landing.AddressRule != tt.rule || address != tt.address {
				t.Errorf("the address is %q by %q, want %q by %q: %s", address, landing.AddressRule, tt.address, tt.rule, landing.Reason())
			}
		})
	}
}

// A2: a network without subnets has no pool either.
func TestA2NoSubnet(t *testing.T) {
	w := build(t, corrected())
	landing, _ := engine.Failover(w.Topology, engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Address: "10.0.0.1"})
	if landing.Outcome != engine.Connected || landing.SubnetRule != engine.NoSubnet || landing.AddressRule != engine.NoPool {
		t.Errorf("the landing is %+v", landing)
	}
}

// A4: the addresses of a failover to Azure.
func TestA4AddressesInAzure(t *testing.T) {
	for _, tt := range []struct {
		what    string
		prefix  string
		asked   string
		rule    engine.AddressRule
		address string
	}{
		{"nothing asked for: the first that is not reserved", "10.0.0.0/24", "", engine.NextFree, "10.0.0.4"},
		{"asked for", "10.0.0.0/24", "10.0.0.77", engine.Requested, "10.0.0.77"},
		{"not in the subnet", "10.0.0.0/24", "10.0.1.77", engine.NotInSubnet, ""},
		{"the first four are reserved", "10.0.0.0/24", "10.0.0.3", engine.NotInSubnet, ""},
		{"the fifth is not", "10.0.0.0/24", "10.0.0.4", engine.Requested, "10.0.0.4"},
		{"the last is reserved", "10.0.0.0/24", "10.0.0.255", engine.NotInSubnet, ""},
		{"the last but one is not", "10.0.0.0/24", "10.0.0.254", engine.Requested, "10.0.0.254"},
		{"the smallest subnet has three", "10.0.0.8/29", "10.0.0.14", engine.Requested, "10.0.0.14"},
		{"IPv6", "2001:db8::/64", "", engine.NextFree, "2001:db8::4"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			from := corrected()
			from.protections, from.mappings = nil, nil
			w := build(t, from)
			prod := w.azure("prod", "westeurope")
			w.Put(topology.NewAzureNetwork(prod, "westeurope", []topology.Subnet{{Name: "web", AddressPrefix: tt.prefix}}, false))
			w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
			landing, objections := engine.Failover(w.Topology, engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Subnet: "web", Address: tt.asked})
			if len(objections) > 0 {
				t.Fatal(objections)
			}
			address := ""
			if landing.Address.IsValid() {
				address = landing.Address.String()
			}
			if landing.AddressRule != tt.rule || address != tt.address || len(landing.Hosts) > 0 {
				t.Errorf("the address is %q by %q, want %q by %q: %s", address, landing.AddressRule, tt.address, tt.rule, landing.Reason())
			}
		})
	}

	t.Run("a network without subnets", func(t *testing.T) {
		from := corrected()
		from.protections, from.mappings = nil, nil
		w := build(t, from)
		w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
		w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.azure("prod", "westeurope"), topology.ID{}, nil))
		for _, tt := range []struct {
			asked  string
			rule   engine.AddressRule
			reason string
			want   expected
		}{
			{
				"", engine.PoolExhausted,
				"it has no subnets. Without a declared subnet, the Azure network has no address for it, so the failover fails.",
				expected{engine.PoolTooSmall, engine.Error, "", []string{
					"Azure network 'prod' has no subnets declared, so there is no address for the machines that land there. Their failover fails. Machines: 'vm'.",
					"Declare the subnets of Azure network 'prod'.",
				}},
			},
			{
				"10.0.0.4", engine.NotInSubnet,
				"it has no subnets. Without a declared subnet, the Azure network does not have the address 10.0.0.4, so the failover fails.",
				expected{engine.AddressUnavailable, engine.Error, "", []string{
					"Azure network 'prod' has no subnets declared, so the address 10.0.0.4 is not available there. The failover of the machine fails. Machines: 'vm'.",
					"Declare the subnets of Azure network 'prod'.",
				}},
			},
		} {
			plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": {
				Cloud: w.id("GoldCloud1"), Adapters: []engine.Adapter{{Source: w.id("VMNetwork1-Beijing"), Address: tt.asked}},
			}})
			landing := plan.Machines[0].Adapters[0]
			if landing.AddressRule != tt.rule || !strings.HasSuffix(landing.Reason(), tt.reason) {
				t.Errorf("for %q the rule is %q, want %q: %s", tt.asked, landing.AddressRule, tt.rule, landing.Reason())
			}
			w.check(t, plan.Findings, tt.want)
		}
	})
}

func TestAnAddressThatIsNone(t *testing.T) {
	w := build(t, corrected())
	for _, text := range []string{"ten", "10.0.0.0/24", "::ffff:10.0.0.1", "fe80::1%eth0"} {
		_, objections := engine.Failover(w.Topology, engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Address: text})
		w.check(t, objections, expected{engine.InvalidValue, engine.Error, "ip_address", []string{text, "is not an IP address", `such as "10.0.0.10"`}})
	}
}

// M9: replicas go on hosts of the protecting cloud that reach the mapped networks.
func TestM9Placement(t *testing.T) {
	w := build(t, corrected())
	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, nil))
	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	gold, silver := w.id("GoldCloud2"), w.id("SilverCloud2")
	one, two := w.id("LogicalNetwork1-Shanghai"), w.id("LogicalNetwork2-Shanghai")
	for name, host := range map[string][2][]topology.ID{
		"h1":  {{gold}, {one}},
		"h2":  {{gold, silver}, {one, two}},
		"h3":  {{silver}, {one, two}},
		"h4":  {{gold}, {two}},
		"h5":  {{gold}, nil},
		"H0b": {{gold}, {one, two}},
	} {
		w.create(topology.NewHost(w.sites["Shanghai"], name, host[0], host[1]))
	}
	hosts := func(ids []topology.ID) string {
		var names string
		for _, id := range ids {
			names += id.Name() + " "
		}
		return names
	}
	adapter := engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Cloud: w.id("GoldCloud1")}
	if landing, _ := engine.Failover(w.Topology, adapter); hosts(landing.Hosts) != "H0b h1 h2 " {
		t.Errorf("the hosts for VMNetwork1 are %s", hosts(landing.Hosts))
	}
	adapter.Source = w.id("VMNetwork2-Beijing")
	if landing, _ := engine.Failover(w.Topology, adapter); hosts(landing.Hosts) != "H0b h2 h4 " {
		t.Errorf("the hosts for VMNetwork2 are %s", hosts(landing.Hosts))
	}
	if landing, _ := engine.Failover(w.Topology, engine.Adapter{Source: adapter.Source}); len(landing.Hosts) > 0 {
		t.Errorf("without a cloud there are the hosts %s", hosts(landing.Hosts))
	}
	// A machine with several adapters needs a host that reaches all of them.
	plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": {
		Cloud: w.id("GoldCloud1"), Adapters: []engine.Adapter{{Source: w.id("VMNetwork1-Beijing")}, {Source: w.id("VMNetwork2-Beijing")}},
	}})
	if got := hosts(plan.Machines[0].Hosts); got != "H0b h2 " {
		t.Errorf("the hosts for the machine are %s", got)
	}
}
