package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ resource.ResourceWithIdentity = (*identified)(nil)

// identified gives a resource an identity: the names that its id is made of, which
// say in Terraform's own terms which object it is. It follows a rename, as the id does.
type identified struct {
	managedResource
	// kind is what its ids are of, 0 where they name no object.
	kind topology.Kind
}

// managedResource is what every resource of this provider is.
type managedResource interface {
	resource.ResourceWithConfigure
	resource.ResourceWithImportState
	resource.ResourceWithModifyPlan
	resource.ResourceWithValidateConfig
}

// withIdentity returns a constructor of a resource that has an identity.
func withIdentity(kind topology.Kind, of func() resource.Resource) func() resource.Resource {
	return func() resource.Resource {
		managed, _ := of().(managedResource)
		return &identified{managed, kind}
	}
}

// Metadata implements [resource.Resource].
func (r *identified) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.managedResource.Metadata(ctx, req, resp)
	resp.ResourceBehavior.MutableIdentity = true // a rename
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (r *identified) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	attributes := map[string]identityschema.Attribute{}
	for _, attribute := range identities[r.kind] {
		attributes[attribute.name] = identityschema.StringAttribute{RequiredForImport: true, Description: attribute.description}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: attributes}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (r *identified) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.managedResource.ModifyPlan(ctx, req, resp)
	r.identify(resp.Plan.Raw, resp.Identity)
}

// Create implements [resource.Resource].
func (r *identified) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.managedResource.Create(ctx, req, resp)
	r.identify(resp.State.Raw, resp.Identity)
}

// Read implements [resource.Resource]. What is gone had an identity, too, and so has
// what was imported from the vault and is not applied; but a Terraform before 1.12, or
// a state of an older version, does not hand it back.
func (r *identified) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.managedResource.Read(ctx, req, resp)
	id := cmp.Or(textIn(resp.State, "id"), textIn(req.State, "id"), adoptedIn(ctx, req.Private, &resp.Diagnostics))
	if id != "" {
		identify(r.kind, id, resp.Identity)
	}
}

// Update implements [resource.Resource].
func (r *identified) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.managedResource.Update(ctx, req, resp)
	r.identify(resp.State.Raw, resp.Identity)
}

// ImportState implements [resource.ResourceWithImportState]. An identity says the same
// as an id.
func (r *identified) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var asked string
	if req.ID == "" {
		req.ID, asked = r.named(*req.Identity, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	before := len(resp.Diagnostics)
	r.managedResource.ImportState(ctx, req, resp)
	for i, d := range resp.Diagnostics[before:] {
		if asked != "" && d.Severity() == diag.SeverityError {
			resp.Diagnostics[before+i] = diag.NewErrorDiagnostic(d.Summary(), "By the identity "+asked+": "+d.Detail())
		}
	}
	r.identify(resp.State.Raw, resp.Identity)
}

// identify sets the identity that belongs to the id in a state or a plan, where that
// is known.
func (r *identified) identify(state tftypes.Value, identity *tfsdk.ResourceIdentity) {
	if id := textOf(elementsOf(state)["id"]); id != "" {
		identify(r.kind, id, identity)
	}
}

// identify sets the identity of what has that id. It keeps the spelling of the one that
// is there.
func identify(kind topology.Kind, id string, identity *tfsdk.ResourceIdentity) {
	before := elementsOf(identity.Raw)
	values := identityOf(kind, id)
	same := true
	now := map[string]tftypes.Value{}
	for name, value := range values {
		same = same && topology.SameName(textOf(before[name]), value)
		now[name] = tftypes.NewValue(tftypes.String, value)
	}
	if !same {
		identity.Raw = tftypes.NewValue(identity.Raw.Type(), now)
	}
}

// named returns the id that an identity means, and the identity in words. It says
// what is wrong with any value of it.
func (r *identified) named(identity tfsdk.ResourceIdentity, diags *diag.Diagnostics) (id, words string) {
	values := map[string]string{}
	var all []string
	for _, attribute := range identities[r.kind] {
		value := textOf(elementsOf(identity.Raw)[attribute.name])
		values[attribute.name] = value
		quoted := topology.Visible(strconv.Quote(value))
		if problem := attribute.problem(value); problem != "" {
			diags.AddError("Invalid identity", fmt.Sprintf("The value of %s is %s: %s", attribute.name, quoted, problem))
		}
		all = append(all, attribute.name+" = "+quoted)
	}
	return identifiedBy(r.kind, values), strings.Join(all, ", ")
}

// identityAttribute is an attribute of an identity: the name of an object of the kind,
// or where it is an id, that.
type identityAttribute struct {
	name        string
	kind        topology.Kind
	description string
}

// identities are the attributes that tell objects of a kind apart; that of what is no
// object of the catalog is its id.
var identities = map[topology.Kind][]identityAttribute{
	topology.KindServer:         {{"name", topology.KindServer, "The name of the VMM server."}},
	topology.KindLogicalNetwork: {serverName, {"name", topology.KindLogicalNetwork, "The name of the logical network."}},
	topology.KindVMNetwork:      {serverName, {"name", topology.KindVMNetwork, "The name of the VM network."}},
	topology.KindAzureNetwork:   {{"virtual_network_id", topology.KindAzureNetwork, "The ARM id of the virtual network."}},
	topology.KindCloud:          {serverName, {"name", topology.KindCloud, "The name of the cloud."}},
	topology.KindHost:           {serverName, {"name", topology.KindHost, "The name of the host."}},
	topology.KindProtection:     {serverName, {"cloud_name", topology.KindCloud, "The name of the protected cloud."}},
	topology.KindMapping:        {serverName, {"network_name", topology.KindVMNetwork, "The name of the source network."}, targetName},
	topology.KindMappingSet:     {serverName, targetName},
	0:                           {{"id", 0, "The id."}},
}

var (
	serverName = identityAttribute{"server_name", topology.KindServer, "The name of its VMM server."}
	targetName = identityAttribute{"target", topology.KindAzure, "The name of the VMM server of the targets, or `azure`."}
)

// problem says what is wrong with a value, and what to do about it; nothing if it
// may be that of an object.
func (a identityAttribute) problem(value string) string {
	switch {
	case a.kind == 0, a.kind == topology.KindAzure && topology.SameName(value, topology.Azure.String()):
		return "" // what is imported judges an id
	case a.kind == topology.KindAzureNetwork:
		id, err := topology.ParseStoredID(value)
		if err == nil && id.Kind() != a.kind {
			return fmt.Sprintf("It is the id of a %s. %s has the form %s.", id.Kind().Noun(), capitalized(a.kind.IDNoun()), a.kind.Form())
		}
		if err != nil {
			return capitalized(topology.Explain(err, a.kind))
		}
		return ""
	}
	kind := a.kind
	if kind == topology.KindAzure {
		kind = topology.KindServer
	}
	var wrong *topology.NameError
	if errors.As(topology.CheckStoredName(kind, value), &wrong) {
		return wrong.Problem + ". " + wrong.Remedy
	}
	return ""
}

// identityOf returns the identity of what has that id, none where it is no id of the
// kind: that is said elsewhere.
func identityOf(kind topology.Kind, text string) map[string]string {
	if kind == 0 {
		return map[string]string{"id": text}
	}
	id, err := topology.ParseStoredID(text)
	if err != nil || id.Kind() != kind {
		return nil
	}
	target := id.Fabric().Name()
	if id.Fabric().Same(topology.Azure) {
		target = topology.Azure.String()
	}
	of := map[string]string{
		"server_name": id.Server().Name(), "name": id.Name(), "virtual_network_id": text,
		"cloud_name": id.Parent().Name(), "network_name": id.Parent().Name(), "target": target,
	}
	identity := map[string]string{}
	for _, attribute := range identities[kind] {
		identity[attribute.name] = of[attribute.name]
	}
	return identity
}

// identifiedBy returns the id of what has that identity.
func identifiedBy(kind topology.Kind, identity map[string]string) string {
	server, target := topology.ServerID(identity["server_name"]), topology.Azure
	if !topology.SameName(identity["target"], topology.Azure.String()) {
		target = topology.ServerID(identity["target"])
	}
	switch kind {
	case topology.KindServer:
		return topology.ServerID(identity["name"]).String()
	case topology.KindLogicalNetwork:
		return topology.LogicalNetworkID(server, identity["name"]).String()
	case topology.KindVMNetwork:
		return topology.VMNetworkID(server, identity["name"]).String()
	case topology.KindAzureNetwork:
		return identity["virtual_network_id"]
	case topology.KindCloud:
		return topology.CloudID(server, identity["name"]).String()
	case topology.KindHost:
		return topology.HostID(server, identity["name"]).String()
	case topology.KindProtection:
		return topology.ProtectionID(topology.CloudID(server, identity["cloud_name"])).String()
	case topology.KindMapping:
		return topology.MappingID(topology.VMNetworkID(server, identity["network_name"]), target).String()
	case topology.KindMappingSet:
		return topology.MappingSetID(server, target).String()
	}
	return identity["id"]
}
