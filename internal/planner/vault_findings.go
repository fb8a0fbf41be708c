package planner

import (
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// find makes a finding about a mapping.
func (p *Planner) find(mapping topology.Mapping, code engine.Code, severity engine.Severity, at engine.Path, detail, remedy engine.Phrase) engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	return engine.NewFinding(p.overlay, engine.Finding{Code: code, Severity: severity, Subject: mapping.ID(), Attribute: at}, detail, remedy)
}

// attributeOf returns the attribute of a mapping that leads to an object.
func attributeOf(mapping topology.Mapping, object topology.ID) engine.Path {
	if object.Same(mapping.Source) || object.Same(mapping.Source.Server()) {
		return engine.At("source_network_id")
	}
	return engine.At("target_network_id")
}

func (p *Planner) notInVault(mapping topology.Mapping, absent *vault.NotFoundError, now inVault) engine.Finding {
	near, remedy := engine.Say("It knows none at all."), engine.Say("%s", absent.Remedy)
	if len(absent.Near) > 0 {
		near = engine.Say("It knows '%s'.", strings.Join(absent.Near, "', '"))
	}
	known := engine.Say("")
	if now.there && !now.mapping.Source.IsZero() && absent.Object.Same(mapping.Source) {
		known = engine.Say(" The mapping is in force in the vault, for the network that it calls '%s'.", now.mapping.Source.Name())
		remedy = engine.Say("If it was renamed in VMM, rename it here too: name = %q. Otherwise: %s", now.mapping.Source.Name(), lower(absent.Remedy))
	}
	what := engine.Say("The mapping is to be in force in the vault '%s', which knows no %s. %s%s", p.vault.Name(), absent.Object, near, known)
	return p.find(mapping, engine.NotInVault, engine.Error, attributeOf(mapping, absent.Object), what, remedy)
}

// lower lets a sentence go on after a colon.
func lower(sentence string) string { return strings.ToLower(sentence[:1]) + sentence[1:] }

func (p *Planner) twiceInVault(mapping topology.Mapping, several *vault.AmbiguousError) engine.Finding {
	ids := make([]string, len(several.IDs))
	for i, id := range several.IDs {
		ids[i] = "  - " + id.String()
	}
	what := engine.Say("%s", several.What)
	at := engine.At("source_network_id")
	if !several.Object.IsZero() {
		what, at = engine.Say("%s", several.Object), attributeOf(mapping, several.Object)
	}
	return p.find(mapping, engine.TwiceInVault, engine.Error, at,
		engine.Say("The vault '%s' has more than one %s, and none of them is chosen:\n%s", p.vault.Name(), what, strings.Join(ids, "\n")),
		engine.Say("%s", several.Remedy))
}

func (p *Planner) mappedInVault(mapping topology.Mapping, there vault.Mapping) engine.Finding {
	return p.find(mapping, engine.MappedInVault, engine.Error, nil,
		engine.Say("The vault '%s' has a network mapping of %s to %s already, which this catalog knows nothing of. It leads to %s, and is left as it is.",
			p.vault.Name(), mapping.Source, mapping.Fabric(), targetOf(there)),
		engine.Say("To have it managed here, import it to the address of its resource, which is first to be taken out of the state if it is there (terraform state rm):\n\n"+
			"%s\n\nTo have the mapping made anew, delete it in the vault first.", engine.ImportBlock(topology.KindMapping, there.ARM.String())))
}

// targetOf names where a mapping of the vault leads.
func targetOf(mapping vault.Mapping) engine.Phrase {
	if mapping.Target.IsZero() {
		return engine.Say("%s", mapping.TargetARM.String())
	}
	return engine.Say("%s", mapping.Target)
}

// compareSubnets warns where the declared subnets are not those that the vault
// reports.
func (p *Planner) compareSubnets(mapping topology.Mapping, link vault.Link) []engine.Finding {
	var findings []engine.Finding
	compare := func(id topology.ID, reported []vault.Subnet) {
		p.mu.Lock()
		network, ok := p.overlay.VMNetwork(id)
		p.mu.Unlock()
		if difference := vault.CompareSubnets(network.Subnets, reported); ok && !difference.None() {
			findings = append(findings, p.find(mapping, engine.SubnetsDiffer, engine.Warning, attributeOf(mapping, id),
				engine.Say("The subnets of %s are declared otherwise than the vault '%s' reports them. %s", id, p.vault.Name(), difference.String()),
				engine.Say("Correct the declaration; or, where VMM was changed lately, refresh the VMM server in the vault.")))
		}
	}
	compare(mapping.Source, link.Source.Subnets)
	compare(mapping.Target, link.TargetNetwork.Subnets)
	return findings
}

// oldNames warns of names that the vault has not learnt yet.
func (p *Planner) oldNames(mapping topology.Mapping, source, target topology.ID) []engine.Finding {
	var findings []engine.Finding
	for _, object := range [][2]topology.ID{{mapping.Source, source}, {mapping.Target, target}} {
		now, old := object[0], object[1]
		if now.Same(old) {
			continue
		}
		findings = append(findings, p.find(mapping, engine.OldNameInVault, engine.Warning, attributeOf(mapping, now),
			engine.Say("The vault '%s' still has %s by its former name, %s.", p.vault.Name(), now, old),
			engine.Say("Rename it in VMM too, unless that is done, and refresh the VMM server in the vault. Until then this mapping stays in force, and no other one can be made "+
				"by the new name.")))
	}
	return findings
}

// StaysInForce says that a vault keeps a mapping as it is, whatever becomes of it
// in the catalog, because this configuration has nothing to do with the vault. It
// returns nothing where that is not so.
func (p *Planner) StaysInForce(mapping topology.Mapping) []engine.Finding {
	recorded := p.Recorded(mapping.ID())
	if recorded == "" || p.Realises(mapping) && p.vault.Holds(recorded) {
		return nil
	}
	return []engine.Finding{p.find(mapping, engine.StaysInForce, engine.Warning, nil,
		engine.Say("The mapping of %s to %s stays in force in a vault, and nothing is changed there: this provider configuration does not name that vault, or does "+
			"not put mappings of the scenario %s into force. In the vault, it is\n  %s", mapping.Source, mapping.Target, string(mapping.Scenario()), recorded),
		engine.Say("To have the vault follow, name it, and the scenario, in vault of the provider's configuration. To be rid of the mapping there, delete it in the vault."))}
}

// inForceElsewhere says that the vault has a mapping for a network that has another
// name there by now, while another network has the name of the mapping's source.
func (p *Planner) inForceElsewhere(mapping topology.Mapping, there vault.Mapping) engine.Finding {
	other := engine.Say("a network that it does not know any more")
	if !there.Source.IsZero() {
		other = engine.Say("the network that it calls '%s' now", there.Source.Name())
	}
	return p.find(mapping, engine.StaysInForce, engine.Warning, nil,
		engine.Say("The mapping of %s is in force in the vault '%s' for %s (%s). Another network has the name there: the mapping will be made for that one, "+
			"and what is in force for the first one stays as it is.", mapping.Source, p.vault.Name(), other, there.ARM.String()),
		engine.Say("If the mapping belongs to the first one, do not apply, but give %s its new name here. Otherwise delete the old mapping in the vault.", mapping.Source))
}

// backInForce says, on apply, what was brought into line with the catalog.
func (p *Planner) backInForce(mapping topology.Mapping, what engine.Phrase) engine.Finding {
	return p.find(mapping, engine.BackInForce, engine.Warning, nil, what,
		engine.Say("Nothing, unless somebody has changed it in the vault on purpose: then change the configuration too."))
}
