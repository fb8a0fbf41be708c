package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	m := &networkMappingsModel{
		ID: newCaseless(id.String()), SourceServerID: idOrNull(id.Server()), TargetServerID: idOrNull(id.Fabric()),
		Exclusive: types.BoolValue(false), VaultMappingIDs: types.MapNull(types.StringType),
	}
	if id.Fabric().Same(topology.Azure) {
		m.TargetServerID, m.ToAzure = idOrNull(topology.ID{}), types.BoolValue(true)
	}
	targets, inForce := map[string]string{}, map[string]attr.Value{}
	for _, mapping := range mappings {
		targets[mapping.Source.String()] = mapping.Target.String()
		if recorded := s.run.Found().Holding(mapping.ID()).Vault; recorded != "" {
			inForce[mapping.Source.String()] = types.StringValue(recorded)
		}
	}
	m.Mappings = mapOfTexts(targets)
	if len(inForce) > 0 {
		m.VaultMappingIDs = types.MapValueMust(types.StringType, inForce)
	}
	return m
}
