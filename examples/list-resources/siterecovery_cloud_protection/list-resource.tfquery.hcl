list "siterecovery_cloud_protection" "all" {
  provider = siterecovery
  limit    = 1000
}
