package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
)

// What people read of what the server answers, whether a server at hand can or not.
func TestPage(t *testing.T) {
	var page strings.Builder
	page.WriteString("A catalog in PostgreSQL: what the server answers, and what lies on the way to it.\n")
	none := func(string) string { return "" }
	s, err := New("postgres://ops@db.example/recovery", "", none)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	say := func(what string, err error) { fmt.Fprintf(&page, "-- %s --\n%s\n", what, err) }
	problem := func(verb string, err error) error { return s.problem(context.Background(), verb, err) }
	for _, answer := range []struct{ verb, code, message string }{
		{"read", invalidPassword, `password authentication failed for user "ops"`},
		{"read", undefinedDatabase, `database "recovery" does not exist`},
		{"read", queryCanceled, "canceling statement due to statement timeout"},
		{"read", undefinedObject, `unrecognized configuration parameter "x"`},
		{"write", lockNotAvailable, "canceling statement due to lock timeout"},
		{"write", readOnlyTransaction, "cannot execute INSERT in a read-only transaction"},
		{"write", diskFull, "could not extend file"},
		{"read", insufficientPrivilege, `permission denied for database "recovery": User does not have CONNECT privilege.`},
		{"write", serializationFailure, "could not serialize access"},
		{"write", "XX000", "something else"},
	} {
		say(answer.code, problem(answer.verb, &pgconn.PgError{Code: answer.code, Message: answer.message}))
	}
	say("no connection", problem("read", errors.New("connection refused")))
	say("no token", problem("read", &azure.CredentialError{Asks: "the catalog", Method: "the Azure CLI", Detail: "az is not logged in", Remedy: "Log in with az login."}))
	say("tables are missing", s.incompleteIf(true, nil))
	say("a newer schema", s.newerSchema(9))
	say("no standby confirms", s.unreplicated())
	say("an answer is lost", s.uncertain(errors.New("connection reset")))
	_, err = New("postgres://ops@db.example/recovery?authentication=entra&sslmode=verify-full", "", func(name string) string {
		return map[string]string{"ARM_USE_CLI": "false"}[name]
	})
	say("no credentials for authentication=entra", err)
	diagnostictest.Golden(t, "catalog-postgres", page.String())
}
