package terraformtest_test

import (
	"fmt"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// With a vault: the fake of the service on this machine, with pages of a hundred
// items, which makes a mapping at once. What it takes of the time is in the figures.

const azureNetwork = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/VNet"

// inVault returns what prepares a directory whose provider has a vault, with
// so many networks to map.
func inVault(b *testing.B, networks int, configuration string) func(*terraformtest.Terraform) string {
	b.Helper()
	azure, err := topology.ParseID(azureNetwork)
	if err != nil {
		b.Fatal(err)
	}
	return func(terraform *terraformtest.Terraform) string {
		service := vaulttest.Start(b)
		service.Behave(func(behaviour *vaulttest.Behaviour) { behaviour.Answer, behaviour.PageSize = vaulttest.AtOnce, 100 })
		a, server := topology.ServerID("A"), service.AddServer("A")
		objects := []topology.Object{
			topology.NewServer("A"), topology.NewLogicalNetwork(a, "L", topology.IsolationNone),
			topology.NewAzureNetwork(azure, "westeurope", []topology.Subnet{{Name: "default", AddressPrefix: "10.0.0.0/16"}}, false),
		}
		for n := range networks {
			name := fmt.Sprint("N", n)
			server.AddNetwork(name)
			objects = append(objects, topology.NewVMNetwork(topology.LogicalNetworkID(a, "L"), name, nil))
		}
		fill(b, terraform, objects)
		terraform.Env = append(terraform.Env, service.Environment()...)
		return required + service.ProviderBlock("") + configuration
	}
}

const (
	vaultSet = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = "/servers/A"
			to_azure         = true
			mappings         = { for n in range(1000) : "/servers/A/vmNetworks/N${n}" => "` + azureNetwork + `" }
		}`
	floorSet = `
		resource "terraform_data" "x" {
			input = { for n in range(1000) : "/servers/A/vmNetworks/N${n}" => "` + azureNetwork + `" }
		}`
)

// BenchmarkVaultSet1000Apply puts a set of a thousand mappings into force.
func BenchmarkVaultSet1000Apply(b *testing.B) {
	compare(b, floorSet, inVault(b, 1_000, vaultSet), func(t *terraformtest.Terraform) { t.Must("apply", "-auto-approve") })
}

// BenchmarkVaultSet1000PlanWithoutChanges plans it without a change.
func BenchmarkVaultSet1000PlanWithoutChanges(b *testing.B) {
	compare(b, floorSet, inVault(b, 1_000, vaultSet), func(t *terraformtest.Terraform) { t.Must("plan", "-detailed-exitcode") }, "apply", "-auto-approve")
}

// BenchmarkVaultMappings300PlanWithoutChanges plans three hundred mappings, a
// resource each, without a change.
func BenchmarkVaultMappings300PlanWithoutChanges(b *testing.B) {
	ours := `
		resource "siterecovery_network_mapping" "x" {
			count             = 300
			source_network_id = "/servers/A/vmNetworks/N${count.index}"
			target_network_id = "` + azureNetwork + `"
		}`
	floor := `
		resource "terraform_data" "x" {
			count = 300
			input = "/servers/A/vmNetworks/N${count.index}"
		}`
	compare(b, floor, inVault(b, 300, ours), func(t *terraformtest.Terraform) { t.Must("plan", "-detailed-exitcode") }, "apply", "-auto-approve")
}
