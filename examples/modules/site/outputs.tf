output "server_id" {
  description = "The id of the VMM server."
  value       = siterecovery_vmm_server.site.id
}

output "logical_networks" {
  description = "The logical networks, by name."
  value       = siterecovery_logical_network.site
}

output "vm_networks" {
  description = "The VM networks, by name."
  value       = siterecovery_vm_network.site
}

output "clouds" {
  description = "The clouds, by name."
  value       = siterecovery_cloud.site
}

output "hosts" {
  description = "The hosts, by name."
  value       = siterecovery_host.site
}
