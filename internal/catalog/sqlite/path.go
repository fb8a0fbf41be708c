package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// target is the file that the path leads to, through links. It need not exist.
// SQLite keeps what belongs to a file beside the file itself, not beside a link.
func (s *Store) target() string {
	const most = 40 // links, as on Linux
	path := s.path
	for range most {
		folder, name := filepath.Split(path)
		folder = followed(folder)
		path = filepath.Join(folder, name)
		link, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(link) {
			// Not joined: what .. leads to depends on the links before it.
			link = folder + string(filepath.Separator) + link
		}
		path = link
	}
	return path
}

// followed is a folder without the links in its path, as far as it exists.
func followed(folder string) string {
	if found, err := filepath.EvalSymlinks(folder); err == nil {
		return found
	}
	parent, name := filepath.Split(strings.TrimRight(folder, string(filepath.Separator)))
	if name == "" {
		return folder
	}
	return filepath.Join(followed(parent), name)
}

// reachable reports an error unless the folder of the file is there, or is the
// only one that is missing: of a mistyped path, no tree is made.
func (s *Store) reachable() error {
	folder := filepath.Dir(s.target())
	if !absent(folder) || !absent(filepath.Dir(folder)) {
		return nil
	}
	for parent := filepath.Dir(folder); parent != folder && absent(parent); parent = filepath.Dir(folder) {
		folder = parent
	}
	return s.noFolder(folder)
}

func absent(folder string) bool {
	_, err := os.Stat(folder)
	return errors.Is(err, fs.ErrNotExist)
}
