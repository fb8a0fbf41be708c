package provider_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// The tests of this package drive the provider through the real terraform. They
// run where TF_ACC is set, as make test does.

func TestMain(m *testing.M) {
	// The examples say where the provider comes from, so the tests do too.
	if err := os.Setenv("TF_ACC_PROVIDER_NAMESPACE", "siterecovery"); err != nil {
		panic(err)
	}
	if err := vaulttest.TrustInThisProcess(); err != nil {
		panic(err)
	}
	terraformtest.Main(m, asSeen)
}

var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"siterecovery": witnessed,
}

// scene is a catalog and the steps that are taken on it.
type scene struct {
	t        *testing.T
	location string
}

func newScene(t *testing.T) scene {
	t.Helper()
	return scene{t, terraformtest.Catalog(t)}
}

// config is a configuration over the scene's catalog.
func (s scene) config(parts ...string) string {
	return fmt.Sprintf(`
		terraform {
			required_providers {
				siterecovery = { source = "siterecovery/siterecovery" }
			}
		}
		provider "siterecovery" { catalog = %q }
	`, s.location) + strings.Join(parts, "\n")
}

// run takes the steps, in parallel to other tests.
func (s scene) run(steps ...resource.TestStep) {
	s.t.Helper()
	s.t.Parallel()
	resource.Test(s.t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: steps})
}

// refuses is a step whose plan fails with a text that has all the parts, in
// their order, however it is wrapped.
func (s scene) refuses(config string, parts ...string) resource.TestStep {
	return resource.TestStep{Config: s.config(config), PlanOnly: true, ExpectError: said(parts...)}
}

func said(parts ...string) *regexp.Regexp {
	var pattern []string
	for _, part := range parts {
		words := strings.Fields(part)
		for i, word := range words {
			words[i] = regexp.QuoteMeta(word)
		}
		pattern = append(pattern, strings.Join(words, `\s+`))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(pattern, `.*`))
}

// catalog opens the catalog beside Terraform, as somebody else would.
func (s scene) catalog() *catalog.Catalog {
	s.t.Helper()
	c, err := catalog.Open(s.location)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = c.Close() })
	return c
}

// behind changes the catalog behind Terraform's back.
func (s scene) behind(changes ...topology.Change) func() {
	return func() {
		s.t.Helper()
		if err := s.catalog().Apply(s.t.Context(), changes...); err != nil {
			s.t.Fatal(err)
		}
	}
}

// holds checks what the catalog holds: an object for each id, and nothing else.
func (s scene) holds(ids ...string) {
	s.t.Helper()
	snapshot, err := s.catalog().Snapshot(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	var got []string
	for _, object := range snapshot.All() {
		got = append(got, object.ID().String())
	}
	if strings.Join(got, "\n") != strings.Join(ids, "\n") {
		s.t.Errorf("the catalog holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(ids, "\n"))
	}
}
