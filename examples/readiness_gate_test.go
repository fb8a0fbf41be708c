package examples_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// checkResult is a check block in what "terraform show -json" prints.
type checkResult struct {
	Status   string
	Problems []string
}

// checks returns the check blocks by name: of a plan in a file, or of the state
// if none is given.
func checks(t *testing.T, terraform *terraformtest.Terraform, file ...string) map[string]checkResult {
	t.Helper()
	command := terraform.Command("show", "-json")
	command.Args = append(command.Args, file...) // flags have to come first
	var output bytes.Buffer
	command.Stdout = &output
	if err := command.Run(); err != nil {
		t.Fatal(err)
	}
	var shown struct {
		Checks []struct {
			Address   struct{ Name string }
			Status    string
			Instances []struct {
				Problems []struct{ Message string }
			}
		}
	}
	if err := json.Unmarshal(output.Bytes(), &shown); err != nil {
		t.Fatal(err)
	}
	results := map[string]checkResult{}
	for _, check := range shown.Checks {
		result := checkResult{Status: check.Status}
		for _, instance := range check.Instances {
			for _, problem := range instance.Problems {
				result.Problems = append(result.Problems, problem.Message)
			}
		}
		slices.Sort(result.Problems)
		results[check.Address.Name] = result
	}
	return results
}

// have checks the check blocks: the problems of each, sorted; none if it passes.
func have(t *testing.T, when string, got map[string]checkResult, want map[string][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s there are the checks %+v", when, got)
	}
	for name, problems := range want {
		status := "fail"
		if len(problems) == 0 {
			status = "pass"
		}
		if got[name].Status != status || !slices.Equal(got[name].Problems, problems) {
			t.Errorf("%s the check %q is\n%+v\nwant %s with\n%q", when, name, got[name], status, problems)
		}
	}
}

func TestReadinessGate(t *testing.T) {
	t.Parallel()
	const failed = "Warning: Check block assertion failed"
	const unmapped = ": VM network 'Production' of 'VMM-Beijing' is not mapped to VMM server 'VMM-Shanghai', which cloud 'Gold' of 'VMM-Beijing' replicates to. " +
		"The replica is connected to no network.\n"
	const unavailable = ": VM network 'Production' of 'VMM-Beijing' is mapped to VM network 'Lab', which is not available for cloud 'Gold' of 'VMM-Beijing': " +
		"cloud 'Gold' of 'VMM-Shanghai' does not have logical network 'Lab', on which VM network 'Lab' is.\n"
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
	const (
		there       = `Beijing = "Shanghai", `
		target      = `siterecovery_vm_network.site[each.value].id`
		elsewhere   = `each.key == "Beijing" ? siterecovery_vm_network.lab.id : siterecovery_vm_network.site[each.value].id`
		mustServe   = `each.key == "Beijing" ? [siterecovery_cloud_protection.gold.id] : null`
		nothingMust = `null`
	)
	everyMachine := func(reason string) string {
		return strings.TrimSuffix("Without a network after a failover:\ndb1"+reason+"web1"+reason+"web2"+reason, "\n")
	}
	pass := map[string][]string{"ready": nil, "every_machine_lands": nil}

	for _, tt := range []struct {
		name         string
		before, text string
		planned      []string
		fails        map[string][]string
	}{
		{
			"taken away",
			configuration(t, "readiness-gate"),
			configuration(t, "readiness-gate", there, ""),
			nil,
			map[string][]string{
				"ready": {
					"Only 0 % of the protected networks are covered.",
					"SR301: VM network 'Production' of 'VMM-Beijing' is not mapped to VMM server 'VMM-Shanghai', and these clouds, which use it, replicate there: 'Gold' of 'VMM-Beijing'. " +
						"The replica is connected to no network.\nRemedy: Map VM network 'Production' of 'VMM-Beijing' to a network of VMM server 'VMM-Shanghai'.",
				},
				"every_machine_lands": {everyMachine(unmapped)},
			},
		},
		{
			"mapped elsewhere",
			configuration(t, "readiness-gate"),
			configuration(t, "readiness-gate", target, elsewhere, mustServe, nothingMust) + lab,
			[]string{"Warning: Mapping serves only some protections (SR210)", "VM network 'Lab' is not available for every cloud that uses VM network 'Production' of 'VMM-Beijing'"},
			map[string][]string{
				"ready": {
					"Only 0 % of the protected networks are covered.",
					"SR210: The mapping of VM network 'Production' of 'VMM-Beijing' to VM network 'Lab' does not serve:\n" +
						"  - machines of cloud 'Gold' of 'VMM-Beijing': cloud 'Gold' of 'VMM-Shanghai' does not have logical network 'Lab', on which VM network 'Lab' is\n" +
						"Remedy: Add the target's logical network to those clouds, or map to a network that is available to all.",
				},
				"every_machine_lands": {everyMachine(unavailable)},
			},
		},
		{
			// Where the mapping itself does not change, the plan would not wait for it.
			"no longer available",
			configuration(t, "readiness-gate", mustServe, nothingMust),
			configuration(t, "readiness-gate", mustServe, nothingMust,
				`logical_network_ids = [each.value.id]`, `logical_network_ids = each.key == "Beijing" ? [each.value.id] : []`),
			[]string{"Warning: Mapping loses its footing (SR211)", "Cloud 'Gold' of 'VMM-Shanghai' loses logical network 'Production' of 'VMM-Shanghai'"},
			map[string][]string{
				"ready": {
					"Only 0 % of the protected networks are covered.",
					"SR210: The mapping of VM network 'Production' of 'VMM-Beijing' to VM network 'Production' of 'VMM-Shanghai' does not serve:\n" +
						"  - machines of cloud 'Gold' of 'VMM-Beijing': cloud 'Gold' of 'VMM-Shanghai' does not have logical network 'Production' of 'VMM-Shanghai', " +
						"on which VM network 'Production' of 'VMM-Shanghai' is\n" +
						"Remedy: Add the target's logical network to those clouds, or map to a network that is available to all.",
				},
				"every_machine_lands": {everyMachine(strings.NewReplacer("'Lab'", "'Production' of 'VMM-Shanghai'").Replace(unavailable))},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			terraform := terraformtest.New(t, tt.before)
			coverage := func(want float64) {
				t.Helper()
				var got float64
				if terraform.Output("coverage", &got); got != want {
					t.Errorf("the coverage is %v, want %v", got, want)
				}
			}
			if result := terraform.Apply(); result.Says(failed) {
				t.Errorf("the checks of the example fail:\n%s", result.Output)
			}
			have(t, "after the apply", checks(t, terraform), pass)
			if plan := terraform.Must("plan", "-out=plan"); plan.Says("Warning") {
				t.Errorf("a second plan warns:\n%s", plan.Output)
			}
			have(t, "in a second plan", checks(t, terraform, "plan"), pass)
			coverage(1)

			// The run that breaks it says so when it has done it.
			terraform.Write(tt.text)
			if plan := terraform.Must("plan"); !plan.Says(tt.planned...) || !plan.Says("Warning: Check block assertion known after apply") {
				t.Errorf("the plan says\n%s\nwant %q", plan.Output, tt.planned)
			}
			says := func(what string, result terraformtest.Result) {
				t.Helper()
				for _, problems := range tt.fails {
					for _, problem := range problems {
						if !result.Says(failed, problem) {
							t.Errorf("%s says\n%s\nwant it to say %q", what, result.Output, problem)
						}
					}
				}
			}
			says("the apply", terraform.Must("apply", "-auto-approve"))
			have(t, "after the change", checks(t, terraform), tt.fails)
			coverage(0)

			// And so does every plan from then on.
			says("the next plan", terraform.Must("plan", "-out=plan"))
			have(t, "in the next plan", checks(t, terraform, "plan"), tt.fails)
		})
	}
}
