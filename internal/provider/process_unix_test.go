//go:build unix

package provider_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// terraform is killed in the middle of creating two hundred objects. All whose
// creation it has reported are there, and the next apply completes the rest.
func TestAccKilledApply(t *testing.T) {
	const objects = 200
	terraform := newTerraform(t, fmt.Sprintf(`
		resource "siterecovery_vmm_server" "x" {
			count = %d
			name  = "VMM ${count.index}"
		}`, objects))
	for round := range 3 {
		command := terraform.Command("apply", "-auto-approve")
		command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		output, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		complete := regexp.MustCompile(`Creation complete after .* \[id=(.*)\]`)
		var reported []string
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			if match := complete.FindStringSubmatch(lines.Text()); match != nil {
				reported = append(reported, match[1])
			}
			if len(reported) == 20+30*round {
				// The provider too, which is of terraform's process group.
				if err := syscall.Kill(-command.Process.Pid, syscall.SIGKILL); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := command.Wait(); err == nil || len(reported) == 0 || len(reported) >= objects {
			t.Fatalf("round %d: it reported %d objects and ended with %v", round, len(reported), err)
		}
		found := kept(t, terraform)
		for _, text := range reported {
			if id, err := topology.ParseID(text); err != nil {
				t.Error(err)
			} else if _, ok := found.Get(id); !ok {
				t.Errorf("round %d: %s was reported, and is not there", round, id)
			}
		}
		// What a killed terraform leaves behind is its own affair.
		_ = os.Remove(filepath.Join(terraform.Dir, ".terraform.tfstate.lock.info"))
	}
	terraform.Apply()
	if n := kept(t, terraform).Len(); n != objects {
		t.Errorf("in the end there are %d objects, want %d", n, objects)
	}
}
