terraform import siterecovery_vmm_server.beijing /servers/VMM-Beijing
