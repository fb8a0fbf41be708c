package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// Codes of errors, as PostgreSQL's manual lists them in its appendix A.
const (
	serializationFailure  = "40001"
	deadlockDetected      = "40P01"
	adminShutdown         = "57P01"
	crashShutdown         = "57P02"
	cannotConnectNow      = "57P03"
	idleTransaction       = "25P03"
	transactionTimeout    = "25P04"
	idleSession           = "57P05"
	cannotConnect         = "08001"
	connectionClosed      = "08003"
	connectionFailure     = "08006"
	resolutionUnknown     = "08007"
	protocolViolation     = "08P01"
	completionUnknown     = "40003"
	tooManyConnections    = "53300"
	diskFull              = "53100"
	lockNotAvailable      = "55P03"
	queryCanceled         = "57014"
	readOnlyTransaction   = "25006"
	insufficientPrivilege = "42501"
	undefinedTable        = "42P01"
	undefinedColumn       = "42703"
	duplicateSchema       = "42P06"
	duplicateTable        = "42P07"
	undefinedObject       = "42704"
	invalidParameter      = "22023"
	uniqueViolation       = "23505"
	invalidPassword       = "28P01"
	invalidAuthorization  = "28000"
	undefinedDatabase     = "3D000"
)

// code returns the code of a server's error, "" for any other.
func code(err error) string {
	var failure *pgconn.PgError
	if errors.As(err, &failure) {
		return failure.Code
	}
	return ""
}

// is reports whether an error is a server's with one of the codes.
func is(err error, codes ...string) bool {
	found := code(err)
	return found != "" && slices.Contains(codes, found)
}

// transient reports whether the same may succeed when it is tried again.
func (s *Store) transient(err error) bool {
	var problem *storage.Problem
	if errors.As(err, &problem) {
		return false
	}
	var credential *azure.CredentialError
	if errors.As(err, &credential) {
		return false // it has been tried again where that may help
	}
	switch code(err) {
	case "":
	case protocolViolation: // PgBouncer says so when it has lost the server
		return s.reached.Load()
	case readOnlyTransaction: // a standby that is about to take over
		return s.written.Load()
	default:
		return is(err, serializationFailure, deadlockDetected, adminShutdown, crashShutdown, cannotConnectNow, idleTransaction,
			transactionTimeout, idleSession, tooManyConnections, cannotConnect, connectionClosed, connectionFailure)
	}
	var mismatch pgx.ScanArgError
	if errors.As(err, &mismatch) {
		return false
	}
	// The connection was refused, or lost. Where there never was one, the location
	// is more likely wrong than the server away.
	return s.reached.Load()
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
	var credential *azure.CredentialError
	if errors.As(err, &credential) {
		return s.noToken(verb, credential)
	}
	found := &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("Unable to %s the catalog %s: %s.", verb, s.name, s.text(err)),
	}
	switch code(err) {
	case "":
		found.Remedy = "See that host and port are right, that the server runs and can be reached from here, and that " +
			"sslmode and the certificates fit the server. Nothing was changed."
	case invalidPassword, invalidAuthorization:
		if s.entra != nil {
			found.Remedy = s.refused()
			break
		}
		found.Remedy = "Check the user name, the password (PGPASSWORD, the password file or the service file), and what " +
			"the server's pg_hba.conf asks of this client."
	case undefinedDatabase:
		found.Remedy = "Create the database, or correct its name in the URL."
	case queryCanceled:
		found.Err = storage.ErrBusy
		found.Remedy = "The server took longer than statement_timeout. See what keeps it busy, and run again. Nothing was changed."
	case undefinedObject, invalidParameter:
		found.Remedy = "The server does not know a parameter of the URL, or its value. Correct it, or leave it out."
	case lockNotAvailable:
		found.Err = storage.ErrBusy
		found.Remedy = "Another run has kept the catalog locked for too long. Wait until that one is done, or end it, and run again. " +
			"Nothing was changed."
	case readOnlyTransaction:
		found.Err = storage.ErrReadOnly
		found.Remedy = "The server is a standby, or the role or the database is set to read only. Connect to the primary: " +
			"with several hosts in the URL, target_session_attrs=read-write finds it."
	case diskFull:
		found.Err = storage.ErrFull
		found.Remedy = "Nothing of this change was written. Make room on the server's disk, and run again."
	case insufficientPrivilege:
		if strings.Contains(text(err), "CONNECT") {
			found.Remedy = fmt.Sprintf("Have the owner of the database run: GRANT CONNECT ON DATABASE %s TO %s;",
				pgx.Identifier{s.database}.Sanitize(), pgx.Identifier{s.user}.Sanitize())
			break
		}
		// Where not even this can be asked, what the server said has to do.
		if missing := s.denied(ctx); errors.As(missing, &problem) {
			return missing
		}
		found.Remedy = "Have the owner of the catalog grant the rights that are missing, or leave out of the URL what the role must not set."
	default:
		if s.transient(err) {
			found.Remedy = "The provider tried again for a while, without success. Nothing was changed; run again when the server is well."
			break
		}
		return storage.Unexpected(err, verb, s.name)
	}
	return found
}

// text is an error in one line, without its end, and without a token that it might
// repeat.
func (s *Store) text(err error) string {
	if s.entra == nil {
		return text(err)
	}
	return s.entra.secrets.Hide(text(err))
}

// text is an error in one line, without its end.
func text(err error) string {
	var failure *pgconn.PgError
	if errors.As(err, &failure) {
		parts := []string{failure.Message}
		if failure.Detail != "" {
			parts = append(parts, strings.TrimSuffix(failure.Detail, "."))
		}
		return fmt.Sprintf("%s (SQLSTATE %s)", strings.Join(parts, ": "), failure.Code)
	}
	if connecting := new(pgconn.ConnectError); errors.As(err, &connecting) {
		return unconnected(connecting.Unwrap())
	}
	return oneLine(err)
}

// unconnected is why there was no connection: each reason once, with the addresses
// that it holds for, however many of them, and with and without encryption, were tried.
func unconnected(err error) string {
	attempts := []error{err}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if several, ok := e.(interface{ Unwrap() []error }); ok {
			attempts = several.Unwrap()
		}
	}
	var reasons []string
	addresses := map[string][]string{}
	for _, attempt := range attempts {
		address, reason := unreached(attempt)
		if !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
		if address != "" && !slices.Contains(addresses[reason], address) {
			addresses[reason] = append(addresses[reason], address)
		}
	}
	for i, reason := range reasons {
		if at := addresses[reason]; len(at) > 0 {
			reasons[i] += " (" + strings.Join(at, ", ") + ")"
		}
	}
	return strings.Join(reasons, "; ")
}

// unreached takes the error of an attempt apart, which begins with the address
// and the host that it was found for: "127.0.0.1:5432 (localhost): …".
func unreached(err error) (address, reason string) {
	reason = oneLine(err)
	if inner := errors.Unwrap(err); inner != nil {
		if before, ok := strings.CutSuffix(err.Error(), "): "+inner.Error()); ok {
			address, _, _ = strings.Cut(before, " (")
			reason = oneLine(inner)
		}
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		reason = number.Error() // without the address, which is told once
	}
	return address, reason
}

func oneLine(err error) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(err.Error()), " "), ".")
}

// incompleteIf replaces an error where tables or rows are missing.
func (s *Store) incompleteIf(missing bool, err error) error {
	if !missing {
		return err
	}
	return &storage.Problem{
		Err: storage.ErrNotCatalog,
		Detail: fmt.Sprintf("The catalog %s lacks some of its tables, columns or rows, or they are not those of a catalog. "+
			"It has been left as it is.", s.name),
		Remedy: "Restore it from a backup; or give the catalog another schema, where the next apply of each state makes its objects again.",
	}
}

func (s *Store) newerSchema(version int64) error {
	return &storage.Problem{
		Err: storage.ErrNewerSchema,
		Detail: fmt.Sprintf("The catalog %s has schema version %d, and this version of the provider knows no newer one than %d.",
			s.name, version, schemaVersion),
		Remedy: "Use the version of the provider that has written it, or a newer one. A catalog is never taken back to an older schema.",
	}
}

// unreplicated says that a server has committed what its standby may lack.
func (s *Store) unreplicated() error {
	return &storage.Problem{
		Err: storage.ErrUncertain,
		Detail: fmt.Sprintf("A change to the catalog %s was committed, but no synchronous standby of the server has confirmed it in time: "+
			"if the server fails before one has, the change is lost.", s.name),
		Remedy: "See that the standby runs and follows the server. Then run terraform apply again: what has been made is found, and what has not is made.",
	}
}

func (s *Store) uncertain(err error) error {
	return &storage.Problem{
		Err: storage.ErrUncertain,
		Detail: fmt.Sprintf("The connection to the catalog %s was lost while a change was being committed, and whether the change "+
			"was made could not be read back: %s.", s.name, s.text(err)),
		Remedy: "When the server can be reached again, run terraform apply again: what has been made is found, and what has not is made.",
	}
}
