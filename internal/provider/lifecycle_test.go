package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// does is a step that takes the action with a resource. After every step the
// testing framework plans once more and wants nothing to change.
func (s scene) does(address string, action plancheck.ResourceActionType, config string, values map[string]knownvalue.Check) resource.TestStep {
	step := resource.TestStep{
		Config:           s.config(config),
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}},
	}
	for name, check := range values {
		step.ConfigStateChecks = append(step.ConfigStateChecks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
		// Ids and all else are known before anything is applied.
		if action != plancheck.ResourceActionNoop {
			step.ConfigPlanChecks.PreApply = append(step.ConfigPlanChecks.PreApply,
				plancheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
		}
	}
	return step
}

func (s scene) imports(address, id string) resource.TestStep {
	return resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true}
}

func text(value string) knownvalue.Check { return knownvalue.StringExact(value) }

func TestAccVMMServer(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_vmm_server.x"
	named := func(name string) string {
		return `resource "siterecovery_vmm_server" "x" { name = "` + name + `" }`
	}
	s.run(
		s.does(address, plancheck.ResourceActionCreate, named("VMM / 北京 100%"), map[string]knownvalue.Check{
			"id": text("/servers/VMM%20%2F%20%E5%8C%97%E4%BA%AC%20100%25"), "name": text("VMM / 北京 100%"),
		}),
		s.imports(address, "/SERVERS/vmm%20%2f%20%E5%8C%97%E4%BA%AC%20100%25"),
		s.does(address, plancheck.ResourceActionNoop, named("vmm / 北京 100%"), map[string]knownvalue.Check{"name": text("VMM / 北京 100%")}),
		s.does(address, plancheck.ResourceActionUpdate, named(".."), map[string]knownvalue.Check{"id": text("/servers/..")}),
		resource.TestStep{ // it vanishes
			PreConfig: s.behind(topology.Deletion(topology.ServerID(".."))),
			Config:    s.config(named("..")),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)},
			},
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: "..",
			ExpectError: said("Unable to import VMM server", `".." is not an id: it does not begin with a slash. It is like the name of: - VMM server '..' (/servers/..) Remedy: The id of a VMM server has the form /servers/{server}.`),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: "/servers/../clouds/x",
			ExpectError: said("Unable to import VMM server", `is the id of a cloud. Remedy: Import it into a siterecovery_cloud`),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: "/servers/absent",
			ExpectError: said("Unable to import VMM server", "There is no VMM server 'absent' (/servers/absent) in the catalog", "Remedy: Check the id"),
		},
	)
	s.holds()
}

const serverA = `resource "siterecovery_vmm_server" "a" { name = "A" }
	resource "siterecovery_vmm_server" "b" { name = "B" }
`

func TestAccLogicalNetwork(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_logical_network.x"
	network := func(arguments string) string {
		return serverA + `resource "siterecovery_logical_network" "x" {
			` + arguments + `
		}`
	}
	id := topology.LogicalNetworkID(topology.ServerID("A"), "L 1")
	s.run(
		s.does(address, plancheck.ResourceActionCreate, network(`
			server_id = siterecovery_vmm_server.a.id
			name      = "L 1"`), map[string]knownvalue.Check{
			"id": text("/servers/A/logicalNetworks/L%201"), "server_id": text("/servers/A"), "isolation": text("none"),
		}),
		s.imports(address, "/servers/a/logicalnetworks/l%201"),
		s.does(address, plancheck.ResourceActionNoop, network(`
			server_id = "/SERVERS/a"
			name      = "l 1"`), map[string]knownvalue.Check{"server_id": text("/servers/A")}),
		s.does(address, plancheck.ResourceActionUpdate, network(`
			server_id = siterecovery_vmm_server.a.id
			name      = "L 1"
			isolation = "vlan"`), map[string]knownvalue.Check{"isolation": text("vlan")}),
		resource.TestStep{ // somebody changes it
			PreConfig: s.behind(topology.Updating(topology.NewLogicalNetwork(id.Server(), "L 1", topology.IsolationNone))),
			Config: s.config(network(`
				server_id = siterecovery_vmm_server.a.id
				name      = "L 1"
				isolation = "vlan"`)),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)},
			},
		},
		s.does(address, plancheck.ResourceActionReplace, network(`
			server_id = siterecovery_vmm_server.b.id
			name      = "L 1"`), map[string]knownvalue.Check{"id": text("/servers/B/logicalNetworks/L%201")}),
	)
	s.holds()
}

func TestAccVMNetwork(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_vm_network.x"
	network := func(arguments string) string {
		return serverA + `
			resource "siterecovery_logical_network" "a" {
				server_id = siterecovery_vmm_server.a.id
				name      = "L"
			}
			resource "siterecovery_logical_network" "a2" {
				server_id = siterecovery_vmm_server.a.id
				name      = "M"
			}
			resource "siterecovery_vm_network" "x" {
				` + arguments + `
			}`
	}
	const named = `
		logical_network_id = siterecovery_logical_network.a.id
		name               = "N"
	`
	s.run(
		s.does(address, plancheck.ResourceActionCreate, network(named), map[string]knownvalue.Check{
			"id": text("/servers/A/vmNetworks/N"), "server_id": text("/servers/A"), "subnets": knownvalue.Null(),
		}),
		s.imports(address, "/servers/A/vmNetworks/N"),
		s.does(address, plancheck.ResourceActionUpdate, network(named+`subnets = []`), map[string]knownvalue.Check{"subnets": knownvalue.ListSizeExact(0)}),
		s.imports(address, "/servers/A/vmNetworks/N"),
		s.does(address, plancheck.ResourceActionUpdate, network(named+`subnets = [
			{ name = "web", address_prefix = "10.0.0.0/24", ip_pool = { first = "10.0.0.10", last = "10.0.0.99" } },
			{ name = "db", address_prefix = "2001:DB8::/64" },
			{ name = "mgmt" },
		]`), map[string]knownvalue.Check{"subnets": knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectExact(map[string]knownvalue.Check{
				"name": text("web"), "address_prefix": text("10.0.0.0/24"),
				"ip_pool": knownvalue.ObjectExact(map[string]knownvalue.Check{"first": text("10.0.0.10"), "last": text("10.0.0.99")}),
			}),
			knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("db"), "address_prefix": text("2001:DB8::/64"), "ip_pool": knownvalue.Null()}),
			knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("mgmt"), "address_prefix": knownvalue.Null(), "ip_pool": knownvalue.Null()}),
		})}),
		s.imports(address, "/servers/A/vmNetworks/N"),
		s.does(address, plancheck.ResourceActionUpdate, network(named+`subnets = [{ name = "db" }]`),
			map[string]knownvalue.Check{"subnets": knownvalue.ListSizeExact(1)}),
		// To another logical network of the server, and to another name, in place.
		s.does(address, plancheck.ResourceActionUpdate, network(`
			logical_network_id = siterecovery_logical_network.a2.id
			name               = "N"`), map[string]knownvalue.Check{"id": text("/servers/A/vmNetworks/N")}),
		s.does(address, plancheck.ResourceActionUpdate, network(`
			logical_network_id = siterecovery_logical_network.a.id
			name               = "O"`), map[string]knownvalue.Check{"id": text("/servers/A/vmNetworks/O")}),
		// On another server it is another network.
		s.does(address, plancheck.ResourceActionReplace, network(`
			logical_network_id = siterecovery_logical_network.b.id
			name               = "O"
		}
		resource "siterecovery_logical_network" "b" {
			server_id = siterecovery_vmm_server.b.id
			name      = "L"`), map[string]knownvalue.Check{"id": text("/servers/B/vmNetworks/O")}),
	)
	s.holds()
}

func TestAccCloud(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_cloud.x"
	cloud := func(arguments string) string {
		return serverA + `
			resource "siterecovery_logical_network" "a" {
				server_id = siterecovery_vmm_server.a.id
				name      = "L"
			}
			resource "siterecovery_logical_network" "a2" {
				server_id = siterecovery_vmm_server.a.id
				name      = "M"
			}
			resource "siterecovery_cloud" "x" {
				` + arguments + `
			}`
	}
	const named = `
		server_id = siterecovery_vmm_server.a.id
		name      = "Gold"
	`
	s.run(
		s.does(address, plancheck.ResourceActionCreate, cloud(named), map[string]knownvalue.Check{
			"id": text("/servers/A/clouds/Gold"), "logical_network_ids": knownvalue.Null(),
		}),
		s.imports(address, "/servers/A/clouds/Gold"),
		s.does(address, plancheck.ResourceActionUpdate, cloud(named+`logical_network_ids = []`), map[string]knownvalue.Check{"logical_network_ids": knownvalue.SetSizeExact(0)}),
		s.imports(address, "/servers/A/clouds/Gold"),
		s.does(address, plancheck.ResourceActionUpdate, cloud(named+`logical_network_ids = [siterecovery_logical_network.a.id, siterecovery_logical_network.a2.id]`),
			map[string]knownvalue.Check{"logical_network_ids": knownvalue.SetExact([]knownvalue.Check{text("/servers/A/logicalNetworks/L"), text("/servers/A/logicalNetworks/M")})}),
		s.imports(address, "/servers/A/clouds/Gold"),
		// Another spelling of a member is no change, whatever it depends on.
		s.does(address, plancheck.ResourceActionNoop, cloud(named+`logical_network_ids = ["/servers/a/logicalnetworks/m", siterecovery_logical_network.a.id]
			depends_on = [siterecovery_logical_network.a2]`),
			map[string]knownvalue.Check{"logical_network_ids": knownvalue.SetExact([]knownvalue.Check{text("/servers/A/logicalNetworks/L"), text("/servers/A/logicalNetworks/M")})}),
		s.does(address, plancheck.ResourceActionUpdate, cloud(`
			server_id = siterecovery_vmm_server.a.id
			name      = "Silver"`), map[string]knownvalue.Check{"id": text("/servers/A/clouds/Silver")}),
		s.does(address, plancheck.ResourceActionReplace, cloud(`
			server_id = siterecovery_vmm_server.b.id
			name      = "Silver"`), map[string]knownvalue.Check{"id": text("/servers/B/clouds/Silver")}),
	)
	s.holds()
}

func TestAccCloudProtection(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_cloud_protection.x"
	protection := func(arguments string) string {
		return serverA + `
			resource "siterecovery_cloud" "one" {
				server_id = siterecovery_vmm_server.a.id
				name      = "One"
			}
			resource "siterecovery_cloud" "two" {
				server_id = siterecovery_vmm_server.b.id
				name      = "Two"
			}
			resource "siterecovery_cloud" "three" {
				server_id = siterecovery_vmm_server.a.id
				name      = "Three"
			}
			resource "siterecovery_cloud_protection" "x" {
				` + arguments + `
			}`
	}
	s.run(
		s.does(address, plancheck.ResourceActionCreate, protection(`
			protected_cloud_id  = siterecovery_cloud.one.id
			protecting_cloud_id = siterecovery_cloud.two.id`), map[string]knownvalue.Check{
			"id": text("/servers/A/clouds/One/protection"), "replication": text("hyper_v_replica"), "azure_location": knownvalue.Null(),
		}),
		s.imports(address, "/servers/A/clouds/one/PROTECTION"),
		s.does(address, plancheck.ResourceActionUpdate, protection(`
			protected_cloud_id  = siterecovery_cloud.one.id
			protecting_cloud_id = siterecovery_cloud.three.id
			replication         = "san"`), map[string]knownvalue.Check{
			"protecting_cloud_id": text("/servers/A/clouds/Three"), "replication": text("san"),
		}),
		s.does(address, plancheck.ResourceActionUpdate, protection(`
			protected_cloud_id = siterecovery_cloud.one.id
			azure_location     = "West Europe"`), map[string]knownvalue.Check{
			"protecting_cloud_id": knownvalue.Null(), "azure_location": text("West Europe"),
		}),
		s.imports(address, "/servers/A/clouds/One/protection"),
		s.does(address, plancheck.ResourceActionReplace, protection(`
			protected_cloud_id = siterecovery_cloud.two.id
			azure_location     = "westeurope"`), map[string]knownvalue.Check{"id": text("/servers/B/clouds/Two/protection")}),
	)
	s.holds()
}

func TestAccNetworkMapping(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_network_mapping.x"
	mapping := func(arguments string) string {
		return twoSites + `
			resource "siterecovery_logical_network" "a2" {
				server_id = siterecovery_vmm_server.a.id
				name      = "LA2"
			}
			resource "siterecovery_vm_network" "a2" {
				logical_network_id = siterecovery_logical_network.a2.id
				name               = "A2"
			}
			resource "siterecovery_network_mapping" "x" {
				` + arguments + `
			}`
	}
	s.run(
		s.does(address, plancheck.ResourceActionCreate, mapping(`
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b1.id`), map[string]knownvalue.Check{
			"id": text("/servers/A/vmNetworks/A1/mappings/B"), "scenario": text("vmm_to_vmm"),
			"cloud_protection_ids": knownvalue.Null(), "test_network_id": knownvalue.Null(),
		}),
		s.imports(address, "/servers/A/vmNetworks/A1/mappings/B"),
		s.does(address, plancheck.ResourceActionNoop, mapping(`
			source_network_id = "/servers/a/vmnetworks/a1"
			target_network_id = "/servers/b/vmnetworks/b1"
			depends_on        = [siterecovery_vm_network.a1, siterecovery_vm_network.b1]`), nil),
		// Another target, in place: there is no moment without a mapping.
		s.does(address, plancheck.ResourceActionUpdate, mapping(`
			source_network_id    = siterecovery_vm_network.a1.id
			target_network_id    = siterecovery_vm_network.b2.id
			test_network_id      = siterecovery_vm_network.b1.id
			cloud_protection_ids = [siterecovery_cloud_protection.gold.id]`), map[string]knownvalue.Check{
			"target_network_id": text("/servers/B/vmNetworks/B2"), "test_network_id": text("/servers/B/vmNetworks/B1"),
			"cloud_protection_ids": knownvalue.SetExact([]knownvalue.Check{text("/servers/A/clouds/GoldA/protection")}),
		}),
		s.imports(address, "/servers/A/vmNetworks/A1/mappings/B"),
		// On another fabric it has another id, and still is changed at one stroke.
		s.does(address, plancheck.ResourceActionUpdate, mapping(`
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.a2.id`), map[string]knownvalue.Check{"id": text("/servers/A/vmNetworks/A1/mappings/A")}),
		// Also where the target is not known yet.
		resource.TestStep{
			Config: s.config(mapping(`
				source_network_id = siterecovery_vm_network.a1.id
				target_network_id = terraform_data.late.output
			}
			resource "terraform_data" "late" {
				input = siterecovery_vm_network.b1.id`)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("id")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), text("/servers/A/vmNetworks/A1/mappings/B")),
			},
		},
		s.does(address, plancheck.ResourceActionReplace, mapping(`
			source_network_id = siterecovery_vm_network.a2.id
			target_network_id = siterecovery_vm_network.b1.id`), map[string]knownvalue.Check{"id": text("/servers/A/vmNetworks/A2/mappings/B")}),
	)
	s.holds()
}
