package vault_test

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

const mappingText = vaulttest.VaultID + "/replicationFabrics/f/replicationNetworks/n/replicationNetworkMappings/m"

// Ids are accepted in any case, /Subscriptions/ too.
func TestSpellingsOfARMIDs(t *testing.T) {
	for _, spelling := range []string{
		mappingText, strings.ToUpper(mappingText), strings.ToLower(mappingText), mappingText + "/",
		strings.Replace(mappingText, "/subscriptions/", "/Subscriptions/", 1),
	} {
		id, err := vault.ParseMappingID(spelling)
		if err != nil {
			t.Errorf("%s: %v", spelling, err)
			continue
		}
		other, err := vault.ParseMappingID(mappingText)
		if err != nil || !id.Same(other) || id.Key() != other.Key() {
			t.Errorf("%s and %s are not the same", id, other)
		}
		if id.String() != strings.TrimSuffix(spelling, "/") {
			t.Errorf("%s is spelled %s", spelling, id)
		}
	}
}

func TestWhatIsNoARMID(t *testing.T) {
	const vaultForm = "its form is /subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.RecoveryServices/vaults/{vault}"
	for text, want := range map[string]string{
		"":                               "it does not begin with a slash",
		"TestVault":                      "it does not begin with a slash",
		"/":                              "it does not begin with a slash",
		"/subscriptions":                 `it ends after "subscriptions"`,
		"/subscriptions//resourceGroups": `after "subscriptions" there is no name`,
		"/groups/a":                      `"groups" stands where "subscriptions" is expected`,
		strings.Replace(vaulttest.VaultID, "Microsoft.RecoveryServices", "Microsoft.KeyVault", 1): `"Microsoft.KeyVault" stands where "Microsoft.RecoveryServices" is expected`,
		vaulttest.VaultID + "/backupPolicies":                                                     `"backupPolicies" is one segment too many`,
		vaulttest.VaultID + "?x":                                                                  `after "vaults" there is no name`,
	} {
		_, err := vault.ParseVaultID(text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), vaultForm) {
			t.Errorf("%q: the error is %v, want it to say %q and the form", text, err, want)
		}
	}
	_, err := vault.ParseMappingID(vaulttest.VaultID)
	const mappingForm = "/replicationFabrics/{fabric}/replicationNetworks/{network}/replicationNetworkMappings/{networkMapping}"
	if err == nil || !strings.Contains(err.Error(), mappingForm) {
		t.Errorf("the error is %v, want it to show the form", err)
	}
}
