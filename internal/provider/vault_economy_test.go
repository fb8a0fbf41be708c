package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// A refresh costs requests in proportion to the pages, not to the mappings, and a
// change one request a mapping.
func TestAccVaultEconomy(t *testing.T) {
	for name, test := range map[string]struct {
		n      int
		config string
	}{
		"300 single mappings": {300, `
			resource "siterecovery_network_mapping" "x" {
				count             = 300
				source_network_id = "/servers/A/vmNetworks/N${count.index}"
				target_network_id = "` + azureProduction + `"
			}`},
		"a set of 1,000 mappings": {1000, `
			resource "siterecovery_network_mappings" "x" {
				source_server_id = "/servers/A"
				to_azure         = true
				mappings         = { for n in range(1000) : "/servers/A/vmNetworks/N${n}" => "` + azureProduction + `" }
			}`},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRealised(t, "")
			const page = 100
			r.vault.Behave(func(b *vaulttest.Behaviour) { b.PageSize = page })
			a := topology.ServerID("A")
			l := topology.LogicalNetworkID(a, "L")
			azure, err := topology.ParseID(azureProduction)
			if err != nil {
				t.Fatal(err)
			}
			changes := []topology.Change{
				topology.Creation(topology.NewServer("A")),
				topology.Creation(topology.NewLogicalNetwork(a, "L", topology.IsolationNone)),
				topology.Creation(topology.NewAzureNetwork(azure, "westeurope", []topology.Subnet{{Name: "default", AddressPrefix: "10.0.0.0/16"}}, false)),
			}
			for n := range test.n {
				network := fmt.Sprint("N", n)
				r.server.AddNetwork(network)
				changes = append(changes, topology.Creation(topology.NewVMNetwork(l, network, nil)))
			}
			c, err := catalog.Open(r.Catalog)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Apply(t.Context(), changes...); err != nil {
				t.Fatal(err)
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			r.Write(required + r.vault.ProviderBlock("") + test.config)
			r.Must("apply", "-auto-approve")
			if counts := r.vault.Counts(); counts["PUT "+mappingRoute] != test.n {
				t.Errorf("the mappings were made with %d requests, want %d: %v", counts["PUT "+mappingRoute], test.n, counts)
			}
			if plan := r.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
				t.Errorf("a plan ends with %d:\n%s", plan.Code, plan.Output)
			}
			pages := (test.n + page - 1) / page
			counts, asked := r.vault.Counts(), 0
			for route, n := range counts {
				if strings.Contains(route, "replication") {
					asked += n
				}
			}
			if want := 1 + 2*pages; asked != want {
				t.Errorf("a plan without changes asks the vault %d times, want %d: %v", asked, want, counts)
			}
			t.Logf("a plan without changes of %s asks the vault %d times, %d a page", name, asked, page)
			if connections := r.vault.Connections(); connections > 30 {
				t.Errorf("there were %d connections", connections)
			}
		})
	}
}
