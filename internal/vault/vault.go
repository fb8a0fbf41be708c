package vault

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Vault is a Recovery Services vault, as one run of Terraform sees it. Its
// methods may be called at the same time.
type Vault struct {
	*connection

	fabrics  listing[[]Fabric]
	networks listing[*networkIndex]
	logical  listing[[]LogicalNetwork]
	clouds   listing[[]Cloud]
	pairings listing[[]Pairing]
	mappings listing[*mappingIndex]
	machines listing[[]Machine]
}

// New returns the vault of a configuration, together with the environment that
// getenv reads. It asks nothing of anybody. What is wrong with the configuration
// is reported as [Problems].
func New(config Config, getenv func(string) string) (*Vault, error) {
	settings, err := resolve(config, getenv)
	if err != nil {
		return nil, err
	}
	return &Vault{connection: newConnection(settings)}, nil
}

// ID returns the vault's ARM id, as it was configured.
func (v *Vault) ID() ARMID { return v.settings.vault }

// Name returns the vault's name.
func (v *Vault) Name() string { return v.ID().name(vaultsSegment) }

// Holds reports whether an ARM id lies in the vault.
func (v *Vault) Holds(id string) bool { return armID(id).upTo(vaultsSegment).Same(v.ID()) }

// Realises reports whether mappings of a scenario are realised in the vault.
func (v *Vault) Realises(scenario topology.Scenario) bool {
	return slices.Contains(v.settings.scenarios, scenario)
}

// arm reads an id of the service's.
func (v *Vault) arm(text *string) ARMID { return within(v.ID(), value(text)) }
