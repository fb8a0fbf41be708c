package examples_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

func TestMain(m *testing.M) { terraformtest.Main(m) }

// configuration returns the text of an example, with replacements.
func configuration(t *testing.T, name string, replacements ...string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(name, "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the example %s has the files %q, %v", name, files, err)
	}
	var text string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text += string(content) + "\n"
	}
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(text, replacements[i]) {
			t.Fatalf("the example %s has no %q", name, replacements[i])
		}
		text = strings.ReplaceAll(text, replacements[i], replacements[i+1])
	}
	return text
}

// copyData copies what an example reads beside its configuration.
func copyData(t *testing.T, folder, to string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// all returns the folders with examples that are whole by themselves.
func all(t *testing.T) []string {
	t.Helper()
	var folders []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if path == "modules" || path == "pair-of-sites" {
			return fs.SkipDir // TestPairOfSites and TestExamplesAreTested run these
		}
		if files, _ := filepath.Glob(filepath.Join(path, "*.tf")); err == nil && entry.IsDir() && len(files) > 0 {
			folders = append(folders, path)
		}
		return err
	})
	if err != nil || len(folders) == 0 {
		t.Fatalf("there are the examples %q, %v", folders, err)
	}
	return folders
}

// TestEveryExample validates every example, applies it, compares the outputs that it
// shows, imports what it says how to import, and destroys it.
func TestEveryExample(t *testing.T) {
	for _, folder := range all(t) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			text := configuration(t, folder)
			needed := environment(t, folder)
			switch {
			case needsVault(text):
				var attribute string
				attribute, needed = fakeVault(t, "VMM-Beijing", "Web", "Gold")
				text = configuration(t, "provider", "provider \"siterecovery\" {\n", "provider \"siterecovery\" {\n"+attribute) + text
			case !strings.Contains(text, "required_providers"):
				text = configuration(t, "provider") + text
			}
			terraform := terraformtest.New(t, text)
			terraform.Env = append(terraform.Env, needed...)
			copyData(t, folder, terraform.Dir)
			terraform.Must("validate")
			terraform.Apply()
			if shown, err := os.ReadFile(filepath.Join(folder, "outputs.txt")); err == nil {
				if printed, err := terraform.Command("output").Output(); err != nil || string(printed) != string(shown) {
					t.Errorf("the outputs are (%v)\n%sand outputs.txt shows\n%s", err, printed, shown)
				}
			}
			if script, err := os.ReadFile(filepath.Join(folder, "import.sh")); err == nil {
				words := strings.Fields(string(script))
				address, id := words[len(words)-2], words[len(words)-1]
				terraform.Must("state", "rm", address)
				terraform.Must("import", address, id)
				if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
					t.Errorf("after the import a plan ends with %d:\n%s", plan.Code, plan.Output)
				}
			}
			terraform.Must("destroy", "-auto-approve")
		})
	}
}
