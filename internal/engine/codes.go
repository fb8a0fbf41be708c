package engine

import (
	"maps"
	"slices"
)

// Code is the stable code of a kind of finding.
type Code string

// The codes of findings. SR1xx are about an object by itself and its place in
// the catalog, SR2xx about protections and mappings.
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
}

var codes = map[Code]CodeInfo{
	InvalidName: {
		Title: "Invalid name", Basis: OurOwn,
		Meaning: "A name is empty, too long, begins or ends with a space, contains a control character, or is reserved.",
	},
	InvalidID: {
		Title: "Invalid id", Basis: OurOwn,
		Meaning: "A reference is not an id of any object: ids are paths made of names.",
	},
	WrongKind: {
		Title: "Reference to the wrong kind of object", Basis: OurOwn,
		Meaning: "A reference is the id of an object, but not of a kind that the attribute takes: the source of a mapping, for example, is a VM network and never an Azure network.",
	},
	UnknownReference: {
		Title: "Reference to an unknown object", Basis: OurOwn,
		Meaning: "An object refers to another that is neither in the catalog nor planned before it in this run.",
	},
	OtherServer: {
		Title: "Object of another VMM server", Basis: Documented,
		Meaning: "A cloud or a host is given something of another VMM server than its own.",
	},
	DuplicateSubnet: {
		Title: "Duplicate subnet name", Rules: []string{"M10"}, Basis: Inferred,
		Meaning: "Two subnets of one network have the same name, so the rule that picks the subnet by name could not tell them apart.",
	},
	InvalidPrefix: {
		Title: "Invalid address prefix", Basis: OurOwn,
		Meaning: "An address prefix is not in CIDR notation, or has bits set behind the prefix length.",
	},
	InvalidPool: {
		Title: "Invalid IP pool", Rules: []string{"A1"}, Basis: OurOwn,
		Meaning: "An end of an IP pool is not an address or lies outside the address prefix of the subnet, or the pool ends before it begins.",
	},
	InvalidValue: {
		Title: "Invalid value", Basis: OurOwn,
		Meaning: "An attribute has a value that it does not take.",
	},
	ManagedTwice: {
		Title: "Object managed twice", Basis: OurOwn,
		Meaning: "Two resources of this run manage the same object. Names that differ only in case are one name.",
	},
	AlreadyExists: {
		Title: "Object already in the catalog", Basis: OurOwn,
		Meaning: "A resource is to create an object that the catalog holds. An identical object is adopted, which completes a run that was interrupted; a different one is left alone and the run fails on apply, unless the run itself has removed it by then.",
	},
	Vanished: {
		Title: "Object no longer in the catalog", Basis: OurOwn,
		Meaning: "A resource is to update an object that somebody else has deleted meanwhile.",
	},
	StillReferredTo: {
		Title: "Object still referred to", Basis: OurOwn,
		Meaning: "An object cannot be deleted while others refer to it. The finding names all of them. It comes on apply, for only then is it known what else the run deletes.",
	},
	ProtectsItself: {
		Title: "Cloud protects itself", Rules: []string{"M5"}, Basis: Documented,
		Meaning: "The protected and the protecting cloud of a protection are the same. A single VMM server needs at least two clouds.",
	},
	CloudInTwo: {
		Title: "Cloud in two protections", Rules: []string{"M5"}, Basis: Documented,
		Meaning: "A cloud belongs to at most one cloud protection, in either role. It is an error when both protections are in this run, and a warning when the other one is only in the catalog, since the run may still remove it.",
	},
	TargetNotAvailable: {
		Title: "Target network not available", Rules: []string{"M3", "M4"}, Basis: Documented,
		Meaning: "The protecting cloud of a protection that the mapping must serve does not use the target network: it does not have the target's logical network. Replicas of that cloud's machines could not be connected.",
	},
	MappedOntoItself: {
		Title: "Network mapped onto itself", Rules: []string{"M6"}, Basis: Inferred,
		Meaning: "The source and the target of a mapping are the same network.",
	},
	SecondMapping: {
		Title: "Second mapping of a network to the same fabric", Rules: []string{"M6"}, Basis: Inferred,
		Meaning: "A source network has one target on a VMM server and one in Azure, at the most. It is an error when both mappings are in this run, and a warning when the other one is only in the catalog, since the run may still remove it.",
	},
	SourceNotUsed: {
		Title: "Source network not used by the protected cloud", Rules: []string{"M3"}, Basis: Documented,
		Meaning: "A mapping names a protection whose protected cloud does not have the logical network of the source network, so no machine of that cloud can be on the source network.",
	},
	OtherFabric: {
		Title: "Protection replicates elsewhere", Rules: []string{"M3", "M6"}, Basis: Inferred,
		Meaning: "A mapping names a protection that replicates to another VMM server than the target network's, or to Azure where the target is on a VMM server, or the other way round.",
	},
	OtherRegion: {
		Title: "Azure network in another region", Rules: []string{"M11"}, Basis: Documented,
		Meaning: "The target Azure network is not in the region that a protection replicates to.",
	},
	ProtectionTarget: {
		Title: "Protection without exactly one target", Rules: []string{"M5"}, Basis: Inferred,
		Meaning: "A cloud protection has both a protecting cloud and an Azure region, or neither.",
	},
	ServesOnlySome: {
		Title: "Mapping serves only some protections", Rules: []string{"M4"}, Basis: Documented,
		Meaning: "The target network is not available for every protection known so far whose protected cloud uses the source network. This is allowed; the machines of the other clouds are at risk.",
	},
	TakenFromMapping: {
		Title: "Mapping loses its footing", Rules: []string{"M3", "M11"}, Basis: Inferred,
		Meaning: "A change to a cloud, a protection or an Azure network makes a mapping unavailable for a protection that it serves now.",
	},
	ReplicasRewired: {
		Title: "Replicas are rewired", Rules: []string{"M8"}, Basis: Documented,
		Meaning: "Changing the target of a mapping connects the replicas of all machines on the source network to another network.",
	},
	Ambiguous: {
		Title: "Ambiguous question", Rules: []string{"M6"}, Basis: Inferred,
		Meaning: "A source network is mapped to several fabrics, and the question does not say which of them is meant.",
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
