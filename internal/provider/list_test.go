package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// Of every kind that the catalog has, all is listed, in the order of the ids, with
// exactly the values that an import reads: so its configuration changes nothing.
func TestLists(t *testing.T) {
	p := newProtocol(t, twoFabrics)
	c, err := catalog.Open(p.location)
	p.must(err, nil)
	p.must(c.Apply(t.Context(), topology.Creation(topology.NewHost(topology.ServerID("B"), "hv1", nil, nil))), nil)
	p.begin()
	for kind, want := range map[string]string{
		"vmm_server":      "VMM server 'A' map[name:A]; VMM server 'B' map[name:B]",
		"logical_network": "Logical network 'LA' of 'A' map[name:LA server_name:A]; Logical network 'LB' of 'B' map[name:LB server_name:B]",
		"vm_network":      "VM network 'A/1' of 'A' map[name:A/1 server_name:A]; VM network 'B1' of 'B' map[name:B1 server_name:B]",
		"azure_network":   "Azure network 'prod' of resource group 'g' in subscription 's' map[virtual_network_id:" + prodNetwork + "]",
		"cloud": "Cloud 'Gold' of 'A' map[name:Gold server_name:A]; Cloud 'Silver' of 'A' map[name:Silver server_name:A]; " +
			"Cloud 'GoldB' of 'B' map[name:GoldB server_name:B]",
		"host": "Host 'hv1' of 'B' map[name:hv1 server_name:B]",
		"cloud_protection": "Cloud protection of 'Gold' of 'A' map[cloud_name:Gold server_name:A]; " +
			"Cloud protection of 'Silver' of 'A' map[cloud_name:Silver server_name:A]",
		"network_mapping": "Network mapping of 'A/1' of 'A' to Azure map[network_name:A/1 server_name:A target:azure]; " +
			"Network mapping of 'A/1' of 'A' to VMM server 'B' map[network_name:A/1 server_name:A target:B]",
		"network_mappings": "Network mappings of 'A' to Azure map[server_name:A target:azure]; " +
			"Network mappings of 'A' to VMM server 'B' map[server_name:A target:B]",
	} {
		kind = "siterecovery_" + kind
		all, says := p.listed(kind, "", 100)
		var got []string
		for _, one := range all {
			got = append(got, one.name+" "+one.identity)
			read, err := p.imports(kind, "", one.raw)
			if err != nil {
				t.Errorf("%s: %v", one.name, err)
				continue
			}
			if imported, err := read.NewState.Unmarshal(p.resources[kind]); err != nil || !imported.Equal(one.resource) {
				t.Errorf("listed is\n%s\nand imported is\n%s (%v)", one.resource, imported, err)
			}
		}
		if got := strings.Join(got, "; "); got != want || says != "" {
			t.Errorf("of %s is listed\n%s\nwant\n%s\nand it says %q", kind, got, want, says)
		}
	}
	if len(p.lists) != 9 {
		t.Errorf("%d kinds are listed", len(p.lists))
	}
}

// A list is of one VMM server where that is named; a name that none has is an error.
// What a limit leaves out is told.
func TestListsInPart(t *testing.T) {
	p := newProtocol(t, twoFabrics)
	c, err := catalog.Open(p.location)
	p.must(err, nil)
	for _, tt := range []struct {
		kind, server string
		limit        int64
		want         int
		says         string
	}{
		{"cloud", "a", 100, 2, ""},
		{"cloud", "B", 100, 1, ""},
		{"vmm_server", "B", 100, 1, ""},
		{"host", "B", 100, 0, ""},
		{"network_mapping", "B", 100, 0, ""},
		{"network_mappings", "A", 100, 2, ""},
		{"cloud", "", 2, 2, "Not all is listed: There are 3, and the limit is 2.\n\nRemedy: Write limit = 3 into the list block, " +
			`or list one VMM server alone: config { server_name = "…" }.`},
		{"cloud", "", 3, 3, ""},
		{
			"cloud", "C", 100, 0, `Unknown VMM server: The value of server_name is "C", and there is no VMM server of that name in the catalog ` + c.Name() +
				". There are: 'A', 'B'.\n\nRemedy: Correct the name, or leave server_name out to list all.",
		},
	} {
		all, says := p.listed("siterecovery_"+tt.kind, tt.server, tt.limit)
		if len(all) != tt.want || says != tt.says {
			t.Errorf("of %s on %q up to %d there are %d, and it says %q; want %d, and %q", tt.kind, tt.server, tt.limit, len(all), says, tt.want, tt.says)
		}
	}
	empty := protocolOver(t, "")
	if _, says := empty.listed("siterecovery_cloud", "C", 100); !strings.Contains(says, ". There is none at all.") {
		t.Errorf("of an empty catalog it says %q", says)
	}
}

// The queries of the examples are answered with what is shown beside them, where the
// examples of their resources are applied. Terraform 1.14 runs them in the tests of the
// examples; so far as it is the provider's, this holds with any.
func TestAccListExamples(t *testing.T) {
	query := regexp.MustCompile(`^list "(\w+)" "(\w+)" {\n  provider = siterecovery\n  limit    = (\d+)\n(?:\n  config {\n    server_name = "([^"]*)"\n  }\n)?}\n$`)
	read := func(t *testing.T, name string) string {
		text, err := os.ReadFile(filepath.Join("../../examples", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for kind := range newProtocol(t, "").lists {
		t.Run(kind, func(t *testing.T) {
			terraform := newTerraform(t, read(t, "resources/"+kind+"/resource.tf"))
			terraform.Apply()
			of := query.FindStringSubmatch(read(t, "list-resources/"+kind+"/list-resource.tfquery.hcl"))
			if of == nil || of[1] != kind {
				t.Fatalf("the query is read as %q", of)
			}
			limit, _ := strconv.ParseInt(of[3], 10, 64)
			p := &protocol{t: t, location: terraform.Catalog}
			p.begin()
			all, says := p.listed(kind, of[4], limit)
			var printed strings.Builder
			for _, one := range all {
				identity := strings.NewReplacer("map[", "", "]", "", ":", "=", " ", ",").Replace(one.identity)
				fmt.Fprintln(&printed, "list."+kind+"."+of[2], identity, one.name)
			}
			shown := regexp.MustCompile(" +").ReplaceAllString(read(t, "list-resources/"+kind+"/printed.txt"), " ")
			if printed.String() != shown || says != "" {
				t.Errorf("listed is\n%s\nand printed.txt shows\n%s\nand it says %q", printed.String(), shown, says)
			}
		})
	}
}

// What people read of lists that are not whole, and of what no list can have.
func TestPageOfLists(t *testing.T) {
	var page strings.Builder
	page.WriteString("Lists, which take Terraform 1.14: what is wrong with them, and what is not in them.\n")
	list := func(p *protocol, title, kind, server string, limit int64) {
		p.listed("siterecovery_"+kind, server, limit)
		fmt.Fprintf(&page, "-- %s --\n%s", title, p.shown())
	}
	p := newProtocol(t, twoFabrics)
	list(p, "three clouds, and limit = 2", "cloud", "", 2)
	list(protocolOver(t, "vnet prod in westeurope\nvnet dr in northeurope"), "two Azure networks, and limit = 1", "azure_network", "", 1)
	list(p, `server_name = "C"`, "cloud", "C", 100)
	var many strings.Builder
	for n := range 12 {
		fmt.Fprintf(&many, "server VMM-%02d\n", n)
	}
	list(protocolOver(t, many.String()), `server_name = "C", where there are many`, "cloud", "C", 100)
	list(protocolOver(t, ""), `server_name = "C", where there is nothing`, "cloud", "C", 100)

	v := protocolOver(t, "")
	v.vault = vaulttest.Start(t)
	v.begin()
	v.vault.Behave(func(b *vaulttest.Behaviour) { b.PageSize = 100 })
	v.vault.AddServer("Shanghai")
	v.vault.AddServer("Shanghai")
	server := v.vault.AddServer("Beijing")
	server.AddNetwork("Web")
	server.AddNetwork("WEB")
	for range 2 {
		for n := range 12 {
			server.AddNetwork(fmt.Sprintf("N%02d", n))
		}
	}
	mail := server.AddNetwork("Mail")
	mail.Map("by-hand", prodNetwork)
	mail.Map("by-hand-too", prodNetwork)
	list(v, "a vault that has VMM server Shanghai twice", "vmm_server", "", 100)
	list(v, "a vault that has VM networks of one name", "vm_network", "", 100)
	list(v, "a vault that maps VM network Mail to Azure twice", "network_mappings", "", 100)
	list(v, `server_name = "C", with a vault`, "cloud", "C", 100)
	for _, id := range []string{"/servers/Shanghai", "/servers/Beijing/vmNetworks/Web", "/servers/Beijing/vmNetworks/Front"} {
		kind := map[bool]string{true: "siterecovery_vmm_server", false: "siterecovery_vm_network"}[id == "/servers/Shanghai"]
		_, err := v.imports(kind, id, nil)
		if err == nil {
			t.Errorf("%s is imported", id)
		}
		fmt.Fprintf(&page, "-- the import of %s, with that vault --\n%s", id, v.shown())
	}
	if filepath.IsAbs(p.location) {
		diagnostictest.Golden(t, "lists", page.String())
	}
}
