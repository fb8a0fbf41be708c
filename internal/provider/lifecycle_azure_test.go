package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

const vnet = "/subscriptions/0a1b/resourceGroups/Rg-One/providers/Microsoft.Network/virtualNetworks/Prod"

func TestAccAzureNetwork(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_azure_network.x"
	network := func(id, rest string) string {
		return `resource "siterecovery_azure_network" "x" {
			virtual_network_id = "` + id + `"
			` + rest + `
		}`
	}
	const plain = `
		location = "westeurope"
		subnets  = [{ name = "web", address_prefix = "10.0.0.0/24" }]
	`
	s.run(
		s.does(address, plancheck.ResourceActionCreate, network(vnet, plain), map[string]knownvalue.Check{
			"id": text(vnet), "gateway": knownvalue.Bool(false),
			"subnets": knownvalue.ListExact([]knownvalue.Check{
				knownvalue.ObjectExact(map[string]knownvalue.Check{"name": text("web"), "address_prefix": text("10.0.0.0/24")}),
			}),
		}),
		s.imports(address, strings.ToLower(vnet)),
		// Azure answers with ids in changing case: no change, and the spelling is kept.
		s.does(address, plancheck.ResourceActionNoop, network(strings.Replace(strings.ToUpper(vnet), "/SUB", "/Sub", 1), plain), map[string]knownvalue.Check{
			"virtual_network_id": text(vnet),
		}),
		s.does(address, plancheck.ResourceActionUpdate, network(vnet, `
			location = "North Europe"
			gateway  = true
			subnets  = []`), map[string]knownvalue.Check{
			"location": text("North Europe"), "gateway": knownvalue.Bool(true), "subnets": knownvalue.ListSizeExact(0),
		}),
		s.imports(address, vnet),
		s.does(address, plancheck.ResourceActionReplace, network(vnet+"2", plain), map[string]knownvalue.Check{"id": text(vnet + "2")}),
	)
	s.holds()
}

func TestAccHost(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_host.x"
	host := func(arguments string) string {
		return twoSites + `resource "siterecovery_host" "x" {
			` + arguments + `
		}`
	}
	const named = `
		server_id = siterecovery_vmm_server.b.id
		name      = "hv1.example.org"
	`
	s.run(
		s.does(address, plancheck.ResourceActionCreate, host(named), map[string]knownvalue.Check{
			"id": text("/servers/B/hosts/hv1.example.org"), "cloud_ids": knownvalue.Null(), "logical_network_ids": knownvalue.Null(),
		}),
		s.imports(address, "/servers/b/hosts/HV1.example.org"),
		s.does(address, plancheck.ResourceActionUpdate, host(named+`
			cloud_ids           = [siterecovery_cloud.gold_b.id]
			logical_network_ids = [siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]`), map[string]knownvalue.Check{
			"cloud_ids": knownvalue.SetSizeExact(1), "logical_network_ids": knownvalue.SetSizeExact(2),
		}),
		s.imports(address, "/servers/B/hosts/hv1.example.org"),
		s.refuses(host(named+`cloud_ids = [siterecovery_cloud.gold_a.id]`),
			"Object of another VMM server (SR105)", "cloud_ids =", "Cloud 'GoldA' belongs to VMM server 'A', but host 'hv1.example.org' belongs to VMM server 'B'"),
		s.does(address, plancheck.ResourceActionUpdate, host(`
			server_id = siterecovery_vmm_server.b.id
			name      = "hv2"`), map[string]knownvalue.Check{"id": text("/servers/B/hosts/hv2")}),
	)
	s.holds()
}

// mapped are twoSites with more networks to map, and a set of mappings.
func mapped(arguments string) string {
	return twoSites + `
		resource "siterecovery_vm_network" "a2" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "A2"
		}
		resource "siterecovery_vm_network" "a3" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "A3"
		}
		resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			` + arguments + `
		}`
}

func TestAccNetworkMappings(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_network_mappings.x"
	a, b := topology.ServerID("A"), topology.ServerID("B")
	network := topology.VMNetworkID
	byHand := topology.NewMapping(network(a, "A3"), network(b, "B1"), topology.ID{}, nil)
	const both = `
		target_server_id = siterecovery_vmm_server.b.id
		mappings = {
			(siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id
			(siterecovery_vm_network.a2.id) = siterecovery_vm_network.b2.id
		}
		depends_on = [siterecovery_vm_network.a3]
	`
	pairs := func(pairs ...string) knownvalue.Check {
		checks := map[string]knownvalue.Check{}
		for i := 0; i < len(pairs); i += 2 {
			checks["/servers/A/vmNetworks/"+pairs[i]] = text("/servers/B/vmNetworks/" + pairs[i+1])
		}
		return knownvalue.MapExact(checks)
	}
	updates := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)}}
	s.run(
		s.does(address, plancheck.ResourceActionCreate, mapped(both), map[string]knownvalue.Check{
			"id": text("/servers/A/mappings/B"), "mappings": pairs("A1", "B1", "A2", "B2"), "exclusive": knownvalue.Bool(false),
		}),
		s.imports(address, "/servers/A/mappings/B"),
		// Another spelling is no change.
		s.does(address, plancheck.ResourceActionNoop, mapped(`
			target_server_id = "/servers/b"
			mappings         = { "/servers/a/vmnetworks/a1" = "/SERVERS/B/vmNetworks/b1", "/servers/A/vmNetworks/A2" = "/servers/B/vmNetworks/B2" }
			depends_on       = [siterecovery_vm_network.a1, siterecovery_vm_network.a2, siterecovery_vm_network.a3, siterecovery_vm_network.b1, siterecovery_vm_network.b2]`),
			map[string]knownvalue.Check{"mappings": pairs("A1", "B1", "A2", "B2")}),
		// What has vanished or changed is planned back.
		resource.TestStep{
			PreConfig: s.behind(
				topology.Deletion(topology.MappingID(network(a, "A1"), b)),
				topology.Updating(topology.NewMapping(network(a, "A2"), network(b, "B1"), topology.ID{}, nil))),
			Config: s.config(mapped(both)), ConfigPlanChecks: updates,
		},
		s.does(address, plancheck.ResourceActionNoop, mapped(both), map[string]knownvalue.Check{"mappings": pairs("A1", "B1", "A2", "B2")}),
		// One more, one less, one other.
		s.does(address, plancheck.ResourceActionUpdate, mapped(`
			target_server_id = siterecovery_vmm_server.b.id
			mappings = {
				(siterecovery_vm_network.a1.id) = siterecovery_vm_network.b2.id
				(siterecovery_vm_network.a3.id) = siterecovery_vm_network.b1.id
			}`), map[string]knownvalue.Check{"mappings": pairs("A1", "B2", "A3", "B1")}),
		s.does(address, plancheck.ResourceActionUpdate, mapped(both), map[string]knownvalue.Check{"mappings": pairs("A1", "B1", "A2", "B2")}),
		// Others are left alone, unless the set is exclusive.
		resource.TestStep{PreConfig: s.behind(topology.Creation(byHand)), Config: s.config(mapped(both)), PlanOnly: true},
		s.does(address, plancheck.ResourceActionUpdate, mapped(both+`exclusive = true`), map[string]knownvalue.Check{"mappings": pairs("A1", "B1", "A2", "B2")}),
		resource.TestStep{
			PreConfig: func() {
				if s.has(byHand.ID()) {
					t.Error("the exclusive set has left a mapping that it does not list")
				}
				s.behind(topology.Creation(byHand))()
			},
			Config: s.config(mapped(both + `exclusive = true`)), ConfigPlanChecks: updates,
		},
		resource.TestStep{
			PreConfig: func() {
				if s.has(byHand.ID()) {
					t.Error("the exclusive set has left a mapping that was made meanwhile")
				}
			},
			Config: s.config(mapped(both + `exclusive = true`)), PlanOnly: true,
		},
		s.does(address, plancheck.ResourceActionUpdate, mapped(`
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = {}`), map[string]knownvalue.Check{"mappings": knownvalue.MapSizeExact(0)}),
		s.does(address, plancheck.ResourceActionReplace, mapped(`
			to_azure = true
			mappings = {}`), map[string]knownvalue.Check{"id": text("/servers/A/mappings/azure")}),
	)
	s.holds()
}

func TestAccNetworkMappingsToAzure(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_network_mappings.x"
	toAzure := mapped(`
		to_azure = true
		mappings = { (siterecovery_vm_network.a1.id) = siterecovery_azure_network.v.id }
	}
	resource "siterecovery_azure_network" "v" {
		virtual_network_id = "` + vnet + `"
		location           = "westeurope"
		subnets            = []`)
	s.run(
		s.does(address, plancheck.ResourceActionCreate, toAzure, map[string]knownvalue.Check{
			"id":       text("/servers/A/mappings/azure"),
			"mappings": knownvalue.MapExact(map[string]knownvalue.Check{"/servers/A/vmNetworks/A1": text(vnet)}),
		}),
		s.imports(address, "/servers/A/mappings/azure"),
	)
	s.holds()
}

// What is wrong with a set of mappings is said at the mapping.
func TestAccNetworkMappingsWrongInput(t *testing.T) {
	s := newScene(t)
	set := func(mappings string) string {
		return mapped(`target_server_id = siterecovery_vmm_server.b.id
			mappings = {` + mappings + `}`)
	}
	const single = `
		resource "siterecovery_network_mapping" "y" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b2.id
		}`
	const first = `(siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id`
	s.run(
		s.refuses(mapped(`mappings = {}`), "Invalid value (SR109)", "lead to a VMM server or to Azure", "Remedy: Give exactly one of target_server_id and to_azure = true"),
		s.refuses(mapped(`
			target_server_id = siterecovery_vmm_server.b.id
			to_azure         = true
			mappings         = {}`), "Remedy: Give exactly one of target_server_id and to_azure = true"),
		s.refuses(set(`(siterecovery_vm_network.b1.id) = siterecovery_vm_network.a1.id`),
			"Object of another VMM server (SR105)", "source_server_id =", "The two servers are exchanged", "the source of every mapping is on VMM server 'B'", "Remedy: Exchange source_server_id and target_server_id."),
		s.refuses(set(`"A1" = "B1"`), "Invalid id (SR102)", `mappings["A1"]`, `"A1" is not an id`),
		s.refuses(set(`(siterecovery_vm_network.a1.id) = "/servers/B/vmNetworks/absent"`),
			"Reference to an unknown object (SR104)", "There is no VM network 'absent'"),
		// Terraform shows the line of the mapping that is wrong, and no other, where
		// the sources are written out.
		resource.TestStep{
			Config: s.config(mapped(`target_server_id = siterecovery_vmm_server.b.id
			mappings = {
				"/servers/A/vmNetworks/A1" = siterecovery_vm_network.b1.id
				"/servers/A/vmNetworks/A2" = "/servers/B/vmNetworks/absent"
			}
			depends_on = [siterecovery_vm_network.a1, siterecovery_vm_network.a2]`)),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`"x":\s+\d+:\s+"/servers/A/vmNetworks/A2" = "/servers/B/vmNetworks/absent"`),
		},
		s.refuses(set(`(siterecovery_cloud.gold_a.id) = siterecovery_vm_network.b1.id`), "Reference to the wrong kind of object (SR103)", "cloud 'GoldA'"),
		s.refuses(set(`(siterecovery_vm_network.b1.id) = siterecovery_vm_network.b2.id`),
			"Object of another VMM server (SR105)", "VM network 'B1' is the source of a mapping, but belongs to VMM server 'B' and not to VMM server 'A'"),
		s.refuses(set(`(siterecovery_vm_network.a1.id) = siterecovery_vm_network.a2.id`),
			"Fabrics do not match (SR207)", "VM network 'A2' is the target of a mapping to VMM server 'B', but is on VMM server 'A'"),
		s.refuses(set(first+`
			"/servers/a/vmnetworks/a1" = siterecovery_vm_network.b2.id`),
			"Second mapping of a network to the same fabric (SR205)", "differ only in case are one id"),
		// Another resource maps a listed source.
		s.refuses(set(first)+single, "(SR205)", "VM network 'A1' is mapped to VM network", "It cannot be mapped to"),
		s.refuses(set(first)+strings.ReplaceAll(single, "b2.id", "b1.id"), "Object managed twice (SR110)", "network mapping of 'A1' to VMM server 'B'"),
		// Another resource maps a source that an exclusive set does not list.
		s.refuses(mapped(`
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { (siterecovery_vm_network.a2.id) = siterecovery_vm_network.b1.id }
			exclusive        = true`)+single,
			"Mapping outside an exclusive set (SR214)", "does not list VM network 'A1', but another resource of this run manages that mapping"),
		resource.TestStep{Config: s.config(set(first))},
		resource.TestStep{
			ResourceName: "siterecovery_network_mappings.x", ImportState: true, ImportStateId: "/servers/B/mappings/A",
			ExpectError: said("Unable to import network mappings", "There are no network mappings of 'B' to VMM server 'A' in the catalog"),
		},
		resource.TestStep{
			ResourceName: "siterecovery_network_mappings.x", ImportState: true, ImportStateId: "/servers/A/mappings/BB",
			ExpectError: said("There are no network mappings of 'A' to VMM server 'BB'", "Its id is like that of: - VMM server 'B' (/servers/B)", "Remedy: Check the id"),
		},
		resource.TestStep{
			ResourceName: "siterecovery_network_mappings.x", ImportState: true, ImportStateId: "/servers/B",
			ExpectError: said("Unable to import network mappings", "/servers/{server}/mappings/{target server"),
		},
	)
	s.holds()
}

// has reports whether the catalog holds an object.
func (s scene) has(id topology.ID) bool {
	s.t.Helper()
	snapshot, err := s.catalog().Snapshot(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	_, ok := snapshot.Get(id)
	return ok
}
