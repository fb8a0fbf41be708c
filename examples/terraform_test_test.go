package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// copyFolder copies a folder of an example, with what is in it.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// The example's tests pass beside a catalog in which the same configuration has
// been applied, and leave that alone. Without a catalog of their own they are refused.
func TestTerraformTest(t *testing.T) {
	t.Parallel()
	terraformtest.AboutTerraform(t, "reads no mocks from a folder")
	guide := open(t, "testing.md")
	terraform := terraformtest.New(t, configuration(t, "terraform-test"))
	tests := filepath.Join(terraform.Dir, "tests")
	copyFolder(t, filepath.Join("terraform-test", "tests"), tests)
	terraform.Apply()
	untouched := func(after string) {
		t.Helper()
		if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
			t.Errorf("after %s a plan ends with %d:\n%s", after, plan.Code, plan.Output)
		}
	}
	if result := terraform.Must("test"); !result.Says(
		`tests/apply.tftest.hcl... in progress`, `run "apply"... pass`, `run "rename"... pass`, `tests/apply.tftest.hcl... pass`,
		`tests/mocks.tftest.hcl... in progress`, `run "ready"... pass`, `run "not_ready"... pass`, `tests/mocks.tftest.hcl... pass`,
		`tests/plan.tftest.hcl... in progress`, `run "the_default_network"... pass`, `run "another_network"... pass`, `tests/plan.tftest.hcl... pass`,
		"Success! 6 passed, 0 failed.",
	) || result.Says("Warning") {
		t.Errorf("the tests say\n%s", result.Output)
	}
	untouched("the tests")

	block := regexp.MustCompile(`(?s)provider "siterecovery" \{.*?\n\}\n`)
	for _, name := range []string{"apply", "plan"} {
		path := filepath.Join(tests, name+".tftest.hcl")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, block.ReplaceAll(text, nil), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	result := terraform.Run("test")
	printed := strings.TrimPrefix(guide.piece("console", "SR114"), "$ terraform test\n")
	// Of the two servers, Terraform tells either first: paragraph by paragraph.
	for part := range strings.SplitSeq(strings.ReplaceAll(printed, "…\n", "\n"), "\n\n") {
		guide.wraps(result, part)
	}
	untouched("tests that are refused")
	if result := guide.runs(terraform, "SITERECOVERY_CATALOG=", "terraform test"); !result.Says("Success! 6 passed, 0 failed.") {
		t.Errorf("with a catalog from the environment the tests say\n%s", result.Output)
	}
}

// The defaults for mocks are enough for whatever is managed, and for each kind
// of resource there are some.
func TestMocks(t *testing.T) {
	t.Parallel()
	terraformtest.AboutTerraform(t, "reads no mocks from a folder")
	mocks := filepath.Join("terraform-test", "tests", "mocks")
	text, err := os.ReadFile(filepath.Join(mocks, "siterecovery.tfmock.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := os.ReadDir("resources")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		if !strings.Contains(string(text), `mock_resource "`+kind.Name()+`" {`) {
			t.Errorf("there are no defaults for %s", kind.Name())
		}
	}
	for _, example := range []string{"azure-site", "single-server", "proposal", "readiness-gate"} {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			terraform := terraformtest.New(t, configuration(t, example))
			copyFolder(t, mocks, filepath.Join(terraform.Dir, "mocks"))
			test := "mock_provider \"siterecovery\" {\n  source = \"./mocks\"\n}\nrun \"it\" {\n}\n"
			if err := os.WriteFile(filepath.Join(terraform.Dir, "mocked.tftest.hcl"), []byte(test), 0o600); err != nil {
				t.Fatal(err)
			}
			if result := terraform.Must("test"); !result.Says("Success! 1 passed, 0 failed.") {
				t.Errorf("the test says\n%s", result.Output)
			}
		})
	}
}
