package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// newDiscovered starts a fake whose VMM servers A and B are in no catalog.
func newDiscovered(t *testing.T) realised {
	t.Helper()
	r := newRealised(t, "")
	r.options = `scenarios = ["vmm_to_azure", "vmm_to_vmm"]`
	r.server.AddLogicalNetwork("Lanes", true, false)
	gold := r.server.AddCloud("Gold")
	silver := r.server.AddCloud("Silver")
	silver.Pair(nil, "Hourly")
	b := r.vault.AddServer("B")
	b.AddLogicalNetwork("L", false, false)
	gold.Pair(b.AddCloud("GoldB"), "Hourly")
	b.AddNetwork("Twice")
	b.AddNetwork("twice")
	r.server.AddNetwork("Corp", vaulttest.Subnet{Name: "web", Prefix: "10.1.0.0/24"}).Map("by hand", azureProduction)
	return r
}

// discoveredSite are import blocks and a configuration as Terraform generates them: with ids
// in place of references, so that nothing says what comes first.
const discoveredSite = `
	import {
		to = siterecovery_cloud_protection.gold
		id = "/servers/A/clouds/Gold/protection"
	}
	resource "siterecovery_cloud_protection" "gold" {
		protected_cloud_id  = "/servers/A/clouds/Gold"
		protecting_cloud_id = "/servers/B/clouds/GoldB"
		replication         = "hyper_v_replica"
	}
	import {
		to = siterecovery_cloud_protection.silver
		id = "/servers/A/clouds/Silver/protection"
	}
	resource "siterecovery_cloud_protection" "silver" {
		protected_cloud_id = "/servers/A/clouds/Silver"
		azure_location     = "westeurope"
		replication        = "hyper_v_replica"
	}
	import {
		to = siterecovery_cloud.gold
		id = "/servers/a/clouds/gold"
	}
	resource "siterecovery_cloud" "gold" {
		server_id = "/servers/A"
		name      = "Gold"
	}
	import {
		to = siterecovery_vm_network.corp
		id = "/servers/A/vmNetworks/Corp"
	}
	resource "siterecovery_vm_network" "corp" {
		logical_network_id = "/servers/A/logicalNetworks/Lanes"
		name               = "Corp"
		subnets            = [{ name = "web", address_prefix = "10.1.0.0/24" }]
	}
	import {
		to = siterecovery_logical_network.lanes
		id = "/servers/A/logicalNetworks/Lanes"
	}
	resource "siterecovery_logical_network" "lanes" {
		server_id = "/servers/A"
		name      = "Lanes"
		isolation = "vlan"
	}
	import {
		to = siterecovery_vmm_server.a
		id = "/servers/A"
	}
	resource "siterecovery_vmm_server" "a" { name = "A" }
`

// What only the vault has is imported, in whatever order, and entered into the catalog
// by the apply, with what it stands on. Until then the catalog has nothing of it.
func TestAccVaultImportSite(t *testing.T) {
	r := newDiscovered(t)
	r.Write(required + r.vault.ProviderBlock(r.options) + discoveredSite)
	if plan := r.Must("plan", "-out=saved"); !plan.Says("Plan: 6 to import, 0 to add, 6 to change, 0 to destroy.") {
		t.Errorf("the plan says\n%s", plan.Output)
	}
	if n := kept(t, r.Terraform).Len(); n != 0 {
		t.Errorf("the plan leaves %d objects in the catalog", n)
	}
	r.Must("apply", "saved")
	r.changed()
	untouched(t, "the import", r.Terraform)
	want := []string{
		"/servers/A", "/servers/B", "/servers/A/logicalNetworks/Lanes", "/servers/A/vmNetworks/Corp", "/servers/A/clouds/Gold",
		"/servers/A/clouds/Silver", "/servers/B/clouds/GoldB", "/servers/A/clouds/Gold/protection", "/servers/A/clouds/Silver/protection",
	}
	holds := func(after string, want ...string) {
		t.Helper()
		var got []string
		for _, object := range kept(t, r.Terraform).All() {
			got = append(got, object.ID().String())
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("after %s the catalog holds\n%s\nwant\n%s", after, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	holds("the import", want...)
	// It is managed like anything else, except that what no resource has belongs to nobody.
	r.Write(required + r.vault.ProviderBlock(r.options))
	r.Refuses("Object still referred to (SR113)", "VMM server 'A' cannot be deleted", "cloud 'Silver'")
	r.Write(required + r.vault.ProviderBlock(r.options) + `
		import {
			to = siterecovery_cloud.silver
			id = "/servers/A/clouds/Silver"
		}
		resource "siterecovery_cloud" "silver" {
			server_id = siterecovery_vmm_server.a.id
			name      = "Silver"
		}
		resource "siterecovery_vmm_server" "a" { name = "A" }
	`)
	r.Apply()
	r.Must("destroy", "-auto-approve")
	holds("a destroy", "/servers/B", "/servers/B/clouds/GoldB")
}

// The import of the command line is the same, and so is taking it back.
func TestAccVaultImportCommand(t *testing.T) {
	r := newDiscovered(t)
	site := required + r.vault.ProviderBlock(r.options) + `resource "siterecovery_vmm_server" "a" { name = "A" }`
	r.Write(site)
	r.Must("import", "siterecovery_vmm_server.a", "/servers/A")
	r.Must("plan", "-destroy")
	r.Must("destroy", "-auto-approve")
	r.Must("import", "siterecovery_vmm_server.a", "/servers/A")
	r.Apply()
	r.Write(site + "\n" + discoveredSite[strings.Index(discoveredSite, "import {\n\t\tto = siterecovery_cloud.gold"):strings.Index(discoveredSite, "import {\n\t\tto = siterecovery_vm_network.corp")])
	r.Apply()
	if n := kept(t, r.Terraform).Len(); n != 2 {
		t.Errorf("the catalog holds %v", kept(t, r.Terraform).All())
	}
	for id, says := range map[string]string{
		"/servers/B/vmNetworks/Twice": "VM network 'twice' of 'B': the vault has 2 of that name. Remedy: Give them different names in VMM",
		"/servers/C":                  "There is no VMM server 'C'",
	} {
		address := "siterecovery_vm_network.x"
		if id == "/servers/C" {
			address = "siterecovery_vmm_server.x"
		}
		r.Write(site + "\nresource \"" + strings.Replace(address, ".", "\" \"", 1) + "\" {\n name = \"x\"\n" +
			map[bool]string{true: "logical_network_id = \"/servers/A/logicalNetworks/Lanes\"\n"}[strings.Contains(address, "network")] + "}\n")
		if result := r.Run("import", address, id); result.Code == 0 || !result.Says(says) {
			t.Errorf("the import of %s ends with %d:\n%s", id, result.Code, result.Output)
		}
	}
}

// A query finds what only the vault has, and says what it leaves out. The vault does
// not tell the logical network of a VM network, nor a region of Azure: who writes
// these into the configuration that Terraform generates, imports all.
func TestAccVaultQuery(t *testing.T) {
	r := newDiscovered(t)
	r.Needs(14)
	r.Write(required + r.vault.ProviderBlock(r.options))
	writeQuery(t, r.Terraform, queryOf(siteKinds...))
	query := r.Must("query", "-generate-config-out=site.tf")
	if !query.Says("Not listed: several things of one name", "VM network 'twice' of 'B': the vault has 2 of that name", "Give them different names in VMM") {
		t.Errorf("the query says\n%s", query.Output)
	}
	fill := func(file string, old, filled string) {
		t.Helper()
		path := filepath.Join(r.Dir, file)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := regexp.MustCompile(old).ReplaceAllString(string(content), filled)
		if changed == string(content) {
			t.Fatalf("%s has no %s:\n%s", file, old, content)
		}
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fill("site.tf", `logical_network_id = null`, `logical_network_id = "/servers/A/logicalNetworks/Lanes"`)
	fill("site.tf", `azure_location      = null(\s+protected_cloud_id  = "/servers/A/clouds/Silver")`, `azure_location      = "westeurope"$1`)
	if plan := r.Must("plan"); !plan.Says("Plan: 10 to import, 0 to add, 10 to change, 0 to destroy.") {
		t.Errorf("the plan says\n%s", plan.Output)
	}
	r.Apply()

	// The mappings, when their networks are in the catalog.
	r.Write(required + r.vault.ProviderBlock(r.options) + strings.Replace(production, "PRODUCTION", azureProduction, 1))
	r.Apply()
	writeQuery(t, r.Terraform, queryOf("network_mapping"))
	r.Must("query", "-generate-config-out=mappings.tf")
	if plan := r.Must("plan"); !plan.Says("Plan: 1 to import, 0 to add, 1 to change, 0 to destroy.") {
		t.Errorf("the plan says\n%s", plan.Output)
	}
	r.Apply()
	r.changed()
	if n := kept(t, r.Terraform).Len(); n != 12 {
		t.Errorf("the catalog holds %v", kept(t, r.Terraform).All())
	}
}

const production = `
	resource "siterecovery_azure_network" "production" {
		virtual_network_id = "PRODUCTION"
		location           = "westeurope"
		subnets            = [{ name = "default", address_prefix = "10.0.0.0/24" }]
	}
`

// A query has a mapping lead where it leads in the vault, and a set of mappings has
// those that only the vault has: what it writes changes nothing there.
func TestAccVaultQueryInForce(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.Needs(14)
	corp := r.server.AddNetwork("Corp")
	web := r.server.AddNetwork("Web")
	r.Apply()
	web.Map("by hand", azureProduction)
	corp.Map(r.vault.Mappings()[0].Name, azureStaging)
	r.Must("state", "rm", "siterecovery_network_mapping.corp")
	r.configure("")
	r.changes()
	for kind, want := range map[string]string{
		// The catalog is to follow, and to learn of the second one.
		"network_mapping":  "Plan: 2 to import, 0 to add, 2 to change, 0 to destroy.",
		"network_mappings": "Plan: 1 to import, 0 to add, 1 to change, 0 to destroy.",
	} {
		writeQuery(t, r.Terraform, queryOf(kind))
		r.Must("query", "-generate-config-out="+kind+".tf")
		if plan := r.Must("plan"); !plan.Says(want) {
			t.Errorf("of %s the plan says\n%s\nwant %s", kind, plan.Output, want)
		}
		if err := os.Remove(filepath.Join(r.Dir, kind+".tf")); err != nil {
			t.Fatal(err)
		}
	}
	r.changed()

	r.vault.Fail("GET replicationFabrics", vaulttest.RefusedByManager(403, "AuthorizationFailed", "The client has no permission."))
	writeQuery(t, r.Terraform, queryOf("vmm_server"))
	if query := r.Run("query"); query.Code != 1 || !query.Says("Unable to read the vault", "list the fabrics") {
		t.Errorf("a query of a vault that cannot be read ends with %d:\n%s", query.Code, query.Output)
	}
}
