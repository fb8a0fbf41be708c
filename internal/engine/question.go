package engine

import (
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What a question is about has to be there, and of the kind that is asked about.

func (f *findings) vmNetwork(attribute string, id topology.ID) topology.VMNetwork {
	network, ok := f.topology.VMNetwork(id)
	if !ok {
		f.asked(At(attribute), id, topology.KindVMNetwork)
	}
	return network
}

// isThere reports whether what a question is about is there, and of a kind: then
// nothing has to be said about it.
func (f *findings) isThere(id topology.ID, kind topology.Kind) bool {
	_, ok := f.topology.Get(id)
	return ok && id.Kind() == kind
}

func (f *findings) asked(at Path, id topology.ID, kinds ...topology.Kind) {
	if !f.ofKind(at, id, kinds...) {
		return
	}
	if _, ok := f.topology.Get(id); !ok {
		f.unknown(at, id, "name its resource in depends_on: only then is it sure to be there when the question is answered")
	}
}

// OfKind says if an id at an attribute is of none of the kinds that it takes.
func OfKind(at Path, id topology.ID, kinds ...topology.Kind) []Finding {
	question := findings{}
	question.ofKind(at, id, kinds...)
	return question.found
}

// ofKind reports whether an id is of one of the kinds that an attribute takes.
func (f *findings) ofKind(at Path, id topology.ID, kinds ...topology.Kind) bool {
	if slices.Contains(kinds, id.Kind()) {
		return true
	}
	var nouns []string
	for _, kind := range kinds {
		nouns = append(nouns, withArticle(kind.Noun()))
	}
	either := strings.Join(nouns, " or ")
	f.add(WrongKind, Error, at,
		Say("%q is the id of the %s, and not that of %s.", id.String(), id, either),
		Say("Refer to the id of %s.", either))
	return false
}

func withArticle(noun string) string {
	if strings.HasPrefix(noun, "Azure") {
		return "an " + noun
	}
	return "a " + noun
}
