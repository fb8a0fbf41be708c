package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// disk is where a process of its own mounts a disk that it alone sees.
const disk = "/mnt"

// alone runs the test that calls it in a process that may mount disks. It
// reports whether this is that process.
func alone(t *testing.T) bool {
	t.Helper()
	const variable = "SQLITE_TEST_ALONE"
	if os.Getenv(variable) != "" {
		if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
			t.Fatal(err)
		}
		return true
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self, "-test.run", "^"+t.Name()+"$", "-test.v")
	command.Env = append(os.Environ(), variable+"=1")
	command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		command.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		command.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
		command.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}
	}
	output, err := command.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skipf("mounts a disk, which this system does not allow: %v", err)
	}
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Errorf("it ends with %v:\n%s", err, output)
	}
	return false
}

func mount(t *testing.T, flags uintptr, options string) {
	t.Helper()
	if err := syscall.Mount("none", disk, "tmpfs", flags, options); err != nil {
		t.Fatal(err)
	}
}

// The disk is full: everything confirmed is there, and it goes on when there is
// room again.
func TestAFullDisk(t *testing.T) {
	if !alone(t) {
		return
	}
	mount(t, 0, "size=256k")
	path := filepath.Join(disk, "catalog.db")
	c := open(t, path)
	var confirmed, full int
	for n := 0; n < 10_000 && full < 5; n++ {
		err := c.Apply(t.Context(), topology.Creation(topology.NewServer(strings.Repeat("x", 200)+fmt.Sprint(n))))
		if err == nil {
			confirmed++
			continue
		}
		full++
		if !errors.Is(err, storage.ErrFull) || !strings.Contains(err.Error(), "Make room on the disk") || !strings.Contains(err.Error(), path) {
			t.Fatalf("after %d writes the error is %v", confirmed, err)
		}
		if s, err := open(t, path).Snapshot(t.Context()); err != nil || s.Len() != confirmed || confirmed == 0 {
			t.Fatalf("it holds %d objects, %v; want %d", s.Len(), err, confirmed)
		}
	}
	if full < 5 {
		t.Fatalf("after %d writes there is still room", confirmed)
	}
	mount(t, syscall.MS_REMOUNT, "size=4m")
	for _, name := range []string{"one more", "and another"} {
		if err := c.Apply(t.Context(), topology.Creation(topology.NewServer(name))); err != nil {
			t.Fatalf("with room again: %v", err)
		}
	}
	if s, err := open(t, path).Snapshot(t.Context()); err != nil || s.Len() != confirmed+2 {
		t.Errorf("it holds %d objects, %v; want %d", s.Len(), err, confirmed+2)
	}
}

// readOnly checks that a catalog with one object can be read and not written.
func readOnly(t *testing.T, path string) {
	t.Helper()
	held(t, path, 1)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	err = open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("T")))
	if !errors.Is(err, storage.ErrReadOnly) || !strings.Contains(err.Error(), "writable for the user") || !strings.Contains(err.Error(), path) {
		t.Errorf("the error is %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file has changed, %v", err)
	}
}

func TestAReadOnlyDisk(t *testing.T) {
	if !alone(t) {
		return
	}
	mount(t, 0, "size=1m")
	path := filepath.Join(disk, "catalog.db")
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	mount(t, syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
	readOnly(t, path)
	if err := open(t, filepath.Join(disk, "new", "catalog.db")).
		Apply(t.Context(), topology.Creation(topology.NewServer("S"))); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("a new catalog ends with %v", err)
	}
}

// unprivileged returns a folder, in a process for which its permissions count. It
// reports whether this is that process.
func unprivileged(t *testing.T) (folder string, is bool) {
	t.Helper()
	if os.Geteuid() != 0 {
		return t.TempDir(), true
	}
	// Nothing is read-only for root, so this is left to nobody.
	if !alone(t) {
		return "", false
	}
	mount(t, 0, "size=1m,mode=755,uid=65534")
	if err := syscall.Setuid(65534); err != nil {
		t.Fatal(err)
	}
	return disk, true
}

// permit sets the permissions of a file or a folder.
func permit(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestAReadOnlyFile(t *testing.T) {
	folder, is := unprivileged(t)
	if !is {
		return
	}
	path := filepath.Join(folder, "catalog.db")
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	permit(t, path, 0o400)
	readOnly(t, path)
	permit(t, folder, 0o500)
	readOnly(t, path)
	permit(t, folder, 0o700)
}

// A link leads to a file that must not be written to. What a writer has left beside
// the file is a part of it, and what lies beside the link is not: no object is
// silently missing.
func TestALinkToAReadOnlyFile(t *testing.T) {
	folder, is := unprivileged(t)
	if !is {
		return
	}
	locked, links := filepath.Join(folder, "locked"), filepath.Join(folder, "links")
	for _, path := range []string{locked, links} {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	path, link := filepath.Join(locked, "catalog.db"), filepath.Join(links, "link.db")
	if err := os.Symlink("../locked/catalog.db", link); err != nil {
		t.Fatal(err)
	}
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	lock := func(mode os.FileMode) {
		permit(t, locked, 0o700)
		permit(t, path, mode&0o600)
		permit(t, locked, mode)
	}
	lock(0o500)
	if err := os.WriteFile(link+"-wal", []byte("of another file"), 0o600); err != nil {
		t.Fatal(err)
	}
	readOnly(t, link)

	lock(0o700)
	crashed(t, path, "T")
	lock(0o500)
	for _, path := range []string{path, link} {
		s, err := open(t, path).Snapshot(t.Context())
		if err == nil && s.Len() == 2 {
			continue // SQLite may find a way
		}
		if !errors.Is(err, storage.ErrReadOnly) || !strings.Contains(err.Error(), path) ||
			!strings.Contains(err.Error(), filepath.Join(locked, "catalog.db-wal")) || !strings.Contains(err.Error(), "have a user who may write there run terraform plan once") {
			t.Errorf("the error is %v", err)
		}
	}
	// Whoever may write finds everything, and brings it into the file.
	lock(0o700)
	held(t, link, 2)
	lock(0o500)
	held(t, link, 2)
	lock(0o700)
}

// crashed creates a server in a catalog as a process does that is killed: what
// it wrote is beside the file, and not in it.
func crashed(t *testing.T, path, name string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	reader, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var revision int
	if err := reader.QueryRow("SELECT revision FROM catalog").Scan(&revision); err != nil {
		t.Fatal(err)
	}
	// While somebody reads, what is written stays beside the file.
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer(name))); err != nil {
		t.Fatal(err)
	}
	kept := map[string][]byte{path: nil, path + "-wal": nil}
	for file := range kept {
		if kept[file], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(reader.Rollback(), db.Close()); err != nil {
		t.Fatal(err)
	}
	for file, content := range kept {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
