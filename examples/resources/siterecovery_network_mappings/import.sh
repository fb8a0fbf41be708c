# All mappings of the first server to the second one, or to "azure".
terraform import siterecovery_network_mappings.there /servers/VMM-Beijing/mappings/VMM-Shanghai
