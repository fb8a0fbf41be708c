package provider_test

import (
	"os"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// A typing error in the location of a catalog neither shows the password that is in it
// nor makes a file or a folder of it.
func TestAccMistypedLocations(t *testing.T) {
	t.Parallel()
	const password = "s3cr3tPW"
	const server = `resource "siterecovery_vmm_server" "x" {
	name = terraform_data.x.output
}
resource "terraform_data" "x" {
	input = "db.example.org"
}
`
	terraform := terraformtest.New(t, required+server)
	refused := func(location, environment string, parts ...string) {
		t.Helper()
		terraform.Write(required + server + "provider \"siterecovery\" {\n" + location + "\n}\n")
		command := *terraform
		if environment != "" {
			command.Env = append(command.Env[:len(command.Env):len(command.Env)], "SITERECOVERY_CATALOG="+environment)
		}
		for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve"}} {
			result := command.Run(args...)
			if result.Code != 1 || !result.Says(parts...) || strings.Count(result.Output, "Error:") != 1 {
				t.Errorf("with %s %s, terraform %s ends with %d:\n%s\nwant it to say %q", location, environment, args[0], result.Code, result.Output, parts)
			}
			clean(t, "what terraform "+args[0]+" prints of "+location+environment, result.Output, []string{password})
		}
	}
	for _, location := range []string{
		"postgres:/u:PW@h/x", "postgres:u:PW@h/x", "postgres//u:PW@h/x", "postgres;//u:PW@h/x", "Postgres://u:PW@h/x", "mysql//u:PW@h/x", "azblob//h/x?sig=PW",
		"app:PW@host/x", "host=h password=PW", "dbname=x;pwd=PW", "postgres://h/x&password=PW",
	} {
		refused(`catalog = "`+strings.ReplaceAll(location, "PW", password)+`"`, "", "Error: Unable to read the catalog", "postgres://user@host")
	}
	refused("", "postgres//u:"+password+"@h/x", "Error: Unable to read the catalog", "is neither a path nor begins with postgres:// or azblob://")
	refused(`catalog = "postgres://u:`+password+`@${terraform_data.x.output}/x"`, "", "Error: Catalog not known at plan time", "SITERECOVERY_CATALOG")

	entries, err := os.ReadDir(terraform.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "main.tf" && name != ".terraform" && name != ".terraform.lock.hcl" && name != "terraform.tfstate" {
			t.Errorf("there is %s", name)
		}
	}
}

// A server that refuses connections, at two addresses, with and without encryption,
// says so once.
func TestAccRefusedConnection(t *testing.T) {
	terraform := newTerraform(t, `
		provider "siterecovery" {
			catalog = "postgres://u@127.0.0.1:1,127.0.0.1:2/x"
		}
		resource "siterecovery_vmm_server" "x" {
			count = 3
			name  = "X${count.index}"
		}`)
	result := terraform.Run("plan")
	if result.Code != 1 || !result.Says("Unable to read the catalog 'x' at 127.0.0.1:1: connection refused (127.0.0.1:1, 127.0.0.1:2).", "See that host and port are right") ||
		strings.Count(result.Output, "refused") != 1 {
		t.Errorf("the plan ends with %d:\n%s", result.Code, result.Output)
	}
}
