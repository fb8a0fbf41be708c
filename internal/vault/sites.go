package vault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Site is what a vault tells of one VMM server, by names.
type Site struct {
	LogicalNetworks map[string]LogicalNetwork
	Networks        map[string]Network
	Clouds          map[string]Cloud
}

// Nameless is what a site cannot have by its name: one that several things have,
// or that nothing can have here.
type Nameless struct {
	Kind topology.Kind
	// Name is the name, and Server that of its VMM server.
	Name, Server string
	// IDs are the ARM ids of all that have the name.
	IDs []ARMID
	// Err says what is wrong with the name, nil where several things have it.
	Err error
}

// String says why the thing is in no site.
func (n Nameless) String() string {
	text := fmt.Sprintf("%s '%s'", n.Kind.Noun(), n.Name)
	if n.Kind != topology.KindServer {
		text += fmt.Sprintf(" of VMM server '%s'", n.Server)
	}
	if n.Err != nil {
		return fmt.Sprintf("%s: %v", text, n.Err)
	}
	return fmt.Sprintf("%s: the vault knows %d of that name", text, len(n.IDs))
}

// Sites returns what the vault tells of each VMM server, by the servers' names.
// What has no name of its own is in none of them, and is returned beside them.
func (d Discovery) Sites() (map[string]Site, []Nameless) {
	var nameless []Nameless
	servers := slices.DeleteFunc(slices.Clone(d.Fabrics), func(f Fabric) bool { return !topology.SameName(f.Type, vmmType) })
	sites := map[string]Site{}
	logical, networks, clouds := byFabric(d.LogicalNetworks), byFabric(d.Networks), byFabric(d.Clouds)
	for name, server := range named(servers, topology.KindServer, "", &nameless) {
		key := server.ARM.fabricKey()
		sites[name] = Site{
			LogicalNetworks: named(logical[key], topology.KindLogicalNetwork, name, &nameless),
			Networks:        named(networks[key], topology.KindVMNetwork, name, &nameless),
			Clouds:          named(clouds[key], topology.KindCloud, name, &nameless),
		}
	}
	slices.SortFunc(nameless, func(a, b Nameless) int { return strings.Compare(a.String(), b.String()) })
	return sites, nameless
}

// discovered is what the vault has a name and an id for.
type discovered interface{ naming() (string, ARMID) }

func (f Fabric) naming() (string, ARMID)         { return f.Name, f.ARM }
func (n Network) naming() (string, ARMID)        { return n.Name, n.ARM }
func (n LogicalNetwork) naming() (string, ARMID) { return n.Name, n.ARM }
func (c Cloud) naming() (string, ARMID)          { return c.Name, c.ARM }

func byFabric[T discovered](things []T) map[string][]T {
	by := map[string][]T{}
	for _, thing := range things {
		_, id := thing.naming()
		by[id.fabricKey()] = append(by[id.fabricKey()], thing)
	}
	return by
}

// named returns the things of a server by their names, and notes those that have
// none of their own.
func named[T discovered](things []T, kind topology.Kind, server string, nameless *[]Nameless) map[string]T {
	same := map[string][]T{}
	for _, thing := range things {
		name, _ := thing.naming()
		same[topology.Fold(name)] = append(same[topology.Fold(name)], thing)
	}
	by := make(map[string]T, len(same))
	for _, things := range same {
		name, _ := things[0].naming()
		err := topology.CheckName(kind, name)
		if len(things) == 1 && err == nil {
			by[name] = things[0]
			continue
		}
		without := Nameless{Kind: kind, Name: name, Server: server, Err: err}
		for _, thing := range things {
			_, id := thing.naming()
			without.IDs = append(without.IDs, id)
		}
		*nameless = append(*nameless, without)
	}
	return by
}
