package provider_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// gold is a cloud of server A that replicates to Azure, with network Corp mapped.
const gold = `
	resource "siterecovery_cloud" "gold" {
		server_id           = siterecovery_vmm_server.a.id
		name                = "Gold"
		logical_network_ids = [siterecovery_logical_network.a.id]
	}
	resource "siterecovery_cloud_protection" "gold" {
		protected_cloud_id = siterecovery_cloud.gold.id
		azure_location     = "westeurope"
	}
`

// asked is the data source, after the mapping.
const askedVault = `
	data "siterecovery_vault" "this" {
		depends_on = [siterecovery_network_mapping.corp, siterecovery_cloud_protection.gold]
	}
	output "vault" { value = data.siterecovery_vault.this }
`

// sameJSON compares an output with what is wanted, both as JSON.
func sameJSON(t *testing.T, what string, got any, want string) {
	t.Helper()
	var wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !reflect.DeepEqual(got, wanted) {
		text, _ := json.MarshalIndent(got, "", "  ")
		t.Errorf("%s is\n%s\nwant\n%s", what, text, want)
	}
}

// Everything that the vault discovered, and what of it a site has by its name.
func TestAccVaultDataSource(t *testing.T) {
	r := newRealised(t, gold+corpTo("production")+askedVault)
	r.vault.AddFabric("HyperVSite-1", "HyperVSite")
	r.server.AddNetwork("Corp", vaulttest.Subnet{Name: "Web", Prefix: "10.1.0.0/24"}, vaulttest.Subnet{Name: "Data", Prefix: "10.1.1.0/24"})
	r.server.AddNetwork("Web")
	r.server.AddLogicalNetwork("L", false, false)
	r.server.AddLogicalNetwork("Lanes", true, false)
	cloud := r.server.AddCloud("Gold")
	cloud.Pair(nil, "Hourly")
	cloud.AddMachine(vaulttest.Machine{Name: "web1", Adapters: []vaulttest.Adapter{
		{Network: "Corp", Subnet: "Web", Address: "10.1.0.7", Target: azureStaging, TargetSubnet: "default", TargetAddress: "10.1.0.9", Chose: "SelectedByUser"},
		{Chose: "NotSelected"},
	}})
	// A failover plan would refuse a machine without adapters.
	cloud.AddMachine(vaulttest.Machine{Name: "idle", Adapters: []vaulttest.Adapter{{Chose: "NotSelected"}}})
	r.Apply()
	var answer map[string]any
	r.Output("vault", &answer)
	withoutIDs(t, answer)
	for what, want := range map[string]string{
		"vault_id": fmt.Sprintf("%q", vaulttest.VaultID),
		"sites": `{"A": {
			"server": "A", "hosts": {}, "clouds": {"Gold": {"logical_networks": null}},
			"logical_networks": {"L": {"isolation": "none"}, "Lanes": {"isolation": "vlan"}},
			"vm_networks": {
				"Corp": {"logical_network": null, "subnets": [
					{"name": "Web", "address_prefix": "10.1.0.0/24", "ip_pool": null}, {"name": "Data", "address_prefix": "10.1.1.0/24", "ip_pool": null}]},
				"Web": {"logical_network": null, "subnets": null}
			}
		}}`,
		"fabrics": `[
			{"name": "A", "type": "VMM", "health": "Normal", "server_id": "/servers/A"},
			{"name": "HyperVSite-1", "type": "HyperVSite", "health": "Normal", "server_id": null},
			{"name": "Microsoft Azure", "type": "Azure", "health": "Normal", "server_id": null}]`,
		"networks": `[
			{"id": "/servers/A/vmNetworks/Corp", "server_id": "/servers/A", "name": "Corp", "type": "NoIsolation", "subnets": [
				{"name": "Web", "address_prefixes": ["10.1.0.0/24"]}, {"name": "Data", "address_prefixes": ["10.1.1.0/24"]}]},
			{"id": "/servers/A/vmNetworks/Web", "server_id": "/servers/A", "name": "Web", "type": "NoIsolation", "subnets": []}]`,
		"logical_networks": `[
			{"id": "/servers/A/logicalNetworks/L", "server_id": "/servers/A", "name": "L", "isolation": "none"},
			{"id": "/servers/A/logicalNetworks/Lanes", "server_id": "/servers/A", "name": "Lanes", "isolation": "vlan"}]`,
		"clouds": `[{"id": "/servers/A/clouds/Gold", "server_id": "/servers/A", "name": "Gold", "role": "Primary", "pairing_status": "Paired",
			"protected_machine_count": 2}]`,
		"pairings": `[{"protected_cloud_id": "/servers/A/clouds/Gold", "protecting_cloud_id": null, "to_azure": true, "policy": "Hourly", "state": "Paired",
			"health": "Normal"}]`,
		"mappings": `[{"id": "/servers/A/vmNetworks/Corp/mappings/azure", "scenario": "vmm_to_azure", "source_network_id": "/servers/A/vmNetworks/Corp",
			"target_network_id": "` + azureProduction + `", "vault_target_network_id": "` + azureProduction + `", "state": "Paired"}]`,
		"protected_machines": `[{"name": "idle", "cloud_id": "/servers/A/clouds/Gold", "target_server_id": null, "to_azure": true, "state": "Protected",
			"failed_over": false, "adapters": [
			{"network_name": null, "network_id": null, "subnet_name": null, "ip_address": null, "target_network_id": null, "target_subnet_name": null,
			 "target_ip_address": null, "selection": "NotSelected", "vault_target_network_id": null}]},
			{"name": "web1", "cloud_id": "/servers/A/clouds/Gold", "target_server_id": null, "to_azure": true, "state": "Protected",
			"failed_over": false, "adapters": [
			{"network_name": "Corp", "network_id": "/servers/A/vmNetworks/Corp", "subnet_name": "Web", "ip_address": "10.1.0.7",
			 "target_network_id": "` + azureStaging + `", "target_subnet_name": "default", "target_ip_address": "10.1.0.9", "selection": "SelectedByUser",
			 "vault_target_network_id": "` + azureStaging + `"},
			{"network_name": null, "network_id": null, "subnet_name": null, "ip_address": null, "target_network_id": null, "target_subnet_name": null,
			 "target_ip_address": null, "selection": "NotSelected", "vault_target_network_id": null}]}]`,
		"virtual_machines": `{"web1": {"cloud_id": "/servers/A/clouds/Gold", "recovery_plan": null, "adapters": [
			{"network_id": "/servers/A/vmNetworks/Corp", "subnet_name": "Web", "ip_address": "10.1.0.7"}]}}`,
	} {
		sameJSON(t, what, answer[what], want)
		delete(answer, what)
	}
	if len(answer) > 0 {
		t.Errorf("the data source has besides %v", answer)
	}
}

// withoutIDs takes out of an answer, after a look at them, the ARM ids of what the
// vault discovered: the fake gives them.
func withoutIDs(t *testing.T, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			id, _ := inner.(string)
			switch {
			case name == "vault_id", name == "vault_target_network_id":
			case strings.HasPrefix(name, "vault_"):
				if !strings.HasPrefix(id, vaulttest.VaultID+"/replicationFabrics/") && (name != "vault_adapter_id" || id == "") {
					t.Errorf("%s is %v", name, inner)
				}
				delete(value, name)
			}
			withoutIDs(t, inner)
		}
	case []any:
		for _, inner := range value {
			withoutIDs(t, inner)
		}
	}
}

// The machines that the vault protects are what a failover plan and a failover
// baseline take, as they are: an adapter on no network is left out, and so is a machine with
// no other.
func TestAccVaultMachines(t *testing.T) {
	r := newRealised(t, gold+corpTo("production")+askedVault+`
		data "siterecovery_failover_plan" "this" {
			virtual_machines = data.siterecovery_vault.this.virtual_machines
			depends_on       = [siterecovery_network_mapping.corp, siterecovery_cloud_protection.gold]
		}
		resource "siterecovery_failover_baseline" "this" {
			virtual_machines = data.siterecovery_vault.this.virtual_machines
			depends_on       = [siterecovery_network_mapping.corp, siterecovery_cloud_protection.gold]
		}
		output "plan" { value = { for name, machine in data.siterecovery_failover_plan.this.machines : name => machine.adapters[*].outcome } }
		output "baseline" { value = siterecovery_failover_baseline.this.outcomes }
	`)
	r.server.AddNetwork("Corp")
	r.server.AddNetwork("Web")
	cloud, silver := r.server.AddCloud("Gold"), r.server.AddCloud("Gold ")
	cloud.AddMachine(vaulttest.Machine{Name: "app", Adapters: []vaulttest.Adapter{{Network: "Corp", Address: "10.0.0.9"}, {Network: "Web"}}})
	cloud.AddMachine(vaulttest.Machine{Name: "db", Adapters: []vaulttest.Adapter{{}, {Network: "Corp", Address: "dynamic"}}})
	cloud.AddMachine(vaulttest.Machine{Name: "idle"})
	silver.AddMachine(vaulttest.Machine{Name: "odd", Adapters: []vaulttest.Adapter{{Network: "Corp"}}})
	if apply := r.Apply(); !apply.Says("Warning: Not all that the vault discovered is in sites", "cloud 'Gold ' of VMM server 'A': the name ends with a space") {
		t.Errorf("the apply does not warn of the name:\n%s", apply.Output)
	}
	var plan, baseline any
	r.Output("plan", &plan)
	r.Output("baseline", &baseline)
	sameJSON(t, "the plan", plan, `{"app": ["connected", "not_mapped"], "db": ["connected"]}`)
	sameJSON(t, "the baseline", baseline, `{
		"app/0": "Azure network 'Production' of resource group 'Azure-RG' in subscription 'c183865e-6077-46f2-a3b1-deb0f4f4650a', subnet 'default', address 10.0.0.9", "app/1": "no network (not_mapped)",
		"db/0": "Azure network 'Production' of resource group 'Azure-RG' in subscription 'c183865e-6077-46f2-a3b1-deb0f4f4650a', subnet 'default', address 10.0.0.4"}`)
}

// What has its name with others is in no site, and a warning says so.
func TestAccVaultDataSourceNamesakes(t *testing.T) {
	r := newRealised(t, `
		data "siterecovery_vault" "this" {}
		output "sites" { value = { for name, site in data.siterecovery_vault.this.sites : name => keys(site.vm_networks) } }
		output "networks" { value = data.siterecovery_vault.this.networks[*].name }
	`)
	for _, name := range []string{"Corp", "Web", "Web"} {
		r.server.AddNetwork(name)
	}
	r.vault.AddServer("B").AddNetwork("Lonely")
	r.vault.AddServer("B")
	plan := r.Must("plan")
	if !plan.Says("Warning: Not all that the vault discovered is in sites", "since they share a name",
		"- VM network 'Web' of VMM server 'A': the vault knows 2 of that name", "- VMM server 'B': the vault knows 2 of that name",
		"Remedy: Rename them in VMM and refresh the VMM server in the vault; of a VMM server that is registered twice, remove the registration") {
		t.Errorf("the plan does not warn of the names:\n%s", plan.Output)
	}
	r.Apply()
	var sites, networks any
	r.Output("sites", &sites)
	r.Output("networks", &networks)
	sameJSON(t, "what is in sites", sites, `{"A": ["Corp"]}`)
	sameJSON(t, "what is in networks", networks, `["Corp", "Web", "Web", "Lonely"]`)
}

// Without a vault, or with one that cannot be read, there is no answer.
func TestAccVaultDataSourceWithout(t *testing.T) {
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		terraform := terraformtest.New(t, required+`data "siterecovery_vault" "this" {}`)
		plan := terraform.Run("plan")
		if plan.Code != 1 || !plan.Says("Error: No vault is configured", "siterecovery_vault asks the Recovery Services vault that the attribute vault of the provider's configuration names",
			"Remedy: Give the provider vault = { vault_id =", "or remove the data source") {
			t.Errorf("a plan without a vault ends with %d:\n%s", plan.Code, plan.Output)
		}
	})
	t.Run("unreadable", func(t *testing.T) {
		r := newRealised(t, `data "siterecovery_vault" "this" {}`)
		r.vault.Fail("GET replicationProtectedItems", vaulttest.RefusedByManager(403, "AuthorizationFailed", "The client has no permission."))
		plan := r.Run("plan")
		if plan.Code != 1 || !plan.Says("Error: Unable to read the vault", "protected machines", "The client has no permission") {
			t.Errorf("a plan with a vault that cannot be read ends with %d:\n%s", plan.Code, plan.Output)
		}
	})
}

// Each collection is listed once, however many ask.
func TestAccVaultDataSourceRequests(t *testing.T) {
	r := newRealised(t, `
		data "siterecovery_vault" "one" {}
		data "siterecovery_vault" "two" {}
		output "machines" { value = length(merge(data.siterecovery_vault.one.virtual_machines, data.siterecovery_vault.two.virtual_machines)) }
	`)
	r.vault.Behave(func(b *vaulttest.Behaviour) { b.PageSize = 100 })
	cloud := r.server.AddCloud("Gold")
	for i := range 250 {
		cloud.AddMachine(vaulttest.Machine{Name: fmt.Sprintf("m%d", i)})
	}
	r.Must("plan")
	counts := r.vault.Counts()
	want := map[string]int{
		"replicationFabrics": 1, "replicationNetworks": 1, "replicationFabrics/*/replicationLogicalNetworks": 1, "replicationProtectionContainers": 1,
		"replicationProtectionContainerMappings": 1, "replicationNetworkMappings": 1, "replicationProtectedItems": 3,
	}
	for route, n := range want {
		if counts["GET "+route] != n {
			t.Errorf("%s is asked for %d times, want %d", route, counts["GET "+route], n)
		}
	}
}
