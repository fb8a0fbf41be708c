package topology

import "strings"

// Precision is how much is said of an object to name it for people. Sites like
// to name alike what they have, so that a name alone may not tell which is meant.
type Precision uint8

// The precisions.
const (
	// ByName says the object's name: 'Gold'.
	ByName Precision = iota
	// ByPlace says where it is as well: 'Gold' of 'VMM-Beijing'. An Azure network
	// is in a resource group.
	ByPlace
	// InFull leaves nothing open: it says the subscription of an Azure network too.
	InFull
)

// Reading is what all ids have in common that read alike.
type Reading struct {
	kind Kind
	text Key
}

// Reading returns what the id has in common with all that read alike at a
// precision. Those of a protection and of a mapping are the readings of the cloud
// and of the network that they are named by.
func (id ID) Reading(precision Precision) Reading {
	id = id.named()
	segments := 1
	switch {
	case precision == InFull, precision == ByPlace && id.kind != KindAzureNetwork:
		return Reading{id.kind, id.key}
	case precision == ByPlace:
		segments = 5 // {group}/providers/Microsoft.Network/virtualNetworks/{name}
	}
	return Reading{id.kind, tail(id.key, segments)}
}

// named returns the object by whose name an id is named: the protected cloud of a
// protection, the source network of a mapping, and every other object itself.
func (id ID) named() ID {
	switch id.kind {
	case KindProtection, KindMapping:
		return id.Parent()
	case KindMappingSet:
		return id.Server()
	}
	return id
}

// Quoted returns the object's name in quotes, and after it where the object is.
func (id ID) Quoted(precision Precision) string {
	name := "'" + Visible(id.Name()) + "'"
	switch server := id.Server(); {
	case precision == ByName || id.kind == KindServer:
		return name
	case id.kind == KindAzureNetwork && precision == ByPlace:
		return name + " of resource group '" + Visible(id.ResourceGroup()) + "'"
	case id.kind == KindAzureNetwork:
		return name + " of resource group '" + id.ResourceGroup() + "' in subscription '" + Visible(id.Subscription()) + "'"
	case server.IsZero():
		return name // of an object whose server is not known yet
	default:
		return name + " of '" + Visible(server.Name()) + "'"
	}
}

// ResourceGroup returns the name of the resource group of an Azure network.
func (id ID) ResourceGroup() string { return segment(id.text, 4) }

// Subscription returns the subscription of an Azure network.
func (id ID) Subscription() string { return segment(id.text, 2) }

// LabelAt names the object for people at a precision: "cloud 'Gold' of
// 'VMM-Beijing'".
func (id ID) LabelAt(precision Precision) string {
	switch id.kind {
	case 0:
		return "what is not known yet"
	case KindAzure:
		return id.kind.Noun()
	case KindProtection:
		return "cloud protection of " + id.named().Quoted(precision)
	case KindMapping:
		return "network mapping of " + id.named().Quoted(precision) + " to " + id.Fabric().Label()
	case KindMappingSet:
		return "network mappings of " + id.named().Quoted(precision) + " to " + id.Fabric().Label()
	}
	return id.kind.Noun() + " " + id.Quoted(precision)
}

// Label names the object for people by its name alone: "VM network
// 'VMNetwork1-Shanghai'".
func (id ID) Label() string { return id.LabelAt(ByName) }

// Apart returns the least precision at which the id does not read like another.
// Those of one object are not told apart.
func (id ID) Apart(other ID) Precision {
	precision := ByName
	if id.Reading(InFull) == other.Reading(InFull) {
		return precision
	}
	for precision < InFull && id.Reading(precision) == other.Reading(precision) {
		precision++
	}
	return precision
}

// Holds reports whether the topology holds the object by whose name an id is
// named: the id's own, but for a protection its cloud, and for a mapping its source.
func (t *Topology) Holds(id ID) bool {
	_, ok := t.Get(id.named())
	return ok
}

// Precision returns the least precision at which the object does not read like
// another one of the topology. The object itself may be in it or not.
func (t *Topology) Precision(id ID) Precision {
	own := 0
	if t.Holds(id) {
		own = 1
	}
	most := unambiguous(id.named().kind)
	for precision := ByName; precision < most; precision++ {
		if t.alike(id.Reading(precision)) == own {
			return precision
		}
	}
	return most
}

// count adds n to the number of objects that read like the one with that id.
func (t *Topology) count(id ID, n int) {
	for precision := ByName; precision < unambiguous(id.kind); precision++ {
		reading := id.Reading(precision)
		if alike := t.alike(reading) + n; alike != 0 {
			t.readings.put(t.owner.Load(), partOf(reading.text), reading, alike)
		} else {
			t.readings.remove(t.owner.Load(), partOf(reading.text), reading)
		}
	}
}

// alike returns how many objects read alike.
func (t *Topology) alike(reading Reading) int {
	n, _ := t.readings.get(partOf(reading.text), reading)
	return n
}

// unambiguous returns the least precision at which no two objects of a kind can
// read alike. A protection and a mapping have no name of their own.
func unambiguous(kind Kind) Precision {
	switch kind {
	case KindLogicalNetwork, KindVMNetwork, KindCloud, KindHost:
		return ByPlace
	case KindAzureNetwork:
		return InFull
	}
	return ByName
}

// tail returns the last segments of a key: "/A/B" has two.
func tail(key Key, segments int) Key {
	from := len(key)
	for ; segments > 0 && from >= 0; segments-- {
		from = strings.LastIndexByte(string(key[:from]), '/')
	}
	return key[from+1:]
}

// segment returns a segment of an id, counted from 1.
func segment(text string, number int) string {
	text = head(text, number)
	return text[strings.LastIndexByte(text, '/')+1:]
}
