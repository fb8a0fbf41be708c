data "siterecovery_failback" "unchanged" {
  source_network_id  = siterecovery_vm_network.site["Beijing"].id
  replica_network_id = siterecovery_vm_network.site["Shanghai"].id

  depends_on = [siterecovery_network_mapping.there, siterecovery_network_mapping.back]
}

# Somebody has connected the replica to another network since the failover.
data "siterecovery_failback" "moved" {
  source_network_id           = siterecovery_vm_network.site["Beijing"].id
  replica_network_id          = siterecovery_vm_network.site["Shanghai"].id
  replica_moved_to_network_id = siterecovery_vm_network.other.id

  depends_on = [siterecovery_network_mapping.there, siterecovery_network_mapping.back]
}

output "on_failback" {
  value = [data.siterecovery_failback.unchanged.reason, data.siterecovery_failback.moved.reason]
}

# Two sites, to have something to ask about.

resource "siterecovery_vmm_server" "site" {
  for_each = toset(["Beijing", "Shanghai"])
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each  = siterecovery_vmm_server.site
  server_id = each.value.id
  name      = "Production-${each.key}"
}

resource "siterecovery_vm_network" "site" {
  for_each           = siterecovery_logical_network.site
  logical_network_id = each.value.id
  name               = "Web-${each.key}"
}

resource "siterecovery_vm_network" "other" {
  logical_network_id = siterecovery_logical_network.site["Shanghai"].id
  name               = "Other-Shanghai"
}

resource "siterecovery_network_mapping" "there" {
  source_network_id = siterecovery_vm_network.site["Beijing"].id
  target_network_id = siterecovery_vm_network.site["Shanghai"].id
}

resource "siterecovery_network_mapping" "back" {
  source_network_id = siterecovery_vm_network.site["Shanghai"].id
  target_network_id = siterecovery_vm_network.site["Beijing"].id
}
