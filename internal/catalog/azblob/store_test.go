package azblob_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/catalogtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
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
				return distrust()
			}
			return errors.Join(started.Close(), distrust())
		}
		return end, errors.Join(os.Setenv("ARM_ACCESS_KEY", azbtest.Key), trust())
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

func open(t *testing.T, location string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// apply creates a server.
func apply(c *catalog.Catalog, name string) error {
	return c.Apply(context.Background(), topology.Creation(topology.NewServer(name)))
}

func create(t *testing.T, location string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := apply(open(t, location), name); err != nil {
			t.Fatal(err)
		}
	}
}

// names returns the names of all objects.
func names(t *testing.T, c *catalog.Catalog) string {
	t.Helper()
	s, err := c.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, object := range s.All() {
		all = append(all, object.ID().Name())
	}
	return strings.Join(all, " ")
}

// containerOf returns the container of a location.
func containerOf(location string) string { return strings.Split(location, "/")[3] }

// says checks that an error is a problem of a kind, has all the parts, and gives
// away nothing that is secret.
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
	for ; err != nil; err = errors.Unwrap(err) {
		shows(t, fmt.Sprintf("%v %+v %#v", err, err, err))
	}
}

// shows checks that a text shows nothing that is secret.
func shows(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{azbtest.Key, "sig=", "SharedKey"} {
		if strings.Contains(text, secret) {
			t.Errorf("a secret shows: %s", text)
		}
	}
}

func BenchmarkCatalog(b *testing.B) {
	for _, roundTrip := range []time.Duration{0, 20 * time.Millisecond} {
		b.Run(roundTrip.String(), func(b *testing.B) {
			catalogtest.Bench(b, func(b *testing.B) catalogtest.Place {
				p, _, through := newProxy(b, roundTrip)
				return catalogtest.Place{Location: through, Trips: p.trips.Load}
			})
		})
	}
}
