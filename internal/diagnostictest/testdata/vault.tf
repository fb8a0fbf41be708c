# A VMM server that a vault knows, as the pages of vaults have it.
resource "siterecovery_vmm_server" "beijing" { name = "Beijing" }
resource "siterecovery_logical_network" "corp" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "Corp"
}
resource "siterecovery_vm_network" "web" {
  logical_network_id = siterecovery_logical_network.corp.id
  name               = "Web"
}
resource "siterecovery_azure_network" "prod" {
  virtual_network_id = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/prod"
  location           = "westeurope"
  subnets            = []
}
resource "siterecovery_azure_network" "staging" {
  virtual_network_id = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/staging"
  location           = "westeurope"
  subnets            = []
}
