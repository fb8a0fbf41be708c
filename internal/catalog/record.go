package catalog

import (
	"encoding/json"
	"fmt"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// body is the stored content of an object of any kind: of its fields, only those
// of the kind are present. A list that was never given is absent, an empty one
// is there. The names are part of the format of the catalog.
type body struct {
	Isolation       string        `json:"isolation,omitempty"`
	LogicalNetwork  topology.ID   `json:"logical_network,omitzero"`
	Subnets         []subnet      `json:"subnets,omitzero"`
	Location        string        `json:"location,omitempty"`
	Gateway         bool          `json:"gateway,omitempty"`
	LogicalNetworks []topology.ID `json:"logical_networks,omitzero"`
	Clouds          []topology.ID `json:"clouds,omitzero"`
	Protecting      topology.ID   `json:"protecting_cloud,omitzero"`
	Replication     string        `json:"replication,omitempty"`
	Target          topology.ID   `json:"target,omitzero"`
	Test            topology.ID   `json:"test,omitzero"`
	Protections     []topology.ID `json:"protections,omitzero"`
}

type subnet struct {
	Name          string `json:"name"`
	AddressPrefix string `json:"address_prefix,omitempty"`
	Pool          *pool  `json:"ip_pool,omitempty"`
}

type pool struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

// encode returns the record of a change.
func encode(change topology.Change) (storage.Record, error) {
	id := change.ID()
	record := storage.Record{Key: string(id.Key()), ID: id.String()}
	if change.Action == topology.Delete {
		return record, nil
	}
	encoded, err := json.Marshal(bodyOf(change.Object))
	if err != nil {
		return storage.Record{}, fmt.Errorf("encoding %s: %w", id.Label(), err)
	}
	record.Body = encoded
	return record, nil
}

// decode returns the change that a record stands for: an update, or a deletion.
func decode(record storage.Record) (topology.Change, error) {
	id, err := topology.ParseStoredID(record.ID)
	if err != nil {
		return topology.Change{}, err
	}
	if record.Body == nil {
		return topology.Deletion(id), nil
	}
	var content body
	if err := json.Unmarshal(record.Body, &content); err != nil {
		return topology.Change{}, fmt.Errorf("the content of %s: %w", id.Label(), err)
	}
	return topology.Updating(content.object(id)), nil
}

func bodyOf(object topology.Object) body {
	switch object := object.(type) {
	case topology.LogicalNetwork:
		return body{Isolation: string(object.Isolation)}
	case topology.VMNetwork:
		return body{LogicalNetwork: object.LogicalNetwork, Subnets: encodeSubnets(object.Subnets)}
	case topology.AzureNetwork:
		return body{Location: object.Location, Subnets: encodeSubnets(object.Subnets), Gateway: object.Gateway}
	case topology.Cloud:
		return body{LogicalNetworks: object.LogicalNetworks}
	case topology.Host:
		return body{Clouds: object.Clouds, LogicalNetworks: object.LogicalNetworks}
	case topology.Protection:
		return body{
			Protecting: object.Protecting, Location: object.AzureLocation, Replication: string(object.Replication),
		}
	case topology.Mapping:
		return body{Target: object.Target, Test: object.Test, Protections: object.Protections}
	}
	return body{}
}

func (b body) object(id topology.ID) topology.Object {
	switch id.Kind() {
	case topology.KindLogicalNetwork:
		return topology.NewLogicalNetwork(id.Server(), id.Name(), topology.Isolation(b.Isolation))
	case topology.KindVMNetwork:
		return topology.NewVMNetwork(b.LogicalNetwork, id.Name(), decodeSubnets(b.Subnets))
	case topology.KindAzureNetwork:
		return topology.NewAzureNetwork(id, b.Location, decodeSubnets(b.Subnets), b.Gateway)
	case topology.KindCloud:
		return topology.NewCloud(id.Server(), id.Name(), b.LogicalNetworks)
	case topology.KindHost:
		return topology.NewHost(id.Server(), id.Name(), b.Clouds, b.LogicalNetworks)
	case topology.KindProtection:
		return topology.NewProtection(id.Parent(), b.Protecting, b.Location, topology.Replication(b.Replication))
	case topology.KindMapping:
		return topology.NewMapping(id.Parent(), b.Target, b.Test, b.Protections)
	}
	return topology.NewServer(id.Name())
}

func encodeSubnets(subnets []topology.Subnet) []subnet {
	if subnets == nil {
		return nil
	}
	encoded := make([]subnet, len(subnets))
	for i, s := range subnets {
		encoded[i] = subnet{Name: s.Name, AddressPrefix: s.AddressPrefix, Pool: (*pool)(s.Pool)}
	}
	return encoded
}

func decodeSubnets(subnets []subnet) []topology.Subnet {
	if subnets == nil {
		return nil
	}
	decoded := make([]topology.Subnet, len(subnets))
	for i, s := range subnets {
		decoded[i] = topology.Subnet{Name: s.Name, AddressPrefix: s.AddressPrefix, Pool: (*topology.Pool)(s.Pool)}
	}
	return decoded
}
