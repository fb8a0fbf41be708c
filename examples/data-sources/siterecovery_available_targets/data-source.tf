data "siterecovery_available_targets" "beijing" {
  source_network_id = siterecovery_vm_network.beijing.id

  depends_on = [
    siterecovery_cloud.gold1, siterecovery_cloud.gold2,
    siterecovery_cloud_protection.gold, siterecovery_vm_network.shanghai,
  ]
}

output "map_to_one_of" {
  value = data.siterecovery_available_targets.beijing.available_to_all
}

# Two sites, to have something to ask about.

resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "beijing" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "LogicalNetwork1-Beijing"
}

resource "siterecovery_vm_network" "beijing" {
  logical_network_id = siterecovery_logical_network.beijing.id
  name               = "VMNetwork1-Beijing"
}

resource "siterecovery_cloud" "gold1" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "GoldCloud1"
  logical_network_ids = [siterecovery_logical_network.beijing.id]
}

resource "siterecovery_vmm_server" "shanghai" {
  name = "VMM-Shanghai"
}

resource "siterecovery_logical_network" "shanghai" {
  server_id = siterecovery_vmm_server.shanghai.id
  name      = "LogicalNetwork1-Shanghai"
}

resource "siterecovery_vm_network" "shanghai" {
  logical_network_id = siterecovery_logical_network.shanghai.id
  name               = "VMNetwork1-Shanghai"
}

resource "siterecovery_cloud" "gold2" {
  server_id           = siterecovery_vmm_server.shanghai.id
  name                = "GoldCloud2"
  logical_network_ids = [siterecovery_logical_network.shanghai.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.gold1.id
  protecting_cloud_id = siterecovery_cloud.gold2.id
}
