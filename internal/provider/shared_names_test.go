package provider_test

import "testing"

// alike are two sites that name everything alike.
const alike = `
	resource "siterecovery_vmm_server" "site" {
		for_each = toset(["VMM-Beijing", "VMM-Shanghai"])
		name     = each.key
	}
	resource "siterecovery_logical_network" "front" {
		for_each  = siterecovery_vmm_server.site
		server_id = each.value.id
		name      = "Front"
	}
	resource "siterecovery_logical_network" "lab" {
		for_each  = siterecovery_vmm_server.site
		server_id = each.value.id
		name      = "Lab"
	}
	resource "siterecovery_vm_network" "prod" {
		for_each           = siterecovery_logical_network.front
		logical_network_id = each.value.id
		name               = "prod"
	}
	resource "siterecovery_vm_network" "test" {
		for_each           = siterecovery_logical_network.lab
		logical_network_id = each.value.id
		name               = "test"
	}
	resource "siterecovery_cloud" "gold" {
		for_each            = siterecovery_vmm_server.site
		server_id           = each.value.id
		name                = "Gold"
		logical_network_ids = each.key == "VMM-Beijing" ? [siterecovery_logical_network.front[each.key].id, siterecovery_logical_network.lab[each.key].id] : [siterecovery_logical_network.front[each.key].id]
	}
	resource "siterecovery_cloud_protection" "gold" {
		protected_cloud_id  = siterecovery_cloud.gold["VMM-Beijing"].id
		protecting_cloud_id = siterecovery_cloud.gold["VMM-Shanghai"].id
	}
`

// Where two sites have the same names, every message says of which VMM server.
func TestAccNamesThatTwoSitesShare(t *testing.T) {
	mapping := func(arguments string) string {
		return required + alike + `resource "siterecovery_network_mapping" "x" {
			source_network_id = siterecovery_vm_network.test["VMM-Beijing"].id
			` + arguments + `
			depends_on = [siterecovery_cloud_protection.gold]
		}
		`
	}
	terraform := newTerraform(t, "")
	for _, tt := range []struct {
		configuration string
		says          []string
	}{
		{mapping(`
			target_network_id    = siterecovery_vm_network.test["VMM-Shanghai"].id
			cloud_protection_ids = [siterecovery_cloud_protection.gold.id]`), []string{
			"Target network not available (SR203)",
			"VM network 'test' of 'VMM-Shanghai' is not available for cloud 'Gold' of 'VMM-Beijing', which cloud 'Gold' of 'VMM-Shanghai' protects: " +
				"cloud 'Gold' of 'VMM-Shanghai' does not have logical network 'Lab' of 'VMM-Shanghai', on which VM network 'test' of 'VMM-Shanghai' is.",
			"Remedy: Add logical network 'Lab' of 'VMM-Shanghai' to cloud 'Gold' of 'VMM-Shanghai', or map to",
		}},
		{mapping(`target_network_id = siterecovery_vm_network.test["VMM-Beijing"].id`), []string{
			"Network mapped onto itself (SR204)", "VM network 'test' of 'VMM-Beijing' is to be mapped onto itself.",
		}},
		{required + alike + `resource "siterecovery_host" "x" {
			server_id           = siterecovery_vmm_server.site["VMM-Beijing"].id
			name                = "h"
			logical_network_ids = [siterecovery_logical_network.lab["VMM-Shanghai"].id]
		}`, []string{
			"Object of another VMM server (SR105)",
			"Logical network 'Lab' of 'VMM-Shanghai' belongs to VMM server 'VMM-Shanghai', but host 'h' belongs to VMM server 'VMM-Beijing'.",
		}},
		{mapping(`target_network_id = siterecovery_vm_network.prod["VMM-Shanghai"].id`) + `
			resource "siterecovery_network_mappings" "x" {
				source_server_id = siterecovery_vmm_server.site["VMM-Beijing"].id
				target_server_id = siterecovery_vmm_server.site["VMM-Shanghai"].id
				exclusive        = true
				mappings         = {}
				depends_on       = [siterecovery_network_mapping.x]
			}`, []string{
			"Mapping outside an exclusive set (SR214)",
			"The set of network mappings of 'VMM-Beijing' to VMM server 'VMM-Shanghai' is exclusive and does not list VM network 'test' of 'VMM-Beijing', " +
				"but another resource of this run manages that mapping.",
		}},
	} {
		terraform.Write(tt.configuration)
		terraform.Refuses(tt.says...)
	}

	terraform.Write(mapping(`target_network_id = siterecovery_vm_network.test["VMM-Shanghai"].id`) + `
		data "siterecovery_resolved_target" "x" {
			source_network_id = siterecovery_vm_network.test["VMM-Beijing"].id
			cloud_id          = siterecovery_cloud.gold["VMM-Beijing"].id
			depends_on        = [siterecovery_network_mapping.x]
		}
		output "reason" { value = data.siterecovery_resolved_target.x.reason }`)
	const lacks = "loud 'Gold' of 'VMM-Shanghai' does not have logical network 'Lab' of 'VMM-Shanghai', on which VM network 'test' of 'VMM-Shanghai' is"
	const warning = "VM network 'test' of 'VMM-Shanghai' is not available for every cloud that uses VM network 'test' of 'VMM-Beijing'. " +
		"The machines of these are at risk: - cloud 'Gold' of 'VMM-Beijing': c" + lacks
	if apply := terraform.Apply(); !apply.Says(warning) {
		t.Errorf("the apply says\n%s\nwant\n%s", apply.Output, warning)
	}
	var reason string
	terraform.Output("reason", &reason)
	if want := "VM network 'test' of 'VMM-Beijing' is mapped to VM network 'test' of 'VMM-Shanghai', which is not available for cloud 'Gold' of 'VMM-Beijing': c" + lacks + "."; reason != want {
		t.Errorf("the reason is\n%s\nwant\n%s", reason, want)
	}
}
