data "siterecovery_readiness" "this" {
  # All that decides the answer
  depends_on = [
    siterecovery_vm_network.site, siterecovery_cloud.site,
    siterecovery_cloud_protection.gold, siterecovery_network_mapping.there,
  ]
}

output "ready" {
  value = data.siterecovery_readiness.this.ready
}

# Here there is one: no mapping leads back from Shanghai.
output "findings" {
  value = [
    for finding in data.siterecovery_readiness.this.findings :
    "${finding.severity} ${finding.code}: ${finding.detail} Remedy: ${finding.remedy}"
  ]
}

# The same as a page for people: terraform output -raw report >readiness.html
output "report" {
  value     = data.siterecovery_readiness.this.report_html
  sensitive = true # or every apply prints the page
}

# Where there is an error, the apply goes on with a warning, and writes the page.
check "ready" {
  assert {
    condition     = data.siterecovery_readiness.this.ready
    error_message = "Not ready for a failover. The report: terraform output -raw report >readiness.html"
  }
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
