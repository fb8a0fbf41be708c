data "siterecovery_topology" "this" {
  depends_on = [
    siterecovery_vm_network.site, siterecovery_cloud.site,
    siterecovery_cloud_protection.gold, siterecovery_network_mapping.there,
  ]
}

# terraform output -raw diagram > sites.mmd
output "diagram" {
  value = data.siterecovery_topology.this.mermaid
}

output "mapped" {
  value = { for mapping in data.siterecovery_topology.this.network_mappings : mapping.source_network_id => mapping.target_network_id }
}

# Two sites, to have something to ask about.

resource "siterecovery_vmm_server" "site" {
  for_each = toset(["Beijing", "Shanghai"])
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each  = siterecovery_vmm_server.site
  server_id = each.value.id
  name      = "Production-${each.key}"
}

resource "siterecovery_vm_network" "site" {
  for_each           = siterecovery_logical_network.site
  logical_network_id = each.value.id
  name               = "Web-${each.key}"
}

resource "siterecovery_cloud" "site" {
  for_each            = siterecovery_logical_network.site
  server_id           = each.value.server_id
  name                = "Gold-${each.key}"
  logical_network_ids = [each.value.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.site["Beijing"].id
  protecting_cloud_id = siterecovery_cloud.site["Shanghai"].id
}

resource "siterecovery_network_mapping" "there" {
  source_network_id = siterecovery_vm_network.site["Beijing"].id
  target_network_id = siterecovery_vm_network.site["Shanghai"].id
}
