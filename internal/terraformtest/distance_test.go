package terraformtest_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/catalogtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// away is a configuration of 203 objects, most of which are applied at once.
const away = required + `
	resource "siterecovery_vmm_server" "server" { name = "VMM" }
	resource "siterecovery_logical_network" "network" {
		server_id = siterecovery_vmm_server.server.id
		name      = "L"
	}
	resource "siterecovery_cloud" "cloud" {
		server_id           = siterecovery_vmm_server.server.id
		name                = "C"
		logical_network_ids = [siterecovery_logical_network.network.id]
	}
	resource "siterecovery_vm_network" "network" {
		count              = 200
		logical_network_id = siterecovery_logical_network.network.id
		name               = "N ${count.index}"
	}`

// BenchmarkAtADistance applies 203 objects to each kind of catalog, near and a
// round trip away. Connecting counts among the round trips.
func BenchmarkAtADistance(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		applyAway(b, func() catalogtest.Place { return catalogtest.Place{Location: filepath.Join(b.TempDir(), "catalog.db")} })
	})
	server, err := postgrestest.Start()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := server.Close(); err != nil {
			b.Error(err)
		}
	})
	pooler, err := server.StartPooler()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := pooler.Close(); err != nil {
			b.Error(err)
		}
	})
	for _, way := range []struct {
		name      string
		through   func(string) string
		roundTrip time.Duration
	}{
		{"PostgreSQL", func(location string) string { return location }, 0},
		{"PostgreSQL", func(location string) string { return location }, 20 * time.Millisecond},
		{"PgBouncer", pooler.Through, 0},
		{"PgBouncer", pooler.Through, 20 * time.Millisecond},
	} {
		b.Run(fmt.Sprint(way.name, way.roundTrip), func(b *testing.B) {
			applyAway(b, func() catalogtest.Place {
				p, through := postgrestest.NewProxy(b, way.through(server.Catalog(b)), way.roundTrip)
				return catalogtest.Place{Location: through, Trips: p.Trips.Load}
			})
		})
	}
}

func applyAway(b *testing.B, fresh func() catalogtest.Place) {
	var took time.Duration
	var trips int64
	for range b.N {
		place := fresh()
		terraform := terraformtest.New(b, away)
		terraform.Env = append(terraform.Env, "SITERECOVERY_CATALOG="+place.Location)
		start := time.Now()
		terraform.Must("apply", "-auto-approve")
		took += time.Since(start)
		if place.Trips != nil {
			trips += place.Trips()
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took.Seconds()/float64(b.N), "s/apply")
	if trips > 0 {
		b.ReportMetric(float64(trips)/float64(b.N), "trips/apply")
	}
}
