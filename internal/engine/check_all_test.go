package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// All that is wrong is said at once, values and references, and nothing that
// rests on what has been said.
func TestAllThatIsWrongAtOnce(t *testing.T) {
	w := build(t, corrected())
	beijing, shanghai := w.sites["Beijing"], w.sites["Shanghai"]
	absent := topology.VMNetworkID(shanghai, "absent")
	for _, tt := range []struct {
		what   string
		object topology.Object
		want   string
	}{
		{
			"a cloud: its name, a reference of another kind, one of another server, one to nothing",
			topology.NewCloud(beijing, " x", []topology.ID{
				w.id("GoldCloud1"), w.id("LogicalNetwork1-Shanghai"), topology.LogicalNetworkID(beijing, "absent"), w.id("LogicalNetwork1-Beijing"),
			}),
			"SR103 logical_network_ids, SR101 name, SR105 logical_network_ids, SR104 logical_network_ids",
		},
		{
			"a host: the server and the clouds", topology.NewHost(w.id("GoldCloud1"), "h", []topology.ID{topology.CloudID(beijing, "absent")}, nil),
			"SR103 server_id, SR104 cloud_ids",
		},
		{
			"a VM network: its name, its logical network, and all of its subnets",
			topology.NewVMNetwork(topology.LogicalNetworkID(beijing, "absent"), "x\t", []topology.Subnet{
				{Name: "a\u200b", AddressPrefix: "ten"},
				{Name: "b", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: "10.0.0.0", Last: "10.0.0.255"}},
				{Name: "B", AddressPrefix: "10.0.0.0/25", Pool: &topology.Pool{First: "x", Last: "10.0.1.1"}},
			}),
			"SR101 name, SR101 subnets[0].name, SR107 subnets[0].address_prefix, SR108 subnets[1].ip_pool.first, SR108 subnets[1].ip_pool.last, " +
				"SR106 subnets[2].name, SR108 subnets[2].ip_pool.first, SR108 subnets[2].ip_pool.last, SR116 subnets[2].address_prefix, SR104 logical_network_id",
		},
		{
			"a protection: a value, a cloud that is taken, and one of another kind",
			topology.NewProtection(w.id("GoldCloud2"), w.id("VMNetwork1-Shanghai"), "", "tape"),
			"SR103 protecting_cloud_id, SR109 replication, SR202 protected_cloud_id",
		},
		{
			"a protection by itself, of a cloud that is taken", topology.NewProtection(w.id("GoldCloud2"), w.id("GoldCloud2"), "", "san"),
			"SR201 protecting_cloud_id",
		},
		{
			"a protection by two, one of them unknown", topology.NewProtection(w.id("GoldCloud2"), topology.CloudID(shanghai, "absent"), "West Eruope", "san"),
			"SR117 azure_location, SR209 azure_location, SR104 protecting_cloud_id, SR202 protected_cloud_id",
		},
		{
			"a mapping: its test network and one of its protections, while another cannot be served",
			topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), absent, []topology.ID{
				w.protection("SilverCloud1"), w.protection("GoldCloud2"), w.id("GoldCloud1"),
			}),
			"SR103 cloud_protection_ids, SR104 test_network_id, SR104 cloud_protection_ids, SR203 target_network_id",
		},
		{
			"a mapping to nothing: its protections are not judged",
			topology.NewMapping(w.id("VMNetwork2-Beijing"), absent, w.id("VMNetwork1-Beijing"), []topology.ID{w.protection("GoldCloud1")}),
			"SR207 test_network_id, SR104 target_network_id",
		},
		{
			"a mapping from another kind of object",
			topology.NewMapping(w.id("GoldCloud1"), w.id("VMNetwork1-Shanghai"), absent, []topology.ID{w.protection("GoldCloud1")}),
			"SR103 source_network_id, SR104 test_network_id",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			got := places(w.judge(tt.object))
			if got != tt.want {
				t.Errorf("the findings are\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// places returns the codes of findings, and where they are.
func places(findings []engine.Finding) string {
	var list []string
	for _, finding := range findings {
		list = append(list, string(finding.Code)+" "+finding.Attribute.String())
	}
	return strings.Join(list, ", ")
}

// M11: a region that is not known is warned of, with those that it may be meant for.
func TestM11UnknownRegion(t *testing.T) {
	from := corrected()
	from.protections = nil
	w := build(t, from)
	prod := w.azure("prod", "westeurope")
	for location, says := range map[string][]string{
		"West Eruope":      {`The Azure region "West Eruope" is none of those that this provider knows`, `Write "westeurope" (West Europe), if that is meant.`, "newer than this provider, there is nothing to do"},
		"chinaeast4":       {`Write "chinaeast" (China East) or "chinaeast2" (China East 2) or "chinaeast3" (China East 3), if that is meant.`},
		"west\u200beurope": {`"west\u200beurope"`, `"westeurope"`},
		"eu-west-1":        {`"eu-west-1"`, `Write the name of the region as Azure does, such as "westeurope".`},
	} {
		want := expected{engine.UnknownRegion, engine.Warning, "azure_location", says}
		w.check(t, w.judge(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, location, "san")), want)
		want.attribute = "location"
		w.check(t, engine.Check(w.Topology, topology.Updating(topology.NewAzureNetwork(prod, location, nil, false)), engine.Everything), want)
	}
	for _, location := range []string{"westeurope", "West Europe", "WESTEUROPE", "China North 3", "usgovvirginia"} {
		w.check(t, w.judge(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, location, "san")))
	}
}

// Two subnets overlap exactly where one contains the other's first address.
func TestOverlapsOfManySubnets(t *testing.T) {
	on := topology.LogicalNetworkID(topology.ServerID("A"), "L")
	overlapping := 0
	for seed := range uint64(500) {
		rng := topologytest.NewRand(seed)
		var subnets []topology.Subnet
		for i := range 2 + rng.IntN(5) {
			bits := 16 + rng.IntN(9)
			host := rng.Uint32() & 0x00ff_ff00 &^ (1<<(32-bits) - 1)
			subnets = append(subnets, topology.Subnet{
				Name:          fmt.Sprint("s", i),
				AddressPrefix: fmt.Sprintf("10.%d.%d.0/%d", host>>16&0x0f, host>>8&0xff, bits),
			})
		}
		in := map[string]bool{}
		for i, one := range subnets {
			for _, other := range subnets[:i] {
				a, _ := one.Prefix()
				b, _ := other.Prefix()
				if a.Contains(b.Addr()) || b.Contains(a.Addr()) {
					in[one.Name], in[other.Name] = true, true
				}
			}
		}
		findings := engine.Validate(nil, topology.NewVMNetwork(on, "N", subnets))
		named := map[string]bool{}
		for _, finding := range findings {
			if finding.Code != engine.OverlappingSubnets {
				t.Fatalf("seed %d: %v", seed, finding)
			}
			for _, subnet := range subnets {
				if strings.Contains(finding.Detail, "'"+subnet.Name+"'") {
					named[subnet.Name] = true
				}
			}
		}
		for _, subnet := range subnets {
			if named[subnet.Name] && !in[subnet.Name] || len(in) > 0 && len(findings) == 0 {
				t.Fatalf("seed %d, %v: %v", seed, subnets, findings)
			}
		}
		if len(findings) > 0 {
			overlapping++
		}
	}
	if overlapping < 50 || overlapping > 450 {
		t.Errorf("the subnets of %d networks of 500 overlap", overlapping)
	}
}

// The topologies of other tests are of sound objects.
func TestRandomObjectsAreSound(t *testing.T) {
	for seed := range uint64(200) {
		for _, object := range topologytest.Random(topologytest.NewRand(seed), topologytest.Small) {
			if findings := engine.Validate(nil, object); len(findings) > 0 {
				t.Fatalf("seed %d: %v", seed, findings)
			}
		}
	}
	for _, object := range topologytest.Large(100, 10) {
		if findings := engine.Validate(nil, object); len(findings) > 0 {
			t.Fatal(findings)
		}
	}
}
