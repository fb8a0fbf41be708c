list "siterecovery_logical_network" "all" {
  provider = siterecovery
  limit    = 1000
}
