# What the next version is recorded with: every kind of resource, with every
# attribute, and mappings that are in force in a vault. A resource or an attribute that
# is added belongs here too.

terraform {
  required_providers {
    siterecovery = { source = "siterecovery/siterecovery" }
  }
}

# Where the vault is reached, and as whom, the environment says.
provider "siterecovery" {
  vault = {
    vault_id = "/subscriptions/9112a37f-0f3e-46ec-9c00-060c6edca071/resourceGroups/Recovery-RG/providers/Microsoft.RecoveryServices/vaults/TestVault"
  }
}

locals {
  networks = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks"
}

resource "siterecovery_vmm_server" "site" {
  for_each = { Beijing = "VMM-Beijing", Shanghai = "VMM-Shanghai" }
  name     = each.value
}

resource "siterecovery_logical_network" "beijing" {
  for_each  = { Front = "vlan", Back = "network_virtualization" }
  server_id = siterecovery_vmm_server.site["Beijing"].id
  name      = each.key
  isolation = each.value
}

resource "siterecovery_logical_network" "shanghai" {
  for_each  = toset(["Front", "Back"])
  server_id = siterecovery_vmm_server.site["Shanghai"].id
  name      = each.key
}

resource "siterecovery_vm_network" "beijing" {
  for_each           = siterecovery_logical_network.beijing
  logical_network_id = each.value.id
  name               = "${each.key} of Beijing"
  subnets = [
    { name = "web", address_prefix = "10.1.0.0/24", ip_pool = { first = "10.1.0.10", last = "10.1.0.50" } },
    { name = "database" },
  ]
}

resource "siterecovery_vm_network" "shanghai" {
  for_each           = siterecovery_logical_network.shanghai
  logical_network_id = each.value.id
  name               = "${each.key} of Shanghai"
  subnets            = [{ name = "web", address_prefix = "10.1.0.0/24", ip_pool = { first = "10.1.0.10", last = "10.1.0.50" } }]
}

resource "siterecovery_azure_network" "this" {
  for_each           = toset(["production", "test"])
  virtual_network_id = "${local.networks}/${each.key}"
  location           = "westeurope"
  subnets            = [{ name = "web", address_prefix = "10.1.0.0/24" }]
  gateway            = each.key == "production"
}

resource "siterecovery_cloud" "beijing" {
  for_each            = toset(["Gold", "Silver"])
  server_id           = siterecovery_vmm_server.site["Beijing"].id
  name                = each.key
  logical_network_ids = [for network in siterecovery_logical_network.beijing : network.id]
}

resource "siterecovery_cloud" "shanghai" {
  server_id           = siterecovery_vmm_server.site["Shanghai"].id
  name                = "Gold"
  logical_network_ids = [for network in siterecovery_logical_network.shanghai : network.id]
}

resource "siterecovery_host" "shanghai" {
  server_id           = siterecovery_vmm_server.site["Shanghai"].id
  name                = "hv1.shanghai.example.org"
  cloud_ids           = [siterecovery_cloud.shanghai.id]
  logical_network_ids = [for network in siterecovery_logical_network.shanghai : network.id]
}

resource "siterecovery_cloud_protection" "to_shanghai" {
  protected_cloud_id  = siterecovery_cloud.beijing["Gold"].id
  protecting_cloud_id = siterecovery_cloud.shanghai.id
  replication         = "san"
}

resource "siterecovery_cloud_protection" "to_azure" {
  protected_cloud_id = siterecovery_cloud.beijing["Silver"].id
  azure_location     = "westeurope"
}

resource "siterecovery_network_mapping" "to_shanghai" {
  source_network_id    = siterecovery_vm_network.beijing["Front"].id
  target_network_id    = siterecovery_vm_network.shanghai["Front"].id
  test_network_id      = siterecovery_vm_network.shanghai["Back"].id
  cloud_protection_ids = [siterecovery_cloud_protection.to_shanghai.id]
}

resource "siterecovery_network_mapping" "to_azure" {
  source_network_id = siterecovery_vm_network.beijing["Front"].id
  target_network_id = siterecovery_azure_network.this["production"].id
  test_network_id   = siterecovery_azure_network.this["test"].id
}

resource "siterecovery_network_mappings" "back" {
  source_server_id = siterecovery_vmm_server.site["Shanghai"].id
  target_server_id = siterecovery_vmm_server.site["Beijing"].id
  mappings         = { for name, network in siterecovery_vm_network.shanghai : network.id => siterecovery_vm_network.beijing[name].id }
  exclusive        = true
}

resource "siterecovery_network_mappings" "to_azure" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  to_azure         = true
  mappings         = { (siterecovery_vm_network.beijing["Back"].id) = siterecovery_azure_network.this["production"].id }
}

resource "siterecovery_failover_baseline" "machines" {
  virtual_machines = {
    web1 = {
      cloud_id      = siterecovery_cloud.beijing["Gold"].id
      recovery_plan = "Web"
      adapters      = [{ network_id = siterecovery_vm_network.beijing["Front"].id, subnet_name = "web", ip_address = "10.1.0.99" }]
    }
  }
  require_connected = true

  depends_on = [siterecovery_cloud_protection.to_shanghai, siterecovery_network_mapping.to_shanghai, siterecovery_host.shanghai]
}

resource "siterecovery_failover_baseline" "site" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  require_ready    = false

  depends_on = [
    siterecovery_failover_baseline.machines, siterecovery_cloud_protection.to_azure, siterecovery_host.shanghai,
    siterecovery_network_mapping.to_azure, siterecovery_network_mappings.to_azure, siterecovery_network_mappings.back,
  ]
}

# Shanghai's VMM server has had another name, which still leads to it.
data "siterecovery_resolved_target" "formerly" {
  source_network_id = "/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai"

  depends_on = [siterecovery_network_mappings.back]
}

# All that can be referred to still can. Of findings, only the codes are the same in
# every version: the words get better.
output "all" {
  value = {
    lands_on = data.siterecovery_resolved_target.formerly.target_network_id
    objects = [
      siterecovery_vmm_server.site, siterecovery_logical_network.beijing, siterecovery_vm_network.beijing,
      siterecovery_azure_network.this, siterecovery_cloud.shanghai, siterecovery_host.shanghai,
      siterecovery_cloud_protection.to_shanghai.id, siterecovery_network_mapping.to_shanghai.scenario,
      siterecovery_network_mapping.to_azure.vault_mapping_id, siterecovery_network_mappings.to_azure.vault_mapping_ids,
      siterecovery_network_mappings.back.id, siterecovery_failover_baseline.site.outcomes,
      siterecovery_failover_baseline.site.unconnected, siterecovery_failover_baseline.site.ready,
      [for finding in siterecovery_failover_baseline.site.findings : split(" ", finding)[0]], siterecovery_vm_network.beijing["Front"].server_id,
    ]
  }
}
