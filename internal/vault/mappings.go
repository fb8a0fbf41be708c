package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	siterecovery "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/recoveryservices/armrecoveryservicessiterecovery/v2"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// mappingIndex are the mappings. What the run changes is carried forward in it.
type mappingIndex struct {
	mu      sync.Mutex
	byARM   map[string]Mapping
	byPlace map[place][]Mapping
}

// put puts a mapping in the place of the one with the same id.
func (i *mappingIndex) put(mapping Mapping) {
	i.remove(mapping.ARM)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.byARM[mapping.ARM.Key()] = mapping
	at := mapping.place()
	i.byPlace[at] = append(slices.Clone(i.byPlace[at]), mapping)
}

func (i *mappingIndex) remove(id ARMID) {
	i.mu.Lock()
	defer i.mu.Unlock()
	mapping, ok := i.byARM[id.Key()]
	if !ok {
		return
	}
	delete(i.byARM, id.Key())
	at := mapping.place()
	i.byPlace[at] = slices.DeleteFunc(slices.Clone(i.byPlace[at]), func(m Mapping) bool { return m.ARM.Same(id) })
}

func (i *mappingIndex) get(id ARMID) (Mapping, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	mapping, ok := i.byARM[id.Key()]
	return mapping, ok
}

func (i *mappingIndex) at(p place) []Mapping {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.byPlace[p]
}

func (i *mappingIndex) all() []Mapping {
	i.mu.Lock()
	defer i.mu.Unlock()
	mappings := slices.Collect(maps.Values(i.byARM))
	return sorted(mappings, func(m Mapping) (string, ARMID) { return m.Source.String(), m.ARM })
}

// Mappings returns the network mappings of VM networks that are in force in the
// vault, those that this run made included.
func (v *Vault) Mappings(ctx context.Context) ([]Mapping, error) {
	index, err := v.mappingIndex(ctx)
	if err != nil {
		return nil, err
	}
	return index.all(), nil
}

func (v *Vault) mappingIndex(ctx context.Context) (*mappingIndex, error) {
	return v.mappings.get(ctx, func(ctx context.Context) (*mappingIndex, error) {
		networks, err := v.networkIndex(ctx)
		if err != nil {
			return nil, err
		}
		items, err := pages(ctx, v.connection, "network mappings", func(a *api) *runtime.Pager[mappingsPage] {
			return a.mappings()
		}, func(page mappingsPage) []*siterecovery.NetworkMapping {
			return page.Value
		})
		if err != nil {
			return nil, err
		}
		index := &mappingIndex{byARM: map[string]Mapping{}, byPlace: map[place][]Mapping{}}
		for _, item := range items {
			if mapping, ok := v.mappingOf(item, networks); ok {
				index.put(mapping)
			}
		}
		return index, nil
	})
}

// mappingOf reads a mapping, and reports whether it is one of a VM network.
//
// Its source is told by its own id: the service has been seen to put another
// fabric into primaryNetworkId.
func (v *Vault) mappingOf(item *siterecovery.NetworkMapping, networks *networkIndex) (Mapping, bool) {
	properties := value(item.Properties)
	mapping := Mapping{
		ARM: v.arm(item.ID), TargetARM: v.arm(properties.RecoveryNetworkID), State: value(properties.State),
	}
	var kind string
	if settings := properties.FabricSpecificSettings; settings != nil {
		kind = value(settings.GetNetworkMappingFabricSpecificSettings().InstanceType)
	}
	switch {
	case topology.SameName(kind, vmmToAzure):
		mapping.Scenario = topology.VMMToAzure
	case topology.SameName(kind, vmmToVMM):
		mapping.Scenario = topology.VMMToVMM
	default:
		return Mapping{}, false // between regions of Azure
	}
	if source, ok := networks.byKey[mapping.ARM.networkKey()]; ok {
		mapping.Source = source.ID
	} else {
		server := value(properties.PrimaryFabricFriendlyName)
		if topology.CheckName(topology.KindServer, server) == nil {
			mapping.Source = child(topology.ServerID(server), topology.KindVMNetwork,
				value(properties.PrimaryNetworkFriendlyName), topology.VMNetworkID)
		}
	}
	mapping.Target = target(mapping.TargetARM, networks)
	mapping.Ours = topology.SameName(mapping.ARM.name(networkMappingsSegment), mappingName(mapping.ARM, mapping.fabricKey()))
	return mapping, true
}

// mappingName returns the name that this provider gives to the mapping of a
// network to a fabric. It is the same in every run, so that what an interrupted
// run has made is known again.
func mappingName(network ARMID, fabricKey string) string {
	const prefix, length = "siterecovery-", 16
	sum := sha256.Sum256([]byte(network.networkKey() + " -> " + fabricKey))
	return prefix + hex.EncodeToString(sum[:length])
}

// MappingOf returns the mapping of a link's source network to its fabric, and
// false if there is none.
func (v *Vault) MappingOf(ctx context.Context, link Link) (Mapping, bool, error) {
	index, err := v.mappingIndex(ctx)
	if err != nil {
		return Mapping{}, false, err
	}
	found := index.at(place{link.Source.ARM.networkKey(), link.fabricKey()})
	if len(found) > 1 {
		ids := make([]ARMID, len(found))
		for i, mapping := range found {
			ids[i] = mapping.ARM
		}
		return Mapping{}, false, &AmbiguousError{
			What: fmt.Sprintf("network mapping of '%s' to %s", link.Source.Name, link.fabricLabel()), IDs: ids,
			Remedy: "Delete all but one of them in the vault, and run again.",
		}
	}
	if len(found) == 0 {
		return Mapping{}, false, nil
	}
	return found[0], true, nil
}

// MappingByID returns the mapping with an ARM id, in whatever case it is written.
// Where there is none, the error is [ErrAbsent].
func (v *Vault) MappingByID(ctx context.Context, id string) (Mapping, error) {
	index, err := v.mappingIndex(ctx)
	if err != nil {
		return Mapping{}, err
	}
	mapping, ok := index.get(armID(id))
	if !ok {
		return Mapping{}, fmt.Errorf("network mapping %s: %w", id, ErrAbsent)
	}
	return mapping, nil
}

// changed carries a change of a mapping forward: the mapping as it is now, or
// nil if it was deleted.
func (v *Vault) changed(id ARMID, now *Mapping) {
	v.mappings.change(func(index *mappingIndex) {
		if now == nil {
			index.remove(id)
		} else {
			index.put(*now)
		}
	})
}
