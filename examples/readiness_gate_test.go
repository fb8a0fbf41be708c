package examples_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

const (
	onShanghai = `"VM network 'Production' of 'VMM-Shanghai', subnet 'web', address from DHCP"`
	onNothing  = `"no network (not_mapped)"`
	nowhere    = `"no network (target_unavailable)"`
)

// ways are how a change may harm the machines of the gate: the replacements in the
// example, what becomes of the machines, and what is found in the catalog.
var ways = []struct {
	name         string
	replacements []string
	outcome      string
	unconnected  string
	found        string
}{
	{
		"a mapping is taken away",
		[]string{`{ Beijing = "Shanghai", Shanghai = "Beijing" }`, `{ Shanghai = "Beijing" }`},
		onNothing,
		"'db1/0': no network (not_mapped)",
		"SR301 Network not mapped: VM network 'Production' of 'VMM-Beijing' is not mapped to VMM server 'VMM-Shanghai'",
	},
	{
		"the protecting cloud loses its logical network",
		[]string{
			`logical_network_ids = [siterecovery_logical_network.site[each.key].id]`,
			`logical_network_ids = each.key == "Beijing" ? [siterecovery_logical_network.site[each.key].id] : []`,
		},
		nowhere,
		"'db1/0': no network (target_unavailable)",
		"SR210 Mapping does not serve every protection:",
	},
	{
		"the mapping leads elsewhere",
		[]string{
			`target_network_id = siterecovery_vm_network.site[each.value].id`,
			`target_network_id = each.key == "Beijing" ? siterecovery_vm_network.lab.id : siterecovery_vm_network.site[each.value].id`,
		},
		nowhere,
		"'db1/0': no network (target_unavailable)",
		"SR210 Mapping does not serve every protection:",
	},
}

// lab is a network that the example's clouds do not use.
const lab = `
	resource "siterecovery_logical_network" "lab" {
		server_id = siterecovery_vmm_server.site["Shanghai"].id
		name      = "Lab"
	}
	resource "siterecovery_vm_network" "lab" {
		logical_network_id = siterecovery_logical_network.lab.id
		name               = "Lab"
	}
`

func gate(t *testing.T, replacements ...string) string {
	t.Helper()
	return configuration(t, "readiness-gate", replacements...) + lab
}

// The plan of a pull request fails where it would leave machines without a network;
// where nothing is enforced, it shows them.
func TestReadinessGate(t *testing.T) {
	t.Parallel()
	const enforced = "default     = true"
	guide := open(t, "gate-in-the-pipeline.md")
	guide.quotes("readiness-gate/main.tf", "readiness-gate/tests/gate.tftest.hcl", "data-sources/siterecovery_readiness/data-source.tf")
	terraform := terraformtest.New(t, gate(t))
	first := terraform.Must("plan")
	guide.wraps(first, `+ outcomes = {
		+ "db1/0" = `+onShanghai+` + "web1/0" = `+onShanghai+` + "web2/0" = `+onShanghai+` }`)
	if !first.Says(`+ "db1/0" = `+onShanghai, `+ "web1/0" = `+onShanghai, `+ "web2/0" = `+onShanghai, `+ unconnected = []`) ||
		strings.Contains(first.Output, "known after apply") {
		t.Errorf("the first plan is\n%s", first.Output)
	}
	terraform.Apply()
	for _, way := range ways {
		terraform.Write(gate(t, way.replacements...))
		for _, says := range [][]string{
			{"Error: Not connected after a failover (SR501)", "require_connected = var.enforced", "These network adapters are connected to no network after a failover:", way.unconnected, "Remedy:"},
			{"Error: Not ready for a failover (SR502)", "require_ready = var.enforced", way.found, "Remedy:"},
		} {
			terraform.Refuses(says...)
			// What one of the two says, the other does not say again.
			terraform.Write(gate(t, append(way.replacements, "require_connected = var.enforced", "")...))
		}
		terraform.Write(gate(t, way.replacements...))
		if way.outcome == onNothing {
			guide.wraps(terraform.Run("plan"), `Error: Not connected after a failover (SR501)
				with siterecovery_failover_baseline.machines,
				on main.tf line 30, in resource "siterecovery_failover_baseline" "machines":
				30: require_connected = var.enforced
				These network adapters are connected to no network after a failover:
				- 'db1/0': no network (not_mapped) - 'web1/0': no network (not_mapped) - 'web2/0': no network (not_mapped)
				Remedy: Map VM network 'Production' of 'VMM-Beijing' to a network of VMM server 'VMM-Shanghai'.`)
		}
		terraform.Write(gate(t, append(way.replacements, enforced, "default = false")...))
		result := terraform.Must("plan", "-out=plan")
		if !result.Says(`~ outcomes = {`, `~ "web1/0" = `+onShanghai+` -> `+way.outcome, `~ ready = true -> false`, `+ "web1/0"`) {
			t.Errorf("%s: the plan is\n%s", way.name, result.Output)
		}
		want := ""
		for _, machine := range []string{"db1", "web1", "web2"} {
			want += "siterecovery_failover_baseline.machines " + machine + "/0: " + strings.ReplaceAll(onShanghai+" -> "+way.outcome, `"`, "") + "\n"
		}
		if got := policy(t, terraform, "--from-file", absolute(t, "readiness-gate/policy.jq")); !strings.Contains(got, want) {
			t.Errorf("%s: the policy prints\n%s\nwant\n%s", way.name, got, want)
		}
		if got := guide.runs(terraform, "terraform plan -out=plan", "unconnected"); !got.Says("db1/0 web1/0 web2/0") {
			t.Errorf("%s: the policy prints\n%s", way.name, got.Output)
		}
		if way.outcome == onNothing {
			guide.shows("```text\n" + want + "```\n")
			arrow := onShanghai + " -> " + onNothing
			guide.wraps(result, `~ outcomes = { ~ "db1/0" = `+arrow+` ~ "web1/0" = `+arrow+` ~ "web2/0" = `+arrow+` }`)
		}
		// A change that is applied all the same is what the next one is compared with.
		terraform.Must("apply", "plan")
		terraform.Apply()
		terraform.Write(gate(t))
		terraform.Apply()
	}
	terraform.Must("plan", "-out=plan")
	if got := policy(t, terraform, "--from-file", absolute(t, "readiness-gate/policy.jq")); got != "" {
		t.Errorf("a plan without changes moves\n%s", got)
	}
}

// The tests of the example pass, and fail where a machine loses its network.
func TestReadinessGateTests(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, gate(t))
	content, err := os.ReadFile("readiness-gate/tests/gate.tftest.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(terraform.Dir, "tests"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(terraform.Dir, "tests", "gate.tftest.hcl"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	if result := terraform.Must("test"); !result.Says("Success! 2 passed, 0 failed.") {
		t.Errorf("the tests say\n%s", result.Output)
	}
	if _, err := os.Stat(filepath.Join(terraform.Dir, ".siterecovery")); !os.IsNotExist(err) {
		t.Errorf("the tests have written a catalog: %v", err)
	}
	for _, way := range ways {
		terraform.Write(gate(t, append(way.replacements, "default     = true", "default = false")...))
		if result := terraform.Run("test"); result.Code != 1 || !result.Says("Error: Test assertion failed", "Without a network after a failover: db1/0, web1/0, web2/0.") {
			t.Errorf("%s: the tests end with %d:\n%s", way.name, result.Code, result.Output)
		}
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

// policy puts the plan in the file "plan" to jq.
func policy(t *testing.T, terraform *terraformtest.Terraform, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("a policy over a plan needs jq: install it with the package manager of your system")
	}
	show := terraform.Command("show", "-json")
	show.Args = append(show.Args, "plan") // flags have to come first
	shown, err := show.Output()
	if err != nil {
		t.Fatal(err)
	}
	jq := exec.CommandContext(t.Context(), "jq", append([]string{"--raw-output"}, args...)...)
	jq.Stdin = bytes.NewReader(shown)
	var problems bytes.Buffer
	jq.Stderr = &problems
	printed, err := jq.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	return string(printed)
}
