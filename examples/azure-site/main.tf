# A site whose clouds replicate to Azure. The virtual networks are made with the
# provider for Azure; here their ids stand as variables.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

variable "production_network_id" {
  description = "The id of the production network, such as azurerm_virtual_network.production.id."
  default     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production"
}

variable "test_network_id" {
  description = "The id of the network for test failovers: the subnets of production, and no way out."
  default     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test"
}

locals {
  location = "westeurope"
  subnets = [
    { name = "web", address_prefix = "10.1.0.0/24" },
    { name = "database", address_prefix = "10.1.1.0/24" },
  ]
}

# On-premises

resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "production" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "Production"
  isolation = "vlan"
}

resource "siterecovery_vm_network" "production" {
  logical_network_id = siterecovery_logical_network.production.id
  name               = "Production"
  subnets            = local.subnets
}

resource "siterecovery_cloud" "gold" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "GoldCloud"
  logical_network_ids = [siterecovery_logical_network.production.id]
}

# Azure

resource "siterecovery_azure_network" "production" {
  virtual_network_id = var.production_network_id
  location           = local.location
  subnets            = local.subnets
}

resource "siterecovery_azure_network" "test" {
  virtual_network_id = var.test_network_id
  location           = local.location
  subnets            = local.subnets
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id = siterecovery_cloud.gold.id
  azure_location     = local.location
}

resource "siterecovery_network_mapping" "production" {
  source_network_id    = siterecovery_vm_network.production.id
  target_network_id    = siterecovery_azure_network.production.id
  test_network_id      = siterecovery_azure_network.test.id
  cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
}

# Where do the machines land, and do they reach each other?

data "siterecovery_failover_plan" "this" {
  virtual_machines = {
    web1 = {
      cloud_id = siterecovery_cloud.gold.id
      adapters = [{ network_id = siterecovery_vm_network.production.id, subnet_name = "web", ip_address = "10.1.0.10" }]
    }
    db1 = {
      cloud_id = siterecovery_cloud.gold.id
      adapters = [{ network_id = siterecovery_vm_network.production.id, subnet_name = "database" }]
    }
  }

  depends_on = [
    siterecovery_network_mapping.production, siterecovery_cloud_protection.gold, siterecovery_cloud.gold,
    siterecovery_vm_network.production, siterecovery_azure_network.production,
  ]
}

data "siterecovery_azure_reachability" "this" {
  virtual_machines = {
    web1 = { network_id = siterecovery_vm_network.production.id, recovery_plan = "Web" }
    db1  = { network_id = siterecovery_vm_network.production.id, recovery_plan = "Databases" }
  }

  depends_on = [siterecovery_network_mapping.production, siterecovery_azure_network.production]
}

# And in a test?

data "siterecovery_test_failover" "web1" {
  source_network_id = siterecovery_vm_network.production.id
  cloud_id          = siterecovery_cloud.gold.id
  subnet_name       = "web"

  depends_on = [
    siterecovery_network_mapping.production, siterecovery_cloud_protection.gold, siterecovery_cloud.gold,
    siterecovery_vm_network.production, siterecovery_azure_network.production, siterecovery_azure_network.test,
  ]
}

output "addresses" {
  value = { for name, machine in data.siterecovery_failover_plan.this.machines : name => machine.adapters[*].target_ip_address }
}

output "reach_each_other" {
  value = data.siterecovery_azure_reachability.this.groups[*].virtual_machines
}

output "test_lands_on" {
  value = data.siterecovery_test_failover.web1.target_network_name
}
