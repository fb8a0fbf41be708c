package engine

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// planProblems gathers what keeps the machines of a failover plan from working, and
// what is doubtful about them.
// Machines with the same problem are one finding.
type planProblems struct {
	topology *topology.Topology
	groups   map[problemKey]*problemGroup
}

type problemKey struct {
	code    Code
	subject topology.Key
	// about tells problems of one subject apart.
	about string
}

type problemGroup struct {
	Finding
	machines []string
}

func newPlanProblems(t *topology.Topology) *planProblems {
	return &planProblems{t, map[problemKey]*problemGroup{}}
}

// add notes that a machine has a problem; describe is asked the first time.
func (p *planProblems) add(code Code, subject topology.ID, about, machine string, describe func() (detail, remedy Phrase)) {
	p.note(code, Error, subject, about, machine, describe)
}

// note is add, of a problem or of a warning.
func (p *planProblems) note(code Code, severity Severity, subject topology.ID, about, machine string, describe func() (detail, remedy Phrase)) {
	key := problemKey{code, subject.Key(), about}
	group := p.groups[key]
	if group == nil {
		detail, remedy := describe()
		group = &problemGroup{Finding: NewFinding(p.topology, Finding{Code: code, Severity: severity, Subject: subject}, detail, remedy)}
		p.groups[key] = group
	}
	if n := len(group.machines); n == 0 || group.machines[n-1] != machine {
		group.machines = append(group.machines, machine)
	}
}

var outcomeCodes = map[Outcome]Code{
	NotProtected:      UnprotectedCloud,
	NotInCloud:        NetworkNotInCloud,
	NotMapped:         UnmappedNetwork,
	TargetUnavailable: TargetNotAvailable,
}

// adapter notes what is wrong with an adapter.
func (p *planProblems) adapter(name string, machine Machine, adapter Adapter, landing *Landing) {
	if code, ok := outcomeCodes[landing.Outcome]; ok {
		subject, about := adapter.Source, string(machine.Cloud.Key())
		if landing.Outcome == NotProtected {
			subject = machine.Cloud
			about += " " + string(adapter.Source.Server().Key())
		}
		if landing.Outcome == TargetUnavailable && p.toAzure(machine) {
			code = OtherRegion
		}
		p.add(code, subject, about, name, func() (Phrase, Phrase) {
			return Say("%s", landing.Reason()), p.outcomeRemedy(machine, adapter, landing.Outcome)
		})
		return
	}
	if landing.SubnetRule == FirstSubnet {
		p.subnet(name, adapter, landing)
		if isForGateways(landing.Target, landing.Subnet) {
			p.note(GatewaySubnetUsed, Warning, landing.Target, "", name, func() (Phrase, Phrase) { return toGateways(landing.Target) })
		}
	}
	if landing.AddressRule == NextFree && adapter.Address != "" {
		p.address(name, adapter)
	}
	if !landing.Fails() {
		return
	}
	if landing.SubnetRule == NoSubnet {
		p.noSubnet(name, adapter, landing)
		return
	}
	where := Say("%s, subnet '%s'", landing.Target, landing.Subnet)
	switch landing.AddressRule {
	case NoPool:
		p.add(PoolMissing, landing.Target, landing.Subnet, name, func() (Phrase, Phrase) {
			return Say("There is no static IP pool on %s, and machines that land there need an address from one.", where),
				Say("Add a static IP pool to the subnet, or let the machines use DHCP where the network allows it.")
		})
	case PoolExhausted:
		p.add(PoolTooSmall, landing.Target, landing.Subnet, name, func() (Phrase, Phrase) {
			return Say("There are not enough addresses on %s for all machines that land there.", where),
				Say("Enlarge the static IP pool or the subnet, or map some of the networks elsewhere.")
		})
	case NotInSubnet:
		p.add(AddressUnavailable, landing.Target, adapter.Address+" "+name, name, func() (Phrase, Phrase) {
			why, remedy := p.whyNotIn(landing, adapter.Address)
			if landing.SubnetRule == FirstSubnet && adapter.Subnet != "" {
				where = Say("%s (its first one: it has none named '%s')", where, adapter.Subnet)
				remedy = fmt.Sprintf("Give the Azure network a subnet named '%s', with the prefix of the source; or choose another address, or ask for none.", adapter.Subnet)
			}
			return Say("On %s, the address %s is not available: it is %s. The failover of the machine fails.", where, adapter.Address, why), Say("%s", remedy)
		})
	}
}

// noSubnet notes that an adapter gets no address, on a target without subnets.
func (p *planProblems) noSubnet(machine string, adapter Adapter, landing *Landing) {
	code, about := PoolMissing, ""
	detail := Say("There is no static IP pool on %s, which has no subnets declared, and machines that land there need an address from one.", landing.Target)
	remedy := Say("Declare a subnet with a static IP pool, or let the machines use DHCP where the network allows it.")
	if landing.Target.Kind() == topology.KindAzureNetwork {
		code = PoolTooSmall
		detail = Say("%s has no subnets declared, so there is no address for the machines that land there. Their failover fails.", capital(landing.Target))
		remedy = Say("Declare the subnets of %s.", landing.Target)
	}
	if landing.AddressRule == NotInSubnet {
		code, about = AddressUnavailable, adapter.Address+" "+machine
		detail = Say("%s has no subnets declared, so the address %s is not available there. The failover of the machine fails.", capital(landing.Target), adapter.Address)
	}
	p.add(code, landing.Target, about, machine, func() (Phrase, Phrase) { return detail, remedy })
}

// subnet warns of an adapter whose subnet neither its network nor the target has.
func (p *planProblems) subnet(machine string, adapter Adapter, landing *Landing) {
	source, _ := p.topology.VMNetwork(adapter.Source)
	if !lacks(&source, adapter.Subnet) {
		return
	}
	about := topology.Fold(adapter.Subnet) + " " + string(landing.Target.Key())
	p.note(NoSuchSubnet, Warning, source.ID(), about, machine, func() (Phrase, Phrase) {
		return notOfSource(&source, adapter.Subnet, landing.Target, landing.Subnet),
			Say("Correct the subnet_name of the machine, or declare the subnet in %s.", source.ID())
	})
}

// toGateways says that machines land on a subnet that takes none.
func toGateways(target topology.ID) (detail, remedy Phrase) {
	return Say("On %s, machines are connected to subnet 'GatewaySubnet', in which Azure takes gateways alone, so their failover fails.", target),
		Say("Give %s a subnet of the same name as theirs, or put another subnet first.", target)
}

// address warns of an adapter that gets another address, and whose own cannot be on
// its subnet, as far as that is declared.
func (p *planProblems) address(machine string, adapter Adapter) {
	source, _ := p.topology.VMNetwork(adapter.Source)
	subnet, ok := subnetNamed(source.Subnets, adapter.Subnet)
	if !ok {
		return
	}
	prefix, ok := subnet.Prefix()
	if asked, err := netip.ParseAddr(adapter.Address); !ok || err != nil || prefix.Contains(asked) {
		return
	}
	p.note(AddressElsewhere, Warning, source.ID(), topology.Fold(subnet.Name)+" "+adapter.Address, machine, func() (Phrase, Phrase) {
		return Say("The address %s is not in subnet '%s' (%s) of %s, so the machine cannot have it there.", adapter.Address, subnet.Name, subnet.AddressPrefix, source.ID()),
			Say("Correct the ip_address or the subnet_name of the machine, or the subnet of the network.")
	})
}

// whyNotIn says why an address is not available on a subnet in Azure, and what to do.
func (p *planProblems) whyNotIn(landing *Landing, address string) (why, remedy string) {
	network, _ := p.topology.AzureNetwork(landing.Target)
	subnet, _ := subnetNamed(network.Subnets, landing.Subnet)
	asked, err := netip.ParseAddr(address)
	if prefix, ok := subnet.Prefix(); err != nil || !ok || !prefix.Contains(asked) {
		return fmt.Sprintf("outside the subnet (%s)", subnet.AddressPrefix), "Give the target subnet the prefix of the source, choose another address, or ask for none."
	}
	if first, last, ok := usableInAzure(subnet); !ok || !inRange(asked, first, last) {
		return "reserved by Azure", "Choose another address, or ask for none: Azure keeps the first four addresses of a subnet and the last one."
	}
	return "given to another machine", "Choose another address for one of the two, or ask for none."
}

func (p *planProblems) outcomeRemedy(machine Machine, adapter Adapter, outcome Outcome) Phrase {
	source, _ := p.topology.VMNetwork(adapter.Source)
	switch outcome {
	case NotProtected:
		if !machine.Cloud.Server().Same(adapter.Source.Server()) {
			return Say("Correct the cloud or the network of the machine: %s is of %s, and %s of %s.",
				machine.Cloud, machine.Cloud.Server(), adapter.Source, adapter.Source.Server())
		}
		if by := p.topology.ProtectionsBy(machine.Cloud); len(by) > 0 {
			return Say("Correct the cloud of the machine: %s protects %s, and cannot be protected itself.", machine.Cloud, by[0].Protected)
		}
		return Say("Protect %s.", machine.Cloud)
	case NotInCloud:
		return Say("Add %s to %s, or correct the network or the cloud of the machine.", source.LogicalNetwork, machine.Cloud)
	case NotMapped:
		return Say("Map %s to %s.", source.ID(), networkOf(p.topology.ProtectionsOf(machine.Cloud)[0].Fabric()))
	}
	protection := p.topology.ProtectionsOf(machine.Cloud)[0]
	if p.toAzure(machine) {
		return Say("Map %s to an Azure network in '%s'.", source.ID(), protection.AzureLocation)
	}
	mapping, _ := p.topology.Mapping(topology.MappingID(source.ID(), protection.Fabric()))
	target, _ := p.topology.VMNetwork(mapping.Target)
	return Say("Add %s to %s, or map to a network that is available.", target.LogicalNetwork, protection.Protecting)
}

// toAzure reports whether the machine's cloud, which is protected, replicates
// to Azure.
func (p *planProblems) toAzure(machine Machine) bool {
	return p.topology.ProtectionsOf(machine.Cloud)[0].Protecting.IsZero()
}

// machine notes what is wrong with a machine as a whole.
func (p *planProblems) machine(machine Machine, landing *MachineLanding, unreached []topology.ID) {
	if len(landing.azure) > 0 {
		p.add(SeveralAzureNetworks, machine.Cloud, Say("%s", namesOf(landing.azure)).In(p.topology), landing.Name, func() (Phrase, Phrase) {
			return Say("The adapters of a machine would be on several Azure networks, %s, but a machine in Azure is on one.", namesOf(landing.azure)),
				Say("Map the networks of the machine to one Azure network.")
		})
	}
	if len(unreached) == 0 {
		return
	}
	protection := p.topology.ProtectionsOf(machine.Cloud)[0]
	p.add(NoHost, protection.Protecting, Say("%s", namesOf(unreached)).In(p.topology), landing.Name, func() (Phrase, Phrase) {
		return withoutHost(p.topology, protection.Protecting,
			Say("all networks that the replicas connect to: %s", several("VM network", unreached)), unreached)
	})
}

// findings returns a finding for each problem, with the machines that have it.
func (p *planProblems) findings() []Finding {
	var found []Finding
	for _, group := range p.groups {
		group.Detail = fmt.Sprintf("%s Machines: %s.", group.Detail, listed(group.machines))
		found = append(found, group.Finding)
	}
	slices.SortFunc(found, func(a, b Finding) int {
		return cmp.Or(compareFindings(a, b), strings.Compare(a.Detail, b.Detail))
	})
	return found
}

// compareFindings puts errors before warnings, and then goes by subject and code.
func compareFindings(a, b Finding) int {
	return cmp.Or(
		strings.Compare(string(a.Severity), string(b.Severity)),
		compareIDs(a.Subject, b.Subject),
		strings.Compare(string(a.Code), string(b.Code)),
	)
}
