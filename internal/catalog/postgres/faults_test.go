package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// A snapshot costs one round trip, and as many bytes as there is news.
func TestASnapshotIsOneRoundTrip(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		direct := fresh()
		create(t, direct, "A", "B")
		p, through := postgrestest.NewProxy(t, way(direct), 0)
		c := open(t, through)
		for _, step := range []struct {
			what string
			do   func()
			want int
		}{
			{"at first", func() {}, 2},
			{"when nothing changed", func() {}, 2},
			{"when somebody has written", func() { create(t, direct, "C") }, 3},
		} {
			step.do()
			before := p.Trips.Load()
			s, err := c.Snapshot(t.Context())
			if err != nil || s.Len() != step.want {
				t.Errorf("%s it holds %d objects, %v", step.what, s.Len(), err)
			}
			if trips := p.Trips.Load() - before; step.what != "at first" && trips != 1 {
				t.Errorf("%s a snapshot took %d round trips", step.what, trips)
			}
		}
	})
}

// A change costs two round trips, refused or not; and many at once cost less than
// two each.
func TestAnApplyIsTwoRoundTrips(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		direct := fresh()
		create(t, direct, "S")
		p, through := postgrestest.NewProxy(t, way(direct), 0)
		c := open(t, through)
		if _, err := c.Snapshot(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			what   string
			change topology.Change
			sound  bool
		}{
			{"a change", topology.Creation(topology.NewServer("A")), true},
			{"the next one", topology.Creation(topology.NewServer("B")), true},
			{"one that is refused", topology.Updating(topology.NewServer("absent")), false},
			{"one of nothing", topology.Deletion(topology.ServerID("absent")), true},
			{"one after those", topology.Deletion(topology.ServerID("A")), true},
		} {
			before := p.Trips.Load()
			if err := c.Apply(t.Context(), step.change); (err == nil) != step.sound {
				t.Fatalf("%s ends with %v", step.what, err)
			}
			if trips := p.Trips.Load() - before; trips != 2 {
				t.Errorf("%s took %d round trips", step.what, trips)
			}
		}
		const together, changes = 10, 200
		before := p.Trips.Load()
		var group sync.WaitGroup
		for n := range together {
			group.Go(func() {
				for i := n; i < changes; i += together {
					if err := c.Apply(t.Context(), topology.Creation(topology.NewServer(fmt.Sprint(i)))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if trips := p.Trips.Load() - before; trips > changes {
			t.Errorf("%d changes, %d at once, took %d round trips", changes, together, trips)
		}
	})
}

// The connection is lost at a hundred commits, before or after the server has
// made them: each write is made once, whatever happened to its commit.
func TestConnectionsLostAtCommit(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		const writes = 100
		direct := fresh()
		create(t, direct, "S")
		p, through := postgrestest.NewProxy(t, way(direct), 0)
		c := open(t, through)
		for n := range writes {
			p.Fault.Store(postgrestest.BeforeCommit + int32(n%2))
			if err := c.Apply(t.Context(), topology.Creation(topology.NewServer(fmt.Sprint(n)))); err != nil {
				t.Fatalf("write %d ends with %v", n, err)
			}
		}
		if faults := p.Faults.Load(); faults != writes {
			t.Errorf("%d faults were injected, want %d", faults, writes)
		}
		s, err := open(t, direct).Snapshot(t.Context())
		if err != nil || s.Len() != writes+1 || s.Revision != writes+1 {
			t.Errorf("it holds %d objects at revision %d, %v; want %d at %d", s.Len(), s.Revision, err, writes+1, writes+1)
		}
		t.Logf("%d connections lost at commit, as many writes confirmed, all there once", writes)
	})
}

// The server does not come back after a commit was lost: that the outcome is not
// known is said, and not guessed.
func TestAnUncertainCommit(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		direct := fresh()
		create(t, direct, "S")
		p, through := postgrestest.NewProxy(t, way(direct), 0)
		c := open(t, through)
		p.Fault.Store(postgrestest.ForGood)
		says(t, c.Apply(t.Context(), topology.Creation(topology.NewServer("T"))), storage.ErrUncertain,
			"lost while a change was being committed", "run terraform apply again")
		p.Fault.Store(postgrestest.NoFault)
		// The catalog goes on, from what the server says.
		if err := c.Apply(t.Context(), topology.Creation(topology.NewServer("U"))); err != nil {
			t.Error(err)
		}
		if s, err := c.Snapshot(t.Context()); err != nil || s.Len() != 2 {
			t.Errorf("it holds %d objects, %v", s.Len(), err)
		}
	})
}

// So much is written before the client is back that nobody remembers its write:
// that is said, and not guessed.
func TestAForgottenCommit(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		schema := server.Unused()
		direct := server.URL(postgrestest.Owner, "schema", schema)
		create(t, direct, "S")
		p, through := postgrestest.NewProxy(t, way(direct), 0)
		p.Meanwhile = func() {
			server.Execute(t, "SET search_path TO "+schema+"; DELETE FROM siterecovery_writes; UPDATE siterecovery_catalog SET revision = revision + 10000")
		}
		p.Fault.Store(postgrestest.AfterCommit)
		says(t, open(t, through).Apply(t.Context(), topology.Creation(topology.NewServer("T"))), storage.ErrUncertain,
			"too much has been written since", "run terraform apply again")
		if s, err := open(t, direct).Snapshot(t.Context()); err != nil || s.Revision != 10_002 || s.Len() != 2 {
			t.Errorf("it holds %d objects at revision %d, %v", s.Len(), s.Revision, err)
		}
	})
}

// A cancelled run does not lose what it was told is there, and knows what is not.
func TestCancelledAtAnyMoment(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		location := way(fresh())
		create(t, location, "S")
		c, reader := open(t, location), open(t, location)
		rng := topologytest.NewRand(7)
		var confirmed, cancelled int
		for n := range 200 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Duration(rng.IntN(8000<<(n/50)))*time.Microsecond, cancel)
			server := topology.NewServer(fmt.Sprint(n))
			err := c.Apply(ctx, topology.Creation(server))
			cancel()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatalf("write %d ends with %v", n, err)
			}
			s, reading := reader.Snapshot(t.Context())
			if reading != nil {
				t.Fatal(reading)
			}
			if _, there := s.Get(server.ID()); there != (err == nil) {
				t.Errorf("write %d ends with %v, and it is there: %v", n, err, there)
			}
			if err == nil {
				confirmed++
			} else {
				cancelled++
			}
		}
		if confirmed == 0 || cancelled == 0 {
			t.Errorf("%d confirmed and %d cancelled: the moments are not random enough", confirmed, cancelled)
		}
	})
}

// writers returns several catalogs that have reached the server.
func writers(t *testing.T, location string) []*catalog.Catalog {
	t.Helper()
	all := make([]*catalog.Catalog, 4)
	for n := range all {
		all[n] = open(t, location)
		if _, err := all[n].Snapshot(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// crowd writes through several catalogs until it is told to stop. It returns
// what was confirmed, and the errors of what was not.
func crowd(writers []*catalog.Catalog, stop <-chan struct{}) (confirmed []topology.ID, errs []error) {
	var mu sync.Mutex
	var group sync.WaitGroup
	for w, c := range writers {
		group.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				server := topology.NewServer(fmt.Sprint(w, " ", n))
				err := c.Apply(context.Background(), topology.Creation(server), topology.Creation(topology.NewCloud(server.ID(), "C", nil)))
				mu.Lock()
				if err == nil {
					confirmed = append(confirmed, server.ID())
				} else {
					errs = append(errs, err)
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return confirmed, errs
}

// first makes the catalog, with a server and its cloud.
func first(t *testing.T, location string) topology.ID {
	t.Helper()
	create(t, location, "S")
	id := topology.ServerID("S")
	if err := open(t, location).Apply(t.Context(), topology.Creation(topology.NewCloud(id, "C", nil))); err != nil {
		t.Fatal(err)
	}
	return id
}

// all checks that everything confirmed is there, and nothing half.
func all(t *testing.T, location string, confirmed []topology.ID) {
	t.Helper()
	s, err := open(t, location).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range confirmed {
		if _, ok := s.Get(id); !ok {
			t.Errorf("%s was confirmed, and is not there", id)
		}
	}
	for _, object := range s.All() {
		if _, ok := s.Get(topology.CloudID(object.ID().Server(), "C")); !ok {
			t.Errorf("%s is there without its cloud", object.ID())
		}
	}
	if len(confirmed) == 0 {
		t.Error("nothing was confirmed")
	}
}

// The server ends sessions at random moments, those of commits among them.
func TestSessionsTerminated(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		application := "to be terminated " + server.Unused()
		location := way(fresh("application_name", application))
		first(t, location)
		writers, stop := writers(t, location), make(chan struct{})
		var terminated atomic.Int64
		go func() {
			defer close(stop)
			connection, err := pgx.Connect(context.Background(), server.URL(postgrestest.Owner))
			if err != nil {
				t.Error(err)
				return
			}
			defer connection.Close(context.Background()) //nolint:errcheck // it was only asked
			for start := time.Now(); terminated.Load() < 100 && time.Since(start) < time.Minute; {
				time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond) //nolint:gosec // for a test
				var n int64
				if err := connection.QueryRow(context.Background(),
					"SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE application_name = $1 ORDER BY random() LIMIT 1) AS x",
					application).Scan(&n); err != nil {
					t.Error(err)
					return
				}
				terminated.Add(n)
			}
		}()
		confirmed, errs := crowd(writers, stop)
		for _, err := range errs {
			t.Errorf("a write ends with %v", err)
		}
		all(t, location, confirmed)
		if terminated.Load() < 100 {
			t.Errorf("only %d sessions were terminated", terminated.Load())
		}
		t.Logf("%d sessions terminated, %d writes confirmed, all there", terminated.Load(), len(confirmed))
	})
}

// eachServer runs a test against a server of its own, and through PgBouncer before
// another one.
func eachServer(t *testing.T, test func(t *testing.T, own *postgrestest.Server, location string)) {
	t.Parallel()
	for name, pooled := range map[string]bool{"Direct": false, "PgBouncer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own, err := postgrestest.Start()
			if err != nil {
				t.Fatal(err)
			}
			closes(t, own)
			location := own.URL(postgrestest.Owner, "schema", "x")
			if pooled {
				pooler, err := own.StartPooler()
				if err != nil {
					t.Fatal(err)
				}
				closes(t, pooler)
				location = pooler.Through(location)
			}
			test(t, own, location)
		})
	}
}

// closes closes something when the test ends.
func closes(t *testing.T, what io.Closer) {
	t.Helper()
	t.Cleanup(func() {
		if err := what.Close(); err != nil {
			t.Error(err)
		}
	})
}

// The server is stopped and started again, orderly and not, while a crowd
// writes.
func TestAServerThatRestarts(t *testing.T) {
	eachServer(t, func(t *testing.T, own *postgrestest.Server, location string) {
		first(t, location)
		writers, stop := writers(t, location), make(chan struct{})
		var confirmed []topology.ID
		var errs []error
		var group sync.WaitGroup
		group.Go(func() { confirmed, errs = crowd(writers, stop) })
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGINT, syscall.SIGQUIT} {
			time.Sleep(300 * time.Millisecond)
			if err := errors.Join(own.Stop(signal), own.Run()); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(300 * time.Millisecond)
		close(stop)
		group.Wait()
		for _, err := range errs {
			t.Errorf("a write ends with %v", err)
		}
		all(t, location, confirmed)
		t.Logf("4 restarts, 2 of them after a crash, %d writes confirmed, all there", len(confirmed))
	})
}

// While the server is away for longer than anybody waits, the error says so.
func TestAServerThatGoesAway(t *testing.T) {
	eachServer(t, func(t *testing.T, own *postgrestest.Server, location string) {
		c := open(t, location)
		if err := c.Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
			t.Fatal(err)
		}
		if err := own.Stop(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		says(t, c.Apply(t.Context(), topology.Creation(topology.NewServer("T"))), storage.ErrUnavailable,
			"Unable to write to the catalog", "Nothing was changed")
		if err := own.Run(); err != nil {
			t.Fatal(err)
		}
		s, err := c.Snapshot(t.Context())
		if err != nil || s.Len() != 1 {
			t.Errorf("when it is back it holds %d objects, %v", s.Len(), err)
		}
	})
}
