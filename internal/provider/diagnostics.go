package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// addFindings turns the engine's findings into diagnostics.
func addFindings(diags *diag.Diagnostics, findings []engine.Finding) {
	for _, finding := range findings {
		summary := fmt.Sprintf("%s (%s)", finding.Summary(), finding.Code)
		detail := finding.Detail + "\n\nRemedy: " + finding.Remedy
		at := attributePath(finding.Attribute)
		switch {
		case finding.Severity == engine.Error && len(finding.Attribute) == 0:
			diags.AddError(summary, detail)
		case finding.Severity == engine.Error:
			diags.AddAttributeError(at, summary, detail)
		case len(finding.Attribute) == 0:
			diags.AddWarning(summary, detail)
		default:
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
	diags.AddError(fmt.Sprintf("Unable to %s %s", verb, id.Label()), err.Error())
}

func attributePath(steps engine.Path) path.Path {
	at := path.Empty()
	for _, step := range steps {
		switch step := step.(type) {
		case int:
			at = at.AtListIndex(step)
		case engine.MapKey:
			at = at.AtMapKey(string(step))
		case string:
			at = at.AtName(step)
		}
	}
	return at
}

func capitalized(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
