variable "site" {
  description = "The site: what vmm_export returns, an element of sites of siterecovery_vault, or the same typed in. Maps have names as their keys."
  nullable    = false
  type = object({
    server           = string
    logical_networks = map(object({ isolation = optional(string) }))
    vm_networks = map(object({
      logical_network = optional(string)
      subnets = optional(list(object({
        name           = string
        address_prefix = optional(string)
        ip_pool        = optional(object({ first = string, last = string }))
      })))
    }))
    clouds = map(object({ logical_networks = optional(list(string)) }))
    hosts = optional(map(object({
      clouds           = optional(list(string), [])
      logical_networks = optional(list(string), [])
    })), {})
  })
}

variable "vm_network_logical_networks" {
  description = "Which logical network a VM network is on, by the VM network's name, where the site does not tell."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "cloud_logical_networks" {
  description = "Which logical networks a cloud has, by the cloud's name, where the site does not tell."
  type        = map(list(string))
  default     = {}
  nullable    = false
}
