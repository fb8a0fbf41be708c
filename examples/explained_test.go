package examples_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// What the guide to failover and failback shows as printed beyond the worked example.
const explained = "failover-and-failback-explained.md"

// prints checks that a piece of the guide is what is printed.
func (g guide) prints(lines ...string) {
	g.t.Helper()
	g.shows("```text\n" + strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n```\n")
}

type finding struct{ Severity, Code, Summary, Detail, Remedy string }

func (f finding) String() string {
	return f.Severity + " " + f.Code + " " + f.Summary + "\n  " + f.Detail + "\n  Remedy: " + f.Remedy
}

// findings are those of an output; where codes are given, those that have one of them.
func findings(t *testing.T, terraform *terraformtest.Terraform, name string, codes ...string) (texts []string) {
	t.Helper()
	var all []finding
	terraform.Output(name, &all)
	for _, f := range all {
		if len(codes) == 0 || slices.Contains(codes, f.Code) {
			texts = append(texts, f.String())
		}
	}
	return texts
}

// table returns lines with a cell for each column, and a dash for an empty one.
func table(t *testing.T, lines ...[]string) string {
	t.Helper()
	var text strings.Builder
	writer := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, line := range lines {
		if _, err := writer.Write([]byte(strings.Join(line, "\t") + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Flush(); err != nil {
		t.Fatal(err)
	}
	var trimmed []string
	for line := range strings.Lines(text.String()) {
		trimmed = append(trimmed, strings.TrimRight(line, " \n"))
	}
	return strings.Join(trimmed, "\n")
}

// planned is what a failover plan answers.
type planned map[string]struct {
	Reason   string
	HostIDs  []string `json:"host_ids"`
	Adapters []struct {
		Outcome string
		Reason  string
		Network string `json:"target_network_name"`
		Subnet  string `json:"target_subnet_name"`
		Subrule string `json:"subnet_rule"`
		Address string `json:"target_ip_address"`
		Iprule  string `json:"ip_rule"`
	}
}

// rows makes a line of each machine, in the order of the names.
func (p planned) rows(columns []string, cells func(name string) []string) [][]string {
	rows := [][]string{columns}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		row := append([]string{name}, cells(name)...)
		for i, cell := range row {
			if cell == "" {
				row[i] = "-"
			}
		}
		rows = append(rows, row)
	}
	return rows
}

const questions = `
	output "machines" { value = data.siterecovery_failover_plan.this.machines }
	output "findings" { value = data.siterecovery_failover_plan.this.findings }
`

// readiness asks for all findings of what replicates from Beijing, after what they
// rest on.
func readiness(resources string) string {
	return `
		data "siterecovery_readiness" "this" {
			source_server_id = siterecovery_vmm_server.beijing.id
			depends_on       = [` + resources + `]
		}
		output "readiness" { value = data.siterecovery_readiness.this.findings }
	`
}

// subnetted is the worked example with the subnets that the guide gives its networks.
func subnetted(t *testing.T, replacements ...string) string {
	t.Helper()
	subnets := func(site string) string {
		return "  logical_network_id = siterecovery_logical_network." + site + "[each.value].id\n"
	}
	all := []string{
		subnets("beijing"), subnets("beijing") + "  subnets = lookup(local.subnets, each.key, null)\n",
		subnets("shanghai"), subnets("shanghai") + "  subnets = lookup(local.subnets, each.key, null)\n",
	}
	return configuration(t, "worked-example", append(all, replacements...)...) + `
		locals {
			gold = siterecovery_cloud.beijing["GoldCloud1"].id
			a1   = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id
		}
		` + open(t, explained).block("  subnets = {") + questions +
		readiness("siterecovery_network_mapping.to_shanghai, siterecovery_logical_network.shanghai, siterecovery_vm_network.beijing, siterecovery_vm_network.shanghai, siterecovery_cloud_protection.this")
}

// A2 and A1: connected, and without an address.
func TestGuideShowsMachinesThatFail(t *testing.T) {
	t.Parallel()
	guide := open(t, explained)
	terraform := terraformtest.New(t, subnetted(t)+guide.block(`data "siterecovery_failover_plan" "this" {`)+`
		output "connected" { value = alltrue([for machine in data.siterecovery_failover_plan.this.machines : machine.connected]) }
		output "failed" { value = data.siterecovery_failover_plan.this.totals.failed }`)
	terraform.Apply()
	output(t, terraform, "connected", true)
	output(t, terraform, "failed", 2)
	var machines planned
	terraform.Output("machines", &machines)
	guide.prints(table(t, machines.rows([]string{"Machine", "Subnet", "subnet_rule", "Address", "ip_rule"}, func(name string) []string {
		adapter := machines[name].Adapters[0]
		return []string{adapter.Subnet, adapter.Subrule, adapter.Address, adapter.Iprule}
	})...))
	guide.prints("backup: "+machines["backup"].Reason, "web3: "+machines["web3"].Reason)
	guide.prints(findings(t, terraform, "findings")...)
	guide.prints(findings(t, terraform, "readiness", "SR307")...)

	// A network with network virtualization, and a machine that uses DHCP.
	const name = "  server_id = siterecovery_vmm_server.shanghai.id\n  name      = each.key\n"
	terraform.Write(subnetted(t, name, name+"  isolation = each.key == \"LogicalNetwork1-Shanghai\" ? \"network_virtualization\" : \"none\"\n") +
		strings.NewReplacer(`, ip_address = "10.1.9.20"`, "", "depends_on = [", "depends_on = [siterecovery_logical_network.shanghai, ").
			Replace(guide.block(`data "siterecovery_failover_plan" "this" {`)))
	terraform.Apply()
	machines = nil
	terraform.Output("machines", &machines)
	guide.prints(machines["backup"].Adapters[0].Reason)
}

// M9: who reaches the networks.
func TestGuideShowsHosts(t *testing.T) {
	t.Parallel()
	guide := open(t, explained)
	terraform := terraformtest.New(t, configuration(t, "worked-example",
		`[siterecovery_logical_network.beijing["LogicalNetwork1-Beijing"].id]`,
		`each.key == "GoldCloud1" ? values(siterecovery_logical_network.beijing)[*].id : [siterecovery_logical_network.beijing["LogicalNetwork1-Beijing"].id]`)+`
		resource "siterecovery_network_mapping" "second" {
			source_network_id = siterecovery_vm_network.beijing["VMNetwork2-Beijing"].id
			target_network_id = siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"].id
		}
		resource "siterecovery_host" "this" {
			for_each = {
				hv1 = { clouds = ["GoldCloud2"], networks = ["LogicalNetwork1-Shanghai"] }
				hv2 = { clouds = ["GoldCloud2", "SilverCloud2"], networks = ["LogicalNetwork2-Shanghai"] }
				hv3 = { clouds = ["GoldCloud2"], networks = ["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"] }
			}
			server_id           = siterecovery_vmm_server.shanghai.id
			name                = each.key
			cloud_ids           = [for name in each.value.clouds : siterecovery_cloud.shanghai[name].id]
			logical_network_ids = [for name in each.value.networks : siterecovery_logical_network.shanghai[name].id]
		}
		locals {
			gold   = siterecovery_cloud.beijing["GoldCloud1"].id
			silver = siterecovery_cloud.beijing["SilverCloud1"].id
			first  = { network_id = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id }
			second = { network_id = siterecovery_vm_network.beijing["VMNetwork2-Beijing"].id }
		}
		data "siterecovery_failover_plan" "this" {
			virtual_machines = {
				first  = { cloud_id = local.gold, adapters = [local.first] }
				second = { cloud_id = local.gold, adapters = [local.second] }
				both   = { cloud_id = local.gold, adapters = [local.first, local.second] }
				silver = { cloud_id = local.silver, adapters = [local.first] }
				wrong  = { cloud_id = local.silver, adapters = [local.second] }
			}
			depends_on = [siterecovery_host.this, siterecovery_network_mapping.second, siterecovery_network_mapping.to_shanghai]
		}`+questions)
	terraform.Apply()
	var machines planned
	terraform.Output("machines", &machines)
	text := table(t, machines.rows([]string{"Machine", "Replica on", "Outcome", "Hosts"}, func(name string) []string {
		var networks, outcomes, hosts []string
		for _, adapter := range machines[name].Adapters {
			outcomes = append(outcomes, adapter.Outcome)
			if adapter.Network != "" {
				networks = append(networks, adapter.Network)
			}
		}
		for _, id := range machines[name].HostIDs {
			hosts = append(hosts, id[strings.LastIndex(id, "/")+1:])
		}
		return []string{strings.Join(networks, ", "), strings.Join(outcomes, ", "), strings.Join(hosts, ", ") + " "}
	})...)
	guide.prints(text)
	guide.prints(findings(t, terraform, "findings")...)
}

// What works for some, what a test is told, and the tables as they were printed once.
func TestGuideShowsWarningsAndTests(t *testing.T) {
	t.Parallel()
	guide := open(t, explained)
	const to = `target_network_id    = siterecovery_vm_network.shanghai["VMNetwork1-Shanghai"].id`
	const all = "  cloud_protection_ids = [for protection in siterecovery_cloud_protection.this : protection.id]\n"
	terraform := terraformtest.New(t, configuration(t, "worked-example")+`
		data "siterecovery_test_failover" "this" {
			for_each                  = { SR401 = ["1-", null], SR402 = ["2-", values(siterecovery_vm_network.beijing)[*].id] }
			cloud_id                  = siterecovery_cloud.beijing["GoldCloud1"].id
			source_network_id         = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id
			test_network_id           = siterecovery_vm_network.shanghai["VMNetwork${each.value[0]}Shanghai"].id
			recovery_plan_network_ids = each.value[1]
			depends_on                = [siterecovery_network_mapping.to_shanghai, siterecovery_cloud_protection.this]
		}
		output "tests" { value = flatten(values(data.siterecovery_test_failover.this)[*].findings) }`)
	terraform.Apply()
	var told []finding
	terraform.Output("tests", &told)
	var lines []string
	for _, f := range told {
		lines = append(lines, f.Severity+" "+f.Code+" "+f.Summary+": "+f.Detail+" Remedy: "+f.Remedy)
	}
	guide.prints(lines...)

	terraform.Write(configuration(t, "worked-example", all, "", to, strings.Replace(to, "1-", "2-", 1)))
	result := terraform.Must("plan")
	for warning := range strings.SplitSeq(guide.piece("text", "(SR210)"), "\n\nWarning: ") {
		guide.wraps(result, strings.ReplaceAll(warning, "\n", " "))
	}
}

// To Azure: the region, who reaches whom, addresses, and where a test lands.
func TestGuideShowsAzure(t *testing.T) {
	t.Parallel()
	guide := open(t, explained)
	toAzure, _, _ := strings.Cut(sites(t,
		`[siterecovery_logical_network.beijing["LogicalNetwork1-Beijing"].id]`, `values(siterecovery_logical_network.beijing)[*].id`,
		"  logical_network_id = siterecovery_logical_network.beijing[each.value].id\n",
		"  logical_network_id = siterecovery_logical_network.beijing[each.value].id\n  subnets = each.key == \"VMNetwork1-Beijing\" ? local.subnets : null\n"), "# Shanghai\n")
	toAzure += `
		locals {
			subnets = [{ name = "web", address_prefix = "10.1.0.0/24" }, { name = "backup", address_prefix = "10.1.9.0/24" }]
			azure   = [{ name = "web", address_prefix = "10.1.0.0/24" }, { name = "app", address_prefix = "10.1.1.0/24" }]
			arm     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/"
			gold    = siterecovery_cloud.beijing["GoldCloud1"].id
			first   = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id
			second  = siterecovery_vm_network.beijing["VMNetwork2-Beijing"].id
			web     = { network_id = local.first, subnet_name = "web" }
		}
		resource "siterecovery_azure_network" "this" {
			for_each           = { production = true, test = false }
			virtual_network_id = "${local.arm}${each.key}"
			location           = "westeurope"
			subnets            = local.azure
			gateway            = each.value
		}
		resource "siterecovery_cloud_protection" "this" {
			for_each           = siterecovery_cloud.beijing
			protected_cloud_id = each.value.id
			azure_location     = "westeurope"
		}
		resource "siterecovery_network_mapping" "production" {
			source_network_id = local.first
			target_network_id = siterecovery_azure_network.this["production"].id
		}
		data "siterecovery_failover_plan" "this" {
			virtual_machines = {
				web1 = { cloud_id = local.gold, adapters = [merge(local.web, { ip_address = "10.1.0.10" })] }
				web2 = { cloud_id = local.gold, adapters = [merge(local.web, { ip_address = "10.1.0.10" })] }
				web3 = { cloud_id = local.gold, adapters = [merge(local.web, { ip_address = "10.1.0.2" })] }
				web4 = { cloud_id = local.gold, adapters = [local.web] }
				web5 = { cloud_id = local.gold, adapters = [{ network_id = local.first, subnet_name = "backup", ip_address = "10.1.9.20" }] }
				job1 = { cloud_id = local.gold, adapters = [{ network_id = local.second }] }
			}
			depends_on = [` + azureDepends + `]
		}
		data "siterecovery_azure_reachability" "this" {
			virtual_machines = {
				web1 = { network_id = local.first, recovery_plan = "Web" }
				db1  = { network_id = local.first, recovery_plan = "Databases" }
				job1 = { network_id = local.second, recovery_plan = "Web" }
				job2 = { network_id = local.second, recovery_plan = "Web" }
				lone = { network_id = local.second }
			}
			depends_on = [` + azureDepends + `]
		}
		output "groups" { value = data.siterecovery_azure_reachability.this.groups }
		data "siterecovery_test_failover" "this" {
			cloud_id          = local.gold
			source_network_id = local.first
			subnet_name       = "backup"
			test_network_id   = siterecovery_azure_network.this["test"].id
			depends_on        = [` + azureDepends + `]
		}
		output "test" { value = data.siterecovery_test_failover.this.reason }
	` + questions + readiness(azureDepends)
	terraform := terraformtest.New(t, toAzure)
	terraform.Apply()
	var machines planned
	terraform.Output("machines", &machines)
	guide.prints(table(t, machines.rows([]string{"Machine", "Outcome", "Subnet", "subnet_rule", "Address", "ip_rule"}, func(name string) []string {
		adapter := machines[name].Adapters[0]
		return []string{adapter.Outcome, adapter.Subnet, adapter.Subrule, adapter.Address, adapter.Iprule}
	})...))
	guide.prints(findings(t, terraform, "readiness", "SR312")...)
	var test string
	terraform.Output("test", &test)
	guide.prints(test)
	var groups []struct {
		Machines []string `json:"virtual_machines"`
		Reason   string
	}
	terraform.Output("groups", &groups)
	var lines []string
	for _, group := range groups {
		lines = append(lines, strings.Join(group.Machines, ", "), "  "+group.Reason)
	}
	guide.prints(lines...)

	far := `resource "siterecovery_azure_network" "far" {
  virtual_network_id = "${local.arm}far"
  location           = "eastus"
  subnets            = local.azure
}
resource "siterecovery_network_mapping" "far" {
  source_network_id    = local.second
  target_network_id    = siterecovery_azure_network.far.id
  cloud_protection_ids = [siterecovery_cloud_protection.this["GoldCloud1"].id]
}
`
	if err := os.WriteFile(filepath.Join(terraform.Dir, "region.tf"), []byte(far), 0o600); err != nil {
		t.Fatal(err)
	}
	guide.wraps(terraform.Run("plan"), guide.piece("text", "(SR208)"))
}

const azureDepends = "siterecovery_network_mapping.production, siterecovery_cloud_protection.this, siterecovery_cloud.beijing, siterecovery_vm_network.beijing, siterecovery_azure_network.this"
