# The plan shows where each machine will be, and fails if one has no network.
resource "siterecovery_failover_baseline" "machines" {
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
  require_connected = true

  # What decides the lines, and is not referred to above.
  depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.there]
}

# Without machines: every network of every protected cloud of one VMM server.
resource "siterecovery_failover_baseline" "site" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id

  depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.there]
}

# web1 keeps its address; that of web2 is not in the pool, so it gets another one.
output "outcomes" {
  value = siterecovery_failover_baseline.machines.outcomes
}

# Two sites, to have something to judge.

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
