// Package catalogtest is what every engine of a catalog has to pass.
package catalogtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// Run runs the suite. Each call of location makes a new place for a catalog.
// The package's TestMain has to call [Main].
func Run(t *testing.T, location func(*testing.T) string) {
	for name, test := range map[string]func(*testing.T, string){
		"ANewCatalogIsEmpty":               testNewIsEmpty,
		"EveryObjectIsKeptWhole":           testKeptWhole,
		"OthersSeeWhatIsWritten":           testOthersSee,
		"ASnapshotNeverChanges":            testSnapshotNeverChanges,
		"RevisionsCountWrites":             testRevisions,
		"TheLastChangeIsNoted":             testChanged,
		"AnUnsoundChangeIsRefused":         testRefused,
		"ChangesAreMadeAllOrNone":          testAllOrNone,
		"ADeletionNamesAllReferrers":       testDeletion,
		"ACancelledChangeWritesNothing":    testCancelled,
		"RandomChangesAgreeWithAnOracle":   testRandom,
		"ParallelApplies":                  testParallel,
		"ChangesAtOnceHaveTheirOwnAnswers": testTogether,
		"RivalsCannotBothLand":             testRivals,
		"NoUpdateIsLost":                   testLostUpdate,
		"NoWriteSkew":                      testWriteSkew,
		"DeletionsRaceWithReferences":      testDeletionRaces,
		"ReadersSeeAllOrNothing":           testReaders,
		"ManyWritersAgreeWithAnOracle":     testManyWriters,
		"KilledProcessesLoseNothing":       testKilled,
		"ObjectsBelongToStates":            testOwners,
		"AnImportTakesOver":                testTakingOver,
		"AResourceMovesBetweenStates":      testMovedState,
		"WhatBelongsToNobody":              testNobodys,
		"entered with another":             testEntered,
		"KilledRunsLeaveNothing":           testLeftovers,
		"ARenamingTakesAllAlong":           testRename,
		"RenamingsRaceWithReferences":      testRenameRaces,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, location(t))
		})
	}
}

func open(t *testing.T, location string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func snapshot(t *testing.T, c *catalog.Catalog) catalog.Snapshot {
	t.Helper()
	s, err := c.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func apply(t *testing.T, c *catalog.Catalog, changes ...topology.Change) {
	t.Helper()
	if err := c.Apply(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
}

func creations(objects []topology.Object) []topology.Change {
	changes := make([]topology.Change, len(objects))
	for i, object := range objects {
		changes[i] = topology.Creation(object)
	}
	return changes
}

// text is all that a topology holds, the spelling and what was never given included.
func text(t *topology.Topology) string {
	var lines []string
	for _, object := range t.All() {
		line := fmt.Sprintf("%s %#v", object.ID(), object)
		if network, ok := object.(topology.VMNetwork); ok {
			line = fmt.Sprintf("%s on %s %s", network.ID(), network.LogicalNetwork, subnets(network.Subnets))
		}
		if network, ok := object.(topology.AzureNetwork); ok {
			line = fmt.Sprintf("%s %q %v %s", network.ID(), network.Location, network.Gateway, subnets(network.Subnets))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func subnets(list []topology.Subnet) string {
	text := fmt.Sprintf("given: %v", list != nil)
	for _, subnet := range list {
		text += fmt.Sprintf(" %q %q %+v", subnet.Name, subnet.AddressPrefix, subnet.Pool)
	}
	return text
}

func testNewIsEmpty(t *testing.T, location string) {
	c := open(t, location)
	if s := snapshot(t, c); s.Len() != 0 || s.Revision != 0 {
		t.Errorf("it holds %d objects at revision %d", s.Len(), s.Revision)
	}
}

func testKeptWhole(t *testing.T, location string) {
	names := []string{"VMM Server 1", "a/b", "100%", "%41", "..", "北京", "Größe", "quote\"'s", strings.Repeat("北", topology.MaxNameLength)}
	var objects []topology.Object
	for _, name := range names {
		server := topology.NewServer(name)
		logical := topology.NewLogicalNetwork(server.ID(), name, topology.IsolationNetworkVirtualization)
		network := topology.NewVMNetwork(logical.ID(), name, []topology.Subnet{
			{Name: name},
			{Name: "p", AddressPrefix: "2001:DB8::/64"},
			{Name: "q", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.10", Last: "10.0.0.20"}},
		})
		bare := topology.NewVMNetwork(logical.ID(), "bare", nil)
		empty := topology.NewVMNetwork(logical.ID(), "empty", []topology.Subnet{})
		azure, err := topology.ParseID("/Subscriptions/S/resourceGroups/" + fmt.Sprint(len(objects)) + "/providers/Microsoft.Network/virtualNetworks/V")
		if err != nil {
			t.Fatal(err)
		}
		one := topology.NewCloud(server.ID(), name, []topology.ID{logical.ID()})
		two := topology.NewCloud(server.ID(), "bare", nil)
		three := topology.NewCloud(server.ID(), "empty", []topology.ID{})
		protection := topology.NewProtection(one.ID(), two.ID(), "", topology.ReplicationSAN)
		objects = append(objects, server, logical, network, bare, empty,
			topology.NewAzureNetwork(azure, "West Europe", []topology.Subnet{{Name: "s", AddressPrefix: "10.0.0.0/8"}}, true),
			one, two, three,
			topology.NewHost(server.ID(), name, []topology.ID{one.ID()}, []topology.ID{logical.ID()}),
			topology.NewHost(server.ID(), "bare", nil, nil),
			protection,
			topology.NewProtection(three.ID(), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica),
			topology.NewMapping(network.ID(), bare.ID(), empty.ID(), nil),
			topology.NewMapping(network.ID(), azure, topology.ID{}, []topology.ID{}),
			topology.NewMapping(bare.ID(), empty.ID(), topology.ID{}, nil),
		)
	}
	apply(t, open(t, location), creations(objects)...)
	got, want := text(snapshot(t, open(t, location)).Topology), text(topology.New(objects...))
	if got != want {
		t.Errorf("it holds\n%s\nwant\n%s", got, want)
	}
}

func testOthersSee(t *testing.T, location string) {
	one, two := open(t, location), open(t, location)
	server := topology.NewServer("VMM-Beijing")
	logical := topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationNone)
	see := func(what string, want ...topology.Object) {
		t.Helper()
		for n, c := range []*catalog.Catalog{one, two} {
			if got := text(snapshot(t, c).Topology); got != text(topology.New(want...)) {
				t.Errorf("after %s, catalog %d holds\n%s", what, n+1, got)
			}
		}
	}
	see("nothing")
	apply(t, one, topology.Creation(server))
	see("a creation", server)
	apply(t, two, topology.Creation(logical))
	see("a creation by the other", server, logical)
	vlan := topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationVLAN)
	apply(t, one, topology.Updating(vlan))
	see("an update", server, vlan)
	apply(t, one, topology.Deletion(logical.ID()))
	see("a deletion", server)
	apply(t, two, topology.Creation(logical), topology.Updating(vlan))
	see("a creation of what was deleted", server, vlan)
	// What one has not looked at yet, it sees when it writes.
	apply(t, one, topology.Deletion(logical.ID()), topology.Deletion(server.ID()))
	apply(t, two, topology.Creation(server))
	see("all gone and one back", server)
}

func testSnapshotNeverChanges(t *testing.T, location string) {
	c := open(t, location)
	objects := topologytest.Random(topologytest.NewRand(3), topologytest.Small)
	apply(t, c, creations(objects)...)
	s := snapshot(t, c)
	before := text(s.Topology)
	apply(t, c, topology.Creation(topology.NewServer("another")))
	apply(t, open(t, location), topology.Creation(topology.NewServer("a third")))
	if later := snapshot(t, c); later.Len() != s.Len()+2 {
		t.Errorf("the later snapshot holds %d objects, want %d", later.Len(), s.Len()+2)
	}
	if text(s.Topology) != before {
		t.Error("the earlier snapshot has changed")
	}
}

func testRevisions(t *testing.T, location string) {
	c := open(t, location)
	server := topology.NewServer("S")
	for i, step := range []struct {
		changes []topology.Change
		want    int64
	}{
		{creations([]topology.Object{server, topology.NewServer("T")}), 1},
		{nil, 1},
		{[]topology.Change{topology.Deletion(topology.ServerID("absent"))}, 1},
		{[]topology.Change{topology.Deletion(server.ID())}, 2},
	} {
		apply(t, c, step.changes...)
		if got := snapshot(t, c).Revision; got != step.want {
			t.Errorf("after step %d the revision is %d, want %d", i, got, step.want)
		}
	}
}

// refused returns the codes of the findings for which a change was refused.
func refused(t *testing.T, err error) []engine.Code {
	t.Helper()
	var refusal *catalog.Refused
	if !errors.As(err, &refusal) {
		t.Fatalf("the error is %v, want a refusal", err)
	}
	var codes []engine.Code
	for _, finding := range refusal.Findings {
		codes = append(codes, finding.Code)
	}
	return codes
}

func testRefused(t *testing.T, location string) {
	c := open(t, location)
	server := topology.NewServer("S")
	apply(t, c, topology.Creation(server), topology.Creation(topology.NewCloud(server.ID(), "C", nil)))
	cloud := topology.CloudID(server.ID(), "C")
	before := text(snapshot(t, c).Topology)
	for what, tt := range map[string]struct {
		change topology.Change
		want   engine.Code
	}{
		"no name":           {topology.Creation(topology.NewServer("")), engine.InvalidName},
		"unknown reference": {topology.Creation(topology.NewCloud(topology.ServerID("absent"), "C", nil)), engine.UnknownReference},
		"other content":     {topology.Creation(topology.NewProtection(cloud, cloud, "", topology.ReplicationSAN)), engine.ProtectsItself},
		"vanished":          {topology.Updating(topology.NewServer("absent")), engine.Vanished},
		"referred to":       {topology.Deletion(server.ID()), engine.StillReferredTo},
	} {
		if codes := refused(t, c.Apply(t.Context(), tt.change)); !slices.Equal(codes, []engine.Code{tt.want}) {
			t.Errorf("%s: refused for %v, want %v", what, codes, tt.want)
		}
	}
	// What exists exactly so may be created again: a run that was interrupted does.
	apply(t, c, topology.Creation(server))
	for n, c := range []*catalog.Catalog{c, open(t, location)} {
		if after := text(snapshot(t, c).Topology); after != before {
			t.Errorf("catalog %d holds\n%s\nwant\n%s", n+1, after, before)
		}
	}
}

func testAllOrNone(t *testing.T, location string) {
	c := open(t, location)
	one, two := topology.NewServer("1"), topology.NewServer("2")
	apply(t, c, topology.Creation(one))
	before := text(snapshot(t, c).Topology)
	err := c.Apply(t.Context(), topology.Creation(two), topology.Deletion(one.ID()), topology.Updating(topology.NewServer("absent")))
	if codes := refused(t, err); !slices.Equal(codes, []engine.Code{engine.Vanished}) {
		t.Errorf("refused for %v", codes)
	}
	for n, c := range []*catalog.Catalog{c, open(t, location)} {
		if after := text(snapshot(t, c).Topology); after != before {
			t.Errorf("catalog %d holds\n%s\nwant\n%s", n+1, after, before)
		}
	}
	// Later changes of one call stand on earlier ones.
	apply(t, c, topology.Creation(two), topology.Creation(topology.NewCloud(two.ID(), "C", nil)),
		topology.Deletion(topology.CloudID(two.ID(), "C")), topology.Deletion(two.ID()))
	if after := text(snapshot(t, open(t, location)).Topology); after != before {
		t.Errorf("it holds\n%s\nwant\n%s", after, before)
	}
}

func testDeletion(t *testing.T, location string) {
	c := open(t, location)
	server := topology.NewServer("S")
	logical := topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationNone)
	apply(t, c, topology.Creation(server), topology.Creation(logical),
		topology.Creation(topology.NewVMNetwork(logical.ID(), "N", nil)),
		topology.Creation(topology.NewCloud(server.ID(), "C", []topology.ID{logical.ID()})),
		topology.Creation(topology.NewHost(server.ID(), "H", nil, []topology.ID{logical.ID()})))
	err := open(t, location).Apply(t.Context(), topology.Deletion(logical.ID()))
	for _, referrer := range []string{"VM network 'N'", "cloud 'C'", "host 'H'"} {
		if err == nil || !strings.Contains(err.Error(), referrer) {
			t.Errorf("the refusal is %q, want it to name %s", err, referrer)
		}
	}
}

func testCancelled(t *testing.T, location string) {
	c := open(t, location)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Apply(ctx, topology.Creation(topology.NewServer("S"))); !errors.Is(err, context.Canceled) {
		t.Errorf("applying ends with %v", err)
	}
	if _, err := open(t, location).Snapshot(t.Context()); err != nil {
		t.Error(err)
	}
	if s := snapshot(t, c); s.Len() != 0 {
		t.Errorf("it holds %s", text(s.Topology))
	}
}

// testRandom applies random changes, sound or not, through two handles, and to a
// topology in memory.
func testRandom(t *testing.T, location string) {
	handles := []*catalog.Catalog{open(t, location), open(t, location)}
	rng := topologytest.NewRand(11)
	want := topology.New()
	pool := topologytest.Random(rng, topologytest.Small)
	for range 300 {
		object := pool[rng.IntN(len(pool))]
		change := []topology.Change{topology.Creation(object), topology.Updating(object), topology.Deletion(object.ID())}[rng.IntN(3)]
		sound := !engine.HasErrors(engine.Check(want, change, engine.Everything))
		if sound {
			want.Apply(change)
		}
		handle := handles[rng.IntN(2)]
		if err := handle.Apply(t.Context(), change); (err == nil) != sound {
			t.Fatalf("applying %v to %s: %v, want it sound: %v", change.Action, change.ID(), err, sound)
		}
		if rng.IntN(10) == 0 {
			if got := text(snapshot(t, handles[rng.IntN(2)]).Topology); got != text(want) {
				t.Fatalf("it holds\n%s\nwant\n%s", got, text(want))
			}
		}
	}
	if got := text(snapshot(t, open(t, location)).Topology); got != text(want) || want.Len() == 0 {
		t.Errorf("it holds\n%s\nwant\n%s", got, text(want))
	}
}
