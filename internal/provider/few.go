package provider

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What is wrong with thousands of things at once is told in a few diagnostics.

// fewOfEach makes one finding of those that tell the same of different places, and
// keeps the first ones of each code, for hundreds help nobody.
func fewOfEach(findings []engine.Finding) []engine.Finding {
	return fewWith(func(few []engine.Finding) []engine.Finding { return few }, findings)
}

// fewWith is fewOfEach for findings that something is added to: only to the few.
func fewWith(add func([]engine.Finding) []engine.Finding, findings []engine.Finding) []engine.Finding {
	const most = 10
	type kind struct {
		code           engine.Code
		severity       engine.Severity
		detail, remedy string
		nth            int // of these at one place, as where both ends of a mapping are wrong
	}
	type at struct {
		kind
		place string
	}
	var few []engine.Finding
	places := map[kind]int{} // where in few a kind is
	others := map[int][]string{}
	last, more := map[engine.Code]int{}, map[engine.Code]int{}
	count, before := map[engine.Code]int{}, map[at]int{}
	for _, finding := range findings {
		kind := kind{finding.Code, finding.Severity, quoted.ReplaceAllString(finding.Detail, ""), finding.Remedy, 0}
		place := at{kind, placeOf(finding)}
		kind.nth = before[place]
		before[place]++
		if at, ok := places[kind]; ok {
			others[at] = append(others[at], place.place)
			continue
		}
		if count[finding.Code]++; count[finding.Code] > most {
			more[finding.Code]++
			continue
		}
		places[kind], last[finding.Code] = len(few), len(few)
		few = append(few, finding)
	}
	few = add(few)
	for at, places := range others {
		few[at].Detail += sameWith(places)
	}
	for code, n := range more {
		few[last[code]].Remedy += fmt.Sprintf("\n\nNot shown: %d more of %s.", n, code)
	}
	return few
}

// suggested is fewOfEach for the objections to a question: what may have been meant
// is added.
func suggested(t *topology.Topology, objections []engine.Finding) []engine.Finding {
	return fewWith(func(few []engine.Finding) []engine.Finding { return engine.Suggest(t, few) }, objections)
}

// quoted is what findings that tell the same of different places differ in.
var quoted = regexp.MustCompile(`'[^']*'|"[^"]*"|\([^)]*\)|\[[^]]*\]|character \d+`)

// placeOf says what a finding is about.
func placeOf(finding engine.Finding) string {
	if len(finding.Attribute) > 1 {
		return finding.Attribute.String()
	}
	return finding.Subject.String()
}

// sameWith says where else it is the same, nothing if nowhere.
func sameWith(places []string) string {
	if len(places) == 0 {
		return ""
	}
	return fmt.Sprintf("\n\nIt is the same with %d more:%s", len(places), firstOf(places))
}

// firstOf lists the first places of many.
func firstOf(places []string) string {
	const most = 8
	if len(places) > most+1 {
		places = append(places[:most:most], fmt.Sprintf("and %d more", len(places)-most))
	}
	return "\n  - " + strings.Join(places, "\n  - ")
}

// refusals counts the errors of single mappings that a run has told, by what they say
// beside the names. Terraform asks for each mapping alone, and hundreds may have one
// cause.
type refusals struct {
	mu   sync.Mutex
	told map[string]int
}

// few returns the diagnostics without the errors of which the run has told enough. The
// run fails all the same.
func (r *refusals) few(diags diag.Diagnostics) diag.Diagnostics {
	const most = 10
	r.mu.Lock()
	defer r.mu.Unlock()
	var few diag.Diagnostics
	for _, told := range diags {
		if told.Severity() != diag.SeverityError {
			few.Append(told)
			continue
		}
		if r.told == nil {
			r.told = map[string]int{}
		}
		cause := told.Summary() + quoted.ReplaceAllString(told.Detail(), "")
		if r.told[cause]++; r.told[cause] == most {
			told = last(told)
		}
		if r.told[cause] <= most {
			few.Append(told)
		}
	}
	return few
}

// last returns the last diagnostic of its kind that is told.
func last(of diag.Diagnostic) diag.Diagnostic {
	told := diag.NewErrorDiagnostic(of.Summary(), of.Detail()+"\n\nOther network mappings that have this error are not shown.")
	if at, ok := of.(diag.DiagnosticWithPath); ok {
		return diag.WithPath(at.Path(), told)
	}
	return told
}

// addSome adds diagnostics, of hundreds of errors only the first ones.
func addSome(diags *diag.Diagnostics, all diag.Diagnostics) {
	const most = 10
	errors := all.Errors()
	diags.Append(all.Warnings()...)
	diags.Append(errors[:min(len(errors), most)]...)
	if len(errors) > most {
		diags.AddError("More values are wrong", fmt.Sprintf("The first %d are shown, and %d more are wrong like these.", most, len(errors)-most))
	}
}
