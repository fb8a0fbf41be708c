# The last segment is the VMM server of the target, or "azure".
terraform import siterecovery_network_mapping.there /servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing/mappings/VMM-Shanghai
