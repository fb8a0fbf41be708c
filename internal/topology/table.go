package topology

import "maps"

// table is a map that is cheap to copy. It is cut into parts, which copies share
// until one of them changes a part: a run of Terraform copies the topology at
// every write, and a write changes a few entries of tens of thousands.
type table[K tableKey, V any] struct {
	parts [tableParts]tablePart[K, V]
	len   int
}

// tableParts is how many parts a table has: so many that a part of a topology of
// ten thousand networks is copied in microseconds, and so few that the list of
// the parts is, too.
const tableParts = 256

type tablePart[K tableKey, V any] struct {
	entries map[K]V
	// owner is who may change the entries; others copy them first.
	owner *owner
}

// tableKey is a key that knows its part, which every spelling of an id shares.
type tableKey interface {
	comparable
	part() uint8
}

// owner is what a topology owns parts by: a pointer to it, and so not of size zero.
type owner struct{ _ byte }

func (t *table[K, V]) get(key K) (V, bool) {
	value, ok := t.parts[key.part()].entries[key]
	return value, ok
}

func (t *table[K, V]) put(by *owner, key K, value V) {
	entries := t.own(by, key)
	before := len(entries)
	entries[key] = value
	t.len += len(entries) - before
}

func (t *table[K, V]) remove(by *owner, key K) {
	if _, ok := t.get(key); ok {
		delete(t.own(by, key), key)
		t.len--
	}
}

// own returns the entries among which a key belongs, to be changed.
func (t *table[K, V]) own(by *owner, key K) map[K]V {
	part := &t.parts[key.part()]
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

// part mixes the last letters of a key, in which ids differ the most.
func (k Key) part() uint8 {
	hash := uint32(len(k))
	for i := max(0, len(k)-8); i < len(k); i++ {
		hash = hash*31 + uint32(k[i])
	}
	return uint8(hash ^ hash>>8)
}

func (b backReference) part() uint8 { return b.target.part() ^ uint8(b.relation) }

func (r Reading) part() uint8 { return r.text.part() ^ uint8(r.kind) }

func (p pair) part() uint8 { return p.referrer.part() ^ p.target.part()<<1 }
