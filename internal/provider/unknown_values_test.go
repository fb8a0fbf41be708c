package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Nothing of any resource is known before it is applied.
func TestAccNothingKnownAtPlanTime(t *testing.T) {
	s := newScene(t)
	configuration := func(also string) string {
		return strings.ReplaceAll(`
		resource "terraform_data" "late" {
			input = {
				a      = "A"
				b      = "B"
				name   = "X"
				vlan   = "vlan"
				none   = null
				yes    = true
				no     = false
				region = "westeurope"
				vnet   = "`+vnet+`"
				prefix = "10.0.0.0/24"
				subnet = { name = "web", address_prefix = "10.0.1.0/24", ip_pool = null }
				pool   = { first = "10.0.0.1", last = "10.0.0.9" }
				azure  = [{ name = "web", address_prefix = "10.0.0.0/24" }]
				san    = "san"
				`+also+`
			}
		}
		resource "terraform_data" "ids" {
			input = {
				a       = siterecovery_vmm_server.a.id
				b       = siterecovery_vmm_server.b.id
				la      = siterecovery_logical_network.a.id
				lb      = siterecovery_logical_network.b.id
				na      = siterecovery_vm_network.a.id
				nb      = siterecovery_vm_network.b.id
				azure   = siterecovery_azure_network.v.id
				ca      = siterecovery_cloud.a.id
				cb      = siterecovery_cloud.b.id
				cbs     = [siterecovery_cloud.b.id]
				network = { (siterecovery_vm_network.a.id) = siterecovery_azure_network.v.id }
			}
		}
		resource "terraform_data" "protection" {
			input = [siterecovery_cloud_protection.x.id]
		}
		resource "siterecovery_vmm_server" "a" { name = LATE.a }
		resource "siterecovery_vmm_server" "b" { name = LATE.b }
		resource "siterecovery_logical_network" "a" {
			server_id = siterecovery_vmm_server.a.id
			name      = LATE.name
			isolation = LATE.vlan
		}
		resource "siterecovery_logical_network" "b" {
			server_id = siterecovery_vmm_server.b.id
			name      = LATE.name
			isolation = LATE.none
		}
		resource "siterecovery_vm_network" "a" {
			logical_network_id = siterecovery_logical_network.a.id
			name               = LATE.name
			subnets            = [{ name = LATE.name, address_prefix = LATE.prefix, ip_pool = LATE.pool }, LATE.subnet]
		}
		resource "siterecovery_vm_network" "b" {
			logical_network_id = siterecovery_logical_network.b.id
			name               = LATE.name
			subnets            = [{ name = "db", ip_pool = { first = LATE.pool.first, last = LATE.pool.last } }, { name = LATE.name }]
		}
		resource "siterecovery_azure_network" "v" {
			virtual_network_id = LATE.vnet
			location           = LATE.region
			subnets            = LATE.azure
			gateway            = LATE.yes
		}
		resource "siterecovery_cloud" "a" {
			server_id           = siterecovery_vmm_server.a.id
			name                = LATE.name
			logical_network_ids = [siterecovery_logical_network.a.id]
		}
		resource "siterecovery_cloud" "b" {
			server_id           = siterecovery_vmm_server.b.id
			name                = LATE.name
			logical_network_ids = [siterecovery_logical_network.b.id]
		}
		resource "siterecovery_host" "h" {
			server_id           = IDS.b
			name                = LATE.name
			cloud_ids           = IDS.cbs
			logical_network_ids = [IDS.lb]
		}
		resource "siterecovery_cloud_protection" "x" {
			protected_cloud_id  = IDS.ca
			protecting_cloud_id = IDS.cb
			azure_location      = LATE.none
			replication         = LATE.san
		}
		resource "siterecovery_network_mapping" "x" {
			source_network_id    = IDS.na
			target_network_id    = IDS.nb
			test_network_id      = LATE.none
			cloud_protection_ids = terraform_data.protection.output
		}
		resource "siterecovery_network_mappings" "x" {
			source_server_id = IDS.a
			target_server_id = LATE.none
			to_azure         = LATE.yes
			mappings         = IDS.network
			exclusive        = LATE.no
		}`, "LATE.", "terraform_data.late.output.")
	}
	config := func(also string) string {
		return s.config(strings.ReplaceAll(configuration(also), "IDS.", "terraform_data.ids.output."))
	}
	state := func(address, attribute string, check knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("siterecovery_"+address, tfjsonpath.New(attribute), check)
	}
	checks := []statecheck.StateCheck{
		state("logical_network.a", "isolation", text("vlan")),
		state("logical_network.b", "isolation", text("none")),
		state("vm_network.a", "subnets", knownvalue.ListSizeExact(2)),
		state("azure_network.v", "gateway", knownvalue.Bool(true)),
		state("host.h", "id", text("/servers/B/hosts/X")),
		state("cloud_protection.x", "id", text("/servers/A/clouds/X/protection")),
		state("cloud_protection.x", "replication", text("san")),
		state("network_mapping.x", "id", text("/servers/A/vmNetworks/X/mappings/B")),
		state("network_mapping.x", "cloud_protection_ids", knownvalue.SetSizeExact(1)),
		state("network_mappings.x", "id", text("/servers/A/mappings/azure")),
	}
	s.run(
		resource.TestStep{
			Config: config(``),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue("siterecovery_vmm_server.a", tfjsonpath.New("id")),
				plancheck.ExpectUnknownValue("siterecovery_vm_network.a", tfjsonpath.New("server_id")),
				plancheck.ExpectUnknownValue("siterecovery_network_mapping.x", tfjsonpath.New("scenario")),
			}},
			ConfigStateChecks: checks,
		},
		// Nor afterwards, when it turns out to be the same again.
		resource.TestStep{Config: config(`again = true`), ConfigStateChecks: checks},
	)
	s.holds()
}

// An element of a list or a map may come from elsewhere as a whole, and is not
// known while the configuration is validated.
func TestAccElementsFromElsewhere(t *testing.T) {
	s := newScene(t)
	const variables = `
		variable "web" {
			type    = object({ name = string, address_prefix = string })
			default = { name = "web", address_prefix = "10.0.0.0/24" }
		}
		variable "machine" {
			type    = object({ cloud_id = string, adapters = list(object({ network_id = string })) })
			default = { cloud_id = "/servers/A/clouds/GoldA", adapters = [{ network_id = "/servers/A/vmNetworks/A1" }] }
		}
		variable "adapter" {
			type    = object({ network_id = string })
			default = { network_id = "/servers/A/vmNetworks/A1" }
		}
		resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "X"
			subnets            = [var.web, { name = "db" }]
		}
		resource "siterecovery_vm_network" "counted" {
			count              = 1
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "Counted"
			subnets            = [[{ name = "web", ip_pool = { first = "10.0.0.1", last = "10.0.0.9" } }][count.index]]
		}
		resource "siterecovery_azure_network" "x" {
			virtual_network_id = "` + vnet + `"
			location           = "westeurope"
			subnets            = [{ name = "db", address_prefix = "10.0.1.0/24" }, var.web]
		}
	`
	asked := func(name, machines string) string {
		return variables + `data "siterecovery_` + name + `" "x" {
			virtual_machines = {` + machines + `}
			` + everything + `
		}`
	}
	names := func(first, second string) knownvalue.Check {
		return list(object(map[string]knownvalue.Check{"name": text(first)}), object(map[string]knownvalue.Check{"name": text(second)}))
	}
	one := s.asks("siterecovery_vm_network.x", variables, map[string]knownvalue.Check{"subnets": names("web", "db")})
	one.ConfigStateChecks = append(one.ConfigStateChecks,
		statecheck.ExpectKnownValue("siterecovery_azure_network.x", tfjsonpath.New("subnets"), names("db", "web")))
	s.run(
		one,
		s.asks("data.siterecovery_failover_plan.x", asked("failover_plan",
			`one = var.machine, two = { cloud_id = "/servers/A/clouds/GoldA", adapters = [var.adapter] }`), map[string]knownvalue.Check{
			"totals": object(map[string]knownvalue.Check{"connected": knownvalue.Int64Exact(2)}),
		}),
		s.asks("data.siterecovery_azure_reachability.x", asked("azure_reachability", `one = var.adapter`), map[string]knownvalue.Check{
			"groups": knownvalue.ListSizeExact(1),
		}),
	)
	s.holds()
}

// What turns out to be wrong on apply is refused then, and the object stays as
// it was.
func TestAccWrongOnApply(t *testing.T) {
	s := newScene(t)
	late := func(value, arguments string) string {
		return s.config(twoSites, `
			resource "terraform_data" "late" { input = `+value+` }
			`+strings.ReplaceAll(arguments, "LATE", "terraform_data.late.output"))
	}
	var steps []resource.TestStep
	for _, tt := range []struct{ arguments, right, wrong, says string }{
		{`resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { (siterecovery_vm_network.a1.id) = LATE }
		}`, `siterecovery_vm_network.b1.id`, `null`, `mappings["/servers/A/vmNetworks/A1"] is null`},
		{`resource "siterecovery_logical_network" "x" {
			server_id = siterecovery_vmm_server.a.id
			name      = "X"
			isolation = LATE
		}`, `"vlan"`, `"VLAN"`, `isolation is "VLAN"`},
		{
			`resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "X"
			subnets            = [LATE, { name = "web" }]
		}`, `{ name = "db", address_prefix = null, ip_pool = null }`, `{ name = "WEB", address_prefix = null, ip_pool = null }`,
			`subnets[0] and subnets[1] are both named 'web'`,
		},
		{
			`resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "X"
			subnets            = LATE
		}`, `[{ name = "db", address_prefix = null, ip_pool = null }]`, `[{ name = "db", address_prefix = "ten", ip_pool = null }]`,
			`In subnets[0].address_prefix: "ten" is not an address prefix`,
		},
		{`resource "siterecovery_cloud" "x" {
			server_id           = siterecovery_vmm_server.a.id
			name                = "X"
			logical_network_ids = [LATE]
		}`, `siterecovery_logical_network.a1.id`, `null`, `An element of logical_network_ids is null`},
		{`resource "siterecovery_host" "x" {
			server_id = siterecovery_vmm_server.a.id
			name      = "X"
			cloud_ids = LATE
		}`, `[siterecovery_cloud.gold_a.id]`, `[siterecovery_cloud.gold_b.id]`, `Cloud 'GoldB' belongs to VMM server 'B'`},
		{`resource "siterecovery_cloud_protection" "x" {
			protected_cloud_id = siterecovery_cloud.silver_a.id
			azure_location     = LATE
		}`, `"westeurope"`, `null`, `Neither protecting_cloud_id nor azure_location is given`},
		{`resource "siterecovery_network_mapping" "x" {
			source_network_id    = siterecovery_vm_network.a1.id
			target_network_id    = siterecovery_vm_network.b1.id
			cloud_protection_ids = LATE
		}`, `[siterecovery_cloud_protection.gold.id]`, `["/servers/A/clouds/SilverA/protection"]`, `There is no cloud protection of 'SilverA'`},
		{`resource "siterecovery_network_mapping" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = LATE
		}`, `siterecovery_vm_network.b1.id`, `siterecovery_cloud.gold_b.id`, `is the id of the cloud 'GoldB'`},
		{`resource "siterecovery_azure_network" "x" {
			virtual_network_id = "` + vnet + `"
			location           = "westeurope"
			subnets            = [{ name = "web", address_prefix = LATE }]
		}`, `"10.0.0.0/24"`, `"10.0.0.0/30"`, `Azure reserves five addresses of every subnet`},
	} {
		steps = append(steps,
			resource.TestStep{Config: late(tt.right, tt.arguments)},
			resource.TestStep{Config: late(tt.wrong, tt.arguments), ExpectError: said(tt.says)},
			resource.TestStep{Config: late(tt.right, tt.arguments)})
	}
	s.run(steps...)
	s.holds()
}
