# Run with "terraform test". The tests have a catalog of their own, which is empty
# again when they are done.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

run "taken" {
  assert {
    condition     = length(siterecovery_network_mappings.there.mappings) == 3 && length(output.proposed_anew) == 0
    error_message = "Proposed and not taken: ${jsonencode(output.proposed_anew)}."
  }
}

# A proposal that has something new, here by a mock of its data source alone, is
# told by the output, and leaves the mappings alone.
run "proposed_anew" {
  command = plan

  override_data {
    target = data.siterecovery_mapping_proposal.there
    values = {
      mappings = {
        "/servers/VMM-Beijing/vmNetworks/Web-Beijing" = "/servers/VMM-Shanghai/vmNetworks/Backup-Shanghai"
      }
    }
  }

  assert {
    condition     = keys(output.proposed_anew) == ["/servers/VMM-Beijing/vmNetworks/Web-Beijing"]
    error_message = "Proposed and not taken: ${jsonencode(output.proposed_anew)}."
  }

  assert {
    condition     = length(siterecovery_network_mappings.there.mappings) == 3
    error_message = "The mappings are ${jsonencode(siterecovery_network_mappings.there.mappings)}."
  }
}
