package vmmexport_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

func TestParse(t *testing.T) {
	got, err := vmmexport.Parse(small)
	if err != nil {
		t.Fatal(err)
	}
	if want := smallSite(); !reflect.DeepEqual(got, want) {
		t.Errorf("the site is\n%+v\nwant\n%+v", got, want)
	}
}

// The same site in the other shapes in which PowerShell may print it.
func TestShapes(t *testing.T) {
	for name, text := range map[string]string{
		"a byte order mark":       "\ufeff" + small,
		"Windows line ends":       strings.ReplaceAll(small, "\n", "\r\n") + "\r\n",
		"escaped like in 5.1":     strings.ReplaceAll(small, "N", `\u004e`),
		"a list of one, as it is": edited(t, "VMNetworks[1].VMSubnet[0].SubnetVLans", `{"Subnet": "10.2.1.0/24", "VLanID": 21}`),
		"a list, wrapped": edited(t, "VMNetworks[1].VMSubnet[0].SubnetVLans",
			`{"value": [{"Subnet": "10.2.1.0/24", "VLanID": 21}], "Count": 1}`),
		"an empty list, wrapped":       edited(t, "Clouds[1].LogicalNetworks", `{"value": [], "Count": 0}`),
		"an empty list, as null":       edited(t, "Clouds[1].LogicalNetworks", `null`),
		"a list with null in it":       edited(t, "Clouds[1].LogicalNetworks", `[null]`),
		"what is selected from $null":  edited(t, "Clouds[1].LogicalNetworks", `[{"ID": null, "Name": null}]`),
		"what is made from $null":      edited(t, "VMNetworks[0].VMSubnet", `[{"ID": null, "Name": null, "SubnetVLans": []}]`),
		"no reference, selected":       edited(t, "StaticIPAddressPools[0].VMSubnet", `{"ID": null, "Name": null}`),
		"no reference, not printed":    edited(t, "StaticIPAddressPools[0].VMSubnet", ``),
		"names of members in any case": strings.NewReplacer(`"Name"`, `"name"`, `"VLanID"`, `"VlanId"`, `"VMSubnet"`, `"vmsubnet"`).Replace(small),
		"ids in another case":          edited(t, "VMNetworks[1].LogicalNetwork.ID", `"L2"`),
		"references by id":             edited(t, "VMNetworks[1].LogicalNetwork", `{"ID": "l2"}`),
		"references by name":           strings.ReplaceAll(small, `"ID"`, `"Number"`),
		"the id counts, not the name":  edited(t, "VMNetworks[1].LogicalNetwork.Name", `"lanes, before it was renamed"`),
		"names referred to in another case": edited(t, "VMNetworks[1].LogicalNetwork", `{"Name": "LANES"}`,
			"VMHostNetworkAdapters[1].LogicalNetworks[0]", `{"Name": "cloudy"}`),
		"no domain":                 edited(t, "VMMServer", `{"Name": "vmm01.example.com", "FullyQualifiedDomainName": ""}`),
		"members that are not used": edited(t, "Clouds[0].AddedTime", `"/Date(1509396461663)/"`, "Services", `["anything"]`),
		"an adapter of which nothing says that it is available": edited(t, "VMHostNetworkAdapters[1].AvailableForPlacement", ``),
		"a network in two of a host's adapters": edited(t, "VMHostNetworkAdapters[3]",
			`{"VMHost": {"ID": "h1"}, "LogicalNetworks": [{"ID": "l2"}]}`),
		"host bits":                   edited(t, "VMNetworks[1].VMSubnet[0].SubnetVLans[0].Subnet", `"10.2.1.1/24"`),
		"a VM subnet on two VLANs":    edited(t, "VMNetworks[1].VMSubnet[0].SubnetVLans[1]", `{"Subnet": "10.2.1.0/24", "VLanID": 22}`),
		"a VM subnet of no site":      edited(t, "VMNetworks[1].VMSubnet[0].LogicalNetworkDefinition", `null`),
		"a virtual subnet of a site":  edited(t, "VMNetworks[2].VMSubnet[0].LogicalNetworkDefinition", `{"ID": "d3"}`),
		"an enumeration as a number":  edited(t, "VMNetworks[0].IsolationType", `1`, "VMNetworks[2].IsolationType", `2`),
		"a multicast pool beside one": edited(t, "StaticIPAddressPools[4]", strings.Replace(pool("239.1.0.1", "239.1.0.99"), "d1", "d3", 1)),
		"a pool for hosts alone":      edited(t, "StaticIPAddressPools[4]", strings.Replace(pool("2001:db8::5", "2001:db8::6"), "d1", "d2", 1)),
		"host groups in another case": edited(t, "VMHosts[0].VMHostGroup.Path", `"all hosts\\BEIJING"`),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := vmmexport.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if want := smallSite(); !reflect.DeepEqual(got, want) {
				t.Errorf("the site is\n%+v\nwant\n%+v", got, want)
			}
		})
	}
}

// pool is a pool of the site of the logical network Plain.
func pool(first, last string) string {
	return `{"ID": "p9", "Name": "Another", "IPAddressRangeStart": "` + first + `", "IPAddressRangeEnd": "` + last + `",
		"VMSubnet": null, "LogicalNetworkDefinition": {"ID": "d1", "Name": "Plain_0"}}`
}

// What the subnets of a VM network are, and which pools they have.
func TestSubnets(t *testing.T) {
	for _, tt := range []struct {
		name    string
		edits   []string
		network string
		want    string // name prefix first-last; ...
	}{
		{"a connected network has the subnets of all sites of its logical network, named like the sites", []string{
			"LogicalNetworkDefinitions[3]", `{"ID": "d4", "Name": "Plain_1", "LogicalNetwork": {"ID": "l1"}, "SubnetVLans": [
				{"Subnet": "10.1.1.0/24", "VLanID": 7}, {"Subnet": null, "VLanID": 8}]}`,
		}, "Office", "Plain_0 10.1.0.0/24 10.1.0.10-10.1.0.99; Plain_1 10.1.1.0/24-7 10.1.1.0/24; Plain_1 -8"},
		{
			"a connected network can be on a virtualized logical network",
			[]string{"VMNetworks[0].LogicalNetwork", `{"ID": "l3"}`},
			"Office", "Cloudy_0 10.3.0.0/24 10.3.0.10-10.3.0.99",
		},
		{
			"a virtual network without subnets has none",
			[]string{"VMNetworks[2].VMSubnet", `[]`, "StaticIPAddressPools[3]", pool("239.0.0.1", "239.0.0.1")},
			"Tenant", "",
		},
		{"an external network without subnets has none", []string{"VMNetworks[0].IsolationType", `"External"`}, "Office", ""},
		{
			"a number for the isolation of a VM network on isolated sites",
			[]string{"VMNetworks[1].VMSubnet", `[]`, "VMNetworks[1].IsolationType", `3`},
			"Web", "",
		},
		{
			"VM subnets of a connected network",
			[]string{"VMNetworks[0].VMSubnet", `{"Name": "Own", "SubnetVLans": {"Subnet": "10.1.0.0/24"}}`},
			"Office", "Own 10.1.0.0/24 10.1.0.10-10.1.0.99",
		},
		{
			"a VLAN whose addresses VMM does not manage",
			[]string{"VMNetworks[1].VMSubnet[0].SubnetVLans[0].Subnet", `""`},
			"Web", "Web_0",
		},
		{
			"a pool of another site with the same subnet",
			[]string{"VMNetworks[1].VMSubnet[0].LogicalNetworkDefinition", `{"ID": "d1"}`},
			"Web", "Web_0 10.2.1.0/24",
		},
		{
			"IPv6",
			[]string{
				"VMNetworks[1].VMSubnet[0].SubnetVLans[0].Subnet", `"2001:DB8:0::/64"`,
				"StaticIPAddressPools[1].IPAddressRangeStart", `"2001:DB8::10"`, "StaticIPAddressPools[1].IPAddressRangeEnd", `"2001:db8::ffff"`,
			},
			"Web", "Web_0 2001:db8::/64 2001:db8::10-2001:db8::ffff",
		},
		{"the order is the network's own", []string{
			"VMNetworks[2].VMSubnet[2]", `{"ID": "s5", "Name": "A", "SubnetVLans": []}`,
		}, "Tenant", "Front 10.3.0.0/24; Back 10.3.1.0/24 10.3.1.4-10.3.1.254; A"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site, err := vmmexport.Parse(edited(t, tt.edits...))
			if err != nil {
				t.Fatal(err)
			}
			if got := subnets(site.VMNetworks[tt.network]); got != tt.want {
				t.Errorf("the subnets are\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// subnets writes subnets for people: name prefix first-last; ...
func subnets(network vmmexport.VMNetwork) string {
	var all []string
	for _, one := range network.Subnets {
		text := strings.TrimSpace(one.Name + " " + one.AddressPrefix)
		if one.Pool != nil {
			text += " " + one.Pool.First + "-" + one.Pool.Last
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}
