# Applies, in a catalog of its own: what has been applied is asked, renamed, asked
# again, and destroyed when the file is done.

provider "siterecovery" {
  catalog = ".siterecovery/test.db"
}

run "apply" {
  assert {
    condition     = output.verdict == "ready"
    error_message = "The verdict is ${output.verdict}."
  }
}

run "rename" {
  variables {
    network = "Production-2"
  }

  assert {
    condition     = siterecovery_network_mapping.there.id == "/servers/VMM-East/vmNetworks/Production-2/mappings/VMM-West"
    error_message = "The mapping is ${siterecovery_network_mapping.there.id}."
  }

  assert {
    condition     = output.verdict == "ready"
    error_message = "The verdict is ${output.verdict}."
  }
}
