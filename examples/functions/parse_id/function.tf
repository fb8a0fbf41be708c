# { kind = "vm_network", server = "VMM-Beijing", name = "ERP Web", target_server = null, to_azure = null }
output "network" {
  value = provider::siterecovery::parse_id("/servers/VMM-Beijing/vmNetworks/ERP%20Web")
}

# A network mapping has the name of its source: "ERP Web to VMM-Shanghai".
locals {
  mapping = provider::siterecovery::parse_id("/servers/VMM-Beijing/vmNetworks/ERP%20Web/mappings/VMM-Shanghai")
}

output "mapping" {
  value = "${local.mapping.name} to ${local.mapping.to_azure ? "Azure" : local.mapping.target_server}"
}
