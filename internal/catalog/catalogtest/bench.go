package catalogtest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// Place is where a catalog of a benchmark is.
type Place struct {
	Location string
	// Trips returns the round trips to it so far. It is nil where there are none.
	Trips func() int64
}

// Bench runs the benchmarks. Each call of fresh makes a new place for a catalog.
func Bench(b *testing.B, fresh func(*testing.B) Place) {
	b.Run("Apply", func(b *testing.B) { benchApply(b, fresh(b), 1, 1) })
	b.Run("ApplyTenInOneRun", func(b *testing.B) { benchApply(b, fresh(b), 1, 10) })
	b.Run("ApplyInTenRuns", func(b *testing.B) { benchApply(b, fresh(b), 10, 1) })
	b.Run("Snapshot10000", func(b *testing.B) { benchSnapshot(b, fresh(b).Location) })
}

// benchApply measures creations of one object each, through several handles at
// once, and several at once through each.
func benchApply(b *testing.B, place Place, handles, together int) {
	catalogs := make([]*catalog.Catalog, handles)
	for n := range catalogs {
		catalogs[n] = handle(b, place.Location)
		if err := catalogs[n].Apply(b.Context(), topology.Creation(topology.NewServer("first"))); err != nil {
			b.Fatal(err)
		}
	}
	if place.Trips == nil {
		place.Trips = func() int64 { return 0 }
	}
	before := place.Trips()
	b.ResetTimer()
	var group sync.WaitGroup
	for n := range handles * together {
		group.Go(func() {
			for i := n; i < b.N; i += handles * together {
				if err := catalogs[n%handles].Apply(b.Context(), topology.Creation(topology.NewServer(fmt.Sprint(i)))); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "applies/s")
	if trips := place.Trips() - before; trips > 0 {
		b.ReportMetric(float64(trips)/float64(b.N), "trips/apply")
	}
}

// benchSnapshot measures snapshots of ten thousand networks and what belongs to
// them: by who knows nothing yet, by who has missed nothing, and by who has
// missed one change.
func benchSnapshot(b *testing.B, location string) {
	writer := handle(b, location)
	objects := topologytest.Large(10_000, 1_000)
	if err := writer.Apply(b.Context(), creations(objects)...); err != nil {
		b.Fatal(err)
	}
	read := func(b *testing.B, c *catalog.Catalog) {
		if s, err := c.Snapshot(b.Context()); err != nil || s.Len() < len(objects) {
			b.Fatalf("it holds %d objects, %v", s.Len(), err)
		}
	}
	b.Run("Cold", func(b *testing.B) {
		for b.Loop() {
			read(b, handle(b, location))
		}
	})
	warm := handle(b, location)
	read(b, warm)
	b.Run("NothingChanged", func(b *testing.B) {
		for b.Loop() {
			read(b, warm)
		}
	})
	b.Run("OneChanged", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			b.StopTimer()
			if err := writer.Apply(b.Context(), topology.Creation(topology.NewServer(fmt.Sprint(b.N, " ", n)))); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			read(b, warm)
		}
	})
}

func handle(b *testing.B, location string) *catalog.Catalog {
	b.Helper()
	c, err := catalog.Open(location)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Close() })
	return c
}
