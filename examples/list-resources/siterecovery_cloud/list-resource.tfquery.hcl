list "siterecovery_cloud" "all" {
  provider = siterecovery
  limit    = 1000
}
