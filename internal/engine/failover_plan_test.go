package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// machine is a machine of a cloud with an adapter for each network; behind the
// network's name may come its subnet and its address.
func (w world) machine(cloud string, adapters ...string) engine.Machine {
	machine := engine.Machine{Cloud: w.id(cloud)}
	for _, text := range adapters {
		fields := append(strings.Fields(text), "", "")
		machine.Adapters = append(machine.Adapters, engine.Adapter{Source: w.id(fields[0]), Subnet: fields[1], Address: fields[2]})
	}
	return machine
}

func summary(plan engine.FailoverPlan) string {
	var lines []string
	for _, machine := range plan.Machines {
		line := fmt.Sprintf("%s %v", machine.Name, machine.Connected)
		for _, adapter := range machine.Adapters {
			line += fmt.Sprintf(" [%s %s %s %s]", adapter.Outcome, adapter.Target.Name(), adapter.AddressRule, adapter.Address)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// A1: an address is given once, to machines in the order of their names.
func TestA1AddressesAreGivenOnce(t *testing.T) {
	w := build(t, corrected())
	w.withSubnet(topology.IsolationVLAN, topology.Subnet{
		Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.13"},
	})
	plan, objections := engine.PlanFailover(w.Topology, map[string]engine.Machine{
		"b":  w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.10"),                                       // taken by a
		"a":  w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.9.9.9"),                                        // gets the first
		"c":  w.machine("SilverCloud1", "VMNetwork1-Beijing WEB 10.0.0.12", "VMNetwork1-Beijing web 10.0.0.12"), // only once
		"d":  w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.13"),                                       // all are gone
		"e":  w.machine("GoldCloud1", "VMNetwork1-Beijing web"),                                                 // DHCP
		"b2": w.machine("GoldCloud1", "VMNetwork2-Beijing"),                                                     // not on a network of its cloud
	})
	if len(objections) > 0 {
		t.Fatal(objections)
	}
	want := strings.Join([]string{
		"a true [connected VMNetwork1-Shanghai next_free 10.0.0.10]",
		"b true [connected VMNetwork1-Shanghai next_free 10.0.0.11]",
		"b2 false [not_in_cloud   invalid IP]",
		"c true [connected VMNetwork1-Shanghai same_address 10.0.0.12] [connected VMNetwork1-Shanghai next_free 10.0.0.13]",
		"d true [connected VMNetwork1-Shanghai pool_exhausted invalid IP]",
		"e true [connected VMNetwork1-Shanghai dhcp invalid IP]",
	}, "\n")
	if got := summary(plan); got != want {
		t.Errorf("the plan is\n%s\nwant\n%s", got, want)
	}
	if want := (engine.FailoverTotals{Machines: 6, Connected: 5, Unconnected: 1, Failed: 1, AddressAtRisk: 4}); plan.Totals != want {
		t.Errorf("the totals are %+v, want %+v", plan.Totals, want)
	}
	w.check(t, plan.Findings,
		expected{engine.NetworkNotInCloud, engine.Error, "", []string{"Cloud 'GoldCloud1' does not use VM network 'VMNetwork2-Beijing'", "Machines: 'b2'"}},
		expected{engine.PoolTooSmall, engine.Error, "", []string{"not enough addresses on VM network 'VMNetwork1-Shanghai', subnet 'web'", "Machines: 'd'"}})
}

// A4: in Azure too.
func TestA4AddressesAreGivenOnceInAzure(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	prod := w.azure("prod", "westeurope")
	w.Put(topology.NewAzureNetwork(prod, "westeurope", []topology.Subnet{{Name: "web", AddressPrefix: "10.0.0.0/29"}}, false))
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
	plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{
		"a": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.5"),
		"b": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.5"),
		"c": w.machine("GoldCloud1", "VMNetwork1-Beijing web", "VMNetwork1-Beijing web"),
		"d": w.machine("GoldCloud1", "VMNetwork1-Beijing db"),
		"e": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.7"),
		"f": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.8"),
	})
	want := strings.Join([]string{
		"a true [connected prod requested 10.0.0.5]",
		"b true [connected prod not_in_subnet invalid IP]",
		"c true [connected prod next_free 10.0.0.4] [connected prod next_free 10.0.0.6]",
		"d true [connected prod pool_exhausted invalid IP]",
		"e true [connected prod not_in_subnet invalid IP]",
		"f true [connected prod not_in_subnet invalid IP]",
	}, "\n")
	if got := summary(plan); got != want {
		t.Errorf("the plan is\n%s\nwant\n%s", got, want)
	}
	if want := (engine.FailoverTotals{Machines: 6, Connected: 6, Failed: 4, FirstSubnet: 1, AddressAtRisk: 4}); plan.Totals != want {
		t.Errorf("the totals are %+v, want %+v", plan.Totals, want)
	}
	w.check(t, plan.Findings,
		expected{engine.PoolTooSmall, engine.Error, "", []string{"Azure network 'prod', subnet 'web'", "Machines: 'd'"}},
		expected{engine.AddressUnavailable, engine.Error, "", []string{"the address 10.0.0.5 is not available: it is given to another machine", "The failover of the machine fails", "Machines: 'b'"}},
		expected{engine.AddressUnavailable, engine.Error, "", []string{"the address 10.0.0.7 is not available: it is reserved by Azure", "Machines: 'e'"}},
		expected{engine.AddressUnavailable, engine.Error, "", []string{"the address 10.0.0.8 is not available: it is outside the subnet (10.0.0.0/29)", "Machines: 'f'"}})
}

// M10: a subnet that neither the machine's network nor the target has is mistyped,
// or missing in the network; a network without subnets tells nothing.
func TestM10SubnetNotInTheMachinesNetwork(t *testing.T) {
	w := build(t, corrected())
	declare := func(network string, names ...string) {
		there, _ := w.VMNetwork(w.id(network))
		w.Put(topology.NewVMNetwork(there.LogicalNetwork, network, subnetsNamed(names...)))
	}
	plan := func() engine.FailoverPlan {
		plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{
			"a": w.machine("GoldCloud1", "VMNetwork1-Beijing wbe"),
			"b": w.machine("SilverCloud1", "VMNetwork1-Beijing WBE", "VMNetwork1-Beijing web"),
			"c": w.machine("GoldCloud1", "VMNetwork1-Beijing DB"),
			"d": w.machine("GoldCloud1", "VMNetwork1-Beijing"),
		})
		return plan
	}
	declare("VMNetwork1-Shanghai", "web", "app")
	w.check(t, plan().Findings)
	declare("VMNetwork1-Beijing", "web", "db")
	w.check(t, plan().Findings, expected{engine.NoSuchSubnet, engine.Warning, "", []string{
		"VM network 'VMNetwork1-Beijing' has no subnet named 'wbe'; its subnets are 'web', 'db'.",
		"VM network 'VMNetwork1-Shanghai' has none of that name either, so its subnet 'web' is used. Machines: 'a', 'b'.",
		"Correct the subnet_name of the machine, or declare the subnet in VM network 'VMNetwork1-Beijing'",
	}})
	if reason, want := plan().Machines[0].Adapters[0].Reason(), "it has no subnet named 'wbe', so its first subnet, 'web', is used. The source network has no subnet of that name either."; !strings.Contains(reason, want) {
		t.Errorf("the reason is %q, want it to say %q", reason, want)
	}
	if reason := plan().Machines[2].Adapters[0].Reason(); strings.Contains(reason, "either") {
		t.Errorf("of a subnet that the source has, the reason is %q", reason)
	}
	declare("VMNetwork1-Shanghai", "app", "wbe")
	w.check(t, plan().Findings)
}

// A1: an address that the machine cannot have on its subnet is a slip, where it gets
// another one; one that the target has tells nothing.
func TestA1AddressNotInTheMachinesSubnet(t *testing.T) {
	w := build(t, corrected())
	declare := func(network, prefix string) {
		there, _ := w.VMNetwork(w.id(network))
		w.Put(topology.NewVMNetwork(there.LogicalNetwork, network, []topology.Subnet{
			{Name: "web", AddressPrefix: prefix, Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.19"}},
		}))
	}
	declare("VMNetwork1-Shanghai", "10.0.0.0/24")
	machines := map[string]engine.Machine{
		"a": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.9.9.9"),
		"b": w.machine("SilverCloud1", "VMNetwork1-Beijing WEB 10.9.9.9"),
		"c": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.12"),
		"d": w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.200"),
		"e": w.machine("GoldCloud1", "VMNetwork1-Beijing web"),
	}
	plan, _ := engine.PlanFailover(w.Topology, machines)
	w.check(t, plan.Findings) // the subnets of the source are not declared
	declare("VMNetwork1-Beijing", "10.0.0.0/24")
	plan, _ = engine.PlanFailover(w.Topology, machines)
	w.check(t, plan.Findings, expected{engine.AddressElsewhere, engine.Warning, "", []string{
		"The address 10.9.9.9 is not in subnet 'web' (10.0.0.0/24) of VM network 'VMNetwork1-Beijing', so the machine cannot have it there. Machines: 'a', 'b'.",
		"Correct the ip_address or the subnet_name of the machine, or the subnet of the network",
	}})
}

// Azure takes no machines in the subnet for gateways, though it may be the first one;
// and an address that Azure does not give out is told with what helps.
func TestGatewaySubnetAndAddressesInAzure(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	prod := w.azure("prod", "westeurope")
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
	subnets := func(names ...string) {
		var list []topology.Subnet
		for i, name := range names {
			list = append(list, topology.Subnet{Name: name, AddressPrefix: fmt.Sprintf("10.0.%d.0/24", i)})
		}
		w.Put(topology.NewAzureNetwork(prod, "westeurope", list, false))
	}
	plan := func(adapter string) []engine.Finding {
		plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": w.machine("GoldCloud1", "VMNetwork1-Beijing "+adapter)})
		return plan.Findings
	}
	gateway := expected{engine.GatewaySubnetUsed, engine.Warning, "", []string{
		"On Azure network 'prod', machines are connected to subnet 'GatewaySubnet', in which Azure takes gateways alone", "put another subnet first",
	}}
	subnets("gatewaysubnet", "web")
	w.check(t, plan("web"))
	w.check(t, plan("db"), gateway)
	readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
	w.check(t, readiness.Findings[:1], gateway)
	subnets("web", "GatewaySubnet")
	w.check(t, plan("db"))
	readiness, _ = engine.JudgeReadiness(w.Topology, topology.ID{})
	w.check(t, readiness.Findings)

	w.check(t, plan("web 10.0.0.2"), expected{engine.AddressUnavailable, engine.Error, "", []string{"it is reserved by Azure", "Azure keeps the first four addresses of a subnet and the last one"}})
	w.check(t, plan("web 10.9.0.9"), expected{engine.AddressUnavailable, engine.Error, "", []string{"it is outside the subnet (10.0.0.0/24)", "Give the target subnet the prefix of the source"}})
	w.check(t, plan("db 10.9.0.9"), expected{engine.AddressUnavailable, engine.Error, "", []string{
		"On Azure network 'prod', subnet 'web' (its first one: it has none named 'db'), the address 10.9.0.9 is not available", "Give the Azure network a subnet named 'db', with the prefix of the source",
	}})
}

// A machine in a cloud that nothing protects: what to do depends on why it is there.
func TestMachineInTheWrongCloud(t *testing.T) {
	w := build(t, corrected())
	for _, tt := range []struct{ cloud, network, remedy string }{
		{"GoldCloud2", "VMNetwork1-Beijing", "Correct the cloud or the network of the machine: cloud 'GoldCloud2' is of VMM server 'VMM-Shanghai', and VM network 'VMNetwork1-Beijing' of VMM server 'VMM-Beijing'."},
		{"GoldCloud2", "VMNetwork1-Shanghai", "Correct the cloud of the machine: cloud 'GoldCloud2' protects cloud 'GoldCloud1', and cannot be protected itself."},
	} {
		plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": w.machine(tt.cloud, tt.network)})
		w.check(t, plan.Findings, expected{engine.UnprotectedCloud, engine.Error, "", []string{"Cloud 'GoldCloud2' is not protected", tt.remedy}})
	}
}

// A2, A4: a machine may be connected and fail all the same, and says why for each of
// its adapters: in Azure its failover fails, on a VMM server the allocation does.
func TestMachinesThatFail(t *testing.T) {
	from := corrected()
	from.given["GoldCloud1"] = []string{"LogicalNetwork1-Beijing", "LogicalNetwork2-Beijing"}
	from.clouds["AzureCloud"], from.given["AzureCloud"] = "Beijing", from.given["GoldCloud1"]
	w := build(t, from)
	w.withSubnet(topology.IsolationVLAN, topology.Subnet{
		Name: "web", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.10"},
	})
	w.create(topology.NewProtection(w.id("AzureCloud"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	prod := w.azure("prod", "westeurope")
	w.Put(topology.NewAzureNetwork(prod, "westeurope", []topology.Subnet{{Name: "web", AddressPrefix: "10.0.0.0/29"}}, false))
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil))
	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, nil))
	w.create(topology.NewMapping(w.id("VMNetwork2-Shanghai"), w.id("VMNetwork2-Beijing"), topology.ID{}, nil))
	for _, tt := range []struct {
		what             string
		machine          engine.Machine
		connected, fails bool
		reason           string
	}{
		{
			"A4: outside the subnet", w.machine("AzureCloud", "VMNetwork1-Beijing web 10.9.9.9"), true, true,
			"Adapter 0, on VM network 'VMNetwork1-Beijing': the address 10.9.9.9 is not in the subnet 10.0.0.0/29, so the failover fails.",
		},
		{
			"A4: reserved", w.machine("AzureCloud", "VMNetwork1-Beijing web 10.0.0.3"), true, true,
			"Adapter 0, on VM network 'VMNetwork1-Beijing': the address 10.0.0.3 is one of those that Azure reserves in the subnet 10.0.0.0/29, so the failover fails.",
		},
		{
			"A4: taken, by its own other adapter", w.machine("AzureCloud", "VMNetwork1-Beijing web 10.0.0.4", "VMNetwork1-Beijing web 10.0.0.4"), true, true,
			"Adapter 1, on VM network 'VMNetwork1-Beijing': the address 10.0.0.4 is given to another adapter, so the failover fails.",
		},
		{"A4: free", w.machine("AzureCloud", "VMNetwork1-Beijing web 10.0.0.4"), true, false, ""},
		{"A4: none asked for", w.machine("AzureCloud", "VMNetwork1-Beijing web"), true, false, ""},
		{
			"A4: and another adapter is not mapped", w.machine("AzureCloud", "VMNetwork1-Beijing web 10.9.9.9", "VMNetwork2-Beijing"), false, true,
			"Adapter 0, on VM network 'VMNetwork1-Beijing': the address 10.9.9.9 is not in the subnet 10.0.0.0/29, so the failover fails.",
		},
		{
			"A2: a static address and no pool", w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.10", "VMNetwork2-Beijing web 10.0.0.10"), true, true,
			"Adapter 1, on VM network 'VMNetwork2-Beijing': its static address can only come from a static IP pool, and there is none, so the allocation fails.",
		},
		{
			"A1: a pool with nothing left", w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.10", "VMNetwork1-Beijing web 10.0.0.10"), true, true,
			"Adapter 1, on VM network 'VMNetwork1-Beijing': no address of the static IP pool 10.0.0.10–10.0.0.10 is left, so the allocation fails.",
		},
		{"A1: another address", w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.99"), true, false, ""},
		{"A3: DHCP", w.machine("GoldCloud1", "VMNetwork1-Beijing web", "VMNetwork2-Beijing"), true, false, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			plan, objections := engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": tt.machine})
			if len(objections) > 0 {
				t.Fatal(objections)
			}
			got := plan.Machines[0]
			if got.Connected != tt.connected || got.Fails != tt.fails || got.Reason != tt.reason {
				t.Errorf("connected is %v, fails is %v: %q\nwant %v, %v: %q", got.Connected, got.Fails, got.Reason, tt.connected, tt.fails, tt.reason)
			}
			if failed := plan.Totals.Failed; failed != map[bool]int{true: 1}[tt.fails] {
				t.Errorf("%d machines have failed", failed)
			}
		})
	}
}

// M9: as long as no host is declared, none is missing.
func TestM9MachinesWithoutAHost(t *testing.T) {
	w := build(t, corrected())
	machines := map[string]engine.Machine{"vm": w.machine("GoldCloud1", "VMNetwork1-Beijing")}
	finds := func(says ...string) {
		t.Helper()
		plan, _ := engine.PlanFailover(w.Topology, machines)
		readiness, _ := engine.JudgeReadiness(w.Topology, w.sites["Beijing"])
		var want []expected
		if len(says) > 0 {
			want = []expected{{engine.NoHost, engine.Error, "", says}}
		}
		w.check(t, plan.Findings, want...)
		if plan.Totals.NoHost != len(want) {
			t.Errorf("%d machines have no host, want %d", plan.Totals.NoHost, len(want))
		}
		w.check(t, slices.DeleteFunc(readiness.Findings, func(f engine.Finding) bool { return !f.Subject.Same(w.id("GoldCloud2")) }), want...)
	}
	finds()
	w.create(topology.NewHost(w.sites["Beijing"], "h", nil, nil)) // says nothing of those of Shanghai
	finds()
	w.create(topology.NewHost(w.sites["Shanghai"], "h", nil, nil))
	finds("No host serves cloud 'GoldCloud2', so none reaches ", "Declare a host that serves that cloud (cloud_ids) and is connected to logical network 'LogicalNetwork1-Shanghai'.")
	w.Put(topology.NewHost(w.sites["Shanghai"], "h", []topology.ID{w.id("GoldCloud2")}, nil))
	finds("No host that serves cloud 'GoldCloud2' reaches ", "Connect a host of that cloud to logical network 'LogicalNetwork1-Shanghai'.")
	w.Put(topology.NewHost(w.sites["Shanghai"], "h", []topology.ID{w.id("GoldCloud2")}, []topology.ID{w.id("LogicalNetwork1-Shanghai")}))
	finds()
}

// M11: all adapters of a machine land on one Azure network.
func TestM11OneAzureNetworkForAMachine(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	from.given["GoldCloud1"] = []string{"LogicalNetwork1-Beijing", "LogicalNetwork2-Beijing"}
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	one, two := w.azure("one", "westeurope", "a"), w.azure("two", "westeurope", "a")
	w.Put(topology.NewAzureNetwork(one, "westeurope", []topology.Subnet{{Name: "a", AddressPrefix: "10.0.0.0/24"}}, false))
	w.Put(topology.NewAzureNetwork(two, "westeurope", []topology.Subnet{{Name: "a", AddressPrefix: "10.0.0.0/24"}}, false))
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), one, topology.ID{}, nil))
	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), two, topology.ID{}, nil))
	plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{
		"both": w.machine("GoldCloud1", "VMNetwork1-Beijing a", "VMNetwork2-Beijing a"),
		"same": w.machine("GoldCloud1", "VMNetwork1-Beijing a", "VMNetwork1-Beijing a"),
	})
	if both := plan.Machines[0]; both.Connected || both.Reason != "Its adapters would be on several Azure networks, 'one', 'two', but a machine in Azure is on one." {
		t.Errorf("the machine on both is connected: %v, %q", both.Connected, both.Reason)
	}
	if same := plan.Machines[1]; !same.Connected || same.Reason != "" {
		t.Errorf("the machine twice on one is connected: %v, %q", same.Connected, same.Reason)
	}
	w.check(t, plan.Findings, expected{engine.SeveralAzureNetworks, engine.Error, "", []string{"'one', 'two'", "Machines: 'both'"}})
}

// M11: two Azure networks are two, though their names are the same.
func TestM11AzureNetworksOfOneName(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	from.given["GoldCloud1"] = []string{"LogicalNetwork1-Beijing", "LogicalNetwork2-Beijing"}
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	for source, id := range map[string]string{
		"VMNetwork1-Beijing": "/subscriptions/s/resourceGroups/g1/providers/Microsoft.Network/virtualNetworks/prod",
		"VMNetwork2-Beijing": "/subscriptions/s/resourceGroups/g2/providers/Microsoft.Network/virtualNetworks/prod",
	} {
		target, err := topology.ParseID(id)
		if err != nil {
			t.Fatal(err)
		}
		w.create(topology.NewAzureNetwork(target, "westeurope", []topology.Subnet{{Name: "a", AddressPrefix: "10.0.0.0/24"}}, false))
		w.create(topology.NewMapping(w.id(source), target, topology.ID{}, nil))
	}
	plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{"both": w.machine("GoldCloud1", "VMNetwork1-Beijing a", "VMNetwork2-Beijing a")})
	if plan.Machines[0].Connected {
		t.Error("the machine on both is connected")
	}
	w.check(t, plan.Findings, expected{engine.SeveralAzureNetworks, engine.Error, "", []string{
		"'prod' of resource group 'g1', 'prod' of resource group 'g2'", "Machines: 'both'",
	}})
}

// M11: an Azure network in another region is not where the machine's cloud
// replicates to.
func TestM11AnotherRegion(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	w.Put(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.azure("far", "eastus", "a"), topology.ID{}, nil)) // with a warning
	plan, _ := engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": w.machine("GoldCloud1", "VMNetwork1-Beijing a")})
	w.check(t, plan.Findings, expected{engine.OtherRegion, engine.Error, "", []string{
		"is in 'eastus'", "Machines: 'vm'", "Map VM network 'VMNetwork1-Beijing' to an Azure network in 'westeurope'",
	}})
}

// The problems that machines share are one finding each.
func TestFailoverPlanFindings(t *testing.T) {
	from := corrected()
	from.clouds["LooseCloud"] = "Beijing"
	from.given["GoldCloud1"] = append(from.given["GoldCloud1"], "LogicalNetwork2-Beijing")
	from.given["SilverCloud1"] = append(from.given["SilverCloud1"], "LogicalNetwork2-Beijing")
	w := build(t, from)
	w.create(topology.NewHost(w.sites["Shanghai"], "h", []topology.ID{w.id("SilverCloud2")}, nil))
	machines := map[string]engine.Machine{
		"loose":    w.machine("LooseCloud", "VMNetwork1-Beijing"),
		"unmapped": w.machine("GoldCloud1", "VMNetwork2-Beijing"),
		"static":   w.machine("GoldCloud1", "VMNetwork1-Beijing web 10.0.0.1"),
	}
	for n := range 12 {
		machines[fmt.Sprintf("vm%02d", n)] = w.machine("SilverCloud1", "VMNetwork2-Beijing", "VMNetwork2-Beijing")
	}
	plan, _ := engine.PlanFailover(w.Topology, machines)
	w.check(t, plan.Findings,
		expected{engine.UnprotectedCloud, engine.Error, "", []string{"Cloud 'LooseCloud' is not protected", "Machines: 'loose'", "Protect cloud 'LooseCloud'"}},
		expected{engine.UnmappedNetwork, engine.Error, "", []string{"which cloud 'GoldCloud1' replicates to", "Machines: 'unmapped'", "Map VM network 'VMNetwork2-Beijing'"}},
		expected{engine.UnmappedNetwork, engine.Error, "", []string{"which cloud 'SilverCloud1' replicates to", "'vm00', 'vm01', 'vm02', 'vm03', 'vm04', 'vm05', 'vm06', 'vm07', and 4 more"}},
		expected{engine.NoHost, engine.Error, "", []string{"No host serves cloud 'GoldCloud2', so none reaches all networks that the replicas connect to: VM network 'VMNetwork1-Shanghai'", "Machines: 'static'"}},
		expected{engine.PoolMissing, engine.Error, "", []string{"no static IP pool on VM network 'VMNetwork1-Shanghai'", "Machines: 'static'"}},
	)

	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{w.protection("GoldCloud1")}))
	plan, _ = engine.PlanFailover(w.Topology, map[string]engine.Machine{"vm": w.machine("SilverCloud1", "VMNetwork2-Beijing")})
	w.check(t, plan.Findings, expected{engine.TargetNotAvailable, engine.Error, "", []string{"which is not available for cloud 'SilverCloud1'", "Machines: 'vm'"}})
}

func TestFailoverPlanOfWhatIsNotThere(t *testing.T) {
	w := build(t, corrected())
	absent := topology.CloudID(w.sites["Beijing"], "absent")
	_, objections := engine.PlanFailover(w.Topology, map[string]engine.Machine{
		"a":     {Cloud: absent, Adapters: []engine.Adapter{{Source: w.id("VMNetwork1-Beijing")}}},
		"b / c": {Cloud: w.id("GoldCloud1"), Adapters: []engine.Adapter{{Source: w.id("VMNetwork1-Beijing")}, {Source: w.id("GoldCloud1"), Address: "ten"}}},
		"none":  {Cloud: w.id("GoldCloud1")},
	})
	w.check(t, objections,
		expected{engine.UnknownReference, engine.Error, `virtual_machines["a"].cloud_id`, []string{"There is no cloud 'absent'"}},
		expected{engine.WrongKind, engine.Error, `virtual_machines["b / c"].adapters[1].network_id`, []string{"is the id of the cloud 'GoldCloud1'"}},
		expected{engine.InvalidValue, engine.Error, `virtual_machines["b / c"].adapters[1].ip_address`, []string{`"ten" is not an IP address`}},
		expected{engine.InvalidValue, engine.Error, `virtual_machines["none"].adapters`, []string{
			"The machine 'none' has no network adapters, so there is nothing to judge, and it would count as connected.", "Give its network adapters, or leave the machine out.",
		}})
	if plan, objections := engine.PlanFailover(w.Topology, nil); len(objections) > 0 || plan.Totals != (engine.FailoverTotals{}) {
		t.Errorf("no machines give %+v, %v", plan, objections)
	}
}
