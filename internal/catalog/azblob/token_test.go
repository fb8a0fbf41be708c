package azblob_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// trusted is the folder of the certificate that all servers over TLS have here.
var trusted string

// trust lets this process trust the certificate of the test's servers.
func trust() (err error) {
	if trusted, err = os.MkdirTemp("", "azblob"); err != nil {
		return err
	}
	certificate, _ := certificate()
	path := filepath.Join(trusted, "authority.pem")
	return errors.Join(os.WriteFile(path, certificate, 0o600), os.Setenv("SSL_CERT_FILE", path))
}

func distrust() error { return os.RemoveAll(trusted) }

// certificate is the one of package httptest, which is for 127.0.0.1.
func certificate() (certificate, key []byte) {
	example := httptest.NewTLSServer(http.NotFoundHandler())
	defer example.Close()
	pair := example.TLS.Certificates[0]
	encoded, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})
}

const (
	tenant       = "72f988bf-86f1-41af-91ab-2d7cd011db47"
	clientSecret = "s3cr3t-of-the-client"
)

// authority gives tokens as Microsoft Entra does.
type authority struct {
	*httptest.Server
	mu     sync.Mutex
	tokens []string
	// life is how long a token is valid.
	life time.Duration
}

func newAuthority(t *testing.T) *authority {
	a := &authority{life: time.Hour}
	a.Server = httptest.NewTLSServer(a)
	t.Cleanup(a.Close)
	return a
}

// variables are those with which a client asks the authority for a token.
func (a *authority) variables() []string {
	return []string{
		"ARM_TENANT_ID", tenant, "ARM_CLIENT_ID", "client", "ARM_CLIENT_SECRET", clientSecret,
		"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST", a.URL, "ARM_DISABLE_INSTANCE_DISCOVERY", "true",
	}
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := map[string]any{}
	switch {
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		answer["issuer"] = a.URL + "/" + tenant + "/v2.0"
		answer["authorization_endpoint"] = a.URL + "/" + tenant + "/oauth2/v2.0/authorize"
		answer["token_endpoint"] = a.URL + "/" + tenant + "/oauth2/v2.0/token"
	case r.FormValue("client_secret") != clientSecret:
		w.WriteHeader(http.StatusUnauthorized)
		answer["error"], answer["error_description"] = "invalid_client", "AADSTS7000215: Invalid client secret provided: "+r.FormValue("client_secret")
	default:
		answer["access_token"], answer["token_type"], answer["expires_in"] = a.issue(r.FormValue("scope")), "Bearer", int(a.life.Seconds())
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// issue makes a token, signed with nothing.
func (a *authority) issue(scope string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	audience, _, _ := strings.Cut(scope, "/.default")
	part := func(values map[string]any) string {
		text, _ := json.Marshal(values) //nolint:errchkjson // it can be
		return base64.RawURLEncoding.EncodeToString(text)
	}
	token := part(map[string]any{"alg": "RS256", "typ": "JWT"}) + "." + part(map[string]any{
		"aud": audience, "iss": "https://sts.windows.net/" + tenant + "/", "n": len(a.tokens),
		"iat": time.Now().Add(-time.Minute).Unix(), "nbf": time.Now().Add(-time.Minute).Unix(), "exp": time.Now().Add(time.Hour).Unix(),
	}) + "." + base64.RawURLEncoding.EncodeToString([]byte("signature"))
	a.tokens = append(a.tokens, token)
	return token
}

func (a *authority) issued() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.tokens)
}

// secret checks that a text shows no token and no secret of the client.
func (a *authority) secret(t *testing.T, text string) {
	t.Helper()
	for _, token := range append(a.tokens, clientSecret) {
		if strings.Contains(text, token) {
			t.Errorf("a secret shows: %s", text)
		}
	}
}

// With an identity, tokens prove who asks: one for many requests, another one
// when the service does not take it any more.
func TestTokens(t *testing.T) {
	secure, err := server(t).StartSecure(certificate())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := secure.Close(); err != nil {
			t.Error(err)
		}
	})
	container := secure.Container(t)
	a := newAuthority(t)
	store := with(t, secure.Location(container, "catalog"), a.variables()...)
	for range 3 {
		if reading, writing := use(t, store); reading != nil || writing != nil {
			t.Fatalf("%v, %v", reading, writing)
		}
	}
	if n := a.issued(); n != 1 {
		t.Errorf("%d tokens were issued", n)
	}

	// A gateway before the service, which withdraws what was issued so far.
	target, err := url.Parse(secure.Address())
	if err != nil {
		t.Fatal(err)
	}
	withdrawn, status, code := 0, http.StatusUnauthorized, "InvalidAuthenticationInfo"
	forward := httputil.NewSingleHostReverseProxy(target)
	gateway := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, token := range a.tokens[:withdrawn] {
			if r.Header.Get("Authorization") == "Bearer "+token {
				w.Header().Set("x-ms-error-code", code)
				w.WriteHeader(status)
				_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>You sent %s</Message></Error>", code, token)
				return
			}
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(gateway.Close)
	store = with(t, secure.Location(container, "catalog", gateway.URL+"/"+azbtest.Account), a.variables()...)
	withdraw := func(tokens int) { withdrawn = tokens }
	if reading, writing := use(t, store); reading != nil || writing != nil {
		t.Fatalf("%v, %v", reading, writing)
	}
	withdraw(a.issued())
	if reading, writing := use(t, store); reading != nil || writing != nil {
		t.Errorf("after the token was withdrawn: %v, %v", reading, writing)
	}
	if n := a.issued(); n != 3 {
		t.Errorf("%d tokens were issued", n)
	}

	status, code = http.StatusForbidden, "AuthorizationPermissionMismatch"
	withdraw(a.issued())
	reading, _ := use(t, store)
	says(t, reading, storage.ErrUnavailable, `"Storage Blob Data Contributor" (or, to plan only, "Storage Blob Data Reader") on the container '`+container+"'",
		"AuthorizationPermissionMismatch, HTTP 403", "You sent (hidden)")
	a.secret(t, reading.Error())
	// Who may read and not write is told when it writes.
	withdraw(0)
	if reading, _ = use(t, store); reading != nil {
		t.Fatal(reading)
	}
	p := gateway.Config.Handler
	gateway.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			w.Header().Set("x-ms-error-code", code)
			w.WriteHeader(status)
			return
		}
		p.ServeHTTP(w, r)
	})
	reading, writing := use(t, store)
	if reading != nil {
		t.Error(reading)
	}
	says(t, writing, storage.ErrReadOnly, `the role "Storage Blob Data Contributor" on the container '`+container+"' of the storage account '"+azbtest.Account+"'")
}

// Without a token nothing is asked of the service, and why there is none is said.
func TestNoToken(t *testing.T) {
	a := newAuthority(t)
	variables := append([]string{"ARM_CLIENT_SECRET", "s3cr3t-of-another"}, a.variables()...)
	reading, writing := use(t, with(t, "azblob://account/container/blob?endpoint=https://127.0.0.1:1", variables...))
	for _, err := range []error{reading, writing} {
		says(t, err, storage.ErrUnavailable, "no token could be obtained with a client secret", "AADSTS7000215", "Check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET")
		if strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("a secret shows: %v", err)
		}
	}
	for what, tt := range map[string]struct {
		location  string
		variables []string
		says      []string
	}{
		"a token without TLS": {"azblob://account/container/blob?endpoint=http://127.0.0.1:1", a.variables(), []string{"does not use TLS", "ARM_ACCESS_KEY"}},
		"no tenant":           {"azblob://account/container/blob", []string{"ARM_CLIENT_SECRET", "x"}, []string{"ARM_TENANT_ID is needed", "Set ARM_TENANT_ID."}},
		"nothing":             {"azblob://account/container/blob", []string{"ARM_USE_CLI", "false"}, []string{"no credentials for Azure Storage", "Set ARM_CLIENT_SECRET"}},
		"a cloud":             {"azblob://account/container/blob", []string{"ARM_ENVIRONMENT", "german"}, []string{`ARM_ENVIRONMENT is "german"`, "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST"}},
	} {
		if _, err := newStore(tt.location, tt.variables...); err == nil {
			t.Errorf("%s: no error", what)
		} else {
			says(t, err, storage.ErrUnavailable, tt.says...)
		}
	}
}
