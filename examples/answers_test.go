package examples_test

import (
	"encoding/json"
	"reflect"
	"slices"
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
	output(t, terraform, "proposed_anew", map[string]string{})
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

// The mappings are those of the proposal that was taken: a run that changes what a
// proposal rests on leaves them alone, in the plan already, and the plan that takes
// a new one shows exactly what changes.
func TestProposalIsKept(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "proposal"))
	terraform.Apply()
	type mappings struct{ Mappings map[string]string }
	type change struct {
		Actions       []string
		Before, After mappings // of what is not known yet, After has nothing
	}
	// planned returns what a plan changes of the mappings, there and back.
	planned := func(arguments ...string) map[string]change {
		t.Helper()
		terraform.Must(append([]string{"plan", "-out=plan"}, arguments...)...)
		command := terraform.Command("show", "-json")
		command.Args = append(command.Args, "plan") // flags have to come first
		text, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		var shown struct {
			Changes []struct {
				Type, Name string
				Change     change
			} `json:"resource_changes"`
		}
		if err := json.Unmarshal(text, &shown); err != nil {
			t.Fatal(err)
		}
		changes := map[string]change{}
		for _, resource := range shown.Changes {
			if resource.Type == "siterecovery_network_mappings" && !slices.Equal(resource.Change.Actions, []string{"no-op"}) {
				changes[resource.Name] = resource.Change
			}
		}
		return changes
	}
	id := func(site, name string) string {
		return "/servers/VMM-" + site + "/vmNetworks/" + name + "-" + site
	}

	const networks = `networks = ["Web", "Database", "Backup"]`
	terraform.Write(configuration(t, "proposal", networks, `networks = ["Web", "Database", "Backup", "Voice"]`) +
		`output "mappings" { value = data.siterecovery_mapping_proposal.there.mappings }`)
	if changes := planned(); len(changes) > 0 {
		t.Errorf("a new network changes the mappings in the plan: %v", changes)
	}
	terraform.Apply()
	output(t, terraform, "proposed_anew", map[string]string{
		id("Beijing", "Voice"): id("Shanghai", "Voice"), id("Shanghai", "Voice"): id("Beijing", "Voice"),
	})

	changes := planned("-replace=terraform_data.mappings")
	if len(changes) != 2 {
		t.Errorf("a new proposal changes the mappings so in the plan: %v", changes)
	}
	for _, ends := range [][3]string{{"there", "Beijing", "Shanghai"}, {"back", "Shanghai", "Beijing"}} {
		want := change{[]string{"update"}, mappings{map[string]string{}}, mappings{map[string]string{}}}
		for _, name := range []string{"Web", "Database", "Backup", "Voice"} {
			if name != "Voice" {
				want.Before.Mappings[id(ends[1], name)] = id(ends[2], name)
			}
			want.After.Mappings[id(ends[1], name)] = id(ends[2], name)
		}
		if got := changes[ends[0]]; !reflect.DeepEqual(got, want) {
			t.Errorf("a new proposal is planned %s as\n%v\nwant\n%v", ends[0], got, want)
		}
	}
	guide := open(t, "bringing-in-an-existing-site.md")
	guide.runs(terraform, "terraform plan -replace=terraform_data.mappings", "")
	terraform.Must("apply", "-auto-approve", "-replace=terraform_data.mappings")
	terraform.Apply()
	output(t, terraform, "proposed_anew", map[string]string{})

	// Or it is kept as a file.
	guide.runs(terraform, "terraform output -json mappings", "mappings.json")
	terraform.Write(configuration(t, "proposal", networks, `networks = ["Web", "Database", "Backup", "Voice", "Lab"]`,
		"terraform_data.mappings.input.there", `jsondecode(file("${path.module}/mappings.json"))`))
	if changes := planned(); len(changes) > 0 {
		t.Errorf("a new network changes the mappings in a file: %v", changes)
	}
	terraform.Apply()
}
