package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// kind returns which of the errors of package storage an error is, nil if none.
func kind(err error) error {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		const primary = 0xff
		switch failure.Code() & primary {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return storage.ErrBusy
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return storage.ErrNotCatalog
		case sqlite3.SQLITE_READONLY:
			return storage.ErrReadOnly
		case sqlite3.SQLITE_FULL:
			return storage.ErrFull
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR:
			return storage.ErrUnavailable
		}
		return nil
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return storage.ErrFull
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return storage.ErrReadOnly
	}
	return storage.ErrUnavailable
}

// problem says what a user can do about the failure of a call.
func (s *Store) problem(ctx context.Context, verb string, err error) error {
	var problem *storage.Problem
	switch {
	case err == nil || errors.As(err, &problem):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	is := kind(err)
	if is == nil {
		return storage.Unexpected(err, verb, s.path)
	}
	if errors.Is(is, storage.ErrUnavailable) && (verb == "write" && s.readOnly() || verb == "read" && !s.alone() && s.lockedFolder()) {
		is = storage.ErrReadOnly
	}
	found := &storage.Problem{Err: is, Detail: fmt.Sprintf("Unable to %s the catalog %s: %s.", verb, s.path, err)}
	switch {
	case errors.Is(is, storage.ErrBusy):
		found.Remedy = fmt.Sprintf("Another process has kept it locked for more than %s. Wait until that one is done, "+
			"or end it, and run again.", busyTimeout)
	case errors.Is(is, storage.ErrNotCatalog):
		var failure *sqlite.Error
		if errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_NOTADB {
			return s.notCatalog("it is not a SQLite file")
		}
		return s.notCatalog("it is damaged: " + err.Error())
	case errors.Is(is, storage.ErrReadOnly) && verb == "read" && !s.alone():
		found.Remedy = fmt.Sprintf("The latest changes are beside it, in %s-wal: another run is at work, or was cut off. Reading them needs the right to "+
			"write to the folder. Run again when that run is done; or have a user who may write there run terraform plan once, which brings "+
			"the changes into the file.", s.target())
	case errors.Is(is, storage.ErrReadOnly):
		found.Remedy = "Make the file and its folder writable for the user who runs Terraform."
	case errors.Is(is, storage.ErrFull):
		found.Remedy = "Nothing of this change was written. Make room on the disk, and run again."
	default:
		found.Remedy = "See that the folder is there, is on a disk that works, and can be read by the user who runs Terraform."
	}
	return found
}

// readOnly reports whether the file or its folder must not be written to, which
// SQLite itself does not tell from other reasons why it cannot open a file.
func (s *Store) readOnly() bool {
	file, err := os.OpenFile(s.path, os.O_RDWR, 0)
	if err != nil {
		return denied(err)
	}
	_ = file.Close() // nothing was written
	return s.lockedFolder()
}

// lockedFolder reports whether the folder of the file must not be written to.
func (s *Store) lockedFolder() bool {
	beside, err := os.CreateTemp(filepath.Dir(s.target()), ".catalog-*")
	if err != nil {
		return denied(err)
	}
	_ = beside.Close() // nothing was written
	_ = os.Remove(beside.Name())
	return false
}

func denied(err error) bool { return errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) }

func (s *Store) notCatalog(why string) error {
	return &storage.Problem{
		Err:    storage.ErrNotCatalog,
		Detail: fmt.Sprintf("The file %s is not a catalog that can be used: %s. It has been left as it is.", s.path, why),
		Remedy: "Restore it from a backup; or give the catalog another path, where the next apply of each state makes its objects again.",
	}
}

func (s *Store) endless() error {
	return &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("The catalog %s is a link that leads to itself, or through too many links.", s.path),
		Remedy: "Let it lead to a file, or give the catalog another path.",
	}
}

func (s *Store) noFolder(missing string) error {
	folder := filepath.Dir(s.target())
	return &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("The catalog %s cannot be made: there is no folder %s.", s.path, missing),
		Remedy: fmt.Sprintf("Correct the path of the catalog; or make the folder %s, if it is right. Of a path that is missing, only the "+
			"last folder is made.", folder),
	}
}

func (s *Store) isDirectory() error {
	return &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("The catalog %s is a folder.", s.path),
		Remedy: fmt.Sprintf("Give the path of a file, such as %s.", filepath.Join(s.path, "catalog.db")),
	}
}

func (s *Store) newerSchema(version int) error {
	return &storage.Problem{
		Err: storage.ErrNewerSchema,
		Detail: fmt.Sprintf("The catalog %s has schema version %d, and this version of the provider knows no newer one than %d.",
			s.path, version, schemaVersion),
		Remedy: "Use the version of the provider that has written it, or a newer one. A catalog is never taken back to an older schema.",
	}
}

// unwritable reports whether a file could not be read for want of the right to
// write to it or to its folder, and no writer has left anything beside it.
func (s *Store) unwritable(err error) bool {
	is := kind(err)
	if !errors.Is(is, storage.ErrReadOnly) && !errors.Is(is, storage.ErrUnavailable) {
		return false
	}
	return s.alone()
}

// alone reports whether no writer has left anything beside the file.
func (s *Store) alone() bool {
	_, err := os.Stat(s.target() + "-wal")
	return errors.Is(err, fs.ErrNotExist)
}
