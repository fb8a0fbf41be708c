package provider

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/report"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

const (
	machinesOfReport = "The machines that `report_html` tells of, by name; with `source_server_id`, those in clouds of that VMM server. `findings`, the counts and `ready` " +
		"include what would hurt them. Where each of them will be, [siterecovery_failover_plan](failover_plan.md) says."

	reportHTML = "All of this as a page for people: the verdict, the coverage, a picture of the mappings, the findings with what to do, the " +
		"`virtual_machines` at risk, and the failback. It is one file that needs nothing else, for a browser or for paper, there whether `ready` is true or not. " +
		"It says of which catalog it is, and by which revision, and when, that was changed last. It does not say when it was made: so it is the same " +
		"for as long as the catalog is, and no plan shows a difference for the time alone. Of a large catalog it shows what is most urgent, and says how much more there is."
)

// machines reads the machines that are asked about, nil if none are given, and finds
// where they are after a failover.
func (d *readinessDataSource) machines(
	t catalog.Snapshot, server topology.ID, asked opaqueMap, diags *diag.Diagnostics,
) (map[string]engine.Machine, engine.FailoverPlan) {
	if asked.IsNull() {
		return nil, engine.FailoverPlan{}
	}
	r := newRawReader()
	r.names = t.Topology
	read, _ := r.machines(asked.value)
	r.told(diags)
	if diags.HasError() {
		return nil, engine.FailoverPlan{}
	}
	machines := engine.BaselineQuestion{Machines: read, Server: server}.PlannedMachines()
	plan, objections := engine.PlanFailover(t.Whole(), machines)
	addFindings(diags, suggested(t.Topology, objections))
	return machines, plan
}

// report returns the page about a readiness.
func (d *readinessDataSource) report(
	t catalog.Snapshot, server topology.ID, readiness engine.Readiness, machines map[string]engine.Machine, plan engine.FailoverPlan, diags *diag.Diagnostics,
) types.String {
	changed := t.Changed()
	page := report.Report{
		Topology: t.Whole(), Server: server, Readiness: readiness, Machines: machines, Plan: plan,
		Catalog: fromHere(d.session.catalog.Name()), Revision: changed.Revision, Changed: changed.At,
	}
	html, err := page.HTML()
	if err != nil {
		diags.AddError("Unable to write the report", err.Error())
	}
	return types.StringValue(html)
}

// fromHere names a catalog in the working directory by its path from there. Another
// checkout has the same one, and its report is the same.
func fromHere(name string) string {
	folder, err := os.Getwd()
	if err != nil || !filepath.IsAbs(name) {
		return name
	}
	if relative, err := filepath.Rel(folder, name); err == nil && filepath.IsLocal(relative) {
		return filepath.ToSlash(relative)
	}
	return name
}
