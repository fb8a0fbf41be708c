package vault_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

func TestMain(m *testing.M) {
	if err := vaulttest.TrustInThisProcess(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const (
	production = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/Azure-RG/providers/Microsoft.Network/virtualNetworks/Production"
	staging    = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/Azure-RG/providers/Microsoft.Network/virtualNetworks/Staging"
)

// quick is a pace for tests.
var quick = vault.Pace{
	FirstPoll: time.Millisecond, LongestPoll: 20 * time.Millisecond, Retry: time.Millisecond,
	Operation: 10 * time.Second, Throttled: 10 * time.Second,
}

// configuration is one that leads to a fake with a client secret.
func configuration(service *vaulttest.Service) vault.Config {
	return vault.Config{
		VaultID:   vaulttest.VaultID,
		Transport: service.Transport(),
		Pace:      quick,
		UserAgent: "terraform-provider-siterecovery/test",
		Config: azure.Config{
			TenantID:     vaulttest.Tenant,
			ClientID:     vaulttest.ClientID,
			ClientSecret: vaulttest.ClientSecret,
		},
	}
}

// nowhere is an environment without variables.
func nowhere(string) string { return "" }

func open(t *testing.T, config vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.New(config, nowhere)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// connect returns a vault that is the fake.
func connect(t *testing.T, service *vaulttest.Service) *vault.Vault {
	t.Helper()
	return open(t, configuration(service))
}

func parse(t *testing.T, text string) topology.ID {
	t.Helper()
	id, err := topology.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func network(server, name string) topology.ID {
	return topology.VMNetworkID(topology.ServerID(server), name)
}

// bind binds a mapping, and fails the test if it cannot be.
func bind(t *testing.T, v *vault.Vault, source, target topology.ID) vault.Link {
	t.Helper()
	link, err := v.Bind(t.Context(), source, target)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// counted checks how often each route was asked; routes of tokens are left out.
func counted(t *testing.T, service *vaulttest.Service, want map[string]int) {
	t.Helper()
	got := service.Counts()
	for _, route := range []string{"POST token", "GET openid-configuration", "GET discovery"} {
		delete(got, route)
	}
	var lines []string
	for route, n := range got {
		if want[route] != n {
			lines = append(lines, fmt.Sprintf("%s: %d, want %d", route, n, want[route]))
		}
	}
	for route, n := range want {
		if _, ok := got[route]; !ok {
			lines = append(lines, fmt.Sprintf("%s: 0, want %d", route, n))
		}
	}
	slices.Sort(lines)
	if len(lines) > 0 {
		t.Errorf("the requests are not those that were expected:\n%s", strings.Join(lines, "\n"))
	}
}

const (
	mappingsRoute = "replicationNetworkMappings"
	mappingRoute  = "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings/*"
	ownRoute      = "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings"
	statusRoute   = "replicationOperationStatus/*"
	resultRoute   = mappingRoute + "/operationresults/*"
)

// site is a fake with two servers and a few networks.
func site(t *testing.T) (service *vaulttest.Service, beijing, shanghai *vaulttest.Fabric) {
	t.Helper()
	service = vaulttest.Start(t)
	beijing, shanghai = service.AddServer("VMM-Beijing"), service.AddServer("VMM-Shanghai")
	for i := range 3 {
		beijing.AddNetwork(fmt.Sprintf("VMNetwork%d-Beijing", i+1))
		shanghai.AddNetwork(fmt.Sprintf("VMNetwork%d-Shanghai", i+1))
	}
	return service, beijing, shanghai
}
