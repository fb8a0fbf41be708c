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

resource "siterecovery_network_mapping" "there" {
  source_network_id    = siterecovery_vm_network.site["Beijing"].id
  target_network_id    = siterecovery_vm_network.site["Shanghai"].id
  cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
}

resource "siterecovery_network_mapping" "back" {
  source_network_id = siterecovery_vm_network.site["Shanghai"].id
  target_network_id = siterecovery_vm_network.site["Beijing"].id
}
