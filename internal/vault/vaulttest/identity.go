package vaulttest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// What the fake's authority knows: who may ask, and with what.
const (
	Tenant   = "6fc2b0a4-0c15-4a5c-8b6f-6d2b5a3a7a10"
	ClientID = "0f8fad5b-d9cb-469f-a165-70867728950e"
	// ClientSecret is easy to find where it must not be, and needs escaping.
	ClientSecret = "Secret~of/the+client&easy=to find"
	// CertificatePassword is the password that tests give to the certificate.
	CertificatePassword = "password-of-the-certificate"
	// RequestToken is with what a pipeline asks for its token.
	RequestToken = "request-token-of-the-pipeline"
	// FederatedToken is the token that a pipeline is given, or finds in a file.
	FederatedToken = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwaXBlbGluZSJ9.c2lnbmF0dXJlLW9mLXRoZS1waXBlbGluZQ"
	// ServiceConnection is the one that Azure Pipelines knows.
	ServiceConnection = "7d6f8a3e-8c8f-4a0e-9d2e-0f1c4a5b6c7d"
	// IdentityHeader is what App Service wants to see.
	IdentityHeader = "identity-header-of-the-app"
	// PrivateAudience is whom tokens are for at management.private.example.
	PrivateAudience = "https://audience.private.example"
)

// identity is the state of what gives out tokens.
type identity struct {
	tokens map[string]*token
	// challenge says how revoked tokens are refused, and claims what is wanted then.
	challenge bool
	claims    string
}

type token struct {
	audience string
	expires  time.Time
	revoked  bool
}

func newIdentity() identity { return identity{tokens: map[string]*token{}} }

// ClientCertificate returns the certificate and the key of the client.
var ClientCertificate = sync.OnceValues(func() (*x509.Certificate, *rsa.PrivateKey) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "A client for tests"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	return sign(template, template, &key.PublicKey, key), key
})

// Secrets returns all that must be found nowhere: what the clients prove
// themselves with, and the tokens that were given out.
func (s *Service) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	secrets := []string{
		ClientSecret, url.QueryEscape(ClientSecret), CertificatePassword, RequestToken, FederatedToken, IdentityHeader,
		strings.Split(FederatedToken, ".")[2],
	}
	for text := range s.identity.tokens {
		secrets = append(secrets, text)
	}
	return secrets
}

// Withdraw lets every token that was given out be refused from now on. With a
// challenge, the refusal says that a new one is wanted, as continuous access
// evaluation does; without, it says that the token has expired.
func (s *Service) Withdraw(challenge bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.identity.challenge = challenge
	s.identity.claims = ""
	if challenge {
		s.identity.claims = `{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}`
	}
	for _, given := range s.identity.tokens {
		given.revoked = true
	}
}

// authorized answers a request to Resource Manager if its token is good [ARM].
func (s *Service) authorized(r *http.Request, handle func() answer) answer {
	refuse := func(code, message, challenge string) answer {
		return answer{
			status: http.StatusUnauthorized, header: map[string]string{"WWW-Authenticate": challenge},
			body: map[string]any{"error": map[string]any{"code": code, "message": message}},
		}
	}
	text, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	given := s.identity.tokens[text]
	switch {
	case !isBearer || given == nil:
		return refuse("InvalidAuthenticationToken", "The access token is invalid.",
			`Bearer authorization_uri="https://login.microsoftonline.com/`+Tenant+`", error="invalid_token", error_description="The access token is invalid."`)
	case given.revoked && s.identity.challenge:
		return refuse("TokenIssuedBeforeRevocationTimestamp", "The user or administrator has revoked the session.",
			`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="`+
				base64.StdEncoding.EncodeToString([]byte(s.identity.claims))+`"`)
	case given.revoked || time.Now().After(given.expires):
		return refuse("ExpiredAuthenticationToken", "The access token expiry is before the current time.",
			`Bearer authorization_uri="https://login.microsoftonline.com/`+Tenant+`", error="invalid_token", error_description="The access token has expired."`)
	}
	if want := audienceOf(r.Host); want != "" && given.audience != want {
		return refuse("InvalidAuthenticationTokenAudience", fmt.Sprintf("The access token is for %q, not for %q.", given.audience, want), "Bearer")
	}
	return handle()
}

// audienceOf returns whom tokens for a cloud's Resource Manager are for, "" for
// what is no cloud's name [SDK].
func audienceOf(host string) string {
	switch host {
	case "management.azure.com":
		return "https://management.core.windows.net/"
	case "management.chinacloudapi.cn":
		return "https://management.core.chinacloudapi.cn/"
	case "management.usgovcloudapi.net":
		return "https://management.core.usgovcloudapi.net/"
	case "management.private.example":
		return PrivateAudience
	}
	return ""
}

// issue gives out a token.
func (s *Service) issue(audience string) (text string, life time.Duration) {
	s.names++
	payload := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"aud":%q,"n":%d}`, audience, s.names))
	sum := sha256.Sum256(fmt.Appendf(nil, "token %d", s.names))
	text = "eyJhbGciOiJSUzI1NiJ9." + payload + "." + base64.RawURLEncoding.EncodeToString(sum[:])
	life = s.behaviour.TokenLife
	s.identity.tokens[text] = &token{audience: audience, expires: time.Now().Add(life)}
	if s.behaviour.Issued != nil {
		s.behaviour.Issued(text)
	}
	return text, life
}

// routeIdentity finds what is asked of the authority, of a machine's metadata
// service, or of a pipeline.
func (s *Service) routeIdentity(r *http.Request, segments []string, body []byte) (string, func() answer) {
	path := strings.Join(segments, "/")
	switch {
	case r.TLS == nil && path == "metadata/identity/oauth2/token":
		return "GET metadata token", func() answer { return s.metadata(r) }
	case r.TLS == nil && path == "msi/token":
		return "GET app token", func() answer { return s.app(r) }
	case r.TLS == nil:
		return r.Method + " " + r.URL.Path, func() answer { return s.unknown(r, "it is not asked over TLS") }
	case path == "common/discovery/instance":
		return "GET discovery", func() answer { return s.discovery(r) }
	case path == Tenant+"/v2.0/.well-known/openid-configuration":
		return "GET openid-configuration", func() answer {
			return ok(map[string]any{
				"issuer":                 "https://" + r.Host + "/" + Tenant + "/v2.0",
				"authorization_endpoint": "https://" + r.Host + "/" + Tenant + "/oauth2/v2.0/authorize",
				"token_endpoint":         "https://" + r.Host + "/" + Tenant + "/oauth2/v2.0/token",
			})
		}
	case path == Tenant+"/oauth2/v2.0/token":
		return "POST token", func() answer { return s.token(r, body) }
	case path == "github":
		return "GET github", func() answer { return s.pipeline(r, http.MethodGet) }
	case path == "azure-pipelines":
		return "POST azure-pipelines", func() answer { return s.pipeline(r, http.MethodPost) }
	}
	return r.Method + " " + r.URL.Path, func() answer { return s.unknown(r, "no such path") }
}

// discovery says where the authority of a private cloud is [SDK].
func (s *Service) discovery(r *http.Request) answer {
	authorize, err := url.Parse(r.URL.Query().Get("authorization_endpoint"))
	if err != nil || authorize.Host == "" {
		return s.unknown(r, "no authorization_endpoint")
	}
	return ok(map[string]any{
		"tenant_discovery_endpoint": "https://" + authorize.Host + "/" + Tenant + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []any{map[string]any{
			"preferred_network": authorize.Host, "preferred_cache": authorize.Host, "aliases": []any{authorize.Host},
		}},
	})
}

// token gives a token for a client's credentials [SDK].
func (s *Service) token(r *http.Request, body []byte) answer {
	form, err := url.ParseQuery(string(body))
	if err != nil || r.Method != http.MethodPost {
		return s.unknown(r, "the form cannot be read")
	}
	for name := range form {
		switch name {
		case "grant_type", "client_id", "scope", "client_secret", "client_assertion", "client_assertion_type", "claims", "client_info":
		default:
			return s.unknown(r, "there is no field %q", name)
		}
	}
	refuse := func(code int, description string) answer {
		return answer{status: http.StatusUnauthorized, body: map[string]any{
			"error": "invalid_client", "error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: 00000000", code, description),
			"error_codes": []int{code},
		}}
	}
	switch {
	case form.Get("grant_type") != "client_credentials":
		return s.unknown(r, "the grant is %q", form.Get("grant_type"))
	case form.Get("client_id") != ClientID:
		return refuse(700016, "Application with identifier '"+form.Get("client_id")+"' was not found in the directory.")
	case form.Has("client_secret"):
		if form.Get("client_secret") != ClientSecret {
			return refuse(7000215, "Invalid client secret provided.")
		}
	case form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
		return s.unknown(r, "no secret and no assertion")
	case form.Get("client_assertion") != FederatedToken && !assertedBy(form.Get("client_assertion")):
		return refuse(700027, "The certificate with identifier used to sign the client assertion is not registered on application.")
	}
	scopes := strings.Fields(form.Get("scope"))
	if len(scopes) == 0 || !strings.HasSuffix(scopes[0], "/.default") {
		return s.unknown(r, "the scope is %q", form.Get("scope"))
	}
	text, life := s.issue(strings.TrimSuffix(scopes[0], "/.default"))
	return ok(map[string]any{
		"token_type": "Bearer", "access_token": text, "expires_in": int(life.Seconds()), "ext_expires_in": int(life.Seconds()),
	})
}

// assertedBy checks that an assertion was signed with the client's key [SDK].
func assertedBy(assertion string) bool {
	certificate, _ := ClientCertificate()
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return false
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return false
	}
	header, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		return false
	}
	key, isRSA := certificate.PublicKey.(*rsa.PublicKey)
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !isRSA {
		return false
	}
	if bytes.Contains(header, []byte(`"PS256"`)) {
		return rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, nil) == nil
	}
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
}

// metadata gives the token of a machine's identity [SDK].
func (s *Service) metadata(r *http.Request) answer {
	query := r.URL.Query()
	if r.Header.Get("Metadata") != "true" || query.Get("resource") == "" {
		return s.unknown(r, "no Metadata header, or no resource")
	}
	return s.machineToken(query)
}

// app gives the token of an app's identity [SDK].
func (s *Service) app(r *http.Request) answer {
	query := r.URL.Query()
	if r.Header.Get("X-IDENTITY-HEADER") != IdentityHeader || query.Get("resource") == "" {
		return s.unknown(r, "no X-IDENTITY-HEADER, or no resource")
	}
	return s.machineToken(query)
}

func (s *Service) machineToken(query url.Values) answer {
	if client := query.Get("client_id"); client != "" && client != ClientID {
		return answer{status: http.StatusBadRequest, body: map[string]any{
			"error": "invalid_request", "error_description": "Identity not found",
		}}
	}
	text, life := s.issue(query.Get("resource"))
	return ok(map[string]any{
		"access_token": text, "token_type": "Bearer", "resource": query.Get("resource"), "client_id": ClientID,
		"expires_in": fmt.Sprint(int(life.Seconds())), "expires_on": fmt.Sprint(time.Now().Add(life).Unix()),
	})
}

// pipeline gives the token of a pipeline: GitHub's for an audience, Azure
// Pipelines' for a service connection.
func (s *Service) pipeline(r *http.Request, method string) answer {
	query := r.URL.Query()
	switch {
	case r.Method != method:
		return s.unknown(r, "the method is %s", r.Method)
	case r.Header.Get("Authorization") != "Bearer "+RequestToken:
		return answer{status: http.StatusUnauthorized, body: map[string]any{"message": "Bad credentials"}}
	case method == http.MethodGet && query.Get("audience") != "api://AzureADTokenExchange":
		return s.unknown(r, "the audience is %q", query.Get("audience"))
	case method == http.MethodPost && (query.Get("serviceConnectionId") != ServiceConnection || query.Get("api-version") == ""):
		return s.unknown(r, "the service connection is %q", query.Get("serviceConnectionId"))
	case method == http.MethodPost:
		return ok(map[string]any{"oidcToken": FederatedToken})
	}
	return ok(map[string]any{"count": len(FederatedToken), "value": FederatedToken})
}

// CommandLine returns the text of a program that answers as the Azure CLI does
// when it is asked for a token [SDK].
func (s *Service) CommandLine(audience string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, life := s.issue(audience)
	output, err := json.Marshal(map[string]any{
		"accessToken": text, "expires_on": time.Now().Add(life).Unix(), "subscription": Subscription, "tenant": Tenant, "tokenType": "Bearer",
	})
	if err != nil {
		panic(err)
	}
	return "#!/bin/sh\n[ \"$1 $2\" = 'account get-access-token' ] || exit 2\necho '" + string(output) + "'\n"
}

// Audiences returns whom the tokens that were given out are for, each once, sorted.
func (s *Service) Audiences() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	audiences := map[string]bool{}
	for _, given := range s.identity.tokens {
		audiences[given.audience] = true
	}
	return slices.Sorted(maps.Keys(audiences))
}
