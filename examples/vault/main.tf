# A site whose clouds replicate to Azure, and whose network mappings are put into
# force in a Recovery Services vault. The vault and the virtual networks are made
# elsewhere, and the VMM server is registered in the vault: here their ids stand
# as variables. The credentials come from the environment: ARM_TENANT_ID,
# ARM_CLIENT_ID and ARM_CLIENT_SECRET, for example, or from az login.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {
  vault = {
    vault_id = var.vault_id
  }
}

variable "vault_id" {
  description = "The ARM id of the Recovery Services vault: its properties in the portal have it."
  type        = string
}

variable "vmm_server" {
  description = "The name of the VMM server, as the vault shows it."
  type        = string
  default     = "VMM-Beijing"
}

variable "production_network_id" {
  description = "The ARM id of the virtual network that machines fail over to."
  type        = string
  default     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production"
}

# What the vault discovered, and what it does not know: see the names in the
# vault (Site Recovery infrastructure), and the rest in VMM.

resource "siterecovery_vmm_server" "beijing" {
  name = var.vmm_server
}

resource "siterecovery_logical_network" "production" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "Production"
}

resource "siterecovery_vm_network" "production" {
  logical_network_id = siterecovery_logical_network.production.id
  name               = "Production"
}

resource "siterecovery_cloud" "gold" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "GoldCloud"
  logical_network_ids = [siterecovery_logical_network.production.id]
}

resource "siterecovery_azure_network" "production" {
  virtual_network_id = var.production_network_id
  location           = "westeurope"
  subnets            = [{ name = "web", address_prefix = "10.1.0.0/24" }]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id = siterecovery_cloud.gold.id
  azure_location     = siterecovery_azure_network.production.location
}

# Proved in the plan, and in force after the apply.

resource "siterecovery_network_mapping" "production" {
  source_network_id    = siterecovery_vm_network.production.id
  target_network_id    = siterecovery_azure_network.production.id
  cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
}

output "vault_mapping_id" {
  description = "The id by which the mapping is in force in the vault."
  value       = siterecovery_network_mapping.production.vault_mapping_id
}
