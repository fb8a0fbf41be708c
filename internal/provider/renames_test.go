package provider_test

import (
	"strings"
	"testing"
)

// A rename is a rename: nothing is destroyed, nothing created.

func TestAccRenames(t *testing.T) {
	terraform := newTerraform(t, edited)
	terraform.Apply()
	before := kept(t, terraform).Len()
	now := edited
	rename := func(what string, names ...string) {
		t.Helper()
		for _, name := range names {
			now = strings.ReplaceAll(now, `"`+name+`"`, `"`+name+` new"`)
		}
		terraform.Write(required + now)
		result := terraform.Apply()
		if !result.Says("Plan: 0 to add,", "0 to destroy.") || result.Says("SR1") || result.Says("SR211") || result.Says("SR212") {
			t.Errorf("%s: the apply says\n%s", what, result.Output)
		}
		found := kept(t, terraform)
		if found.Len() != before || len(found.Missing()) > 0 {
			t.Errorf("%s: there are %d objects, want %d", what, found.Len(), before)
		}
	}
	rename("a VMM server", "B")
	rename("a logical network", "LB1")
	rename("a VM network", "A1")
	rename("a cloud", "GoldA")
	rename("a host", "H")
	rename("all at once", "A", "B new", "LA1", "LB1 new", "LB3", "A1 new", "B1", "GoldA new", "GoldB", "SilverB", "H new")

	// Names that are in use, and that others get in the same run, take two steps.
	for what, names := range map[string][]string{
		"in use":      {`"B2"`, `"B1 new"`},
		"chain":       {`"B2"`, `"B1 new"`, `"B1 new"`, `"B3"`},
		"an exchange": {`"B2"`, `"B1 new"`, `"B1 new"`, `"B2"`},
	} {
		terraform.Write(required + strings.NewReplacer(names...).Replace(now))
		result := terraform.Run("plan")
		if result.Code == 0 || !result.Says("Error: Name in use (SR115)", "VM network 'B2' is to be renamed to 'B1 new'", "do it in two steps", "a third name in between") {
			t.Errorf("%s: the plan ends with %d:\n%s", what, result.Code, result.Output)
		}
	}
}

// Other states that refer to what is renamed follow, and are told where they write
// an old name.
func TestAccRenamesAcrossStates(t *testing.T) {
	const bulk = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = "/servers/A"
			target_server_id = "/servers/B"
			mappings         = { "/servers/A/vmNetworks/A1" = "/servers/B/vmNetworks/B1" }
		}`
	const single = `
		resource "siterecovery_network_mapping" "y" {
			source_network_id = "/servers/B/vmNetworks/B1"
			target_network_id = "/servers/A/vmNetworks/A1"
		}`
	teams := workspaces(t, twoSites, bulk+single)
	network, recovery := teams[0], teams[1]
	network.Apply()
	recovery.Apply()
	network.Write(required + strings.NewReplacer(`name = "A"`, `name = "Alpha"`, `"A1"`, `"First"`).Replace(twoSites))
	if result := network.Apply(); !result.Says("Plan: 0 to add,", "0 to destroy.") {
		t.Errorf("the apply says\n%s", result.Output)
	}
	result := recovery.Run("plan")
	if result.Code == 0 {
		t.Errorf("the old names are taken:\n%s", result.Output)
	}
	for _, parts := range [][]string{
		{
			"Error: Reference to an unknown object (SR104)", "with siterecovery_network_mapping.y", "There is no VM network 'A1' (/servers/A/vmNetworks/A1) any more",
			"is called VM network 'First' now", `Write "/servers/Alpha/vmNetworks/First"`,
		},
		{"with siterecovery_network_mappings.x", "There is no VM network 'A1'", "is called VM network 'First' now"},
	} {
		if !result.Says(parts...) {
			t.Errorf("the plan says\n%s\nwant %q", result.Output, parts)
		}
	}
	recovery.Write(required + strings.NewReplacer("/servers/A/vmNetworks/A1", "/servers/Alpha/vmNetworks/First", "/servers/A\"", "/servers/Alpha\"").Replace(bulk+single))
	if plan := recovery.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("with the new names the plan ends with %d:\n%s", plan.Code, plan.Output)
	}

	// An old name leads to the object, and says the new one.
	other := workspaceAt(t, network.Catalog, `
		import {
			to = siterecovery_vm_network.old
			id = "/servers/A/vmNetworks/A1"
		}
		resource "siterecovery_vm_network" "old" {
			logical_network_id = "/servers/Alpha/logicalNetworks/LA1"
			name               = "First"
		}
		data "siterecovery_resolved_target" "old" {
			source_network_id = "/servers/A/vmNetworks/A1"
			cloud_id          = "/servers/A/clouds/GoldA"
		}
		output "target" { value = data.siterecovery_resolved_target.old.target_network_name }`)
	if plan := other.Must("plan"); !plan.Says("VM network 'A1' of 'A' (/servers/A/vmNetworks/A1) is called VM network 'First' of 'Alpha' now (/servers/Alpha/vmNetworks/First)") ||
		!plan.Says(`target = "B1"`) || !plan.Says("1 to import, 0 to add, 0 to change") {
		t.Errorf("by the old names the plan is\n%s", plan.Output)
	}
}

// A bulk resource in the same configuration follows in place.
func TestAccRenamesUnderABulkResource(t *testing.T) {
	const bulk = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { (siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id }
			exclusive        = true
		}`
	terraform := newTerraform(t, twoSites+bulk)
	terraform.Apply()
	for _, names := range [][]string{{`"A1"`, `"First"`}, {`name = "A"`, `name = "Alpha"`, `name = "B"`, `name = "Beta"`, `"B1"`, `"Second"`}} {
		terraform.Write(required + strings.NewReplacer(names...).Replace(twoSites+bulk))
		if result := terraform.Apply(); !result.Says("Plan: 0 to add,", "0 to destroy.") {
			t.Errorf("the apply says\n%s", result.Output)
		}
	}
	terraform.Must("destroy", "-auto-approve")
	if n := kept(t, terraform).Len(); n > 0 {
		t.Errorf("%d objects are left", n)
	}
}
