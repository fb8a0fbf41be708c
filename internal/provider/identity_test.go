package provider_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

const twoFabrics = `
	server B
	network B1 on LB
	cloud GoldB has LB
	server A
	network A/1 on LA
	cloud Gold has LA
	cloud Silver has LA
	vnet prod in westeurope
	Gold protected-by GoldB
	Silver protected-in westeurope
	A/1 maps-to B1
	A/1 maps-to prod
`

// identified are the resources with the ids of objects of twoFabrics, and their identities.
var identified = []struct {
	kind, id string
	identity map[string]string
}{
	{"vmm_server", "/servers/A", map[string]string{"name": "A"}},
	{"logical_network", "/servers/A/logicalNetworks/LA", map[string]string{"server_name": "A", "name": "LA"}},
	{"vm_network", "/servers/A/vmNetworks/A%2F1", map[string]string{"server_name": "A", "name": "A/1"}},
	{"cloud", "/servers/B/clouds/GoldB", map[string]string{"server_name": "B", "name": "GoldB"}},
	{"host", "/servers/B/hosts/hv1", map[string]string{"server_name": "B", "name": "hv1"}},
	{"azure_network", prodNetwork, map[string]string{"virtual_network_id": prodNetwork}},
	{"cloud_protection", "/servers/A/clouds/Gold/protection", map[string]string{"server_name": "A", "cloud_name": "Gold"}},
	{"network_mapping", "/servers/A/vmNetworks/A%2F1/mappings/B", map[string]string{"server_name": "A", "network_name": "A/1", "target": "B"}},
	{"network_mapping", "/servers/A/vmNetworks/A%2F1/mappings/azure", map[string]string{"server_name": "A", "network_name": "A/1", "target": "azure"}},
	{"network_mappings", "/servers/A/mappings/B", map[string]string{"server_name": "A", "target": "B"}},
	{"network_mappings", "/servers/A/mappings/azure", map[string]string{"server_name": "A", "target": "azure"}},
	{"failover_baseline", "/servers/A/baseline", map[string]string{"id": "/servers/A/baseline"}},
	{"failover_baseline", "/baseline", map[string]string{"id": "/baseline"}},
}

const prodNetwork = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/prod"

// Every resource has an identity, made of its names; by that it is imported, as by its id.
func TestIdentities(t *testing.T) {
	p := newProtocol(t, twoFabrics)
	c, err := catalog.Open(p.location)
	p.must(err, nil)
	p.must(c.Apply(t.Context(), topology.Creation(topology.NewHost(topology.ServerID("B"), "hv1", nil, nil))), nil)
	p.begin()
	seen := map[string]bool{}
	for _, tt := range identified {
		kind := "siterecovery_" + tt.kind
		seen[kind] = true
		for name, identity := range map[string]*tfprotov6.ResourceIdentityData{
			"id": nil, "identity": p.identity(kind, tt.identity), "identity in another case": p.identity(kind, upper(tt.identity)),
		} {
			id := ""
			if identity == nil {
				id = tt.id
			}
			read, err := p.imports(kind, id, identity)
			if err != nil {
				t.Errorf("%s by its %s: %v", tt.id, name, err)
				continue
			}
			if got := texts(p.value(p.resources[kind], read.NewState))["id"]; !topology.SameName(got, tt.id) {
				t.Errorf("by its %s, what is imported is %s, want %s", name, got, tt.id)
			}
			if got, want := p.words(kind, read.NewIdentity), fmt.Sprint(tt.identity); !topology.SameName(got, want) {
				t.Errorf("by its %s, %s has the identity %s, want %s", name, tt.id, got, want)
			}
		}
	}
	for kind := range p.resources {
		if !seen[kind] {
			t.Errorf("%s is not in the table", kind)
		}
	}
}

func upper(values map[string]string) map[string]string {
	changed := maps.Clone(values)
	for name, text := range changed {
		changed[name] = strings.ToUpper(text)
	}
	return changed
}

// What is wrong with an identity is said with the attribute, the value and the remedy.
func TestWrongIdentities(t *testing.T) {
	p := newProtocol(t, twoFabrics)
	var page strings.Builder
	page.WriteString("Imports by identity, which take Terraform 1.12: what is wrong with them.\n")
	for _, tt := range []struct {
		kind     string
		identity map[string]string
		says     string
	}{
		{"vmm_server", map[string]string{"name": ""}, `Invalid identity: The value of name is "": the name is empty. Give it a name of 1 to 255 characters.`},
		{"vmm_server", map[string]string{"name": "Azure"}, `The value of name is "Azure": the name is reserved`},
		{"vmm_server", map[string]string{"name": "C"}, `Unable to import VMM server: By the identity name = "C": There is no VMM server 'C' (/servers/C) in the catalog`},
		{"cloud", map[string]string{"server_name": "azure", "name": ""}, `The value of server_name is "azure": the name is reserved`},
		{"cloud", map[string]string{"server_name": "azure", "name": ""}, `The value of name is "": the name is empty.`},
		{"vm_network", map[string]string{"server_name": "A", "name": "B1"}, `By the identity server_name = "A", name = "B1": There is no VM network 'B1'`},
		{"azure_network", map[string]string{"virtual_network_id": "prod"}, `The value of virtual_network_id is "prod": "prod" is not an id: it does not begin with a slash. The ARM id of an Azure virtual network has the form`},
		{"azure_network", map[string]string{"virtual_network_id": "/servers/A"}, `The value of virtual_network_id is "/servers/A": It is the id of a VMM server. The ARM id of an Azure virtual network has the form`},
		{"cloud_protection", map[string]string{"server_name": "B", "cloud_name": "GoldB"}, `By the identity server_name = "B", cloud_name = "GoldB": There is no `},
		{"network_mapping", map[string]string{"server_name": "A", "network_name": "A/1", "target": ""}, `The value of target is "": the name is empty.`},
		{"network_mapping", map[string]string{"server_name": "A", "network_name": "A/1", "target": "A"}, `By the identity server_name = "A", network_name = "A/1", target = "A": There is no network mapping of 'A/1' of 'A' to VMM server 'A'`},
		{"network_mappings", map[string]string{"server_name": "B", "target": "azure"}, `By the identity server_name = "B", target = "azure": There are no network mappings`},
		{"failover_baseline", map[string]string{"id": "/servers/C/baseline"}, `By the identity id = "/servers/C/baseline": There is no VMM server with the id "/servers/C"`},
	} {
		kind := "siterecovery_" + tt.kind
		_, err := p.imports(kind, "", p.identity(kind, tt.identity))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s %v: it says\n%v\nwant\n%s", tt.kind, tt.identity, err, tt.says)
		}
		if section := fmt.Sprintf("-- %s %v --\n%s", kind, tt.identity, p.shown()); !strings.Contains(page.String(), section) {
			page.WriteString(section)
		}
	}
	if filepath.IsAbs(p.location) { // or else it is a catalog on a server, of another name
		diagnostictest.Golden(t, "identities", page.String())
	}
}

// An identity follows a rename: in the plan, on apply, and where somebody else has
// renamed the object. It keeps its spelling where only the case has changed.
func TestIdentityFollowsARename(t *testing.T) {
	p := newProtocol(t, twoFabrics)
	const kind = "siterecovery_cloud"
	read, err := p.imports(kind, "/servers/B/clouds/GoldB", nil)
	p.must(err, nil)
	p.begin() // the import has been applied
	state := p.value(p.resources[kind], read.NewState)
	state["name"] = tftypes.NewValue(tftypes.String, "Platinum")
	proposed := p.dynamic(p.resources[kind], tftypes.NewValue(p.resources[kind], state))
	state["id"] = tftypes.NewValue(tftypes.String, nil)
	config := p.dynamic(p.resources[kind], tftypes.NewValue(p.resources[kind], state))
	planned, err := p.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: read.NewState, ProposedNewState: proposed, Config: config,
		PriorPrivate: read.Private, PriorIdentity: read.NewIdentity,
	})
	p.must(err, planned.Diagnostics)
	const want = "map[name:Platinum server_name:B]"
	if got := p.words(kind, planned.PlannedIdentity); got != want {
		t.Errorf("planned is the identity %s, want %s", got, want)
	}
	applied, err := p.server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: kind, PriorState: read.NewState, PlannedState: planned.PlannedState, Config: config,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	p.must(err, applied.Diagnostics)
	if got := p.words(kind, applied.NewIdentity); got != want {
		t.Errorf("applied is the identity %s, want %s", got, want)
	}

	rename := func(from, name string) {
		t.Helper()
		c, err := catalog.Open(p.location)
		p.must(err, nil)
		p.must(c.Apply(t.Context(), topology.Renaming(topology.ServerID(from), topology.NewServer(name))), nil)
		p.begin()
	}
	refresh := func(state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData) *tfprotov6.ReadResourceResponse {
		t.Helper()
		read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: kind, CurrentState: state, CurrentIdentity: identity, Private: applied.Private,
		})
		p.must(err, read.Diagnostics)
		return read
	}
	rename("B", "Shanghai")
	read = refresh(applied.NewState, applied.NewIdentity)
	if got, want := p.words(kind, read.NewIdentity), "map[name:Platinum server_name:Shanghai]"; got != want {
		t.Errorf("read is the identity %s, want %s", got, want)
	}
	read = refresh(read.NewState, p.identity(kind, map[string]string{"server_name": "SHANGHAI", "name": "PLATINUM"}))
	if got, want := p.words(kind, read.NewIdentity), "map[name:PLATINUM server_name:SHANGHAI]"; got != want {
		t.Errorf("in another case, read is the identity %s, want %s", got, want)
	}
}

// A state of a version that knew no identities gets them, also where the object has
// gone, of which Terraform would complain otherwise.
func TestIdentityOfAnOlderState(t *testing.T) {
	p := newProtocol(t, twoFabrics)
	const kind = "siterecovery_cloud"
	for name, want := range map[string]bool{"GoldB": true, "Gone": false} {
		state := p.dynamic(p.resources[kind], tftypes.NewValue(p.resources[kind], map[string]tftypes.Value{
			"id":                  tftypes.NewValue(tftypes.String, "/servers/B/clouds/"+name),
			"server_id":           tftypes.NewValue(tftypes.String, "/servers/B"),
			"name":                tftypes.NewValue(tftypes.String, name),
			"logical_network_ids": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, nil),
		}))
		read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: kind, CurrentState: state})
		p.must(err, read.Diagnostics)
		if got, want := p.words(kind, read.NewIdentity), fmt.Sprintf("map[name:%s server_name:B]", name); got != want {
			t.Errorf("the identity is %s, want %s", got, want)
		}
		if there := len(p.value(p.resources[kind], read.NewState)) > 0; there != want {
			t.Errorf("%s is there: %v, want %v", name, there, want)
		}
	}
}
