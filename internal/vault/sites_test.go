package vault_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// A site has what has a name of its own there; names are compared without case.
func TestSites(t *testing.T) {
	service := vaulttest.Start(t)
	service.AddFabric("HyperVSite-1", "HyperVSite").AddCloud("Gold")
	beijing, shanghai := service.AddServer("VMM-Beijing"), service.AddServer("VMM-Shanghai")
	for _, name := range []string{"Corp", "Web", "WEB", "", "Tail "} {
		beijing.AddNetwork(name)
	}
	beijing.AddCloud("Gold")
	beijing.AddLogicalNetwork("L", true, false)
	shanghai.AddNetwork("Corp") // as on the other server
	service.AddServer("Twice").AddNetwork("Of the first")
	service.AddServer("twice").AddNetwork("Of the second")
	found, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sites, nameless := found.Sites()
	var lines []string
	for name, site := range sites {
		lines = append(lines, fmt.Sprintf("%s: %q %q %q", name, slices.Sorted(maps.Keys(site.LogicalNetworks)),
			slices.Sorted(maps.Keys(site.Networks)), slices.Sorted(maps.Keys(site.Clouds))))
	}
	slices.Sort(lines)
	for _, thing := range nameless {
		lines = append(lines, fmt.Sprintf("%s (%d)", strings.ToLower(thing.String()), len(thing.IDs)))
	}
	want := []string{
		`VMM-Beijing: ["L"] ["Corp"] ["Gold"]`,
		`VMM-Shanghai: [] ["Corp"] []`,
		"vm network '' of vmm server 'vmm-beijing': the name is empty (1)",
		"vm network 'tail ' of vmm server 'vmm-beijing': the name ends with a space (1)",
		"vm network 'web' of vmm server 'vmm-beijing': the vault knows 2 of that name (2)",
		"vmm server 'twice': the vault knows 2 of that name (2)",
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the sites are\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
