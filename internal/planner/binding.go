package planner

import (
	"cmp"
	"context"
	"errors"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// Binding is how a mapping is in force in the vault, or will be.
type Binding struct {
	// VaultID is the ARM id of the mapping in the vault.
	VaultID string

	link vault.Link
	// there is the mapping that the vault has, nil if it has none.
	there *vault.Mapping
	// elsewhere says that the vault has the recorded mapping for another network.
	elsewhere bool
}

// Lasts reports whether the mapping would have the same ARM id if it were made anew,
// as is what Terraform deletes before it creates it: not so if somebody else named it.
func (b Binding) Lasts() bool { return b.link.Ours() }

// Realises reports whether a mapping is to be in force in a vault.
func (p *Planner) Realises(mapping topology.Mapping) bool {
	return p.vault != nil && !mapping.Target.IsZero() && p.vault.Realises(mapping.Scenario())
}

// Origin returns the id in the catalog of an object of the overlay.
func (p *Planner) Origin(id topology.ID) topology.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.origin(id)
}

// Recorded returns the ARM id of the mapping in a vault by which a mapping of the
// overlay is in force, as the catalog has it; nothing if it was never realised.
func (p *Planner) Recorded(mapping topology.ID) string {
	return p.found.Holding(p.Origin(mapping)).Vault
}

// RecordedAs returns the mapping of the catalog that is in force by an ARM id, and
// false if there is none.
func (p *Planner) RecordedAs(arm string) (topology.ID, bool) {
	id, ok := p.recorded()[topology.Fold(arm)]
	return id, ok
}

// recordedIn returns the mappings of a catalog by their ARM ids in a vault.
func recordedIn(found catalog.Snapshot) map[string]topology.ID {
	recorded := map[string]topology.ID{}
	for _, object := range found.All() {
		if arm := found.Holding(object.ID()).Vault; arm != "" {
			recorded[topology.Fold(arm)] = object.ID()
		}
	}
	return recorded
}

// Standing in the vault: what the vault has of a mapping of the catalog.
type inVault struct {
	mapping vault.Mapping
	there   bool
}

// InForce returns the target that a mapping of the catalog, recorded by its ARM
// id, has in the vault, by the name that it has in the catalog now, and false if the
// vault does not have the mapping, or leads it to something that it does not know by
// name.
func (p *Planner) InForce(ctx context.Context, recorded string) (topology.ID, bool, error) {
	now, err := p.inVault(ctx, recorded)
	if err != nil || !now.there || now.mapping.Target.IsZero() {
		return topology.ID{}, false, err
	}
	target, _ := p.found.Current(now.mapping.Target)
	return target, true, nil
}

func (p *Planner) inVault(ctx context.Context, recorded string) (inVault, error) {
	if !p.vault.Holds(recorded) {
		return inVault{}, nil
	}
	mapping, err := p.vault.MappingByID(ctx, recorded)
	if errors.Is(err, vault.ErrAbsent) {
		return inVault{}, nil
	}
	return inVault{mapping, err == nil}, err
}

// Bind finds in the vault what a mapping needs that is to be in force there, and
// the mapping itself. recorded is its ARM id as the catalog has it, and adopted that
// of one that is imported; any other mapping that is there already is in the way.
// The error says that the vault could not be read.
func (p *Planner) Bind(ctx context.Context, mapping topology.Mapping, recorded, adopted string) (Binding, []engine.Finding, error) {
	link, findings, err := p.link(ctx, mapping, recorded)
	if err != nil || engine.HasErrors(findings) {
		return Binding{}, findings, err
	}
	there, ok, err := p.vault.MappingOf(ctx, link)
	var several *vault.AmbiguousError
	switch {
	case errors.As(err, &several):
		return Binding{}, append(findings, p.twiceInVault(mapping, several)), nil
	case err != nil:
		return Binding{}, findings, err
	case !ok:
		now, err := p.inVault(ctx, recorded)
		if now.there {
			findings = append(findings, p.inForceElsewhere(mapping, now.mapping))
		} else {
			// It keeps its name where it is made again: a saved plan has shown it.
			link = link.Under(cmp.Or(recorded, adopted))
		}
		bound := Binding{VaultID: link.MappingID().String(), link: link, elsewhere: now.there}
		return bound, append(findings, p.compareSubnets(mapping, link)...), err
	}
	id := there.ARM.String()
	link = link.Under(id)
	if !topology.SameName(id, recorded) && !topology.SameName(id, adopted) {
		return Binding{}, append(findings, p.mappedInVault(mapping, there)), nil
	}
	return Binding{VaultID: id, link: link, there: &there}, append(findings, p.compareSubnets(mapping, link)...), nil
}

// link binds the names of a mapping. Where the vault still has a name from before
// a renaming, the mapping that is in force tells that it is the same object.
func (p *Planner) link(ctx context.Context, mapping topology.Mapping, recorded string) (vault.Link, []engine.Finding, error) {
	link, bindErr := p.vault.Bind(ctx, mapping.Source, mapping.Target)
	if bindErr == nil {
		return link, nil, nil
	}
	now, err := p.inVault(ctx, recorded)
	if err != nil {
		return link, nil, err
	}
	if now.there && !p.takesOverRenamed(mapping) {
		source, target := p.formerly(mapping.Source, now.mapping.Source), p.formerly(mapping.Target, now.mapping.Target)
		if older, err := p.vault.Bind(ctx, source, target); err == nil && older.Source.ARM.Same(now.mapping.NetworkARM()) {
			return older, p.oldNames(mapping, source, target), nil
		}
	}
	var findings []engine.Finding
	for _, err := range unjoined(bindErr) {
		var absent *vault.NotFoundError
		var several *vault.AmbiguousError
		switch {
		case errors.As(err, &absent):
			findings = append(findings, p.notInVault(mapping, absent, now))
		case errors.As(err, &several):
			findings = append(findings, p.twiceInVault(mapping, several))
		default:
			return link, nil, err
		}
	}
	return link, findings, nil
}

// takesOverRenamed reports whether this run renames a network of a mapping that it
// passes from one resource to another. Terraform then has the one give it up before
// the network is renamed, and the other one take it over only afterwards: what was in
// force is gone by then, and nothing tells under which name the vault has the network.
func (p *Planner) takesOverRenamed(mapping topology.Mapping) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.planned[mapping.ID().Key()] == creation &&
		(!p.origin(mapping.ID()).Same(mapping.ID()) || !p.origin(mapping.Target).Same(mapping.Target))
}

// formerly returns the id by which the vault has an object, if that is one which
// the object had before it was renamed; otherwise the present one.
func (p *Planner) formerly(now, inVault topology.ID) topology.ID {
	if current, _ := p.Current(inVault); !inVault.IsZero() && current.Same(now) {
		return inVault
	}
	return now
}

func unjoined(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
