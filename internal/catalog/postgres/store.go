// Package postgres keeps a catalog in a schema of a PostgreSQL database, which
// a team shares.
//
// A writer locks the catalog's one row before it reads anything, so that writers
// come one after the other, and each sees the very state that it writes against:
// whatever the isolation level, no two of them can be in disagreement. A reader
// takes everything in one statement, and waits for nobody.
//
// A transaction takes two round trips: one until it is known what was written, one
// that writes and commits. It brings along what it needs, the search path and the
// timeouts, and leaves nothing behind in the session, which a pooler may give to
// others.
package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

const (
	// patience is how long a call is tried again.
	patience = 30 * time.Second
	// attemptTimeout ends an attempt whose server does not answer at all. It is
	// longer than the server itself lets a statement take.
	attemptTimeout = 45 * time.Second
	// remembered is the number of revisions whose writer is kept.
	remembered = 10_000
)

// Store is a catalog in a schema of a PostgreSQL database.
type Store struct {
	pool                         *pgxpool.Pool
	schema, database, user, name string
	// each is what every transaction is.
	each transaction
	// entra has the tokens to connect with, nil where none are asked for.
	entra *entra
	// reached says that there was a connection once, and written that a change was
	// committed.
	reached, written atomic.Bool
}

var _ storage.Store = (*Store)(nil)

// New returns the store that a URL tells, for a program of that name and version. Who
// asks Microsoft Entra for tokens, where the URL wants them, the environment says that
// getenv reads. It does not connect yet.
func New(location, program string, getenv func(string) string) (*Store, error) {
	config, each, own, err := parse(location)
	if err != nil {
		return nil, err
	}
	store := &Store{
		schema: own.schema, database: config.ConnConfig.Database, user: config.ConnConfig.User, name: name(config, own.schema), each: each,
	}
	if own.entra {
		if store.entra, err = newEntra(program, getenv); err != nil {
			return nil, err
		}
		config.BeforeConnect = store.entra.enter
	}
	config.AfterConnect = func(_ context.Context, connection *pgx.Conn) error {
		store.reached.Store(true)
		if store.entra != nil {
			store.entra.entered(connection)
		}
		return nil
	}
	config.ConnConfig.OnNotice = noteStandby
	store.pool, err = pgxpool.NewWithConfig(context.Background(), config)
	return store, err
}

// Name implements [storage.Store].
func (s *Store) Name() string { return s.name }

// Close implements [storage.Store].
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// Read implements [storage.Store].
func (s *Store) Read(ctx context.Context, since storage.Position) (storage.Delta, error) {
	found, err := retry(ctx, s, func(ctx context.Context) (storage.Delta, error) {
		found, err := s.read(ctx, since)
		if !outdated(err) {
			return found, err
		}
		if used, err := s.prepare(ctx, false); err != nil || !used {
			return storage.Delta{Anew: since != storage.Position{}}, err
		}
		found, err = s.read(ctx, since)
		return found, s.incompleteIf(outdated(err), err)
	})
	return found, s.problem(ctx, "read", err)
}

// Write implements [storage.Store].
func (s *Store) Write(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	var refusal error
	decided := func(found storage.Delta) ([]storage.Record, error) {
		records, err := decide(found)
		refusal = err
		return records, err
	}
	position, err := retry(ctx, s, func(ctx context.Context) (storage.Position, error) {
		position, err := s.write(ctx, since, decided)
		if outdated(err) {
			if _, err := s.prepare(ctx, true); err != nil {
				return storage.Position{}, err
			}
			position, err = s.write(ctx, since, decided)
			err = s.incompleteIf(outdated(err), err)
		}
		if refusal != nil {
			err = nil // there is nothing to try again
		}
		return position, err
	})
	if refusal != nil {
		return storage.Position{}, refusal
	}
	return position, s.problem(ctx, "write to", err)
}

// errUnseen says that there are tables, and not the rows that belong into them. At
// the levels at which a transaction sees what there was when it began, it may see
// tables that have been made since, and nothing in them.
var errUnseen = errors.New("the catalog's tables have no rows")

// seen makes a transaction, and once more where it may have begun too early.
func seen[T any](s *Store, transaction func() (T, error)) (T, error) {
	result, err := transaction()
	if errors.Is(err, errUnseen) {
		result, err = transaction()
	}
	return result, s.incompleteIf(errors.Is(err, errUnseen), err)
}

func (s *Store) read(ctx context.Context, since storage.Position) (storage.Delta, error) {
	return seen(s, func() (found storage.Delta, err error) {
		err = s.transact(ctx, func(batch *pgx.Batch) { s.delta(batch, since, readableVersion, &found) })
		return found, err
	})
}

func (s *Store) write(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	return seen(s, func() (storage.Position, error) { return s.writeOnce(ctx, since, decide) })
}

func (s *Store) writeOnce(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	connection, err := s.pool.Acquire(ctx)
	if err != nil {
		return storage.Position{}, err
	}
	defer release(ctx, connection)
	var found storage.Delta
	batch := s.begin()
	batch.Queue(lockCatalog)
	s.delta(batch, since, schemaVersion, &found)
	if err := connection.SendBatch(ctx, batch).Close(); err != nil {
		return storage.Position{}, err
	}
	records, err := decide(found)
	if err != nil || len(records) == 0 {
		return found.Position, err
	}
	if err := ctx.Err(); err != nil {
		return storage.Position{}, err
	}
	next := storage.Position{Incarnation: found.Position.Incarnation, Revision: found.Position.Revision + 1}
	return next, s.commit(ctx, connection, next, records)
}

// delta queues the question what has been written since a position. Tables of a
// version before the oldest have to be migrated first.
func (s *Store) delta(batch *pgx.Batch, since storage.Position, oldest int64, found *storage.Delta) {
	batch.Queue(`
		SELECT c.incarnation, c.revision, (SELECT max(version_id) FROM `+versionTable+` WHERE is_applied), o.key, o.id, o.body
		FROM siterecovery_catalog c
		LEFT JOIN siterecovery_objects o
		ON o.revision > CASE WHEN c.incarnation = $1::text AND c.revision >= $2::bigint THEN $2::bigint ELSE 0 END
		WHERE c.one = 1`,
		since.Incarnation, since.Revision,
	).Query(func(rows pgx.Rows) (err error) {
		*found, err = s.takeDelta(rows, since, oldest)
		return err
	})
}

func (s *Store) takeDelta(rows pgx.Rows, since storage.Position, oldest int64) (storage.Delta, error) {
	var found storage.Delta
	var version *int64
	var key, id *string
	var body []byte
	tag, err := pgx.ForEachRow(rows, []any{&found.Position.Incarnation, &found.Position.Revision, &version, &key, &id, &body}, func() error {
		if key != nil {
			found.Records = append(found.Records, storage.Record{Key: *key, ID: *id, Body: bytes.Clone(body)})
		}
		return nil
	})
	switch {
	case err != nil:
		return storage.Delta{}, err
	case tag.RowsAffected() == 0 || version == nil:
		return storage.Delta{}, errUnseen
	case *version > schemaVersion:
		return storage.Delta{}, s.newerSchema(*version)
	case *version < oldest:
		return storage.Delta{}, errOutdated
	}
	found.Anew = found.Position.Incarnation != since.Incarnation || found.Position.Revision < since.Revision
	return found, nil
}

// insert queues what writes records.
func insert(batch *pgx.Batch, revision int64, writer string, records []storage.Record) {
	latest := map[string]storage.Record{}
	for _, record := range records {
		latest[record.Key] = record
	}
	var keys, ids []string
	var bodies []*string
	for _, record := range latest {
		var body *string
		if record.Body != nil {
			text := string(record.Body)
			body = &text
		}
		keys, ids, bodies = append(keys, record.Key), append(ids, record.ID), append(bodies, body)
	}
	batch.Queue("UPDATE siterecovery_catalog SET revision = $1 WHERE one = 1", revision)
	batch.Queue(`
		INSERT INTO siterecovery_objects (key, id, revision, body)
		SELECT r.key, r.id, $1, r.body FROM unnest($2::text[], $3::text[], $4::text[]) AS r (key, id, body)
		ON CONFLICT (key) DO UPDATE SET id = EXCLUDED.id, revision = EXCLUDED.revision, body = EXCLUDED.body`,
		revision, keys, ids, bodies)
	batch.Queue("INSERT INTO siterecovery_writes (revision, writer) VALUES ($1, $2)", revision, writer)
	batch.Queue("DELETE FROM siterecovery_writes WHERE revision <= $1", revision-remembered)
}

// commit writes and commits, also when the run is cancelled in this moment: what
// has been decided is not left open.
func (s *Store) commit(ctx context.Context, connection *pgxpool.Conn, next storage.Position, records []storage.Record) error {
	ctx = context.WithoutCancel(ctx)
	lasting, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	writer := rand.Text()
	var batch pgx.Batch
	insert(&batch, next.Revision, writer, records)
	end(&batch)
	err := connection.SendBatch(lasting, &batch).Close()
	switch {
	case err == nil && unconfirmed(connection):
		return s.unreplicated()
	case err == nil:
		s.written.Store(true)
		return nil
	case undone(err):
		return err
	}
	landed, problem := s.landed(ctx, next, writer)
	switch {
	case errors.Is(problem, storage.ErrUncertain):
		return problem
	case problem != nil:
		return s.uncertain(problem)
	case landed:
		s.written.Store(true)
		return nil
	}
	return err
}

// landed reads back whether a write was committed whose session was lost. The
// lock waits for its end, if the server has not yet noticed that it is lost; and
// since the lock is written to the log after it, a synchronous standby has the
// write too when the transaction with the lock ends.
func (s *Store) landed(ctx context.Context, next storage.Position, writer string) (bool, error) {
	return retry(ctx, s, func(ctx context.Context) (landed bool, err error) {
		var now storage.Position
		err = s.transact(ctx, func(batch *pgx.Batch) {
			batch.Queue(lockCatalog)
			batch.Queue(`
				SELECT incarnation, revision, EXISTS (SELECT 1 FROM siterecovery_writes WHERE revision = $1 AND writer = $2)
				FROM siterecovery_catalog WHERE one = 1`, next.Revision, writer,
			).QueryRow(func(row pgx.Row) error { return row.Scan(&now.Incarnation, &now.Revision, &landed) })
		})
		if err == nil && (now.Incarnation != next.Incarnation || now.Revision-remembered >= next.Revision) {
			err = s.uncertain(errors.New("too much has been written since"))
		}
		return landed, err
	})
}

// retry tries again for a while what may succeed then.
func retry[T any](ctx context.Context, s *Store, try func(context.Context) (T, error)) (T, error) {
	pause := backoff.NewExponentialBackOff() // with jitter
	pause.InitialInterval, pause.MaxInterval = 20*time.Millisecond, 2*time.Second
	return backoff.Retry(ctx, func() (T, error) {
		attempt, cancel := context.WithTimeout(ctx, attemptTimeout)
		defer cancel()
		found, err := try(attempt)
		if err != nil && (ctx.Err() != nil || !s.transient(err) && !s.renewed(err)) {
			err = backoff.Permanent(err)
		}
		return found, err
	}, backoff.WithBackOff(pause), backoff.WithMaxElapsedTime(patience))
}
