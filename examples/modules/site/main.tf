# A VMM server with its networks, clouds and hosts.

locals {
  # The names that things may refer to, for the messages.
  logical_networks = length(var.site.logical_networks) == 0 ? "It has none." : "It has: ${join(", ", [for name in keys(var.site.logical_networks) : "'${name}'"])}. Upper and lower case count."
  clouds           = length(var.site.clouds) == 0 ? "It has none." : "It has: ${join(", ", [for name in keys(var.site.clouds) : "'${name}'"])}. Upper and lower case count."

  # What the site tells, or else what is said beside it.
  logical_network_of = {
    for name, network in var.site.vm_networks : name =>
    network.logical_network != null ? network.logical_network : lookup(var.vm_network_logical_networks, name, null)
  }
  logical_networks_of = {
    for name, cloud in var.site.clouds : name =>
    cloud.logical_networks != null ? cloud.logical_networks : lookup(var.cloud_logical_networks, name, null)
  }
}

resource "siterecovery_vmm_server" "site" {
  name = var.site.server
}

resource "siterecovery_logical_network" "site" {
  for_each = var.site.logical_networks

  server_id = siterecovery_vmm_server.site.id
  name      = each.key
  isolation = each.value.isolation
}

resource "siterecovery_vm_network" "site" {
  for_each = var.site.vm_networks

  logical_network_id = siterecovery_logical_network.site[local.logical_network_of[each.key]].id
  name               = each.key
  subnets            = each.value.subnets

  lifecycle {
    precondition {
      condition = can(var.site.logical_networks[local.logical_network_of[each.key]])
      error_message = (
        local.logical_network_of[each.key] == null
        ? "The site '${var.site.server}' does not tell which logical network VM network '${each.key}' is on: say it in vm_network_logical_networks."
        : "VM network '${each.key}' is on logical network '${coalesce(local.logical_network_of[each.key], "?")}', which the site '${var.site.server}' does not have. ${local.logical_networks}"
      )
    }
  }
}

resource "siterecovery_cloud" "site" {
  for_each = var.site.clouds

  server_id           = siterecovery_vmm_server.site.id
  name                = each.key
  logical_network_ids = [for name in local.logical_networks_of[each.key] : siterecovery_logical_network.site[name].id]

  lifecycle {
    precondition {
      condition     = local.logical_networks_of[each.key] != null
      error_message = "The site '${var.site.server}' does not tell which logical networks cloud '${each.key}' has: say it in cloud_logical_networks."
    }
    precondition {
      condition     = length(setsubtract(coalesce(local.logical_networks_of[each.key], []), keys(var.site.logical_networks))) == 0
      error_message = "Cloud '${each.key}' has a logical network that the site '${var.site.server}' does not have: ${join(", ", [for name in setsubtract(coalesce(local.logical_networks_of[each.key], []), keys(var.site.logical_networks)) : "'${name}'"])}. ${local.logical_networks}"
    }
  }
}

resource "siterecovery_host" "site" {
  for_each = var.site.hosts

  server_id           = siterecovery_vmm_server.site.id
  name                = each.key
  cloud_ids           = [for name in each.value.clouds : siterecovery_cloud.site[name].id]
  logical_network_ids = [for name in each.value.logical_networks : siterecovery_logical_network.site[name].id]

  lifecycle {
    precondition {
      condition     = length(setsubtract(each.value.clouds, keys(var.site.clouds))) == 0
      error_message = "Host '${each.key}' serves a cloud that the site '${var.site.server}' does not have: ${join(", ", [for name in setsubtract(each.value.clouds, keys(var.site.clouds)) : "'${name}'"])}. ${local.clouds}"
    }
    precondition {
      condition     = length(setsubtract(each.value.logical_networks, keys(var.site.logical_networks))) == 0
      error_message = "Host '${each.key}' is wired to a logical network that the site '${var.site.server}' does not have: ${join(", ", [for name in setsubtract(each.value.logical_networks, keys(var.site.logical_networks)) : "'${name}'"])}. ${local.logical_networks}"
    }
  }
}
