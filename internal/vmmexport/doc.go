// Package vmmexport reads what the PowerShell of System Center Virtual Machine
// Manager (VMM) prints about a site, and returns the site in the shape that
// Terraform's for_each takes.
//
// An export is one JSON object with a member for each cmdlet:
//
//	VMMServer                  Get-SCVMMServer: Name, FullyQualifiedDomainName
//	LogicalNetworks            Get-SCLogicalNetwork: ID, Name, NetworkVirtualizationEnabled,
//	                           IsLogicalNetworkDefinitionIsolated
//	LogicalNetworkDefinitions  Get-SCLogicalNetworkDefinition (the network sites): ID, Name,
//	                           LogicalNetwork, SubnetVLans [Subnet, VLanID]
//	VMNetworks                 Get-SCVMNetwork: ID, Name, IsolationType, LogicalNetwork, VMSubnet [ID,
//	                           Name, LogicalNetworkDefinition, SubnetVLans [Subnet, VLanID]]
//	StaticIPAddressPools       Get-SCStaticIPAddressPool: ID, Name, IPAddressRangeStart,
//	                           IPAddressRangeEnd, VMSubnet, LogicalNetworkDefinition
//	Clouds                     Get-SCCloud: ID, Name, LogicalNetworks, HostGroup [Path]
//	VMHosts                    Get-SCVMHost: ID, Name, VMHostGroup [Path]
//	VMHostNetworkAdapters      Get-SCVMHostNetworkAdapter: AvailableForPlacement, VMHost,
//	                           LogicalNetworks
//
// Its rules:
//
//   - Other members are ignored, so that what a cmdlet prints unselected can be
//     read as well. The case of a member's name does not count.
//   - A reference to another object is an object with an ID, a Name or both. A
//     name alone is not taken for one: it is what ConvertTo-Json leaves of an
//     object that lies deeper than its -Depth.
//   - A list of one may be printed as what is in it, an empty one as null, and
//     any list as {"value": [...], "Count": n}: Windows PowerShell does all three.
//   - Nothing that the site has a place for is dropped: two IP pools of one
//     subnet, or two address prefixes, are an error. IP pools that no virtual
//     machine gets an address from are left out.
//   - An error names the place, the value and the remedy. Of several, all are told.
//
// Whether the site makes sense beyond that is for package engine to say.
package vmmexport
