package examples_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// beside returns an example or a module, initialised, beside a copy of all others:
// modules are referred to by where they are.
func beside(t *testing.T, folder string) *terraformtest.Terraform {
	t.Helper()
	terraform := terraformtest.New(t, "")
	copyFolder(t, ".", filepath.Join(terraform.Dir, "examples"))
	terraform.Dir = filepath.Join(terraform.Dir, "examples", folder)
	terraform.Must("init")
	return terraform
}

// The tests of each example and each module pass without a warning.
func TestExamplesAreTested(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".tftest.hcl") {
			tested[filepath.Dir(filepath.Dir(path))] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{
		"modules/gate", "modules/pair", "modules/site",
		"azure-site", "pair-of-sites", "proposal", "readiness-gate", "single-server", "terraform-test", "worked-example",
	} {
		if !tested[folder] {
			t.Errorf("%s has no tests", folder)
		}
	}
	for folder := range tested {
		if folder == "terraform-test" || folder == "readiness-gate" {
			continue // TestTerraformTest and TestReadinessGateTests run these
		}
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			if result := beside(t, folder).Must("test"); !result.Says("Success!", ", 0 failed.") || result.Says("Warning") {
				t.Errorf("the tests say\n%s", result.Output)
			}
		})
	}
}

// The guide's runs pass in the module's tests, as long as the module that makes the
// sites names the provider.
func TestSitesForTests(t *testing.T) {
	t.Parallel()
	guide, terraform := open(t, "testing.md"), beside(t, "modules/pair")
	write := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(terraform.Dir, "tests", file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("pair.tftest.hcl", guide.block(`catalog = ".siterecovery/test.db"`)+guide.block(`run "sites" {`))
	if result := terraform.Must("test"); !result.Says("Success! 2 passed, 0 failed.") {
		t.Errorf("the tests say\n%s", result.Output)
	}
	terraformtest.AboutTerraform(t, "asks for the source of the provider first")
	_, sites, _ := strings.Cut(configuration(t, "modules/pair/tests/sites"), "\n}\n") // after the block terraform
	write("sites/main.tf", sites)
	guide.wraps(terraform.Run("test"), "Reference to an unknown object (SR104)")
}

const (
	theMappings  = "    Web      = \"Web\"\n    Database = \"Database\"\n"
	inProduction = `Gold = { logical_networks = ["Production"] }`
)

// What the modules refuse, and what a plan through them is refused for.
func TestPairOfSites(t *testing.T) {
	t.Parallel()
	terraform := beside(t, "pair-of-sites")
	terraform.Apply()
	output(t, terraform, "machines", map[string]string{
		"db1/0":  "VM network 'Database' of 'VMM-Shanghai', subnet 'database', address from DHCP",
		"web1/0": "VM network 'Web' of 'VMM-Shanghai', subnet 'web', address 10.1.0.10",
	})
	var report string
	if terraform.Output("report", &report); !strings.Contains(report, "<h1>Ready</h1>") {
		t.Errorf("the report has %d bytes, and not the verdict", len(report))
	}
	text := configuration(t, "pair-of-sites")
	for _, wrong := range []struct {
		name, replace, by string
		errors            int
		says              []string
	}{
		{
			"a target that is not available", theMappings, "    Web = \"Lab\"\n    Database = \"Database\"\n", 1,
			[]string{
				"Error: Target network not available (SR203)", `module.pair.siterecovery_network_mapping.there["Web"]`,
				"VM network 'Lab' is not available for cloud 'Gold' of 'VMM-Beijing'", "Remedy: Add logical network 'Lab' to cloud 'Gold' of 'VMM-Shanghai'",
			},
		},
		{
			"a mapping is taken away", theMappings, "    Web = \"Web\"\n", 1,
			[]string{"Error: Not connected after a failover (SR501)", "module.gate.", "'db1/0': no network (not_mapped)", "Remedy: Map VM network 'Database' of 'VMM-Beijing' to a network of VMM server 'VMM-Shanghai'."},
		},
		{
			"an address that there is no pool for", `subnet_name = "database" }]`, `subnet_name = "database", ip_address = "10.1.1.10" }]`, 1,
			[]string{
				"Error: Not ready for a failover (SR502)", "module.gate.siterecovery_failover_baseline.machines",
				"SR308 Static IP pool missing: There is no static IP pool on VM network 'Database' of 'VMM-Shanghai', subnet 'database'", "Machines: 'db1'.", "Remedy: Add a static IP pool to the subnet",
			},
		},
		{
			"networks to null", theMappings, "    Web = null\n    Database = null\n", 1,
			[]string{"Error: Invalid value for variable", "No target is named for: 'Database', 'Web'. A VM network that is not mapped is left out."},
		},
		{
			"misspelt networks", theMappings, "    Wb = \"Labor\"\n", 2,
			[]string{"The primary site has no VM network 'Wb'. It has: 'Database', 'Web'. Upper and lower case count.", "The recovery site has no VM network 'Labor'. It has: 'Database', 'Lab', 'Web'. Upper and lower case count."},
		},
		{
			"two networks onto one", theMappings, "    Web = \"Web\"\n    Database = \"Web\"\n", 1,
			[]string{"Several VM networks are mapped to 'Web': say in network_mappings_back which of them it leads back to. They are: 'Database', 'Web'."},
		},
		{
			"misspelt clouds", `cloud_protections = { Gold = "Gold" }`, `cloud_protections = { Golden = "Silver" }`, 2,
			[]string{"The primary site has no cloud 'Golden'. It has: 'Gold'. Upper and lower case count.", "The recovery site has no cloud 'Silver'. It has: 'Gold'. Upper and lower case count."},
		},
		{
			"logical networks of a cloud that are not there", inProduction, `Gold = { logical_networks = ["Prod", "Production"] }`, 1,
			[]string{"Cloud 'Gold' has a logical network that the site 'VMM-Beijing' does not have: 'Prod'. It has: 'Production'. Upper and lower case count."},
		},
		{
			"logical networks of a cloud that are not told", inProduction, `Gold = {}`, 1,
			[]string{"The site 'VMM-Beijing' does not tell which logical networks cloud 'Gold' has: say it in cloud_logical_networks."},
		},
		{
			"a logical network that is not there", `Lab = { logical_network = "Lab" }`, `Lab = { logical_network = "lab" }`, 1,
			[]string{"VM network 'Lab' is on logical network 'lab', which the site 'VMM-Shanghai' does not have. It has: 'Lab', 'Production'. Upper and lower case count."},
		},
		{
			"a host with misspelt names", `{ clouds = ["Gold"], logical_networks = ["Production"] }`, `{ clouds = ["Silver"], logical_networks = ["Prod"] }`, 2,
			[]string{
				"Host 'hv1.shanghai.example.org' serves a cloud that the site 'VMM-Shanghai' does not have: 'Silver'. It has: 'Gold'. Upper and lower case count.",
				"is wired to a logical network that the site 'VMM-Shanghai' does not have: 'Prod'. It has: 'Lab', 'Production'. Upper and lower case count.",
			},
		},
	} {
		t.Run(wrong.name, func(t *testing.T) {
			if !strings.Contains(text, wrong.replace) {
				t.Fatalf("the example has no %q", wrong.replace)
			}
			terraform.Write(strings.Replace(text, wrong.replace, wrong.by, 1))
			if result := terraform.Run("plan"); result.Code != 1 || !result.Says(wrong.says...) || strings.Count(result.Output, "Error: ") != wrong.errors {
				t.Errorf("the plan ends with %d:\n%s\nwant it to say %q, in %d errors", result.Code, result.Output, wrong.says, wrong.errors)
			}
		})
	}
	terraform.Write(text)
	if result := terraform.Run("test", "-var", `network_mappings={Web="Web"}`); result.Code != 1 || !result.Says("SR501", "0 passed, 1 failed") {
		t.Errorf("without a mapping the tests end with %d:\n%s", result.Code, result.Output)
	}
	// Not enforced, the plan shows it, and what is applied is reported.
	terraform.Env = append(terraform.Env, `TF_VAR_network_mappings={Web="Web"}`, "TF_VAR_enforced=false")
	if result := terraform.Apply(); !result.Says(`~ "db1/0"`, `-> "no network (not_mapped)"`) {
		t.Errorf("the apply says\n%s", result.Output)
	}
	if terraform.Output("report", &report); !strings.Contains(report, "<h1>Not ready</h1>") || !strings.Contains(report, "SR301") {
		t.Errorf("the report has %d bytes, and not the verdict", len(report))
	}
	terraform.Must("destroy", "-auto-approve")
}

// What the modules' READMEs show is in the example, or in the guide; and modules
// say of each variable and each output what it is.
func TestModulesAreDescribed(t *testing.T) {
	for _, module := range []string{"gate", "pair", "site"} {
		folder := filepath.Join("modules", module)
		readme, err := os.ReadFile(filepath.Join(folder, "README.md"))
		if err != nil {
			t.Fatal(err)
		}
		guide{t, string(readme)}.quotes("pair-of-sites/main.tf", "../templates/guides/bringing-in-an-existing-site.md")
		for _, file := range []string{"variables.tf", "outputs.tf"} {
			text, err := os.ReadFile(filepath.Join(folder, file))
			if err != nil {
				t.Fatal(err)
			}
			blocks := strings.Split(string(text), "\n}\n")
			for _, block := range blocks[:len(blocks)-1] {
				if !strings.Contains(block, "\n  description = ") {
					t.Errorf("%s of %s has no description:\n%s", file, module, block)
				}
			}
		}
	}
}
