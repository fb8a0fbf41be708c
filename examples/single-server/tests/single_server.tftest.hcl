# Run with "terraform test". The tests have a catalog of their own, which is empty
# again when they are done.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

run "proved" {
  command = plan

  assert {
    condition     = siterecovery_network_mapping.there.id == "/servers/VMM/vmNetworks/Production-East/mappings/VMM"
    error_message = "The mapping is ${siterecovery_network_mapping.there.id}."
  }
}

run "there_and_back" {
  assert {
    condition     = data.siterecovery_resolved_target.server.target_ip_address == "10.1.0.17"
    error_message = output.on_failover
  }

  assert {
    condition     = data.siterecovery_failback.server.network_id == siterecovery_vm_network.site["East"].id
    error_message = output.on_failback
  }
}
