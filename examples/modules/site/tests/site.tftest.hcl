# Run with "terraform test" in the folder of the module. Each run is a plan, and a
# plan writes nothing: the tests have a catalog of their own, and it is never made.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

variables {
  site = {
    server           = "VMM-Beijing"
    logical_networks = { Production = { isolation = "vlan" }, Lab = {} }
    vm_networks      = { Web = { logical_network = "Production", subnets = [{ name = "web", address_prefix = "10.1.0.0/24" }] } }
    clouds           = { Gold = { logical_networks = ["Production", "Lab"] } }
    hosts            = { hv1 = { clouds = ["Gold"], logical_networks = ["Production"] } }
  }
}

run "typed_in" {
  command = plan

  assert {
    condition     = output.vm_networks["Web"].logical_network_id == output.logical_networks["Production"].id
    error_message = "Web is on ${output.vm_networks["Web"].logical_network_id}."
  }

  assert {
    condition     = output.clouds["Gold"].id == "/servers/VMM-Beijing/clouds/Gold" && length(output.clouds["Gold"].logical_network_ids) == 2
    error_message = "Gold is ${jsonencode(output.clouds["Gold"])}."
  }

  assert {
    condition     = output.hosts["hv1"].cloud_ids == toset([output.clouds["Gold"].id])
    error_message = "hv1 serves ${jsonencode(output.hosts["hv1"].cloud_ids)}."
  }
}

# A vault does not know which logical networks things have.
run "told_beside_the_site" {
  command = plan

  variables {
    site = {
      server           = "VMM-Beijing"
      logical_networks = { Production = {} }
      vm_networks      = { Web = { logical_network = null, subnets = null } }
      clouds           = { Gold = { logical_networks = null } }
    }
    vm_network_logical_networks = { Web = "Production" }
    cloud_logical_networks      = { Gold = ["Production"] }
  }

  assert {
    condition     = output.clouds["Gold"].logical_network_ids == toset([output.vm_networks["Web"].logical_network_id])
    error_message = "Gold has ${jsonencode(output.clouds["Gold"].logical_network_ids)}."
  }
}

# What fails here is a precondition of the module. That a provider refuses
# something cannot be expected.
run "a_network_of_another_site" {
  command = plan

  variables {
    site = {
      server           = "VMM-Beijing"
      logical_networks = { Production = {} }
      vm_networks      = { Web = { logical_network = "Production-Shanghai" } }
      clouds           = { Gold = {} }
    }
  }

  expect_failures = [siterecovery_vm_network.site, siterecovery_cloud.site]
}
