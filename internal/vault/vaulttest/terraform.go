package vaulttest

import "fmt"

// ProviderBlock returns a configuration of the provider that has the fake as its
// vault, with more attributes of the vault as they are given. Where it runs, the
// variables of [Service.Environment] are needed.
func (s *Service) ProviderBlock(attributes string) string {
	return fmt.Sprintf(`
		provider "siterecovery" {
			vault = {
				vault_id                   = %q
				tenant_id                  = %q
				client_id                  = %q
				disable_instance_discovery = true
				endpoint = {
					resource_manager_endpoint       = %q
					resource_manager_audience       = "https://management.azure.com"
					active_directory_authority_host = %q
				}
				%s
			}
		}
	`, VaultID, Tenant, ClientID, s.URL(), s.URL(), attributes)
}

// Environment returns the variables of a process that is to ask the fake: whom it
// trusts, and the secret that it proves itself with.
func (s *Service) Environment() []string {
	return []string{"SSL_CERT_FILE=" + AuthorityFile(s.t), "ARM_CLIENT_SECRET=" + ClientSecret}
}
