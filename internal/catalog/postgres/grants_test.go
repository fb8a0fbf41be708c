package postgres_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Without one of the grants, the error names it; and having it is enough.
func TestMissingGrants(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		revoke           string
		reading, writing error
	}{
		{"USAGE ON SCHEMA %s", storage.ErrUnavailable, storage.ErrUnavailable},
		{"SELECT ON siterecovery_migrations", storage.ErrUnavailable, storage.ErrUnavailable},
		{"SELECT ON siterecovery_catalog", storage.ErrUnavailable, storage.ErrUnavailable},
		{"SELECT ON siterecovery_objects", storage.ErrUnavailable, storage.ErrUnavailable},
		{"UPDATE ON siterecovery_catalog", nil, storage.ErrReadOnly},
		{"INSERT ON siterecovery_objects", nil, storage.ErrReadOnly},
		{"UPDATE ON siterecovery_objects", nil, storage.ErrReadOnly},
		{"INSERT ON siterecovery_writes", nil, storage.ErrReadOnly},
		{"DELETE ON siterecovery_writes", nil, storage.ErrReadOnly},
	} {
		t.Run(tt.revoke, func(t *testing.T) {
			location := server.Catalog(t)
			role, schema := between(location, "//", ":"), between(location+"&", "schema=", "&")
			what := tt.revoke
			if strings.Contains(what, "%s") {
				what = fmt.Sprintf(what, schema)
			}
			qualified := strings.Replace(what, "ON siterecovery", "ON "+schema+".siterecovery", 1)
			server.Execute(t, "SET search_path TO "+schema+"; REVOKE "+what+" FROM "+role)
			_, err := open(t, location).Snapshot(t.Context())
			if tt.reading == nil && err != nil {
				t.Errorf("reading ends with %v", err)
			} else if tt.reading != nil {
				says(t, err, tt.reading, "lacks rights", role, "GRANT "+qualified+" TO")
			}
			err = open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer("S")))
			says(t, err, tt.writing, "lacks rights", role, "GRANT")
			_, statement, _ := strings.Cut(err.Error(), "run: ")
			if !strings.Contains(statement, qualified) {
				t.Errorf("the remedy is %q, want it to grant %s", statement, qualified)
			}
			server.Execute(t, statement)
			create(t, location, "S")
		})
	}
}

func between(text, before, after string) string {
	_, text, _ = strings.Cut(text, before)
	text, _, _ = strings.Cut(text, after)
	return text
}

// A role that may make nothing is told what it needs for the first use, and with
// that it can.
func TestGrantsForTheFirstUse(t *testing.T) {
	t.Parallel()
	existing := server.Unused()
	server.Execute(t, "CREATE SCHEMA "+existing)
	for what, tt := range map[string]struct{ schema, grant string }{
		"the schema is to be made": {server.Unused(), "CREATE ON DATABASE siterecovery"},
		"the tables are":           {existing, "ON SCHEMA " + existing},
	} {
		t.Run(what, func(t *testing.T) {
			role := server.Unused()
			server.Execute(t, server.Role(role))
			location := server.URL(role, "schema", tt.schema)
			for range 3 { // a remedy may lead to the next one
				err := open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer("S")))
				if err == nil {
					break
				}
				if !strings.Contains(err.Error(), tt.grant) {
					t.Fatalf("the error is %v, want it to name %s", err, tt.grant)
				}
				_, statement, _ := strings.Cut(err.Error(), "run: ")
				server.Execute(t, statement)
			}
			if got := names(t, location); got != "S" {
				t.Errorf("it holds %q", got)
			}
		})
	}
}

// A session that must not write is told so.
func TestAReadOnlyServer(t *testing.T) {
	t.Parallel()
	schema := server.Unused()
	create(t, server.URL(postgrestest.Owner, "schema", schema), "S")
	location := server.URL(postgrestest.Owner, "schema", schema, "default_transaction_read_only", "on")
	if got := names(t, location); got != "S" {
		t.Errorf("it holds %q", got)
	}
	says(t, open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer("T"))), storage.ErrReadOnly,
		"read-only transaction", "target_session_attrs=read-write")
}

// The guide gives the grants that the tests use.
func TestTheGuideGivesTheGrants(t *testing.T) {
	guide, err := os.ReadFile("../../../templates/guides/catalogs.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(guide), postgrestest.Grants) {
		t.Errorf("the guide does not give these grants:\n%s", postgrestest.Grants)
	}
}

// The guide gives the tables as they are made.
func TestTheGuideGivesTheTables(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../../templates/guides/catalogs.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(guide), "```sql\nCREATE TABLE")
	text, _, ended := strings.Cut(text, "```")
	if !found || !ended {
		t.Fatal("the guide gives no tables")
	}
	byHand, made := server.Unused(), server.Unused()
	server.Execute(t, "CREATE SCHEMA "+byHand+"; CREATE TABLE"+strings.ReplaceAll(text, "recovery.", byHand+"."))
	for _, schema := range []string{byHand, made} {
		create(t, server.URL(postgrestest.Owner, "schema", schema), "S")
	}
	const columns = "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = '%s'"
	const indexes = "SELECT tablename, replace(indexdef, schemaname || '.', ''), '', '' FROM pg_indexes WHERE schemaname = '%s'"
	one := fmt.Sprintf("("+columns+" UNION ALL "+indexes+")", byHand, byHand)
	other := strings.ReplaceAll(one, byHand, made)
	if n := count(t, fmt.Sprintf("SELECT count(*) FROM ((%s EXCEPT %s) UNION ALL (%s EXCEPT %s)) AS x", one, other, other, one)); n != 0 {
		t.Errorf("they differ in %d columns and indexes", n)
	}
	versions := "SELECT version_id FROM " + byHand + ".siterecovery_migrations"
	if n := count(t, "SELECT count(*) FROM ("+versions+" EXCEPT SELECT version_id FROM "+made+".siterecovery_migrations) AS x"); n != 0 {
		t.Errorf("%d versions are not those of the provider", n)
	}
}
