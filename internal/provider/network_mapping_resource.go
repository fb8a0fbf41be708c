package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithImportState    = (*networkMappingResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*networkMappingResource)(nil)
	_ resource.ResourceWithValidateConfig = (*networkMappingResource)(nil)
)

type networkMappingResource struct {
	objectResource[networkMappingModel, *networkMappingModel]
}

func newNetworkMappingResource() resource.Resource {
	return &networkMappingResource{objectResource[networkMappingModel, *networkMappingModel]{
		kind:   topology.KindMapping,
		anchor: "source_network_id",
		naming: []string{"target_network_id"},
	}}
}

type networkMappingModel struct {
	ID                 caseless     `tfsdk:"id"`
	SourceNetworkID    caseless     `tfsdk:"source_network_id"`
	TargetNetworkID    caseless     `tfsdk:"target_network_id"`
	TestNetworkID      caseless     `tfsdk:"test_network_id"`
	CloudProtectionIDs types.Set    `tfsdk:"cloud_protection_ids"`
	Scenario           types.String `tfsdk:"scenario"`
	VaultMappingID     caseless     `tfsdk:"vault_mapping_id"`
}

func (m *networkMappingModel) object(r *reader) topology.Object {
	return topology.NewMapping(
		r.id(engine.At("source_network_id"), m.SourceNetworkID),
		r.id(engine.At("target_network_id"), m.TargetNetworkID),
		r.id(engine.At("test_network_id"), m.TestNetworkID),
		r.ids(engine.At("cloud_protection_ids"), m.CloudProtectionIDs))
}

func (m *networkMappingModel) fill(object topology.Object) {
	mapping, _ := object.(topology.Mapping)
	m.SourceNetworkID = idOrNull(mapping.Source)
	m.TargetNetworkID = idOrNull(mapping.Target)
	m.TestNetworkID = idOrNull(mapping.Test)
	m.CloudProtectionIDs = setOf(mapping.Protections)
}

func (m *networkMappingModel) compute(object topology.Object) {
	mapping, _ := object.(topology.Mapping)
	m.ID = newCaseless(mapping.ID().String())
	m.Scenario = types.StringValue(string(mapping.Scenario()))
	if m.VaultMappingID.IsUnknown() {
		m.VaultMappingID = caseless{types.StringNull()}
	}
}

// inForceAs sets the ARM id that a mapping has in the vault, where it has one.
func inForceAs(m any, id string) {
	if mapping, ok := m.(*networkMappingModel); ok && id != "" && !topology.SameName(mapping.VaultMappingID.ValueString(), id) {
		mapping.VaultMappingID = newCaseless(id)
	}
}

func (r *networkMappingResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A network mapping: on failover, the replicas of machines on the source network are connected to the target " +
			"network. Creating or changing it changes the network of the replicas of **all** machines on the source network. If it is deleted, they " +
			"have no network on a VMM server, and in Azure reach only machines of their own recovery plan (inferred). A mapping has a direction: the " +
			"way back needs its own mapping (inferred).\n\nWithout a vault in the provider's configuration, a mapping is only in the catalog. With one, it is also put into force there: see the " +
			"guide *Using a Recovery Services vault*.\n\nThe guide *Concepts* has the rules, each marked as documented by Azure Site Recovery or as inferred.",
		Attributes: map[string]schema.Attribute{
			"id":                idAttribute("{source network's id}/mappings/{target server, or \"azure\"}"),
			"source_network_id": anchorAttribute("The id of the VM network that is mapped."),
			"target_network_id": schema.StringAttribute{
				CustomType: caselessType{},
				Required:   true,
				MarkdownDescription: "The id of the VM network or the Azure network that it is mapped to. A source has at most one target on each " +
					"VMM server, and one in Azure (inferred). It is changed in place: there is no moment without a mapping.",
				PlanModifiers: []planmodifier.String{keepSpelling{}},
			},
			"test_network_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Optional:            true,
				MarkdownDescription: "The id of the network that test failovers use, on the fabric of the target. It should not be the target itself.",
				PlanModifiers:       []planmodifier.String{keepSpelling{}},
			},
			"cloud_protection_ids": idsAttribute("The ids of the cloud protections that the mapping must serve. For each of them the plan " +
				"proves that the protected cloud uses the source network, and that the target is available. Without them, the mapping is " +
				"checked against the protections known so far, with warnings only."),
			"scenario": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "`vmm_to_vmm` or `vmm_to_azure`.",
			},
			"vault_mapping_id": schema.StringAttribute{
				CustomType: caselessType{},
				Computed:   true,
				MarkdownDescription: "The ARM id of the mapping in the Recovery Services vault in which it is in force; null if the provider has no vault, " +
					"or does not put mappings of this scenario into force.",
			},
		},
	}
}
