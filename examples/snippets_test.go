package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// How a piece of configuration on a page is run.
const (
	asIs      = "as it is"
	completed = "completed by: " // and what it is put behind, then validated
	fromFile  = "from: "         // a file of the examples, which other tests run
	byTest    = "by: "           // a test that takes it from the page
	inTest    = "in a test file"
	not       = "not: " // and why not
)

// snippets tells of every piece of configuration on every page, in its order, how
// it is run.
var snippets = map[string][]string{
	"../README.md":       {fromFile + "two-sites/main.tf"},
	"../CONTRIBUTING.md": {not + "it is no configuration of Terraform, but of its command line"},
	"../templates/index.md.tmpl": {
		byTest + "TestFirstConfiguration",
	},
	"../templates/guides/bringing-in-an-existing-site.md": {
		fromFile + "site-from-vmm-export/main.tf", fromFile + "site-from-vmm-export/main.tf",
		completed + "site-from-vmm-export", byTest + "TestSiteModuleTakesEither", byTest + "TestGuideToQueries",
		not + "it needs Terraform 1.12, with which the tests of the provider import by identities", completed + "proposal", byTest + "TestProposalIsKept",
	},
	"../templates/guides/catalogs.md": {asIs, asIs, asIs, asIs},
	"../templates/guides/changing-and-decommissioning.md": {
		byTest + "TestGuideToChanging", byTest + "TestGuideToChanging", byTest + "TestGuideToHandingOver", byTest + "TestGuideToHandingOver", byTest + "TestGuideToKilledRuns",
	},
	"../templates/guides/failover-and-failback-explained.md": {
		completed + "worked-example", byTest + "TestGuideShowsMachinesThatFail", byTest + "TestGuideShowsMachinesThatFail", byTest + "TestGuidesShowWhatIsPrinted",
	},
	"../templates/guides/gate-in-the-pipeline.md": {
		fromFile + "readiness-gate/main.tf", fromFile + "readiness-gate/main.tf", fromFile + "readiness-gate/tests/gate.tftest.hcl",
		fromFile + "data-sources/siterecovery_readiness/data-source.tf", fromFile + "data-sources/siterecovery_readiness/data-source.tf",
	},
	"../templates/guides/recovery-services-vault.md": {
		completed + "variable vault_id", completed + "variable vault_id", byTest + "TestGuideToTheVault", not + "it needs the provider azurerm",
		byTest + "TestGuideToTheVault", byTest + "TestGuideToTheVault",
	},
	"../templates/guides/testing.md": {
		fromFile + "terraform-test/tests/apply.tftest.hcl", inTest, fromFile + "terraform-test/tests/plan.tftest.hcl", fromFile + "terraform-test/tests/apply.tftest.hcl",
		byTest + "TestSitesForTests", fromFile + "terraform-test/tests/mocks.tftest.hcl", asIs,
	},
}

// blocks returns the pieces of a page in a language, without their indentation.
func blocks(text, language string) []string {
	var found []string
	for _, match := range regexp.MustCompile("(?ms)^( *)```"+language+"\n(.*?)^ *```").FindAllStringSubmatch(text, -1) {
		found = append(found, strings.ReplaceAll("\n"+match[2], "\n"+match[1], "\n")[1:])
	}
	return found
}

// TestSnippets runs the pieces of configuration on the pages, or knows who does.
func TestSnippets(t *testing.T) {
	files, err := filepath.Glob("../templates/guides/*.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := read(t, "*_test.go")
	for _, page := range append(files, "../README.md", "../CONTRIBUTING.md", "../templates/index.md.tmpl") {
		pieces := blocks(read(t, page), "terraform")
		if len(pieces) != len(snippets[page]) {
			t.Errorf("%s has %d pieces of configuration, and of %d is known how they are run", page, len(pieces), len(snippets[page]))
			continue
		}
		for i, piece := range pieces {
			run(t, page, piece, snippets[page][i], tests)
		}
	}
}

func run(t *testing.T, page, piece, how, tests string) {
	t.Helper()
	kind, rest, _ := strings.Cut(how, ": ")
	switch kind + ": " {
	case fromFile:
		file := read(t, rest)
		for _, part := range strings.Split(strings.TrimSuffix(piece, "}\n"), "\n\n") {
			if !strings.Contains(file, part) {
				t.Errorf("%s shows what %s does not have:\n%s", page, rest, part)
			}
		}
	case byTest:
		if !strings.Contains(tests, "func "+rest) {
			t.Errorf("%s: there is no %s", page, rest)
		}
	case not:
	default:
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			terraform := terraformtest.New(t, complete(t, piece, how))
			copyData(t, "site-from-vmm-export", terraform.Dir)
			if how != inTest {
				terraform.Must("validate")
				return
			}
			file := filepath.Join(terraform.Dir, "main.tftest.hcl")
			if err := os.WriteFile(file, []byte(piece+"run \"nothing\" {}\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			terraform.Must("test")
		})
	}
}

// complete returns a configuration that has a piece in it.
func complete(t *testing.T, piece, how string) string {
	t.Helper()
	by := strings.TrimPrefix(how, completed)
	switch by {
	case asIs:
		return source + piece
	case inTest:
		return source + "variable \"catalog\" { type = string }\nprovider \"siterecovery\" { catalog = var.catalog }\n"
	case "variable vault_id":
		return source + "variable \"vault_id\" { type = string }\n" + piece
	}
	text := configuration(t, by)
	// What the piece has takes the place of what has its name.
	for _, head := range regexp.MustCompile(`(?m)^(?:resource|data) .*{$`).FindAllString(piece, -1) {
		if before, after, ok := strings.Cut(text, head+"\n"); ok {
			_, after, _ = strings.Cut(after, "\n}\n")
			text = before + after
		}
	}
	return text + piece
}

// read returns the texts of the files of a pattern.
func read(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("there are the files %q, %v", files, err)
	}
	slices.Sort(files)
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}
