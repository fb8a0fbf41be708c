# A proposal for two sites, turned into mappings there and back. The mappings stay
# as they were taken until somebody takes a new proposal:
#
#   terraform plan -replace=terraform_data.mappings

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

locals {
  networks = ["Web", "Database", "Backup"]
}

resource "siterecovery_vmm_server" "site" {
  for_each = toset(["Beijing", "Shanghai"])
  name     = "VMM-${each.key}"
}

resource "siterecovery_logical_network" "site" {
  for_each = siterecovery_vmm_server.site

  server_id = each.value.id
  name      = "Production"
}

resource "siterecovery_vm_network" "beijing" {
  for_each = toset(local.networks)

  logical_network_id = siterecovery_logical_network.site["Beijing"].id
  name               = "${each.key}-Beijing"
}

resource "siterecovery_vm_network" "shanghai" {
  for_each = toset(local.networks)

  logical_network_id = siterecovery_logical_network.site["Shanghai"].id
  name               = "${each.key}-Shanghai"
}

resource "siterecovery_cloud" "site" {
  for_each = siterecovery_logical_network.site

  server_id           = each.value.server_id
  name                = "Gold"
  logical_network_ids = [each.value.id]
}

resource "siterecovery_cloud_protection" "gold" {
  protected_cloud_id  = siterecovery_cloud.site["Beijing"].id
  protecting_cloud_id = siterecovery_cloud.site["Shanghai"].id
}

# A proposal rests on the networks, the clouds and the protections. In a run that
# changes one of these, Terraform asks for it on apply, when the changes are made,
# and does not know it in the plan.

data "siterecovery_mapping_proposal" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id

  depends_on = [
    siterecovery_cloud_protection.gold, siterecovery_cloud.site,
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

data "siterecovery_mapping_proposal" "back" {
  source_server_id = siterecovery_vmm_server.site["Shanghai"].id
  target_server_id = siterecovery_vmm_server.site["Beijing"].id

  depends_on = [
    siterecovery_cloud_protection.gold, siterecovery_cloud.site,
    siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

# So the proposal is kept here when it is taken. What is kept is known in every
# plan, changes of networks and clouds leave the mappings alone, and the plan that
# takes a new proposal shows which mappings change.
#
# Use input and not output: the latter is not known in the plan that replaces it.
resource "terraform_data" "mappings" {
  input = {
    there = data.siterecovery_mapping_proposal.there.mappings
    back  = data.siterecovery_mapping_proposal.back.mappings
  }

  lifecycle {
    ignore_changes = [input]
  }
}

resource "siterecovery_network_mappings" "there" {
  source_server_id = siterecovery_vmm_server.site["Beijing"].id
  target_server_id = siterecovery_vmm_server.site["Shanghai"].id
  mappings         = terraform_data.mappings.input.there
}

resource "siterecovery_network_mappings" "back" {
  source_server_id = siterecovery_vmm_server.site["Shanghai"].id
  target_server_id = siterecovery_vmm_server.site["Beijing"].id
  mappings         = terraform_data.mappings.input.back
}

data "siterecovery_topology" "this" {
  depends_on = [
    siterecovery_network_mappings.there, siterecovery_network_mappings.back, siterecovery_cloud_protection.gold,
    siterecovery_cloud.site, siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai,
  ]
}

output "reasons" {
  value = data.siterecovery_mapping_proposal.there.reasons
}

# Whether it is time to take a new one.
output "proposed_anew" {
  description = "The proposed mappings that are not in place: from the source's id to the target's."
  value = merge([
    for direction, proposal in {
      there = data.siterecovery_mapping_proposal.there.mappings
      back  = data.siterecovery_mapping_proposal.back.mappings
    } :
    { for source, target in proposal : source => target if lookup(terraform_data.mappings.input[direction], source, null) != target }
  ]...)
}

output "diagram" {
  description = "terraform output -raw diagram > sites.mmd"
  value       = data.siterecovery_topology.this.mermaid
}
