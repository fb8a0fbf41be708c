package engine

import (
	"fmt"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What concerns the Terraform states that objects belong to, and the order in
// which a run makes its changes.

// UnderWayFor is how long after the last change of a catalog a run that has not ended
// may still be under way: an apply changes something all the time.
const UnderWayFor = 10 * time.Minute

// foreign reports that what is to be created belongs to another state, or to a run
// that may be under way.
func (c *checker) foreign(id topology.ID) {
	if c.standing(id) == UnderWay {
		c.add(OtherState, Error, nil,
			Say("%s is to be created, but another run has created it, and has not ended: it is under way, or was killed.", capital(id)),
			Say("Wait until that run is done, and plan again. If it was killed, run terraform apply again where it ran; or here, once the catalog has not changed for %d minutes.",
				int(UnderWayFor.Minutes())), id)
		return
	}
	c.add(OtherState, Error, nil,
		Say("%s is to be created, but is in the catalog already, and does not belong to this state: another workspace or folder manages it, "+
			"a test, or a resource of this configuration at another address.", capital(id)),
		Say("For a test or a trial, use a catalog of its own (SITERECOVERY_CATALOG). For a resource that has another address now, write a moved block. "+
			"Where the state file is lost or empty after a run that was killed, restore it: terraform.tfstate.backup is beside it. "+
			"To take the object over on purpose, import it; the other state then lets it be:\n\n%s", ImportBlock(id.Kind(), id.String())), id)
}

// ImportBlock returns the block that imports an object by an id, as Terraform formats
// it.
func ImportBlock(kind topology.Kind, id string) string {
	return fmt.Sprintf("import {\n  to = siterecovery_%s.example\n  id = %q\n}", kind, id)
}

// letGo is how a configuration lets go of what another state has.
const letGo = "Remove it from this configuration: it stays in the catalog. A removed block (lifecycle { destroy = false }) does it for a whole resource; of for_each, take the key out."

// Retired returns the finding that an object which a state wants to change
// belongs to another one by now.
func Retired(t *topology.Topology, id topology.ID) Finding {
	return NewFinding(t, Finding{Code: OtherState, Severity: Error, Subject: id},
		Say("%s is to be changed, but belongs to another state by now, which has imported it or created it again.", capital(id)),
		Say("%s To take it back on purpose, remove it from this state (terraform state rm) and import it.", letGo))
}

// The warnings about an object that belongs to another state, or soon will.

// TakenOver returns the warning that an object in the state belongs to another one.
func TakenOver(t *topology.Topology, id topology.ID) Finding {
	return otherState(t, id, Say("%s (%s) belongs to another state by now, which has imported it or created it again. This run leaves it as it is.", capital(id), id.String()),
		Say(letGo))
}

// Forgotten returns the warning that an object is not destroyed, but only removed
// from the state.
func Forgotten(t *topology.Topology, id topology.ID) Finding {
	return otherState(t, id, Say("%s (%s) belongs to another state by now. It is removed from this state, and stays in the catalog.", capital(id), id.String()),
		Say("Nothing, if the other state is to keep it."))
}

// Imported returns the warning that an object which is to be destroyed has been
// imported elsewhere.
func Imported(t *topology.Topology, id topology.ID) Finding {
	return otherState(t, id, Say("%s (%s) has been imported into another state, which has not been refreshed since, and so still belongs to this one: "+
		"it will be destroyed.", capital(id), id.String()),
		Say("If the other state is to keep it, run terraform plan there first; or remove it here with a removed block (lifecycle { destroy = false })."))
}

func otherState(t *topology.Topology, id topology.ID, detail, remedy Phrase) Finding {
	return NewFinding(t, Finding{Code: OtherState, Severity: Warning, Subject: id}, detail, remedy)
}

// CheckRename judges whether an object can have another id: no other object may
// have it.
func CheckRename(t *topology.Topology, from, to topology.ID) []Finding {
	rival, taken := t.Get(to)
	if !taken {
		return nil
	}
	f := findings{topology: t, subject: to}
	f.add(NameTaken, Error, At("name"),
		Say("%s is to be renamed to '%s', but that is the name of %s (%s).", capital(from), to.Name(), rival.ID(), rival.ID().String()),
		Say("Choose another name. If that one is renamed or deleted as well, do it in two steps: apply that first, and this rename afterwards. "+
			"To exchange two names, give one of the two a third name in between."))
	return f.found
}

// Renamed returns the finding that one resource of a run renames an object, and
// another one creates an object of the name that becomes free.
func Renamed(t *topology.Topology, id topology.ID) Finding {
	return NewFinding(t, Finding{Code: NameTaken, Severity: Error, Subject: id},
		Say("One resource of this run renames %s, and another one takes the name over. Which of the two Terraform would do first is not known.", id),
		Say("Do it in two steps: apply the renaming first, and add the new resource afterwards."))
}

// KeptElsewhere returns the finding that one resource of a run deletes what another
// one keeps.
func KeptElsewhere(t *topology.Topology, id topology.ID) Finding {
	return NewFinding(t, Finding{Code: ManagedTwice, Severity: Error, Subject: id},
		Say("Two resources of this run have the %s (%s) in their states: one keeps it, and the other one would delete it. This happens when a whole set is imported beside a resource "+
			"for one of its mappings.", id, id.String()),
		Say("To keep it in the set, list it there and remove the other resource with a removed block (lifecycle { destroy = false }). To keep the resource, remove the set from the "+
			"state (terraform state rm), or leave out its import block, and declare the set without an import: what it lists is then made, and what it does not list is left alone."))
}

// LeftBehind returns the finding that what is to be created is in the catalog
// already, left behind by a run that did not end.
func LeftBehind(found *topology.Topology, object topology.Object) Finding {
	id := object.ID()
	values := "."
	if before, ok := found.Get(id); ok && !topology.Equal(before, object) {
		values = " and given the values of this configuration."
	}
	return NewFinding(found, Finding{Code: AlreadyExists, Severity: Warning, Subject: id},
		Say("%s is in the catalog already: a run that failed or was killed has left it behind, before its state knew of it. It will be taken over%s", capital(id), values),
		Say("Nothing, if a run failed or was killed. If one is still under way in another workspace or folder, wait until it is done and plan again."))
}

// leaving reports a reference to an object that the same run deletes.
func (f *findings) leaving(at Path, id topology.ID) {
	f.add(UnknownReference, Error, at,
		Say("%s (%s) is to be deleted in the same run.", capital(id), id.String()),
		Say("Take the id out, or keep the object. If the object only has another resource address now, write a moved block for it."), id)
}

// OldNames returns a finding for each reference by the name that an object had
// before it was renamed.
func OldNames(t *topology.Topology, object topology.Object) []Finding {
	f := findings{topology: t, subject: object.ID()}
	for _, reference := range object.References() {
		if reference.Relation == topology.VMNetworkOfServer {
			continue // the logical network's id says it
		}
		if now, ok := t.Current(reference.Target); ok && !now.Same(reference.Target) {
			f.add(UnknownReference, Error, At(reference.Relation.Attribute()),
				Say("There is no %s (%s) any more: it has been renamed, and is called %s now.", reference.Target, reference.Target.String(), now),
				Say("Write %q; or refer to the id attribute of the resource, where this configuration declares it: then the id follows.", now.String()),
				reference.Target)
		}
	}
	return f.found
}

// Unsettled finds what is only so in the middle of a run of Terraform, or since
// one was broken off: references to what is deleted, and clouds in two protections.
func Unsettled(t *topology.Topology) []Finding {
	remedy := Say("If a run of Terraform is under way, wait until it is done. If one was broken off, run terraform apply again where it ran; what its plan makes again is settled by that. " +
		"What no state manages any more, import by its id, and change it or destroy it.")
	f := findings{topology: t}
	for _, missing := range t.Missing() {
		f.subject = missing.Referrer.ID()
		f.add(UnknownReference, Error, At(missing.Relation.Attribute()),
			Say("%s (%s) still refers to %s, which has been deleted.", capital(f.subject), f.subject.String(), missing.Target), remedy)
	}
	for _, cloud := range t.Clouds() {
		protections := append(t.ProtectionsOf(cloud.ID()), t.ProtectionsBy(cloud.ID())...)
		if len(protections) < 2 {
			continue
		}
		f.subject = cloud.ID()
		pairings := make([]Phrase, len(protections))
		for i, protection := range protections {
			pairings[i] = Say("  - %s (%s)", pairing(protection), protection.ID().String())
		}
		f.add(CloudInTwo, Error, nil,
			Say("%s is in %d cloud protections at once:\n%s", capital(cloud.ID()), len(protections), lines(pairings)), remedy)
	}
	return f.found
}
