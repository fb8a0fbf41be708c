package vault_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// anonymous is a configuration that says nothing about who asks.
func anonymous(service *vaulttest.Service) vault.Config {
	config := configuration(service)
	config.TenantID, config.ClientID, config.ClientSecret = "", "", ""
	return config
}

func file(t *testing.T, content []byte, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "az")
	if err := os.WriteFile(path, content, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// pfx returns the client's certificate as PKCS#12.
func pfx(t *testing.T, encoder *pkcs12.Encoder) []byte {
	t.Helper()
	certificate, key := vaulttest.ClientCertificate()
	content, err := encoder.Encode(key, certificate, nil, vaulttest.CertificatePassword)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// pemBundle returns the client's certificate and key as PEM.
func pemBundle(t *testing.T) []byte {
	t.Helper()
	certificate, key := vaulttest.ClientCertificate()
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})...)
}

// Each way to prove who asks leads to an answer.
func TestCredentials(t *testing.T) {
	identity := map[string]string{"ARM_TENANT_ID": vaulttest.Tenant, "ARM_CLIENT_ID": vaulttest.ClientID}
	for _, tt := range []struct {
		name      string
		set       func(*testing.T, *vault.Config, map[string]string)
		asked     string
		anonymous bool
	}{
		{"client secret", func(_ *testing.T, config *vault.Config, _ map[string]string) {
			config.ClientSecret = vaulttest.ClientSecret
		}, "POST token", false},
		{"client secret in a file", func(t *testing.T, _ *vault.Config, variables map[string]string) {
			variables["ARM_CLIENT_SECRET_FILE_PATH"] = file(t, []byte(vaulttest.ClientSecret+"\n"), 0o600)
		}, "POST token", false},
		{"PKCS#12 of today", func(t *testing.T, config *vault.Config, _ map[string]string) {
			config.ClientCertificatePath, config.ClientCertificatePassword = file(t, pfx(t, pkcs12.Modern2023), 0o600), vaulttest.CertificatePassword
		}, "POST token", false},
		{"PKCS#12 of old", func(t *testing.T, _ *vault.Config, variables map[string]string) {
			variables["ARM_CLIENT_CERTIFICATE_PATH"] = file(t, pfx(t, pkcs12.LegacyDES), 0o600)
			variables["ARM_CLIENT_CERTIFICATE_PASSWORD"] = vaulttest.CertificatePassword
		}, "POST token", false},
		{"PKCS#12 in a variable", func(t *testing.T, _ *vault.Config, variables map[string]string) {
			variables["ARM_CLIENT_CERTIFICATE"] = base64.StdEncoding.EncodeToString(pfx(t, pkcs12.Modern2023))
			variables["ARM_CLIENT_CERTIFICATE_PASSWORD"] = vaulttest.CertificatePassword
		}, "POST token", false},
		{"PEM", func(t *testing.T, config *vault.Config, _ map[string]string) {
			config.ClientCertificatePath = file(t, pemBundle(t), 0o600)
		}, "POST token", false},
		{"token in a file", func(t *testing.T, config *vault.Config, _ map[string]string) {
			config.UseOIDC, config.OIDCTokenFilePath = yes(), file(t, []byte(vaulttest.FederatedToken+"\n"), 0o600)
		}, "POST token", false},
		{"token in a variable", func(_ *testing.T, config *vault.Config, variables map[string]string) {
			config.UseOIDC = yes()
			variables["ARM_OIDC_TOKEN"] = vaulttest.FederatedToken
		}, "POST token", false},
		{"GitHub", func(_ *testing.T, config *vault.Config, _ map[string]string) {
			config.UseOIDC, config.OIDCRequestURL, config.OIDCRequestToken = yes(), "https://pipeline.example/github", vaulttest.RequestToken
		}, "GET github", false},
		{"Azure Pipelines", func(_ *testing.T, config *vault.Config, variables map[string]string) {
			config.UseOIDC = yes()
			variables["SYSTEM_OIDCREQUESTURI"], variables["SYSTEM_ACCESSTOKEN"] = "https://pipeline.example/azure-pipelines", vaulttest.RequestToken
			variables["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"] = vaulttest.ServiceConnection
		}, "POST azure-pipelines", false},
		{"identity of a machine", func(_ *testing.T, config *vault.Config, _ map[string]string) {
			config.UseMSI, config.ClientID = yes(), vaulttest.ClientID
		}, "GET metadata token", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			service, _, _ := site(t)
			config, variables := anonymous(service), map[string]string{}
			if !tt.anonymous {
				for name, value := range identity {
					variables[name] = value
				}
			}
			tt.set(t, &config, variables)
			v, err := vault.New(config, environment(variables))
			if err != nil {
				t.Fatal(err)
			}
			if len(service.Requests()) > 0 || service.Connections() > 0 {
				t.Error("something was asked before the first question")
			}
			if _, err := v.Networks(t.Context()); err != nil {
				t.Fatal(err)
			}
			if counts := service.Counts(); counts[tt.asked] == 0 {
				t.Errorf("%s was not asked: %v", tt.asked, counts)
			}
		})
	}
}

// An app's identity is asked for where the environment says.
func TestAppIdentity(t *testing.T) {
	service, _, _ := site(t)
	t.Setenv("IDENTITY_ENDPOINT", service.PlainURL()+"/msi/token")
	t.Setenv("IDENTITY_HEADER", vaulttest.IdentityHeader)
	config := anonymous(service)
	config.UseMSI = yes()
	if _, err := open(t, config).Fabrics(t.Context()); err != nil {
		t.Fatal(err)
	}
	if counts := service.Counts(); counts["GET app token"] != 1 {
		t.Errorf("the requests are %v", counts)
	}
}

func TestCommandLine(t *testing.T) {
	service, _, _ := site(t)
	log := filepath.Join(t.TempDir(), "log")
	program := file(t, []byte(service.CommandLine("https://management.core.windows.net/")+"echo run >>"+log+"\n"), 0o700)
	t.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
	if _, err := open(t, anonymous(service)).Discover(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The program takes a second, and the SDK would run it for each client.
	if runs, err := os.ReadFile(log); err != nil || string(runs) != "run\n" {
		t.Errorf("the program was run: %q, %v", runs, err)
	}
}

// Each cloud has its own addresses and its own audience of tokens; the fake
// refuses tokens that are not for the cloud that is asked.
func TestClouds(t *testing.T) {
	for _, tt := range []struct{ environment, manager, authority string }{
		{"", "management.azure.com", "login.microsoftonline.com"},
		{"public", "management.azure.com", "login.microsoftonline.com"},
		{"china", "management.chinacloudapi.cn", "login.chinacloudapi.cn"},
		{"USGovernment", "management.usgovcloudapi.net", "login.microsoftonline.us"},
	} {
		t.Run(tt.environment, func(t *testing.T) {
			service, _, _ := site(t)
			config := configuration(service)
			config.Environment = tt.environment
			if _, err := open(t, config).Fabrics(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, request := range service.Requests() {
				want := tt.authority
				if request.Route == "GET replicationFabrics" {
					want = tt.manager
				}
				if request.Host != want {
					t.Errorf("%s was asked of %s, want %s", request.Route, request.Host, want)
				}
			}
		})
	}
}

// A private cloud has addresses of its own, and Microsoft is not asked about it
// unless that is wanted.
func TestPrivateCloud(t *testing.T) {
	for _, disabled := range []bool{true, false} {
		service, _, _ := site(t)
		config := configuration(service)
		config.Endpoint = azure.Endpoint{
			ResourceManagerEndpoint: "https://management.private.example/", ResourceManagerAudience: vaulttest.PrivateAudience,
			ActiveDirectoryAuthorityHost: "https://login.private.example",
		}
		config.DisableInstanceDiscovery = &disabled
		if _, err := open(t, config).Fabrics(t.Context()); err != nil {
			t.Fatal(err)
		}
		asked := false
		for _, request := range service.Requests() {
			asked = asked || request.Route == "GET discovery"
			if strings.HasSuffix(request.Host, "microsoftonline.com") && disabled {
				t.Errorf("%s was asked of %s", request.Route, request.Host)
			}
		}
		if asked == disabled {
			t.Errorf("instance discovery is disabled: %v, and was asked: %v", disabled, asked)
		}
	}
}

// Without a transport of somebody else's, the vault has its own: one pool of
// connections for the run.
func TestOwnTransport(t *testing.T) {
	service, beijing, _ := site(t)
	for range 40 {
		beijing.AddNetwork("N")
	}
	config := configuration(service)
	config.Transport = nil
	config.DisableInstanceDiscovery = yes()
	config.Endpoint = azure.Endpoint{
		ResourceManagerEndpoint: service.URL(), ResourceManagerAudience: "https://management.private.example", ActiveDirectoryAuthorityHost: service.URL(),
	}
	v := open(t, config)
	if _, err := v.Discover(t.Context()); err != nil {
		t.Fatal(err)
	}
	if requests, connections := len(service.Requests()), service.Connections(); connections > 8 || requests < 30 {
		t.Errorf("%d requests took %d connections", requests, connections)
	}
}

func TestUserAgent(t *testing.T) {
	service, _, _ := site(t)
	v, err := vault.New(configuration(service), environment(map[string]string{"AZURE_HTTP_USER_AGENT": "cloud-shell/1.0"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Fabrics(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, request := range service.Requests() {
		if !strings.HasPrefix(request.UserAgent, "terraform-provider-siterecovery/test cloud-shell/1.0 azsdk-go-") {
			t.Errorf("%s came from %q", request.Route, request.UserAgent)
		}
	}
}

// What is wrong with credentials is said with the remedy, and without secrets.
func TestRefusedCredentials(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*testing.T, *vault.Config)
		want []string
	}{
		{
			"secret", func(_ *testing.T, config *vault.Config) { config.ClientSecret = "another-secret" },
			[]string{"with a client secret", "AADSTS7000215: Invalid client secret provided", "Check tenant_id, client_id and client_secret"},
		},
		{
			"client", func(_ *testing.T, config *vault.Config) { config.ClientID = "nobody" },
			[]string{"AADSTS700016: Application with identifier 'nobody' was not found"},
		},
		{
			"no file", func(_ *testing.T, config *vault.Config) {
				config.ClientSecret, config.ClientCertificatePath = "", "/no/such/file"
			},
			[]string{"with a client certificate", "the file of client_certificate_path cannot be read: open /no/such/file"},
		},
		{"password", func(t *testing.T, config *vault.Config) {
			config.ClientSecret, config.ClientCertificatePath = "", file(t, pfx(t, pkcs12.Modern2023), 0o600)
			config.ClientCertificatePassword = "another-password"
		}, []string{"client_certificate_password (or ARM_CLIENT_CERTIFICATE_PASSWORD) is not the password of the certificate of client_certificate_path"}},
		{"no certificate", func(t *testing.T, config *vault.Config) {
			config.ClientSecret, config.ClientCertificatePath = "", file(t, []byte("nothing"), 0o600)
		}, []string{"the certificate of client_certificate_path is neither PEM nor PKCS#12"}},
		{"certificate without its key", func(t *testing.T, config *vault.Config) {
			content := pemBundle(t)
			config.ClientSecret, config.ClientCertificatePath = "", file(t, content[:strings.Index(string(content), "-----BEGIN PRIVATE")], 0o600)
		}, []string{"the PEM of client_certificate_path is not a certificate with its unencrypted key: found no private key"}},
		{"empty token", func(t *testing.T, config *vault.Config) {
			config.ClientSecret, config.UseOIDC, config.OIDCTokenFilePath = "", yes(), file(t, nil, 0o600)
		}, []string{"with OpenID Connect", "the token of oidc_token_file_path is empty"}},
		{"pipeline", func(_ *testing.T, config *vault.Config) {
			config.ClientSecret, config.UseOIDC = "", yes()
			config.OIDCRequestURL, config.OIDCRequestToken = "https://pipeline.example/github", "another-request-token"
		}, []string{"the pipeline gives no token: 401 Unauthorized at oidc_request_url"}},
		{"machine", func(_ *testing.T, config *vault.Config) {
			config.ClientSecret, config.UseMSI, config.ClientID = "", yes(), "another-identity"
		}, []string{"with a managed identity", "Check that the machine has a managed identity"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			service, _, _ := site(t)
			config := configuration(service)
			tt.set(t, &config)
			_, err := open(t, config).Fabrics(t.Context())
			var failed *vault.CredentialError
			if !errors.As(err, &failed) {
				t.Fatalf("the error is %v", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error is\n%v\nwant it to say %q", err, want)
				}
			}
			for _, secret := range []string{"another-secret", "another-password", "another-request-token"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows a secret: %v", err)
				}
			}
			for route := range service.Counts() {
				if strings.Contains(route, "replication") {
					t.Errorf("without a token, %s was asked", route)
				}
			}
		})
	}
}

// A program that is not there is said to be.
func TestNoCommandLine(t *testing.T) {
	service, _, _ := site(t)
	t.Setenv("PATH", t.TempDir())
	_, err := open(t, anonymous(service)).Fabrics(t.Context())
	if err == nil || !strings.Contains(err.Error(), "with the Azure CLI: ") || !strings.Contains(err.Error(), "Log in with az login") {
		t.Errorf("the error is %v", err)
	}
}

// A token whose time is up is renewed before it is refused.
func TestShortTokens(t *testing.T) {
	service, _, _ := site(t)
	// The SDK renews five minutes before the end.
	service.Behave(func(b *vaulttest.Behaviour) { b.TokenLife = 5*time.Minute + time.Second })
	v := connect(t, service)
	if _, err := v.Fabrics(t.Context()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	if _, err := v.Networks(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, request := range service.Requests() {
		if request.Status == 401 {
			t.Errorf("%s was refused", request.Route)
		}
	}
}

// A token that is refused before its time is replaced once, with whatever
// credentials, and whether the service says why or not. A change goes on too.
func TestWithdrawnTokens(t *testing.T) {
	for _, tt := range []struct {
		name      string
		challenge bool
		config    func(*vaulttest.Service) vault.Config
		tokens    string
	}{
		{"expired", false, configuration, "POST token"},
		{"revoked", true, configuration, "POST token"},
		{"expired, of a machine", false, func(s *vaulttest.Service) vault.Config {
			config := anonymous(s)
			config.UseMSI = yes()
			return config
		}, "GET metadata token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			service, _, _ := site(t)
			v := open(t, tt.config(service))
			link := bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, production))
			if _, _, err := v.MappingOf(t.Context(), link); err != nil {
				t.Fatal(err)
			}
			service.Counts()
			service.Withdraw(tt.challenge)
			if _, err := v.Create(t.Context(), link); err != nil {
				t.Fatal(err)
			}
			counts := service.Counts()
			if counts[tt.tokens] != 1 || counts["PUT "+mappingRoute] != 2 {
				t.Errorf("the requests are %v, want one for a token and two for the change", counts)
			}
		})
	}
}
