package examples_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// choice is a line of the article's table "Target networks".
type choice struct {
	Select         string `json:"select"`
	ProtectedCloud string `json:"protected_cloud"`
	Protecting     string `json:"protecting_cloud"`
	Available      string `json:"target_network_available"`
}

// answers checks the two tables that the worked example prints.
func answers(t *testing.T, terraform *terraformtest.Terraform, choices []choice, landing map[string]string) {
	t.Helper()
	var gotChoices []choice
	terraform.Output("target_networks", &gotChoices)
	if !slices.Equal(gotChoices, choices) {
		t.Errorf("the target networks are\n%q\nwant\n%q", gotChoices, choices)
	}
	gotLanding := map[string]string{}
	terraform.Output("landing", &gotLanding)
	if !maps.Equal(gotLanding, landing) {
		t.Errorf("the replicas land on\n%q\nwant\n%q", gotLanding, landing)
	}
}

func TestWorkedExample(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "worked-example"))
	terraform.Apply()
	answers(t, terraform, []choice{
		{"VMNetwork1-Shanghai", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork1-Shanghai", "SilverCloud1", "SilverCloud2", "Available"},
		{"VMNetwork2-Shanghai", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork2-Shanghai", "SilverCloud1", "SilverCloud2", "Not available"},
	}, map[string]string{
		"VMNetwork1-Beijing":  "VMNetwork1-Shanghai",
		"VMNetwork2-Beijing":  "",
		"VMNetwork1-Shanghai": "VMNetwork1-Beijing",
		"VMNetwork2-Shanghai": "",
	})

	// The remedy for the last line of the table shows with the apply that makes it.
	terraform.Write(configuration(t, "worked-example",
		`SilverCloud2 = ["LogicalNetwork1-Shanghai"]`, `SilverCloud2 = ["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"]`))
	terraform.Apply()
	var choices []choice
	terraform.Output("target_networks", &choices)
	if last := choices[len(choices)-1]; last != (choice{"VMNetwork2-Shanghai", "SilverCloud1", "SilverCloud2", "Available"}) {
		t.Errorf("the last line is %q", last)
	}
}

// The tables as the article prints them. The answers that it prints come out in
// every cell but one: it says that VMNetwork2-Shanghai is available for
// GoldCloud1, but gives GoldCloud2 the same logical networks as SilverCloud2,
// for which it says "Not available". Beside that,
//   - VMNetwork2-Shanghai is on "LogicalNetwork2Shanghai", as printed;
//   - the printed list of VM networks has VMNetwork1-Shanghai twice, which is one network;
//   - the logical networks of the protected clouds are left blank, and have to be
//     LogicalNetwork1-Beijing for the table to have any line;
//   - the clouds of Shanghai have LogicalNetwork1-Beijing too. A cloud has logical
//     networks of its own VMM server only, so Shanghai has one of that name.
func TestWorkedExampleAsPrinted(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "worked-example",
		`toset(["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"])`,
		`toset(["LogicalNetwork1-Beijing", "LogicalNetwork1-Shanghai", "LogicalNetwork2Shanghai"])`,
		`VMNetwork2-Shanghai = "LogicalNetwork2-Shanghai"`,
		`VMNetwork2-Shanghai = "LogicalNetwork2Shanghai"`,
		`GoldCloud2   = ["LogicalNetwork1-Shanghai", "LogicalNetwork2-Shanghai"]`,
		`GoldCloud2   = ["LogicalNetwork1-Beijing", "LogicalNetwork1-Shanghai"]`,
		`SilverCloud2 = ["LogicalNetwork1-Shanghai"]`,
		`SilverCloud2 = ["LogicalNetwork1-Beijing", "LogicalNetwork1-Shanghai"]`,
	))
	terraform.Apply()
	var tables string
	terraform.Output("tables", &tables)
	open(t, explained).prints(strings.Split(tables, "\n\n")[1])
	answers(t, terraform, []choice{
		{"VMNetwork1-Shanghai", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork1-Shanghai", "SilverCloud1", "SilverCloud2", "Available"},
		{"VMNetwork2-Shanghai", "GoldCloud1", "GoldCloud2", "Not available"}, // the one cell: printed as "Available"
		{"VMNetwork2-Shanghai", "SilverCloud1", "SilverCloud2", "Not available"},
	}, map[string]string{
		"VMNetwork1-Beijing":  "VMNetwork1-Shanghai",
		"VMNetwork2-Beijing":  "",
		"VMNetwork1-Shanghai": "VMNetwork1-Beijing",
		"VMNetwork2-Shanghai": "",
	})
}

// The names of the sites mean nothing.
func TestWorkedExampleRenamed(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "worked-example",
		`    VMNetwork1-Beijing =`, `    "VMNetwork1-Beijing" =`, `    VMNetwork2-Beijing =`, `    "VMNetwork2-Beijing" =`,
		"Beijing", "Zürich / 100%", "Shanghai", "アムステルダム"))
	terraform.Apply()
	answers(t, terraform, []choice{
		{"VMNetwork1-アムステルダム", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork1-アムステルダム", "SilverCloud1", "SilverCloud2", "Available"},
		{"VMNetwork2-アムステルダム", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork2-アムステルダム", "SilverCloud1", "SilverCloud2", "Not available"},
	}, map[string]string{
		"VMNetwork1-Zürich / 100%": "VMNetwork1-アムステルダム",
		"VMNetwork2-Zürich / 100%": "",
		"VMNetwork1-アムステルダム":       "VMNetwork1-Zürich / 100%",
		"VMNetwork2-アムステルダム":       "",
	})
}

// Both sites on one VMM server: the networks of the source's own site are
// targets as well, except the source itself.
func TestWorkedExampleOnOneServer(t *testing.T) {
	t.Parallel()
	terraform := terraformtest.New(t, configuration(t, "worked-example",
		"resource \"siterecovery_vmm_server\" \"shanghai\" {\n  name = \"VMM-Shanghai\"\n}\n", "",
		"siterecovery_vmm_server.shanghai", "siterecovery_vmm_server.beijing"))
	terraform.Apply()
	answers(t, terraform, []choice{
		{"VMNetwork1-Shanghai", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork1-Shanghai", "SilverCloud1", "SilverCloud2", "Available"},
		{"VMNetwork2-Beijing", "GoldCloud1", "GoldCloud2", "Not available"},
		{"VMNetwork2-Beijing", "SilverCloud1", "SilverCloud2", "Not available"},
		{"VMNetwork2-Shanghai", "GoldCloud1", "GoldCloud2", "Available"},
		{"VMNetwork2-Shanghai", "SilverCloud1", "SilverCloud2", "Not available"},
	}, map[string]string{
		"VMNetwork1-Beijing":  "VMNetwork1-Shanghai",
		"VMNetwork2-Beijing":  "",
		"VMNetwork1-Shanghai": "VMNetwork1-Beijing",
		"VMNetwork2-Shanghai": "",
	})
}

// With an empty catalog and nothing applied, the plan proves what it must.
func TestProvedAtTheFirstPlan(t *testing.T) {
	t.Parallel()
	onto2For := func(cloud string) string {
		return configuration(t, "worked-example",
			`siterecovery_vm_network.shanghai["VMNetwork1-Shanghai"].id
  cloud_protection_ids = [for protection in siterecovery_cloud_protection.this : protection.id]`,
			`siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"].id
  cloud_protection_ids = [siterecovery_cloud_protection.this["`+cloud+`"].id]`)
	}
	terraform := terraformtest.New(t, onto2For("SilverCloud1"))
	terraform.Refuses("Target network not available (SR203)",
		"with siterecovery_network_mapping.to_shanghai", "target_network_id",
		"VM network 'VMNetwork2-Shanghai' is not available for cloud 'SilverCloud1'",
		"cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai'",
		"Remedy: Add logical network 'LogicalNetwork2-Shanghai' to cloud 'SilverCloud2', or map to one of: 'VMNetwork1-Shanghai'")
	terraform.Write(onto2For("GoldCloud1"))
	if result := terraform.Must("plan"); result.Says("Warning") {
		t.Errorf("the plan for GoldCloud1 warns:\n%s", result.Output)
	}
	if _, err := os.Stat(filepath.Join(terraform.Dir, ".siterecovery")); !os.IsNotExist(err) {
		t.Errorf("planning has written a catalog: %v", err)
	}
	terraform.Apply()
}
