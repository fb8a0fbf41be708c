package engine

import (
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Standing says how an object of the topology stands to the run that makes a
// change, which decides how a rival of the change, and what refers to an object
// that is deleted, is judged.
type Standing uint8

const (
	// Settled says that the object is in the catalog, whoever it belongs to. A rival
	// is an error, unless the change creates what is there exactly so.
	Settled Standing = iota
	// Planned says that another resource of this run has planned the object. A rival is
	// an error.
	Planned
	// Own says that the object belongs to the run's own state, and that the run may
	// still change it or delete it: its own plan comes later and judges it then. It
	// is nobody's rival.
	Own
	// Foreign says that the object belongs to another state, or that nobody knows to
	// which: this run will not change it. A rival is an error.
	Foreign
	// UnderWay says that another run has created the object, and has not ended. A rival
	// is an error.
	UnderWay
	// Leaving says that this run deletes the object. It is nobody's rival.
	Leaving
)

// Everything is settled when a change is about to be written.
func Everything(topology.ID) Standing { return Settled }

// Check judges a change to a topology: the object by itself, what it refers to,
// its rivals, and what the change takes from those that refer to it. It reports all
// that is wrong, but not what rests on something that it has reported already. Of a
// deletion it judges who still refers to the object. The cost is proportional to
// what the change touches.
func Check(t *topology.Topology, change topology.Change, standing func(topology.ID) Standing) []Finding {
	c := &checker{
		findings: findings{topology: t, subject: change.ID()}, standing: standing,
	}
	if change.Action == topology.Delete {
		c.deletion(change.ID())
		return c.found
	}
	c.validate(change.Object)
	before, exists := t.Get(change.ID())
	if !HasErrors(c.found) { // or it may become the same as what is there
		c.existence(change, before, exists)
	}
	c.known(change.Object)
	switch object := change.Object.(type) {
	case topology.Protection:
		c.protection(object, change.Action == topology.Update && exists && topology.Equal(before, object))
	case topology.Mapping:
		if c.isSound(object.Source) && c.isSound(object.Target) {
			c.mapping(object)
		}
	}
	if HasErrors(c.found) {
		return c.found // what a change takes, it does not take if it cannot be made
	}
	if change.Action == topology.Create {
		c.recreated(before, change.Object)
		return c.found // what a creation finds there is a rival, not its past
	}
	switch object := change.Object.(type) {
	case topology.AzureNetwork:
		if before, ok := before.(topology.AzureNetwork); ok {
			c.movedNetwork(before, object)
		}
	case topology.VMNetwork:
		if before, ok := before.(topology.VMNetwork); ok {
			c.movedOnto(before, object)
		}
	case topology.Cloud:
		if before, ok := before.(topology.Cloud); ok {
			c.lostNetworks(before, object)
		}
	case topology.Protection:
		if before, ok := before.(topology.Protection); ok {
			c.redirected(before, object)
		}
	case topology.Mapping:
		if before, ok := before.(topology.Mapping); ok {
			c.rewires(before, object)
		}
	}
	return c.found
}

type checker struct {
	findings
	standing func(topology.ID) Standing
}

// rival reports whether an object that is in the way of the change stays there.
func (c *checker) rival(id topology.ID) bool {
	standing := c.standing(id)
	return standing != Leaving && standing != Own
}

// deletion objects to those that refer to the object and that this run does not
// change. Its own objects let go before it ends: Terraform deletes before it
// updates what referred to the object.
func (c *checker) deletion(id topology.ID) {
	var planned, others []Phrase
	aside := "" // of mappings, what a set does not say
	for _, referrer := range c.topology.Referrers(id) {
		line := Say("  - %s (%s)", referrer.ID(), referrer.ID().String())
		switch c.standing(referrer.ID()) {
		case Leaving, Own:
		case Planned:
			planned = append(planned, line)
			if mapping, ok := referrer.(topology.Mapping); ok && !mapping.Source.Same(id) && !mapping.Target.Same(id) {
				aside = " A mapping of a set, which says nothing of it, is first given a resource of its own, with an import block."
			}
		default:
			others = append(others, line)
		}
	}
	if len(planned) > 0 {
		c.add(StillReferredTo, Error, nil,
			Say("%s is to be deleted, but these refer to it in the same plan:\n%s", capital(id), joined("\n", planned)),
			Say("Take the id out of them, or keep the object. Refer to the id attribute of its resource instead of writing the id out: then Terraform itself finds this.%s", aside))
	}
	if len(others) > 0 {
		c.add(StillReferredTo, Error, nil,
			Say("%s cannot be deleted, because these still refer to it and do not belong to this state:\n%s", capital(id), joined("\n", others)),
			Say("Have them deleted or changed first where they are managed. What no state manages any more, import and destroy."))
	}
}

// existence judges whether the id is free for a creation, or there for an update.
func (c *checker) existence(change topology.Change, before topology.Object, exists bool) {
	id := change.ID()
	if !exists {
		if change.Action == topology.Update {
			c.add(Vanished, Error, nil,
				Say("%s is to be updated, but is no longer in the catalog: somebody has deleted it meanwhile.", capital(id)),
				Say("Plan again, with a refresh: the plan creates it again. If it is to stay deleted, remove its resource from the configuration first."), id)
		}
		return
	}
	same := topology.Equal(before, change.Object)
	switch standing := c.standing(id); {
	case standing == Planned && (same || change.Action == topology.Update):
		c.managedTwice(change.Object)
	case change.Action == topology.Update || standing == Leaving || standing == Own:
	case (standing == Foreign || standing == UnderWay) && same:
		c.foreign(id)
	case same:
		// A run that was interrupted before it could say so has written it.
	default:
		c.taken(change.Object, before)
	}
}

// recreated warns of what a mapping leads to that takes the place of another one of
// this run's own state: one that goes, or that a state was made to forget.
func (c *checker) recreated(before, after topology.Object) {
	was, ok := before.(topology.Mapping)
	if standing := c.standing(after.ID()); !ok || standing != Own && standing != Leaving {
		return
	}
	if mapping, ok := after.(topology.Mapping); ok {
		c.rewires(was, mapping)
	}
}

// taken reports that another object has the id of one that is to be created.
func (c *checker) taken(object, before topology.Object) {
	id := object.ID()
	switch object := object.(type) {
	case topology.Mapping:
		rival, _ := before.(topology.Mapping)
		if rival.Target.Same(object.Target) {
			c.different(object)
			return
		}
		c.add(SecondMapping, Error, At("source_network_id"),
			Say("%s is mapped to %s already, on the same fabric (%s). It cannot be mapped to %s as well.",
				capital(object.Source), rival.Target, object.Fabric(), object.Target),
			Say("Keep one of the two mappings. To manage the present one, import %q.", id.String()), id)
	case topology.Protection:
		rival, _ := before.(topology.Protection)
		c.cloudInTwo("protected_cloud_id", object.Protected, rival)
	default:
		c.different(object)
	}
}

// different reports that what is to be created is there with other values.
func (c *checker) different(object topology.Object) {
	if c.standing(object.ID()) == Planned {
		c.managedTwice(object)
		return
	}
	c.foreign(object.ID())
}

func (c *checker) managedTwice(object topology.Object) {
	id := object.ID()
	what := Say("%s", id)
	there, ok := c.topology.Get(id)
	if ok && there.ID().String() != id.String() {
		what = Say("%s (names that differ only in case are one name)", id)
	}
	switch object := object.(type) {
	case topology.Mapping:
		if other, ok := there.(topology.Mapping); ok && !other.Target.Same(object.Target) {
			what = Say("%s: one maps to %s, the other one to %s", what, other.Target, object.Target)
		}
	case topology.Protection:
		if other, ok := there.(topology.Protection); ok && (!other.Protecting.Same(object.Protecting) || !topology.SameLocation(other.AzureLocation, object.AzureLocation)) {
			what = Say("%s: one has it protected by %s, the other one by %s", what, protector(other), protector(object))
		}
	}
	c.add(ManagedTwice, Error, nil, Say("Two resources of this run manage %s.", what), Say("Keep one of the two."), id)
}

// known judges whether what the object refers to exists.
func (c *checker) known(object topology.Object) {
	for _, reference := range object.References() {
		// A logical network that exists has a server that exists.
		if reference.Relation == topology.VMNetworkOfServer || !c.isSound(reference.Target) {
			continue
		}
		if _, ok := c.topology.Get(reference.Target); !ok {
			c.unknown(At(reference.Relation.Attribute()), reference.Target, "refer to the id attribute of its resource instead of writing the id out: "+
				"only then is it planned first, and an id that is written out may work in one run and fail in the next")
			c.faulty(reference.Target)
		} else if c.standing(reference.Target) == Leaving {
			c.leaving(At(reference.Relation.Attribute()), reference.Target)
			c.faulty(reference.Target)
		}
	}
}

// protection judges the clouds of a protection, which may be one that was there
// before and stays as it is.
func (c *checker) protection(p topology.Protection, unchanged bool) {
	for _, role := range []struct {
		attribute string
		cloud     topology.ID
	}{{"protected_cloud_id", p.Protected}, {"protecting_cloud_id", p.Protecting}} {
		if !c.isSound(role.cloud) {
			continue
		}
		rivals := append(c.topology.ProtectionsOf(role.cloud), c.topology.ProtectionsBy(role.cloud)...)
		for _, rival := range rivals {
			if rival.ID().Same(p.ID()) {
				continue
			}
			switch {
			case !c.rival(rival.ID()):
			case unchanged && c.standing(rival.ID()) == Planned:
				c.add(CloudInTwo, Error, At(role.attribute),
					Say("%s is in this cloud protection already, and another one in the same run would have it too: %s. A cloud belongs to one cloud protection at the most, in either role.",
						capital(role.cloud), pairing(rival)),
					Say("Use another cloud in the other protection, or remove this one."), rival.ID())
			default:
				c.cloudInTwo(role.attribute, role.cloud, rival)
			}
		}
	}
}

func (c *checker) cloudInTwo(attribute string, cloud topology.ID, rival topology.Protection) {
	c.add(CloudInTwo, Error, At(attribute),
		Say("%s is in another cloud protection already: %s. A cloud belongs to one cloud protection at the most, in either role.",
			capital(cloud), pairing(rival)),
		Say("Use another cloud, or remove the other protection first."), rival.ID())
}

// pairing says which cloud a protection protects, and by what.
func pairing(p topology.Protection) Phrase {
	return Say("%s is protected by %s", p.Protected, protector(p))
}

func protector(p topology.Protection) Phrase {
	if p.Fabric().Kind() == topology.KindAzure {
		return Say("Azure in '%s'", p.AzureLocation)
	}
	return Say("%s", p.Protecting)
}
