locals {
  sites    = toset(["Beijing", "Shanghai"])
  networks = toset(["Web", "Database", "Backup"])
}

resource "siterecovery_vmm_server" "site" {
  for_each = local.sites
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each  = local.sites
  server_id = siterecovery_vmm_server.site[each.key].id
  name      = "Production"
}

resource "siterecovery_vm_network" "beijing" {
  for_each           = local.networks
  logical_network_id = siterecovery_logical_network.site["Beijing"].id
  name               = each.key
}

resource "siterecovery_vm_network" "shanghai" {
  for_each           = local.networks
  logical_network_id = siterecovery_logical_network.site["Shanghai"].id
  name               = each.key
}

# Each network to the one of the same name at the other site.
resource "siterecovery_network_mappings" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id

  mappings = {
    for name in local.networks : siterecovery_vm_network.beijing[name].id => siterecovery_vm_network.shanghai[name].id
  }
}
