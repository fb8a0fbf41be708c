package diagnostictest

import (
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// happenings are what happens in pages beside Terraform, by the titles of the
// sections that say so.
var happenings = map[string]func(*run){}

// fakeVault is the vault of a page.
type fakeVault struct {
	service *vaulttest.Service
	server  *vaulttest.Fabric
}

// elsewhere writes a text as it would be with another vault.
func (v *fakeVault) elsewhere(text string) string {
	return strings.ReplaceAll(text, v.service.URL(), "https://management.example")
}
