# Two sites: which cloud protects which, and the mappings there and back.

locals {
  # The names that there are, for the messages.
  primary_clouds    = length(var.primary.clouds) == 0 ? "It has none." : "It has: ${join(", ", [for name in keys(var.primary.clouds) : "'${name}'"])}. Upper and lower case count."
  primary_networks  = length(var.primary.vm_networks) == 0 ? "It has none." : "It has: ${join(", ", [for name in keys(var.primary.vm_networks) : "'${name}'"])}. Upper and lower case count."
  recovery_clouds   = length(var.recovery.clouds) == 0 ? "It has none." : "It has: ${join(", ", [for name in keys(var.recovery.clouds) : "'${name}'"])}. Upper and lower case count."
  recovery_networks = length(var.recovery.vm_networks) == 0 ? "It has none." : "It has: ${join(", ", [for name in keys(var.recovery.vm_networks) : "'${name}'"])}. Upper and lower case count."

  # Several networks may lead to one.
  sources = { for source, target in var.network_mappings : target => source... }
  reversed = {
    for target, sources in local.sources : target => sources[0]
    if can(var.recovery.vm_networks[target]) && can(var.primary.vm_networks[sources[0]]) # or else the way there says it
  }
  back = { for target, source in merge(local.reversed, var.network_mappings_back) : target => source if source != null }

  # A mapping has to serve the protections of all clouds that use its source.
  protections = {
    for network in keys(var.network_mappings) : network => [
      for cloud in keys(var.cloud_protections) : cloud
      if try(contains(var.primary.clouds[cloud].logical_network_ids, var.primary.vm_networks[network].logical_network_id), false)
    ]
  }
}

resource "siterecovery_cloud_protection" "this" {
  for_each = var.cloud_protections

  protected_cloud_id  = var.primary.clouds[each.key].id
  protecting_cloud_id = var.recovery.clouds[each.value].id

  lifecycle {
    precondition {
      condition     = can(var.primary.clouds[each.key])
      error_message = "The primary site has no cloud '${each.key}'. ${local.primary_clouds}"
    }
    precondition {
      condition     = can(var.recovery.clouds[each.value])
      error_message = "The recovery site has no cloud '${each.value}'. ${local.recovery_clouds}"
    }
  }
}

resource "siterecovery_network_mapping" "there" {
  for_each = var.network_mappings

  source_network_id    = var.primary.vm_networks[each.key].id
  target_network_id    = var.recovery.vm_networks[each.value].id
  cloud_protection_ids = [for cloud in local.protections[each.key] : siterecovery_cloud_protection.this[cloud].id]

  lifecycle {
    precondition {
      condition     = can(var.primary.vm_networks[each.key])
      error_message = "The primary site has no VM network '${each.key}'. ${local.primary_networks}"
    }
    precondition {
      condition     = can(var.recovery.vm_networks[each.value])
      error_message = "The recovery site has no VM network '${each.value}'. ${local.recovery_networks}"
    }
  }
}

# Mappings that lead back serve no protection as long as all is well.
resource "siterecovery_network_mapping" "back" {
  for_each = local.back

  source_network_id = var.recovery.vm_networks[each.key].id
  target_network_id = var.primary.vm_networks[each.value].id

  lifecycle {
    precondition {
      condition     = can(var.recovery.vm_networks[each.key])
      error_message = "The recovery site has no VM network '${each.key}'. ${local.recovery_networks}"
    }
    precondition {
      condition     = can(var.primary.vm_networks[each.value])
      error_message = "The primary site has no VM network '${each.value}'. ${local.primary_networks}"
    }
    precondition {
      condition     = can(var.network_mappings_back[each.key]) || length(lookup(local.sources, each.key, [])) == 1
      error_message = "Several VM networks are mapped to '${each.key}': say in network_mappings_back which of them it leads back to. They are: ${join(", ", [for name in lookup(local.sources, each.key, []) : "'${name}'"])}."
    }
  }
}
