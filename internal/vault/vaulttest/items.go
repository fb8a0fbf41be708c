package vaulttest

import (
	"slices"
	"strings"
)

// Items of lists, with the members that the description's examples have [spec].

const resourceType = "Microsoft.RecoveryServices/vaults/"

func (s *Service) item(name, path string, properties map[string]any) any {
	kinds, _ := apart(strings.Split(path, "/"))
	return map[string]any{"name": name, "type": resourceType + strings.Join(kinds, "/"), "id": s.id(path), "properties": properties}
}

func (s *Service) fabricItem(f *Fabric) any {
	return s.item(f.name, f.path(), map[string]any{
		"friendlyName": f.friendly, "bcdrState": "Valid", "health": "Normal", "healthErrorDetails": []any{},
		"internalIdentifier": f.name, "customDetails": map[string]any{"instanceType": f.kind},
		"encryptionDetails": map[string]any{"kekState": "None"}, "rolloverEncryptionDetails": map[string]any{"kekState": "None"},
	})
}

func (s *Service) networkItems() []lazy {
	var networks []*Network
	for _, fabric := range s.fabrics {
		networks = append(networks, fabric.networks...)
	}
	return each(networks, func(n *Network) any {
		subnets := []any{} // of many networks the list is empty
		for _, subnet := range n.subnets {
			subnets = append(subnets, map[string]any{
				"name": s.guid(), "friendlyName": subnet.Name, "addressList": []any{subnet.Prefix},
			})
		}
		return s.item(n.name, n.path(), map[string]any{
			"fabricType": n.fabric.kind, "friendlyName": n.friendly, "networkType": "NoIsolation", "subnets": subnets,
		})
	})
}

// logicalItems lists logical networks. In the example, an item's name is not
// the one that its id ends with; neither is it here.
func (s *Service) logicalItems(f *Fabric) []lazy {
	return each(f.logical, func(n *logicalNetwork) any {
		other := f.logical[(slices.Index(f.logical, n)+1)%len(f.logical)]
		definitions, virtualization := "LogicalNetworkDefinitionsNotIsolated", "NetworkVirtualizationNotEnabled"
		if n.isolated {
			definitions = "LogicalNetworkDefinitionsIsolated"
		}
		if n.virtualized {
			virtualization = "NetworkVirtualizationEnabled"
		}
		return s.item(other.name, f.path()+"/replicationLogicalNetworks/"+n.name, map[string]any{
			"friendlyName": n.friendly, "logicalNetworkDefinitionsStatus": definitions,
			"networkVirtualizationStatus": virtualization, "logicalNetworkUsage": "NotUsedAsPrivateNetworkForTestFailover",
		})
	})
}

func (c *Cloud) path() string {
	return c.fabric.path() + "/replicationProtectionContainers/" + c.name
}

func (s *Service) clouds() []*Cloud {
	var clouds []*Cloud
	for _, fabric := range s.fabrics {
		clouds = append(clouds, fabric.clouds...)
	}
	return clouds
}

func (s *Service) cloudItems() []lazy {
	return each(s.clouds(), func(c *Cloud) any {
		paired, role := "NotPaired", ""
		if len(c.pairings) > 0 {
			paired, role = "Paired", "Primary"
		}
		return s.item(c.name, c.path(), map[string]any{
			"fabricFriendlyName": c.fabric.friendly, "fabricType": c.fabric.kind, "friendlyName": c.friendly,
			"pairingStatus": paired, "protectedItemCount": len(c.machines), "role": role,
		})
	})
}

func (s *Service) pairingItems() []lazy {
	var items []lazy
	for _, c := range s.clouds() {
		items = append(items, each(c.pairings, func(p *pairing) any {
			// Azure has no ids here: its name stands in their place.
			id, cloud, fabric := "Microsoft Azure", "Microsoft Azure", "Microsoft Azure"
			if p.target != nil {
				id, cloud, fabric = s.id(p.target.path()), p.target.friendly, p.target.fabric.friendly
			}
			return s.item(p.name, c.path()+"/replicationProtectionContainerMappings/"+p.name, map[string]any{
				"health": "Normal", "healthErrorDetails": []any{}, "state": "Paired",
				"policyFriendlyName": p.policy, "policyId": s.id("replicationPolicies/" + p.policy),
				"sourceFabricFriendlyName": c.fabric.friendly, "sourceProtectionContainerFriendlyName": c.friendly,
				"targetFabricFriendlyName": fabric, "targetProtectionContainerFriendlyName": cloud, "targetProtectionContainerId": id,
			})
		})...)
	}
	return items
}

func (s *Service) machineItems() []lazy {
	var items []lazy
	for _, c := range s.clouds() {
		items = append(items, each(c.machines, func(m *machine) any { return s.machineItem(c, m) })...)
	}
	return items
}

func (s *Service) machineItem(c *Cloud, m *machine) any {
	nics := []any{}
	for i, adapter := range m.Adapters {
		nics = append(nics, map[string]any{
			"nicId": m.nics[i], "vMNetworkName": adapter.Network, "recoveryVMNetworkId": adapter.Target, "selectionType": adapter.Chose,
			"ipConfigs": []any{map[string]any{
				"name": "ipconfig1", "isPrimary": true, "subnetName": adapter.Subnet, "staticIPAddress": adapter.Address,
				"recoverySubnetName": adapter.TargetSubnet, "recoveryStaticIPAddress": adapter.TargetAddress,
			}},
		})
	}
	details := map[string]any{"instanceType": "HyperVReplicaAzure", "vmNics": nics, "selectedRecoveryAzureNetworkId": m.SelectedNetwork}
	fabric, fabricID := "Microsoft Azure", "Microsoft Azure"
	if m.To != nil {
		details = map[string]any{"instanceType": "HyperVReplica2012R2", "vmNics": nics}
		fabric, fabricID = m.To.fabric.friendly, s.id(m.To.fabric.path())
	}
	active := "Primary"
	if m.FailedOver {
		active = "Recovery"
	}
	return s.item(m.name, c.path()+"/replicationProtectedItems/"+m.name, map[string]any{
		"friendlyName": m.Name, "protectedItemType": "HyperVVirtualMachine", "protectionState": "Protected", "activeLocation": active,
		"primaryFabricFriendlyName": c.fabric.friendly, "primaryProtectionContainerFriendlyName": c.friendly,
		"recoveryFabricFriendlyName": fabric, "recoveryFabricId": fabricID, "providerSpecificDetails": details,
	})
}

// mappingItem describes a mapping. The answer says fabricSpecificSettings where
// the request says fabricSpecificDetails [domain], and primaryNetworkId has
// Azure's fabric in it although the network is not there [spec].
func (s *Service) mappingItem(m *mapping) any {
	kind, fabric, name := "VmmToAzure", s.azure, m.target[strings.LastIndexByte(m.target, '/')+1:]
	target := m.target
	if m.to != nil {
		kind, fabric, name, target = "VmmToVmm", m.to.fabric, m.to.friendly, s.id(m.to.path())
	}
	return s.item(m.name, m.path(), map[string]any{
		"state": "Paired", "fabricSpecificSettings": map[string]any{"instanceType": kind},
		"primaryFabricFriendlyName": m.source.fabric.friendly, "primaryNetworkFriendlyName": m.source.friendly,
		"primaryNetworkId":           s.id(s.azure.path() + "/replicationNetworks/" + m.source.name),
		"recoveryFabricFriendlyName": fabric.friendly, "recoveryFabricArmId": s.id(fabric.path()),
		"recoveryNetworkFriendlyName": name, "recoveryNetworkId": target,
	})
}
