package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
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

// corporate is a network that has the name Corp no more, and the one that has it now.
func corporate(mapped bool) string {
	configuration := `
		resource "siterecovery_vm_network" "new" {
			logical_network_id = siterecovery_logical_network.a.id
			name               = "Corp"
		}
	`
	if mapped {
		configuration += `
			resource "siterecovery_network_mapping" "new" {
				source_network_id = siterecovery_vm_network.new.id
				target_network_id = siterecovery_azure_network.staging.id
			}
		`
	}
	return configuration
}

// While the vault has a renamed network by its former name, and another network has
// that name here, it is not known any more whose it is; once the vault is refreshed,
// each has its own mapping.
func TestAccVaultNameReused(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	corp := r.server.AddNetwork("Corp")
	r.Apply()
	id := r.vault.Mappings()[0].ID
	r.changes()
	r.Env = append(r.Env, "TF_VAR_corp=Corporate")
	r.Must("apply", "-auto-approve")
	r.configure(corpTo("production") + corporate(false))
	r.Refuses("Not found in the vault (SR601)", "no VM network 'Corporate'", "for the network that it calls 'Corp'", "refresh the VMM server")
	corp.Rename("Corporate")
	r.server.AddNetwork("Corp")
	r.configure(corpTo("production") + corporate(true))
	r.Apply()
	r.changed("PUT")
	r.inForce("Corp > Staging", "Corporate > Production")

	// What the catalog knows is imported as that, whatever the vault calls it.
	corp.Rename("Company")
	r.Must("state", "rm", "siterecovery_network_mapping.corp")
	r.Must("import", "siterecovery_network_mapping.corp", id)
	if state := r.Must("state", "show", "siterecovery_network_mapping.corp"); !state.Says(`"/servers/A/vmNetworks/Corporate/mappings/azure"`) {
		t.Errorf("what was imported is\n%s", state.Output)
	}
}

// Another network of the vault has the name now: the plan says that what is in force
// for the first one stays.
func TestAccVaultNameReusedInVault(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	corp := r.server.AddNetwork("Corp")
	r.Apply()
	r.changes()
	corp.Rename("Old")
	r.server.AddNetwork("Corp")
	if plan := r.Must("plan"); !plan.Says("Mapping stays in force in a vault (SR606)", "'Old'") {
		t.Errorf("the plan does not say what stays in force:\n%s", plan.Output)
	}
	r.Apply()
	r.changed("PUT")
	r.inForce("Corp > Production", "Old > Production")
}

// A VMM server and a network of it that are renamed leave what is in force alone,
// with an exclusive set too.
func TestAccVaultRenamedServer(t *testing.T) {
	r := newRealised(t, set(true, map[string]string{"corp": "production"}))
	r.server.AddNetwork("Corp")
	r.Apply()
	r.changes()
	r.Env = append(r.Env, "TF_VAR_corp=Corporate")
	r.Apply()
	r.server.Rename("Beijing")
	r.Write(strings.Replace(required+r.vault.ProviderBlock("")+estate, `{ name = "A" }`, `{ name = "Beijing" }`, 1) +
		set(true, map[string]string{"corp": "production"}))
	r.Apply()
	r.changed()
	r.inForce("Corp > Production")
}

// A mapping that is led to Azure instead of a VMM server takes over what another
// resource gives up there.
func TestAccVaultOtherFabric(t *testing.T) {
	r := newRealised(t, "")
	r.options = `scenarios = ["vmm_to_vmm", "vmm_to_azure"]`
	r.server.AddNetwork("Corp")
	r.vault.AddServer("B").AddNetwork("Target")
	r.configure(toVMM("other", "Target") + corpTo("production"))
	r.Apply()
	r.inForce("Corp > Production", "Corp > Target")
	r.changes()
	other := strings.Replace(toVMM("other", "Target"), "siterecovery_vm_network.b.id", "siterecovery_azure_network.production.id", 1)
	r.configure(other)
	r.Apply()
	r.changed("DELETE")
	r.inForce("Corp > Production")
}

// Where the vault refuses to delete a mapping that is to lead to another fabric, it
// does not make the new one either: the state knows of one.
func TestAccVaultOtherFabricRefused(t *testing.T) {
	r := newRealised(t, "")
	r.options = `scenarios = ["vmm_to_vmm", "vmm_to_azure"]`
	r.server.AddNetwork("Corp")
	r.vault.AddServer("B").AddNetwork("Target")
	r.configure(toVMM("other", "Target"))
	r.Apply()
	r.changes()
	r.configure(strings.Replace(toVMM("other", "Target"), "siterecovery_vm_network.b.id", "siterecovery_azure_network.production.id", 1))
	r.vault.Behave(func(b *vaulttest.Behaviour) { b.RetryAfter = 1 })
	r.vault.FailOperation(vaulttest.OperationError{Code: "78007", Message: "The network is busy"})
	if apply := r.Run("apply", "-auto-approve"); apply.Code != 1 || !apply.Says("Unable to update network mapping", "The network is busy") {
		t.Errorf("an apply that the vault refuses ends with %d:\n%s", apply.Code, apply.Output)
	}
	r.inForce("Corp > Target")
	r.mapped("Corp", "")
	r.changes()
	r.Apply()
	r.changed("DELETE", "PUT")
	r.inForce("Corp > Production")
}

// An exclusive set removes what somebody has made in the place of what it had.
func TestAccVaultExclusiveMadeAnew(t *testing.T) {
	r := newRealised(t, set(true, map[string]string{"corp": "production", "web": "production"}))
	r.server.AddNetwork("Corp")
	web := r.server.AddNetwork("Web")
	r.Apply()
	r.changes()
	r.vault.Unmap(r.vault.Mappings()[1])
	web.Map("by hand", azureProduction)
	r.configure(set(true, map[string]string{"corp": "production"}))
	r.Apply()
	r.changed("DELETE")
	r.inForce("Corp > Production")
}

// A mapping that somebody else has named is made anew under a name of our own, where
// it is replaced.
func TestAccVaultReplaceAdopted(t *testing.T) {
	r := newRealised(t, "")
	byHand := r.server.AddNetwork("Corp").Map("by hand", azureProduction)
	r.configure(fmt.Sprintf("import {\n to = siterecovery_network_mapping.corp\n id = %q\n}\n", byHand.ID) + corpTo("production"))
	r.Apply()
	r.changes()
	r.configure(corpTo("production"))
	r.Must("apply", "-auto-approve", "-replace=siterecovery_network_mapping.corp")
	r.changed("DELETE", "PUT")
	if output := r.Must("output", "corp"); !output.Says("siterecovery-") {
		t.Errorf("the id in the vault is %s", output.Output)
	}
	r.Apply()
	r.inForce("Corp > Production")
}

// A mapping that somebody else has named, and deletes after a plan was saved, is made
// again under its name, as the plan has shown it.
func TestAccVaultSavedPlan(t *testing.T) {
	single := func(id string) string {
		return fmt.Sprintf("import {\n to = siterecovery_network_mapping.corp\n id = %q\n}\n", id)
	}
	all := func(string) string {
		return "import {\n to = siterecovery_network_mappings.all\n id = \"/servers/A/mappings/azure\"\n}\n"
	}
	staging := map[string]string{"corp": "staging"}
	for name, tt := range map[string]struct {
		imported      func(id string) string
		before, after string
	}{
		"imported":     {single, "", corpTo("staging")},
		"changed":      {single, corpTo("production"), corpTo("staging")},
		"set imported": {all, "", set(false, staging)},
		"set changed":  {all, set(false, map[string]string{"corp": "production"}), set(false, staging)},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRealised(t, "")
			byHand := r.server.AddNetwork("Corp").Map("by hand", azureProduction)
			if tt.before == "" {
				r.Apply()
				r.configure(tt.imported(byHand.ID) + tt.after)
			} else {
				r.configure(tt.imported(byHand.ID) + tt.before)
				r.Apply()
				r.configure(tt.after)
			}
			r.Must("plan", "-out=saved")
			r.vault.Unmap(byHand)
			r.Must("apply", "saved")
			r.inForce("Corp > Staging")
			if made := r.vault.Mappings()[0]; made.ID != byHand.ID {
				t.Errorf("made is %s, want %s", made.ID, byHand.ID)
			}
			r.configure(tt.after)
			r.Apply()
			r.changes()
			r.Apply()
			r.changed()
		})
	}
}

// A mapping whose network is renamed, while its resource is replaced by the mapping of
// another network and a set takes it over, is still known.
func TestAccVaultRenamedAndReplaced(t *testing.T) {
	single := func(network string) string {
		return `
			resource "siterecovery_network_mapping" "x" {
				source_network_id = siterecovery_vm_network.` + network + `.id
				target_network_id = siterecovery_azure_network.staging.id
				lifecycle { create_before_destroy = true }
			}
		`
	}
	r := newRealised(t, single("corp"))
	corp := r.server.AddNetwork("Corp")
	r.server.AddNetwork("Web")
	r.Apply()
	corp.Rename("Corporate")
	r.Env = append(r.Env, "TF_VAR_corp=Corporate")
	// The set is planned after the resource that gives the mapping up.
	r.configure(single("web") + strings.Replace(set(false, map[string]string{"corp": "staging"}), "to_azure", "depends_on = [siterecovery_network_mapping.x]\nto_azure", 1))
	r.Apply()
	r.inForce("Corporate > Staging", "Web > Staging")
	r.mapped("Corporate", "Staging")
}

// A set that is imported takes a mapping that another resource keeps neither from
// the catalog nor from the vault: the plan says that two have it.
func TestAccVaultSetImportedBesideAResource(t *testing.T) {
	both := set(false, map[string]string{"web": "staging"})
	for name, take := range map[string]func(r realised) terraformtest.Result{
		"with a block": func(r realised) terraformtest.Result {
			r.configure(corpTo("production") + both + "import {\n to = siterecovery_network_mappings.all\n id = \"/servers/A/mappings/azure\"\n}\n")
			return r.Run("plan")
		},
		"with the command": func(r realised) terraformtest.Result {
			r.configure(corpTo("production") + both)
			r.Must("import", "siterecovery_network_mappings.all", "/servers/A/mappings/azure")
			return r.Run("plan")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRealised(t, corpTo("production"))
			r.server.AddNetwork("Corp")
			r.server.AddNetwork("Web").Map("by hand", azureStaging)
			r.Apply()
			r.changes()
			plan := take(r)
			if plan.Code != 1 || !plan.Says("Object managed twice (SR110)", "one keeps it, and the other one would delete it", "terraform state rm") {
				t.Errorf("the plan ends with %d:\n%s", plan.Code, plan.Output)
			}
			if apply := r.Run("apply", "-auto-approve"); apply.Code != 1 {
				t.Errorf("an apply ends with %d:\n%s", apply.Code, apply.Output)
			}
			r.changed()
			r.inForce("Corp > Production", "Web > Staging")
			// As the remedy says: the set has it, and the resource lets it go.
			r.configure(set(false, map[string]string{"corp": "production", "web": "staging"}) +
				"removed {\n from = siterecovery_network_mapping.corp\n lifecycle { destroy = false }\n}\n" +
				"import {\n to = siterecovery_network_mappings.all\n id = \"/servers/A/mappings/azure\"\n}\n")
			r.Must("apply", "-auto-approve")
			r.changed()
			r.inForce("Corp > Production", "Web > Staging")
			r.Apply()
		})
	}
}
