package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
)

// What people read of a file or a disk that does not do, whether one is at hand or not.
func TestPage(t *testing.T) {
	var page strings.Builder
	page.WriteString("A catalog in a file: what the disk and other runs do to it.\n")
	folder := t.TempDir()
	s := &Store{path: filepath.Join(folder, "catalog.db")}
	say := func(what string, err error) {
		fmt.Fprintf(&page, "-- %s --\n%s\n", what, strings.ReplaceAll(err.Error(), folder, "/dr"))
	}
	problem := func(verb string, err error) error { return s.problem(context.Background(), verb, err) }
	say("the disk is full", problem("write", syscall.ENOSPC))
	say("the disk is read-only", problem("write", syscall.EROFS))
	say("the disk fails", problem("read", syscall.EIO))
	if err := os.WriteFile(s.path+"-wal", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	say("changes are beside a file that must not be written to", problem("read", syscall.EROFS))
	say("a newer schema", s.newerSchema(9))
	say("a link to itself", s.endless())
	diagnostictest.Golden(t, "catalog-sqlite", page.String())
}
