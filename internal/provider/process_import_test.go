package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// managed returns the ids of what Terraform manages, by address.
func managed(t *testing.T, terraform *terraformtest.Terraform) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(terraform.Dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Mode, Type, Name string
			Instances        []struct{ Attributes struct{ ID string } }
		}
	}
	if err := json.Unmarshal(content, &state); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, resource := range state.Resources {
		if resource.Mode == "managed" {
			ids[resource.Type+"."+resource.Name] = resource.Instances[0].Attributes.ID
		}
	}
	return ids
}

// What the catalog holds can be brought under Terraform without writing it down:
// from import blocks alone, Terraform writes a configuration that changes nothing.
func TestAccGeneratedConfiguration(t *testing.T) {
	terraform := newTerraform(t, everyKind)
	terraform.Apply()
	before := managed(t, terraform)
	var imports strings.Builder
	for address, id := range before {
		fmt.Fprintf(&imports, "import {\n  to = %s\n  id = %q\n}\n", address, id)
	}
	if err := os.Remove(filepath.Join(terraform.Dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	terraform.Write(required + imports.String())
	want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(before))
	if plan := terraform.Must("plan", "-generate-config-out=generated.tf"); !plan.Says(want) {
		t.Errorf("the plan says\n%s\nwant %s", plan.Output, want)
	}
	terraform.Apply()
	if after := managed(t, terraform); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("afterwards there is\n%v\nwant\n%v", after, before)
	}
}

// Between a plan and its apply, somebody changes the catalog: what the plan has
// proved no longer holds, and the apply says so and changes nothing of that.
func TestAccChangedAfterThePlan(t *testing.T) {
	a, b := topology.ServerID("A"), topology.ServerID("B")
	network, logical := topology.VMNetworkID, topology.LogicalNetworkID
	const mapping = `
		resource "siterecovery_network_mapping" "x" {
			source_network_id    = siterecovery_vm_network.a1.id
			target_network_id    = siterecovery_vm_network.b2.id
			cloud_protection_ids = [siterecovery_cloud_protection.gold.id]
		}`
	const set = `
		resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { (siterecovery_vm_network.a1.id) = siterecovery_vm_network.b2.id }
		}`
	other := topology.NewMapping(network(a, "A1"), network(b, "B1"), topology.ID{}, nil)
	for _, tt := range []struct {
		name          string
		before, after string
		meanwhile     []topology.Change
		says          []string
	}{
		{
			"what is updated is gone", ``, strings.Replace(twoSites, `name      = "LB2"`, `name      = "LB2"
				isolation = "vlan"`, 1),
			[]topology.Change{
				topology.Updating(topology.NewCloud(b, "GoldB", []topology.ID{logical(b, "LB1")})),
				topology.Deletion(network(b, "B2")), topology.Deletion(logical(b, "LB2")),
			},
			[]string{
				"Error: Object no longer in the catalog (SR112)", "Logical network 'LB2' is to be updated, but is no longer in the catalog",
				"Remedy: Plan again, with a refresh",
			},
		},
		{
			"what is created is there", ``, twoSites + `resource "siterecovery_logical_network" "x" {
				server_id = siterecovery_vmm_server.a.id
				name      = "X"
			}`,
			[]topology.Change{topology.Creation(topology.NewLogicalNetwork(a, "x", topology.IsolationVLAN))},
			[]string{
				"Error: Object of another state (SR114)", "Logical network 'X' is to be created, but is in the catalog already, and does not belong to this state",
				"import {", "to = siterecovery_logical_network.example", `id = "/servers/A/logicalNetworks/X"`,
			},
		},
		{
			"the target is no longer available", ``, twoSites + mapping,
			[]topology.Change{topology.Updating(topology.NewCloud(b, "GoldB", []topology.ID{logical(b, "LB1")}))},
			[]string{"Error: Target network not available (SR203)", "with siterecovery_network_mapping.x", "cloud 'GoldB' does not have logical network 'LB2'"},
		},
		{
			"the source is mapped", ``, twoSites + mapping,
			[]topology.Change{topology.Creation(other)},
			[]string{
				"Error: Second mapping of a network to the same fabric (SR205)", "VM network 'A1' is mapped to VM network 'B1' already",
				`import "/servers/A/vmNetworks/A1/mappings/B"`,
			},
		},
		{
			"the source of one of many is mapped", ``, twoSites + set,
			[]topology.Change{topology.Creation(other)},
			[]string{"Error: Second mapping of a network to the same fabric (SR205)", "VM network 'A1' is mapped to VM network 'B1' already"},
		},
		{
			"what is deleted is used", ` resource "siterecovery_vm_network" "x" {
				logical_network_id = siterecovery_logical_network.b1.id
				name               = "X"
			}`, twoSites,
			[]topology.Change{topology.Creation(topology.NewMapping(network(a, "A1"), network(b, "X"), topology.ID{}, nil))},
			[]string{"Error: Object still referred to (SR113)", "VM network 'X' cannot be deleted", "network mapping of 'A1' to VMM server 'B'"},
		},
		{
			"what is deleted is gone", ` resource "siterecovery_vm_network" "x" {
				logical_network_id = siterecovery_logical_network.b1.id
				name               = "X"
			}`, twoSites,
			[]topology.Change{topology.Deletion(network(b, "X"))},
			nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			terraform := newTerraform(t, twoSites+tt.before)
			terraform.Apply()
			terraform.Write(required + tt.after)
			terraform.Must("plan", "-out=plan")
			c, err := catalog.Open(terraform.Catalog)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			if err := c.Apply(t.Context(), tt.meanwhile...); err != nil {
				t.Fatal(err)
			}
			revision := kept(t, terraform).Revision
			command := terraform.Command("apply")
			command.Args = append(command.Args, "plan") // flags have to come first
			output, err := command.CombinedOutput()
			result := terraformtest.Result{Output: strings.Join(strings.Fields(string(output)), " ")}
			if (err != nil) != (len(tt.says) > 0) || !result.Says(tt.says...) {
				t.Errorf("the apply ends with %v:\n%s\nwant %q", err, result.Output, tt.says)
			}
			if now := kept(t, terraform).Revision; now != revision {
				t.Errorf("the apply has written to the catalog: revision %d, was %d", now, revision)
			}
		})
	}
}
