package topology_test

import (
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

func TestLabels(t *testing.T) {
	for _, tt := range []struct {
		text                   string
		byName, byPlace, whole string
	}{
		{"/servers/A", "VMM server 'A'", "VMM server 'A'", "VMM server 'A'"},
		{"/servers/A/logicalNetworks/L", "logical network 'L'", "logical network 'L' of 'A'", "logical network 'L' of 'A'"},
		{"/servers/A/vmNetworks/a%2Fb", "VM network 'a/b'", "VM network 'a/b' of 'A'", "VM network 'a/b' of 'A'"},
		{"/servers/A/clouds/C", "cloud 'C'", "cloud 'C' of 'A'", "cloud 'C' of 'A'"},
		{"/servers/A/hosts/h", "host 'h'", "host 'h' of 'A'", "host 'h' of 'A'"},
		{"/servers/A/clouds/C/protection", "cloud protection of 'C'", "cloud protection of 'C' of 'A'", "cloud protection of 'C' of 'A'"},
		{
			"/servers/A/vmNetworks/N/mappings/azure",
			"network mapping of 'N' to Azure", "network mapping of 'N' of 'A' to Azure", "network mapping of 'N' of 'A' to Azure",
		},
		{"/servers/A/mappings/B", "network mappings of 'A' to VMM server 'B'", "network mappings of 'A' to VMM server 'B'", "network mappings of 'A' to VMM server 'B'"},
		{vnet, "Azure network 'Prod'", "Azure network 'Prod' of resource group 'Rg-One'", "Azure network 'Prod' of resource group 'Rg-One' in subscription '0a1b'"},
	} {
		id := parse(t, tt.text)
		for precision, want := range []string{tt.byName, tt.byPlace, tt.whole} {
			if got := id.LabelAt(topology.Precision(precision)); got != want {
				t.Errorf("at precision %d it is called %q, want %q", precision, got, want)
			}
		}
	}
	for what, id := range map[string]topology.ID{
		"what is not known yet": {},
		"Azure":                 topology.Azure,
		"cloud 'C'":             topology.CloudID(topology.ID{}, "C"),
	} {
		if got := id.LabelAt(topology.InFull); got != what {
			t.Errorf("it is called %q, want %q", got, what)
		}
	}
}

// An object is called by its name, unless another one in the topology is, too.
func TestPrecisionAgreesWithTheOracle(t *testing.T) {
	seen := map[topology.Precision]int{}
	for seed := range uint64(200) {
		rng := topologytest.NewRand(seed)
		shape := topologytest.Small
		shape.Servers, shape.Shared = 1+rng.IntN(3), rng.IntN(4) > 0
		objects := topologytest.Random(rng, shape)
		found := topology.New(objects...)
		for range rng.IntN(20) {
			found.Remove(objects[rng.IntN(len(objects))].ID())
			found.Put(objects[rng.IntN(len(objects))])
		}
		clone := found.Clone()
		for _, object := range objects {
			clone.Remove(object.ID())
		}
		for _, object := range objects {
			id := object.ID()
			want := topology.ByName
			for _, other := range found.All() {
				want = max(want, apart(id, other.ID()))
			}
			if got := found.Precision(id); got != want {
				t.Fatalf("seed %d: %q is told apart by %d, want %d", seed, id, got, want)
			}
			if got := clone.Precision(id); got != topology.ByName {
				t.Fatalf("seed %d: where nothing is, %q is told apart by %d", seed, id, got)
			}
			seen[want]++
		}
	}
	if len(seen) != 3 {
		t.Errorf("only these precisions occurred: %v", seen)
	}
}

// apart is what has to be said so that a label is not that of another object. The
// objects that a protection and a mapping are called by are no others.
func apart(id, other topology.ID) topology.Precision {
	if other.Kind() == topology.KindProtection || other.Kind() == topology.KindMapping {
		return topology.ByName
	}
	if id.Kind() == topology.KindProtection || id.Kind() == topology.KindMapping {
		id = id.Parent()
	}
	precision := topology.ByName
	for !id.Same(other) && topology.SameName(id.LabelAt(precision), other.LabelAt(precision)) {
		precision++
	}
	return precision
}

func TestApart(t *testing.T) {
	const group = "/subscriptions/0a1b/resourceGroups/rg-two/providers/Microsoft.Network/virtualNetworks/prod"
	const subscription = "/subscriptions/0a1c/resourceGroups/rg-one/providers/Microsoft.Network/virtualNetworks/prod"
	for _, tt := range []struct {
		a, b string
		want topology.Precision
	}{
		{"/servers/A/clouds/C", "/servers/A/clouds/D", topology.ByName},
		{"/servers/A/clouds/C", "/servers/a/clouds/c", topology.ByName},
		{"/servers/A/clouds/C", "/servers/B/clouds/c", topology.ByPlace},
		{"/servers/A/clouds/C", "/servers/B/hosts/C", topology.ByName},
		{"/servers/A/clouds/C/protection", "/servers/B/clouds/C", topology.ByPlace},
		{"/servers/A/clouds/C/protection", "/servers/A/clouds/C", topology.ByName},
		{"/servers/A/vmNetworks/N/mappings/azure", "/servers/B/vmNetworks/N/mappings/azure", topology.ByPlace},
		{vnet, group, topology.ByPlace},
		{vnet, subscription, topology.InFull},
	} {
		if got := parse(t, tt.a).Apart(parse(t, tt.b)); got != tt.want {
			t.Errorf("%q and %q are told apart by %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
