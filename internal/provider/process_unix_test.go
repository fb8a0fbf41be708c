//go:build unix

package provider_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
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
		rescued(t, terraform)
	}
	terraform.Apply()
	if n := kept(t, terraform).Len(); n != objects {
		t.Errorf("in the end there are %d objects, want %d", n, objects)
	}
}

var kills = flag.Int("kills", 12, "how many applies are killed in each test of random moments")

// killed runs an apply and kills it and the provider at a random moment.
func killed(t *testing.T, terraform *terraformtest.Terraform, rng *rand.Rand) {
	t.Helper()
	command := terraform.Command("apply", "-auto-approve")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	begun := regexp.MustCompile(`: (Creating|Modifying|Destroying)\.\.\.`)
	for lines.Scan() {
		if begun.MatchString(lines.Text()) {
			moment := time.Duration(rng.IntN(250_000)) * time.Microsecond
			time.AfterFunc(moment, func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) })
			break
		}
	}
	for lines.Scan() {
		continue
	}
	_ = command.Wait() // it was killed, or was faster
	_ = os.Remove(filepath.Join(terraform.Dir, ".terraform.tfstate.lock.info"))
}

// rescued restores the state from its backup where a kill has left an empty file,
// as Terraform's documentation has it. It reports whether there is a state, and
// whether the file was empty: then what the run has added to the state is lost.
func rescued(t *testing.T, terraform *terraformtest.Terraform) (known, emptied bool) {
	t.Helper()
	path := filepath.Join(terraform.Dir, "terraform.tfstate")
	if state, err := os.ReadFile(path); err == nil && !json.Valid(state) { // empty, or cut off
		emptied = true
		if os.Rename(path+".backup", path) != nil {
			_ = os.Remove(path)
		}
	}
	_, err := os.Stat(path)
	return err == nil, emptied
}

// cleared empties the catalog, as somebody does who looks after it.
func cleared(t *testing.T, terraform *terraformtest.Terraform) {
	t.Helper()
	c, err := catalog.Open(terraform.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for _, object := range slices.Backward(kept(t, terraform).All()) {
		if err := c.Apply(t.Context(), topology.Deletion(object.ID())); err != nil {
			t.Fatal(err)
		}
	}
}

// Applies are killed; then comes another apply, or a destroy at once. Either comes
// to rest, with nothing left. A kill in the few milliseconds between the end of the
// provider and the last write of the state is the exception: the objects are of a
// state that is lost, and the plan says so and how to go on.
func TestAccKilledAtRandomMoments(t *testing.T) {
	terraform := newTerraform(t, edited)
	rng := topologytest.NewRand(50)
	whole := strings.Count(edited, "resource ")
	lost := 0
	for round := range *kills {
		killed(t, terraform, rng)
		known, emptied := rescued(t, terraform)
		if plan := terraform.Run("plan"); (emptied || !known) && plan.Code != 0 && plan.Says("SR114", "terraform.tfstate.backup", "import {") {
			lost++
			cleared(t, terraform)
			continue
		}
		if round%2 == 0 || !known { // a destroy without a state does nothing
			terraform.Apply()
			if n := kept(t, terraform).Len(); n != whole {
				t.Errorf("round %d: there are %d objects, want %d", round, n, whole)
			}
		}
		destroyed := terraform.Run("destroy", "-auto-approve")
		if n := kept(t, terraform).Len(); n > 0 && known && strings.Contains(destroyed.Output, "0 destroyed") {
			terraform.Apply() // the state had nothing, so there was nothing to ask the provider for
			destroyed = terraform.Run("destroy", "-auto-approve")
		}
		if n := kept(t, terraform).Len(); destroyed.Code != 0 || n > 0 {
			t.Fatalf("round %d: the destroy ends with %d and leaves %d objects:\n%s", round, destroyed.Code, n, destroyed.Output)
		}
	}
	t.Logf("of %d kills, %d left a state that was lost", *kills, lost)
	if lost > 1+*kills/5 {
		t.Errorf("%d states were lost", lost)
	}
}

// Renamings of everything that has a name are killed; then the next apply adds
// nothing and destroys nothing.
func TestAccKilledRenamings(t *testing.T) {
	terraform := newTerraform(t, edited)
	terraform.Apply()
	rng := topologytest.NewRand(51)
	named := regexp.MustCompile(`(name +=) "(\w+)"`)
	for round := range *kills {
		terraform.Write(required + named.ReplaceAllString(edited, fmt.Sprintf(`$1 "$2 %d"`, round)))
		killed(t, terraform, rng)
		if known, _ := rescued(t, terraform); !known {
			t.Fatal("there is no state")
		}
		plan := terraform.Must("plan")
		if plan.Says("Plan:") && !plan.Says("0 to add,", "0 to destroy") {
			t.Fatalf("round %d: the plan is\n%s", round, plan.Output)
		}
		terraform.Apply()
	}
	terraform.Must("destroy", "-auto-approve")
	if n := kept(t, terraform).Len(); n > 0 {
		t.Errorf("%d objects are left", n)
	}
}
