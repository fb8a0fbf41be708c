package provider

import (
	"context"
	"fmt"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// What a vault adds to lists: what it has and the catalog does not.

// outside returns the objects of a kind that the vault has and the catalog does not,
// under whatever name. What the vault does not tell of them is left out: the logical
// network of a VM network, the logical networks of a cloud, the region of Azure that a
// cloud replicates to. The second result says what is not among them because several
// things of the vault have its name.
func (s *session) outside(ctx context.Context, kind topology.Kind) ([]topology.Object, []string, error) {
	if s.vault == nil {
		return nil, nil, nil
	}
	all, err := s.discovered(ctx, kind)
	if err != nil {
		return nil, nil, err
	}
	count := map[topology.Key]int{}
	for _, object := range all {
		count[object.ID().Key()]++
	}
	var objects []topology.Object
	var ambiguous []string
	for _, object := range all {
		id := object.ID()
		if _, known := s.found().Current(id); known {
			continue
		}
		switch n := count[id.Key()]; n {
		case 1:
			objects = append(objects, object)
		case 0: // told already
		default:
			ambiguous = append(ambiguous, fmt.Sprintf("%s: the vault has %d of that name", id.LabelAt(topology.InFull), n))
			count[id.Key()] = 0
		}
	}
	return objects, ambiguous, nil
}

// discovered returns the objects of a kind that the vault has, without those that can
// have no id here.
func (s *session) discovered(ctx context.Context, kind topology.Kind) ([]topology.Object, error) {
	switch kind {
	case topology.KindServer:
		return objectsOf(ctx, s.vault.Fabrics, func(f vault.Fabric) (topology.Object, bool) {
			return topology.NewServer(f.Name), !f.ID.IsZero()
		})
	case topology.KindLogicalNetwork:
		return objectsOf(ctx, s.vault.LogicalNetworks, func(n vault.LogicalNetwork) (topology.Object, bool) {
			return topology.NewLogicalNetwork(n.ID.Server(), n.Name, n.Isolation), !n.ID.IsZero()
		})
	case topology.KindVMNetwork:
		return objectsOf(ctx, s.vault.Networks, func(n vault.Network) (topology.Object, bool) {
			return topology.NewVMNetwork(topology.LogicalNetworkID(n.ID.Server(), ""), n.Name, subnetsOf(n)), !n.ID.IsZero()
		})
	case topology.KindCloud:
		return objectsOf(ctx, s.vault.Clouds, func(c vault.Cloud) (topology.Object, bool) {
			return topology.NewCloud(c.Server, c.Name, nil), !c.ID.IsZero()
		})
	case topology.KindProtection:
		return objectsOf(ctx, s.vault.Pairings, func(p vault.Pairing) (topology.Object, bool) {
			return topology.NewProtection(p.Protected, p.Protecting, "", topology.ReplicationHyperVReplica),
				!p.Protected.IsZero() && p.ToAzure == p.Protecting.IsZero()
		})
	case topology.KindMapping:
		return objectsOf(ctx, s.vault.Mappings, func(m vault.Mapping) (topology.Object, bool) {
			_, recorded := s.planner.RecordedAs(m.ARM.String()) // whatever the vault calls its networks
			return topology.NewMapping(m.Source, m.Target, topology.ID{}, nil),
				!recorded && !m.Source.IsZero() && !m.Target.IsZero() && s.vault.Realises(m.Scenario)
		})
	}
	return nil, nil // of hosts and Azure networks the vault tells nothing
}

// inForce returns an object as an import reads it: a mapping that is in force in the
// vault leads where it leads there.
func (s *session) inForce(ctx context.Context, object topology.Object) (topology.Object, error) {
	mapping, ok := object.(topology.Mapping)
	recorded := s.run.Found().Holding(object.ID()).Vault
	if !ok || recorded == "" || !s.planner.Realises(mapping) {
		return object, nil
	}
	target, there, err := s.planner.InForce(ctx, recorded)
	if err != nil || !there {
		return object, err
	}
	return topology.NewMapping(mapping.Source, target, mapping.Test, mapping.Protections), nil
}

// objectsOf lists things of the vault, and returns the objects that they are.
func objectsOf[T any](ctx context.Context, list func(context.Context) ([]T, error), objectOf func(T) (topology.Object, bool)) ([]topology.Object, error) {
	things, err := list(ctx)
	if err != nil {
		return nil, err
	}
	var objects []topology.Object
	for _, thing := range things {
		if object, ok := objectOf(thing); ok {
			objects = append(objects, object)
		}
	}
	return objects, nil
}
