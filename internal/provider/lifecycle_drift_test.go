package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// everyKind has at least one object of each kind beside those of twoSites.
const everyKind = twoSites + `
	resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
		subnets            = [{
			name           = "web"
			address_prefix = "10.0.0.0/24"
			ip_pool        = { first = "10.0.0.10", last = "10.0.0.99" }
		}]
	}
	resource "siterecovery_azure_network" "v" {
		virtual_network_id = "` + vnet + `"
		location           = "westeurope"
		subnets            = [{ name = "web", address_prefix = "10.0.0.0/24" }]
	}
	resource "siterecovery_host" "h" {
		server_id           = siterecovery_vmm_server.b.id
		name                = "hv1"
		cloud_ids           = [siterecovery_cloud.gold_b.id]
		logical_network_ids = [siterecovery_logical_network.b1.id]
	}
	resource "siterecovery_cloud_protection" "silver" {
		protected_cloud_id = siterecovery_cloud.silver_a.id
		azure_location     = "westeurope"
	}
	resource "siterecovery_network_mapping" "one" {
		source_network_id    = siterecovery_vm_network.a1.id
		target_network_id    = siterecovery_vm_network.b1.id
		test_network_id      = siterecovery_vm_network.b2.id
		cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
	}
	resource "siterecovery_network_mapping" "azure" {
		source_network_id = siterecovery_vm_network.a1.id
		target_network_id = siterecovery_azure_network.v.id
	}
	resource "siterecovery_network_mappings" "many" {
		source_server_id = siterecovery_vmm_server.b.id
		target_server_id = siterecovery_vmm_server.a.id
		mappings = {
			(siterecovery_vm_network.b1.id) = siterecovery_vm_network.a1.id
			(siterecovery_vm_network.b2.id) = siterecovery_vm_network.a2.id
		}
	}
`

// What somebody changes or deletes is planned back, whatever it is.
func TestAccDrift(t *testing.T) {
	s := newScene(t)
	a, b := topology.ServerID("A"), topology.ServerID("B")
	network, logical := topology.VMNetworkID, topology.LogicalNetworkID
	azure, err := topology.ParseID(vnet)
	if err != nil {
		t.Fatal(err)
	}
	planned := func(action plancheck.ResourceActionType, addresses ...string) resource.ConfigPlanChecks {
		var checks []plancheck.PlanCheck
		for _, address := range addresses {
			checks = append(checks, plancheck.ExpectResourceAction("siterecovery_"+address, action))
		}
		return resource.ConfigPlanChecks{PreApply: checks}
	}
	none := topology.ID{}
	s.run(
		resource.TestStep{Config: s.config(everyKind)},
		resource.TestStep{
			PreConfig: s.behind(
				topology.Updating(topology.NewLogicalNetwork(a, "LA1", topology.IsolationNetworkVirtualization)),
				topology.Updating(topology.NewVMNetwork(logical(a, "LA1"), "A1", []topology.Subnet{{Name: "new"}})),
				topology.Updating(topology.NewVMNetwork(logical(a, "LA1"), "A2", nil)),
				topology.Updating(topology.NewAzureNetwork(azure, "eastus", nil, true)),
				topology.Updating(topology.NewCloud(b, "GoldB", []topology.ID{logical(b, "LB1")})),
				topology.Updating(topology.NewHost(b, "hv1", nil, []topology.ID{logical(b, "LB2")})),
				topology.Updating(topology.NewProtection(topology.CloudID(a, "GoldA"), topology.CloudID(b, "GoldB"), "", topology.ReplicationSAN)),
				topology.Updating(topology.NewProtection(topology.CloudID(a, "SilverA"), none, "eastus", topology.ReplicationHyperVReplica)),
				topology.Updating(topology.NewMapping(network(a, "A1"), network(b, "B2"), none, nil)),
				topology.Updating(topology.NewMapping(network(b, "B2"), network(a, "A1"), none, nil)),
			),
			Config: s.config(everyKind),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
				"logical_network.a1", "vm_network.a1", "vm_network.a2", "azure_network.v", "cloud.gold_b", "host.h",
				"cloud_protection.gold", "cloud_protection.silver", "network_mapping.one", "network_mappings.many"),
		},
		resource.TestStep{
			PreConfig: func() {
				snapshot, err := s.catalog().Snapshot(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				objects := snapshot.All()
				slices.Reverse(objects) // what refers goes before what it refers to
				var changes []topology.Change
				for _, object := range objects {
					changes = append(changes, topology.Deletion(object.ID()))
				}
				s.behind(changes...)()
			},
			Config: s.config(everyKind),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: append(
				planned(plancheck.ResourceActionCreate, "vmm_server.a", "logical_network.a1", "vm_network.a2", "azure_network.v", "cloud.gold_b",
					"host.h", "cloud_protection.gold", "cloud_protection.silver", "network_mapping.one", "network_mapping.azure").PreApply,
				// A set of mappings stays, with nothing in it.
				planned(plancheck.ResourceActionUpdate, "network_mappings.many").PreApply...)},
		},
	)
	s.holds()
}
