package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// Neither a key nor a SAS token shows anywhere: not in what Terraform prints or
// keeps, not in its most talkative log, not in an error.
func TestAccSecretsOfAzureStorage(t *testing.T) {
	storage := terraformtest.AboutAzureStorage(t)
	t.Parallel()
	valid, expired := azbtest.SAS("rcw", time.Hour), azbtest.SAS("rcw", -time.Hour)
	another := "YW5vdGhlciBrZXksIG5vdCB0aGUgYWNjb3VudCdzIG93bg=="
	for what, tt := range map[string]struct {
		good, bad []string
		says      string
	}{
		"a key":       {[]string{"ARM_ACCESS_KEY=" + azbtest.Key}, []string{"ARM_ACCESS_KEY=" + another}, "Check ARM_ACCESS_KEY"},
		"a SAS token": {[]string{"ARM_ACCESS_KEY=", "ARM_SAS_TOKEN=" + valid}, []string{"ARM_ACCESS_KEY=", "ARM_SAS_TOKEN=" + expired}, "Check ARM_SAS_TOKEN"},
	} {
		t.Run(what, func(t *testing.T) {
			location := storage.Catalog(t)
			configuration := func(location string) string {
				return required + "provider \"siterecovery\" {\n  catalog = \"" + location + "\"\n}\n" + twoSites
			}
			terraform := terraformtest.New(t, configuration(location))
			environment := append(slices.Clip(terraform.Env), "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(terraform.Dir, "trace.log"))
			var printed strings.Builder
			run := func(variables []string, code int, args ...string) {
				terraform.Env = slices.Concat(environment, variables)
				result := terraform.Run(args...)
				if result.Code != code {
					t.Errorf("terraform %v ends with %d:\n%s", args, result.Code, result.Output)
				}
				printed.WriteString(result.Output)
			}
			run(tt.good, 0, "apply", "-auto-approve")
			run(tt.good, 0, "show", "-json")
			run(tt.bad, 1, "plan")
			if !strings.Contains(printed.String(), tt.says) {
				t.Errorf("the error is another one:\n%s", printed.String())
			}
			terraform.Write(configuration(location + "&" + valid))
			run(tt.good, 1, "plan")
			if !strings.Contains(printed.String(), "more than account, container, blob and endpoint") {
				t.Errorf("the error is another one:\n%s", printed.String())
			}
			var secrets []string
			for _, token := range []string{valid, expired} {
				_, signature, _ := strings.Cut(token, "sig=")
				signature, _, _ = strings.Cut(signature, "&")
				secrets = append(secrets, signature)
			}
			secrets = append(secrets, azbtest.Key, another)
			clean(t, "what is printed", printed.String(), secrets)
			err := filepath.WalkDir(terraform.Dir, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || !entry.Type().IsRegular() || filepath.Ext(path) == ".tf" {
					return err
				}
				content, err := os.ReadFile(path)
				clean(t, path, string(content), secrets)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
