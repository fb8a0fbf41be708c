package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// everything makes a data source wait for all of twoSites.
const everything = `depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.there,
	siterecovery_vm_network.b2, siterecovery_cloud.silver_b]`

// asks is a step that puts a question and checks the answers.
func (s scene) asks(address, config string, answers map[string]knownvalue.Check) resource.TestStep {
	step := resource.TestStep{Config: s.config(twoSites, `
		resource "siterecovery_network_mapping" "there" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b1.id
		}`, config)}
	for name, check := range answers {
		step.ConfigStateChecks = append(step.ConfigStateChecks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
	}
	return step
}

func TestAccAvailableTargets(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_available_targets.x"
	question := func(arguments string) string {
		return `data "siterecovery_available_targets" "x" {
			` + arguments + `
			` + everything + `
		}`
	}
	choice := func(network string, available bool, reason string) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"target_network_id": text("/servers/B/vmNetworks/" + network), "target_network_name": text(network),
			"cloud_protection_id": text("/servers/A/clouds/GoldA/protection"),
			"protected_cloud_id":  text("/servers/A/clouds/GoldA"), "protecting_cloud_id": text("/servers/B/clouds/GoldB"),
			"available": knownvalue.Bool(available), "reason": text(reason),
		})
	}
	b1 := choice("B1", true, "Cloud 'GoldB' has logical network 'LB1', on which VM network 'B1' is.")
	b2 := choice("B2", true, "Cloud 'GoldB' has logical network 'LB2', on which VM network 'B2' is.")
	s.run(
		s.asks(address, question(`source_network_id = siterecovery_vm_network.a1.id`), map[string]knownvalue.Check{
			"choices":           knownvalue.ListExact([]knownvalue.Check{b1, b2}),
			"available_to_all":  knownvalue.ListExact([]knownvalue.Check{text("/servers/B/vmNetworks/B1"), text("/servers/B/vmNetworks/B2")}),
			"available_to_some": knownvalue.ListSizeExact(0),
		}),
		s.asks(address, question(`
			source_network_id = "/servers/a/vmnetworks/a1"
			target_network_id = siterecovery_vm_network.b2.id`), map[string]knownvalue.Check{
			"choices":          knownvalue.ListExact([]knownvalue.Check{b2}),
			"available_to_all": knownvalue.ListExact([]knownvalue.Check{text("/servers/B/vmNetworks/B2")}),
		}),
		// No protected cloud uses it.
		s.asks(address, question(`source_network_id = siterecovery_vm_network.b1.id`), map[string]knownvalue.Check{
			"choices": knownvalue.ListSizeExact(0), "available_to_all": knownvalue.ListSizeExact(0),
		}),
		resource.TestStep{
			Config:      s.config(twoSites, `data "siterecovery_available_targets" "x" { source_network_id = "/servers/A/vmNetworks/absent" }`),
			ExpectError: said("Reference to an unknown object (SR104)", "source_network_id =", "There is no VM network 'absent'"),
		},
		resource.TestStep{
			Config:      s.config(twoSites, `data "siterecovery_available_targets" "x" { source_network_id = "/servers/A/clouds/GoldA" }`),
			ExpectError: said("Reference to the wrong kind of object (SR103)", "source_network_id ="),
		},
		resource.TestStep{
			Config:      s.config(twoSites, `data "siterecovery_available_targets" "x" { source_network_id = "A1" }`),
			ExpectError: said("Invalid id (SR102)", "source_network_id ="),
		},
	)
}

func TestAccResolvedTarget(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_resolved_target.x"
	question := func(arguments string) string {
		return `data "siterecovery_resolved_target" "x" {
			` + arguments + `
			` + everything + `
		}`
	}
	s.run(
		s.asks(address, question(`source_network_id = siterecovery_vm_network.a1.id`), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(true), "outcome": text("connected"),
			"target_network_id": text("/servers/B/vmNetworks/B1"), "target_network_name": text("B1"),
			"target_subnet_name": knownvalue.Null(), "subnet_rule": text("no_subnet"),
			"reason": text("VM network 'A1' is mapped to VM network 'B1'; it has no subnets. It has no static address, so the DHCP server there decides."),
		}),
		s.asks(address, question(`
			source_network_id = siterecovery_vm_network.a1.id
			cloud_id          = siterecovery_cloud.gold_a.id
			subnet_name       = "web"`), map[string]knownvalue.Check{"outcome": text("connected")}),
		s.asks(address, question(`
			source_network_id = siterecovery_vm_network.a1.id
			cloud_id          = siterecovery_cloud.silver_a.id`), map[string]knownvalue.Check{
			"connected": knownvalue.Bool(false), "outcome": text("not_protected"), "target_network_id": knownvalue.Null(),
			"target_network_name": knownvalue.Null(), "subnet_rule": knownvalue.Null(),
			"reason": text("Cloud 'SilverA' is not protected, so its machines are not replicated."),
		}),
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_resolved_target" "x" {
				source_network_id = "/servers/A/vmNetworks/A1"
				cloud_id          = "/servers/A/clouds/absent"
			}`),
			ExpectError: said("Reference to an unknown object (SR104)", "cloud_id", "There is no cloud 'absent'"),
		},
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_resolved_target" "x" {
				source_network_id = "/servers/A/vmNetworks/A1"
				subnet_name       = ""
			}`),
			ExpectError: said("Invalid value (SR109)", "subnet_name", "is empty"),
		},
	)
}
