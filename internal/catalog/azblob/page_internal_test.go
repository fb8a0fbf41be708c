package azblob

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
)

// What people read of what the service answers, whether the emulator can or not.
func TestPage(t *testing.T) {
	var page strings.Builder
	page.WriteString("A catalog in Azure Storage: what the service answers, and what lies on the way to it.\n")
	l, err := parse("azblob://contoso/recovery/catalog")
	if err != nil {
		t.Fatal(err)
	}
	s := &Store{location: l, proof: byToken}
	say := func(what string, err error) { fmt.Fprintf(&page, "-- %s --\n%s\n", what, err) }
	problem := func(verb string, err error) error { return s.problem(context.Background(), verb, err) }
	answer := func(verb string, status int, code string) {
		say(strings.TrimSpace(fmt.Sprintf("%d %s, when it is to %s", status, code, verb)),
			problem(verb, &failure{status: status, code: code, message: "what the service says"}))
	}
	for _, code := range []string{"ContainerNotFound", "ResourceNotFound"} {
		answer(reading, http.StatusNotFound, code)
	}
	answer(writing, http.StatusPreconditionFailed, "LeaseIdMissing")
	answer(writing, http.StatusConflict, "BlobImmutableDueToPolicy")
	answer(reading, http.StatusConflict, "BlobArchived")
	answer(reading, http.StatusConflict, "InvalidBlobType")
	answer(writing, http.StatusForbidden, "KeyBasedAuthenticationNotPermitted")
	answer(reading, http.StatusForbidden, "AccountIsDisabled")
	answer(reading, http.StatusForbidden, "AuthorizationFailure")
	answer(writing, http.StatusServiceUnavailable, "ServerBusy")
	answer(reading, http.StatusBadRequest, "")
	for _, s.proof = range []proof{byToken, byKey, bySAS} { // each in its turn
		answer(reading, http.StatusForbidden, "AuthorizationPermissionMismatch")
		answer(writing, http.StatusForbidden, "AuthorizationPermissionMismatch")
	}
	say("no such account", problem(reading, &lost{"no such host", &net.DNSError{IsNotFound: true}}))
	say("no connection", problem(reading, &lost{text: "connection refused"}))
	say("no token", problem(reading, &azure.CredentialError{Asks: "Azure Storage", Method: "the Azure CLI", Detail: "az is not logged in", Remedy: "Log in with az login."}))
	say("what nobody has thought of", problem(reading, errors.New("something else")))
	say("no catalog", problem(reading, unreadable("it is no JSON")))
	say("a newer schema", problem(reading, newer(9)))
	say("others come first", s.busy())
	say("an answer is lost", s.uncertain(errors.New("connection reset")))
	for _, environment := range []map[string]string{
		{"ARM_ACCESS_KEY": "key"}, {"ARM_SAS_TOKEN": "token"}, {"ARM_USE_CLI": "false"},
	} {
		_, err := New("azblob://contoso/recovery/catalog", "", func(name string) string { return environment[name] })
		say(fmt.Sprint("the environment is ", environment), err)
	}
	_, err = New("azblob://contoso/recovery/catalog?endpoint=http://127.0.0.1:10000/contoso", "", func(string) string { return "" })
	say("a token for an emulator", err)
	diagnostictest.Golden(t, "catalog-azure-storage", page.String())
}
