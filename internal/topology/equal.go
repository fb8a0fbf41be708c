package topology

import (
	"reflect"
	"slices"
)

// Equal reports whether two objects say the same: ids in any spelling, sets in
// any order, and an empty list the same as none.
func Equal(a, b Object) bool {
	return a.ID().Same(b.ID()) && reflect.DeepEqual(content(a), content(b))
}

// content returns what an object says beside its id, in a form in which equal
// things are deeply equal.
func content(object Object) any {
	switch object := object.(type) {
	case LogicalNetwork:
		return object.Isolation
	case VMNetwork:
		return []any{object.LogicalNetwork.key, ordered(object.Subnets)}
	case AzureNetwork:
		return []any{object.Location, ordered(object.Subnets), object.Gateway}
	case Cloud:
		return keys(object.LogicalNetworks)
	case Host:
		return []any{keys(object.Clouds), keys(object.LogicalNetworks)}
	case Protection:
		return []any{object.Protecting.key, object.AzureLocation, object.Replication}
	case Mapping:
		return []any{object.Target.key, object.Test.key, keys(object.Protections)}
	}
	return nil
}

func ordered(subnets []Subnet) []Subnet { return append([]Subnet{}, subnets...) }

func keys(ids []ID) []Key {
	set := make([]Key, 0, len(ids))
	for _, id := range ids {
		set = append(set, id.key)
	}
	slices.Sort(set)
	return slices.Compact(set)
}
