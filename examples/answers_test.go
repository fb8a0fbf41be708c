package examples_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// output checks an output of an example.
func output[T any](t *testing.T, terraform *terraformtest.Terraform, name string, want T) {
	t.Helper()
	var got T
	if terraform.Output(name, &got); !reflect.DeepEqual(got, want) {
		t.Errorf("%s is\n%+v\nwant\n%+v", name, got, want)
	}
}

func TestAzureSite(t *testing.T) {
	t.Parallel()
	type addresses = map[string][]*string
	of := func(address string) []*string { return []*string{&address} }
	terraform := terraformtest.New(t, configuration(t, "azure-site"))
	terraform.Apply()
	output(t, terraform, "addresses", addresses{"db1": of("10.1.1.4"), "web1": of("10.1.0.10")})
	output(t, terraform, "reach_each_other", [][]string{{"db1", "web1"}})
	output(t, terraform, "test_lands_on", "test")

	// The answers are those of the run that changes what decides them.
	terraform.Write(configuration(t, "azure-site", `"10.1.0.0/24"`, `"10.9.0.0/24"`, `"10.1.0.10"`, `"10.9.0.10"`))
	terraform.Apply()
	output(t, terraform, "addresses", addresses{"db1": of("10.1.1.4"), "web1": of("10.9.0.10")})

	// Azure reserves the first addresses of a subnet.
	terraform.Write(configuration(t, "azure-site", `"10.1.0.10"`, `"10.1.0.3"`))
	terraform.Apply()
	output(t, terraform, "addresses", addresses{"db1": of("10.1.1.4"), "web1": {nil}})

	// Without the mapping, machines of different recovery plans do not reach each other.
	terraform.Write(configuration(t, "azure-site", `resource "siterecovery_network_mapping" "production" {`,
		`resource "siterecovery_network_mapping" "production" {
			count = 0`))
	terraform.Apply()
	output(t, terraform, "addresses", addresses{"db1": {nil}, "web1": {nil}})
	output(t, terraform, "reach_each_other", [][]string{{"db1"}, {"web1"}})
}

func TestSingleServer(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "single-server"))
	terraform.Apply()
	output(t, terraform, "on_failover", "VM network 'Production-East' is mapped to VM network 'Production-West'; "+
		"its subnet 'servers' has the name of the source's subnet. It keeps its address 10.1.0.17.")
	output(t, terraform, "on_failback", "Nothing was changed, so the machine stays on VM network 'Production-East'.")
}

func TestProposal(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "proposal"))
	terraform.Apply()
	reasons := map[string]string{}
	for _, name := range []string{"Backup", "Database", "Web"} {
		reasons["/servers/VMM-Beijing/vmNetworks/"+name+"-Beijing"] = "VM network '" + name + "-Shanghai' is available for the one cloud protection; " +
			"the names differ in 8 letters."
	}
	output(t, terraform, "reasons", reasons)

	var diagram string
	terraform.Output("diagram", &diagram)
	title, flowchart, _ := strings.Cut(diagram, "\nflowchart LR\n")
	if !strings.HasPrefix(title, "---\ntitle: All networks of protected clouds are mapped\n") {
		t.Errorf("the diagram begins with\n%s", title)
	}
	for _, part := range []string{`["VMM-Beijing"]`, `["VMM-Shanghai"]`, "<b>Web-Beijing</b>", "<b>Web-Shanghai</b>", `-. "protected by" .->`} {
		if !strings.Contains(flowchart, part) {
			t.Errorf("the diagram has no %s:\n%s", part, diagram)
		}
	}
	if n := strings.Count(flowchart, " <==> "); n != 3 {
		t.Errorf("the diagram has %d mappings there and back, want 3:\n%s", n, diagram)
	}
}
