# Names are no longer escaped.
output "network" {
  value = provider::siterecovery::parse_id("/servers/VMM-Beijing/vmNetworks/ERP%20Web")
}

# A network mapping has the name of its source.
locals {
  mapping = provider::siterecovery::parse_id("/servers/VMM-Beijing/vmNetworks/ERP%20Web/mappings/VMM-Shanghai")
}

output "mapping" {
  value = "${local.mapping.name} to ${local.mapping.to_azure ? "Azure" : local.mapping.target_server}"
}
