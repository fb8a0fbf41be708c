package examples_test

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// The report is written as the guide says: from an output, where a check warns, and
// from a plan that fails.
func TestReadinessReport(t *testing.T) {
	t.Parallel()
	const filter = `.prior_state | .. | objects | select(.type? == "siterecovery_readiness") | .values.report_html`
	guide := open(t, "gate-in-the-pipeline.md")
	guide.shows("$ terraform plan -out=plan\n$ terraform show -json plan | jq --raw-output '" + filter + "' >readiness.html\n")
	guide.shows("$ terraform apply\n$ terraform output -raw report >readiness.html\n")
	const mapping = `resource "siterecovery_network_mapping" "there" {
`
	example := func(replacements ...string) string {
		return configuration(t, "provider") + configuration(t, "data-sources/siterecovery_readiness", replacements...)
	}
	terraform := terraformtest.New(t, example())
	report := func(verdict string) {
		t.Helper()
		output := terraform.Command("output", "-raw")
		output.Args = append(output.Args, "report") // flags have to come first
		page, err := output.Output()
		if err != nil {
			t.Fatal(err)
		}
		if printed := string(page); !strings.HasPrefix(printed, "<!DOCTYPE html>") || !strings.Contains(printed, "<title>"+verdict+" – ") {
			t.Errorf("the output is not the page that says %q:\n%s", verdict, printed)
		}
	}
	terraform.Apply()
	report("Ready, with 1 warning")

	terraform.Write(example(mapping, mapping+"  count = 0\n"))
	if result := terraform.Must("apply", "-auto-approve"); !result.Says("Warning: Check block assertion failed", "Not ready for a failover. The report: terraform output -raw report >readiness.html") {
		t.Errorf("the apply says\n%s", result.Output)
	}
	report("Not ready")
	if result := terraform.Must("plan", "-detailed-exitcode"); result.Code != 0 {
		t.Errorf("a second plan is not empty:\n%s", result.Output)
	}

	terraform.Write(example(mapping, mapping+"  count = 0\n") + `
		resource "terraform_data" "gate" {
			lifecycle {
				precondition {
					condition     = data.siterecovery_readiness.this.ready
					error_message = "Not ready."
				}
			}
		}`)
	if result := terraform.Run("plan", "-out=plan"); result.Code != 1 || !result.Says("Error: Resource precondition failed", "Not ready.") {
		t.Errorf("the plan ends with %d:\n%s", result.Code, result.Output)
	}
	if page := policy(t, terraform, filter); !strings.HasPrefix(page, "<!DOCTYPE html>") || !strings.Contains(page, "<title>Not ready – ") {
		t.Errorf("the plan has not the page, but\n%s", page)
	}
}
