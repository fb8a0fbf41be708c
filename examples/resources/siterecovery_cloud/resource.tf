resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "production" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "LogicalNetwork1-Beijing"
}

resource "siterecovery_cloud" "gold" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "GoldCloud1"
  logical_network_ids = [siterecovery_logical_network.production.id]
}
