package planner_test

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// One resource takes over what another one gives up in the same run, at the
// same time: whichever is first, the object is there afterwards.
func TestTakenOverWhileGivenUp(t *testing.T) {
	server := topology.NewServer("A")
	lost := 0
	for range 100 {
		c, err := catalog.Open(filepath.Join(t.TempDir(), "catalog.db"))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Apply(t.Context(), topology.Creation(server)); err != nil {
			t.Fatal(err)
		}
		p, err := planner.New(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		var both sync.WaitGroup
		for _, change := range []topology.Change{topology.Creation(server), topology.Deletion(server.ID())} {
			both.Go(func() {
				if err := p.Apply(t.Context(), change); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		snapshot, err := c.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := snapshot.Get(server.ID()); !ok {
			lost++
		}
		_ = c.Close()
	}
	if lost > 0 {
		t.Errorf("it is gone in %d of 100 runs", lost)
	}
}
