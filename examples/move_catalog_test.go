package examples_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// A catalog is moved to another one and back, with all that it holds, and the
// workspace that uses it does not notice.
func TestMoveCatalog(t *testing.T) {
	t.Parallel()
	workspace := terraformtest.New(t, configuration(t, "worked-example"))
	workspace.Apply()
	more, err := catalog.Open(workspace.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = more.Close() })
	for _, object := range everyKind(t) {
		if err := more.Apply(t.Context(), topology.Creation(object)); err != nil {
			t.Fatal(err)
		}
	}
	from := workspace.Catalog
	for _, to := range []string{filepath.Join(t.TempDir(), "catalog.db"), terraformtest.Catalog(t)} {
		moving := terraformtest.New(t, configuration(t, "move-catalog"))
		moving.Env = append(moving.Env, "TF_VAR_from="+from, "TF_VAR_to="+to)
		moving.Apply()
		var complete bool
		if moving.Output("complete", &complete); !complete {
			t.Error("the copy is not complete")
		}
		workspace.Env = append(workspace.Env, "SITERECOVERY_CATALOG="+to)
		if plan := workspace.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
			t.Errorf("with the copy a plan ends with %d:\n%s", plan.Code, plan.Output)
		}
		from = to
	}
	if result := workspace.Must("plan"); strings.Contains(result.Output, "The catalog is empty") {
		t.Errorf("the plan says\n%s", result.Output)
	}
}

// everyKind returns objects of every kind that no workspace has made.
func everyKind(t *testing.T) []topology.Object {
	t.Helper()
	var objects []topology.Object
	kinds := map[topology.Kind]bool{}
	for _, object := range topologytest.Random(topologytest.NewRand(5), topologytest.Small) {
		objects = append(objects, object)
		kinds[object.ID().Kind()] = true
	}
	if len(kinds) != 8 {
		t.Fatalf("the objects are only of the kinds %v", kinds)
	}
	return objects
}
