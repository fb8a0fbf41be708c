package provider

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What is wrong with an id that something is to be imported by, and what to write.

// notImportable says why a text is no id of the kind: err, or that it is of another kind.
func notImportable(t *topology.Topology, text string, id topology.ID, err error, kind topology.Kind) string {
	problem := fmt.Sprintf("%q is the id of a %s.", text, id.Kind().Noun())
	remedy := fmt.Sprintf("Import it into a siterecovery_%s.", id.Kind())
	var made []string // of the id, in the catalog
	switch {
	case err != nil:
		first := err.Error() + "."
		problem = capitalized(first)
		if !strings.Contains(text, "/") {
			problem += engine.AlikeNamed(t, kind, text)
		}
		remedy = strings.TrimSpace(strings.TrimPrefix(topology.Explain(err, kind), first))
	case kind == topology.KindMapping && id.Kind() == topology.KindVMNetwork:
		remedy = "The id of a network mapping is that of its source network with /mappings/{target server, or azure} behind it."
		for _, mapping := range t.MappingsFrom(id) {
			made = append(made, strconv.Quote(mapping.ID().String()))
		}
	case kind == topology.KindProtection && id.Kind() == topology.KindCloud:
		remedy = "The id of a cloud protection is that of its protected cloud with /protection behind it."
		for _, protection := range t.ProtectionsOf(id) {
			made = append(made, strconv.Quote(protection.ID().String()))
		}
	case kind == topology.KindMappingSet:
		problem = fmt.Sprintf("%q is the id of the %s.", text, id.LabelAt(topology.InFull))
		remedy = fmt.Sprintf("The id of a set of network mappings has the form %s.", kind.Form())
	}
	if len(made) > 0 {
		remedy += " The catalog has " + engine.Few(made) + "."
	}
	return topology.Visible(problem + "\n\nRemedy: " + remedy)
}

// notThere says that nothing has the id that is looked for, and what has an id like the
// first of those that the catalog does not know.
func (s *session) notThere(what string, ids ...topology.ID) string {
	found, alike := s.run.Found(), ""
	for _, id := range ids {
		if _, ok := found.Current(id); !ok && alike == "" {
			alike = engine.Alike(found.Topology, id)
		}
	}
	return topology.Visible(fmt.Sprintf("%s in %s.%s\n\nRemedy: Check the id, and that the provider uses the right catalog.", what, s.where(), alike))
}
