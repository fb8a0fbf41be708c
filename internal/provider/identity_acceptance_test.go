package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// From import blocks with identities alone, Terraform writes a configuration that
// changes nothing.
func TestAccImportByIdentity(t *testing.T) {
	terraform := newTerraform(t, everyKind)
	terraform.Needs(12)
	terraform.Apply()
	before := managed(t, terraform)
	var imports strings.Builder
	for _, address := range slices.Sorted(maps.Keys(before)) {
		fmt.Fprintf(&imports, "import {\n  to = %s\n  identity = {\n", address)
		for name, value := range identityOf(t, terraform, address) {
			fmt.Fprintf(&imports, "    %s = %q\n", name, value)
		}
		imports.WriteString("  }\n}\n")
	}
	if err := os.Remove(filepath.Join(terraform.Dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	terraform.Write(required + imports.String())
	want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(before))
	if plan := terraform.Must("plan", "-generate-config-out=generated.tf"); !plan.Says(want) {
		t.Errorf("the plan says\n%s\nwant %s", plan.Output, want)
	}
	terraform.Apply()
	if after := managed(t, terraform); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("afterwards there is\n%v\nwant\n%v", after, before)
	}
}

// A rename takes the identity with it, in the state too.
func TestAccIdentityFollowsARename(t *testing.T) {
	terraform := newTerraform(t, serverA)
	terraform.Needs(12)
	terraform.Apply()
	terraform.Write(required + strings.Replace(serverA, `"A"`, `"Beijing"`, 1))
	terraform.Apply()
	if got := identityOf(t, terraform, "siterecovery_vmm_server.a"); got["name"] != "Beijing" {
		t.Errorf("the identity is %v", got)
	}
}

// identityOf returns the identity that the state has of a resource.
func identityOf(t *testing.T, terraform *terraformtest.Terraform, address string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(terraform.Dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct{ Identity map[string]string }
		}
	}
	if err := json.Unmarshal(content, &state); err != nil {
		t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if resource.Type+"."+resource.Name == address {
			return resource.Instances[0].Identity
		}
	}
	t.Fatalf("the state does not have %s", address)
	return nil
}
