package examples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// Every query prints of the example of its resource what the pages show.
func TestEveryListResource(t *testing.T) {
	folders, err := filepath.Glob("list-resources/siterecovery_*")
	if err != nil || len(folders) != 9 {
		t.Fatalf("there are the queries %q, %v", folders, err)
	}
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			terraform := terraformtest.New(t, configuration(t, "provider")+configuration(t, "resources/"+filepath.Base(folder)))
			terraform.Needs(14)
			terraform.Apply()
			writeQuery(t, terraform, read(t, folder+"/list-resource.tfquery.hcl"))
			shown := read(t, folder+"/printed.txt")
			if query := terraform.Must("query"); query.Output != strings.Join(strings.Fields(shown), " ") {
				t.Errorf("the query says\n%s\nand printed.txt shows\n%s", query.Output, shown)
			}
		})
	}
}

// The query of the guide finds the worked example, and Terraform writes a configuration
// of it that changes nothing.
func TestGuideToQueries(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "worked-example"))
	terraform.Needs(14)
	terraform.Apply()
	if err := os.Remove(filepath.Join(terraform.Dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	terraform.Write(configuration(t, "provider"))
	writeQuery(t, terraform, open(t, "bringing-in-an-existing-site.md").block(`list "siterecovery_vmm_server"`))
	terraform.Must("query", "-generate-config-out=generated.tf")
	if plan := terraform.Must("plan"); !plan.Says(" to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan says\n%s", plan.Output)
	}
	terraform.Apply()
}

func writeQuery(t *testing.T, terraform *terraformtest.Terraform, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(terraform.Dir, "this.tfquery.hcl"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
