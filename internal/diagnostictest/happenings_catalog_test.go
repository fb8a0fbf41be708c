package diagnostictest

import (
	"database/sql"
	"maps"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// What happens to a catalog in a file, to what says where it is, and to an export.
func init() {
	maps.Copy(happenings, map[string]func(*run){
		"the environment has no home folder": func(r *run) { r.Env = append(r.Env, "HOME=") },

		"the record of cloud Gold is damaged":                                     func(r *run) { r.damage("/SERVERS/BEIJING/CLOUDS/GOLD") },
		"the record of cloud Gold is mended, and that of the last change damaged": func(r *run) { r.damage("changed") },
		"it is mended, and that of the open runs damaged":                         func(r *run) { r.damage("runs") },
		"it is mended, and that of the former name damaged":                       func(r *run) { r.damage("former:/SERVERS/BEIJING/CLOUDS/SILVER") },

		"another run creates VMM server Tokyo, and has not ended": func(r *run) { r.create("Tokyo") },

		// With its mark, Terraform refuses it by itself.
		"the export site.json is in UTF-16, without its mark": func(r *run) {
			if err := os.WriteFile(filepath.Join(r.Dir, "site.json"), []byte("{\x00}\x00"), 0o600); err != nil {
				r.t.Fatal(err)
			}
		},
	})
}

// create creates a VMM server in a run elsewhere that does not end.
func (r *run) create(server string) {
	r.t.Helper()
	c, err := catalog.Open(r.Catalog)
	if err != nil {
		r.t.Fatal(err)
	}
	elsewhere, err := c.Begin(r.t.Context(), "elsewhere", false)
	if err == nil {
		err = elsewhere.Apply(r.t.Context(), catalog.Step{Change: topology.Creation(topology.NewServer(server)), Claim: catalog.NewClaim()})
	}
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		r.t.Fatal(err)
	}
}

// damage cuts off the body of a record in the catalog, and mends what it has cut off
// before.
func (r *run) damage(key string) {
	r.t.Helper()
	db, err := sql.Open("sqlite", r.Catalog)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{
		"CREATE TABLE IF NOT EXISTS before AS SELECT key, body FROM objects",
		"UPDATE objects SET body = before.body FROM before WHERE before.key = objects.key",
	} {
		if _, err := db.ExecContext(r.t.Context(), statement); err != nil {
			r.t.Fatal(err)
		}
	}
	result, err := db.ExecContext(r.t.Context(), "UPDATE objects SET body = substr(body, 1, 1) WHERE key = ?", key)
	if err != nil {
		r.t.Fatal(err)
	}
	if n, err := result.RowsAffected(); n != 1 || err != nil {
		r.t.Fatalf("%d records have the key %q: %v", n, key, err)
	}
}
