// Package upgrade_test holds what each released version has left behind: a state of
// Terraform, and the same catalog in each kind of storage. Whatever version a user
// comes from, this one goes on with it: it finds nothing to change, and changes and
// removes what it is asked to.
//
// Before a version is released, its own is recorded, and committed:
//
//	make fixtures VERSION=0.2.0
//
// What is there of a version that has been released is not changed any more.
package upgrade_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

var record = flag.String("record", "", "record what this version leaves behind, under its number, and test nothing")

// formerly is the name that a VMM server of the configuration has had.
const formerly, now = "VMM-Pudong", "VMM-Shanghai"

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
		for name, load := range map[string]func(t *testing.T) string{
			"sqlite":   func(t *testing.T) string { return loadFile(t, read(t, folder, fileDump)) },
			"postgres": func(t *testing.T) string { return loadServer(t, server, read(t, folder, serverDump)) },
			"azblob":   func(t *testing.T) string { return loadBlob(t, storage, read(t, folder, blobDump)) },
		} {
			t.Run(filepath.Base(folder)+"/"+name, func(t *testing.T) {
				configuration := read(t, folder, "main.tf")
				terraform := terraformtest.New(t, configuration)
				terraform.Catalog = load(t)
				terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG="+terraform.Catalog)
				state := strings.ReplaceAll(read(t, folder, "state.json"), "registry.terraform.io", terraformtest.Host)
				write(t, terraform.Dir, "terraform.tfstate", state)

				if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
					t.Errorf("the plan ends with %d:\n%s", plan.Code, plan.Output)
				}
				// Everything is changed, back to the name that it has had.
				terraform.Write(strings.NewReplacer(now, formerly, formerly, now).Replace(configuration))
				if result := terraform.Apply(); !result.Says("Apply complete! Resources: 0 added,", "changed, 0 destroyed.") {
					t.Errorf("the renaming ends with\n%s", result.Output)
				}
				terraform.Must("destroy", "-auto-approve")
				if left := snapshot(t, terraform.Catalog); left.Len() != 0 {
					t.Errorf("after everything was destroyed, the catalog has %d objects", left.Len())
				}
			})
		}
	}
}

// TestRecord records this version.
func TestRecord(t *testing.T) {
	if *record == "" {
		t.Skip("tests nothing: make fixtures records a version that is to be released")
	}
	terraform := terraformtest.New(t, "")
	configuration := read(t, "testdata", "main.tf")
	// First under the former name, and with something that goes away again.
	terraform.Write(strings.ReplaceAll(configuration, now, formerly) + `
		resource "siterecovery_logical_network" "gone" {
			server_id = siterecovery_vmm_server.site["Beijing"].id
			name      = "Gone"
		}`)
	terraform.Must("init")
	terraform.Apply()
	terraform.Write(configuration)
	terraform.Apply()

	folder := filepath.Join("testdata", *record)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	write(t, folder, "main.tf", configuration)
	write(t, folder, "state.json", read(t, terraform.Dir, "terraform.tfstate"))
	write(t, folder, fileDump, dumpFile(t, terraform.Catalog))
	server, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close() //nolint:errcheck // it has served
	write(t, folder, serverDump, dumpServer(t, server, terraform.Catalog))
	storage, err := azbtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer storage.Close() //nolint:errcheck // it has served
	write(t, folder, blobDump, dumpBlob(t, storage, terraform.Catalog))
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
