package engine

import (
	"maps"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Readiness is what a whole topology is worth on a failover.
type Readiness struct {
	// Findings are everything that would hurt: errors first, then by subject.
	Findings []Finding
	// Networks counts the VM networks that protected clouds use, and Covered
	// those of them that are connected for all of these clouds.
	Networks, Covered int
}

// Ready reports whether nothing would keep a machine from being connected.
func (r Readiness) Ready() bool { return !HasErrors(r.Findings) }

// With returns the readiness with findings of another source among the others.
func (r Readiness) With(more []Finding) Readiness {
	r.Findings = slices.Concat(r.Findings, more)
	slices.SortStableFunc(r.Findings, compareFindings)
	return r
}

// WithPlan returns the readiness with the findings of a failover plan, but not with
// those that it has already, of all machines of a network or a cloud.
func (r Readiness) WithPlan(plan FailoverPlan) Readiness {
	type cause struct {
		code    Code
		subject topology.Key
	}
	has := map[cause]bool{}
	for _, finding := range r.Findings {
		has[cause{finding.Code, finding.Subject.Key()}] = true
		if finding.Code == ServesOnlySome { // which a plan tells of the source, by its reason
			source := finding.Subject.Parent().Key()
			has[cause{TargetNotAvailable, source}], has[cause{OtherRegion, source}] = true, true
		}
	}
	return r.With(slices.DeleteFunc(slices.Clone(plan.Findings), func(f Finding) bool { return has[cause{f.Code, f.Subject.Key()}] }))
}

// Coverage is the part of the networks that are covered, from 0 to 1. Where
// nothing is protected, everything is covered.
func (r Readiness) Coverage() float64 {
	if r.Networks == 0 {
		return 1
	}
	return float64(r.Covered) / float64(r.Networks)
}

// JudgeReadiness judges a whole topology, or the part of it that one VMM server
// replicates from if one is given. The findings beside it say what is wrong with
// the question.
func JudgeReadiness(t *topology.Topology, server topology.ID) (Readiness, []Finding) {
	unsettled := Unsettled(t)
	t = t.Whole()
	question := findings{topology: t}
	servers := t.Servers()
	if !server.IsZero() {
		question.asked(At("source_server_id"), server, topology.KindServer)
		given, _ := t.Server(server)
		servers = []topology.Server{given}
	}
	if len(question.found) > 0 {
		return Readiness{}, question.found
	}
	j := judge{
		findings: findings{topology: t}, users: map[topology.Key][]*fabricUsers{},
		targets: map[topology.Key][]topology.Mapping{}, unplaced: map[topology.Key]*unplaced{},
	}
	for _, server := range servers {
		for _, network := range t.VMNetworksOf(server.ID()) {
			j.network(network)
		}
	}
	j.sharedTargets()
	j.unreached()
	j.found = append(j.found, unsettled...)
	slices.SortStableFunc(j.found, compareFindings)
	return Readiness{Findings: j.found, Networks: j.networks, Covered: j.covered}, nil
}

// judge goes through the networks of a topology and collects what would hurt.
type judge struct {
	findings
	networks, covered int
	// users are the protections that use networks on a logical network, by that: it
	// has many networks, and they share their protections.
	users map[topology.Key][]*fabricUsers
	// targets are the mappings seen, by their targets.
	targets map[topology.Key][]topology.Mapping
	// unplaced are the targets that no host of a protecting cloud reaches.
	unplaced map[topology.Key]*unplaced
}

type unplaced struct {
	cloud    topology.ID
	networks map[topology.Key]topology.ID
}

// fabricUsers are the protections that use networks on a logical network and
// replicate to one fabric.
type fabricUsers struct {
	fabric      topology.ID
	protections []topology.Protection
	// places is what is known of targets, by what decides it: the target's logical
	// network, or the Azure network itself.
	places map[topology.Key]*targetPlace
}

// targetPlace is what targets in one place are worth for protections.
type targetPlace struct {
	servesAll bool
	// noHost are the protecting clouds that use the place, and of which no host reaches it.
	noHost []topology.ID
}

// usersOf finds the protections that use a network, by fabric.
func (j *judge) usersOf(network topology.VMNetwork) []*fabricUsers {
	key := network.LogicalNetwork.Key()
	found, ok := j.users[key]
	if ok {
		return found
	}
	for protection := range j.topology.EachProtectionUsing(network) {
		fabric := protection.Fabric()
		i := slices.IndexFunc(found, func(of *fabricUsers) bool { return of.fabric.Same(fabric) })
		if i < 0 {
			i = len(found)
			found = append(found, &fabricUsers{fabric: fabric, places: map[topology.Key]*targetPlace{}})
		}
		found[i].protections = append(found[i].protections, protection)
	}
	j.users[key] = found
	return found
}

// place finds what a target is worth for protections.
func (j *judge) place(of *fabricUsers, at *target) *targetPlace {
	key := at.id.Key()
	if at.isOnServer {
		key = at.onServer.LogicalNetwork.Key()
	}
	if found, ok := of.places[key]; ok {
		return found
	}
	found := &targetPlace{servesAll: true}
	hasHosts := at.isOnServer && j.topology.HasHosts(at.id.Server())
	for i := range of.protections {
		cloud := of.protections[i].Protecting
		switch {
		case !at.serves(j.topology, &of.protections[i]):
			found.servesAll = false
		case hasHosts && len(Placement(j.topology, cloud, at.id)) == 0:
			found.noHost = append(found.noHost, cloud)
		}
	}
	of.places[key] = found
	return found
}

// network judges what would happen to the machines on a network.
func (j *judge) network(network topology.VMNetwork) {
	mappings := j.topology.MappingsFrom(network.ID())
	users := j.usersOf(network)
	covered := true
	for _, of := range users {
		if i := mappingTo(mappings, of.fabric); i < 0 {
			j.unmapped(network, of.fabric, of.protections)
			covered = false
		} else if !j.serves(mappings[i], of) {
			covered = false
		}
	}
	if len(users) > 0 {
		j.networks++
		if covered {
			j.covered++
		}
	}
	for _, mapping := range mappings {
		j.subject = mapping.ID()
		j.targets[mapping.Target.Key()] = append(j.targets[mapping.Target.Key()], mapping)
		of := &fabricUsers{}
		if i := slices.IndexFunc(users, func(of *fabricUsers) bool { return of.fabric.Same(mapping.Fabric()) }); i >= 0 {
			of = users[i]
		}
		j.mapping(network, mapping, of)
	}
}

// mappingTo returns which of the mappings leads to a fabric, less than zero if none does.
func mappingTo(mappings []topology.Mapping, fabric topology.ID) int {
	return slices.IndexFunc(mappings, func(mapping topology.Mapping) bool { return mapping.Fabric().Same(fabric) })
}

// unmapped finds that a network of protected clouds is not mapped (M1, M2).
func (j *judge) unmapped(network topology.VMNetwork, fabric topology.ID, protections []topology.Protection) {
	j.subject = network.ID()
	remedy := Say("Map %s to %s.", network.ID(), networkOf(fabric))
	if of, ok := testedBy(j.topology, network.ID()); ok {
		remedy = Say("%s It is the test network of %s: if no machines are on it but in tests, put it on a logical network that no protected cloud has.", remedy, of.Source)
	}
	j.add(UnmappedNetwork, Error, nil,
		Say("%s is not mapped to %s, and these clouds, which use it, replicate there: %s. %s",
			capital(network.ID()), fabric, protectedClouds(protections), unmapped(fabric)),
		remedy)
}

// serves judges whether a mapping serves all protections, and finds which it
// does not (M4).
func (j *judge) serves(mapping topology.Mapping, of *fabricUsers) bool {
	at := targetAt(j.topology, mapping.Target)
	if j.place(of, &at).servesAll {
		return true
	}
	var unserved []Phrase
	var lacking []topology.ID
	for _, protection := range of.protections {
		if !at.serves(j.topology, &protection) {
			lacking = append(lacking, protection.Protecting)
			unserved = append(unserved, Say("  - machines of %s: %s",
				protection.Protected, verdict(j.topology, protection, mapping.Target)))
		}
	}
	remedy := Say("Map to an Azure network in the region that the clouds replicate to.")
	if at.isOnServer {
		remedy = Say("Add %s to %s, or map to a network that is available to all.", at.onServer.LogicalNetwork, several("cloud", lacking))
	}
	j.subject = mapping.ID()
	j.add(ServesOnlySome, Error, At("target_network_id"),
		Say("The mapping of %s to %s does not serve:\n%s", mapping.Source, mapping.Target, lines(unserved)),
		remedy)
	return false
}

// mapping judges a mapping and what it leads to. The protections are those of
// the clouds that use it.
func (j *judge) mapping(source topology.VMNetwork, mapping topology.Mapping, of *fabricUsers) {
	j.used(mapping, of.protections)
	j.testNetwork(mapping)
	j.testUnavailable(mapping, of.protections)
	at := targetAt(j.topology, mapping.Target)
	if target := at.onServer; at.isOnServer {
		j.wayBack(mapping)
		j.subnets(mapping, source.Subnets, target.Subnets)
		j.pools(mapping, source.Subnets, target)
		j.hosts(&at, of)
	}
	if target := at.inAzure; at.isAzure {
		j.subnets(mapping, source.Subnets, target.Subnets)
		j.notGiven(mapping, source.Subnets, target)
		j.overlaps(mapping, source.Subnets, target)
	}
}

// used finds that no protection uses a mapping, there or back.
func (j *judge) used(mapping topology.Mapping, protections []topology.Protection) {
	if len(protections) > 0 {
		return
	}
	if target, ok := j.topology.VMNetwork(mapping.Target); ok {
		for _, back := range j.topology.ProtectionsUsing(target) {
			if !back.Protecting.IsZero() && j.topology.Uses(back.Protecting, mapping.Source) {
				return // it is the way back
			}
		}
	}
	j.add(UnusedMapping, Warning, nil,
		Say("No cloud that uses %s replicates to %s.", mapping.Source, mapping.Fabric()),
		Say("Protect a cloud that uses the network, or remove the mapping."))
}

// wayBack judges the failback.
func (j *judge) wayBack(mapping topology.Mapping) {
	back, ok := j.topology.Mapping(topology.MappingID(mapping.Target, mapping.Source.Server()))
	switch {
	case !ok:
		j.add(NoWayBack, Warning, nil,
			Say("%s is mapped to %s, and that one is not mapped to %s. On failback the machines stay on their network; "+
				"after a reverse replication there is no mapping to follow.",
				capital(mapping.Source), mapping.Target, mapping.Source.Server()),
			Say("Map %s to %s.", mapping.Target, mapping.Source))
	case !back.Target.Same(mapping.Source):
		remedy := Say("Map %s to %s, unless the machines are meant to move.", mapping.Target, mapping.Source)
		if other, _ := j.topology.Mapping(topology.MappingID(back.Target, mapping.Fabric())); other.Target.Same(mapping.Target) {
			// The other network has its way back there, and would lose it.
			remedy = Say("Map %s to a target of its own, unless the machines are meant to move: only one network can have its way back from %s.",
				mapping.Source, mapping.Target)
		}
		j.add(WayBackElsewhere, Warning, nil,
			Say("%s is mapped to %s, and that one to %s. On failback the machines are connected to the latter.",
				capital(mapping.Source), mapping.Target, back.Target), remedy)
	}
}

// subnets finds the subnets whose machines are connected to the first one (M10).
func (j *judge) subnets(mapping topology.Mapping, sources, targets []topology.Subnet) {
	var fallen []string
	for _, subnet := range sources {
		if _, ok := subnetNamed(targets, subnet.Name); !ok {
			fallen = append(fallen, subnet.Name)
		}
	}
	if len(fallen) > 0 && len(targets) > 0 {
		j.add(FirstSubnetUsed, Warning, nil,
			Say("%s has no subnet with the name of these subnets of %s: %s. Their machines are connected to its first subnet, '%s'.",
				capital(mapping.Target), mapping.Source, listed(fallen), targets[0].Name),
			Say("Give the target network a subnet of the same name for each."))
	}
	if (len(fallen) > 0 || len(sources) == 0) && len(targets) > 0 && isForGateways(mapping.Target, targets[0].Name) {
		detail, remedy := toGateways(mapping.Target)
		j.add(GatewaySubnetUsed, Warning, nil, detail, remedy)
	}
}

// hosts notes that no host of the protecting clouds reaches a target (M9).
func (j *judge) hosts(at *target, of *fabricUsers) {
	if len(of.protections) == 0 {
		return
	}
	for _, cloud := range j.place(of, at).noHost {
		if j.unplaced[cloud.Key()] == nil {
			j.unplaced[cloud.Key()] = &unplaced{cloud, map[topology.Key]topology.ID{}}
		}
		j.unplaced[cloud.Key()].networks[at.id.Key()] = at.id
	}
}

// unreached finds that replicas cannot be placed (M9).
func (j *judge) unreached() {
	for _, of := range j.unplaced {
		j.subject = of.cloud
		networks := slices.SortedFunc(maps.Values(of.networks), compareIDs)
		detail, remedy := withoutHost(j.topology, of.cloud, Say("these networks that its replicas connect to: %s", namesOf(networks)), networks)
		j.add(NoHost, Error, nil, detail, remedy)
	}
}

// sharedTargets finds the targets that several sources are mapped to (M7).
func (j *judge) sharedTargets() {
	for _, mappings := range j.targets {
		if len(mappings) < 2 {
			continue
		}
		var sources namesOf
		for _, mapping := range mappings {
			sources = append(sources, mapping.Source)
		}
		j.subject = mappings[0].Target
		remedy := "Map each network to a target of its own, if its machines are to return to it on failback."
		if j.subject.Kind() == topology.KindAzureNetwork {
			remedy += " But networks that one machine has adapters on have to share their target: in Azure, all adapters of a machine are on one network."
		}
		j.add(SharedTarget, Warning, nil,
			Say("%s is the target of several networks: %s. There is no unique way back from it.",
				capital(mappings[0].Target), sources),
			Say("%s", remedy))
	}
}

func protectedClouds(protections []topology.Protection) namesOf {
	var clouds namesOf
	for _, protection := range protections {
		clouds = append(clouds, protection.Protected)
	}
	return clouds
}
