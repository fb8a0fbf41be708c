// Package azblob keeps a catalog in a blob of Azure Storage, where many keep the
// state of Terraform.
//
// The blob holds the whole catalog, compressed. A reader asks for it unless it
// still is the one that it has. A writer replaces it under the condition that it
// still is the one that the change was decided on: where another came first, the
// service refuses, and the change is decided anew. So no lock is held, and none
// can be left behind.
package azblob

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

const (
	// patience is how long a request is sent again, and how long a write whose
	// outcome is not known is read back.
	patience = 30 * time.Second
	// turn is how long a writer tries to be first, while others are.
	turn = time.Minute
	// attemptTimeout ends an attempt that the service does not answer.
	attemptTimeout = 45 * time.Second
	// first and longest are the pauses between attempts that failed.
	first, longest = 20 * time.Millisecond, 2 * time.Second
	// longestTurn is the longest pause of a writer that was not first.
	longestTurn = 500 * time.Millisecond
)

// Store is a catalog in a blob.
type Store struct {
	client   *client
	location location
	// proof is how it is proven who asks.
	proof proof
	// known is the latest image that was seen, nil before the first.
	known atomic.Pointer[image]
	// reached says that the service answered once.
	reached atomic.Bool
}

var _ storage.Store = (*Store)(nil)

// Name implements [storage.Store].
func (s *Store) Name() string { return s.location.name() }

// Close releases nothing: the connections are the process's.
func (s *Store) Close() error { return nil }

// Read implements [storage.Store].
func (s *Store) Read(ctx context.Context, since storage.Position) (storage.Delta, error) {
	now, err := s.latest(ctx)
	if err != nil {
		return storage.Delta{}, s.problem(ctx, reading, err)
	}
	return now.delta(since), nil
}

// Write implements [storage.Store]. Where an image is known, the first attempt
// is made on it, without asking whether it is the latest: the service says so
// with its answer. Nothing but a write that lands is believed to be decided on
// the latest, so before anything else is returned the service is asked.
func (s *Store) Write(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return storage.Position{}, err
	}
	defer leave()
	base, asked := s.known.Load(), false
	for tries, began := 0, time.Now(); ; {
		if base == nil {
			now, err := s.latest(ctx)
			if err != nil {
				return storage.Position{}, s.problem(ctx, writing, err)
			}
			base, asked = now, true
		}
		records, refusal := decide(base.delta(since))
		if refusal != nil || len(records) == 0 {
			if asked {
				return base.position, refusal
			}
			base = nil
			continue
		}
		next := base.with(records)
		landed, err := s.replace(ctx, base, next)
		switch {
		case err != nil:
			return storage.Position{}, s.problem(ctx, writing, err)
		case landed:
			return next.position, nil
		case time.Since(began) > turn:
			return storage.Position{}, s.busy()
		}
		if asked { // or else it was to be expected
			if err := azure.Sleep(ctx, azure.Backoff(tries, first, longestTurn)); err != nil {
				return storage.Position{}, err
			}
			tries++
		}
		base = nil
	}
}

// turns holds a place for each blob that this process writes to.
var turns sync.Map

// enter waits until no other store of this process writes to the blob: they
// would only get into each other's way. The one that writes leaves when it is done.
func (s *Store) enter(ctx context.Context) (leave func(), err error) {
	made, _ := turns.LoadOrStore(s.client.blob.String(), make(chan struct{}, 1))
	place, _ := made.(chan struct{})
	select {
	case place <- struct{}{}:
		return func() { <-place }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// latest returns what the blob holds now.
func (s *Store) latest(ctx context.Context) (*image, error) {
	for tries, began := 0, time.Now(); ; tries++ {
		now, err := s.look(ctx)
		if err == nil || ctx.Err() != nil || !s.transient(err) {
			return now, err
		}
		wait := max(azure.Backoff(tries, first, longest), after(err))
		if time.Since(began)+wait > patience {
			return nil, err
		}
		if err := azure.Sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// look asks once what the blob holds.
func (s *Store) look(ctx context.Context) (*image, error) {
	attempt, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	known := s.known.Load()
	if known == nil {
		known = &image{}
	}
	got, err := s.client.get(attempt, known.etag)
	s.heard(err)
	switch {
	case is(err, "BlobNotFound"):
		known = &image{}
	case err != nil:
		return nil, err
	case !got.unchanged:
		if known, err = decode(got.body); err != nil {
			return nil, err
		}
		known.etag = got.etag
	}
	s.known.Store(known)
	return known, nil
}

// replace writes an image in the place of another. It reports whether it did:
// where another writer came first, it did not.
func (s *Store) replace(ctx context.Context, base, next *image) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	content, err := next.encode()
	if err != nil {
		return false, err
	}
	// What has been sent is not left open, also when the run is cancelled in this moment.
	ctx = context.WithoutCancel(ctx)
	err = s.send(ctx, base, next, content)
	switch {
	case err == nil:
		return true, nil
	case preceded(err):
		return false, nil
	case !s.transient(err):
		return false, err
	}
	return s.settle(ctx, base, next, content, err)
}

// send sends an image once.
func (s *Store) send(ctx context.Context, base, next *image, content []byte) error {
	attempt, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	etag, err := s.client.put(attempt, base.etag, content)
	s.heard(err)
	if err != nil {
		return err
	}
	next.etag = etag
	s.known.Store(next)
	return nil
}

// settle finds out what has become of a write that had no answer, or none that
// tells. It reads the blob back. Where that still is the one before, the write
// did not land, but what was sent may be on its way: so it is sent again, under
// the same condition, which only one of both can meet. Once the blob is another
// one, what was sent can land no more.
func (s *Store) settle(ctx context.Context, base, next *image, content []byte, last error) (bool, error) {
	sent := !azure.Unsent(last)
	for tries, began := 0, time.Now(); s.transient(last); tries++ {
		wait := max(azure.Backoff(tries, first, longest), after(last))
		if time.Since(began)+wait > patience {
			break
		}
		if err := azure.Sleep(ctx, wait); err != nil {
			return false, err
		}
		now, err := s.look(ctx)
		if err != nil {
			last = err
			continue
		}
		if now.etag != base.etag {
			made, known := now.made(next)
			if !known || base.etag != "" && now.position.Incarnation != base.position.Incarnation {
				return false, s.uncertain(errors.New("too much has been written since"))
			}
			return made, nil
		}
		err = s.send(ctx, base, next, content)
		if err == nil {
			return true, nil
		}
		if !preceded(err) { // or else it is read back, and says who was first
			last = err
		}
		sent = sent || !azure.Unsent(err)
	}
	if !sent {
		return false, last
	}
	return false, s.uncertain(last)
}

// heard notes whether the service was reached.
func (s *Store) heard(err error) {
	var answered *failure
	if err == nil || errors.As(err, &answered) {
		s.reached.Store(true)
	}
}

// transient reports whether the same may succeed when it is tried again.
func (s *Store) transient(err error) bool {
	var answered *failure
	if errors.As(err, &answered) {
		switch answered.status {
		case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
			http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
		return false
	}
	// The connection was refused, or lost. Where there never was one, the location
	// is more likely wrong than the service away.
	var connection *lost
	return errors.As(err, &connection) && s.reached.Load()
}

// after is how long the service wants to be left alone.
func after(err error) time.Duration {
	var answered *failure
	if errors.As(err, &answered) {
		return answered.after
	}
	return 0
}
