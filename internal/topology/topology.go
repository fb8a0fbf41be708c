package topology

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
)

// Topology is a set of objects with the indexes that questions need. The zero
// value is not ready for use: see [New]. One that is being changed must not be
// read at the same time.
type Topology struct {
	kinds     [kinds]table[Key, Object]
	referrers table[backReference, referrers]
	// pairs are the references that are asked for one by one.
	pairs table[pair, struct{}]
	// formers are the ids that objects had before they were renamed.
	formers table[Key, Former]
	// readings counts the objects that read alike.
	readings table[Reading, int]
	// owner is what it may change without a copy. What has been copied it owns no more.
	owner atomic.Pointer[owner]
}

// backReference is what referrers are found by.
type backReference struct {
	target   Key
	relation Relation
}

// New returns a topology of the objects given.
func New(given ...Object) *Topology {
	t := &Topology{}
	t.owner.Store(new(owner))
	for _, object := range given {
		t.Put(object)
	}
	return t
}

// Clone returns a copy that can be changed apart from t. The two share what
// neither changes, so that the cost hardly depends on how much there is. It may
// be called where others read t.
func (t *Topology) Clone() *Topology {
	clone := &Topology{kinds: t.kinds, referrers: t.referrers, pairs: t.pairs, formers: t.formers, readings: t.readings}
	clone.owner.Store(new(owner))
	t.owner.Store(new(owner))
	return clone
}

// Put adds an object, in the place of the one with the same id if there is one,
// which it returns. Its cost is proportional to what the two refer to.
func (t *Topology) Put(object Object) (replaced Object) {
	id := object.ID()
	replaced = t.Remove(id)
	by := t.owner.Load()
	t.kinds[id.kind].put(by, id.part, id.key, object)
	t.count(id, 1)
	t.formers.remove(by, id.part, id.key) // the name is used again
	for _, reference := range object.References() {
		to := backReference{reference.Target.key, reference.Relation}
		present, _ := t.referrers.get(reference.Target.part, to)
		at, ok := present.find(id)
		if ok {
			continue // it is named twice
		}
		t.referrers.put(by, reference.Target.part, to, present.with(by, at, object))
		if to.relation.isPaired() {
			t.pairs.put(by, pairPart(id, reference.Target), pair{id.key, to.target}, struct{}{})
		}
	}
	return replaced
}

// Remove removes the object with that id and returns it, nil if there was none.
// What refers to it stays.
func (t *Topology) Remove(id ID) (removed Object) {
	removed, ok := t.Get(id)
	if !ok {
		return nil
	}
	by := t.owner.Load()
	t.kinds[id.kind].remove(by, id.part, id.key)
	t.count(id, -1)
	for _, reference := range removed.References() {
		to := backReference{reference.Target.key, reference.Relation}
		present, _ := t.referrers.get(reference.Target.part, to)
		if rest := present.without(by, removed.ID()); len(rest.list) > 0 {
			t.referrers.put(by, reference.Target.part, to, rest)
		} else {
			t.referrers.remove(by, reference.Target.part, to)
		}
		if to.relation.isPaired() {
			t.pairs.remove(by, pairPart(id, reference.Target), pair{id.key, to.target})
		}
	}
	return removed
}

// Get returns the object with that id, and false if there is none.
func (t *Topology) Get(id ID) (Object, bool) { return t.kinds[id.kind].get(id.part, id.key) }

// Len returns the number of objects.
func (t *Topology) Len() int {
	n := 0
	for kind := range t.kinds {
		n += t.kinds[kind].len
	}
	return n
}

// All returns all objects, kind after kind in the order of [Kinds].
func (t *Topology) All() []Object {
	all := make([]Object, 0, t.Len())
	for _, kind := range Kinds() {
		all = append(all, ofKind[Object](t, kind)...)
	}
	return all
}

// Objects yields all objects, in no order.
func (t *Topology) Objects() iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for kind := range t.kinds {
			for _, object := range t.kinds[kind].all {
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
	var all []Object
	for relation := range relations {
		all = append(all, t.referring(id, relation)...)
	}
	slices.SortFunc(all, func(a, b Object) int {
		return cmp.Or(int(a.ID().kind)-int(b.ID().kind), compareText(a.ID(), b.ID()))
	})
	return slices.CompactFunc(all, func(a, b Object) bool { return a.ID().Same(b.ID()) })
}

// referring returns the objects that refer to id in one way, in the order of the
// text of their ids. The list is the topology's own.
func (t *Topology) referring(id ID, relation Relation) []Object {
	found, _ := t.referrers.get(id.part, backReference{id.key, relation})
	return found.list
}

// related returns the objects of one kind that refer to id in one way.
func related[T Object](t *Topology, id ID, relation Relation) []T {
	return typed[T](t.referring(id, relation))
}

// typed returns objects of one kind as what they are.
func typed[T Object](objects []Object) []T {
	list := make([]T, len(objects))
	for i, object := range objects {
		list[i] = object.(T) //nolint:forcetypeassert // they are of one kind, or T is Object
	}
	return list
}

// ofKind returns the objects of a kind in the order of the text of their ids.
func ofKind[T Object](t *Topology, kind Kind) []T {
	list := make([]T, 0, t.kinds[kind].len)
	for _, object := range t.kinds[kind].all {
		list = append(list, object.(T)) //nolint:forcetypeassert // they are of one kind, or T is Object
	}
	slices.SortFunc(list, func(a, b T) int { return compareText(a.ID(), b.ID()) })
	return list
}

func compareText(a, b ID) int { return strings.Compare(a.text, b.text) }

func get[T Object](t *Topology, id ID) (T, bool) {
	found, _ := t.Get(id)
	object, ok := found.(T)
	return object, ok
}
