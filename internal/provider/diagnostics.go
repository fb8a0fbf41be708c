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
// character of what they quote.
func addFindings(diags *diag.Diagnostics, findings []engine.Finding) {
	for _, finding := range findings {
		summary := fmt.Sprintf("%s (%s)", finding.Summary(), finding.Code)
		detail := topology.Visible(finding.Detail + "\n\nRemedy: " + finding.Remedy)
		if len(finding.Attribute) == 0 {
			if finding.Severity == engine.Error {
				diags.AddError(summary, detail)
			} else {
				diags.AddWarning(summary, detail)
			}
			continue
		}
		// Terraform shows the line of an attribute and, where its keys are written out,
		// of an element of a map, but not of what else is in it.
		if text := topology.Visible(finding.Attribute.String()); len(finding.Attribute) > 1 && !strings.Contains(detail, text) {
			detail = "In " + text + ": " + detail
		}
		name, _ := finding.Attribute[0].(string)
		at := path.Root(name)
		if len(finding.Attribute) == 2 {
			if key, ok := finding.Attribute[1].(engine.MapKey); ok {
				at = at.AtMapKey(string(key))
			}
		}
		if finding.Severity == engine.Error {
			diags.AddAttributeError(at, summary, detail)
		} else {
			diags.AddAttributeWarning(at, summary, detail)
		}
	}
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
