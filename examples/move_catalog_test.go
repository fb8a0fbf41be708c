package examples_test

import (
	"path/filepath"
	"slices"
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
	creates(t, workspace.Catalog, everyKind(t)...)
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

	// What the workspace had, it has there: nobody else may create it, and its
	// destroy leaves what belongs to nobody.
	same := terraformtest.New(t, configuration(t, "worked-example"))
	same.Env = append(same.Env, "SITERECOVERY_CATALOG="+from)
	same.Refuses("Error: Object of another state (SR114)", "VMM server 'VMM-Beijing' is to be created, but is in the catalog already")
	workspace.Must("destroy", "-auto-approve")
	holds(t, from, everyKind(t))
}

// A folder with a copy that is destroyed all the same takes along what belongs to
// no workspace, and nothing else.
func TestMoveCatalogDestroyed(t *testing.T) {
	t.Parallel()
	workspace := terraformtest.New(t, configuration(t, "worked-example"))
	workspace.Apply()
	from, to := workspace.Catalog, terraformtest.Catalog(t)
	creates(t, from, topology.NewServer("Nobody's"))
	before := held(t, from)

	moving := terraformtest.New(t, configuration(t, "move-catalog"))
	moving.Env = append(moving.Env, "TF_VAR_from="+from, "TF_VAR_to="+to)
	moving.Apply()
	workspace.Env = append(workspace.Env, "SITERECOVERY_CATALOG="+to)
	workspace.Must("plan")
	if result := moving.Must("destroy", "-auto-approve"); !result.Says("Warning: Object of another state (SR114)", "It is removed from this state, and stays in the catalog") {
		t.Errorf("the destroy says\n%s", result.Output)
	}
	holds(t, to, slices.DeleteFunc(before, func(o topology.Object) bool { return o.ID().Name() == "Nobody's" }))
	if plan := workspace.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		t.Errorf("afterwards a plan ends with %d:\n%s", plan.Code, plan.Output)
	}
}

func opened(t *testing.T, location string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// creates puts objects into a catalog that belong to no workspace.
func creates(t *testing.T, location string, objects ...topology.Object) {
	t.Helper()
	c := opened(t, location)
	for _, object := range objects {
		if err := c.Apply(t.Context(), topology.Creation(object)); err != nil {
			t.Fatal(err)
		}
	}
}

// held returns what a catalog holds.
func held(t *testing.T, location string) []topology.Object {
	t.Helper()
	snapshot, err := opened(t, location).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.All()
}

// holds checks what a catalog holds.
func holds(t *testing.T, location string, want []topology.Object) {
	t.Helper()
	ids := func(objects []topology.Object) []string {
		var ids []string
		for _, object := range objects {
			ids = append(ids, object.ID().String())
		}
		slices.Sort(ids)
		return ids
	}
	if got := held(t, location); !slices.Equal(ids(got), ids(want)) {
		t.Errorf("the catalog holds\n%q\nwant\n%q", ids(got), ids(want))
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
