package vault

import (
	"context"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	siterecovery "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/recoveryservices/armrecoveryservicessiterecovery/v2"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Machines returns the protected virtual machines of VMM clouds.
func (v *Vault) Machines(ctx context.Context) ([]Machine, error) {
	return v.machines.get(ctx, func(ctx context.Context) ([]Machine, error) {
		clouds, err := v.cloudsByARM(ctx)
		if err != nil {
			return nil, err
		}
		networks, err := v.networkIndex(ctx)
		if err != nil {
			return nil, err
		}
		servers, err := v.servers(ctx)
		if err != nil {
			return nil, err
		}
		items, err := pages(ctx, v.connection, "protected machines", func(a *api) *runtime.Pager[machinesPage] {
			return a.machines()
		}, func(page machinesPage) []*siterecovery.ReplicationProtectedItem {
			return page.Value
		})
		if err != nil {
			return nil, err
		}
		machines := make([]Machine, 0, len(items))
		for _, item := range items {
			properties := value(item.Properties)
			nics, selected, toAzure, ok := details(properties.ProviderSpecificDetails)
			cloud, known := clouds[containerKey(v.arm(item.ID))]
			if !ok || !known {
				continue // not a machine of a VMM cloud
			}
			machine := Machine{
				ARM: v.arm(item.ID), Name: value(properties.FriendlyName), State: value(properties.ProtectionState),
				Server: cloud.Server, Cloud: cloud.ID,
				FailedOver: topology.SameName(value(properties.ActiveLocation), "Recovery"),
			}
			if toAzure {
				machine.Fabric = topology.Azure
			} else {
				machine.Fabric = servers[v.arm(properties.RecoveryFabricID).fabricKey()].ID
			}
			for _, nic := range nics {
				if nic != nil {
					machine.Adapters = append(machine.Adapters, v.adapter(machine, nic, selected, networks))
				}
			}
			machines = append(machines, machine)
		}
		machines = sorted(machines, func(m Machine) (string, ARMID) { return m.Name, m.ARM })
		nameApart(machines)
		return sorted(machines, func(m Machine) (string, ARMID) { return m.Key, m.ARM }), nil
	})
}

// details returns what a machine's replication says about its adapters: those
// of Hyper-V, to Azure or to another VMM server.
func details(of siterecovery.ReplicationProviderSpecificSettingsClassification) (nics []*siterecovery.VMNicDetails, selected string, toAzure, ok bool) {
	switch details := of.(type) {
	case *siterecovery.HyperVReplicaAzureReplicationDetails:
		return details.VMNics, value(details.SelectedRecoveryAzureNetworkID), true, true
	case *siterecovery.HyperVReplicaReplicationDetails:
		return details.VMNics, "", false, true
	case *siterecovery.HyperVReplicaBlueReplicationDetails:
		return details.VMNics, "", false, true
	case *siterecovery.HyperVReplicaBaseReplicationDetails:
		return details.VMNics, "", false, true
	}
	return nil, "", false, false
}

func (v *Vault) adapter(machine Machine, nic *siterecovery.VMNicDetails, selected string, networks *networkIndex) Adapter {
	found := Adapter{
		NIC: value(nic.NicID), NetworkName: value(nic.VMNetworkName), Selection: value(nic.SelectionType),
		TargetARM: v.arm(nic.RecoveryVMNetworkID),
	}
	found.Network = child(machine.Server, topology.KindVMNetwork, found.NetworkName, topology.VMNetworkID)
	if found.TargetARM.IsZero() {
		found.TargetARM = armID(selected)
	}
	found.Target = target(found.TargetARM, networks)
	if address := primary(nic.IPConfigs); address != nil {
		found.SubnetName, found.Address = value(address.SubnetName), value(address.StaticIPAddress)
		found.TargetSubnetName, found.TargetAddress = value(address.RecoverySubnetName), value(address.RecoveryStaticIPAddress)
	}
	return found
}

// primary returns the primary one of an adapter's addresses, or else the first.
func primary(addresses []*siterecovery.IPConfigDetails) *siterecovery.IPConfigDetails {
	var found *siterecovery.IPConfigDetails
	for _, address := range addresses {
		switch {
		case address == nil:
		case value(address.IsPrimary):
			return address
		case found == nil:
			found = address
		}
	}
	return found
}

// target returns the id of the network that the service calls by an ARM id: a
// virtual network of Azure, or a VM network that the vault discovered.
func target(id ARMID, networks *networkIndex) topology.ID {
	if network, ok := networks.byKey[id.networkKey()]; ok {
		return network.ID
	}
	if parsed, err := topology.ParseID(id.String()); err == nil && parsed.Kind() == topology.KindAzureNetwork {
		return parsed
	}
	return topology.ID{}
}

// nameApart gives each machine a key of its own: its name, with its cloud, its
// server and at last its id where others are called the same.
func nameApart(machines []Machine) {
	longer := []func(Machine) string{
		func(m Machine) string { return m.Name },
		func(m Machine) string { return m.Name + " (" + m.Cloud.Name() + ")" },
		func(m Machine) string { return m.Name + " (" + m.Cloud.Name() + ", " + m.Server.Name() + ")" },
		func(m Machine) string { return m.Name + " (" + m.ARM.name(machinesSegment) + ")" },
	}
	apart := map[int]bool{}
	for _, key := range longer {
		count := map[string]int{}
		for _, machine := range machines {
			count[topology.Fold(key(machine))]++
		}
		for i := range machines {
			if !apart[i] {
				machines[i].Key = key(machines[i])
				apart[i] = count[topology.Fold(machines[i].Key)] == 1
			}
		}
	}
}
