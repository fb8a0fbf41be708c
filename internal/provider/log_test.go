package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is written about the catalog has a level of its own: it can be shown alone,
// and left out.
func TestAccLog(t *testing.T) {
	terraform := newTerraform(t, `resource "siterecovery_vmm_server" "x" { name = "X" }`)
	environment := slices.Clip(terraform.Env)
	logged := func(variables ...string) (lines []string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "log")
		terraform.Env = append(append(environment, "TF_LOG_PATH="+path), variables...)
		terraform.Must("apply", "-auto-approve")
		terraform.Must("destroy", "-auto-approve")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			// Terraform itself tells how the plugin starts.
			if strings.Contains(line, " provider.terraform-provider-siterecovery") && !strings.Contains(line, "server automatic mTLS") &&
				!strings.Contains(line, "plugin address:") {
				lines = append(lines, line)
			}
		}
		return lines
	}
	lines := logged("TF_LOG_PROVIDER=DEBUG", "TF_LOG_SDK=OFF", "TF_LOG_PROVIDER_SITERECOVERY=OFF", "TF_LOG_PROVIDER_SITERECOVERY_CATALOG=DEBUG")
	all := strings.Join(lines, "")
	for _, line := range lines {
		if !strings.Contains(line, "@module=siterecovery.catalog") {
			t.Errorf("there is the line %s", line)
		}
	}
	for _, part := range []string{
		": opened the catalog: ", "revision=0", "objects=1", ": applied to the catalog: ", "action=create", "action=delete",
		"id=/servers/X", "made=true", "milliseconds=", "internal/provider/session.go",
	} {
		if !strings.Contains(all, part) {
			t.Errorf("the log does not say %q:\n%s", part, all)
		}
	}
	all = strings.Join(logged("TF_LOG_PROVIDER=DEBUG", "TF_LOG_PROVIDER_SITERECOVERY_CATALOG=OFF"), "")
	if strings.Contains(all, "the catalog") || !strings.Contains(all, "@module=sdk") {
		t.Errorf("the log is\n%s", all)
	}
}
