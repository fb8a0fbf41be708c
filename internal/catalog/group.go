package catalog

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// Changes that wait while a transaction is under way go into the next one
// together: at a distance, and on a disk, a transaction costs much the same
// whatever is in it. Each is decided in the order in which it came, upon what those
// before it have changed, and has an answer of its own:
//
//   - One that is refused is undone, and the others go on without it.
//   - Where the transaction fails, so do those that it would have written. One that
//     was refused, or has nothing to write, upon what another of the group had
//     changed, is decided again.
//   - Where the transaction fails for what is in it, each is tried in one of its own.
//   - A caller whose context ends before its change is decided gets out at once. After
//     that the change may be written with the others, so it hears what became of it.

// queue holds the changes that wait.
type queue struct {
	mu      sync.Mutex
	waiting []*request
}

// request is a change that a caller waits for.
type request struct {
	decide func(*writing) error
	// done is closed when err is the answer.
	done chan struct{}
	err  error

	// group is the one that it is in, nil while it waits.
	group *group
	// left says that the caller's context has ended, and why.
	left error
	// decided says that it has been decided, within a transaction that may be
	// written.
	decided bool
	// alone says that it is to have a transaction of its own.
	alone bool

	// upon says that others of the group had changed something before it, and
	// changed that it has itself.
	upon, changed bool
}

// group is the changes of one transaction.
type group struct {
	requests []*request
	// present is how many callers wait for the transaction; with the last of them
	// it is cancelled.
	present int
	cancel  context.CancelFunc
}

// write has decide run in a transaction, and writes what it has changed.
func (c *Catalog) write(ctx context.Context, decide func(*writing) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &request{decide: decide, done: make(chan struct{})}
	c.queue.put(r)
	turn, ended := c.turn, ctx.Done()
	for {
		select {
		case <-r.done:
			return r.err
		case turn <- struct{}{}:
			go c.writeWaiting(context.WithoutCancel(ctx))
		case <-ended:
			if c.queue.leave(r, ctx.Err()) {
				return ctx.Err()
			}
			ended = nil // what has become of it will be known
		}
	}
}

// take waits for the turn to use the store. It is to be given back.
func (c *Catalog) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case c.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Catalog) giveBack() { <-c.turn }

// writeWaiting writes what waits, and gives the turn back.
func (c *Catalog) writeWaiting(ctx context.Context) {
	defer c.giveBack()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	requests := c.queue.next(cancel)
	if len(requests) == 0 {
		return
	}
	err := c.transact(ctx, requests)
	c.queue.settle(requests, err)
}

// transact decides requests in one transaction, and writes what they change.
func (c *Catalog) transact(ctx context.Context, requests []*request) error {
	var made []*writing
	undo := func() {
		for _, w := range slices.Backward(made) {
			w.undo()
		}
		made = nil
	}
	position, err := c.store.Write(ctx, c.position, func(delta storage.Delta) ([]storage.Record, error) {
		undo()
		if err := c.catchUp(delta); err != nil {
			return nil, err
		}
		c.own()
		var all []storage.Record
		for _, r := range requests {
			if !c.queue.begin(r) {
				continue
			}
			w := &writing{catalog: c}
			records, err := w.decide(r.decide)
			r.err, r.upon, r.changed = err, len(all) > 0, len(records) > 0
			made, all = append(made, w), append(all, records...)
		}
		return all, nil
	})
	switch {
	case errors.Is(err, storage.ErrUncertain):
		c.forget()
	case err != nil:
		undo()
	default:
		c.position = position
	}
	return err
}

// decide returns the records of what decide changes. Where that is an error,
// nothing is changed.
func (w *writing) decide(decide func(*writing) error) ([]storage.Record, error) {
	err := decide(w)
	if err == nil {
		var records []storage.Record
		if records, err = w.records(); err == nil {
			return records, nil
		}
	}
	w.undo()
	return nil, err
}

func (q *queue) put(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, r)
}

// next takes out what goes into the next transaction, which cancel cancels.
func (q *queue) next(cancel context.CancelFunc) []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := slices.IndexFunc(q.waiting, func(r *request) bool { return r.alone })
	switch {
	case n < 0:
		n = len(q.waiting)
	case n == 0:
		n = 1
	}
	g := &group{requests: q.waiting[:n:n], present: n, cancel: cancel}
	q.waiting = q.waiting[n:]
	for _, r := range g.requests {
		r.group = g
	}
	return g.requests
}

// leave notes that the caller of a request does not wait any longer. It reports
// whether the request will certainly not be made.
func (q *queue) leave(r *request, why error) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	r.left = why
	if r.group == nil {
		q.waiting = slices.DeleteFunc(q.waiting, func(other *request) bool { return other == r })
		return true
	}
	if r.group.present--; r.group.present == 0 {
		r.group.cancel()
	}
	return !r.decided
}

// begin reports whether a request is to be decided: not any more, if its caller
// has left.
func (q *queue) begin(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	r.decided = r.left == nil
	return r.decided
}

// settle answers the requests of a transaction that has ended, or has them wait
// for another one.
func (q *queue) settle(requests []*request, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	changes := 0
	for _, r := range requests {
		if r.decided && r.changed {
			changes++
		}
	}
	apart := changes > 1 && ofTheContent(err)
	var again []*request
	for _, r := range requests {
		switch {
		case r.left != nil && (!r.decided || err != nil && !errors.Is(err, storage.ErrUncertain)):
			r.err = r.left
		case err == nil, r.decided && !r.changed && !r.upon: // it has its answer
		case r.decided && !r.changed, r.decided && apart:
			r.group, r.decided, r.alone = nil, false, apart
			again = append(again, r)
			continue
		default:
			r.err = err
		}
		close(r.done)
	}
	q.waiting = append(again, q.waiting...)
}

// ofTheContent reports whether a transaction may have failed for what was to be
// written, so that part of it may succeed.
func ofTheContent(err error) bool {
	if err == nil {
		return false
	}
	return !slices.ContainsFunc([]error{
		storage.ErrUncertain, storage.ErrBusy, storage.ErrReadOnly, storage.ErrUnavailable, storage.ErrNotCatalog, storage.ErrNewerSchema,
		context.Canceled, context.DeadlineExceeded,
	}, func(other error) bool { return errors.Is(err, other) })
}
