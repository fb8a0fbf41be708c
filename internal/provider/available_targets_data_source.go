package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ datasource.DataSourceWithConfigure = (*availableTargetsDataSource)(nil)

type availableTargetsDataSource struct {
	question
}

func newAvailableTargetsDataSource() datasource.DataSource {
	return &availableTargetsDataSource{question{name: "available_targets"}}
}

type availableTargetsModel struct {
	SourceNetworkID caseless            `tfsdk:"source_network_id"`
	TargetNetworkID caseless            `tfsdk:"target_network_id"`
	Choices         []targetChoiceModel `tfsdk:"choices"`
	AvailableToAll  []types.String      `tfsdk:"available_to_all"`
	AvailableToSome []types.String      `tfsdk:"available_to_some"`
}

type targetChoiceModel struct {
	TargetNetworkID   types.String `tfsdk:"target_network_id"`
	TargetNetworkName types.String `tfsdk:"target_network_name"`
	CloudProtectionID types.String `tfsdk:"cloud_protection_id"`
	ProtectedCloudID  types.String `tfsdk:"protected_cloud_id"`
	ProtectingCloudID types.String `tfsdk:"protecting_cloud_id"`
	Available         types.Bool   `tfsdk:"available"`
	Reason            types.String `tfsdk:"reason"`
}

func (d *availableTargetsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The networks that a source network can be mapped to, for each cloud protection whose protected cloud uses it. " +
			"A target is *available* for a cloud protection if the protecting cloud has the logical network that the target is on, " +
			"or, for Azure, if the target is in the region that the protection replicates to." + askedOfRules,
		Attributes: map[string]schema.Attribute{
			"source_network_id": askedID("The id of the VM network that is to be mapped."),
			"target_network_id": optionalID("The id of a target network, to check only that one. With thousands of networks, that is much faster."),
			"choices": schema.ListNestedAttribute{
				Computed: true,
				MarkdownDescription: "For each cloud protection whose protected cloud uses the source network, every VM network of the " +
					"protecting cloud's VMM server except the source itself, or every Azure network. Sorted by the target's id, then by " +
					"the protected cloud's.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"target_network_id":   answer("The id of the target network."),
						"target_network_name": answer("Its name."),
						"cloud_protection_id": answer("The id of the cloud protection."),
						"protected_cloud_id":  answer("The id of the protected cloud."),
						"protecting_cloud_id": answer("The id of the protecting cloud; null if the cloud replicates to Azure."),
						"available": schema.BoolAttribute{
							Computed:            true,
							MarkdownDescription: "Whether the target is available for the protection.",
						},
						"reason": answer("Why it is available, or why not, in a sentence."),
					},
				},
			},
			"available_to_all": schema.ListAttribute{
				ElementType:         types.StringType,
				Computed:            true,
				MarkdownDescription: "The ids of the targets that are available in all of their choices: map to one of these. Sorted.",
			},
			"available_to_some": schema.ListAttribute{
				ElementType: types.StringType,
				Computed:    true,
				MarkdownDescription: "The ids of the targets that are available in some of their choices, but not in all: mapping to them " +
					"puts the machines of the other clouds at risk. Sorted.",
			},
		},
	}
}

func (d *availableTargetsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m availableTargetsModel
	t, r := d.begin(ctx, req, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	source := r.id(engine.At("source_network_id"), m.SourceNetworkID)
	target := r.id(engine.At("target_network_id"), m.TargetNetworkID)
	resp.Diagnostics.Append(r.diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, objections := engine.AvailableTargets(t.Whole(), source, target)
	addFindings(&resp.Diagnostics, engine.Suggest(t.Topology, objections))
	if resp.Diagnostics.HasError() {
		return
	}
	m.Choices = make([]targetChoiceModel, len(found.Choices))
	for i, choice := range found.Choices {
		m.Choices[i] = targetChoiceModel{
			TargetNetworkID:   types.StringValue(choice.Target.String()),
			TargetNetworkName: types.StringValue(choice.Target.Name()),
			CloudProtectionID: types.StringValue(choice.Protection.ID().String()),
			ProtectedCloudID:  types.StringValue(choice.Protection.Protected.String()),
			ProtectingCloudID: textOrNull(choice.Protection.Protecting.String()),
			Available:         types.BoolValue(choice.Available),
			Reason:            said(choice.Reason),
		}
	}
	m.AvailableToAll = idList(found.ToAll)
	m.AvailableToSome = idList(found.ToSome)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func idList(ids []topology.ID) []types.String {
	list := make([]types.String, len(ids))
	for i, id := range ids {
		list[i] = types.StringValue(id.String())
	}
	return list
}
