package azblob_test

import (
	"os"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/catalogtest"
)

// started is the server of all tests, nil before the first needs it.
var started *azbtest.Server

var start = sync.OnceValue(func() (err error) {
	started, err = azbtest.Start()
	return err
})

func TestMain(m *testing.M) {
	catalogtest.Main(m, func() (func() error, error) {
		end := func() error {
			if started == nil {
				return nil
			}
			return started.Close()
		}
		return end, os.Setenv("ARM_ACCESS_KEY", azbtest.Key)
	})
}

// server returns the server, or skips the test where it cannot be had.
func server(tb testing.TB) *azbtest.Server {
	tb.Helper()
	if missing := azbtest.Missing(); missing != "" {
		tb.Skip(missing)
	}
	if err := start(); err != nil {
		tb.Fatal(err)
	}
	return started
}

func TestConformance(t *testing.T) {
	catalogtest.Run(t, func(t *testing.T) string { return server(t).Catalog(t) })
}

func BenchmarkCatalog(b *testing.B) {
	catalogtest.Bench(b, func() string { return server(b).Catalog(b) })
}
