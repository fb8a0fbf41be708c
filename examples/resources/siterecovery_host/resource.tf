resource "siterecovery_vmm_server" "shanghai" {
  name = "VMM-Shanghai"
}

resource "siterecovery_logical_network" "production" {
  server_id = siterecovery_vmm_server.shanghai.id
  name      = "LogicalNetwork1-Shanghai"
}

resource "siterecovery_cloud" "gold" {
  server_id           = siterecovery_vmm_server.shanghai.id
  name                = "GoldCloud2"
  logical_network_ids = [siterecovery_logical_network.production.id]
}

resource "siterecovery_host" "hv1" {
  server_id           = siterecovery_vmm_server.shanghai.id
  name                = "hv1.shanghai.example.org"
  cloud_ids           = [siterecovery_cloud.gold.id]
  logical_network_ids = [siterecovery_logical_network.production.id]
}
