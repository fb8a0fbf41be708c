package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

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

// Beside the records of objects, under the keys of their ids, a catalog has these.
const (
	// runsKey is the key of the record of the runs that have not ended.
	runsKey = "runs"
	// changedKey is the key of the record of the last change of the topology.
	changedKey = "changed"
	// formerPrefix begins the key of the record of a former id.
	formerPrefix = "former:"
)

// owned is the content of an object with whose it is.
type owned struct {
	body
	Owner   string `json:"owner,omitempty"`
	Claim   string `json:"claim,omitempty"`
	Run     string `json:"run,omitempty"`
	Heir    string `json:"heir,omitempty"`
	Passing int64  `json:"passing,omitempty"`
	Vault   string `json:"vault,omitempty"`
}

func (o owned) holding() Holding {
	return Holding{Owner: o.Owner, Claim: o.Claim, Run: o.Run, Heir: o.Heir, Passing: o.Passing, Vault: o.Vault}
}

// record returns the record of what is known of an id: of a deletion, if there
// is no such object.
func (c *contents) record(id topology.ID) (storage.Record, error) {
	object, ok := c.Get(id)
	if !ok {
		return storage.Record{Key: string(id.Key()), ID: id.String()}, nil
	}
	h := c.holdings[id.Key()]
	encoded, err := json.Marshal(owned{bodyOf(object), h.Owner, h.Claim, h.Run, h.Heir, h.Passing, h.Vault})
	if err != nil {
		return storage.Record{}, fmt.Errorf("encoding %s: %w", id.LabelAt(topology.InFull), err)
	}
	return storage.Record{Key: string(id.Key()), ID: object.ID().String(), Body: encoded}, nil
}

// formerRecord returns the record of a former id: of none, if now is zero.
func formerRecord(old, now topology.ID) storage.Record {
	record := storage.Record{Key: formerPrefix + string(old.Key()), ID: old.String()}
	if !now.IsZero() {
		record.Body, _ = json.Marshal(now) // a text can always be encoded
	}
	return record
}

// runsRecord returns the record of the runs that have not ended.
func (c *contents) runsRecord() storage.Record {
	record := storage.Record{Key: runsKey}
	record.Body, _ = json.Marshal(c.open) // so can a map of texts
	return record
}

// change is the content of the record of the last change.
type change struct {
	Revision int64 `json:"revision"`
	At       int64 `json:"at"` // in seconds since 1970
}

// changedRecord returns the record of the last change of the topology.
func (c *contents) changedRecord() storage.Record {
	record := storage.Record{Key: changedKey}
	record.Body, _ = json.Marshal(change{c.changed.Revision, c.changed.At.Unix()}) // numbers can always be encoded
	return record
}

// take takes in a record.
func (c *contents) take(record storage.Record) error {
	if record.Key == changedKey {
		var last change
		if err := json.Unmarshal(record.Body, &last); err != nil {
			return fmt.Errorf("the time of the last change: %w", err)
		}
		c.changed = Changed{last.Revision, time.Unix(last.At, 0).UTC()}
		return nil
	}
	if record.Key == runsKey {
		c.open = map[string]string{}
		if err := json.Unmarshal(record.Body, &c.open); err != nil {
			return fmt.Errorf("the runs that have not ended: %w", err)
		}
		return nil
	}
	id, err := topology.ParseStoredID(record.ID)
	if err != nil {
		return err
	}
	if strings.HasPrefix(record.Key, formerPrefix) {
		c.Forget(id)
		if record.Body == nil {
			return nil
		}
		var now topology.ID
		if err := json.Unmarshal(record.Body, &now); err != nil {
			return fmt.Errorf("the new id of %s: %w", id, err)
		}
		c.Remember(topology.Former{Old: id, Now: now})
		return nil
	}
	if record.Body == nil {
		c.Remove(id)
		c.hold(id, Holding{})
		return nil
	}
	var content owned
	if err := json.Unmarshal(record.Body, &content); err != nil {
		return fmt.Errorf("the content of %s: %w", id.LabelAt(topology.InFull), err)
	}
	object := content.object(id)
	c.Put(object)
	c.hold(object.ID(), content.holding())
	return nil
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
