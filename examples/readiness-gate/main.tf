# A gate for a pipeline: the check blocks speak up when something would hurt on a
# failover. They are judged in the plan, or on apply where the run changes what
# they rest on. To have them stop a pipeline, look for failed checks in
# "terraform show -json", of the plan and after the apply; or move a condition
# into a postcondition, which is an error.

terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {}

# Whatever decides the answer is named, so that the question waits for its changes.
data "siterecovery_readiness" "this" {
  depends_on = [
    siterecovery_logical_network.site, siterecovery_vm_network.site, siterecovery_cloud.site,
    siterecovery_cloud_protection.gold, siterecovery_network_mapping.this,
  ]
}

check "ready" {
  assert {
    condition = data.siterecovery_readiness.this.ready
    error_message = join("\n", [
      for finding in data.siterecovery_readiness.this.findings : "${finding.code}: ${finding.detail}\nRemedy: ${finding.remedy}"
      if finding.severity == "error"
    ])
  }

  assert {
    condition     = data.siterecovery_readiness.this.coverage == 1
    error_message = "Only ${data.siterecovery_readiness.this.coverage * 100} % of the protected networks are covered."
  }
}

# The machines that matter, every one of them.

data "siterecovery_failover_plan" "this" {
  virtual_machines = {
    for name in ["web1", "web2", "db1"] : name => {
      cloud_id = siterecovery_cloud.site["Beijing"].id
      adapters = [{ network_id = siterecovery_vm_network.site["Beijing"].id }]
    }
  }

  depends_on = [
    siterecovery_logical_network.site, siterecovery_vm_network.site, siterecovery_cloud.site,
    siterecovery_cloud_protection.gold, siterecovery_network_mapping.this,
  ]
}

check "every_machine_lands" {
  assert {
    condition = data.siterecovery_failover_plan.this.totals.unconnected == 0
    error_message = join("\n", concat(["Without a network after a failover:"], [
      for name, machine in data.siterecovery_failover_plan.this.machines :
      "${name}: ${join(" ", compact(concat([machine.reason], [for adapter in machine.adapters : adapter.reason if !adapter.connected])))}"
      if !machine.connected
    ]))
  }

  assert {
    condition     = data.siterecovery_failover_plan.this.totals.address_at_risk == 0
    error_message = "${data.siterecovery_failover_plan.this.totals.address_at_risk} adapters lose their address."
  }
}

output "ready" {
  value = data.siterecovery_readiness.this.ready
}

output "coverage" {
  value = data.siterecovery_readiness.this.coverage
}
