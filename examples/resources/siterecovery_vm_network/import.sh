# A segment of an id is escaped as in the path of a URL: a space is %20.
terraform import siterecovery_vm_network.production /servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing
