resource "siterecovery_vmm_server" "beijing" {
  name = "VMM-Beijing"
}
