package provider

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// baseline is a failover baseline as Terraform has it.
type baseline struct {
	raw                            tftypes.Value
	values                         map[string]tftypes.Value
	question                       engine.BaselineQuestion
	requireConnected, requireReady bool
	// answer is nil where there is none yet.
	answer *baselineAnswer
}

// baselineAnswer is what a baseline says. What is not known yet is nil.
type baselineAnswer struct {
	// outcomes are nil where it is not known which lines there are. A line that is
	// not known itself has no outcome.
	outcomes    map[string]*string
	unconnected []string
	verdict     *verdict
}

type verdict struct {
	Ready    bool     `json:"ready"`
	Findings []string `json:"findings"`
}

func answerOf(judged engine.Baseline) *baselineAnswer {
	answer := &baselineAnswer{}
	if !judged.LinesUnknown {
		answer.outcomes = make(map[string]*string, len(judged.Lines))
		for i, line := range judged.Lines {
			answer.outcomes[line.Name] = nil
			if !line.Unknown {
				answer.outcomes[line.Name] = &judged.Lines[i].Outcome
			}
		}
	}
	if judged.Known() {
		answer.unconnected = judged.Unconnected()
	}
	if !judged.FindingsUnknown {
		answer.verdict = &verdict{judged.Ready(), judged.FindingTexts()}
	}
	return answer
}

// baselineOf reads a baseline from its values.
func baselineOf(raw tftypes.Value, diags *diag.Diagnostics) baseline {
	b := baseline{raw: raw}
	if err := raw.As(&b.values); err != nil {
		diags.AddError("Unable to read the failover baseline", err.Error())
		return b
	}
	r := newRawReader()
	b.question.Machines, b.question.MachinesUnknown = r.machines(b.values["virtual_machines"])
	at := func() engine.Path { return engine.At("source_server_id") }
	b.question.Server, b.question.ServerUnknown = r.raw(at, b.values["source_server_id"], topology.KindServer)
	b.requireConnected, b.requireReady = boolOf(b.values["require_connected"]), boolOf(b.values["require_ready"])
	if outcomes := b.values["outcomes"]; !outcomes.IsNull() {
		b.answer = &baselineAnswer{}
		if outcomes.IsKnown() {
			b.answer.outcomes = map[string]*string{}
			for name, value := range elementsOf(outcomes) {
				b.answer.outcomes[name] = nil
				if value.IsKnown() {
					text := textOf(value)
					b.answer.outcomes[name] = &text
				}
			}
		}
		b.answer.unconnected = textsOf(b.values["unconnected"])
		if findings := textsOf(b.values["findings"]); findings != nil {
			b.answer.verdict = &verdict{boolOf(b.values["ready"]), findings}
		}
	}
	r.told(diags)
	return b
}

// with returns the values of the baseline with an answer.
func (b baseline) with(answer *baselineAnswer) tftypes.Value {
	values := maps.Clone(b.values)
	values["id"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	if !b.question.ServerUnknown {
		values["id"] = tftypes.NewValue(tftypes.String, baselineID(b.question.Server))
	}
	unknown := func(name string) { values[name] = tftypes.NewValue(values[name].Type(), tftypes.UnknownValue) }
	unknown("outcomes")
	if answer.outcomes != nil {
		outcomes := make(map[string]tftypes.Value, len(answer.outcomes))
		for name, outcome := range answer.outcomes {
			if outcome == nil {
				outcomes[name] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
			} else {
				outcomes[name] = tftypes.NewValue(tftypes.String, *outcome)
			}
		}
		values["outcomes"] = tftypes.NewValue(values["outcomes"].Type(), outcomes)
	}
	unknown("unconnected")
	if answer.unconnected != nil {
		values["unconnected"] = listOfTexts(answer.unconnected)
	}
	unknown("ready")
	unknown("findings")
	if answer.verdict != nil {
		values["ready"] = tftypes.NewValue(tftypes.Bool, answer.verdict.Ready)
		values["findings"] = listOfTexts(answer.verdict.Findings)
	}
	return tftypes.NewValue(b.raw.Type(), values)
}

// addDifference reports an error if a baseline does not say what the answer now
// says. What was not known may be anything.
func addDifference(diags *diag.Diagnostics, before baseline, now *baselineAnswer, since string) {
	var changes []engine.BaselineChange
	if was := before.answer.outcomes; was != nil {
		names := maps.Clone(was)
		maps.Copy(names, now.outcomes)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			outcome, there := was[name]
			after, still := now.outcomes[name]
			if there && outcome == nil || there && still && *outcome == *after {
				continue
			}
			changes = append(changes, engine.BaselineChange{Name: name, Before: lineText(outcome), After: lineText(after)})
		}
	}
	var was []string
	others := len(changes) > 0
	if v := before.answer.verdict; v != nil {
		was = v.Findings
		others = others || !slices.Equal(v.Findings, now.verdict.Findings)
	}
	if others {
		addFindings(diags, []engine.Finding{engine.BaselineDiffers(before.question, since, changes, was, now.verdict.Findings)})
	}
}

func lineText(outcome *string) string {
	if outcome == nil {
		return engine.NoLine
	}
	return *outcome
}

// sameQuestion reports whether two questions ask the same, and all of it is known.
func sameQuestion(a, b engine.BaselineQuestion) bool {
	return (a.Machines == nil) == (b.Machines == nil) && !a.MachinesUnknown && !b.MachinesUnknown &&
		!a.ServerUnknown && !b.ServerUnknown && a.Server.Same(b.Server) &&
		slices.EqualFunc(a.Machines, b.Machines, func(a, b engine.BaselineMachine) bool {
			return a.Name == b.Name && a.Cloud.Same(b.Cloud) && a.CloudUnknown == b.CloudUnknown &&
				slices.EqualFunc(a.Adapters, b.Adapters, func(a, b engine.BaselineAdapter) bool {
					return a.Source.Same(b.Source) && a.Subnet == b.Subnet && a.Address == b.Address &&
						a.SourceUnknown == b.SourceUnknown && a.SubnetUnknown == b.SubnetUnknown && a.AddressUnknown == b.AddressUnknown
				})
		})
}

// plannedKey is where it is kept what a baseline is planned to say. A refresh
// keeps it, which comes right before the plan; when Terraform applies, and asks
// for the plan again, it hands back what the refresh has kept, and nothing of the
// plan itself.
const plannedKey = "planned"

// plannedAnswer is in what a planned answer differs from the refreshed state.
type plannedAnswer struct {
	// Outcomes are the lines that change; nil is a line that goes.
	Outcomes map[string]*string `json:"outcomes"`
	// Open are the lines that are not known.
	Open []string `json:"open,omitempty"`
	// Unconnected and Verdict are nil where they are not known.
	Unconnected []string `json:"unconnected"`
	Verdict     *verdict `json:"verdict"`
}

// rememberPlanned keeps what is planned, where that is not what the state says.
func rememberPlanned(ctx context.Context, private privateData, state, planned *baselineAnswer, diags *diag.Diagnostics) {
	if planned.outcomes == nil {
		forgetPlanned(ctx, private, diags)
		return
	}
	kept := plannedAnswer{Outcomes: map[string]*string{}, Unconnected: planned.unconnected, Verdict: planned.verdict}
	for name, outcome := range planned.outcomes {
		was, there := state.outcomes[name]
		switch {
		case outcome == nil:
			kept.Open = append(kept.Open, name)
		case !there || *was != *outcome:
			kept.Outcomes[name] = outcome
		}
	}
	for name := range state.outcomes {
		if _, still := planned.outcomes[name]; !still {
			kept.Outcomes[name] = nil
		}
	}
	sameVerdict := planned.verdict != nil && slices.Equal(planned.verdict.Findings, state.verdict.Findings)
	if len(kept.Outcomes)+len(kept.Open) == 0 && sameVerdict {
		forgetPlanned(ctx, private, diags)
		return
	}
	slices.Sort(kept.Open)
	value, err := json.Marshal(kept)
	if err != nil {
		diags.AddError("Unable to keep private data", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, plannedKey, value)...)
}

func forgetPlanned(ctx context.Context, private privateData, diags *diag.Diagnostics) {
	diags.Append(private.SetKey(ctx, plannedKey, nil)...)
}

// recallPlanned returns what was kept, nil if nothing was.
func recallPlanned(ctx context.Context, private privateData, diags *diag.Diagnostics) *plannedAnswer {
	value, read := private.GetKey(ctx, plannedKey)
	diags.Append(read...)
	if len(value) == 0 {
		return nil
	}
	kept := &plannedAnswer{}
	if err := json.Unmarshal(value, kept); err != nil {
		diags.AddError("Unable to read private data", err.Error())
	}
	return kept
}

// over returns the answer that was planned over a state; where it was not known,
// it is what is known now.
func (p *plannedAnswer) over(state, now *baselineAnswer) *baselineAnswer {
	if p == nil || state == nil || state.outcomes == nil {
		return now
	}
	planned := &baselineAnswer{outcomes: maps.Clone(state.outcomes), unconnected: p.Unconnected, verdict: p.Verdict}
	for name, outcome := range p.Outcomes {
		if outcome == nil {
			delete(planned.outcomes, name)
		} else {
			planned.outcomes[name] = outcome
		}
	}
	for _, name := range p.Open {
		planned.outcomes[name] = now.outcomes[name]
	}
	if p.Unconnected == nil {
		planned.unconnected = now.unconnected
	}
	if p.Verdict == nil {
		planned.verdict = now.verdict
	}
	return planned
}
