# A gate for a pipeline. Where a change would leave a machine without a network
# after a failover, or would hurt otherwise, its plan fails, in the pull request
# already; and where it moves machines, its plan shows how.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

variable "enforced" {
  description = "Whether the plan fails where something is wrong. Otherwise it only shows it."
  type        = bool
  default     = true
}

# The machines that matter, every one of them.
resource "siterecovery_failover_baseline" "machines" {
  virtual_machines = {
    for name in ["web1", "web2", "db1"] : name => {
      cloud_id = siterecovery_cloud.site["Beijing"].id
      adapters = [{ network_id = siterecovery_vm_network.site["Beijing"].id, subnet_name = "web" }]
    }
  }
  require_connected = var.enforced
  require_ready     = var.enforced

  # Whatever decides the lines. What these refer to is planned before them.
  depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.this]
}

# And the whole catalog: every network of every protected cloud. It waits for the
# machines, so that what they have failed for is not told again.
resource "siterecovery_failover_baseline" "catalog" {
  require_ready = var.enforced

  depends_on = [siterecovery_failover_baseline.machines, siterecovery_cloud_protection.gold, siterecovery_network_mapping.this]
}

output "ready" {
  value = siterecovery_failover_baseline.machines.ready && siterecovery_failover_baseline.catalog.ready
}
