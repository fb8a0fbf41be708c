package terraformtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// What make install installs after a change leaves a workspace that is initialised
// as it is, until it is told to take it.
func TestAccInstall(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs the real terraform: set TF_ACC=1, as make test does")
	}
	terraformtest.AboutTerraform(t, "looks for providers of another registry there")
	work, home := t.TempDir(), t.TempDir()
	environment := append(os.Environ(), "HOME="+home, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"TF_CLI_CONFIG_FILE="+filepath.Join(home, "terraformrc"), "MAKEFLAGS=", "MAKELEVEL=")
	for _, name := range []string{"GOPATH", "GOCACHE", "GOMODCACHE"} {
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		environment = append(environment, name+"="+strings.TrimSpace(string(value)))
	}
	for name, content := range map[string]string{
		filepath.Join(home, "terraformrc"): "",
		filepath.Join(work, "main.tf"): `
			terraform {
				required_providers {
					siterecovery = { source = "siterecovery/siterecovery" }
				}
			}
			resource "siterecovery_vmm_server" "x" { name = "X" }`,
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(directory, flags, name string, args ...string) string {
		t.Helper()
		command := exec.CommandContext(t.Context(), name, args...)
		command.Dir, command.Env = directory, environment
		if flags != "" {
			command.Env = slices.Concat(environment, []string{"GOFLAGS=" + flags})
		}
		output, err := command.CombinedOutput()
		text := strings.Join(strings.Fields(string(output)), " ")
		if err != nil {
			t.Fatalf("%s %v ends with %v: %s", name, args, err, text)
		}
		return text
	}
	install := func(flags string) (version, output string) {
		output = run("../..", flags, "make", "--no-print-directory", "install")
		_, rest, _ := strings.Cut(output, "installed version ")
		version, _, _ = strings.Cut(rest, " ")
		return version, output
	}
	terraform := func(args ...string) string { return run(work, "", "terraform", append(args, "-no-color")...) }
	says := func(output string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(output, part) {
				t.Errorf("it says %q, and not %q", output, part)
			}
		}
	}

	first, output := install("")
	says(output, "in "+home, "A new workspace takes it with: terraform init", "until: terraform init -upgrade")
	says(terraform("init"), "Installed siterecovery/siterecovery v"+first+" ")
	_, output = install("")
	says(output, "this build is installed already", first)

	// A build that differs, as after a change.
	second, _ := install("-ldflags=-s")
	if second <= first {
		t.Fatalf("after %q, version %q was installed", first, second)
	}
	says(terraform("plan"), "1 to add")
	says(terraform("init"), "Using previously-installed siterecovery/siterecovery v"+first+" ")
	says(terraform("init", "-upgrade"), "Installed siterecovery/siterecovery v"+second+" ")
	says(terraform("plan"), "1 to add")
}
