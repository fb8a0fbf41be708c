# Two sites that have a network of the same name, the mapping between these, and
# tests: in tests/, one file for each way to test. The guide "Testing" tells more.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

variable "network" {
  description = "The name of the network."
  type        = string
  default     = "Production"
}

resource "siterecovery_vmm_server" "site" {
  for_each = toset(["East", "West"])
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each = siterecovery_vmm_server.site

  server_id = each.value.id
  name      = var.network
}

resource "siterecovery_vm_network" "site" {
  for_each = siterecovery_logical_network.site

  logical_network_id = each.value.id
  name               = var.network
}

resource "siterecovery_cloud" "site" {
  for_each = siterecovery_logical_network.site

  server_id           = each.value.server_id
  name                = "Gold"
  logical_network_ids = [each.value.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.site["East"].id
  protecting_cloud_id = siterecovery_cloud.site["West"].id
}

resource "siterecovery_network_mapping" "there" {
  source_network_id    = siterecovery_vm_network.site["East"].id
  target_network_id    = siterecovery_vm_network.site["West"].id
  cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
}

resource "siterecovery_network_mapping" "back" {
  source_network_id = siterecovery_vm_network.site["West"].id
  target_network_id = siterecovery_vm_network.site["East"].id
}

data "siterecovery_readiness" "this" {
  depends_on = [
    siterecovery_cloud.site, siterecovery_vm_network.site, siterecovery_cloud_protection.gold,
    siterecovery_network_mapping.there, siterecovery_network_mapping.back,
  ]
}

output "verdict" {
  value = data.siterecovery_readiness.this.ready ? "ready" : "${data.siterecovery_readiness.this.error_count} errors"
}
