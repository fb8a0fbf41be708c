package provider

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// session is one run of Terraform with one provider configuration.
type session struct {
	catalog *catalog.Catalog
	planner *planner.Planner
	// lost says once that the catalog is empty although the state is not.
	lost sync.Once
}

func newSession(ctx context.Context, location string) (*session, error) {
	c, err := catalog.Open(location)
	if err != nil {
		return nil, err
	}
	p, err := planner.New(ctx, c)
	if err != nil {
		return nil, err
	}
	tflog.Debug(ctx, "opened the catalog", map[string]any{
		"catalog": c.Name(), "revision": p.Found().Revision, "objects": p.Found().Len(),
	})
	return &session{catalog: c, planner: p}, nil
}

// apply makes changes in the catalog, all or none.
func (s *session) apply(ctx context.Context, changes ...topology.Change) error {
	start := time.Now()
	err := s.planner.Apply(ctx, changes...)
	if refused := (*catalog.Refused)(nil); errors.As(err, &refused) {
		refused.Findings = s.suggest(refused.Findings)
	}
	for _, change := range changes {
		tflog.Debug(ctx, "applied to the catalog", map[string]any{
			"action": change.Action.String(), "id": change.ID().String(), "milliseconds": time.Since(start).Milliseconds(), "made": err == nil,
		})
	}
	return err
}

// suggest adds to findings about unknown objects which ones of the catalog may
// have been meant, as the run found it: what the run itself plans is in no order.
func (s *session) suggest(findings []engine.Finding) []engine.Finding {
	return engine.Suggest(s.planner.Found().Topology, findings)
}

// missing is told of an object that is in the state and not in the catalog. If
// that is because the catalog was never written to, the whole catalog is likely
// the wrong one.
func (s *session) missing(diags *diag.Diagnostics) {
	if s.planner.Found().Revision > 0 {
		return
	}
	s.lost.Do(func() {
		diags.AddWarning("The catalog is empty, but the state is not",
			fmt.Sprintf("The state holds objects, and the catalog %s holds nothing: it does not exist yet, or has just been made. "+
				"Terraform will plan to create every object again.\n\n"+
				"The likely cause: the file has not come along (another machine, a clean checkout of a pipeline), Terraform runs in "+
				"another working directory than before, or catalog or %s names another location than before. If so, do not apply; "+
				"point the provider at the catalog that was used before.", s.catalog.Name(), catalogVariable))
	})
}
