package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// object checks attributes of an object, and leaves out those not named.
func object(attributes map[string]knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectPartial(attributes)
}

func list(checks ...knownvalue.Check) knownvalue.Check { return knownvalue.ListExact(checks) }

// pooled gives the networks of twoSites subnets with addresses, and the clouds of
// B a host.
const pooled = `
	resource "siterecovery_vm_network" "a3" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A3"
		subnets            = [{ name = "web" }]
	}
	resource "siterecovery_vm_network" "b3" {
		logical_network_id = siterecovery_logical_network.b1.id
		name               = "B3"
		subnets            = [{
			name           = "web"
			address_prefix = "10.0.0.0/24"
			ip_pool        = { first = "10.0.0.10", last = "10.0.0.11" }
		}]
	}
	resource "siterecovery_network_mapping" "a3" {
		source_network_id = siterecovery_vm_network.a3.id
		target_network_id = siterecovery_vm_network.b3.id
	}
	resource "siterecovery_host" "h" {
		server_id           = siterecovery_vmm_server.b.id
		name                = "hv1"
		cloud_ids           = [siterecovery_cloud.gold_b.id]
		logical_network_ids = [siterecovery_logical_network.b1.id]
	}
`

const everythingPooled = `depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.there,
	siterecovery_network_mapping.a3, siterecovery_host.h]`

func TestAccResolvedTargetAddressesAndHosts(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_resolved_target.x"
	s.run(s.asks(address, pooled+`data "siterecovery_resolved_target" "x" {
		source_network_id = siterecovery_vm_network.a3.id
		cloud_id          = siterecovery_cloud.gold_a.id
		subnet_name       = "WEB"
		ip_address        = "10.0.0.11"
		`+everythingPooled+`
	}`, map[string]knownvalue.Check{
		"target_network_name": text("B3"), "target_subnet_name": text("web"), "subnet_rule": text("same_name"),
		"target_ip_address": text("10.0.0.11"), "ip_rule": text("same_address"), "host_ids": list(text("/servers/B/hosts/hv1")),
	}))
}

func TestAccFailoverPlan(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_failover_plan.x"
	plan := func(machines string) string {
		return pooled + `data "siterecovery_failover_plan" "x" {
			virtual_machines = {` + machines + `}
			` + everythingPooled + `
		}`
	}
	const adapter = `{ network_id = siterecovery_vm_network.a3.id, subnet_name = "web", ip_address = "10.0.0.10" }`
	s.run(
		s.asks(address, plan(`
			b = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [`+adapter+`] }
			a = { cloud_id = siterecovery_cloud.gold_a.id, recovery_plan = "P", adapters = [`+adapter+`, { network_id = siterecovery_vm_network.a1.id }] }
			c = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [`+adapter+`] }
			d = { cloud_id = siterecovery_cloud.silver_a.id, adapters = [`+adapter+`] }
		`), map[string]knownvalue.Check{
			"machines": knownvalue.MapExact(map[string]knownvalue.Check{
				"a": object(map[string]knownvalue.Check{
					"connected": knownvalue.Bool(true), "fails": knownvalue.Bool(false), "host_ids": list(text("/servers/B/hosts/hv1")), "reason": knownvalue.Null(),
					"adapters": list(
						object(map[string]knownvalue.Check{"outcome": text("connected"), "target_ip_address": text("10.0.0.10"), "ip_rule": text("same_address")}),
						object(map[string]knownvalue.Check{"target_network_id": text("/servers/B/vmNetworks/B1"), "ip_rule": text("dhcp"), "target_ip_address": knownvalue.Null()}),
					),
				}),
				"b": object(map[string]knownvalue.Check{"adapters": list(object(map[string]knownvalue.Check{"target_ip_address": text("10.0.0.11"), "ip_rule": text("next_free")}))}),
				"c": object(map[string]knownvalue.Check{"connected": knownvalue.Bool(true), "fails": knownvalue.Bool(true), "adapters": list(object(map[string]knownvalue.Check{"ip_rule": text("pool_exhausted")}))}),
				"d": object(map[string]knownvalue.Check{"connected": knownvalue.Bool(false), "adapters": list(object(map[string]knownvalue.Check{"outcome": text("not_protected"), "connected": knownvalue.Bool(false)}))}),
			}),
			"totals": knownvalue.ObjectExact(map[string]knownvalue.Check{
				"machines": knownvalue.Int64Exact(4), "connected": knownvalue.Int64Exact(3), "unconnected": knownvalue.Int64Exact(1), "failed": knownvalue.Int64Exact(1),
				"first_subnet": knownvalue.Int64Exact(0), "address_at_risk": knownvalue.Int64Exact(2), "no_host": knownvalue.Int64Exact(0),
			}),
			"findings": list(
				object(map[string]knownvalue.Check{"code": text("SR302"), "severity": text("error"), "subject_id": text("/servers/A/clouds/SilverA")}),
				object(map[string]knownvalue.Check{
					"code": text("SR309"), "subject_id": text("/servers/B/vmNetworks/B3"),
					"summary": text("Not enough addresses"), "detail": knownvalue.StringFunc(contains("Machines: 'c'")),
				}),
			),
		}),
		s.asks(address, plan(``), map[string]knownvalue.Check{"machines": knownvalue.MapSizeExact(0)}),
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_failover_plan" "x" {
				virtual_machines = { "vm 1" = { cloud_id = "/servers/A/clouds/absent", adapters = [{ network_id = "A1", ip_address = "" }] } }
			}`),
			ExpectError: said("Invalid id (SR102)", `virtual_machines["vm 1"].adapters[0].network_id`, `"A1" is not an id`),
		},
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_failover_plan" "x" {
				virtual_machines = { vm = { cloud_id = "/servers/A/clouds/absent", adapters = [] } }
			}`),
			ExpectError: said("Reference to an unknown object (SR104)", "There is no cloud 'absent'",
				"Invalid value (SR109)", "The machine 'vm' has no network adapters", "leave the machine out"),
		},
	)
}

func TestAccFailback(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_failback.x"
	ask := func(arguments string) string {
		return `data "siterecovery_failback" "x" {
			source_network_id  = siterecovery_vm_network.a1.id
			replica_network_id = siterecovery_vm_network.b1.id
			` + arguments + `
			` + everything + `
		}`
	}
	s.run(
		s.asks(address, ask(""), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "network_id": text("/servers/A/vmNetworks/A1"), "scenario": text("unchanged"),
		}),
		s.asks(address, ask("replica_disconnected = true"), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(false), "network_id": knownvalue.Null(), "scenario": text("replica_disconnected"),
			"reason": text("The replica was disconnected, and the machine is too."),
		}),
		s.asks(address, ask("replica_moved_to_network_id = siterecovery_vm_network.b2.id"), map[string]knownvalue.Check{"scenario": text("moved_to_unmapped")}),
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_failback" "x" {
				source_network_id           = "/servers/A/vmNetworks/A1"
				replica_network_id          = "/servers/B/vmNetworks/B1"
				replica_disconnected        = true
				replica_moved_to_network_id = "/servers/B/vmNetworks/B1"
			}`),
			ExpectError: said("Invalid value (SR109)", "replica_disconnected", "Give one of replica_disconnected and replica_moved_to_network_id"),
		},
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_failback" "x" {
				source_network_id  = "/servers/A/vmNetworks/A1"
				replica_network_id = "/servers/A/vmNetworks/A1"
			}`),
			ExpectError: said("Invalid value (SR109)", "VM network 'A1' is source_network_id as well", "Give the network that the replica came up on"),
		},
	)
}

// toAzure maps A1 to an Azure network and protects SilverA by Azure.
const toAzure = `
	resource "siterecovery_azure_network" "v" {
		virtual_network_id = "` + vnet + `"
		location           = "westeurope"
		gateway            = true
		subnets            = [{ name = "web", address_prefix = "10.0.0.0/24" }, { name = "App", address_prefix = "10.0.1.0/24" }]
	}
	resource "siterecovery_cloud_protection" "silver" {
		protected_cloud_id = siterecovery_cloud.silver_a.id
		azure_location     = "West Europe"
	}
	resource "siterecovery_network_mapping" "azure" {
		source_network_id    = siterecovery_vm_network.a1.id
		target_network_id    = siterecovery_azure_network.v.id
		cloud_protection_ids = [siterecovery_cloud_protection.silver.id]
	}
`

func TestAccToAzure(t *testing.T) {
	s := newScene(t)
	const wait = `depends_on = [siterecovery_network_mapping.azure, siterecovery_network_mapping.there]`
	s.run(
		s.asks("data.siterecovery_azure_reachability.x", toAzure+`data "siterecovery_azure_reachability" "x" {
			virtual_machines = {
				web = { network_id = siterecovery_vm_network.a1.id, recovery_plan = "P" }
				db  = { network_id = siterecovery_vm_network.a1.id }
				far = { network_id = siterecovery_vm_network.b1.id, recovery_plan = "P" }
			}
			`+wait+`
		}`, map[string]knownvalue.Check{"groups": list(
			knownvalue.ObjectExact(map[string]knownvalue.Check{
				"virtual_machines": list(text("db"), text("web")), "azure_network_id": text(vnet), "reaches_on_premises": knownvalue.Bool(true),
				"reason": text("They are all on Azure network 'Prod', whatever their recovery plans, and its gateway leads on-premises."),
			}),
			object(map[string]knownvalue.Check{"virtual_machines": list(text("far")), "azure_network_id": knownvalue.Null(), "reaches_on_premises": knownvalue.Bool(false)}),
		)}),
		s.asks("data.siterecovery_resolved_target.x", toAzure+`data "siterecovery_resolved_target" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			cloud_id          = siterecovery_cloud.silver_a.id
			subnet_name       = "db"
			`+wait+`
		}`, map[string]knownvalue.Check{
			"target_network_id": text(vnet), "target_subnet_name": text("web"), "subnet_rule": text("first_subnet"),
			"target_ip_address": text("10.0.0.4"), "ip_rule": text("next_free"), "host_ids": knownvalue.ListSizeExact(0),
		}),
		s.asks("data.siterecovery_available_targets.x", toAzure+`data "siterecovery_available_targets" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_azure_network.v.id
			`+wait+`
		}`, map[string]knownvalue.Check{"choices": list(object(map[string]knownvalue.Check{
			"available": knownvalue.Bool(true), "protecting_cloud_id": knownvalue.Null(), "protected_cloud_id": text("/servers/A/clouds/SilverA"),
		}))}),
		s.asks("data.siterecovery_test_failover.x", toAzure+`data "siterecovery_test_failover" "x" {
			source_network_id         = siterecovery_vm_network.a1.id
			cloud_id                  = siterecovery_cloud.silver_a.id
			test_network_id           = siterecovery_azure_network.v.id
			recovery_plan_network_ids = [siterecovery_vm_network.a1.id]
			`+wait+`
		}`, map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "target_network_id": text(vnet), "subnet_rule": text("first_subnet"),
			"reason": text("The test uses Azure network 'Prod'; the source's subnet is not given, so the first of its subnets in the alphabet, 'App', is used. " +
				"Do not run it: it puts copies of the machines beside the real ones."),
			"findings": list(object(map[string]knownvalue.Check{"code": text("SR401"), "severity": text("error")}),
				object(map[string]knownvalue.Check{"code": text("SR405"), "severity": text("warning")})),
		}),
		// M11, at plan time: an Azure network in another region.
		resource.TestStep{
			Config: s.config(twoSites, toAzure, `
				resource "siterecovery_azure_network" "far" {
					virtual_network_id = "`+vnet+`2"
					location           = "eastus"
					subnets            = []
				}
				resource "siterecovery_network_mapping" "x" {
					source_network_id    = siterecovery_vm_network.b1.id
					target_network_id    = siterecovery_azure_network.far.id
					cloud_protection_ids = [siterecovery_cloud_protection.b.id]
				}
				resource "siterecovery_cloud_protection" "b" {
					protected_cloud_id = siterecovery_cloud.silver_b.id
					azure_location     = "westeurope"
				}`),
			PlanOnly: true,
			ExpectError: said("Azure network in another region (SR208)", "target_network_id",
				"Azure network 'Prod2' is in 'eastus', but cloud 'SilverB' replicates to 'westeurope'", "Remedy: Use an Azure network in 'westeurope'"),
		},
	)
}

func TestAccTestFailover(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_test_failover.x"
	ask := func(arguments string) string {
		return `data "siterecovery_test_failover" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			cloud_id          = siterecovery_cloud.gold_a.id
			` + arguments + `
			` + everything + `
		}`
	}
	s.run(
		s.asks(address, ask(`test_network_id = siterecovery_vm_network.b2.id`), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "target_network_id": text("/servers/B/vmNetworks/B2"), "target_network_name": text("B2"),
			"target_subnet_name": knownvalue.Null(), "subnet_rule": text("no_subnet"), "findings": knownvalue.ListSizeExact(0),
		}),
		s.asks(address, ask(`test_network_id = siterecovery_logical_network.b2.id`), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "target_network_id": knownvalue.Null(), "reason": text("A network is created for the test from logical network 'LB2'."),
		}),
		s.asks(address, strings.ReplaceAll(ask(`test_network_id = siterecovery_vm_network.a1.id`), "cloud_id  ", "# "), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(false), "target_network_id": knownvalue.Null(),
			"reason":   text("VM network 'A1' is mapped to VMM server 'B', so its replicas are there, but VM network 'A1' is on VMM server 'A'."),
			"findings": knownvalue.ListSizeExact(1),
		}),
		s.asks(address, ask(``), map[string]knownvalue.Check{"connected": knownvalue.Bool(false), "findings": knownvalue.ListSizeExact(0)}),
	)
}

func TestAccReadinessAndProposal(t *testing.T) {
	s := newScene(t)
	const readiness, proposal = "data.siterecovery_readiness.x", "data.siterecovery_mapping_proposal.x"
	back := `resource "siterecovery_network_mapping" "back" {
		source_network_id = siterecovery_vm_network.b1.id
		target_network_id = siterecovery_vm_network.a1.id
	}
	`
	ask := func(arguments, wait string) string {
		return `data "siterecovery_readiness" "x" {
			` + arguments + `
			depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.there` + wait + `]
		}`
	}
	s.run(
		s.asks(readiness, ask("", ""), map[string]knownvalue.Check{
			"ready": knownvalue.Bool(true), "error_count": knownvalue.Int64Exact(0), "warning_count": knownvalue.Int64Exact(1),
			"protected_network_count": knownvalue.Int64Exact(1), "covered_network_count": knownvalue.Int64Exact(1), "coverage": knownvalue.Float64Exact(1),
			"findings": list(object(map[string]knownvalue.Check{
				"code": text("SR305"), "severity": text("warning"), "summary": text("No way back"),
				"subject_id": text("/servers/A/vmNetworks/A1/mappings/B"), "remedy": text("Map VM network 'B1' to VM network 'A1'."),
			})),
		}),
		s.asks(readiness, back+ask("source_server_id = siterecovery_vmm_server.a.id", ", siterecovery_network_mapping.back"), map[string]knownvalue.Check{
			"findings": knownvalue.ListSizeExact(0), "coverage": knownvalue.Float64Exact(1),
		}),
		s.asks(proposal, `data "siterecovery_mapping_proposal" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			depends_on       = [siterecovery_cloud_protection.gold, siterecovery_vm_network.a1, siterecovery_vm_network.b1, siterecovery_vm_network.b2]
		}`, map[string]knownvalue.Check{
			"mappings":  knownvalue.MapExact(map[string]knownvalue.Check{"/servers/A/vmNetworks/A1": text("/servers/B/vmNetworks/B1")}),
			"unmatched": knownvalue.ListSizeExact(0),
			"reasons": knownvalue.MapExact(map[string]knownvalue.Check{
				"/servers/A/vmNetworks/A1": text("VM network 'B1' is available for the one cloud protection; the names differ in 1 letter."),
			}),
		}),
		resource.TestStep{
			Config:      s.config(twoSites, `data "siterecovery_readiness" "x" { source_server_id = "/servers/absent" }`),
			ExpectError: said("Reference to an unknown object (SR104)", "source_server_id"),
		},
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_mapping_proposal" "x" {
				source_server_id = "/servers/A"
				target_server_id = "/servers/absent"
			}`),
			ExpectError: said("Reference to an unknown object (SR104)", "target_server_id"),
		},
	)
}

func TestAccFunctions(t *testing.T) {
	s := newScene(t)
	output := func(expression string) string { return s.config(`output "x" { value = ` + expression + ` }`) }
	returns := func(expression string, check knownvalue.Check) resource.TestStep {
		return resource.TestStep{Config: output(expression), ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("x", check)}}
	}
	refuses := func(expression string, parts ...string) resource.TestStep {
		return resource.TestStep{Config: output(expression), ExpectError: said(parts...)}
	}
	unless := func(skipped bool, step resource.TestStep) resource.TestStep {
		step.SkipFunc = func() (bool, error) { return skipped, nil }
		return step
	}
	parsed := func(kind string, server, name, target, azure knownvalue.Check) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{"kind": text(kind), "server": server, "name": name, "target_server": target, "to_azure": azure})
	}
	null := knownvalue.Null()
	s.run(
		returns(`provider::siterecovery::parse_id("/servers/VMM%20A/vmNetworks/a%2Fb")`, parsed("vm_network", text("VMM A"), text("a/b"), null, null)),
		returns(`provider::siterecovery::parse_id("/servers/A")`, parsed("vmm_server", text("A"), text("A"), null, null)),
		returns(`provider::siterecovery::parse_id("/servers/A/clouds/C/protection")`, parsed("cloud_protection", text("A"), text("C"), null, null)),
		returns(`provider::siterecovery::parse_id("/servers/A/vmNetworks/N/mappings/B%20C")`, parsed("network_mapping", text("A"), text("N"), text("B C"), knownvalue.Bool(false))),
		returns(`provider::siterecovery::parse_id("/servers/A/mappings/azure")`, parsed("network_mappings", text("A"), null, null, knownvalue.Bool(true))),
		returns(`provider::siterecovery::parse_id("`+vnet+`")`, parsed("azure_network", null, text("Prod"), null, null)),
		refuses(`provider::siterecovery::parse_id("VMM-Beijing")`, `Invalid value for "id" parameter`, `"VMM-Beijing" is not an id: it does not begin with a slash`),
		refuses(`provider::siterecovery::parse_id("/servers/A/")`, `is not an id: it ends with a slash. It looks like the id of a VMM server: "/servers/A" is one.`),
		refuses(`provider::siterecovery::parse_id("/servers/A/clouds/C/extra")`, `is not an id: a cloud has no "extra".`),
		refuses(`provider::siterecovery::parse_id("/servers/A/baseline")`, `"/servers/A/baseline" is the id of a failover baseline, which is no object of the topology`),
		refuses(`provider::siterecovery::parse_id("/baseline")`, `"/baseline" is the id of a failover baseline`),
		refuses(`provider::siterecovery::parse_id("/servers/A/clouds/C/baseline")`, `is not an id: a cloud has no "baseline".`),

		returns(`provider::siterecovery::resolve_subnet("DB", ["web", "db"])`, knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("db"), "rule": text("same_name")})),
		unless(terraformtest.OpenTofu(), // which hands a null argument over as nothing
			returns(`provider::siterecovery::resolve_subnet(null, ["web", "db"])`, knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("web"), "rule": text("first_subnet")}))),
		returns(`provider::siterecovery::resolve_subnet("db", [])`, knownvalue.ObjectExact(map[string]knownvalue.Check{"name": null, "rule": text("no_subnet")})),
		refuses(`provider::siterecovery::resolve_subnet("a", [""])`, `Invalid value for "target_subnet_names" parameter: Element 0 is empty: give the subnet its name, or leave it out`),

		refuses(`provider::siterecovery::vmm_export("")`, `Invalid value for "json" parameter`, "The export is empty"),
		refuses(`provider::siterecovery::vmm_export(jsonencode({ VMMServer = { Name = "A" }, LogicalNetworks = "System.Object[]" }))`,
			"LogicalNetworks is the text", "System.Object[]", "-Depth 6"),
	)
}

func contains(part string) func(string) error {
	return func(text string) error {
		if said(part).MatchString(text) {
			return nil
		}
		return &missing{part, text}
	}
}

type missing struct{ part, text string }

func (m *missing) Error() string { return "it does not say " + m.part + ": " + m.text }

func TestAccTopology(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_topology.x"
	s.run(
		s.asks(address, pooled+toAzure+`data "siterecovery_topology" "x" {
			depends_on = [siterecovery_network_mapping.azure, siterecovery_network_mapping.a3, siterecovery_network_mapping.there,
				siterecovery_cloud_protection.gold, siterecovery_host.h, siterecovery_cloud.silver_b]
		}`, map[string]knownvalue.Check{
			"vmm_servers":      list(object(map[string]knownvalue.Check{"id": text("/servers/A"), "name": text("A")}), object(map[string]knownvalue.Check{"name": text("B")})),
			"logical_networks": knownvalue.ListSizeExact(3),
			"vm_networks":      knownvalue.ListSizeExact(5),
			"azure_networks": list(knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id": text(vnet), "virtual_network_id": text(vnet), "location": text("westeurope"), "gateway": knownvalue.Bool(true), "subnets": knownvalue.ListSizeExact(2),
			})),
			"clouds": knownvalue.ListSizeExact(4),
			"hosts": list(knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id": text("/servers/B/hosts/hv1"), "server_id": text("/servers/B"), "name": text("hv1"),
				"cloud_ids":           knownvalue.SetExact([]knownvalue.Check{text("/servers/B/clouds/GoldB")}),
				"logical_network_ids": knownvalue.SetExact([]knownvalue.Check{text("/servers/B/logicalNetworks/LB1")}),
			})),
			"cloud_protections": knownvalue.ListSizeExact(2),
			"network_mappings": knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id": text("/servers/A/vmNetworks/A1/mappings/B"), "source_network_id": text("/servers/A/vmNetworks/A1"),
				"target_network_id": text("/servers/B/vmNetworks/B1"), "test_network_id": knownvalue.Null(),
				"cloud_protection_ids": knownvalue.Null(), "scenario": text("vmm_to_vmm"), "vault_mapping_id": knownvalue.Null(),
			})}),
			"mermaid": knownvalue.StringFunc(contains("flowchart LR")),
		}),
	)
}
