# Run with "terraform test". The tests have a catalog of their own, which is empty
# again when they are done. Nothing is asked of Azure.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

variables {
  production_network_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tests/providers/Microsoft.Network/virtualNetworks/production"
}

run "proved" {
  command = plan

  assert {
    condition     = siterecovery_network_mapping.production.scenario == "vmm_to_azure"
    error_message = "The mapping is ${siterecovery_network_mapping.production.scenario}."
  }

  assert {
    condition     = siterecovery_network_mapping.production.target_network_id == var.production_network_id
    error_message = "The mapping leads to ${siterecovery_network_mapping.production.target_network_id}."
  }
}

run "where_machines_land" {
  assert {
    condition     = output.addresses["web1"] == tolist(["10.1.0.10"])
    error_message = "The addresses are ${jsonencode(output.addresses)}."
  }

  assert {
    condition     = output.test_lands_on == "test"
    error_message = "A test failover lands on ${output.test_lands_on}."
  }
}
