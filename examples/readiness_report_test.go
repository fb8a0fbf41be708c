package examples_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// The report is written as the guide says: from an output, where a check warns, and
// from a plan that fails.
func TestReadinessReport(t *testing.T) {
	t.Parallel()
	guide := open(t, "gate-in-the-pipeline.md")
	const mapping = `resource "siterecovery_network_mapping" "there" {
`
	example := func(replacements ...string) string {
		return configuration(t, "provider") + configuration(t, "data-sources/siterecovery_readiness", replacements...)
	}
	terraform := terraformtest.New(t, example())
	report := func(verdict string) {
		t.Helper()
		page, err := os.ReadFile(filepath.Join(terraform.Dir, "readiness.html"))
		if err != nil {
			t.Fatal(err)
		}
		if printed := string(page); !strings.HasPrefix(printed, "<!DOCTYPE html>") || !strings.Contains(printed, "<title>"+verdict+" – ") {
			t.Errorf("it is not the page that says %q:\n%s", verdict, printed)
		}
	}
	const command = "terraform output -raw report"
	guide.runs(terraform, "terraform apply", command)
	report("Ready, with 1 warning")

	terraform.Write(example(mapping, mapping+"  count = 0\n"))
	if result := guide.runs(terraform, "terraform apply", command); !result.Says("Warning: Check block assertion failed", "Not ready for a failover. The report: terraform output -raw report >readiness.html") {
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
	if err := os.Remove(filepath.Join(terraform.Dir, "readiness.html")); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("a page from a plan needs jq: install it with the package manager of your system")
	}
	if result := guide.runs(terraform, "terraform plan -out=plan", "report_html"); !result.Says("Error: Resource precondition failed", "Not ready.") {
		t.Errorf("the plan says\n%s", result.Output)
	}
	report("Not ready")
}
