# The worked example of network mapping: an organisation with two sites, a VMM
# server each. Two clouds of Beijing are protected by two clouds of Shanghai.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

# Beijing

resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "beijing" {
  for_each = toset(["LogicalNetwork1-Beijing", "LogicalNetwork2-Beijing"])

  server_id = siterecovery_vmm_server.beijing.id
  name      = each.key
}

resource "siterecovery_vm_network" "beijing" {
  for_each = {
    VMNetwork1-Beijing = "LogicalNetwork1-Beijing"
    VMNetwork2-Beijing = "LogicalNetwork2-Beijing"
  }

  logical_network_id = siterecovery_logical_network.beijing[each.value].id
  name               = each.key
}

resource "siterecovery_cloud" "beijing" {
  for_each = toset(["GoldCloud1", "SilverCloud1"])

  server_id           = siterecovery_vmm_server.beijing.id
  name                = each.key
  logical_network_ids = [siterecovery_logical_network.beijing["LogicalNetwork1-Beijing"].id]
}

# Shanghai

resource "siterecovery_vmm_server" "shanghai" {
  name = "VMM-Shanghai"
}

resource "siterecovery_logical_network" "shanghai" {
  for_each = toset(["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"])

  server_id = siterecovery_vmm_server.shanghai.id
  name      = each.key
}

resource "siterecovery_vm_network" "shanghai" {
  for_each = {
    VMNetwork1-Shanghai = "LogicalNetwork1-Shanghai"
    VMNetwork2-Shanghai = "LogicalNetwork2-Shanghai"
  }

  logical_network_id = siterecovery_logical_network.shanghai[each.value].id
  name               = each.key
}

resource "siterecovery_cloud" "shanghai" {
  for_each = {
    GoldCloud2   = ["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"]
    SilverCloud2 = ["LogicalNetwork1-Shanghai"]
  }

  server_id           = siterecovery_vmm_server.shanghai.id
  name                = each.key
  logical_network_ids = [for name in each.value : siterecovery_logical_network.shanghai[name].id]
}

# Which cloud protects which

resource "siterecovery_cloud_protection" "this" {
  for_each = {
    GoldCloud1   = "GoldCloud2"
    SilverCloud1 = "SilverCloud2"
  }

  protected_cloud_id  = siterecovery_cloud.beijing[each.key].id
  protecting_cloud_id = siterecovery_cloud.shanghai[each.value].id
}

# The mappings: there, proved for both protections, and back

resource "siterecovery_network_mapping" "to_shanghai" {
  source_network_id    = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id
  target_network_id    = siterecovery_vm_network.shanghai["VMNetwork1-Shanghai"].id
  cloud_protection_ids = [for protection in siterecovery_cloud_protection.this : protection.id]
}

resource "siterecovery_network_mapping" "to_beijing" {
  source_network_id = siterecovery_vm_network.shanghai["VMNetwork1-Shanghai"].id
  target_network_id = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id
}
