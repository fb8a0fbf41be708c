# Two sites, to have something to judge.

variable "mappings" {
  description = "From the site of a source network to that of its target."
  type        = map(string)
  default     = { Beijing = "Shanghai", Shanghai = "Beijing" }
}

locals {
  sites = toset(["Beijing", "Shanghai"])
}

resource "siterecovery_vmm_server" "site" {
  for_each = local.sites
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each = local.sites

  server_id = siterecovery_vmm_server.site[each.key].id
  name      = "Production"
}

resource "siterecovery_vm_network" "site" {
  for_each = local.sites

  logical_network_id = siterecovery_logical_network.site[each.key].id
  name               = "Production"
  subnets            = [{ name = "web", address_prefix = "10.1.0.0/24" }]
}

resource "siterecovery_cloud" "site" {
  for_each = local.sites

  server_id           = siterecovery_vmm_server.site[each.key].id
  name                = "Gold"
  logical_network_ids = [siterecovery_logical_network.site[each.key].id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.site["Beijing"].id
  protecting_cloud_id = siterecovery_cloud.site["Shanghai"].id
}

# All mappings are one resource: then one that is taken away is still planned
# before the baselines, which depend on the resource.
resource "siterecovery_network_mapping" "this" {
  for_each = var.mappings

  source_network_id = siterecovery_vm_network.site[each.key].id
  target_network_id = siterecovery_vm_network.site[each.value].id
}
