variable "primary" {
  description = "The site that is protected: the whole of a module \"site\", or VM networks and clouds by name."
  nullable    = false
  type = object({
    vm_networks = map(object({ id = string, logical_network_id = string }))
    clouds      = map(object({ id = string, logical_network_ids = optional(set(string), []) }))
  })
}

variable "recovery" {
  description = "The site that protects it, likewise."
  nullable    = false
  type = object({
    vm_networks = map(object({ id = string, logical_network_id = string }))
    clouds      = map(object({ id = string }))
  })
}

variable "cloud_protections" {
  description = "Which cloud protects which: from a cloud of primary to one of recovery, by name."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cloud in values(var.cloud_protections) : cloud != null])
    error_message = "No cloud to protect it is named for: ${join(", ", [for name, cloud in var.cloud_protections : "'${name}'" if cloud == null])}. A cloud that is not protected is left out."
  }
}

variable "network_mappings" {
  description = "The network mappings there: from a VM network of primary to one of recovery, by name."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for target in values(var.network_mappings) : target != null])
    error_message = "No target is named for: ${join(", ", [for name, target in var.network_mappings : "'${name}'" if target == null])}. A VM network that is not mapped is left out."
  }
}

variable "network_mappings_back" {
  description = "The way back, from a VM network of recovery to one of primary, where it is not the way there reversed. Null is no way back."
  type        = map(string)
  default     = {}
  nullable    = false
}
