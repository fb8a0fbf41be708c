package examples_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		notConnected := []string{
			"Error: Not connected after a failover (SR501)", "require_connected = var.enforced",
			"These network adapters are connected to no network after a failover:", way.unconnected, "Remedy:",
		}
		notReady := []string{"Error: Not ready for a failover (SR502)", "siterecovery_failover_baseline.catalog", "require_ready = var.enforced", way.found, "Remedy:"}
		const connected, ready, first = "require_connected = var.enforced", "require_ready     = var.enforced", "siterecovery_failover_baseline.machines, "
		for _, without := range []struct {
			replacements []string
			says         []string
			errors       int
		}{
			{nil, notConnected, 1},
			{[]string{connected, ""}, []string{"Error: Not ready for a failover (SR502)", "siterecovery_failover_baseline.machines", "Machines: 'db1', 'web1', 'web2'.", "Remedy:"}, 1},
			{[]string{connected, "", ready, ""}, notReady, 1},
			// What does not wait for the machines tells the cause again.
			{[]string{first, ""}, notConnected, 2},
			{[]string{first, ""}, notReady, 2},
		} {
			terraform.Write(gate(t, append(way.replacements, without.replacements...)...))
			if result := terraform.Run("plan"); result.Code != 1 || !result.Says(without.says...) || strings.Count(result.Output, "Error: ") != without.errors {
				t.Errorf("%s, with %q: the plan ends with %d:\n%s\nwant it to say %q, in %d errors",
					way.name, without.replacements, result.Code, result.Output, without.says, without.errors)
			}
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

// A plan over a catalog that has nothing of what the state holds passes, and the policy
// over it fails.
func TestReadinessGateWithoutItsCatalog(t *testing.T) {
	t.Parallel()
	needsJQ(t)
	guide := open(t, "gate-in-the-pipeline.md")
	terraform := terraformtest.New(t, gate(t))
	copyPolicy(t, terraform)
	script := guide.script("terraform plan -out=plan", "policy.jq")
	if result := guide.runs(terraform, "terraform plan -out=plan", "policy.jq"); !result.Says("siterecovery_failover_baseline.machines web1/0: (new) -> VM network 'Production' of 'VMM-Shanghai'") {
		t.Errorf("over the first plan the policy prints\n%s", result.Output)
	}
	terraform.Must("apply", "plan")
	terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG="+terraformtest.Catalog(t))
	guide.wraps(terraform.Must("plan"), "Warning: The catalog is empty, but the state is not")
	if result := terraform.Shell(script); result.Code != 5 || !result.Says("nothing that the state holds is in the catalog") || result.Says("(new)") {
		t.Errorf("the policy ends with %d:\n%s", result.Code, result.Output)
	}
	// Made in the other catalog, it is there for the plans to come.
	terraform.Must("apply", "-auto-approve")
	guide.runs(terraform, "terraform plan -out=plan", "policy.jq")
}

// What is renamed is not lost.
func TestPolicyOverRenames(t *testing.T) {
	t.Parallel()
	needsJQ(t)
	terraform := terraformtest.New(t, gate(t))
	terraform.Apply()
	prints := func(want string, replacements ...string) {
		t.Helper()
		terraform.Write(gate(t, replacements...))
		terraform.Must("plan", "-out=plan")
		if got := policy(t, terraform, "--from-file", absolute(t, "readiness-gate/policy.jq")); got != want {
			t.Errorf("the policy prints\n%s\nwant\n%s", got, want)
		}
		terraform.Must("apply", "plan")
	}
	clouds := []string{`name                = "Gold"`, `name                = "Platinum"`}
	renamed := `siterecovery_cloud.site["Beijing"] is renamed: 'Gold' -> 'Platinum'
siterecovery_cloud.site["Shanghai"] is renamed: 'Gold' -> 'Platinum'
`
	open(t, "gate-in-the-pipeline.md").shows("```text\n" + renamed + "```\n")
	prints(renamed, clouds...)

	// A name with a space is another one in an id.
	prints("siterecovery_vmm_server.site[\"Beijing\"] is renamed: 'VMM-Beijing' -> 'VMM in Beijing'\n",
		slices.Concat(clouds, []string{`"VMM-${each.key}"`, `each.key == "Beijing" ? "VMM in ${each.key}" : "VMM-${each.key}"`})...)

	others := []string{`"VMM-${each.key}"`, `"VMM of ${each.key}"`, `  name               = "Production"`, `  name               = "Front end"`}
	moved := func(line, subnet string) string {
		return "siterecovery_failover_baseline." + line + ": VM network 'Production' of 'VMM-Shanghai', " + subnet + " -> VM network 'Front end' of 'VMM of Shanghai', " + subnet + "\n"
	}
	prints(`siterecovery_vm_network.site["Beijing"] is renamed: 'Production' -> 'Front end'
siterecovery_vm_network.site["Shanghai"] is renamed: 'Production' -> 'Front end'
siterecovery_vmm_server.site["Beijing"] is renamed: 'VMM in Beijing' -> 'VMM of Beijing'
siterecovery_vmm_server.site["Shanghai"] is renamed: 'VMM-Shanghai' -> 'VMM of Shanghai'
`+moved("catalog VMM of Beijing / Platinum / Front end", "subnet 'web'")+
		moved("machines db1/0", "subnet 'web', address from DHCP")+
		moved("machines web1/0", "subnet 'web', address from DHCP")+
		moved("machines web2/0", "subnet 'web', address from DHCP"), slices.Concat(clouds, others)...)

	// A loss that comes with a rename is one.
	protection := "resource \"siterecovery_cloud_protection\" \"gold\" {\n"
	terraform.Write(gate(t, append(others, protection, protection+"  count = 0\n", "default     = true", "default = false")...))
	terraform.Must("plan", "-out=plan")
	if got := policy(t, terraform, "--from-file", absolute(t, "readiness-gate/policy.jq")); !strings.HasPrefix(got, `siterecovery_cloud.site["Beijing"] is renamed: 'Platinum' -> 'Gold'`) ||
		!strings.Contains(got, "siterecovery_failover_baseline.catalog VMM of Beijing / Gold / Front end: VM network 'Front end' of 'VMM of Shanghai', subnet 'web' -> (gone)\n") {
		t.Errorf("of a protection that goes the policy prints\n%s", got)
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

func needsJQ(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("a policy over a plan needs jq: install it with the package manager of your system")
	}
}

// copyPolicy copies the policy to where it is run.
func copyPolicy(t *testing.T, terraform *terraformtest.Terraform) {
	t.Helper()
	content, err := os.ReadFile("readiness-gate/policy.jq")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(terraform.Dir, "policy.jq"), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// policy puts the plan in the file "plan" to jq.
func policy(t *testing.T, terraform *terraformtest.Terraform, args ...string) string {
	t.Helper()
	needsJQ(t)
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
