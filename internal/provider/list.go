package provider

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

var _ list.ListResourceWithConfigure = (*objectList)(nil)

// objectList lists the objects of a kind: those of the catalog, and those that only
// the vault has. It changes nothing.
type objectList struct {
	kind topology.Kind
	// list returns all that there is, in order.
	list func(ctx context.Context, s *session, diags *diag.Diagnostics) []listed

	session *session
}

// listed is an object, or a set of mappings, that is listed.
type listed struct {
	id topology.ID
	// values returns the values of its resource.
	values func() any
}

// listOf returns a constructor of the list of the objects of a kind, whose resource
// has the values M.
func listOf[M any, P model[M]](kind topology.Kind) func() list.ListResource {
	values := func(object topology.Object, vaultID string) any {
		m := new(M)
		P(m).fill(object)
		P(m).compute(object)
		inForceAs(m, vaultID)
		return m
	}
	return func() list.ListResource {
		return &objectList{kind: kind, list: func(ctx context.Context, s *session, diags *diag.Diagnostics) []listed {
			objects := s.known(ctx, kind, diags)
			all := make([]listed, len(objects))
			for i, object := range objects {
				id := object.ID()
				all[i] = listed{id, func() any { return values(object, s.run.Found().Holding(id).Vault) }}
			}
			return all
		}}
	}
}

// Metadata implements [list.ListResource].
func (l *objectList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.kind.String()
}

// Configure implements [list.ListResourceWithConfigure].
func (l *objectList) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	l.session, _ = req.ProviderData.(*session)
}

// ListResourceConfigSchema implements [list.ListResource].
func (l *objectList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	objects, servers := l.kind.Noun()+"s", "of the VMM server of this name."
	vault := ", and with a vault those that only the vault has (none where several share a name)."
	switch l.kind {
	case topology.KindHost, topology.KindAzureNetwork:
		vault = ". A vault knows of none."
	case topology.KindMappingSet:
		objects, servers = "sets of network mappings (each of all between a VMM server and a VMM server or Azure)", "of mappings that lead from the VMM server of this name."
	case topology.KindMapping:
		servers = "that lead from the VMM server of this name."
	case topology.KindServer:
		servers = "of this name."
	}
	resp.Schema.MarkdownDescription = "Lists the " + objects + " of the catalog" + vault +
		" It is for `terraform query`, of Terraform 1.14 or later."
	if l.kind == topology.KindAzureNetwork {
		return // it belongs to no server
	}
	resp.Schema.Attributes = map[string]schema.Attribute{
		"server_name": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Lists only those " + servers,
		},
	}
}

// List implements [list.ListResource].
func (l *objectList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	all := l.list(ctx, l.session, &diags)
	if l.kind != topology.KindAzureNetwork {
		var server types.String
		diags.Append(req.Config.GetAttribute(ctx, path.Root("server_name"), &server)...)
		if !server.IsNull() {
			l.session.checkServer(ctx, server.ValueString(), &diags)
			all = slices.DeleteFunc(all, func(one listed) bool {
				return !topology.SameName(one.id.Server().Name(), server.ValueString())
			})
		}
	}
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = l.results(ctx, req, all, diags)
}

// results returns what is listed, as far as Terraform takes it. Before that come
// warnings, and how much there is besides, for Terraform takes a hundred unless it is
// told, and says nothing.
func (l *objectList) results(ctx context.Context, req list.ListRequest, all []listed, diags diag.Diagnostics) iter.Seq[list.ListResult] {
	if count := int64(len(all)); req.Limit > 0 && count > req.Limit {
		remedy := fmt.Sprintf("Write limit = %d into the list block", count)
		if l.kind != topology.KindAzureNetwork {
			remedy += ", or list one VMM server alone: config { server_name = \"…\" }"
		}
		diags.AddWarning("Not all is listed", fmt.Sprintf("There are %d, and the limit is %d.\n\nRemedy: %s.", count, req.Limit, remedy))
		all = all[:req.Limit]
	}
	return func(push func(list.ListResult) bool) {
		if len(diags) > 0 && !push(list.ListResult{Diagnostics: diags}) {
			return
		}
		for _, one := range all {
			result := req.NewListResult(ctx)
			result.DisplayName = capitalized(one.id.LabelAt(topology.InFull))
			identify(l.kind, one.id.String(), result.Identity)
			if req.IncludeResource {
				resource := tfsdk.State{Raw: result.Resource.Raw, Schema: result.Resource.Schema}
				putModel(&resource, one.values(), &result.Diagnostics)
				result.Resource.Raw = resource.Raw
			}
			if !push(result) {
				return
			}
		}
	}
}

// known returns the objects of a kind that the catalog has, and those that only the
// vault has, in the order of their ids.
func (s *session) known(ctx context.Context, kind topology.Kind, diags *diag.Diagnostics) []topology.Object {
	objects, several, err := s.planner.OnlyInVault(ctx, kind)
	if len(several) > 0 {
		names := make([]string, len(several))
		for i, name := range several {
			names[i] = name.String()
		}
		diags.AddWarning("Not listed: several things of one name",
			topology.Visible("These have the same name, and are left out:"+firstOf(names)+"\n\nRemedy: "+oneOf(kind)))
	}
	for object := range s.found().Objects() {
		if object.ID().Kind() == kind && err == nil {
			object, err = s.inForce(ctx, object)
			objects = append(objects, object)
		}
	}
	if err != nil {
		addUnreadable(diags, err)
	}
	slices.SortFunc(objects, func(a, b topology.Object) int {
		return strings.Compare(string(a.ID().Key()), string(b.ID().Key()))
	})
	return objects
}

// checkServer objects to a name that no VMM server has.
func (s *session) checkServer(ctx context.Context, name string, diags *diag.Diagnostics) {
	var names []string
	var besides diag.Diagnostics // which the list of the servers says
	for _, server := range s.known(ctx, topology.KindServer, &besides) {
		if topology.SameName(server.ID().Name(), name) {
			return
		}
		names = append(names, "'"+topology.Visible(server.ID().Name())+"'")
	}
	const most = 10
	known := "There is none at all."
	switch {
	case len(names) > most:
		known = fmt.Sprintf("There are %s and %d more.", strings.Join(names[:most], ", "), len(names)-most)
	case len(names) > 0:
		known = "There are: " + strings.Join(names, ", ") + "."
	}
	diags.AddAttributeError(path.Root("server_name"), "Unknown VMM server", fmt.Sprintf(
		"The value of server_name is %s, and there is no VMM server of that name in %s. %s\n\nRemedy: Correct the name, or leave server_name out to list all.",
		topology.Quote(name), s.where(), known))
}

// where names what an object may be in.
func (s *session) where() string {
	where := "the catalog " + s.catalog.Name()
	if s.vault != nil {
		where += " or in the vault '" + s.vault.Name() + "'"
	}
	return where
}

// inForce returns an object as an import reads it: a mapping that is in force in the
// vault leads where it leads there.
func (s *session) inForce(ctx context.Context, object topology.Object) (topology.Object, error) {
	mapping, ok := object.(topology.Mapping)
	recorded := s.run.Found().Holding(object.ID()).Vault
	if !ok || recorded == "" || !s.planner.Realises(mapping) {
		return object, nil
	}
	target, there, err := s.planner.InForce(ctx, recorded)
	if err != nil || !there {
		return object, err
	}
	return topology.NewMapping(mapping.Source, target, mapping.Test, mapping.Protections), nil
}
