package topology

// Missing is a reference to an object that is not there.
type Missing struct {
	Referrer Object
	Reference
}

// Missing returns the references to objects that are not there, in the order of
// the referrers.
func (t *Topology) Missing() []Missing {
	gone := map[Key]bool{}
	for to, referrers := range t.referrers.all {
		if to.relation == VMNetworkOfServer {
			continue // a logical network that exists has a server that exists
		}
		var target ID
		for _, reference := range referrers.list[0].References() {
			if reference.Relation == to.relation && reference.Target.key == to.target {
				target = reference.Target
			}
		}
		if _, ok := t.Get(target); !ok {
			gone[to.target] = true
		}
	}
	if len(gone) == 0 {
		return nil
	}
	var missing []Missing
	for _, object := range t.All() {
		for _, reference := range object.References() {
			if gone[reference.Target.key] && reference.Relation != VMNetworkOfServer {
				missing = append(missing, Missing{object, reference})
			}
		}
	}
	return missing
}

// Whole returns the topology without what refers to nothing: an object that
// stands on one that is not there is left out, and one that has it among others
// has only the others. It is t itself where no reference is missing.
//
// References are missing only in the middle of a run of Terraform, which deletes
// an object before it changes what referred to it.
func (t *Topology) Whole() *Topology {
	missing := t.Missing()
	if len(missing) == 0 {
		return t
	}
	whole := t.Clone()
	for ; len(missing) > 0; missing = whole.Missing() {
		for _, m := range missing {
			object, ok := whole.Get(m.Referrer.ID())
			if !ok {
				continue
			}
			if rest, ok := without(object, m.Reference); ok {
				whole.Put(rest)
			} else {
				whole.Remove(object.ID())
			}
		}
	}
	return whole
}

// without returns the object without a reference, and false if it is nothing
// without it.
func without(object Object, lost Reference) (Object, bool) {
	rest := func(ids []ID) []ID {
		kept := make([]ID, 0, len(ids))
		for _, id := range ids {
			if !id.Same(lost.Target) {
				kept = append(kept, id)
			}
		}
		return kept
	}
	switch object := object.(type) {
	case Cloud:
		object.LogicalNetworks = rest(object.LogicalNetworks)
		return object, lost.Relation == CloudWithLogicalNetwork
	case Host:
		switch lost.Relation {
		case HostOfCloud:
			object.Clouds = rest(object.Clouds)
			return object, true
		case HostOnLogicalNetwork:
			object.LogicalNetworks = rest(object.LogicalNetworks)
			return object, true
		}
	case Mapping:
		switch lost.Relation {
		case MappingForProtection:
			object.Protections = rest(object.Protections)
			return object, true
		case MappingTestedOnNetwork:
			object.Test = ID{}
			return object, true
		}
	}
	return nil, false
}
