package engine

import (
	"fmt"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Standing says how far an object of the topology is settled while a change is
// judged, which decides how a rival of the change is reported.
type Standing uint8

const (
	// Settled says that the object is in the catalog, and the change is about to be
	// written beside it. A rival is an error.
	Settled Standing = iota
	// Planned says that another resource of this run has planned the object. A rival is
	// an error.
	Planned
	// Stored says that the object is in the catalog, and that this run may still
	// change it or delete it. A rival is a warning.
	Stored
	// Going says that this run deletes the object. It is nobody's rival.
	Going
)

// Everything is settled when a change is about to be written.
func Everything(topology.ID) Standing { return Settled }

// Check judges a change to a topology: the object by itself, what it refers to,
// its rivals, and what the change takes from those that refer to it. It reports all
// that is wrong, but not what rests on something that it has reported already. A topology
// in which everything is settled is about to be written: only then is a deletion
// judged. The cost is proportional to what the change touches.
func Check(t *topology.Topology, change topology.Change, standing func(topology.ID) Standing) []Finding {
	c := &checker{
		findings: findings{subject: change.ID()}, topology: t, standing: standing,
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
	sound := !HasErrors(c.found)
	switch object := change.Object.(type) {
	case topology.Protection:
		c.protection(object)
	case topology.Mapping:
		if c.isSound(object.Source) && c.isSound(object.Target) {
			c.mapping(object)
		}
	}
	if change.Action == topology.Create || !sound {
		return c.found // what a creation finds there is a rival, not its past
	}
	switch object := change.Object.(type) {
	case topology.AzureNetwork:
		if before, ok := before.(topology.AzureNetwork); ok {
			c.movedNetwork(before, object)
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
			c.rewired(before, object)
		}
	}
	return c.found
}

type checker struct {
	findings
	topology *topology.Topology
	standing func(topology.ID) Standing
}

// rivalry returns how a finding about a rival is reported, and false if it is not.
func (c *checker) rivalry(rival topology.ID) (Severity, bool) {
	switch c.standing(rival) {
	case Going:
		return "", false
	case Stored:
		return Warning, true
	default:
		return Error, true
	}
}

func (c *checker) deletion(id topology.ID) {
	referrers := c.topology.Referrers(id)
	if len(referrers) == 0 {
		return
	}
	labels := make([]string, len(referrers))
	for i, referrer := range referrers {
		labels[i] = "  - " + referrer.ID().Label() + " (" + referrer.ID().String() + ")"
	}
	c.add(StillReferredTo, Error, nil,
		fmt.Sprintf("%s cannot be deleted, because these still refer to it:\n%s",
			capital(id.Label()), strings.Join(labels, "\n")),
		"Delete or change them first. Where it is replaced by an object with another id, "+
			"lifecycle { create_before_destroy = true } moves them over before it is deleted; "+
			"where the id stays the same, they have to be replaced with it: lifecycle { replace_triggered_by = [...] }.")
}

// existence judges whether the id is free for a creation, or there for an update.
func (c *checker) existence(change topology.Change, before topology.Object, exists bool) {
	id := change.ID()
	if !exists {
		if change.Action == topology.Update {
			c.add(Vanished, Error, nil,
				fmt.Sprintf("%s is to be updated, but is no longer in the catalog.", capital(id.Label())),
				"Plan again: it will be created anew.", id)
		}
		return
	}
	same := topology.Equal(before, change.Object)
	standing := c.standing(id)
	switch {
	case standing == Planned && (same || change.Action == topology.Update):
		c.managedTwice(id)
	case change.Action == topology.Update || standing == Going:
	case same && standing == Stored:
		c.add(AlreadyExists, Warning, nil,
			fmt.Sprintf("%s is to be created and is in the catalog already, exactly so. It will be taken over.", capital(id.Label())),
			"Nothing, if a run was interrupted, or the resource has moved or is being replaced. If another workspace "+
				"manages it, remove it from one of the two: whoever destroys it, destroys it for both.", id)
	case same:
		// A run that was interrupted before it could say so has written it.
	default:
		c.taken(change.Object, before)
	}
}

// taken reports that another object has the id of one that is to be created.
func (c *checker) taken(object, before topology.Object) {
	id := object.ID()
	severity, _ := c.rivalry(id)
	switch object := object.(type) {
	case topology.Mapping:
		rival, _ := before.(topology.Mapping)
		if rival.Target.Same(object.Target) {
			c.different(id, severity)
			return
		}
		c.add(SecondMapping, severity, At("source_network_id"),
			fmt.Sprintf("%s is mapped to %s already, on the same fabric (%s). It cannot be mapped to %s as well.",
				capital(object.Source.Label()), rival.Target.Label(), object.Fabric().Label(), object.Target.Label()),
			fmt.Sprintf("Keep one of the two mappings. To manage the present one, import %q.", id), id)
	case topology.Protection:
		rival, _ := before.(topology.Protection)
		c.cloudInTwo("protected_cloud_id", object.Protected, rival, severity)
	default:
		c.different(id, severity)
	}
}

// different reports that what is to be created is there with other values.
func (c *checker) different(id topology.ID, severity Severity) {
	if c.standing(id) == Planned {
		c.managedTwice(id)
		return
	}
	c.add(AlreadyExists, severity, nil,
		fmt.Sprintf("%s is to be created, but is in the catalog already, with other values.", capital(id.Label())),
		fmt.Sprintf("Choose another name; or, to manage here what is in the catalog, import %q.", id), id)
}

func (c *checker) managedTwice(id topology.ID) {
	c.add(ManagedTwice, Error, nil,
		fmt.Sprintf("Two resources of this run manage %s (names that differ only in case are one name).", id.Label()),
		"Keep one of the two.", id)
}

// known judges whether what the object refers to exists.
func (c *checker) known(object topology.Object) {
	for _, reference := range object.References() {
		// A logical network that exists has a server that exists.
		if reference.Relation == topology.VMNetworkOfServer || !c.isSound(reference.Target) {
			continue
		}
		if _, ok := c.topology.Get(reference.Target); !ok {
			c.unknown(At(reference.Relation.Attribute()), reference.Target)
			c.faulty(reference.Target)
		}
	}
}

func (c *checker) protection(p topology.Protection) {
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
			if severity, ok := c.rivalry(rival.ID()); ok {
				c.cloudInTwo(role.attribute, role.cloud, rival, severity)
			}
		}
	}
}

func (c *checker) cloudInTwo(attribute string, cloud topology.ID, rival topology.Protection, severity Severity) {
	c.add(CloudInTwo, severity, At(attribute),
		fmt.Sprintf("%s is in another cloud protection already: %s. A cloud belongs to one cloud protection at the most, in either role.",
			capital(cloud.Label()), pairing(rival)),
		"Use another cloud, or remove the other protection first.", rival.ID())
}

// pairing says which cloud a protection protects, and by what.
func pairing(p topology.Protection) string {
	return fmt.Sprintf("%s is protected by %s", p.Protected.Label(), protector(p))
}

func protector(p topology.Protection) string {
	if p.Fabric().Kind() == topology.KindAzure {
		return fmt.Sprintf("Azure in '%s'", p.AzureLocation)
	}
	return p.Protecting.Label()
}
