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
		MarkdownDescription: "A proposal of mappings for all VM networks of one VMM server to those of another one, or of the same. " +
			"Store it in a `terraform_data` with `ignore_changes`, or as text in the configuration, and use the stored mappings for `siterecovery_network_mappings`: " +
			"the guide *Bringing in an existing site* shows both. If you use the data source directly, each plan that changes " +
			"what it depends on shows all mappings as removed, because Terraform then reads the data source on apply.\n\n" +
			"Networks that protected clouds use are mapped first, all together, with these priorities:\n\n" +
			"1. the fewest protections of these clouds for which the target is not available;\n" +
			"2. the fewest networks that share a target;\n" +
			"3. the fewest ways back without an available target: protections in which a cloud that uses the network is the protecting one;\n" +
			"4. the most similar names;\n" +
			"5. the most subnets that have the same name in the target.\n\n" +
			"Then the networks that only protecting clouds use are mapped, for the way back, and then all others; these do not share a target. Existing mappings are ignored, and the answer is always the same for the same catalog." + askedOfCatalog,
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
				MarkdownDescription: "The ids of the source networks without a target. Sorted.",
			},
			"reasons": schema.MapAttribute{
				ElementType:         types.StringType,
				Computed:            true,
				MarkdownDescription: "For the id of each source network: why it has this target, or why it has none, and what to do about it.",
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
