package vault

import (
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Fabric is a site that the vault knows: a VMM server, a Hyper-V site, Azure.
type Fabric struct {
	ARM ARMID
	// Name is what people call it.
	Name string
	// Type is the service's own: "VMM", "HyperVSite", "Azure".
	Type string
	// ID is the server's id, zero for what is not a VMM server, or has a name
	// that no server can have here.
	ID topology.ID
	// Health is the service's word: "Normal", "Warning", "Critical".
	Health string
}

// Network is a VM network that the vault discovered.
type Network struct {
	ARM ARMID
	// ID is made of the friendly names, zero where they cannot make one.
	ID   topology.ID
	Name string
	// Type is the service's word for its isolation: "NoIsolation".
	Type string
	// Subnets are in the service's order. It tells none of many networks that
	// have some.
	Subnets []Subnet

	server string
}

// Subnet is a subnet of a network that the vault discovered.
type Subnet struct {
	Name string
	// AddressPrefixes are as the service writes them.
	AddressPrefixes []string
}

// LogicalNetwork is a logical network that the vault discovered. Which VM
// networks sit on it, and which clouds have it, the vault does not tell.
type LogicalNetwork struct {
	ARM       ARMID
	ID        topology.ID
	Name      string
	Isolation topology.Isolation
}

// Cloud is a VMM cloud; the service calls it a protection container.
type Cloud struct {
	ARM  ARMID
	ID   topology.ID
	Name string
	// Server is the VMM server's id.
	Server topology.ID
	// Role is the service's word: "Primary", "Recovery", or nothing.
	Role string
	// Paired is the service's word: "Paired", "NotPaired".
	Paired string
	// Machines is the number of protected machines in it.
	Machines int
}

// Pairing is a cloud protection as the vault has it. To which region of Azure a
// cloud replicates, the vault does not tell.
type Pairing struct {
	ARM ARMID
	// Protected is the protected cloud.
	Protected topology.ID
	// Protecting is the protecting cloud, zero for Azure.
	Protecting topology.ID
	// ToAzure says that the cloud replicates to Azure.
	ToAzure bool
	// Policy is the name of the replication policy.
	Policy string
	// State and Health are the service's words: "Paired", "Normal".
	State, Health string
}

// Mapping is a network mapping that is in force in the vault.
type Mapping struct {
	ARM ARMID
	// Scenario is where it leads.
	Scenario topology.Scenario
	// Source is the source network, as it is called now.
	Source topology.ID
	// Target is the VM network, or the Azure network, that it leads to; zero
	// where that is not among what the vault discovered.
	Target topology.ID
	// TargetARM is the id of the target as the service has it.
	TargetARM ARMID
	// State is the service's word: "Paired".
	State string
	// Ours says that its name is the one that this provider gives.
	Ours bool
}

// Fabric returns the fabric that the mapping leads to, zero if it is not known.
func (m Mapping) Fabric() topology.ID {
	if m.Scenario == topology.VMMToAzure {
		return topology.Azure
	}
	return m.Target.Server()
}

// NetworkARM returns the ARM id of the mapping's source network.
func (m Mapping) NetworkARM() ARMID { return m.ARM.upTo(networksSegment) }

// ID returns the id that the mapping has in a catalog, zero if its source or
// its fabric is not known.
func (m Mapping) ID() topology.ID {
	if m.Source.IsZero() || m.Fabric().IsZero() {
		return topology.ID{}
	}
	return topology.MappingID(m.Source, m.Fabric())
}

// fabricKey is the same for every mapping to one fabric.
func (m Mapping) fabricKey() string {
	if m.Scenario == topology.VMMToAzure {
		return azureKey
	}
	return m.TargetARM.fabricKey()
}

// place is what there is room for one mapping in: a source network, and a
// fabric that it is mapped to (M6).
type place struct{ network, fabric string }

func (m Mapping) place() place { return place{m.ARM.networkKey(), m.fabricKey()} }

// Machine is a protected virtual machine.
type Machine struct {
	ARM  ARMID
	Name string
	// Key is the name, made longer where another machine has it too.
	Key string
	// Server and Cloud are where the machine is protected.
	Server, Cloud topology.ID
	// Fabric is where it replicates to, zero if that is not known.
	Fabric topology.ID
	// FailedOver says that the replica is the one that runs.
	FailedOver bool
	// State is the service's word: "Protected".
	State    string
	Adapters []Adapter
}

// Adapter is a network adapter of a protected machine, with what the service
// will do with it.
type Adapter struct {
	// NIC is the service's id for it.
	NIC string
	// NetworkName and Network are the network it is connected to; the id is zero
	// where it is connected to none.
	NetworkName string
	Network     topology.ID
	SubnetName  string
	// Address is the static address, if it has one.
	Address string

	// TargetARM is the network that the service will connect the replica's
	// adapter to, as it was set for this machine; zero where nothing was.
	TargetARM ARMID
	// Target is the same as an id of ours, zero where the vault does not know it.
	Target           topology.ID
	TargetSubnetName string
	TargetAddress    string
	// Selection is the service's word: "SelectedByDefault", "SelectedByUser",
	// "NotSelected" for an adapter that the replica will not have.
	Selection string
}

// Discovery is all that the vault knows of a site. Every list is sorted, and
// shared: it is read, and not changed.
type Discovery struct {
	Fabrics         []Fabric
	Networks        []Network
	LogicalNetworks []LogicalNetwork
	Clouds          []Cloud
	Pairings        []Pairing
	Mappings        []Mapping
	Machines        []Machine
}

// Declared returns a network's subnets as they are declared, nil where the vault
// reports none, which does not mean that there is none. Of several prefixes none
// is chosen.
func (n Network) Declared() []topology.Subnet {
	var subnets []topology.Subnet
	for _, reported := range n.Subnets {
		subnet := topology.Subnet{Name: reported.Name}
		if len(reported.AddressPrefixes) == 1 {
			subnet.AddressPrefix = reported.AddressPrefixes[0]
		}
		subnets = append(subnets, subnet)
	}
	return subnets
}
