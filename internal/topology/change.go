package topology

// Action is what a change does.
type Action uint8

// The actions.
const (
	Create Action = iota + 1
	Update
	Delete
)

// String returns the action as a verb.
func (a Action) String() string {
	switch a {
	case Create:
		return "create"
	case Update:
		return "update"
	case Delete:
		return "delete"
	}
	return "none"
}

// Change is one step from a topology to the next.
type Change struct {
	Action Action
	// Object is what is created or what it is updated to; nil for a deletion.
	Object Object
	// From is the id that the object of an update has until now; the zero ID says
	// that it keeps its id.
	From ID
	id   ID
}

// Creation returns the change that creates an object.
func Creation(object Object) Change {
	return Change{Action: Create, Object: object, id: object.ID()}
}

// Updating returns the change that puts an object in the place of the one with
// the same id.
func Updating(object Object) Change {
	return Change{Action: Update, Object: object, id: object.ID()}
}

// Renaming returns the change that gives the object with the id from another id,
// and puts an object in its place.
func Renaming(from ID, object Object) Change {
	change := Updating(object)
	change.From = from
	return change
}

// Renames reports whether the change gives an object another id. One in another
// spelling is the same.
func (c Change) Renames() bool { return !c.From.IsZero() && !c.From.Same(c.id) }

// Deletion returns the change that deletes an object.
func Deletion(id ID) Change { return Change{Action: Delete, id: id} }

// ID returns the id of the object that the change is about.
func (c Change) ID() ID { return c.id }

// Apply makes the change, sound or not, and returns what the topology held
// under the id before, nil if nothing.
func (t *Topology) Apply(change Change) (before Object) {
	if change.Renames() {
		t.Rename(change.From, change.id)
	}
	if change.Action == Delete {
		return t.Remove(change.id)
	}
	return t.Put(change.Object)
}
