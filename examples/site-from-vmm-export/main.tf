# A whole site from what VMM's PowerShell prints about it. The guide "Bringing
# in an existing site" has the PowerShell.

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
  site = provider::siterecovery::vmm_export(file("${path.module}/vmm-export.json"))
}

resource "siterecovery_vmm_server" "site" {
  name = local.site.server
}

resource "siterecovery_logical_network" "site" {
  for_each = local.site.logical_networks

  server_id = siterecovery_vmm_server.site.id
  name      = each.key
  isolation = each.value.isolation
}

resource "siterecovery_vm_network" "site" {
  for_each = local.site.vm_networks

  logical_network_id = siterecovery_logical_network.site[each.value.logical_network].id
  name               = each.key
  subnets            = each.value.subnets
}

resource "siterecovery_cloud" "site" {
  for_each = local.site.clouds

  server_id           = siterecovery_vmm_server.site.id
  name                = each.key
  logical_network_ids = [for name in each.value.logical_networks : siterecovery_logical_network.site[name].id]
}

resource "siterecovery_host" "site" {
  for_each = local.site.hosts

  server_id           = siterecovery_vmm_server.site.id
  name                = each.key
  cloud_ids           = [for name in each.value.clouds : siterecovery_cloud.site[name].id]
  logical_network_ids = [for name in each.value.logical_networks : siterecovery_logical_network.site[name].id]
}

output "counts" {
  description = "What has been brought in."
  value       = { for kind in ["logical_networks", "vm_networks", "clouds", "hosts"] : kind => length(local.site[kind]) }
}
