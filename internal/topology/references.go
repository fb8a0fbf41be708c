package topology

// Relation is the way in which one kind of object refers to another.
type Relation uint8

// The relations between objects.
const (
	LogicalNetworkOfServer Relation = iota + 1
	VMNetworkOfServer
	CloudOfServer
	HostOfServer
	VMNetworkOnLogicalNetwork
	CloudWithLogicalNetwork
	HostOnLogicalNetwork
	HostOfCloud
	ProtectionOfCloud
	ProtectionByCloud
	MappingFromNetwork
	MappingToNetwork
	MappingTestedOnNetwork
	MappingForProtection

	relations
)

var relationAttributes = [relations]struct {
	of        Kind
	attribute string
	kinds     []Kind
}{
	LogicalNetworkOfServer:    {KindLogicalNetwork, "server_id", []Kind{KindServer}},
	VMNetworkOfServer:         {KindVMNetwork, "logical_network_id", []Kind{KindServer}},
	CloudOfServer:             {KindCloud, "server_id", []Kind{KindServer}},
	HostOfServer:              {KindHost, "server_id", []Kind{KindServer}},
	VMNetworkOnLogicalNetwork: {KindVMNetwork, "logical_network_id", []Kind{KindLogicalNetwork}},
	CloudWithLogicalNetwork:   {KindCloud, "logical_network_ids", []Kind{KindLogicalNetwork}},
	HostOnLogicalNetwork:      {KindHost, "logical_network_ids", []Kind{KindLogicalNetwork}},
	HostOfCloud:               {KindHost, "cloud_ids", []Kind{KindCloud}},
	ProtectionOfCloud:         {KindProtection, "protected_cloud_id", []Kind{KindCloud}},
	ProtectionByCloud:         {KindProtection, "protecting_cloud_id", []Kind{KindCloud}},
	MappingFromNetwork:        {KindMapping, "source_network_id", []Kind{KindVMNetwork}},
	MappingToNetwork:          {KindMapping, "target_network_id", []Kind{KindVMNetwork, KindAzureNetwork}},
	MappingTestedOnNetwork:    {KindMapping, "test_network_id", []Kind{KindVMNetwork, KindAzureNetwork}},
	MappingForProtection:      {KindMapping, "cloud_protection_ids", []Kind{KindProtection}},
}

// Relations returns all relations, in the order of those who refer.
func Relations() []Relation {
	var all []Relation
	for r := LogicalNetworkOfServer; r < relations; r++ {
		all = append(all, r)
	}
	return all
}

// Of returns the kind of the objects that refer.
func (r Relation) Of() Kind { return relationAttributes[r].of }

// Attribute returns the name of the attribute that holds the reference.
func (r Relation) Attribute() string { return relationAttributes[r].attribute }

// Kinds returns the kinds of objects that the relation may refer to.
func (r Relation) Kinds() []Kind { return relationAttributes[r].kinds }

// References returns nothing: a server stands alone.
func (s Server) References() []Reference { return nil }

// References returns the server.
func (n LogicalNetwork) References() []Reference {
	return references{}.add(LogicalNetworkOfServer, n.Server)
}

// References returns the server and the logical network.
func (n VMNetwork) References() []Reference {
	return references{}.add(VMNetworkOfServer, n.id.Server()).add(VMNetworkOnLogicalNetwork, n.LogicalNetwork)
}

// References returns nothing: an Azure network stands alone.
func (n AzureNetwork) References() []Reference { return nil }

// References returns the server and the logical networks.
func (c Cloud) References() []Reference {
	return references{}.add(CloudOfServer, c.Server).add(CloudWithLogicalNetwork, c.LogicalNetworks...)
}

// References returns the server, the clouds and the logical networks.
func (h Host) References() []Reference {
	return references{}.add(HostOfServer, h.Server).
		add(HostOfCloud, h.Clouds...).add(HostOnLogicalNetwork, h.LogicalNetworks...)
}

// References returns the clouds.
func (p Protection) References() []Reference {
	return references{}.add(ProtectionOfCloud, p.Protected).add(ProtectionByCloud, p.Protecting)
}

// References returns the networks and the protections.
func (m Mapping) References() []Reference {
	return references{}.add(MappingFromNetwork, m.Source).add(MappingToNetwork, m.Target).
		add(MappingTestedOnNetwork, m.Test).add(MappingForProtection, m.Protections...)
}

type references []Reference

func (r references) add(relation Relation, targets ...ID) references {
	for _, target := range targets {
		if !target.IsZero() {
			r = append(r, Reference{Relation: relation, Target: target})
		}
	}
	return r
}
