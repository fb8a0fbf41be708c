package examples_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// commands tells of every piece of a page that is neither configuration nor what is
// printed, by its first line, how it is run.
var commands = map[string]map[string]string{
	"../README.md": {
		"$ make demo": byTest + "TestDemo",
		"Error: Target network not available (SR203)": byTest + "TestDemo",
		"$ make install":   byTest + "TestAccInstall",
		"$ terraform init": byTest + "TestTwoSites",
		"$ make test":      not + "it is what runs the tests",
	},
	"../templates/guides/bringing-in-an-existing-site.md": {
		"Import-Module VirtualMachineManager":               byTest + "TestScriptOfTheExport",
		"$ terraform query -generate-config-out=site.tf":    byTest + "TestEveryListResource",
		"$ terraform plan -replace=terraform_data.mappings": byTest + "TestProposalIsKept",
		"$ terraform output -json mappings > mappings.json": byTest + "TestProposalIsKept",
	},
	"../templates/guides/catalogs.md": {
		`$ az role assignment create --role "Storage Blob Data Contributor" --assignee <object id> \`:                                                          not + "it needs Azure",
		"SELECT * FROM pgaadauth_create_principal('recovery-team', false, false);":                                                                             not + "it needs Azure Database for PostgreSQL",
		"GRANT CONNECT ON DATABASE siterecovery TO recovery_team;":                                                                                             byTest + "TestTheGuideGivesTheGrants",
		"CREATE TABLE recovery.siterecovery_migrations (version_id bigint PRIMARY KEY, is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now());": byTest + "TestTheGuideGivesTheTables",
		"$ terraform init": byTest + "TestMoveCatalog",
	},
	"../templates/guides/changing-and-decommissioning.md": {
		"$ terraform apply":         byTest + "TestGuideToHandingOver",
		"$ ls -l terraform.tfstate": byTest + "TestGuideToKilledRuns",
	},
	"../templates/guides/concepts.md": {
		"---": byTest + "TestGuidesShowWhatIsPrinted",
	},
	"../templates/guides/gate-in-the-pipeline.md": {
		"$ terraform plan -out=plan": byTest + "TestReadinessGate",
		"$ terraform apply":          byTest + "TestReadinessReport",
	},
	"../templates/guides/recovery-services-vault.md": {
		"$ az role definition create --role-definition role.json": not + "it needs Azure",
		"{": byTest + "TestRoleOfTheVault",
	},
	"../templates/guides/testing.md": {
		"$ terraform test": byTest + "TestTerraformTest",
		"$ SITERECOVERY_CATALOG=.siterecovery/test.db terraform test": byTest + "TestTerraformTest",
	},
	"../templates/guides/troubleshooting.md": {
		"$ TF_LOG_PROVIDER=DEBUG TF_LOG_PATH=terraform.log terraform plan":                                                                                             byTest + "TestAccLog",
		"$ TF_LOG_PROVIDER=DEBUG TF_LOG_SDK=OFF TF_LOG_PROVIDER_SITERECOVERY=OFF TF_LOG_PROVIDER_SITERECOVERY_CATALOG=DEBUG TF_LOG_PATH=terraform.log terraform apply": byTest + "TestAccLog",
	},
}

// Of every command on the pages it is known who runs it, or why nobody does.
func TestCommands(t *testing.T) {
	pages, err := filepath.Glob("../templates/guides/*.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := read(t, "*_test.go") + read(t, "../internal/*/*_test.go") + read(t, "../internal/catalog/*/*_test.go")
	for _, page := range append(pages, "../README.md", "../CONTRIBUTING.md", "../templates/index.md.tmpl") {
		found := map[string]bool{}
		for _, piece := range blocks(read(t, page), "(?:console|powershell|sql|json|mermaid|sh|yaml)") {
			first, _, _ := strings.Cut(piece, "\n")
			found[first] = true
			how, known := commands[page][first]
			if test, ok := strings.CutPrefix(how, byTest); !known || ok && !strings.Contains(tests, "func "+test+"(") {
				t.Errorf("%s: it is not known how this is run: %s\n%s", page, how, piece)
			}
		}
		for first := range commands[page] {
			if !found[first] {
				t.Errorf("%s does not show what is said to be run: %s", page, first)
			}
		}
	}
}

// The script that exports a site writes the members that the example has, and vmm_export reads.
func TestScriptOfTheExport(t *testing.T) {
	script := blocks(read(t, "../templates/guides/bringing-in-an-existing-site.md"), "powershell")[0]
	var export map[string]any
	if err := json.Unmarshal([]byte(read(t, "site-from-vmm-export/vmm-export.json")), &export); err != nil {
		t.Fatal(err)
	}
	var written []string
	for _, member := range regexp.MustCompile(`(?m)^    (\w+) = `).FindAllStringSubmatch(script, -1) {
		written = append(written, member[1])
	}
	slices.Sort(written)
	if read := slices.Sorted(maps.Keys(export)); !slices.Equal(written, read) {
		t.Errorf("the script writes %v, and the example has %v", written, read)
	}
	var within func(value any)
	within = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, element := range value {
				within(element)
			}
		case map[string]any:
			for member, element := range value {
				if !regexp.MustCompile(`\b` + member + `\b`).MatchString(script) {
					t.Errorf("the script writes no %s", member)
				}
				within(element)
			}
		}
	}
	within(export)
}
