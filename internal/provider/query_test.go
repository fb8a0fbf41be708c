package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// siteKinds are the kinds of what a site has, without the mappings.
var siteKinds = []string{"vmm_server", "logical_network", "vm_network", "azure_network", "cloud", "host", "cloud_protection"}

// queryOf lists all of some kinds.
func queryOf(kinds ...string) string {
	var query strings.Builder
	for _, kind := range kinds {
		fmt.Fprintf(&query, "list \"siterecovery_%s\" \"%s\" {\n  provider = siterecovery\n  limit = 1000\n}\n", kind, kind)
	}
	return query.String()
}

func writeQuery(t *testing.T, terraform *terraformtest.Terraform, query string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(terraform.Dir, "all.tfquery.hcl"), []byte(query), 0o600); err != nil {
		t.Fatal(err)
	}
}

// One query file finds a whole catalog, and writes the configuration and the imports
// that bring it under another state: nothing is to be changed.
func TestAccQuery(t *testing.T) {
	for mappings, want := range map[string]string{
		// Four single mappings, or three sets of them.
		"network_mapping": "Plan: 21 to import, 0 to add, 0 to change, 0 to destroy.", "network_mappings": "Plan: 20 to import, 0 to add, 0 to change, 0 to destroy.",
	} {
		t.Run(mappings, func(t *testing.T) {
			terraform := newTerraform(t, everyKind)
			terraform.Needs(14)
			terraform.Apply()
			if err := os.Remove(filepath.Join(terraform.Dir, "terraform.tfstate")); err != nil {
				t.Fatal(err)
			}
			terraform.Write(required)
			writeQuery(t, terraform, queryOf(append(slices.Clone(siteKinds), mappings)...))
			if query := terraform.Must("query", "-generate-config-out=generated.tf"); !query.Says("VM network 'A2' of 'A'") {
				t.Errorf("the query says\n%s", query.Output)
			}
			if plan := terraform.Must("plan"); !plan.Says(want) {
				t.Errorf("the plan says\n%s\nwant %s", plan.Output, want)
			}
			terraform.Apply()
		})
	}
}
