package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Skipf("makes links, which this system does not allow: %v", err)
	}
}

// inside returns the names of what is in a folder.
func inside(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

// The catalog is the file that a link leads to, through as many links as there
// are, whether the file is there already or not.
func TestLinks(t *testing.T) {
	for _, there := range []bool{true, false} {
		for name, tt := range map[string]struct {
			path  string
			links map[string]string
		}{
			"to a file":            {"catalog.db", map[string]string{"catalog.db": "real/catalog.db"}},
			"from another folder":  {"a/catalog.db", map[string]string{"a/catalog.db": "../real/catalog.db"}},
			"a chain":              {"catalog.db", map[string]string{"catalog.db": "a/one", "a/one": "two", "a/two": "../real/catalog.db"}},
			"to a folder":          {"b/catalog.db", map[string]string{"b": "real"}},
			"through a folder":     {"b/catalog.db", map[string]string{"b": "real/sub", "real/sub/catalog.db": "../catalog.db"}},
			"back through folders": {"catalog.db", map[string]string{"b": "real/sub", "catalog.db": "b/../catalog.db"}},
		} {
			t.Run(name, func(t *testing.T) {
				root := t.TempDir()
				if err := errors.Join(os.MkdirAll(filepath.Join(root, "real", "sub"), 0o700), os.Mkdir(filepath.Join(root, "a"), 0o700)); err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(root, "real", "catalog.db")
				want := 1
				if there {
					want = 2
					if err := open(t, file).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
						t.Fatal(err)
					}
				}
				for from, to := range tt.links {
					link(t, to, filepath.Join(root, from))
				}
				path := filepath.Join(root, tt.path)
				held(t, path, want-1)
				if err := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("T"))); err != nil {
					t.Fatal(err)
				}
				held(t, path, want)
				held(t, file, want)
				if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
					t.Errorf("the file: %v, %v", info, err)
				}
			})
		}
	}
}

// held checks how many objects a catalog holds.
func held(t *testing.T, path string, want int) {
	t.Helper()
	s, err := open(t, path).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != want {
		t.Errorf("%s holds %d objects, want %d", path, s.Len(), want)
	}
}

// refused checks that a catalog can neither be read nor written to, and that
// the error says the same of both.
func refused(t *testing.T, path string, parts ...string) {
	t.Helper()
	_, reading := open(t, path).Snapshot(t.Context())
	writing := open(t, path).Apply(t.Context(), topology.Creation(topology.NewServer("S")))
	for _, err := range []error{reading, writing} {
		if !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("of %s the error is %v", path, err)
			continue
		}
		for _, part := range parts {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("of %s the error is %q, want it to say %q", path, err, part)
			}
		}
	}
}

func TestLinksThatLeadNowhere(t *testing.T) {
	root := t.TempDir()
	link(t, "self", filepath.Join(root, "self"))
	link(t, "two", filepath.Join(root, "one"))
	link(t, "one", filepath.Join(root, "two"))
	link(t, "absent/folder/catalog.db", filepath.Join(root, "far"))
	link(t, root, filepath.Join(root, "folder"))
	for _, name := range []string{"self", "one", "two"} {
		refused(t, filepath.Join(root, name), "is a link that leads to itself", filepath.Join(root, name), "another path")
	}
	refused(t, filepath.Join(root, "far"), filepath.Join(root, "far"), "there is no folder "+filepath.Join(root, "absent")+".", filepath.Join(root, "absent", "folder"))
	refused(t, filepath.Join(root, "folder"), "is a folder")
	if got := inside(t, root); got != "far folder one self two" {
		t.Errorf("there is %s", got)
	}
}

// Where a link leads to, the last folder is made as well.
func TestALinkIntoAMissingFolder(t *testing.T) {
	for _, target := range []string{"real/new/catalog.db", "b/../new/catalog.db"} {
		root := t.TempDir()
		if err := os.MkdirAll(filepath.Join(root, "real", "sub"), 0o700); err != nil {
			t.Fatal(err)
		}
		link(t, "real/sub", filepath.Join(root, "b"))
		link(t, target, filepath.Join(root, "catalog.db"))
		if err := open(t, filepath.Join(root, "catalog.db")).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
			t.Errorf("of a link to %s the error is %v", target, err)
			continue
		}
		if got := inside(t, filepath.Join(root, "real", "new")); got != "catalog.db" {
			t.Errorf("where the link leads to, there is %s", got)
		}
	}
}

// The last folder of a path is made, and no more: that of a mistyped path is
// told in the plan.
func TestMissingFolders(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	refused(t, filepath.Join(root, "srv", "recovery", "catalog.db"),
		"there is no folder "+filepath.Join(root, "srv")+".", "Correct the path", "make the folder "+filepath.Join(root, "srv", "recovery"))
	refused(t, "a/b/c/catalog.db", "there is no folder "+filepath.Join(root, "a")+".", filepath.Join(root, "a", "b", "c"))
	if got := inside(t, root); got != "" {
		t.Errorf("there is %s", got)
	}
	for _, location := range []string{"", filepath.Join(root, "srv", "catalog.db"), "srv/recovery/catalog.db"} {
		if _, err := open(t, location).Snapshot(t.Context()); err != nil {
			t.Errorf("of %q the error is %v", location, err)
		}
		if err := open(t, location).Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
			t.Errorf("of %q the error is %v", location, err)
		}
	}
	if _, err := os.Stat(catalog.DefaultLocation); err != nil {
		t.Error(err)
	}
}

// A ~ is the home folder, and no folder of that name is made.
func TestHome(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("is about HOME")
	}
	working, home := t.TempDir(), t.TempDir()
	t.Chdir(working)
	t.Setenv("HOME", home)
	if err := open(t, "~/recovery/catalog.db").Apply(t.Context(), topology.Creation(topology.NewServer("S"))); err != nil {
		t.Fatal(err)
	}
	refused(t, "~", "is a folder", filepath.Join(home, "catalog.db"))
	if here, there := inside(t, working), inside(t, filepath.Join(home, "recovery")); here != "" || there != "catalog.db" {
		t.Errorf("in the working directory there is %q, and in the home folder %q", here, there)
	}
}
