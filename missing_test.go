package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is missing is said at once, with one command to copy.
func TestMissing(t *testing.T) {
	const everything = "gcc libc6-dev postgresql pgbouncer nodejs npm jq chromium"
	for _, tt := range []struct {
		name string
		// system is what os-release says, and has what is on the machine.
		system string
		has    []string
		asked  string
		// says is what is printed, nothing if nothing is missing.
		says []string
	}{
		{"Debian without anything", "ID=debian", nil, "test check", []string{
			"Missing for make test check:", "go: ", "terraform: ", "cc: ", "initdb: ", "pgbouncer: ", "node: ", "npm: ", "jq: ", "chromium: ",
			"From their makers: Go 1.", "https://go.dev/dl Terraform 1.8 or newer: https://",
			"Install the rest with: apt-get update && apt-get install --yes --no-install-recommends " + everything,
		}},
		{"Debian with Go and Terraform", "ID=debian", []string{"bin/go", "bin/terraform"}, "test", []string{
			"Missing for make test:", "cc: ", "Install with: apt-get update && apt-get install --yes --no-install-recommends " + everything,
		}},
		{"one that is missing", "ID=debian", []string{
			"bin/go", "bin/terraform", "bin/cc", "usr/lib/postgresql/15/bin/initdb", "usr/sbin/pgbouncer", "bin/node", "bin/npm", "bin/google-chrome",
		}, "test", []string{"Missing for make test: jq: runs a policy over a plan Install with: apt-get update && apt-get install --yes --no-install-recommends jq"}},
		{"nothing is missing for the demo", "ID=debian", []string{"bin/go", "bin/terraform"}, "demo", nil},
		{"Ubuntu", "ID=ubuntu\nID_LIKE=debian", []string{"bin/go", "bin/terraform"}, "test", []string{"apt-get install ", " jq chromium-browser"}},
		{"another system", "", []string{"bin/go", "bin/terraform"}, "test", []string{
			"Install with the package manager of your system. These are the names that Debian has for it: " + everything,
		}},
		{"the packages alone", "ID=debian", []string{"bin/make"}, "--packages ci bench", []string{"git postgresql pgbouncer"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			files := map[string]string{"var/lib/dpkg/status": ""}
			if tt.system != "" {
				files["etc/os-release"] = tt.system + "\n"
			}
			for _, name := range tt.has {
				files[name] = "#!/bin/sh\n"
			}
			for name, content := range files {
				path := filepath.Join(root, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(content), 0o700); err != nil { //nolint:gosec // it is a program
					t.Fatal(err)
				}
			}
			command := exec.CommandContext(t.Context(), "/bin/sh", append([]string{"tools/missing"}, strings.Fields(tt.asked)...)...)
			command.Env = []string{"SITERECOVERY_ROOT=" + root, "PATH=" + filepath.Join(root, "bin")}
			output, err := command.CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			got := strings.Join(strings.Fields(string(output)), " ")
			if failed := err != nil; failed != strings.HasPrefix(got, "Missing") {
				t.Errorf("it ends with %v and says %q", err, got)
			}
			rest := got
			for _, part := range tt.says {
				var ok bool
				if _, rest, ok = strings.Cut(rest, part); !ok {
					t.Fatalf("it says\n%s\nand not, in this order, %q", got, tt.says)
				}
			}
			if rest != "" {
				t.Errorf("it says %q at the end, for which nobody has asked", rest)
			}
		})
	}
}

// Each target of make that needs something asks what is missing of it.
func TestMissingIsAsked(t *testing.T) {
	makefile, err := os.ReadFile("GNUmakefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := strings.Split(string(makefile), "\n.PHONY: ")[1:]
	for _, text := range targets {
		name, recipe, _ := strings.Cut(text, "\n")
		uses := strings.Contains(recipe, "go ") || strings.Contains(recipe, "$(LINT)") || strings.Contains(recipe, "$(DOCS)") || strings.Contains(recipe, "$(RELEASE)")
		if asks := strings.Contains(recipe, "tools/missing $@\n"); asks != uses {
			t.Errorf("%s asks what is missing: %t, want %t", name, asks, uses)
		}
	}
}
