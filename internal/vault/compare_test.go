package vault_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

func subnets(text string) (declared []topology.Subnet, reported []vault.Subnet) {
	for _, item := range strings.Fields(text) {
		name, prefix, _ := strings.Cut(item, "=")
		declared = append(declared, topology.Subnet{Name: name, AddressPrefix: prefix})
		subnet := vault.Subnet{Name: name}
		if prefix != "" {
			subnet.AddressPrefixes = strings.Split(prefix, ",")
		}
		reported = append(reported, subnet)
	}
	return declared, reported
}

func TestCompareSubnets(t *testing.T) {
	for _, tt := range []struct{ name, declared, reported, want string }{
		{"the same", "A=10.0.0.0/24 B=10.0.1.0/24", "A=10.0.0.0/24 B=10.0.1.0/24", ""},
		{"in another case", "Web=10.0.0.0/24", "WEB=10.0.0.0/24", ""},
		{"another way to write a prefix", "A=10.0.0.7/24", "A=10.0.0.0/24", ""},
		{"one of several prefixes", "A=10.0.1.0/24", "A=10.0.0.0/24,10.0.1.0/24", ""},
		{"prefix not declared", "A", "A=10.0.0.0/24", ""},
		{"prefix not reported", "A=10.0.0.0/24", "A", ""},
		{"prefix that is none", "A=10.0.0.0/24", "A=somewhere", ""},
		{"none declared", "", "A", ""},
		{"none reported", "A", "", ""},
		{"not reported", "A B C", "B", "Declared, but not reported: 'A', 'C'."},
		{"not declared", "A", "A B C", "Reported, but not declared: 'B', 'C'."},
		{"other prefix (M10)", "A=10.0.0.0/24", "A=10.9.0.0/24,10.8.0.0/24", "Subnet 'A' is declared with 10.0.0.0/24 and reported with 10.9.0.0/24, 10.8.0.0/24."},
		{"another is the first (M10)", "A B C", "B A C", "The first subnet is declared to be 'A', and is reported to be 'B'."},
		{"another order of the others", "A B C", "A C B", ""},
		{"several", "A B=10.0.0.0/24", "C B=10.0.1.0/24", "Declared, but not reported: 'A'. Reported, but not declared: 'C'. Subnet 'B' is declared with 10.0.0.0/24 and reported with 10.0.1.0/24."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			declared, _ := subnets(tt.declared)
			_, reported := subnets(tt.reported)
			got := vault.CompareSubnets(declared, reported)
			if got.String() != tt.want || got.None() != (tt.want == "") {
				t.Errorf("it is %q, want %q", got, tt.want)
			}
		})
	}
}

// A machine's adapter may have a target of its own: what the service will really
// do is compared with what the mapping says.
func TestDeviations(t *testing.T) {
	service := vaulttest.Start(t)
	beijing, shanghai := service.AddServer("VMM-Beijing"), service.AddServer("VMM-Shanghai")
	beijing.AddNetwork("Mapped")
	beijing.AddNetwork("Unmapped")
	replica, other := shanghai.AddNetwork("Replica"), shanghai.AddNetwork("Other")
	azure, local, far := beijing.AddCloud("Azure"), beijing.AddCloud("Local"), shanghai.AddCloud("Far")
	azure.Pair(nil, "p")
	local.Pair(far, "p")
	add := func(cloud *vaulttest.Cloud, name string, m vaulttest.Machine) {
		m.Name = name
		cloud.AddMachine(m)
	}
	on := func(network, target, selection string) []vaulttest.Adapter {
		return []vaulttest.Adapter{{Network: network, Target: target, Chose: selection}}
	}
	add(azure, "as mapped", vaulttest.Machine{Adapters: on("Mapped", strings.ToUpper(production), "SelectedByDefault")})
	add(azure, "elsewhere", vaulttest.Machine{Adapters: append(on("Mapped", production, ""), on("Mapped", staging, "SelectedByUser")...)})
	add(azure, "machine as a whole", vaulttest.Machine{SelectedNetwork: staging, Adapters: on("Mapped", "", "SelectedByUser")})
	add(azure, "not told", vaulttest.Machine{Adapters: on("Mapped", "", "")})
	add(azure, "left out", vaulttest.Machine{Adapters: on("Mapped", production, "NotSelected")})
	add(azure, "left out, not mapped", vaulttest.Machine{Adapters: on("Unmapped", "", "NotSelected")})
	add(azure, "not mapped", vaulttest.Machine{Adapters: on("Unmapped", staging, "SelectedByUser")})
	add(azure, "failed over", vaulttest.Machine{FailedOver: true, Adapters: on("Mapped", staging, "SelectedByUser")})
	add(azure, "not connected", vaulttest.Machine{Adapters: on("", staging, "SelectedByUser")})
	add(azure, "to what is no network", vaulttest.Machine{Adapters: on("Mapped", "/subscriptions/s/somewhere/else", "SelectedByUser")})
	add(local, "as mapped there", vaulttest.Machine{To: far, Adapters: on("Mapped", replica.ID(), "SelectedByDefault")})
	add(local, "elsewhere there", vaulttest.Machine{To: far, Adapters: on("Mapped", other.ID(), "SelectedByUser")})

	found, err := connect(t, service).Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	source := network("VMM-Beijing", "Mapped")
	var got []string
	for _, d := range vault.Deviations(found.Machines, func(from, fabric topology.ID) topology.ID {
		switch {
		case !from.Same(source):
			return topology.ID{}
		case fabric.Same(topology.Azure):
			return parse(t, production)
		case fabric.Same(topology.ServerID("vmm-shanghai")):
			return network("VMM-Shanghai", "Replica")
		}
		t.Errorf("a mapping to %s was asked for", fabric)
		return topology.ID{}
	}) {
		if d.Remedy() == "" {
			t.Errorf("there is no remedy for %s", d.Kind)
		}
		got = append(got, fmt.Sprintf("%s: adapter %d of %s, from %s to %s, mapped to %s", d.Kind, d.Adapter, d.Machine.Name, d.Source.Name(),
			cmp.Or(d.Chosen.Name(), d.ChosenARM.String(), "none"), cmp.Or(d.Mapped.Name(), "none")))
	}
	want := []string{
		"other_network: adapter 1 of elsewhere, from Mapped to Staging, mapped to Production",
		"other_network: adapter 0 of elsewhere there, from Mapped to Other, mapped to Replica",
		"not_connected: adapter 0 of left out, from Mapped to none, mapped to Production",
		"other_network: adapter 0 of machine as a whole, from Mapped to Staging, mapped to Production",
		"not_mapped: adapter 0 of not mapped, from Unmapped to Staging, mapped to none",
		"other_network: adapter 0 of to what is no network, from Mapped to /subscriptions/s/somewhere/else, mapped to Production",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the deviations are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
