package vault

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	siterecovery "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/recoveryservices/armrecoveryservicessiterecovery/v2"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

const (
	// vmmType is the type of a fabric that is a VMM server.
	vmmType = "VMM"
	// azureName is what the service calls Azure, in names and in place of ids.
	azureName = "Microsoft Azure"
	azureKey  = "AZURE"

	vmmToAzure = "VmmToAzure"
	vmmToVMM   = "VmmToVmm"
)

// Discover returns all that the vault knows. What has been listed already is
// not listed again.
func (v *Vault) Discover(ctx context.Context) (Discovery, error) {
	var found Discovery
	parts := map[string]func(context.Context) error{
		"fabrics":          into(&found.Fabrics, v.Fabrics),
		"networks":         into(&found.Networks, v.Networks),
		"logical networks": into(&found.LogicalNetworks, v.LogicalNetworks),
		"clouds":           into(&found.Clouds, v.Clouds),
		"pairings":         into(&found.Pairings, v.Pairings),
		"mappings":         into(&found.Mappings, v.Mappings),
		"machines":         into(&found.Machines, v.Machines),
	}
	err := Each(ctx, len(parts), slices.Sorted(maps.Keys(parts)), func(ctx context.Context, part string) error { return parts[part](ctx) })
	if err != nil {
		return Discovery{}, first(err)
	}
	return found, nil
}

// into returns a function that puts a list where it belongs.
func into[T any](place *[]T, list func(context.Context) ([]T, error)) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		*place, err = list(ctx)
		return err
	}
}

// pages lists a collection, a page a request.
func pages[Page, Item any](ctx context.Context, c *connection, what string, pager func(*api) *runtime.Pager[Page],
	items func(Page) []*Item,
) ([]*Item, error) {
	doing := fmt.Sprintf("list the %s of vault '%s'", what, c.settings.vault.name(vaultsSegment))
	calls, err := c.calls()
	if err != nil {
		return nil, c.failed(doing, err)
	}
	var all []*Item
	for pages := pager(calls); pages.More(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, c.unknownVault(c.failed(doing, err))
		}
		for _, item := range items(page) {
			if item != nil {
				all = append(all, item)
			}
		}
	}
	return all, nil
}

// unknownVault adds to an error that the vault itself may be what is not there.
func (c *connection) unknownVault(err error) error {
	if failure, ok := err.(*ServiceError); ok && failure.absent() { //nolint:errorlint // it was just made
		failure.Remedy = "Check vault_id: there is no such vault, or Site Recovery was never set up in it"
	}
	return err
}

// Fabrics returns the sites that the vault knows.
func (v *Vault) Fabrics(ctx context.Context) ([]Fabric, error) {
	return v.fabrics.get(ctx, func(ctx context.Context) ([]Fabric, error) {
		items, err := pages(ctx, v.connection, "fabrics", func(a *api) *runtime.Pager[fabricsPage] { return a.fabrics() }, func(page fabricsPage) []*siterecovery.Fabric { return page.Value })
		if err != nil {
			return nil, err
		}
		fabrics := make([]Fabric, 0, len(items))
		for _, item := range items {
			properties := value(item.Properties)
			fabric := Fabric{ARM: v.arm(item.ID), Name: value(properties.FriendlyName), Health: value(properties.Health)}
			if details := properties.CustomDetails; details != nil {
				fabric.Type = value(details.GetFabricSpecificDetails().InstanceType)
			}
			if topology.SameName(fabric.Type, vmmType) && topology.CheckName(topology.KindServer, fabric.Name) == nil {
				fabric.ID = topology.ServerID(fabric.Name)
			}
			fabrics = append(fabrics, fabric)
		}
		return sorted(fabrics, func(f Fabric) (string, ARMID) { return f.Name, f.ARM }), nil
	})
}

// Networks returns the VM networks that the vault discovered.
func (v *Vault) Networks(ctx context.Context) ([]Network, error) {
	index, err := v.networkIndex(ctx)
	if err != nil {
		return nil, err
	}
	return index.all, nil
}

// networkIndex are the networks, and the ways to find one.
type networkIndex struct {
	all []Network
	// byKey leads from a network's key, and byName from its fabric's key and its
	// name, which is not always its alone.
	byKey  map[string]Network
	byName map[fabricName][]Network
}

// fabricName is a name on a fabric, in the form in which names are compared.
type fabricName struct{ fabric, name string }

func (v *Vault) networkIndex(ctx context.Context) (*networkIndex, error) {
	return v.networks.get(ctx, func(ctx context.Context) (*networkIndex, error) {
		servers, err := v.servers(ctx)
		if err != nil {
			return nil, err
		}
		items, err := pages(ctx, v.connection, "networks", func(a *api) *runtime.Pager[networksPage] { return a.networks() }, func(page networksPage) []*siterecovery.Network {
			return page.Value
		})
		if err != nil {
			return nil, err
		}
		index := &networkIndex{byKey: map[string]Network{}, byName: map[fabricName][]Network{}}
		for _, item := range items {
			properties := value(item.Properties)
			network := Network{ARM: v.arm(item.ID), Name: value(properties.FriendlyName), Type: value(properties.NetworkType)}
			server, ok := servers[network.ARM.fabricKey()]
			if !ok {
				continue // of a fabric that is no VMM server
			}
			network.server = server.Name
			network.ID = child(server.ID, topology.KindVMNetwork, network.Name, topology.VMNetworkID)
			for _, item := range properties.Subnets {
				if item != nil {
					network.Subnets = append(network.Subnets, subnet(*item))
				}
			}
			index.all = append(index.all, network)
		}
		index.all = sorted(index.all, func(n Network) (string, ARMID) { return n.server + "/" + n.Name, n.ARM })
		for _, network := range index.all {
			index.byKey[network.ARM.networkKey()] = network
			name := fabricName{network.ARM.fabricKey(), topology.Fold(network.Name)}
			index.byName[name] = append(index.byName[name], network)
		}
		return index, nil
	})
}

func subnet(item siterecovery.Subnet) Subnet {
	found := Subnet{Name: value(item.FriendlyName)}
	if found.Name == "" {
		found.Name = value(item.Name)
	}
	for _, prefix := range item.AddressList {
		found.AddressPrefixes = append(found.AddressPrefixes, value(prefix))
	}
	return found
}

// servers returns the VMM servers by the keys of their fabrics.
func (v *Vault) servers(ctx context.Context) (map[string]Fabric, error) {
	fabrics, err := v.Fabrics(ctx)
	if err != nil {
		return nil, err
	}
	servers := map[string]Fabric{}
	for _, fabric := range fabrics {
		if topology.SameName(fabric.Type, vmmType) {
			servers[fabric.ARM.fabricKey()] = fabric
		}
	}
	return servers, nil
}

// LogicalNetworks returns the logical networks that the vault discovered. They
// can only be listed one VMM server at a time.
func (v *Vault) LogicalNetworks(ctx context.Context) ([]LogicalNetwork, error) {
	return v.logical.get(ctx, func(ctx context.Context) ([]LogicalNetwork, error) {
		servers, err := v.servers(ctx)
		if err != nil {
			return nil, err
		}
		keys := slices.Sorted(maps.Keys(servers))
		results := make([][]*siterecovery.LogicalNetwork, len(keys))
		err = Each(ctx, v.settings.pace.AtOnce, keys, func(ctx context.Context, key string) error {
			items, err := pages(ctx, v.connection, fmt.Sprintf("logical networks of VMM server '%s'", servers[key].Name),
				func(a *api) *runtime.Pager[logicalNetworksPage] {
					return a.logicalNetworks(servers[key].ARM)
				}, func(page logicalNetworksPage) []*siterecovery.LogicalNetwork {
					return page.Value
				})
			results[slices.Index(keys, key)] = items
			return err
		})
		if err != nil {
			return nil, first(err)
		}
		var networks []LogicalNetwork
		for i, key := range keys {
			for _, item := range results[i] {
				networks = append(networks, v.logicalNetwork(servers[key], item))
			}
		}
		return sorted(networks, func(n LogicalNetwork) (string, ARMID) { return n.ID.String() + " " + n.Name, n.ARM }), nil
	})
}

func (v *Vault) logicalNetwork(server Fabric, item *siterecovery.LogicalNetwork) LogicalNetwork {
	properties := value(item.Properties)
	network := LogicalNetwork{ARM: v.arm(item.ID), Name: value(properties.FriendlyName), Isolation: topology.IsolationNone}
	network.ID = child(server.ID, topology.KindLogicalNetwork, network.Name, topology.LogicalNetworkID)
	switch {
	case topology.SameName(value(properties.NetworkVirtualizationStatus), "NetworkVirtualizationEnabled"):
		network.Isolation = topology.IsolationNetworkVirtualization
	case topology.SameName(value(properties.LogicalNetworkDefinitionsStatus), "LogicalNetworkDefinitionsIsolated"):
		network.Isolation = topology.IsolationVLAN
	}
	return network
}

// Clouds returns the VMM clouds that the vault discovered.
func (v *Vault) Clouds(ctx context.Context) ([]Cloud, error) {
	return v.clouds.get(ctx, func(ctx context.Context) ([]Cloud, error) {
		servers, err := v.servers(ctx)
		if err != nil {
			return nil, err
		}
		items, err := pages(ctx, v.connection, "clouds", func(a *api) *runtime.Pager[cloudsPage] {
			return a.clouds()
		}, func(page cloudsPage) []*siterecovery.ProtectionContainer {
			return page.Value
		})
		if err != nil {
			return nil, err
		}
		clouds := make([]Cloud, 0, len(items))
		for _, item := range items {
			properties := value(item.Properties)
			cloud := Cloud{
				ARM: v.arm(item.ID), Name: value(properties.FriendlyName), Role: value(properties.Role),
				Paired: value(properties.PairingStatus), Machines: int(value(properties.ProtectedItemCount)),
			}
			server, ok := servers[cloud.ARM.fabricKey()]
			if !ok {
				continue // a Hyper-V site, or Azure
			}
			cloud.Server = server.ID
			cloud.ID = child(server.ID, topology.KindCloud, cloud.Name, topology.CloudID)
			clouds = append(clouds, cloud)
		}
		return sorted(clouds, func(c Cloud) (string, ARMID) { return c.ID.String() + " " + c.Name, c.ARM }), nil
	})
}

// Pairings returns the cloud protections that the vault has.
func (v *Vault) Pairings(ctx context.Context) ([]Pairing, error) {
	return v.pairings.get(ctx, func(ctx context.Context) ([]Pairing, error) {
		clouds, err := v.cloudsByARM(ctx)
		if err != nil {
			return nil, err
		}
		items, err := pages(ctx, v.connection, "cloud pairings", func(a *api) *runtime.Pager[pairingsPage] {
			return a.pairings()
		}, func(page pairingsPage) []*siterecovery.ProtectionContainerMapping {
			return page.Value
		})
		if err != nil {
			return nil, err
		}
		pairings := make([]Pairing, 0, len(items))
		for _, item := range items {
			properties := value(item.Properties)
			pairing := Pairing{
				ARM: v.arm(item.ID), Policy: value(properties.PolicyFriendlyName),
				State: value(properties.State), Health: value(properties.Health),
			}
			protected, ok := clouds[containerKey(pairing.ARM)]
			if !ok {
				continue
			}
			pairing.Protected = protected.ID
			target := v.arm(properties.TargetProtectionContainerID)
			if protecting, ok := clouds[containerKey(target)]; ok {
				pairing.Protecting = protecting.ID
			} else {
				pairing.ToAzure = isAzure(target.String(), value(properties.TargetFabricFriendlyName))
			}
			pairings = append(pairings, pairing)
		}
		return sorted(pairings, func(p Pairing) (string, ARMID) { return p.Protected.String(), p.ARM }), nil
	})
}

// isAzure reports whether one of the texts is the service's name for Azure.
func isAzure(texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return topology.SameName(text, azureName) })
}

// cloudsByARM returns the clouds by the keys of their containers.
func (v *Vault) cloudsByARM(ctx context.Context) (map[string]Cloud, error) {
	clouds, err := v.Clouds(ctx)
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]Cloud, len(clouds))
	for _, cloud := range clouds {
		byKey[containerKey(cloud.ARM)] = cloud
	}
	return byKey, nil
}

// containerKey is the same for every id below one protection container.
func containerKey(id ARMID) string {
	return topology.Fold(id.name(fabricsSegment) + "/" + id.name(containersSegment))
}

// child returns the id of what has a name on a server, zero where either cannot
// be known here.
func child(server topology.ID, kind topology.Kind, name string, id func(topology.ID, string) topology.ID) topology.ID {
	if server.IsZero() || topology.CheckName(kind, name) != nil {
		return topology.ID{}
	}
	return id(server, name)
}

// value returns what a pointer points to, the zero value for nil.
func value[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}

// sorted sorts by a name and then by the id, both without regard to case. What
// is in the list twice, because it moved from one page to the next, is in it once.
func sorted[T any](list []T, by func(T) (string, ARMID)) []T {
	slices.SortFunc(list, func(a, b T) int {
		nameA, idA := by(a)
		nameB, idB := by(b)
		return cmp.Or(strings.Compare(topology.Fold(nameA), topology.Fold(nameB)), strings.Compare(idA.Key(), idB.Key()))
	})
	return slices.CompactFunc(list, func(a, b T) bool {
		_, idA := by(a)
		_, idB := by(b)
		return idA.Same(idB)
	})
}
