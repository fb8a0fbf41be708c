package examples_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// The queries find the worked example, each by itself and as the guide has them
// together; from the guide's, Terraform writes a configuration that changes nothing.
func TestEveryListResource(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "worked-example"))
	terraform.Needs(14)
	terraform.Apply()
	query := filepath.Join(terraform.Dir, "this.tfquery.hcl")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(query, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("list-resources/*/list-resource.tfquery.hcl")
	if err != nil || len(files) != 9 {
		t.Fatalf("there are the queries %q, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(string(text))
		terraform.Must("query")
	}

	if err := os.Remove(filepath.Join(terraform.Dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	terraform.Write(configuration(t, "provider"))
	guide := open(t, "bringing-in-an-existing-site.md")
	write(guide.block(`list "siterecovery_vmm_server"`))
	terraform.Must("query", "-generate-config-out=generated.tf")
	if plan := terraform.Must("plan"); !plan.Says(" to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan says\n%s", plan.Output)
	}
	terraform.Apply()
}
