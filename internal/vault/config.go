package vault

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Config is what the user says about the vault. What is empty, or nil, is taken
// from the environment variables of Terraform's Azure providers.
type Config struct {
	// VaultID is the ARM id of the Recovery Services vault.
	VaultID string
	// Scenarios are the mappings that are realised in the vault; none stand for
	// those to Azure, for the service has closed mapping between VMM servers.
	Scenarios []topology.Scenario

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

	// UserAgent names the program that asks, before the SDK's own name.
	UserAgent string
	// Transport carries all requests, nil for one of the vault's own.
	Transport http.RoundTripper
	// Pace is how patient the vault is; what is zero stands for the default.
	Pace Pace
}

// Endpoint holds the addresses of a cloud; what is empty is the environment's.
type Endpoint struct {
	ResourceManagerEndpoint      string
	ResourceManagerAudience      string
	ActiveDirectoryAuthorityHost string
}

// String names the vault, and nothing of what is secret.
func (c Config) String() string { return "vault " + c.VaultID }

// GoString is String: formatting a configuration never shows a secret.
func (c Config) GoString() string { return c.String() }

// Format writes String, whatever the verb.
func (c Config) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

// Problem is something wrong with a configuration.
type Problem struct {
	// Attribute is the attribute of the vault object that is wrong, such as
	// "endpoint.resource_manager_endpoint"; none where a variable is at fault.
	Attribute string
	// Detail says what is wrong, with the value unless it is secret.
	Detail string
	// Remedy says what to do about it.
	Remedy string
}

// Error returns the detail and the remedy.
func (p Problem) Error() string { return p.Detail + " " + p.Remedy }

// Problems are all that is wrong with a configuration.
type Problems []Problem

// Error returns all problems, a line each.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// setting is one value, and where it comes from.
type setting struct {
	value string
	// from is the name of the attribute or of the environment variable.
	from string
	// declared says that it is the attribute's.
	declared bool
}

func (s setting) given() bool { return s.value != "" }

// attribute returns the attribute that a problem with the setting is about.
func (s setting) attribute() string {
	if s.declared {
		return s.from
	}
	return ""
}

// flag is a setting that is true or false.
type flag struct {
	on       bool
	from     string
	declared bool
}

// settings are a configuration together with the environment.
type settings struct {
	vault     ARMID
	scenarios []topology.Scenario
	userAgent string
	transport http.RoundTripper
	pace      Pace

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

// resolve reads a configuration and the environment, and checks both. It opens
// nothing.
func resolve(config Config, getenv func(string) string) (*settings, error) {
	r := reader{getenv: getenv}
	s := &settings{
		scenarios: config.Scenarios,
		userAgent: userAgent(config.UserAgent, getenv),
		transport: config.Transport,
		pace:      config.Pace.orDefault(),

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
	if s.workloadIdentity.on {
		tenants, clients = append(tenants, "AZURE_TENANT_ID"), append(clients, "AZURE_CLIENT_ID")
		if !s.oidcTokenFile.given() {
			s.oidcTokenFile = r.text("", "", "AZURE_FEDERATED_TOKEN_FILE")
		}
	}
	s.tenant = r.text("tenant_id", config.TenantID, tenants...)
	s.client = r.text("client_id", config.ClientID, clients...)
	s.clientFile = r.text("", "", "ARM_CLIENT_ID_FILE_PATH")
	if s.secret.declared {
		s.secretFile = setting{}
	}
	if s.certificateFile.declared {
		s.certificate = setting{}
	}
	if len(s.scenarios) == 0 {
		s.scenarios = []topology.Scenario{topology.VMMToAzure}
	}
	s.problems(&r, config)
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return s, nil
}

// problems checks what the settings say, one by one and then together.
func (s *settings) problems(r *reader, config Config) {
	vault, err := ParseVaultID(config.VaultID)
	switch {
	case config.VaultID == "":
		r.add("vault_id", "The value of vault_id is empty.", "Give it the ARM id of the Recovery Services vault: "+written(vaultForm)+".")
	case err != nil:
		r.add("vault_id", fmt.Sprintf("The value of vault_id is %q, which is not the ARM id of a Recovery Services vault: %v.", config.VaultID, err),
			"Copy the id from the vault's properties in the Azure portal, or refer to the id of the azurerm_recovery_services_vault.")
	}
	s.vault = vault
	known := []topology.Scenario{topology.VMMToAzure, topology.VMMToVMM}
	for _, scenario := range s.scenarios {
		if !slices.Contains(known, scenario) {
			r.add("scenarios", fmt.Sprintf("The value of scenarios contains %q.", scenario),
				fmt.Sprintf("The scenarios are %q and %q.", known[0], known[1]))
		}
	}
	if s.environment.given() && environment(s.environment.value) == nil {
		r.add(s.environment.attribute(), fmt.Sprintf("The value of %s is %q.", s.environment.from, s.environment.value),
			`The environments are "public", "china" and "usgovernment"; for another cloud, give the addresses in endpoint.`)
	}
	r.https(s.endpoint)
	r.https(s.authority)
	if s.tenant.given() && strings.ContainsFunc(s.tenant.value, notInTenant) {
		r.add(s.tenant.attribute(), fmt.Sprintf("The value of %s is %q, which is no tenant's id.", s.tenant.from, s.tenant.value),
			"Give it the tenant's GUID, or one of its domains.")
	}
	s.chooseMethod(r)
}

func notInTenant(c rune) bool {
	return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-'
}

// Names of the program that asks: its own, and what Azure Cloud Shell wants added.
func userAgent(name string, getenv func(string) string) string {
	return strings.TrimSpace(name + " " + getenv("AZURE_HTTP_USER_AGENT"))
}
