package provider_test

import (
	"strings"
	"testing"
)

// What is in force in a vault and passes from one resource to another, or keeps its
// place under another name.

// A set that lists nothing has nothing left to change either.
func TestAccVaultEmptySet(t *testing.T) {
	r := newRealised(t, set(true, nil))
	r.Apply()
	r.configure(set(false, nil))
	r.Apply()
	r.changed()
}

// A mapping that passes from one resource to another stays in force, and nobody is
// told that a run was interrupted.
func TestAccVaultMovedBetweenResources(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp")
	r.Apply()
	r.changes()
	for _, configuration := range []string{
		set(false, map[string]string{"corp": "production"}),
		strings.ReplaceAll(corpTo("production"), `"corp"`, `"other"`) + `output "other_id" { value = siterecovery_network_mapping.other.id }`,
	} {
		r.configure(strings.ReplaceAll(configuration, "siterecovery_network_mapping.corp", "siterecovery_network_mapping.other"))
		if apply := r.Apply(); apply.Says("SR607") {
			t.Errorf("the apply says that it has mended something:\n%s", apply.Output)
		}
		r.changed()
		r.inForce("Corp > Production")
	}
}

// An exclusive set takes over what it lists, while it clears what another resource
// gives up: neither waits for the other.
func TestAccVaultExclusiveTakesOver(t *testing.T) {
	web := `
		resource "siterecovery_network_mapping" "web" {
			source_network_id = siterecovery_vm_network.web.id
			target_network_id = siterecovery_azure_network.production.id
			lifecycle { create_before_destroy = true }
		}
	`
	r := newRealised(t, corpTo("production")+web)
	r.server.AddNetwork("Corp")
	r.server.AddNetwork("Web")
	r.Apply()
	r.changes()
	r.configure(set(true, map[string]string{"corp": "production"}))
	r.Apply()
	r.changed("DELETE")
	r.inForce("Corp > Production")
}
