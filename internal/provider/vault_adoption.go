package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// The import of what only the vault has. Until it is applied, which enters it into
// the catalog, it has no id in the state: so there is something to change, without
// which Terraform would ask nobody to apply anything. Of mappings, of which the vault
// knows everything, see [networkMappingResource.ImportState].

// importOutside imports an object that only the vault has. It returns false where there
// is none.
func (r *objectResource[M, P]) importOutside(ctx context.Context, id topology.ID, resp *resource.ImportStateResponse) bool {
	objects, several, err := r.session.planner.OnlyInVault(ctx, id.Kind())
	if err != nil {
		addUnreadable(&resp.Diagnostics, err)
		return true
	}
	for _, name := range several {
		if name.ID.Same(id) {
			resp.Diagnostics.AddError(fmt.Sprintf("Unable to import %s", r.kind.Noun()),
				topology.Visible(capitalized(name.String())+".\n\nRemedy: "+oneOf(r.kind)))
			return true
		}
	}
	at := slices.IndexFunc(objects, func(o topology.Object) bool { return o.ID().Same(id) })
	if at < 0 {
		return false
	}
	object := objects[at]
	keepClaim(ctx, resp.Private, catalog.NewClaim(), &resp.Diagnostics)
	keepAdopted(ctx, resp.Private, object.ID().String(), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), object.ID().String())...)
	return true
}

// oneOf says what to do where the vault has several things of one name.
func oneOf(kind topology.Kind) string {
	switch kind {
	case topology.KindServer:
		return "Remove the registration that is no longer used from the vault."
	case topology.KindMapping:
		return "Delete all but one of them in the vault."
	}
	return "Give them different names in VMM, and refresh the VMM server in the vault."
}

// readOutside reads an object that was imported from the vault, and is not in the
// catalog yet.
func (r *objectResource[M, P]) readOutside(ctx context.Context, id topology.ID, resp *resource.ReadResponse) {
	object, err := r.session.planner.ObjectInVault(ctx, id)
	switch {
	case err != nil:
		r.session.unreadable(&resp.Diagnostics, err)
		return
	case object == nil:
		resp.State.RemoveResource(ctx)
		return
	}
	m := new(M)
	P(m).fill(object)
	P(m).compute(object)
	putModel(&resp.State, m, &resp.Diagnostics)
	putAttribute(&resp.State, "id", caseless{types.StringNull()}, &resp.Diagnostics)
}

// managedIn returns the id of the object that a resource manages, or that of one that it
// has imported from the vault and that is not in the catalog yet.
func (r *objectResource[M, P]) managedIn(
	ctx context.Context, state values, private privateData, diags *diag.Diagnostics,
) (managed, entering topology.ID) {
	managed = idIn(state, diags)
	adopted, err := topology.ParseStoredID(adoptedIn(ctx, private, diags))
	if err != nil || adopted.Kind() != r.kind {
		return managed, entering // nothing, or the ARM id of a mapping
	}
	if _, there := r.session.found().Current(adopted); !there {
		return topology.ID{}, adopted
	}
	if managed.IsZero() {
		managed = adopted // somebody else has entered it
	}
	return managed, entering
}

// ground returns what an object stands on that only the vault has.
func (s *session) ground(ctx context.Context, object topology.Object, diags *diag.Diagnostics) []topology.Object {
	ground, err := s.planner.Ground(ctx, object)
	if err != nil {
		s.unreadable(diags, err)
	}
	return ground
}

// entry returns the changes that enter an object of the vault into the catalog, with
// what it stands on.
func entry(ground []topology.Object, object topology.Object, claim string) []catalog.Step {
	var steps []catalog.Step
	for _, below := range ground {
		steps = append(steps, catalog.Step{Change: topology.Creation(below), Enters: true})
	}
	return append(steps, catalog.Step{Change: topology.Creation(object), Claim: claim, Enters: true})
}
