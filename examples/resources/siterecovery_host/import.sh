terraform import siterecovery_host.hv1 /servers/VMM-Shanghai/hosts/hv1.shanghai.example.org
