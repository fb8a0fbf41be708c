package topology_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

const vnet = "/subscriptions/0a1b/resourceGroups/Rg-One/providers/Microsoft.Network/virtualNetworks/Prod"

func parse(t *testing.T, text string) topology.ID {
	t.Helper()
	id, err := topology.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestIDForms(t *testing.T) {
	for _, tt := range []struct {
		text                 string
		kind                 topology.Kind
		name, server, parent string
		fabric               string
		label                string
	}{
		{"/servers/VMM-Beijing", topology.KindServer, "VMM-Beijing", "/servers/VMM-Beijing", "", "/servers/VMM-Beijing", "VMM server 'VMM-Beijing'"},
		{"/servers/A/logicalNetworks/L", topology.KindLogicalNetwork, "L", "/servers/A", "", "/servers/A", "logical network 'L'"},
		{"/servers/A/vmNetworks/N", topology.KindVMNetwork, "N", "/servers/A", "", "/servers/A", "VM network 'N'"},
		{"/servers/A/clouds/C", topology.KindCloud, "C", "/servers/A", "", "/servers/A", "cloud 'C'"},
		{"/servers/A/hosts/h1.example.org", topology.KindHost, "h1.example.org", "/servers/A", "", "/servers/A", "host 'h1.example.org'"},
		{"/servers/A/clouds/C/protection", topology.KindProtection, "", "/servers/A", "/servers/A/clouds/C", "/servers/A", "cloud protection of 'C'"},
		{"/servers/A/vmNetworks/N/mappings/B", topology.KindMapping, "", "/servers/A", "/servers/A/vmNetworks/N", "/servers/B", "network mapping of 'N' to VMM server 'B'"},
		{"/servers/A/vmNetworks/N/mappings/azure", topology.KindMapping, "", "/servers/A", "/servers/A/vmNetworks/N", "azure", "network mapping of 'N' to Azure"},
		{"/servers/A/mappings/B", topology.KindMappingSet, "", "/servers/A", "", "/servers/B", "network mappings of 'A' to VMM server 'B'"},
		{"/servers/A/mappings/azure", topology.KindMappingSet, "", "/servers/A", "", "azure", "network mappings of 'A' to Azure"},
		{vnet, topology.KindAzureNetwork, "Prod", "", "", "azure", "Azure network 'Prod'"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			id := parse(t, tt.text)
			for what, pair := range map[string][2]string{
				"text":   {id.String(), tt.text},
				"kind":   {id.Kind().String(), tt.kind.String()},
				"name":   {id.Name(), tt.name},
				"server": {id.Server().String(), tt.server},
				"parent": {id.Parent().String(), tt.parent},
				"fabric": {id.Fabric().String(), tt.fabric},
				"label":  {id.Label(), tt.label},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
				}
			}
		})
	}
}

// Names are whatever people write; ids keep them whole.
func TestNamesInIDs(t *testing.T) {
	for name, segment := range map[string]string{
		"VM Network 1":    "VM%20Network%201",
		"a/b":             "a%2Fb",
		"100%":            "100%25",
		"%41":             "%2541",
		"..":              "..",
		"a.b":             "a.b",
		"北京网络":            "%E5%8C%97%E4%BA%AC%E7%BD%91%E7%BB%9C",
		"mappings":        "mappings",
		"protection":      "protection",
		"Größe?#&=+":      "Gr%C3%B6%C3%9Fe%3F%23&=+",
		"quote\"and'back": "quote%22and%27back",
	} {
		t.Run(name, func(t *testing.T) {
			server := topology.ServerID(name)
			if want := "/servers/" + segment; server.String() != want {
				t.Errorf("the server's id is %q, want %q", server, want)
			}
			network := topology.VMNetworkID(server, name)
			mapping := topology.MappingID(network, server)
			for _, id := range []topology.ID{server, network, mapping, topology.ProtectionID(topology.CloudID(server, name))} {
				parsed := parse(t, id.String())
				if parsed.String() != id.String() || !parsed.Same(id) {
					t.Errorf("%q is read as %q", id, parsed)
				}
				if parsed.Server().Name() != name {
					t.Errorf("the server of %q is named %q, want %q", id, parsed.Server().Name(), name)
				}
			}
			if mapping.Fabric().Name() != name || mapping.Parent().Name() != name {
				t.Errorf("%q maps %q to %q, want both to be %q", mapping, mapping.Parent().Name(), mapping.Fabric().Name(), name)
			}
		})
	}
}

func TestSpellingsOfOneID(t *testing.T) {
	for _, pair := range [][2]string{
		{"/servers/VMM-Beijing", "/SERVERS/vmm-beijing"},
		{"/servers/Ä/clouds/ΣΑΣ", "/servers/ä/clouds/σας"},
		{"/servers/a%2fb", "/servers/A%2FB"},
		{"/servers/VMM Beijing", "/servers/VMM%20Beijing"},
		{"/servers/%41", "/servers/a"},
		{"/servers/A/vmNetworks/N/mappings/AZURE", "/servers/a/vmnetworks/n/mappings/azure"},
		{"/servers/A/clouds/C/Protection", "/servers/a/clouds/c/protection"},
		{vnet, strings.ToUpper(vnet)},
	} {
		a, b := parse(t, pair[0]), parse(t, pair[1])
		if !a.Same(b) || a.Key() != b.Key() {
			t.Errorf("%q and %q are not the same", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"/servers/a%2Fb", "/servers/a%252Fb"},
		{"/servers/A/clouds/N", "/servers/A/vmNetworks/N"},
		{"/servers/I", "/servers/ı"},
	} {
		if a, b := parse(t, pair[0]), parse(t, pair[1]); a.Same(b) {
			t.Errorf("%q and %q are the same", pair[0], pair[1])
		}
	}
}

func TestWhatIsNoID(t *testing.T) {
	long := strings.Repeat("x", topology.MaxNameLength+1)
	for text, want := range map[string]string{
		"":                                       "it is empty",
		"VMM-Beijing":                            "it does not begin with a slash",
		"/":                                      "begins with neither",
		"/clouds/x":                              "begins with neither",
		"/servers":                               `nothing follows "servers"`,
		"/servers/":                              "the name is empty",
		"/servers/a/":                            `it ends with a slash`,
		"/servers/a//":                           `a server has no ""`,
		"/servers/a/clouds":                      `nothing follows "clouds"`,
		"/servers/a/protection":                  `a server has no "protection"`,
		"/servers/a/datastores/x":                `a server has no "datastores"`,
		"/servers/a/clouds/":                     "the name is empty",
		"/servers/a/clouds/c/protections":        `a cloud has no "protections"`,
		"/servers/a/vmNetworks/n/protection":     `a VM network has no "protection"`,
		"/servers/a/clouds/c/mappings/b":         `a cloud has no "mappings/b"`,
		"/servers/a/vmNetworks/n/mappings/":      "the name is empty",
		"/servers/a/vmNetworks/n/mappings":       `nothing follows "mappings"`,
		"/servers/a/vmNetworks/n/mappings/b/c":   `a network mapping has no "c"`,
		"/servers/a/mappings":                    `nothing follows "mappings"`,
		"/servers/a/mappings/b/c":                `a set of network mappings has no "c"`,
		"/servers/a/clouds/c/protection/d":       `a cloud protection has no "d"`,
		"/servers/a/clouds/c/extra":              `a cloud has no "extra"`,
		"/servers/100%":                          "write %25 for the sign itself",
		"/servers/%FF":                           "not valid UTF-8",
		"/servers/" + long:                       "256 characters, and at most 255 are allowed",
		"/servers/%09":                           "is U+0009 (tab), a control character",
		"/servers/%20a":                          "the name begins with a space",
		"/servers/azure":                         "reserved",
		"/servers/Azure/clouds/c":                "reserved",
		"/subscriptions/s":                       "has eight segments",
		strings.Replace(vnet, "virtual", "v", 1): `"vNetworks" stands where the ARM id of a virtual network has "virtualNetworks"`,
		strings.Replace(vnet, "Rg-One", "", 1):   `after "resourceGroups" the name is empty`,
		vnet + "/subnets/default":                "has eight segments",
	} {
		t.Run(text, func(t *testing.T) {
			id, err := topology.ParseID(text)
			if err == nil {
				t.Fatalf("it is read as %q", id)
			}
			if !id.IsZero() {
				t.Errorf("with the error comes the id %q", id)
			}
			if !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %q, want it to say %q", err, want)
			}
			if says := topology.Explain(err); !strings.HasPrefix(says, err.Error()+". ") {
				t.Errorf("the error is explained by %q, want it to begin with %q", says, err)
			}
		})
	}
}

func TestIDAsText(t *testing.T) {
	var id topology.ID
	if err := id.UnmarshalText([]byte("/servers/a/clouds/c")); err != nil || id.Name() != "c" {
		t.Errorf("it is read as %q, %v", id, err)
	}
	if err := id.UnmarshalText(nil); err != nil || !id.IsZero() {
		t.Errorf("nothing is read as %q, %v", id, err)
	}
	if err := id.UnmarshalText([]byte("c")); err == nil {
		t.Error("what is no id is read")
	}
	if text, err := (topology.ID{}).MarshalText(); err != nil || len(text) > 0 {
		t.Errorf("the zero id is written as %q, %v", text, err)
	}
}

func TestFoldAgreesWithEqualFold(t *testing.T) {
	special := []rune("aAkK\u212AsS\u017FßẞiIıİσςΣöÖǅǆ北\u0345\u0399\u1FBE")
	for _, a := range special {
		for _, b := range special {
			equal := topology.Fold(string(a)) == topology.Fold(string(b))
			if want := strings.EqualFold(string(a), string(b)); equal != want {
				t.Errorf("%q and %q fold to the same: %v, want %v", a, b, equal, want)
			}
		}
	}
}

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{
		"/servers/a", "/servers/a/clouds/c/protection", "/servers/a/vmNetworks/n/mappings/b",
		"/servers/a/vmNetworks/n/mappings/azure", "/servers/%E5%8C%97/hosts/a%2Fb", vnet, "/servers/%", "//",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := topology.ParseID(text)
		if err != nil {
			return
		}
		again, err := topology.ParseID(id.String())
		if err != nil || again.String() != id.String() || !again.Same(id) || again.Kind() != id.Kind() {
			t.Errorf("%q is written as %q and then read as %q, %v", text, id, again, err)
		}
		if id.Label() == "" || !utf8.ValidString(id.Label()) {
			t.Errorf("%q has the label %q", text, id.Label())
		}
		for _, other := range []topology.ID{id.Server(), id.Parent(), id.Fabric()} {
			if other.IsZero() || other.Same(topology.Azure) {
				continue
			}
			if same, err := topology.ParseID(other.String()); err != nil || !same.Same(other) {
				t.Errorf("%q leads to %q, which is read as %q, %v", text, other, same, err)
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	f.Add("VMM-Beijing", "VMNetwork 1/北京")
	f.Add("%41", "..")
	f.Fuzz(func(t *testing.T, server, name string) {
		if topology.CheckName(topology.KindServer, server) != nil || topology.CheckName(topology.KindVMNetwork, name) != nil {
			return
		}
		id := topology.VMNetworkID(topology.ServerID(server), name)
		parsed, err := topology.ParseID(id.String())
		if err != nil || parsed.Name() != name || parsed.Server().Name() != server || !parsed.Same(id) {
			t.Errorf("the id of %q of %q is %q, read as %q of %q, %v",
				name, server, id, parsed.Name(), parsed.Server().Name(), err)
		}
		other := topology.VMNetworkID(topology.ServerID(strings.ToUpper(server)), strings.ToLower(name))
		if want := strings.EqualFold(server, strings.ToUpper(server)) && strings.EqualFold(name, strings.ToLower(name)); id.Same(other) != want {
			t.Errorf("%q and %q are the same: %v, want %v", id, other, id.Same(other), want)
		}
	})
}
