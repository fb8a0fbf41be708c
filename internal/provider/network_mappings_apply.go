package provider

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// What an apply of a set of mappings changes, and what comes of it.

// apply makes what is different from the state, all of it or nothing; it reports
// whether that was made. Of what the vault refused of it, the model tells what is.
func (r *networkMappingsResource) apply(
	ctx context.Context, verb, claim string, adopts bool, state networkMappingsModel, m *networkMappingsModel, diags *diag.Diagnostics,
) bool {
	if diags.HasError() {
		return false
	}
	before := mappingSet{}
	if verb == "update" {
		before = state.readStored(diags).following(r.session.current)
	}
	set := m.read(diags)
	if diags.HasError() {
		return false
	}
	steps, err := r.steps(ctx, claim, adopts, before, set, state.VaultMappingIDs)
	if err != nil {
		diags.AddError("Unable to "+verb+" "+set.id.LabelAt(topology.InFull), err.Error())
		return false
	}
	m.ID = newCaseless(set.id.String())
	applied, err := r.session.apply(ctx, diags, steps...)
	if err != nil {
		addApplyError(diags, verb, set.id, err)
		return false
	}
	r.settle(before, set, applied, state.VaultMappingIDs, m, diags)
	return true
}

// steps returns the changes from one set to another.
func (r *networkMappingsResource) steps(
	ctx context.Context, claim string, adopts bool, before, set mappingSet, inForce types.Map,
) ([]catalog.Step, error) {
	kept := set.keys()
	var steps []catalog.Step
	bound := inForce.Elements()
	for _, entry := range before.entries {
		if id := entry.mapping.ID(); !kept[id.Key()] {
			steps = append(steps, catalog.Step{
				Change: topology.Deletion(id), Claim: claim, Clears: adopts || set.exclusive, Vault: idOf(bound[entry.source]),
			})
			kept[id.Key()] = true
		}
	}
	if set.exclusive {
		outside, err := r.session.planner.Outside(ctx, set.id.Server(), set.id.Fabric())
		if err != nil {
			return nil, err
		}
		for _, mapping := range outside {
			if !kept[mapping.ID().Key()] {
				steps = append(steps, catalog.Step{Change: topology.Deletion(mapping.ID()), Claim: claim, Clears: true})
				kept[mapping.ID().Key()] = true
			}
		}
		there, err := r.session.catalog.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		for _, mapping := range there.MappingsBetween(set.id.Server(), set.id.Fabric()) {
			if !kept[mapping.ID().Key()] {
				steps = append(steps, catalog.Step{Change: topology.Deletion(mapping.ID()), Claim: claim, Clears: true})
			}
		}
	}
	targets := before.targets()
	for _, entry := range set.entries {
		step := catalog.Step{Change: topology.Creation(entry.mapping), Claim: claim}
		if r.session.planner.Recorded(entry.mapping.ID()) == "" {
			step.Vault = idOf(bound[entry.source])
		}
		if target, managed := targets[entry.mapping.ID().Key()]; managed && !r.onlyInVault(entry.mapping.ID()) {
			if target == entry.mapping.Target.Key() && !r.behind(entry, bound) {
				continue
			}
			step.Change = topology.Updating(r.session.planner.Carried(entry.mapping))
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// settle has the model tell what is, and says what the vault did not make of it.
func (r *networkMappingsResource) settle(
	before, set mappingSet, applied planner.Applied, inForce types.Map, m *networkMappingsModel, diags *diag.Diagnostics,
) {
	failed := map[topology.Key]planner.Failure{}
	for _, failure := range applied.Failures {
		failed[failure.Step.ID().Key()] = failure
	}
	planned, stood := m.VaultMappingIDs.Elements(), inForce.Elements()
	ids, now := map[string]attr.Value{}, map[string]string{}
	for _, entry := range set.entries {
		key := entry.mapping.ID().Key()
		id, made := applied.VaultIDs[key]
		switch value := planned[entry.source]; {
		case made:
			ids[entry.source] = sameOr(value, id)
		case value != nil:
			ids[entry.source] = value
		case stood[entry.source] != nil:
			ids[entry.source] = stood[entry.source]
		}
		if _, not := failed[key]; not {
			delete(ids, entry.source)
		} else {
			now[entry.source] = entry.target
		}
	}
	if len(applied.Failures) > 0 {
		for _, entry := range before.entries {
			// What was not changed or deleted is as it was.
			if _, not := failed[entry.mapping.ID().Key()]; not {
				now[entry.source] = entry.target
				if stood[entry.source] != nil {
					ids[entry.source] = stood[entry.source]
				}
			}
		}
		m.Mappings = mapOfTexts(now)
		r.addFailures(before, set, applied.Failures, diags)
	}
	if len(ids) > 0 || !m.VaultMappingIDs.IsNull() {
		m.VaultMappingIDs = types.MapValueMust(types.StringType, ids)
	}
}

// addFailures says of each mapping why the vault did not follow: of many for the
// same reason, in one diagnostic.
func (r *networkMappingsResource) addFailures(before, set mappingSet, failures []planner.Failure, diags *diag.Diagnostics) {
	source := map[topology.Key]string{}
	for _, entry := range slices.Concat(before.entries, set.entries) {
		source[entry.mapping.ID().Key()] = entry.source
	}
	var refused []engine.Finding
	type reason struct {
		action, text string
		places       []string
	}
	var reasons []*reason
	known := map[string]*reason{}
	for _, failure := range failures {
		text := source[failure.Step.ID().Key()]
		if text == "" {
			text = failure.Step.ID().Parent().String()
		}
		at := engine.At("mappings", engine.MapKey(text))
		var findings *catalog.Refused
		if errors.As(failure.Err, &findings) {
			for _, finding := range findings.Findings {
				finding.Attribute = at
				refused = append(refused, importedAsSet(finding))
			}
			continue
		}
		action := failure.Step.Action.String()
		key := action + " " + counted.ReplaceAllString(quoted.ReplaceAllString(failure.Err.Error(), ""), "")
		var service *vault.ServiceError
		if errors.As(failure.Err, &service) && service.Code != "" {
			key = action + " " + service.Code // its words have names and ids in them
		}
		if known[key] == nil {
			known[key] = &reason{action: action, text: failure.Err.Error()}
			reasons = append(reasons, known[key])
		}
		known[key].places = append(known[key].places, at.String())
	}
	addFindings(diags, fewOfEach(refused))
	const most = 10
	var rest []string
	for i, reason := range reasons {
		if i >= most {
			rest = append(rest, reason.places...)
			continue
		}
		what, remedy, _ := strings.Cut(reason.text, "\n\nRemedy: ")
		what = "In " + reason.places[0] + ": " + what + sameWith(reason.places[1:])
		if remedy != "" {
			what += "\n\nRemedy: " + remedy
		}
		diags.AddAttributeError(path.Root("mappings"), "Unable to "+reason.action+" network mapping in the vault", topology.Visible(what))
	}
	if len(rest) > 0 {
		diags.AddAttributeError(path.Root("mappings"), "Unable to change further network mappings in the vault",
			topology.Visible("These failed for other reasons than are told here. Once those are settled, another apply tells them:"+firstOf(rest)))
	}
}

// counted is what the errors of broken connections differ in: ports, streams.
var counted = regexp.MustCompile(`\d+`)
