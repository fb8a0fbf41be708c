package topology_test

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What is said of a text that is no id, where an id of some kinds is needed.
func TestExplain(t *testing.T) {
	network, azure, cloud := topology.KindVMNetwork, topology.KindAzureNetwork, topology.KindCloud
	long := strings.Repeat("x", 300)
	for _, tt := range []struct {
		text  string
		kinds []topology.Kind
		want  string
	}{
		{"B1", []topology.Kind{network}, `"B1" is not an id: it does not begin with a slash. The id of a VM network has the form /servers/{server}/vmNetworks/{name}.`},
		{
			"", []topology.Kind{network, azure}, `"" is not an id: it is empty. The id of a VM network has the form /servers/{server}/vmNetworks/{name}. ` +
				`The ARM id of an Azure virtual network has the form /subscriptions/{subscription}/resourceGroups/{resource group}/providers/Microsoft.Network/virtualNetworks/{name}.`,
		},
		{"B1", nil, `"B1" is not an id: it does not begin with a slash. An id has one of the forms /servers/{server}, `},

		// Nearly right
		{
			"/servers/A/clouds/C/protections", []topology.Kind{topology.KindProtection}, `a cloud has no "protections". It looks like the id of a cloud protection: ` +
				`"/servers/A/clouds/C/protection" is one. The id of a cloud protection has the form /servers/{server}/clouds/{name}/protection.`,
		},
		{
			"/servers/A/cloud/C", []topology.Kind{network}, `a server has no "cloud". It looks like the id of a cloud: "/servers/A/clouds/C" is one. The id of a VM network has the form`,
		},
		{"servers/A/vmNetworks/N", []topology.Kind{network}, `it does not begin with a slash. It looks like the id of a VM network: "/servers/A/vmNetworks/N" is one.`},
		{"/servers/A/vmNetworks/N/", []topology.Kind{network}, `it ends with a slash. It looks like the id of a VM network: "/servers/A/vmNetworks/N" is one.`},
		{" /servers/A ", []topology.Kind{topology.KindServer}, `It looks like the id of a VMM server: "/servers/A" is one.`},
		{"/server/A", []topology.Kind{topology.KindServer}, `It looks like the id of a VMM server: "/servers/A" is one.`},
		{`\servers\A\hosts\h`, []topology.Kind{topology.KindHost}, `It looks like the id of a host: "/servers/A/hosts/h" is one.`},
		{"/servers/A/logicalnetwork/L", []topology.Kind{cloud}, `It looks like the id of a logical network: "/servers/A/logicalNetworks/L" is one.`},
		{"/servers/A/vmNetwork/N/mapping/B", nil, `It looks like the id of a network mapping: "/servers/A/vmNetworks/N/mappings/B" is one.`},
		{"/servers/A/mapping/azure", nil, `It looks like the id of a set of network mappings: "/servers/A/mappings/azure" is one.`},
		{"/servers/A/clouds/100%", []topology.Kind{cloud}, `(write %25 for the sign itself). It looks like the id of a cloud: "/servers/A/clouds/100%25" is one.`},
		{vnet + "/subnets/web", []topology.Kind{azure}, `has eight segments. It looks like the ARM id of an Azure virtual network: "` + vnet + `" is one.`},
		{"https://portal.azure.com/#@example/resource" + vnet, []topology.Kind{azure}, `It looks like the ARM id of an Azure virtual network: "` + vnet + `" is one.`},
		{strings.Replace(vnet, "virtualNetworks", "virtualNetwork", 1), []topology.Kind{azure}, `It looks like the ARM id of an Azure virtual network: "` + vnet + `" is one.`},

		// Not near to anything
		{"/servers/A/hats/C", []topology.Kind{cloud}, `a server has no "hats". The id of a cloud has the form /servers/{server}/clouds/{name}.`},
		{"/servers/A/clouds", []topology.Kind{cloud}, `nothing follows "clouds". The id of a cloud has the form`},
		{"/subscriptions/s", []topology.Kind{azure}, "has eight segments. The ARM id of an Azure virtual network has the form"},

		// Only a name in it is wrong
		{"/servers/azure", []topology.Kind{topology.KindServer}, `"/servers/azure" is not an id: in "servers/azure" the name is reserved: in the ids of network mappings it stands for Azure. Use another name`},
		{"/servers/A%E2%80%8B/clouds/C", []topology.Kind{cloud}, `in "servers/A%E2%80%8B" character 2 of the name is U+200B (zero-width space), which cannot be seen. Write "A" instead.`},
		{"/servers/A\u200b", []topology.Kind{cloud}, `"/servers/A\u200b" is not an id: in "servers/A\u200b" character 2 of the name is U+200B`},
		{"/servers/", []topology.Kind{topology.KindServer}, `the name is empty. The id of a VMM server has the form /servers/{server}.`},

		// What is long is cut
		{long, []topology.Kind{cloud}, `"` + long[:160] + `"… is not an id: it does not begin with a slash. The id of a cloud`},
		{"/servers/" + long, []topology.Kind{cloud}, `in "servers/` + long[:32] + `"… the name has 300 characters, and at most 255 are allowed. Shorten it to 255 characters or fewer.`},
		{"/servers/A/" + long + "/B", []topology.Kind{cloud}, `a server has no "` + long[:40] + `"…. The id of a cloud`},
	} {
		_, err := topology.ParseID(tt.text)
		if err == nil {
			t.Errorf("%q is taken", tt.text)
			continue
		}
		if got := topology.Explain(err, tt.kinds...); !strings.Contains(got, tt.want) {
			t.Errorf("of %q is said\n%s\nwant\n%s", tt.text, got, tt.want)
		}
	}
}

// The form of a kind, with names in the place of what is in braces, is an id of it.
func TestFormsAreIDs(t *testing.T) {
	for kind := topology.KindServer; kind <= topology.KindMappingSet; kind++ {
		if kind == topology.KindAzure {
			continue // a fabric, and not an object
		}
		text := strings.NewReplacer("{", "", "}", "").Replace(kind.Form())
		if id, err := topology.ParseID(text); err != nil || id.Kind() != kind {
			t.Errorf("the form of a %s leads to the id %q of a %s, %v", kind.Noun(), text, id.Kind().Noun(), err)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"abc", "ABC", 0},
		{"abc", "abd", 1},
		{"abc", "acb", 1},
		{"abc", "ab", 1},
		{"ab", "abc", 1},
		{"kitten", "sitting", 3},
		{"northeurope", "nortehurope", 1},
		{"ca", "abc", 3},
		{"北京网络", "北京网路", 1},
		{"ΣΑΣ", "σας", 0},
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if got := topology.Distance(pair[0], pair[1]); got != tt.want {
				t.Errorf("from %q to %q it is %d, want %d", pair[0], pair[1], got, tt.want)
			}
		}
	}
}

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		name, other string
		want        bool
	}{
		{"VMNetwork1", "vmnetwork1", true},
		{"VMNetwork1", "VMNetwork2", true},
		{"VMNetwrok1", "VMNetwork1", true},
		{"VMNetwork1", "VMNetwork33", true},
		{"VMNetwork1", "VMNetwork444", false},
		{"Production", "Prodution", true},
		{"Production", "Product", false},
		{"prod", "prid", true},
		{"prod", "pried", false},
		{"ab", "abc", true},
		{"ab", "cd", false},
		{"x", "y", false},
		{"x", "X", true},
		{"", "", true},
		{"", "a", false},
		{strings.Repeat("x", 100), strings.Repeat("x", 97), true},
		{strings.Repeat("x", 100), strings.Repeat("x", 96), false},
	} {
		if _, ok := topology.Near(tt.name, tt.other); ok != tt.want {
			t.Errorf("%q may stand for %q: %v, want %v", tt.name, tt.other, ok, tt.want)
		}
	}
}

func TestRegions(t *testing.T) {
	known := map[string]bool{}
	for _, region := range topology.Regions() {
		if !topology.SameLocation(region.Name, region.DisplayName) || region.Name != strings.ToLower(region.Name) || known[region.Name] {
			t.Errorf("%q is called %q", region.Name, region.DisplayName)
		}
		known[region.Name] = true
		for _, spelling := range []string{region.Name, region.DisplayName, strings.ToUpper(region.Name)} {
			if !topology.IsKnownRegion(spelling) {
				t.Errorf("%q is not known", spelling)
			}
		}
	}
	for location, want := range map[string]string{
		"West Eruope":   "West Europe",
		"westeuope":     "West Europe",
		"chinanorth4":   "China North, China North 2, China North 3",
		"us gov arizon": "US Gov Arizona",
		"eu-west-1":     "",
		"Atlantis":      "",
	} {
		var names []string
		for _, region := range topology.NearestRegions(location) {
			names = append(names, region.DisplayName)
		}
		if got := strings.Join(names, ", "); got != want || topology.IsKnownRegion(location) {
			t.Errorf("near to %q are %q, want %q", location, got, want)
		}
	}
}
