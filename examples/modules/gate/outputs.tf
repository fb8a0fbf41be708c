output "ready" {
  description = "Whether nothing keeps a machine from its network or its address, of those given and of all networks. Known in the plan, as all but report_html."
  value       = siterecovery_failover_baseline.machines.ready && siterecovery_failover_baseline.networks.ready
}

output "findings" {
  description = "What would hurt the machines, and what their networks, each in one line that begins with its code, sorted."
  value       = sort(distinct(concat(siterecovery_failover_baseline.machines.findings, siterecovery_failover_baseline.networks.findings)))
}

output "machines" {
  description = "What becomes of each machine on a failover, by machine and network adapter."
  value       = siterecovery_failover_baseline.machines.outcomes
}

output "unconnected" {
  description = "The machines and network adapters that are without a network after a failover."
  value       = siterecovery_failover_baseline.machines.unconnected
}

output "report_html" {
  description = "The report, as a page for a browser and for paper."
  value       = data.siterecovery_readiness.this.report_html
}
