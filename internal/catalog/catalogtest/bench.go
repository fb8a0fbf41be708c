package catalogtest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// Bench runs the benchmarks. Each call of location makes a new place for a
// catalog.
func Bench(b *testing.B, location func() string) {
	b.Run("Apply", func(b *testing.B) { benchApply(b, location(), 1) })
	b.Run("ApplyByTenAtOnce", func(b *testing.B) { benchApply(b, location(), 10) })
	b.Run("Snapshot10000", func(b *testing.B) { benchSnapshot(b, location()) })
}

// benchApply measures creations of one object each, by several at once.
func benchApply(b *testing.B, location string, writers int) {
	var group sync.WaitGroup
	handles := make([]*catalog.Catalog, writers)
	for n := range handles {
		handles[n] = handle(b, location)
		if err := handles[n].Apply(b.Context(), topology.Creation(topology.NewServer("first"))); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for n, c := range handles {
		group.Go(func() {
			for i := n; i < b.N; i += writers {
				if err := c.Apply(b.Context(), topology.Creation(topology.NewServer(fmt.Sprint(i)))); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "applies/s")
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
