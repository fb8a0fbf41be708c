package provider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// session is one run of Terraform with one provider configuration.
type session struct {
	catalog *catalog.Catalog
	run     *catalog.Run
	planner *planner.Planner
	// vault is nil where none is configured.
	vault *vault.Vault
	// unread says once that the vault could not be read.
	unread sync.Once
	// lost says once that the catalog has nothing of the state; looked counts the objects
	// of the state that were looked for, and there those that were found.
	lost          sync.Once
	looked, there atomic.Int64
	// unsettled says once what a run has left behind that was broken off.
	unsettled sync.Once
	refused   refusals
}

// newSession begins a run. With handOver, what it creates belongs to the state
// that refreshes it first. The vault is nil where none is configured.
func newSession(ctx context.Context, program, location string, handOver bool, v *vault.Vault) (*session, error) {
	c, err := catalog.OpenFor(program, location)
	if err != nil {
		return nil, err
	}
	run, err := c.Begin(ctx, workplace(), handOver)
	if err != nil {
		return nil, err
	}
	logCatalog(ctx, "opened the catalog", map[string]any{
		"catalog": c.Name(), "revision": run.Found().Revision, "objects": run.Found().Len(),
	})
	return &session{catalog: c, run: run, planner: planner.New(run, v), vault: v}, nil
}

// workplace says where Terraform runs: a run that was killed is completed, or
// destroyed, by one at the same place.
func workplace() string {
	host, _ := os.Hostname()
	folder, _ := os.Getwd()
	workspace := os.Getenv("TF_WORKSPACE")
	if workspace == "" {
		data := os.Getenv("TF_DATA_DIR")
		if data == "" {
			data = ".terraform"
		}
		selected, _ := os.ReadFile(filepath.Join(data, "environment")) // there is none for the default one
		workspace = strings.TrimSpace(string(selected))
	}
	return strings.Join([]string{host, folder, workspace}, ":")
}

// end ends the run. What cannot be said to the catalog any more is found out by
// the next run.
func (s *session) end(ctx context.Context) error {
	if err := s.run.End(ctx); err != nil {
		return err
	}
	return s.catalog.Close()
}

// show shows the claim of a resource to the objects that its state calls by the
// ids; see [catalog.Run.Show].
func (s *session) show(ctx context.Context, diags *diag.Diagnostics, claim string, ids ...topology.ID) []catalog.Shown {
	shown, err := s.run.Show(ctx, claim, ids...)
	if err != nil {
		diags.AddError("Unable to write to the catalog", err.Error())
	}
	return shown
}

// found returns the topology that the run found.
func (s *session) found() *topology.Topology { return s.run.Found().Topology }

// current returns the ids that objects have after what has been planned so far.
func (s *session) current(id topology.ID) topology.ID {
	now, _ := s.planner.Current(id)
	return now
}

// plan asks the planner about a change. The first time, it says what there is that
// no plan would leave behind.
func (s *session) plan(ctx context.Context, intent planner.Intent, diags *diag.Diagnostics) []engine.Finding {
	s.unsettled.Do(func() {
		for _, finding := range fewOfEach(engine.Unsettled(s.found())) {
			finding.Severity, finding.Attribute = engine.Warning, nil
			addFindings(diags, []engine.Finding{finding})
		}
	})
	findings, err := s.planner.Plan(ctx, intent)
	if err != nil {
		diags.AddError("Unable to write to the catalog", err.Error())
	}
	return findings
}

// apply makes changes in the catalog, all or none, and has the vault follow. What
// was brought back into line there is said. The failures are what the vault did not
// make, and was taken back.
func (s *session) apply(ctx context.Context, diags *diag.Diagnostics, changes ...catalog.Step) (planner.Applied, error) {
	start := time.Now()
	applied, err := s.planner.Apply(ctx, changes...)
	if refused := (*catalog.Refused)(nil); errors.As(err, &refused) {
		refused.Findings = s.suggest(refused.Findings)
	}
	for _, change := range changes {
		logCatalog(ctx, "applied to the catalog", map[string]any{
			"action": change.Action.String(), "id": change.ID().String(), "milliseconds": time.Since(start).Milliseconds(), "made": err == nil,
		})
	}
	addFindings(diags, fewOfEach(applied.Findings))
	return applied, err
}

// applyOne is apply for the changes of one object, of which a failure is that of all.
func (s *session) applyOne(ctx context.Context, diags *diag.Diagnostics, changes ...catalog.Step) (planner.Applied, error) {
	applied, err := s.apply(ctx, diags, changes...)
	for _, failure := range applied.Failures {
		err = errors.Join(err, failure.Err)
	}
	return applied, err
}

// unreadable says that the vault could not be read: once in a run, for every
// resource meets the same.
func (s *session) unreadable(diags *diag.Diagnostics, err error) {
	s.unread.Do(func() { addUnreadable(diags, err) })
}

// addUnreadable says that the vault could not be read, to who has no answer without it.
func addUnreadable(diags *diag.Diagnostics, err error) {
	diags.AddError("Unable to read the vault", topology.Visible(err.Error()))
}

// suggest adds to findings about unknown objects which ones of the catalog may
// have been meant, as the run found it: what the run itself plans is in no order.
func (s *session) suggest(findings []engine.Finding) []engine.Finding {
	return engine.Suggest(s.planner.Found().Topology, findings)
}

// looksFor is told of an object of the state, and whether it is in the catalog. Where
// that has none of those that are looked for first, it is likely the wrong one.
func (s *session) looksFor(found bool, diags *diag.Diagnostics) {
	const first = 3
	looked := s.looked.Add(1)
	if found {
		s.there.Add(1)
		return
	}
	if s.planner.Found().Revision > 0 {
		if looked >= first && s.there.Load() == 0 {
			s.lost.Do(func() {
				diags.AddWarning("The catalog has nothing of the state", fmt.Sprintf("The first %d objects of the state that were looked for are not in the catalog %s, which has others. "+
					"The plan creates again what is not there.\n\nThe likely cause: catalog or %s names another location than before.\n\n"+
					"Remedy: If it is so, do not apply; point the provider at the catalog that was used before.", first, s.catalog.Name(), catalogVariable))
			})
		}
		return
	}
	s.lost.Do(func() {
		diags.AddWarning("The catalog is empty, but the state is not",
			fmt.Sprintf("The state holds objects, and the catalog %s holds nothing: it does not exist yet, or has just been made. "+
				"Terraform will plan to create every object again.\n\n"+
				"The likely cause: the file has not come along (another machine, a clean checkout of a pipeline), Terraform runs in "+
				"another working directory than before, or catalog or %s names another location than before.\n\n"+
				"Remedy: If it is so, do not apply; point the provider at the catalog that was used before.", s.catalog.Name(), catalogVariable))
	})
}
