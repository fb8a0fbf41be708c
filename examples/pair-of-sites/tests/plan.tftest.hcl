# Plans alone: nothing is written, and the catalog below is never made.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

run "every_machine_has_a_network" {
  command = plan

  assert {
    condition     = output.machines["web1/0"] == "VM network 'Web' of 'VMM-Shanghai', subnet 'web', address 10.1.0.10"
    error_message = "web1 has moved: ${output.machines["web1/0"]}."
  }

  assert {
    condition     = length(module.gate.unconnected) == 0
    error_message = "Without a network after a failover: ${join(", ", module.gate.unconnected)}."
  }
}

# What would happen without the mapping of Database.
run "a_mapping_is_missing" {
  command = plan

  variables {
    network_mappings = { Web = "Web" }
    enforced         = false
  }

  assert {
    condition     = output.machines["db1/0"] == "no network (not_mapped)"
    error_message = "db1 has a network: ${output.machines["db1/0"]}."
  }
}
