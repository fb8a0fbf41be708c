# Two sites for the tests: those of ../../../site.
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

module "beijing" {
  source = "../../../site"

  site = {
    server           = "VMM-Beijing"
    logical_networks = { Production = {}, Lab = {} }
    vm_networks = {
      Web      = { logical_network = "Production" }
      Database = { logical_network = "Production" }
      Lab      = { logical_network = "Lab" }
    }
    clouds = {
      Gold   = { logical_networks = ["Production", "Lab"] }
      Silver = { logical_networks = ["Production"] }
    }
  }
}

module "shanghai" {
  source = "../../../site"

  site = {
    server           = "VMM-Shanghai"
    logical_networks = { Production = {}, Lab = {} }
    vm_networks = {
      Web      = { logical_network = "Production" }
      Database = { logical_network = "Production" }
      Lab      = { logical_network = "Lab" }
    }
    clouds = {
      Gold   = { logical_networks = ["Production", "Lab"] }
      Silver = { logical_networks = ["Production"] }
    }
  }
}

output "beijing" {
  value = module.beijing
}

output "shanghai" {
  value = module.shanghai
}
