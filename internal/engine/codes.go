package engine

import (
	"maps"
	"slices"
)

// Code is the stable code of a kind of finding.
type Code string

// The codes of findings. SR1xx are about an object by itself and its place in
// the catalog, SR2xx about protections and mappings, SR3xx about what would hurt
// on a failover, SR4xx about test failovers, SR5xx about failover baselines, and
// SR6xx about a Recovery Services vault.
const (
	InvalidName        Code = "SR101"
	InvalidID          Code = "SR102"
	WrongKind          Code = "SR103"
	UnknownReference   Code = "SR104"
	OtherServer        Code = "SR105"
	DuplicateSubnet    Code = "SR106"
	InvalidPrefix      Code = "SR107"
	InvalidPool        Code = "SR108"
	InvalidValue       Code = "SR109"
	ManagedTwice       Code = "SR110"
	AlreadyExists      Code = "SR111"
	Vanished           Code = "SR112"
	StillReferredTo    Code = "SR113"
	OtherState         Code = "SR114"
	NameTaken          Code = "SR115"
	OverlappingSubnets Code = "SR116"
	UnknownRegion      Code = "SR117"
	ProtectsItself     Code = "SR201"
	CloudInTwo         Code = "SR202"
	TargetNotAvailable Code = "SR203"
	MappedOntoItself   Code = "SR204"
	SecondMapping      Code = "SR205"
	SourceNotUsed      Code = "SR206"
	OtherFabric        Code = "SR207"
	OtherRegion        Code = "SR208"
	ProtectionTarget   Code = "SR209"
	ServesOnlySome     Code = "SR210"
	TakenFromMapping   Code = "SR211"
	ReplicasRewired    Code = "SR212"
	Ambiguous          Code = "SR213"
	OutsideExclusive   Code = "SR214"

	UnmappedNetwork      Code = "SR301"
	UnprotectedCloud     Code = "SR302"
	NetworkNotInCloud    Code = "SR303"
	SharedTarget         Code = "SR304"
	NoWayBack            Code = "SR305"
	WayBackElsewhere     Code = "SR306"
	FirstSubnetUsed      Code = "SR307"
	PoolMissing          Code = "SR308"
	PoolTooSmall         Code = "SR309"
	NoHost               Code = "SR310"
	AddressUnavailable   Code = "SR311"
	OverlapBehindGateway Code = "SR312"
	SeveralAzureNetworks Code = "SR313"
	UnusedMapping        Code = "SR314"
	NoSuchSubnet         Code = "SR315"
	AddressElsewhere     Code = "SR316"
	GatewaySubnetUsed    Code = "SR317"

	TestOnProduction  Code = "SR401"
	TestSpansNetworks Code = "SR402"
	TestIsolation     Code = "SR403"
	TestNetworkUnlike Code = "SR404"
	TestNotIsolated   Code = "SR405"

	NotConnected         Code = "SR501"
	NotReady             Code = "SR502"
	PlannedAfterBaseline Code = "SR503"
	CatalogChanged       Code = "SR504"

	NotInVault     Code = "SR601"
	TwiceInVault   Code = "SR602"
	MappedInVault  Code = "SR603"
	SubnetsDiffer  Code = "SR604"
	OldNameInVault Code = "SR605"
	StaysInForce   Code = "SR606"
	BackInForce    Code = "SR607"
	NotInForce     Code = "SR608"
	AdapterDiffers Code = "SR609"
)

// Basis says whether what a finding rests on is known from documentation.
type Basis string

// The bases of a finding.
const (
	Documented Basis = "documented"
	Inferred   Basis = "inferred"
	OurOwn     Basis = "this provider's own"
)

// CodeInfo is the entry of a code in the table of codes.
type CodeInfo struct {
	Code  Code
	Title string
	// Rules are the numbers of the rules of the domain that the finding comes from.
	Rules []string
	Basis Basis
	// Meaning says in a sentence or two what the finding tells, and when it comes.
	Meaning string
	// Advice says what to do about it, as far as that is the same for every finding
	// of the code.
	Advice string
}

var codes = map[Code]CodeInfo{
	InvalidName: {
		Title: "Invalid name", Basis: OurOwn,
		Meaning: "A name is empty, too long or reserved, begins or ends with a space, or has a character that cannot be seen, looks like a space, changes the order in which others are shown, or is not the same on every computer. Letters, digits and marks of every script are taken.",
		Advice:  "Write the name that the finding gives, as VMM shows it. What is copied from elsewhere may bring a character along: type it again.",
	},
	InvalidID: {
		Title: "Invalid id", Basis: OurOwn,
		Meaning: "A reference is not an id of any object: ids are paths made of names.",
		Advice:  "Refer to the `id` attribute of a resource instead of writing the id out, or use the id that the finding gives.",
	},
	WrongKind: {
		Title: "Reference to the wrong kind of object", Basis: OurOwn,
		Meaning: "A reference is the id of an object, but not of a kind that the attribute takes: the source of a mapping, for example, is a VM network and never an Azure network.",
		Advice:  "Refer to an object of the kind that is named.",
	},
	UnknownReference: {
		Title: "Reference to an unknown object", Basis: OurOwn,
		Meaning: "An object refers to another that is neither in the catalog nor planned before it in this run. Terraform plans what a reference leads to first; where an id is written out, it does not know of the other, and the order is chance. Objects of the catalog with an id like it are named.",
		Advice:  "If the object is declared in this configuration, refer to the `id` attribute of its resource. Otherwise declare it, or correct the id.",
	},
	OtherServer: {
		Title: "Object of another VMM server", Basis: Inferred,
		Meaning: "A cloud or a host is given something of another VMM server than its own.",
		Advice:  "Use an object of the same VMM server, or correct the server.",
	},
	DuplicateSubnet: {
		Title: "Duplicate subnet name", Rules: []string{"M10"}, Basis: Inferred,
		Meaning: "Two subnets of one network have the same name, so the rule that picks the subnet by name could not tell them apart.",
		Advice:  "Give every subnet of the network a name of its own.",
	},
	InvalidPrefix: {
		Title: "Invalid address prefix", Basis: OurOwn,
		Meaning: "An address prefix is not in CIDR notation, or has bits set behind the prefix length.",
		Advice:  "Write an address and a prefix length, such as `10.0.0.0/24`.",
	},
	InvalidPool: {
		Title: "Invalid IP pool", Rules: []string{"A1"}, Basis: OurOwn,
		Meaning: "An end of an IP pool is not an address or lies outside the address prefix of the subnet, or the pool ends before it begins. Nor can a pool of IPv4 hold the first address of its subnet, which names the network, or the last, which is for broadcasts, except in a /31 or /32 (inferred).",
		Advice:  "Use addresses of the range that is named, the lower one first.",
	},
	InvalidValue: {
		Title: "Invalid value", Basis: OurOwn,
		Meaning: "An attribute has a value that it does not take.",
		Advice:  "Use one of the values that are named.",
	},
	ManagedTwice: {
		Title: "Object managed twice", Basis: OurOwn,
		Meaning: "Two resources of this run manage the same object. Names that differ only in case are one name. After an import of a whole set of mappings beside a mapping with a resource of its own, that is in two states: where one keeps it and the other would delete it, nothing is done.",
		Advice:  "Keep one of the two resources, or leave the object out of the set.",
	},
	AlreadyExists: {
		Title: "Object already in the catalog", Basis: OurOwn,
		Meaning: "A resource is to create an object that the catalog holds. What a run that failed or was killed has left behind is taken over, with a warning; so is what another resource of the same state gives up in the same run, without one. An object of another state is SR114.",
		Advice:  "Nothing, if a run failed or was killed. If a run is under way elsewhere, wait until it is done, and plan again.",
	},
	Vanished: {
		Title: "Object no longer in the catalog", Basis: OurOwn,
		Meaning: "A resource is to update an object that somebody else has deleted meanwhile.",
		Advice:  "Plan again: the plan creates it. If it is to stay deleted, remove its resource.",
	},
	StillReferredTo: {
		Title: "Object still referred to", Basis: OurOwn,
		Meaning: "An object cannot be deleted while objects that belong to another state, or to none, refer to it, or while a resource that is planned in the same run does. The finding names all of them. Objects of the same state that are changed or deleted in the same run are in nobody's way, in whatever order Terraform applies them.",
		Advice:  "Delete or change first what refers to it, where that is managed. What no state manages any more, import and destroy.",
	},
	OtherState: {
		Title: "Object of another state", Basis: OurOwn,
		Meaning: "An object belongs to the Terraform state that created or imported it. Nothing else creates, changes or deletes it: a creation is refused with the import block that takes it over, and after a takeover the former state only forgets it. What another run has created that has not ended is refused in the same way, until that run ends, or the catalog has not changed for 10 minutes.",
		Advice:  "If the other state is to keep it, remove it here with a `removed` block. If this one is to have it, use the import block that is given.",
	},
	NameTaken: {
		Title: "Name in use", Basis: OurOwn,
		Meaning: "An object is to be renamed to a name that another object has, or had when the run began: in which order Terraform would make the two changes is not known. What exchanges names, or hands them on, takes two runs.",
		Advice:  "Choose another name, or take two runs: rename or delete the other object first.",
	},
	OverlappingSubnets: {
		Title: "Overlapping subnets", Basis: Inferred,
		Meaning: "The address prefixes of two subnets of one network have addresses in common (that they may not is documented for Azure, and inferred for a VM network).",
		Advice:  "Give every subnet of the network a prefix that has no address of another.",
	},
	UnknownRegion: {
		Title: "Unknown Azure region", Rules: []string{"M11"}, Basis: OurOwn,
		Meaning: "A region is none of those that were known when this version was written. That is a warning and never an error, since new regions open every year; a region that is misspelt matches no other one.",
		Advice:  "Write the name of the region as Azure does, such as `westeurope`. If the region is newer than this provider, there is nothing to do.",
	},
	ProtectsItself: {
		Title: "Cloud protects itself", Rules: []string{"M5"}, Basis: Documented,
		Meaning: "The protected and the protecting cloud of a protection are the same. A single VMM server needs at least two clouds.",
		Advice:  "Name another cloud: one of the other site, or a second one of the same VMM server.",
	},
	CloudInTwo: {
		Title: "Cloud in two protections", Rules: []string{"M5"}, Basis: Documented,
		Meaning: "A cloud belongs to at most one cloud protection, in either role. A protection of the same state that the same run deletes or moves to other clouds is not in the way.",
		Advice:  "Use another cloud, or remove the other protection.",
	},
	TargetNotAvailable: {
		Title: "Target network not available", Rules: []string{"M3"}, Basis: Documented,
		Meaning: "The protecting cloud of a protection that the mapping must serve does not use the target network: it does not have the target's logical network. Replicas of that cloud's machines could not be connected. The same of the network of a test failover, which is never the source network itself (inferred).",
		Advice:  "Add the target's logical network to the protecting cloud, or map to one of the networks that are named.",
	},
	MappedOntoItself: {
		Title: "Network mapped onto itself", Rules: []string{"M6"}, Basis: Inferred,
		Meaning: "The source and the target of a mapping are the same network.",
		Advice:  "Map it to a network of the other site.",
	},
	SecondMapping: {
		Title: "Second mapping of a network to the same fabric", Rules: []string{"M6"}, Basis: Inferred,
		Meaning: "A source network has one target on a VMM server and one in Azure, at the most. A mapping of the same state that the same run deletes is not in the way.",
		Advice:  "Keep one of the two mappings. To manage the one that is there, import it.",
	},
	SourceNotUsed: {
		Title: "Source network not used by the protected cloud", Rules: []string{"M3"}, Basis: Documented,
		Meaning: "A mapping names a protection whose protected cloud does not have the logical network of the source network, so no machine of that cloud can be on the source network.",
		Advice:  "Add the source's logical network to the protected cloud, or take the protection out of `cloud_protection_ids`.",
	},
	OtherFabric: {
		Title: "Fabrics do not match", Rules: []string{"M3", "M6"}, Basis: Inferred,
		Meaning: "A mapping names a protection that replicates to another VMM server than the target network's, or to Azure where the target is on a VMM server, or the other way round. Likewise a test network, or the target of one mapping of a set, that is on another fabric than it has to be. Of a test failover without a cloud, the mappings of the source network tell the fabric.",
		Advice:  "Use a target of the VMM server, or the Azure, that the protection replicates to; or correct the protections or the fabric that the mapping names.",
	},
	OtherRegion: {
		Title: "Azure network in another region", Rules: []string{"M11"}, Basis: Documented,
		Meaning: "The target Azure network is not in the region that a protection replicates to.",
		Advice:  "Use an Azure network in the region that the protection replicates to.",
	},
	ProtectionTarget: {
		Title: "Protection without exactly one target", Rules: []string{"M5"}, Basis: Inferred,
		Meaning: "A cloud protection has both a protecting cloud and an Azure region, or neither.",
		Advice:  "Give one of `protecting_cloud_id` and `azure_location`.",
	},
	ServesOnlySome: {
		Title: "Mapping does not serve every protection", Rules: []string{"M4"}, Basis: Inferred,
		Meaning: "The target network is not available for every protection known so far whose protected cloud uses the source network (documented in part, inferred in part). This is allowed, so a plan only warns; the machines of the other clouds are at risk, which is an error of readiness.",
		Advice:  "Add the target's logical network to the protecting clouds that are named, or choose a target that is available for all protections. To have it fail a plan, name the protections in `cloud_protection_ids`, or declare a [baseline](../resources/failover_baseline.md) with `require_ready`.",
	},
	TakenFromMapping: {
		Title: "Change breaks a mapping", Rules: []string{"M3", "M11"}, Basis: Inferred,
		Meaning: "A change to a cloud, a protection, a VM network or an Azure network makes a mapping unavailable for a protection that it serves now.",
		Advice:  "Do without the change, or map to other networks. Where the same run also deletes the mappings, or changes what they depend on to fit, there is nothing to do.",
	},
	ReplicasRewired: {
		Title: "Replicas change their network", Rules: []string{"M8"}, Basis: Documented,
		Meaning: "Changing the target of a mapping connects the replicas of all machines on the source network to another network. Where it is a way back, it does so with the machines on failback.",
		Advice:  "Nothing, if that is meant. Finish a failover that is under way first.",
	},
	Ambiguous: {
		Title: "Ambiguous question", Rules: []string{"M6"}, Basis: Inferred,
		Meaning: "A source network is mapped to several fabrics, and the question does not say which of them is meant.",
		Advice:  "Give the cloud that the machine is in, or the fabric that is meant.",
	},

	OutsideExclusive: {
		Title: "Mapping outside an exclusive set", Rules: []string{"M6"}, Basis: OurOwn,
		Meaning: "A set of mappings that is exclusive removes every other mapping between its server and its fabric. It is an error where another resource of this run, or another state, manages one of these, and a warning of each that the set did not have until now.",
		Advice:  "List the mapping in the set and remove its other resource, or leave `exclusive` out.",
	},

	UnmappedNetwork: {
		Title: "Network not mapped", Rules: []string{"M1", "M2"}, Basis: Documented,
		Meaning: "A protected cloud uses a network that is not mapped to where the cloud replicates to. After a failover to a VMM server the replicas are connected to no network, silently; in Azure they reach only the machines of their own recovery plan.",
		Advice:  "Map the network to one of the VMM server, or of the Azure region, that the cloud replicates to.",
	},
	UnprotectedCloud: {
		Title: "Cloud not protected", Rules: []string{"M1"}, Basis: Inferred,
		Meaning: "A machine is in a cloud that nothing protects, so it is not replicated. A baseline of networks warns of clouds that a run leaves without a protection.",
		Advice:  "Protect the cloud, or correct the cloud of the machine.",
	},
	NetworkNotInCloud: {
		Title: "Network not used by the machine's cloud", Rules: []string{"M3"}, Basis: Inferred,
		Meaning: "A machine is said to be on a network that its cloud does not use.",
		Advice:  "Add the network's logical network to the cloud, or correct the network or the cloud of the machine.",
	},
	SharedTarget: {
		Title: "Several networks share a target", Rules: []string{"M7"}, Basis: Inferred,
		Meaning: "Several source networks are mapped to one target network (documented for Azure, inferred for a VMM server). Then the way back is not unique.",
		Advice:  "Map each network to a target of its own, if its machines are to return to it on failback. In Azure, networks that one machine has adapters on have to share their target, or it is `SR313`.",
	},
	NoWayBack: {
		Title: "No way back", Rules: []string{"M6", "Failback 6"}, Basis: Inferred,
		Meaning: "The target of a mapping is not mapped back to the source's server. On failback a machine stays on its source network; one whose replica was moved is disconnected.",
		Advice:  "Map the target back to the source.",
	},
	WayBackElsewhere: {
		Title: "Way back leads elsewhere", Rules: []string{"M6", "Failback 5"}, Basis: Documented,
		Meaning: "The target of a mapping is mapped back to another network than the source: on failback the machines are connected to that one.",
		Advice:  "Map the target back to the source, unless the machines are meant to move. Where networks share a target, each needs one of its own.",
	},
	FirstSubnetUsed: {
		Title: "First subnet used, as none has the same name", Rules: []string{"M10"}, Basis: Documented,
		Meaning: "A target network has no subnet with the name of a source subnet, so machines of that subnet are connected to the first one.",
		Advice:  "Give the target network a subnet of the same name.",
	},
	PoolMissing: {
		Title: "Static IP pool missing", Rules: []string{"A2"}, Basis: Documented,
		Meaning: "Machines with static addresses land on a subnet without a static IP pool, or machines with any addresses on a network with network virtualization and without a pool. The allocation of their addresses fails.",
		Advice:  "Add a static IP pool to the subnet of the target network.",
	},
	PoolTooSmall: {
		Title: "Not enough addresses", Rules: []string{"A1", "A4"}, Basis: Inferred,
		Meaning: "More addresses are needed on a target subnet than it has.",
		Advice:  "Enlarge the static IP pool, or the subnet, of the target, unless there are fewer machines than addresses.",
	},
	NoHost: {
		Title: "No host reaches the networks", Rules: []string{"M9"}, Basis: Documented,
		Meaning: "No host that serves the protecting cloud is wired to the logical networks of all networks that a replica connects to. It is judged, and counted, where any host of the VMM server is declared.",
		Advice:  "Connect a host of the protecting cloud to the logical networks that are named. Where no host serves the cloud, declare one that does.",
	},
	AddressUnavailable: {
		Title: "Address not available", Rules: []string{"A4"}, Basis: Documented,
		Meaning: "An address that is asked for in Azure is not in the subnet, reserved or not free: the failover of the machine fails. Readiness does not know machines, and warns where the static IP pool of a source subnet has addresses that the Azure network does not give out (inferred).",
		Advice:  "Give the target subnet the prefix of the source, choose another address, or ask for none.",
	},
	OverlapBehindGateway: {
		Title: "Prefixes overlap behind a gateway", Rules: []string{"A5"}, Basis: Inferred,
		Meaning: "A subnet of an Azure network with a gateway overlaps with a subnet of a network that is mapped to it: addresses are then reachable in two places.",
		Advice:  "Keep the source unreachable while the target is in use, or use another prefix there.",
	},
	SeveralAzureNetworks: {
		Title: "Machine on several Azure networks", Rules: []string{"M11"}, Basis: Documented,
		Meaning: "The networks of one machine are mapped to different Azure networks. All adapters of a machine land on one Azure network.",
		Advice:  "Map all networks of the machine to one Azure network.",
	},
	UnusedMapping: {
		Title: "Mapping that no protection uses", Rules: []string{"M3"}, Basis: Inferred,
		Meaning: "No protected cloud that replicates to the mapping's fabric uses its source network, and it is the way back of none.",
		Advice:  "Protect a cloud that uses the network, or remove the mapping.",
	},
	NoSuchSubnet: {
		Title: "Subnet not in the machine's network", Rules: []string{"M10"}, Basis: OurOwn,
		Meaning: "A machine is said to be on a subnet that its VM network, of which subnets are declared, does not have. The target network has none of that name either, so the machine is connected to its first one.",
		Advice:  "Correct `subnet_name`, or declare the subnet in the VM network.",
	},

	AddressElsewhere: {
		Title: "Address not in the machine's subnet", Rules: []string{"A1"}, Basis: OurOwn,
		Meaning: "A machine is said to have an address that is not in its subnet, as that is declared, and its replica gets another one on a VMM server.",
		Advice:  "Correct `ip_address` or `subnet_name` of the machine, or the subnet of the VM network.",
	},

	GatewaySubnetUsed: {
		Title: "Machines in a gateway subnet", Rules: []string{"M10"}, Basis: Documented,
		Meaning: "The first subnet of an Azure network is GatewaySubnet, and machines are connected to the first one, because none has the name of theirs. Azure takes gateways alone there.",
		Advice:  "Give the Azure network a subnet of the same name, or put another subnet first.",
	},

	TestOnProduction: {
		Title: "Test on the production network", Rules: []string{"Test failover"}, Basis: Documented,
		Meaning: "The network of a test failover is the one that the source network is mapped to. The test works, and does harm: it connects copies of the machines beside the real ones.",
		Advice:  "Test on a network that is isolated from production.",
	},
	TestSpansNetworks: {
		Title: "Recovery plan spans several networks", Rules: []string{"Test failover"}, Basis: Documented,
		Meaning: "A recovery plan over several VM networks is to be tested on one existing network. It needs networks that are created for the test. In Azure, where several networks may share one, it is not raised (inferred).",
		Advice:  "Have the networks created for the test: give a logical network as `test_network_id`.",
	},
	TestIsolation: {
		Title: "Isolation of the test network does not fit", Rules: []string{"Test failover"}, Basis: Documented,
		Meaning: "A test network with network virtualization cannot take a replica that uses DHCP on a VLAN, nor one without isolation.",
		Advice:  "Test on a network with the isolation that the replica's network has.",
	},
	TestNetworkUnlike: {
		Title: "Test network differs from the production network", Rules: []string{"Test failover", "M10"}, Basis: Documented,
		Meaning: "An Azure test network does not have the subnets of the production network, with the same names and ranges.",
		Advice:  "Give the test network the subnets of the production network.",
	},
	TestNotIsolated: {
		Title: "Test network not isolated", Rules: []string{"Test failover"}, Basis: Inferred,
		Meaning: "An Azure test network has a gateway to on-premises. That it should be isolated is documented, that a gateway is what tells is inferred.",
		Advice:  "Test on a network without a gateway.",
	},

	NotConnected: {
		Title: "Not connected after a failover", Rules: []string{"M1", "M2"}, Basis: OurOwn,
		Meaning: "A failover baseline requires that every network adapter, or every VM network of every protected cloud, is connected, and some are not.",
		Advice:  "Do what the finding says of each line: mostly, map the network.",
	},
	NotReady: {
		Title: "Not ready for a failover", Basis: OurOwn,
		Meaning: "A failover baseline requires that no finding is an error, and some are.",
		Advice:  "Do what each finding says that is listed.",
	},
	PlannedAfterBaseline: {
		Title: "Change planned after the failover baseline", Basis: OurOwn,
		Meaning: "A failover baseline is judged when it is planned. A change that is planned later in the same run changes what it says, so the plan shows the old lines. A creation or an update that breaks what is required of the baseline is an error.",
		Advice:  "Add the resource that is named to `depends_on` of the baseline.",
	},
	CatalogChanged: {
		Title: "Catalog changed since the plan", Basis: OurOwn,
		Meaning: "On apply, a failover baseline is judged again, and it is not what the plan said: somebody else has changed the catalog in between, or this run has, with a resource that is missing in depends_on of the baseline.",
		Advice:  "Plan again, with a refresh. If nobody else changes the catalog, add the resources that decide the lines to `depends_on` of the baseline.",
	},

	NotInVault: {
		Title: "Not found in the vault", Basis: OurOwn,
		Meaning: "A mapping is to be in force in the vault, and the vault knows no VMM server or VM network of that name. It learns what is new on a VMM server when the server is refreshed in the vault. Names like it are given.",
		Advice:  "Correct the name. If it is new or was renamed, refresh the VMM server in the vault, and plan again.",
	},
	TwiceInVault: {
		Title: "Found more than once in the vault", Basis: OurOwn,
		Meaning: "Several objects in the vault have the name that a mapping refers to, or several mappings lead from one network to the same fabric. None is chosen.",
		Advice:  "Give the objects different names in VMM and refresh the VMM server in the vault, or delete all but one of the mappings there; then plan again.",
	},
	MappedInVault: {
		Title: "Mapping already in the vault", Basis: OurOwn,
		Meaning: "The vault has a mapping of the network to the fabric that this catalog knows nothing of: made in the portal, by another tool, or with another catalog. It is left as it is. The import block takes it over.",
		Advice:  "Import the mapping with the block that is given, or delete it in the vault.",
	},
	SubnetsDiffer: {
		Title: "Subnets differ from what the vault reports", Rules: []string{"M10"}, Basis: OurOwn,
		Meaning: "The subnets that are declared for a VM network are not those that the vault discovered on it, so what is predicted of subnets and addresses may be wrong. Of networks without isolation the vault reports none, and nothing is compared.",
		Advice:  "Correct the subnets. If VMM was changed lately, refresh the VMM server in the vault.",
	},
	OldNameInVault: {
		Title: "Old name in the vault", Basis: OurOwn,
		Meaning: "A VMM server or a VM network has been renamed, and the vault still calls it by its former name. The mapping that is in force tells that it is the same.",
		Advice:  "Rename it in VMM too, unless that is done, and refresh the VMM server in the vault.",
	},
	StaysInForce: {
		Title: "Mapping stays in force in a vault", Basis: OurOwn,
		Meaning: "A mapping that is in force in a vault is deleted or changed in the catalog, and the provider's configuration does not name that vault, or does not realise mappings of its scenario there; or another network of the vault has the name of its source by now. The vault keeps it as it is.",
		Advice:  "Name the vault and the scenario in `vault` of the provider's configuration, and the vault follows. To be rid of the mapping there, delete it in the vault.",
	},
	BackInForce: {
		Title: "Mapping brought back into force", Basis: OurOwn,
		Meaning: "On apply: a mapping that the catalog knows was missing or led elsewhere in the vault, since somebody changed it there or a run was interrupted, and is in force again.",
		Advice:  "Nothing, unless somebody has changed it in the vault on purpose: then change the configuration too.",
	},
	NotInForce: {
		Title: "Mapping not in force in the vault", Rules: []string{"M1", "M2"}, Basis: OurOwn,
		Meaning: "The catalog has a mapping that is to be in force in the vault, and the vault does not have it, or has it with another target. A failover goes by what the vault has.",
		Advice:  "Apply the configuration that declares the mapping. If the vault is right, change the configuration.",
	},
	AdapterDiffers: {
		Title: "Machine overrides its mapping", Rules: []string{"M8"}, Basis: OurOwn,
		Meaning: "The vault has a target network of its own for a network adapter of a protected machine, set when protection was enabled or later, and it is not the one that the mapping of the adapter's network leads to. A failover goes by the machine's.",
		Advice:  "Set the machine's adapter in the vault (Replicated items, the machine, Network) to the mapped network, or change the mapping.",
	},
}

// Info returns the entry of the code in the table of codes.
func (c Code) Info() CodeInfo {
	info := codes[c]
	info.Code = c
	return info
}

// Title returns the title that every finding of the code has.
func (c Code) Title() string { return codes[c].Title }

// Codes returns the table of codes, in the order of the codes.
func Codes() []CodeInfo {
	var infos []CodeInfo
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		infos = append(infos, code.Info())
	}
	return infos
}
