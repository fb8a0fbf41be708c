package examples_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// needsVault reports whether an example asks a vault.
func needsVault(text string) bool { return strings.Contains(text, `"siterecovery_vault"`) }

// fakeVault starts a fake vault that has discovered a site, and returns what the
// provider's configuration says of it and what the environment has to.
func fakeVault(t *testing.T, server, network, cloud string) (attribute string, environment []string) {
	t.Helper()
	v := newVaultedAt(t, server)
	site := v.server
	site.AddLogicalNetwork("Production", false, false)
	site.AddNetwork(network, vaulttest.Subnet{Name: "web", Prefix: "10.1.0.0/24"})
	gold := site.AddCloud(cloud)
	gold.Pair(nil, "Hourly")
	gold.AddMachine(vaulttest.Machine{Name: "web1", Adapters: []vaulttest.Adapter{{Network: network, Subnet: "web", Address: "10.1.0.10"}}})
	return fmt.Sprintf("vault = {\n vault_id = %q\n}\n", vaulttest.VaultID), v.env
}

// What the example of the vault prints.
func TestVaultExample(t *testing.T) {
	t.Parallel()
	attribute, environment := fakeVault(t, "VMM-Beijing", "Web", "Gold")
	terraform := terraformtest.New(t, configuration(t, "provider", "provider \"siterecovery\" {\n", "provider \"siterecovery\" {\n"+attribute)+
		configuration(t, "data-sources/siterecovery_vault"))
	terraform.Env = append(terraform.Env, environment...)
	terraform.Apply()
	output(t, terraform, "outcomes", map[string][]string{"web1": {"connected"}})
	output(t, terraform, "mappings", map[string][]string{"/servers/VMM-Beijing/vmNetworks/Web": {
		"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks/replica",
	}})
	output(t, terraform, "targets_of_machines", map[string][]*string{"web1": {nil}})
}

// The module site takes what vmm_export returns, and what the vault tells.
func TestSiteModuleTakesEither(t *testing.T) {
	t.Parallel()
	attribute, environment := fakeVault(t, "VMM-Shanghai", "Web-Shanghai", "Gold-Shanghai")
	guide := open(t, "bringing-in-an-existing-site.md")
	requires, _, _ := strings.Cut(configuration(t, "provider"), "provider \"siterecovery\"")
	terraform := terraformtest.New(t, requires)
	terraform.Env = append(terraform.Env, environment...)
	copyFolder(t, "modules/site", filepath.Join(terraform.Dir, "modules", "site"))
	copyData(t, "site-from-vmm-export", terraform.Dir)
	terraform.Write(requires + "provider \"siterecovery\" {\n" + attribute + "}\n" + guide.block(`module "shanghai" {`))
	terraform.Must("init")
	terraform.Apply()
	state := terraform.Must("state", "list")
	if !state.Says(`module.beijing.siterecovery_vm_network.site["ERP-Web"]`,
		`module.shanghai.siterecovery_cloud.site["Gold-Shanghai"]`, `module.shanghai.siterecovery_logical_network.site["Production"]`,
		`module.shanghai.siterecovery_vm_network.site["Web-Shanghai"]`, `module.shanghai.siterecovery_vmm_server.site`) {
		t.Errorf("there are %s", state.Output)
	}

	// What the vault does not tell has to be told.
	terraform.Write(requires + "provider \"siterecovery\" {\n" + attribute + "}\n" +
		strings.Replace(guide.block(`module "shanghai" {`), `"Web-Shanghai" = "Production"`, "", 1))
	if plan := terraform.Run("plan"); plan.Code != 1 || !plan.Says(
		"The site 'VMM-Shanghai' does not tell which logical network VM network 'Web-Shanghai' is on: say it in vm_network_logical_networks.") {
		t.Errorf("a plan without the logical network of a VM network ends with %d:\n%s", plan.Code, plan.Output)
	}
}
