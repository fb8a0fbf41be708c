# Sites are applied, and the gate is planned on top of them.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

variables {
  virtual_machines = {
    for name in ["web", "database"] : name => {
      cloud_id = "/servers/VMM-Beijing/clouds/Gold"
      adapters = [{ network_id = "/servers/VMM-Beijing/vmNetworks/${title(name)}" }]
    }
  }
}

run "sites" {
  module {
    source = "./tests/sites"
  }

  variables {
    network_mappings = { Web = "Web", Database = "Database" }
  }
}

run "all_is_ready" {
  command = plan

  assert {
    condition     = output.ready && length(output.unconnected) == 0
    error_message = join("\n", output.findings)
  }

  assert {
    condition     = strcontains(output.report_html, "<title>")
    error_message = "There is no report."
  }
}

run "a_mapping_is_taken_away" {
  module {
    source = "./tests/sites"
  }

  variables {
    network_mappings = { Web = "Web" }
  }
}

# Enforced, this plan would fail: that a provider refuses something cannot be
# expected. So the test looks at what it says.
run "a_machine_has_no_network" {
  command = plan

  variables {
    enforced = false
  }

  assert {
    condition     = output.unconnected == tolist(["database/0"]) && output.machines["database/0"] == "no network (not_mapped)"
    error_message = "Without a network: ${jsonencode(output.machines)}."
  }

  assert {
    condition     = !output.ready && startswith(output.findings[0], "SR301 error:")
    error_message = join("\n", output.findings)
  }
}
