package engine_test

import (
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// The table of chapter 3: A1 is mapped to B1; VM1 is on A1, and its replica came
// up on B1.
func TestFailback(t *testing.T) {
	const a1, ax, b1, b2 = "VMNetwork1-Beijing", "VMNetwork2-Beijing", "VMNetwork1-Shanghai", "VMNetwork2-Shanghai"
	for _, tt := range []struct {
		what     string
		mappings map[string]string
		replica  engine.Replica
		movedTo  string
		scenario engine.FailbackScenario
		network  string
		reason   string
	}{
		{
			"failback 1: nothing has happened",
			map[string]string{a1: b1, b1: a1},
			engine.Replica{},
			"", engine.Unchanged, a1,
			"Nothing was changed, so the machine stays on VM network 'VMNetwork1-Beijing'.",
		},
		{
			"failback 2: it was disconnected",
			map[string]string{a1: b1, b1: a1},
			engine.Replica{Disconnected: true},
			"", engine.ReplicaDisconnected, "",
			"The replica was disconnected, and the machine is too.",
		},
		{
			"failback 3: it was moved to B2, which is not mapped",
			map[string]string{a1: b1, b1: a1},
			engine.Replica{},
			b2, engine.MovedToUnmapped, "",
			"The replica was moved to VM network 'VMNetwork2-Shanghai', which is not mapped to VMM server 'VMM-Beijing', so the machine is disconnected.",
		},
		{
			"failback 4: it was moved to B2, which is mapped to Ax",
			map[string]string{a1: b1, b1: a1, b2: ax},
			engine.Replica{},
			b2, engine.MovedToMapped, ax,
			"The replica was moved to VM network 'VMNetwork2-Shanghai', which is mapped to VM network 'VMNetwork2-Beijing'.",
		},
		{
			"failback 5: B1 is now mapped to Ax",
			map[string]string{a1: b1, b1: ax},
			engine.Replica{},
			"", engine.MappingChanged, ax,
			"The replica is where it came up, but VM network 'VMNetwork1-Shanghai' is now mapped to VM network 'VMNetwork2-Beijing'.",
		},
		{
			"failback 6: B1 has no mapping, be it that it never had one or that it was removed",
			map[string]string{a1: b1},
			engine.Replica{},
			"", engine.Unchanged, a1,
			"The replica is where it came up, and VM network 'VMNetwork1-Shanghai' is not mapped to VMM server 'VMM-Beijing', so the machine stays on VM network 'VMNetwork1-Beijing'.",
		},
		{
			"A1 is mapped to B2 by now",
			map[string]string{a1: b2, b1: a1},
			engine.Replica{},
			"", engine.Unchanged, a1,
			"The replica is where it came up, and VM network 'VMNetwork1-Shanghai' is mapped to VM network 'VMNetwork1-Beijing', so the machine stays there. " +
				"VM network 'VMNetwork1-Beijing' is mapped to VM network 'VMNetwork2-Shanghai' now, so the replica came up on VM network 'VMNetwork1-Shanghai' by an older mapping or by hand.",
		},
		{
			"A1 is mapped to B2 by now, and B1 to Ax",
			map[string]string{a1: b2, b1: ax},
			engine.Replica{},
			"", engine.MappingChanged, ax,
			"The replica is where it came up, but VM network 'VMNetwork1-Shanghai' is now mapped to VM network 'VMNetwork2-Beijing'. " +
				"VM network 'VMNetwork1-Beijing' is mapped to VM network 'VMNetwork2-Shanghai' now, so the replica came up on VM network 'VMNetwork1-Shanghai' by an older mapping or by hand.",
		},
		{
			"A1 is not mapped any more",
			nil,
			engine.Replica{Disconnected: true},
			"", engine.ReplicaDisconnected, "",
			"The replica was disconnected, and the machine is too. " +
				"VM network 'VMNetwork1-Beijing' is not mapped to VMM server 'VMM-Shanghai' now, so the replica came up on VM network 'VMNetwork1-Shanghai' by an older mapping or by hand.",
		},
		{
			"moved to where it is",
			map[string]string{a1: b1, b1: ax},
			engine.Replica{},
			b1, engine.MappingChanged, ax,
			"The replica is where it came up, but VM network 'VMNetwork1-Shanghai' is now mapped to VM network 'VMNetwork2-Beijing'.",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			from := corrected()
			from.protections, from.mappings = nil, tt.mappings
			w := build(t, from)
			tt.replica.Source, tt.replica.CameUpOn = w.id(a1), w.id(b1)
			if tt.movedTo != "" {
				tt.replica.MovedTo = w.id(tt.movedTo)
			}
			back, objections := engine.Failback(w.Topology, tt.replica)
			if len(objections) > 0 || back.Scenario != tt.scenario || back.Network.Name() != tt.network || back.Reason != tt.reason {
				t.Errorf("it returns to %q by %q: %s\n%v", back.Network.Name(), back.Scenario, back.Reason, objections)
			}
		})
	}
}

// From Azure there is no mapping back, so the machine stays where it was.
func TestFailbackFromAzure(t *testing.T) {
	w := build(t, corrected())
	a1, prod := w.id("VMNetwork1-Beijing"), w.azure("prod", "westeurope")
	w.create(topology.NewMapping(a1, prod, topology.ID{}, nil))
	for _, tt := range []struct {
		replica  engine.Replica
		scenario engine.FailbackScenario
		network  topology.ID
		reason   string
	}{
		{
			engine.Replica{Source: a1, CameUpOn: prod},
			engine.Unchanged, a1,
			"The replica is where it came up, and no mapping leads back from Azure, so the machine stays on VM network 'VMNetwork1-Beijing'.",
		},
		{
			engine.Replica{Source: a1, CameUpOn: prod, MovedTo: w.azure("other", "westeurope")},
			engine.MovedToUnmapped,
			topology.ID{},
			"The replica was moved to Azure network 'other', and no mapping leads back from Azure, so the machine is disconnected.",
		},
	} {
		back, objections := engine.Failback(w.Topology, tt.replica)
		if len(objections) > 0 || back.Scenario != tt.scenario || !back.Network.Same(tt.network) || back.Reason != tt.reason {
			t.Errorf("it returns to %q by %q: %s\n%v", back.Network.Name(), back.Scenario, back.Reason, objections)
		}
	}
}

func TestFailbackOfWhatIsNotThere(t *testing.T) {
	w := build(t, corrected())
	absent := topology.VMNetworkID(w.sites["Shanghai"], "absent")
	a1, b1, b2 := w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Shanghai"), w.id("VMNetwork2-Shanghai")
	for _, tt := range []struct {
		replica engine.Replica
		want    expected
	}{
		{engine.Replica{Source: absent, CameUpOn: b1}, expected{engine.UnknownReference, engine.Error, "source_network_id", nil}},
		{engine.Replica{Source: a1, CameUpOn: absent}, expected{engine.UnknownReference, engine.Error, "replica_network_id", nil}},
		{engine.Replica{Source: a1, CameUpOn: b1, MovedTo: absent}, expected{engine.UnknownReference, engine.Error, "replica_moved_to_network_id", nil}},
		{engine.Replica{Source: a1, CameUpOn: a1}, expected{engine.InvalidValue, engine.Error, "replica_network_id", []string{"cannot be mapped to itself", "the target of a mapping"}}},
		{engine.Replica{Source: w.id("GoldCloud1"), CameUpOn: b1}, expected{engine.WrongKind, engine.Error, "source_network_id", nil}},
		{engine.Replica{Source: a1, CameUpOn: b1, MovedTo: b2, Disconnected: true}, expected{engine.InvalidValue, engine.Error, "replica_disconnected", []string{"at once", "Give one of"}}},
	} {
		_, objections := engine.Failback(w.Topology, tt.replica)
		w.check(t, objections, tt.want)
	}
}
