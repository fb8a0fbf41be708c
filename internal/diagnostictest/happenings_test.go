package diagnostictest

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// happenings are what happens in pages beside Terraform, by the titles of the
// sections that say so.
var happenings = map[string]func(*run){
	"two sites, as in sites.tf": func(r *run) { r.sites() },
	"somebody moves VM network Web-DR to logical network Lab, in sites.tf": func(r *run) {
		r.sites("logical_network_id = siterecovery_logical_network.corp_dr.id", "logical_network_id = siterecovery_logical_network.lab.id")
	},
	"somebody moves Azure network prod to northeurope, in sites.tf": func(r *run) { r.sites("westeurope", "northeurope") },
	"somebody takes logical network Corp-DR from cloud Gold-DR, in sites.tf": func(r *run) {
		r.sites("[siterecovery_logical_network.corp_dr.id]", "[]")
	},
	"somebody protects cloud Gold by cloud Silver-DR, in sites.tf": func(r *run) {
		r.sites("siterecovery_cloud.gold_dr.id", "siterecovery_cloud.silver_dr.id")
	},
}

// sites writes the file of the two sites, with replacements.
func (r *run) sites(replace ...string) {
	r.t.Helper()
	sites, err := os.ReadFile("testdata/sites.tf")
	if err == nil {
		text := strings.NewReplacer(replace...).Replace(string(sites))
		err = os.WriteFile(filepath.Join(r.Dir, "sites.tf"), []byte(text), 0o600)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// fakeVault is the vault of a page.
type fakeVault struct {
	service *vaulttest.Service
	server  *vaulttest.Fabric
}

// elsewhere writes a text as it would be with another vault.
func (v *fakeVault) elsewhere(text string) string {
	return strings.ReplaceAll(text, v.service.URL(), "https://management.example")
}
