package catalogtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// rounds is how often each race is run.
const rounds = 20

// race applies changes at one moment, each through a catalog of its own that has
// seen what there was before. It returns how each ended.
func race(t *testing.T, location string, changes ...topology.Change) []error {
	t.Helper()
	errs := make([]error, len(changes))
	var ready, group sync.WaitGroup
	ready.Add(len(changes))
	for n, change := range changes {
		c := open(t, location)
		snapshot(t, c)
		group.Go(func() {
			ready.Done()
			ready.Wait()
			errs[n] = c.Apply(t.Context(), change)
		})
	}
	group.Wait()
	return errs
}

// landed checks that one change of a race landed and all others were refused
// for the code given. It returns which one landed.
func landed(t *testing.T, errs []error, code engine.Code) int {
	t.Helper()
	won := slices.Index(errs, nil)
	for n, err := range errs {
		if n != won && (err == nil || !slices.Contains(refused(t, err), code)) {
			t.Fatalf("the race ended with %v; want one without an error, and %s for the rest", errs, code)
		}
	}
	if won < 0 {
		t.Fatalf("nobody won: %v", errs)
	}
	return won
}

// testLostUpdate lets two writers give one mapping different targets: one must
// see the other.
func testLostUpdate(t *testing.T, location string) {
	server := topology.NewServer("S")
	logical := topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationNone)
	targets := []topology.VMNetwork{topology.NewVMNetwork(logical.ID(), "T0", nil), topology.NewVMNetwork(logical.ID(), "T1", nil)}
	apply(t, open(t, location), topology.Creation(server), topology.Creation(logical),
		topology.Creation(targets[0]), topology.Creation(targets[1]))
	for round := range rounds {
		source := topology.NewVMNetwork(logical.ID(), fmt.Sprint(round), nil)
		apply(t, open(t, location), topology.Creation(source))
		mappings := []topology.Mapping{
			topology.NewMapping(source.ID(), targets[0].ID(), topology.ID{}, nil),
			topology.NewMapping(source.ID(), targets[1].ID(), topology.ID{}, nil),
		}
		won := landed(t, race(t, location, topology.Creation(mappings[0]), topology.Creation(mappings[1])), engine.SecondMapping)
		object, ok := snapshot(t, open(t, location)).Get(mappings[0].ID())
		if mapping, is := object.(topology.Mapping); !ok || !is || !mapping.Target.Same(targets[won].ID()) {
			t.Errorf("writer %d won, and the catalog holds %#v", won, object)
		}
	}
}

// testWriteSkew lets two writers put what is sound alone and not together.
func testWriteSkew(t *testing.T, location string) {
	server := topology.NewServer("S")
	apply(t, open(t, location), topology.Creation(server))
	for round := range rounds {
		var clouds []topology.ID
		for _, name := range []string{"A", "B", "C"} {
			cloud := topology.NewCloud(server.ID(), fmt.Sprint(name, round), nil)
			apply(t, open(t, location), topology.Creation(cloud))
			clouds = append(clouds, cloud.ID())
		}
		// B would be in two protections (M5).
		landed(t, race(t, location,
			topology.Creation(topology.NewProtection(clouds[0], clouds[1], "", topology.ReplicationHyperVReplica)),
			topology.Creation(topology.NewProtection(clouds[1], clouds[2], "", topology.ReplicationHyperVReplica)),
		), engine.CloudInTwo)
		if findings := snapshot(t, open(t, location)).Referrers(clouds[1]); len(findings) != 1 {
			t.Errorf("cloud B is in %d protections", len(findings))
		}
	}
}

// testDeletionRaces deletes what somebody begins to refer to.
func testDeletionRaces(t *testing.T, location string) {
	server := topology.NewServer("S")
	apply(t, open(t, location), topology.Creation(server))
	for round := range rounds {
		logical := topology.NewLogicalNetwork(server.ID(), fmt.Sprint(round), topology.IsolationNone)
		apply(t, open(t, location), topology.Creation(logical))
		network := topology.NewVMNetwork(logical.ID(), fmt.Sprint(round), nil)
		errs := race(t, location, topology.Deletion(logical.ID()), topology.Creation(network))
		code := engine.StillReferredTo
		if errs[0] == nil {
			code = engine.UnknownReference
		}
		landed(t, errs, code)
		s := snapshot(t, open(t, location))
		_, below := s.Get(logical.ID())
		_, above := s.Get(network.ID())
		if deleted := errs[0] == nil; below == deleted || above == deleted {
			t.Errorf("the deletion ended with %v; the logical network is there: %v, the VM network: %v", errs[0], below, above)
		}
	}
}

// testReaders reads while somebody puts many objects and takes them away again.
func testReaders(t *testing.T, location string) {
	server := topology.NewServer("S")
	there, gone := []topology.Change{topology.Creation(server)}, []topology.Change{topology.Deletion(server.ID())}
	for n := range 200 {
		cloud := topology.NewCloud(server.ID(), fmt.Sprint(n), nil)
		there = append(there, topology.Creation(cloud))
		gone = append([]topology.Change{topology.Deletion(cloud.ID())}, gone...)
	}
	writer := open(t, location)
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	var full, empty atomic.Int64
	for range 4 {
		reader := open(t, location)
		group.Go(func() {
			for ctx.Err() == nil {
				s, err := reader.Snapshot(t.Context())
				switch {
				case err != nil:
					t.Error(err)
				case s.Len() == len(there):
					full.Add(1)
				case s.Len() == 0:
					empty.Add(1)
				default:
					t.Errorf("a reader sees %d objects", s.Len())
				}
			}
		})
	}
	for round := 0; round < rounds || round < 100*rounds && (full.Load() == 0 || empty.Load() == 0); round++ {
		apply(t, writer, there...)
		apply(t, writer, gone...)
	}
	stop()
	group.Wait()
	if full.Load() == 0 || empty.Load() == 0 {
		t.Errorf("the readers saw all %d times and nothing %d times: they did not read meanwhile", full.Load(), empty.Load())
	}
}

// testRivals lets several handles put rivals for one place: exactly one lands.
func testRivals(t *testing.T, location string) {
	setup := open(t, location)
	server := topology.NewServer("S")
	target := topology.NewCloud(server.ID(), "protecting", nil)
	apply(t, setup, topology.Creation(server), topology.Creation(target))
	var rivals []topology.Change
	for n := range 6 {
		cloud := topology.NewCloud(server.ID(), fmt.Sprint(n), nil)
		apply(t, setup, topology.Creation(cloud))
		rivals = append(rivals, topology.Creation(topology.NewProtection(cloud.ID(), target.ID(), "", topology.ReplicationSAN)))
	}
	landed(t, race(t, location, rivals...), engine.CloudInTwo)
	if found := len(snapshot(t, setup).ProtectionsBy(target.ID())); found != 1 {
		t.Errorf("%d have landed", found)
	}
}

// testParallel applies ten changes at once, through one handle and through several.
func testParallel(t *testing.T, location string) {
	shared := open(t, location)
	var group sync.WaitGroup
	for n := range 10 {
		own := open(t, location)
		group.Go(func() {
			for i, c := range []*catalog.Catalog{shared, own} {
				for j := range 5 {
					if err := c.Apply(t.Context(), topology.Creation(topology.NewServer(fmt.Sprintf("%d-%d-%d", n, i, j)))); err != nil {
						t.Error(err)
					}
				}
				if _, err := c.Snapshot(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	// What goes through one handle at once may be written together.
	if s := snapshot(t, open(t, location)); s.Len() != 100 || s.Revision < 50 || s.Revision > 100 {
		t.Errorf("it holds %d objects at revision %d, want 100 at 50 to 100", s.Len(), s.Revision)
	}
}

// testTogether makes changes at once through one handle, which may write them
// together: each ends as it would alone.
func testTogether(t *testing.T, location string) {
	c := open(t, location)
	server := topology.NewServer("S")
	apply(t, c, topology.Creation(server), topology.Creation(topology.NewCloud(server.ID(), "rivals", nil)))
	for n := range rounds {
		apply(t, c, topology.Creation(topology.NewCloud(server.ID(), fmt.Sprint("rival ", n), nil)))
	}
	var group sync.WaitGroup
	rivals, unsound := make([]error, rounds), make([]error, rounds)
	for n := range rounds {
		cloud := topology.NewCloud(server.ID(), fmt.Sprint(n), nil)
		group.Go(func() {
			if err := c.Apply(t.Context(), topology.Creation(cloud)); err != nil {
				t.Errorf("a sound change ends with %v", err)
			}
		})
		group.Go(func() {
			half := topology.NewServer(fmt.Sprint("half ", n))
			unsound[n] = c.Apply(t.Context(), topology.Creation(half), topology.Updating(topology.NewServer("absent")))
		})
		group.Go(func() {
			rivals[n] = c.Apply(t.Context(), topology.Creation(topology.NewProtection(
				topology.CloudID(server.ID(), fmt.Sprint("rival ", n)), topology.CloudID(server.ID(), "rivals"), "", topology.ReplicationSAN)))
		})
	}
	group.Wait()
	landed(t, rivals, engine.CloudInTwo)
	for _, err := range unsound {
		if codes := refused(t, err); !slices.Equal(codes, []engine.Code{engine.Vanished}) {
			t.Errorf("an unsound change is refused for %v", codes)
		}
	}
	mine, others := text(snapshot(t, c).Topology), text(snapshot(t, open(t, location)).Topology)
	if mine != others {
		t.Errorf("it holds\n%s\nand others see\n%s", mine, others)
	}
	if s := snapshot(t, c); s.Len() != 2+2*rounds+1 {
		t.Errorf("it holds %d objects, want %d", s.Len(), 2+2*rounds+1)
	}
}
