package upgrade_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azblob"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgres"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/sqlite"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// How a catalog is kept as a text, and made of it again. This is done without the
// engines, which would make what is old new.
const (
	fileDump   = "catalog.sqlite.sql"
	serverDump = "catalog.postgres.sql"
	blobDump   = "catalog.azblob.base64"
	// schema is that of the tables on a server.
	schema = "kept_catalog"
)

// dumpFile returns the statements that make a catalog in a file.
func dumpFile(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	var dump strings.Builder
	lines := func(query string) {
		t.Helper()
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close() //nolint:errcheck // rows.Err says what matters
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&dump, "%s;\n", line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	lines("SELECT 'PRAGMA application_id = ' || application_id FROM pragma_application_id")
	lines("SELECT 'PRAGMA user_version = ' || user_version FROM pragma_user_version")
	lines("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
	lines("SELECT format('INSERT INTO catalog VALUES (%d, %Q, %d)', one, incarnation, revision) FROM catalog")
	lines("SELECT format('INSERT INTO objects VALUES (%Q, %Q, %d, %Q)', key, id, revision, body) FROM objects ORDER BY revision, key")
	return dump.String()
}

func loadFile(t *testing.T, dump string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalog.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the statements say what matters
	if _, err := db.ExecContext(t.Context(), "PRAGMA journal_mode = WAL;\n"+dump); err != nil {
		t.Fatal(err)
	}
	return path
}

// pgDumpNoise are the lines of pg_dump that say nothing about the tables.
var pgDumpNoise = regexp.MustCompile(`(?m)^(--.*|SET .*|SELECT pg_catalog\..*|\\.*|CREATE SCHEMA .*|)\n`)

// dumpServer returns the statements that make a catalog on a server, with the content
// of one in a file.
func dumpServer(t *testing.T, server *postgrestest.Server, path string) string {
	t.Helper()
	location := server.URL(postgrestest.Owner, "schema", schema)
	store, err := postgres.New(location, "test", os.Getenv)
	copyInto(t, path, store, err)
	command := exec.CommandContext(t.Context(), server.Program("pg_dump"), "--no-owner", "--no-privileges", "--column-inserts",
		"--schema", schema, server.URL(postgrestest.Owner))
	command.Stderr = os.Stderr
	dump, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(pgDumpNoise.ReplaceAll(dump, nil))
}

func loadServer(t *testing.T, server *postgrestest.Server, dump string) string {
	t.Helper()
	own := server.Unused()
	server.Execute(t, "CREATE SCHEMA "+own+";\n"+strings.ReplaceAll(dump, schema+".", own+"."))
	return server.URL(postgrestest.Owner, "schema", own)
}

// dumpBlob returns the content of a catalog in a blob, with the content of one in a file.
func dumpBlob(t *testing.T, server *azbtest.Server, path string) string {
	t.Helper()
	t.Setenv("ARM_ACCESS_KEY", azbtest.Key)
	container := server.Container(t)
	store, err := azblob.New(server.Location(container, "catalog"), "test", os.Getenv)
	copyInto(t, path, store, err)
	const width = 120
	var lines bytes.Buffer
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(server.Get(t, container, "catalog"))), width) {
		lines.Write(line)
		lines.WriteByte('\n')
	}
	return lines.String()
}

func loadBlob(t *testing.T, server *azbtest.Server, dump string) string {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(dump)
	if err != nil {
		t.Fatal(err)
	}
	container := server.Container(t)
	server.Put(t, container, "catalog", content)
	return server.Location(container, "catalog")
}

// copyInto writes all records of a catalog in a file into a new store, as often as it
// has been written to: then both are at the same revision.
func copyInto(t *testing.T, path string, store storage.Store, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // the write says what matters
	file, err := sqlite.New(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	found, err := file.Read(t.Context(), storage.Position{})
	if err != nil {
		t.Fatal(err)
	}
	for range found.Position.Revision {
		if _, err := store.Write(t.Context(), storage.Position{}, func(storage.Delta) ([]storage.Record, error) { return found.Records, nil }); err != nil {
			t.Fatal(err)
		}
	}
}
