list "siterecovery_host" "shanghai" {
  provider = siterecovery
  limit    = 1000

  config {
    server_name = "VMM-Shanghai"
  }
}
