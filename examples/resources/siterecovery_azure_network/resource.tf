resource "siterecovery_azure_network" "production" {
  # With the provider for Azure: azurerm_virtual_network.production.id
  virtual_network_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production"
  location           = "westeurope"
  gateway            = true

  subnets = [
    { name = "web", address_prefix = "10.1.0.0/24" },
    { name = "database", address_prefix = "10.1.1.0/24" },
  ]
}
