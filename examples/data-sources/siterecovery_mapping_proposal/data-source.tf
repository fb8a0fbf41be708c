data "siterecovery_mapping_proposal" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id

  depends_on = [
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
    siterecovery_cloud.site, siterecovery_cloud_protection.gold,
  ]
}

# Kept as it is now, whatever is proposed later. To take a new proposal:
# terraform plan -replace=terraform_data.mappings
resource "terraform_data" "mappings" {
  input = data.siterecovery_mapping_proposal.there.mappings

  lifecycle {
    ignore_changes = [input]
  }
}

resource "siterecovery_network_mappings" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id
  mappings         = terraform_data.mappings.input
}

output "reasons" {
  value = data.siterecovery_mapping_proposal.there.reasons
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

resource "siterecovery_vm_network" "beijing" {
  for_each           = toset(["Web", "Database"])
  logical_network_id = siterecovery_logical_network.site["Beijing"].id
  name               = each.key
}

resource "siterecovery_vm_network" "shanghai" {
  for_each           = toset(["Web", "Database"])
  logical_network_id = siterecovery_logical_network.site["Shanghai"].id
  name               = each.key
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
