list "siterecovery_vmm_server" "all" {
  provider = siterecovery
  limit    = 1000
}
