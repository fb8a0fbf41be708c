list "siterecovery_network_mapping" "beijing" {
  provider = siterecovery
  limit    = 1000

  config {
    server_name = "VMM-Beijing"
  }
}
