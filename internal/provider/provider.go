// Package provider is the face that Terraform sees: schemas, models and
// diagnostics. It translates and delegates, and decides nothing.
package provider

import (
	"context"
	"errors"
	"os"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// catalogVariable is the environment variable that stands for the attribute.
const catalogVariable = "SITERECOVERY_CATALOG"

var (
	_ provider.ProviderWithFunctions     = (*siteRecovery)(nil)
	_ provider.ProviderWithListResources = (*siteRecovery)(nil)
)

type siteRecovery struct {
	version string

	mu sync.Mutex
	// sessions are the runs that have not ended.
	sessions []*session
}

type providerModel struct {
	Catalog  types.String `tfsdk:"catalog"`
	HandOver types.Bool   `tfsdk:"hand_over"`
	Vault    types.Object `tfsdk:"vault"`
}

// New returns the provider of that version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &siteRecovery{version: version} }
}

// program is what services are told of who asks.
func (p *siteRecovery) program() string { return "terraform-provider-siterecovery/" + p.version }

// End ends the runs of a provider that has been served, and says so to their
// catalogs: what they have created is known to Terraform's state.
func End(ctx context.Context, p provider.Provider) error {
	served, _ := p.(*siteRecovery)
	served.mu.Lock()
	defer served.mu.Unlock()
	var errs []error
	for _, session := range served.sessions {
		errs = append(errs, session.end(ctx))
	}
	served.sessions = nil
	return errors.Join(errs...)
}

func (p *siteRecovery) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "siterecovery"
	resp.Version = p.version
}

func (p *siteRecovery) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares the topology of disaster recovery, proves at plan time that its network mappings will work, and with a vault puts them into force in Azure Site Recovery.",
		Attributes: map[string]schema.Attribute{
			"catalog": schema.StringAttribute{
				Optional:  true,
				Sensitive: true, // a URL may hold a password
				MarkdownDescription: "Where the topology is kept: the path of a file, which is made when it is first needed; a blob in Azure Storage, " +
					"`azblob://account/container/path`; or the URL of a PostgreSQL database, `postgres://user@host/database?schema=name`. A relative path starts at the working directory, and `~/` is the home folder. " +
					"May also be given as `" + catalogVariable + "`. Default: `" + catalog.DefaultLocation + "`. " +
					"Which to choose, and where to leave the password: the guide to [catalogs](guides/catalogs.md).",
			},
			"hand_over": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the objects that are created belong to whichever state refreshes and applies them first, and not to the state that " +
					"creates them. For copying a catalog to another place, see the guide to [catalogs](guides/catalogs.md). Default: `false`.",
			},
			"vault": vaultAttribute(),
		},
	}
}

func (p *siteRecovery) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	attribute := path.Root("catalog")
	if config.Catalog.IsUnknown() {
		// What is known of it may be a password.
		resp.Diagnostics.AddError("Catalog not known at plan time",
			"The value of catalog depends on something that is only known after apply, so no plan can be checked against the catalog.\n\n"+
				"Remedy: Give it a value that is known at plan time, or set "+catalogVariable+".")
		return
	}
	location := config.Catalog.ValueString()
	if config.Catalog.IsNull() {
		location = os.Getenv(catalogVariable)
	} else if location == "" {
		resp.Diagnostics.AddAttributeError(attribute, "Invalid value",
			"The value of catalog is empty.\n\nRemedy: Give it a path, or leave it out to use "+catalogVariable+" or "+catalog.DefaultLocation+".")
		return
	}
	realises := newVault(ctx, config.Vault, p.program(), &resp.Diagnostics)
	session, err := newSession(ctx, p.program(), location, config.HandOver.ValueBool(), realises)
	switch {
	case err != nil && catalog.IsPath(location):
		resp.Diagnostics.AddAttributeError(attribute, "Unable to read the catalog", err.Error())
	case err != nil:
		// With the attribute, Terraform would show its line, and a password in it. (Of
		// a block in one line it shows that line all the same.)
		resp.Diagnostics.AddError("Unable to read the catalog", err.Error())
	default:
		p.mu.Lock()
		p.sessions = append(p.sessions, session)
		p.mu.Unlock()
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.ResourceData = session
	resp.DataSourceData = session
	resp.ListResourceData = session
}

func (p *siteRecovery) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		withIdentity(topology.KindServer, newVMMServerResource),
		withIdentity(topology.KindLogicalNetwork, newLogicalNetworkResource),
		withIdentity(topology.KindVMNetwork, newVMNetworkResource),
		withIdentity(topology.KindAzureNetwork, newAzureNetworkResource),
		withIdentity(topology.KindCloud, newCloudResource),
		withIdentity(topology.KindHost, newHostResource),
		withIdentity(topology.KindProtection, newCloudProtectionResource),
		withIdentity(topology.KindMapping, newNetworkMappingResource),
		withIdentity(topology.KindMappingSet, newNetworkMappingsResource),
		withIdentity(0, newFailoverBaselineResource),
	}
}

func (p *siteRecovery) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		listOf[vmmServerModel](topology.KindServer),
		listOf[logicalNetworkModel](topology.KindLogicalNetwork),
		listOf[vmNetworkModel](topology.KindVMNetwork),
		listOf[azureNetworkModel](topology.KindAzureNetwork),
		listOf[cloudModel](topology.KindCloud),
		listOf[hostModel](topology.KindHost),
		listOf[cloudProtectionModel](topology.KindProtection),
		listOf[networkMappingModel](topology.KindMapping),
		newNetworkMappingsList,
	}
}

func (p *siteRecovery) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newAvailableTargetsDataSource,
		newResolvedTargetDataSource,
		newFailoverPlanDataSource,
		newFailbackDataSource,
		newAzureReachabilityDataSource,
		newTestFailoverDataSource,
		newReadinessDataSource,
		newMappingProposalDataSource,
		newTopologyDataSource,
		newVaultDataSource,
	}
}

func (p *siteRecovery) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newParseIDFunction,
		newResolveSubnetFunction,
		newVMMExportFunction,
	}
}
