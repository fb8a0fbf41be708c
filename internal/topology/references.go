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
	attribute string
	kinds     []Kind
}{
	LogicalNetworkOfServer:    {"server_id", []Kind{KindServer}},
	VMNetworkOfServer:         {"logical_network_id", []Kind{KindServer}},
	CloudOfServer:             {"server_id", []Kind{KindServer}},
	HostOfServer:              {"server_id", []Kind{KindServer}},
	VMNetworkOnLogicalNetwork: {"logical_network_id", []Kind{KindLogicalNetwork}},
	CloudWithLogicalNetwork:   {"logical_network_ids", []Kind{KindLogicalNetwork}},
	HostOnLogicalNetwork:      {"logical_network_ids", []Kind{KindLogicalNetwork}},
	HostOfCloud:               {"cloud_ids", []Kind{KindCloud}},
	ProtectionOfCloud:         {"protected_cloud_id", []Kind{KindCloud}},
	ProtectionByCloud:         {"protecting_cloud_id", []Kind{KindCloud}},
	MappingFromNetwork:        {"source_network_id", []Kind{KindVMNetwork}},
	MappingToNetwork:          {"target_network_id", []Kind{KindVMNetwork, KindAzureNetwork}},
	MappingTestedOnNetwork:    {"test_network_id", []Kind{KindVMNetwork, KindAzureNetwork}},
	MappingForProtection:      {"cloud_protection_ids", []Kind{KindProtection}},
}

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
