package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What is sound in the end is applied in one go, in whatever order Terraform
// applies it, with no lifecycle settings and with create_before_destroy.

// edit is a change of twoSites with a host and a mapping.
type edit struct{ from, to string }

const edited = twoSites + `
	resource "siterecovery_host" "h" {
		server_id           = siterecovery_vmm_server.b.id
		name                = "H"
		cloud_ids           = [siterecovery_cloud.gold_b.id]
		logical_network_ids = [siterecovery_logical_network.b1.id, siterecovery_logical_network.b3.id]
	}
	resource "siterecovery_logical_network" "b3" {
		server_id = siterecovery_vmm_server.b.id
		name      = "LB3"
	}
	resource "siterecovery_cloud" "bronze_b" {
		server_id           = siterecovery_vmm_server.b.id
		name                = "BronzeB"
		logical_network_ids = [siterecovery_logical_network.b1.id, siterecovery_logical_network.b3.id]
	}
	resource "siterecovery_cloud_protection" "silver" {
		protected_cloud_id  = siterecovery_cloud.silver_a.id
		protecting_cloud_id = siterecovery_cloud.silver_b.id
	}
	resource "siterecovery_network_mapping" "x" {
		source_network_id    = siterecovery_vm_network.a1.id
		target_network_id    = siterecovery_vm_network.b1.id
		cloud_protection_ids = [siterecovery_cloud_protection.gold.id, siterecovery_cloud_protection.silver.id]
	}
	resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
	}
	resource "siterecovery_network_mapping" "y" {
		source_network_id = siterecovery_vm_network.a2.id
		target_network_id = siterecovery_vm_network.b2.id
	}
`

func block(text, label string) string {
	start := strings.Index(text, label)
	end := start + strings.Index(text[start:], "\n\t}") + len("\n\t}")
	return text[start:end]
}

func TestAccOneApply(t *testing.T) {
	gold, silver := block(edited, `resource "siterecovery_cloud_protection" "gold"`), block(edited, `resource "siterecovery_cloud_protection" "silver"`)
	exchange := strings.NewReplacer
	for what, edits := range map[string][]edit{
		"a logical network goes, and a cloud and a host let go of it": {
			{block(edited, `resource "siterecovery_logical_network" "b3"`), ""}, {", siterecovery_logical_network.b3.id", ""},
		},
		"a protection goes, and a mapping no longer names it": {{silver, ""}, {", siterecovery_cloud_protection.silver.id", ""}},
		"the protected cloud of a protection changes": {
			{silver, strings.Replace(silver, "silver_a", "bronze_b", 1)}, {", siterecovery_cloud_protection.silver.id", ""},
		},
		"two protections exchange what protects": {
			{gold, strings.Replace(gold, "gold_b", "silver_b", 1)}, {silver, strings.Replace(silver, "silver_b", "gold_b", 1)},
		},
		"two protections exchange what they protect": {
			{gold, strings.Replace(gold, "gold_a", "silver_a", 1)}, {silver, strings.Replace(silver, "silver_a", "gold_a", 1)},
		},
		"two mappings exchange their sources": {
			{block(edited, `resource "siterecovery_network_mapping" "y"`), exchange("a2.id", "a1.id").Replace(block(edited, `resource "siterecovery_network_mapping" "y"`))},
			{block(edited, `resource "siterecovery_network_mapping" "x"`), exchange("a1.id", "a2.id").Replace(block(edited, `resource "siterecovery_network_mapping" "x"`))},
		},
		"a resource has another address": {
			{`"siterecovery_network_mapping" "x"`, `"siterecovery_network_mapping" "z"`}, {`"siterecovery_cloud" "bronze_b"`, `"siterecovery_cloud" "bronze"`},
		},
		"a network that is mapped is on another logical network": {
			{"logical_network_id = siterecovery_logical_network.b2.id", "logical_network_id = siterecovery_logical_network.b1.id"},
		},
		"a network goes with its mapping, and others take the names": {
			{block(edited, `resource "siterecovery_network_mapping" "y"`), ""},
			{block(edited, `resource "siterecovery_vm_network" "a2"`), ""},
			{`"siterecovery_vm_network" "b2"`, `"siterecovery_vm_network" "c2"`},
		},
	} {
		for _, lifecycle := range []string{"", "lifecycle { create_before_destroy = true }"} {
			t.Run(what+" "+lifecycle, func(t *testing.T) {
				with := func(text string) string {
					if lifecycle == "" {
						return required + text
					}
					return required + strings.ReplaceAll(text, "\n\t}\n", "\n\t\t"+lifecycle+"\n\t}\n")
				}
				terraform := newTerraform(t, "")
				terraform.Write(with(edited))
				terraform.Must("apply", "-auto-approve")
				after := edited
				for _, edit := range edits {
					if !strings.Contains(after, edit.from) {
						t.Fatalf("there is no %q", edit.from)
					}
					after = strings.ReplaceAll(after, edit.from, edit.to)
				}
				terraform.Write(with(after))
				if result := terraform.Apply(); result.Says("SR202") || result.Says("SR113") || result.Says("SR111") {
					t.Errorf("the apply says\n%s", result.Output)
				}
				if missing := kept(t, terraform).Missing(); len(missing) > 0 {
					t.Errorf("references are missing: %v", missing)
				}
			})
		}
	}
}

// A run is broken off after a deletion, before what referred to the object lets go:
// the next apply goes on, and until then nobody takes the topology for ready.
func TestAccBrokenOffInBetween(t *testing.T) {
	terraform := newTerraform(t, edited)
	terraform.Apply()
	without := strings.ReplaceAll(strings.Replace(edited, block(edited, `resource "siterecovery_logical_network" "b3"`), "", 1), ", siterecovery_logical_network.b3.id", "")
	terraform.Write(required + without)
	terraform.Must("apply", "-auto-approve", "-target=siterecovery_logical_network.b3")
	readiness, _ := engine.JudgeReadiness(kept(t, terraform).Topology, topology.ID{})
	said := ""
	for _, finding := range readiness.Findings {
		said += finding.String() + "\n"
	}
	if readiness.Ready() || !strings.Contains(said, "Cloud 'BronzeB' (/servers/B/clouds/BronzeB) still refers to logical network 'LB3', which has been deleted") ||
		!strings.Contains(said, "run terraform apply again") {
		t.Errorf("readiness says\n%s", said)
	}
	if plan := terraform.Must("plan"); !plan.Says("Warning: Reference to an unknown object (SR104)", "still refers to logical network 'LB3'", "which has been deleted",
		"run terraform apply again") {
		t.Errorf("the next plan says\n%s", plan.Output)
	}
	// Who keeps the reference is told in the plan.
	terraform.Write(required + strings.ReplaceAll(without, "[siterecovery_logical_network.b1.id]\n\t}\n\tresource \"siterecovery_cloud_protection\" \"silver\"",
		"[\"/servers/B/logicalNetworks/LB3\"]\n\t}\n\tresource \"siterecovery_cloud_protection\" \"silver\""))
	terraform.Refuses("Error: Reference to an unknown object (SR104)", "There is no logical network 'LB3'")
	terraform.Write(required + without)
	terraform.Apply()
	if missing := kept(t, terraform).Missing(); len(missing) > 0 {
		t.Errorf("references are missing: %v", missing)
	}
}

// site-from-vmm-export, with a network that is taken out, renamed and added.
func TestAccSiteFromExportChanges(t *testing.T) {
	folder := filepath.Join("..", "..", "examples", "site-from-vmm-export")
	configuration, err := os.ReadFile(filepath.Join(folder, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	export, err := os.ReadFile(filepath.Join(folder, "vmm-export.json"))
	if err != nil {
		t.Fatal(err)
	}
	terraform := newTerraform(t, "")
	terraform.Write(string(configuration))
	write := func(text string) {
		t.Helper()
		if !json.Valid([]byte(text)) {
			t.Fatal("the export is not valid")
		}
		if err := os.WriteFile(filepath.Join(terraform.Dir, "vmm-export.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(string(export))
	terraform.Apply()
	names := map[topology.Kind][]string{}
	for _, object := range kept(t, terraform).All() {
		names[object.ID().Kind()] = append(names[object.ID().Kind()], object.ID().Name())
	}
	rename := func(text, name, to string) string {
		return strings.ReplaceAll(text, `"`+name+`"`, `"`+to+`"`)
	}
	logical, network := names[topology.KindLogicalNetwork][0], names[topology.KindVMNetwork][0]
	for step, text := range []string{
		rename(string(export), network, network+" (renamed)"),
		rename(string(export), logical, logical+" (renamed)"),
		rename(rename(string(export), network, "one"), logical, "other"),
		string(export),
	} {
		write(text)
		if result := terraform.Apply(); !result.Says("Apply complete!") {
			t.Errorf("step %d: %s", step, result.Output)
		}
	}
}
