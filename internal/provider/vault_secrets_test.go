package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// No secret, token or certificate is in what Terraform prints, logs at its most
// talkative, or writes: plan, state and catalog.
func TestAccVaultSecrets(t *testing.T) {
	written := func(t *testing.T, content []byte) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "credential")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, method := range map[string]struct {
		env     func(*testing.T) []string
		options string
	}{
		"secret in a variable": {env: func(*testing.T) []string { return nil }},
		"secret in the configuration": {
			env: func(*testing.T) []string {
				return []string{"ARM_CLIENT_SECRET=", "TF_VAR_secret=" + vaulttest.ClientSecret}
			},
			options: "client_secret = var.secret",
		},
		"certificate": {env: func(t *testing.T) []string {
			certificate, key := vaulttest.ClientCertificate()
			content, err := pkcs12.Modern.Encode(key, certificate, nil, vaulttest.CertificatePassword)
			if err != nil {
				t.Fatal(err)
			}
			return []string{"ARM_CLIENT_SECRET=", "ARM_CLIENT_CERTIFICATE_PATH=" + written(t, content), "ARM_CLIENT_CERTIFICATE_PASSWORD=" + vaulttest.CertificatePassword}
		}},
		"token file": {env: func(t *testing.T) []string {
			return []string{"ARM_CLIENT_SECRET=", "ARM_USE_OIDC=true", "ARM_OIDC_TOKEN_FILE_PATH=" + written(t, []byte(vaulttest.FederatedToken))}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRealised(t, "")
			r.server.AddNetwork("Corp")
			r.options = method.options
			variable := `
				variable "secret" {
					type      = string
					default   = null
					sensitive = true
				}`
			log := filepath.Join(t.TempDir(), "log")
			r.Env = append(r.Env, method.env(t)...)
			r.Env = append(r.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+log)
			r.configure(variable + corpTo("production"))
			outputs := r.Must("plan").Output
			if method.options == "" { // Terraform itself writes the variables of a plan into its file
				outputs += r.Must("plan", "-out=plan").Output
				outputs += r.Must("show", "-json", "plan").Output
			}
			outputs += r.Must("apply", "-auto-approve").Output
			r.vault.Withdraw(false)
			r.vault.Fail("POST token", vaulttest.Garbled())
			r.configure(variable + corpTo("staging"))
			outputs += r.Run("apply", "-auto-approve").Output
			outputs += r.Must("destroy", "-auto-approve").Output
			texts := map[string]string{"the output": outputs}
			for _, root := range []string{r.Dir, filepath.Dir(log)} {
				if err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
					if err != nil || entry.IsDir() || strings.Contains(path, "providers") {
						return err
					}
					content, err := os.ReadFile(path)
					texts[path] = string(content)
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			if len(texts[log]) < 10_000 {
				t.Errorf("the log has only %d bytes", len(texts[log]))
			}
			for from, text := range texts {
				for _, secret := range r.vault.Secrets() {
					if at := strings.Index(text, secret); at >= 0 {
						t.Errorf("a secret shows in %s: %s", from, text[max(0, at-200):at+len(secret)+20])
					}
				}
			}
		})
	}
}
