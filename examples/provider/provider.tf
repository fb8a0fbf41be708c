terraform {
  required_providers {
    siterecovery = {
      source = "siterecovery/siterecovery"
    }
  }
}

provider "siterecovery" {
  # A file of one's own; this is the default.
  catalog = ".siterecovery/catalog.db"
}
