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
	back := func(network topology.ID) (topology.ID, bool) {
		mapping, ok := t.Mapping(topology.MappingID(network, replica.Source.Server()))
		return mapping.Target, ok
	}
	if replica.Disconnected {
		return Return{ReplicaDisconnected, topology.ID{}, "The replica was disconnected, and the machine is too."}, nil
	}
	if !replica.MovedTo.IsZero() && !replica.MovedTo.Same(replica.CameUpOn) {
		to, ok := back(replica.MovedTo)
		if !ok {
			return Return{MovedToUnmapped, topology.ID{}, Say(
				"The replica was moved to %s, which is not mapped to %s, so the machine is disconnected.",
				replica.MovedTo, replica.Source.Server()).In(t)}, nil
		}
		return Return{MovedToMapped, to, Say("The replica was moved to %s, which is mapped to %s.", replica.MovedTo, to).In(t)}, nil
	}
	to, ok := back(replica.CameUpOn)
	switch {
	case !ok:
		return Return{Unchanged, replica.Source, Say(
			"The replica is where it came up, and %s is not mapped to %s, so the machine stays on %s.",
			replica.CameUpOn, replica.Source.Server(), replica.Source).In(t)}, nil
	case !to.Same(replica.Source):
		return Return{MappingChanged, to, Say(
			"The replica is where it came up, but %s is now mapped to %s.", replica.CameUpOn, to).In(t)}, nil
	}
	return Return{Unchanged, replica.Source, Say("Nothing was changed, so the machine stays on %s.", replica.Source).In(t)}, nil
}
