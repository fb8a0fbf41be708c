package terraformtest_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// The version of a release is in the binary, in what Terraform says, and in what
// services are told of who asks.
func TestAccVersion(t *testing.T) {
	var mu sync.Mutex
	var agents []string
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		agents = append(agents, r.UserAgent())
		w.WriteHeader(http.StatusForbidden)
	}))
	defer service.Close()
	terraform := terraformtest.New(t, required+`
		provider "siterecovery" { catalog = "azblob://recovery/state/catalog?endpoint=`+service.URL+`/recovery" }
		resource "siterecovery_vmm_server" "x" { name = "X" }`)
	terraform.Env = append(terraform.Env, "ARM_ACCESS_KEY=a2V5")

	if result := terraform.Must("version"); !result.Says("+ provider registry.terraform.io/siterecovery/siterecovery v0.0.1") {
		t.Errorf("terraform says of its version\n%s", result.Output)
	}
	binary, err := filepath.Glob(filepath.Join(terraform.Dir, ".terraform/providers/*/*/*/*/*/terraform-provider-siterecovery_v0.0.1"))
	if err != nil || len(binary) != 1 {
		t.Fatalf("the provider is installed as %q, %v", binary, err)
	}
	command := exec.CommandContext(t.Context(), binary[0], "-version")
	command.Stderr = os.Stderr
	if output, err := command.Output(); err != nil || string(output) != "0.0.1\n" {
		t.Errorf("-version says %q, %v", output, err)
	}
	terraform.Refuses("Error: Unable to read the catalog")
	if len(agents) == 0 {
		t.Error("nobody has asked the service")
	}
	for _, agent := range agents {
		if agent != "terraform-provider-siterecovery/0.0.1" && !strings.HasPrefix(agent, "terraform-provider-siterecovery/0.0.1 ") {
			t.Errorf("the service was asked by %q", agent)
		}
	}
}
