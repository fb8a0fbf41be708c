terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = { source = "siterecovery/siterecovery" }
  }
}

# What is declared here is kept beside the state, in .siterecovery/catalog.db. For a
# team: catalog = "azblob://…" or "postgres://…".
provider "siterecovery" {}

# VM networks of the first site, and those of the second that their machines go to.
locals {
  mappings = {
    "Web-North"      = "Web-South"
    "Database-North" = "Database-South"
  }
}

# The first site.

resource "siterecovery_vmm_server" "north" {
  name = "VMM-North"
}

resource "siterecovery_logical_network" "north" {
  server_id = siterecovery_vmm_server.north.id
  name      = "Production-North"
}

resource "siterecovery_vm_network" "north" {
  for_each = local.mappings

  logical_network_id = siterecovery_logical_network.north.id
  name               = each.key
}

resource "siterecovery_cloud" "north" {
  server_id           = siterecovery_vmm_server.north.id
  name                = "Gold-North"
  logical_network_ids = [siterecovery_logical_network.north.id]
}

# The second site.

resource "siterecovery_vmm_server" "south" {
  name = "VMM-South"
}

resource "siterecovery_logical_network" "south" {
  server_id = siterecovery_vmm_server.south.id
  name      = "Production-South"
}

resource "siterecovery_vm_network" "south" {
  for_each = toset(values(local.mappings))

  logical_network_id = siterecovery_logical_network.south.id
  name               = each.key
}

resource "siterecovery_cloud" "south" {
  server_id           = siterecovery_vmm_server.south.id
  name                = "Gold-South"
  logical_network_ids = [siterecovery_logical_network.south.id]
}

# The second site protects the first.

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.north.id
  protecting_cloud_id = siterecovery_cloud.south.id
}

resource "siterecovery_network_mapping" "there" {
  for_each = local.mappings

  source_network_id    = siterecovery_vm_network.north[each.key].id
  target_network_id    = siterecovery_vm_network.south[each.value].id
  cloud_protection_ids = [siterecovery_cloud_protection.gold.id] # proved for each of these
}

# The way back. Where several networks share a target, it leads to the first of them.
resource "siterecovery_network_mapping" "back" {
  for_each = { for north, south in local.mappings : south => north... }

  source_network_id = siterecovery_vm_network.south[each.key].id
  target_network_id = siterecovery_vm_network.north[each.value[0]].id
}

# What this means for machines, in the plan.
resource "siterecovery_failover_baseline" "this" {
  require_connected = true

  depends_on = [siterecovery_network_mapping.there, siterecovery_network_mapping.back]
}
