resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}

resource "siterecovery_logical_network" "production" {
  server_id = siterecovery_vmm_server.beijing.id
  name      = "LogicalNetwork1-Beijing"
}

resource "siterecovery_vm_network" "production" {
  logical_network_id = siterecovery_logical_network.production.id
  name               = "VMNetwork1-Beijing"

  subnets = [
    {
      name           = "web"
      address_prefix = "10.1.0.0/24"
      ip_pool        = { first = "10.1.0.10", last = "10.1.0.199" }
    },
    {
      name           = "database"
      address_prefix = "10.1.1.0/24"
    },
  ]
}
