# Needs vault = { vault_id = … } in the provider's configuration.
data "siterecovery_vault" "this" {
  # The mappings of this configuration that it is to tell of
  depends_on = [siterecovery_network_mapping.web]
}

# What the vault discovered on each VMM server, in the shape of vmm_export.
output "sites" {
  value = { for name, site in data.siterecovery_vault.this.sites : name => {
    logical_networks = keys(site.logical_networks)
    vm_networks      = keys(site.vm_networks)
    clouds           = keys(site.clouds)
  } }
}

# Mappings that are in force, whoever made them.
output "mappings" {
  value = { for mapping in data.siterecovery_vault.this.mappings : mapping.source_network_id => mapping.target_network_id... }
}

# Where the machines that it protects would be after a failover: they are taken as they are.
data "siterecovery_failover_plan" "machines" {
  virtual_machines = data.siterecovery_vault.this.virtual_machines

  depends_on = [siterecovery_vm_network.web, siterecovery_cloud_protection.gold, siterecovery_network_mapping.web]
}

output "outcomes" {
  value = { for name, machine in data.siterecovery_failover_plan.machines.machines : name => machine.adapters[*].outcome }
}

# Adapters for which the vault has a target network of their own.
output "targets_of_machines" {
  value = { for machine in data.siterecovery_vault.this.protected_machines : machine.name => machine.adapters[*].target_network_id }
}

# The site, as the catalog has it.

resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "production" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "Production"
}

resource "siterecovery_vm_network" "web" {
  logical_network_id = siterecovery_logical_network.production.id
  name               = "Web"
}

resource "siterecovery_cloud" "gold" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "Gold"
  logical_network_ids = [siterecovery_logical_network.production.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id = siterecovery_cloud.gold.id
  azure_location     = "westeurope"
}

resource "siterecovery_azure_network" "replica" {
  virtual_network_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks/replica"
  location           = "westeurope"
  subnets            = [{ name = "web", address_prefix = "10.1.0.0/24" }]
}

resource "siterecovery_network_mapping" "web" {
  source_network_id = siterecovery_vm_network.web.id
  target_network_id = siterecovery_azure_network.replica.id
}
