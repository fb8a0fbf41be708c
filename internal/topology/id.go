package topology

import (
	"math"
	"net/url"
	"strings"
)

// Kind is the kind of thing that an id names.
type Kind uint8

// The kinds of objects, in the order in which they can be created: an object
// refers only to objects of kinds before its own.
const (
	KindServer Kind = iota + 1
	KindLogicalNetwork
	KindVMNetwork
	KindAzureNetwork
	KindCloud
	KindHost
	KindProtection
	KindMapping

	// KindAzure is the kind of [Azure], which is a fabric and not an object.
	KindAzure
	// KindMappingSet is the kind of the ids of all mappings of a server to a
	// fabric together, which are not an object either.
	KindMappingSet

	kinds
)

var kindNames = [...]struct{ code, noun string }{
	KindServer:         {"vmm_server", "VMM server"},
	KindLogicalNetwork: {"logical_network", "logical network"},
	KindVMNetwork:      {"vm_network", "VM network"},
	KindAzureNetwork:   {"azure_network", "Azure network"},
	KindCloud:          {"cloud", "cloud"},
	KindHost:           {"host", "host"},
	KindProtection:     {"cloud_protection", "cloud protection"},
	KindMapping:        {"network_mapping", "network mapping"},
	KindAzure:          {"azure", "Azure"},
	KindMappingSet:     {"network_mappings", "set of network mappings"},
}

// Kinds returns the kinds of objects in the order in which they can be created.
func Kinds() []Kind {
	return []Kind{
		KindServer, KindLogicalNetwork, KindVMNetwork, KindAzureNetwork,
		KindCloud, KindHost, KindProtection, KindMapping,
	}
}

// String returns the code of the kind, such as "vm_network".
func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		return ""
	}
	return kindNames[k].code
}

// Noun returns the words that people use for the kind, such as "VM network".
func (k Kind) Noun() string {
	if int(k) >= len(kindNames) {
		return ""
	}
	return kindNames[k].noun
}

// The fixed segments of ids.
const (
	serversSegment         = "servers"
	logicalNetworksSegment = "logicalNetworks"
	vmNetworksSegment      = "vmNetworks"
	cloudsSegment          = "clouds"
	hostsSegment           = "hosts"
	protectionSegment      = "protection"
	mappingsSegment        = "mappings"
	azureSegment           = "azure"
)

var (
	// serversKey begins the key of everything on a server.
	serversKey = "/" + Fold(serversSegment) + "/"
	// protectionKey ends the key of a protection.
	protectionKey = "/" + Key(Fold(protectionSegment))
)

// Key is the form of an id that is the same for every spelling of it.
type Key string

// ID is the natural key of an object. The zero ID names nothing.
type ID struct {
	_    [0]func() // two spellings can be one id, so == must not compile
	kind Kind
	part uint8 // of the key, in a table
	// Where the VMM server's id ends in the text and in the key, which begin with
	// it: every question asks for the server, many times. Zero where there is no
	// server, or its name is longer than any that is valid.
	serverText, serverKey uint16
	serverPart            uint8
	text                  string
	key                   Key
}

// Azure is the fabric that stands for all of Azure, where a VMM server stands
// for itself.
var Azure = ID{}.with(KindAzure, azureSegment, Key(Fold(azureSegment)))

// The constructors do not judge names: [CheckName] does.

// ServerID returns the id of the VMM server with that name.
func ServerID(name string) ID { return ID{}.child(KindServer, serversSegment, name) }

// LogicalNetworkID returns the id of a logical network of a server.
func LogicalNetworkID(server ID, name string) ID {
	return server.child(KindLogicalNetwork, logicalNetworksSegment, name)
}

// VMNetworkID returns the id of a VM network of a server.
func VMNetworkID(server ID, name string) ID {
	return server.child(KindVMNetwork, vmNetworksSegment, name)
}

// CloudID returns the id of a cloud of a server.
func CloudID(server ID, name string) ID { return server.child(KindCloud, cloudsSegment, name) }

// HostID returns the id of a host of a server.
func HostID(server ID, name string) ID { return server.child(KindHost, hostsSegment, name) }

// ProtectionID returns the id of the protection of a cloud: a cloud has one at
// the most (M5).
func ProtectionID(protectedCloud ID) ID {
	return protectedCloud.with(KindProtection,
		protectedCloud.text+"/"+protectionSegment, protectedCloud.key+protectionKey)
}

// MappingID returns the id of the mapping of a source network to a fabric: a
// VMM server or [Azure] (M6).
func MappingID(source, fabric ID) ID {
	if fabric.kind == KindAzure {
		return source.child(KindMapping, mappingsSegment, azureSegment)
	}
	return source.child(KindMapping, mappingsSegment, fabric.Name())
}

// MappingSetID returns the id of all mappings of a server's networks to a fabric.
func MappingSetID(server, fabric ID) ID {
	set := MappingID(server, fabric)
	set.kind = KindMappingSet
	return set
}

// child folds the name before it is escaped: what is escaped has lost its case.
func (id ID) child(kind Kind, segment, name string) ID {
	return id.with(kind,
		id.text+"/"+segment+"/"+url.PathEscape(name),
		id.key+Key("/"+Fold(segment)+"/"+url.PathEscape(Fold(name))))
}

// with returns an id of a text and a key that begin with those of id, if it is not
// the zero ID.
func (id ID) with(kind Kind, text string, key Key) ID {
	child := ID{
		kind: kind, part: partOf(key),
		serverText: id.serverText, serverKey: id.serverKey, serverPart: id.serverPart,
		text: text, key: key,
	}
	if kind == KindServer && len(text) <= math.MaxUint16 && len(key) <= math.MaxUint16 {
		child.serverText, child.serverKey, child.serverPart = uint16(len(text)), uint16(len(key)), child.part
	}
	return child
}

// Kind returns the kind of the object, 0 for the zero ID.
func (id ID) Kind() Kind { return id.kind }

// String returns the id as it was written.
func (id ID) String() string { return id.text }

// Key returns the form of the id that is the same for every spelling of it.
func (id ID) Key() Key { return id.key }

// IsZero reports whether the id names nothing.
func (id ID) IsZero() bool { return id.kind == 0 }

// Same reports whether both name the same object.
func (id ID) Same(other ID) bool { return id.key == other.key }

// Name returns the object's own name. A protection and a mapping have none.
func (id ID) Name() string {
	switch id.kind {
	case KindProtection, KindMapping, KindMappingSet, 0:
		return ""
	case KindAzure:
		return id.kind.Noun()
	}
	segment := id.text[strings.LastIndexByte(id.text, '/')+1:]
	if id.kind == KindAzureNetwork {
		return segment
	}
	return unescaped(segment)
}

// Server returns the VMM server that the object belongs to; for a server that
// is itself, for a protection the protected cloud's, for a mapping the source
// network's. An Azure network has none.
func (id ID) Server() ID {
	if id.serverText != 0 {
		return ID{
			kind: KindServer, part: id.serverPart,
			serverText: id.serverText, serverKey: id.serverKey, serverPart: id.serverPart,
			text: id.text[:id.serverText], key: id.key[:id.serverKey],
		}
	}
	switch id.kind {
	case KindServer:
		return id
	case KindAzureNetwork, KindAzure, 0:
		return ID{}
	}
	if !strings.HasPrefix(string(id.key), serversKey) {
		return ID{} // of an object whose server is not known yet
	}
	return ID{}.with(KindServer, head(id.text, 2), Key(head(string(id.key), 2)))
}

// Fabric returns the fabric that the object lives on, the VMM server or
// [Azure]; for a mapping, the fabric that it maps to.
func (id ID) Fabric() ID {
	switch id.kind {
	case KindAzureNetwork, KindAzure:
		return Azure
	case KindMapping, KindMappingSet:
		segment := id.text[strings.LastIndexByte(id.text, '/')+1:]
		if SameName(segment, azureSegment) {
			return Azure
		}
		return ServerID(unescaped(segment))
	}
	return id.Server()
}

// Parent returns the protected cloud of a protection and the source network of
// a mapping, and the zero ID for everything else.
func (id ID) Parent() ID {
	switch id.kind {
	case KindProtection:
		return id.with(KindCloud, head(id.text, 4), Key(head(string(id.key), 4)))
	case KindMapping:
		return id.with(KindVMNetwork, head(id.text, 4), Key(head(string(id.key), 4)))
	}
	return ID{}
}

// head returns the first segments of an id: "/a/b" are two.
func head(text string, segments int) string {
	for i := range len(text) {
		if text[i] != '/' {
			continue
		}
		if segments == 0 {
			return text[:i]
		}
		segments--
	}
	return text
}

// MarshalText returns the id as it was written.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.text), nil }

// UnmarshalText parses an id that has been stored; nothing is the zero ID.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseStoredID(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

func unescaped(segment string) string {
	name, err := url.PathUnescape(segment)
	if err != nil {
		return segment
	}
	return name
}
