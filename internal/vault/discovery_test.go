package vault_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// full is a fake with something of everything in it, and with things that are
// none of a VMM server's.
func full(t *testing.T) *vaulttest.Service {
	t.Helper()
	service := vaulttest.Start(t)
	service.AddFabric("HyperVSite-1", "HyperVSite").AddCloud("HyperVSite-1")
	service.AddFabric("Central US", "Azure").AddNetwork("vnet-of-a-region")
	beijing, shanghai := service.AddServer("VMM-Beijing"), service.AddServer("VMM-Shanghai")
	beijing.AddLogicalNetwork("Plain", false, false)
	beijing.AddLogicalNetwork("Lanes", true, false)
	shanghai.AddLogicalNetwork("Cloudy", true, true)
	one := beijing.AddNetwork("VMNetwork1-Beijing", vaulttest.Subnet{Name: "Web", Prefix: "10.1.0.0/24"}, vaulttest.Subnet{Name: "Data", Prefix: "10.1.1.0/24"})
	two := beijing.AddNetwork("VMNetwork2-Beijing")
	replica := shanghai.AddNetwork("VMNetwork1-Shanghai")
	gold, silver := beijing.AddCloud("GoldCloud1"), beijing.AddCloud("SilverCloud1")
	goldReplica := shanghai.AddCloud("GoldCloud2")
	gold.Pair(nil, "To Azure")
	silver.Pair(goldReplica, "To Shanghai")
	gold.AddMachine(vaulttest.Machine{Name: "web", Adapters: []vaulttest.Adapter{
		{Network: "VMNetwork1-Beijing", Subnet: "Web", Address: "10.1.0.7", Target: production, TargetSubnet: "Web", TargetAddress: "10.9.0.7", Chose: "SelectedByDefault"},
		{Network: "", Chose: "NotSelected"},
	}})
	gold.AddMachine(vaulttest.Machine{Name: "db", SelectedNetwork: staging, Adapters: []vaulttest.Adapter{{Network: "VMNetwork2-Beijing"}}})
	silver.AddMachine(vaulttest.Machine{Name: "WEB", To: goldReplica, FailedOver: true, Adapters: []vaulttest.Adapter{
		{Network: "VMNetwork1-Beijing", Target: replica.ID()},
	}})
	one.Map("corp-map", production)
	one.MapTo("to-shanghai", replica)
	two.Map("second", staging)
	return service
}

func TestDiscovery(t *testing.T) {
	service := full(t)
	found, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	say := func(format string, arguments ...any) { lines = append(lines, fmt.Sprintf(format, arguments...)) }
	for _, f := range found.Fabrics {
		say("fabric %s %s %s %q", f.Name, f.Type, f.Health, f.ID)
	}
	for _, n := range found.Networks {
		say("network %s %s %v", n.ID, n.Type, n.Subnets)
	}
	for _, n := range found.LogicalNetworks {
		say("logical network %s %s", n.ID, n.Isolation)
	}
	for _, c := range found.Clouds {
		say("cloud %s %s %s %d", c.ID, c.Role, c.Paired, c.Machines)
	}
	for _, p := range found.Pairings {
		say("pairing %s -> %q azure:%v %s %s", p.Protected, p.Protecting, p.ToAzure, p.Policy, p.State)
	}
	for _, m := range found.Mappings {
		say("mapping %s -> %s %s ours:%v", m.ID(), m.Target, m.State, m.Ours)
	}
	for _, m := range found.Machines {
		say("machine %q %s -> %s failed over:%v", m.Key, m.Cloud, m.Fabric, m.FailedOver)
		for _, a := range m.Adapters {
			say("  %q %s %s -> %q %s %s %s", a.Network, a.SubnetName, a.Address, a.Target, a.TargetSubnetName, a.TargetAddress, a.Selection)
		}
	}
	want := strings.Split(strings.NewReplacer("PRODUCTION", production, "STAGING", staging).Replace(strings.TrimSpace(`
fabric Central US Azure Normal ""
fabric HyperVSite-1 HyperVSite Normal ""
fabric Microsoft Azure Azure Normal ""
fabric VMM-Beijing VMM Normal "/servers/VMM-Beijing"
fabric VMM-Shanghai VMM Normal "/servers/VMM-Shanghai"
network /servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing NoIsolation [{Web [10.1.0.0/24]} {Data [10.1.1.0/24]}]
network /servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing NoIsolation []
network /servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai NoIsolation []
logical network /servers/VMM-Beijing/logicalNetworks/Lanes vlan
logical network /servers/VMM-Beijing/logicalNetworks/Plain none
logical network /servers/VMM-Shanghai/logicalNetworks/Cloudy network_virtualization
cloud /servers/VMM-Beijing/clouds/GoldCloud1 Primary Paired 2
cloud /servers/VMM-Beijing/clouds/SilverCloud1 Primary Paired 1
cloud /servers/VMM-Shanghai/clouds/GoldCloud2  NotPaired 0
pairing /servers/VMM-Beijing/clouds/GoldCloud1 -> "" azure:true To Azure Paired
pairing /servers/VMM-Beijing/clouds/SilverCloud1 -> "/servers/VMM-Shanghai/clouds/GoldCloud2" azure:false To Shanghai Paired
mapping /servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing/mappings/azure -> PRODUCTION Paired ours:false
mapping /servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing/mappings/VMM-Shanghai -> /servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai Paired ours:false
mapping /servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing/mappings/azure -> STAGING Paired ours:false
machine "db" /servers/VMM-Beijing/clouds/GoldCloud1 -> azure failed over:false
  "/servers/VMM-Beijing/vmNetworks/VMNetwork2-Beijing"   -> "STAGING"   
machine "web (GoldCloud1)" /servers/VMM-Beijing/clouds/GoldCloud1 -> azure failed over:false
  "/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing" Web 10.1.0.7 -> "PRODUCTION" Web 10.9.0.7 SelectedByDefault
  ""   -> ""   NotSelected
machine "WEB (SilverCloud1)" /servers/VMM-Beijing/clouds/SilverCloud1 -> /servers/VMM-Shanghai failed over:true
  "/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing"   -> "/servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai"   `)), "\n")
	for i := range want {
		want[i] = strings.TrimRight(want[i], " ")
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the vault is found to be\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	// Two items a page: 5 fabrics, 4 networks (one of them of no VMM server), 4
	// clouds, 2 pairings, 3 mappings, 3 machines; logical networks per VMM server.
	counted(t, service, map[string]int{
		"GET replicationFabrics": 3, "GET replicationNetworks": 2, "GET replicationProtectionContainers": 2,
		"GET replicationProtectionContainerMappings": 1, "GET " + mappingsRoute: 2, "GET replicationProtectedItems": 2,
		"GET replicationFabrics/*/replicationLogicalNetworks": 2,
	})
}

// The same vault is described in the same way each time, although the spelling
// of ids changes.
func TestDiscoveryIsDeterministic(t *testing.T) {
	service := full(t)
	one, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range one.Machines { // NICs have new ids in each answer of the fake
		for j := range one.Machines[i].Adapters {
			one.Machines[i].Adapters[j].NIC, other.Machines[i].Adapters[j].NIC = "", ""
		}
	}
	if a, b := fmt.Sprintf("%+v", one), fmt.Sprintf("%+v", other); a != b {
		t.Errorf("the vault is described as\n%s\nand then as\n%s", a, b)
	}
}

// What moves from one page to the next while they are read is found once.
func TestMovingItems(t *testing.T) {
	service := full(t)
	still, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	service.Behave(func(b *vaulttest.Behaviour) { b.Moved = 1 })
	moving, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sizes := func(d vault.Discovery) []int {
		return []int{len(d.Fabrics), len(d.Networks), len(d.LogicalNetworks), len(d.Clouds), len(d.Pairings), len(d.Mappings), len(d.Machines)}
	}
	if a, b := sizes(still), sizes(moving); !slices.Equal(a, b) {
		t.Errorf("there are %v things, and %v when they move", a, b)
	}
}

// Whoever asks at the same time shares one listing, and whoever asks later is
// not answered by another.
func TestListingIsShared(t *testing.T) {
	service, _, _ := site(t)
	v := connect(t, service)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := v.Mappings(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := v.Bind(t.Context(), network("VMM-Beijing", "VMNetwork1-Beijing"), network("VMM-Shanghai", "VMNetwork1-Shanghai")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	counted(t, service, map[string]int{"GET replicationFabrics": 2, "GET replicationNetworks": 3, "GET " + mappingsRoute: 1})
}

// Refreshing many mappings costs requests in proportion to the number of pages.
func TestRequestsForManyMappings(t *testing.T) {
	service := vaulttest.Start(t)
	server := service.AddServer("VMM")
	for i := range 300 {
		server.AddNetwork(fmt.Sprintf("N%d", i)).Map("by-hand", production)
	}
	service.Behave(func(b *vaulttest.Behaviour) { b.PageSize = 100 })
	v := connect(t, service)
	for i := range 300 {
		link := bind(t, v, network("VMM", fmt.Sprintf("N%d", i)), parse(t, production))
		if m, exists, err := v.MappingOf(t.Context(), link); err != nil || !exists || !link.Realised(m) {
			t.Fatalf("N%d: %v, %v, %v", i, m, exists, err)
		}
	}
	counted(t, service, map[string]int{"GET replicationFabrics": 1, "GET replicationNetworks": 3, "GET " + mappingsRoute: 3})
}

// A listing that failed is not remembered.
func TestListingAfterFailure(t *testing.T) {
	service, _, _ := site(t)
	service.Fail("GET replicationFabrics", vaulttest.Refused(http.StatusForbidden, vaulttest.OperationError{Code: "AuthorizationFailed", Message: "You may not."}))
	v := connect(t, service)
	_, err := v.Fabrics(t.Context())
	var failed *vault.ServiceError
	if !errors.As(err, &failed) || failed.Status != http.StatusForbidden || failed.Code != "AuthorizationFailed" {
		t.Fatalf("the error is %v", err)
	}
	const want = "Unable to list the fabrics of vault 'TestVault': You may not (code AuthorizationFailed, HTTP 403, activity 689647ac-7f72-7f8b-e344-93183a09e18a)." +
		"\n\nRemedy: Give the identity that runs Terraform the custom role on the vault that the guide \"Using a Recovery Services vault\" has."
	if err.Error() != want {
		t.Errorf("the error is\n%v\nwant\n%s", err, want)
	}
	if fabrics, err := v.Fabrics(t.Context()); err != nil || len(fabrics) != 3 {
		t.Errorf("there are %d fabrics, %v", len(fabrics), err)
	}
}

// Who gives up waiting does not end the listing for the others, and who is the
// last to give up does.
func TestGivingUp(t *testing.T) {
	service, _, _ := site(t)
	service.Fail("GET replicationFabrics", vaulttest.Throttled("1"))
	v := connect(t, service)
	hasty, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := v.Fabrics(hasty); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who gave up is told %v", err)
		}
	})
	group.Go(func() {
		if _, err := v.Fabrics(t.Context()); err != nil {
			t.Errorf("who waits is told %v", err)
		}
	})
	group.Wait()
	service.Counts()

	service.Fail("GET replicationNetworks", vaulttest.Throttled("60"))
	hasty, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := v.Networks(hasty); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("who gave up is told %v after %v", err, time.Since(began))
	}
}

// A vault that is not there is said to be, in either way of saying so.
func TestNoVault(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*vault.Config, *vaulttest.Service)
	}{
		{"another vault", func(config *vault.Config, _ *vaulttest.Service) {
			config.VaultID = strings.Replace(config.VaultID, "TestVault", "Other", 1)
		}},
		{"another group", func(config *vault.Config, _ *vaulttest.Service) {
			config.VaultID = strings.Replace(config.VaultID, "Recovery-RG", "Other", 1)
		}},
		{"never set up", func(_ *vault.Config, service *vaulttest.Service) {
			service.Fail("GET replicationFabrics", vaulttest.Refused(http.StatusBadRequest, vaulttest.OperationError{
				Code: "SubscriptionIdNotRegisteredWithSrs", Message: "The resource isn't registered with the service.",
			}))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			service, _, _ := site(t)
			config := configuration(service)
			tt.change(&config, service)
			_, err := open(t, config).Fabrics(t.Context())
			if !errors.Is(err, vault.ErrAbsent) || !strings.Contains(err.Error(), "Check vault_id: there is no such vault, or Site Recovery was never set up in it.") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// The vault's own id may be spelled in any way.
func TestSpellingOfTheVault(t *testing.T) {
	service := full(t)
	config := configuration(service)
	config.VaultID = "/Subscriptions/" + strings.ToUpper(vaulttest.VaultID[len("/subscriptions/"):])
	found, err := open(t, config).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Mappings) != 3 || !strings.HasPrefix(found.Mappings[0].ARM.String(), config.VaultID+"/replicationFabrics/") {
		t.Errorf("the mappings are %v", found.Mappings)
	}
}

func TestImport(t *testing.T) {
	service, beijing, _ := site(t)
	made := beijing.AddNetwork("Corp").Map("corp map 1", production)
	v := connect(t, service)
	for _, spelling := range []string{made.ID, strings.ToUpper(made.ID), strings.Replace(made.ID, "/subscriptions/", "/Subscriptions/", 1)} {
		id, err := vault.ParseMappingID(spelling)
		if err != nil {
			t.Fatal(err)
		}
		mapping, err := v.MappingByID(t.Context(), id.String())
		if err != nil {
			t.Fatal(err)
		}
		if want := topology.MappingID(network("VMM-Beijing", "Corp"), topology.Azure); !mapping.ID().Same(want) {
			t.Errorf("%s is mapping %s, want %s", spelling, mapping.ID(), want)
		}
	}
	for _, other := range []string{made.ID + "x", strings.Replace(made.ID, "TestVault", "Other", 1)} {
		id, err := vault.ParseMappingID(other)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.MappingByID(t.Context(), id.String()); !errors.Is(err, vault.ErrAbsent) {
			t.Errorf("%s: the error is %v", other, err)
		}
	}
}

// Names that nothing can have here are found all the same, without an id.
func TestNamesThatMakeNoID(t *testing.T) {
	service := vaulttest.Start(t)
	service.AddServer("azure").AddNetwork("N")
	service.AddServer("VMM").AddNetwork(" padded ")
	found, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range found.Networks {
		if !n.ID.IsZero() {
			t.Errorf("%q has the id %s", n.Name, n.ID)
		}
		names = append(names, n.Name)
	}
	if !reflect.DeepEqual(names, []string{"N", " padded "}) {
		t.Errorf("the networks are %q", names)
	}
}
