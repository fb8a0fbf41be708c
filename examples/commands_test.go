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

// How a piece of a page that is no configuration is tried. Not is there for these too.
const (
	runBy      = "run by: "      // a test that takes it from the page
	comparedBy = "compared by: " // a test that has it printed; what is cut, and times, aside
	alike      = "alike: "       // a test that runs the same in other words
)

// piece is a piece of a page that is no configuration: its language, how its first line
// begins, and how it is tried.
type piece struct{ language, first, how string }

// pieces tells of every such piece of every page, in its order.
var pieces = map[string][]piece{
	"../README.md": {
		{"console", "$ make demo", alike + "TestDemo"},
		{"console", "Error: Target network not available (SR203)", comparedBy + "TestDemo"},
		{"console", "$ make install", alike + "TestAccInstall"},
		{"console", "$ terraform init", runBy + "TestTwoSites"},
		{"text", "+ outcomes          = {", comparedBy + "TestTwoSites"},
		{"console", "$ make test", not + "it is what runs the tests"},
	},
	"../templates/index.md.tmpl": {
		{"text", "Error: Target network not available (SR203)", comparedBy + "TestFirstConfiguration"},
	},
	"../templates/guides/bringing-in-an-existing-site.md": {
		{"powershell", "Import-Module VirtualMachineManager", not + "it needs PowerShell with VMM; TestScriptOfTheExport looks at what it writes"},
		{"console", "$ terraform query -generate-config-out=site.tf", alike + "TestEveryListResource"},
		{"console", "$ terraform plan -replace=terraform_data.mappings", runBy + "TestProposalIsKept"},
		{"console", "$ terraform output -json mappings > mappings.json", runBy + "TestProposalIsKept"},
	},
	"../templates/guides/catalogs.md": {
		{"console", `$ az role assignment create --role "Storage Blob Data Contri`, not + "it needs Azure"},
		{"sql", "SELECT * FROM pgaadauth_create_principal('recovery-team', fa", not + "it needs Azure Database for PostgreSQL"},
		{"sql", "GRANT CONNECT ON DATABASE siterecovery TO recovery_team;", comparedBy + "TestTheGuideGivesTheGrants"},
		{"console", "$ terraform init", alike + "TestMoveCatalog"},
		{"sql", "CREATE TABLE recovery.siterecovery_migrations (version_id bi", runBy + "TestTheGuideGivesTheTables"},
	},
	"../templates/guides/changing-and-decommissioning.md": {
		{"text", "# siterecovery_network_mapping.to_shanghai will be updated i", comparedBy + "TestGuideToChanging"},
		{"text", "Plan: 0 to add, 3 to change, 0 to destroy.", comparedBy + "TestGuideToChanging"},
		{"text", "# siterecovery_network_mapping.to_shanghai must be replaced", comparedBy + "TestGuideToChanging"},
		{"text", "Error: Name in use (SR115)", comparedBy + "TestGuideToChanging"},
		{"text", "Error: Reference to an unknown object (SR104)", comparedBy + "TestGuideToHandingOver"},
		{"text", `~ logical_network_id = "/servers/VMM-Beijing/logicalNetworks`, comparedBy + "TestGuideToChanging"},
		{"text", `# siterecovery_cloud.shanghai["GoldCloud2"] will be updated`, comparedBy + "TestGuideToChanging"},
		{"text", "Error: Object still referred to (SR113)", comparedBy + "TestGuideToHandingOver"},
		{"text", "Plan: 0 to add, 0 to change, 11 to destroy.", comparedBy + "TestGuideToChanging"},
		{"text", "# siterecovery_vmm_server.beijing has moved to siterecovery_", comparedBy + "TestGuideToChanging"},
		{"text", "Plan: 1 to add, 0 to change, 1 to destroy.", comparedBy + "TestGuideToChanging"},
		{"console", "$ terraform apply", runBy + "TestGuideToHandingOver"},
		{"text", "Warning: Object of another state (SR114)", comparedBy + "TestGuideToHandingOver"},
		{"text", "Network mapping of 'VMNetwork1-Shanghai' to VMM server 'VMM-", comparedBy + "TestGuideToHandingOver"},
		{"text", "# siterecovery_network_mapping.to_beijing will no longer be", comparedBy + "TestGuideToHandingOver"},
		{"text", "Warning: Object already in the catalog (SR111)", comparedBy + "TestGuideToKilledRuns"},
		{"console", "$ ls -l terraform.tfstate", runBy + "TestGuideToKilledRuns"},
	},
	"../templates/guides/concepts.md": {
		{"mermaid", "---", comparedBy + "TestGuidesShowWhatIsPrinted"},
	},
	"../templates/guides/failover-and-failback-explained.md": {
		{"text", "Select                Protected cloud  Protecting cloud  Tar", comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", "Error: Target network not available (SR203)", comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", "Warning: Mapping does not serve every protection (SR210)", comparedBy + "TestGuideShowsWarningsAndTests"},
		{"text", "Machines on           Replicas on", comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", "warning SR307 First subnet used, as none has the same name", comparedBy + "TestGuideShowsMachinesThatFail"},
		{"text", "Machine  Subnet   subnet_rule   Address    ip_rule", comparedBy + "TestGuideShowsMachinesThatFail"},
		{"text", "error SR308 Static IP pool missing", comparedBy + "TestGuideShowsMachinesThatFail"},
		{"text", "backup: Adapter 0, on VM network 'VMNetwork1-Beijing': its s", comparedBy + "TestGuideShowsMachinesThatFail"},
		{"text", "VM network 'VMNetwork1-Beijing' is mapped to VM network 'VMN", comparedBy + "TestGuideShowsMachinesThatFail"},
		{"text", "Machine  Replica on                                Outcome", comparedBy + "TestGuideShowsHosts"},
		{"text", "error SR303 Network not used by the machine's cloud", comparedBy + "TestGuideShowsHosts"},
		{"text", `"disconnected" = "replica_disconnected: The replica was disc`, comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", `"moved" = "moved_to_mapped: The replica was moved to VM netw`, comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", "Warning: Replicas change their network (SR212)", comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", `"left alone" = "mapping_changed: The replica is where it cam`, comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", `"left alone" = "unchanged: The replica is where it came up,`, comparedBy + "TestGuidesShowWhatIsPrinted"},
		{"text", "Error: Azure network in another region (SR208)", comparedBy + "TestGuideShowsAzure"},
		{"text", "db1, web1", comparedBy + "TestGuideShowsAzure"},
		{"text", "Machine  Outcome     Subnet  subnet_rule   Address    ip_rul", comparedBy + "TestGuideShowsAzure"},
		{"text", "warning SR312 Prefixes overlap behind a gateway", comparedBy + "TestGuideShowsAzure"},
		{"text", "error SR401 Test on the production network: VM network 'VMNe", comparedBy + "TestGuideShowsWarningsAndTests"},
		{"text", "The test uses Azure network 'test'; it has no subnet named '", comparedBy + "TestGuideShowsAzure"},
		{"text", "Select                Protected cloud  Protecting cloud  Tar", comparedBy + "TestWorkedExampleAsPrinted"},
	},
	"../templates/guides/gate-in-the-pipeline.md": {
		{"text", "Warning: The catalog is empty, but the state is not", comparedBy + "TestReadinessGateWithoutItsCatalog"},
		{"console", "$ terraform plan -out=plan", runBy + "TestReadinessGateWithoutItsCatalog"},
		{"text", "+ outcomes = {", comparedBy + "TestReadinessGate"},
		{"text", "~ outcomes = {", comparedBy + "TestReadinessGate"},
		{"text", "Error: Not connected after a failover (SR501)", comparedBy + "TestReadinessGate"},
		{"console", "$ terraform plan -out=plan", runBy + "TestReadinessGate"},
		{"text", "siterecovery_failover_baseline.machines db1/0: VM network 'P", comparedBy + "TestReadinessGate"},
		{"text", `siterecovery_cloud.site["Beijing"] is renamed: 'Gold' -> 'Pl`, comparedBy + "TestPolicyOverRenames"},
		{"console", "$ terraform apply", runBy + "TestReadinessReport"},
		{"console", "$ terraform plan -out=plan", runBy + "TestReadinessReport"},
	},
	"../templates/guides/recovery-services-vault.md": {
		{"text", "Error: Vault not known at plan time", comparedBy + "TestGuideToTheVaultRefused"},
		{"json", "{", comparedBy + "TestRoleOfTheVault"},
		{"console", "$ az role definition create --role-definition role.json", not + "it needs Azure"},
		{"text", "Error: Not found in the vault (SR601)", comparedBy + "TestGuideToTheVaultRefused"},
		{"text", "Error: Mapping already in the vault (SR603)", comparedBy + "TestGuideToTheVaultRefused"},
		{"text", "Warning: Old name in the vault (SR605)", comparedBy + "TestGuideToTheVaultInForce"},
		{"text", "Unable to create the network mapping of 'Production' to Azur", comparedBy + "TestGuideToTheVaultInForce"},
		{"text", "Warning: Mapping brought back into force (SR607)", comparedBy + "TestGuideToTheVaultInForce"},
		{"text", "Warning: Mapping stays in force in a vault (SR606)", comparedBy + "TestGuideToTheVaultInForce"},
	},
	"../templates/guides/testing.md": {
		{"console", "$ terraform test", comparedBy + "TestTerraformTest"},
		{"console", "$ SITERECOVERY_CATALOG=.siterecovery/test.db terraform test", runBy + "TestTerraformTest"},
	},
	"../templates/guides/troubleshooting.md": {
		{"console", "$ TF_LOG_PROVIDER=DEBUG TF_LOG_PATH=terraform.log terraform", runBy + "TestGuideToLogs"},
		{"text", "2026-11-24T21:48:49.626Z [DEBUG] provider.terraform-provider", comparedBy + "TestGuideToLogs"},
		{"console", "$ TF_LOG_PROVIDER=DEBUG TF_LOG_SDK=OFF TF_LOG_PROVIDER_SITER", runBy + "TestGuideToLogs"},
	},
}

// Of every piece of the pages it is known who tries it, or why nobody does.
func TestPieces(t *testing.T) {
	guides, err := filepath.Glob("../templates/guides/*.md")
	if err != nil {
		t.Fatal(err)
	}
	fenced := regexp.MustCompile("(?ms)^ *```([^\n]*)\n(.*?)^ *```")
	tests := read(t, "*_test.go") + read(t, "../internal/*/*_test.go") + read(t, "../internal/catalog/*/*_test.go")
	for _, page := range append(guides, "../README.md", "../CONTRIBUTING.md", "../templates/index.md.tmpl", "../docs/guides/findings.md") {
		rest := pieces[page]
		for _, match := range fenced.FindAllStringSubmatch(read(t, page), -1) {
			first, _, _ := strings.Cut(strings.TrimSpace(match[2]), "\n")
			switch {
			case match[1] == "terraform": // TestSnippets
			case len(rest) == 0 || rest[0].language != match[1] || !strings.HasPrefix(first, rest[0].first):
				t.Fatalf("%s: it is not known how this is tried, or what is to come before it is not there: %s\n%s", page, match[1], match[2])
			default:
				kind, test, _ := strings.Cut(rest[0].how, ": ")
				if kind+": " != not && !strings.Contains(tests, "func "+test+"(") {
					t.Errorf("%s: there is no %s, which is to try %s", page, test, first)
				}
				rest = rest[1:]
			}
		}
		if len(rest) > 0 {
			t.Errorf("%s does not show %q", page, rest)
		}
	}
}

// The script that exports a site writes the members that the example has, each in its
// place, and no others; and they are those that vmm_export reads.
func TestScriptOfTheExport(t *testing.T) {
	script := blocks(read(t, "../templates/guides/bringing-in-an-existing-site.md"), "powershell")[0]
	var export any
	if err := json.Unmarshal([]byte(read(t, "site-from-vmm-export/vmm-export.json")), &export); err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	members(export, "", has)
	written := scripted(script)
	if got, want := slices.Sorted(maps.Keys(written)), slices.Sorted(maps.Keys(has)); !slices.Equal(got, want) {
		t.Errorf("the script writes\n%q\nand the example has\n%q", got, want)
	}
	names, asked := map[string]bool{}, map[string]bool{}
	for path := range written {
		names[path[strings.LastIndex(path, ".")+1:]] = true
	}
	for _, call := range regexp.MustCompile(`(?:\b(?:member|memberOrNull|optional)\([\w.]+, |\bnewDirectory\[\*\w+\]\()"(\w+)"\)`).FindAllStringSubmatch(read(t, "../internal/vmmexport/*.go"), -1) {
		asked[call[1]] = true
	}
	if got, want := slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(asked)); !slices.Equal(got, want) {
		t.Errorf("the script writes\n%q\nand vmm_export reads\n%q", got, want)
	}
}

// members notes the paths of all members of a value; the elements of a list have one.
func members(value any, path string, into map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			members(element, path, into)
		}
	case map[string]any:
		for name, element := range value {
			into[path+"."+name] = true
			members(element, path+"."+name, into)
		}
	}
}

// scripted returns the paths of what a script of PowerShell writes: what is given a
// value, within what is further left, and what is selected.
func scripted(script string) map[string]bool {
	type level struct {
		indent int
		path   string
	}
	given := regexp.MustCompile(`^( +)(\w+) += `)
	selected := regexp.MustCompile(`Select-Object ([\w, ]+)`)
	written, within := map[string]bool{}, []level{{-1, ""}}
	for line := range strings.Lines(script) {
		if match := given.FindStringSubmatch(line); match != nil {
			for len(match[1]) <= within[len(within)-1].indent {
				within = within[:len(within)-1]
			}
			path := within[len(within)-1].path + "." + match[2]
			written[path] = true
			within = append(within, level{len(match[1]), path})
		}
		if match := selected.FindStringSubmatch(line); match != nil {
			for name := range strings.SplitSeq(match[1], ",") {
				written[within[len(within)-1].path+"."+strings.TrimSpace(name)] = true
			}
		}
	}
	return written
}
