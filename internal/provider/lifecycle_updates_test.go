package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Every attribute that can be changed is, there and back; and every one that
// replaces its object does.

const (
	creates  = plancheck.ResourceActionCreate
	updates  = plancheck.ResourceActionUpdate
	replaces = plancheck.ResourceActionReplace
)

func TestAccUpdatesOfALogicalNetwork(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_logical_network.x"
	network := func(name, rest string) string {
		return serverA + `resource "siterecovery_logical_network" "x" {
			server_id = siterecovery_vmm_server.a.id
			name      = "` + name + `"
			` + rest + `
		}`
	}
	isolation := func(value string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"isolation": text(value)}
	}
	s.run(
		s.does(address, creates, network("L", `isolation = "network_virtualization"`), isolation("network_virtualization")),
		s.does(address, updates, network("L", `isolation = "none"`), isolation("none")),
		s.does(address, updates, network("L", `isolation = "vlan"`), isolation("vlan")),
		s.does(address, updates, network("L", ``), isolation("none")),
		s.does(address, updates, network("M", ``), map[string]knownvalue.Check{"id": text("/servers/A/logicalNetworks/M")}),
	)
	s.holds()
}

func TestAccUpdatesOfSubnets(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_vm_network.x"
	network := func(subnets string) string {
		return serverA + `
			resource "siterecovery_logical_network" "a" {
				server_id = siterecovery_vmm_server.a.id
				name      = "L"
			}
			resource "siterecovery_vm_network" "x" {
				logical_network_id = siterecovery_logical_network.a.id
				name               = "N"
				subnets            = ` + subnets + `
			}`
	}
	names := func(names ...string) map[string]knownvalue.Check {
		var checks []knownvalue.Check
		for _, name := range names {
			checks = append(checks, object(map[string]knownvalue.Check{"name": text(name)}))
		}
		return map[string]knownvalue.Check{"subnets": list(checks...)}
	}
	s.run(
		s.does(address, creates, network(`[{ name = "web" }, { name = "db" }]`), names("web", "db")),
		// Their order decides which is the first.
		s.does(address, updates, network(`[{ name = "db" }, { name = "web" }]`), names("db", "web")),
		s.does(address, updates, network(`[{ name = "DB" }, { name = "web" }]`), names("DB", "web")),
		s.does(address, updates, network(`[{ name = "DB", address_prefix = "10.0.0.0/24" }]`), names("DB")),
		s.does(address, updates, network(`[{ name = "DB", address_prefix = "10.0.0.0/24", ip_pool = { first = "10.0.0.1", last = "10.0.0.1" } }]`),
			map[string]knownvalue.Check{"subnets": list(object(map[string]knownvalue.Check{
				"ip_pool": object(map[string]knownvalue.Check{"first": text("10.0.0.1"), "last": text("10.0.0.1")}),
			}))}),
		s.does(address, updates, network(`[{ name = "DB", ip_pool = { first = "fe80::1", last = "fe80::FF" } }]`),
			map[string]knownvalue.Check{"subnets": list(object(map[string]knownvalue.Check{
				"ip_pool": object(map[string]knownvalue.Check{"first": text("fe80::1"), "last": text("fe80::FF")}), "address_prefix": knownvalue.Null(),
			}))}),
		s.does(address, updates, network(`[{ name = "DB" }]`), map[string]knownvalue.Check{"subnets": list(object(map[string]knownvalue.Check{"ip_pool": knownvalue.Null()}))}),
		s.does(address, updates, network(`null`), map[string]knownvalue.Check{"subnets": knownvalue.Null()}),
	)
	s.holds()
}

func TestAccUpdatesOfAnAzureNetwork(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_azure_network.x"
	network := func(rest string) string {
		return `resource "siterecovery_azure_network" "x" {
			virtual_network_id = "` + vnet + `"
			` + rest + `
		}`
	}
	s.run(
		s.does(address, creates, network(`
			location = "westeurope"
			subnets  = [{ name = "web", address_prefix = "10.0.0.0/24" }]
			gateway  = true`), map[string]knownvalue.Check{"gateway": knownvalue.Bool(true)}),
		s.imports(address, vnet),
		s.does(address, updates, network(`
			location = "West Europe"
			subnets  = [{ name = "web", address_prefix = "10.0.0.0/24" }]`), map[string]knownvalue.Check{
			"location": text("West Europe"), "gateway": knownvalue.Bool(false),
		}),
		s.does(address, updates, network(`
			location = "West Europe"
			subnets  = [{ name = "db", address_prefix = "10.0.1.0/29" }, { name = "web", address_prefix = "10.0.0.0/24" }]`), map[string]knownvalue.Check{
			"subnets": list(
				knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("db"), "address_prefix": text("10.0.1.0/29")}),
				knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("web"), "address_prefix": text("10.0.0.0/24")})),
		}),
	)
	s.holds()
}

func TestAccUpdatesOfMembers(t *testing.T) {
	s := newScene(t)
	member := func(server, cloud, host string) string {
		return twoSites + `
			resource "siterecovery_cloud" "x" {
				server_id = ` + server + `
				name      = "X"
				` + cloud + `
			}
			resource "siterecovery_host" "x" {
				server_id = ` + server + `
				name      = "X"
				` + host + `
			}`
	}
	const a, b = "siterecovery_vmm_server.a.id", "siterecovery_vmm_server.b.id"
	const networks, one = `logical_network_ids = [siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]`,
		`logical_network_ids = [siterecovery_logical_network.b1.id]`
	const clouds = `cloud_ids = [siterecovery_cloud.gold_b.id, siterecovery_cloud.silver_b.id]`
	both := func(action plancheck.ResourceActionType, config string, cloud, host map[string]knownvalue.Check) resource.TestStep {
		step, other := s.does("siterecovery_cloud.x", action, config, cloud), s.does("siterecovery_host.x", action, config, host)
		step.ConfigPlanChecks.PreApply = append(step.ConfigPlanChecks.PreApply, other.ConfigPlanChecks.PreApply...)
		step.ConfigStateChecks = append(step.ConfigStateChecks, other.ConfigStateChecks...)
		return step
	}
	size := knownvalue.SetSizeExact
	s.run(
		both(creates, member(b, networks, networks+"\n"+clouds), map[string]knownvalue.Check{"logical_network_ids": size(2)},
			map[string]knownvalue.Check{"logical_network_ids": size(2), "cloud_ids": size(2)}),
		both(updates, member(b, one, one+"\n"+clouds), map[string]knownvalue.Check{"logical_network_ids": size(1)},
			map[string]knownvalue.Check{"logical_network_ids": size(1), "cloud_ids": size(2)}),
		both(updates, member(b, `logical_network_ids = []`, `cloud_ids = []`), map[string]knownvalue.Check{"logical_network_ids": size(0)},
			map[string]knownvalue.Check{"logical_network_ids": knownvalue.Null(), "cloud_ids": size(0)}),
		both(updates, member(b, ``, ``), map[string]knownvalue.Check{"logical_network_ids": knownvalue.Null()},
			map[string]knownvalue.Check{"logical_network_ids": knownvalue.Null(), "cloud_ids": knownvalue.Null()}),
		both(replaces, member(a, ``, ``), map[string]knownvalue.Check{"id": text("/servers/A/clouds/X"), "server_id": text("/servers/A")},
			map[string]knownvalue.Check{"id": text("/servers/A/hosts/X"), "server_id": text("/servers/A")}),
		// A member that is written twice, in another case, is one.
		resource.TestStep{Config: s.config(member(b, `logical_network_ids = [siterecovery_logical_network.b1.id, "/servers/b/logicalnetworks/lb1"]`,
			`cloud_ids = [siterecovery_cloud.gold_b.id, "/servers/b/clouds/goldb"]`))},
	)
	s.holds()
}

func TestAccUpdatesOfACloudProtection(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_cloud_protection.x"
	protection := func(arguments string) string {
		return twoSites + `resource "siterecovery_cloud_protection" "x" {
			protected_cloud_id = siterecovery_cloud.silver_a.id
			` + arguments + `
		}`
	}
	s.run(
		s.does(address, creates, protection(`
			azure_location = "westeurope"
			replication    = "san"`), map[string]knownvalue.Check{"azure_location": text("westeurope"), "replication": text("san")}),
		s.imports(address, "/servers/A/clouds/SilverA/protection"),
		s.does(address, updates, protection(`azure_location = "West Europe"`), map[string]knownvalue.Check{
			"azure_location": text("West Europe"), "replication": text("hyper_v_replica"),
		}),
		s.does(address, updates, protection(`protecting_cloud_id = siterecovery_cloud.silver_b.id`), map[string]knownvalue.Check{
			"azure_location": knownvalue.Null(), "protecting_cloud_id": text("/servers/B/clouds/SilverB"),
		}),
		s.does(address, plancheck.ResourceActionNoop, protection(`
			protecting_cloud_id = "/servers/b/clouds/silverb"
			depends_on          = [siterecovery_cloud.silver_b]`), map[string]knownvalue.Check{"protecting_cloud_id": text("/servers/B/clouds/SilverB")}),
	)
	s.holds()
}

func TestAccUpdatesOfANetworkMapping(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_network_mapping.x"
	mapping := func(arguments string) string {
		return twoSites + `
			resource "siterecovery_azure_network" "v" {
				virtual_network_id = "` + vnet + `"
				location           = "westeurope"
				subnets            = []
			}
			resource "siterecovery_azure_network" "test" {
				virtual_network_id = "` + vnet + `-test"
				location           = "westeurope"
				subnets            = []
			}
			resource "siterecovery_cloud_protection" "silver" {
				protected_cloud_id = siterecovery_cloud.silver_a.id
				azure_location     = "westeurope"
			}
			resource "siterecovery_network_mapping" "x" {
				source_network_id = siterecovery_vm_network.a1.id
				` + arguments + `
			}`
	}
	const onto = `target_network_id = siterecovery_azure_network.v.id
		`
	s.run(
		s.does(address, creates, mapping(onto+`
			test_network_id      = siterecovery_azure_network.test.id
			cloud_protection_ids = [siterecovery_cloud_protection.silver.id]`), map[string]knownvalue.Check{
			"id": text("/servers/A/vmNetworks/A1/mappings/azure"), "scenario": text("vmm_to_azure"),
			"target_network_id": text(vnet), "test_network_id": text(vnet + "-test"),
		}),
		s.imports(address, "/servers/A/vmNetworks/A1/mappings/AZURE"),
		s.does(address, updates, mapping(onto+`cloud_protection_ids = []`), map[string]knownvalue.Check{
			"test_network_id": knownvalue.Null(), "cloud_protection_ids": knownvalue.SetSizeExact(0),
		}),
		s.imports(address, "/servers/A/vmNetworks/A1/mappings/azure"),
		s.does(address, updates, mapping(onto), map[string]knownvalue.Check{"cloud_protection_ids": knownvalue.Null()}),
		// From Azure to a VMM server, at one stroke.
		s.does(address, updates, mapping(`
			target_network_id    = siterecovery_vm_network.b1.id
			cloud_protection_ids = [siterecovery_cloud_protection.gold.id]`), map[string]knownvalue.Check{
			"id": text("/servers/A/vmNetworks/A1/mappings/B"), "scenario": text("vmm_to_vmm"), "cloud_protection_ids": knownvalue.SetSizeExact(1),
		}),
		s.does(address, updates, mapping(`
			target_network_id    = siterecovery_vm_network.b1.id
			test_network_id      = siterecovery_vm_network.b2.id
			cloud_protection_ids = [siterecovery_cloud_protection.gold.id]`), map[string]knownvalue.Check{"test_network_id": text("/servers/B/vmNetworks/B2")}),
	)
	s.holds()
}

func TestAccUpdatesOfNetworkMappings(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_network_mappings.x"
	const to = `
		target_server_id = siterecovery_vmm_server.b.id
		mappings         = { (siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id }
	`
	set := func(source, arguments string) string {
		return twoSites + `resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.` + source + `.id
			` + arguments + `
		}`
	}
	s.run(
		s.does(address, creates, set("a", to), map[string]knownvalue.Check{"to_azure": knownvalue.Null(), "exclusive": knownvalue.Bool(false)}),
		// To say that it does not lead to Azure changes nothing about the mappings.
		s.does(address, updates, set("a", to+`to_azure = false`), map[string]knownvalue.Check{"to_azure": knownvalue.Bool(false)}),
		s.does(address, updates, set("a", to+`exclusive = true`), map[string]knownvalue.Check{"to_azure": knownvalue.Null(), "exclusive": knownvalue.Bool(true)}),
		s.does(address, updates, set("a", to+`exclusive = false`), map[string]knownvalue.Check{"exclusive": knownvalue.Bool(false)}),
		s.does(address, replaces, set("b", `
			target_server_id = siterecovery_vmm_server.a.id
			mappings         = { (siterecovery_vm_network.b1.id) = siterecovery_vm_network.a1.id }`), map[string]knownvalue.Check{
			"id": text("/servers/B/mappings/A"), "source_server_id": text("/servers/B"),
		}),
		s.imports(address, "/SERVERS/b/mappings/a"),
	)
	s.holds()
}
