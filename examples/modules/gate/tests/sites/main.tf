# Two sites for the tests, and what is between them: ../../../site, ../../../pair.
#
# The provider is named here too: it is not configured as the tests say in a module
# that does not name it.

terraform {
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

variable "network_mappings" {
  type = map(string)
}

module "beijing" {
  source = "../../../site"

  site = {
    server           = "VMM-Beijing"
    logical_networks = { Production = {} }
    vm_networks = {
      Web      = { logical_network = "Production", subnets = [{ name = "web", address_prefix = "10.1.0.0/24" }] }
      Database = { logical_network = "Production" }
    }
    clouds = { Gold = { logical_networks = ["Production"] } }
  }
}

module "shanghai" {
  source = "../../../site"

  site = {
    server           = "VMM-Shanghai"
    logical_networks = { Production = {} }
    vm_networks = {
      Web      = { logical_network = "Production", subnets = [{ name = "web", address_prefix = "10.1.0.0/24" }] }
      Database = { logical_network = "Production" }
    }
    clouds = { Gold = { logical_networks = ["Production"] } }
  }
}

module "pair" {
  source = "../../../pair"

  primary           = module.beijing
  recovery          = module.shanghai
  cloud_protections = { Gold = "Gold" }
  network_mappings  = var.network_mappings
}
