package vmmexport_test

import (
	"reflect"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

// raw is what cmdlets print that nothing was selected from: more members than
// are needed, text where the depth ends, numbers for enumerations, dates, and
// the one object itself where a cmdlet returns one.
const raw = `{
  "VMMServer": {
    "Name": "vmm02", "Port": 8100, "IsConnected": true, "Profile": 1, "FullyQualifiedDomainName": "vmm02.example.com",
    "Channel": "Microsoft.VirtualManager.Remoting.IVirtualManagerService", "ProductVersion": "10.19.2591.0"
  },
  "LogicalNetworks": [
    {
      "Name": "Corp", "Description": "", "IsViewOnly": false, "NetworkVirtualizationEnabled": false, "UseGRE": false, "IsPVLAN": false,
      "IsLogicalNetworkDefinitionIsolated": false, "ExternalSyncTime": null, "ObjectType": 63, "MarkedForDeletion": false,
      "ServerConnection": "Microsoft.SystemCenter.VirtualMachineManager.Remoting.ServerConnection",
      "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a11"
    },
    {
      "Name": "Pairs", "NetworkVirtualizationEnabled": false, "UseGRE": false, "IsPVLAN": true,
      "IsLogicalNetworkDefinitionIsolated": true, "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a12"
    }
  ],
  "LogicalNetworkDefinitions": {
    "Name": "Corp_0", "IsolationType": 1, "HostGroups": ["All Hosts"],
    "LogicalNetwork": {"Name": "Corp", "ServerConnection": {"Name": "localhost"}, "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a11"},
    "SubnetVLans": [
      {"Subnet": "10.9.0.0/22", "VLanID": 0, "SecondaryVLanID": 0, "IsVlanEnabled": false, "IsSecondaryVlanEnabled": false,
       "SupportsDHCP": true, "IsAssignedToVMSubnet": false}
    ],
    "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a21"
  },
  "VMNetworks": {
    "Name": "Corp", "Description": "", "Owner": "EXAMPLE\\admin", "IsolationType": 1, "RoutingDomainId": "00000000-0000-0000-0000-000000000000",
    "PAIPAddressPoolType": 0, "GrantedToList": "", "AddedTime": "\/Date(1509396461663)\/",
    "LogicalNetwork": {"Name": "Corp", "IsPVLAN": false, "ID": "7B3C2F5E-0D5F-4A0E-8A46-4D0C1F9E6A11"},
    "VMSubnet": [], "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a31"
  },
  "StaticIPAddressPools": {
    "Name": "Corp", "Subnet": "10.9.0.0/22", "VLanID": 0, "IPAddressRangeStart": "10.9.1.1", "IPAddressRangeEnd": "10.9.2.254",
    "IPAddressReservedSet": "", "DNSServers": "10.9.0.2 10.9.0.3", "DefaultGateways": "10.9.0.1", "TotalAddresses": 510,
    "VMSubnet": null, "LogicalNetworkDefinition": {"Name": "Corp_0", "SubnetVLans": "10.9.0.0/22-0", "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a21"},
    "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a41"
  },
  "Clouds": {
    "Name": "Only", "IsDRProtected": true, "CapabilityProfiles": "Hyper-V", "LogicalNetworks": {"Name": "Corp", "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a11"},
    "HostGroup": {"Name": "All Hosts", "Path": "All Hosts", "IsRoot": true, "AllChildHosts": "hv9.example.com"},
    "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a51"
  },
  "VMHosts": {
    "Name": "hv9.example.com", "OverallState": 0, "VirtualizationPlatform": 2, "HyperVVersion": {"Major": 10, "Minor": 0},
    "VMHostGroup": {"Name": "Racks", "Path": "All Hosts\\Racks", "ParentHostGroup": "All Hosts"},
    "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a61"
  },
  "VMHostNetworkAdapters": {
    "Name": "Team", "VLanMode": 1, "UsableVLanTags": "0 231", "AvailableForPlacement": true, "UsedForManagement": true,
    "VMHost": {"Name": "hv9.example.com", "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a61"},
    "LogicalNetworkMap": "System.Collections.Generic.Dictionary` + "`2" + `[Microsoft.SystemCenter.VirtualMachineManager.LogicalNetwork]",
    "LogicalNetworks": [{"Name": "Corp", "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a11"}],
    "ID": "7b3c2f5e-0d5f-4a0e-8a46-4d0c1f9e6a71"
  }
}`

func TestRawOutput(t *testing.T) {
	got, err := vmmexport.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if want := (vmmexport.Site{
		Server:          "vmm02.example.com",
		LogicalNetworks: map[string]vmmexport.LogicalNetwork{"Corp": {Isolation: "none"}, "Pairs": {Isolation: "vlan"}},
		VMNetworks: map[string]vmmexport.VMNetwork{"Corp": {LogicalNetwork: "Corp", Subnets: []topology.Subnet{
			{Name: "Corp_0", AddressPrefix: "10.9.0.0/22", Pool: &topology.Pool{First: "10.9.1.1", Last: "10.9.2.254"}},
		}}},
		Clouds: map[string]vmmexport.Cloud{"Only": {LogicalNetworks: []string{"Corp"}}},
		Hosts:  map[string]vmmexport.Host{"hv9.example.com": {Clouds: []string{"Only"}, LogicalNetworks: []string{"Corp"}}},
	}); !reflect.DeepEqual(got, want) {
		t.Errorf("the site is\n%+v\nwant\n%+v", got, want)
	}
}
