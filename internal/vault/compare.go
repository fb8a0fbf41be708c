package vault

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// SubnetDifference is how the subnets that were declared for a network differ
// from those that the vault reports. They matter on a target network: a replica
// goes to the subnet of the same name, otherwise to the first (M10).
type SubnetDifference struct {
	// Unreported are names of declared subnets that the vault does not report.
	Unreported []string
	// Undeclared are names of reported subnets that were not declared.
	Undeclared []string
	// Prefixes are the subnets whose address prefixes differ.
	Prefixes []PrefixDifference
	// First is the pair of first subnets, declared and reported, where they are
	// not the same one although both are in both lists.
	First *[2]string
}

// PrefixDifference is a subnet with another address prefix than it was declared with.
type PrefixDifference struct {
	Subnet   string
	Declared string
	Reported []string
}

// None reports whether there is no difference.
func (d SubnetDifference) None() bool {
	return len(d.Unreported)+len(d.Undeclared)+len(d.Prefixes) == 0 && d.First == nil
}

// String says what differs, in one sentence for each kind of difference.
func (d SubnetDifference) String() string {
	var text []string
	if len(d.Unreported) > 0 {
		text = append(text, "Declared, but not reported: "+quoted(d.Unreported)+".")
	}
	if len(d.Undeclared) > 0 {
		text = append(text, "Reported, but not declared: "+quoted(d.Undeclared)+".")
	}
	for _, prefix := range d.Prefixes {
		text = append(text, fmt.Sprintf("Subnet '%s' is declared with %s and reported with %s.", prefix.Subnet, prefix.Declared,
			strings.Join(prefix.Reported, ", ")))
	}
	if d.First != nil {
		text = append(text, fmt.Sprintf("The first subnet is declared to be '%s', and is reported to be '%s'.", d.First[0], d.First[1]))
	}
	return strings.Join(text, " ")
}

func quoted(names []string) string { return "'" + strings.Join(names, "', '") + "'" }

// CompareSubnets compares the subnets that were declared for a network with
// those that the vault reports. Where either tells nothing there is nothing to
// compare: subnets may be left undeclared, and of networks without isolation the
// service reports none.
func CompareSubnets(declared []topology.Subnet, reported []Subnet) SubnetDifference {
	var difference SubnetDifference
	if len(declared) == 0 || len(reported) == 0 {
		return difference
	}
	for _, subnet := range declared {
		at := slices.IndexFunc(reported, func(r Subnet) bool { return topology.SameName(r.Name, subnet.Name) })
		if at < 0 {
			difference.Unreported = append(difference.Unreported, subnet.Name)
		} else if !samePrefix(subnet, reported[at]) {
			difference.Prefixes = append(difference.Prefixes, PrefixDifference{
				Subnet: subnet.Name, Declared: subnet.AddressPrefix, Reported: reported[at].AddressPrefixes,
			})
		}
	}
	for _, subnet := range reported {
		if !slices.ContainsFunc(declared, func(d topology.Subnet) bool { return topology.SameName(d.Name, subnet.Name) }) {
			difference.Undeclared = append(difference.Undeclared, subnet.Name)
		}
	}
	first := [2]string{declared[0].Name, reported[0].Name}
	if !topology.SameName(first[0], first[1]) && !slices.Contains(difference.Unreported, first[0]) &&
		!slices.Contains(difference.Undeclared, first[1]) {
		difference.First = &first
	}
	return difference
}

// samePrefix reports whether a declared address prefix is among the reported
// ones; what is missing or cannot be read on either side is not compared.
func samePrefix(declared topology.Subnet, reported Subnet) bool {
	want, ok := declared.Prefix()
	if !ok || len(reported.AddressPrefixes) == 0 {
		return true
	}
	return slices.ContainsFunc(reported.AddressPrefixes, func(text string) bool {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
		return err != nil || prefix.Masked() == want.Masked()
	})
}

// DeviationKind is how what the service will do with an adapter differs from
// what the mapping of its network says.
type DeviationKind string

// The kinds of deviations.
const (
	// OtherNetwork: the adapter will be connected to another network.
	OtherNetwork DeviationKind = "other_network"
	// NotConnected: the network is mapped, but the replica will not have the adapter.
	NotConnected DeviationKind = "not_connected"
	// NotMapped: the adapter will be connected although its network is not mapped.
	NotMapped DeviationKind = "not_mapped"
)

// Deviation is an adapter of a protected machine with which the service will do
// something else than the mapping of its network says: the target of an adapter
// can be set for the machine alone, and is when protection is enabled.
type Deviation struct {
	Kind DeviationKind
	// Machine is the machine, and Adapter the position of the adapter in it.
	Machine Machine
	Adapter int
	// Source is the network that the adapter is connected to.
	Source topology.ID
	// Mapped is the target of the source's mapping, zero where it has none.
	Mapped topology.ID
	// Chosen is the network that the service will connect to, zero where it will
	// connect to none, or to one that the vault did not discover: ChosenARM then
	// is all that is known.
	Chosen    topology.ID
	ChosenARM ARMID
}

// Remedy says how the two are brought together.
func (d Deviation) Remedy() string {
	if d.Kind == NotMapped {
		return "Map the network, or set the machine's adapter in the vault (Replicated items, the machine, Network) to no network."
	}
	return "Set the machine's adapter in the vault (Replicated items, the machine, Network) to the mapped network, or change the mapping."
}

// Deviations compares what the service will do with the adapters of machines
// with what mappings say: mapped returns the target of a source network's mapping
// to a fabric, or the zero id. Machines that have failed over are left out: their
// adapters are where they are, as are adapters of which the service says nothing.
func Deviations(machines []Machine, mapped func(source, fabric topology.ID) topology.ID) []Deviation {
	var deviations []Deviation
	for _, machine := range machines {
		if machine.FailedOver || machine.Fabric.IsZero() {
			continue
		}
		for i, adapter := range machine.Adapters {
			if adapter.Network.IsZero() {
				continue
			}
			to := mapped(adapter.Network, machine.Fabric)
			if kind, ok := deviates(adapter, to); ok {
				deviation := Deviation{Kind: kind, Machine: machine, Adapter: i, Source: adapter.Network, Mapped: to}
				if kind != NotConnected {
					deviation.Chosen, deviation.ChosenARM = adapter.Target, adapter.TargetARM
				}
				deviations = append(deviations, deviation)
			}
		}
	}
	return deviations
}

func deviates(adapter Adapter, mapped topology.ID) (DeviationKind, bool) {
	left := topology.SameName(adapter.Selection, "NotSelected")
	switch {
	case left && mapped.IsZero(), !left && adapter.TargetARM.IsZero():
		return "", false
	case left:
		return NotConnected, true
	case mapped.IsZero():
		return NotMapped, true
	}
	same := adapter.Target.Same(mapped)
	return OtherNetwork, !same
}
