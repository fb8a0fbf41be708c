# Run with "terraform test". Each run is a plan, and a plan writes nothing: the
# tests have a catalog of their own, and it is never made.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

run "every_machine_has_a_network" {
  command = plan

  assert {
    condition     = length(siterecovery_failover_baseline.machines.unconnected) == 0
    error_message = "Without a network after a failover: ${join(", ", siterecovery_failover_baseline.machines.unconnected)}."
  }

  assert {
    condition     = siterecovery_failover_baseline.machines.outcomes["web1/0"] == "VM network 'Production' of 'VMM-Shanghai', subnet 'web', address from DHCP"
    error_message = "web1 has moved: ${siterecovery_failover_baseline.machines.outcomes["web1/0"]}."
  }

  assert {
    condition     = siterecovery_failover_baseline.catalog.ready
    error_message = join("\n", siterecovery_failover_baseline.catalog.findings)
  }
}

# What would happen without the mapping.
run "a_mapping_is_missing" {
  command = plan

  variables {
    mappings = { Shanghai = "Beijing" }
    enforced = false
  }

  assert {
    condition     = siterecovery_failover_baseline.machines.outcomes["web1/0"] == "no network (not_mapped)"
    error_message = "web1 has a network: ${siterecovery_failover_baseline.machines.outcomes["web1/0"]}."
  }

  assert {
    condition     = startswith(siterecovery_failover_baseline.catalog.findings[0], "SR301 error:")
    error_message = join("\n", siterecovery_failover_baseline.catalog.findings)
  }
}
