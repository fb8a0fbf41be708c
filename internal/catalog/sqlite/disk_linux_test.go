package sqlite_test

import (
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
	if s, err := open(t, path).Snapshot(t.Context()); err != nil || s.Len() != 1 {
		t.Errorf("it holds %d objects, %v", s.Len(), err)
	}
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

func TestAReadOnlyFile(t *testing.T) {
	folder := disk
	if os.Geteuid() != 0 {
		folder = t.TempDir()
	} else {
		// Nothing is read-only for root, so this is left to nobody.
		if !alone(t) {
			return
		}
		mount(t, 0, "size=1m,mode=755,uid=65534")
		if err := syscall.Setuid(65534); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "catalog.db")
	if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	readOnly(t, path)
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	readOnly(t, path)
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
}
