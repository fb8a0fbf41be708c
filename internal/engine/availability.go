package engine

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Availability is which targets a source network may be mapped to (M3, M4).
type Availability struct {
	// Choices are sorted by the target's id, then by the protected cloud's.
	Choices []Choice
	// ToAll are the targets that are available in every choice that they are
	// in, ToSome those that are available in at least one of them but not in
	// all. Both are sorted.
	ToAll, ToSome []topology.ID
}

// Choice is one target for one protection.
type Choice struct {
	Target     topology.ID
	Protection topology.Protection
	Available  bool
	// Reason says why the target is available or why not.
	Reason string
}

// AvailableTargets returns, for each cloud protection whose protected cloud uses
// the source network, every network of the fabric that it replicates to, except
// the source itself, and whether it is available (M3). Where a target is named,
// it returns the choices of that target alone. The findings say what is wrong
// with the question.
func AvailableTargets(t *topology.Topology, source, target topology.ID) (Availability, []Finding) {
	question := findings{topology: t}
	network := question.vmNetwork("source_network_id", source)
	if !target.IsZero() {
		question.asked(At("target_network_id"), target, topology.KindVMNetwork, topology.KindAzureNetwork)
	}
	if len(question.found) > 0 {
		return Availability{}, question.found
	}
	return availableTargets(t, network, target), nil
}

func availableTargets(t *topology.Topology, source topology.VMNetwork, target topology.ID) Availability {
	byFabric := map[topology.Key][]topology.Protection{}
	var networks []topology.Object
	for _, protection := range t.ProtectionsUsing(source) {
		fabric := protection.Fabric()
		if _, ok := byFabric[fabric.Key()]; !ok {
			networks = append(networks, candidates(t, fabric, source.ID(), target)...)
		}
		byFabric[fabric.Key()] = append(byFabric[fabric.Key()], protection)
	}
	slices.SortFunc(networks, func(a, b topology.Object) int { return compareIDs(a.ID(), b.ID()) })

	var answer Availability
	for _, network := range networks {
		protections := byFabric[network.ID().Fabric().Key()]
		place := placeOf(t, network.ID()).in(t)
		available := 0
		for _, protection := range protections {
			choice := Choice{
				Target:     network.ID(),
				Protection: protection,
				Available:  Serves(t, protection, network.ID()),
			}
			choice.Reason = Say("%s.", capital(place.reason(protection, choice.Available))).In(t)
			if choice.Available {
				available++
			}
			answer.Choices = append(answer.Choices, choice)
		}
		switch available {
		case len(protections):
			answer.ToAll = append(answer.ToAll, network.ID())
		case 0:
		default:
			answer.ToSome = append(answer.ToSome, network.ID())
		}
	}
	return answer
}

// candidates returns the networks of a fabric except the source itself; where a
// target is named, that one alone.
func candidates(t *topology.Topology, fabric, source, target topology.ID) []topology.Object {
	var networks []topology.Object
	switch {
	case !target.IsZero():
		if network, ok := t.Get(target); ok && target.Fabric().Same(fabric) && !target.Same(source) {
			networks = append(networks, network)
		}
	case fabric.Kind() == topology.KindAzure:
		for _, network := range t.AzureNetworks() {
			networks = append(networks, network)
		}
	default:
		for _, network := range t.VMNetworksOf(fabric) {
			if !network.ID().Same(source) {
				networks = append(networks, network)
			}
		}
	}
	return networks
}

// Serves reports whether a target is available for a protection: the protecting
// cloud uses it (M3), or it is an Azure network in the region that the
// protection replicates to (M11).
func Serves(t *topology.Topology, p topology.Protection, id topology.ID) bool {
	at := targetAt(t, id)
	return at.serves(t, &p)
}

// verdict says in a sentence without a full stop why a target is available for
// a protection or why not.
func verdict(t *topology.Topology, p topology.Protection, target topology.ID) Phrase {
	return placeOf(t, target).reason(p, Serves(t, p, target))
}

// place is where a target network is, in words.
type place struct {
	target topology.ID
	// has and lacks end a sentence about a cloud that has what is needed there,
	// or does not.
	has, lacks Phrase
}

func placeOf(t *topology.Topology, target topology.ID) place {
	if azure, ok := t.AzureNetwork(target); ok {
		return place{target, Say(", where %s is", target), Say(", but %s is in '%s'", target, azure.Location)}
	}
	network, _ := t.VMNetwork(target)
	on := Say("%s, on which %s is", network.LogicalNetwork, target)
	return place{target, Say(" has %s", on), Say(" does not have %s", on)}
}

// in returns the place in words that are written already, for many reasons.
func (at place) in(t *topology.Topology) place {
	return place{at.target, Phrase{format: at.has.In(t)}, Phrase{format: at.lacks.In(t)}}
}

// reason says why the place is available for a protection or why not.
func (at place) reason(p topology.Protection, available bool) Phrase {
	words := at.lacks
	if available {
		words = at.has
	}
	switch {
	case at.target.Fabric().Kind() != topology.KindAzure:
		return Say("%s%s", p.Protecting, words)
	case p.Fabric().Kind() != topology.KindAzure:
		return Say("%s replicates to %s, not to Azure", p.Protected, protector(p))
	}
	return Say("%s replicates to '%s'%s", p.Protected, p.AzureLocation, words)
}
