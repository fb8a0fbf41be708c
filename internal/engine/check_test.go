package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// expected is a finding that a test waits for.
type expected struct {
	code      engine.Code
	severity  engine.Severity
	attribute string
	says      []string
}

func (w world) check(t *testing.T, findings []engine.Finding, want ...expected) {
	t.Helper()
	if len(findings) != len(want) {
		t.Fatalf("there are %d findings, want %d:\n%v", len(findings), len(want), findings)
	}
	for i, finding := range findings {
		if finding.Code != want[i].code || finding.Severity != want[i].severity || finding.Attribute.String() != want[i].attribute {
			t.Errorf("finding %d is %s %s at %q, want %s %s at %q:\n%s", i, finding.Severity, finding.Code, finding.Attribute,
				want[i].severity, want[i].code, want[i].attribute, finding)
		}
		if !says(finding.Detail+" "+finding.Remedy, want[i].says) {
			t.Errorf("finding %d is\n%s\n%s\nwant it to say %q", i, finding.Detail, finding.Remedy, want[i].says)
		}
		if finding.Remedy == "" || finding.Summary() == "" {
			t.Errorf("finding %d has the summary %q and the remedy %q", i, finding.Summary(), finding.Remedy)
		}
	}
}

// judge returns the findings about a creation while everything is settled.
func (w world) judge(object topology.Object) []engine.Finding {
	return engine.Check(w.Topology, topology.Creation(object), engine.Everything)
}

func own(topology.ID) engine.Standing     { return engine.Own }
func planned(topology.ID) engine.Standing { return engine.Planned }
func foreign(topology.ID) engine.Standing { return engine.Foreign }

// leaving says that mappings and protections are deleted, and cloudLeaving that clouds are.
func leaving(id topology.ID) engine.Standing {
	if id.Kind() == topology.KindMapping || id.Kind() == topology.KindProtection {
		return engine.Leaving
	}
	return engine.Settled
}

func mappingLeaving(id topology.ID) engine.Standing {
	if id.Kind() == topology.KindMapping {
		return engine.Leaving
	}
	return engine.Settled
}

func cloudLeaving(id topology.ID) engine.Standing {
	if id.Kind() == topology.KindCloud {
		return engine.Leaving
	}
	return engine.Settled
}

// Objects by themselves: names, prefixes, pools, kinds.
func TestCheckOfAnObjectByItself(t *testing.T) {
	w := build(t, corrected())
	beijing, shanghai := w.sites["Beijing"], w.sites["Shanghai"]
	logical := w.id("LogicalNetwork1-Beijing")
	network := func(subnets ...topology.Subnet) topology.Object {
		return topology.NewVMNetwork(logical, "new", subnets)
	}
	pool := func(prefix, first, last string) topology.Object {
		return network(topology.Subnet{Name: "web", AddressPrefix: prefix, Pool: &topology.Pool{First: first, Last: last}})
	}
	azure := w.azure("prod", "westeurope")
	for _, tt := range []struct {
		what   string
		object topology.Object
		want   expected
	}{
		{"empty name", topology.NewServer(""), expected{engine.InvalidName, engine.Error, "name", []string{`named ""`, "is empty", "1 to 255 characters"}}},
		{"over-long name", topology.NewServer(strings.Repeat("北", 256)), expected{engine.InvalidName, engine.Error, "name", []string{`"` + strings.Repeat("北", 40) + `"…`, "256 characters", "at most 255", "Shorten it to 255 characters or fewer."}}},
		{"name with a tab", topology.NewCloud(beijing, "a\tb", nil), expected{engine.InvalidName, engine.Error, "name", []string{`"a\tb"`, "U+0009 (tab), a control character", `Write "a b" instead.`}}},
		{"name with a space in front", topology.NewCloud(beijing, " a", nil), expected{engine.InvalidName, engine.Error, "name", []string{`The cloud cannot be named " a": the name begins with a space`, `Write "a" instead.`}}},
		{"server named azure", topology.NewServer("Azure"), expected{engine.InvalidName, engine.Error, "name", []string{"reserved", "Use another name"}}},
		{"name that deceives", topology.NewHost(beijing, "hv1\u202etxt", nil, nil), expected{engine.InvalidName, engine.Error, "name", []string{
			`The host cannot be named "hv1\u202etxt": character 4 of the name is U+202E (right-to-left override), which changes the order`, `Write "hv1txt" instead.`,
		}}},
		{"subnet whose name deceives", network(topology.Subnet{Name: "web"}, topology.Subnet{Name: "web\u200b"}), expected{engine.InvalidName, engine.Error, "subnets[1].name", []string{
			`A subnet cannot be named "web\u200b": character 4 of the name is U+200B (zero-width space), which cannot be seen`, `Write "web" instead.`,
		}}},
		{"isolation", topology.NewLogicalNetwork(beijing, "new", "vxlan"), expected{engine.InvalidValue, engine.Error, "isolation", []string{`"vxlan"`, "none, vlan, network_virtualization"}}},
		{"replication", topology.NewProtection(w.id("GoldCloud1"), w.id("GoldCloud2"), "", "tape"), expected{engine.InvalidValue, engine.Error, "replication", []string{`"tape"`, "hyper_v_replica, san"}}},
		{"subnet without a name", network(topology.Subnet{}), expected{engine.InvalidName, engine.Error, "subnets[0].name", []string{"A subnet cannot be named"}}},
		{
			"two subnets with one name", network(topology.Subnet{Name: "web"}, topology.Subnet{Name: "db"}, topology.Subnet{Name: "WEB"}),
			expected{engine.DuplicateSubnet, engine.Error, "subnets[2].name", []string{"subnets[0] and subnets[2]", "'WEB'", "a name of its own"}},
		},
		{
			"prefix that is none", network(topology.Subnet{Name: "web", AddressPrefix: "10.0.0.0"}),
			expected{engine.InvalidPrefix, engine.Error, "subnets[0].address_prefix", []string{`"10.0.0.0"`, `such as "10.0.0.0/24"`}},
		},
		{
			"prefix with host bits", network(topology.Subnet{Name: "a"}, topology.Subnet{Name: "web", AddressPrefix: "10.0.0.7/24"}),
			expected{engine.InvalidPrefix, engine.Error, "subnets[1].address_prefix", []string{`"10.0.0.7/24"`, "host bits", `Write "10.0.0.0/24"`}},
		},
		{
			"prefix with host bits, IPv6", network(topology.Subnet{Name: "web", AddressPrefix: "2001:db8::1/64"}),
			expected{engine.InvalidPrefix, engine.Error, "subnets[0].address_prefix", []string{"host bits", `Write "2001:db8::/64"`}},
		},
		{
			"IPv4 dressed as IPv6", network(topology.Subnet{Name: "web", AddressPrefix: "::ffff:10.0.0.0/120"}),
			expected{engine.InvalidPrefix, engine.Error, "subnets[0].address_prefix", []string{"not an address prefix"}},
		},
		{
			"pool that begins before its prefix", pool("10.0.1.0/24", "10.0.0.10", "10.0.1.20"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.first", []string{"10.0.0.10", "10.0.1.0/24", "'web'", "from 10.0.1.1 to 10.0.1.254"}},
		},
		{
			"pool that leaves its prefix", pool("10.0.0.0/24", "10.0.0.10", "10.0.1.20"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.last", []string{"10.0.1.20", "10.0.0.0/24"}},
		},
		{
			"pool of another family", pool("10.0.0.0/24", "2001:db8::1", "10.0.0.9"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.first", []string{"outside the address prefix"}},
		},
		{
			"pool with the network address", pool("10.0.0.0/24", "10.0.0.0", "10.0.0.20"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.first", []string{"10.0.0.0 of the IP pool is the network address of subnet 'web' (10.0.0.0/24), which no machine can have", "Use an address from 10.0.0.1 to 10.0.0.254"}},
		},
		{
			"pool with the broadcast address", pool("10.0.0.0/23", "10.0.0.255", "10.0.1.255"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.last", []string{"10.0.1.255 of the IP pool is the broadcast address of subnet 'web' (10.0.0.0/23)", "Use an address from 10.0.0.1 to 10.0.1.254"}},
		},
		{
			"pool of the network address alone", pool("10.0.0.4/30", "10.0.0.4", "10.0.0.5"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.first", []string{"network address", "Use an address from 10.0.0.5 to 10.0.0.6"}},
		},
		{
			"subnets that overlap", network(
				topology.Subnet{Name: "web", AddressPrefix: "10.0.1.0/24"}, topology.Subnet{Name: "mgmt", AddressPrefix: "10.1.0.0/24"},
				topology.Subnet{Name: "db", AddressPrefix: "10.0.0.0/16"}),
			expected{engine.OverlappingSubnets, engine.Error, "subnets[2].address_prefix", []string{
				"subnets 'web' (10.0.1.0/24) and 'db' (10.0.0.0/16) of one network overlap", "An address could belong to either", "a prefix of its own",
			}},
		},
		{
			"subnets with one prefix, IPv6", network(topology.Subnet{Name: "web", AddressPrefix: "2001:db8::/64"}, topology.Subnet{Name: "db", AddressPrefix: "2001:DB8:0::/64"}),
			expected{engine.OverlappingSubnets, engine.Error, "subnets[1].address_prefix", []string{"'web' (2001:db8::/64) and 'db' (2001:DB8:0::/64)"}},
		},
		{
			"subnets of an Azure network that overlap", topology.NewAzureNetwork(azure, "westeurope", []topology.Subnet{
				{Name: "web", AddressPrefix: "10.0.0.0/24"}, {Name: "db", AddressPrefix: "10.0.0.128/25"},
			}, false),
			expected{engine.OverlappingSubnets, engine.Error, "subnets[1].address_prefix", []string{"'web' (10.0.0.0/24) and 'db' (10.0.0.128/25)", "Azure does not allow that"}},
		},
		{
			"pool, first after last", pool("10.0.0.0/24", "10.0.0.20", "10.0.0.10"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.last", []string{"ends at 10.0.0.10, before it begins at 10.0.0.20", "Exchange the two ends"}},
		},
		{
			"pool without a prefix, first after last", pool("", "10.0.0.20", "10.0.0.10"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.last", []string{"before it begins"}},
		},
		{
			"pool without a prefix, two families", pool("", "10.0.0.20", "2001:db8::1"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.last", []string{"before it begins"}},
		},
		{
			"pool of no addresses", pool("10.0.0.0/24", "ten", "10.0.0.10"),
			expected{engine.InvalidPool, engine.Error, "subnets[0].ip_pool.first", []string{`"ten" is not an IP address`, `such as "10.0.0.10"`}},
		},
		{"Azure network without a region", topology.NewAzureNetwork(azure, "", nil, false), expected{engine.InvalidValue, engine.Error, "location", []string{"no region"}}},
		{
			"Azure subnet without a prefix", topology.NewAzureNetwork(azure, "westeurope", []topology.Subnet{{Name: "web"}}, false),
			expected{engine.InvalidPrefix, engine.Error, "subnets[0].address_prefix", []string{"Subnet 'web' of an Azure network has no address prefix"}},
		},
		{
			"A4: Azure subnet without a free address", topology.NewAzureNetwork(azure, "westeurope", []topology.Subnet{{Name: "web", AddressPrefix: "10.0.0.0/30"}}, false),
			expected{engine.InvalidPrefix, engine.Error, "subnets[0].address_prefix", []string{`"10.0.0.0/30"`, "reserves five addresses", "/29 or larger"}},
		},
		{
			"cloud given a logical network of another server", topology.NewCloud(shanghai, "new", []topology.ID{logical}),
			expected{engine.OtherServer, engine.Error, "logical_network_ids", []string{"logical network 'LogicalNetwork1-Beijing'"[1:], "VMM server 'VMM-Beijing'", "cloud 'new' belongs to VMM server 'VMM-Shanghai'", "Use a logical network of VMM server 'VMM-Shanghai': 'LogicalNetwork1-Shanghai', 'LogicalNetwork2-Shanghai'."}},
		},
		{
			"cloud given several logical networks of another server", topology.NewCloud(shanghai, "new", []topology.ID{logical, w.id("LogicalNetwork2-Beijing")}),
			expected{engine.OtherServer, engine.Error, "logical_network_ids", []string{
				"Logical networks 'LogicalNetwork1-Beijing', 'LogicalNetwork2-Beijing' belong to VMM server 'VMM-Beijing', but cloud 'new' belongs to VMM server 'VMM-Shanghai'.",
				"Use logical networks of VMM server 'VMM-Shanghai': 'LogicalNetwork1-Shanghai', 'LogicalNetwork2-Shanghai'.",
			}},
		},
		{
			"host of another server's cloud", topology.NewHost(shanghai, "h", []topology.ID{w.id("GoldCloud1")}, nil),
			expected{engine.OtherServer, engine.Error, "cloud_ids", []string{"Cloud 'GoldCloud1' belongs to VMM server 'VMM-Beijing'"}},
		},
		{
			"host wired to another server's network", topology.NewHost(shanghai, "h", nil, []topology.ID{logical}),
			expected{engine.OtherServer, engine.Error, "logical_network_ids", []string{"host 'h' belongs to VMM server 'VMM-Shanghai'"}},
		},
		{
			"mapping from an Azure network", topology.NewMapping(azure, w.id("VMNetwork1-Beijing"), topology.ID{}, nil),
			expected{engine.WrongKind, engine.Error, "source_network_id", []string{"Azure network 'prod'", "not that of a VM network"}},
		},
		{
			"mapping onto a cloud", topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("GoldCloud2"), topology.ID{}, nil),
			expected{engine.WrongKind, engine.Error, "target_network_id", []string{"a VM network or an Azure network"}},
		},
		{
			"cloud of a cloud", topology.NewCloud(w.id("GoldCloud1"), "new", nil),
			expected{engine.WrongKind, engine.Error, "server_id", []string{"cloud 'GoldCloud1'", "not that of a VMM server"}},
		},
		{
			"host of an Azure network", topology.NewHost(azure, "new", nil, nil),
			expected{engine.WrongKind, engine.Error, "server_id", []string{"Azure network 'prod'", "not that of a VMM server"}},
		},
		{
			"VM network on a cloud", topology.NewVMNetwork(w.id("GoldCloud1"), "new", nil),
			expected{engine.WrongKind, engine.Error, "logical_network_id", []string{"cloud 'GoldCloud1'", "not that of a logical network"}},
		},
		{
			"M6: mapping onto itself", topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Beijing"), topology.ID{}, nil),
			expected{engine.MappedOntoItself, engine.Error, "target_network_id", []string{"VM network 'VMNetwork1-Beijing' is to be mapped onto itself"}},
		},
		{
			"test network on another fabric", topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), azure, nil),
			expected{engine.OtherFabric, engine.Error, "test_network_id", []string{"Azure network 'prod', is in Azure", "Use a network of VMM server 'VMM-Shanghai'"}},
		},
		{
			"M5: a cloud that protects itself", topology.NewProtection(w.id("GoldCloud1"), w.id("GoldCloud1"), "", topology.ReplicationSAN),
			expected{engine.ProtectsItself, engine.Error, "protecting_cloud_id", []string{"Cloud 'GoldCloud1' is to protect itself", "a second one of the same VMM server"}},
		},
		{
			"protected twice over", topology.NewProtection(w.id("GoldCloud1"), w.id("GoldCloud2"), "westeurope", topology.ReplicationSAN),
			expected{engine.ProtectionTarget, engine.Error, "azure_location", []string{"by cloud 'GoldCloud2' and by Azure in 'westeurope' at once"}},
		},
		{
			"protected by nothing", topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "", topology.ReplicationSAN),
			expected{engine.ProtectionTarget, engine.Error, "", []string{"Give one of protecting_cloud_id and azure_location"}},
		},
	} {
		t.Run(tt.what, func(t *testing.T) { w.check(t, w.judge(tt.object), tt.want) })
	}
	for what, object := range map[string]topology.Object{
		"a name with everything in it": topology.NewCloud(beijing, "Gold /%.. 北京 'a' \"b\"", nil),
		"the longest name":             topology.NewServer(strings.Repeat("北", 255)),
		"a pool of one address":        pool("10.0.0.0/24", "10.0.0.7", "10.0.0.7"),
		"a pool of all that is usable": pool("10.0.0.0/30", "10.0.0.1", "10.0.0.2"),
		"a pool that is its prefix":    pool("10.0.0.0/31", "10.0.0.0", "10.0.0.1"),
		"a pool that is its address":   pool("10.0.0.7/32", "10.0.0.7", "10.0.0.7"),
		"a pool with a last of 255":    pool("10.0.0.0/23", "10.0.0.255", "10.0.1.0"),
		"an IPv6 pool that is all":     pool("2001:db8::/126", "2001:db8::", "2001:db8::3"),
		"subnets side by side": network(topology.Subnet{Name: "a", AddressPrefix: "10.0.1.0/24"}, topology.Subnet{Name: "b"},
			topology.Subnet{Name: "c", AddressPrefix: "10.0.0.0/24"}, topology.Subnet{Name: "d", AddressPrefix: "::/8"}),
		"a pool without a prefix": pool("", "10.0.0.1", "10.0.0.9"),
		"IPv6":                    pool("2001:db8::/64", "2001:db8::10", "2001:DB8::FF"),
	} {
		if findings := w.judge(object); len(findings) > 0 {
			t.Errorf("%s: %v", what, findings)
		}
	}
}

// Down: what an object refers to has to be there.
func TestCheckOfReferences(t *testing.T) {
	w := build(t, corrected())
	absent := topology.ServerID("absent")
	for _, tt := range []struct {
		what      string
		object    topology.Object
		attribute string
		says      string
	}{
		{"server of a logical network", topology.NewLogicalNetwork(absent, "n", "none"), "server_id", "VMM server 'absent' (/servers/absent)"},
		{"server of a cloud", topology.NewCloud(absent, "n", nil), "server_id", "VMM server 'absent'"},
		{"server of a host", topology.NewHost(absent, "n", nil, nil), "server_id", "VMM server 'absent'"},
		{"logical network of a VM network", topology.NewVMNetwork(topology.LogicalNetworkID(absent, "x"), "n", nil), "logical_network_id", "logical network 'x'"},
		{"logical network of a cloud", topology.NewCloud(w.sites["Beijing"], "n", []topology.ID{topology.LogicalNetworkID(w.sites["Beijing"], "x")}), "logical_network_ids", "logical network 'x'"},
		{"cloud of a host", topology.NewHost(w.sites["Beijing"], "n", []topology.ID{topology.CloudID(w.sites["Beijing"], "x")}, nil), "cloud_ids", "cloud 'x'"},
		{"protected cloud", topology.NewProtection(topology.CloudID(w.sites["Beijing"], "x"), topology.ID{}, "westeurope", "san"), "protected_cloud_id", "cloud 'x'"},
		{"source", topology.NewMapping(topology.VMNetworkID(w.sites["Beijing"], "x"), w.id("VMNetwork1-Shanghai"), topology.ID{}, nil), "source_network_id", "VM network 'x'"},
		{"target", topology.NewMapping(w.id("VMNetwork2-Beijing"), topology.VMNetworkID(w.sites["Shanghai"], "x"), topology.ID{}, nil), "target_network_id", "VM network 'x'"},
		{"test network", topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), topology.VMNetworkID(w.sites["Shanghai"], "x"), nil), "test_network_id", "VM network 'x'"},
		{"protection", topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{w.protection("GoldCloud2")}), "cloud_protection_ids", "cloud protection of 'GoldCloud2'"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			w.check(t, w.judge(tt.object), expected{
				engine.UnknownReference, engine.Error, tt.attribute,
				[]string{
					"There is no " + tt.says, "is declared in this configuration, refer to the id attribute of its resource instead of writing the id out",
					"If not, declare the ",
				},
			})
		})
	}
}

// What the same run deletes is not there to be referred to.
func TestCheckOfReferencesToWhatGoes(t *testing.T) {
	w := build(t, corrected())
	w.check(t, engine.Check(w.Topology, topology.Creation(topology.NewHost(w.sites["Beijing"], "H", []topology.ID{w.id("GoldCloud1")}, nil)), cloudLeaving),
		expected{engine.UnknownReference, engine.Error, "cloud_ids", []string{
			"Cloud 'GoldCloud1' (/servers/VMM-Beijing/clouds/GoldCloud1) is to be deleted in the same run", "moved block",
		}})
}

// A name that is in use is not to be had, and a former name says the present one.
func TestCheckOfNames(t *testing.T) {
	w := build(t, corrected())
	beijing := w.sites["Beijing"]
	w.check(t, engine.CheckRename(w.Topology, w.id("GoldCloud1"), topology.CloudID(beijing, "silvercloud1")),
		expected{engine.NameTaken, engine.Error, "name", []string{
			"Cloud 'GoldCloud1' is to be renamed to 'silvercloud1', but that is the name of cloud 'SilverCloud1' (/servers/VMM-Beijing/clouds/SilverCloud1)",
			"two steps", "a third name in between",
		}})
	w.check(t, engine.CheckRename(w.Topology, w.id("GoldCloud1"), topology.CloudID(beijing, "Bronze")))
	gold := w.id("GoldCloud1")
	w.Rename(gold, topology.CloudID(beijing, "Bronze"))
	w.Rename(beijing, topology.ServerID("Peking"))
	host := topology.NewHost(topology.ServerID("Peking"), "H", []topology.ID{gold}, nil)
	w.check(t, engine.OldNames(w.Topology, host), expected{engine.UnknownReference, engine.Error, "cloud_ids", []string{
		"There is no cloud 'GoldCloud1' (/servers/VMM-Beijing/clouds/GoldCloud1) any more: it has been renamed, and is called cloud 'Bronze' now",
		`Write "/servers/Peking/clouds/Bronze"`,
	}})
}

// M3, M4: a protection that the mapping must serve, and cannot.
func TestM3M4MappingThatMustServe(t *testing.T) {
	from := corrected()
	from.mappings = nil
	from.clouds["BronzeCloud1"], from.clouds["BronzeCloud2"] = "Beijing", "Shanghai"
	from.given["BronzeCloud1"], from.given["BronzeCloud2"] = []string{"LogicalNetwork2-Beijing"}, []string{"LogicalNetwork2-Shanghai"}
	from.protections["BronzeCloud1"] = "BronzeCloud2"
	w := build(t, from)
	mapping := func(target topology.ID, clouds ...string) topology.Object {
		protections := []topology.ID{}
		for _, cloud := range clouds {
			protections = append(protections, w.protection(cloud))
		}
		return topology.NewMapping(w.id("VMNetwork1-Beijing"), target, topology.ID{}, protections)
	}
	two := w.id("VMNetwork2-Shanghai")

	w.check(t, w.judge(mapping(w.id("VMNetwork1-Shanghai"), "GoldCloud1", "SilverCloud1")))
	w.check(t, w.judge(mapping(two, "GoldCloud1")))
	silver := expected{engine.TargetNotAvailable, engine.Error, "target_network_id", []string{
		"VM network 'VMNetwork2-Shanghai'", "cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai'",
		"Add logical network 'LogicalNetwork2-Shanghai' to cloud 'SilverCloud2'", "or map to one of: 'VMNetwork1-Shanghai'",
	}}
	w.check(t, w.judge(mapping(two, "SilverCloud1")), silver)
	w.check(t, w.judge(mapping(two, "GoldCloud1", "SilverCloud1")), silver)

	w.check(t, w.judge(mapping(two, "BronzeCloud1")), expected{engine.SourceNotUsed, engine.Error, "cloud_protection_ids", []string{
		"cloud protection of 'BronzeCloud1'", "does not use VM network 'VMNetwork1-Beijing'", "does not have logical network 'LogicalNetwork1-Beijing'",
		"Add logical network 'LogicalNetwork1-Beijing' to cloud 'BronzeCloud1'",
	}})

	// Where no target would do, that is said too.
	w.Remove(w.id("VMNetwork1-Shanghai"))
	silver.says = []string{"none is known so far"}
	w.check(t, w.judge(mapping(two, "SilverCloud1")), silver)

	// M6: a protection that replicates to another fabric.
	prod := w.azure("prod", "westeurope")
	w.check(t, w.judge(mapping(prod, "GoldCloud1")), expected{engine.OtherFabric, engine.Error, "cloud_protection_ids", []string{
		"cloud protection of 'GoldCloud1'", "replicates to VMM server 'VMM-Shanghai'", "Azure network 'prod', is in Azure",
	}})
}

// M11: the Azure network is in the region that the protection replicates to.
func TestM11Region(t *testing.T) {
	from := corrected()
	from.protections, from.mappings = nil, nil
	w := build(t, from)
	protection := w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "West Europe", topology.ReplicationHyperVReplica))
	near, far := w.azure("near", "westeurope"), w.azure("far", "eastus")
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Beijing"), near, topology.ID{}, []topology.ID{protection})))
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Beijing"), far, topology.ID{}, []topology.ID{protection})),
		expected{engine.OtherRegion, engine.Error, "target_network_id", []string{
			"Azure network 'far' is in 'eastus'", "cloud 'GoldCloud1' replicates to 'West Europe'", "or map to one of: 'near'",
		}})
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Beijing"), far, topology.ID{}, nil)),
		expected{engine.ServesOnlySome, engine.Warning, "target_network_id", []string{
			"cloud 'GoldCloud1' replicates to 'West Europe', but Azure network 'far' is in 'eastus'", "in the region that the protections replicate to",
		}})
}

// M4: without protections that it must serve, a mapping is judged with warnings only.
func TestM4MappingThatServesOnlySome(t *testing.T) {
	from := corrected()
	from.mappings = nil
	w := build(t, from)
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Shanghai"), topology.ID{}, nil)))
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{})),
		expected{engine.ServesOnlySome, engine.Warning, "target_network_id", []string{
			"VM network 'VMNetwork2-Shanghai' is not available for every cloud that uses VM network 'VMNetwork1-Beijing'",
			"cloud 'SilverCloud1': cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai'", "Add logical network 'LogicalNetwork2-Shanghai' to cloud 'SilverCloud2'", "a target that is available to all protections",
		}})
	// The way back serves no protection, and that is no reason for a warning.
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Shanghai"), w.id("VMNetwork1-Beijing"), topology.ID{}, nil)))
	// A protection that the same run deletes needs none.
	change := topology.Creation(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, nil))
	w.check(t, engine.Check(w.Topology, change, leaving))
}

// M5: a cloud belongs to one protection at the most, in either role.
func TestM5CloudInTwoProtections(t *testing.T) {
	from := corrected()
	from.clouds["Third"], from.clouds["Fourth"] = "Beijing", "Shanghai"
	w := build(t, from)
	protection := func(protected, protecting string) topology.Change {
		return topology.Creation(topology.NewProtection(w.id(protected), w.id(protecting), "", topology.ReplicationHyperVReplica))
	}
	for _, tt := range []struct {
		what                  string
		protected, protecting string
		attribute             string
	}{
		{"protected in both", "GoldCloud1", "Fourth", "protected_cloud_id"},
		{"protecting in both", "Third", "GoldCloud2", "protecting_cloud_id"},
		{"protected and protecting", "GoldCloud2", "Third", "protected_cloud_id"},
		{"protecting and protected", "Third", "GoldCloud1", "protecting_cloud_id"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			change := protection(tt.protected, tt.protecting)
			want := expected{engine.CloudInTwo, engine.Error, tt.attribute, []string{
				"in another cloud protection already: cloud 'GoldCloud1' is protected by cloud 'GoldCloud2'", "in either role",
			}}
			w.check(t, engine.Check(w.Topology, change, engine.Everything), want)
			w.check(t, engine.Check(w.Topology, change, planned), want)
			w.check(t, engine.Check(w.Topology, change, foreign), want)
			w.check(t, engine.Check(w.Topology, change, own))
			w.check(t, engine.Check(w.Topology, change, leaving))
		})
	}
	w.check(t, engine.Check(w.Topology, protection("Third", "Fourth"), engine.Everything))
}

// M5: of two protections of a cloud, one of which was there before, people are told
// which is the new one, whichever of them is planned first.
func TestM5CloudInTwoProtectionsNewOne(t *testing.T) {
	from := corrected()
	from.clouds["Fourth"] = "Shanghai"
	w := build(t, from)
	there, _ := w.Get(w.protection("GoldCloud1"))
	added := topology.NewProtection(w.id("Fourth"), w.id("GoldCloud1"), "", topology.ReplicationHyperVReplica)
	w.Put(added)
	plannedFirst := func(id topology.ID) engine.Standing {
		if id.Same(added.ID()) {
			return engine.Planned
		}
		return engine.Own
	}
	w.check(t, engine.Check(w.Topology, topology.Updating(there), plannedFirst), expected{engine.CloudInTwo, engine.Error, "protected_cloud_id", []string{
		"Cloud 'GoldCloud1' is in this cloud protection already, and another one in the same run would have it too: cloud 'Fourth' is protected by cloud 'GoldCloud1'",
		"Use another cloud in the other protection, or remove this one",
	}})
	w.check(t, engine.Check(w.Topology, topology.Updating(there), own))
}

// M6: one target for each source and fabric.
func TestM6SecondMapping(t *testing.T) {
	w := build(t, corrected())
	change := topology.Creation(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{w.protection("GoldCloud1")}))
	want := expected{engine.SecondMapping, engine.Error, "source_network_id", []string{
		"VM network 'VMNetwork1-Beijing' is mapped to VM network 'VMNetwork1-Shanghai' already", "the same fabric (VMM server 'VMM-Shanghai')",
		"It cannot be mapped to VM network 'VMNetwork2-Shanghai' as well", `import "/servers/VMM-Beijing/vmNetworks/VMNetwork1-Beijing/mappings/VMM-Shanghai"`,
	}}
	w.check(t, engine.Check(w.Topology, change, engine.Everything), want)
	w.check(t, engine.Check(w.Topology, change, planned), want)
	// In the place of one of this state, it connects the replicas elsewhere (M8).
	rewires := expected{engine.ReplicasRewired, engine.Warning, "target_network_id", []string{"VM network 'VMNetwork2-Shanghai' instead of VM network 'VMNetwork1-Shanghai'"}}
	w.check(t, engine.Check(w.Topology, change, own), rewires)
	w.check(t, engine.Check(w.Topology, change, mappingLeaving), rewires)

	prod := w.azure("prod", "westeurope")
	w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, topology.ID{}, nil)))
}

// M6: a mapping is directional, so the way back is a mapping of its own.
func TestM6Directional(t *testing.T) {
	from := corrected()
	from.mappings = map[string]string{"VMNetwork1-Beijing": "VMNetwork1-Shanghai"}
	w := build(t, from)
	back := engine.Adapter{Source: w.id("VMNetwork1-Shanghai")}
	if landing, _ := engine.Failover(w.Topology, back); landing.Outcome != engine.NotMapped {
		t.Errorf("without a mapping back, the outcome is %q", landing.Outcome)
	}
	w.create(topology.NewMapping(w.id("VMNetwork1-Shanghai"), w.id("VMNetwork1-Beijing"), topology.ID{}, nil))
	if landing, _ := engine.Failover(w.Topology, back); landing.Target.Name() != "VMNetwork1-Beijing" {
		t.Errorf("with a mapping back, it leads to %q", landing.Target.Name())
	}
}

// M7: several networks may share a target, on a VMM server and in Azure. Only
// readiness has something to say about it.
func TestM7SharedTargetIsAllowed(t *testing.T) {
	w := build(t, corrected())
	prod := w.azure("prod", "westeurope")
	for _, target := range []topology.ID{w.id("VMNetwork1-Shanghai"), prod} {
		if len(w.MappingsTo(target)) == 0 {
			w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), target, topology.ID{}, nil))
		}
		w.check(t, w.judge(topology.NewMapping(w.id("VMNetwork2-Beijing"), target, topology.ID{}, nil)))
	}
}

// M8: a new target rewires the replicas.
func TestM8Rewiring(t *testing.T) {
	w := build(t, corrected())
	change := topology.Updating(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{w.protection("GoldCloud1")}))
	w.check(t, engine.Check(w.Topology, change, own), expected{engine.ReplicasRewired, engine.Warning, "target_network_id", []string{
		"The replicas of all machines on VM network 'VMNetwork1-Beijing' will be connected to VM network 'VMNetwork2-Shanghai' instead of VM network 'VMNetwork1-Shanghai'",
	}})
}

// M8: a way back connects the machines themselves, on failback.
func TestM8NewTargetOfAWayBack(t *testing.T) {
	w := build(t, corrected())
	change := topology.Updating(topology.NewMapping(w.id("VMNetwork1-Shanghai"), w.id("VMNetwork2-Beijing"), topology.ID{}, nil))
	w.check(t, engine.Check(w.Topology, change, own), expected{engine.ReplicasRewired, engine.Warning, "target_network_id", []string{
		"On failback, the machines whose replicas are on VM network 'VMNetwork1-Shanghai' will be connected to VM network 'VMNetwork2-Beijing' instead of VM network 'VMNetwork1-Beijing'",
	}})
}

// A change that is refused takes nothing from anybody, and is not said to.
func TestRefusedChangeTakesNothing(t *testing.T) {
	w := build(t, corrected())
	change := topology.Updating(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{w.protection("SilverCloud1")}))
	w.check(t, engine.Check(w.Topology, change, own), expected{engine.TargetNotAvailable, engine.Error, "target_network_id", nil})
}

// A test on the mapped network is told where it is declared.
func TestTestNetworkIsTheTarget(t *testing.T) {
	w := build(t, corrected())
	target := w.id("VMNetwork1-Shanghai")
	change := topology.Updating(topology.NewMapping(w.id("VMNetwork1-Beijing"), target, target, nil))
	w.check(t, engine.Check(w.Topology, change, own), expected{engine.TestOnProduction, engine.Warning, "test_network_id", []string{
		"The test network of the mapping is its target, VM network 'VMNetwork1-Shanghai'", "isolated from production",
	}})
}

// A test network that a protecting cloud cannot use is told where it is declared, and by
// readiness.
func TestTestNetworkIsNotAvailable(t *testing.T) {
	w := build(t, corrected())
	mapping := topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Shanghai"), w.id("VMNetwork2-Shanghai"),
		[]topology.ID{w.protection("GoldCloud1"), w.protection("SilverCloud1")})
	want := expected{engine.TargetNotAvailable, engine.Warning, "test_network_id", []string{
		"The test network, VM network 'VMNetwork2-Shanghai', is not available for these clouds, so a test failover of their machines on it does not work:\n" +
			"  - cloud 'SilverCloud1': cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai'",
		"Choose a test network that is available for them",
	}}
	w.check(t, engine.Check(w.Topology, topology.Updating(mapping), own), want)
	w.Put(mapping)
	readiness, _ := engine.JudgeReadiness(w.Topology, topology.ID{})
	if i := slices.IndexFunc(readiness.Findings, func(f engine.Finding) bool { return f.Code == engine.TargetNotAvailable }); i < 0 {
		t.Errorf("readiness says %v", readiness.Findings)
	} else {
		w.check(t, readiness.Findings[i:i+1], want)
	}
	mapping.Protections = mapping.Protections[:1]
	w.check(t, engine.Check(w.Topology, topology.Updating(mapping), own))

	prod, far := w.azure("prod", "westeurope"), w.azure("far", "eastus")
	azure := topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica)
	w.Put(azure)
	w.check(t, engine.Check(w.Topology, topology.Creation(topology.NewMapping(w.id("VMNetwork1-Beijing"), prod, far, []topology.ID{azure.ID()})), own),
		expected{engine.OtherRegion, engine.Warning, "test_network_id", []string{"Azure network 'far' is in 'eastus'"}})
}

// A network that is for tests is not advised as a target, and one with a gateway is
// told of where it is declared.
func TestNetworksForTests(t *testing.T) {
	w := build(t, corrected())
	target := w.create(topology.NewVMNetwork(w.id("LogicalNetwork1-Shanghai"), "Test-Shanghai", nil))
	w.Put(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Shanghai"), target, nil))
	findings := engine.Check(w.Topology, topology.Creation(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, []topology.ID{w.protection("SilverCloud1")})), own)
	w.check(t, findings, expected{engine.TargetNotAvailable, engine.Error, "target_network_id", []string{"or map to one of: 'VMNetwork1-Shanghai'."}})

	prod, test := w.azure("prod", "westeurope"), w.azure("test", "westeurope")
	w.Put(topology.NewAzureNetwork(test, "westeurope", nil, true))
	w.check(t, engine.Check(w.Topology, topology.Creation(topology.NewMapping(w.id("VMNetwork2-Beijing"), prod, test, nil)), own),
		expected{engine.TestNotIsolated, engine.Warning, "test_network_id", []string{"Azure network 'test' has a gateway to on-premises, so a test on it is not isolated from production"}})
}

// Of two resources with one object, people are told in what they differ.
func TestManagedTwice(t *testing.T) {
	w := build(t, corrected())
	for _, tt := range []struct {
		object topology.Object
		says   string
	}{
		{
			topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, nil),
			"Two resources of this run manage network mapping of 'VMNetwork1-Beijing' to VMM server 'VMM-Shanghai': one maps to VM network 'VMNetwork1-Shanghai', the other one to VM network 'VMNetwork2-Shanghai'.",
		},
		{
			topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica),
			"Two resources of this run manage cloud protection of 'GoldCloud1': one has it protected by cloud 'GoldCloud2', the other one by Azure in 'westeurope'.",
		},
		{topology.NewCloud(w.sites["Beijing"], "GoldCloud1", nil), "Two resources of this run manage cloud 'GoldCloud1'."},
		{topology.NewCloud(w.sites["Beijing"], "GOLDCLOUD1", nil), "(names that differ only in case are one name)"},
	} {
		findings := engine.Check(w.Topology, topology.Updating(tt.object), planned)
		w.check(t, findings[:1], expected{engine.ManagedTwice, engine.Error, "", []string{tt.says, "Keep one of the two"}})
	}
}

// Up: what a change takes from the mappings above it.
func TestWhatAChangeTakesFromMappings(t *testing.T) {
	from := corrected()
	from.clouds["AzureCloud"] = "Beijing"
	from.given["AzureCloud"] = []string{"LogicalNetwork2-Beijing"}
	w := build(t, from)
	w.create(topology.NewProtection(w.id("AzureCloud"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	prod := w.azure("prod", "westeurope")
	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), prod, topology.ID{}, nil))
	toShanghai := "network mapping of 'VMNetwork1-Beijing' to VMM server 'VMM-Shanghai' onto 'VMNetwork1-Shanghai'"
	for _, tt := range []struct {
		what   string
		object topology.Object
		want   []expected
	}{
		{
			"the protecting cloud loses the target's logical network",
			topology.NewCloud(w.sites["Shanghai"], "SilverCloud2", []topology.ID{}),
			[]expected{{engine.TakenFromMapping, engine.Warning, "logical_network_ids", []string{"Cloud 'SilverCloud2' loses logical network 'LogicalNetwork1-Shanghai'", toShanghai}}},
		},
		{
			"the protected cloud loses the source's logical network",
			topology.NewCloud(w.sites["Beijing"], "GoldCloud1", nil),
			[]expected{{engine.TakenFromMapping, engine.Warning, "logical_network_ids", []string{"Cloud 'GoldCloud1' loses logical network 'LogicalNetwork1-Beijing'", toShanghai}}},
		},
		{
			"it loses one that no mapping stands on",
			topology.NewCloud(w.sites["Shanghai"], "GoldCloud2", []topology.ID{w.id("LogicalNetwork1-Shanghai")}), nil,
		},
		{
			"it gains one",
			topology.NewCloud(w.sites["Shanghai"], "SilverCloud2", []topology.ID{w.id("LogicalNetwork1-Shanghai"), w.id("LogicalNetwork2-Shanghai")}), nil,
		},
		{
			"the protection goes to Azure",
			topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica),
			[]expected{{engine.TakenFromMapping, engine.Warning, "", []string{"Cloud 'GoldCloud1' will replicate to Azure in 'westeurope' instead of cloud 'GoldCloud2'", toShanghai}}},
		},
		{
			"the protection goes to another region",
			topology.NewProtection(w.id("AzureCloud"), topology.ID{}, "eastus", topology.ReplicationHyperVReplica),
			[]expected{{engine.TakenFromMapping, engine.Warning, "", []string{"network mapping of 'VMNetwork2-Beijing' to Azure onto 'prod'"}}},
		},
		{
			"the region is spelled in another way",
			topology.NewProtection(w.id("AzureCloud"), topology.ID{}, "West Europe", topology.ReplicationHyperVReplica), nil,
		},
		{
			"a target goes to another logical network",
			topology.NewVMNetwork(w.id("LogicalNetwork2-Shanghai"), "VMNetwork1-Shanghai", nil),
			[]expected{{engine.TakenFromMapping, engine.Warning, "logical_network_id", []string{
				"VM network 'VMNetwork1-Shanghai' moves from logical network 'LogicalNetwork1-Shanghai' to logical network 'LogicalNetwork2-Shanghai'",
				"network mapping of 'VMNetwork1-Beijing' to VMM server 'VMM-Shanghai'", "Give logical network 'LogicalNetwork2-Shanghai' to the clouds",
			}}},
		},
		{
			"a source goes to another logical network",
			topology.NewVMNetwork(w.id("LogicalNetwork2-Beijing"), "VMNetwork1-Beijing", nil),
			[]expected{{engine.TakenFromMapping, engine.Warning, "logical_network_id", []string{"network mapping of 'VMNetwork1-Beijing' to VMM server 'VMM-Shanghai'"}}},
		},
		{
			"the Azure network moves",
			topology.NewAzureNetwork(prod, "eastus", nil, false),
			[]expected{{engine.TakenFromMapping, engine.Warning, "location", []string{"Azure network 'prod' moves from 'westeurope' to 'eastus'", "onto 'prod'"}}},
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for _, standing := range []func(topology.ID) engine.Standing{engine.Everything, own, foreign} {
				w.check(t, engine.Check(w.Topology, topology.Updating(tt.object), standing), tt.want...)
			}
			w.check(t, engine.Check(w.Topology, topology.Updating(tt.object), leaving))
		})
	}
}

// What one change takes is one finding, and of many mappings the first are named.
func TestWhatAChangeTakesFromManyMappings(t *testing.T) {
	w := build(t, corrected())
	for n := range 14 {
		source, target := topology.NewVMNetwork(w.id("LogicalNetwork1-Beijing"), fmt.Sprintf("S%02d", n), nil), w.id("VMNetwork2-Shanghai")
		w.Put(source)
		w.Put(topology.NewMapping(source.ID(), target, topology.ID{}, nil))
	}
	w.check(t, engine.Check(w.Topology, topology.Updating(topology.NewCloud(w.sites["Shanghai"], "GoldCloud2", nil)), own),
		expected{engine.TakenFromMapping, engine.Warning, "logical_network_ids", []string{
			"Cloud 'GoldCloud2' loses logical networks 'LogicalNetwork1-Shanghai', 'LogicalNetwork2-Shanghai'. These mappings",
			"of 'VMNetwork1-Beijing' to VMM server 'VMM-Shanghai' onto 'VMNetwork1-Shanghai'", "of 'S08' to VMM server 'VMM-Shanghai' onto 'VMNetwork2-Shanghai'\n  - and 5 more",
			"Keep logical networks 'LogicalNetwork1-Shanghai', 'LogicalNetwork2-Shanghai' in cloud 'GoldCloud2'",
		}})
}

func TestCheckOfDeletions(t *testing.T) {
	w := build(t, corrected())
	w.check(t, engine.Check(w.Topology, topology.Deletion(w.id("LogicalNetwork1-Shanghai")), engine.Everything),
		expected{engine.StillReferredTo, engine.Error, "", []string{
			"Logical network 'LogicalNetwork1-Shanghai' cannot be deleted", "VM network 'VMNetwork1-Shanghai' (/servers/VMM-Shanghai/vmNetworks/VMNetwork1-Shanghai)",
			"cloud 'GoldCloud2'", "cloud 'SilverCloud2'", "do not belong to this state", "where they are managed", "import and destroy",
		}})
	w.check(t, engine.Check(w.Topology, topology.Deletion(w.id("VMM-Beijing")), engine.Everything),
		expected{engine.StillReferredTo, engine.Error, "", []string{
			"'LogicalNetwork1-Beijing'", "'LogicalNetwork2-Beijing'", "'VMNetwork1-Beijing'", "'VMNetwork2-Beijing'", "'GoldCloud1'", "'SilverCloud1'",
		}})
	w.check(t, engine.Check(w.Topology, topology.Deletion(w.id("VMM-Beijing")), own))
	w.check(t, engine.Check(w.Topology, topology.Deletion(w.id("LogicalNetwork2-Shanghai")), func(id topology.ID) engine.Standing {
		if id.Kind() == topology.KindVMNetwork {
			return engine.Planned
		}
		return engine.Own
	}), expected{engine.StillReferredTo, engine.Error, "", []string{
		"is to be deleted, but these refer to it in the same plan", "VM network 'VMNetwork2-Shanghai'", "Refer to the id attribute of its resource",
	}})
	w.check(t, engine.Check(w.Topology, topology.Deletion(topology.MappingID(w.id("VMNetwork1-Beijing"), w.sites["Shanghai"])), engine.Everything))
	w.check(t, engine.Check(w.Topology, topology.Deletion(topology.ServerID("absent")), engine.Everything))
}

func TestCheckOfCreationAndUpdate(t *testing.T) {
	w := build(t, corrected())
	same := topology.NewCloud(w.sites["Beijing"], "goldcloud1", []topology.ID{w.id("LogicalNetwork1-Beijing")})
	other := topology.NewCloud(w.sites["Beijing"], "GoldCloud1", []topology.ID{w.id("LogicalNetwork1-Beijing"), w.id("LogicalNetwork2-Beijing")})
	twice := []expected{{engine.ManagedTwice, engine.Error, "", []string{"Two resources of this run manage cloud '"}}}
	for _, tt := range []struct {
		what     string
		change   topology.Change
		standing func(topology.ID) engine.Standing
		want     []expected
	}{
		{"an identical one has been written", topology.Creation(same), engine.Everything, nil},
		{
			"an identical one is another state's", topology.Creation(same), foreign,
			[]expected{{engine.OtherState, engine.Error, "", []string{
				"Cloud 'goldcloud1' is to be created, but is in the catalog already, and does not belong to this state", "a test", "at another address",
				"SITERECOVERY_CATALOG", "moved block", "terraform.tfstate.backup", "import {", "to = siterecovery_cloud.example", `id = "/servers/VMM-Beijing/clouds/goldcloud1"`,
			}}},
		},
		{"an identical one is this state's", topology.Creation(same), own, nil},
		{"an identical one is planned", topology.Creation(same), planned, twice},
		{"an identical one is leaving", topology.Creation(same), cloudLeaving, nil},
		{
			"a different one has been written", topology.Creation(other), engine.Everything,
			[]expected{{engine.OtherState, engine.Error, "", []string{"does not belong to this state", `id = "/servers/VMM-Beijing/clouds/GoldCloud1"`}}},
		},
		{"a different one is another state's", topology.Creation(other), foreign, []expected{{engine.OtherState, engine.Error, "", []string{"does not belong to this state"}}}},
		{"a different one is this state's", topology.Creation(other), own, nil},
		{"a different one is planned", topology.Creation(other), planned, twice},
		{"a different one is leaving", topology.Creation(other), cloudLeaving, nil},
		{"an update", topology.Updating(other), engine.Everything, nil},
		{"an update of what another resource has planned", topology.Updating(other), planned, twice},
		{
			"an update of what is gone", topology.Updating(topology.NewCloud(w.sites["Beijing"], "absent", nil)), engine.Everything,
			[]expected{{engine.Vanished, engine.Error, "", []string{"Cloud 'absent' is to be updated, but is no longer in the catalog: somebody has deleted it meanwhile", "Plan again, with a refresh"}}},
		},
	} {
		t.Run(tt.what, func(t *testing.T) { w.check(t, engine.Check(w.Topology, tt.change, tt.standing), tt.want...) })
	}
}

func TestCodes(t *testing.T) {
	infos := engine.Codes()
	for i, info := range infos {
		if info.Title == "" || info.Meaning == "" || info.Advice == "" || info.Basis == "" || info.Code.Title() != info.Title {
			t.Errorf("%s is described by %+v", info.Code, info)
		}
		if i > 0 && infos[i-1].Code >= info.Code {
			t.Errorf("%s comes after %s", info.Code, infos[i-1].Code)
		}
	}
}

func TestPaths(t *testing.T) {
	for want, path := range map[string]engine.Path{
		"":                         nil,
		"name":                     engine.At("name"),
		"subnets[1].ip_pool.first": engine.At("subnets", 1, "ip_pool", "first"),
		`mappings["/servers/a"]`:   engine.At("mappings", engine.MapKey("/servers/a")),
	} {
		if got := fmt.Sprint(path); got != want {
			t.Errorf("the path is %q, want %q", got, want)
		}
	}
}
