package vault_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	azlog "github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// No secret and no token is in any error, nor in the SDK's log at its most
// talkative, whatever goes wrong.
func TestSecretsShowNowhere(t *testing.T) {
	var mu sync.Mutex
	var log strings.Builder
	azlog.SetListener(func(event azlog.Event, text string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&log, "%s %s\n", event, text)
	})
	t.Cleanup(func() { azlog.SetListener(nil) })

	everything := func(t *testing.T, v *vault.Vault) error {
		link, err := v.Bind(t.Context(), network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, production))
		if err != nil {
			return err
		}
		_, err = v.Create(t.Context(), link)
		return err
	}
	methods := map[string]func(*testing.T, *vault.Config){
		"secret": func(_ *testing.T, config *vault.Config) { config.ClientSecret = vaulttest.ClientSecret },
		"certificate": func(t *testing.T, config *vault.Config) {
			config.ClientCertificatePath, config.ClientCertificatePassword = file(t, pfx(t, pkcs12.LegacyDES), 0o600), vaulttest.CertificatePassword
		},
		"token file": func(t *testing.T, config *vault.Config) {
			config.UseOIDC, config.OIDCTokenFilePath = yes(), file(t, []byte(vaulttest.FederatedToken), 0o600)
		},
		"pipeline": func(_ *testing.T, config *vault.Config) {
			config.UseOIDC, config.OIDCRequestURL, config.OIDCRequestToken = yes(), "https://pipeline.example/github", vaulttest.RequestToken
		},
		"machine": func(_ *testing.T, config *vault.Config) { config.UseMSI, config.TenantID = yes(), "" },
	}
	faults := map[string]func(*vaulttest.Service){
		"none": func(*vaulttest.Service) {},
		"garbled tokens": func(s *vaulttest.Service) {
			s.Fail("POST token", vaulttest.Garbled(), vaulttest.Garbled())
			s.Fail("GET metadata token", vaulttest.Garbled(), vaulttest.Garbled())
			s.Fail("GET github", vaulttest.Garbled(), vaulttest.Garbled())
		},
		"tokens cut off": func(s *vaulttest.Service) { s.Fail("POST token", vaulttest.CutOff(), vaulttest.Lost()) },
		"no authority":   func(s *vaulttest.Service) { s.Fail("GET openid-configuration", vaulttest.Broken(http.StatusForbidden)) },
		"garbled pages":  func(s *vaulttest.Service) { s.Fail("GET replicationNetworks", vaulttest.Garbled()) },
		"a lost change":  func(s *vaulttest.Service) { s.Fail("PUT "+mappingRoute, vaulttest.Lost()) },
		"no permission": func(s *vaulttest.Service) {
			s.Fail("GET replicationFabrics", vaulttest.Broken(http.StatusForbidden))
		},
	}
	failed := 0
	for method, set := range methods {
		for fault, arrange := range faults {
			t.Run(method+", "+fault, func(t *testing.T) {
				service, _, _ := site(t)
				config := anonymous(service)
				config.TenantID, config.ClientID = vaulttest.Tenant, vaulttest.ClientID
				set(t, &config)
				arrange(service)
				v := open(t, config)
				var text string
				if err := everything(t, v); err != nil {
					failed++
					for ; err != nil; err = errors.Unwrap(err) {
						text += fmt.Sprintf("%v %+v %#v\n", err, err, err)
					}
				}
				mu.Lock()
				text += log.String()
				log.Reset()
				mu.Unlock()
				for _, secret := range service.Secrets() {
					if at := strings.Index(text, secret); at >= 0 {
						t.Errorf("a secret shows: %s", text[max(0, at-300):at+len(secret)+20])
					}
				}
			})
		}
	}
	if failed < 15 {
		t.Errorf("only %d ended with an error: the test looks at too little", failed)
	}
}

// A service that repeats what it was sent does not make an error show it.
func TestEchoedSecret(t *testing.T) {
	service, _, _ := site(t)
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, vaulttest.Refused(http.StatusBadRequest, vaulttest.OperationError{
		Code: "Echo", Message: "You sent " + vaulttest.ClientSecret + ".", PossibleCauses: "It is " + vaulttest.ClientSecret,
	}))
	_, err := v.Create(t.Context(), link)
	if err == nil || strings.Contains(err.Error(), vaulttest.ClientSecret) || !strings.Contains(err.Error(), "You sent (hidden) (code Echo") {
		t.Errorf("the error is %v", err)
	}
}
