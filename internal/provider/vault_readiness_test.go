package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// askedReadiness asks whether everything is ready, after what is given.
func askedReadiness(arguments string, after ...string) string {
	return fmt.Sprintf(`
		data "siterecovery_readiness" "this" {
			%s
			depends_on = [%s]
		}
		output "readiness" { value = data.siterecovery_readiness.this }
	`, arguments, strings.Join(append(after, "siterecovery_cloud_protection.gold"), ", "))
}

type readiness struct {
	Ready        bool    `json:"ready"`
	ErrorCount   int     `json:"error_count"`
	WarningCount int     `json:"warning_count"`
	Coverage     float64 `json:"coverage"`
	Findings     []struct {
		Code, Severity, Summary, Detail, Remedy string
		SubjectID                               string `json:"subject_id"`
	}
}

// vaultFindings returns what readiness finds about the vault, a line each.
func (r realised) vaultFindings() (readiness, []string) {
	r.t.Helper()
	var answer readiness
	r.Output("readiness", &answer)
	var lines []string
	for _, f := range answer.Findings {
		if strings.HasPrefix(f.Code, "SR6") {
			lines = append(lines, fmt.Sprintf("%s %s %s: %s Remedy: %s", f.Severity, f.Code, f.SubjectID, f.Detail, f.Remedy))
		}
	}
	if !slices.IsSortedFunc(answer.Findings, func(a, b struct {
		Code, Severity, Summary, Detail, Remedy string
		SubjectID                               string `json:"subject_id"`
	},
	) int {
		return strings.Compare(a.Severity+a.SubjectID+a.Code, b.Severity+b.SubjectID+b.Code)
	}) {
		r.t.Errorf("the findings are not sorted: %+v", answer.Findings)
	}
	return answer, lines
}

// finds checks what readiness finds about the vault.
func (r realised) finds(what string, ready bool, want ...string) readiness {
	r.t.Helper()
	r.Must("apply", "-auto-approve")
	answer, lines := r.vaultFindings()
	if answer.Ready != ready || !slices.Equal(lines, want) {
		r.t.Errorf("%s: ready is %v, want %v; the findings are\n%s\nwant\n%s", what, answer.Ready, ready, strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	return answer
}

const (
	corpMapping = "/servers/A/vmNetworks/Corp/mappings/azure"
	putInForce  = " Remedy: Apply the configuration that declares the mapping: that "
	setAdapter  = " Remedy: Set the machine's adapter in the vault (Replicated items, the machine, Network) to the mapped network, or change the mapping."
)

// A mapping of the catalog that the vault does not have, or has otherwise, is an
// error; one that is in force is none, whoever made it.
func TestAccVaultReadinessNotInForce(t *testing.T) {
	r := newRealised(t, gold+corpTo("production")+askedReadiness("", "siterecovery_network_mapping.corp"))
	corp := r.server.AddNetwork("Corp")
	r.server.AddNetwork("Web")
	r.Apply()
	r.finds("in force", false) // Web is not mapped
	name := r.vault.Mappings()[0].Name

	// Out of the configuration, so that no run mends it. The catalog keeps it.
	r.configure(gold + "removed {\n from = siterecovery_network_mapping.corp\n lifecycle { destroy = false }\n}" + askedReadiness(""))
	corp.Map(name, azureStaging)
	answer := r.finds("leads elsewhere", false, "error SR608 "+corpMapping+": The mapping of VM network 'Corp' to Azure network 'Production' leads to Azure network 'Staging' "+
		"in the vault 'TestVault', and a failover goes by what the vault has."+putInForce+"changes it in the vault, or says what is in the way. "+
		"If the vault is right, change the configuration.")
	if answer.ErrorCount != 2 {
		t.Errorf("error_count is %d, want 2: SR301 and SR608", answer.ErrorCount)
	}
	r.vault.Unmap(r.vault.Mappings()[0])
	r.finds("is missing", false, "error SR608 "+corpMapping+": The mapping of VM network 'Corp' to Azure network 'Production' is not in force in the vault 'TestVault', "+
		"and a failover goes by what the vault has."+putInForce+"puts it into force, or says what is in the way.")
	corp.Map("by hand", azureProduction)
	r.finds("in force by hand", false)
	corp.Rename("Company") // in VMM alone
	r.finds("of another name", false, "error SR608 "+corpMapping+": The mapping of VM network 'Corp' to Azure network 'Production' is not in force in the vault 'TestVault', "+
		"and a failover goes by what the vault has."+putInForce+"puts it into force, or says what is in the way.")
}

// A machine's adapter that is set apart from the mapping of its network is told, an
// error where the replica is to have no network; many of a kind are one finding.
func TestAccVaultReadinessAdapters(t *testing.T) {
	r := newRealised(t, gold+corpTo("production")+askedReadiness("", "siterecovery_network_mapping.corp"))
	r.server.AddNetwork("Corp")
	r.server.AddNetwork("Web")
	cloud := r.server.AddCloud("Gold")
	machine := func(name string, adapters ...vaulttest.Adapter) {
		cloud.AddMachine(vaulttest.Machine{Name: name, Adapters: adapters})
	}
	machine("as mapped", vaulttest.Adapter{Network: "Corp", Target: strings.ToUpper(azureProduction)}, vaulttest.Adapter{Network: "Corp"}, vaulttest.Adapter{Network: "Web", Chose: "NotSelected"})
	r.finds("as mapped", false)

	machine("elsewhere", vaulttest.Adapter{Network: "Corp", Target: azureStaging, Chose: "SelectedByUser"})
	machine("left out", vaulttest.Adapter{}, vaulttest.Adapter{Network: "Corp", Chose: "NotSelected"})
	machine("not mapped", vaulttest.Adapter{Network: "Web", Target: azureStaging})
	cloud.AddMachine(vaulttest.Machine{Name: "over there", FailedOver: true, Adapters: []vaulttest.Adapter{{Network: "Corp", Target: azureStaging}}})
	r.vault.AddServer("B").AddCloud("Other").AddMachine(vaulttest.Machine{
		Name:     "of a server that is not declared",
		Adapters: []vaulttest.Adapter{{Network: "Corp", Target: azureStaging}},
	})
	want := []string{
		"error SR609 " + corpMapping + ": VM network 'Corp' is mapped to Azure network 'Production', but in the vault 'TestVault' this adapter on it is set to be left out of the replica, " +
			"which will have no network in its place: adapter 1 of machine 'left out'." + setAdapter,
		"warning SR609 " + corpMapping + ": VM network 'Corp' is mapped to Azure network 'Production', but in the vault 'TestVault' this adapter on it is set to be connected to " +
			"Azure network 'Staging', and a failover goes by that: adapter 0 of machine 'elsewhere'." + setAdapter,
		"warning SR609 /servers/A/vmNetworks/Web: VM network 'Web' is not mapped to Azure, but in the vault 'TestVault' this adapter on it is set to be connected to Azure network 'Staging', " +
			"and a failover goes by that: adapter 0 of machine 'not mapped'. Remedy: Map the network, or set the machine's adapter in the vault " +
			"(Replicated items, the machine, Network) to no network.",
	}
	answer := r.finds("set apart", false, want...)
	if answer.ErrorCount != 2 || answer.WarningCount != 2 {
		t.Errorf("there are %d errors and %d warnings, want SR301, SR609 and 2 SR609", answer.ErrorCount, answer.WarningCount)
	}

	for i := range 300 {
		machine(fmt.Sprintf("web%03d", i), vaulttest.Adapter{Network: "Corp", Target: azureStaging})
	}
	r.vault.Behave(func(b *vaulttest.Behaviour) { b.PageSize = 100 })
	want[1] = "warning SR609 " + corpMapping + ": VM network 'Corp' is mapped to Azure network 'Production', but in the vault 'TestVault' these adapters on it are set to be connected to " +
		"Azure network 'Staging', and a failover goes by that: adapter 0 of machine 'elsewhere'"
	for i := range 7 {
		want[1] += fmt.Sprintf(", adapter 0 of machine 'web%03d'", i)
	}
	want[1] += ", and 293 more." + setAdapter
	r.finds("many", false, want...)

	r.configure(gold + corpTo("production") + `resource "siterecovery_vmm_server" "b" { name = "B" }` +
		askedReadiness("source_server_id = siterecovery_vmm_server.b.id", "siterecovery_network_mapping.corp"))
	r.finds("of the other server", true, "warning SR609 /servers/B/vmNetworks/Corp: VM network 'Corp' of 'B' is not mapped to Azure, but in the vault 'TestVault' this adapter on it is set to be connected to "+
		"Azure network 'Staging', and a failover goes by that: adapter 0 of machine 'of a server that is not declared'. "+
		"Remedy: Map the network, or set the machine's adapter in the vault (Replicated items, the machine, Network) to no network.")
	r.configure(gold + corpTo("production") + `resource "siterecovery_vmm_server" "b" { name = "B" }` +
		askedReadiness("source_server_id = siterecovery_vmm_server.a.id", "siterecovery_network_mapping.corp"))
	r.finds("of the one server", false, want...)
}

// Without a vault, readiness is as it always was; with one that cannot be read,
// there is no answer; a renamed network is the same to both.
func TestAccVaultReadinessWithout(t *testing.T) {
	r := newRealised(t, gold+corpTo("production")+askedReadiness("", "siterecovery_network_mapping.corp"))
	r.server.AddNetwork("Corp")
	r.server.AddCloud("Gold").AddMachine(vaulttest.Machine{Name: "m", Adapters: []vaulttest.Adapter{{Network: "Corp", Target: azureProduction}}})
	r.Env = append(r.Env, "TF_VAR_corp=Corp")
	r.Apply()
	r.Env = append(r.Env, "TF_VAR_corp=Corporate")
	r.finds("renamed here", false)

	r.vault.Fail("GET replicationProtectedItems", vaulttest.RefusedByManager(403, "AuthorizationFailed", "The client has no permission."))
	if plan := r.Run("plan"); plan.Code != 1 || !plan.Says("Error: Unable to read the vault", "The client has no permission") {
		t.Errorf("a plan with a vault that cannot be read ends with %d:\n%s", plan.Code, plan.Output)
	}
	r.vault.Requests()
	r.Write(required + estate + gold + corpTo("production") + askedReadiness("", "siterecovery_network_mapping.corp"))
	r.finds("no vault", false)
	if requests := r.vault.Requests(); len(requests) > 0 {
		t.Errorf("without a vault it is asked %v", requests)
	}
}
