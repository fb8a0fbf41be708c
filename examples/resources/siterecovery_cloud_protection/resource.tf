resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_vmm_server" "shanghai" {
  name = "VMM-Shanghai"
}

resource "siterecovery_cloud" "gold1" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "GoldCloud1"
}

resource "siterecovery_cloud" "gold2" {
  server_id = siterecovery_vmm_server.shanghai.id
  name      = "GoldCloud2"
}

resource "siterecovery_cloud" "bronze" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "BronzeCloud"
}

# To another cloud
resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.gold1.id
  protecting_cloud_id = siterecovery_cloud.gold2.id
}

# To Azure
resource "siterecovery_cloud_protection" "bronze" {
  protected_cloud_id = siterecovery_cloud.bronze.id
  azure_location     = "westeurope"
}
