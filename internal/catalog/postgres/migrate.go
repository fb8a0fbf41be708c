package postgres

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

const (
	// schemaVersion is the version of the last migration.
	schemaVersion = 2
	// readableVersion is the oldest version that can be read as it is.
	readableVersion = 1
	// versionTable is where it is kept which migrations have been made.
	versionTable = "siterecovery_migrations"
	// migrationAttempts is how often it is tried, while others do the same.
	migrationAttempts = 3
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

// migrate brings the tables up to date, in one transaction. Several may try at
// once: no two can make a table of the same name, nor hold the lock of writers, and
// who waited for the other then finds it done. So no lock is needed that belongs to
// a session, or that only PostgreSQL has.
func (s *Store) migrate(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		err := s.migrateOnce(ctx)
		switch {
		case is(err, lockNotAvailable):
			return &storage.Problem{
				Err:    storage.ErrBusy,
				Detail: fmt.Sprintf("Another process has been making the tables of the catalog %s for longer than lock_timeout.", s.name),
				Remedy: "Wait until it is done, or end it, and run again.",
			}
		case !is(err, duplicateTable, duplicateSchema, uniqueViolation):
			return err
		}
		version, recording := s.recorded(ctx)
		switch {
		case recording != nil:
			return recording
		case version == schemaVersion:
			return nil // another process was faster
		case attempt == migrationAttempts:
			return s.incompleteIf(is(err, duplicateTable), err)
		}
	}
}

func (s *Store) migrateOnce(ctx context.Context) error {
	tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: s.each.level})
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx) //nolint:errcheck // without effect after the commit
	text, values := s.each.local.statement()
	if _, err := tx.Exec(ctx, text, values...); err != nil {
		return err
	}
	if err := s.makeSchema(ctx, tx); err != nil {
		return err
	}
	version, err := lockTables(ctx, tx)
	if err != nil {
		return err
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	for _, file := range files[min(int(version), len(files)):] {
		version++
		if err := makeTables(ctx, tx, file, version); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

// lockTables keeps others from writing to the tables that there are, and returns
// their version. Where there are none yet, it makes the one for the version.
func lockTables(ctx context.Context, tx pgx.Tx) (version int64, err error) {
	var recorded, used bool
	if err := tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL, to_regclass('siterecovery_catalog') IS NOT NULL", versionTable).
		Scan(&recorded, &used); err != nil {
		return 0, err
	}
	if !recorded {
		_, err := tx.Exec(ctx, "CREATE TABLE "+versionTable+` (
			version_id bigint    PRIMARY KEY,
			is_applied boolean   NOT NULL,
			tstamp     timestamp NOT NULL DEFAULT now()
		)`)
		return 0, err
	}
	if used {
		if _, err := tx.Exec(ctx, lockCatalog); err != nil {
			return 0, err
		}
	}
	err = tx.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM "+versionTable+" WHERE is_applied").Scan(&version)
	return version, err
}

// makeTables makes a migration.
func makeTables(ctx context.Context, tx pgx.Tx, file string, version int64) error {
	statements, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	for statement := range strings.SplitSeq(string(statements), ";\n") {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if version == 1 {
		if _, err := tx.Exec(ctx,
			"INSERT INTO siterecovery_catalog (one, incarnation, revision) VALUES (1, $1, 0)", rand.Text()); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+versionTable+" (version_id, is_applied) VALUES ($1, true)", version)
	return err
}

// makeSchema makes the schema where it is named and missing.
func (s *Store) makeSchema(ctx context.Context, tx pgx.Tx) error {
	var current *string
	if err := tx.QueryRow(ctx, "SELECT current_schema()").Scan(&current); err != nil {
		return err
	}
	switch {
	case current != nil:
		return nil
	case s.schema == "":
		return &storage.Problem{
			Err:    storage.ErrUnavailable,
			Detail: fmt.Sprintf("No schema of the search path exists in the catalog %s.", s.name),
			Remedy: "Create the schema, or name it with ?schema= in the URL, and it is created when it is first needed.",
		}
	}
	_, err := tx.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{s.schema}.Sanitize())
	return err
}
