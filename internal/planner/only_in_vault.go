package planner

import (
	"context"
	"fmt"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// OnlyInVault returns the objects of a kind that the vault has and the catalog does not,
// under whatever name. What the vault does not tell of them is left out: the logical
// network of a VM network, the logical networks of a cloud, the region of Azure that a
// cloud replicates to. The second result has what is not among them because several
// things of the vault have its name.
func (p *Planner) OnlyInVault(ctx context.Context, kind topology.Kind) ([]topology.Object, []Several, error) {
	if p.vault == nil {
		return nil, nil, nil
	}
	all, err := p.discovered(ctx, kind)
	if err != nil {
		return nil, nil, err
	}
	count := map[topology.Key]int{}
	for _, object := range all {
		count[object.ID().Key()]++
	}
	var objects []topology.Object
	var several []Several
	for _, object := range all {
		id := object.ID()
		if _, known := p.found.Current(id); known {
			continue
		}
		switch n := count[id.Key()]; n {
		case 1:
			objects = append(objects, object)
		case 0: // told already
		default:
			several = append(several, Several{id, n})
			count[id.Key()] = 0
		}
	}
	return objects, several, nil
}

// Several is a name that several things of the vault have.
type Several struct {
	ID    topology.ID
	Count int
}

// String says how many have the name.
func (s Several) String() string {
	return fmt.Sprintf("%s: the vault has %d of that name", s.ID.LabelAt(topology.InFull), s.Count)
}

// ObjectInVault returns the object with an id that only the vault has, nil if there is none.
func (p *Planner) ObjectInVault(ctx context.Context, id topology.ID) (topology.Object, error) {
	objects, _, err := p.OnlyInVault(ctx, id.Kind())
	for _, object := range objects {
		if object.ID().Same(id) {
			return object, err
		}
	}
	return nil, err
}

// Ground returns what an object stands on that only the vault has, and that is known
// there with all that it needs: a server, a logical network, a cloud. It is entered
// together with the object, for a configuration that Terraform has generated has ids in
// place of references, and so comes in no order. What has a resource of its own is
// claimed by that.
func (p *Planner) Ground(ctx context.Context, object topology.Object) ([]topology.Object, error) {
	var all []topology.Object
	for _, reference := range object.References() {
		if _, known := p.found.Current(reference.Target); known {
			continue
		}
		switch reference.Target.Kind() {
		case topology.KindServer, topology.KindLogicalNetwork, topology.KindCloud:
			below, err := p.ObjectInVault(ctx, reference.Target)
			if err != nil {
				return nil, err
			}
			if below == nil {
				continue
			}
			ground, err := p.Ground(ctx, below)
			if err != nil {
				return nil, err
			}
			all = append(append(all, ground...), below)
		}
	}
	return all, nil
}

// Outside returns the mappings of the vault between a VMM server and a fabric that
// the catalog knows nothing of; none where the vault does not realise such.
func (p *Planner) Outside(ctx context.Context, server, fabric topology.ID) ([]vault.Mapping, error) {
	if p.vault == nil || !p.vault.Realises(topology.ScenarioTo(fabric)) {
		return nil, nil
	}
	mappings, err := p.unrecorded(ctx)
	return slices.DeleteFunc(mappings, func(m vault.Mapping) bool {
		return !m.Source.Server().Same(server) || !m.Fabric().Same(fabric)
	}), err
}

// unrecorded returns the mappings of the vault that the catalog knows nothing of,
// whatever the vault calls their networks.
func (p *Planner) unrecorded(ctx context.Context) ([]vault.Mapping, error) {
	mappings, err := p.vault.Mappings(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(mappings), func(m vault.Mapping) bool {
		_, known := p.RecordedAs(m.ARM.String())
		return known || m.Source.IsZero()
	}), nil
}

// discovered returns the objects of a kind that the vault has, without those that can
// have no id here.
func (p *Planner) discovered(ctx context.Context, kind topology.Kind) ([]topology.Object, error) {
	switch kind {
	case topology.KindServer:
		return objectsOf(ctx, p.vault.Fabrics, func(f vault.Fabric) (topology.Object, bool) {
			return topology.NewServer(f.Name), !f.ID.IsZero()
		})
	case topology.KindLogicalNetwork:
		return objectsOf(ctx, p.vault.LogicalNetworks, func(n vault.LogicalNetwork) (topology.Object, bool) {
			return topology.NewLogicalNetwork(n.ID.Server(), n.Name, n.Isolation), !n.ID.IsZero()
		})
	case topology.KindVMNetwork:
		return objectsOf(ctx, p.vault.Networks, func(n vault.Network) (topology.Object, bool) {
			return topology.NewVMNetwork(topology.LogicalNetworkID(n.ID.Server(), ""), n.Name, n.Declared()), !n.ID.IsZero()
		})
	case topology.KindCloud:
		return objectsOf(ctx, p.vault.Clouds, func(c vault.Cloud) (topology.Object, bool) {
			return topology.NewCloud(c.Server, c.Name, nil), !c.ID.IsZero()
		})
	case topology.KindProtection:
		return objectsOf(ctx, p.vault.Pairings, func(p vault.Pairing) (topology.Object, bool) {
			return topology.NewProtection(p.Protected, p.Protecting, "", topology.ReplicationHyperVReplica),
				!p.Protected.IsZero() && p.ToAzure == p.Protecting.IsZero()
		})
	case topology.KindMapping:
		return objectsOf(ctx, p.unrecorded, func(m vault.Mapping) (topology.Object, bool) {
			return topology.NewMapping(m.Source, m.Target, topology.ID{}, nil), !m.Target.IsZero() && p.vault.Realises(m.Scenario)
		})
	}
	return nil, nil // of hosts and Azure networks the vault tells nothing
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
