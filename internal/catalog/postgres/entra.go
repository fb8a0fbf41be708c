package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// authorityConnections is how many a process has to Microsoft Entra at most.
const authorityConnections = 4

// authority carries what the stores of a process ask of Microsoft Entra.
var authority = sync.OnceValue(func() *http.Client { return azure.NewClient(azure.NewTransport(authorityConnections)) })

// entra has a token of Microsoft Entra be the password of each connection.
type entra struct {
	credential *azure.Credential
	scope      string
	secrets    azure.Secrets
	// accepted is the token that the server has taken last, until it refuses it.
	accepted atomic.Pointer[string]
}

// newEntra returns the tokens of the identity that the environment tells.
func newEntra(program string, getenv func(string) string) (*entra, error) {
	identity, wrong := azure.NewIdentity(azure.Config{Asks: "Azure Database for PostgreSQL"}, getenv)
	if len(wrong) > 0 {
		var details, remedies []string
		for _, problem := range wrong {
			details, remedies = append(details, problem.Detail), append(remedies, problem.Remedy)
		}
		return nil, invalid(fmt.Sprintf("authentication=entra needs credentials for the catalog. %s", strings.Join(details, " ")),
			strings.Join(remedies, " "))
	}
	e := &entra{scope: identity.DatabaseScope()}
	options := identity.Options(authority(), azure.UserAgent(program, getenv))
	e.credential = azure.NewCredential(identity, options, &e.secrets)
	return e, nil
}

// enter gives a connection that is to be made a token that is valid now.
func (e *entra) enter(ctx context.Context, config *pgx.ConnConfig) error {
	token, err := e.credential.Token(ctx, e.scope)
	config.Password = token
	return err
}

// entered notes that the server has taken the token of a connection.
func (e *entra) entered(connection *pgx.Conn) {
	token := connection.Config().Password
	e.accepted.Store(&token)
}

// renewed reports whether an error says that the server does not take a token any
// more that it has taken before. The next connection then asks for a new one. A
// server that has taken none refuses the identity, and a new token will not help.
func (e *entra) renewed(err error) bool {
	var refused *pgconn.ConnectError
	if !is(err, invalidPassword, invalidAuthorization) || !errors.As(err, &refused) {
		return false
	}
	accepted := e.accepted.Load()
	if accepted == nil || *accepted != refused.Config.Password {
		return false
	}
	e.accepted.Store(nil)
	e.credential.Forget(*accepted)
	return true
}

// checkEntra checks what tokens ask of a URL, and of how it says to connect: a
// server may want the token as it is, so nothing else may read what is sent.
func checkEntra(location *url.URL, config *pgxpool.Config) error {
	_, within := location.User.Password()
	if within || location.Query().Has("password") {
		return invalid("The URL of the catalog has both authentication=entra and a password.",
			"Leave the password out: a token of Microsoft Entra takes its place. For a role with a password, leave out authentication=entra.")
	}
	connection := config.ConnConfig
	attempts := append([]*pgconn.FallbackConfig{{Host: connection.Host, TLSConfig: connection.TLSConfig}}, connection.Fallbacks...)
	for _, attempt := range attempts {
		if attempt.TLSConfig == nil && !local(attempt.Host) {
			return invalid(fmt.Sprintf("With authentication=entra, the catalog at '%s' might be reached without TLS, and a token is only sent over TLS.", attempt.Host),
				"Give the URL the parameter sslmode with the value verify-full, and sslrootcert with the value system where this machine knows who certifies the server, "+
					"as it does for Azure; or at least sslmode with the value require.")
		}
	}
	return nil
}

// local reports whether a host is this machine, or the folder of a socket on it.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || ip != nil && ip.IsLoopback()
}

// noToken says why there is no token to connect with.
func (s *Store) noToken(verb string, why *azure.CredentialError) error {
	return &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("Unable to %s the catalog %s: no token could be obtained with %s: %s.", verb, s.name, why.Method, why.Detail),
		Remedy: why.Remedy,
	}
}

// refused says what to do where the server takes no token of the identity.
func (s *Store) refused() string {
	return fmt.Sprintf("The server was given a token of the identity that the ARM_ variables or the Azure CLI tell. See that it has Microsoft Entra "+
		"authentication turned on, that the identity, or a group that it is in, has a role there, and that the user in the URL, '%s', is spelled as that role is, capitals too.", s.user)
}

// renewed reports whether a new token may help against an error.
func (s *Store) renewed(err error) bool { return s.entra != nil && s.entra.renewed(err) }
