package engine

import (
	"fmt"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// SubnetRule is how the subnet of a replica is chosen (M10).
type SubnetRule string

// The rules.
const (
	SameName    SubnetRule = "same_name"
	FirstSubnet SubnetRule = "first_subnet"
	NoSubnet    SubnetRule = "no_subnet"
)

// SubnetChoice is the subnet that a replica is connected to.
type SubnetChoice struct {
	// Name is empty if the target network has no subnets.
	Name string
	Rule SubnetRule
	// Reason is a clause that says why, for people.
	Reason string
}

// ChooseSubnet returns the subnet of the target network that a replica is
// connected to: the one with the name of the source's subnet, or else the first
// in the order given (M10).
func ChooseSubnet(source string, targets []string) SubnetChoice {
	return chooseSubnet(source, targets, "its first subnet")
}

// chooseSubnet chooses with words for what is first in the order given.
func chooseSubnet(source string, targets []string, first string) SubnetChoice {
	if len(targets) == 0 {
		return SubnetChoice{Rule: NoSubnet, Reason: "it has no subnets"}
	}
	for _, name := range targets {
		if source != "" && topology.SameName(name, source) {
			return SubnetChoice{name, SameName, fmt.Sprintf("its subnet '%s' has the name of the source's subnet", name)}
		}
	}
	missing := "the source's subnet is not given"
	if source != "" {
		missing = fmt.Sprintf("it has no subnet named '%s'", source)
	}
	return SubnetChoice{targets[0], FirstSubnet, fmt.Sprintf("%s, so %s, '%s', is used", missing, first, targets[0])}
}
