// Package catalog keeps a topology: in a file of its own for one person, or in
// a database that a team shares.
package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Catalog is a topology that is kept. Its methods may be called at the same time.
type Catalog struct {
	store storage.Store
	// turn is held by who uses the store and what follows.
	turn  chan struct{}
	queue queue

	known    *contents
	position storage.Position
	// handedOut says that known is in use outside, and is to be copied before it
	// is changed.
	handedOut bool
}

// Snapshot is the topology of a catalog at one moment. It must not be changed.
type Snapshot struct {
	*topology.Topology
	contents *contents
	// Revision counts the writes to the catalog: 0 says that there was none. Changes
	// that were made at once may have been written together.
	Revision int64
}

// Refused is the error of a change that is not sound.
type Refused struct {
	// Findings holds at least one error.
	Findings []engine.Finding
}

// Error returns the findings.
func (r *Refused) Error() string {
	lines := make([]string, len(r.Findings))
	for i, finding := range r.Findings {
		lines[i] = finding.String()
	}
	return strings.Join(lines, "\n")
}

// Open returns the catalog at a location: the path of a file, the URL of a
// PostgreSQL database, or nothing for [DefaultLocation]. It does not look at it
// yet, and nothing is created before the first change is applied. Its error does
// not repeat a location that may hold a password.
func Open(location string) (*Catalog, error) {
	return OpenFor("terraform-provider-siterecovery", location)
}

// OpenFor is Open for a program, whose name and version services are told.
func OpenFor(program, location string) (*Catalog, error) {
	store, err := openStore(location, program)
	if err != nil {
		return nil, err
	}
	return newCatalog(store), nil
}

func newCatalog(store storage.Store) *Catalog {
	return &Catalog{store: store, turn: make(chan struct{}, 1), known: newContents()}
}

// Name names the catalog for people: where it is, without a password.
func (c *Catalog) Name() string { return c.store.Name() }

// Close waits for what is under way, and releases what the catalog holds.
func (c *Catalog) Close() error {
	c.turn <- struct{}{}
	defer c.giveBack()
	return c.store.Close()
}

// Snapshot returns the catalog's topology as it is now. It reads only what has
// been written since the last time.
func (c *Catalog) Snapshot(ctx context.Context) (Snapshot, error) {
	if err := c.take(ctx); err != nil {
		return Snapshot{}, err
	}
	defer c.giveBack()
	delta, err := c.store.Read(ctx, c.position)
	if err != nil {
		return Snapshot{}, err
	}
	if err := c.catchUp(delta); err != nil {
		return Snapshot{}, err
	}
	c.handedOut = true
	return Snapshot{Topology: c.known.Topology, contents: c.known, Revision: c.position.Revision}, nil
}

// Apply makes the changes one after the other, all or none, on behalf of no
// state: as somebody does who looks after the catalog itself. Each is judged
// against the catalog as it is at that moment, and no other change can come in
// between; an unsound one is [*Refused]. Deleting what does not exist, and
// creating what exists exactly so, is sound and changes nothing. What is created
// belongs to the state that refreshes it first. A run of Terraform makes its
// changes through [Run.Apply].
func (c *Catalog) Apply(ctx context.Context, changes ...topology.Change) error {
	return c.write(ctx, func(w *writing) error {
		for _, change := range changes {
			if change.Renames() {
				if findings := engine.CheckRename(c.known.Topology, change.From, change.ID()); len(findings) > 0 {
					return &Refused{Findings: findings}
				}
				w.rename(change.From, change.ID())
			}
			if findings := engine.Check(c.known.Topology, change, engine.Everything); engine.HasErrors(findings) {
				return &Refused{Findings: findings}
			}
			if change.Action == topology.Delete {
				w.remove(change.ID())
			} else {
				w.put(change.Object)
			}
		}
		return nil
	})
}

// forget has everything read again.
func (c *Catalog) forget() {
	c.known, c.position, c.handedOut = newContents(), storage.Position{}, false
}

// catchUp brings what is known up to the position of a delta.
func (c *Catalog) catchUp(delta storage.Delta) error {
	if delta.Anew {
		c.known, c.handedOut = newContents(), false
	}
	if len(delta.Records) > 0 {
		c.own()
	}
	for _, record := range delta.Records {
		if err := c.known.take(record); err != nil {
			c.forget()
			return &storage.Problem{
				Err:    storage.ErrNotCatalog,
				Detail: fmt.Sprintf("The catalog %s holds a record that cannot be read: %s. It has been left as it is.", c.Name(), err),
				Remedy: "Restore it from a backup; or give the catalog another location, where the next apply of each state makes its objects again.",
			}
		}
	}
	c.position = delta.Position
	return nil
}

// own makes known safe to change.
func (c *Catalog) own() {
	if c.handedOut {
		c.known, c.handedOut = c.known.clone(), false
	}
}
