package provider_test

import (
	"fmt"
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

// toVMM maps network Corp to a network of server B.
func toVMM(address, name string) string {
	return fmt.Sprintf(`
		resource "siterecovery_vmm_server" "b" { name = "B" }
		resource "siterecovery_logical_network" "b" {
			server_id = siterecovery_vmm_server.b.id
			name      = "L"
		}
		resource "siterecovery_vm_network" "b" {
			logical_network_id = siterecovery_logical_network.b.id
			name               = %q
		}
		resource "siterecovery_network_mapping" %q {
			source_network_id = siterecovery_vm_network.corp.id
			target_network_id = siterecovery_vm_network.b.id
		}
	`, name, address)
}

// A target that is renamed here, and that the vault has by its former name, is the
// same target.
func TestAccVaultRenamedTarget(t *testing.T) {
	r := newRealised(t, "")
	r.options = `scenarios = ["vmm_to_vmm"]`
	r.server.AddNetwork("Corp")
	target := r.vault.AddServer("B").AddNetwork("Target")
	r.configure(toVMM("corp", "Target"))
	r.Apply()
	r.changes()

	r.configure(toVMM("corp", "Renamed"))
	if apply := r.Apply(); !apply.Says("Old name in the vault (SR605)") {
		t.Errorf("the apply does not say that the vault has the old name:\n%s", apply.Output)
	}
	r.changed()

	// That it passes to another resource as well is refused, while the vault has the
	// old name: what is in force goes before the network has its new name.
	r.configure(toVMM("other", "Again"))
	r.Refuses("Not found in the vault (SR601)", "no VM network 'Again'", "refresh the VMM server")
	target.Rename("Again")
	r.Apply()
	r.inForce("Corp > Again")
	r.Must("destroy", "-auto-approve")
	r.inForce()
}
