package vmmexport_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

// sample returns the export of the example: an invented site in the shape of
// the guide's PowerShell.
func sample(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../../examples/site-from-vmm-export/vmm-export.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSample(t *testing.T) {
	site, err := vmmexport.Parse(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, site)
	if want := "vmm01.beijing.example.com"; site.Server != want {
		t.Errorf("the server is %q, want %q", site.Server, want)
	}
	if want := map[string]vmmexport.LogicalNetwork{
		"Management-Beijing": {Isolation: "none"},
		"Storage-Beijing":    {Isolation: "none"},
		"Production-Beijing": {Isolation: "vlan"},
		"DMZ-Beijing":        {Isolation: "vlan"},
		"Test-Beijing":       {Isolation: "vlan"},
		"Tenants-Beijing":    {Isolation: "network_virtualization"},
	}; !maps.Equal(site.LogicalNetworks, want) {
		t.Errorf("the logical networks are\n%v\nwant\n%v", site.LogicalNetworks, want)
	}
	if want := map[string]vmmexport.Cloud{
		"GoldCloud1":   {LogicalNetworks: []string{"DMZ-Beijing", "Management-Beijing", "Production-Beijing"}},
		"SilverCloud1": {LogicalNetworks: []string{"Production-Beijing"}},
		"TenantCloud1": {LogicalNetworks: []string{"Tenants-Beijing"}},
		"TestCloud1":   {LogicalNetworks: []string{"Test-Beijing"}},
	}; !reflect.DeepEqual(site.Clouds, want) {
		t.Errorf("the clouds are\n%v\nwant\n%v", site.Clouds, want)
	}
	if want := map[string]vmmexport.Host{
		"hv01.beijing.example.com": {[]string{"GoldCloud1"}, []string{"DMZ-Beijing", "Management-Beijing", "Production-Beijing"}},
		"hv02.beijing.example.com": {[]string{"GoldCloud1"}, []string{"DMZ-Beijing", "Management-Beijing", "Production-Beijing"}},
		"hv03.beijing.example.com": {[]string{"GoldCloud1", "TenantCloud1"}, []string{"Production-Beijing", "Tenants-Beijing"}},
		"hv04.beijing.example.com": {[]string{"SilverCloud1", "TestCloud1"}, []string{"Production-Beijing", "Test-Beijing"}},
		"hv05.beijing.example.com": {[]string{"SilverCloud1", "TestCloud1"}, []string{"Production-Beijing", "Test-Beijing"}},
		"hv06.beijing.example.com": {[]string{"TestCloud1"}, []string{"Test-Beijing"}},
	}; !reflect.DeepEqual(site.Hosts, want) {
		t.Errorf("the hosts are\n%v\nwant\n%v", site.Hosts, want)
	}
	if len(site.VMNetworks) != 30 {
		t.Errorf("there are %d VM networks", len(site.VMNetworks))
	}
	for _, tt := range []struct{ network, on, subnets string }{
		{"Management-Beijing", "Management-Beijing", "Management-Beijing_0 10.20.0.0/24 10.20.0.100-10.20.0.199"},
		{
			"Storage-Beijing", "Storage-Beijing",
			"Storage-Beijing_0 10.20.8.0/24-208 10.20.8.0/24 10.20.8.10-10.20.8.250; Storage-Beijing_0 10.20.9.0/24-209 10.20.9.0/24",
		},
		{"ERP-Web", "Production-Beijing", "ERP-Web_0 10.21.1.0/24 10.21.1.20-10.21.1.220"},
		{"File Services", "Production-Beijing", "File Services_0 10.21.7.0/24"},
		{"R&D Lab", "Production-Beijing", "R&D Lab_0 10.21.12.0/24 10.21.12.20-10.21.12.220"},
		{"Mail-DMZ", "DMZ-Beijing", "Mail-DMZ_0 192.0.2.64/26 192.0.2.70-192.0.2.120"},
		{"IPv6-DMZ", "DMZ-Beijing", "IPv6-DMZ_0 2001:db8:22:4::/64 2001:db8:22:4::1000-2001:db8:22:4::1fff"},
		{"Guest-WLAN", "DMZ-Beijing", "Guest-WLAN_0"},
		{
			"Contoso", "Tenants-Beijing", "Front 172.16.1.0/24 172.16.1.4-172.16.1.254; " +
				"Back 172.16.2.0/24 172.16.2.4-172.16.2.254; Data 172.16.3.0/24 172.16.3.4-172.16.3.254",
		},
		{"Fabrikam", "Tenants-Beijing", "Front 172.16.1.0/24 172.16.1.4-172.16.1.254; Back 172.16.2.0/24 172.16.2.4-172.16.2.254"},
	} {
		network := site.VMNetworks[tt.network]
		if got := subnets(network); network.LogicalNetwork != tt.on || got != tt.subnets {
			t.Errorf("%s is on %s, with %s\nwant %s, with %s", tt.network, network.LogicalNetwork, got, tt.on, tt.subnets)
		}
	}
}

// Windows PowerShell 5.1 prints the sample with a byte order mark, two spaces
// behind colons, its own line ends and escapes.
func TestSampleAsPrintedByWindowsPowerShell(t *testing.T) {
	want, err := vmmexport.Parse(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(sample(t)), "", "    "); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`":`, `": `, "\n", "\r\n", "&", `\u0026`, "'", `\u0027`).Replace(indented.String())
	got, err := vmmexport.Parse("\ufeff" + text)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the site is\n%+v\nwant\n%+v", got, want)
	}
}

// The sample is refused at every -Depth that cuts something off, whatever the
// text is that stands there then, and taken whole at every other.
func TestSampleCutOff(t *testing.T) {
	var export any
	if err := json.Unmarshal([]byte(sample(t)), &export); err != nil {
		t.Fatal(err)
	}
	whole, err := vmmexport.Parse(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	remedy := "ConvertTo-Json prints text for whatever lies deeper than its -Depth, which is 2 unless another is given; " +
		"run it again with -Depth 6"
	for _, tt := range []struct {
		name     string
		toString func(any) string
		first    []string // the places that are told, at -Depth 0, 1 ...
	}{
		{"objects of PowerShell", customObject, []string{
			"VMMServer is the text \"@{FullyQualifiedDomainName=vmm01.beijing.example.com; Name=l\"... where an object is needed, and 7 more like it: ",
			"LogicalNetworks[0] is the text \"@{ID=6485c783-ec5a-5ec7-821e-bc1205b70a9c; IsLogicalNetworkD\"... where an object is needed, and 97 more like it: ",
			"LogicalNetworkDefinitions[0].SubnetVLans is the text \"@{Subnet=10.20.0.0/24; VLanID=0}\" where a list is needed, and ",
			"LogicalNetworkDefinitions[0].SubnetVLans[0] is the text \"@{Subnet=10.20.0.0/24; VLanID=0}\" where an object is needed, and ",
			"VMNetworks[2].VMSubnet[0].SubnetVLans is the text \"@{Subnet=10.21.1.0/24; VLanID=2101}\" where a list is needed, and ",
			"VMNetworks[2].VMSubnet[0].SubnetVLans[0] is the text \"@{Subnet=10.21.1.0/24; VLanID=2101}\" where an object is needed, and ",
		}},
		{"objects of VMM", vmmObject, []string{
			"VMMServer is the text \"localhost\" where an object is needed, and 7 more like it: ",
			"LogicalNetworks[0] is the text \"Management-Beijing\" where an object is needed, and 97 more like it: ",
			"LogicalNetworkDefinitions[0].SubnetVLans is the text \"10.20.0.0/24-0\" where a list is needed, and ",
			"LogicalNetworkDefinitions[0].SubnetVLans[0] is the text \"10.20.0.0/24-0\" where an object is needed, and ",
			"VMNetworks[2].VMSubnet[0].SubnetVLans is the text \"10.21.1.0/24-2101\" where a list is needed, and ",
			"VMNetworks[2].VMSubnet[0].SubnetVLans[0] is the text \"10.21.1.0/24-2101\" where an object is needed, and ",
		}},
	} {
		for depth := range vmmexport.Depth + 3 {
			t.Run(fmt.Sprintf("%s/%d", tt.name, depth), func(t *testing.T) {
				text, err := json.Marshal(convert(export, depth, tt.toString))
				if err != nil {
					t.Fatal(err)
				}
				got, err := vmmexport.Parse(string(text))
				switch {
				case depth >= vmmexport.Depth && (err != nil || !reflect.DeepEqual(got, whole)):
					t.Errorf("the site is\n%+v, %v\nwant\n%+v", got, err, whole)
				case depth < vmmexport.Depth && err == nil:
					t.Errorf("taken as %+v", got)
				case depth < vmmexport.Depth && (!strings.HasPrefix(err.Error(), tt.first[depth]) || !strings.HasSuffix(err.Error(), remedy)):
					t.Errorf("the error is\n%v\nwant\n%s... %s", err, tt.first[depth], remedy)
				}
			})
		}
	}
}

// An empty list that was cut off is an empty text.
func TestEmptyListCutOff(t *testing.T) {
	refused(t, edited(t, "Clouds[1].LogicalNetworks", `""`), "Clouds[1].LogicalNetworks is the text \"\" where a list is needed: ConvertTo-Json ...")
}

// Where an object is needed, its name is what is left of it, never a reference.
func TestNameAloneIsCutOff(t *testing.T) {
	refused(t, edited(t, "VMNetworks[1].LogicalNetwork", `"Lanes"`), "VMNetworks[1].LogicalNetwork is the text \"Lanes\" where an object is needed: ...")
	refused(t, edited(t, "Clouds[0].LogicalNetworks", `["Lanes", "Plain"]`), "Clouds[0].LogicalNetworks[0] is the text \"Lanes\" where an object is needed, and 1 more like it: ...")
	refused(t, edited(t, "Clouds[0].LogicalNetworks", `{"value": "Lanes Plain", "Count": 2}`), "Clouds[0].LogicalNetworks.value is the text \"Lanes Plain\" where a list is needed: ...")
	refused(t, edited(t, "VMHosts[0].VMHostGroup", `"All Hosts\\Beijing"`, "Clouds[0].Name", `7`), "VMHosts[0].VMHostGroup is the text ...")
}

// convert does to a tree what ConvertTo-Json does at its depth limit: what lies
// deeper than it, and is not a plain value, becomes text.
func convert(value any, depth int, toString func(any) string) any {
	switch value := value.(type) {
	case []any:
		if depth < 0 {
			items := make([]string, len(value))
			for i, item := range value {
				items[i] = toString(item)
			}
			return strings.Join(items, " ")
		}
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = convert(item, depth-1, toString)
		}
		return items
	case map[string]any:
		if depth < 0 {
			return toString(value)
		}
		members := map[string]any{}
		for name, member := range value {
			members[name] = convert(member, depth-1, toString)
		}
		return members
	}
	return value
}

// customObject is the text of a PSCustomObject. Of what is in it, lists are
// told by their type, and other objects not at all.
func customObject(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprint(value)
	}
	var members []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		text := ""
		switch member := object[name].(type) {
		case []any:
			text = "System.Object[]"
		case map[string]any, nil:
		default:
			text = fmt.Sprint(member)
		}
		members = append(members, name+"="+text)
	}
	return "@{" + strings.Join(members, "; ") + "}"
}

// vmmObject is the text of an object of VMM: mostly its name.
func vmmObject(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprint(value)
	}
	for _, member := range []string{"Path", "Name"} {
		if text, ok := object[member].(string); ok {
			return text
		}
	}
	if vlan, ok := object["VLanID"]; ok {
		subnet, _ := object["Subnet"].(string)
		return fmt.Sprintf("%s-%v", subnet, vlan)
	}
	return "Microsoft.SystemCenter.VirtualMachineManager.Cloud"
}
