package topology

import "slices"

// referrers are the objects that refer to one thing in one way, in the order of
// the text of their ids. Most are one or two, and questions go through all of
// them: a list does that many times as fast as a map, and is always in order.
type referrers struct {
	list  []Object
	owner *owner // who may change the list; others copy it first
}

// with returns the referrers with one more, which belongs at a place.
func (r referrers) with(by *owner, at int, object Object) referrers {
	return referrers{slices.Insert(r.own(by), at, object), by}
}

// without returns the referrers without the one with an id.
func (r referrers) without(by *owner, id ID) referrers {
	at, ok := r.find(id)
	if !ok {
		return r
	}
	return referrers{slices.Delete(r.own(by), at, at+1), by}
}

// find returns where the referrer with an id, spelled as it is there, is or
// belongs: mostly at the end, for objects come in an order.
func (r referrers) find(id ID) (int, bool) {
	if n := len(r.list); n == 0 || compareText(r.list[n-1].ID(), id) < 0 {
		return n, false
	}
	return slices.BinarySearchFunc(r.list, id, func(object Object, id ID) int { return compareText(object.ID(), id) })
}

func (r referrers) own(by *owner) []Object {
	if r.owner == by {
		return r.list
	}
	return append(make([]Object, 0, len(r.list)+1), r.list...)
}

// pair is a reference of which it is often asked whether it is there.
type pair struct {
	referrer, target Key
}

func pairPart(referrer, target ID) uint8 { return referrer.part ^ target.part }

// isPaired reports whether references of a relation are asked for one by one: which
// clouds have a logical network (M3), and which hosts are wired to it (M9).
func (r Relation) isPaired() bool { return r == CloudWithLogicalNetwork || r == HostOnLogicalNetwork }
