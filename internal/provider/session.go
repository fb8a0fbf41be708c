package provider

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
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
	return &session{catalog: c, planner: p}, nil
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
