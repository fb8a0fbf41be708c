# Two sites on one VMM server: a cloud for each, and one protects the other.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

resource "siterecovery_vmm_server" "this" {
  name = "VMM"
}

resource "siterecovery_logical_network" "site" {
  for_each = toset(["East", "West"])

  server_id = siterecovery_vmm_server.this.id
  name      = "Production-${each.key}"
}

resource "siterecovery_vm_network" "site" {
  for_each = siterecovery_logical_network.site

  logical_network_id = each.value.id
  name               = each.value.name
  subnets = [{
    name           = "servers"
    address_prefix = "10.1.0.0/24"
    ip_pool        = { first = "10.1.0.10", last = "10.1.0.99" }
  }]
}

resource "siterecovery_cloud" "site" {
  for_each = siterecovery_logical_network.site

  server_id           = siterecovery_vmm_server.this.id
  name                = each.key
  logical_network_ids = [each.value.id]
}

resource "siterecovery_host" "west" {
  server_id           = siterecovery_vmm_server.this.id
  name                = "hv1.west.example.org"
  cloud_ids           = [siterecovery_cloud.site["West"].id]
  logical_network_ids = [siterecovery_logical_network.site["West"].id]
}

resource "siterecovery_cloud_protection" "east_by_west" {
  protected_cloud_id  = siterecovery_cloud.site["East"].id
  protecting_cloud_id = siterecovery_cloud.site["West"].id
}

resource "siterecovery_network_mapping" "there" {
  source_network_id    = siterecovery_vm_network.site["East"].id
  target_network_id    = siterecovery_vm_network.site["West"].id
  cloud_protection_ids = [siterecovery_cloud_protection.east_by_west.id]
}

resource "siterecovery_network_mapping" "back" {
  source_network_id = siterecovery_vm_network.site["West"].id
  target_network_id = siterecovery_vm_network.site["East"].id
}

data "siterecovery_resolved_target" "server" {
  source_network_id = siterecovery_vm_network.site["East"].id
  cloud_id          = siterecovery_cloud.site["East"].id
  subnet_name       = "servers"
  ip_address        = "10.1.0.17"

  depends_on = [
    siterecovery_network_mapping.there, siterecovery_cloud_protection.east_by_west,
    siterecovery_cloud.site, siterecovery_vm_network.site, siterecovery_host.west,
  ]
}

data "siterecovery_failback" "server" {
  source_network_id  = siterecovery_vm_network.site["East"].id
  replica_network_id = siterecovery_vm_network.site["West"].id

  depends_on = [siterecovery_network_mapping.there, siterecovery_network_mapping.back]
}

output "on_failover" {
  value = data.siterecovery_resolved_target.server.reason
}

output "on_failback" {
  value = data.siterecovery_failback.server.reason
}
