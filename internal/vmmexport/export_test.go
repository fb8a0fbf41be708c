package vmmexport_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

// small is an export with something of everything in it.
const small = `{
  "VMMServer": {"Name": "localhost", "FullyQualifiedDomainName": "vmm01.example.com"},
  "LogicalNetworks": [
    {"ID": "l1", "Name": "Plain", "NetworkVirtualizationEnabled": false, "IsLogicalNetworkDefinitionIsolated": false},
    {"ID": "l2", "Name": "Lanes", "NetworkVirtualizationEnabled": false, "IsLogicalNetworkDefinitionIsolated": true},
    {"ID": "l3", "Name": "Cloudy", "NetworkVirtualizationEnabled": true, "IsLogicalNetworkDefinitionIsolated": false}
  ],
  "LogicalNetworkDefinitions": [
    {"ID": "d1", "Name": "Plain_0", "LogicalNetwork": {"ID": "l1", "Name": "Plain"},
     "SubnetVLans": [{"Subnet": "10.1.0.0/24", "VLanID": 0}]},
    {"ID": "d2", "Name": "Lanes_0", "LogicalNetwork": {"ID": "l2", "Name": "Lanes"},
     "SubnetVLans": [{"Subnet": "10.2.1.0/24", "VLanID": 21}, {"Subnet": "2001:db8::/64", "VLanID": 22}]},
    {"ID": "d3", "Name": "Cloudy_0", "LogicalNetwork": {"ID": "l3", "Name": "Cloudy"},
     "SubnetVLans": [{"Subnet": "10.3.0.0/24", "VLanID": 0}]}
  ],
  "VMNetworks": [
    {"ID": "n1", "Name": "Office", "IsolationType": "NoIsolation", "LogicalNetwork": {"ID": "l1", "Name": "Plain"}, "VMSubnet": []},
    {"ID": "n2", "Name": "Web", "IsolationType": "VLANNetwork", "LogicalNetwork": {"ID": "l2", "Name": "Lanes"}, "VMSubnet": [
      {"ID": "s2", "Name": "Web_0", "LogicalNetworkDefinition": {"ID": "d2", "Name": "Lanes_0"},
       "SubnetVLans": [{"Subnet": "10.2.1.0/24", "VLanID": 21}]}]},
    {"ID": "n3", "Name": "Tenant", "IsolationType": "WindowsNetworkVirtualization", "LogicalNetwork": {"ID": "l3", "Name": "Cloudy"}, "VMSubnet": [
      {"ID": "s3", "Name": "Front", "LogicalNetworkDefinition": null, "SubnetVLans": [{"Subnet": "10.3.0.0/24", "VLanID": 0}]},
      {"ID": "s4", "Name": "Back", "LogicalNetworkDefinition": null, "SubnetVLans": [{"Subnet": "10.3.1.0/24", "VLanID": 0}]}]}
  ],
  "StaticIPAddressPools": [
    {"ID": "p1", "Name": "Office", "IPAddressRangeStart": "10.1.0.10", "IPAddressRangeEnd": "10.1.0.99",
     "VMSubnet": null, "LogicalNetworkDefinition": {"ID": "d1", "Name": "Plain_0"}},
    {"ID": "p2", "Name": "Web", "IPAddressRangeStart": "10.2.1.10", "IPAddressRangeEnd": "10.2.1.99",
     "VMSubnet": null, "LogicalNetworkDefinition": {"ID": "d2", "Name": "Lanes_0"}},
    {"ID": "p3", "Name": "Provider addresses", "IPAddressRangeStart": "10.3.0.10", "IPAddressRangeEnd": "10.3.0.99",
     "VMSubnet": null, "LogicalNetworkDefinition": {"ID": "d3", "Name": "Cloudy_0"}},
    {"ID": "p4", "Name": "Back", "IPAddressRangeStart": "10.3.1.4", "IPAddressRangeEnd": "10.3.1.254",
     "VMSubnet": {"ID": "s4", "Name": "Back"}, "LogicalNetworkDefinition": null}
  ],
  "Clouds": [
    {"ID": "c1", "Name": "Gold", "LogicalNetworks": [{"ID": "l2", "Name": "Lanes"}, {"ID": "l1", "Name": "Plain"}],
     "HostGroup": [{"ID": "g1", "Name": "Beijing", "Path": "All Hosts\\Beijing"}]},
    {"ID": "c2", "Name": "Bronze", "LogicalNetworks": [], "HostGroup": [{"ID": "g2", "Name": "Lab", "Path": "All Hosts\\Beijing\\Lab"}]}
  ],
  "VMHosts": [
    {"ID": "h1", "Name": "hv1", "VMHostGroup": {"ID": "g1", "Name": "Beijing", "Path": "All Hosts\\Beijing"}},
    {"ID": "h2", "Name": "hv2", "VMHostGroup": {"ID": "g2", "Name": "Lab", "Path": "All Hosts\\Beijing\\Lab"}}
  ],
  "VMHostNetworkAdapters": [
    {"ID": "a1", "Name": "NIC 1", "AvailableForPlacement": false, "VMHost": {"ID": "h1", "Name": "hv1"},
     "LogicalNetworks": [{"ID": "l1", "Name": "Plain"}]},
    {"ID": "a2", "Name": "NIC 2", "AvailableForPlacement": true, "VMHost": {"ID": "h1", "Name": "hv1"},
     "LogicalNetworks": [{"ID": "l3", "Name": "Cloudy"}, {"ID": "l2", "Name": "Lanes"}]},
    {"ID": "a3", "Name": "NIC 1", "AvailableForPlacement": true, "VMHost": {"ID": "h2", "Name": "hv2"}, "LogicalNetworks": []}
  ]
}`

// smallSite is what Parse makes of it.
func smallSite() vmmexport.Site {
	return vmmexport.Site{
		Server: "vmm01.example.com",
		LogicalNetworks: map[string]vmmexport.LogicalNetwork{
			"Plain": {Isolation: "none"}, "Lanes": {Isolation: "vlan"}, "Cloudy": {Isolation: "network_virtualization"},
		},
		VMNetworks: map[string]vmmexport.VMNetwork{
			"Office": {LogicalNetwork: "Plain", Subnets: []topology.Subnet{
				{Name: "Plain_0", AddressPrefix: "10.1.0.0/24", Pool: &topology.Pool{First: "10.1.0.10", Last: "10.1.0.99"}},
			}},
			"Web": {LogicalNetwork: "Lanes", Subnets: []topology.Subnet{
				{Name: "Web_0", AddressPrefix: "10.2.1.0/24", Pool: &topology.Pool{First: "10.2.1.10", Last: "10.2.1.99"}},
			}},
			"Tenant": {LogicalNetwork: "Cloudy", Subnets: []topology.Subnet{
				{Name: "Front", AddressPrefix: "10.3.0.0/24"},
				{Name: "Back", AddressPrefix: "10.3.1.0/24", Pool: &topology.Pool{First: "10.3.1.4", Last: "10.3.1.254"}},
			}},
		},
		Clouds: map[string]vmmexport.Cloud{
			"Gold": {LogicalNetworks: []string{"Lanes", "Plain"}}, "Bronze": {LogicalNetworks: []string{}},
		},
		Hosts: map[string]vmmexport.Host{
			"hv1": {Clouds: []string{"Gold"}, LogicalNetworks: []string{"Cloudy", "Lanes"}},
			"hv2": {Clouds: []string{"Bronze", "Gold"}, LogicalNetworks: []string{}},
		},
	}
}

// edited returns the small export with other values at some places. A place is
// written like in the errors of Parse; no value at all takes out what is there.
func edited(t *testing.T, edits ...string) string {
	t.Helper()
	var export any
	if err := json.Unmarshal([]byte(small), &export); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(edits); i += 2 {
		var value any
		if edits[i+1] != "" {
			if err := json.Unmarshal([]byte(edits[i+1]), &value); err != nil {
				t.Fatalf("%s: %v", edits[i+1], err)
			}
		}
		steps := strings.FieldsFunc(edits[i], func(r rune) bool { return strings.ContainsRune(".[]", r) })
		export = put(export, steps, value, edits[i+1] == "")
	}
	text, err := json.Marshal(export)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// put puts a value at a place of a tree, or at the end of a list.
func put(tree any, steps []string, value any, remove bool) any {
	if len(steps) == 0 {
		return value
	}
	switch tree := tree.(type) {
	case map[string]any:
		if remove && len(steps) == 1 {
			delete(tree, steps[0])
		} else {
			tree[steps[0]] = put(tree[steps[0]], steps[1:], value, remove)
		}
		return tree
	case []any:
		at, err := strconv.Atoi(steps[0])
		if err != nil {
			panic(fmt.Sprintf("no index: %q", steps[0]))
		}
		if at == len(tree) {
			return append(tree, value)
		}
		tree[at] = put(tree[at], steps[1:], value, remove)
		return tree
	}
	panic(fmt.Sprintf("nothing is at %q", steps))
}
