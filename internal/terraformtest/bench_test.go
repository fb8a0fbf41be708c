package terraformtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

func TestMain(m *testing.M) { terraformtest.Main(table{m}) }

const instances = 300

// floor is what Terraform itself takes for as many objects: its own resource,
// which does nothing.
var floor = fmt.Sprintf(`
	resource "terraform_data" "server" { input = "VMM" }
	resource "terraform_data" "network" {
		count = %d
		input = "${terraform_data.server.id} ${count.index}"
	}`, instances)

const required = `
	terraform {
		required_providers {
			siterecovery = { source = "siterecovery/siterecovery" }
		}
	}
`

var ours = required + fmt.Sprintf(`
	resource "siterecovery_vmm_server" "server" { name = "VMM" }
	resource "siterecovery_logical_network" "network" {
		count     = %d
		server_id = siterecovery_vmm_server.server.id
		name      = "L ${count.index}"
	}`, instances)

// The benchmarks run terraform with as many resources of ours and of the floor
// in turn, and report the ratio of the times.

func BenchmarkFirstPlan(b *testing.B) {
	compareOver(b, nil, floor, ours, func(t *terraformtest.Terraform) { t.Must("plan") })
}

func BenchmarkApply(b *testing.B) {
	compareOver(b, nil, floor, ours, func(t *terraformtest.Terraform) { t.Must("apply", "-auto-approve") })
}

func BenchmarkPlanWithoutChanges(b *testing.B) {
	compareOver(b, nil, floor, ours, func(t *terraformtest.Terraform) { t.Must("plan") }, "apply", "-auto-approve")
}

// compareOver compares runs over a catalog that holds the objects given, after
// the command given, if any.
func compareOver(b *testing.B, objects []topology.Object, floor, ours string, run func(*terraformtest.Terraform), before ...string) {
	prepare := func(terraform *terraformtest.Terraform) string {
		fill(b, terraform, objects)
		return ours
	}
	compare(b, floor, prepare, run, before...)
}

// compare is compareOver with a configuration of ours that is made anew each time,
// where it runs.
func compare(b *testing.B, floor string, prepare func(*terraformtest.Terraform) string, run func(*terraformtest.Terraform), before ...string) {
	var took [2]time.Duration
	for range b.N {
		for i, configuration := range []string{floor, required} {
			terraform := terraformtest.New(b, configuration)
			if i == 1 {
				terraform.Write(prepare(terraform))
			}
			if len(before) > 0 {
				terraform.Must(before...)
			}
			start := time.Now()
			run(terraform)
			took[i] += time.Since(start)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took[0].Seconds()/float64(b.N), "floor-s")
	b.ReportMetric(took[1].Seconds()/float64(b.N), "ours-s")
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
}

// fill puts objects into the catalog in the working directory.
func fill(b *testing.B, terraform *terraformtest.Terraform, objects []topology.Object) {
	b.Helper()
	c, err := catalog.Open(terraform.Catalog)
	if err != nil {
		b.Fatal(err)
	}
	changes := make([]topology.Change, len(objects))
	for i, object := range objects {
		changes[i] = topology.Creation(object)
	}
	if err := c.Apply(b.Context(), changes...); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkMappings10000 plans a set of ten thousand mappings without a change.
func BenchmarkMappings10000(b *testing.B) {
	const entries = 10_000
	var pairs strings.Builder
	for n := range entries {
		fmt.Fprintf(&pairs, "    \"/servers/VMM-Beijing/vmNetworks/VMNetwork%d\" = \"/servers/VMM-Shanghai/vmNetworks/VMNetwork%d\"\n", n, n)
	}
	floor := "resource \"terraform_data\" \"x\" {\n  input = {\n" + pairs.String() + "  }\n}\n"
	ours := required + "resource \"siterecovery_network_mappings\" \"x\" {\n  source_server_id = \"/servers/VMM-Beijing\"\n" +
		"  target_server_id = \"/servers/VMM-Shanghai\"\n  mappings = {\n" + pairs.String() + "  }\n}\n"
	topology := withoutMappings(topologytest.Large(2*entries, 1_000))
	compareOver(b, topology, floor, ours, func(t *terraformtest.Terraform) { t.Must("plan", "-detailed-exitcode") }, "apply", "-auto-approve")
}

// BenchmarkFailoverPlan2000 asks for a failover plan of two thousand machines
// with two adapters each.
func BenchmarkFailoverPlan2000(b *testing.B) { failoverPlan(b, 2_000) }

// BenchmarkFailoverPlan4000 is for comparison: what grows with the square shows.
func BenchmarkFailoverPlan4000(b *testing.B) { failoverPlan(b, 4_000) }

// BenchmarkFailoverBaseline2000 plans a baseline of two thousand machines with two
// adapters each, without a change.
func BenchmarkFailoverBaseline2000(b *testing.B) {
	floor, text := machines(2_000)
	ours := required + "resource \"siterecovery_failover_baseline\" \"x\" {\n  virtual_machines = {\n" + text + "  }\n}\n"
	compareOver(b, topologytest.Large(1_000, 100), floor, ours, func(t *terraformtest.Terraform) { t.Must("plan", "-detailed-exitcode") },
		"apply", "-auto-approve")
}

// machines returns machines with two adapters each, in a resource of the floor and
// as they are written.
func machines(number int) (floor, text string) {
	var machines strings.Builder
	for n := range number {
		fmt.Fprintf(&machines, `    vm%d = { cloud_id = "/servers/VMM-Beijing/clouds/Cloud0", adapters = [`+
			`{ network_id = "/servers/VMM-Beijing/vmNetworks/VMNetwork0", subnet_name = "web", ip_address = "10.0.0.1" }, `+
			`{ network_id = "/servers/VMM-Beijing/vmNetworks/VMNetwork0", subnet_name = "db", ip_address = null }] }`+"\n", n)
	}
	return "resource \"terraform_data\" \"x\" {\n  input = {\n" + machines.String() + "  }\n}\n", machines.String()
}

func failoverPlan(b *testing.B, number int) {
	floor, text := machines(number)
	ours := required + "data \"siterecovery_failover_plan\" \"x\" {\n  virtual_machines = {\n" + text +
		"  }\n}\noutput \"totals\" {\n  value = data.siterecovery_failover_plan.x.totals\n}\n"
	compareOver(b, topologytest.Large(1_000, 100), floor, ours, func(t *terraformtest.Terraform) { t.Must("plan") })
}

func withoutMappings(objects []topology.Object) []topology.Object {
	return slices.DeleteFunc(objects, func(o topology.Object) bool { return o.ID().Kind() == topology.KindMapping })
}
