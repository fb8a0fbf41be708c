# What can VMNetwork1-Beijing be mapped to?
#
# An answer rests on more than the question names. With depends_on it waits for
# all of that; Terraform does not look for what that depends on in turn.

data "siterecovery_available_targets" "this" {
  source_network_id = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id

  depends_on = [
    siterecovery_cloud_protection.this,
    siterecovery_cloud.beijing, siterecovery_cloud.shanghai,
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

# Where do the replicas of machines on each network land?

data "siterecovery_resolved_target" "this" {
  for_each = merge(
    { for name, network in siterecovery_vm_network.beijing : name => network.id },
    { for name, network in siterecovery_vm_network.shanghai : name => network.id },
  )

  source_network_id = each.value

  depends_on = [
    siterecovery_network_mapping.to_shanghai, siterecovery_network_mapping.to_beijing,
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

locals {
  clouds     = merge(siterecovery_cloud.beijing, siterecovery_cloud.shanghai)
  cloud_name = { for cloud in local.clouds : cloud.id => cloud.name }
}

output "target_networks" {
  description = "The target networks of VMNetwork1-Beijing, and whether they are available."
  value = [for choice in data.siterecovery_available_targets.this.choices : {
    select                   = choice.target_network_name
    protected_cloud          = local.cloud_name[choice.protected_cloud_id]
    protecting_cloud         = local.cloud_name[choice.protecting_cloud_id]
    target_network_available = choice.available ? "Available" : "Not available"
  }]
}

output "landing" {
  description = "Where the replicas of machines on each network are connected; null is no network."
  value       = { for name, target in data.siterecovery_resolved_target.this : name => target.target_network_name }
}

output "tables" {
  description = "Both as tables: terraform output -raw tables"
  value = join("\n", concat(
    ["Target networks", ""],
    [format("  %-21s %-16s %-17s %s", "Select", "Protected cloud", "Protecting cloud", "Target network available")],
    [for choice in data.siterecovery_available_targets.this.choices : format("  %-21s %-16s %-17s %s",
      choice.target_network_name,
      local.cloud_name[choice.protected_cloud_id],
      local.cloud_name[choice.protecting_cloud_id],
    choice.available ? "Available" : "Not available")],
    ["", "Where replicas land", ""],
    [format("  %-21s %s", "Machines on", "Replicas on")],
    [for name, target in data.siterecovery_resolved_target.this : format("  %-21s %s",
    name, target.connected ? target.target_network_name : "no network (${target.outcome})")],
    [""],
  ))
}
