package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Tests of whole processes: what Terraform's testing framework does not show.

const required = `
	terraform {
		required_providers {
			siterecovery = { source = "siterecovery/siterecovery" }
		}
	}
`

func newTerraform(t *testing.T, configuration string) *terraformtest.Terraform {
	t.Helper()
	t.Parallel()
	return terraformtest.New(t, required+configuration)
}

// kept returns what the catalog in the working directory holds.
func kept(t *testing.T, terraform *terraformtest.Terraform) catalog.Snapshot {
	t.Helper()
	c, err := catalog.Open(terraform.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := c.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

// However an object comes to be replaced, no other resource manages it, and it
// is there afterwards.
func TestAccReplacements(t *testing.T) {
	network := func(lifecycle string) string {
		return serverA + `
			resource "siterecovery_logical_network" "x" {
				server_id = siterecovery_vmm_server.a.id
				name      = "L"
				` + lifecycle + `
			}`
	}
	terraform := newTerraform(t, network(""))
	terraform.Apply()
	id := topology.LogicalNetworkID(topology.ServerID("A"), "L")
	there := func(after string) {
		t.Helper()
		if _, ok := kept(t, terraform).Get(id); !ok {
			t.Errorf("after %s it is gone", after)
		}
		if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
			t.Errorf("after %s a plan ends with %d:\n%s", after, plan.Code, plan.Output)
		}
	}
	quietly := func(args ...string) {
		t.Helper()
		if plan := terraform.Must(append([]string{"plan"}, args...)...); plan.Says("SR1") {
			t.Errorf("the plan %q objects:\n%s", args, plan.Output)
		}
		terraform.Must(append([]string{"apply", "-auto-approve"}, args...)...)
	}
	const replace = "-replace=siterecovery_logical_network.x"
	quietly(replace)
	there("-replace")
	terraform.Write(required + network(`lifecycle { create_before_destroy = true }`))
	terraform.Apply()
	quietly(replace)
	there("-replace with create_before_destroy")
	trigger := func(value string) string {
		return required + network(`lifecycle { replace_triggered_by = [terraform_data.x] }`) + `
			resource "terraform_data" "x" { input = "` + value + `" }`
	}
	terraform.Write(trigger("1"))
	terraform.Apply()
	terraform.Write(trigger("2"))
	quietly()
	there("replace_triggered_by")

	// What Terraform has marked as tainted looks like a creation.
	terraform.Must("taint", "siterecovery_logical_network.x")
	quietly()
	there("taint")

	// At another address without a moved block, it is destroyed and created, in
	// whatever order.
	for n, label := range []string{"y", "z"} {
		terraform.Write(strings.ReplaceAll(trigger("2"), `"siterecovery_logical_network" "x"`, `"siterecovery_logical_network" "`+label+`"`))
		quietly()
		there(fmt.Sprint("change of address ", n))
	}
}

// What a change takes from a mapping is said before it happens.
func TestAccTakenFromAMapping(t *testing.T) {
	mapping := `resource "siterecovery_network_mapping" "x" {
		source_network_id = siterecovery_vm_network.a1.id
		target_network_id = siterecovery_vm_network.b1.id
	}`
	terraform := newTerraform(t, twoSites+mapping)
	terraform.Apply()
	terraform.Write(required + strings.Replace(twoSites, `[siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]`,
		`[siterecovery_logical_network.b2.id]`, 1) + mapping)
	if result := terraform.Must("plan"); !result.Says("Warning: Change breaks a mapping (SR211)", "logical_network_ids =",
		"Cloud 'GoldB' loses logical network 'LB1'", "network mapping of 'A1' to VMM server 'B' onto 'B1'") {
		t.Errorf("the plan does not say what the mapping loses:\n%s", result.Output)
	}
	// The mapping that names the protection gives the error.
	terraform.Write(required + strings.Replace(twoSites, `[siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]`,
		`[siterecovery_logical_network.b2.id]`, 1) + strings.Replace(mapping, "}", `cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
		}`, 1))
	terraform.Refuses("Target network not available (SR203)", "with siterecovery_network_mapping.x", "logical network 'LB1'")
}

// The catalog is gone, and the state is not.
func TestAccLostCatalog(t *testing.T) {
	terraformtest.AboutFiles(t)
	terraform := newTerraform(t, serverA)
	terraform.Apply()
	if err := os.RemoveAll(filepath.Join(terraform.Dir, ".siterecovery")); err != nil {
		t.Fatal(err)
	}
	result := terraform.Must("plan")
	if !result.Says("Warning: The catalog is empty, but the state is not", filepath.Join(terraform.Dir, ".siterecovery", "catalog.db"),
		"The likely cause", "SITERECOVERY_CATALOG", "do not apply") {
		t.Errorf("the plan says\n%s", result.Output)
	}
	if n := strings.Count(result.Output, "The catalog is empty, but the state is not"); n != 1 {
		t.Errorf("it says so %d times", n)
	}
	terraform.Apply()
}

// The catalog's location may come from the environment.
func TestAccCatalogFromTheEnvironment(t *testing.T) {
	terraformtest.AboutFiles(t)
	terraform := newTerraform(t, serverA)
	terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG=elsewhere/my catalog.db")
	terraform.Apply()
	if _, err := os.Stat(filepath.Join(terraform.Dir, "elsewhere", "my catalog.db")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(terraform.Dir, ".siterecovery")); err == nil {
		t.Error("there is a catalog at the default location too")
	}
}
