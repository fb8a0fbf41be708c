package topology

import (
	"hash/maphash"
	"maps"
)

// table is a map that is cheap to copy. It is cut into parts, which copies share
// until one of them changes a part: a run of Terraform copies the topology at
// every write, and a write changes a few entries of tens of thousands.
//
// Where a key belongs is a part that its caller knows: an id carries the part of
// its key, for questions look up several ids each.
type table[K comparable, V any] struct {
	parts [tableParts]tablePart[K, V]
	len   int
}

// tableParts is how many parts a table has: so many that a part of a topology of
// ten thousand networks is copied in microseconds, and so few that the list of
// the parts is, too.
const tableParts = 256

type tablePart[K comparable, V any] struct {
	entries map[K]V
	// owner is who may change the entries; others copy them first.
	owner *owner
}

// owner is what a topology owns parts by: a pointer to it, and so not of size zero.
type owner struct{ _ byte }

func (t *table[K, V]) get(part uint8, key K) (V, bool) {
	value, ok := t.parts[part].entries[key]
	return value, ok
}

func (t *table[K, V]) put(by *owner, part uint8, key K, value V) {
	entries := t.own(by, part)
	before := len(entries)
	entries[key] = value
	t.len += len(entries) - before
}

func (t *table[K, V]) remove(by *owner, part uint8, key K) {
	if _, ok := t.get(part, key); ok {
		delete(t.own(by, part), key)
		t.len--
	}
}

// own returns the entries of a part, to be changed.
func (t *table[K, V]) own(by *owner, number uint8) map[K]V {
	part := &t.parts[number]
	if part.owner != by {
		part.entries, part.owner = maps.Clone(part.entries), by
		if part.entries == nil {
			part.entries = map[K]V{}
		}
	}
	return part.entries
}

// all calls yield for all entries, in no order, until it returns false.
func (t *table[K, V]) all(yield func(K, V) bool) {
	for i := range t.parts {
		for key, value := range t.parts[i].entries {
			if !yield(key, value) {
				return
			}
		}
	}
}

var partSeed = maphash.MakeSeed()

// partOf returns the part of a key.
func partOf(key Key) uint8 { return uint8(maphash.String(partSeed, string(key))) }
