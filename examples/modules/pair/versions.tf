terraform {
  required_version = ">= 1.8"
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}
