// Package terraformtest runs the real terraform with the provider as users get
// it: built, installed from a mirror, in a process of its own.
package terraformtest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	_ "github.com/siterecovery/terraform-provider-siterecovery/internal/provider" // go test runs its users again when it has changed
)

// version is that of the provider under test, as of one that is released.
const version = "0.0.1"

const terraformHost = "registry.terraform.io"

// Host is the registry that the terraform under test has providers from, and
// program is that terraform. They are those of Terraform's testing framework: for
// OpenTofu, they are set.
var (
	Host    = cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), terraformHost)
	program = cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform")
)

// OpenTofu reports whether OpenTofu is under test.
func OpenTofu() bool { return Host != terraformHost }

// AboutTerraform skips a test of what OpenTofu does otherwise.
func AboutTerraform(tb testing.TB, otherwise string) {
	tb.Helper()
	if OpenTofu() {
		tb.Skip("is about Terraform: OpenTofu " + otherwise)
	}
}

// Terraform is a working directory with a configuration.
type Terraform struct {
	// Dir is the working directory.
	Dir string
	// Env is added to the environment.
	Env []string
	// Catalog is the location of the catalog, unless Env is given another one.
	Catalog string

	tb testing.TB
}

// NullVariable is the environment variable that names a binary of
// hashicorp/terraform-provider-null, where there is one to compare with.
const NullVariable = "SITERECOVERY_BENCH_NULL"

// Main is the TestMain of a package that uses terraformtest. It runs a [testing.M],
// or what runs one. What is to be checked of all its tests together is checked after
// them.
func Main(m interface{ Run() int }, checks ...func() error) {
	end, err := startServer()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	for _, check := range checks {
		if err := check(); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	if mirror != "" {
		_ = os.RemoveAll(mirror)
	}
	if err := end(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

// Result is how a command ended.
type Result struct {
	// Code is the exit code.
	Code int
	// Output is what was printed, diagnostics included, without line breaks: how
	// Terraform wraps a text does not matter. The registry is Terraform's.
	Output string
}

// Says reports whether the output has all the parts, in their order.
func (r Result) Says(parts ...string) bool {
	rest := r.Output
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, strings.Join(strings.Fields(part), " "))
		if !ok {
			return false
		}
		rest = after
	}
	return true
}

// New returns a working directory with the configuration given, initialised. It
// skips the test unless TF_ACC is set.
func New(tb testing.TB, configuration string) *Terraform {
	tb.Helper()
	if os.Getenv("TF_ACC") == "" {
		tb.Skip("runs the real terraform: set TF_ACC=1, as make test does")
	}
	if err := install(); err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	settings := filepath.Join(tb.TempDir(), "terraformrc")
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := os.WriteFile(settings, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
	t := &Terraform{Dir: dir, Env: []string{"TF_CLI_CONFIG_FILE=" + settings, "TF_IN_AUTOMATION=1"}, tb: tb}
	if server == nil {
		t.Catalog = filepath.Join(dir, catalog.DefaultLocation)
	} else {
		t.Catalog = Catalog(tb)
		t.Env = append(t.Env, "SITERECOVERY_CATALOG="+t.Catalog)
	}
	t.Write(configuration)
	t.Must("init")
	return t
}

// Needs skips a test of what Terraform has from a minor version of 1 on, where the one
// that is found is older.
func (t *Terraform) Needs(minor int) {
	t.tb.Helper()
	found, version := 0, t.Must("version").Output
	if _, err := fmt.Sscanf(version, "Terraform v1.%d", &found); err != nil || found < minor {
		t.tb.Skipf("needs Terraform 1.%d, and this is %s", minor, version)
	}
}

// Place is where Terraform runs, as the provider tells a catalog: what a run leaves
// behind that was killed, the next one at the same place takes over at once.
func (t *Terraform) Place() string {
	host, _ := os.Hostname()
	return strings.Join([]string{host, t.Dir, ""}, ":")
}

// Write replaces the configuration.
func (t *Terraform) Write(configuration string) {
	t.tb.Helper()
	if err := os.WriteFile(filepath.Join(t.Dir, "main.tf"), []byte(configuration), 0o600); err != nil {
		t.tb.Fatal(err)
	}
}

// Command returns a command that runs terraform, not started yet.
func (t *Terraform) Command(args ...string) *exec.Cmd {
	command := exec.CommandContext(t.tb.Context(), program, append(args, "-no-color")...)
	command.Dir = t.Dir
	command.Env = append(os.Environ(), t.Env...)
	return command
}

// Run runs terraform.
func (t *Terraform) Run(args ...string) Result {
	t.tb.Helper()
	return t.result(t.Command(args...))
}

// Shell runs commands of a shell one after the other, as a person types them: after
// one that fails too. The code is that of the last one. Apply does not ask.
func (t *Terraform) Shell(script string) Result {
	t.tb.Helper()
	command := exec.CommandContext(t.tb.Context(), "bash", "-uo", "pipefail", "-c", "terraform() { command \"$PROGRAM\" \"$@\"; }\n"+script)
	command.Dir = t.Dir
	command.Env = slices.Concat(os.Environ(), t.Env, []string{"PROGRAM=" + program, "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve"})
	return t.result(command)
}

// result runs a command and returns how it ended.
func (t *Terraform) result(command *exec.Cmd) Result {
	t.tb.Helper()
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.tb.Fatalf("%s does not run: %v", command.Path, err)
	}
	said := strings.ReplaceAll(output.String(), Host, terraformHost)
	result := Result{command.ProcessState.ExitCode(), strings.Join(strings.Fields(said), " ")}
	for _, raised := range raised.FindAllStringSubmatch(result.Output, -1) {
		if code := engine.Code(raised[1]); !slices.Contains(code.RaisedBy(), raised[2]) {
			t.tb.Errorf("siterecovery_%s raises %s, and engine.Code.RaisedBy, which the documentation is made of, does not know it:\n%s", raised[2], code, result.Output)
		}
	}
	return result
}

// raised is how Terraform prints which resource or data source raises a finding.
var raised = regexp.MustCompile(`\((SR[0-9]{3})\) with (?:module\.[^ ]+\.)?(?:data\.)?siterecovery_(\w+)\.`)

// Must runs terraform, which has to succeed.
func (t *Terraform) Must(args ...string) Result {
	t.tb.Helper()
	result := t.Run(args...)
	if result.Code != 0 {
		t.tb.Fatalf("terraform %s ends with %d:\n%s", strings.Join(args, " "), result.Code, result.Output)
	}
	return result
}

// Apply applies the configuration, after which there is nothing left to change.
func (t *Terraform) Apply() Result {
	t.tb.Helper()
	result := t.Must("apply", "-auto-approve")
	if plan := t.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.tb.Errorf("a second plan ends with %d:\n%s", plan.Code, plan.Output)
	}
	return result
}

// Refuses plans the configuration, which has to fail with a text that has all
// the parts, in their order.
func (t *Terraform) Refuses(parts ...string) {
	t.tb.Helper()
	if result := t.Run("plan"); result.Code != 1 || !result.Says(parts...) {
		t.tb.Errorf("the plan ends with %d:\n%s\nwant it to say %q", result.Code, result.Output, parts)
	}
}

// Output reads an output into a value.
func (t *Terraform) Output(name string, into any) {
	t.tb.Helper()
	var output bytes.Buffer
	command := t.Command("output", "-json", name)
	command.Stdout, command.Stderr = &output, os.Stderr
	if err := command.Run(); err != nil {
		t.tb.Fatal(err)
	}
	if err := json.Unmarshal(output.Bytes(), into); err != nil {
		t.tb.Fatal(err)
	}
}

// mirror is where terraform installs the provider from.
var mirror string

// install builds the provider into the mirror, once a process.
var install = sync.OnceValue(func() (err error) {
	if mirror, err = os.MkdirTemp("", "terraform-provider-siterecovery-"); err != nil {
		return err
	}
	platform := runtime.GOOS + "_" + runtime.GOARCH
	if null := os.Getenv(NullVariable); null != "" {
		folder := filepath.Join(mirror, "registry.terraform.io/hashicorp/null", version, platform)
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.Symlink(null, filepath.Join(folder, "terraform-provider-null_v"+version))); err != nil {
			return err
		}
	}
	binary := filepath.Join(mirror, Host, "siterecovery", "siterecovery", version, platform, "terraform-provider-siterecovery_v"+version)
	command := exec.CommandContext(context.Background(), "go", "build", "-ldflags", "-X main.version="+version, "-o", binary, "github.com/siterecovery/terraform-provider-siterecovery")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, output)
	}
	return nil
})
