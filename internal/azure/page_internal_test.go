package azure

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
)

// protected returns a certificate with its key, and a password.
func protected(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	content, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(content)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := pkcs12.Modern2023.Encode(key, leaf, nil, "right")
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) Do(r *http.Request) (*http.Response, error) { return f(r) }

// What people read where no token can be had, in the words of a vault, which has
// attributes, and of a catalog, which has only variables.
func TestPage(t *testing.T) {
	var page strings.Builder
	page.WriteString("Credentials: what is wrong with them, and with the variables that give them.\n")
	folder := t.TempDir()
	say := func(what string, err error) {
		if err == nil {
			t.Errorf("%s is no error", what)
			return
		}
		fmt.Fprintf(&page, "-- %s --\n%s\n", what, strings.ReplaceAll(err.Error(), folder, "/dr"))
	}
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const tenant, client = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
	identity := func(attributes bool, environment map[string]string) (*Identity, Problems) {
		asks := "the catalog"
		if attributes {
			asks = "the vault"
		}
		return NewIdentity(Config{Asks: asks, Attributes: attributes}, func(name string) string {
			if value, ok := environment[name]; ok {
				return value
			}
			return map[string]string{"ARM_TENANT_ID": tenant, "ARM_CLIENT_ID": client}[name]
		})
	}
	credential := func(attributes bool, environment map[string]string, do transport) *Credential {
		i, wrong := identity(attributes, environment)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		return NewCredential(i, azcore.ClientOptions{Transport: do}, &Secrets{})
	}
	for _, method := range []map[string]string{
		{"ARM_CLIENT_SECRET": "x"},
		{"ARM_CLIENT_CERTIFICATE_PATH": "client.pfx"},
		{"ARM_USE_OIDC": "true", "ARM_OIDC_TOKEN": "x"},
		{"ARM_USE_MSI": "true"},
		{"ARM_USE_CLI": "true"},
	} {
		for _, attributes := range []bool{true, false} {
			say(fmt.Sprintf("%v, attributes %v", method, attributes), credential(attributes, method, nil).failed(errors.New("what Entra says")))
		}
	}
	for _, c := range []struct{ what, path, password string }{
		{"a certificate that is not there", filepath.Join(folder, "none.pfx"), ""},
		{"a PEM without a key", file("cert.pem", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"), ""},
		{"something else", file("cert.txt", "no certificate"), ""},
	} {
		given := credential(true, map[string]string{"ARM_CLIENT_CERTIFICATE_PATH": c.path, "ARM_CLIENT_CERTIFICATE_PASSWORD": c.password}, nil)
		_, _, err := given.certificate()
		say(c.what, given.failed(err))
	}
	for _, attributes := range []bool{true, false} {
		given := credential(attributes, map[string]string{
			"ARM_CLIENT_CERTIFICATE": base64.StdEncoding.EncodeToString(protected(t)), "ARM_CLIENT_CERTIFICATE_PASSWORD": "wrong",
		}, nil)
		_, _, err := given.certificate()
		say(fmt.Sprintf("a wrong password, attributes %v", attributes), given.failed(err))
	}
	answer := func(status int) transport {
		return func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Status: fmt.Sprint(status, " ", http.StatusText(status)), Body: http.NoBody}, nil
		}
	}
	pipeline := map[string]string{"ARM_USE_OIDC": "true", "ARM_OIDC_REQUEST_URL": "https://pipeline.example", "ARM_OIDC_REQUEST_TOKEN": "x"}
	for _, c := range []struct {
		what        string
		environment map[string]string
		do          transport
	}{
		{"an empty token", map[string]string{"ARM_USE_OIDC": "true", "ARM_OIDC_TOKEN_FILE_PATH": file("token", "")}, nil},
		{"a pipeline that cannot be asked", pipeline, func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }},
		{"a pipeline that refuses", pipeline, answer(http.StatusForbidden)},
		{"a pipeline that says nothing", pipeline, answer(http.StatusOK)},
	} {
		given := credential(true, c.environment, c.do)
		_, err := given.assertion(context.Background())
		say(c.what, given.failed(err))
	}
	for _, environment := range []map[string]string{
		{"ARM_USE_CLI": "yes"},
		{"ARM_ENVIRONMENT": "german"},
		{"ARM_USE_OIDC": "true"},
		{"ARM_USE_OIDC": "true", "SYSTEM_OIDCREQUESTURI": "https://dev.azure.example", "SYSTEM_ACCESSTOKEN": "x"},
	} {
		_, wrong := identity(false, environment)
		say(fmt.Sprint(environment), wrong)
	}
	diagnostictest.Golden(t, "credentials", page.String())
}
