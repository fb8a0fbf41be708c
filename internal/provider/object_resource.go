package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// objectResource is what the resources that manage one object of the catalog
// have in common: everything but the schema and the model. A model M is filled
// from Terraform's values and builds the object, and is filled from the object.
type objectResource[M any, P model[M]] struct {
	kind topology.Kind
	// fixed are the attributes that replace the object when they change.
	fixed []string
	// naming are further attributes that the id is made of.
	naming []string

	session *session
}

// model is a pointer to the Terraform values of a resource.
type model[M any] interface {
	*M
	// object builds the object. What is not known yet is left out of it.
	object(*reader) topology.Object
	// fill takes every value from the object.
	fill(topology.Object)
	// compute takes from the object the values that nobody configures.
	compute(topology.Object)
}

// Metadata implements [resource.Resource].
func (r *objectResource[M, P]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.kind.String()
}

// Configure implements [resource.ResourceWithConfigure].
func (r *objectResource[M, P]) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.session, _ = req.ProviderData.(*session)
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (r *objectResource[M, P]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	_, object := r.read(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	unknown := unknownIn(req.Config.Raw)
	addFindings(&resp.Diagnostics, slices.DeleteFunc(engine.Validate(object), func(f engine.Finding) bool {
		return unknown != nil && unknown(f.Attribute) || isNull(req.Config.Raw, f.Attribute)
	}))
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]. It makes the id known
// and asks the planner whether the change is sound. It asks even where nothing
// changes, since what the object stands on may have changed.
func (r *objectResource[M, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	managed := idIn(ctx, req.State, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		addFindings(&resp.Diagnostics, r.session.planner.Plan(planner.Intent{Change: topology.Deletion(managed)}))
		return
	}
	m, object := r.read(ctx, req.Plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	unknown := unknownIn(req.Config.Raw)
	if unknown != nil && slices.ContainsFunc(slices.Concat(r.fixed, r.naming), func(name string) bool {
		return unknown(engine.At(name))
	}) {
		// So its id is not known either, and the check has to wait.
		addFindings(&resp.Diagnostics, r.session.planner.Unnamed(object, managed))
		return
	}
	P(m).compute(object)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, m)...)

	intent := planner.Intent{Change: topology.Updating(object), Unknown: unknown}
	switch {
	case managed.IsZero():
		intent.Change = topology.Creation(object)
		intent.Replaced = recall(ctx, req.Private, &resp.Diagnostics)
	case r.replaced(ctx, req, &resp.Diagnostics):
		// Terraform asks again, for the creation alone.
		r.session.planner.Plan(planner.Intent{Change: topology.Deletion(managed), Replaced: managed})
		remember(ctx, resp.Private, managed, &resp.Diagnostics)
		return
	case !managed.Same(object.ID()):
		r.session.planner.Plan(planner.Intent{Change: topology.Deletion(managed), Replaced: managed})
		intent.Change, intent.Replaced = topology.Creation(object), managed
	}
	addFindings(&resp.Diagnostics, r.session.planner.Plan(intent))
	remember(ctx, resp.Private, object.ID(), &resp.Diagnostics)
}

// replaced reports whether a change of the attributes replaces the object.
func (r *objectResource[M, P]) replaced(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) bool {
	return slices.ContainsFunc(r.fixed, func(name string) bool {
		var before, after attr.Value
		diags.Append(req.State.GetAttribute(ctx, path.Root(name), &before)...)
		diags.Append(req.Plan.GetAttribute(ctx, path.Root(name), &after)...)
		return !diags.HasError() && !before.Equal(after)
	})
}

// Create implements [resource.Resource].
func (r *objectResource[M, P]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	m, object := r.read(ctx, req.Plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.session.apply(ctx, topology.Creation(object)); err != nil {
		addApplyError(&resp.Diagnostics, "create", object.ID(), err)
		return
	}
	P(m).compute(object)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// Read implements [resource.Resource]. It reads what the run found when it began.
func (r *objectResource[M, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	id := idIn(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	object, ok := r.session.planner.Found().Get(id)
	if !ok {
		r.session.missing(&resp.Diagnostics)
		resp.State.RemoveResource(ctx)
		return
	}
	m := new(M)
	P(m).fill(object)
	P(m).compute(object)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// Update implements [resource.Resource]. Where the new values give the object
// another id, it takes the place of the old one at one stroke.
func (r *objectResource[M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	managed := idIn(ctx, req.State, &resp.Diagnostics)
	m, object := r.read(ctx, req.Plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	changes := []topology.Change{topology.Updating(object)}
	if !managed.Same(object.ID()) {
		changes = []topology.Change{topology.Creation(object), topology.Deletion(managed)}
	}
	if err := r.session.apply(ctx, changes...); err != nil {
		addApplyError(&resp.Diagnostics, "update", object.ID(), err)
		return
	}
	P(m).compute(object)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// Delete implements [resource.Resource].
func (r *objectResource[M, P]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	id := idIn(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.session.apply(ctx, topology.Deletion(id)); err != nil {
		addApplyError(&resp.Diagnostics, "delete", id, err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *objectResource[M, P]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, err := topology.ParseID(req.ID)
	switch {
	case err != nil:
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import %s", r.kind.Noun()), capitalized(err.Error())+".")
		return
	case id.Kind() != r.kind:
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import %s", r.kind.Noun()),
			fmt.Sprintf("%q is the id of a %s: import it into a siterecovery_%s.", req.ID, id.Kind().Noun(), id.Kind()))
		return
	}
	object, ok := r.session.planner.Found().Get(id)
	if !ok {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import %s", r.kind.Noun()),
			fmt.Sprintf("There is no %s (%s) in the catalog %s. Check the id, and that the provider uses the right catalog.",
				id.Label(), req.ID, r.session.catalog.Name()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), object.ID().String())...)
}

// values is where a model is read from: a configuration or a plan.
type values interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

func (r *objectResource[M, P]) read(ctx context.Context, from values, diags *diag.Diagnostics) (*M, topology.Object) {
	m := new(M)
	diags.Append(from.Get(ctx, m)...)
	if diags.HasError() {
		return nil, nil
	}
	read := &reader{ctx: ctx}
	object := P(m).object(read)
	diags.Append(read.diags...)
	return m, object
}

// idIn returns the id in a state, the zero ID if there is no state.
func idIn(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) topology.ID {
	if state.Raw.IsNull() {
		return topology.ID{}
	}
	var text caseless
	diags.Append(state.GetAttribute(ctx, path.Root("id"), &text)...)
	id, err := topology.ParseID(text.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("id"), "Unable to read the state", capitalized(err.Error())+".")
	}
	return id
}
