package engine

import (
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Replica is what has become of a replica since the failover, by the time that
// it is replicated back.
type Replica struct {
	// Source is the network that the machine was on before the failover.
	Source topology.ID
	// CameUpOn is the network that the replica came up on.
	CameUpOn topology.ID
	// Disconnected says that somebody disconnected it since.
	Disconnected bool
	// MovedTo is the network that somebody connected it to since, if any.
	MovedTo topology.ID
}

// FailbackScenario is what decides a failback.
type FailbackScenario string

// The scenarios.
const (
	Unchanged           FailbackScenario = "unchanged"
	ReplicaDisconnected FailbackScenario = "replica_disconnected"
	MovedToUnmapped     FailbackScenario = "moved_to_unmapped"
	MovedToMapped       FailbackScenario = "moved_to_mapped"
	MappingChanged      FailbackScenario = "mapping_changed"
)

// Return is where a machine is connected after a failback.
type Return struct {
	Scenario FailbackScenario
	// Network is the network that it is connected to; zero if to none.
	Network topology.ID
	// Reason says why, in a sentence for people.
	Reason string
}

// Failback returns where a machine is connected after a failback, which follows
// the mapping of the network that its replica is on, back to the source's server.
// The findings say what is wrong with the question.
func Failback(t *topology.Topology, replica Replica) (Return, []Finding) {
	question := findings{topology: t}
	question.asked(At("source_network_id"), replica.Source, topology.KindVMNetwork)
	question.asked(At("replica_network_id"), replica.CameUpOn, topology.KindVMNetwork, topology.KindAzureNetwork)
	if replica.CameUpOn.Same(replica.Source) && len(question.found) == 0 {
		question.add(InvalidValue, Error, At("replica_network_id"),
			Say("%s is source_network_id as well, but no replica comes up on the source network, which cannot be mapped to itself.", capital(replica.CameUpOn)),
			Say("Give the network that the replica came up on: the target of a mapping."))
	}
	if !replica.MovedTo.IsZero() {
		question.asked(At("replica_moved_to_network_id"), replica.MovedTo, topology.KindVMNetwork, topology.KindAzureNetwork)
		if replica.Disconnected {
			question.add(InvalidValue, Error, At("replica_disconnected"),
				Say("The replica cannot be disconnected and connected to %s at once.", replica.MovedTo),
				Say("Give one of replica_disconnected and replica_moved_to_network_id."))
		}
	}
	if len(question.found) > 0 {
		return Return{}, question.found
	}
	back := failback{t, replica}
	older, isOlder := back.byOlderMapping()
	answer, reason := back.answer(isOlder)
	if isOlder {
		reason = Say("%s %s", reason, older)
	}
	answer.Reason = reason.In(t)
	return answer, nil
}

// failback is a failback that is being judged.
type failback struct {
	*topology.Topology
	Replica
}

// answer returns where the machine is connected, and why.
func (f failback) answer(byOlderMapping bool) (Return, Phrase) {
	if f.Disconnected {
		return Return{Scenario: ReplicaDisconnected}, Say("The replica was disconnected, and the machine is too.")
	}
	if !f.MovedTo.IsZero() && !f.MovedTo.Same(f.CameUpOn) {
		to, ok := f.Target(f.MovedTo, f.Source.Server())
		switch {
		case !ok && f.MovedTo.Kind() == topology.KindAzureNetwork:
			return Return{Scenario: MovedToUnmapped},
				Say("The replica was moved to %s, and no mapping leads back from Azure, so the machine is disconnected.", f.MovedTo)
		case !ok:
			return Return{Scenario: MovedToUnmapped},
				Say("The replica was moved to %s, which is not mapped to %s, so the machine is disconnected.", f.MovedTo, f.Source.Server())
		}
		return Return{Scenario: MovedToMapped, Network: to}, Say("The replica was moved to %s, which is mapped to %s.", f.MovedTo, to)
	}
	to, ok := f.Target(f.CameUpOn, f.Source.Server())
	unchanged := Return{Scenario: Unchanged, Network: f.Source}
	switch {
	case !ok && f.CameUpOn.Kind() == topology.KindAzureNetwork:
		return unchanged, Say("The replica is where it came up, and no mapping leads back from Azure, so the machine stays on %s.", f.Source)
	case !ok:
		return unchanged, Say("The replica is where it came up, and %s is not mapped to %s, so the machine stays on %s.",
			f.CameUpOn, f.Source.Server(), f.Source)
	case !to.Same(f.Source):
		return Return{Scenario: MappingChanged, Network: to},
			Say("The replica is where it came up, but %s is now mapped to %s.", f.CameUpOn, to)
	case byOlderMapping:
		return unchanged, Say("The replica is where it came up, and %s is mapped to %s, so the machine stays there.", f.CameUpOn, f.Source)
	}
	return unchanged, Say("Nothing was changed, so the machine stays on %s.", f.Source)
}

// byOlderMapping says that the replica is not on the network that the source is mapped
// to by now. The mapping may have been changed since the failover, so it can be; but it
// may be a slip of who asks.
func (f failback) byOlderMapping() (Phrase, bool) {
	target, ok := f.Target(f.Source, f.CameUpOn.Fabric())
	switch {
	case !ok:
		return Say("%s is not mapped to %s now, so the replica came up on %s by an older mapping or by hand.",
			capital(f.Source), f.CameUpOn.Fabric(), f.CameUpOn), true
	case target.Same(f.CameUpOn):
		return Phrase{}, false
	}
	return Say("%s is mapped to %s now, so the replica came up on %s by an older mapping or by hand.", capital(f.Source), target, f.CameUpOn), true
}
