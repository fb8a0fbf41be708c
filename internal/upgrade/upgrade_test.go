// Package upgrade_test holds what each released version has left behind: a state of
// Terraform, the same catalog in each kind of storage, and what is in force in a vault.
// Whatever version a user comes from, this one goes on with it: it finds nothing to
// change, and changes and removes what it is asked to.
//
// Before a version is released, its own is recorded, and committed:
//
//	make fixtures VERSION=0.2.0
//
// What is there of a version that has been released is not changed any more.
package upgrade_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

var record = flag.String("record", "", "record what this version leaves behind, under its number, and test nothing else")

// formerly is the name that a VMM server of the configuration has had.
const formerly, now = "VMM-Pudong", "VMM-Shanghai"

// vaultFile has the mappings that are in force in the vault.
const vaultFile = "vault.json"

func TestMain(m *testing.M) { terraformtest.Main(m) }

func TestAccUpgrade(t *testing.T) {
	if os.Getenv("TF_ACC") == "" || *record != "" {
		t.Skip("runs the real terraform: set TF_ACC=1, as make test does")
	}
	versions, err := filepath.Glob("testdata/*/state.json")
	if err != nil || len(versions) == 0 {
		t.Fatalf("there is nothing of any version: %q, %v", versions, err)
	}
	server, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close() //nolint:errcheck // it has served
	storage, err := azbtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer storage.Close() //nolint:errcheck // it has served
	t.Setenv("ARM_ACCESS_KEY", azbtest.Key)

	for _, version := range versions {
		folder := filepath.Dir(version)
		state := read(t, folder, "state.json")
		for name, load := range map[string]func(t *testing.T) string{
			"sqlite":   func(t *testing.T) string { return loadFile(t, read(t, folder, fileDump)) },
			"postgres": func(t *testing.T) string { return loadServer(t, server, read(t, folder, serverDump)) },
			"azblob":   func(t *testing.T) string { return loadBlob(t, storage, read(t, folder, blobDump)) },
		} {
			t.Run(filepath.Base(folder)+"/"+name, func(t *testing.T) { goOn(t, folder, state, load(t)) })
		}
		t.Run(filepath.Base(folder)+"/of an older Terraform", func(t *testing.T) {
			older := identities.ReplaceAllString(state, "")
			if strings.Contains(older, `"identity`) {
				t.Error("the state still has identities")
			}
			goOn(t, folder, older, loadFile(t, read(t, folder, fileDump)))
		})
	}
}

// identities are what Terraform has in a state since 1.12. Older ones read over them.
var identities = regexp.MustCompile(`(?s),\s*"identity_schema_version": \d+(,\s*"identity": \{[^{}]*\})?`)

// goOn goes on where a version has left off.
func goOn(t *testing.T, folder, state, location string) {
	configuration := read(t, folder, "main.tf")
	terraform, vault := newTerraform(t, configuration)
	terraform.Catalog = location
	terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG="+location)
	write(t, terraform.Dir, "terraform.tfstate", strings.ReplaceAll(state, "registry.terraform.io", terraformtest.Host))
	var inForce []vaulttest.Mapping
	if err := json.Unmarshal([]byte(read(t, folder, vaultFile)), &inForce); err != nil {
		t.Fatal(err)
	}
	vault.Restore(inForce...)

	if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("the plan ends with %d:\n%s", plan.Code, plan.Output)
	}
	// Everything is changed, back to the name that it has had.
	terraform.Write(strings.NewReplacer(now, formerly, formerly, now).Replace(configuration))
	if result := terraform.Apply(); !result.Says("Apply complete! Resources: 0 added,", "changed, 0 destroyed.") {
		t.Errorf("the renaming ends with\n%s", result.Output)
	}
	if found := vault.Mappings(); !slices.Equal(found, inForce) {
		t.Errorf("after the renaming, the vault has %+v, want what it had: %+v", found, inForce)
	}
	terraform.Must("destroy", "-auto-approve")
	if left := snapshot(t, location); left.Len() != 0 {
		t.Errorf("after everything was destroyed, the catalog has %d objects", left.Len())
	}
	if left := vault.Mappings(); len(left) != 0 {
		t.Errorf("after everything was destroyed, the vault has %+v", left)
	}
}

// newTerraform returns a working directory whose environment leads to a fake vault,
// since an address of a test's is nothing that a version leaves behind.
func newTerraform(t *testing.T, configuration string) (*terraformtest.Terraform, *vaulttest.Service) {
	t.Helper()
	terraform, vault := terraformtest.New(t, configuration), vaulttest.Start(t)
	vault.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
	terraform.Env = append(append(terraform.Env, vault.Environment()...),
		"ARM_TENANT_ID="+vaulttest.Tenant, "ARM_CLIENT_ID="+vaulttest.ClientID, "ARM_DISABLE_INSTANCE_DISCOVERY=true",
		"ARM_RESOURCE_MANAGER_ENDPOINT="+vault.URL(), "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST="+vault.URL(),
		"ARM_RESOURCE_MANAGER_AUDIENCE=https://management.azure.com",
	)
	return terraform, vault
}

func snapshot(t *testing.T, location string) catalog.Snapshot {
	t.Helper()
	c, err := catalog.Open(location)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it was only read
	found, err := c.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t *testing.T, folder, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func write(t *testing.T, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
