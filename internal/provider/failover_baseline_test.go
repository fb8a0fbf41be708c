package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// mappedSites maps the networks of twoSites: A1 to B1, and A2 to B2, whose machines are
// in the cloud GoldA as well.
const mappedSites = twoSites + `
	resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
	}
	resource "siterecovery_network_mapping" "one" {
		source_network_id = siterecovery_vm_network.a1.id
		target_network_id = siterecovery_vm_network.b1.id
	}
	resource "siterecovery_network_mapping" "two" {
		source_network_id = siterecovery_vm_network.a2.id
		target_network_id = siterecovery_vm_network.b2.id
	}
`

// machinesOnMapped is a baseline of two machines on the mapped networks.
func machinesOnMapped(arguments string) string {
	return `
	resource "siterecovery_failover_baseline" "x" {
		virtual_machines = {
			one = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = siterecovery_vm_network.a1.id }] }
			two = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = siterecovery_vm_network.a2.id }] }
		}
		` + arguments + `
	}
	`
}

const (
	dependsOnMapped = `depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.one, siterecovery_network_mapping.two]`
	onB1            = `"VM network 'B1' of 'B', address from DHCP"`
	onB2            = `"VM network 'B2' of 'B', address from DHCP"`
	// inconsistent is what Terraform says of a provider that does not keep to its plan.
	inconsistent = "inconsistent"
)

// plans plans and checks that the text has all the parts, in their order.
func plans(t *testing.T, terraform *terraformtest.Terraform, parts ...string) terraformtest.Result {
	t.Helper()
	result := terraform.Must("plan", "-out=plan")
	if !result.Says(parts...) {
		t.Errorf("the plan is\n%s\nwant it to say %q", result.Output, parts)
	}
	return result
}

// The first plan, of an empty catalog, shows where every machine will be.
func TestAccBaselineFirstPlan(t *testing.T) {
	terraform := newTerraform(t, mappedSites+machinesOnMapped(dependsOnMapped))
	result := plans(t, terraform,
		`+ resource "siterecovery_failover_baseline" "x"`, `+ findings = []`, `+ id = "/baseline"`,
		`+ outcomes = {`, `+ "one/0" = `+onB1, `+ "two/0" = `+onB2, `+ ready = true`, `+ unconnected = []`)
	if strings.Contains(result.Output, "known after apply") {
		t.Errorf("something is not known:\n%s", result.Output)
	}
	terraform.Must("apply", "plan")
	terraform.Apply()

	// Without machines, of every network of every protected cloud.
	terraform = terraformtest.New(t, required+mappedSites+`resource "siterecovery_failover_baseline" "x" {
		source_server_id  = siterecovery_vmm_server.a.id
		require_connected = true
		`+dependsOnMapped+`
	}`)
	result = plans(t, terraform, `+ "SR305 warning: VM network 'A1' is mapped to VM network 'B1', and that one is not mapped to VMM server 'A'.`,
		`+ id = "/servers/A/baseline"`, `+ "A / GoldA / A1" = "VM network 'B1' of 'B'"`, `+ "A / GoldA / A2" = "VM network 'B2' of 'B'"`, `+ ready = true`)
	if strings.Contains(result.Output, "known after apply") {
		t.Errorf("something is not known:\n%s", result.Output)
	}
	terraform.Apply()
}

// Each later plan shows what a change does to the machines.
func TestAccBaselineShowsChanges(t *testing.T) {
	const baseline = `~ resource "siterecovery_failover_baseline" "x"`
	configuration := func(changes ...string) string {
		text := mappedSites + machinesOnMapped(dependsOnMapped)
		for i := 0; i < len(changes); i += 2 {
			if !strings.Contains(text, changes[i]) {
				t.Fatalf("there is no %q", changes[i])
			}
			text = strings.Replace(text, changes[i], changes[i+1], 1)
		}
		return required + text
	}
	terraform := newTerraform(t, "")
	terraform.Write(configuration())
	terraform.Apply()

	terraform.Write(configuration("target_network_id = siterecovery_vm_network.b1.id", "target_network_id = siterecovery_vm_network.b2.id"))
	result := plans(t, terraform, baseline, `~ outcomes = {`, `~ "one/0" = `+onB1+` -> `+onB2, "Plan: 0 to add, 2 to change, 0 to destroy.")
	if strings.Contains(result.Output, `"two/0"`) || strings.Contains(result.Output, "SR503") {
		t.Errorf("the plan says more:\n%s", result.Output)
	}
	terraform.Must("apply", "plan")

	const loses = "[siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]"
	terraform.Write(configuration(loses, "[siterecovery_logical_network.b1.id]"))
	plans(t, terraform, baseline, `+ "SR203 error: VM network 'A2' is mapped to VM network 'B2'`, "Machines: 'two'.",
		`~ outcomes = {`, `~ "one/0" = `+onB2+` -> `+onB1, `~ "two/0" = `+onB2+` -> "no network (target_unavailable)"`,
		`~ ready = true -> false`, `~ unconnected = [`, `+ "two/0"`)
	terraform.Must("apply", "plan")
	terraform.Apply()
	terraform.Write(configuration())
	plans(t, terraform, baseline, `~ "two/0" = "no network (target_unavailable)" -> `+onB2, `~ ready = false -> true`, `- "two/0"`)
	terraform.Apply()
}

// A mapping is taken away: an element of a resource, or a whole resource.
func TestAccBaselineWithoutAMapping(t *testing.T) {
	each := func(sources string) string {
		return required + strings.Split(mappedSites, `resource "siterecovery_network_mapping" "one"`)[0] + `
			resource "siterecovery_network_mapping" "each" {
				for_each          = ` + sources + `
				source_network_id = each.key
				target_network_id = siterecovery_vm_network.b1.id
			}
			` + machinesOnMapped(`depends_on = [siterecovery_cloud_protection.gold, siterecovery_network_mapping.each]`)
	}
	const a1, a2 = `"/servers/A/vmNetworks/A1"`, `"/servers/A/vmNetworks/A2"`
	terraform := newTerraform(t, "")
	terraform.Write(strings.Replace(each(`toset([`+a1+`, `+a2+`])`), `source_network_id = each.key`,
		`source_network_id = each.key == `+a1+` ? siterecovery_vm_network.a1.id : siterecovery_vm_network.a2.id`, 1))
	terraform.Apply()
	terraform.Write(each(`toset([` + a2 + `])`))
	plans(t, terraform, `~ resource "siterecovery_failover_baseline" "x"`, `~ "one/0" = `+onB1+` -> "no network (not_mapped)"`)
	terraform.Must("apply", "plan")
	terraform.Apply()

	// Terraform plans the deletion of a whole resource before the baseline or after it.
	whole := mappedSites + machinesOnMapped(dependsOnMapped)
	terraform = terraformtest.New(t, required+whole)
	terraform.Apply()
	without := strings.Replace(whole, ", siterecovery_network_mapping.two]", "]", 1)
	before, after, _ := strings.Cut(without, `resource "siterecovery_network_mapping" "two" {`)
	_, after, _ = strings.Cut(after, "}\n")
	terraform.Write(required + before + after)
	result := terraform.Must("plan", "-out=plan")
	shown := result.Says(`~ "two/0" = ` + onB2 + ` -> "no network (not_mapped)"`)
	warned := result.Says("Warning: Change planned after the failover baseline (SR503)",
		"The deletion of network mapping of 'A2' to VMM server 'B' is planned after the failover baseline of the machines 'one', 'two', and changes these lines:",
		`'two/0': `+strings.Trim(onB2, `"`)+` -> no network (not_mapped)`, "keep its block with count = 0 for this run")
	if shown == warned {
		t.Errorf("the plan shows it: %v, and warns: %v\n%s", shown, warned, result.Output)
	}
	terraform.Must("apply", "plan")
	terraform.Apply()

	// With the remedy, it is planned before the baseline for certain.
	terraform = terraformtest.New(t, required+whole)
	terraform.Apply()
	terraform.Write(required + strings.Replace(whole, `"siterecovery_network_mapping" "two" {`, `"siterecovery_network_mapping" "two" {
		count = 0`, 1))
	plans(t, terraform, `~ "two/0" = `+onB2+` -> "no network (not_mapped)"`)
	terraform.Must("apply", "plan")
	terraform.Apply()
}

// What is not known yet makes exactly the lines unknown that rest on it.
func TestAccBaselineWithUnknownValues(t *testing.T) {
	const target = "target_network_id = siterecovery_vm_network.b1.id"
	whole := mappedSites + `resource "terraform_data" "late" {
		input = siterecovery_vm_network.b1.id
	}` + machinesOnMapped(dependsOnMapped)
	late := strings.Replace(whole, target, "target_network_id = terraform_data.late.output", 1)
	terraform := newTerraform(t, late)
	plans(t, terraform, `+ findings = (known after apply)`, `+ "one/0" = (known after apply)`, `+ "two/0" = `+onB2,
		`+ ready = (known after apply)`, `+ unconnected = (known after apply)`)
	terraform.Must("apply", "plan")
	terraform.Apply()

	// A mapping that is there, and where it will lead is not known.
	terraform.Write(required + strings.Replace(late, "input = siterecovery_vm_network.b1.id", "input = siterecovery_vm_network.b2.id", 1))
	result := plans(t, terraform, `~ "one/0" = `+onB1+` -> (known after apply)`, `~ ready = true -> (known after apply)`)
	if strings.Contains(result.Output, `"two/0"`) {
		t.Errorf("the other line changes as well:\n%s", result.Output)
	}
	terraform.Must("apply", "plan")
	terraform.Apply()

	// Nothing is known of a set of mappings, of a cloud, of what protects, of a machine.
	for _, tt := range []struct{ before, after, says string }{
		{`logical_network_ids = [siterecovery_logical_network.a1.id]`, `logical_network_ids = [terraform_data.id.output]`, `+ "one/0" = (known after apply)`},
		{`protecting_cloud_id = siterecovery_cloud.gold_b.id`, `protecting_cloud_id = terraform_data.id.output`, `+ "one/0" = (known after apply)`},
		{`protected_cloud_id  = siterecovery_cloud.gold_a.id`, `protected_cloud_id  = terraform_data.id.output`, `+ "one/0" = (known after apply)`},
		{`one = { cloud_id = siterecovery_cloud.gold_a.id`, `one = { cloud_id = terraform_data.id.output`, `+ "one/0" = (known after apply) + "two/0" = ` + onB2},
		{`adapters = [{ network_id = siterecovery_vm_network.a1.id }]`, `adapters = [{ network_id = terraform_data.id.output }]`, `+ "one/0" = (known after apply) + "two/0" = ` + onB2},
		{`adapters = [{ network_id = siterecovery_vm_network.a1.id }]`, `adapters = [{ network_id = terraform_data.id.output }]`, `+ "one/0" = (known after apply) + "two/0" = ` + onB2},
		{`[{ network_id = siterecovery_vm_network.a1.id }]`, `[for id in [terraform_data.id.output] : { network_id = id } if id != ""]`, `+ outcomes = (known after apply)`},
		{`source_network_id = siterecovery_vm_network.a1.id`, `source_network_id = terraform_data.id.output`, `+ "one/0" = (known after apply) + "two/0" = ` + onB2},
	} {
		terraform := terraformtest.New(t, required+strings.Replace(mappedSites+machinesOnMapped(dependsOnMapped), tt.before, tt.after, 1)+
			`resource "terraform_data" "id" { input = "x" }`)
		if result := terraform.Run("plan"); result.Code != 0 || !result.Says(tt.says) {
			t.Errorf("with %q the plan ends with %d:\n%s", tt.after, result.Code, result.Output)
		}
	}
}

// What somebody else changes shows with the next refresh.
func TestAccBaselineAndAnotherWorkspace(t *testing.T) {
	all := workspaces(t, mappedSites+`output "b2" { value = siterecovery_vm_network.b2.id }`, strings.NewReplacer(
		"siterecovery_cloud.gold_a.id", `"/servers/A/clouds/GoldA"`, "siterecovery_vm_network.a1.id", `"/servers/A/vmNetworks/A1"`,
		"siterecovery_vm_network.a2.id", `"/servers/A/vmNetworks/A2"`).Replace(machinesOnMapped("")))
	network, recovery := all[0], all[1]
	network.Apply()
	recovery.Apply()
	const target = "target_network_id = siterecovery_vm_network.b1.id"
	network.Write(required + strings.Replace(mappedSites, target, strings.Replace(target, "b1", "b2", 1), 1))
	network.Apply()
	if result := recovery.Must("plan", "-refresh-only"); !result.Says(`~ "one/0" = ` + onB1 + ` -> ` + onB2) {
		t.Errorf("a refresh shows\n%s", result.Output)
	}
	recovery.Apply()
	network.Write(required + strings.Replace(mappedSites, `protecting_cloud_id = siterecovery_cloud.gold_b.id`, `azure_location = "westeurope"`, 1))
	network.Apply()
	recovery.Write(strings.NewReplacer(
		"siterecovery_cloud.gold_a.id", `"/servers/A/clouds/GoldA"`, "siterecovery_vm_network.a1.id", `"/servers/A/vmNetworks/A1"`,
		"siterecovery_vm_network.a2.id", `"/servers/A/vmNetworks/A2"`).Replace(required + machinesOnMapped("require_connected = true")))
	recovery.Refuses("Error: Not connected after a failover (SR501)", "require_connected = true",
		"These network adapters are connected to no network after a failover:", "- 'one/0': no network (not_mapped)", "- 'two/0': no network (not_mapped)",
		"Remedy: Map VM network 'A1' to an Azure network. Map VM network 'A2' to an Azure network.")
}

// Somebody else changes the catalog between the plan and the apply.
func TestAccBaselineInConflict(t *testing.T) {
	all := workspaces(t, twoSites+`resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
	}`, "", "")
	network, recovery, third := all[0], all[1], all[2]
	network.Apply()
	byID := strings.NewReplacer(
		"siterecovery_cloud.gold_a.id", `"/servers/A/clouds/GoldA"`, "siterecovery_vm_network.a1.id", `"/servers/A/vmNetworks/A1"`,
		"siterecovery_vm_network.a2.id", `"/servers/A/vmNetworks/A2"`, "siterecovery_vm_network.b1.id", `"/servers/B/vmNetworks/B1"`,
		"siterecovery_vm_network.b2.id", `"/servers/B/vmNetworks/B2"`)
	mapping := func(name, source, target string) string {
		return byID.Replace(`resource "siterecovery_network_mapping" "` + name + `" {
			source_network_id = siterecovery_vm_network.` + source + `.id
			target_network_id = siterecovery_vm_network.` + target + `.id
		}
		`)
	}
	const dependsOn = "depends_on = [siterecovery_network_mapping.one]"
	ours := func(target string) string {
		return required + mapping("one", "a1", target) + byID.Replace(machinesOnMapped(dependsOn))
	}
	recovery.Write(ours("b1"))
	recovery.Apply()
	third.Write(required + mapping("two", "a2", "b2"))

	conflict := func(what string, want ...string) {
		t.Helper()
		result := recovery.Run("apply", "plan")
		if result.Code != 1 || !result.Says(append([]string{"Error: Catalog changed since the plan (SR504)"}, want...)...) || strings.Contains(result.Output, inconsistent) {
			t.Errorf("%s: the apply ends with %d:\n%s", what, result.Code, result.Output)
		}
		plans(t, recovery)
		recovery.Must("apply", "plan")
		recovery.Apply()
	}
	recovery.Write(ours("b2"))
	plans(t, recovery, `~ "one/0" = `+onB1+` -> `+onB2)
	third.Apply()
	conflict("another line", "Since the baseline was planned, or its state refreshed, the catalog has changed.",
		"In the failover baseline of the machines 'one', 'two', that changes these lines:",
		`'two/0': no network (not_mapped) -> `+strings.Trim(onB2, `"`), "Plan again, with a refresh.")

	// The line that the run changes itself, but only together with what the other does.
	recovery.Write(ours("b1"))
	plans(t, recovery, `~ "one/0" = `+onB2+` -> `+onB1)
	network.Write(required + twoSites + `resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
	}`)
	text := strings.Replace(twoSites, "[siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]", "[siterecovery_logical_network.b2.id]", 1)
	network.Write(required + text + `resource "siterecovery_vm_network" "a2" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A2"
	}`)
	network.Must("apply", "-auto-approve")
	conflict("the same line", "Since the plan was made, the catalog has changed.",
		`'one/0': `+strings.Trim(onB1, `"`)+` -> no network (target_unavailable)`)
}

// A change that is planned after the baseline, although it decides a line.
func TestAccBaselineWithoutDependsOn(t *testing.T) {
	terraform := newTerraform(t, strings.Replace(mappedSites, "target_network_id = siterecovery_vm_network.b1.id",
		"target_network_id = siterecovery_vm_network.b1.id\ndepends_on = [siterecovery_failover_baseline.x]", 1)+
		machinesOnMapped(strings.Replace(dependsOnMapped, "siterecovery_network_mapping.one, ", "", 1)))
	plans(t, terraform, `+ "one/0" = "no network (not_mapped)"`,
		"Warning: Change planned after the failover baseline (SR503)", `with siterecovery_network_mapping.one`,
		"The creation of network mapping of 'A1' to VMM server 'B' is planned after the failover baseline of the machines 'one', 'two', and changes these lines:",
		`'one/0': no network (not_mapped) -> `+strings.Trim(onB1, `"`), "Add the resource to depends_on of the baseline")
	terraform.Must("apply", "plan")
	if result := terraform.Must("plan", "-refresh-only"); !result.Says(`~ "one/0" = "no network (not_mapped)" -> ` + onB1) {
		t.Errorf("the next refresh shows\n%s", result.Output)
	}
	terraform.Apply()
}

func TestAccBaselineRequires(t *testing.T) {
	s := newScene(t)
	config := func(arguments string) string { return mappedSites + machinesOnMapped(arguments+"\n"+dependsOnMapped) }
	unmapped := strings.NewReplacer("source_network_id = siterecovery_vm_network.a2.id", "source_network_id = siterecovery_vm_network.b2.id",
		"target_network_id = siterecovery_vm_network.b2.id", "target_network_id = siterecovery_vm_network.a2.id")
	s.run(
		s.refuses(unmapped.Replace(config("require_connected = true")), "Not connected after a failover (SR501)", "require_connected = true",
			"These network adapters are connected to no network after a failover:", "- 'two/0': no network (not_mapped)", "Remedy: Map VM network 'A2' to a network of VMM server 'B'."),
		s.refuses(unmapped.Replace(config("require_ready = true")), "Not ready for a failover (SR502)", "require_ready = true",
			"SR301 Network not mapped: VM network 'A2' is not mapped to VMM server 'B', which cloud 'GoldA' replicates to.", "Machines: 'two'.", "Remedy: Map VM network 'A2' to a network of VMM server 'B'."),
		resource.TestStep{Config: s.config(config("require_connected = true\nrequire_ready = true"))},
		resource.TestStep{Config: s.config(config("require_connected = true\nrequire_ready = true")), PlanOnly: true},
	)
}

// What a baseline is asked about is wrong, or comes from elsewhere.
func TestAccBaselineOfWrongInput(t *testing.T) {
	s := newScene(t)
	baseline := func(arguments string) string {
		return twoSites + `resource "siterecovery_failover_baseline" "x" {
			` + arguments + `
		}`
	}
	machine := func(values string) string { return baseline(`virtual_machines = { "vm 1" = {` + values + `} }`) }
	const cloud, network = `cloud_id = siterecovery_cloud.gold_a.id`, `network_id = siterecovery_vm_network.a1.id`
	s.run(
		s.refuses(machine(cloud+`, adapters = [{ network_id = "A1" }]`), "Invalid id (SR102)", `virtual_machines["vm 1"].adapters[0].network_id`, `"A1" is not an id`),
		s.refuses(machine(cloud+`, adapters = [{ network_id = siterecovery_cloud.gold_a.id }]`), "Reference to the wrong kind of object (SR103)", `virtual_machines["vm 1"].adapters[0].network_id`),
		s.refuses(machine(`cloud_id = "/servers/A/clouds/absent", adapters = []`), "Reference to an unknown object (SR104)", "There is no cloud 'absent'"),
		s.refuses(machine(cloud+`, adapters = []`), "Invalid value (SR109)", "The machine 'vm 1' has no network adapters", "Remedy: Give its network adapters, or leave the machine out"),
		s.refuses(machine(cloud+`, adapters = [{ `+network+`, ip_address = "ten" }]`), "Invalid value (SR109)", `"ten" is not an IP address`),
		s.refuses(machine(cloud+`, adapters = [{ `+network+`, subnet_name = "" }]`), "Invalid value (SR109)", "subnet_name is empty"),
		s.refuses(machine(`cloud_id = null, adapters = []`), "Missing Configuration for Required Attribute", `virtual_machines["vm 1"].cloud_id`),
		s.refuses(machine(cloud+`, adapters = [null]`), "Invalid value (SR109)", `virtual_machines["vm 1"].adapters[0] is null`),
		s.refuses(baseline(`virtual_machines = { vm = null }`), "Invalid value (SR109)", `virtual_machines["vm"] is null`),
		s.refuses(baseline(`source_server_id = "/servers/absent"`), "Reference to an unknown object (SR104)", "There is no VMM server 'absent'"),
		s.refuses(baseline(`source_server_id = siterecovery_cloud.gold_a.id`), "Reference to the wrong kind of object (SR103)", "source_server_id"),
		s.asks("siterecovery_failover_baseline.x", `
			variable "machine" {
				type    = object({ cloud_id = string, adapters = list(object({ network_id = string })) })
				default = { cloud_id = "/servers/A/clouds/GoldA", adapters = [{ network_id = "/servers/A/vmNetworks/A1" }] }
			}
			variable "adapter" {
				type    = object({ network_id = string })
				default = { network_id = "/servers/A/vmNetworks/A1" }
			}
			resource "siterecovery_failover_baseline" "x" {
				virtual_machines = { one = var.machine, two = { cloud_id = "/servers/A/clouds/GoldA", adapters = [var.adapter] } }
				`+everything+`
			}`, map[string]knownvalue.Check{"unconnected": knownvalue.ListSizeExact(0), "outcomes": knownvalue.MapSizeExact(2)}),
	)
}

// Hundreds of machines without a network are named in a few lines.
func TestAccBaselineOfManyMachines(t *testing.T) {
	s := newScene(t)
	s.run(s.refuses(twoSites+`resource "siterecovery_failover_baseline" "x" {
		virtual_machines = {
			for n in range(300) : format("vm%03d", n) => {
				cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = siterecovery_vm_network.a1.id }]
			}
		}
		require_connected = true
		depends_on        = [siterecovery_cloud_protection.gold]
	}`, "SR501", "'vm009/0': no network (not_mapped)", "and 290 more", "Remedy: Map VM network 'A1' to a network of VMM server 'B'."))
}

func TestAccBaselineImport(t *testing.T) {
	s := newScene(t)
	const address = "siterecovery_failover_baseline.x"
	config := func(arguments string) string {
		return s.config(mappedSites, `resource "siterecovery_failover_baseline" "x" {
			`+arguments+`
			`+dependsOnMapped+`
		}`)
	}
	refused := func(id, says string) resource.TestStep {
		return resource.TestStep{
			Config: config(""), ResourceName: address, ImportState: true, ImportStateId: id,
			ExpectError: said("Unable to import failover baseline", says),
		}
	}
	s.run(
		resource.TestStep{Config: config("")},
		resource.TestStep{Config: config(""), ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{Config: config("source_server_id = siterecovery_vmm_server.a.id")},
		resource.TestStep{Config: config("source_server_id = siterecovery_vmm_server.a.id"), ResourceName: address, ImportState: true, ImportStateVerify: true},
		refused("/servers/A", `"/servers/A" is not the id of a failover baseline. Remedy: Write /servers/{server}/baseline, or /baseline for all servers.`),
		refused("/servers/absent/baseline", `There is no VMM server with the id "/servers/absent"`),
		refused("/servers/AA/baseline", `Its id is like that of: - VMM server 'A' (/servers/A)`),
	)
	s.holds()
}

// A baseline of what is not there any more says so, and does not stand in the way.
func TestAccBaselineOfWhatHasGone(t *testing.T) {
	terraform := newTerraform(t, mappedSites+machinesOnMapped(dependsOnMapped))
	terraform.Apply()
	apply := func(changes ...topology.Change) {
		t.Helper()
		s := scene{t, terraform.Catalog}
		s.behind(changes...)()
	}
	network := topology.VMNetworkID(topology.ServerID("A"), "A2")
	apply(topology.Deletion(topology.MappingID(network, topology.ServerID("B"))), topology.Deletion(network))
	if result := terraform.Must("plan", "-refresh-only"); !result.Says(`~ "two/0" = ` + onB2 + ` -> "no network (SR104): there is no VM network 'A2'"`) {
		t.Errorf("a refresh shows\n%s", result.Output)
	}
	terraform.Apply()
	terraform.Must("destroy", "-auto-approve")
}
