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
	subnets := make([]topology.Subnet, len(targets))
	for i, name := range targets {
		subnets[i].Name = name
	}
	return chooseSubnet(source, subnets, "its first subnet")
}

// chooseSubnet chooses with words for what is first in the order given.
func chooseSubnet(source string, targets []topology.Subnet, first string) SubnetChoice {
	subnet, rule := subnetFor(source, targets)
	return SubnetChoice{subnet.Name, rule, whySubnet(rule, source, subnet.Name, first)}
}

// subnetFor chooses without words.
func subnetFor(source string, targets []topology.Subnet) (topology.Subnet, SubnetRule) {
	if len(targets) == 0 {
		return topology.Subnet{}, NoSubnet
	}
	if source != "" {
		if subnet, ok := subnetNamed(targets, source); ok {
			return subnet, SameName
		}
	}
	return targets[0], FirstSubnet
}

// isForGateways reports whether a subnet of an Azure network is the one that takes
// gateways, and no machines.
func isForGateways(target topology.ID, subnet string) bool {
	return target.Kind() == topology.KindAzureNetwork && topology.SameName(subnet, "GatewaySubnet")
}

// lacks reports whether a VM network that has subnets has none with a name.
func lacks(network *topology.VMNetwork, subnet string) bool {
	if subnet == "" || len(network.Subnets) == 0 {
		return false
	}
	_, ok := subnetNamed(network.Subnets, subnet)
	return !ok
}

// notOfSource says that the subnet of a machine is not one of its network's, and what
// comes of it on a target (M10).
func notOfSource(source *topology.VMNetwork, subnet string, target topology.ID, used string) Phrase {
	names := make([]string, len(source.Subnets))
	for i, of := range source.Subnets {
		names[i] = of.Name
	}
	return Say("%s has no subnet named '%s'; its subnets are %s. %s has none of that name either, so its subnet '%s' is used.",
		capital(source.ID()), subnet, listed(names), capital(target), used)
}

// whySubnet is a clause that says why a subnet was chosen.
func whySubnet(rule SubnetRule, source, chosen, first string) string {
	switch {
	case rule == NoSubnet:
		return "it has no subnets"
	case rule == SameName:
		return fmt.Sprintf("its subnet '%s' has the name of the source's subnet", chosen)
	case source == "":
		return fmt.Sprintf("the source's subnet is not given, so %s, '%s', is used", first, chosen)
	}
	return fmt.Sprintf("it has no subnet named '%s', so %s, '%s', is used", source, first, chosen)
}
