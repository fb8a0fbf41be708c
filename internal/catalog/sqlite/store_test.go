package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/catalogtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

func TestMain(m *testing.M) {
	catalogtest.Main(m, func() (func() error, error) { return func() error { return nil }, nil })
}

func TestConformance(t *testing.T) {
	catalogtest.Run(t, func(t *testing.T) string { return filepath.Join(t.TempDir(), "catalog.db") })
}

func open(t *testing.T, path string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// filled returns the path of a catalog with an object in it.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalog.db")
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadingCreatesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "catalog.db")
	if _, err := open(t, path).Snapshot(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder: %v", err)
	}
}

func TestTheFileIsPrivateAndAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder?", "100% #catalog.db")
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("the mode of %s is %o, want %o", name, got, want)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the file there is %v, %v", entries, err)
	}
}

// Whatever is at the path and is no catalog is named and left as it is.
func TestWhatIsNoCatalog(t *testing.T) {
	whole, err := os.ReadFile(filled(t))
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	statement(t, foreign, "CREATE TABLE songs (name TEXT)")
	foreignBytes, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	newer := filled(t)
	statement(t, newer, "PRAGMA user_version = 7")
	newerBytes, err := os.ReadFile(newer)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte{}, whole...)
	for i := 5000; i < len(damaged); i++ {
		damaged[i] ^= 0x5a
	}
	for what, tt := range map[string]struct {
		content []byte
		is      error
		says    []string
	}{
		"a text":                    {[]byte("hello"), storage.ErrNotCatalog, []string{"is not a SQLite file", "left as it is", "another path"}},
		"a long text":               {[]byte(strings.Repeat("hello ", 10_000)), storage.ErrNotCatalog, []string{"is not a SQLite file"}},
		"the head of a catalog":     {whole[:50], storage.ErrNotCatalog, []string{"is not a catalog that can be used"}},
		"half a catalog":            {whole[:len(whole)/2], storage.ErrNotCatalog, []string{"damaged", "backup"}},
		"a damaged catalog":         {damaged, storage.ErrNotCatalog, []string{"damaged", "backup"}},
		"a file of another program": {foreignBytes, storage.ErrNotCatalog, []string{"the SQLite file of another program"}},
		"a newer catalog":           {newerBytes, storage.ErrNewerSchema, []string{"schema version 7", "no newer one than 2", "never taken back"}},
	} {
		t.Run(what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "catalog.db")
			if err := os.WriteFile(path, tt.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, reading := open(t, path).Snapshot(t.Context())
			writing := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S")))
			for _, err := range []error{reading, writing} {
				if !errors.Is(err, tt.is) {
					t.Errorf("the error is %v, want %v", err, tt.is)
					continue
				}
				for _, part := range append(tt.says, path) {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("the error is %q, want it to say %q", err, part)
					}
				}
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != string(tt.content) {
				t.Errorf("the file has changed, %v", err)
			}
		})
	}

	t.Run("a folder", func(t *testing.T) {
		path := t.TempDir()
		_, err := open(t, path).Snapshot(t.Context())
		if !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), filepath.Join(path, "catalog.db")) {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("a folder that is a file", func(t *testing.T) {
		path := filepath.Join(filled(t), "catalog.db")
		if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("a kind of catalog that there is not", func(t *testing.T) {
		if _, err := catalog.Open("mysql://localhost/x"); !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), `"mysql://"`) {
			t.Errorf("the error is %v", err)
		}
	})
}

// statement runs a statement in a SQLite file of its own accord.
func statement(t *testing.T, path, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the statement says what matters
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

// An empty file, as mktemp makes it, is a catalog that was never written to.
func TestAnEmptyFileIsANewCatalog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalog.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := open(t, path)
	if s, err := c.Snapshot(t.Context()); err != nil || s.Revision != 0 {
		t.Errorf("at first, revision %d, %v", s.Revision, err)
	}
	if err := c.Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Error(err)
	}
}

// A catalog that is deleted and made again under a running process is another one.
func TestAnotherCatalogAtTheSamePath(t *testing.T) {
	path := filled(t)
	c := open(t, path)
	if s, err := c.Snapshot(t.Context()); err != nil || s.Len() != 1 {
		t.Fatalf("it holds %d objects, %v", s.Len(), err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if s, err := c.Snapshot(t.Context()); err != nil || s.Len() != 0 || s.Revision != 0 {
		t.Errorf("after it was deleted, it holds %d objects, %v", s.Len(), err)
	}
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("T"))); err != nil {
		t.Fatal(err)
	}
	s, err := c.Snapshot(t.Context())
	if err != nil || s.Len() != 1 {
		t.Fatalf("it holds %d objects, %v", s.Len(), err)
	}
	if name := s.All()[0].ID().Name(); name != "T" {
		t.Errorf("it holds %q", name)
	}
}

// A busy file is waited for, and then the error says so.
func TestABusyFile(t *testing.T) {
	t.Parallel()
	path := filled(t)
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?_txlock=immediate", path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	hold := func() *sql.Tx {
		tx, err := db.BeginTx(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return tx
	}

	tx := hold()
	time.AfterFunc(300*time.Millisecond, func() { _ = tx.Rollback() })
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("waited"))); err != nil {
		t.Errorf("it was not waited for: %v", err)
	}

	tx = hold()
	if _, err := open(t, path).Snapshot(t.Context()); err != nil {
		t.Errorf("a reader does not wait for a writer, but: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := open(t, path).Apply(ctx, topology.Creation(topology.NewServer("cancelled"))); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a wait that is cancelled ends with %v", err)
	}
	start := time.Now()
	err = open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("in vain")))
	if !errors.Is(err, storage.ErrBusy) || !strings.Contains(err.Error(), "locked for more than 10s") || !strings.Contains(err.Error(), path) {
		t.Errorf("after %s the error is %v", time.Since(start), err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if s, err := open(t, path).Snapshot(t.Context()); err != nil || s.Len() != 2 {
		t.Errorf("it holds %d objects, %v", s.Len(), err)
	}
}

func BenchmarkCatalog(b *testing.B) {
	catalogtest.Bench(b, func(b *testing.B) catalogtest.Place {
		return catalogtest.Place{Location: filepath.Join(b.TempDir(), "catalog.db")}
	})
}
