package vmmexport

import "github.com/siterecovery/terraform-provider-siterecovery/internal/topology"

// Site is what a VMM server manages. The keys of its maps are names, and every
// name in it is spelled like the key that it refers to. Lists are never nil.
type Site struct {
	// Server is the name of the VMM server, with its domain if VMM says it.
	Server          string
	LogicalNetworks map[string]LogicalNetwork
	VMNetworks      map[string]VMNetwork
	Clouds          map[string]Cloud
	Hosts           map[string]Host
}

// LogicalNetwork is a logical network of the site.
type LogicalNetwork struct {
	Isolation topology.Isolation
}

// VMNetwork is a VM network of the site, with its subnets in their own order. No
// two of them have the same name; address prefixes have no host bits.
type VMNetwork struct {
	LogicalNetwork string
	Subnets        []topology.Subnet
}

// Cloud is a cloud of the site. Its list is sorted.
type Cloud struct {
	LogicalNetworks []string
}

// Host is a Hyper-V host of the site. Its lists are sorted.
type Host struct {
	Clouds          []string
	LogicalNetworks []string
}
