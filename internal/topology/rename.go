package topology

import "slices"

// Former is an id that an object had before it was renamed.
type Former struct {
	Old ID
	Now ID
}

// Rename gives the object with the id from the id to, and everything whose id or
// references are made of it the ids that follow: for a VMM server that is all that
// it has. What refers to an object that is not there at the moment follows too. The
// old id is remembered. It returns the ids before and after of every object that
// changes. Nothing may have the new id yet.
func (t *Topology) Rename(from, to ID) []ID {
	var before, after []Object
	for _, object := range t.All() {
		if follows(object, from, to) {
			before, after = append(before, object), append(after, following(object, from, to))
		}
	}
	var changed []ID
	for _, object := range before {
		t.Remove(object.ID())
		changed = append(changed, object.ID())
	}
	for _, object := range after {
		t.Put(object)
		changed = append(changed, object.ID())
	}
	t.follow(from, to)
	return changed
}

// follows reports whether an id or a reference of the object changes with a renaming.
func follows(object Object, from, to ID) bool {
	changes := func(id ID) bool { return id.Following(from, to).text != id.text }
	return changes(object.ID()) ||
		slices.ContainsFunc(object.References(), func(r Reference) bool { return changes(r.Target) })
}

// follow brings the former ids up to date, and adds one.
func (t *Topology) follow(from, to ID) {
	if from.Same(to) {
		return // a name in another spelling
	}
	former := t.Formers()
	t.formers = table[Key, Former]{}
	for _, f := range former {
		// What lies under a server is looked up under the server's present name.
		old := f.Old
		if !old.Same(from) {
			old = old.Following(from, to)
		}
		t.Remember(Former{Old: old, Now: f.Now.Following(from, to)})
	}
	t.Remember(Former{Old: from, Now: to})
}

// Remember remembers an id that an object had, unless another object has it now.
func (t *Topology) Remember(f Former) {
	if _, taken := t.Get(f.Old); !taken && !f.Old.Same(f.Now) {
		t.formers.put(t.owner.Load(), f.Old.part, f.Old.key, f)
	}
}

// Forget forgets a former id.
func (t *Topology) Forget(old ID) { t.formers.remove(t.owner.Load(), old.part, old.key) }

// Formers returns all former ids that are remembered, in the order of their texts.
func (t *Topology) Formers() []Former {
	all := make([]Former, 0, t.formers.len)
	for _, f := range t.formers.all {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Former) int { return compareText(a.Old, b.Old) })
	return all
}

// Current returns the present id of the object that has the id given, or had it
// before it or something that its id is made of was renamed, and whether there is
// such an object.
func (t *Topology) Current(id ID) (ID, bool) {
	if object, ok := t.Get(id); ok {
		return object.ID(), true
	}
	now := t.current(id)
	if id.kind == KindMappingSet {
		return now, true // which is no object
	}
	if object, ok := t.Get(now); ok {
		return object.ID(), true
	}
	return now, false
}

// current resolves an id from its beginning to its end.
func (t *Topology) current(id ID) ID {
	switch id.kind {
	case KindServer:
	case KindProtection:
		return ProtectionID(t.current(id.Parent()))
	case KindMapping:
		return MappingID(t.current(id.Parent()), t.current(id.Fabric()))
	case KindMappingSet:
		return MappingSetID(t.current(id.Server()), t.current(id.Fabric()))
	default:
		if server := id.Server(); !server.IsZero() {
			id = id.Following(server, t.current(server))
		}
	}
	if f, ok := t.formers.get(id.part, id.key); ok {
		return f.Now
	}
	return id
}

// Following returns the id that id becomes when from is renamed to to: another
// one if id is from, or is made of it.
func (id ID) Following(from, to ID) ID {
	switch {
	case id.IsZero():
	case id.Same(from):
		return to
	case id.kind == KindProtection:
		if cloud := id.Parent().Following(from, to); !cloud.Same(id.Parent()) {
			return ProtectionID(cloud)
		}
	case id.kind == KindMapping, id.kind == KindMappingSet:
		source := id.Parent()
		if id.kind == KindMappingSet {
			source = id.Server()
		}
		newSource, fabric := source.Following(from, to), id.Fabric().Following(from, to)
		if newSource.Same(source) && fabric.Same(id.Fabric()) {
			return id
		}
		renamed := MappingID(newSource, fabric)
		renamed.kind = id.kind
		return renamed
	case from.kind == KindServer && id.Server().Same(from):
		return to.with(id.kind, to.text+id.text[len(head(id.text, 2)):], to.key+id.key[len(head(string(id.key), 2)):])
	}
	return id
}

// following returns the object with every id in it following a renaming.
func following(object Object, from, to ID) Object {
	move := func(id ID) ID { return id.Following(from, to) }
	moveAll := func(ids []ID) []ID {
		if ids == nil {
			return nil
		}
		moved := make([]ID, len(ids))
		for i, id := range ids {
			moved[i] = move(id)
		}
		return moved
	}
	switch object := object.(type) {
	case Server:
		object.id = move(object.id)
		return object
	case LogicalNetwork:
		object.id, object.Server = move(object.id), move(object.Server)
		return object
	case VMNetwork:
		object.id, object.LogicalNetwork = move(object.id), move(object.LogicalNetwork)
		return object
	case Cloud:
		object.id, object.Server, object.LogicalNetworks = move(object.id), move(object.Server), moveAll(object.LogicalNetworks)
		return object
	case Host:
		object.id, object.Server = move(object.id), move(object.Server)
		object.Clouds, object.LogicalNetworks = moveAll(object.Clouds), moveAll(object.LogicalNetworks)
		return object
	case Protection:
		object.id, object.Protected, object.Protecting = move(object.id), move(object.Protected), move(object.Protecting)
		return object
	case Mapping:
		object.id, object.Source, object.Target = move(object.id), move(object.Source), move(object.Target)
		object.Test, object.Protections = move(object.Test), moveAll(object.Protections)
		return object
	}
	return object
}

// Formerly returns which object had an id before it was renamed, and false if
// none is remembered.
func (t *Topology) Formerly(old ID) (Former, bool) {
	return t.formers.get(old.part, old.key)
}
