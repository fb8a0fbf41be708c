package terraformtest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

func TestMain(m *testing.M) { terraformtest.Main(m) }

const instances = 300

// floor is what Terraform itself takes for as many objects: its own resource,
// which does nothing.
var floor = fmt.Sprintf(`
	resource "terraform_data" "server" { input = "VMM" }
	resource "terraform_data" "network" {
		count = %d
		input = "${terraform_data.server.id} ${count.index}"
	}`, instances)

var ours = fmt.Sprintf(`
	terraform {
		required_providers {
			siterecovery = { source = "siterecovery/siterecovery" }
		}
	}
	resource "siterecovery_vmm_server" "server" { name = "VMM" }
	resource "siterecovery_logical_network" "network" {
		count     = %d
		server_id = siterecovery_vmm_server.server.id
		name      = "L ${count.index}"
	}`, instances)

// The benchmarks run terraform with as many resources of ours and of the floor
// in turn, and report the ratio of the times.

func BenchmarkFirstPlan(b *testing.B) {
	compare(b, func(t *terraformtest.Terraform) { t.Must("plan") })
}

func BenchmarkApply(b *testing.B) {
	compare(b, func(t *terraformtest.Terraform) { t.Must("apply", "-auto-approve") })
}

func BenchmarkPlanWithoutChanges(b *testing.B) {
	compare(b, func(t *terraformtest.Terraform) { t.Must("plan") }, "apply", "-auto-approve")
}

func compare(b *testing.B, run func(*terraformtest.Terraform), before ...string) {
	var took [2]time.Duration
	for range b.N {
		for i, configuration := range []string{floor, ours} {
			terraform := terraformtest.New(b, configuration)
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
