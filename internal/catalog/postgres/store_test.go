package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/catalogtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

var (
	server *postgrestest.Server
	pooler *postgrestest.Pooler
)

func TestMain(m *testing.M) {
	catalogtest.Main(m, func() (func() error, error) {
		err := vaulttest.TrustInThisProcess() // it gives the tokens
		if err != nil {
			return nil, err
		}
		if server, err = postgrestest.Start(); err != nil {
			return nil, err
		}
		if pooler, err = server.StartPooler(); err != nil {
			return nil, errors.Join(err, server.Close())
		}
		return func() error { return errors.Join(pooler.Close(), server.Close()) }, nil
	})
}

// ways are the ways to the server. Each makes of a location on it the one to use.
func ways() map[string]func(location string) string {
	return map[string]func(string) string{
		"Direct":    func(location string) string { return location },
		"PgBouncer": pooler.Through,
	}
}

// eachWay runs a test against the server itself, and through PgBouncer. What it is
// given makes of a location on the server the one to use.
func eachWay(t *testing.T, test func(t *testing.T, way func(location string) string)) {
	t.Parallel()
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, way)
		})
	}
}

// fresh returns the URL of a catalog that was never used, in a schema that does
// not exist.
func fresh(parameters ...string) string {
	return server.URL(postgrestest.Owner, append(parameters, "schema", server.Unused())...)
}

func TestConformance(t *testing.T) {
	catalogtest.Run(t, func(*testing.T) string { return fresh() })
}

func TestConformanceThroughPgBouncer(t *testing.T) {
	catalogtest.Run(t, func(*testing.T) string { return pooler.Through(fresh()) })
}

// So do databases that have no other level of isolation, and no lock that outlives
// the statement: who has waited for another writer begins anew.
func TestConformanceSerializable(t *testing.T) {
	catalogtest.Run(t, func(*testing.T) string { return pooler.Through(fresh("default_transaction_isolation", "serializable")) })
}

func open(t *testing.T, location string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func create(t *testing.T, location string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer(name))); err != nil {
			t.Fatal(err)
		}
	}
}

// names returns the names of all objects.
func names(t *testing.T, location string) string {
	t.Helper()
	s, err := open(t, location).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, object := range s.All() {
		all = append(all, object.ID().Name())
	}
	return strings.Join(all, " ")
}

// says checks that an error is a problem of a kind, has all the parts, and gives
// away no password.
func says(t *testing.T, err, kind error, parts ...string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("the error is %v, want %v", err, kind)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error is %q, want it to say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), postgrestest.Password) || strings.Contains(err.Error(), "s3cr3t") || strings.Contains(err.Error(), "://") &&
		!strings.Contains(err.Error(), "postgres://user@host") {
		t.Errorf("the error gives away too much: %q", err)
	}
}

func TestReadingCreatesNothing(t *testing.T) {
	t.Parallel()
	schema := server.Unused()
	if got := names(t, server.URL(postgrestest.Owner, "schema", schema)); got != "" {
		t.Errorf("a new catalog holds %q", got)
	}
	if count(t, "SELECT count(*) FROM pg_namespace WHERE nspname = $1", schema) != 0 {
		t.Error("the schema was made")
	}
}

func count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), server.URL(postgrestest.Owner))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(t.Context()) //nolint:errcheck // it was only asked
	if err := connection.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Each schema holds a catalog of its own; without ?schema= the search path says
// which.
func TestSchemas(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		one, two, quoted := server.Unused(), server.Unused(), server.Unused()+` "Ü' , 1`
		for _, schema := range []string{one, two, quoted} {
			create(t, way(server.URL(postgrestest.Owner, "schema", schema)), "in "+schema)
		}
		for _, schema := range []string{one, two, quoted} {
			if got := names(t, way(server.URL(postgrestest.Owner, "schema", schema))); got != "in "+schema {
				t.Errorf("schema %s holds %q", schema, got)
			}
		}
		if got := names(t, way(server.URL(postgrestest.Owner, "search_path", one+", public"))); got != "in "+one {
			t.Errorf("the search path leads to %q", got)
		}
		role := server.Unused()
		server.Execute(t, server.Role(role)+"CREATE SCHEMA AUTHORIZATION "+role)
		create(t, way(server.URL(role)), "in the role's own schema")
		if n := count(t, "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename LIKE 'siterecovery\\_%'", role); n != 4 {
			t.Errorf("the role's own schema has %d tables", n)
		}
		err := open(t, way(server.URL(postgrestest.Owner, "search_path", "nowhere"))).Apply(t.Context(), topology.Creation(topology.NewServer("S")))
		says(t, err, storage.ErrUnavailable, "No schema of the search path exists", "?schema=")
	})
}

// However many come first, at moments of their own, the tables are made once,
// and a reader sees what there is.
func TestFirstUseAtOnce(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		rng := topologytest.NewRand(1)
		for range 10 {
			location := way(fresh())
			errs := make(chan error)
			for n := range 10 {
				writer, reader := open(t, location), open(t, location)
				moment := time.Duration(rng.IntN(60)) * time.Millisecond
				go func() {
					time.Sleep(moment)
					_, reading := reader.Snapshot(context.Background())
					errs <- errors.Join(reading, writer.Apply(context.Background(), topology.Creation(topology.NewServer(fmt.Sprint(n)))))
				}()
			}
			for range 10 {
				if err := <-errs; err != nil {
					t.Error(err)
				}
			}
			if got := names(t, location); got != "0 1 2 3 4 5 6 7 8 9" {
				t.Errorf("it holds %q", got)
			}
		}
	})
}

// A denial before anything can be asked is told, and does not go round in circles.
func TestADenialAtTheDoor(t *testing.T) {
	t.Parallel()
	role := server.Unused()
	server.Execute(t, server.Role(role))
	start := time.Now()
	_, err := open(t, server.URL(role, "schema", "x", "log_statement", "all")).Snapshot(t.Context())
	says(t, err, storage.ErrUnavailable, "permission denied", "leave out of the URL")
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestLocations(t *testing.T) {
	for what, tt := range map[string]struct {
		location string
		says     []string
	}{
		"a slash in the password":      {"postgres://me:s3cr3t/x@127.0.0.1/db", []string{"cannot be read", "%2F for /", "PGPASSWORD"}},
		"a hash in the password":       {"postgres://me:s3cr3t#x@127.0.0.1/db", []string{"cannot be read", "%23 for #"}},
		"a question in the password":   {"postgres://me:12?3s3cr3t@127.0.0.1/db", []string{"cannot be read", "%3F for ?"}},
		"a percent in the password":    {"postgres://me:s3cr3t%zz@127.0.0.1/db", []string{"cannot be read", "%25 for %"}},
		"a port that is none":          {"postgres://me:s3cr3t@127.0.0.1:x/db", []string{"cannot be read"}},
		"an empty schema":              {"postgres://me:s3cr3t@127.0.0.1/db?schema=", []string{`The schema of the catalog is ""`, "1 to 63 bytes"}},
		"a schema that is too long":    {"postgres://me:s3cr3t@127.0.0.1/db?schema=" + strings.Repeat("x", 64), []string{"1 to 63 bytes"}},
		"an at in the password":        {"postgres://me:p@s3cr3t/x@127.0.0.1/db", []string{"cannot be read", "%40 for @"}},
		"an at before a question":      {"postgres://me:p@s3cr3t?word@127.0.0.1/db", []string{"cannot be read"}},
		"one slash":                    {"postgres:/me:s3cr3t@127.0.0.1/db", []string{"is neither a path"}},
		"no scheme":                    {"me:s3cr3t@127.0.0.1/db", []string{"is neither a path"}},
		"no scheme, but its sign":      {"me:s3cr3t@127.0.0.1/db?x=://", []string{"is neither a path nor begins with postgres:// or azblob://"}},
		"keys and values":              {"host=127.0.0.1 password=s3cr3t dbname=db", []string{"is neither a path", "postgres://user@host"}},
		"a schema of the server":       {"postgres://me:s3cr3t@127.0.0.1/db?schema=pg_temp", []string{`"pg_temp"`, "PostgreSQL's own"}},
		"a schema that is a variable":  {"postgres://me:s3cr3t@127.0.0.1/db?schema=$user", []string{`"$user"`}},
		"an sslmode that is none":      {"postgres://me:s3cr3t@127.0.0.1/db?sslmode=maybe", []string{"not valid", "sslmode"}},
		"a timeout that is none":       {"postgres://me:s3cr3t@127.0.0.1/db?connect_timeout=soon", []string{"not valid", "connect_timeout"}},
		"a service that there is not":  {"postgresql:///db?service=nowhere&servicefile=/dev/null", []string{"not valid", "service"}},
		"a certificate that is absent": {"postgres://me@127.0.0.1/db?sslmode=verify-full&sslrootcert=/nowhere/ca.crt", []string{"not valid", "/nowhere/ca.crt"}},
	} {
		t.Run(what, func(t *testing.T) {
			_, err := catalog.Open(tt.location)
			says(t, err, storage.ErrUnavailable, tt.says...)
		})
	}
}

// What is wrong with the server, the database or the role is told at once.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	right := server.URL(postgrestest.Owner, "schema", "x")
	for what, tt := range map[string]struct {
		location string
		says     []string
	}{
		"nobody listens":       {strings.Replace(right, server.Address(), "127.0.0.1:1", 1), []string{"127.0.0.1:1", "refused", "host and port"}},
		"a wrong password":     {strings.Replace(right, postgrestest.Password, "s3cr3t", 1), []string{"password authentication failed", "PGPASSWORD"}},
		"an unknown database":  {strings.Replace(right, "/siterecovery", "/nowhere", 1), []string{`database "nowhere" does not exist`, "Create the database"}},
		"an unknown parameter": {right + "&gssencmode=disable", []string{"gssencmode", "does not know a parameter"}},
		"an unknown authority": {right + "&sslmode=verify-full", []string{"certificate", "sslmode"}},
	} {
		t.Run(what, func(t *testing.T) {
			start := time.Now()
			_, reading := open(t, tt.location).Snapshot(t.Context())
			says(t, reading, storage.ErrUnavailable, tt.says...)
			says(t, open(t, tt.location).Apply(t.Context(), topology.Creation(topology.NewServer("S"))), storage.ErrUnavailable, tt.says...)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// However many addresses were tried, and each with and without encryption, a reason
// is told once.
func TestAReasonIsToldOnce(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		"postgres://u@127.0.0.1:1/x":                          "the catalog 'x' at 127.0.0.1:1: connection refused (127.0.0.1:1).",
		"postgres://u@127.0.0.1:1/x?sslmode=disable":          "the catalog 'x' at 127.0.0.1:1: connection refused (127.0.0.1:1).",
		"postgres://u@127.0.0.1:1,127.0.0.1:1/x":              "the catalog 'x' at 127.0.0.1:1: connection refused (127.0.0.1:1).",
		"postgres://u@127.0.0.1:1,127.0.0.1:2/x":              "the catalog 'x' at 127.0.0.1:1: connection refused (127.0.0.1:1, 127.0.0.1:2).",
		"postgres:///x?host=/nowhere,127.0.0.1&port=1&user=u": "the catalog 'x' at /nowhere: no such file or directory (/nowhere/.s.PGSQL.1); connection refused (127.0.0.1:1).",
	} {
		_, err := open(t, location).Snapshot(t.Context())
		says(t, err, storage.ErrUnavailable, want, "host and port")
	}
	_, err := open(t, "postgres://u@nowhere.invalid/x").Snapshot(t.Context())
	says(t, err, storage.ErrUnavailable, "'x' at nowhere.invalid:5432: lookup nowhere.invalid")
	if n := strings.Count(err.Error(), "lookup"); n != 1 {
		t.Errorf("it is told %d times: %v", n, err)
	}
}

// The password may come from wherever PostgreSQL's own tools take it, and the
// connection may be encrypted and the server proved.
func TestCredentialsAndTLS(t *testing.T) {
	location := fresh()
	create(t, location, "S")
	without := strings.Replace(location, ":"+postgrestest.Password, "", 1)
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	host, port, _ := strings.Cut(server.Address(), ":")
	service := write("service.conf", fmt.Sprintf("[recovery]\nhost=%s\nport=%s\nuser=%s\npassword=%s\ndbname=siterecovery\n",
		host, port, postgrestest.Owner, postgrestest.Password))
	passwords := write("pgpass", fmt.Sprintf("%s:%s:*:*:%s\n", host, port, postgrestest.Password))
	authority := filepath.Join(server.Folder, "authority.crt")
	_, schema, _ := strings.Cut(location, "?")
	for what, tt := range map[string]struct{ location, variable, value string }{
		"PGPASSWORD":    {without, "PGPASSWORD", postgrestest.Password},
		"PGPASSFILE":    {without, "PGPASSFILE", passwords},
		"PGSERVICEFILE": {"postgres:///?service=recovery&" + schema, "PGSERVICEFILE", service},
		"disable":       {location + "&sslmode=disable", "PGSSLMODE", "verify-full"},
		"require":       {location + "&sslmode=require", "PGSSLMODE", "disable"},
		"verify-full":   {location + "&sslmode=verify-full", "PGSSLROOTCERT", authority},
		"sslrootcert":   {location + "&sslmode=verify-full&sslrootcert=" + authority, "PGSSLMODE", "disable"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Setenv(tt.variable, tt.value)
			if got := names(t, tt.location); got != "S" {
				t.Errorf("it holds %q", got)
			}
		})
	}
}

func TestWhatIsNoCatalog(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		for what, tt := range map[string]struct {
			statement string
			kind      error
			says      []string
		}{
			"a newer catalog": {
				"INSERT INTO siterecovery_migrations (version_id, is_applied) VALUES (7, true)",
				storage.ErrNewerSchema,
				[]string{"schema version 7", "no newer one than 2", "never taken back"},
			},
			"a table is missing": {
				"DROP TABLE siterecovery_objects", storage.ErrNotCatalog, []string{"lacks some of its tables", "left as it is", "backup"},
			},
			"the first table is missing": {
				"DROP TABLE siterecovery_catalog", storage.ErrNotCatalog, []string{"lacks some of its tables"},
			},
			"a newer catalog of other tables": {
				"INSERT INTO siterecovery_migrations (version_id, is_applied) VALUES (7, true); DROP TABLE siterecovery_catalog",
				storage.ErrNewerSchema,
				[]string{"schema version 7"},
			},
			"no version": {
				"DELETE FROM siterecovery_migrations", storage.ErrNotCatalog, []string{"lacks some of its tables, columns or rows"},
			},
			"the row is missing": {
				"DELETE FROM siterecovery_catalog", storage.ErrNotCatalog, []string{"columns or rows"},
			},
			"a table of another program": {
				"ALTER TABLE siterecovery_catalog RENAME COLUMN incarnation TO song", storage.ErrNotCatalog, []string{"not those of a catalog"},
			},
			"a record that is none": {
				"UPDATE siterecovery_objects SET body = 'x', id = 'nonsense'", storage.ErrNotCatalog, []string{"cannot be read", "backup"},
			},
			"a record of nonsense": {
				"UPDATE siterecovery_objects SET body = 'x', id = '/servers/S/clouds/Gold' WHERE id <> ''", storage.ErrNotCatalog,
				[]string{"cannot be read", "the content of cloud 'Gold' of 'S'"},
			},
			"a time of nonsense": {
				"UPDATE siterecovery_objects SET body = 'x' WHERE key = 'changed'", storage.ErrNotCatalog,
				[]string{"cannot be read", "the time of the last change"},
			},
		} {
			t.Run(what, func(t *testing.T) {
				schema := server.Unused()
				location := way(server.URL(postgrestest.Owner, "schema", schema))
				create(t, location, "S")
				server.Execute(t, "SET search_path TO "+schema+"; "+tt.statement)
				_, err := open(t, location).Snapshot(t.Context())
				says(t, err, tt.kind, append(tt.says, "'siterecovery' at ", schema)...)
				says(t, open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer("T"))), tt.kind, tt.says...)
			})
		}
	})
}

// A catalog that is dropped and made again under a running process is another
// one, and one that was restored from a backup is read from its beginning.
func TestAnotherCatalogInTheSameSchema(t *testing.T) {
	t.Parallel()
	schema := server.Unused()
	location := server.URL(postgrestest.Owner, "schema", schema)
	create(t, location, "A", "B", "C")
	c := open(t, location)
	for _, step := range []struct{ statement, want string }{
		{"SELECT 1", "A B C"},
		{"DELETE FROM siterecovery_objects WHERE revision = 3; UPDATE siterecovery_catalog SET revision = 2", "A B"},
		{"DROP SCHEMA " + schema + " CASCADE", ""},
	} {
		server.Execute(t, "SET search_path TO "+schema+"; "+step.statement)
		s, err := c.Snapshot(t.Context())
		var got []string
		for _, object := range s.All() {
			got = append(got, object.ID().Name())
		}
		if err != nil || strings.Join(got, " ") != step.want {
			t.Errorf("after %s it holds %q, %v; want %q", step.statement, got, err, step.want)
		}
	}
	create(t, location, "D")
	if s, err := c.Snapshot(t.Context()); err != nil || s.Len() != 1 || s.Revision != 1 {
		t.Errorf("made again it holds %d objects, %v", s.Len(), err)
	}
}

// A locked catalog is waited for, and then the error says so.
func TestABusyCatalog(t *testing.T) {
	eachWay(t, func(t *testing.T, way func(string) string) {
		schema := server.Unused()
		location := server.URL(postgrestest.Owner, "schema", schema, "lock_timeout", "500")
		location = way(location)
		create(t, location, "S")
		connection, err := pgx.Connect(t.Context(), server.URL(postgrestest.Owner, "search_path", schema))
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close(context.Background()) //nolint:errcheck // nothing was written
		tx, err := connection.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), "SELECT FROM siterecovery_catalog FOR UPDATE"); err != nil {
			t.Fatal(err)
		}
		if got := names(t, location); got != "S" {
			t.Errorf("a reader does not wait for a writer, but sees %q", got)
		}
		says(t, open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer("in vain"))), storage.ErrBusy,
			"lock timeout", "Another run", "Nothing was changed")
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := open(t, location).Apply(ctx, topology.Creation(topology.NewServer("cancelled"))); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a wait that is cancelled ends with %v", err)
		}
		released := make(chan error)
		time.AfterFunc(200*time.Millisecond, func() { released <- tx.Rollback(context.Background()) })
		create(t, location, "waited")
		if err := <-released; err != nil {
			t.Error(err)
		}
		if got := names(t, location); got != "S waited" {
			t.Errorf("it holds %q", got)
		}
	})
}

func BenchmarkCatalog(b *testing.B) {
	for _, roundTrip := range []time.Duration{0, 20 * time.Millisecond} {
		for name, way := range ways() {
			b.Run(fmt.Sprint(name, roundTrip), func(b *testing.B) {
				catalogtest.Bench(b, func(b *testing.B) catalogtest.Place {
					p, through := postgrestest.NewProxy(b, way(fresh()), roundTrip)
					return catalogtest.Place{Location: through, Trips: p.Trips.Load}
				})
			})
		}
	}
}
