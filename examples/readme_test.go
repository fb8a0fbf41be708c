package examples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// What the README shows of one's own two sites is the example, and what its plan
// prints; and its plan fails where it says so.
func TestTwoSites(t *testing.T) {
	t.Parallel()
	readme := open(t, "../../README.md")
	text := configuration(t, "two-sites")
	readme.shows("```terraform\n" + strings.TrimSuffix(text, "\n") + "```\n")
	terraform := terraformtest.New(t, text)
	readme.wraps(readme.runs(terraform, "terraform init", "terraform plan"), `+ outcomes = {
		+ "VMM-North / Gold-North / Database-North" = "VM network 'Database-South' of 'VMM-South'"
		+ "VMM-North / Gold-North / Web-North" = "VM network 'Web-South' of 'VMM-South'"
		}`)
	terraform.Apply()
	terraform.Write(configuration(t, "two-sites", "[siterecovery_logical_network.south.id]", "[]"))
	terraform.Refuses("Error: Target network not available (SR203)", `with siterecovery_network_mapping.there["Database-North"]`,
		"Remedy: Add logical network 'Production-South' to cloud 'Gold-South'")
}

// A name that is put in by hand changes nothing else, and one more pair of networks
// is one more line.
func TestTwoSitesOfOnesOwn(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "two-sites", "VMM-North", "vmm01.contoso.example", "Gold-North", "Tier 1", "Web-North", "VLAN 17 (web)",
		`    "Database-North" = "Database-South"`, "    \"Database-North\" = \"Database-South\"\n    \"Voice\" = \"Database-South\""))
	if plan := terraform.Must("plan"); !plan.Says(`"vmm01.contoso.example / Tier 1 / VLAN 17 (web)" = "VM network 'Web-South' of 'VMM-South'"`) {
		t.Errorf("the plan says\n%s", plan.Output)
	}
}

// With a block for the provider, the error of a catalog that cannot be opened is the only
// one, and has its line.
func TestBlockOfTheProvider(t *testing.T) {
	t.Parallel()
	terraformtest.AboutFiles(t)
	const block = "provider \"siterecovery\" {}\n"
	terraform := terraformtest.New(t, configuration(t, "two-sites"))
	if err := os.Mkdir(filepath.Dir(terraform.Catalog), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(terraform.Catalog, []byte("not a catalog"), 0o600); err != nil {
		t.Fatal(err)
	}
	if result := terraform.Run("plan"); strings.Count(result.Output, "Error: ") != 1 || !result.Says("Error: Unable to read the catalog", "on main.tf line 10") {
		t.Errorf("the plan says\n%s", result.Output)
	}
	terraform.Write(configuration(t, "two-sites", block, ""))
	terraformtest.AboutTerraform(t, "may word it otherwise")
	if result := terraform.Run("plan"); !result.Says("Error: Invalid provider configuration", "requires explicit configuration. Add a provider block to the root module",
		"Error: Unable to read the catalog", "on <empty> line 0") {
		t.Errorf("without the block the plan says\n%s", result.Output)
	}
}

// What the README shows of the demo is what is printed, and so is the error that it
// makes.
func TestDemo(t *testing.T) {
	t.Parallel()
	readme := open(t, "../../README.md")
	terraform := terraformtest.New(t, configuration(t, "worked-example"))
	if apply := terraform.Apply(); !apply.Says("Apply complete! Resources: 18 added, 0 changed, 0 destroyed.") {
		t.Errorf("the apply says\n%s", apply.Output)
	}
	readme.shows("Applied the worked example in build/demo. Resources: 18 added, 0 changed, 0 destroyed.\n")
	var tables string
	terraform.Output("tables", &tables)
	readme.shows(tables)
	terraform.Write(configuration(t, "worked-example", `target_network_id    = siterecovery_vm_network.shanghai["VMNetwork1-Shanghai"].id`,
		`target_network_id    = siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"].id`))
	readme.wraps(terraform.Run("plan"), `Error: Target network not available (SR203)
		with siterecovery_network_mapping.to_shanghai,
		on main.tf line 96, in resource "siterecovery_network_mapping" "to_shanghai":
		96: target_network_id = siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"].id
		VM network 'VMNetwork2-Shanghai' is not available for cloud 'SilverCloud1', which cloud 'SilverCloud2' protects: cloud 'SilverCloud2' does not have
		logical network 'LogicalNetwork2-Shanghai', on which VM network 'VMNetwork2-Shanghai' is. After a failover, the replicas of that cloud's
		machines could not be connected to it.
		Remedy: Add logical network 'LogicalNetwork2-Shanghai' to cloud 'SilverCloud2', or map to one of: 'VMNetwork1-Shanghai'.`)
}
