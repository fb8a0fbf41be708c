package examples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// snippet returns the Terraform of the guide that has a text in it.
func (g guide) snippet(part string) string {
	g.t.Helper()
	for _, block := range strings.Split(g.text, "```terraform\n")[1:] {
		if block, _, _ = strings.Cut(block, "```"); strings.Contains(block, part) {
			return "\n" + block
		}
	}
	g.t.Fatalf("the guide has no Terraform with %q", part)
	return ""
}

// sites is the worked example without its questions.
func sites(t *testing.T, replacements ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("worked-example", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(text, replacements[i]) {
			t.Fatalf("the worked example has no %q", replacements[i])
		}
		text = strings.ReplaceAll(text, replacements[i], replacements[i+1])
	}
	return text
}

// source says where the provider comes from.
const source = "terraform {\n  required_providers {\n    siterecovery = { source = \"siterecovery/siterecovery\" }\n  }\n}\n"

// Parts of the worked example that the guide changes.
const (
	back          = "resource \"siterecovery_network_mapping\" \"to_beijing\" {\n  source_network_id = siterecovery_vm_network.shanghai[\"VMNetwork1-Shanghai\"].id\n  target_network_id = siterecovery_vm_network.beijing[\"VMNetwork1-Beijing\"].id\n}\n"
	secondShang   = "    VMNetwork2-Shanghai = \"LogicalNetwork2-Shanghai\"\n"
	secondBeijing = "    VMNetwork2-Beijing = \"LogicalNetwork2-Beijing\"\n"
)

// What the guide shows of changes in one workspace is what is printed.
func TestGuideToChanging(t *testing.T) {
	t.Parallel()
	guide := open(t, "changing-and-decommissioning.md")
	terraform := terraformtest.New(t, sites(t))
	terraform.Apply()
	plans := func(code int, configuration string, printed ...string) {
		t.Helper()
		terraform.Write(configuration)
		result := terraform.Run("plan")
		if result.Code != code {
			t.Errorf("the plan ends with %d:\n%s", result.Code, result.Output)
		}
		for _, part := range printed {
			guide.wraps(result, part)
		}
	}
	plans(0, sites(t, `"VMM-Beijing"`, `"VMM-Peking"`), "Plan: 0 to add, 11 to change, 0 to destroy.",
		`# siterecovery_network_mapping.to_shanghai will be updated in-place
		~ resource "siterecovery_network_mapping" "to_shanghai" {
		~ cloud_protection_ids = [
		- "/servers/VMM-Beijing/clouds/GoldCloud1/protection",
		- "/servers/VMM-Beijing/clouds/SilverCloud1/protection",
		+ "/servers/VMM-Peking/clouds/GoldCloud1/protection",
		+ "/servers/VMM-Peking/clouds/SilverCloud1/protection",
		]
		~ id = "/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing/mappings/VMM-Shanghai" -> "/servers/VMM-Peking/vmNetworks/VMNetwork1-Beijing/mappings/VMM-Shanghai"
		~ source_network_id = "/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing" -> "/servers/VMM-Peking/vmNetworks/VMNetwork1-Beijing"
		# (2 unchanged attributes hidden)
		}`)
	renamed := sites(t, "VMNetwork1-Beijing", "VMNetworkA-Beijing")
	plans(0, renamed+guide.snippet("VMNetworkA-Beijing"), "Plan: 0 to add, 3 to change, 0 to destroy.")
	plans(0, renamed, "# siterecovery_network_mapping.to_shanghai must be replaced", "Plan: 2 to add, 1 to change, 2 to destroy.")
	plans(1, sites(t, `"VMM-Beijing"`, `"VMM-Shanghai"`), `Error: Name in use (SR115)
		with siterecovery_vmm_server.beijing,
		on main.tf line 18, in resource "siterecovery_vmm_server" "beijing":
		18: name = "VMM-Shanghai"
		VMM server 'VMM-Beijing' is to be renamed to 'VMM-Shanghai', but that is the name of VMM server 'VMM-Shanghai' (/servers/VMM-Shanghai).
		Remedy: Choose another name. If that one is renamed or deleted as well, do it in two steps: apply that first, and this rename afterwards.
		To exchange two names, give one of the two a third name in between.`)
	plans(0, sites(t, secondBeijing, "    VMNetwork2-Beijing = \"-\"\n", "siterecovery_logical_network.beijing[each.value].id",
		`each.value == "-" ? siterecovery_logical_network.shanghai["LogicalNetwork1-Shanghai"].id : siterecovery_logical_network.beijing[each.value].id`),
		`~ logical_network_id = "/servers/VMM-Beijing/logicalNetworks/LogicalNetwork2-Beijing" -> "/servers/VMM-Shanghai/logicalNetworks/LogicalNetwork1-Shanghai" # forces replacement`)
	plans(0, sites(t, `toset(["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"])`, `toset(["LogicalNetwork1-Shanghai"])`, secondShang, "",
		`["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"]`, `["LogicalNetwork1-Shanghai"]`),
		`# siterecovery_cloud.shanghai["GoldCloud2"] will be updated in-place`, `# siterecovery_logical_network.shanghai["LogicalNetwork2-Shanghai"] will be destroyed`,
		`# siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"] will be destroyed`, "Plan: 0 to add, 1 to change, 2 to destroy.")
	withoutShanghai, _, _ := strings.Cut(sites(t), "# Shanghai\n")
	plans(0, withoutShanghai, "Plan: 0 to add, 0 to change, 11 to destroy.")
	north := sites(t, `"siterecovery_vmm_server" "beijing"`, `"siterecovery_vmm_server" "north"`, "siterecovery_vmm_server.beijing", "siterecovery_vmm_server.north")
	plans(0, north, "Plan: 1 to add, 0 to change, 1 to destroy.")
	plans(0, north+guide.snippet("siterecovery_vmm_server.north"), "# siterecovery_vmm_server.beijing has moved to siterecovery_vmm_server.north",
		"Plan: 0 to add, 0 to change, 0 to destroy.")

	// What the table of names says takes several applies.
	for _, text := range []string{
		sites(t, `name = "VMM-Beijing"`, `name = "VMM-Peking"`, `name = "VMM-Shanghai"`, `name = "VMM-Beijing"`),
		sites(t, `name = "VMM-Beijing"`, `name = "VMM-Peking"`) + "resource \"siterecovery_vmm_server\" \"new\" {\n  name = \"VMM-Beijing\"\n}\n",
		strings.Replace(withoutShanghai, `"VMM-Beijing"`, `"VMM-Shanghai"`, 1),
	} {
		plans(1, text, "Name in use (SR115)")
	}
	for _, names := range [][2]string{{"VMM-X", "VMM-Shanghai"}, {"VMM-X", "VMM-Beijing"}, {"VMM-Shanghai", "VMM-Beijing"}} {
		terraform.Write(strings.NewReplacer(`"VMM-Beijing"`, `"`+names[0]+`"`, `"VMM-Shanghai"`, `"`+names[1]+`"`).Replace(sites(t)))
		if result := terraform.Apply(); !result.Says("0 added,", "0 destroyed") {
			t.Errorf("the apply says\n%s", result.Output)
		}
	}
}

// What the guide shows of two workspaces is what is printed.
func TestGuideToHandingOver(t *testing.T) {
	t.Parallel()
	terraformtest.AboutTerraform(t, "has other words for what a removed block does")
	guide := open(t, "changing-and-decommissioning.md")
	first := terraformtest.New(t, sites(t))
	first.Apply()
	second := terraformtest.New(t, source)
	second.Env = append(second.Env, "SITERECOVERY_CATALOG="+first.Catalog)
	other := func(text string) { second.Write(source + text) }
	const mapping = `
		resource "siterecovery_network_mapping" "second" {
			source_network_id = "/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing"
			target_network_id = "/servers/VMM-Shanghai/vmNetworks/VMNetwork2-Shanghai"
		}`
	other(mapping)
	second.Apply()

	// A deletion, and a renaming.
	first.Write(sites(t, secondBeijing, ""))
	guide.wraps(first.Run("plan"), `Error: Object still referred to (SR113)
		with siterecovery_vm_network.beijing["VMNetwork2-Beijing"],
		on main.tf line 28, in resource "siterecovery_vm_network" "beijing":
		28: resource "siterecovery_vm_network" "beijing" {
		VM network 'VMNetwork2-Beijing' cannot be deleted, because these still refer to it and do not belong to this state:
		- network mapping of 'VMNetwork2-Beijing' to VMM server 'VMM-Shanghai' (/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing/mappings/VMM-Shanghai)
		Remedy: Have them deleted or changed first where they are managed. What no state manages any more, import and destroy.`)
	first.Write(sites(t, `"VMM-Beijing"`, `"VMM-Peking"`))
	first.Apply()
	result := second.Run("plan")
	guide.wraps(result, "Error: Reference to an unknown object (SR104)")
	guide.wraps(result, `source_network_id = "/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing"
		There is no VM network 'VMNetwork2-Beijing' of 'VMM-Beijing' (/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing) any more: `+
		`it has been renamed, and is called VM network 'VMNetwork2-Beijing' of 'VMM-Peking' now.
		Remedy: Write "/servers/VMM-Peking/vmNetworks/VMNetwork2-Beijing"; or refer to the id attribute of the resource, `+
		`where this configuration declares it: then the id follows.`)
	other(strings.ReplaceAll(mapping, "VMM-Beijing", "VMM-Peking"))
	if plan := second.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("with the new id the plan ends with %d:\n%s", plan.Code, plan.Output)
	}
	first.Write(sites(t))
	first.Apply()

	// Handing over.
	taken := `
		resource "siterecovery_network_mapping" "to_beijing" {
			source_network_id = "/servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai"
			target_network_id = "/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing"
		}`
	other(mapping + taken + guide.snippet("import {"))
	second.Must("apply", "-auto-approve")
	const object = "Network mapping of 'VMNetwork1-Shanghai' to VMM server 'VMM-Beijing' (/servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai/mappings/VMM-Beijing) "
	result = first.Run("plan", "-destroy")
	guide.wraps(result, "Warning: Object of another state (SR114)")
	guide.wraps(result, object+"has been imported into another state, which has not been refreshed since, and so still belongs to this one: it will be destroyed. "+
		"Remedy: If the other state is to keep it, run terraform plan there first; or remove it here with a removed block (lifecycle { destroy = false }).")
	guide.runs(second, "terraform apply", "terraform plan")
	guide.wraps(first.Must("plan"), object+"belongs to another state by now, which has imported it or created it again. This run leaves it as it is.")
	first.Write(sites(t, back, ""))
	guide.wraps(first.Must("plan"), "It is removed from this state, and stays in the catalog")
	first.Write(sites(t, back, "") + guide.snippet("removed {"))
	result = first.Must("apply", "-auto-approve")
	guide.wraps(result, "# siterecovery_network_mapping.to_beijing will no longer be managed by Terraform, but will not be destroyed")
	if plan := second.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("where it has been handed over to, the plan ends with %d:\n%s", plan.Code, plan.Output)
	}
}

// What the guide says of runs that were killed and of states that are lost.
func TestGuideToKilledRuns(t *testing.T) {
	t.Parallel()
	guide := open(t, "changing-and-decommissioning.md")
	terraform := terraformtest.New(t, sites(t, secondBeijing, "", `, "LogicalNetwork2-Beijing"`, ""))
	terraform.Apply()

	// A run that has written, and never ended.
	killed, err := opened(t, terraform.Catalog).Begin(t.Context(), terraform.Place(), false)
	if err != nil {
		t.Fatal(err)
	}
	left := topology.NewLogicalNetwork(topology.ServerID("VMM-Beijing"), "LogicalNetwork2-Beijing", topology.IsolationNone)
	if err := killed.Apply(t.Context(), catalog.Step{Change: topology.Creation(left), Claim: catalog.NewClaim()}); err != nil {
		t.Fatal(err)
	}
	terraform.Write(sites(t))
	guide.wraps(terraform.Must("apply", "-auto-approve"), `Warning: Object already in the catalog (SR111)
		with siterecovery_logical_network.beijing["LogicalNetwork2-Beijing"],
		on main.tf line 21, in resource "siterecovery_logical_network" "beijing":
		21: resource "siterecovery_logical_network" "beijing" {
		Logical network 'LogicalNetwork2-Beijing' is in the catalog already: a run that failed or was killed has left it behind, before its state knew of it. It will be taken over.
		Remedy: Nothing, if a run failed or was killed. If one is still under way in another workspace or folder, wait until it is done and plan again.`)

	// The file of the state is empty, and its backup is older than a renaming.
	terraform.Write(sites(t, `"VMM-Beijing"`, `"VMM-Peking"`))
	terraform.Apply()
	state := filepath.Join(terraform.Dir, "terraform.tfstate")
	if err := os.Truncate(state, 0); err != nil {
		t.Fatal(err)
	}
	terraform.Refuses("Error: Object of another state (SR114)")
	if result := guide.runs(terraform, "ls -l terraform.tfstate", ""); !result.Says(" 0 ", " terraform.tfstate", "No changes.") {
		t.Errorf("with the backup it says\n%s", result.Output)
	}

	// The state is lost.
	terraform.Write(sites(t))
	terraform.Apply()
	anew := terraformtest.New(t, source+`
		resource "siterecovery_vm_network" "beijing" {
			for_each = {
			`+"VMNetwork1-Beijing = \"LogicalNetwork1-Beijing\"\n"+secondBeijing+`
			}
			logical_network_id = "/servers/VMM-Beijing/logicalNetworks/${each.value}"
			name               = each.key
		}`+guide.snippet("import {\n  for_each"))
	anew.Env = append(anew.Env, "SITERECOVERY_CATALOG="+terraform.Catalog)
	if plan := anew.Must("plan"); !plan.Says("Plan: 2 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan says\n%s", plan.Output)
	}
}
