# The gate of a pipeline. Whoever calls it names in depends_on of the module block
# all that decides what it says: the modules or resources of sites, protections
# and mappings.

# Where each machine will be, and whether it gets its address.
resource "siterecovery_failover_baseline" "machines" {
  virtual_machines  = var.virtual_machines
  source_server_id  = var.source_server_id
  require_connected = var.enforced
  require_ready     = var.enforced
}

# Every network of every protected cloud. What the machines fail for, their networks
# mostly do too: so these wait, and one cause is told once.
resource "siterecovery_failover_baseline" "networks" {
  source_server_id = var.source_server_id
  require_ready    = var.enforced

  depends_on = [siterecovery_failover_baseline.machines]
}

# The same for people, as a page. It is made after the apply.
data "siterecovery_readiness" "this" {
  source_server_id = var.source_server_id
  virtual_machines = var.virtual_machines
}
