package terraformtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
)

// catalogsVariable says which kind of catalog the tests use: sqlite, postgres,
// pgbouncer, which is PostgreSQL through PgBouncer in transaction mode, or azblob.
const catalogsVariable = "SITERECOVERY_TEST_CATALOGS"

var (
	// server is nil where the tests do not use PostgreSQL.
	server *postgrestest.Server
	// pooler is nil where they do not go through one.
	pooler *postgrestest.Pooler
)

// storage is nil where the tests do not use Azure Storage.
var storage *azbtest.Server

func startServer() (end func() error, err error) {
	switch kind := os.Getenv(catalogsVariable); kind {
	case "", "sqlite":
		return func() error { return nil }, nil
	case "postgres":
		if server, err = postgrestest.Start(); err != nil {
			return nil, err
		}
		return server.Close, nil
	case "pgbouncer":
		if server, err = postgrestest.Start(); err != nil {
			return nil, err
		}
		if pooler, err = server.StartPooler(); err != nil {
			return nil, errors.Join(err, server.Close())
		}
		return func() error { return errors.Join(pooler.Close(), server.Close()) }, nil
	case "azblob":
		if err := os.Setenv("ARM_ACCESS_KEY", azbtest.Key); err != nil {
			return nil, err
		}
		if storage, err = azbtest.Start(); err != nil {
			return nil, err
		}
		return storage.Close, nil
	default:
		return nil, fmt.Errorf("%s is %q: set it to sqlite, postgres, pgbouncer or azblob", catalogsVariable, kind)
	}
}

// Catalog returns the location of a new catalog of the kind under test.
func Catalog(tb testing.TB) string {
	tb.Helper()
	switch {
	case pooler != nil:
		return pooler.Through(server.Catalog(tb))
	case server != nil:
		return server.Catalog(tb)
	case storage != nil:
		return storage.Catalog(tb)
	}
	return filepath.Join(tb.TempDir(), "catalog.db")
}

// AboutFiles skips a test of what only a catalog in a file has.
func AboutFiles(tb testing.TB) {
	tb.Helper()
	if server != nil || storage != nil {
		tb.Skip("is about a catalog in a file")
	}
}

// AboutServers skips a test of what only a catalog on a server has. It returns
// the server.
func AboutServers(tb testing.TB) *postgrestest.Server {
	tb.Helper()
	if server == nil {
		tb.Skip("is about a catalog on a server: it runs where " + catalogsVariable + " is postgres or pgbouncer")
	}
	return server
}

// AboutAzureStorage skips a test of what only a catalog in Azure Storage has. It
// returns the storage.
func AboutAzureStorage(tb testing.TB) *azbtest.Server {
	tb.Helper()
	if storage == nil {
		tb.Skip("is about a catalog in Azure Storage: it runs where " + catalogsVariable + " is azblob")
	}
	return storage
}
