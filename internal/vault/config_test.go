package vault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

func environment(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

func yes() *bool { value := true; return &value }
func no() *bool  { value := false; return &value }

// Each configuration is complete: nothing is missing, and nothing is asked of
// anybody to find that out.
func TestConfigurations(t *testing.T) {
	identity := map[string]string{"ARM_TENANT_ID": "contoso.onmicrosoft.com", "ARM_CLIENT_ID": "c"}
	with := func(more ...string) map[string]string {
		variables := map[string]string{}
		for name, value := range identity {
			variables[name] = value
		}
		for i := 0; i < len(more); i += 2 {
			variables[more[i]] = more[i+1]
		}
		return variables
	}
	for _, tt := range []struct {
		name      string
		config    vault.Config
		variables map[string]string
	}{
		{"nothing but the vault: the CLI", vault.Config{}, nil},
		{"client secret", vault.Config{Config: azure.Config{TenantID: "t", ClientID: "c", ClientSecret: "s"}}, nil},
		{"client secret in the environment", vault.Config{}, with("ARM_CLIENT_SECRET", "s")},
		{"client secret in a file", vault.Config{}, with("ARM_CLIENT_SECRET_FILE_PATH", "/no/such/file")},
		{"client id in a file", vault.Config{Config: azure.Config{ClientSecret: "s"}}, map[string]string{"ARM_TENANT_ID": "t", "ARM_CLIENT_ID_FILE_PATH": "/no/such/file"}},
		{"certificate", vault.Config{Config: azure.Config{TenantID: "t", ClientID: "c", ClientCertificatePath: "/no/such/file", ClientCertificatePassword: "p"}}, nil},
		{"certificate in the environment", vault.Config{}, with("ARM_CLIENT_CERTIFICATE_PATH", "/no/such/file", "ARM_CLIENT_CERTIFICATE_PASSWORD", "p")},
		{"certificate's content", vault.Config{}, with("ARM_CLIENT_CERTIFICATE", "AAAA")},
		{"token file", vault.Config{Config: azure.Config{TenantID: "t", ClientID: "c", UseOIDC: yes(), OIDCTokenFilePath: "/no/such/file"}}, nil},
		{"token file in the environment", vault.Config{}, with("ARM_USE_OIDC", "true", "ARM_OIDC_TOKEN_FILE_PATH", "/no/such/file")},
		{"token in the environment", vault.Config{}, with("ARM_USE_OIDC", "1", "ARM_OIDC_TOKEN", "t")},
		{"request", vault.Config{Config: azure.Config{TenantID: "t", ClientID: "c", UseOIDC: yes(), OIDCRequestURL: "https://pipeline.example/?a=b", OIDCRequestToken: "t"}}, nil},
		{"GitHub", vault.Config{Config: azure.Config{UseOIDC: yes()}}, with("ACTIONS_ID_TOKEN_REQUEST_URL", "https://pipeline.example/", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t")},
		{"Azure Pipelines", vault.Config{Config: azure.Config{UseOIDC: yes()}}, with("SYSTEM_OIDCREQUESTURI", "https://pipeline.example/", "SYSTEM_ACCESSTOKEN", "t", "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "s")},
		{"AKS workload identity", vault.Config{}, map[string]string{"ARM_USE_AKS_WORKLOAD_IDENTITY": "true", "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": "/no/such/file"}},
		{"managed identity", vault.Config{Config: azure.Config{UseMSI: yes()}}, nil},
		{"managed identity in the environment", vault.Config{}, map[string]string{"ARM_USE_MSI": "true"}},
		{"CLI although there is a secret", vault.Config{Config: azure.Config{UseCLI: yes()}}, with("ARM_CLIENT_SECRET", "s")},
		{"attribute before environment", vault.Config{Config: azure.Config{UseMSI: yes()}}, with("ARM_CLIENT_SECRET", "s", "ARM_USE_OIDC", "true")},
		{"attribute against environment", vault.Config{Config: azure.Config{UseOIDC: no()}}, with("ARM_CLIENT_SECRET", "s", "ARM_USE_OIDC", "true")},
		{"clouds", vault.Config{Config: azure.Config{Environment: "China"}}, nil},
		{"cloud in the environment", vault.Config{}, map[string]string{"ARM_ENVIRONMENT": "usgovernment"}},
		{"own endpoints", vault.Config{
			Config: azure.Config{
				DisableInstanceDiscovery: yes(),
				Endpoint: azure.Endpoint{
					ResourceManagerEndpoint: "https://management.private.example/", ResourceManagerAudience: "https://management.private.example",
					ActiveDirectoryAuthorityHost: "https://login.private.example",
				},
			},
		}, nil},
		{"own endpoints in the environment", vault.Config{}, map[string]string{
			"ARM_RESOURCE_MANAGER_ENDPOINT": "https://management.private.example", "ARM_RESOURCE_MANAGER_AUDIENCE": "https://management.private.example",
			"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST": "https://login.private.example", "ARM_DISABLE_INSTANCE_DISCOVERY": "true",
		}},
		{"both scenarios", vault.Config{Scenarios: []topology.Scenario{topology.VMMToVMM, topology.VMMToAzure}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.config.VaultID = vaulttest.VaultID
			if _, err := vault.New(tt.config, environment(tt.variables)); err != nil {
				t.Error(err)
			}
		})
	}
}

// Every problem names the attribute or the variable, the value unless it is
// secret, and the remedy.
func TestWrongConfigurations(t *testing.T) {
	identity := map[string]string{"ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c"}
	for _, tt := range []struct {
		name      string
		config    vault.Config
		variables map[string]string
		attribute string
		want      string
	}{
		{"no vault", vault.Config{VaultID: "-"}, nil, "vault_id", `The value of vault_id is "-", which is not the ARM id of a Recovery Services vault: it does not begin with a slash`},
		{
			"a scenario",
			vault.Config{Scenarios: []topology.Scenario{"azure_to_azure"}},
			nil, "scenarios",
			`The value of scenarios contains "azure_to_azure". The scenarios are "vmm_to_azure" and "vmm_to_vmm".`,
		},
		{
			"an environment",
			vault.Config{Config: azure.Config{Environment: "german"}},
			nil, "environment",
			`The value of environment is "german". The environments are "public", "china" and "usgovernment"`,
		},
		{"a variable's environment", vault.Config{}, map[string]string{"ARM_ENVIRONMENT": "stack"}, "", `The value of ARM_ENVIRONMENT is "stack".`},
		{
			"an endpoint without TLS",
			vault.Config{Config: azure.Config{Endpoint: azure.Endpoint{ResourceManagerEndpoint: "http://management.example"}}},
			nil,
			"endpoint.resource_manager_endpoint", `The value of endpoint.resource_manager_endpoint is "http://management.example", which is no address of a service. Give it a URL that begins with https://`,
		},
		{
			"an authority that is a name",
			vault.Config{},
			map[string]string{"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST": "login.example"},
			"",
			`The value of ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST is "login.example"`,
		},
		{"a tenant", vault.Config{Config: azure.Config{TenantID: "my tenant"}}, nil, "tenant_id", `The value of tenant_id is "my tenant", which is no tenant's id. Give it the tenant's GUID, or one of its domains.`},
		{"a flag", vault.Config{}, map[string]string{"ARM_USE_MSI": "perhaps"}, "", `The value of ARM_USE_MSI is "perhaps". Set it to true or to false.`},
		{
			"a secret without a client",
			vault.Config{Config: azure.Config{ClientSecret: "s", TenantID: "t"}},
			nil, "client_id",
			"With a client secret, client_id is needed. Give client_id, or set ARM_CLIENT_ID.",
		},
		{
			"a secret without a tenant",
			vault.Config{Config: azure.Config{ClientSecret: "s", ClientID: "c"}},
			nil, "tenant_id",
			"With a client secret, tenant_id is needed. Give tenant_id, or set ARM_TENANT_ID.",
		},
		{
			"a password without a certificate",
			vault.Config{Config: azure.Config{ClientCertificatePassword: "p"}},
			nil, "client_certificate_password",
			"client_certificate_password is given, but no certificate. Give client_certificate_path",
		},
		{
			"OpenID Connect without a token",
			vault.Config{Config: azure.Config{UseOIDC: yes()}},
			identity, "use_oidc",
			"With OpenID Connect, a token is needed, and nothing says where it is. Give oidc_token_file_path, or oidc_request_url with oidc_request_token, or set ARM_OIDC_TOKEN.",
		},
		{
			"a request without its token",
			vault.Config{Config: azure.Config{UseOIDC: yes(), OIDCRequestURL: "https://pipeline.example/"}},
			identity, "oidc_request_token",
			"With OpenID Connect, oidc_request_token is needed. Give oidc_request_token, or set ARM_OIDC_REQUEST_TOKEN.",
		},
		{
			"a request without TLS",
			vault.Config{Config: azure.Config{UseOIDC: yes(), OIDCRequestURL: "http://pipeline.example/?a=b", OIDCRequestToken: "t"}},
			identity, "oidc_request_url",
			`The value of oidc_request_url is "http://pipeline.example/", which is no address of a service.`,
		},
		{"Azure Pipelines without a connection", vault.Config{Config: azure.Config{UseOIDC: yes()}}, map[string]string{
			"ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c", "SYSTEM_OIDCREQUESTURI": "https://pipeline.example/", "SYSTEM_ACCESSTOKEN": "t",
		}, "", "a token is asked for in the name of a service connection, and none is given. Set ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"},
		{
			"a token file that would not be used",
			vault.Config{Config: azure.Config{OIDCTokenFilePath: "f"}},
			nil, "oidc_token_file_path",
			"oidc_token_file_path is given, but use_oidc is not true, so it would not be used. Set use_oidc to true, or take out oidc_token_file_path.",
		},
		{
			"two ways",
			vault.Config{Config: azure.Config{ClientSecret: "s", UseMSI: yes()}},
			identity, "use_msi",
			"Both client_secret and use_msi are given, and the vault is asked in one way only. Keep the one",
		},
		{"no way", vault.Config{Config: azure.Config{UseCLI: no()}}, nil, "", "There are no credentials for the vault, and use_cli is false. Give client_secret"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.config.VaultID == "" {
				tt.config.VaultID = vaulttest.VaultID
			}
			_, err := vault.New(tt.config, environment(tt.variables))
			var problems vault.Problems
			if !errors.As(err, &problems) || len(problems) != 1 {
				t.Fatalf("the error is %v, want one problem", err)
			}
			if problems[0].Attribute != tt.attribute {
				t.Errorf("it is about %q, want %q", problems[0].Attribute, tt.attribute)
			}
			if !strings.Contains(problems[0].Error(), tt.want) {
				t.Errorf("it says\n%s\nwant\n%s", problems[0], tt.want)
			}
		})
	}
}

// All that is wrong is told at once.
func TestSeveralProblems(t *testing.T) {
	_, err := vault.New(vault.Config{Config: azure.Config{Environment: "moon", TenantID: "a b"}}, nowhere)
	var problems vault.Problems
	if !errors.As(err, &problems) || len(problems) != 3 || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("the error is %v, want three problems", err)
	}
	if problems[0].Detail != "The value of vault_id is empty." {
		t.Errorf("the first problem is %v", problems[0])
	}
}

// However a configuration is printed, no secret is in it.
func TestConfigurationAsText(t *testing.T) {
	config := vault.Config{
		VaultID: vaulttest.VaultID,
		Config: azure.Config{
			ClientSecret:              vaulttest.ClientSecret,
			ClientCertificatePassword: vaulttest.CertificatePassword,
			OIDCRequestToken:          vaulttest.RequestToken,
		},
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, value := range []any{config, &config, struct{ Config vault.Config }{config}} {
			text := fmt.Sprintf(verb, value)
			for _, secret := range []string{config.ClientSecret, config.ClientCertificatePassword, config.OIDCRequestToken} {
				if strings.Contains(text, secret) {
					t.Errorf("%s shows %s", verb, text)
				}
			}
		}
	}
}

func TestScenarios(t *testing.T) {
	v := open(t, vault.Config{VaultID: vaulttest.VaultID})
	if !v.Realises(topology.VMMToAzure) || v.Realises(topology.VMMToVMM) {
		t.Error("by default, the mappings to Azure alone are realised")
	}
	v = open(t, vault.Config{VaultID: vaulttest.VaultID, Scenarios: []topology.Scenario{topology.VMMToVMM}})
	if v.Realises(topology.VMMToAzure) || !v.Realises(topology.VMMToVMM) {
		t.Error("the scenarios that are given are the ones that are realised")
	}
	if v.ID().String() != vaulttest.VaultID {
		t.Errorf("the vault is %s", v.ID())
	}
}
