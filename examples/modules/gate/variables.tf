variable "virtual_machines" {
  description = "The machines that matter, by name, as siterecovery_failover_plan takes them."
  default     = {}
  nullable    = false
  type = map(object({
    cloud_id      = string
    recovery_plan = optional(string)
    adapters = list(object({
      network_id  = string
      subnet_name = optional(string)
      ip_address  = optional(string)
    }))
  }))
}

variable "source_server_id" {
  description = "The id of a VMM server, to judge only what replicates from there."
  type        = string
  default     = null
}

variable "enforced" {
  description = "Whether the plan fails where something is wrong. Otherwise it only shows it."
  type        = bool
  default     = true
  nullable    = false
}
