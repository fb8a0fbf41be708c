package vault

import (
	"context"
	"errors"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	siterecovery "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/recoveryservices/armrecoveryservicessiterecovery/v2"
)

// The SDK's answers, by shorter names.
type (
	fabricsPage         = siterecovery.ReplicationFabricsClientListResponse
	networksPage        = siterecovery.ReplicationNetworksClientListResponse
	logicalNetworksPage = siterecovery.ReplicationLogicalNetworksClientListByReplicationFabricsResponse
	cloudsPage          = siterecovery.ReplicationProtectionContainersClientListResponse
	pairingsPage        = siterecovery.ReplicationProtectionContainerMappingsClientListResponse
	machinesPage        = siterecovery.ReplicationProtectedItemsClientListResponse
	mappingsPage        = siterecovery.ReplicationNetworkMappingsClientListResponse
	mappingsOfPage      = siterecovery.ReplicationNetworkMappingsClientListByReplicationNetworksResponse
	mappingRead         = siterecovery.ReplicationNetworkMappingsClientGetResponse
	mappingCreated      = siterecovery.ReplicationNetworkMappingsClientCreateResponse
	mappingUpdated      = siterecovery.ReplicationNetworkMappingsClientUpdateResponse
	mappingDeleted      = siterecovery.ReplicationNetworkMappingsClientDeleteResponse
)

// api are the calls of the SDK that are used, for one vault.
//
// They are functions, and not the SDK's clients: a client that can be reached
// by reflection, as a field can, brings all of its methods into the provider's
// binary, and their types with them: several times as much as is used.
type api struct {
	fabrics         func() *runtime.Pager[fabricsPage]
	networks        func() *runtime.Pager[networksPage]
	logicalNetworks func(fabric ARMID) *runtime.Pager[logicalNetworksPage]
	clouds          func() *runtime.Pager[cloudsPage]
	pairings        func() *runtime.Pager[pairingsPage]
	machines        func() *runtime.Pager[machinesPage]
	mappings        func() *runtime.Pager[mappingsPage]
	mappingsOf      func(network ARMID) *runtime.Pager[mappingsOfPage]

	read     func(ctx context.Context, mapping ARMID) (mappingRead, error)
	create   func(ctx context.Context, mapping ARMID, input siterecovery.CreateNetworkMappingInput) (operation[mappingCreated], error)
	retarget func(ctx context.Context, mapping ARMID, input siterecovery.UpdateNetworkMappingInput) (operation[mappingUpdated], error)
	remove   func(ctx context.Context, mapping ARMID) (operation[mappingDeleted], error)
}

func newAPI(vault ARMID, credential azcore.TokenCredential, options *arm.ClientOptions) (*api, error) {
	subscription, group, name := vault.name(subscriptionsSegment), vault.name(resourceGroupsSegment), vault.name(vaultsSegment)
	fabrics, err1 := siterecovery.NewReplicationFabricsClient(subscription, credential, options)
	networks, err2 := siterecovery.NewReplicationNetworksClient(subscription, credential, options)
	logical, err3 := siterecovery.NewReplicationLogicalNetworksClient(subscription, credential, options)
	clouds, err4 := siterecovery.NewReplicationProtectionContainersClient(subscription, credential, options)
	pairings, err5 := siterecovery.NewReplicationProtectionContainerMappingsClient(subscription, credential, options)
	machines, err6 := siterecovery.NewReplicationProtectedItemsClient(subscription, credential, options)
	mappings, err7 := siterecovery.NewReplicationNetworkMappingsClient(subscription, credential, options)
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7); err != nil {
		return nil, err
	}
	return &api{
		fabrics: func() *runtime.Pager[fabricsPage] {
			return fabrics.NewListPager(group, name, nil)
		},
		networks: func() *runtime.Pager[networksPage] {
			return networks.NewListPager(group, name, nil)
		},
		logicalNetworks: func(fabric ARMID) *runtime.Pager[logicalNetworksPage] {
			return logical.NewListByReplicationFabricsPager(group, name, fabric.name(fabricsSegment), nil)
		},
		clouds: func() *runtime.Pager[cloudsPage] {
			return clouds.NewListPager(group, name, nil)
		},
		pairings: func() *runtime.Pager[pairingsPage] {
			return pairings.NewListPager(group, name, nil)
		},
		machines: func() *runtime.Pager[machinesPage] {
			return machines.NewListPager(group, name, nil)
		},
		mappings: func() *runtime.Pager[mappingsPage] {
			return mappings.NewListPager(group, name, nil)
		},
		mappingsOf: func(network ARMID) *runtime.Pager[mappingsOfPage] {
			return mappings.NewListByReplicationNetworksPager(group, name, network.name(fabricsSegment), network.name(networksSegment), nil)
		},
		read: func(ctx context.Context, m ARMID) (mappingRead, error) {
			return mappings.Get(ctx, group, name, m.name(fabricsSegment), m.name(networksSegment), m.name(networkMappingsSegment), nil)
		},
		create: func(ctx context.Context, m ARMID, input siterecovery.CreateNetworkMappingInput) (operation[mappingCreated], error) {
			return wrap(mappings.BeginCreate(ctx, group, name, m.name(fabricsSegment), m.name(networksSegment), m.name(networkMappingsSegment), input, nil))
		},
		retarget: func(ctx context.Context, m ARMID, input siterecovery.UpdateNetworkMappingInput) (operation[mappingUpdated], error) {
			return wrap(mappings.BeginUpdate(ctx, group, name, m.name(fabricsSegment), m.name(networksSegment), m.name(networkMappingsSegment), input, nil))
		},
		remove: func(ctx context.Context, m ARMID) (operation[mappingDeleted], error) {
			return wrap(mappings.BeginDelete(ctx, group, name, m.name(fabricsSegment), m.name(networksSegment), m.name(networkMappingsSegment), nil))
		},
	}, nil
}
