package azure

import (
	"fmt"
	"strings"
)

// Config is what a user says about the cloud, and about how to prove who asks.
// What is empty, or nil, is taken from the environment variables of Terraform's
// Azure providers.
type Config struct {
	// Asks names what is asked, for people: "the vault".
	Asks string
	// Attributes says that the user gives the rest as attributes too, and not as
	// variables alone.
	Attributes bool

	// Environment is the cloud: public, china or usgovernment.
	Environment string
	// Endpoint replaces the addresses of the cloud.
	Endpoint Endpoint
	// DisableInstanceDiscovery leaves out asking Microsoft whether the
	// authority is one of its own, which no private cloud's is.
	DisableInstanceDiscovery *bool

	TenantID string
	ClientID string

	ClientSecret string

	ClientCertificatePath     string
	ClientCertificatePassword string

	UseOIDC           *bool
	OIDCTokenFilePath string
	OIDCRequestURL    string
	OIDCRequestToken  string

	UseMSI *bool
	UseCLI *bool
}

// Endpoint holds the addresses of a cloud; what is empty is the environment's.
type Endpoint struct {
	ResourceManagerEndpoint      string
	ResourceManagerAudience      string
	ActiveDirectoryAuthorityHost string
}

// Identity is who asks, and in which cloud: a configuration together with the
// environment.
type Identity struct {
	asks       string
	attributes bool

	environment       setting
	endpoint          setting
	audience          setting
	authority         setting
	noDiscovery       flag
	tenant            setting
	client            setting
	clientFile        setting
	secret            setting
	secretFile        setting
	certificate       setting // base64
	certificateFile   setting
	certificateSecret setting
	oidc              flag
	workloadIdentity  flag
	oidcToken         setting
	oidcTokenFile     setting
	oidcURL           setting
	oidcRequestToken  setting
	oidcConnection    setting
	msi               flag
	cli               flag

	method method
}

// NewIdentity reads a configuration and the environment, and checks both. It opens
// nothing, and asks nobody.
func NewIdentity(config Config, getenv func(string) string) (*Identity, Problems) {
	r := reader{getenv: getenv}
	i := &Identity{
		asks: config.Asks, attributes: config.Attributes,

		environment: r.text("environment", config.Environment, "ARM_ENVIRONMENT"),
		endpoint: r.text("endpoint.resource_manager_endpoint", config.Endpoint.ResourceManagerEndpoint,
			"ARM_RESOURCE_MANAGER_ENDPOINT"),
		audience: r.text("endpoint.resource_manager_audience", config.Endpoint.ResourceManagerAudience,
			"ARM_RESOURCE_MANAGER_AUDIENCE"),
		authority: r.text("endpoint.active_directory_authority_host", config.Endpoint.ActiveDirectoryAuthorityHost,
			"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST"),
		noDiscovery: r.flag("disable_instance_discovery", config.DisableInstanceDiscovery, "ARM_DISABLE_INSTANCE_DISCOVERY"),

		secret:     r.text("client_secret", config.ClientSecret, "ARM_CLIENT_SECRET"),
		secretFile: r.text("", "", "ARM_CLIENT_SECRET_FILE_PATH"),

		certificate:       r.text("", "", "ARM_CLIENT_CERTIFICATE"),
		certificateFile:   r.text("client_certificate_path", config.ClientCertificatePath, "ARM_CLIENT_CERTIFICATE_PATH"),
		certificateSecret: r.text("client_certificate_password", config.ClientCertificatePassword, "ARM_CLIENT_CERTIFICATE_PASSWORD"),

		oidc:             r.flag("use_oidc", config.UseOIDC, "ARM_USE_OIDC"),
		workloadIdentity: r.flag("", nil, "ARM_USE_AKS_WORKLOAD_IDENTITY"),
		oidcToken:        r.text("", "", "ARM_OIDC_TOKEN"),
		oidcTokenFile:    r.text("oidc_token_file_path", config.OIDCTokenFilePath, "ARM_OIDC_TOKEN_FILE_PATH"),
		oidcURL: r.text("oidc_request_url", config.OIDCRequestURL,
			"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"),
		oidcRequestToken: r.text("oidc_request_token", config.OIDCRequestToken,
			"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"),
		oidcConnection: r.text("", "",
			"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"),

		msi: r.flag("use_msi", config.UseMSI, "ARM_USE_MSI"),
		cli: r.flag("use_cli", config.UseCLI, "ARM_USE_CLI"),
	}
	tenants, clients := []string{"ARM_TENANT_ID"}, []string{"ARM_CLIENT_ID"}
	if i.workloadIdentity.on {
		tenants, clients = append(tenants, "AZURE_TENANT_ID"), append(clients, "AZURE_CLIENT_ID")
		if !i.oidcTokenFile.given() {
			i.oidcTokenFile = r.text("", "", "AZURE_FEDERATED_TOKEN_FILE")
		}
	}
	i.tenant = r.text("tenant_id", config.TenantID, tenants...)
	i.client = r.text("client_id", config.ClientID, clients...)
	i.clientFile = r.text("", "", "ARM_CLIENT_ID_FILE_PATH")
	if i.secret.declared {
		i.secretFile = setting{}
	}
	if i.certificateFile.declared {
		i.certificate = setting{}
	}
	i.check(&r)
	return i, r.problems
}

// check checks what the settings say, one by one and then together.
func (i *Identity) check(r *reader) {
	if i.environment.given() && environment(i.environment.value) == nil {
		r.add(i.environment.attribute(), fmt.Sprintf("The value of %s is %q.", i.environment.from, i.environment.value),
			fmt.Sprintf(`The environments are "public", "china" and "usgovernment"; for another cloud, %s.`,
				i.say("give the addresses in endpoint", "set ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST")))
	}
	r.https(i.endpoint)
	r.https(i.authority)
	if i.tenant.given() && strings.ContainsFunc(i.tenant.value, notInTenant) {
		r.add(i.tenant.attribute(), fmt.Sprintf("The value of %s is %q, which is no tenant's id.", i.tenant.from, i.tenant.value),
			"Give it the tenant's GUID, or one of its domains.")
	}
	i.chooseMethod(r)
}

func notInTenant(c rune) bool {
	return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-'
}

// say returns the words for users who give attributes, or those for users who
// have variables alone.
func (i *Identity) say(attributes, variables string) string {
	if i.attributes {
		return attributes
	}
	return variables
}
