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
	_ resource.ResourceWithImportState    = (*cloudProtectionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*cloudProtectionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*cloudProtectionResource)(nil)
)

type cloudProtectionResource struct {
	objectResource[cloudProtectionModel, *cloudProtectionModel]
}

func newCloudProtectionResource() resource.Resource {
	return &cloudProtectionResource{objectResource[cloudProtectionModel, *cloudProtectionModel]{
		kind:   topology.KindProtection,
		anchor: "protected_cloud_id",
	}}
}

type cloudProtectionModel struct {
	ID                caseless     `tfsdk:"id"`
	ProtectedCloudID  caseless     `tfsdk:"protected_cloud_id"`
	ProtectingCloudID caseless     `tfsdk:"protecting_cloud_id"`
	AzureLocation     types.String `tfsdk:"azure_location"`
	Replication       types.String `tfsdk:"replication"`
}

func (m *cloudProtectionModel) object(r *reader) topology.Object {
	return topology.NewProtection(
		r.id(engine.At("protected_cloud_id"), m.ProtectedCloudID),
		r.id(engine.At("protecting_cloud_id"), m.ProtectingCloudID),
		r.optional(engine.At("azure_location"), m.AzureLocation),
		topology.Replication(r.optional(engine.At("replication"), m.Replication)))
}

func (m *cloudProtectionModel) fill(object topology.Object) {
	protection, _ := object.(topology.Protection)
	m.ProtectedCloudID = idOrNull(protection.Protected)
	m.ProtectingCloudID = idOrNull(protection.Protecting)
	m.AzureLocation = textOrNull(protection.AzureLocation)
	m.Replication = types.StringValue(string(protection.Replication))
}

func (m *cloudProtectionModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
}

func (r *cloudProtectionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The protection of a cloud, by another cloud or by Azure. A cloud can be in only one protection, " +
			"as the protected or the protecting cloud, and cannot protect itself.",
		Attributes: map[string]schema.Attribute{
			"id":                 idAttribute("{protected cloud's id}/protection"),
			"protected_cloud_id": anchorAttribute("The id of the cloud whose machines are replicated."),
			"protecting_cloud_id": schema.StringAttribute{
				CustomType:          caselessType{},
				Optional:            true,
				MarkdownDescription: "The id of the cloud that its machines are replicated to, on another VMM server or on the same one. Set exactly one of `protecting_cloud_id` and `azure_location`.",
				PlanModifiers:       []planmodifier.String{keepSpelling{}},
			},
			"azure_location": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The Azure region that its machines are replicated to, such as `westeurope`. If the provider does not know it, there is a warning. Set exactly one of `protecting_cloud_id` and `azure_location`.",
			},
			"replication": choiceAttribute("The technology of the replication.", topology.Replications()),
		},
	}
}
