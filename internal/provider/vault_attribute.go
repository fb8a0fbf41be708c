package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

// vaultModel is the configuration of a Recovery Services vault.
type vaultModel struct {
	VaultID                   types.String `tfsdk:"vault_id"`
	Scenarios                 types.Set    `tfsdk:"scenarios"`
	Environment               types.String `tfsdk:"environment"`
	Endpoint                  types.Object `tfsdk:"endpoint"`
	DisableInstanceDiscovery  types.Bool   `tfsdk:"disable_instance_discovery"`
	TenantID                  types.String `tfsdk:"tenant_id"`
	ClientID                  types.String `tfsdk:"client_id"`
	ClientSecret              types.String `tfsdk:"client_secret"`
	ClientCertificatePath     types.String `tfsdk:"client_certificate_path"`
	ClientCertificatePassword types.String `tfsdk:"client_certificate_password"`
	UseOIDC                   types.Bool   `tfsdk:"use_oidc"`
	OIDCTokenFilePath         types.String `tfsdk:"oidc_token_file_path"`
	OIDCRequestURL            types.String `tfsdk:"oidc_request_url"`
	OIDCRequestToken          types.String `tfsdk:"oidc_request_token"`
	UseMSI                    types.Bool   `tfsdk:"use_msi"`
	UseCLI                    types.Bool   `tfsdk:"use_cli"`
}

type endpointModel struct {
	ResourceManagerEndpoint      types.String `tfsdk:"resource_manager_endpoint"`
	ResourceManagerAudience      types.String `tfsdk:"resource_manager_audience"`
	ActiveDirectoryAuthorityHost types.String `tfsdk:"active_directory_authority_host"`
}

func vaultAttribute() schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	secret := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "A Recovery Services vault, in which mappings are put into force: created, changed and deleted there too. Without it, mappings are only in the " +
			"catalog, and the provider sends no request to Azure. The guide *Using a Recovery Services vault* has the permissions that are needed, and what the vault does not know.",
		Attributes: map[string]schema.Attribute{
			"vault_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ARM id of the vault, in upper or lower case.",
			},
			"scenarios": schema.SetAttribute{
				ElementType: types.StringType,
				Optional:    true,
				MarkdownDescription: "Which mappings are put into force: `vmm_to_azure`, `vmm_to_vmm`. Default: `[\"vmm_to_azure\"]`, because Azure Site Recovery has " +
					"closed replication between VMM servers. All other mappings are only in the catalog.",
			},
			"environment": text("The cloud: `public` (default), `china` or `usgovernment`. May also be given as `ARM_ENVIRONMENT`."),
			"endpoint": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "The addresses of another cloud. Addresses that are omitted are those of `environment`.",
				Attributes: map[string]schema.Attribute{
					"resource_manager_endpoint":       text("The address of Azure Resource Manager, with `https://`. May also be given as `ARM_RESOURCE_MANAGER_ENDPOINT`."),
					"resource_manager_audience":       text("The audience of the tokens for Azure Resource Manager. May also be given as `ARM_RESOURCE_MANAGER_AUDIENCE`."),
					"active_directory_authority_host": text("The address of Microsoft Entra ID, with `https://`. May also be given as `ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST`."),
				},
			},
			"disable_instance_discovery":  flag("Whether the check with Microsoft that the authority is known is skipped. Set it to `true` for a private cloud. May also be given as `ARM_DISABLE_INSTANCE_DISCOVERY`."),
			"tenant_id":                   text("The tenant of the identity. May also be given as `ARM_TENANT_ID`."),
			"client_id":                   text("The application (client) id of the identity. May also be given as `ARM_CLIENT_ID`, or in the file that `ARM_CLIENT_ID_FILE_PATH` names."),
			"client_secret":               secret("The secret of a service principal. Do not put it into the configuration: set it as `ARM_CLIENT_SECRET`, or in the file that `ARM_CLIENT_SECRET_FILE_PATH` names."),
			"client_certificate_path":     text("The path of the certificate of a service principal, with its key (PKCS#12 or PEM). May also be given as `ARM_CLIENT_CERTIFICATE_PATH`."),
			"client_certificate_password": secret("The password of that certificate. May also be given as `ARM_CLIENT_CERTIFICATE_PASSWORD`."),
			"use_oidc":                    flag("Whether a token of another issuer proves the identity, such as that of a pipeline. May also be given as `ARM_USE_OIDC`."),
			"oidc_token_file_path":        text("The path of a file that contains such a token. May also be given as `ARM_OIDC_TOKEN_FILE_PATH`."),
			"oidc_request_url":            text("The address from which such a token is requested. May also be given as `ARM_OIDC_REQUEST_URL`; pipelines of GitHub and Azure DevOps set their own variables."),
			"oidc_request_token":          secret("The token that authenticates that request. May also be given as `ARM_OIDC_REQUEST_TOKEN`."),
			"use_msi":                     flag("Whether the managed identity of the machine is used. May also be given as `ARM_USE_MSI`."),
			"use_cli":                     flag("Whether the signed-in account of the Azure CLI is used. Default: `true`, if nothing else is given. May also be given as `ARM_USE_CLI`."),
		},
	}
}

// newVault returns the vault of a configuration, nil if there is none. It asks
// nothing of anybody.
func newVault(ctx context.Context, object types.Object, program string, diags *diag.Diagnostics) *vault.Vault {
	if object.IsNull() {
		return nil
	}
	root := path.Root("vault")
	if at, unknown := firstUnknown(root, object); unknown {
		diags.AddAttributeError(at, "Vault not known at plan time",
			fmt.Sprintf("The value of %s depends on something that is only known after apply, so no plan can be checked against the vault. A vault that is made in the "+
				"same run has not discovered anything yet either.\n\nRemedy: Give it a value that is known at plan time: apply what it depends on first, in a configuration of its own.", at))
		return nil
	}
	var m vaultModel
	var endpoint endpointModel
	diags.Append(object.As(ctx, &m, basetypes.ObjectAsOptions{})...)
	diags.Append(m.Endpoint.As(ctx, &endpoint, basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true})...)
	var scenarios []string
	if !m.Scenarios.IsNull() {
		diags.Append(m.Scenarios.ElementsAs(ctx, &scenarios, false)...)
	}
	if diags.HasError() {
		return nil
	}
	config := vault.Config{VaultID: m.VaultID.ValueString(), UserAgent: program}
	config.Environment = m.Environment.ValueString()
	config.Endpoint.ResourceManagerEndpoint = endpoint.ResourceManagerEndpoint.ValueString()
	config.Endpoint.ResourceManagerAudience = endpoint.ResourceManagerAudience.ValueString()
	config.Endpoint.ActiveDirectoryAuthorityHost = endpoint.ActiveDirectoryAuthorityHost.ValueString()
	config.DisableInstanceDiscovery = m.DisableInstanceDiscovery.ValueBoolPointer()
	config.TenantID = m.TenantID.ValueString()
	config.ClientID = m.ClientID.ValueString()
	config.ClientSecret = m.ClientSecret.ValueString()
	config.ClientCertificatePath = m.ClientCertificatePath.ValueString()
	config.ClientCertificatePassword = m.ClientCertificatePassword.ValueString()
	config.UseOIDC = m.UseOIDC.ValueBoolPointer()
	config.OIDCTokenFilePath = m.OIDCTokenFilePath.ValueString()
	config.OIDCRequestURL = m.OIDCRequestURL.ValueString()
	config.OIDCRequestToken = m.OIDCRequestToken.ValueString()
	config.UseMSI = m.UseMSI.ValueBoolPointer()
	config.UseCLI = m.UseCLI.ValueBoolPointer()
	for _, scenario := range slices.Sorted(slices.Values(scenarios)) {
		config.Scenarios = append(config.Scenarios, topology.Scenario(scenario))
	}
	if config.Scenarios == nil && !m.Scenarios.IsNull() {
		diags.AddAttributeError(root.AtName("scenarios"), "Invalid value",
			"The value of scenarios is empty, so no mapping would be put into force.\n\nRemedy: Leave out vault, or name a scenario: \"vmm_to_azure\", \"vmm_to_vmm\".")
		return nil
	}
	v, err := vault.New(config, os.Getenv)
	var problems vault.Problems
	switch {
	case errors.As(err, &problems):
		for _, problem := range problems {
			detail := problem.Detail + "\n\nRemedy: " + problem.Remedy
			if problem.Attribute == "" {
				diags.AddError("Invalid configuration of the vault", detail)
				continue
			}
			at := root
			for name := range strings.SplitSeq(problem.Attribute, ".") {
				at = at.AtName(name)
			}
			diags.AddAttributeError(at, "Invalid configuration of the vault", detail)
		}
		return nil
	case err != nil:
		diags.AddAttributeError(root, "Invalid configuration of the vault", err.Error())
		return nil
	}
	return v
}

// firstUnknown returns the first attribute that is not known, in their order.
func firstUnknown(at path.Path, value attr.Value) (path.Path, bool) {
	if value.IsUnknown() {
		return at, true
	}
	switch value := value.(type) {
	case types.Object:
		attributes := value.Attributes()
		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			if found, unknown := firstUnknown(at.AtName(name), attributes[name]); unknown {
				return found, true
			}
		}
	case types.Set:
		if slices.ContainsFunc(value.Elements(), attr.Value.IsUnknown) {
			return at, true
		}
	}
	return at, false
}
