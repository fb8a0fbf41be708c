list "siterecovery_network_mappings" "all" {
  provider = siterecovery
  limit    = 1000
}
