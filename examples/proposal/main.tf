# A proposal for two sites, turned into mappings there and back.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

locals {
  networks = ["Web", "Database", "Backup"]
}

resource "siterecovery_vmm_server" "site" {
  for_each = toset(["Beijing", "Shanghai"])
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each = siterecovery_vmm_server.site

  server_id = each.value.id
  name      = "Production"
}

resource "siterecovery_vm_network" "beijing" {
  for_each = toset(local.networks)

  logical_network_id = siterecovery_logical_network.site["Beijing"].id
  name               = "${each.key}-Beijing"
}

resource "siterecovery_vm_network" "shanghai" {
  for_each = toset(local.networks)

  logical_network_id = siterecovery_logical_network.site["Shanghai"].id
  name               = "${each.key}-Shanghai"
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

# The proposal is read when what it rests on has been applied, and so the
# mappings are only known then. They do not change by themselves later: a
# proposal does not look at present mappings.

data "siterecovery_mapping_proposal" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id

  depends_on = [
    siterecovery_cloud_protection.gold, siterecovery_cloud.site,
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

data "siterecovery_mapping_proposal" "back" {
  source_server_id = siterecovery_vmm_server.site["Shanghai"].id
  target_server_id = siterecovery_vmm_server.site["Beijing"].id

  depends_on = [
    siterecovery_cloud_protection.gold, siterecovery_cloud.site,
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

resource "siterecovery_network_mappings" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id
  mappings         = data.siterecovery_mapping_proposal.there.mappings
}

resource "siterecovery_network_mappings" "back" {
  source_server_id = siterecovery_vmm_server.site["Shanghai"].id
  target_server_id = siterecovery_vmm_server.site["Beijing"].id
  mappings         = data.siterecovery_mapping_proposal.back.mappings
}

data "siterecovery_topology" "this" {
  depends_on = [
    siterecovery_network_mappings.there, siterecovery_network_mappings.back, siterecovery_cloud_protection.gold,
    siterecovery_cloud.site, siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

output "reasons" {
  value = data.siterecovery_mapping_proposal.there.reasons
}

output "diagram" {
  description = "terraform output -raw diagram > sites.mmd"
  value       = data.siterecovery_topology.this.mermaid
}
