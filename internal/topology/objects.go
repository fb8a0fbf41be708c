package topology

import "net/netip"

// Object is one of the nouns of the domain.
type Object interface {
	ID() ID
	// References returns what the object refers to; absent references are left out.
	References() []Reference
}

// Reference is what one attribute of an object refers to.
type Reference struct {
	Relation Relation
	Target   ID
}

// Server is a System Center Virtual Machine Manager server.
type Server struct {
	id ID
}

// NewServer returns the VMM server with that name.
func NewServer(name string) Server { return Server{id: ServerID(name)} }

// Isolation is how the VM networks on a logical network are kept apart.
type Isolation string

// The isolations that VMM knows.
const (
	IsolationNone                  Isolation = "none"
	IsolationVLAN                  Isolation = "vlan"
	IsolationNetworkVirtualization Isolation = "network_virtualization"
)

// Isolations returns all isolations.
func Isolations() []Isolation {
	return []Isolation{IsolationNone, IsolationVLAN, IsolationNetworkVirtualization}
}

// LogicalNetwork is a named network of a VMM server: VM networks sit on it and
// clouds are given it.
type LogicalNetwork struct {
	id        ID
	Server    ID
	Isolation Isolation
}

// NewLogicalNetwork returns a logical network of a server.
func NewLogicalNetwork(server ID, name string, isolation Isolation) LogicalNetwork {
	return LogicalNetwork{id: LogicalNetworkID(server, name), Server: server, Isolation: isolation}
}

// Subnet is a part of a VM network or of an Azure network.
type Subnet struct {
	Name string
	// AddressPrefix is in CIDR notation as the user wrote it, or empty.
	AddressPrefix string
	// Pool is the static IP pool, if the subnet has one.
	Pool *Pool
}

// Prefix returns the address prefix, and false if there is none or it is not valid.
func (s Subnet) Prefix() (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(s.AddressPrefix)
	return prefix, err == nil
}

// Pool is a range of addresses, the ends included, as the user wrote them.
type Pool struct {
	First, Last string
}

// Range returns the two ends of the pool, invalid where they are not addresses.
func (p Pool) Range() (first, last netip.Addr) {
	first, _ = netip.ParseAddr(p.First)
	last, _ = netip.ParseAddr(p.Last)
	return first, last
}

// VMNetwork is what the network adapter of a virtual machine connects to. Its
// subnets are in the network's own order (M10); nil subnets were never given.
type VMNetwork struct {
	id             ID
	LogicalNetwork ID
	Subnets        []Subnet
}

// NewVMNetwork returns a VM network, on the server of its logical network.
func NewVMNetwork(logicalNetwork ID, name string, subnets []Subnet) VMNetwork {
	return VMNetwork{
		id:             VMNetworkID(logicalNetwork.Server(), name),
		LogicalNetwork: logicalNetwork,
		Subnets:        subnets,
	}
}

// AzureNetwork is an Azure virtual network.
type AzureNetwork struct {
	id ID
	// Location is the Azure region.
	Location string
	Subnets  []Subnet
	// Gateway says whether a gateway connects the network to on-premises (M2).
	Gateway bool
}

// NewAzureNetwork returns the Azure network with that ARM id.
func NewAzureNetwork(id ID, location string, subnets []Subnet, gateway bool) AzureNetwork {
	return AzureNetwork{id: id, Location: location, Subnets: subnets, Gateway: gateway}
}

// Cloud is a group of Hyper-V capacity on a VMM server. Nil logical networks
// were never given.
type Cloud struct {
	id              ID
	Server          ID
	LogicalNetworks []ID
}

// NewCloud returns a cloud of a server.
func NewCloud(server ID, name string, logicalNetworks []ID) Cloud {
	return Cloud{id: CloudID(server, name), Server: server, LogicalNetworks: logicalNetworks}
}

// Host is a Hyper-V host: it serves clouds and is wired to logical networks
// (M9). Nil lists were never given.
type Host struct {
	id              ID
	Server          ID
	Clouds          []ID
	LogicalNetworks []ID
}

// NewHost returns a host of a server.
func NewHost(server ID, name string, clouds, logicalNetworks []ID) Host {
	return Host{id: HostID(server, name), Server: server, Clouds: clouds, LogicalNetworks: logicalNetworks}
}

// Replication is the technology that replicates a cloud.
type Replication string

// The replications that Site Recovery orchestrates.
const (
	ReplicationHyperVReplica Replication = "hyper_v_replica"
	ReplicationSAN           Replication = "san"
)

// Replications returns all replications.
func Replications() []Replication {
	return []Replication{ReplicationHyperVReplica, ReplicationSAN}
}

// Protection pairs a protected cloud with a protecting cloud, or with a region
// of Azure: one of the two is set.
type Protection struct {
	id            ID
	Protected     ID
	Protecting    ID
	AzureLocation string
	Replication   Replication
}

// NewProtection returns the protection of a cloud.
func NewProtection(protected, protecting ID, azureLocation string, replication Replication) Protection {
	return Protection{
		id:            ProtectionID(protected),
		Protected:     protected,
		Protecting:    protecting,
		AzureLocation: azureLocation,
		Replication:   replication,
	}
}

// Fabric returns the fabric that the cloud replicates to: the protecting
// cloud's VMM server, or [Azure]. It is zero while neither is known.
func (p Protection) Fabric() ID {
	if p.Protecting.IsZero() && p.AzureLocation != "" {
		return Azure
	}
	return p.Protecting.Server()
}

// Mapping maps a source VM network to a target network on a VMM server, or to
// an Azure network. It is directional (M6).
type Mapping struct {
	id     ID
	Source ID
	Target ID
	// Test is the network that test failovers use, if any.
	Test ID
	// Protections are those that the mapping must serve; nil were never given.
	Protections []ID
}

// NewMapping returns the mapping of a source network to the target's fabric.
func NewMapping(source, target, test ID, protections []ID) Mapping {
	return Mapping{
		id:          MappingID(source, target.Fabric()),
		Source:      source,
		Target:      target,
		Test:        test,
		Protections: protections,
	}
}

// Fabric returns the fabric that the mapping maps to.
func (m Mapping) Fabric() ID { return m.Target.Fabric() }

// ID returns the server's id.
func (s Server) ID() ID { return s.id }

// ID returns the logical network's id.
func (n LogicalNetwork) ID() ID { return n.id }

// ID returns the VM network's id.
func (n VMNetwork) ID() ID { return n.id }

// ID returns the ARM id of the virtual network.
func (n AzureNetwork) ID() ID { return n.id }

// ID returns the cloud's id.
func (c Cloud) ID() ID { return c.id }

// ID returns the host's id.
func (h Host) ID() ID { return h.id }

// ID returns the protection's id.
func (p Protection) ID() ID { return p.id }

// ID returns the mapping's id.
func (m Mapping) ID() ID { return m.id }

// Scenario is where a mapping leads.
type Scenario string

// The scenarios.
const (
	VMMToVMM   Scenario = "vmm_to_vmm"
	VMMToAzure Scenario = "vmm_to_azure"
)

// Scenario returns where the mapping leads.
func (m Mapping) Scenario() Scenario { return ScenarioTo(m.Target.Fabric()) }

// ScenarioTo returns the scenario of mappings to a fabric: a VMM server, or Azure.
func ScenarioTo(fabric ID) Scenario {
	if fabric.Kind() == KindAzure {
		return VMMToAzure
	}
	return VMMToVMM
}
