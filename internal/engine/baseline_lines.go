package engine

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// baselineJudge makes the lines of a baseline.
type baselineJudge struct {
	Baseline
	topology  *topology.Topology
	unknown   *Unknowns
	addresses *openAddresses
	routes    map[routeKey]*route
	problems  *planProblems
}

// routeKey tells routes apart. Most machines share theirs with many others.
type routeKey struct {
	cloud, source topology.Key
	subnet        string
	subnetUnknown bool
}

// route is where adapters of a cloud's machines on a network land, before each is
// given an address.
type route struct {
	Landing
	unknown bool
	// reach is where they may land while that is unknown.
	reach reach
	// absent says what the route begins at and is not there; empty if it is.
	absent string
}

// reach is a part of the networks that an adapter may land on. What is zero or
// not known may be anything.
type reach struct {
	fabric, target topology.ID
	subnet         string
	subnetKnown    bool
}

func newBaselineJudge(t *topology.Topology, question BaselineQuestion, unknown *Unknowns) *baselineJudge {
	return &baselineJudge{
		Baseline: Baseline{question: question, rests: map[topology.Key]bool{}},
		topology: t, unknown: unknown, addresses: newOpenAddresses(t, unknown),
		routes: map[routeKey]*route{}, problems: newPlanProblems(t),
	}
}

// machines makes a line for each network adapter. They are served like those of a
// failover plan: in the order of the machines' names, and an address is given once.
func (j *baselineJudge) machines() {
	for _, machine := range j.question.Machines {
		switch {
		case machine.CloudUnknown && !j.question.Server.IsZero():
			j.LinesUnknown = true
		case machine.CloudUnknown:
			for i, adapter := range machine.Adapters {
				j.addresses.mayGive(reach{}, addressOf(adapter), adapter.AddressUnknown)
				j.Lines = append(j.Lines, BaselineLine{Name: adapterLine(machine, i), Unknown: true})
			}
		case j.question.judges(machine):
			j.machine(machine)
		}
	}
}

func adapterLine(machine BaselineMachine, adapter int) string {
	return machine.Name + "/" + strconv.Itoa(adapter)
}

func (j *baselineJudge) machine(machine BaselineMachine) {
	lines := make([]BaselineLine, len(machine.Adapters))
	routes := make([]*route, len(machine.Adapters))
	for i, adapter := range machine.Adapters {
		if adapter.SourceUnknown {
			routes[i] = &route{unknown: true}
		} else {
			routes[i] = j.route(machine.Cloud, adapter.Source, adapter.Subnet, adapter.SubnetUnknown)
		}
		lines[i] = j.adapter(routes[i], adapter)
		lines[i].Name = adapterLine(machine, i)
	}
	j.onOneAzureNetwork(routes, lines)
	j.Lines = append(j.Lines, lines...)
}

// adapter makes the line of an adapter from its route and its address.
func (j *baselineJudge) adapter(route *route, adapter BaselineAdapter) BaselineLine {
	asked := addressOf(adapter)
	switch {
	case route.unknown:
		j.addresses.mayGive(route.reach, asked, adapter.AddressUnknown)
		return BaselineLine{Unknown: true}
	case route.Outcome != Connected:
		return BaselineLine{Outcome: route.notConnected()}
	case adapter.AddressUnknown:
		j.addresses.mayGive(reach{target: route.Target, subnet: route.Subnet, subnetKnown: true}, asked, true)
		return BaselineLine{Unknown: true}
	}
	choice, known := j.addresses.give(route.Target, route.Subnet, asked)
	if !known {
		return BaselineLine{Unknown: true}
	}
	return BaselineLine{Connected: true, Outcome: targetText(route.Target) + subnetText(route.Subnet) + addressText(choice, asked)}
}

func addressOf(adapter BaselineAdapter) netip.Addr {
	asked, _ := netip.ParseAddr(adapter.Address)
	return asked
}

// onOneAzureNetwork judges the lines of a machine together: in Azure, all its
// adapters are on one network (M11).
func (j *baselineJudge) onOneAzureNetwork(routes []*route, lines []BaselineLine) {
	var networks []topology.ID
	open := false
	for i, route := range routes {
		switch {
		case lines[i].Unknown && (route.unknown || route.Target.IsZero()):
			open = open || route.reach.mayBeIn(topology.Azure)
		case route.Target.Kind() == topology.KindAzureNetwork && !slices.ContainsFunc(networks, route.Target.Same):
			networks = append(networks, route.Target)
		}
	}
	for i, route := range routes {
		switch {
		case route.Target.Kind() != topology.KindAzureNetwork || lines[i].Unknown:
		case len(networks) > 1:
			lines[i].Connected = false
			lines[i].Outcome = fmt.Sprintf("no network (%s): in Azure a machine is on one network, and its adapters are mapped to several", SeveralAzureNetworks)
			j.remedy(Say("Map the networks of a machine to one Azure network."))
		case open:
			lines[i] = BaselineLine{Name: lines[i].Name, Unknown: true}
		}
	}
}

func (r reach) mayBeIn(fabric topology.ID) bool {
	if !r.target.IsZero() {
		return r.target.Fabric().Same(fabric)
	}
	return r.fabric.IsZero() || r.fabric.Same(fabric)
}

// networks makes a line for each VM network that a protected cloud uses.
func (j *baselineJudge) networks() {
	servers := j.topology.Servers()
	if given, ok := j.topology.Server(j.question.Server); ok {
		servers = []topology.Server{given}
	} else if !j.question.Server.IsZero() {
		return
	}
	for _, server := range servers {
		for _, network := range j.topology.VMNetworksOf(server.ID()) {
			for _, protection := range j.topology.ProtectionsUsing(network) {
				j.Lines = append(j.Lines, j.network(protection, network))
			}
		}
	}
	j.LinesUnknown = j.unknown.hidesLines(j.topology, j.question.Server)
}

// escapedInLine keeps names with a slash in them apart from the slashes of a line.
var escapedInLine = strings.NewReplacer("/", "%2F", "%2F", "%252F")

func (j *baselineJudge) network(protection topology.Protection, network topology.VMNetwork) BaselineLine {
	cloud := protection.Protected
	line := BaselineLine{Name: strings.Join([]string{
		escapedInLine.Replace(network.ID().Server().Name()),
		escapedInLine.Replace(cloud.Name()),
		escapedInLine.Replace(network.ID().Name()),
	}, " / ")}
	sources := network.Subnets
	if len(sources) == 0 {
		sources = []topology.Subnet{{}} // its machines are somewhere
	}
	namesUnknown := j.unknown.of(network.ID(), "subnets")
	var landings subnetLandings
	var route *route
	for i, source := range sources {
		namesUnknown = namesUnknown || j.unknown.subnet(network.ID(), i, "name")
		route = j.route(cloud, network.ID(), source.Name, namesUnknown)
		if !route.unknown && route.Outcome != Connected {
			line.Outcome = route.notConnected()
			return line
		}
		fails, known := j.poolFails(route, network.ID(), i, source)
		if route.unknown || namesUnknown || !known {
			line.Unknown = true
			return line
		}
		landings.add(route.Subnet, source.Name, fails)
	}
	line.Connected = true
	line.Outcome = targetText(route.Target) + landings.String()
	return line
}

// poolFails returns why machines on a source subnet get no address on a VMM server
// (A2), if that is known: they have static addresses if it has a static IP pool.
func (j *baselineJudge) poolFails(route *route, source topology.ID, i int, subnet topology.Subnet) (why AddressRule, known bool) {
	if route.Target.Kind() != topology.KindVMNetwork {
		return "", true
	}
	static, dynamic := netip.IPv4Unspecified(), netip.Addr{}
	asked := []netip.Addr{dynamic}
	switch {
	case j.unknown.pool(source, i):
		asked = []netip.Addr{dynamic, static}
	case subnet.Pool != nil:
		asked = []netip.Addr{static}
	}
	for n, address := range asked {
		choice, known := newOpenAddresses(j.topology, j.unknown).give(route.Target, route.Subnet, address)
		if !known {
			return "", false
		}
		rule := AddressRule("")
		if choice.Rule == NoPool {
			rule = NoPool
		}
		if n > 0 && rule != why {
			return "", false
		}
		why = rule
	}
	return why, true
}

// subnetLandings are the target's subnets on which the machines of a network
// land, each with the source's subnets that they come from.
type subnetLandings []subnetLanding

type subnetLanding struct {
	target  string
	sources []string
	fails   AddressRule
}

func (l *subnetLandings) add(target, source string, fails AddressRule) {
	i := slices.IndexFunc(*l, func(landing subnetLanding) bool { return landing.target == target })
	if i < 0 {
		i = len(*l)
		*l = append(*l, subnetLanding{target: target})
	}
	at := &(*l)[i]
	if source != "" {
		at.sources = append(at.sources, "'"+source+"'")
	}
	if at.fails == "" {
		at.fails = fails
	}
}

// String returns the landings in words. The source's subnets are named where the
// target's has not the name of the only one.
func (l subnetLandings) String() string {
	var text strings.Builder
	for _, landing := range l {
		text.WriteString(subnetText(landing.target))
		if landing.target != "" && len(landing.sources) > 0 &&
			(len(landing.sources) > 1 || !topology.SameName(landing.sources[0], "'"+landing.target+"'")) {
			text.WriteString(" (for " + strings.Join(landing.sources, ", ") + ")")
		}
		if landing.fails != "" {
			text.WriteString(failsText(landing.fails))
		}
	}
	return text.String()
}

// route finds where the adapters of a cloud's machines on a network land, and
// notes what that rests on.
func (j *baselineJudge) route(cloud, source topology.ID, subnet string, subnetUnknown bool) *route {
	key := routeKey{cloud.Key(), source.Key(), topology.Fold(subnet), subnetUnknown}
	if found, ok := j.routes[key]; ok {
		return found
	}
	found := &route{}
	j.routes[key] = found
	j.restsOn(cloud, source)
	network, ok := j.topology.VMNetwork(source)
	if _, there := j.topology.Cloud(cloud); !ok || !there {
		absent := source
		if ok {
			absent = cloud
		}
		found.absent = Say("%s", absent).In(j.topology)
		j.remedy(Say("Declare %s, or correct the machines.", absent))
		return found
	}
	found.Landing = routed(j.topology, network, cloud, subnet)
	mapping := j.passes(cloud, network)
	if found.reach, ok = j.unknown.route(j.topology, cloud, network, mapping, subnet, subnetUnknown); !ok {
		found.unknown = true
		found.Landing = Landing{}
		return found
	}
	if found.Outcome != Connected {
		j.remedy(j.problems.outcomeRemedy(Machine{Cloud: cloud}, Adapter{Source: source}, found.Outcome))
	}
	return found
}

// routed is where an adapter lands that has no address of its own.
func routed(t *topology.Topology, network topology.VMNetwork, cloud topology.ID, subnet string) Landing {
	f := newFailover(t)
	way := f.way(cloud)
	return f.byCloud(&network, &way, &asked{source: network.ID(), cloud: cloud, subnet: subnet})
}

// passes notes the objects that decide a route, and returns the mapping among
// them, if there is one.
func (j *baselineJudge) passes(cloud topology.ID, network topology.VMNetwork) topology.Mapping {
	j.restsOn(topology.ProtectionID(cloud))
	protections := j.topology.ProtectionsOf(cloud)
	if len(protections) == 0 {
		return topology.Mapping{}
	}
	id := topology.MappingID(network.ID(), protections[0].Fabric())
	j.restsOn(id, protections[0].Protecting)
	mapping, ok := j.topology.Mapping(id)
	if !ok {
		return topology.Mapping{}
	}
	j.restsOn(mapping.Target)
	if target, ok := j.topology.VMNetwork(mapping.Target); ok {
		j.restsOn(target.LogicalNetwork)
	}
	return mapping
}

func (j *baselineJudge) restsOn(ids ...topology.ID) {
	for _, id := range ids {
		j.rests[id.Key()] = true
	}
}

func (j *baselineJudge) remedy(phrase Phrase) {
	text := phrase.In(j.topology)
	if !slices.Contains(j.remedies, text) {
		j.remedies = append(j.remedies, text)
	}
}

// notConnected says in words that the route leads to no network.
func (r *route) notConnected() string {
	if r.absent != "" {
		return fmt.Sprintf("no network (%s): there is no %s", UnknownReference, r.absent)
	}
	return fmt.Sprintf("no network (%s)", r.Outcome)
}

// targetText names a target network so that no other can be taken for it.
func targetText(target topology.ID) string { return target.LabelAt(topology.InFull) }

func subnetText(subnet string) string {
	if subnet == "" {
		return ""
	}
	return ", subnet '" + subnet + "'"
}

func addressText(choice AddressChoice, asked netip.Addr) string {
	switch {
	case choice.Rule.fails():
		return failsText(choice.Rule)
	case choice.Rule == DHCP:
		return ", address from DHCP"
	case choice.Rule == NextFree && asked.IsValid():
		return fmt.Sprintf(", address %s instead of %s", choice.Address, asked)
	}
	return fmt.Sprintf(", address %s", choice.Address)
}

// failsText says that a replica gets no address, or not the one that it has to get.
func failsText(rule AddressRule) string {
	if rule == NotInSubnet {
		return fmt.Sprintf(", but its failover fails: its address is not available there (%s)", rule)
	}
	return fmt.Sprintf(", but it gets no address (%s)", rule)
}
