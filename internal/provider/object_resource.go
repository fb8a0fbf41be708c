package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// objectResource is what the resources that manage one object of the catalog
// have in common: everything but the schema and the model. A model M is filled
// from Terraform's values and builds the object, and is filled from the object.
type objectResource[M any, P model[M]] struct {
	kind topology.Kind
	// anchor is the attribute that says which object it is, whatever its name: to
	// lead to another object there replaces it. A VMM server has none.
	anchor string
	// naming are the other attributes that the id is made of.
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

// ValidateConfig implements [resource.ResourceWithValidateConfig]. Where there is a
// catalog it leaves everything to the plan, which then tells all that is wrong
// at once, with the values and with the references; so do warnings wait for it.
func (r *objectResource[M, P]) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.session != nil {
		return
	}
	_, object, wrong := r.look(values(req.Config), &resp.Diagnostics)
	if object == nil {
		return
	}
	unknown := unknownIn(req.Config.Raw)
	addFindings(&resp.Diagnostics, slices.DeleteFunc(r.session.validate(object), func(f engine.Finding) bool {
		return f.Severity != engine.Error || leftToThePlan(f) ||
			unknown != nil && unknown(f.Attribute) || wrong.hold(f.Attribute) || isNull(req.Config.Raw, f.Attribute)
	}))
}

// leftToThePlan tells the findings that compare two references: terraform test gives
// all mocked objects of a kind the same id, and validates with the real provider.
func leftToThePlan(f engine.Finding) bool {
	return f.Code == engine.ProtectsItself || f.Code == engine.MappedOntoItself
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]. It makes the id known
// and asks the planner whether the change is sound. It asks even where nothing
// changes, since what the object stands on may have changed.
func (r *objectResource[M, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	managed, entering := r.managedIn(ctx, req.State, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() && !entering.IsZero() {
		return
	}
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	var shown catalog.Shown
	if !managed.IsZero() {
		shown = r.session.show(ctx, &resp.Diagnostics, claim, managed)[0]
		managed = r.session.current(managed)
	}
	if req.Plan.Raw.IsNull() {
		if shown.Foreign {
			addFindings(&resp.Diagnostics, []engine.Finding{engine.Forgotten(r.session.found(), managed)})
			keepClaim(ctx, resp.Private, catalog.NewClaim(), &resp.Diagnostics) // which is nobody's
			return
		}
		if shown.Imported {
			addFindings(&resp.Diagnostics, []engine.Finding{engine.Imported(r.session.found(), managed)})
		}
		addFindings(&resp.Diagnostics, r.session.plan(ctx, planner.Intent{Change: topology.Deletion(managed), Claim: claim}, &resp.Diagnostics))
		return
	}
	m, object, wrong := r.look(values(req.Plan), &resp.Diagnostics)
	if object == nil {
		return
	}
	if shown.ID.IsZero() && r.kind == topology.KindMapping && adoptedIn(ctx, req.Private, &resp.Diagnostics) != "" {
		managed = topology.ID{} // the vault has it, and the catalog is to
	}
	unknown := unknownIn(req.Config.Raw)
	isUnknown := func(name string) bool { return unknown != nil && name != "" && unknown(engine.At(name)) }
	if isUnknown(r.anchor) && !managed.IsZero() {
		resp.RequiresReplace.Append(path.Root(r.anchor))
	}
	unnamed := isUnknown(r.anchor) || slices.ContainsFunc(r.naming, isUnknown)
	if len(wrong) > 0 || resp.Diagnostics.HasError() || unnamed {
		// It cannot be planned, or its id is not known yet.
		r.judge(managed, object, func(at engine.Path) bool {
			return unknown != nil && unknown(at) || wrong.hold(at)
		}, &resp.Diagnostics)
		if unnamed {
			addFindings(&resp.Diagnostics, r.session.planner.Unnamed(object, managed))
		}
		return
	}
	P(m).compute(object)
	putModel(&resp.Plan, m, &resp.Diagnostics)
	if findings := r.session.planner.OldNames(object); len(findings) > 0 {
		addFindings(&resp.Diagnostics, findings)
		return
	}
	var ground []topology.Object
	if !entering.IsZero() {
		ground = r.session.ground(ctx, object, &resp.Diagnostics)
	}
	intend := func(change topology.Change, replaced bool) {
		intent := planner.Intent{Change: change, Claim: claim, Unknown: unknown, Replaced: replaced, Ground: ground}
		addFindings(&resp.Diagnostics, r.session.suggest(r.session.plan(ctx, intent, &resp.Diagnostics)))
	}
	plan := func(change topology.Change) { intend(change, false) }
	replace := func(change topology.Change) { intend(change, true) }
	switch {
	case managed.IsZero():
		replaced, ok := r.session.run.Found().Claimed(claim)
		if ok && claim != "" {
			// Terraform has asked before, for the change, and replaces the object.
			replace(topology.Deletion(r.session.planner.Keep(replaced)))
		}
		intend(topology.Creation(object), ok)
	case shown.Foreign:
		addFindings(&resp.Diagnostics, r.session.planner.Keeps(managed, claim))
		told := engine.TakenOver
		if !resp.Plan.Raw.Equal(req.State.Raw) {
			told = engine.Retired
		}
		addFindings(&resp.Diagnostics, []engine.Finding{told(r.session.found(), managed)})
	case !anchorOf(managed).Same(anchorOf(object.ID())):
		// Terraform asks again, for the creation alone.
		resp.RequiresReplace.Append(path.Root(r.anchor))
	case r.kind == topology.KindMapping && !managed.Same(object.ID()):
		// It leads to another fabric, and so is another mapping.
		replace(topology.Deletion(managed))
		replace(topology.Creation(object))
	default:
		plan(topology.Renaming(managed, object))
	}
}

// judge tells what else is wrong with an object that cannot be planned, because
// something is wrong or is not known yet.
func (r *objectResource[M, P]) judge(managed topology.ID, object topology.Object, leaveOut func(engine.Path) bool, diags *diag.Diagnostics) {
	intent := planner.Intent{Change: topology.Updating(object), Unknown: leaveOut}
	if managed.IsZero() {
		intent.Change = topology.Creation(object)
	}
	addFindings(diags, r.session.suggest(r.session.planner.Judge(intent)))
}

// anchorOf returns what an object belongs to, and is another one without: the
// protected cloud, the source network, the VMM server; for an Azure network, which
// has no name of its own, itself.
func anchorOf(id topology.ID) topology.ID {
	switch id.Kind() {
	case topology.KindServer:
		return topology.ID{}
	case topology.KindAzureNetwork:
		return id
	case topology.KindProtection, topology.KindMapping:
		return id.Parent()
	}
	return id.Server()
}

// Create implements [resource.Resource].
func (r *objectResource[M, P]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	m, object := r.read(values(req.Plan), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	claim := catalog.NewClaim()
	applied, err := r.session.applyOne(ctx, &resp.Diagnostics, catalog.Step{Change: topology.Creation(object), Claim: claim})
	if err != nil {
		addApplyError(&resp.Diagnostics, "create", object.ID(), err)
		return
	}
	keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	P(m).compute(object)
	inForceAs(m, applied.VaultIDs[object.ID().Key()])
	putModel(&resp.State, m, &resp.Diagnostics)
}

// Read implements [resource.Resource]. It reads what the run found when it began,
// under whatever name it is there.
func (r *objectResource[M, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	id, entering := r.managedIn(ctx, req.State, req.Private, &resp.Diagnostics)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !entering.IsZero() {
		r.readOutside(ctx, entering, resp)
		return
	}
	shown := r.session.show(ctx, &resp.Diagnostics, claim, id)[0]
	object, ok := r.session.planner.Found().Get(shown.ID)
	r.session.looksFor(ok, &resp.Diagnostics)
	if !ok {
		resp.State.RemoveResource(ctx)
		return
	}
	if (shown.Free || shown.Foreign) && claim == "" {
		claim = catalog.NewClaim()
		r.session.run.Made(claim)
		keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	}
	m := new(M)
	P(m).fill(object)
	P(m).compute(object)
	putModel(&resp.State, m, &resp.Diagnostics)
}

// Update implements [resource.Resource]. Where the new values give the object
// another id, it is renamed, with all that refers to it.
func (r *objectResource[M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	managed, entering := r.managedIn(ctx, req.State, req.Private, &resp.Diagnostics)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	m, object := r.read(values(req.Plan), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	steps := []catalog.Step{{Change: topology.Renaming(managed, object), Claim: claim}}
	var adopted string
	if !entering.IsZero() {
		adopted = entering.String()
		steps = entry(r.session.ground(ctx, object, &resp.Diagnostics), object, claim)
	} else if r.kind == topology.KindMapping {
		adopted = adoptedIn(ctx, req.Private, &resp.Diagnostics)
		if steps[0].Vault = adopted; adopted == "" && r.session.planner.Recorded(object.ID()) == "" {
			steps[0].Vault = textIn(req.State, "vault_mapping_id") // the catalog is another one, or an older one
		}
		if _, there := r.session.run.Found().Current(managed); !there && adopted != "" {
			steps[0].Change = topology.Creation(object)
		} else if !r.session.current(managed).Same(object.ID()) {
			steps = []catalog.Step{{Change: topology.Deletion(managed), Claim: claim}, {Change: topology.Creation(object), Claim: claim, Replaces: true}}
		}
	}
	applied, err := r.session.applyOne(ctx, &resp.Diagnostics, steps...)
	if err != nil {
		addApplyError(&resp.Diagnostics, "update", object.ID(), err)
		return
	}
	if adopted != "" {
		keepAdopted(ctx, resp.Private, "", &resp.Diagnostics)
	}
	P(m).compute(object)
	inForceAs(m, applied.VaultIDs[object.ID().Key()])
	putModel(&resp.State, m, &resp.Diagnostics)
}

// Delete implements [resource.Resource].
func (r *objectResource[M, P]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	id, _ := r.managedIn(ctx, req.State, req.Private, &resp.Diagnostics)
	claim := claimIn(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || id.IsZero() { // it was never entered into the catalog
		return
	}
	step := catalog.Step{Change: topology.Deletion(id), Claim: claim}
	if r.kind == topology.KindMapping {
		step.Clears = adoptedIn(ctx, req.Private, &resp.Diagnostics) != ""
		step.Vault = textIn(req.State, "vault_mapping_id")
	}
	if _, err := r.session.applyOne(ctx, &resp.Diagnostics, step); err != nil {
		addApplyError(&resp.Diagnostics, "delete", id, err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *objectResource[M, P]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, err := topology.ParseStoredID(req.ID)
	if err != nil || id.Kind() != r.kind {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import %s", r.kind.Noun()),
			notImportable(r.session.run.Found().Topology, req.ID, id, err, r.kind))
		return
	}
	now, ok := r.session.run.Found().Current(id)
	if !ok && r.kind != topology.KindMapping && r.importOutside(ctx, id, resp) {
		return
	}
	if !ok {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to import %s", r.kind.Noun()),
			r.session.notThere(fmt.Sprintf("There is no %s (%s)", id.LabelAt(topology.InFull), req.ID), id))
		return
	}
	addRenamed(&resp.Diagnostics, id, now)
	claim := catalog.NewClaim()
	if err := r.session.run.Import(ctx, claim, now); err != nil {
		resp.Diagnostics.AddError("Unable to write to the catalog", err.Error())
		return
	}
	keepClaim(ctx, resp.Private, claim, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), now.String())...)
}

func (r *objectResource[M, P]) read(from values, diags *diag.Diagnostics) (*M, topology.Object) {
	m, object, _ := r.look(from, diags)
	return m, object
}

// look reads a model, and the object so far as it is not wrong; what is wrong is
// said, and where that is. The object is nil if there is no model.
func (r *objectResource[M, P]) look(from values, diags *diag.Diagnostics) (*M, topology.Object, places) {
	m := new(M)
	getModel(from, m, diags)
	if diags.HasError() {
		return nil, nil, nil
	}
	read := &reader{}
	object := P(m).object(read)
	diags.Append(read.diags...)
	return m, object, read.wrong
}

// idIn returns the id in a state, the zero ID if there is no state, or if it is of what
// was imported from the vault and not applied.
func idIn(state values, diags *diag.Diagnostics) topology.ID {
	text := textIn(state, "id")
	if text == "" {
		return topology.ID{}
	}
	id, err := topology.ParseStoredID(text)
	if err != nil {
		diags.AddAttributeError(path.Root("id"), "Unable to read the state", capitalized(err.Error())+".")
	}
	return id
}
