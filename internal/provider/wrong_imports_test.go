package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Who imports by an id that is not the object's own is told which one is.
func TestAccImportsByAnotherID(t *testing.T) {
	s := newScene(t)
	steps := []resource.TestStep{{Config: s.config(mappedSites)}}
	for _, tt := range []struct {
		address, id string
		says        []string
	}{
		{"siterecovery_network_mapping.one", "/servers/A/vmNetworks/A1", []string{
			`"/servers/A/vmNetworks/A1" is the id of a VM network. Remedy: The id of a network mapping is that of its source network with ` +
				`/mappings/{target server, or azure} behind it. The catalog has "/servers/A/vmNetworks/A1/mappings/B".`,
		}},
		{"siterecovery_network_mapping.one", "/servers/B/vmNetworks/B1", []string{"azure} behind it.\n"}},
		{"siterecovery_cloud_protection.gold", "/servers/A/clouds/GoldA", []string{
			`Remedy: The id of a cloud protection is that of its protected cloud with /protection behind it. The catalog has "/servers/A/clouds/GoldA/protection".`,
		}},
		{"siterecovery_network_mapping.one", "A1", []string{
			`"A1" is not an id: it does not begin with a slash. It is like the name of: - network mapping of 'A1' to VMM server 'B' (/servers/A/vmNetworks/A1/mappings/B)`,
			"Remedy: The id of a network mapping has the form",
		}},
		{"siterecovery_vm_network.a1", "/servers/A/vmNetwork/A1", []string{
			`is not an id: a server has no "vmNetwork".`, `Remedy: It looks like the id of a VM network: "/servers/A/vmNetworks/A1" is one.`,
		}},
		{"siterecovery_cloud.gold_a", "/servers/A/clouds/GoldB", []string{"Its id is like that of:", "- cloud 'GoldB' (/servers/B/clouds/GoldB)", "Remedy: Check the id"}},
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: tt.address, ImportState: true, ImportStateId: tt.id, ExpectError: said(append([]string{"Unable to import"}, tt.says...)...),
		})
	}
	s.run(steps...)
	s.holds()
}
