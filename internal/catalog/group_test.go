package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// memory is a store that does as it is told: each transaction errWaits for its turn
// on begin, and what it is given there happens to it.
type memory struct {
	begin   chan fate
	written [][]string
	// records are those that each transaction wrote.
	records [][]storage.Record
	moment  storage.Position
}

// fate is what happens to a transaction.
type fate struct {
	// before is the error before anything is decided, after the one when it is.
	before, after error
	// until is what it errWaits for when it is decided.
	until <-chan struct{}
	// twice decides it twice.
	twice bool
}

func (m *memory) delta(since storage.Position) storage.Delta {
	return storage.Delta{
		Position: m.moment, Anew: since.Incarnation != m.moment.Incarnation,
		Records: slices.Concat(m.records[since.Revision:]...),
	}
}

func (m *memory) Read(_ context.Context, since storage.Position) (storage.Delta, error) {
	return m.delta(since), nil
}

func (m *memory) Write(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	var now fate
	select {
	case now = <-m.begin:
	case <-ctx.Done():
		return storage.Position{}, ctx.Err()
	}
	if now.before != nil {
		return storage.Position{}, now.before
	}
	records, err := decide(m.delta(since))
	if now.twice {
		records, err = decide(m.delta(since))
	}
	if now.until != nil {
		<-now.until
	}
	if now.after != nil {
		err = now.after
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil || len(records) == 0 {
		return m.moment, err
	}
	m.moment = storage.Position{Incarnation: "memory", Revision: m.moment.Revision + 1}
	m.records = append(m.records, records)
	var ids []string
	for _, record := range records {
		if record.ID != "" { // an object's
			ids = append(ids, strings.TrimPrefix(record.ID, "/servers/"))
		}
	}
	m.written = append(m.written, ids)
	return m.moment, nil
}

func (m *memory) Name() string { return "memory" }
func (m *memory) Close() error { return nil }

// crowd is callers of one catalog that come one after the other, and the first of
// whom begins a transaction alone.
type crowd struct {
	t       *testing.T
	store   *memory
	catalog *Catalog
	mu      sync.Mutex
	answers map[string]error
}

func newCrowd(t *testing.T) *crowd {
	store := &memory{begin: make(chan fate)}
	c := &crowd{t: t, store: store, catalog: newCatalog(store), answers: map[string]error{}}
	c.comes(t.Context(), topology.Creation(topology.NewServer("first")))
	return c
}

// comes has somebody come with changes, who is known by the name in the first.
func (c *crowd) comes(ctx context.Context, changes ...topology.Change) {
	name := changes[0].ID().Name()
	go func() {
		err := c.catalog.Apply(ctx, changes...)
		c.mu.Lock()
		defer c.mu.Unlock()
		if _, ok := c.answers[name]; ok {
			c.t.Errorf("%s has two answers", name)
		}
		c.answers[name] = err
	}()
	synctest.Wait()
}

// goes lets the transactions go on, one after the other.
func (c *crowd) goes(fates ...fate) {
	for _, fate := range fates {
		c.store.begin <- fate
		synctest.Wait()
	}
}

// wrote checks which transactions wrote what.
func (c *crowd) wrote(want ...string) {
	c.t.Helper()
	var got []string
	for _, ids := range c.store.written {
		got = append(got, strings.Join(ids, " "))
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("the transactions wrote %q, want %q", got, want)
	}
	s, err := c.catalog.Snapshot(c.t.Context())
	if held := len(strings.Fields(strings.Join(want, " "))); err != nil || s.Len() != held {
		c.t.Errorf("the catalog holds %d objects, %v; want %d", s.Len(), err, held)
	}
}

// heard checks what a caller was told: nothing, if want is [errWaits].
func (c *crowd) heard(name string, want error) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	got, answered := c.answers[name]
	var refusal *Refused
	switch {
	case errors.Is(want, errWaits):
		if answered {
			c.t.Errorf("%s was told %v already", name, got)
		}
	case !answered:
		c.t.Errorf("%s was told nothing, want %v", name, want)
	case errors.Is(want, errRefused):
		if !errors.As(got, &refusal) {
			c.t.Errorf("%s was told %v, want a refusal", name, got)
		}
	case !errors.Is(got, want):
		c.t.Errorf("%s was told %v, want %v", name, got, want)
	}
}

var (
	errWaits   = errors.New("it still waits")
	errRefused = errors.New("it was refused")
)

func creation(name string) topology.Change { return topology.Creation(topology.NewServer(name)) }

// cloudOf is the creation of a cloud, which needs its server.
func cloudOf(server string) topology.Change {
	return topology.Creation(topology.NewCloud(topology.ServerID(server), "C", nil))
}

// Changes that wait for a transaction go into the next one, in the order in which
// they came, each upon those before it.
func TestWaitingChangesGoTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		for n := range 4 {
			c.comes(t.Context(), creation(fmt.Sprint(n)))
		}
		c.comes(t.Context(), cloudOf("3"))
		c.goes(fate{})
		c.heard("first", nil)
		c.heard("0", errWaits)
		c.goes(fate{twice: true})
		c.wrote("first", "0 1 2 3 3/clouds/C")
		for n := range 4 {
			c.heard(fmt.Sprint(n), nil)
		}
		c.heard("C", nil)
	})
}

// What is refused, or changes nothing, takes nothing with it.
func TestARefusalIsOnesOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		c.comes(t.Context(), creation("1"))
		c.comes(t.Context(), creation("half"), cloudOf("absent"))
		c.comes(t.Context(), topology.Deletion(topology.ServerID("nothing")))
		c.comes(t.Context(), topology.Updating(topology.NewServer("absent")))
		c.comes(t.Context(), creation("2"))
		c.goes(fate{}, fate{})
		c.wrote("first", "1 2")
		c.heard("half", errRefused)
		c.heard("absent", errRefused)
		for _, name := range []string{"1", "nothing", "2"} {
			c.heard(name, nil)
		}
	})
}

// A renaming is undone alone.
func TestARefusedRenaming(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		c.goes(fate{})
		c.comes(t.Context(), creation("old"), cloudOf("old"))
		c.comes(t.Context(), creation("1"))
		renaming := topology.Updating(topology.NewServer("new"))
		renaming.From = topology.ServerID("old")
		c.comes(t.Context(), renaming, cloudOf("absent"))
		c.comes(t.Context(), topology.Creation(topology.NewCloud(topology.ServerID("old"), "D", nil)))
		c.goes(fate{}, fate{twice: true})
		c.wrote("first", "old old/clouds/C", "1 old/clouds/D")
		c.heard("new", errRefused)
		c.heard("D", nil)
	})
}

// What becomes of a transaction is told to all whom it concerns.
func TestAFailureIsToldToEach(t *testing.T) {
	for _, kind := range []error{storage.ErrBusy, storage.ErrReadOnly, storage.ErrUnavailable, storage.ErrUncertain} {
		t.Run(kind.Error(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCrowd(t)
				c.comes(t.Context(), creation("1"))
				c.comes(t.Context(), cloudOf("absent"))
				c.goes(fate{}, fate{before: kind})
				c.heard("1", kind)
				c.heard("C", kind)
				c.comes(t.Context(), creation("between"))
				c.comes(t.Context(), creation("2"))
				c.comes(t.Context(), creation("3"))
				c.goes(fate{}, fate{after: kind})
				c.heard("2", kind)
				c.heard("3", kind)
				c.wrote("first", "between")
			})
		})
	}
}

// Who was refused upon a change that came to nothing is decided again. Who was
// refused upon what the catalog holds stays refused.
func TestARefusalUponWhatFailed(t *testing.T) {
	for _, kind := range []error{storage.ErrUnavailable, storage.ErrUncertain} {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			c.comes(t.Context(), cloudOf("nowhere"))
			c.comes(t.Context(), topology.Creation(topology.NewServer("deleter")), topology.Deletion(topology.ServerID("first")))
			cloud := topology.NewCloud(topology.ServerID("first"), "upon", nil)
			c.comes(t.Context(), topology.Creation(cloud))
			c.goes(fate{}, fate{after: kind})
			c.heard("C", errRefused)
			c.heard("deleter", kind)
			c.heard("upon", errWaits)
			c.goes(fate{})
			c.heard("upon", nil)
			c.wrote("first", "first/clouds/upon")
		})
	}
}

// What failed is as if it had never been, whatever one change made of another's.
func TestAFailureIsUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		c.goes(fate{})
		c.comes(t.Context(), creation("between"))
		c.comes(t.Context(), creation("1"))
		logical := func(isolation topology.Isolation) topology.Object {
			return topology.NewLogicalNetwork(topology.ServerID("1"), "L", isolation)
		}
		c.comes(t.Context(), topology.Creation(logical(topology.IsolationNone)))
		c.comes(t.Context(), creation("2"), topology.Updating(logical(topology.IsolationVLAN)))
		c.goes(fate{}, fate{twice: true, after: storage.ErrBusy})
		c.wrote("first", "between")
	})
}

// What a transaction cannot take does not keep others out.
func TestAFailureForTheContent(t *testing.T) {
	for _, kind := range []error{storage.ErrFull, errors.New("invalid byte sequence")} {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			for _, name := range []string{"1", "bad", "2"} {
				c.comes(t.Context(), creation(name))
			}
			c.goes(fate{}, fate{after: kind}, fate{}, fate{after: kind}, fate{})
			c.wrote("first", "1", "2")
			c.heard("1", nil)
			c.heard("bad", kind)
			c.heard("2", nil)
		})
	}
}

// A caller whose context ends gets out as long as its change is not decided, and
// hears the truth when it is.
func TestACallerLeaves(t *testing.T) {
	t.Run("while it waits", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			ctx, leave := context.WithCancel(t.Context())
			c.comes(ctx, creation("leaves"))
			c.comes(t.Context(), creation("stays"))
			leave()
			synctest.Wait()
			c.heard("leaves", context.Canceled)
			c.goes(fate{}, fate{})
			c.wrote("first", "stays")
		})
	})
	t.Run("before it is decided", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			ctx, leave := context.WithCancel(t.Context())
			c.comes(ctx, creation("leaves"))
			c.comes(t.Context(), creation("stays"))
			c.goes(fate{})
			leave()
			synctest.Wait()
			c.heard("leaves", context.Canceled)
			c.heard("stays", errWaits)
			c.goes(fate{})
			c.wrote("first", "stays")
		})
	})
	t.Run("when it is decided", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			ctx, leave := context.WithCancel(t.Context())
			c.comes(ctx, creation("leaves"))
			c.comes(t.Context(), creation("stays"))
			decided := make(chan struct{})
			c.goes(fate{}, fate{until: decided})
			leave()
			synctest.Wait()
			c.heard("leaves", errWaits)
			close(decided)
			synctest.Wait()
			c.wrote("first", "leaves stays")
			c.heard("leaves", nil)
		})
	})
	t.Run("with all others", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			ctx, leave := context.WithCancel(t.Context())
			c.comes(ctx, creation("1"))
			c.comes(ctx, creation("2"))
			decided := make(chan struct{})
			c.goes(fate{}, fate{until: decided})
			leave()
			synctest.Wait()
			close(decided)
			synctest.Wait()
			c.wrote("first")
			c.heard("1", context.Canceled)
			c.heard("2", context.Canceled)
		})
	})
	t.Run("before it comes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t)
			ctx, leave := context.WithCancel(t.Context())
			leave()
			c.comes(ctx, creation("leaves"))
			c.heard("leaves", context.Canceled)
			if _, err := c.catalog.Snapshot(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("a snapshot ends with %v", err)
			}
			c.goes(fate{})
			c.wrote("first")
		})
	})
}

// Who asks for a snapshot while a change is under way does not wait for it longer
// than its context does.
func TestASnapshotThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		ctx, leave := context.WithCancel(t.Context())
		var err error
		go func() { _, err = c.catalog.Snapshot(ctx) }()
		synctest.Wait()
		leave()
		synctest.Wait()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("it ends with %v", err)
		}
		c.goes(fate{})
		c.wrote("first")
	})
}

// Two that cannot both be made cannot in one transaction either.
func TestRivalsInOneTransaction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		server := topology.ServerID("first")
		cloud := func(name string) topology.Cloud { return topology.NewCloud(server, name, nil) }
		for _, name := range []string{"A", "B", "X"} {
			c.comes(t.Context(), topology.Creation(cloud(name)))
		}
		c.goes(fate{}, fate{})
		c.comes(t.Context(), creation("another"))
		for _, name := range []string{"A", "B"} {
			delete(c.answers, name)
			protection := topology.NewProtection(cloud(name).ID(), cloud("X").ID(), "", topology.ReplicationSAN)
			c.comes(t.Context(), topology.Creation(topology.NewServer("of "+name)), topology.Creation(protection))
		}
		c.goes(fate{}, fate{})
		c.heard("of A", nil)
		c.heard("of B", errRefused)
		var refusal *Refused
		if errors.As(c.answers["of B"], &refusal); refusal == nil || refusal.Findings[0].Code != engine.CloudInTwo {
			t.Errorf("it was told %v", c.answers["of B"])
		}
	})
}
