package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// silver protects the second cloud of A by the second one of B, which has only
// the first logical network; A2 and A3 are further networks of A.
const silver = `
	resource "siterecovery_cloud_protection" "silver" {
		protected_cloud_id  = siterecovery_cloud.silver_a.id
		protecting_cloud_id = siterecovery_cloud.silver_b.id
	}
	resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
		subnets            = [{ name = "web" }, { name = "app" }]
	}
	resource "siterecovery_vm_network" "a3" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A3"
	}
	resource "siterecovery_vm_network" "b3" {
		logical_network_id = siterecovery_logical_network.b2.id
		name               = "B3"
		subnets            = [{ name = "db", ip_pool = { first = "10.0.0.10", last = "10.0.0.19" } }, { name = "app" }]
	}
	resource "siterecovery_network_mapping" "a2" {
		source_network_id = siterecovery_vm_network.a2.id
		target_network_id = siterecovery_vm_network.b3.id
	}
`

const everythingSilver = `depends_on = [siterecovery_cloud_protection.gold, siterecovery_cloud_protection.silver,
	siterecovery_network_mapping.there, siterecovery_network_mapping.a2, siterecovery_vm_network.a3, siterecovery_vm_network.b2]`

func TestAccAvailableToSome(t *testing.T) {
	s := newScene(t)
	choice := func(network, protected, protecting string, available bool, reason string) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"target_network_id": text("/servers/B/vmNetworks/" + network), "target_network_name": text(network),
			"cloud_protection_id": text("/servers/A/clouds/" + protected + "/protection"),
			"protected_cloud_id":  text("/servers/A/clouds/" + protected), "protecting_cloud_id": text("/servers/B/clouds/" + protecting),
			"available": knownvalue.Bool(available), "reason": text(reason),
		})
	}
	s.run(s.asks("data.siterecovery_available_targets.x", silver+`data "siterecovery_available_targets" "x" {
		source_network_id = siterecovery_vm_network.a1.id
		`+everythingSilver+`
	}`, map[string]knownvalue.Check{
		"choices": list(
			choice("B1", "GoldA", "GoldB", true, "Cloud 'GoldB' has logical network 'LB1', on which VM network 'B1' is."),
			choice("B1", "SilverA", "SilverB", true, "Cloud 'SilverB' has logical network 'LB1', on which VM network 'B1' is."),
			choice("B2", "GoldA", "GoldB", true, "Cloud 'GoldB' has logical network 'LB2', on which VM network 'B2' is."),
			choice("B2", "SilverA", "SilverB", false, "Cloud 'SilverB' does not have logical network 'LB2', on which VM network 'B2' is."),
			choice("B3", "GoldA", "GoldB", true, "Cloud 'GoldB' has logical network 'LB2', on which VM network 'B3' is."),
			choice("B3", "SilverA", "SilverB", false, "Cloud 'SilverB' does not have logical network 'LB2', on which VM network 'B3' is.")),
		"available_to_all":  list(text("/servers/B/vmNetworks/B1")),
		"available_to_some": list(text("/servers/B/vmNetworks/B2"), text("/servers/B/vmNetworks/B3")),
	}))
}

func TestAccEveryOutcome(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_resolved_target.x"
	ask := func(source, rest string) string {
		return silver + `data "siterecovery_resolved_target" "x" {
			source_network_id = siterecovery_vm_network.` + source + `.id
			` + rest + `
			` + everythingSilver + `
		}`
	}
	null := knownvalue.Null()
	not := func(outcome, reason string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"connected": knownvalue.Bool(false), "outcome": text(outcome), "reason": text(reason), "target_network_id": null,
			"target_network_name": null, "target_subnet_name": null, "subnet_rule": null, "target_ip_address": null, "ip_rule": null,
			"host_ids": knownvalue.ListSizeExact(0),
		}
	}
	lands := func(subnet, subnetRule string, ip knownvalue.Check, ipRule, reason string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "outcome": text("connected"), "target_network_id": text("/servers/B/vmNetworks/B3"),
			"target_network_name": text("B3"), "target_subnet_name": text(subnet), "subnet_rule": text(subnetRule),
			"target_ip_address": ip, "ip_rule": text(ipRule), "reason": knownvalue.StringFunc(contains(reason)),
		}
	}
	const gold, silver = `cloud_id = siterecovery_cloud.gold_a.id
		`, `cloud_id = siterecovery_cloud.silver_a.id
		`
	s.run(
		s.asks(address, ask("b1", gold), not("not_in_cloud", "Cloud 'GoldA' does not use VM network 'B1': it does not have logical network 'LB1'.")),
		s.asks(address, ask("a3", gold), not("not_mapped",
			"VM network 'A3' is not mapped to VMM server 'B', which cloud 'GoldA' replicates to. The replica is connected to no network.")),
		s.asks(address, ask("a3", ``), not("not_mapped", "VM network 'A3' is not mapped, so the replica is connected to no network.")),
		s.asks(address, ask("a2", silver), not("target_unavailable", "VM network 'A2' is mapped to VM network 'B3', which is not available for cloud 'SilverA': "+
			"cloud 'SilverB' does not have logical network 'LB2', on which VM network 'B3' is.")),

		s.asks(address, ask("a2", gold+`subnet_name = "app"`), lands("app", "same_name", null, "dhcp", "its subnet 'app' has the name of the source's subnet")),
		s.asks(address, ask("a2", gold+`subnet_name = "web"`), lands("db", "first_subnet", null, "dhcp", "'db'")),
		s.asks(address, ask("a2", gold+`
			subnet_name = "web"
			ip_address  = "10.0.0.12"`), lands("db", "first_subnet", text("10.0.0.12"), "same_address", "It keeps its address 10.0.0.12.")),
		s.asks(address, ask("a2", `ip_address = "192.0.2.1"`), lands("db", "first_subnet", text("10.0.0.10"), "next_free", "10.0.0.10")),
		s.asks(address, ask("a2", gold+`
			subnet_name = "app"
			ip_address  = "10.0.0.12"`), lands("app", "same_name", null, "no_pool", "static IP pool")),
	)
}

// In Azure, an address that is asked for is given, or the failover fails; and a
// source that is mapped to several fabrics leaves a question open.
func TestAccOutcomesInAzure(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_resolved_target.x"
	ask := func(rest string) string {
		return toAzure + `data "siterecovery_resolved_target" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			` + rest + `
			depends_on = [siterecovery_network_mapping.azure, siterecovery_network_mapping.there]
		}`
	}
	const silver = `cloud_id = siterecovery_cloud.silver_a.id
		`
	ambiguous := s.asks(address, ask(``), nil)
	ambiguous.ExpectError = said("Ambiguous question (SR213)", "VM network 'A1' is mapped to several fabrics", "VM network 'B1' on VMM server 'B'",
		"Azure network 'Prod' in Azure", "Remedy: Give cloud_id, the cloud that the machine is in")
	s.run(
		s.asks(address, ask(silver+`
			subnet_name = "app"
			ip_address  = "10.0.1.77"`), map[string]knownvalue.Check{
			"outcome": text("connected"), "target_network_name": text("Prod"), "target_subnet_name": text("App"), "subnet_rule": text("same_name"),
			"target_ip_address": text("10.0.1.77"), "ip_rule": text("requested"), "fails": knownvalue.Bool(false),
		}),
		s.asks(address, ask(silver+`ip_address = "10.0.0.3"`), map[string]knownvalue.Check{
			"outcome": text("connected"), "target_ip_address": knownvalue.Null(), "ip_rule": text("not_in_subnet"), "fails": knownvalue.Bool(true),
			"reason": knownvalue.StringFunc(contains("reserves in the subnet 10.0.0.0/24, so the failover fails.")),
		}),
		ambiguous,
	)
}

// A machine can be connected, and its failover fail: nobody reads the one without
// the other (A4).
func TestAccMachinesThatFail(t *testing.T) {
	s := newScene(t)
	const addressed = toAzure + `
		resource "siterecovery_vm_network" "static" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "Static"
			subnets = [{
				name           = "web"
				address_prefix = "10.9.0.0/24"
				ip_pool        = { first = "10.9.0.10", last = "10.9.0.20" }
			}]
		}
		resource "siterecovery_network_mapping" "static" {
			source_network_id    = siterecovery_vm_network.static.id
			target_network_id    = siterecovery_azure_network.v.id
			cloud_protection_ids = [siterecovery_cloud_protection.silver.id]
		}
	`
	s.run(
		s.asks("data.siterecovery_failover_plan.x", addressed+`data "siterecovery_failover_plan" "x" {
			virtual_machines = {
				keeps = { cloud_id = siterecovery_cloud.silver_a.id, adapters = [{ network_id = siterecovery_vm_network.static.id, subnet_name = "web", ip_address = "10.9.0.10" }] }
				moves = { cloud_id = siterecovery_cloud.silver_a.id, adapters = [{ network_id = siterecovery_vm_network.static.id, subnet_name = "web" }] }
			}
			depends_on = [siterecovery_network_mapping.static, siterecovery_network_mapping.azure]
		}`, map[string]knownvalue.Check{
			"machines": knownvalue.MapExact(map[string]knownvalue.Check{
				"keeps": object(map[string]knownvalue.Check{
					"connected": knownvalue.Bool(true), "fails": knownvalue.Bool(true),
					"reason": text("Adapter 0, on VM network 'Static': the address 10.9.0.10 is not in the subnet 10.0.0.0/24, so the failover fails."),
				}),
				"moves": object(map[string]knownvalue.Check{"connected": knownvalue.Bool(true), "fails": knownvalue.Bool(false), "reason": knownvalue.Null()}),
			}),
			"totals": object(map[string]knownvalue.Check{"connected": knownvalue.Int64Exact(2), "failed": knownvalue.Int64Exact(1), "no_host": knownvalue.Int64Exact(0)}),
		}),
		s.asks("data.siterecovery_readiness.x", addressed+`data "siterecovery_readiness" "x" {
			depends_on = [siterecovery_network_mapping.static, siterecovery_network_mapping.azure, siterecovery_network_mapping.there, siterecovery_cloud_protection.gold]
		}`, map[string]knownvalue.Check{
			"findings": knownvalue.ListPartial(map[int]knownvalue.Check{2: object(map[string]knownvalue.Check{
				"code": text("SR311"), "severity": text("warning"), "subject_id": text("/servers/A/vmNetworks/Static/mappings/azure"),
				"detail": text("VM network 'Static' has static addresses, all or some of which Azure network 'Prod' cannot give out:\n" +
					"  - 10.9.0.10–10.9.0.20 of subnet 'web': their machines land on subnet 'web', which gives out 10.0.0.4–10.0.0.254\n" +
					"The failover of a machine that asks for such an address fails."),
			})}),
		}),
	)
}

func TestAccFailoverPlanAtRisk(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_failover_plan.x"
	landing := func(outcome string) knownvalue.Check {
		return object(map[string]knownvalue.Check{"outcome": text(outcome)})
	}
	finding := func(code, subject, summary, detail, remedy string) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"code": text(code), "severity": text("error"), "subject_id": text(subject), "summary": text(summary),
			"detail": text(detail), "remedy": text(remedy),
		})
	}
	totals := func(connected, unconnected, failed, first, risk, hosts int64) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"machines": knownvalue.Int64Exact(connected + unconnected), "connected": knownvalue.Int64Exact(connected),
			"unconnected": knownvalue.Int64Exact(unconnected), "failed": knownvalue.Int64Exact(failed), "first_subnet": knownvalue.Int64Exact(first),
			"address_at_risk": knownvalue.Int64Exact(risk), "no_host": knownvalue.Int64Exact(hosts),
		})
	}
	s.run(
		s.asks(address, silver+`
			resource "siterecovery_host" "idle" {
				server_id = siterecovery_vmm_server.b.id
				name      = "idle"
			}
			data "siterecovery_failover_plan" "x" {
				virtual_machines = {
					app = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = siterecovery_vm_network.a2.id, subnet_name = "app", ip_address = "10.0.0.12" }] }
					out = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = siterecovery_vm_network.b1.id }] }
					web = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [
						{ network_id = siterecovery_vm_network.a2.id, subnet_name = "web" }, { network_id = siterecovery_vm_network.a3.id }] }
				}
				depends_on = [siterecovery_network_mapping.a2, siterecovery_cloud_protection.gold, siterecovery_cloud_protection.silver, siterecovery_host.idle]
			}`, map[string]knownvalue.Check{
			"machines": knownvalue.MapExact(map[string]knownvalue.Check{
				"app": knownvalue.ObjectExact(map[string]knownvalue.Check{
					"connected": knownvalue.Bool(true), "fails": knownvalue.Bool(true), "host_ids": knownvalue.ListSizeExact(0),
					"reason": text("Adapter 0, on VM network 'A2': its static address can only come from a static IP pool, and there is none, so the allocation fails."),
					"adapters": list(knownvalue.ObjectExact(map[string]knownvalue.Check{
						"connected": knownvalue.Bool(true), "outcome": text("connected"), "target_network_id": text("/servers/B/vmNetworks/B3"),
						"target_network_name": text("B3"), "target_subnet_name": text("app"), "subnet_rule": text("same_name"),
						"target_ip_address": knownvalue.Null(), "ip_rule": text("no_pool"), "host_ids": knownvalue.ListSizeExact(0),
						"reason": knownvalue.StringFunc(contains("static IP pool")),
					})),
				}),
				"out": object(map[string]knownvalue.Check{"connected": knownvalue.Bool(false), "adapters": list(landing("not_in_cloud"))}),
				"web": object(map[string]knownvalue.Check{"connected": knownvalue.Bool(false), "adapters": list(landing("connected"), landing("not_mapped"))}),
			}),
			"totals": totals(1, 2, 1, 1, 1, 2),
			"findings": list(
				finding("SR301", "/servers/A/vmNetworks/A3", "Network not mapped", "VM network 'A3' is not mapped to VMM server 'B', which cloud 'GoldA' replicates to. "+
					"The replica is connected to no network. Machines: 'web'.", "Map VM network 'A3' to a network of VMM server 'B'."),
				finding("SR310", "/servers/B/clouds/GoldB", "No host reaches the networks",
					"No host serves cloud 'GoldB', so none reaches all networks that the replicas connect to: VM network 'B3'. Machines: 'app', 'web'.",
					"Declare a host that serves that cloud (cloud_ids) and is connected to logical network 'LB2'."),
				finding("SR303", "/servers/B/vmNetworks/B1", "Network not used by the machine's cloud",
					"Cloud 'GoldA' does not use VM network 'B1': it does not have logical network 'LB1'. Machines: 'out'.",
					"Add logical network 'LB1' to cloud 'GoldA', or correct the network or the cloud of the machine."),
				object(map[string]knownvalue.Check{"code": text("SR308"), "subject_id": text("/servers/B/vmNetworks/B3")}),
			),
		}),
		// The adapters of a machine in Azure are on one network.
		s.asks(address, toAzure+`
			resource "siterecovery_vm_network" "a2" {
				logical_network_id = siterecovery_logical_network.a1.id
				name               = "A2"
			}
			resource "siterecovery_azure_network" "other" {
				virtual_network_id = "`+vnet+`2"
				location           = "westeurope"
				subnets            = [{ name = "web", address_prefix = "10.0.0.0/24" }]
			}
			resource "siterecovery_network_mapping" "other" {
				source_network_id = siterecovery_vm_network.a2.id
				target_network_id = siterecovery_azure_network.other.id
			}
			data "siterecovery_failover_plan" "x" {
				virtual_machines = { web = { cloud_id = siterecovery_cloud.silver_a.id, adapters = [
					{ network_id = siterecovery_vm_network.a1.id }, { network_id = siterecovery_vm_network.a2.id }] } }
				depends_on = [siterecovery_network_mapping.azure, siterecovery_network_mapping.other]
			}`, map[string]knownvalue.Check{
			"machines": knownvalue.MapExact(map[string]knownvalue.Check{"web": object(map[string]knownvalue.Check{
				"connected": knownvalue.Bool(false), "host_ids": knownvalue.ListSizeExact(0), "adapters": list(landing("connected"), landing("connected")),
				"reason": text("Its adapters would be on several Azure networks, 'Prod', 'Prod2', but a machine in Azure is on one."),
			})}),
			"totals": totals(0, 1, 0, 2, 0, 0),
			"findings": list(object(map[string]knownvalue.Check{
				"code": text("SR313"), "subject_id": text("/servers/A/clouds/SilverA"), "remedy": text("Map the networks of the machine to one Azure network."),
			})),
		}),
	)
}

func TestAccEveryFailback(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_failback.x"
	ask := func(back, arguments string) string {
		return silver + `
			resource "siterecovery_network_mapping" "back" {
				source_network_id = siterecovery_vm_network.` + back + `.id
				target_network_id = siterecovery_vm_network.a3.id
			}
			data "siterecovery_failback" "x" {
				source_network_id  = siterecovery_vm_network.a1.id
				replica_network_id = siterecovery_vm_network.b1.id
				` + arguments + `
				depends_on = [siterecovery_network_mapping.back, siterecovery_network_mapping.there]
			}`
	}
	answers := func(scenario string, network knownvalue.Check, connected bool, reason string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"scenario": text(scenario), "network_id": network, "connected": knownvalue.Bool(connected), "reason": knownvalue.StringFunc(contains(reason)),
		}
	}
	a1, a3 := text("/servers/A/vmNetworks/A1"), text("/servers/A/vmNetworks/A3")
	const moved = `replica_moved_to_network_id = siterecovery_vm_network.b2.id`
	s.run(
		// Nothing leads back from B1.
		s.asks(address, ask("b2", ``), answers("unchanged", a1, true, "so the machine stays on VM network 'A1'")),
		s.asks(address, ask("b2", moved), answers("moved_to_mapped", a3, true, "The replica was moved to VM network 'B2', which is mapped to VM network 'A3'")),
		s.asks(address, ask("b1", ``), answers("mapping_changed", a3, true, "VM network 'B1' is now mapped to VM network 'A3'")),
		s.asks(address, strings.ReplaceAll(ask("b1", ``), "replica_network_id = siterecovery_vm_network.b1.id", "replica_network_id = siterecovery_vm_network.b2.id"),
			answers("unchanged", a1, true, "VM network 'A1' is mapped to VM network 'B1' now, so the replica came up on VM network 'B2' by an older mapping or by hand.")),
		s.asks(address, ask("b1", moved), answers("moved_to_unmapped", knownvalue.Null(), false,
			"The replica was moved to VM network 'B2', which is not mapped to VMM server 'A', so the machine is disconnected")),
		s.asks(address, ask("b1", `replica_moved_to_network_id = siterecovery_vm_network.b1.id`), answers("mapping_changed", a3, true, "")),
		s.asks(address, ask("b1", `replica_disconnected = true`), answers("replica_disconnected", knownvalue.Null(), false, "The replica was disconnected")),
	)
}

func TestAccTestFailoverSubnets(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_test_failover.x"
	ask := func(networks, arguments string) string {
		return networks + `data "siterecovery_test_failover" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			` + arguments + `
		}`
	}
	const waits = `depends_on = [siterecovery_network_mapping.azure, siterecovery_network_mapping.there]`
	test := toAzure[:len(toAzure)-len("}\n")] + `
			test_network_id = siterecovery_azure_network.test.id
		}
		resource "siterecovery_azure_network" "test" {
			virtual_network_id = "` + vnet + `-test"
			location           = "westeurope"
			subnets            = [{ name = "web", address_prefix = "10.0.0.0/24" }, { name = "App", address_prefix = "10.0.9.0/24" }]
		}
	`
	const virtual = `
		resource "siterecovery_logical_network" "virtual" {
			server_id = siterecovery_vmm_server.b.id
			name      = "Virtual"
			isolation = "network_virtualization"
		}
		resource "siterecovery_vm_network" "virtual" {
			logical_network_id = siterecovery_logical_network.virtual.id
			name               = "Virtual"
			subnets            = [{ name = "web" }, { name = "db" }]
		}
		resource "siterecovery_logical_network" "vlan" {
			server_id = siterecovery_vmm_server.b.id
			name      = "VLAN"
			isolation = "vlan"
		}
		resource "siterecovery_vm_network" "vlan" {
			logical_network_id = siterecovery_logical_network.vlan.id
			name               = "VLAN"
		}
		resource "siterecovery_vm_network" "a2" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "A2"
		}
		resource "siterecovery_network_mapping" "a2" {
			source_network_id = siterecovery_vm_network.a2.id
			target_network_id = siterecovery_vm_network.vlan.id
		}
	`
	onVirtual := func(rest string) string {
		return virtual + `data "siterecovery_test_failover" "x" {
			source_network_id = siterecovery_vm_network.a2.id
			test_network_id   = siterecovery_vm_network.virtual.id
			` + rest + `
			depends_on = [siterecovery_network_mapping.a2]
		}`
	}
	s.run(
		// The test network of the mapping, if no other is given; in a test to Azure
		// the alphabet decides which subnet is the first.
		s.asks(address, ask(test, `cloud_id = siterecovery_cloud.silver_a.id
			`+waits), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "target_network_id": text(vnet + "-test"), "target_network_name": text("Prod-test"),
			"target_subnet_name": text("App"), "subnet_rule": text("first_subnet"), "reason": knownvalue.StringFunc(contains("The test uses Azure network 'Prod-test'")),
			"findings": list(knownvalue.ObjectExact(map[string]knownvalue.Check{
				"code": text("SR404"), "severity": text("warning"), "subject_id": text("/servers/A/vmNetworks/A1"),
				"summary": text("Test network differs from the production network"),
				"detail": text("Azure network 'Prod-test' does not have these subnets of the production network, Azure network 'Prod', " +
					"with the same names and ranges:\n  - 'App' (10.0.1.0/24)\nA test there does not show what a failover does."),
				"remedy": text("Give the test network the subnets of the production network."),
			})),
		}),
		s.asks(address, ask(test, `
			cloud_id    = siterecovery_cloud.silver_a.id
			subnet_name = "WEB"
			`+waits), map[string]knownvalue.Check{"target_subnet_name": text("web"), "subnet_rule": text("same_name")}),
		// A static address is what a replica on a VLAN needs there.
		s.asks(address, onVirtual(``), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(false), "target_network_id": knownvalue.Null(), "target_network_name": knownvalue.Null(),
			"target_subnet_name": knownvalue.Null(), "subnet_rule": knownvalue.Null(), "reason": text("The test cannot work: see the findings."),
			"findings": list(object(map[string]knownvalue.Check{"code": text("SR403"), "severity": text("error")})),
		}),
		s.asks(address, onVirtual(`
			ip_address  = "10.0.0.1"
			subnet_name = "db"`), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "target_network_name": text("Virtual"), "target_subnet_name": text("db"), "findings": knownvalue.ListSizeExact(0),
		}),
		// One existing network cannot stand for two.
		s.asks(address, onVirtual(`
			ip_address                = "10.0.0.1"
			recovery_plan_network_ids = [siterecovery_vm_network.a1.id, "/servers/a/vmnetworks/a2"]`), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(false),
			"findings":  list(object(map[string]knownvalue.Check{"code": text("SR402"), "detail": knownvalue.StringFunc(contains("spans 2 VM networks"))})),
		}),
	)
}

func TestAccNotReady(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_readiness.x"
	ask := func(arguments string) string {
		return silver + `data "siterecovery_readiness" "x" {
			` + arguments + `
			` + everythingSilver + `
		}`
	}
	count := knownvalue.Int64Exact
	network := func(name string) string { return "/servers/B/vmNetworks/" + name }
	finding := func(code, severity, subject string) knownvalue.Check {
		return object(map[string]knownvalue.Check{"code": text(code), "severity": text(severity), "subject_id": text(subject)})
	}
	s.run(
		s.asks(address, ask(``), map[string]knownvalue.Check{
			"ready": knownvalue.Bool(false), "error_count": count(2), "warning_count": count(3),
			"protected_network_count": count(3), "covered_network_count": count(1), "coverage": knownvalue.Float64Exact(1.0 / 3),
			"findings": list(
				finding("SR210", "error", "/servers/A/vmNetworks/A2/mappings/B"),
				finding("SR301", "error", "/servers/A/vmNetworks/A3"),
				finding("SR305", "warning", "/servers/A/vmNetworks/A1/mappings/B"),
				finding("SR305", "warning", "/servers/A/vmNetworks/A2/mappings/B"),
				finding("SR307", "warning", "/servers/A/vmNetworks/A2/mappings/B"),
			),
		}),
		// Nothing replicates from B.
		s.asks(address, ask(`source_server_id = "/servers/b"`), map[string]knownvalue.Check{
			"ready": knownvalue.Bool(true), "error_count": count(0), "warning_count": count(0), "findings": knownvalue.ListSizeExact(0),
			"protected_network_count": count(0), "covered_network_count": count(0), "coverage": knownvalue.Float64Exact(1),
		}),
		s.asks("data.siterecovery_mapping_proposal.x", silver+`data "siterecovery_mapping_proposal" "x" {
			source_server_id = siterecovery_vmm_server.b.id
			target_server_id = siterecovery_vmm_server.a.id
			depends_on       = [siterecovery_vm_network.a2, siterecovery_vm_network.a3, siterecovery_vm_network.b2, siterecovery_vm_network.b3, siterecovery_vm_network.b4, siterecovery_cloud_protection.silver]
		}
		resource "siterecovery_vm_network" "b4" {
			logical_network_id = siterecovery_logical_network.b1.id
			name               = "B4"
		}`, map[string]knownvalue.Check{
			"mappings": knownvalue.MapExact(map[string]knownvalue.Check{
				network("B1"): text("/servers/A/vmNetworks/A1"), network("B2"): text("/servers/A/vmNetworks/A2"), network("B3"): text("/servers/A/vmNetworks/A3"),
			}),
			"unmatched": list(text(network("B4"))),
			"reasons": knownvalue.MapExact(map[string]knownvalue.Check{
				network("B1"): text("On the way back, VM network 'A1' is available for all 2 cloud protections; the names differ in 1 letter."),
				network("B2"): text("On the way back, VM network 'A2' is available for the one cloud protection; the names differ in 1 letter."),
				network("B3"): text("On the way back, VM network 'A3' is available for the one cloud protection; the names differ in 1 letter; " +
					"there is a subnet of the same name for 0 of 2 subnets."),
				network("B4"): text("Only the way back concerns VM network 'B4', and every target that would do is another network's."),
			}),
		}),
	)
}

func TestAccWholeTopology(t *testing.T) {
	s := newScene(t)
	null, set := knownvalue.Null(), knownvalue.SetExact
	exact := knownvalue.ObjectExact
	named := func(id, name string, more map[string]knownvalue.Check) knownvalue.Check {
		attributes := map[string]knownvalue.Check{"id": text(id), "name": text(name)}
		for key, check := range more {
			attributes[key] = check
		}
		return exact(attributes)
	}
	logical := func(server, name string) knownvalue.Check {
		return named(server+"/logicalNetworks/"+name, name, map[string]knownvalue.Check{"server_id": text(server), "isolation": text("none")})
	}
	network := func(server, name, on string, subnets knownvalue.Check) knownvalue.Check {
		return named(server+"/vmNetworks/"+name, name, map[string]knownvalue.Check{
			"server_id": text(server), "logical_network_id": text(server + "/logicalNetworks/" + on), "subnets": subnets,
		})
	}
	cloud := func(server, name string, networks ...knownvalue.Check) knownvalue.Check {
		return named(server+"/clouds/"+name, name, map[string]knownvalue.Check{"server_id": text(server), "logical_network_ids": set(networks)})
	}
	la1, lb1, lb2 := text("/servers/A/logicalNetworks/LA1"), text("/servers/B/logicalNetworks/LB1"), text("/servers/B/logicalNetworks/LB2")
	pool := exact(map[string]knownvalue.Check{"first": text("10.0.0.10"), "last": text("10.0.0.99")})
	mapping := func(source, target, test, fabric, scenario string, protections knownvalue.Check) knownvalue.Check {
		var tested knownvalue.Check = null
		if test != "" {
			tested = text(test)
		}
		return exact(map[string]knownvalue.Check{
			"id": text(source + "/mappings/" + fabric), "source_network_id": text(source), "target_network_id": text(target),
			"test_network_id": tested, "cloud_protection_ids": protections, "scenario": text(scenario), "vault_mapping_id": null,
		})
	}
	const a1, a2, b1, b2 = "/servers/A/vmNetworks/A1", "/servers/A/vmNetworks/A2", "/servers/B/vmNetworks/B1", "/servers/B/vmNetworks/B2"
	answers := map[string]knownvalue.Check{
		"vmm_servers":      list(named("/servers/A", "A", nil), named("/servers/B", "B", nil)),
		"logical_networks": list(logical("/servers/A", "LA1"), logical("/servers/B", "LB1"), logical("/servers/B", "LB2")),
		"vm_networks": list(network("/servers/A", "A1", "LA1", null),
			network("/servers/A", "A2", "LA1", list(exact(map[string]knownvalue.Check{"name": text("web"), "address_prefix": text("10.0.0.0/24"), "ip_pool": pool}))),
			network("/servers/B", "B1", "LB1", null), network("/servers/B", "B2", "LB2", null)),
		"azure_networks": list(exact(map[string]knownvalue.Check{
			"id": text(vnet), "virtual_network_id": text(vnet), "location": text("westeurope"), "gateway": knownvalue.Bool(false),
			"subnets": list(exact(map[string]knownvalue.Check{"name": text("web"), "address_prefix": text("10.0.0.0/24")})),
		})),
		"clouds": list(cloud("/servers/A", "GoldA", la1), cloud("/servers/A", "SilverA", la1), cloud("/servers/B", "GoldB", lb1, lb2), cloud("/servers/B", "SilverB", lb1)),
		"hosts": list(named("/servers/B/hosts/hv1", "hv1", map[string]knownvalue.Check{
			"server_id": text("/servers/B"), "cloud_ids": set([]knownvalue.Check{text("/servers/B/clouds/GoldB")}), "logical_network_ids": set([]knownvalue.Check{lb1}),
		})),
		"cloud_protections": list(
			exact(map[string]knownvalue.Check{
				"id": text("/servers/A/clouds/GoldA/protection"), "protected_cloud_id": text("/servers/A/clouds/GoldA"),
				"protecting_cloud_id": text("/servers/B/clouds/GoldB"), "azure_location": null, "replication": text("hyper_v_replica"),
			}),
			exact(map[string]knownvalue.Check{
				"id": text("/servers/A/clouds/SilverA/protection"), "protected_cloud_id": text("/servers/A/clouds/SilverA"),
				"protecting_cloud_id": null, "azure_location": text("westeurope"), "replication": text("hyper_v_replica"),
			})),
		"network_mappings": list(
			mapping(a1, b1, b2, "B", "vmm_to_vmm", set([]knownvalue.Check{text("/servers/A/clouds/GoldA/protection")})),
			mapping(a1, vnet, "", "azure", "vmm_to_azure", null),
			mapping(b1, a1, "", "A", "vmm_to_vmm", null),
			mapping(b2, a2, "", "A", "vmm_to_vmm", null)),
		"mermaid": knownvalue.StringFunc(contains(`flowchart LR subgraph s1["A"]`)),
	}
	step := resource.TestStep{Config: s.config(everyKind, `data "siterecovery_topology" "x" {
		depends_on = [siterecovery_network_mapping.one, siterecovery_network_mapping.azure, siterecovery_network_mappings.many,
			siterecovery_cloud_protection.silver, siterecovery_host.h, siterecovery_cloud.silver_b]
	}`)}
	for name, check := range answers {
		step.ConfigStateChecks = append(step.ConfigStateChecks, statecheck.ExpectKnownValue("data.siterecovery_topology.x", tfjsonpath.New(name), check))
	}
	empty := resource.TestStep{Config: s.config(`data "siterecovery_topology" "x" {}`)}
	for name := range answers {
		if name != "mermaid" {
			empty.ConfigStateChecks = append(empty.ConfigStateChecks,
				statecheck.ExpectKnownValue("data.siterecovery_topology.x", tfjsonpath.New(name), knownvalue.ListSizeExact(0)))
		}
	}
	s.run(step, resource.TestStep{Config: s.config()}, empty)
}

func TestAccFunctionResults(t *testing.T) {
	s := newScene(t)
	output := func(expression string) string { return s.config(`output "x" { value = ` + expression + ` }`) }
	returns := func(expression string, check knownvalue.Check) resource.TestStep {
		return resource.TestStep{Config: output(expression), ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("x", check)}}
	}
	refuses := func(expression string, parts ...string) resource.TestStep {
		return resource.TestStep{Config: output(expression), ExpectError: said(parts...)}
	}
	exact, null := knownvalue.ObjectExact, knownvalue.Null()
	parsed := func(kind, name string) knownvalue.Check {
		return exact(map[string]knownvalue.Check{"kind": text(kind), "server": text("A"), "name": text(name), "target_server": null, "to_azure": null})
	}
	site := func(networks string) string {
		return `provider::siterecovery::vmm_export(jsonencode({
			VMMServer                 = { Name = "localhost", FullyQualifiedDomainName = "vmm.example.org" }
			LogicalNetworks           = [{ ID = "1", Name = "L", NetworkVirtualizationEnabled = false, IsLogicalNetworkDefinitionIsolated = false }]
			LogicalNetworkDefinitions = [{ ID = "2", Name = "L_0", LogicalNetwork = { ID = "1", Name = "L" }, SubnetVLans = [{ Subnet = "10.0.0.0/24", VLanID = 0 }] }]
			VMNetworks                = ` + networks + `
			StaticIPAddressPools      = [{ ID = "4", Name = "P", IPAddressRangeStart = "10.0.0.10", IPAddressRangeEnd = "10.0.0.99", LogicalNetworkDefinition = { ID = "2", Name = "L_0" }, VMSubnet = null }]
			Clouds                    = [{ ID = "5", Name = "C", LogicalNetworks = [{ ID = "1", Name = "L" }], HostGroup = [{ ID = "6", Name = "G", Path = "G" }] }]
			VMHosts                   = [{ ID = "7", Name = "h", VMHostGroup = { ID = "6", Name = "G", Path = "G" } }]
			VMHostNetworkAdapters     = [{ ID = "8", Name = "N", AvailableForPlacement = true, VMHost = { ID = "7", Name = "h" }, LogicalNetworks = [{ ID = "1", Name = "L" }] }]
		}))`
	}
	s.run(
		returns(`provider::siterecovery::parse_id("/SERVERS/A/LOGICALNETWORKS/l")`, parsed("logical_network", "l")),
		returns(`provider::siterecovery::parse_id("/servers/A/clouds/C%25")`, parsed("cloud", "C%")),
		returns(`provider::siterecovery::parse_id("/servers/A/hosts/hv1.example.org")`, parsed("host", "hv1.example.org")),
		returns(`provider::siterecovery::parse_id("/servers/A/vmNetworks/N/mappings/AZURE")`, exact(map[string]knownvalue.Check{
			"kind": text("network_mapping"), "server": text("A"), "name": text("N"), "target_server": null, "to_azure": knownvalue.Bool(true),
		})),
		returns(`provider::siterecovery::parse_id("/servers/A/mappings/B")`, exact(map[string]knownvalue.Check{
			"kind": text("network_mappings"), "server": text("A"), "name": null, "target_server": text("B"), "to_azure": knownvalue.Bool(false),
		})),
		refuses(`provider::siterecovery::parse_id(null)`, `Invalid value for "id" parameter: argument must not be null`),
		refuses(`provider::siterecovery::parse_id("/servers/A/hats/h")`, `"/servers/A/hats/h" is not an id: a server has no "hats"`, "or is the ARM id of an Azure virtual network.\n"),
		refuses(`provider::siterecovery::parse_id("/servers/azure")`, "the name is reserved", "Use another name, such as the server's full name in DNS or \"vmm-azure\".\n"),
		refuses(`provider::siterecovery::parse_id("/servers/A/cloud/C")`, `a server has no "cloud". It looks like the id of a cloud: "/servers/A/clouds/C" is one. An id has one of the forms`),
		refuses(`provider::siterecovery::parse_id("`+strings.Repeat("x", 300)+`")`, `"`+strings.Repeat("x", 160)+`"… is not an id: it does not begin with a slash. An id has one of`),
		refuses(`provider::siterecovery::parse_id("/servers/A\u200b\u3164")`, `"/servers/A\u200b\u3164" is not an id: in "servers/A\u200b\u3164" character 2 of the name is U+200B (zero-width space), which cannot be seen. Write "A" instead.`),

		returns(`provider::siterecovery::resolve_subnet("db", ["web", "DB", "db"])`, exact(map[string]knownvalue.Check{"name": text("DB"), "rule": text("same_name")})),
		refuses(`provider::siterecovery::resolve_subnet("db", null)`, `Invalid value for "target_subnet_names" parameter: argument must not be null`),
		refuses(`provider::siterecovery::resolve_subnet("db", ["web", null])`,
			`Invalid value for "target_subnet_names" parameter: Element 1 is null: give the subnet its name, or leave it out`),

		returns(site(`[{ ID = "3", Name = "N", IsolationType = "NoIsolation", LogicalNetwork = { ID = "1", Name = "L" }, VMSubnet = [] }]`), exact(map[string]knownvalue.Check{
			"server":           text("vmm.example.org"),
			"logical_networks": knownvalue.MapExact(map[string]knownvalue.Check{"L": exact(map[string]knownvalue.Check{"isolation": text("none")})}),
			"vm_networks": knownvalue.MapExact(map[string]knownvalue.Check{"N": exact(map[string]knownvalue.Check{
				"logical_network": text("L"),
				"subnets": list(exact(map[string]knownvalue.Check{
					"name": text("L_0"), "address_prefix": text("10.0.0.0/24"),
					"ip_pool": exact(map[string]knownvalue.Check{"first": text("10.0.0.10"), "last": text("10.0.0.99")}),
				})),
			})}),
			"clouds": knownvalue.MapExact(map[string]knownvalue.Check{"C": exact(map[string]knownvalue.Check{"logical_networks": list(text("L"))})}),
			"hosts":  knownvalue.MapExact(map[string]knownvalue.Check{"h": exact(map[string]knownvalue.Check{"clouds": list(text("C")), "logical_networks": list(text("L"))})}),
		})),
		refuses(site(`[{ ID = "3", Name = "N", IsolationType = "NoIsolation", LogicalNetwork = { ID = "9", Name = "M" }, VMSubnet = [] }]`),
			`Invalid value for "json" parameter`, `VMNetworks[0].LogicalNetwork`),
		refuses(`provider::siterecovery::vmm_export(null)`, `Invalid value for "json" parameter: argument must not be null`),
		refuses(`provider::siterecovery::vmm_export("{ \"VMHosts\": [],\n \"Clouds\": [{ \"Name\": \"C\", \"name\": \"D\" }] }")`, `Invalid value for "json" parameter: Clouds[0].name is there twice, `+
			"at line 2, column 15 and at line 2, column 28 (the case of a member's name does not count), and only one of the two can be read: take the other out of the export"),
		refuses(site(`[{ ID = "3", Name = "N\u202e", IsolationType = "NoIsolation", LogicalNetwork = { ID = "1", Name = "L" }, VMSubnet = [] }]`),
			`VMNetworks[0] cannot be known here as "N\u202e", for character 2 of the name is U+202E (right-to-left override), which changes the order in which others are shown`),
		refuses(`provider::siterecovery::vmm_export("{")`, "The export ends at line 1, column 1"),
	)
}
