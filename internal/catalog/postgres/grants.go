package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// rights are the rights that a role needs on the tables of a catalog: to read
// it SELECT, and all to write to it.
var rights = []struct{ table, privilege string }{
	{versionTable, "SELECT"},
	{"siterecovery_catalog", "SELECT"},
	{"siterecovery_catalog", "UPDATE"},
	{"siterecovery_objects", "SELECT"},
	{"siterecovery_objects", "INSERT"},
	{"siterecovery_objects", "UPDATE"},
	{"siterecovery_writes", "SELECT"},
	{"siterecovery_writes", "INSERT"},
	{"siterecovery_writes", "DELETE"},
}

// denied turns a denial by the server into a problem that names the grants that
// are missing. It returns nil where no grant is known to be missing.
func (s *Store) denied(ctx context.Context) error {
	var tables, privileges []string
	for _, right := range rights {
		tables, privileges = append(tables, right.table), append(privileges, right.privilege)
	}
	var lacking []string
	kind := storage.ErrReadOnly
	err := s.transact(ctx, func(batch *pgx.Batch) {
		batch.Queue(`
		SELECT format('%I.%I', n.nspname, c.relname), r.privilege
		FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS r (name, privilege, place)
		JOIN pg_class c ON c.oid = to_regclass(r.name)
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE NOT has_table_privilege(c.oid, r.privilege)
		ORDER BY r.place`, tables, privileges,
		).Query(func(rows pgx.Rows) error {
			var table, privilege string
			_, err := pgx.ForEachRow(rows, []any{&table, &privilege}, func() error {
				lacking = append(lacking, privilege+" ON "+table)
				if privilege == "SELECT" {
					kind = storage.ErrUnavailable
				}
				return nil
			})
			return err
		})
	})
	if err != nil {
		return err
	}
	if len(lacking) > 0 {
		return s.lacks(ctx, kind, lacking)
	}
	return s.cannotMake(ctx)
}

// cannotMake names the grant without which the tables of a new catalog cannot be
// made, nil if there is none.
func (s *Store) cannotMake(ctx context.Context) error {
	var lacking *string
	err := s.query(ctx, `
		SELECT CASE
			WHEN to_regclass('siterecovery_catalog') IS NOT NULL THEN NULL
			WHEN current_schema() IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
				THEN format('CREATE ON DATABASE %I', current_database())
			WHEN NOT has_schema_privilege(current_schema(), 'CREATE')
				THEN format('USAGE, CREATE ON SCHEMA %I', current_schema())
		END`, nil, &lacking)
	if err != nil || lacking == nil {
		return err
	}
	return s.lacks(ctx, storage.ErrReadOnly, []string{*lacking})
}

// recorded returns the version of the tables, 0 if there are none. A schema that
// a role must not use looks like none, and is an error.
func (s *Store) recorded(ctx context.Context) (version int64, err error) {
	var exists bool
	var closed *string
	err = s.query(ctx, `
		SELECT to_regclass($1) IS NOT NULL, (
			SELECT format('USAGE ON SCHEMA %I', n.nspname)
			FROM unnest(string_to_array(current_setting('search_path'), ',')) WITH ORDINALITY AS p (name, place)
			JOIN pg_namespace n
			ON n.nspname = CASE trim(p.name) WHEN '"$user"' THEN current_user
				ELSE replace(regexp_replace(trim(p.name), '^"(.*)"$', '\1'), '""', '"') END
			WHERE NOT has_schema_privilege(n.oid, 'USAGE')
			ORDER BY p.place LIMIT 1)`, []any{versionTable}, &exists, &closed)
	switch {
	case err != nil:
		return 0, err
	case !exists && closed != nil:
		return 0, s.lacks(ctx, storage.ErrUnavailable, []string{*closed})
	case !exists:
		return 0, nil
	}
	err = s.query(ctx, "SELECT coalesce(max(version_id), 0) FROM "+versionTable+" WHERE is_applied", nil, &version)
	return version, err
}

// lacks names the grants that the role lacks.
func (s *Store) lacks(ctx context.Context, kind error, grants []string) error {
	var role string
	if err := s.query(ctx, "SELECT current_user", nil, &role); err != nil {
		return err
	}
	statements := make([]string, len(grants))
	for i, grant := range grants {
		statements[i] = fmt.Sprintf("GRANT %s TO %s;", grant, pgx.Identifier{role}.Sanitize())
	}
	return &storage.Problem{
		Err:    kind,
		Detail: fmt.Sprintf("The role '%s' lacks rights on the catalog %s.", role, s.name),
		Remedy: "Have the owner of the catalog run: " + strings.Join(statements, " "),
	}
}
