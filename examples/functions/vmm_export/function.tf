# A whole export comes from a file: vmm_export(file("vmm-export.json")).
locals {
  site = provider::siterecovery::vmm_export(jsonencode({
    VMMServer = { Name = "VMM-Beijing" }
    LogicalNetworks = [
      { ID = "1", Name = "Production", NetworkVirtualizationEnabled = false, IsLogicalNetworkDefinitionIsolated = true },
    ]
    LogicalNetworkDefinitions = []
    VMNetworks = [
      { ID = "2", Name = "ERP Web", IsolationType = "VLANNetwork", LogicalNetwork = { ID = "1", Name = "Production" }, VMSubnet = [] },
    ]
    StaticIPAddressPools  = []
    Clouds                = []
    VMHosts               = []
    VMHostNetworkAdapters = []
  }))
}

resource "siterecovery_vmm_server" "site" {
  name = local.site.server
}

resource "siterecovery_logical_network" "site" {
  for_each = local.site.logical_networks

  server_id = siterecovery_vmm_server.site.id
  name      = each.key
  isolation = each.value.isolation
}

resource "siterecovery_vm_network" "site" {
  for_each = local.site.vm_networks

  logical_network_id = siterecovery_logical_network.site[each.value.logical_network].id
  name               = each.key
  subnets            = each.value.subnets
}

output "site" {
  value = local.site
}
