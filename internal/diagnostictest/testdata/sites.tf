# Two sites, as many pages have them.
resource "siterecovery_vmm_server" "beijing" { name = "Beijing" }
resource "siterecovery_vmm_server" "shanghai" { name = "Shanghai" }
resource "siterecovery_logical_network" "corp" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "Corp"
}
resource "siterecovery_logical_network" "corp_dr" {
  server_id = siterecovery_vmm_server.shanghai.id
  name      = "Corp-DR"
}
resource "siterecovery_logical_network" "lab" {
  server_id = siterecovery_vmm_server.shanghai.id
  name      = "Lab"
}
resource "siterecovery_vm_network" "web" {
  logical_network_id = siterecovery_logical_network.corp.id
  name               = "Web"
}
resource "siterecovery_vm_network" "mail" {
  logical_network_id = siterecovery_logical_network.corp.id
  name               = "Mail"
}
resource "siterecovery_vm_network" "web_dr" {
  logical_network_id = siterecovery_logical_network.corp_dr.id
  name               = "Web-DR"
}
resource "siterecovery_vm_network" "lab_dr" {
  logical_network_id = siterecovery_logical_network.lab.id
  name               = "Lab-DR"
}
resource "siterecovery_azure_network" "prod" {
  virtual_network_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/prod"
  location           = "westeurope"
  subnets            = [{ name = "web", address_prefix = "10.0.0.0/24" }]
}
resource "siterecovery_cloud" "gold" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "Gold"
  logical_network_ids = [siterecovery_logical_network.corp.id]
}
resource "siterecovery_cloud" "silver" {
  server_id           = siterecovery_vmm_server.beijing.id
  name                = "Silver"
  logical_network_ids = [siterecovery_logical_network.corp.id]
}
resource "siterecovery_cloud" "gold_dr" {
  server_id           = siterecovery_vmm_server.shanghai.id
  name                = "Gold-DR"
  logical_network_ids = [siterecovery_logical_network.corp_dr.id]
}
resource "siterecovery_cloud" "silver_dr" {
  server_id           = siterecovery_vmm_server.shanghai.id
  name                = "Silver-DR"
  logical_network_ids = [siterecovery_logical_network.lab.id]
}
resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.gold.id
  protecting_cloud_id = siterecovery_cloud.gold_dr.id
}
