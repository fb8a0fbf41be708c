# Two sites, to have something to judge.

locals {
  sites = ["Beijing", "Shanghai"]
}

resource "siterecovery_vmm_server" "site" {
  for_each = toset(local.sites)
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each = siterecovery_vmm_server.site

  server_id = each.value.id
  name      = "Production"
}

resource "siterecovery_vm_network" "site" {
  for_each = siterecovery_logical_network.site

  logical_network_id = each.value.id
  name               = "Production"
}

resource "siterecovery_cloud" "site" {
  for_each = siterecovery_logical_network.site

  server_id           = each.value.server_id
  name                = "Gold"
  logical_network_ids = [each.value.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.site["Beijing"].id
  protecting_cloud_id = siterecovery_cloud.site["Shanghai"].id
}

# All mappings are one resource, so that the gate knows at once when one of them
# is taken away: then the resource has a change to apply, and the gate waits for
# it. Of a resource that is gone as a whole it would know in the next run only.
resource "siterecovery_network_mapping" "this" {
  for_each = { Beijing = "Shanghai", Shanghai = "Beijing" }

  source_network_id    = siterecovery_vm_network.site[each.key].id
  target_network_id    = siterecovery_vm_network.site[each.value].id
  cloud_protection_ids = each.key == "Beijing" ? [siterecovery_cloud_protection.gold.id] : null
}
