# Run with "terraform test". The tests have a catalog of their own, which is empty
# again when they are done.

provider "siterecovery" {
  catalog = ".siterecovery/tests.db"
}

# A plan that passes has proved the mapping for both protections.
run "proved" {
  command = plan

  assert {
    condition     = length(siterecovery_network_mapping.to_shanghai.cloud_protection_ids) == length(siterecovery_cloud_protection.this)
    error_message = "The mapping is proved for ${jsonencode(siterecovery_network_mapping.to_shanghai.cloud_protection_ids)} alone."
  }
}

# What data sources answer is known after an apply.
run "where_replicas_land" {
  assert {
    condition     = output.landing["VMNetwork1-Beijing"] == "VMNetwork1-Shanghai" && output.landing["VMNetwork2-Beijing"] == null
    error_message = "Replicas land on ${jsonencode(output.landing)}."
  }

  assert {
    condition     = length([for choice in output.target_networks : choice if choice.target_network_available == "Not available"]) == 1
    error_message = "The target networks are ${jsonencode(output.target_networks)}."
  }
}
