# Copies a catalog to another one: from a file to Azure Storage or PostgreSQL, or back. Apply it
# once in a folder of its own, point the workspaces at the new catalog, plan each
# of them, and throw the folder away. What a workspace has planned with is then its
# own again, as in the old catalog. A destroy here would take the rest along: what
# belongs to no workspace, or to one that has not planned yet.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

variable "from" {
  description = "Where the catalog is."
  default     = "old/catalog.db"
}

variable "to" {
  description = "Where it is to be. Leave a password to PGPASSWORD."
  default     = "new/catalog.db"
}

provider "siterecovery" {
  alias   = "from"
  catalog = var.from
}

provider "siterecovery" {
  alias     = "to"
  catalog   = var.to
  hand_over = true # the objects belong to the workspaces that have them in their states, and not to this folder
}

data "siterecovery_topology" "from" {
  provider = siterecovery.from
}

resource "siterecovery_vmm_server" "copy" {
  provider = siterecovery.to
  for_each = { for server in data.siterecovery_topology.from.vmm_servers : server.id => server }

  name = each.value.name
}

resource "siterecovery_logical_network" "copy" {
  provider = siterecovery.to
  for_each = { for network in data.siterecovery_topology.from.logical_networks : network.id => network }

  server_id = each.value.server_id
  name      = each.value.name
  isolation = each.value.isolation

  depends_on = [siterecovery_vmm_server.copy]
}

resource "siterecovery_vm_network" "copy" {
  provider = siterecovery.to
  for_each = { for network in data.siterecovery_topology.from.vm_networks : network.id => network }

  logical_network_id = each.value.logical_network_id
  name               = each.value.name
  subnets            = each.value.subnets

  depends_on = [siterecovery_logical_network.copy]
}

resource "siterecovery_azure_network" "copy" {
  provider = siterecovery.to
  for_each = { for network in data.siterecovery_topology.from.azure_networks : network.id => network }

  virtual_network_id = each.value.virtual_network_id
  location           = each.value.location
  subnets            = each.value.subnets
  gateway            = each.value.gateway
}

resource "siterecovery_cloud" "copy" {
  provider = siterecovery.to
  for_each = { for cloud in data.siterecovery_topology.from.clouds : cloud.id => cloud }

  server_id           = each.value.server_id
  name                = each.value.name
  logical_network_ids = each.value.logical_network_ids

  depends_on = [siterecovery_logical_network.copy]
}

resource "siterecovery_host" "copy" {
  provider = siterecovery.to
  for_each = { for host in data.siterecovery_topology.from.hosts : host.id => host }

  server_id           = each.value.server_id
  name                = each.value.name
  cloud_ids           = each.value.cloud_ids
  logical_network_ids = each.value.logical_network_ids

  depends_on = [siterecovery_cloud.copy]
}

resource "siterecovery_cloud_protection" "copy" {
  provider = siterecovery.to
  for_each = { for protection in data.siterecovery_topology.from.cloud_protections : protection.id => protection }

  protected_cloud_id  = each.value.protected_cloud_id
  protecting_cloud_id = each.value.protecting_cloud_id
  azure_location      = each.value.azure_location
  replication         = each.value.replication

  depends_on = [siterecovery_cloud.copy]
}

resource "siterecovery_network_mapping" "copy" {
  provider = siterecovery.to
  for_each = { for mapping in data.siterecovery_topology.from.network_mappings : mapping.id => mapping }

  source_network_id    = each.value.source_network_id
  target_network_id    = each.value.target_network_id
  test_network_id      = each.value.test_network_id
  cloud_protection_ids = each.value.cloud_protection_ids

  depends_on = [siterecovery_vm_network.copy, siterecovery_azure_network.copy, siterecovery_cloud_protection.copy]
}

data "siterecovery_topology" "to" {
  provider = siterecovery.to

  depends_on = [
    siterecovery_vmm_server.copy, siterecovery_logical_network.copy, siterecovery_vm_network.copy,
    siterecovery_azure_network.copy, siterecovery_cloud.copy, siterecovery_host.copy,
    siterecovery_cloud_protection.copy, siterecovery_network_mapping.copy,
  ]
}

output "complete" {
  description = "Whether the new catalog holds all that the old one does, and nothing else."
  value       = jsonencode(data.siterecovery_topology.from) == jsonencode(data.siterecovery_topology.to)
}
