package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// newNetworkMappingsList returns the list of the sets of mappings: one for each pair
// of a VMM server and a fabric that mappings lead between.
func newNetworkMappingsList() list.ListResource {
	return &objectList{kind: topology.KindMappingSet, list: listSets}
}

func listSets(ctx context.Context, s *session, diags *diag.Diagnostics) []listed {
	mappings := s.known(ctx, topology.KindMapping, diags)
	sets := map[topology.Key][]topology.Mapping{}
	var all []listed
	for _, object := range mappings {
		mapping, _ := object.(topology.Mapping)
		id := topology.MappingSetID(mapping.Source.Server(), mapping.Target.Fabric())
		if sets[id.Key()] == nil {
			all = append(all, listed{id, func() any { return s.wholeSet(id, sets[id.Key()]) }})
		}
		sets[id.Key()] = append(sets[id.Key()], mapping)
	}
	slices.SortFunc(all, func(a, b listed) int { return strings.Compare(string(a.id.Key()), string(b.id.Key())) })
	return all
}

// wholeSet returns the values of a set of mappings.
func (s *session) wholeSet(id topology.ID, mappings []topology.Mapping) *networkMappingsModel {
	m, all := modelOfSet(id), newPresentMappings()
	for _, mapping := range mappings {
		all.put(mapping.Source.String(), mapping.Target.String(), nil, s.run.Found().Holding(mapping.ID()).Vault)
	}
	m.fill(all, s.realises(id))
	return m
}
