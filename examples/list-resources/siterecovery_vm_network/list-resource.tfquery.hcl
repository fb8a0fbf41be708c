list "siterecovery_vm_network" "beijing" {
  provider = siterecovery
  limit    = 1000

  config {
    server_name = "VMM-Beijing"
  }
}
