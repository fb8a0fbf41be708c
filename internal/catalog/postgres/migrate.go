package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

const (
	// schemaVersion is the version of the last migration.
	schemaVersion = 2
	// readableVersion is the oldest version that can be read as it is.
	readableVersion = 1
	// versionTable is where goose keeps which migrations have been made.
	versionTable = "siterecovery_migrations"
	// migrationWait is how long a migration by another process is waited for, in
	// seconds.
	migrationWait = 30
)

//go:embed migrations/*.sql
var migrations embed.FS

// errOutdated says that the tables are older than this version of the provider.
var errOutdated = errors.New("the catalog's tables are to be migrated")

// outdated reports whether an error may come from tables that are missing or
// old.
func outdated(err error) bool {
	return errors.Is(err, errOutdated) || is(err, undefinedTable, undefinedColumn)
}

// prepare is called where the tables look outdated. It brings them up to date,
// but makes no new ones for a reader. It reports whether there are tables.
func (s *Store) prepare(ctx context.Context, writes bool) (used bool, err error) {
	version, err := s.recorded(ctx)
	switch {
	case err != nil:
		return false, err
	case version > schemaVersion:
		return false, s.newerSchema(version)
	case version == schemaVersion:
		return true, nil // somebody else was faster, or something is missing
	case !writes:
		return version >= readableVersion, nil
	}
	return true, s.migrate(ctx)
}

// patient is a lock whose holder is waited for, and then named as the problem.
type patient struct {
	lock.SessionLocker
	store *Store
}

func (p patient) SessionLock(ctx context.Context, connection *sql.Conn) error {
	err := p.SessionLocker.SessionLock(ctx, connection)
	if err != nil && code(err) == "" && ctx.Err() == nil && connection.PingContext(ctx) == nil {
		return &storage.Problem{
			Err:    storage.ErrBusy,
			Detail: fmt.Sprintf("Another process has been making the tables of the catalog %s for more than %d seconds.", p.store.name, migrationWait),
			Remedy: "Wait until it is done, or end it, and run again.",
		}
	}
	return err
}

// migrate brings the tables up to date, under an advisory lock.
func (s *Store) migrate(ctx context.Context) error {
	schema, err := s.makeSchema(ctx)
	if err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte("siterecovery " + schema)) // a hash takes everything
	locker, err := lock.NewPostgresSessionLocker(
		lock.WithLockID(int64(hash.Sum64())), lock.WithLockTimeout(1, migrationWait))
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(s.pool)
	defer db.Close() //nolint:errcheck // the pool stays
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithTableName(versionTable), goose.WithSessionLocker(patient{locker, s}))
	if err != nil {
		return err
	}
	if _, err = provider.Up(ctx); is(err, duplicateTable) {
		return s.incompleteIf(true, nil)
	}
	return err
}

// makeSchema makes the schema where it is named and missing. It returns the
// schema that tables are made in.
func (s *Store) makeSchema(ctx context.Context) (string, error) {
	var current *string
	if err := s.pool.QueryRow(ctx, "SELECT current_schema()").Scan(&current); err != nil {
		return "", err
	}
	switch {
	case current != nil:
		return *current, nil
	case s.schema == "":
		return "", &storage.Problem{
			Err:    storage.ErrUnavailable,
			Detail: fmt.Sprintf("No schema of the search path exists in the catalog %s.", s.name),
			Remedy: "Create the schema, or name it with ?schema= in the URL, and it is created when it is first needed.",
		}
	}
	_, err := s.pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{s.schema}.Sanitize())
	if is(err, duplicateSchema, uniqueViolation) {
		err = nil // another process was faster
	}
	return s.schema, err
}
