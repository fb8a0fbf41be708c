package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// addFindings turns the engine's findings into diagnostics. They show every
// character of what they quote. Warnings of one code are one diagnostic, for of
// several with one title Terraform shows the first.
func addFindings(diags *diag.Diagnostics, findings []engine.Finding) {
	var groups [][]engine.Finding
	warnings := map[engine.Code]int{} // where in groups they are
	for _, finding := range findings {
		at, ok := warnings[finding.Code]
		switch {
		case finding.Severity == engine.Error:
			groups = append(groups, []engine.Finding{finding})
		case ok:
			groups[at] = append(groups[at], finding)
		default:
			warnings[finding.Code] = len(groups)
			groups = append(groups, []engine.Finding{finding})
		}
	}
	for _, group := range groups {
		diags.Append(diagnostic(group))
	}
}

// diagnostic makes one of findings of one code, at the place of the first. A remedy
// that several have stands after the last of them.
func diagnostic(findings []engine.Finding) diag.Diagnostic {
	var paragraphs []string
	for i, finding := range findings {
		paragraphs = append(paragraphs, placed(finding))
		if i == len(findings)-1 || !strings.HasPrefix(findings[i+1].Remedy, finding.Remedy) {
			paragraphs = append(paragraphs, topology.Visible("Remedy: "+finding.Remedy))
		}
	}
	first := findings[0]
	summary, detail := fmt.Sprintf("%s (%s)", first.Summary(), first.Code), strings.Join(paragraphs, "\n\n")
	var told diag.Diagnostic = diag.NewWarningDiagnostic(summary, detail)
	if first.Severity == engine.Error {
		told = diag.NewErrorDiagnostic(summary, detail)
	}
	if len(first.Attribute) == 0 {
		return told
	}
	name, _ := first.Attribute[0].(string)
	at := path.Root(name)
	if len(first.Attribute) == 2 {
		if key, ok := first.Attribute[1].(engine.MapKey); ok {
			at = at.AtMapKey(string(key))
		}
	}
	return diag.WithPath(at, told)
}

// placed is what a finding says. Terraform shows the line of an attribute and, where
// its keys are written out, of an element of a map, but not of what else is in it.
func placed(finding engine.Finding) string {
	detail := topology.Visible(finding.Detail)
	if text := topology.Visible(finding.Attribute.String()); len(finding.Attribute) > 1 && !strings.Contains(detail, text) {
		detail = "In " + text + ": " + detail
	}
	return detail
}

// addApplyError reports that a change to the catalog has failed.
func addApplyError(diags *diag.Diagnostics, verb string, id topology.ID, err error) {
	var refused *catalog.Refused
	if errors.As(err, &refused) {
		addFindings(diags, refused.Findings)
		return
	}
	diags.AddError(fmt.Sprintf("Unable to %s %s", verb, id.LabelAt(topology.InFull)), err.Error())
}

// addRenamed says how what is asked for by a former name is called now.
func addRenamed(diags *diag.Diagnostics, id, now topology.ID) {
	if !now.Same(id) {
		diags.AddWarning("Object has been renamed",
			fmt.Sprintf("%s (%s) is called %s now (%s).\n\nRemedy: Write %q. The former name does until another object gets it.",
				capitalized(id.LabelAt(topology.InFull)), id, now.LabelAt(topology.InFull), now, now))
	}
}

// said is a text that tells people something: every character of it is shown.
func said(text string) types.String { return types.StringValue(topology.Visible(text)) }

func capitalized(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
