package vaulttest

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Fabric is a site in the vault.
type Fabric struct {
	service  *Service
	name     string
	friendly string
	kind     string

	networks []*Network
	logical  []*logicalNetwork
	clouds   []*Cloud
}

// Subnet is a subnet of a network.
type Subnet struct {
	Name   string
	Prefix string
}

// Network is a VM network that the vault discovered.
type Network struct {
	fabric   *Fabric
	name     string
	friendly string
	subnets  []Subnet
	refuses  *OperationError
}

type logicalNetwork struct {
	name, friendly        string
	isolated, virtualized bool
}

// Cloud is a protection container.
type Cloud struct {
	fabric   *Fabric
	name     string
	friendly string
	pairings []*pairing
	machines []*machine
}

type pairing struct {
	name   string
	target *Cloud // nil for Azure
	policy string
}

// Machine is a protected machine.
type Machine struct {
	Name     string
	Adapters []Adapter
	// To is the cloud that it replicates to, nil for Azure.
	To *Cloud
	// FailedOver says that its replica runs.
	FailedOver bool
	// SelectedNetwork is the Azure network that is set for the machine as a whole.
	SelectedNetwork string
}

// Adapter is a network adapter of a protected machine.
type Adapter struct {
	Network, Subnet, Address                   string
	Target, TargetSubnet, TargetAddress, Chose string
}

type machine struct {
	name string
	// nics are the names of the adapters.
	nics []string
	Machine
}

// mapping is a network mapping.
type mapping struct {
	name   string
	source *Network
	target string
	// to is the target where it is a VM network.
	to *Network
}

// Mapping is a network mapping, as a test sees it.
type Mapping struct {
	// ID is its ARM id in the spelling of the vault's.
	ID string
	// Name is its own name.
	Name string
	// Server is the friendly name of the source network's VMM server.
	Server string
	// Source is the friendly name of the source network.
	Source string
	// Target is the ARM id of an Azure network, or the friendly name of a VM network.
	Target string
}

// AddFabric adds a site.
func (s *Service) AddFabric(friendly, kind string) *Fabric {
	s.mu.Lock()
	defer s.mu.Unlock()
	// [spec]: the examples' fabrics are named by 64 hexadecimal digits.
	sum := sha256.Sum256([]byte(s.guid()))
	fabric := &Fabric{service: s, name: hex.EncodeToString(sum[:]), friendly: friendly, kind: kind}
	s.fabrics = append(s.fabrics, fabric)
	return fabric
}

// AddServer adds a VMM server.
func (s *Service) AddServer(friendly string) *Fabric { return s.AddFabric(friendly, "VMM") }

// AddAzureNetwork makes an Azure network known. Where any is, mappings to others
// are refused; where none is, all are taken.
func (s *Service) AddAzureNetwork(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.virtual[strings.ToLower(id)] = true
}

// AddNetwork adds a VM network, whose name may be another's too [domain].
func (f *Fabric) AddNetwork(friendly string, subnets ...Subnet) *Network {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	network := &Network{fabric: f, name: f.service.guid(), friendly: friendly, subnets: subnets}
	f.networks = append(f.networks, network)
	return network
}

// AddLogicalNetwork adds a logical network.
func (f *Fabric) AddLogicalNetwork(friendly string, isolated, virtualized bool) {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	f.logical = append(f.logical, &logicalNetwork{f.service.guid(), friendly, isolated, virtualized})
}

// AddCloud adds a cloud.
func (f *Fabric) AddCloud(friendly string) *Cloud {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	cloud := &Cloud{fabric: f, name: f.service.guid(), friendly: friendly}
	f.clouds = append(f.clouds, cloud)
	return cloud
}

// Pair pairs the cloud with another one, or with Azure where that is nil.
func (c *Cloud) Pair(target *Cloud, policy string) {
	c.fabric.service.mu.Lock()
	defer c.fabric.service.mu.Unlock()
	c.pairings = append(c.pairings, &pairing{c.fabric.service.guid(), target, policy})
}

// AddMachine adds a protected machine.
func (c *Cloud) AddMachine(m Machine) {
	c.fabric.service.mu.Lock()
	defer c.fabric.service.mu.Unlock()
	protected := &machine{name: c.fabric.service.guid(), Machine: m}
	for range m.Adapters {
		protected.nics = append(protected.nics, c.fabric.service.guid())
	}
	c.machines = append(c.machines, protected)
}

// Refuse lets every change of the network's mappings be accepted and its operation fail.
func (n *Network) Refuse(e OperationError) {
	n.fabric.service.mu.Lock()
	defer n.fabric.service.mu.Unlock()
	n.refuses = &e
}

// Rename renames the network in VMM: its name in ids stays [domain].
func (n *Network) Rename(friendly string) {
	n.fabric.service.mu.Lock()
	defer n.fabric.service.mu.Unlock()
	n.friendly = friendly
}

// Rename renames the VMM server: its name in ids stays [domain].
func (f *Fabric) Rename(friendly string) {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	f.friendly = friendly
}

// ID returns the network's ARM id in the spelling of the vault's.
func (n *Network) ID() string { return VaultID + "/" + n.path() }

func (n *Network) path() string {
	return n.fabric.path() + "/replicationNetworks/" + n.name
}

func (f *Fabric) path() string { return "replicationFabrics/" + f.name }

// Map makes a mapping by hand, as in the portal, with a name of its own.
func (n *Network) Map(name, azureNetwork string) Mapping {
	return n.fabric.service.put(&mapping{name: name, source: n, target: azureNetwork})
}

// MapTo makes a mapping by hand to another VM network.
func (n *Network) MapTo(name string, target *Network) Mapping {
	return n.fabric.service.put(&mapping{name: name, source: n, target: target.ID(), to: target})
}

// Restore puts mappings to Azure back that a fake of the past has had, and the VMM
// servers and networks that they lead from: under the same ids, however a fake calls
// what is new.
func (s *Service) Restore(mappings ...Mapping) {
	for _, m := range mappings {
		names := strings.Split(strings.TrimPrefix(m.ID, VaultID+"/"), "/")
		s.mu.Lock()
		fabric := s.fabric(names[1])
		if fabric == nil {
			fabric = &Fabric{service: s, name: names[1], friendly: m.Server, kind: "VMM"}
			s.fabrics = append(s.fabrics, fabric)
		}
		network := s.network(names[1], names[3])
		if network == nil {
			network = &Network{fabric: fabric, name: names[3], friendly: m.Source}
			fabric.networks = append(fabric.networks, network)
		}
		s.mu.Unlock()
		network.Map(m.Name, m.Target)
	}
}

func (s *Service) put(m *mapping) Mapping {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unmap(m.source, m.name)
	s.mappings = append(s.mappings, m)
	return m.public()
}

// Unmap deletes a mapping by hand.
func (s *Service) Unmap(m Mapping) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mappings = slices.DeleteFunc(s.mappings, func(other *mapping) bool { return other.public().ID == m.ID })
}

func (s *Service) unmap(source *Network, name string) {
	s.mappings = slices.DeleteFunc(s.mappings, func(m *mapping) bool { return m.source == source && strings.EqualFold(m.name, name) })
}

// Mappings returns what is mapped, in the order of sources and names.
func (s *Service) Mappings() []Mapping {
	s.mu.Lock()
	defer s.mu.Unlock()
	var mappings []Mapping
	for _, m := range s.mappings {
		mappings = append(mappings, m.public())
	}
	slices.SortFunc(mappings, func(a, b Mapping) int { return strings.Compare(a.Source+a.Name, b.Source+b.Name) })
	return mappings
}

func (m *mapping) path() string { return m.source.path() + "/replicationNetworkMappings/" + m.name }

func (m *mapping) public() Mapping {
	target := m.target
	if m.to != nil {
		target = m.to.friendly
	}
	return Mapping{ID: VaultID + "/" + m.path(), Name: m.name, Server: m.source.fabric.friendly, Source: m.source.friendly, Target: target}
}

// fabric returns the fabric of a name, whatever its case.
func (s *Service) fabric(name string) *Fabric {
	for _, fabric := range s.fabrics {
		if strings.EqualFold(fabric.name, name) {
			return fabric
		}
	}
	return nil
}

func (s *Service) network(fabric, name string) *Network {
	if f := s.fabric(fabric); f != nil {
		for _, network := range f.networks {
			if strings.EqualFold(network.name, name) {
				return network
			}
		}
	}
	return nil
}
