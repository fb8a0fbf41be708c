package vault

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
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

	// Config is the cloud, and how to prove who asks.
	azure.Config

	// UserAgent names the program that asks, before the SDK's own name.
	UserAgent string
	// Transport carries all requests, nil for one of the vault's own.
	Transport http.RoundTripper
	// Pace is how patient the vault is; what is zero stands for the default.
	Pace Pace
}

// String names the vault, and nothing of what is secret.
func (c Config) String() string { return "vault " + c.VaultID }

// GoString is String: formatting a configuration never shows a secret.
func (c Config) GoString() string { return c.String() }

// Format writes String, whatever the verb.
func (c Config) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

// Problem is something wrong with a configuration. Its attribute is one of the
// vault object's.
type Problem = azure.Problem

// Problems are all that is wrong with a configuration.
type Problems = azure.Problems

// CredentialError says why no token for the vault could be had.
type CredentialError = azure.CredentialError

// settings are a configuration together with the environment.
type settings struct {
	vault     ARMID
	scenarios []topology.Scenario
	userAgent string
	transport http.RoundTripper
	pace      Pace
	identity  *azure.Identity
}

// resolve reads a configuration and the environment, and checks both. It opens
// nothing.
func resolve(config Config, getenv func(string) string) (*settings, error) {
	asks := config.Config
	asks.Asks, asks.Attributes = "the vault", true
	identity, wrong := azure.NewIdentity(asks, getenv)
	s := &settings{
		scenarios: config.Scenarios,
		userAgent: azure.UserAgent(config.UserAgent, getenv),
		transport: config.Transport,
		pace:      config.Pace.orDefault(),
		identity:  identity,
	}
	if len(s.scenarios) == 0 {
		s.scenarios = []topology.Scenario{topology.VMMToAzure}
	}
	if problems := append(s.problems(config), wrong...); len(problems) > 0 {
		return nil, problems
	}
	return s, nil
}

// problems checks what the settings say of the vault.
func (s *settings) problems(config Config) (problems Problems) {
	add := func(attribute, detail, remedy string) {
		problems = append(problems, Problem{Attribute: attribute, Detail: detail, Remedy: remedy})
	}
	vault, err := ParseVaultID(config.VaultID)
	switch {
	case config.VaultID == "":
		add("vault_id", "The value of vault_id is empty.", "Give it the ARM id of the Recovery Services vault: "+written(vaultForm)+".")
	case err != nil:
		add("vault_id", fmt.Sprintf("The value of vault_id is %q, which is not the ARM id of a Recovery Services vault: %v.", config.VaultID, err),
			"Copy the id from the vault's properties in the Azure portal, or refer to the id of the azurerm_recovery_services_vault.")
	}
	s.vault = vault
	known := []topology.Scenario{topology.VMMToAzure, topology.VMMToVMM}
	for _, scenario := range s.scenarios {
		if !slices.Contains(known, scenario) {
			add("scenarios", fmt.Sprintf("The value of scenarios contains %q.", scenario),
				fmt.Sprintf("The scenarios are %q and %q.", known[0], known[1]))
		}
	}
	return problems
}
