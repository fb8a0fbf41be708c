// Package storage is the contract between a catalog and the engines that keep
// its records.
package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Store keeps the records of one catalog. Its methods may be called at the same
// time, by several processes too. They return early when the context ends, and
// report what a user can mend as a [*Problem].
type Store interface {
	// Read returns what has been written since a position, as of one moment. A
	// catalog that was never written to is at the zero position; reading it
	// creates nothing.
	Read(ctx context.Context, since Position) (Delta, error)

	// Write runs decide in a transaction that excludes every other writer, and
	// writes the records that it returns with the next revision, all or none.
	// It gives decide what has been written since a position, up to the very
	// state that is written against. Nothing is written when decide returns an
	// error, which Write then returns as it is, or no records. Where the
	// transaction has to be tried again, decide is called again: with the same
	// position, and what has been written since it.
	//
	// An error for which [ErrUncertain] holds leaves open whether the records
	// were written; after any other, they were not.
	Write(ctx context.Context, since Position, decide func(Delta) ([]Record, error)) (Position, error)

	// Name names the catalog for people: where it is, without a password.
	Name() string

	// Close releases what the store holds. A store that has been closed is not
	// used again.
	Close() error
}

// Record is one object as it is kept.
type Record struct {
	// Key identifies the record; it is the same for every spelling of the id.
	Key string
	// ID is the id of the object as it was written.
	ID string
	// Body is the content of the object, nil if the object has been deleted.
	Body []byte
}

// Position is a moment in the life of a catalog. The zero position is that of
// a catalog that was never written to.
type Position struct {
	// Incarnation tells catalogs at the same location apart: one that has been
	// deleted and made again has another.
	Incarnation string
	// Revision counts the writes.
	Revision int64
}

// Delta is what has been written since a position.
type Delta struct {
	// Position is the position that the delta leads to.
	Position Position
	// Anew says that the records are all there is: the catalog is another one
	// than the position that was asked about.
	Anew bool
	// Records holds one record for each key that was written, the latest.
	Records []Record
}

// Problem is an error that a user can mend.
type Problem struct {
	// Err is one of the errors of this package.
	Err error
	// Detail says what happened, with the catalog's location, and without
	// passwords.
	Detail string
	// Remedy says what to do about it.
	Remedy string
}

// Error returns the detail and the remedy.
func (p *Problem) Error() string { return fmt.Sprintf("%s\n\nRemedy: %s", p.Detail, p.Remedy) }

// Unwrap returns the error that the problem is an instance of.
func (p *Problem) Unwrap() error { return p.Err }

// Unexpected is the problem with a failure of which nothing is known but what it says.
func Unexpected(err error, verb, catalog string) error {
	return &Problem{
		Err:    err,
		Detail: fmt.Sprintf("Unable to %s the catalog %s: %s.", verb, catalog, strings.TrimSuffix(err.Error(), ".")),
		Remedy: "Run again. If it fails again, report it with this text: this version has no advice for it.",
	}
}

// The errors that problems are instances of.
var (
	// ErrBusy: another process has kept the catalog locked for too long.
	ErrBusy = errors.New("the catalog is busy")
	// ErrNotCatalog: what is at the location is not a catalog, or a damaged one.
	ErrNotCatalog = errors.New("not a catalog")
	// ErrNewerSchema: a newer version of the provider has written the catalog.
	ErrNewerSchema = errors.New("the catalog has a newer schema")
	// ErrReadOnly: the catalog can be read but not written.
	ErrReadOnly = errors.New("the catalog is read-only")
	// ErrUnavailable: the location cannot be reached or opened.
	ErrUnavailable = errors.New("the catalog is unavailable")
	// ErrFull: there is no room left to write.
	ErrFull = errors.New("no room left for the catalog")
	// ErrUncertain: the connection was lost while a transaction was being
	// committed, and its outcome could not be read back.
	ErrUncertain = errors.New("the outcome of a write is not known")
)
