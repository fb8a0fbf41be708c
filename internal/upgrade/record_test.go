package upgrade_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// TestAccRecord records this version. Without the flag it only shows that it could:
// that nothing is missing in the configuration that versions are recorded with.
func TestAccRecord(t *testing.T) {
	configuration := read(t, "testdata", "main.tf")
	terraform, vault := newTerraform(t, "")
	server := vault.AddServer("VMM-Beijing")
	server.AddNetwork("Front of Beijing")
	server.AddNetwork("Back of Beijing")
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

	state := read(t, terraform.Dir, "terraform.tfstate")
	var schemas schemas
	if err := json.Unmarshal([]byte(terraform.Must("providers", "schema", "-json").Output), &schemas); err != nil {
		t.Fatal(err)
	}
	for _, missing := range schemas.missing(t, state) {
		t.Errorf("testdata/main.tf leaves no trace of %s: add it there", missing)
	}
	inForce, err := json.MarshalIndent(vault.Mappings(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{"main.tf": configuration, "state.json": state, vaultFile: string(inForce) + "\n", fileDump: dumpFile(t, terraform.Catalog)}
	for name, content := range kept {
		for _, alien := range []string{terraform.Dir, os.TempDir(), strings.TrimPrefix(vault.URL(), "https://"), vaulttest.ClientSecret} {
			if strings.Contains(content, alien) {
				t.Errorf("%s has %q, which is of this machine, or secret", name, alien)
			}
		}
	}
	if *record == "" || t.Failed() {
		return
	}
	if !strings.Contains(state, `"identity"`) {
		t.Fatal("record with Terraform 1.12 or newer, which keeps identities in its state")
	}
	postgres, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer postgres.Close() //nolint:errcheck // it has served
	kept[serverDump] = dumpServer(t, postgres, terraform.Catalog)
	storage, err := azbtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer storage.Close() //nolint:errcheck // it has served
	kept[blobDump] = dumpBlob(t, storage, terraform.Catalog)

	folder := filepath.Join("testdata", *record)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, content := range kept {
		write(t, folder, name, content)
	}
}

// schemas are the provider's, as Terraform tells them.
type schemas struct {
	Providers map[string]struct {
		Resources map[string]struct {
			Block struct{ Attributes map[string]any }
		} `json:"resource_schemas"`
		// Identities are told by Terraform 1.12 and newer.
		Identities map[string]any `json:"resource_identity_schemas"`
	} `json:"provider_schemas"`
}

// missing returns the resources that a state has none of, those without an identity
// that should have one, and the attributes that are null in all of them.
func (s schemas) missing(t *testing.T, state string) []string {
	t.Helper()
	var content struct {
		Resources []struct {
			Type      string
			Instances []struct{ Attributes, Identity map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(state), &content); err != nil {
		t.Fatal(err)
	}
	provider := s.Providers["registry.terraform.io/siterecovery/siterecovery"]
	if len(provider.Resources) == 0 {
		t.Fatal("Terraform tells no resources of the provider")
	}
	missing := map[string]bool{}
	for name, resource := range provider.Resources {
		missing[name] = true
		missing["the identity of "+name] = provider.Identities[name] != nil
		for attribute := range resource.Block.Attributes {
			missing[name+"."+attribute] = true
		}
	}
	for _, resource := range content.Resources {
		missing[resource.Type] = false
		for _, instance := range resource.Instances {
			if instance.Identity != nil {
				missing["the identity of "+resource.Type] = false
			}
			for attribute, value := range instance.Attributes {
				if value != nil {
					missing[fmt.Sprint(resource.Type, ".", attribute)] = false
				}
			}
		}
	}
	maps.DeleteFunc(missing, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(missing))
}
