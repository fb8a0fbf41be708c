package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// Tests of whose an object is: nobody creates over, changes or deletes what
// another state manages.

const wholeSite = twoSites + `
	resource "siterecovery_network_mapping" "x" {
		source_network_id    = siterecovery_vm_network.a1.id
		target_network_id    = siterecovery_vm_network.b1.id
		cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
	}`

// untouched checks that a plan has nothing to change.
func untouched(t *testing.T, after string, terraform *terraformtest.Terraform) {
	t.Helper()
	if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("after %s the plan ends with %d:\n%s", after, plan.Code, plan.Output)
	}
}

// refusal is what is said of the first objects of a state that is not theirs.
var refusal = []string{
	"Error: Object of another state (SR114)", "is to be created, but is in the catalog already, and does not belong to this state",
	"use a catalog of its own (SITERECOVERY_CATALOG)", "moved block", "import {",
}

// The same configuration in a test, in another workspace and in another folder.
func TestAccTheSameConfigurationElsewhere(t *testing.T) {
	folders := workspaces(t, wholeSite, wholeSite)
	mine, other := folders[0], folders[1]
	mine.Apply()

	test := "run \"apply\" {\n  command = apply\n}\n"
	if err := os.WriteFile(filepath.Join(mine.Dir, "main.tftest.hcl"), []byte(test), 0o600); err != nil {
		t.Fatal(err)
	}
	if result := mine.Run("test"); result.Code == 0 || !result.Says(refusal...) {
		t.Errorf("a test ends with %d:\n%s", result.Code, result.Output)
	}
	untouched(t, "a test", mine)

	mine.Must("workspace", "new", "staging")
	mine.Refuses(refusal...)
	if result := mine.Run("apply", "-auto-approve"); result.Code == 0 {
		t.Errorf("another workspace applies:\n%s", result.Output)
	}
	mine.Must("destroy", "-auto-approve")
	mine.Must("workspace", "select", "default")
	untouched(t, "another workspace", mine)

	other.Refuses(refusal...)
	other.Must("destroy", "-auto-approve")
	untouched(t, "another folder", mine)

	// A test with a catalog of its own.
	variables := "variables {\n  x = 1\n}\n" + test
	if err := os.WriteFile(filepath.Join(mine.Dir, "main.tftest.hcl"), []byte(variables), 0o600); err != nil {
		t.Fatal(err)
	}
	mine.Env = append(mine.Env, "SITERECOVERY_CATALOG="+filepath.Join(t.TempDir(), "catalog.db"))
	if result := mine.Must("test"); !result.Says("1 passed") {
		t.Errorf("a test with a catalog of its own ends with\n%s", result.Output)
	}
}

// Taking over is an import; afterwards the former state only forgets.
func TestAccTakingOver(t *testing.T) {
	folders := workspaces(t, serverA, serverA)
	from, to := folders[0], folders[1]
	from.Apply()
	imports := `
		import {
			to = siterecovery_vmm_server.a
			id = "/servers/A"
		}
		import {
			to = siterecovery_vmm_server.b
			id = "/servers/B"
		}`
	to.Write(required + serverA + imports)
	// A plan alone takes nothing over, and neither says to the importing state that
	// another one has the object by now.
	if result := to.Must("plan", "-out=plan"); result.Says("SR114") {
		t.Errorf("the plan that imports says\n%s", result.Output)
	}
	untouched(t, "a plan with imports", from)
	imported := []string{"Warning: Object of another state (SR114)", "has been imported into another state, which has not been refreshed since", "it will be destroyed"}
	if result := from.Must("plan", "-destroy"); !result.Says(imported...) || !result.Says("2 to destroy") {
		t.Errorf("after a plan with imports, the plan of a destroy says\n%s", result.Output)
	}
	if result := to.Must("apply", "plan"); result.Says("SR114") {
		t.Errorf("the apply that imports says\n%s", result.Output)
	}
	untouched(t, "the import, in the new state", to)
	if plan := from.Must("plan"); !plan.Says("Warning: Object of another state (SR114)", "belongs to another state by now", "removed block") {
		t.Errorf("the former state is told\n%s", plan.Output)
	}
	from.Write(required + strings.Replace(serverA, `name = "A"`, `name = "C"`, 1))
	from.Refuses("Error: Object of another state (SR114)", "VMM server 'A' is to be changed, but belongs to another state by now")
	from.Write(required)
	if result := from.Must("apply", "-auto-approve"); !result.Says("Warning: Object of another state (SR114)", "It is removed from this state, and stays in the catalog") {
		t.Errorf("the former state is told\n%s", result.Output)
	}
	untouched(t, "the former state has forgotten it", to)
	if n := kept(t, to).Len(); n != 2 {
		t.Errorf("there are %d objects", n)
	}
	to.Must("destroy", "-auto-approve")
	if n := kept(t, to).Len(); n != 0 {
		t.Errorf("after all %d objects are left", n)
	}
}

// An import may change the object as well.
func TestAccTakingOverWithAChange(t *testing.T) {
	folders := workspaces(t, serverA, "")
	from, to := folders[0], folders[1]
	from.Apply()
	to.Write(required + `
		import {
			to = siterecovery_vmm_server.a
			id = "/servers/A"
		}
		resource "siterecovery_vmm_server" "a" { name = "C" }`)
	if result := to.Apply(); !result.Says("1 imported, 0 added, 1 changed, 0 destroyed") || result.Says("SR114") {
		t.Errorf("the apply says\n%s", result.Output)
	}
	from.Refuses("Error: Object of another state (SR114)", "is to be changed, but belongs to another state by now")
}

// With terraform import, the object has been taken over when it ends.
func TestAccTakingOverByCommand(t *testing.T) {
	folders := workspaces(t, serverA, serverA)
	from, to := folders[0], folders[1]
	from.Apply()
	to.Must("import", "siterecovery_vmm_server.a", "/servers/A")
	to.Must("import", "siterecovery_vmm_server.b", "/servers/B")
	from.Must("destroy", "-auto-approve")
	untouched(t, "the former state has been destroyed", to)
}
