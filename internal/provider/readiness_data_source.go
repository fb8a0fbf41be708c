package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

var _ datasource.DataSourceWithConfigure = (*readinessDataSource)(nil)

type readinessDataSource struct {
	question
}

func newReadinessDataSource() datasource.DataSource {
	return &readinessDataSource{question{name: "readiness"}}
}

type readinessModel struct {
	SourceServerID        caseless       `tfsdk:"source_server_id"`
	VirtualMachines       opaqueMap      `tfsdk:"virtual_machines"`
	Ready                 types.Bool     `tfsdk:"ready"`
	Findings              []findingModel `tfsdk:"findings"`
	ErrorCount            types.Int64    `tfsdk:"error_count"`
	WarningCount          types.Int64    `tfsdk:"warning_count"`
	ProtectedNetworkCount types.Int64    `tfsdk:"protected_network_count"`
	CoveredNetworkCount   types.Int64    `tfsdk:"covered_network_count"`
	Coverage              types.Float64  `tfsdk:"coverage"`
	ReportHTML            types.String   `tfsdk:"report_html"`
}

func (d *readinessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	count := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everything in the catalog that would hurt on a failover, a failback or a test: protected networks without a mapping, " +
			"mappings that serve only some cloud protections or none, no way back, several networks onto one, first-subnet fallbacks, static IP pools " +
			"that are missing or too small, static addresses that Azure does not give out, networks that no host reaches, tests on the production network, prefixes that overlap behind a gateway." +
			shownInPlan +
			"\n\nWhere the provider's configuration has a `vault`, the vault is asked too, once in a run, and there are findings about what a failover would really do: " +
			"SR608, an error, for a mapping that is to be in force in the vault and is not, or leads elsewhere there (one that the catalog has as being in force in " +
			"another vault is not judged); and SR609 for machines whose network adapters the vault has set apart from the mapping of their network, an error where the " +
			"replica will not have the adapter, a warning where it will be on another network, or on one although its own is not mapped. Such machines are one finding " +
			"for all with the same networks; [siterecovery_vault](vault.md) has them one by one. Machines that have failed over are left out. " +
			"`ready` and the counts include these findings; `coverage`, and [siterecovery_failover_baseline](../resources/failover_baseline.md), tell of the catalog alone." +
			askedOfRules,
		Attributes: map[string]schema.Attribute{
			"source_server_id": optionalID("The id of a VMM server, to judge only what replicates from there."),
			"ready": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether there is no finding of severity `error`: nothing keeps a machine from its network, its address or its host.",
			},
			"findings":                findingsAttribute("What would hurt: errors first, then by the id of the subject and by code. With `virtual_machines`, what would hurt these too, where it is not told of all machines already."),
			"error_count":             count("The number of findings of severity `error`."),
			"warning_count":           count("The number of findings of severity `warning`."),
			"protected_network_count": count("The number of VM networks that protected clouds use."),
			"covered_network_count":   count("The number of those that are mapped to a target that is available for every one of these clouds."),
			"coverage": schema.Float64Attribute{
				Computed:            true,
				MarkdownDescription: "The part of the protected networks that are covered, from 0 to 1; 1 where nothing is protected.",
			},
			"virtual_machines": askedMachines(schema.MapNestedAttribute{Optional: true, MarkdownDescription: machinesOfReport}),
			"report_html":      answer(reportHTML),
		},
	}
}

func (d *readinessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m readinessModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	server := r.id(engine.At("source_server_id"), m.SourceServerID)
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	readiness, objections := engine.JudgeReadiness(t.Topology, server)
	addFindings(&resp.Diagnostics, engine.Suggest(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	inVault, err := d.session.planner.JudgeVault(ctx, t, server)
	if err != nil {
		addUnreadable(&resp.Diagnostics, err)
		return
	}
	readiness = readiness.With(inVault)
	machines, plan := d.machines(t, server, m.VirtualMachines, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.ReportHTML = d.report(t, server, readiness, machines, plan, &resp.Diagnostics)
	readiness = readiness.WithPlan(plan)
	var errors int64
	for _, finding := range readiness.Findings {
		if finding.Severity == engine.Error {
			errors++
		}
	}
	m.Ready = types.BoolValue(readiness.Ready())
	m.Findings = modelsOfFindings(readiness.Findings)
	m.ErrorCount = types.Int64Value(errors)
	m.WarningCount = types.Int64Value(int64(len(readiness.Findings)) - errors)
	m.ProtectedNetworkCount = types.Int64Value(int64(readiness.Networks))
	m.CoveredNetworkCount = types.Int64Value(int64(readiness.Covered))
	m.Coverage = types.Float64Value(readiness.Coverage())
	putModel(&resp.State, &m, &resp.Diagnostics)
}
