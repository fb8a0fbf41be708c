package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var (
	_ resource.ResourceWithImportState    = (*vmmServerResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*vmmServerResource)(nil)
	_ resource.ResourceWithValidateConfig = (*vmmServerResource)(nil)
)

type vmmServerResource struct {
	objectResource[vmmServerModel, *vmmServerModel]
}

func newVMMServerResource() resource.Resource {
	return &vmmServerResource{objectResource[vmmServerModel, *vmmServerModel]{
		kind:   topology.KindServer,
		naming: []string{"name"},
	}}
}

type vmmServerModel struct {
	ID   caseless `tfsdk:"id"`
	Name caseless `tfsdk:"name"`
}

func (m *vmmServerModel) object(*reader) topology.Object {
	return topology.NewServer(m.Name.ValueString())
}

func (m *vmmServerModel) fill(object topology.Object) {
	m.Name = newCaseless(object.ID().Name())
}

func (m *vmmServerModel) compute(object topology.Object) {
	m.ID = newCaseless(object.ID().String())
}

func (r *vmmServerResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A System Center Virtual Machine Manager server. Site Recovery calls it a *fabric*. " +
			"Each of two sites has its own, or they share one.",
		Attributes: map[string]schema.Attribute{
			"id":   idAttribute("/servers/{server}"),
			"name": nameAttribute(topology.KindServer),
		},
	}
}
