list "siterecovery_azure_network" "all" {
  provider = siterecovery
  limit    = 1000
}
