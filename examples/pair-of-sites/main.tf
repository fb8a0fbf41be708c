# Two sites that are typed in, one protecting the other, and a gate for both: the
# modules in ../modules at work. In a configuration of your own, copy the modules
# beside it. The guide "Bringing in an existing site" has where a site can come
# from that is not typed in.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

variable "network_mappings" {
  description = "From a VM network of Beijing to one of Shanghai."
  type        = map(string)
  default = {
    Web      = "Web"
    Database = "Database"
  }
}

variable "enforced" {
  description = "Whether the plan fails where a machine would have no network."
  type        = bool
  default     = true
}

module "beijing" {
  source = "../modules/site"

  site = {
    server = "VMM-Beijing"
    logical_networks = {
      Production = { isolation = "vlan" }
    }
    vm_networks = {
      Web = {
        logical_network = "Production"
        subnets = [{
          name           = "web"
          address_prefix = "10.1.0.0/24"
          ip_pool        = { first = "10.1.0.10", last = "10.1.0.99" }
        }]
      }
      Database = {
        logical_network = "Production"
        subnets         = [{ name = "database", address_prefix = "10.1.1.0/24" }]
      }
    }
    clouds = {
      Gold = { logical_networks = ["Production"] }
    }
  }
}

module "shanghai" {
  source = "../modules/site"

  site = {
    server = "VMM-Shanghai"
    logical_networks = {
      Production = { isolation = "vlan" }
      Lab        = {}
    }
    vm_networks = {
      Web = {
        logical_network = "Production"
        subnets = [{
          name           = "web"
          address_prefix = "10.1.0.0/24"
          ip_pool        = { first = "10.1.0.10", last = "10.1.0.99" }
        }]
      }
      Database = {
        logical_network = "Production"
        subnets         = [{ name = "database", address_prefix = "10.1.1.0/24" }]
      }
      Lab = { logical_network = "Lab" }
    }
    clouds = {
      Gold = { logical_networks = ["Production"] }
    }
    hosts = {
      "hv1.shanghai.example.org" = { clouds = ["Gold"], logical_networks = ["Production"] }
    }
  }
}

module "pair" {
  source = "../modules/pair"

  primary           = module.beijing
  recovery          = module.shanghai
  cloud_protections = { Gold = "Gold" }
  network_mappings  = var.network_mappings
}

module "gate" {
  source = "../modules/gate"

  enforced = var.enforced
  virtual_machines = {
    web1 = {
      cloud_id = module.beijing.clouds["Gold"].id
      adapters = [{ network_id = module.beijing.vm_networks["Web"].id, subnet_name = "web", ip_address = "10.1.0.10" }]
    }
    db1 = {
      cloud_id = module.beijing.clouds["Gold"].id
      adapters = [{ network_id = module.beijing.vm_networks["Database"].id, subnet_name = "database" }]
    }
  }

  # All that decides what the gate says.
  depends_on = [module.beijing, module.shanghai, module.pair]
}

output "machines" {
  description = "What becomes of each machine on a failover."
  value       = module.gate.machines
}

output "report" {
  description = "terraform output -raw report >readiness.html"
  value       = module.gate.report_html
  sensitive   = true # or every apply prints the page
}
