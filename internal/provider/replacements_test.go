package provider_test

import (
	"fmt"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What Terraform replaces, and what has another name or another address in the same
// run: either order is possible in the apply.
func TestAccReplacedAndRenamed(t *testing.T) {
	terraform := newTerraform(t, `
		variable "p" { default = "P" }
		variable "c" { default = "C" }
		resource "siterecovery_vmm_server" "p" { name = var.p }
		resource "siterecovery_vmm_server" "d" { name = "D" }
		resource "siterecovery_logical_network" "p" {
			server_id = siterecovery_vmm_server.p.id
			name      = "L"
		}
		resource "siterecovery_logical_network" "d" {
			server_id = siterecovery_vmm_server.d.id
			name      = "L"
		}
		resource "siterecovery_vm_network" "p" {
			logical_network_id = siterecovery_logical_network.p.id
			name               = "N"
		}
		resource "siterecovery_vm_network" "d" {
			logical_network_id = siterecovery_logical_network.d.id
			name               = "N"
		}
		resource "siterecovery_cloud" "p" {
			server_id           = siterecovery_vmm_server.p.id
			name                = var.c
			logical_network_ids = [siterecovery_logical_network.p.id]
		}
		resource "siterecovery_cloud" "d" {
			server_id           = siterecovery_vmm_server.d.id
			name                = "C"
			logical_network_ids = [siterecovery_logical_network.d.id]
		}
		resource "siterecovery_cloud_protection" "p" {
			protected_cloud_id  = siterecovery_cloud.p.id
			protecting_cloud_id = siterecovery_cloud.d.id
		}
		resource "siterecovery_network_mapping" "p" {
			source_network_id    = siterecovery_vm_network.p.id
			target_network_id    = siterecovery_vm_network.d.id
			cloud_protection_ids = [siterecovery_cloud_protection.p.id]
		}`)
	const objects = 10
	terraform.Apply()
	for _, step := range []struct {
		what, taint string
		args        []string
	}{
		{"a server renamed, a cloud replaced", "", []string{"-var=p=P2", "-replace=siterecovery_cloud.p"}},
		{"a cloud replaced under another name", "", []string{"-var=p=P2", "-var=c=C2", "-replace=siterecovery_cloud.p"}},
		{"a server replaced under another name", "", []string{"-var=p=P3", "-var=c=C2", "-replace=siterecovery_vmm_server.p"}},
		{"a tainted server with another name", "siterecovery_vmm_server.p", []string{"-var=p=P4", "-var=c=C2"}},
		{"a tainted cloud, and another name for its server", "siterecovery_cloud.p", []string{"-var=p=P5", "-var=c=C2"}},
		{"a tainted network that is mapped, and another name for its server", "siterecovery_vm_network.p", []string{"-var=p=P6", "-var=c=C2"}},
		{"a tainted mapping", "siterecovery_network_mapping.p", []string{"-var=p=P6", "-var=c=C2"}},
	} {
		if step.taint != "" {
			terraform.Must("taint", step.taint)
		}
		result := terraform.Run(append([]string{"apply", "-auto-approve"}, step.args...)...)
		plan := terraform.Run(append([]string{"plan", "-detailed-exitcode"}, step.args[:2]...)...)
		if len(step.args) > 1 && step.args[1] == "-replace=siterecovery_cloud.p" {
			plan = terraform.Run("plan", "-detailed-exitcode", step.args[0])
		}
		found := kept(t, terraform)
		if result.Code != 0 || plan.Code != 0 || found.Len() != objects || len(found.Missing()) > 0 {
			t.Fatalf("%s: the apply ends with %d, a plan with %d, and there are %d objects:\n%s\n%s", step.what, result.Code, plan.Code, found.Len(), result.Output, plan.Output)
		}
	}
	terraform.Must("destroy", "-auto-approve")
	if n := kept(t, terraform).Len(); n > 0 {
		t.Errorf("%d objects are left", n)
	}
}

// An import at another address of the same state, in place of a moved block, takes
// the object over: it is not destroyed.
func TestAccImportInPlaceOfMoving(t *testing.T) {
	terraform := newTerraform(t, serverA)
	terraform.Apply()
	terraform.Write(required + `
		import {
			to = siterecovery_vmm_server.c
			id = "/servers/A"
		}
		resource "siterecovery_vmm_server" "c" { name = "A" }
		resource "siterecovery_vmm_server" "b" { name = "B" }`)
	if result := terraform.Apply(); result.Says("SR114") {
		t.Errorf("the apply says\n%s", result.Output)
	}
	if n := kept(t, terraform).Len(); n != 2 {
		t.Errorf("there are %d objects, want 2", n)
	}
}

// A mapping may leave a set for a resource of its own and get another target, by an
// import, whichever of the two Terraform plans first.
func TestAccImportOutOfASet(t *testing.T) {
	const set = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { %s }
			%s
		}`
	const single = `
		import {
			to = siterecovery_network_mapping.x
			id = "/servers/A/vmNetworks/A1/mappings/B"
		}
		resource "siterecovery_network_mapping" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b2.id
			%s
		}`
	const a1 = "(siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id"
	for name, after := range map[string]struct{ set, single string }{
		"the set first":      {"", "depends_on = [siterecovery_network_mappings.x]"},
		"the resource first": {"depends_on = [siterecovery_network_mapping.x]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			terraform := newTerraform(t, twoSites+fmt.Sprintf(set, a1, ""))
			terraform.Apply()
			terraform.Write(required + twoSites + fmt.Sprintf(set, "", after.set) + fmt.Sprintf(single, after.single))
			if result := terraform.Apply(); result.Says("SR114") {
				t.Errorf("the apply says\n%s", result.Output)
			}
			mapping, _ := kept(t, terraform).Mapping(topology.MappingID(topology.VMNetworkID(topology.ServerID("A"), "A1"), topology.ServerID("B")))
			if mapping.Target.Name() != "B2" {
				t.Errorf("A1 is mapped to %s, want B2", mapping.Target)
			}
			untouched(t, "the mapping of its own", terraform)
		})
	}
}

// An imported set keeps the test networks and the protections of its mappings, which it
// does not say. Deleting those is refused in the plan; a resource of its own lets them go.
func TestAccImportedSetKeepsMore(t *testing.T) {
	const test = `
		resource "siterecovery_vm_network" "test" {
			logical_network_id = siterecovery_logical_network.b1.id
			name               = "Test"
			%s
		}`
	const single = `
		resource "siterecovery_network_mapping" "x" {
			source_network_id    = siterecovery_vm_network.a1.id
			target_network_id    = siterecovery_vm_network.b1.id
			%s
		}`
	const more = `test_network_id      = siterecovery_vm_network.test.id
			cloud_protection_ids = [siterecovery_cloud_protection.gold.id]`
	const set = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { %s }
			%s
		}`
	const a1 = "(siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id"
	const imported = `
		import {
			to = siterecovery_network_mappings.x
			id = "/servers/A/mappings/B"
		}`
	id := topology.MappingID(topology.VMNetworkID(topology.ServerID("A"), "A1"), topology.ServerID("B"))
	terraform := newTerraform(t, twoSites+fmt.Sprintf(test, "")+fmt.Sprintf(single, more))
	terraform.Apply()
	terraform.Must("state", "rm", "siterecovery_network_mapping.x")
	terraform.Write(required + twoSites + fmt.Sprintf(test, "") + fmt.Sprintf(set, a1, "") + imported)
	const told = "These mappings have a test network, or protections that they have to serve:\n  - /servers/A/vmNetworks/A1/mappings/B"
	if result := terraform.Apply(); !result.Says(told) {
		t.Errorf("the import says\n%s\nwant it to say\n%s", result.Output, told)
	}
	untouched(t, "the set", terraform)
	if mapping, _ := kept(t, terraform).Mapping(id); mapping.Test.Name() != "Test" || len(mapping.Protections) != 1 {
		t.Errorf("the set has left %+v", mapping)
	}

	terraform.Write(required + twoSites + fmt.Sprintf(test, "count = 0\ndepends_on = [siterecovery_network_mappings.x]") + fmt.Sprintf(set, a1, ""))
	terraform.Refuses("SR113", "network mapping of 'A1' to VMM server 'B'", "is first given a resource of its own, with an import block")
	terraform.Write(required + twoSites + fmt.Sprintf(test, "count = 0") + fmt.Sprintf(set, a1, "depends_on = [siterecovery_vm_network.test]"))
	terraform.Refuses("SR104", `In mappings["/servers/A/vmNetworks/A1"]: VM network 'Test' (/servers/B/vmNetworks/Test) is to be deleted in the same run`, "give the mapping a resource of its own")

	terraform.Write(required + twoSites + fmt.Sprintf(test, "count = 0") + fmt.Sprintf(set, "", "") + fmt.Sprintf(single, "") + `
		import {
			to = siterecovery_network_mapping.x
			id = "/servers/A/vmNetworks/A1/mappings/B"
		}`)
	terraform.Apply()
	untouched(t, "the resource of its own", terraform)
	if mapping, _ := kept(t, terraform).Mapping(id); !mapping.Test.IsZero() || len(mapping.Protections) > 0 {
		t.Errorf("the resource has left %+v", mapping)
	}
}

// An exclusive set takes over from single mappings, and clears what no resource
// manages any more.
func TestAccExclusiveSetTakesOver(t *testing.T) {
	const single = `
		resource "siterecovery_network_mapping" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b1.id
		}
		resource "siterecovery_network_mapping" "y" {
			source_network_id = siterecovery_vm_network.a2.id
			target_network_id = siterecovery_vm_network.b2.id
		}`
	const network = `
		resource "siterecovery_vm_network" "a2" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "A2"
		}`
	const set = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { (siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id }
			exclusive        = true
		}`
	terraform := newTerraform(t, twoSites+network+single)
	terraform.Apply()
	terraform.Must("state", "rm", "siterecovery_network_mapping.y")
	terraform.Write(required + twoSites + network + set)
	terraform.Apply()
	found := kept(t, terraform)
	if mappings := found.MappingsBetween(topology.ServerID("A"), topology.ServerID("B")); len(mappings) != 1 {
		t.Errorf("there are %d mappings", len(mappings))
	}
}
