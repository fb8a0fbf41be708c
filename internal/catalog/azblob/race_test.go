//go:build race

package azblob_test

import (
	"flag"
	"testing"
)

// With the race detector, the many writers take minutes. make test runs them without.
func init() {
	testing.Init()
	if err := flag.Set("test.skip", "/ManyWriters"); err != nil {
		panic(err)
	}
}
