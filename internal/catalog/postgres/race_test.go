//go:build race

package postgres_test

import (
	"flag"
	"testing"
)

// With the race detector, the many writers take a minute for each way to the
// server. make test runs the others without.
func init() {
	testing.Init()
	if err := flag.Set("test.skip", "TestConformance(Serializable|ThroughPgBouncer)/ManyWriters"); err != nil {
		panic(err)
	}
}
