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
		if len(finding.Attribute) == 0 {
			if finding.Severity == engine.Error {
				diags.AddError(summary, detail)
			} else {
				diags.AddWarning(summary, detail)
			}
			continue
		}
		// Terraform shows the line of an attribute, but not of what is in it.
		if text := finding.Attribute.String(); len(finding.Attribute) > 1 && !strings.Contains(detail, text) {
			detail = "In " + text + ": " + detail
		}
		name, _ := finding.Attribute[0].(string)
		if finding.Severity == engine.Error {
			diags.AddAttributeError(path.Root(name), summary, detail)
		} else {
			diags.AddAttributeWarning(path.Root(name), summary, detail)
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

// addTakenOver says that an object in the state belongs to another state by now.
func addTakenOver(diags *diag.Diagnostics, id topology.ID) {
	diags.AddWarning(fmt.Sprintf("%s (%s)", engine.OtherState.Title(), engine.OtherState),
		fmt.Sprintf("%s (%s) belongs to another state by now, which has imported it or made it anew. Nothing that is planned here will change it or delete it.\n\n"+
			"Remedy: Remove it from this configuration, with a removed block (lifecycle { destroy = false }).", capitalized(id.Label()), id))
}

// addForgotten says that an object is not destroyed, but only removed from the state.
func addForgotten(diags *diag.Diagnostics, id topology.ID) {
	diags.AddWarning(fmt.Sprintf("%s (%s)", engine.OtherState.Title(), engine.OtherState),
		fmt.Sprintf("%s (%s) belongs to another state by now. It is removed from this state, and stays in the catalog.", capitalized(id.Label()), id))
}

// addImported says that an object which is to be destroyed has been imported elsewhere.
func addImported(diags *diag.Diagnostics, id topology.ID) {
	diags.AddWarning(fmt.Sprintf("%s (%s)", engine.OtherState.Title(), engine.OtherState),
		fmt.Sprintf("%s (%s) has been imported into another state, which has not been refreshed since, and so still belongs to this one: it will be destroyed.\n\n"+
			"Remedy: If the other state is to keep it, run terraform plan there first; or remove it here with a removed block (lifecycle { destroy = false }).",
			capitalized(id.Label()), id))
}

// addRenamed says how what is asked for by a former name is called now.
func addRenamed(diags *diag.Diagnostics, id, now topology.ID) {
	if !now.Same(id) {
		diags.AddWarning("Object has been renamed", fmt.Sprintf("%s (%s) is called %s now (%s).", capitalized(id.Label()), id, now.Label(), now))
	}
}

func capitalized(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
