data "siterecovery_failover_plan" "machines" {
  virtual_machines = {
    web1 = {
      cloud_id = siterecovery_cloud.site["Beijing"].id
      adapters = [{ network_id = siterecovery_vm_network.site["Beijing"].id, subnet_name = "web", ip_address = "10.1.0.10" }]
    }
    web2 = {
      cloud_id = siterecovery_cloud.site["Beijing"].id
      adapters = [{ network_id = siterecovery_vm_network.site["Beijing"].id, subnet_name = "web", ip_address = "10.1.0.99" }]
    }
  }

  depends_on = [
    siterecovery_vm_network.site, siterecovery_cloud.site,
    siterecovery_cloud_protection.gold, siterecovery_network_mapping.there,
  ]
}

# web1 keeps its address; that of web2 is not in the pool, so it gets another one.
output "addresses" {
  value = { for name, machine in data.siterecovery_failover_plan.machines.machines : name => machine.adapters[*].target_ip_address }
}

output "machines_without_a_network" {
  value = [for name, machine in data.siterecovery_failover_plan.machines.machines : name if !machine.connected]
}

# Connected or not: in Azure their failover fails, on a VMM server the allocation of an address.
output "machines_that_fail" {
  value = { for name, machine in data.siterecovery_failover_plan.machines.machines : name => machine.reason if machine.fails }
}

output "addresses_at_risk" {
  value = data.siterecovery_failover_plan.machines.totals.address_at_risk
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
  subnets = [{
    name           = "web"
    address_prefix = "10.1.0.0/24"
    ip_pool        = { first = "10.1.0.10", last = "10.1.0.50" }
  }]
}

resource "siterecovery_cloud" "site" {
  for_each            = siterecovery_logical_network.site
  server_id           = each.value.server_id
  name                = "Gold-${each.key}"
  logical_network_ids = [each.value.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.site["Beijing"].id
  protecting_cloud_id = siterecovery_cloud.site["Shanghai"].id
}

resource "siterecovery_network_mapping" "there" {
  source_network_id = siterecovery_vm_network.site["Beijing"].id
  target_network_id = siterecovery_vm_network.site["Shanghai"].id
}
