package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgres"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// principal is a role of the server whose password is the token that was issued
// last, as is Microsoft Entra's on Azure.
type principal struct {
	t        *testing.T
	role     string
	location string
	issuer   *vaulttest.Service

	mu sync.Mutex
	// unknown says that the server does not get to know the tokens.
	unknown bool
}

func newPrincipal(t *testing.T) *principal {
	t.Helper()
	p := &principal{t: t, role: server.Unused(), issuer: vaulttest.Start(t)}
	schema := server.Unused()
	server.Execute(t, server.Role(p.role)+"CREATE SCHEMA "+schema+" AUTHORIZATION "+p.role)
	p.location = fmt.Sprintf("postgres://%s@%s/siterecovery?schema=%s&authentication=entra&sslmode=require", p.role, server.Address(), schema)
	p.issuer.Behave(func(b *vaulttest.Behaviour) { b.Issued = p.issued })
	return p
}

func (p *principal) issued(token string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.unknown {
		p.execute("ALTER ROLE " + p.role + " PASSWORD '" + token + "'")
	}
}

// refuse lets the server refuse every token from now on that was issued so far,
// and, if so, those that will be.
func (p *principal) refuse(alsoLater bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unknown = alsoLater
	p.execute("ALTER ROLE " + p.role + " PASSWORD 'another'")
}

// cut ends the sessions of the role, so that a new connection is needed.
func (p *principal) cut() {
	p.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '" + p.role + "'")
}

func (p *principal) execute(statement string) {
	ctx := context.Background()
	connection, err := pgx.Connect(ctx, server.URL(postgrestest.Owner))
	if err == nil {
		_, err = connection.Exec(ctx, statement)
		err = errors.Join(err, connection.Close(ctx))
	}
	if err != nil {
		p.t.Error(err)
	}
}

// getenv reads the variables with which a client asks the issuer for a token.
func (p *principal) getenv(name string) string {
	return map[string]string{
		"ARM_TENANT_ID": vaulttest.Tenant, "ARM_CLIENT_ID": vaulttest.ClientID, "ARM_CLIENT_SECRET": vaulttest.ClientSecret,
		"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST": p.issuer.URL(), "ARM_DISABLE_INSTANCE_DISCOVERY": "true",
	}[name]
}

func (p *principal) store(getenv func(string) string) *postgres.Store {
	p.t.Helper()
	store, err := postgres.New(p.location, "terraform-provider-siterecovery/test", getenv)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if err := store.Close(); err != nil {
			p.t.Error(err)
		}
	})
	return store
}

// hidden checks that a text shows no token and no secret of the client.
func (p *principal) hidden(text string) {
	p.t.Helper()
	for _, secret := range p.issuer.Secrets() {
		if strings.Contains(text, secret) {
			p.t.Errorf("a secret shows: %s", text)
		}
	}
}

// use reads and writes, over a new connection each.
func (p *principal) use(s *postgres.Store) error {
	_, reading := s.Read(p.t.Context(), storage.Position{})
	p.cut()
	_, writing := s.Write(p.t.Context(), storage.Position{}, func(storage.Delta) ([]storage.Record, error) {
		return []storage.Record{{Key: "/servers/w", ID: "/servers/W", Body: []byte("{}")}}, nil
	})
	p.cut()
	return errors.Join(reading, writing)
}

// A token that is valid still is used for each connection.
func TestOneTokenForManyConnections(t *testing.T) {
	t.Parallel()
	p := newPrincipal(t)
	store := p.store(p.getenv)
	for range 3 {
		if err := p.use(store); err != nil {
			t.Fatal(err)
		}
	}
	if n := p.issuer.Counts()["POST token"]; n != 1 {
		t.Errorf("%d tokens were issued", n)
	}
	for _, request := range p.issuer.Requests() {
		if !strings.HasPrefix(request.UserAgent, "terraform-provider-siterecovery/test ") {
			t.Errorf("%s came from %q", request.Route, request.UserAgent)
		}
	}
	p.hidden(store.Name())
}

// A token that is about to end is not sent any more: the next connection has a new
// one, and the run goes on.
func TestTokensThatEndInTheMiddleOfARun(t *testing.T) {
	t.Parallel()
	p := newPrincipal(t)
	store := p.store(p.getenv)
	p.issuer.Behave(func(b *vaulttest.Behaviour) { b.TokenLife = time.Minute })
	if err := p.use(store); err != nil {
		t.Fatal(err)
	}
	p.issuer.Counts()
	p.issuer.Behave(func(b *vaulttest.Behaviour) { b.TokenLife = time.Hour })
	for range 2 {
		if err := p.use(store); err != nil {
			t.Fatal(err)
		}
	}
	if n := p.issuer.Counts()["POST token"]; n != 1 {
		t.Errorf("%d more tokens were issued", n)
	}
}

// So does a run whose token the server does not take any more before its time.
func TestTokensThatAreWithdrawn(t *testing.T) {
	t.Parallel()
	p := newPrincipal(t)
	store := p.store(p.getenv)
	for range 2 {
		if err := p.use(store); err != nil {
			t.Fatal(err)
		}
		p.refuse(false)
	}
	if n := p.issuer.Counts()["POST token"]; n != 2 {
		t.Errorf("%d tokens were issued", n)
	}

	// A new one that the server does not take either is told, at once.
	p.refuse(true)
	start := time.Now()
	err := p.use(store)
	says(t, err, storage.ErrUnavailable, "SQLSTATE 28P01", "Microsoft Entra authentication turned on", "'"+p.role+"'")
	p.hidden(err.Error())
	if took := time.Since(start); took > 15*time.Second {
		t.Errorf("it took %s", took)
	}
	if n := p.issuer.Counts()["POST token"]; n != 1 {
		t.Errorf("%d more tokens were issued", n)
	}
}

// Azure asks for the password as it is. A whole catalog, opened as the provider
// does, and a server that writes all into its log.
func TestACatalogWithTokens(t *testing.T) {
	p := newPrincipal(t)
	rules := filepath.Join(server.Folder, "data", "pg_hba.conf")
	before, err := os.ReadFile(rules)
	if err != nil {
		t.Fatal(err)
	}
	change := func(content string) {
		if err := os.WriteFile(rules, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		server.Execute(t, "SELECT pg_reload_conf()")
	}
	change("hostssl all " + p.role + " 127.0.0.1/32 password\nhost all " + p.role + " 127.0.0.1/32 reject\n" + string(before))
	defer change(string(before))
	for _, name := range []string{
		"ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST", "ARM_DISABLE_INSTANCE_DISCOVERY",
	} {
		t.Setenv(name, p.getenv(name))
	}
	t.Setenv("PGPASSWORD", "of something else")
	create(t, p.location, "S", "T")
	if got := names(t, p.location); got != "S T" {
		t.Errorf("it holds %q", got)
	}
	p.refuse(true)
	err = open(t, p.location).Apply(t.Context(), topology.Creation(topology.NewServer("U")))
	says(t, err, storage.ErrUnavailable, "password authentication failed")
	p.hidden(err.Error())
	log, err := os.ReadFile(filepath.Join(server.Folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	p.hidden(string(log))
}

// Without a token nothing is asked of the server, and why there is none is said.
func TestNoToken(t *testing.T) {
	t.Parallel()
	p := newPrincipal(t)
	err := p.use(p.store(func(name string) string {
		if name == "ARM_CLIENT_SECRET" {
			return "s3cr3t-of-another"
		}
		return p.getenv(name)
	}))
	says(t, err, storage.ErrUnavailable, "no token could be obtained with a client secret", "AADSTS7000215", "Check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET")

	for what, tt := range map[string]struct {
		name, value string
		says        []string
	}{
		"no tenant": {"ARM_CLIENT_SECRET", "x", []string{"authentication=entra", "ARM_TENANT_ID is needed", "Set ARM_TENANT_ID."}},
		"nothing":   {"ARM_USE_CLI", "false", []string{"no credentials for Azure Database for PostgreSQL", "Set ARM_CLIENT_SECRET"}},
		"a cloud":   {"ARM_ENVIRONMENT", "german", []string{`ARM_ENVIRONMENT is "german"`}},
	} {
		_, err := postgres.New(p.location, "terraform-provider-siterecovery/test", func(name string) string {
			if name == tt.name {
				return tt.value
			}
			return ""
		})
		if err == nil {
			t.Errorf("%s: no error", what)
			continue
		}
		says(t, err, storage.ErrUnavailable, tt.says...)
	}
}

// Each cloud has its own name for what the tokens are for.
func TestTheTokensOfEachCloud(t *testing.T) {
	t.Parallel()
	for cloud, audience := range map[string]string{
		"":             "https://ossrdbms-aad.database.windows.net",
		"china":        "https://ossrdbms-aad.database.chinacloudapi.cn",
		"usgovernment": "https://ossrdbms-aad.database.usgovcloudapi.net",
	} {
		p := newPrincipal(t)
		err := p.use(p.store(func(name string) string {
			if name == "ARM_ENVIRONMENT" {
				return cloud
			}
			return p.getenv(name)
		}))
		if err != nil {
			t.Errorf("%q: %v", cloud, err)
		}
		if got := p.issuer.Audiences(); len(got) != 1 || got[0] != audience {
			t.Errorf("the tokens in the cloud %q are for %q", cloud, got)
		}
	}
}

func TestLocationsWithTokens(t *testing.T) {
	for what, tt := range map[string]struct {
		location string
		says     []string // nothing, if it is a good one
	}{
		"to Azure":                     {"postgres://app%40contoso.com@db.postgres.database.azure.com/db?authentication=entra&sslmode=verify-full&sslrootcert=system", nil},
		"at least encrypted":           {"postgres://me@db.example.org/db?authentication=entra&sslmode=require", nil},
		"on this machine":              {"postgres://me@127.0.0.1/db?authentication=entra", nil},
		"on this machine, by its name": {"postgres://me@localhost/db?authentication=entra&sslmode=disable", nil},
		"through a socket":             {"postgres:///db?host=/run/postgresql&authentication=entra", nil},
		"another authentication":       {"postgres://me@127.0.0.1/db?authentication=kerberos", []string{`"kerberos"`, "authentication=entra"}},
		"none":                         {"postgres://me@127.0.0.1/db?authentication=", []string{`is ""`, "leave it out"}},
		"a password":                   {"postgres://me:s3cr3t@127.0.0.1/db?authentication=entra", []string{"both authentication=entra and a password", "Leave the password out"}},
		"a password as a parameter":    {"postgres://me@127.0.0.1/db?authentication=entra&password=s3cr3t", []string{"both authentication=entra and a password"}},
		"perhaps without TLS":          {"postgres://me@db.example.org/db?authentication=entra", []string{"'db.example.org' might be reached without TLS", "verify-full"}},
		"allowed without TLS":          {"postgres://me@db.example.org/db?authentication=entra&sslmode=allow", []string{"without TLS"}},
		"without TLS":                  {"postgres://me@db.example.org/db?authentication=entra&sslmode=disable", []string{"without TLS"}},
		"one of two hosts elsewhere":   {"postgres://me@127.0.0.1,db.example.org/db?authentication=entra", []string{"'db.example.org'", "without TLS"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Setenv("ARM_USE_CLI", "true")
			c, err := catalog.Open(tt.location)
			switch {
			case tt.says != nil && err == nil:
				t.Error("no error")
			case tt.says != nil:
				says(t, err, storage.ErrUnavailable, tt.says...)
			case err != nil:
				t.Fatal(err)
			}
			if err == nil {
				_ = c.Close()
			}
		})
	}
}
