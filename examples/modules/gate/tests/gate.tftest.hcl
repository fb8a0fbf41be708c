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

# The machine asks for an address, and there is no static IP pool where it lands. The
# network is fine: its other machines get theirs from DHCP. Enforced, this plan would
# fail: that a provider refuses something cannot be expected. So the tests look at
# what it says.
run "a_machine_has_no_address" {
  command = plan

  variables {
    enforced = false
    virtual_machines = {
      web = {
        cloud_id = "/servers/VMM-Beijing/clouds/Gold"
        adapters = [{ network_id = "/servers/VMM-Beijing/vmNetworks/Web", subnet_name = "web", ip_address = "10.1.0.10" }]
      }
    }
  }

  assert {
    condition     = length(output.unconnected) == 0 && strcontains(output.machines["web/0"], "but it gets no address (no_pool)")
    error_message = output.machines["web/0"]
  }

  assert {
    condition     = !output.ready && length(output.findings) == 1 && startswith(output.findings[0], "SR308 error:")
    error_message = join("\n", output.findings)
  }
}

# Without machines, there are the networks.
run "no_machines" {
  command = plan

  variables {
    virtual_machines = {}
  }

  assert {
    condition     = output.ready && length(output.machines) == 0 && length(output.findings) == 0
    error_message = join("\n", output.findings)
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

# The one cause is found for the machine, and for its network.
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
    condition     = !output.ready && length([for finding in output.findings : finding if startswith(finding, "SR301 error:")]) == 2
    error_message = join("\n", output.findings)
  }
}
