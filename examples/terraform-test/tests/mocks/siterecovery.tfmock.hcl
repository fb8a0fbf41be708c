# Defaults for mock_provider "siterecovery". Terraform makes up what is computed,
# but ids are still read by the real provider when it validates the configuration:
# so they have the right form. Copy this file into a folder of your module.

mock_resource "siterecovery_vmm_server" {
  defaults = {
    id = "/servers/mock"
  }
}

mock_resource "siterecovery_logical_network" {
  defaults = {
    id = "/servers/mock/logicalNetworks/mock"
  }
}

mock_resource "siterecovery_vm_network" {
  defaults = {
    id        = "/servers/mock/vmNetworks/mock"
    server_id = "/servers/mock"
  }
}

mock_resource "siterecovery_azure_network" {
  defaults = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/virtualNetworks/mock"
  }
}

mock_resource "siterecovery_cloud" {
  defaults = {
    id = "/servers/mock/clouds/mock"
  }
}

mock_resource "siterecovery_host" {
  defaults = {
    id = "/servers/mock/hosts/mock"
  }
}

mock_resource "siterecovery_cloud_protection" {
  defaults = {
    id = "/servers/mock/clouds/mock/protection"
  }
}

mock_resource "siterecovery_network_mapping" {
  defaults = {
    id       = "/servers/mock/vmNetworks/mock/mappings/mock"
    scenario = "vmm_to_vmm"
  }
}

mock_resource "siterecovery_network_mappings" {
  defaults = {
    id = "/servers/mock/mappings/mock"
  }
}

mock_data "siterecovery_readiness" {
  defaults = {
    ready    = true
    coverage = 1
  }
}

mock_resource "siterecovery_failover_baseline" {
  defaults = {
    id          = "/baseline"
    outcomes    = {}
    unconnected = []
    ready       = true
    findings    = []
  }
}
