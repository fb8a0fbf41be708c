package azure

import (
	"cmp"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"software.sslmate.com/src/go-pkcs12"
)

// tokenExchangeAudience is whom a token of a pipeline is meant for, unless the
// request's URL says otherwise.
const tokenExchangeAudience = "api://AzureADTokenExchange"

// CredentialError says why no token could be had. It holds no secret, and does
// not lead to the SDK's own error, which may.
type CredentialError struct {
	// Asks names what the token is for: "the vault".
	Asks string
	// Method is how it was tried to prove who asks: "a client secret".
	Method string
	// Detail says what went wrong.
	Detail string
	// Remedy says what to do about it.
	Remedy string
}

// Error returns the detail and the remedy.
func (e *CredentialError) Error() string {
	return fmt.Sprintf("Unable to get a token for %s with %s: %s.\n\nRemedy: %s", e.Asks, e.Method, e.Detail, e.Remedy)
}

// NonRetriable tells the SDK that asking again will not help.
func (e *CredentialError) NonRetriable() {}

// Credential gets tokens, from the moment that the first one is needed.
type Credential struct {
	identity *Identity
	options  azcore.ClientOptions
	secrets  *Secrets

	// turn holds a place while a token is got: who comes meanwhile waits for it.
	turn chan struct{}
	mu   sync.Mutex
	// inner is the SDK's, nil before the first token is needed.
	inner azcore.TokenCredential
	token azcore.AccessToken
	// withdrawn says that the service has refused the token that there was.
	withdrawn bool
}

// NewCredential returns the credential of an identity, that asks with options,
// whose transport has to be given. What it learns that is secret, it keeps in
// secrets.
func NewCredential(s *Identity, options azcore.ClientOptions, secrets *Secrets) *Credential {
	secrets.Keep(s.secret.value, s.certificate.value, s.certificateSecret.value, s.oidcToken.value, s.oidcRequestToken.value)
	return &Credential{identity: s, options: options, secrets: secrets, turn: make(chan struct{}, 1)}
}

// early is how long before its end a token is not used any more.
const early = 5 * time.Minute

// GetToken returns a token. Each of the SDK's clients asks
// for its own; they share one here, and so do requests at the same time.
func (c *Credential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return azcore.AccessToken{}, ctx.Err()
	}
	c.mu.Lock()
	inner, token, withdrawn := c.inner, c.token, c.withdrawn
	c.withdrawn = false
	c.mu.Unlock()
	if options.Claims == "" && token.Token != "" && time.Until(token.ExpiresOn) > early {
		return token, nil
	}
	token, err := c.get(ctx, inner, withdrawn, options)
	switch {
	case err != nil && ctx.Err() != nil:
		return azcore.AccessToken{}, ctx.Err()
	case err != nil:
		return azcore.AccessToken{}, c.failed(err)
	}
	c.secrets.Keep(token.Token)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = token
	return token, nil
}

// Token returns a token for a scope, to those who send their requests without
// the SDK.
func (c *Credential) Token(ctx context.Context, scope string) (string, error) {
	token, err := c.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{scope}})
	return token.Token, err
}

func (c *Credential) get(ctx context.Context, inner azcore.TokenCredential, withdrawn bool, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if inner == nil {
		made, err := c.make()
		if err != nil {
			return azcore.AccessToken{}, err
		}
		c.mu.Lock()
		c.inner = made
		c.mu.Unlock()
		inner = made
	}
	if withdrawn && c.identity.method == byMSI && options.Claims == "" {
		// The SDK keeps these tokens for the whole process, and passes them over
		// only where there are claims. It sends them to nobody.
		options.Claims = "{}"
	}
	return inner.GetToken(ctx, options)
}

// Forget lets the next token be a new one, whatever the SDK still holds: the
// service has refused the one that was sent before its time. Where that one has
// been replaced already, nothing is forgotten.
func (c *Credential) Forget(sent string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token.Token == sent {
		c.inner, c.token, c.withdrawn = nil, azcore.AccessToken{}, true
	}
}

func (c *Credential) make() (azcore.TokenCredential, error) {
	s := c.identity
	client, err := c.read(s.client, s.clientFile)
	if err != nil {
		return nil, err
	}
	switch s.method {
	case bySecret:
		secret, err := c.read(s.secret, s.secretFile)
		if err != nil {
			return nil, err
		}
		c.secrets.Keep(secret)
		return azidentity.NewClientSecretCredential(s.tenant.value, client, secret, &azidentity.ClientSecretCredentialOptions{
			ClientOptions: c.options, DisableInstanceDiscovery: s.noDiscovery.on,
		})
	case byCertificate:
		chain, key, err := c.certificate()
		if err != nil {
			return nil, err
		}
		return azidentity.NewClientCertificateCredential(s.tenant.value, client, chain, key, &azidentity.ClientCertificateCredentialOptions{
			ClientOptions: c.options, DisableInstanceDiscovery: s.noDiscovery.on,
		})
	case byOIDC:
		return azidentity.NewClientAssertionCredential(s.tenant.value, client, c.assertion, &azidentity.ClientAssertionCredentialOptions{
			ClientOptions: c.options, DisableInstanceDiscovery: s.noDiscovery.on,
		})
	case byMSI:
		options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: c.options}
		if client != "" {
			options.ID = azidentity.ClientID(client)
		}
		return azidentity.NewManagedIdentityCredential(options)
	default:
		return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: s.tenant.value})
	}
}

// read returns a value, or otherwise what is in a file.
func (c *Credential) read(value, file setting) (string, error) {
	if value.given() || !file.given() {
		return value.value, nil
	}
	content, err := readFile(file)
	return strings.TrimSpace(string(content)), err
}

func readFile(file setting) ([]byte, error) {
	content, err := os.ReadFile(file.value)
	if err != nil {
		return nil, fmt.Errorf("the file of %s cannot be read: %w", file.from, err)
	}
	return content, nil
}

// certificate reads the client's certificate and key, from PKCS#12 or, without
// a password, from PEM.
func (c *Credential) certificate() ([]*x509.Certificate, crypto.PrivateKey, error) {
	s := c.identity
	from := s.certificateFile
	var content []byte
	var err error
	if from.given() {
		content, err = readFile(from)
	} else {
		from = s.certificate
		content, err = base64.StdEncoding.DecodeString(from.value)
	}
	if err != nil {
		return nil, nil, err
	}
	if strings.Contains(string(content), "-----BEGIN ") {
		chain, key, err := azidentity.ParseCertificates(content, nil)
		if err != nil {
			return nil, nil, fmt.Errorf("the PEM of %s is not a certificate with its unencrypted key: %w", from.from, err)
		}
		return chain, key, nil
	}
	key, leaf, authorities, err := pkcs12.DecodeChain(content, s.certificateSecret.value)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, nil, fmt.Errorf("%s is not the password of the certificate of %s",
			s.say("client_certificate_password (or ARM_CLIENT_CERTIFICATE_PASSWORD)", "ARM_CLIENT_CERTIFICATE_PASSWORD"), from.from)
	case err != nil:
		return nil, nil, fmt.Errorf("the certificate of %s is neither PEM nor PKCS#12", from.from)
	}
	return append([]*x509.Certificate{leaf}, authorities...), key, nil
}

// assertion returns the pipeline's token, which stands for a client secret.
func (c *Credential) assertion(ctx context.Context) (string, error) {
	s := c.identity
	var token string
	var err error
	switch {
	case s.oidcToken.given():
		token = s.oidcToken.value
	case s.oidcTokenFile.given():
		// Read each time: who wrote it also renews it.
		token, err = c.read(setting{}, s.oidcTokenFile)
	default:
		token, err = c.requestAssertion(ctx)
	}
	if err == nil && token == "" {
		err = fmt.Errorf("the token of %s is empty", cmp.Or(s.oidcTokenFile.from, s.oidcURL.from))
	}
	c.secrets.Keep(token)
	return token, err
}

// requestAssertion asks the pipeline for a token: Azure Pipelines for one of a
// service connection, everybody else as GitHub wants it.
func (c *Credential) requestAssertion(ctx context.Context) (string, error) {
	s := c.identity
	address, err := url.Parse(s.oidcURL.value)
	if err != nil {
		return "", fmt.Errorf("the value of %s is not a URL", s.oidcURL.from)
	}
	query, method := address.Query(), http.MethodGet
	if s.oidcConnection.given() {
		method = http.MethodPost
		query.Set("serviceConnectionId", s.oidcConnection.value)
		if query.Get("api-version") == "" {
			query.Set("api-version", "7.1")
		}
	} else if query.Get("audience") == "" {
		query.Set("audience", tokenExchangeAudience)
	}
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, method, address.String(), http.NoBody)
	if err != nil {
		return "", err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Authorization", "Bearer "+s.oidcRequestToken.value)
	// Without it, Azure Pipelines leads to a page to log in at.
	request.Header.Set("X-TFS-FedAuthRedirect", "Suppress")
	response, err := c.options.Transport.Do(request)
	if err != nil {
		return "", fmt.Errorf("the pipeline cannot be asked for a token: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the pipeline gives no token: %s at %s", response.Status, s.oidcURL.from)
	}
	const most = 1 << 20
	var answer struct {
		Value     string `json:"value"`
		OIDCToken string `json:"oidcToken"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, most)).Decode(&answer); err != nil {
		return "", errors.New("the pipeline's answer cannot be read")
	}
	return answer.Value + answer.OIDCToken, nil
}

// failed makes an error that may be shown.
func (c *Credential) failed(err error) error {
	s := c.identity
	failure := &CredentialError{Asks: s.asks, Method: s.method.String(), Detail: strings.TrimSuffix(c.secrets.Hide(tokenErrorText(err)), ".")}
	switch s.method {
	case bySecret:
		failure.Remedy = s.say("Check tenant_id, client_id and client_secret, or their ARM_ variables", "Check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET") +
			": does the secret belong to that application, and has it not expired?"
	case byCertificate:
		failure.Remedy = s.say("Check tenant_id, client_id, client_certificate_path and client_certificate_password, or their ARM_ variables.",
			"Check ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_CERTIFICATE_PATH and ARM_CLIENT_CERTIFICATE_PASSWORD.")
	case byOIDC:
		failure.Remedy = s.say("Check tenant_id, client_id", "Check ARM_TENANT_ID, ARM_CLIENT_ID") +
			" and where the token comes from (in GitHub, the job's permission id-token: write; in Azure Pipelines, the service connection and SYSTEM_ACCESSTOKEN), " +
			"and that the application trusts its issuer, subject and audience."
	case byMSI:
		failure.Remedy = "Check that the machine has a managed identity and, with " + s.say("client_id", "ARM_CLIENT_ID") + ", that it is the one meant."
	default:
		failure.Remedy = "Log in with az login, or give other credentials: " +
			s.say("client_secret, client_certificate_path, use_oidc or use_msi.", "ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_USE_OIDC or ARM_USE_MSI.")
	}
	return failure
}

// tokenErrorText returns what the authority said, or otherwise what the SDK
// says without quoting answers.
func tokenErrorText(err error) string {
	var failed *azidentity.AuthenticationFailedError
	if !errors.As(err, &failed) || failed.RawResponse == nil {
		return err.Error()
	}
	text := failed.RawResponse.Status
	body, err := runtime.Payload(failed.RawResponse)
	if err != nil {
		return text
	}
	var answer struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(body, &answer) == nil && answer.Code+answer.Description != "" {
		text = strings.TrimSpace(answer.Code + ": " + answer.Description)
	}
	return text
}
