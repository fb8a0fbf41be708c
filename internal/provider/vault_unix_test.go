//go:build unix

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// Runs are killed at random moments, many of them between catalog and vault. The
// next apply makes both what the configuration says, and nothing is in the way of it
// or left over; a destroy that comes at once leaves nothing in either.
func TestAccVaultKilled(t *testing.T) {
	const networks = 6
	var estates strings.Builder
	for n := range networks {
		fmt.Fprintf(&estates, `
			resource "siterecovery_vm_network" "n%d" {
				logical_network_id = siterecovery_logical_network.a.id
				name               = "N%d"
			}`, n, n)
	}
	// The first half are mapped one by one, the others by a set.
	mapped := func(target string) string {
		var text, entries strings.Builder
		for n := range networks / 2 {
			fmt.Fprintf(&text, `
				resource "siterecovery_network_mapping" "n%d" {
					source_network_id = siterecovery_vm_network.n%d.id
					target_network_id = siterecovery_azure_network.%s.id
				}`, n, n, target)
			fmt.Fprintf(&entries, "(siterecovery_vm_network.n%d.id) = siterecovery_azure_network.%s.id\n", n+networks/2, target)
		}
		return text.String() + `
			resource "siterecovery_network_mappings" "rest" {
				source_server_id = siterecovery_vmm_server.a.id
				to_azure         = true
				mappings         = {` + "\n" + entries.String() + `}
			}`
	}
	r := newRealised(t, estates.String())
	for n := range networks {
		r.server.AddNetwork(fmt.Sprint("N", n))
	}
	r.Apply()
	rng := topologytest.NewRand(52)
	healed := 0
	for round := range *kills {
		r.vault.Behave(func(b *vaulttest.Behaviour) {
			b.Latency = time.Duration(5+rng.IntN(40)) * time.Millisecond
			b.Answer = []vaulttest.Answer{vaulttest.AtOnce, vaulttest.ByBoth}[rng.IntN(2)]
		})
		target := []string{"production", "staging", ""}[rng.IntN(3)]
		configuration, want := "", []string(nil)
		if target != "" {
			configuration = mapped(target)
			for n := range networks {
				want = append(want, fmt.Sprintf("N%d > %s%s", n, strings.ToUpper(target[:1]), target[1:]))
			}
		}
		r.configure(estates.String() + configuration)
		killed(t, r.Terraform, rng)
		known, _ := rescued(t, r.Terraform)
		if !known {
			t.Fatal("there is no state")
		}
		r.vault.Behave(func(b *vaulttest.Behaviour) { b.Latency, b.Answer = 0, vaulttest.AtOnce })
		if round%4 == 3 {
			r.Must("destroy", "-auto-approve")
			if n := kept(t, r.Terraform).Len(); n > 0 {
				t.Errorf("round %d: %d objects are left in the catalog", round, n)
			}
			r.inForce()
			r.configure(estates.String())
			r.Apply()
			continue
		}
		if r.Apply().Says("SR607") {
			healed++
		}
		r.inForce(want...)
		var mappings []string
		for _, mapping := range kept(t, r.Terraform).MappingsBetween(topology.ServerID("A"), topology.Azure) {
			mappings = append(mappings, mapping.Source.Name()+" > "+mapping.Target.Name())
		}
		slices.Sort(mappings)
		if !slices.Equal(mappings, want) {
			t.Errorf("round %d: the catalog has %q, want %q", round, mappings, want)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d of %d applies brought something back into line", healed, *kills)
}
