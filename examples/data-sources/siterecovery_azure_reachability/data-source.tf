data "siterecovery_azure_reachability" "machines" {
  virtual_machines = {
    web1   = { network_id = siterecovery_vm_network.beijing["Production"].id, recovery_plan = "Web" }
    db1    = { network_id = siterecovery_vm_network.beijing["Production"].id, recovery_plan = "Databases" }
    build1 = { network_id = siterecovery_vm_network.beijing["Test"].id, recovery_plan = "Web" }
  }

  depends_on = [siterecovery_azure_network.production, siterecovery_network_mapping.production]
}

# web1 and db1 reach each other. build1 reaches neither: its network is not mapped.
output "reach_each_other" {
  value = data.siterecovery_azure_reachability.machines.groups[*].virtual_machines
}

# A site that fails over to Azure, to have something to ask about.

resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "beijing" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "LogicalNetwork1-Beijing"
}

resource "siterecovery_vm_network" "beijing" {
  for_each           = toset(["Production", "Test"])
  logical_network_id = siterecovery_logical_network.beijing.id
  name               = each.key
}

resource "siterecovery_azure_network" "production" {
  virtual_network_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production"
  location           = "westeurope"
  subnets            = [{ name = "web", address_prefix = "10.1.0.0/24" }]
}

resource "siterecovery_network_mapping" "production" {
  source_network_id = siterecovery_vm_network.beijing["Production"].id
  target_network_id = siterecovery_azure_network.production.id
}
