package examples_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// virtualNetworks is what the ids of the examples' virtual networks begin with.
const virtualNetworks = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/"

// vaulted is a fake of Site Recovery, and the environment that leads to it: the
// configurations of the guide and of the examples stay as they are.
type vaulted struct {
	*vaulttest.Service
	server *vaulttest.Fabric
	env    []string
}

// newVaulted starts a fake with the VMM server of the example.
func newVaulted(t *testing.T) vaulted {
	t.Helper()
	return newVaultedAt(t, "VMM-Beijing")
}

// newVaultedAt starts a fake with a VMM server of that name.
func newVaultedAt(t *testing.T, server string) vaulted {
	t.Helper()
	service := vaulttest.Start(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
	return vaulted{service, service.AddServer(server), []string{
		"TF_VAR_vault_id=" + vaulttest.VaultID, "SSL_CERT_FILE=" + vaulttest.AuthorityFile(t),
		"ARM_TENANT_ID=" + vaulttest.Tenant, "ARM_CLIENT_ID=" + vaulttest.ClientID, "ARM_CLIENT_SECRET=" + vaulttest.ClientSecret,
		"ARM_RESOURCE_MANAGER_ENDPOINT=" + service.URL(), "ARM_RESOURCE_MANAGER_AUDIENCE=https://management.azure.com",
		"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST=" + service.URL(), "ARM_DISABLE_INSTANCE_DISCOVERY=true",
	}}
}

// terraform returns a working directory whose provider finds the fake.
func (v vaulted) terraform(t *testing.T, configuration string) *terraformtest.Terraform {
	t.Helper()
	terraform := terraformtest.New(t, configuration)
	terraform.Env = append(terraform.Env, v.env...)
	return terraform
}

// environment returns what an example needs besides Terraform.
func environment(t *testing.T, folder string) []string {
	t.Helper()
	if folder != "vault" {
		return nil
	}
	v := newVaulted(t)
	v.server.AddNetwork("Production")
	return v.env
}

// What the guide shows of plans that are refused is what is printed, and its
// import adopts what is there.
func TestGuideToTheVaultRefused(t *testing.T) {
	t.Parallel()
	guide, v := open(t, "recovery-services-vault.md"), newVaulted(t)
	v.server.AddNetwork("Production (old)")
	v.server.AddNetwork("Productive")
	text := configuration(t, "vault")
	terraform := v.terraform(t, text)
	guide.wraps(terraform.Run("plan"), `Error: Not found in the vault (SR601)
		with siterecovery_network_mapping.production,
		on main.tf line 76, in resource "siterecovery_network_mapping" "production":
		76: source_network_id = siterecovery_vm_network.production.id
		The mapping is to be in force in the vault 'TestVault', which knows no VM network 'Production'. It knows 'Production (old)', 'Productive'.
		Remedy: Correct the name. If it is new or was renamed, refresh the VMM server in the vault (Site Recovery infrastructure, VMM servers, Refresh server; or
		Update-AzRecoveryServicesAsrServicesProvider) and run again.`)
	terraform.Write(configuration(t, "vault", "vault_id = var.vault_id", "vault_id = terraform_data.vault.output") +
		"resource \"terraform_data\" \"vault\" {\n  input = var.vault_id\n}\n")
	terraform.Must("init")
	guide.wraps(terraform.Run("plan"), `Error: Vault not known at plan time
		with provider["registry.terraform.io/siterecovery/siterecovery"],
		on main.tf line 16, in provider "siterecovery":
		16: provider "siterecovery" {
		The value of vault.vault_id depends on something that is only known after apply, so no plan can be checked against the vault.
		A vault that is made in the same run has not discovered anything yet either.
		Remedy: Give it a value that is known at plan time:
		apply what it depends on first, in a configuration of its own.`)
	terraform.Write(text)
	byHand := v.server.AddNetwork("Production").Map("production-to-azure", virtualNetworks+"staging")
	result := terraform.Run("plan")
	guide.wraps(result, `Error: Mapping already in the vault (SR603)
		with siterecovery_network_mapping.production,
		on main.tf line 75, in resource "siterecovery_network_mapping" "production":
		75: resource "siterecovery_network_mapping" "production" {
		The vault 'TestVault' has a network mapping of VM network 'Production' to Azure already, which this catalog knows nothing of.
		It leads to Azure network 'staging', and is left as it is.`)
	if !result.Says("import {", byHand.ID) {
		t.Errorf("the plan does not say how to import:\n%s", result.Output)
	}
	terraform.Write(text + guide.snippet("import {"))
	if apply := terraform.Apply(); !apply.Says("1 imported, 6 added, 1 changed, 0 destroyed") {
		t.Errorf("the import ends with\n%s", apply.Output)
	}
	if now := v.Mappings(); len(now) != 1 || now[0].Name != byHand.Name || now[0].Target != virtualNetworks+"production" {
		t.Errorf("after the import the vault has %v", now)
	}
}

// A mapping of azurerm is adopted by its id, and nothing changes in the vault.
func TestGuideToTheVaultFromAzurerm(t *testing.T) {
	t.Parallel()
	guide, v := open(t, "recovery-services-vault.md"), newVaulted(t)
	there := v.server.AddNetwork("Production").Map("production-to-azure", virtualNetworks+"production")
	block, _, _ := strings.Cut(guide.snippet("network-guid"), "removed {")
	block = regexp.MustCompile(`"/subscriptions/.*"`).ReplaceAllString(block, `"`+strings.ToUpper(there.ID)+`"`)
	v.Requests()
	apply := v.terraform(t, configuration(t, "vault")+block).Apply()
	if !apply.Says("~ update in-place", "+ vault_mapping_id", "1 imported, 6 added, 1 changed, 0 destroyed") {
		t.Errorf("the import ends with\n%s", apply.Output)
	}
	for _, request := range v.Requests() {
		if !strings.HasPrefix(request.Route, "GET ") && !strings.HasSuffix(request.Route, "token") {
			t.Errorf("the import sends %s", request.Route)
		}
	}
	// And many, by ids made of names.
	for _, name := range []string{"Web", "Mail"} {
		v.server.AddNetwork(name).Map(name, virtualNetworks+"production")
	}
	text := configuration(t, "vault", `resource "siterecovery_network_mapping" "production" {`,
		"resource \"siterecovery_network_mapping\" \"all\" {\n  for_each = toset([\"Production\", \"Web\"])",
		"siterecovery_vm_network.production.id", "siterecovery_vm_network.production[each.key].id",
		`resource "siterecovery_vm_network" "production" {`, "resource \"siterecovery_vm_network\" \"production\" {\n  for_each = toset([\"Production\", \"Web\"])",
		`name               = "Production"`, "name = each.key",
		"value       = siterecovery_network_mapping.production.vault_mapping_id", "value = values(siterecovery_network_mapping.all)[*].vault_mapping_id")
	if apply := v.terraform(t, text+guide.snippet("for_each = toset")).Apply(); !apply.Says("2 imported, 7 added, 2 changed, 0 destroyed") {
		t.Errorf("the import ends with\n%s", apply.Output)
	}
}

// What the guide says of changes, renames and refusals is what is printed.
func TestGuideToTheVaultInForce(t *testing.T) {
	t.Parallel()
	guide, v := open(t, "recovery-services-vault.md"), newVaulted(t)
	network := v.server.AddNetwork("Production")
	text := configuration(t, "vault")
	terraform := v.terraform(t, text)
	v.FailOperation(vaulttest.OperationError{
		Code: "78007", Message: "The network is in use by a failover",
		PossibleCauses: "A failover of the machine is in progress", RecommendedAction: "Wait for it to complete and retry",
	})
	guide.wraps(terraform.Run("apply", "-auto-approve"), `Unable to create the network mapping of 'Production' to Azure network 'production' in the vault:
		The network is in use by a failover (code 78007, activity 689647ac-7f72-7f8b-e344-93183a09e18a). Possible causes: A failover of the machine is in progress.
		Recommended action: Wait for it to complete and retry.`)
	terraform.Apply()

	v.Unmap(v.Mappings()[0])
	guide.wraps(terraform.Apply(), `Warning: Mapping brought back into force (SR607)
		with siterecovery_network_mapping.production,
		on main.tf line 75, in resource "siterecovery_network_mapping" "production":
		75: resource "siterecovery_network_mapping" "production" {
		The mapping of VM network 'Production' to Azure network 'production' was missing in the vault 'TestVault', and has been made again.`)

	terraform.Write(configuration(t, "vault", `name               = "Production"`, `name               = "Backbone"`))
	guide.wraps(terraform.Must("plan"), `Warning: Old name in the vault (SR605)
		with siterecovery_network_mapping.production,
		on main.tf line 76, in resource "siterecovery_network_mapping" "production":
		76: source_network_id = siterecovery_vm_network.production.id
		The vault 'TestVault' still has VM network 'Backbone' by its former name, VM network 'Production'.
		Remedy: Rename it in VMM too, unless that is done, and refresh the VMM server in the vault. Until then this mapping stays in force, and no other one can be
		made by the new name.`)
	terraform.Must("apply", "-auto-approve")
	network.Rename("Backbone")
	terraform.Apply()

	// Without the vault nothing is asked for, and nothing ends there.
	v.Requests()
	terraform.Write(configuration(t, "vault", `name               = "Production"`, `name               = "Backbone"`, "  vault = {\n    vault_id = var.vault_id\n  }\n", ""))
	if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("without the vault a plan ends with %d:\n%s", plan.Code, plan.Output)
	}
	guide.wraps(terraform.Must("destroy", "-auto-approve"), "Warning: Mapping stays in force in a vault (SR606)")
	if requests := v.Requests(); len(requests) > 0 || len(v.Mappings()) != 1 {
		t.Errorf("without the vault there were the requests %v, and in force is %v", requests, v.Mappings())
	}
}

// What a killed run leaves in the catalog is taken over, whether the vault has it
// or not.
func TestGuideToTheVaultKilled(t *testing.T) {
	t.Parallel()
	for _, made := range []bool{false, true} {
		v := newVaulted(t)
		network := v.server.AddNetwork("Production")
		const resource = `resource "siterecovery_network_mapping" "production" {`
		terraform := v.terraform(t, configuration(t, "vault"))
		terraform.Apply()
		mapping := v.Mappings()[0]
		terraform.Write(configuration(t, "vault", resource, resource+"\n  count = 0", "production.vault_mapping_id", "production[*].vault_mapping_id"))
		terraform.Apply()
		if len(v.Mappings()) > 0 {
			t.Fatalf("the vault has %v", v.Mappings())
		}
		killed, err := opened(t, terraform.Catalog).Begin(t.Context(), terraform.Place(), false)
		if err != nil {
			t.Fatal(err)
		}
		target, err := topology.ParseID(virtualNetworks + "production")
		if err != nil {
			t.Fatal(err)
		}
		left := topology.NewMapping(topology.VMNetworkID(topology.ServerID("VMM-Beijing"), "Production"), target, topology.ID{}, nil)
		if err := killed.Apply(t.Context(), catalog.Step{Change: topology.Creation(left), Claim: catalog.NewClaim(), Vault: mapping.ID}); err != nil {
			t.Fatal(err)
		}
		if made {
			network.Map(mapping.Name, mapping.Target)
		}
		terraform.Write(configuration(t, "vault"))
		apply := terraform.Apply()
		if !apply.Says("Object already in the catalog (SR111)") || apply.Says("Mapping brought back into force (SR607)") {
			t.Errorf("after a run that was killed (%v) an apply ends with\n%s", made, apply.Output)
		}
		if now := v.Mappings(); len(now) != 1 || now[0] != mapping {
			t.Errorf("the vault has %v", now)
		}
	}
}

// The plan that makes a set exclusive warns of what only the vault has; the next
// ones list it.
func TestGuideToTheVaultExclusive(t *testing.T) {
	t.Parallel()
	v := newVaulted(t)
	v.server.AddNetwork("Production")
	v.server.AddNetwork("Web").Map("by-hand", virtualNetworks+"production")
	text, _, _ := strings.Cut(configuration(t, "vault"), `resource "siterecovery_network_mapping"`)
	text += `
		resource "siterecovery_network_mappings" "all" {
			source_server_id = siterecovery_vmm_server.beijing.id
			to_azure         = true
			exclusive        = true
			mappings         = { (siterecovery_vm_network.production.id) = siterecovery_azure_network.production.id }
		}`
	terraform := v.terraform(t, text)
	if plan := terraform.Must("plan"); !plan.Says("SR214", "'Web'", "will be deleted") {
		t.Errorf("the plan does not warn of mappings that only the vault has:\n%s", plan.Output)
	}
	terraform.Apply()
	if now := v.Mappings(); len(now) != 1 || now[0].Source != "Production" {
		t.Errorf("the vault has %v", now)
	}
	v.server.AddNetwork("Mail").Map("by-hand", virtualNetworks+"production")
	if plan := terraform.Must("plan"); !plan.Says(`- "/servers/VMM-Beijing/vmNetworks/Mail" = "`) {
		t.Errorf("the plan does not list a mapping that only the vault has:\n%s", plan.Output)
	}
}

// action returns the action that a request to the vault needs.
func action(route string) string {
	verb, path, _ := strings.Cut(route, " ")
	kind := map[string]string{"GET": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}[verb]
	if kind == "" || !strings.HasPrefix(path, "replication") || strings.Contains(path, "operationresults") {
		return "" // a token, or what there is no action for
	}
	return "Microsoft.RecoveryServices/vaults/" + strings.ReplaceAll(path, "/*", "") + "/" + kind
}

// The role of the guide has the actions that are used, and no others.
func TestRoleOfTheVault(t *testing.T) {
	t.Parallel()
	_, block, _ := strings.Cut(open(t, "recovery-services-vault.md").text, "```json\n")
	block, _, _ = strings.Cut(block, "```")
	var role struct{ Actions []string }
	if err := json.Unmarshal([]byte(block), &role); err != nil {
		t.Fatal(err)
	}
	service := vaulttest.Start(t)
	server := service.AddServer("VMM-Beijing")
	server.AddLogicalNetwork("Production", false, false)
	network := server.AddNetwork("Production")
	service.Behave(func(b *vaulttest.Behaviour) { b.RetryAfter = 0 })
	inVault, err := vault.New(vault.Config{
		VaultID:   vaulttest.VaultID,
		Transport: service.Transport(),
		Pace:      vault.Pace{FirstPoll: time.Millisecond, Retry: time.Millisecond},
		Config: azure.Config{
			TenantID:     vaulttest.Tenant,
			ClientID:     vaulttest.ClientID,
			ClientSecret: vaulttest.ClientSecret,
		},
	}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	link := func(name string) vault.Link {
		target, err := topology.ParseID(virtualNetworks + name)
		must(err)
		link, err := inVault.Bind(ctx, topology.VMNetworkID(topology.ServerID("VMM-Beijing"), "Production"), target)
		must(err)
		return link
	}
	_, err = inVault.Discover(ctx)
	must(err)
	made, err := inVault.Create(ctx, link("production"))
	must(err)
	made, err = inVault.Retarget(ctx, made, link("staging"))
	must(err)
	must(inVault.Delete(ctx, made))
	network.Map("by-hand", virtualNetworks+"production")
	var exists *vault.ExistsError
	if _, err := inVault.Create(ctx, link("production")); !errors.As(err, &exists) {
		t.Errorf("beside a mapping made by hand, one is created: %v", err)
	}
	used := map[string]bool{}
	for _, request := range service.Requests() {
		if action := action(request.Route); action != "" {
			used[action] = true
		}
	}
	slices.Sort(role.Actions)
	if want := slices.Sorted(maps.Keys(used)); !slices.Equal(role.Actions, want) {
		t.Errorf("the role has\n%s\nand these are used:\n%s", strings.Join(role.Actions, "\n"), strings.Join(want, "\n"))
	}
}

// The guide has every variable and every attribute that the vault is configured
// with.
func TestGuideHasTheConfigurationOfTheVault(t *testing.T) {
	t.Parallel()
	guide := open(t, "recovery-services-vault.md")
	var content []byte
	for _, source := range []string{"vault/config.go", "azure/identity.go"} {
		part, err := os.ReadFile(filepath.Join("..", "internal", filepath.FromSlash(source)))
		if err != nil {
			t.Fatal(err)
		}
		content = append(content, part...)
	}
	names := regexp.MustCompile(`"((?:[A-Z]+_)+[A-Z]+|[a-z]+(?:[._][a-z]+)+)"`).FindAllStringSubmatch(string(content), -1)
	const least = 40
	if len(names) < least {
		t.Fatalf("the configuration has only %q", names)
	}
	for _, found := range names {
		name := found[1][strings.LastIndex(found[1], ".")+1:]
		if name != "AZURE_HTTP_USER_AGENT" && !strings.Contains(guide.text, name) {
			t.Errorf("the guide does not have %s", name)
		}
	}
}

// The provider writes nothing secret into Terraform's log, its state or its plan.
func TestVaultKeepsSecrets(t *testing.T) {
	t.Parallel()
	v := newVaulted(t)
	v.server.AddNetwork("Production")
	terraform := v.terraform(t, configuration(t, "vault"))
	log := filepath.Join(terraform.Dir, "terraform.log")
	terraform.Env = append(terraform.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	terraform.Must("plan", "-out=saved")
	terraform.Must("apply", "saved")
	texts := map[string]string{"the plan": terraform.Must("show", "-json", "saved").Output}
	for _, file := range []string{log, filepath.Join(terraform.Dir, "terraform.tfstate")} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(file)] = string(content)
	}
	token := regexp.MustCompile(`eyJ[\w-]+\.[\w-]+`)
	for name, text := range texts {
		if strings.Contains(text, vaulttest.ClientSecret) || token.MatchString(text) {
			t.Errorf("%s holds a secret or a token", name)
		}
	}
}
