package engine

import "strings"

// Groups of resources and data sources that raise the same codes, by their names
// without the provider's.
const (
	named      = "vmm_server logical_network vm_network cloud host "
	inCatalog  = named + "azure_network cloud_protection network_mapping network_mappings "
	networks   = "vm_network azure_network "
	mappings   = "network_mapping network_mappings "
	questions  = "available_targets azure_reachability failback failover_plan resolved_target test_failover "
	ofMachines = "failover_plan failover_baseline "
	judging    = "readiness failover_baseline "
)

// raisedBy tells which resources and data sources raise a code: as an error or a
// warning, or in what they answer. The tests of the provider hold it against what
// its acceptance tests see.
var raisedBy = map[Code]string{
	InvalidName:        named + "azure_network",
	InvalidID:          "logical_network azure_network vm_network cloud host cloud_protection mapping_proposal readiness failover_baseline " + mappings + questions,
	WrongKind:          "logical_network azure_network vm_network cloud host cloud_protection mapping_proposal readiness failover_baseline " + mappings + questions,
	UnknownReference:   "vmm_server logical_network vm_network cloud host cloud_protection mapping_proposal readiness failover_baseline " + mappings + questions,
	OtherServer:        "cloud host network_mappings",
	DuplicateSubnet:    networks,
	InvalidPrefix:      networks,
	InvalidPool:        "vm_network",
	InvalidValue:       "logical_network vm_network azure_network cloud host cloud_protection readiness failover_baseline " + mappings + questions,
	ManagedTwice:       inCatalog,
	AlreadyExists:      inCatalog,
	Vanished:           inCatalog,
	StillReferredTo:    "vmm_server logical_network vm_network azure_network cloud cloud_protection",
	OtherState:         inCatalog,
	NameTaken:          named + mappings,
	OverlappingSubnets: networks,
	UnknownRegion:      "azure_network cloud_protection",

	ProtectsItself:     "cloud_protection",
	CloudInTwo:         "cloud_protection " + judging,
	TargetNotAvailable: "network_mapping readiness " + ofMachines + "test_failover", // a set names no protections
	MappedOntoItself:   mappings,
	SecondMapping:      mappings,
	SourceNotUsed:      "network_mapping",
	OtherFabric:        mappings + "test_failover",
	OtherRegion:        "network_mapping readiness " + ofMachines + "test_failover",
	ProtectionTarget:   "cloud_protection",
	ServesOnlySome:     mappings + judging,
	TakenFromMapping:   "cloud cloud_protection vm_network azure_network",
	ReplicasRewired:    mappings,
	Ambiguous:          questions,
	OutsideExclusive:   mappings,

	UnmappedNetwork:      judging + "failover_plan",
	UnprotectedCloud:     ofMachines + "test_failover readiness",
	NetworkNotInCloud:    ofMachines + "test_failover",
	SharedTarget:         judging,
	NoWayBack:            judging,
	WayBackElsewhere:     judging,
	FirstSubnetUsed:      judging,
	PoolMissing:          judging + "failover_plan",
	PoolTooSmall:         judging + "failover_plan",
	NoHost:               judging + "failover_plan",
	AddressUnavailable:   judging + "failover_plan",
	OverlapBehindGateway: judging,
	SeveralAzureNetworks: ofMachines,
	UnusedMapping:        judging,
	NoSuchSubnet:         ofMachines + "test_failover",
	AddressElsewhere:     ofMachines,
	GatewaySubnetUsed:    ofMachines + "readiness",

	TestOnProduction:  "network_mapping " + judging + "test_failover",
	TestSpansNetworks: "test_failover",
	TestIsolation:     "test_failover",
	TestNetworkUnlike: "test_failover",
	TestNotIsolated:   "network_mapping " + judging + "test_failover",

	NotConnected:         "failover_baseline",
	NotReady:             "failover_baseline",
	PlannedAfterBaseline: inCatalog,
	CatalogChanged:       "failover_baseline",

	NotInVault:     mappings,
	TwiceInVault:   mappings,
	MappedInVault:  mappings,
	SubnetsDiffer:  mappings,
	OldNameInVault: mappings,
	StaysInForce:   mappings,
	BackInForce:    mappings,
	NotInForce:     "readiness",
	AdapterDiffers: "readiness",
}

// RaisedBy returns the resources and data sources that raise the code, as an error
// or a warning, or in what they answer.
func (c Code) RaisedBy() []string { return strings.Fields(raisedBy[c]) }
