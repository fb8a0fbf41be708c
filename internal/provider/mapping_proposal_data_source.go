package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ datasource.DataSourceWithConfigure = (*mappingProposalDataSource)(nil)

type mappingProposalDataSource struct {
	question
}

func newMappingProposalDataSource() datasource.DataSource {
	return &mappingProposalDataSource{question{name: "mapping_proposal"}}
}

type mappingProposalModel struct {
	SourceServerID caseless          `tfsdk:"source_server_id"`
	TargetServerID caseless          `tfsdk:"target_server_id"`
	Mappings       map[string]string `tfsdk:"mappings"`
	Unmatched      []string          `tfsdk:"unmatched"`
	Reasons        map[string]string `tfsdk:"reasons"`
}

func (d *mappingProposalDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A proposal of mappings for all VM networks of one VMM server onto those of another one, or of the same. " +
			"Keep it in a `terraform_data` with `ignore_changes`, or as text in the configuration, and give `siterecovery_network_mappings` what is " +
			"kept: the guide *Bringing in an existing site* has both. Where the mappings are those of the data source itself, each plan that changes " +
			"what it depends on shows all of them as removed, since Terraform then asks on apply.\n\n" +
			"Networks that protected clouds use come first, all at once: as few protections of these clouds as possible are left unserved; then as " +
			"few networks as possible share a target; then as few ways back as possible are left unserved, which are the protections by other " +
			"clouds that use the networks; then the names are as alike as possible; then as many subnets as possible find one of the same name. " +
			"Then come the networks that only protecting clouds use, for the way back, and last all others; these share no target. Present mappings play no part, and the answer is always the same for the same catalog." + askedOfCatalog,
		Attributes: map[string]schema.Attribute{
			"source_server_id": askedID("The id of the VMM server whose networks are to be mapped."),
			"target_server_id": askedID("The id of the VMM server that they are to be mapped to."),
			"mappings": schema.MapAttribute{
				ElementType:         types.StringType,
				Computed:            true,
				MarkdownDescription: "The proposal: from the id of a source network to the id of its target network.",
			},
			"unmatched": schema.ListAttribute{
				ElementType:         types.StringType,
				Computed:            true,
				MarkdownDescription: "The ids of the source networks for which there is no target. Sorted.",
			},
			"reasons": schema.MapAttribute{
				ElementType:         types.StringType,
				Computed:            true,
				MarkdownDescription: "Why, for the id of each source network: why this target, or why none, and what to do about it.",
			},
		},
	}
}

func (d *mappingProposalDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m mappingProposalModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	source := r.id(engine.At("source_server_id"), m.SourceServerID)
	target := r.id(engine.At("target_server_id"), m.TargetServerID)
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	proposal, objections := engine.ProposeMappings(t.Whole(), source, target)
	addFindings(&resp.Diagnostics, engine.Suggest(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.Mappings, m.Reasons, m.Unmatched = map[string]string{}, map[string]string{}, []string{}
	for _, match := range proposal.Matches {
		m.Mappings[match.Source.String()] = match.Target.String()
		m.Reasons[match.Source.String()] = topology.Visible(match.Reason)
	}
	for _, unmatched := range proposal.Unmatched {
		m.Unmatched = append(m.Unmatched, unmatched.Source.String())
		m.Reasons[unmatched.Source.String()] = topology.Visible(unmatched.Reason)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
