package provider_test

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// Tests of a catalog that several workspaces share.

// workspaces returns working directories that share a catalog.
func workspaces(t *testing.T, configurations ...string) []*terraformtest.Terraform {
	t.Helper()
	t.Parallel()
	location := terraformtest.Catalog(t)
	var all []*terraformtest.Terraform
	for _, configuration := range configurations {
		all = append(all, workspaceAt(t, location, configuration))
	}
	return all
}

// workspaceAt returns a working directory with the catalog at a location.
func workspaceAt(t *testing.T, location, configuration string) *terraformtest.Terraform {
	t.Helper()
	terraform := terraformtest.New(t, required+configuration)
	terraform.Catalog = location
	terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG="+location)
	return terraform
}

// atOnce runs one command in all working directories at the same time.
func atOnce(all []*terraformtest.Terraform, args ...string) []terraformtest.Result {
	results := make([]terraformtest.Result, len(all))
	var group sync.WaitGroup
	for n, terraform := range all {
		group.Go(func() { results[n] = terraform.Run(args...) })
	}
	group.Wait()
	return results
}

// The network team declares the sites, and the recovery team what is mapped; they
// apply at the same time.
func TestAccTwoTeams(t *testing.T) {
	moreNetworks := `
		resource "siterecovery_vm_network" "more" {
			count              = 30
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "More ${count.index}"
		}`
	mapping := func(source string) string {
		return `
			resource "siterecovery_network_mapping" "` + source + `" {
				source_network_id    = "/servers/A/vmNetworks/` + source + `"
				target_network_id    = "/servers/B/vmNetworks/B1"
				cloud_protection_ids = ["/servers/A/clouds/GoldA/protection"]
			}`
	}
	teams := workspaces(t, twoSites, mapping("A1"))
	network, recovery := teams[0], teams[1]
	// Before there are networks, the recovery team is told which one is missing.
	recovery.Refuses("Reference to an unknown object (SR104)", "VM network 'A1'")
	network.Apply()
	recovery.Apply()
	network.Write(required + twoSites + moreNetworks)
	recovery.Write(required + mapping("A1") + `
		resource "siterecovery_network_mapping" "back" {
			source_network_id = "/servers/B/vmNetworks/B1"
			target_network_id = "/servers/A/vmNetworks/A1"
		}`)
	for n, result := range atOnce(teams, "apply", "-auto-approve") {
		if result.Code != 0 {
			t.Errorf("team %d: the apply ends with %d:\n%s", n, result.Code, result.Output)
		}
	}
	for n, result := range atOnce(teams, "plan", "-detailed-exitcode") {
		if result.Code != 0 {
			t.Errorf("team %d: a second plan ends with %d:\n%s", n, result.Code, result.Output)
		}
	}
	// The recovery team relies on what the network team wants to take away.
	without := strings.Replace(twoSites, block(twoSites, `resource "siterecovery_vm_network" "b1"`), "", 1)
	network.Write(required + without)
	network.Refuses("Object still referred to (SR113)", "VM network 'B1' cannot be deleted", "do not belong to this state",
		"network mapping of 'A1' to VMM server 'B'", "Have them deleted or changed first where they are managed")
	network.Write(required + twoSites + moreNetworks)
	network.Apply()
}

// Two teams plan what is sound for each of them, and not for both: whoever
// applies second is told why, once.
func TestAccTwoTeamsInConflict(t *testing.T) {
	protection := func(protected string) string {
		return `
			resource "siterecovery_cloud_protection" "x" {
				protected_cloud_id  = "/servers/A/clouds/` + protected + `"
				protecting_cloud_id = "/servers/A/clouds/Shared"
			}`
	}
	teams := workspaces(t, serverA+`
		resource "siterecovery_cloud" "x" {
			for_each  = toset(["One", "Two", "Shared"])
			server_id = siterecovery_vmm_server.a.id
			name      = each.key
		}`, protection("One"), protection("Two"))
	teams[0].Apply()
	rivals := teams[1:]
	for n, result := range atOnce(rivals, "plan", "-out=plan") {
		if result.Code != 0 {
			t.Fatalf("team %d: the plan ends with %d:\n%s", n, result.Code, result.Output)
		}
	}
	var won, lost int
	for n, result := range atOnce(rivals, "apply", "plan") {
		if result.Code == 0 {
			won++
			continue
		}
		lost++
		if !result.Says("Error: Cloud in two protections (SR202)", "Cloud 'Shared'") || strings.Count(result.Output, "Error:") != 1 {
			t.Errorf("team %d is told\n%s", n, result.Output)
		}
	}
	if won != 1 || lost != 1 {
		t.Errorf("%d won and %d lost", won, lost)
	}
}

// The server is stopped and started again while terraform applies.
func TestAccServerRestarts(t *testing.T) {
	terraformtest.AboutServers(t)
	const objects = 150
	terraform := newTerraform(t, fmt.Sprintf(`
		resource "siterecovery_vmm_server" "x" {
			count = %d
			name  = "VMM ${count.index}"
		}`, objects))
	server, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	terraform.Catalog = server.Catalog(t)
	terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG="+terraform.Catalog)
	command := terraform.Command("apply", "-auto-approve")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	signals := map[int]syscall.Signal{10: syscall.SIGINT, 40: syscall.SIGQUIT, 80: syscall.SIGINT}
	var text strings.Builder
	created := 0
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		text.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Creation complete") {
			created++
			if signal, ok := signals[created]; ok {
				if err := errors.Join(server.Stop(signal), server.Run()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := command.Wait(); err != nil || created != objects {
		t.Errorf("%d objects were created, and the apply ends with %v:\n%s", created, err, text.String())
	}
	terraform.Apply()
	if n := kept(t, terraform).Len(); n != objects {
		t.Errorf("there are %d objects, want %d", n, objects)
	}
}

// Neither the password nor the URL shows anywhere: not in what Terraform prints
// or keeps, not in its most talkative log, not in an error.
func TestAccSecrets(t *testing.T) {
	server := terraformtest.AboutServers(t)
	sites := twoSites + `
		data "siterecovery_topology" "x" {
			depends_on = [siterecovery_cloud_protection.gold]
		}
		output "diagram" {
			value = data.siterecovery_topology.x.mermaid
		}`
	provider := func(location string) string {
		return "provider \"siterecovery\" {\n  catalog = \"" + location + "\"\n}\n"
	}
	t.Parallel()
	for what, where := range map[string]func(location, without string) (configuration string, environment []string){
		"in the environment": func(location, _ string) (string, []string) {
			return "", []string{"SITERECOVERY_CATALOG=" + location}
		},
		"PGPASSWORD": func(_, without string) (string, []string) {
			return provider(without), []string{"PGPASSWORD=" + postgrestest.Password}
		},
		"in the configuration": func(location, _ string) (string, []string) {
			return provider(location), nil
		},
		"in a variable": func(location, _ string) (string, []string) {
			return "variable \"catalog\" {\n  sensitive = true\n}\nprovider \"siterecovery\" {\n  catalog = var.catalog\n}\n",
				[]string{"TF_VAR_catalog=" + location}
		},
	} {
		t.Run(what, func(t *testing.T) {
			location := server.Catalog(t)
			parsed, err := url.Parse(location)
			if err != nil {
				t.Fatal(err)
			}
			without := strings.Replace(location, ":"+postgrestest.Password, "", 1)
			configuration, environment := where(location, without)
			terraform := terraformtest.New(t, required+configuration+sites)
			terraform.Env = append(append(terraform.Env, environment...), "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(terraform.Dir, "trace.log"))
			var printed strings.Builder
			run := func(code int, args ...string) {
				result := terraform.Run(args...)
				if result.Code != code {
					t.Errorf("terraform %v ends with %d:\n%s", args, result.Code, result.Output)
				}
				printed.WriteString(result.Output)
			}
			run(0, "apply", "-auto-approve")
			run(2, "plan", "-destroy", "-detailed-exitcode")
			run(0, "show", "-json")
			// Errors of a plan, of the server and of the configuration.
			for _, broken := range []string{
				required + configuration + strings.Replace(sites, `name               = "B1"`, `name = ""`, 1),
			} {
				terraform.Write(broken)
				run(1, "plan")
			}
			terraform.Write(required + configuration + sites)
			server.Execute(t, "REVOKE SELECT ON "+parsed.Query().Get("schema")+".siterecovery_objects FROM "+parsed.User.Username())
			run(1, "plan")
			server.Execute(t, "ALTER ROLE "+parsed.User.Username()+" NOLOGIN")
			run(1, "plan")
			if !strings.Contains(printed.String(), "lacks rights") || !strings.Contains(printed.String(), "not permitted to log in") {
				t.Errorf("the errors are others:\n%s", printed.String())
			}
			secrets := []string{postgrestest.Password, location, url.QueryEscape(postgrestest.Password)}
			if what != "PGPASSWORD" {
				secrets = append(secrets, without, "postgres://")
			}
			clean(t, "what is printed", printed.String(), secrets)
			err = filepath.WalkDir(terraform.Dir, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || !entry.Type().IsRegular() || filepath.Ext(path) == ".tf" {
					return err
				}
				content, err := os.ReadFile(path)
				clean(t, path, string(content), secrets)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			trace, err := os.ReadFile(filepath.Join(terraform.Dir, "trace.log"))
			if err != nil || !strings.Contains(string(trace), "[TRACE]") || !strings.Contains(string(trace), "'siterecovery' at") {
				t.Errorf("there is no log of the catalog, %v", err)
			}
		})
	}
}

// clean checks that a text has none of the secrets.
func clean(t *testing.T, where, text string, secrets []string) {
	t.Helper()
	for _, secret := range secrets {
		if before, _, found := strings.Cut(text, secret); found {
			t.Errorf("%s has a secret, after %q", where, before[max(0, len(before)-200):])
		}
	}
}
