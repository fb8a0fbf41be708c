# Two sites are applied, and what the module makes of them is planned: a plan that
# passes has proved each mapping for the protections that it has to serve. The
# sites are destroyed when the file is done.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

run "sites" {
  module {
    source = "./tests/sites"
  }
}

variables {
  cloud_protections = { Gold = "Gold", Silver = "Silver" }
  network_mappings  = { Web = "Web", Lab = "Lab" }
}

run "there_and_back" {
  command = plan

  variables {
    primary  = run.sites.beijing
    recovery = run.sites.shanghai
  }

  assert {
    condition     = output.network_mappings["Web"].target_network_id == "/servers/VMM-Shanghai/vmNetworks/Web"
    error_message = "Web leads to ${output.network_mappings["Web"].target_network_id}."
  }

  assert {
    condition     = output.network_mappings_back["Web"].target_network_id == "/servers/VMM-Beijing/vmNetworks/Web"
    error_message = "Web leads back to ${output.network_mappings_back["Web"].target_network_id}."
  }
}

# Silver does not use the network Lab: for it, nothing has to be proved.
run "proved_for_the_clouds_that_use_it" {
  command = plan

  variables {
    primary  = run.sites.beijing
    recovery = run.sites.shanghai
  }

  assert {
    condition     = length(output.network_mappings["Web"].cloud_protection_ids) == 2
    error_message = "Web is proved for ${jsonencode(output.network_mappings["Web"].cloud_protection_ids)}."
  }

  assert {
    condition     = output.network_mappings["Lab"].cloud_protection_ids == toset(["/servers/VMM-Beijing/clouds/Gold/protection"])
    error_message = "Lab is proved for ${jsonencode(output.network_mappings["Lab"].cloud_protection_ids)}."
  }
}

# Nobody knows where Web leads back to.
run "two_networks_onto_one" {
  command = plan

  variables {
    primary          = run.sites.beijing
    recovery         = run.sites.shanghai
    network_mappings = { Web = "Web", Database = "Web" }
  }

  expect_failures = [siterecovery_network_mapping.back]
}

run "the_way_back_is_said" {
  command = plan

  variables {
    primary               = run.sites.beijing
    recovery              = run.sites.shanghai
    network_mappings      = { Web = "Web", Database = "Web", Lab = "Lab" }
    network_mappings_back = { Web = "Database", Lab = null }
  }

  assert {
    condition     = { for name, mapping in output.network_mappings_back : name => mapping.target_network_id } == { Web = "/servers/VMM-Beijing/vmNetworks/Database" }
    error_message = "The way back is ${jsonencode(output.network_mappings_back)}."
  }
}

run "a_network_to_null" {
  command = plan

  variables {
    primary           = run.sites.beijing
    recovery          = run.sites.shanghai
    cloud_protections = { Gold = null }
    network_mappings  = { Web = null }
  }

  expect_failures = [var.cloud_protections, var.network_mappings]
}

run "a_misspelt_network" {
  command = plan

  variables {
    primary          = run.sites.beijing
    recovery         = run.sites.shanghai
    network_mappings = { Web = "Wb" }
  }

  expect_failures = [siterecovery_network_mapping.there]
}
