package planner

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// JudgeVault compares the vault with a catalog, or with the part of it that one
// VMM server replicates from if one is given: which mappings are not in force, and
// which machines are set apart from them. Without a vault there is nothing to find,
// and nothing is asked. The error says that the vault could not be read.
func (p *Planner) JudgeVault(ctx context.Context, snapshot catalog.Snapshot, server topology.ID) ([]engine.Finding, error) {
	if p.vault == nil {
		return nil, nil
	}
	mappings, err := p.vault.Mappings(ctx)
	if err != nil {
		return nil, err
	}
	machines, err := p.vault.Machines(ctx)
	if err != nil {
		return nil, err
	}
	j := vaultJudge{p, snapshot, snapshot.Whole(), server, map[string]vault.Mapping{}, map[topology.Key][]vault.Mapping{}}
	for _, mapping := range mappings {
		j.byARM[mapping.ARM.Key()] = mapping
		id := j.current(mapping.ID())
		j.byID[id.Key()] = append(j.byID[id.Key()], mapping)
	}
	return append(j.notInForce(), j.setApart(machines)...), nil
}

// vaultJudge compares a vault with a catalog.
type vaultJudge struct {
	planner  *Planner
	snapshot catalog.Snapshot
	topology *topology.Topology
	// server is the one that is judged, zero for all.
	server topology.ID
	// The mappings of the vault, by their ARM ids and by the ids that they have in
	// the catalog.
	byARM map[string]vault.Mapping
	byID  map[topology.Key][]vault.Mapping
}

// current returns what an object is called in the catalog that the vault may still
// call by a former name.
func (j *vaultJudge) current(id topology.ID) topology.ID {
	now, _ := j.topology.Current(id)
	return now
}

func (j *vaultJudge) find(code engine.Code, severity engine.Severity, subject topology.ID, detail, remedy engine.Phrase) engine.Finding {
	return engine.NewFinding(j.topology, engine.Finding{Code: code, Severity: severity, Subject: subject}, detail, remedy)
}

// notInForce finds the mappings that are to be in force and are not (M1, M2).
func (j *vaultJudge) notInForce() []engine.Finding {
	var findings []engine.Finding
	for _, server := range j.topology.Servers() {
		if !j.server.IsZero() && !j.server.Same(server.ID()) {
			continue
		}
		for _, network := range j.topology.VMNetworksOf(server.ID()) {
			for _, mapping := range j.topology.MappingsFrom(network.ID()) {
				if finding, found := j.mapping(mapping); found {
					findings = append(findings, finding)
				}
			}
		}
	}
	return findings
}

func (j *vaultJudge) mapping(mapping topology.Mapping) (engine.Finding, bool) {
	recorded := j.snapshot.Holding(mapping.ID()).Vault
	if !j.planner.Realises(mapping) || recorded != "" && !j.planner.vault.Holds(recorded) {
		return engine.Finding{}, false // or in force in another vault
	}
	there := j.inForce(mapping.ID(), recorded)
	if slices.ContainsFunc(there, func(m vault.Mapping) bool { return j.current(m.Target).Same(mapping.Target) }) {
		return engine.Finding{}, false
	}
	name := j.planner.vault.Name()
	if len(there) == 0 {
		return j.find(engine.NotInForce, engine.Error, mapping.ID(),
			engine.Say("The mapping of %s to %s is not in force in the vault '%s', and a failover goes by what the vault has.", mapping.Source, mapping.Target, name),
			engine.Say("Apply the configuration that declares the mapping: that puts it into force, or says what is in the way.")), true
	}
	return j.find(engine.NotInForce, engine.Error, mapping.ID(),
		engine.Say("The mapping of %s to %s leads to %s in the vault '%s', and a failover goes by what the vault has.",
			mapping.Source, mapping.Target, j.targetOf(there[0]), name),
		engine.Say("Apply the configuration that declares the mapping: that changes it in the vault, or says what is in the way. "+
			"If the vault is right, change the configuration.")), true
}

// inForce returns what the vault has of a mapping of the catalog: the one that is
// recorded, or else all of the same network to the same fabric.
func (j *vaultJudge) inForce(id topology.ID, recorded string) []vault.Mapping {
	if mapping, ok := j.byARM[topology.Fold(recorded)]; ok {
		return []vault.Mapping{mapping}
	}
	return j.byID[id.Key()]
}

// targetOf names where a mapping of the vault leads.
func (j *vaultJudge) targetOf(mapping vault.Mapping) engine.Phrase {
	mapping.Target = j.current(mapping.Target)
	return targetOf(mapping)
}

// setApart finds the machines whose adapters are set otherwise than the mappings of
// their networks say (M8).
func (j *vaultJudge) setApart(machines []vault.Machine) []engine.Finding {
	type kind struct {
		vault.DeviationKind
		mapping topology.Key
		chosen  string
	}
	same := map[kind][]vault.Deviation{}
	for _, deviation := range vault.Deviations(j.judged(machines), j.mapped) {
		of := kind{deviation.Kind, topology.MappingID(deviation.Source, deviation.Machine.Fabric).Key(), deviation.ChosenARM.Key()}
		same[of] = append(same[of], deviation)
	}
	findings := make([]engine.Finding, 0, len(same))
	for deviations := range maps.Values(same) {
		findings = append(findings, j.apart(deviations))
	}
	slices.SortFunc(findings, func(a, b engine.Finding) int {
		return cmp.Or(strings.Compare(a.Subject.String(), b.Subject.String()), strings.Compare(a.Detail, b.Detail))
	})
	return findings
}

// judged returns the machines that are judged, with the names that the catalog has:
// those of VMM servers that it knows.
func (j *vaultJudge) judged(machines []vault.Machine) []vault.Machine {
	var judged []vault.Machine
	for _, machine := range machines {
		server := j.current(machine.Server)
		if _, known := j.topology.Server(server); !known || !j.server.IsZero() && !j.server.Same(server) {
			continue
		}
		machine.Fabric = j.current(machine.Fabric)
		machine.Adapters = slices.Clone(machine.Adapters)
		for i := range machine.Adapters {
			adapter := &machine.Adapters[i]
			adapter.Network, adapter.Target = j.current(adapter.Network), j.current(adapter.Target)
		}
		judged = append(judged, machine)
	}
	return judged
}

// mapped returns where a network is mapped to: by the catalog, or else by somebody
// else in the vault.
func (j *vaultJudge) mapped(source, fabric topology.ID) topology.ID {
	id := topology.MappingID(source, fabric)
	if mapping, ok := j.topology.Mapping(id); ok {
		return mapping.Target
	}
	for _, mapping := range j.byID[id.Key()] {
		return j.current(mapping.Target)
	}
	return topology.ID{}
}

// apart makes one finding of all adapters with which the same happens.
func (j *vaultJudge) apart(deviations []vault.Deviation) engine.Finding {
	first := deviations[0]
	adapters := make([]string, len(deviations))
	for i, deviation := range deviations {
		adapters[i] = fmt.Sprintf("adapter %d of machine '%s'", deviation.Adapter, deviation.Machine.Key)
	}
	these := "this adapter on it is"
	if len(adapters) > 1 {
		these = "these adapters on it are"
	}
	chosen := engine.Say("%s", first.ChosenARM.String())
	if !first.Chosen.IsZero() {
		chosen = engine.Say("%s", first.Chosen)
	}
	subject, severity := topology.MappingID(first.Source, first.Machine.Fabric), engine.Warning
	set, mapped := engine.Say("be connected to %s, and a failover goes by that", chosen), engine.Say("is mapped to %s", first.Mapped)
	switch first.Kind {
	case vault.NotConnected:
		severity = engine.Error
		set = engine.Say("be left out of the replica, which will have no network in its place")
	case vault.NotMapped:
		subject = first.Source
		mapped = engine.Say("is not mapped to %s", first.Machine.Fabric)
	}
	what := engine.Say("%s %s, but in the vault '%s' %s set to %s", first.Source, mapped, j.planner.vault.Name(), these, set)
	return j.find(engine.AdapterDiffers, severity, subject, engine.Say("%s: %s.", what, engine.Few(adapters)), engine.Say("%s", first.Remedy()))
}
