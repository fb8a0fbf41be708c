// Package sqlite keeps a catalog in a SQLite file, which needs no set-up and
// serves one person.
//
// The file is in WAL mode; a connection lives no longer than one call, so that
// between calls there is nothing but the file itself. A writer takes the write
// lock before it reads anything, and so sees the very state that it writes
// against.
package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

const (
	// applicationID marks a SQLite file as a catalog: "SRC" and a number.
	applicationID = 0x53524301
	// schemaVersion is the version of what is kept: since 2, an object's body says
	// whose it is. The tables are those of 1.
	schemaVersion = 2
	// busyTimeout is how long a call waits for the locks of others.
	busyTimeout = 10 * time.Second
	// patience is how long a writer waits while others write one after the other:
	// SQLite does not let writers in by the order in which they came.
	patience = time.Minute
)

//go:embed schema.sql
var schema string

// Store is a catalog in a SQLite file.
type Store struct {
	path string
	db   *sql.DB
	// sound says that the file has been looked through once.
	sound atomic.Bool
}

var _ storage.Store = (*Store)(nil)

// New returns the store in the file at a path. It does not look at the file.
func New(path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	db, err := open(path, "mode=rw")
	if err != nil {
		return nil, err
	}
	return &Store{path: path, db: db}, nil
}

// open returns a handle that opens a connection for every call.
func open(path, mode string) (*sql.DB, error) {
	slashed := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		slashed = "/" + slashed // SQLite wants file:/C:/…
	}
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?%s&_txlock=immediate&_busy_timeout=%d",
		(&url.URL{Path: slashed}).EscapedPath(), mode, busyTimeout.Milliseconds()))
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(-1)
	return db, nil
}

// Name implements [storage.Store].
func (s *Store) Name() string { return s.path }

// Close releases nothing: no connection outlives its call.
func (s *Store) Close() error { return s.db.Close() }

// Read implements [storage.Store].
func (s *Store) Read(ctx context.Context, since storage.Position) (storage.Delta, error) {
	absent, err := s.inspect()
	if err != nil {
		return storage.Delta{}, err
	}
	if absent {
		return storage.Delta{Anew: since != storage.Position{}}, nil
	}
	delta, err := s.read(ctx, s.db, since)
	if err != nil && s.unwritable(err) {
		// Without the right to write, SQLite cannot keep its books on who reads, so
		// the file is read as it lies there, unless somebody else writes meanwhile.
		if immutable, opening := open(s.path, "mode=ro&immutable=1"); opening == nil {
			defer immutable.Close() //nolint:errcheck // nothing was written
			before, _ := os.Stat(s.path)
			found, reading := s.read(ctx, immutable, since)
			if after, _ := os.Stat(s.path); before != nil && after != nil && before.ModTime().Equal(after.ModTime()) && s.alone() {
				delta, err = found, reading
			}
		}
	}
	return delta, s.problem(ctx, "read", err)
}

func (s *Store) read(ctx context.Context, db *sql.DB, since storage.Position) (storage.Delta, error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return storage.Delta{}, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	version, err := s.identify(ctx, tx)
	if err != nil || version == 0 {
		return storage.Delta{Anew: since != storage.Position{}}, err
	}
	return delta(ctx, tx, since)
}

// Write implements [storage.Store].
func (s *Store) Write(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	if err := s.prepare(ctx); err != nil {
		return storage.Position{}, err
	}
	var refusal error
	decided := func(delta storage.Delta) ([]storage.Record, error) {
		records, err := decide(delta)
		refusal = err
		return records, err
	}
	deadline, seen := time.Now().Add(patience), since.Revision
	for {
		position, err := s.write(ctx, since, decided)
		if refusal != nil {
			return storage.Position{}, refusal
		}
		if errors.Is(kind(err), storage.ErrBusy) && ctx.Err() == nil && time.Now().Before(deadline) {
			// The busy writer is another one each time, if they get on.
			revision := seen
			if err := s.db.QueryRowContext(ctx, "SELECT revision FROM catalog").Scan(&revision); err == nil && revision != seen {
				seen = revision
				continue
			}
		}
		return position, s.problem(ctx, "write", err)
	}
}

func (s *Store) write(
	ctx context.Context, since storage.Position, decide func(storage.Delta) ([]storage.Record, error),
) (storage.Position, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return storage.Position{}, err
	}
	defer tx.Rollback() //nolint:errcheck // without effect after the commit
	version, err := s.identify(ctx, tx)
	if err != nil {
		return storage.Position{}, err
	}
	if version == 0 {
		if err := create(ctx, tx); err != nil {
			return storage.Position{}, err
		}
	}
	found, err := delta(ctx, tx, since)
	if err != nil {
		return storage.Position{}, err
	}
	records, err := decide(found)
	if err != nil || len(records) == 0 {
		return found.Position, err
	}
	next := storage.Position{Incarnation: found.Position.Incarnation, Revision: found.Position.Revision + 1}
	if err := insert(ctx, tx, next.Revision, records); err != nil {
		return storage.Position{}, err
	}
	if version != 0 && version < schemaVersion {
		// An older version of the provider would not understand what is written.
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion)); err != nil {
			return storage.Position{}, err
		}
	}
	return next, tx.Commit()
}

// prepare makes an empty file where there is none, with its folder, and turns
// WAL mode on.
func (s *Store) prepare(ctx context.Context) error {
	absent, err := s.inspect()
	if err != nil || !absent {
		return err
	}
	if err := os.Mkdir(filepath.Dir(s.target()), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return s.problem(ctx, "create", err)
	}
	file, err := os.OpenFile(s.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return s.problem(ctx, "create", err)
	}
	if err := file.Close(); err != nil {
		return s.problem(ctx, "create", err)
	}
	return s.problem(ctx, "create", s.journal(ctx))
}

// journal turns WAL mode on. While another process does the same, SQLite says
// at once that the file is busy, without waiting.
func (s *Store) journal(ctx context.Context) error {
	for deadline := time.Now().Add(busyTimeout); ; {
		_, err := s.db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
		if !errors.Is(kind(err), storage.ErrBusy) || ctx.Err() != nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// inspect looks at the file without SQLite, which would take a short file of
// another kind for an empty database. It reports whether there is nothing yet.
//
// It does not open the file: closing it would drop the locks that SQLite holds
// on it in this process.
func (s *Store) inspect() (absent bool, err error) {
	const smallest = 512 // bytes of a database
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, s.reachable()
	case errors.Is(err, syscall.ELOOP):
		return false, s.endless()
	case err != nil:
		return false, s.problem(context.Background(), "open", err)
	case info.IsDir():
		return false, s.isDirectory()
	case info.Size() == 0:
		return true, nil
	case info.Size() < smallest:
		return false, s.notCatalog("it is not a SQLite file")
	}
	return false, nil
}

// identify returns the schema version of the catalog, 0 if the file is empty. It
// is an error if it is anything else.
func (s *Store) identify(ctx context.Context, tx *sql.Tx) (version int, err error) {
	if !s.sound.Load() {
		var verdict string
		if err := tx.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
			return 0, err
		}
		if verdict != "ok" {
			return 0, s.notCatalog("it is damaged: " + verdict)
		}
		s.sound.Store(true)
	}
	var application, tables int
	err = tx.QueryRowContext(ctx,
		"SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id, pragma_user_version",
	).Scan(&application, &version, &tables)
	switch {
	case err != nil:
		return 0, err
	case application == 0 && version == 0 && tables == 0:
		return 0, nil
	case application != applicationID:
		return 0, s.notCatalog("it is the SQLite file of another program")
	case version > schemaVersion:
		return 0, s.newerSchema(version)
	}
	return version, nil
}

func create(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return err
	}
	// A pragma takes no parameters.
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(
		"PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, schemaVersion)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO catalog (one, incarnation, revision) VALUES (1, ?, 0)", rand.Text())
	return err
}

func delta(ctx context.Context, tx *sql.Tx, since storage.Position) (storage.Delta, error) {
	var found storage.Delta
	err := tx.QueryRowContext(ctx, "SELECT incarnation, revision FROM catalog").
		Scan(&found.Position.Incarnation, &found.Position.Revision)
	if err != nil || found.Position == since {
		return found, err
	}
	if found.Position.Incarnation != since.Incarnation || found.Position.Revision < since.Revision {
		found.Anew, since = true, storage.Position{}
	}
	rows, err := tx.QueryContext(ctx, "SELECT key, id, body FROM objects WHERE revision > ?", since.Revision)
	if err != nil {
		return storage.Delta{}, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what matters
	for rows.Next() {
		var record storage.Record
		if err := rows.Scan(&record.Key, &record.ID, &record.Body); err != nil {
			return storage.Delta{}, err
		}
		found.Records = append(found.Records, record)
	}
	return found, rows.Err()
}

func insert(ctx context.Context, tx *sql.Tx, revision int64, records []storage.Record) error {
	if _, err := tx.ExecContext(ctx, "UPDATE catalog SET revision = ?", revision); err != nil {
		return err
	}
	statement, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO objects (key, id, revision, body) VALUES (?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer statement.Close() //nolint:errcheck // the commit says what matters
	for _, record := range records {
		var body any
		if record.Body != nil {
			body = string(record.Body)
		}
		if _, err := statement.ExecContext(ctx, record.Key, record.ID, revision, body); err != nil {
			return err
		}
	}
	return nil
}
