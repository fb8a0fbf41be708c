package provider

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What a vault adds to a set of mappings.

// onlyInVault reports whether the state has a mapping from the vault that the
// catalog does not have, under whatever name.
func (r *networkMappingsResource) onlyInVault(id topology.ID) bool {
	if r.session.vault == nil {
		return false
	}
	_, there := r.session.found().Current(r.session.planner.Origin(id))
	return !there
}

// realises reports whether the mappings of a set are to be in force in a vault.
func (s *session) realises(set topology.ID) bool {
	return s.vault != nil && s.vault.Realises(topology.ScenarioTo(set.Fabric()))
}

// behind reports whether catalog or vault are behind what is planned, although the
// state is not.
func (r *networkMappingsResource) behind(entry mappingEntry, inForce map[string]attr.Value) bool {
	if !r.session.planner.Realises(entry.mapping) {
		return false
	}
	there, _ := r.session.found().Mapping(r.session.planner.Origin(entry.mapping.ID()))
	return inForce[entry.source] == nil || !r.session.current(there.Target).Same(entry.mapping.Target) || r.session.planner.Recorded(entry.mapping.ID()) == ""
}

// importedAsSet has a finding about a mapping that the vault or another state has
// already say how a set takes that over: as a whole.
func importedAsSet(finding engine.Finding) engine.Finding {
	block := engine.ImportBlock(topology.KindMappingSet, topology.MappingSetID(finding.Subject.Server(), finding.Subject.Fabric()).String())
	switch finding.Code {
	case engine.MappedInVault:
		finding.Remedy = fmt.Sprintf("To have it managed here, take the set out of the state if it is there (terraform state rm), and import it as a whole:\n\n%s\n\n"+
			"What the vault has of it and the set does not list would then be deleted: list it if it is to stay. To have the mapping made anew, delete it in the vault first.", block)
	case engine.OtherState:
		finding.Remedy = strings.Replace(finding.Remedy, engine.ImportBlock(topology.KindMapping, finding.Subject.String()), block+"\n\nWhat the catalog has of it and the set does not list would then be deleted.", 1)
	}
	return finding
}

// bound is what a plan finds of a set in the vault.
type bound struct {
	ids      types.Map
	findings []engine.Finding
}

// bind finds in the vault what a set needs, where its mappings are to be in force.
func (r *networkMappingsResource) bind(
	ctx context.Context, set, before mappingSet, inForce types.Map, diags *diag.Diagnostics,
) bound {
	result := bound{ids: types.MapUnknown(types.StringType)}
	realises := r.session.realises(set.id)
	if realises && set.exclusive && !set.incomplete {
		findings, err := r.session.planner.ExcludeInVault(ctx, set.id, set.ids(), before.ids())
		if err != nil {
			r.session.unreadable(diags, err)
			return result
		}
		result.findings = append(result.findings, findings...)
	}
	stood, targets := inForce.Elements(), before.targets()
	ids := map[string]attr.Value{}
	known := !set.incomplete
	for _, entry := range set.entries {
		key := entry.mapping.ID().Key()
		recorded := r.session.planner.Recorded(entry.mapping.ID())
		if !realises {
			if target, managed := targets[key]; managed && target != entry.mapping.Target.Key() {
				result.findings = append(result.findings, entry.located(r.session.planner.StaysInForce(entry.mapping))...)
			}
			if recorded != "" {
				ids[entry.source] = sameOr(stood[entry.source], recorded)
			}
			continue
		}
		adopted := ""
		if recorded == "" {
			adopted = idOf(stood[entry.source])
		}
		result.findings = append(result.findings, entry.located(r.session.planner.StaysInForce(entry.mapping))...)
		found, findings, err := r.session.planner.Bind(ctx, entry.mapping, recorded, adopted)
		if err != nil {
			r.session.unreadable(diags, err)
			return result
		}
		result.findings = append(result.findings, entry.located(findings)...)
		ids[entry.source] = sameOr(stood[entry.source], found.VaultID)
		target, managed := targets[key]
		known = known && (managed || found.Lasts()) // or it may have gone before it is created
		if managed && target == entry.mapping.Target.Key() && stood[entry.source] != nil && r.behind(entry, stood) {
			known = false // the vault was changed, and the configuration with it: the catalog is to follow
		}
	}
	switch {
	case !realises && len(ids) == 0:
		result.ids = types.MapNull(types.StringType)
	case known:
		result.ids = types.MapValueMust(types.StringType, ids)
	}
	return result
}

// idOf returns the id in a map of a state, empty if there is none.
func idOf(value attr.Value) string {
	text, _ := value.(types.String)
	return text.ValueString()
}

// sameOr returns the value of a state, unless the id is another one than in
// another case.
func sameOr(stood attr.Value, id string) attr.Value {
	if stood != nil && topology.SameName(idOf(stood), id) {
		return stood
	}
	return types.StringValue(id)
}

// inForce returns the target that a mapping of the catalog has in the vault, and
// its ARM id there, where it is to be in force there; otherwise what the catalog has.
// Where that has forgotten the ARM id, the state may have it.
func (r *networkMappingsResource) inForce(ctx context.Context, mapping topology.Mapping, stood attr.Value, diags *diag.Diagnostics) (topology.ID, string) {
	recorded := cmp.Or(r.session.run.Found().Holding(mapping.ID()).Vault, idOf(stood))
	if recorded == "" || !r.session.planner.Realises(mapping) {
		return mapping.Target, recorded
	}
	target, there, err := r.session.planner.InForce(ctx, recorded)
	switch {
	case err != nil:
		r.session.unreadable(diags, err)
	case !there:
		return mapping.Target, ""
	default:
		return target, recorded
	}
	return mapping.Target, recorded
}
