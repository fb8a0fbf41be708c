package engine

import (
	"net/netip"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Unknowns tells what of a topology is not known yet. Nil says that all is known.
type Unknowns struct {
	// Objects are those of which an attribute is not known. The topology has them
	// with what is known.
	Objects map[topology.Key]UnknownObject
	// The topology does not have the following, for their ids are not known. What
	// is known of them is given, and what is zero may be anything: for a
	// protection nothing, for a mapping its source or else the source's server and
	// the fabric, for a VM network its logical network, for a host its server.
	Protections int
	Mappings    []UnknownMapping
	VMNetworks  []topology.ID
	Hosts       []topology.ID
}

// UnknownObject is an object of which something is not known.
type UnknownObject struct {
	ID topology.ID
	// Attribute tells the attributes that are not known.
	Attribute func(Path) bool
}

// UnknownMapping is a mapping whose id is not known.
type UnknownMapping struct {
	Source, Server, Fabric topology.ID
}

// of reports whether one of the attributes of an object is not known.
func (u *Unknowns) of(id topology.ID, attributes ...string) bool {
	if u == nil {
		return false
	}
	object, ok := u.Objects[id.Key()]
	if !ok {
		return false
	}
	for _, attribute := range attributes {
		if object.Attribute(At(attribute)) {
			return true
		}
	}
	return false
}

// some reports whether anything of an object is not known. Of a set it cannot be
// told which elements are missing, so that is asked of a cloud and of a host.
func (u *Unknowns) some(id topology.ID) bool {
	if u == nil {
		return false
	}
	_, ok := u.Objects[id.Key()]
	return ok
}

// subnet reports whether an attribute of a network's subnet is not known.
func (u *Unknowns) subnet(network topology.ID, i int, attributes ...any) bool {
	if u == nil {
		return false
	}
	object, ok := u.Objects[network.Key()]
	return ok && object.Attribute(At("subnets", i).Then(attributes...))
}

// pool reports whether the static IP pool of a network's subnet is not known.
func (u *Unknowns) pool(network topology.ID, i int) bool {
	return u.subnet(network, i, "ip_pool") || u.subnet(network, i, "ip_pool", "first") || u.subnet(network, i, "ip_pool", "last")
}

// poolNamed is pool, of the subnet with a name.
func (u *Unknowns) poolNamed(t *topology.Topology, network topology.ID, name string) bool {
	if u == nil {
		return false
	}
	at := targetAt(t, network)
	for i, subnet := range at.subnets() {
		if topology.SameName(subnet.Name, name) {
			return u.pool(network, i)
		}
	}
	return u.of(network, "subnets")
}

// mayMap reports whether a mapping whose id is not known may be that of a source
// to a fabric, or to any.
func (u *Unknowns) mayMap(source, fabric topology.ID) bool {
	if u == nil {
		return false
	}
	for _, mapping := range u.Mappings {
		if (mapping.Source.IsZero() || mapping.Source.Same(source)) &&
			(mapping.Server.IsZero() || mapping.Server.Same(source.Server())) &&
			(mapping.Fabric.IsZero() || fabric.IsZero() || mapping.Fabric.Same(fabric)) {
			return true
		}
	}
	return false
}

// hidesLines reports whether it is not known which VM networks protected clouds
// use on a server, or on any.
func (u *Unknowns) hidesLines(t *topology.Topology, server topology.ID) bool {
	if u == nil {
		return false
	}
	if u.Protections > 0 {
		return true
	}
	here := func(id topology.ID) bool { return server.IsZero() || id.Server().Same(server) }
	for _, logicalNetwork := range u.VMNetworks {
		if logicalNetwork.IsZero() {
			return true
		}
		for _, cloud := range t.CloudsWith(logicalNetwork) {
			if here(cloud.ID()) && len(t.ProtectionsOf(cloud.ID())) > 0 {
				return true
			}
		}
	}
	for _, object := range u.Objects {
		if !here(object.ID) {
			continue
		}
		switch object.ID.Kind() {
		case topology.KindCloud:
			if len(t.ProtectionsOf(object.ID)) > 0 {
				return true
			}
		case topology.KindVMNetwork:
			if object.Attribute(At("logical_network_id")) {
				return true
			}
		case topology.KindProtection:
			if object.Attribute(At("protected_cloud_id")) {
				return true
			}
		}
	}
	return false
}

// hidesFindings reports whether findings may rest on something that is not known
// though no line does.
func (u *Unknowns) hidesFindings(t *topology.Topology, question BaselineQuestion) bool {
	for _, machine := range question.Machines {
		for _, adapter := range machine.Adapters {
			if adapter.SubnetUnknown || adapter.Subnet != "" && u.namesOfSubnets(t, adapter.Source) {
				return true
			}
		}
	}
	if u == nil {
		return false
	}
	if question.Machines == nil {
		return len(u.Objects)+u.Protections+len(u.Mappings)+len(u.VMNetworks)+len(u.Hosts) > 0
	}
	for _, object := range u.Objects {
		switch kind := object.ID.Kind(); {
		case kind == topology.KindHost:
			return true
		case kind == topology.KindProtection && u.of(object.ID, "protecting_cloud_id", "azure_location"):
			return true // the findings name where a cloud replicates to
		}
	}
	return len(u.Hosts) > 0
}

// namesOfSubnets reports whether it is not known which subnets a VM network has.
func (u *Unknowns) namesOfSubnets(t *topology.Topology, network topology.ID) bool {
	if u == nil {
		return false
	}
	if u.of(network, "subnets") {
		return true
	}
	at, _ := t.VMNetwork(network)
	for i := range at.Subnets {
		if u.subnet(network, i, "name") {
			return true
		}
	}
	return false
}

// route reports whether it is known where the adapters of a cloud's machines on a
// network land, before each is given an address; if not, where they may. It asks
// in the order of [failover.byCloud], and about each rule whether what is known
// decides it.
func (u *Unknowns) route(t *topology.Topology, cloud topology.ID, network topology.VMNetwork, mapping topology.Mapping,
	subnet string, subnetUnknown bool,
) (reach, bool) {
	if u == nil && !subnetUnknown {
		return reach{}, true
	}
	source := network.ID()
	protections := t.ProtectionsOf(cloud)
	if len(protections) == 0 {
		return reach{}, u == nil || u.Protections == 0
	}
	protection := protections[0]
	if u.of(protection.ID(), "protected_cloud_id") || u.of(source, "logical_network_id") {
		return reach{}, false
	}
	fabric := protection.Fabric()
	mapped := !mapping.ID().IsZero()
	open := u.of(mapping.ID(), "target_network_id") || !mapped && u.mayMap(source, fabric)
	if u.of(protection.ID(), "protecting_cloud_id", "azure_location") {
		fabric, mapping = topology.ID{}, topology.Mapping{}
		mapped = len(t.MappingsFrom(source)) > 0
		open = mapped || u.mayMap(source, fabric)
	}
	if open {
		mapping = topology.Mapping{}
	}
	if !t.Has(cloud, network.LogicalNetwork) {
		return reach{fabric: fabric, target: mapping.Target}, !u.some(cloud)
	}
	switch {
	case open:
		return reach{fabric: fabric}, false
	case !mapped:
		return reach{}, true
	}
	target := mapping.Target
	if u.of(target, "location", "logical_network_id") {
		return reach{target: target}, false
	}
	if !Serves(t, protection, target) {
		return reach{target: target}, target.Kind() == topology.KindAzureNetwork || !u.some(protection.Protecting)
	}
	return reach{target: target}, u.subnetChosen(t, target, subnet, subnetUnknown)
}

// subnetChosen reports whether it is known which subnet of a target is chosen (M10).
func (u *Unknowns) subnetChosen(t *topology.Topology, target topology.ID, subnet string, subnetUnknown bool) bool {
	if u.of(target, "subnets") {
		return false
	}
	at := targetAt(t, target)
	unknownNames := false
	for i, given := range at.subnets() {
		switch {
		case u.subnet(target, i, "name"):
			unknownNames = true
		case !subnetUnknown && subnet != "" && topology.SameName(given.Name, subnet):
			return true
		}
	}
	if subnetUnknown && len(at.subnets()) > 1 {
		return false
	}
	return !unknownNames || subnet == "" && !subnetUnknown && !u.subnet(target, 0, "name")
}

// openAddresses gives out addresses while it is not known of some adapters where
// they land, or what they ask for. An address that one of these may have taken is
// not known to be free.
type openAddresses struct {
	addresses
	unknown *Unknowns
	subnets map[subnetKey]*openSubnet
	// roaming are the adapters of which it is not known on which subnet they land.
	roaming []roamer
}

type subnetKey struct {
	network topology.Key
	subnet  string
}

// openSubnet is what may be gone of a subnet.
type openSubnet struct {
	maybe map[netip.Addr]bool
	// any says that any address may be gone.
	any bool
	// met counts the roaming adapters that have been taken into account.
	met int
}

type roamer struct {
	reach
	asked        netip.Addr
	askedUnknown bool
}

func newOpenAddresses(t *topology.Topology, unknown *Unknowns) *openAddresses {
	return &openAddresses{addresses: addresses{topology: t}, unknown: unknown, subnets: map[subnetKey]*openSubnet{}}
}

// give gives an address like [addresses.give], and reports whether it is known.
func (a *openAddresses) give(target topology.ID, subnet string, asked netip.Addr) (AddressChoice, bool) {
	stock := a.stock(target, subnet, asked)
	if stock.unknown {
		a.mayTake(a.at(target, subnet), target, subnet, asked, false)
		return AddressChoice{}, false
	}
	if !stock.asked {
		return a.addresses.give(target, subnet, asked), true
	}
	at, gone := a.at(target, subnet), a.of(target, subnet, stock.first)
	exact := asked.IsValid() && inRange(asked, stock.first, stock.last) && !gone.isTaken(asked)
	var certain bool
	switch {
	case exact:
		certain = !at.any && !at.maybe[asked]
	case stock.inAzure && asked.IsValid():
		certain = true // it is given to another, and no other address is looked for
	default:
		free, ok := gone.free(stock.last, nil)
		certain = !ok || !at.any && !at.maybe[free]
	}
	if certain {
		return a.addresses.give(target, subnet, asked), true
	}
	if !exact || !stock.inAzure {
		at.mayTakeNext(gone, stock.last)
	}
	return AddressChoice{}, false
}

// mayGive notes that an adapter may get an address somewhere.
func (a *openAddresses) mayGive(where reach, asked netip.Addr, askedUnknown bool) {
	switch {
	case where.target.IsZero() || !where.subnetKnown:
		a.roaming = append(a.roaming, roamer{where, asked, askedUnknown})
	default:
		a.mayTake(a.at(where.target, where.subnet), where.target, where.subnet, asked, askedUnknown)
	}
}

func (a *openAddresses) mayTake(at *openSubnet, target topology.ID, subnet string, asked netip.Addr, askedUnknown bool) {
	if askedUnknown {
		at.any = true
		return
	}
	stock := a.stock(target, subnet, asked)
	if !stock.asked {
		return
	}
	gone := a.of(target, subnet, stock.first)
	if asked.IsValid() && inRange(asked, stock.first, stock.last) && !gone.isTaken(asked) && !at.maybe[asked] {
		at.maybe[asked] = true
		return
	}
	if !stock.inAzure || !asked.IsValid() {
		at.mayTakeNext(gone, stock.last)
	}
}

// at returns what may be gone of a subnet, the roaming adapters included.
func (a *openAddresses) at(target topology.ID, subnet string) *openSubnet {
	key := subnetKey{target.Key(), topology.Fold(subnet)}
	at := a.subnets[key]
	if at == nil {
		at = &openSubnet{maybe: map[netip.Addr]bool{}}
		a.subnets[key] = at
	}
	for ; at.met < len(a.roaming); at.met++ {
		if r := a.roaming[at.met]; r.mayBeOn(target) {
			a.mayTake(at, target, subnet, r.asked, r.askedUnknown)
		}
	}
	return at
}

func (r reach) mayBeOn(target topology.ID) bool {
	if !r.target.IsZero() {
		return r.target.Same(target)
	}
	return r.mayBeIn(target.Fabric())
}

// mayTakeNext notes that the next free address may be taken: the first one that is
// free for certain, or one before it.
func (s *openSubnet) mayTakeNext(gone *given, last netip.Addr) {
	if address, ok := gone.free(last, s.maybe); ok {
		s.maybe[address] = true
	}
}

// free returns the next free address up to the last that is not among the others
// given, and takes nothing.
func (g *given) free(last netip.Addr, except map[netip.Addr]bool) (netip.Addr, bool) {
	for address := g.next; address.IsValid() && !last.Less(address); address = address.Next() {
		if !g.isTaken(address) && !except[address] {
			return address, true
		}
	}
	return netip.Addr{}, false
}

// stock is where the address of an adapter is looked for.
type stock struct {
	first, last netip.Addr
	// asked says that it is looked for at all: there is a pool or a subnet, and an
	// address is needed that may be there.
	asked bool
	// unknown says that what there is, is not known.
	unknown bool
	inAzure bool
}

func (a *openAddresses) stock(target topology.ID, name string, asked netip.Addr) stock {
	if azure, ok := a.topology.AzureNetwork(target); ok {
		for i, subnet := range azure.Subnets {
			if topology.SameName(subnet.Name, name) && a.unknown.subnet(target, i, "address_prefix") {
				return stock{unknown: true, inAzure: true}
			}
		}
		subnet, _ := subnetNamed(azure.Subnets, name)
		first, last, ok := usableInAzure(subnet)
		return stock{first, last, ok && (!asked.IsValid() || whyNotInAzure(subnet, asked, first, last) == ""), false, true}
	}
	network, _ := a.topology.VMNetwork(target)
	logical, _ := a.topology.LogicalNetwork(network.LogicalNetwork)
	virtualized := logical.Isolation == topology.IsolationNetworkVirtualization
	isolationUnknown := a.unknown.of(logical.ID(), "isolation")
	if !asked.IsValid() && !virtualized && !isolationUnknown {
		return stock{} // DHCP, whatever there is
	}
	subnet, _ := subnetNamed(network.Subnets, name)
	found := stock{unknown: a.unknown.poolNamed(a.topology, target, name) || isolationUnknown && !asked.IsValid()}
	if subnet.Pool != nil {
		found.first, found.last = subnet.Pool.Range()
		found.asked = true
	}
	return found
}
