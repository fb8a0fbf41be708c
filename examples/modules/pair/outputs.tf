output "cloud_protections" {
  description = "The cloud protections, by the name of the protected cloud."
  value       = siterecovery_cloud_protection.this
}

output "network_mappings" {
  description = "The network mappings there, by the name of the source."
  value       = siterecovery_network_mapping.there
}

output "network_mappings_back" {
  description = "The network mappings back, by the name of the source."
  value       = siterecovery_network_mapping.back
}
