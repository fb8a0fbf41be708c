# Plans alone: nothing is written, and the catalog below is never made. A plan that
# passes has proved the mapping, since that names its cloud protection.

provider "siterecovery" {
  catalog = ".siterecovery/test.db"
}

run "the_default_network" {
  command = plan

  assert {
    condition     = siterecovery_network_mapping.there.id == "/servers/VMM-East/vmNetworks/Production/mappings/VMM-West"
    error_message = "The mapping is ${siterecovery_network_mapping.there.id}."
  }
}

run "another_network" {
  command = plan

  variables {
    network = "Web / Database"
  }

  assert {
    condition     = siterecovery_network_mapping.there.target_network_id == "/servers/VMM-West/vmNetworks/Web%20%2F%20Database"
    error_message = "The target is ${siterecovery_network_mapping.there.target_network_id}."
  }
}
