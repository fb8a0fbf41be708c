package topology

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// Topology is a set of objects with the indexes that questions need. The zero
// value is not ready for use: see [New]. One that is being changed must not be
// read at the same time.
type Topology struct {
	kinds     map[Kind]objects
	referrers map[backReference]objects
	// formers are the ids that objects had before they were renamed.
	formers map[Key]Former
	// readings counts the objects that read alike.
	readings map[Reading]int
}

type (
	objects map[Key]Object

	// backReference is what referrers are found by.
	backReference struct {
		target   Key
		relation Relation
	}
)

// New returns a topology of the objects given.
func New(given ...Object) *Topology {
	t := &Topology{
		kinds: map[Kind]objects{}, referrers: map[backReference]objects{}, formers: map[Key]Former{}, readings: map[Reading]int{},
	}
	for _, object := range given {
		t.Put(object)
	}
	return t
}

// Clone returns a copy that can be changed apart from t.
func (t *Topology) Clone() *Topology {
	clone := &Topology{
		kinds:     make(map[Kind]objects, len(t.kinds)),
		referrers: make(map[backReference]objects, len(t.referrers)),
		formers:   maps.Clone(t.formers),
		readings:  maps.Clone(t.readings),
	}
	for kind, set := range t.kinds {
		clone.kinds[kind] = maps.Clone(set)
	}
	for to, set := range t.referrers {
		clone.referrers[to] = maps.Clone(set)
	}
	return clone
}

// Put adds an object, in the place of the one with the same id if there is one,
// which it returns. Its cost is proportional to what the two refer to.
func (t *Topology) Put(object Object) (replaced Object) {
	id := object.ID()
	replaced = t.Remove(id)
	if t.kinds[id.kind] == nil {
		t.kinds[id.kind] = objects{}
	}
	t.kinds[id.kind][id.key] = object
	t.count(id, 1)
	delete(t.formers, id.key) // the name is used again
	for _, reference := range object.References() {
		to := backReference{reference.Target.key, reference.Relation}
		if t.referrers[to] == nil {
			t.referrers[to] = objects{}
		}
		t.referrers[to][id.key] = object
	}
	return replaced
}

// Remove removes the object with that id and returns it, nil if there was none.
// What refers to it stays.
func (t *Topology) Remove(id ID) (removed Object) {
	removed, ok := t.kinds[id.kind][id.key]
	if !ok {
		return nil
	}
	delete(t.kinds[id.kind], id.key)
	t.count(id, -1)
	for _, reference := range removed.References() {
		to := backReference{reference.Target.key, reference.Relation}
		delete(t.referrers[to], id.key)
		if len(t.referrers[to]) == 0 {
			delete(t.referrers, to)
		}
	}
	return removed
}

// Get returns the object with that id, and false if there is none.
func (t *Topology) Get(id ID) (Object, bool) {
	object, ok := t.kinds[id.kind][id.key]
	return object, ok
}

// Len returns the number of objects.
func (t *Topology) Len() int {
	n := 0
	for _, set := range t.kinds {
		n += len(set)
	}
	return n
}

// All returns all objects, kind after kind in the order of [Kinds].
func (t *Topology) All() []Object {
	all := make([]Object, 0, t.Len())
	for _, kind := range Kinds() {
		all = append(all, sorted[Object](t.kinds[kind])...)
	}
	return all
}

// Objects yields all objects, in no order.
func (t *Topology) Objects() iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for _, set := range t.kinds {
			for _, object := range set {
				if !yield(object) {
					return
				}
			}
		}
	}
}

// Referrers returns all objects that refer to the one with that id, kind after
// kind in the order of [Kinds].
func (t *Topology) Referrers(id ID) []Object {
	found := objects{}
	for relation := range relations {
		maps.Copy(found, t.referrers[backReference{id.key, relation}])
	}
	referrers := sorted[Object](found)
	slices.SortStableFunc(referrers, func(a, b Object) int { return int(a.ID().kind) - int(b.ID().kind) })
	return referrers
}

// related returns the objects of one kind that refer to id in one way.
func related[T Object](t *Topology, id ID, relation Relation) []T {
	return sorted[T](t.referrers[backReference{id.key, relation}])
}

// sorted returns the objects in the order of the text of their ids.
func sorted[T Object](set objects) []T {
	list := make([]T, 0, len(set))
	for _, object := range set {
		list = append(list, object.(T)) //nolint:forcetypeassert // a set is of one kind, or T is Object
	}
	slices.SortFunc(list, func(a, b T) int { return compareText(a.ID(), b.ID()) })
	return list
}

func compareText(a, b ID) int { return strings.Compare(a.text, b.text) }

func get[T Object](t *Topology, id ID) (T, bool) {
	object, ok := t.kinds[id.kind][id.key].(T)
	return object, ok
}
