package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Suggest adds to findings about references to unknown objects which objects of
// a topology may have been meant: of the same kind with nearly the same name, or
// with the same name on another VMM server or of another kind. Its cost is
// proportional to the objects of the topology, for each such finding.
func Suggest(t *topology.Topology, findings []Finding) []Finding {
	for i, finding := range findings {
		if finding.Code != UnknownReference || len(finding.RestsOn) == 0 {
			continue
		}
		if _, there := t.Get(finding.RestsOn[0]); there {
			continue // it goes in this run
		}
		findings[i].Detail += Alike(t, finding.RestsOn[0])
	}
	return findings
}

// Alike says, after a sentence, which objects may have been meant by the id of one that
// does not exist; nothing if none.
func Alike(t *topology.Topology, meant topology.ID) string {
	return listedBehind(t, " Its id is like that of:", likely(t, meant.Kind(), called(meant), placed(meant)))
}

// AlikeNamed is [Alike] for what may be the name of an object of a kind.
func AlikeNamed(t *topology.Topology, kind topology.Kind, name string) string {
	return listedBehind(t, " It is like the name of:", likely(t, kind, name, ""))
}

func listedBehind(t *topology.Topology, text string, ids []topology.ID) string {
	if len(ids) == 0 {
		return ""
	}
	for _, id := range ids {
		text += Say("\n  - %s (%s)", id, id.String()).In(t)
	}
	return text
}

// likely returns the ids of the objects that may have been meant by an id of a kind,
// that is called so and is at that place: three at the most, the likeliest first.
func likely(t *topology.Topology, kind topology.Kind, name, place string) []topology.ID {
	const most = 3
	type neighbour struct {
		id                  topology.ID
		name, place, kindly int
	}
	var neighbours []neighbour
	for object := range t.Objects() {
		id := object.ID()
		other := neighbour{id: id}
		switch {
		case id.Kind() == kind:
			distance, ok := topology.Near(name, called(id))
			if !ok {
				continue
			}
			other.name = distance
		case id.Name() != "" && topology.SameName(id.Name(), name):
			other.kindly = 1
		default:
			continue
		}
		other.place = topology.Distance(place, placed(id))
		neighbours = append(neighbours, other)
	}
	slices.SortFunc(neighbours, func(a, b neighbour) int {
		return cmp.Or(a.name-b.name, a.kindly-b.kindly, a.place-b.place, compareIDs(a.id, b.id))
	})
	var ids []topology.ID
	for _, neighbour := range neighbours[:min(most, len(neighbours))] {
		ids = append(ids, neighbour.id)
	}
	return ids
}

// called returns the name that people know an object by: its own, or that of
// what it belongs to.
func called(id topology.ID) string {
	if parent := id.Parent(); !parent.IsZero() {
		return parent.Name()
	}
	return id.Name()
}

// placed returns where an object is: the name of its VMM server, or what comes
// before its name in the ARM id.
func placed(id topology.ID) string {
	if id.Kind() == topology.KindAzureNetwork {
		return strings.TrimSuffix(id.String(), id.Name())
	}
	return id.Server().Name()
}
