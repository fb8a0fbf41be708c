# Where does a machine land that is tested on a network of its own?
data "siterecovery_test_failover" "isolated" {
  source_network_id = siterecovery_vm_network.beijing.id
  test_network_id   = siterecovery_vm_network.shanghai["Test"].id

  depends_on = [siterecovery_network_mapping.there]
}

# And what speaks against a test on the production network?
data "siterecovery_test_failover" "production" {
  source_network_id = siterecovery_vm_network.beijing.id
  test_network_id   = siterecovery_vm_network.shanghai["Production"].id

  depends_on = [siterecovery_network_mapping.there]
}

output "lands_on" {
  value = data.siterecovery_test_failover.isolated.target_network_name
}

output "objections" {
  value = [for finding in data.siterecovery_test_failover.production.findings : "${finding.code}: ${finding.detail} Remedy: ${finding.remedy}"]
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

resource "siterecovery_vm_network" "beijing" {
  logical_network_id = siterecovery_logical_network.site["Beijing"].id
  name               = "Production-Beijing"
}

resource "siterecovery_vm_network" "shanghai" {
  for_each           = toset(["Production", "Test"])
  logical_network_id = siterecovery_logical_network.site["Shanghai"].id
  name               = "${each.key}-Shanghai"
}

resource "siterecovery_network_mapping" "there" {
  source_network_id = siterecovery_vm_network.beijing.id
  target_network_id = siterecovery_vm_network.shanghai["Production"].id
}
