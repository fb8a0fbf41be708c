package engine_test

import (
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// M1: where the replicas of machines on each network of the worked example land.
func TestM1LandingOfTheWorkedExample(t *testing.T) {
	w := build(t, corrected())
	for source, want := range map[string]string{
		"VMNetwork1-Beijing":  "VMNetwork1-Shanghai",
		"VMNetwork2-Beijing":  "",
		"VMNetwork1-Shanghai": "VMNetwork1-Beijing",
		"VMNetwork2-Shanghai": "",
	} {
		landing, objections := engine.Failover(w.Topology, engine.Adapter{Source: w.id(source)})
		if len(objections) > 0 || landing.Target.Name() != want {
			t.Errorf("machines on %s land on %q, want %q; %v", source, landing.Target.Name(), want, objections)
		}
		if connected := landing.Outcome == engine.Connected; connected != (want != "") {
			t.Errorf("machines on %s have the outcome %q", source, landing.Outcome)
		}
	}
}

// The outcomes, in the order in which the first that applies is the answer.
func TestM1Outcomes(t *testing.T) {
	from := corrected()
	from.clouds["LooseCloud"] = "Beijing"
	w := build(t, from)
	onTwo := w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), w.id("VMNetwork2-Shanghai"), topology.ID{}, nil))
	for _, tt := range []struct {
		what          string
		cloud, source string
		before        func(world)
		want          engine.Outcome
		reason        string
	}{
		{
			"the cloud is not protected", "LooseCloud", "VMNetwork1-Beijing", nil, engine.NotProtected,
			"Cloud 'LooseCloud' is not protected, so its machines are not replicated.",
		},
		{
			"a protecting cloud is not protected", "GoldCloud2", "VMNetwork1-Shanghai", nil, engine.NotProtected,
			"Cloud 'GoldCloud2' is not protected, so its machines are not replicated.",
		},
		{
			"the cloud does not use the network", "GoldCloud1", "VMNetwork2-Beijing", nil, engine.NotInCloud,
			"Cloud 'GoldCloud1' does not use VM network 'VMNetwork2-Beijing': it does not have logical network 'LogicalNetwork2-Beijing'.",
		},
		{
			"there is no mapping", "GoldCloud1", "VMNetwork2-Beijing", func(w world) {
				w.give("GoldCloud1", "LogicalNetwork2-Beijing")
				w.Remove(onTwo)
			}, engine.NotMapped,
			"VM network 'VMNetwork2-Beijing' is not mapped to VMM server 'VMM-Shanghai', which cloud 'GoldCloud1' replicates to. " +
				"The replica is connected to no network.",
		},
		{
			"the target is not available", "SilverCloud1", "VMNetwork2-Beijing", func(w world) {
				w.give("SilverCloud1", "LogicalNetwork2-Beijing")
			}, engine.TargetUnavailable,
			"VM network 'VMNetwork2-Beijing' is mapped to VM network 'VMNetwork2-Shanghai', which is not available for cloud 'SilverCloud1': " +
				"cloud 'SilverCloud2' does not have logical network 'LogicalNetwork2-Shanghai', on which VM network 'VMNetwork2-Shanghai' is.",
		},
		{
			"the target is available", "GoldCloud1", "VMNetwork2-Beijing", func(w world) {
				w.give("GoldCloud1", "LogicalNetwork2-Beijing")
			}, engine.Connected,
			"VM network 'VMNetwork2-Beijing' is mapped to VM network 'VMNetwork2-Shanghai'; it has no subnets. " +
				"It has no static address, so the DHCP server there decides.",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			now := world{w.Clone(), t, w.sites}
			if tt.before != nil {
				tt.before(now)
			}
			landing, objections := engine.Failover(now.Topology, engine.Adapter{Source: now.id(tt.source), Cloud: now.id(tt.cloud)})
			if len(objections) > 0 || landing.Outcome != tt.want || landing.Reason() != tt.reason {
				t.Errorf("the outcome is %q, %q; want %q, %q; %v", landing.Outcome, landing.Reason(), tt.want, tt.reason, objections)
			}
		})
	}
}

// give adds a logical network to a cloud.
func (w world) give(cloud, logical string) {
	w.t.Helper()
	present, _ := w.Cloud(w.id(cloud))
	w.Put(topology.NewCloud(present.ID().Server(), cloud, append(present.LogicalNetworks[:len(present.LogicalNetworks):len(present.LogicalNetworks)], w.id(logical))))
}

// M6: a source may be mapped to a VMM server and to Azure; then the cloud decides.
func TestM6SeveralFabrics(t *testing.T) {
	from := corrected()
	from.protections = map[string]string{"SilverCloud1": "SilverCloud2"}
	w := build(t, from)
	w.create(topology.NewProtection(w.id("GoldCloud1"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	prod := w.azure("prod", "westeurope", "default")
	source := w.id("VMNetwork1-Beijing")
	w.create(topology.NewMapping(source, prod, topology.ID{}, nil))

	_, objections := engine.Failover(w.Topology, engine.Adapter{Source: source})
	if len(objections) != 1 || objections[0].Code != engine.Ambiguous || objections[0].Attribute.String() != "cloud_id" ||
		!says(objections[0].String(), []string{"VM network 'VMNetwork1-Shanghai' on VMM server 'VMM-Shanghai'", "Azure network 'prod' in Azure", "Give cloud_id"}) {
		t.Errorf("without a cloud, the objections are %v", objections)
	}
	for cloud, want := range map[string]string{"GoldCloud1": "prod", "SilverCloud1": "VMNetwork1-Shanghai"} {
		landing, _ := engine.Failover(w.Topology, engine.Adapter{Source: source, Cloud: w.id(cloud)})
		if landing.Target.Name() != want {
			t.Errorf("machines of %s land on %q, want %q", cloud, landing.Target.Name(), want)
		}
	}
}

// M8: a mapping is followed by the replicas of all machines on its source, of
// whatever cloud, as soon as it is created; once it is deleted, none is connected.
func TestM8CreatingAndDeletingAMapping(t *testing.T) {
	from := corrected()
	from.mappings = nil
	w := build(t, from)
	lands := func(want string) {
		t.Helper()
		for _, cloud := range []string{"GoldCloud1", "SilverCloud1"} {
			landing, _ := engine.Failover(w.Topology, engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Cloud: w.id(cloud)})
			if landing.Target.Name() != want || (landing.Outcome == engine.NotMapped) != (want == "") {
				t.Errorf("machines of %s land on %q by %q, want %q", cloud, landing.Target.Name(), landing.Outcome, want)
			}
		}
	}
	lands("")
	mapping := w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Shanghai"), topology.ID{}, nil))
	lands("VMNetwork1-Shanghai")
	w.Remove(mapping)
	lands("")
}

func TestFailoverOfWhatIsNotThere(t *testing.T) {
	w := build(t, corrected())
	for what, tt := range map[string]struct {
		adapter   engine.Adapter
		code      engine.Code
		attribute string
	}{
		"unknown network": {engine.Adapter{Source: topology.VMNetworkID(w.sites["Beijing"], "absent")}, engine.UnknownReference, "source_network_id"},
		"no network":      {engine.Adapter{Source: w.id("GoldCloud1")}, engine.WrongKind, "source_network_id"},
		"unknown cloud": {
			engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Cloud: topology.CloudID(w.sites["Beijing"], "absent")},
			engine.UnknownReference, "cloud_id",
		},
		"no cloud": {engine.Adapter{Source: w.id("VMNetwork1-Beijing"), Cloud: w.id("VMM-Beijing")}, engine.WrongKind, "cloud_id"},
	} {
		_, objections := engine.Failover(w.Topology, tt.adapter)
		if len(objections) != 1 || objections[0].Code != tt.code || objections[0].Attribute.String() != tt.attribute {
			t.Errorf("%s: the objections are %v", what, objections)
		}
	}
}

// M10: the subnet of the same name, or else the first in the network's own order.
func TestM10Subnets(t *testing.T) {
	for _, tt := range []struct {
		what    string
		source  string
		targets []string
		name    string
		rule    engine.SubnetRule
	}{
		{"the same name", "db", []string{"web", "db"}, "db", engine.SameName},
		{"the same name in another case", "DB", []string{"web", "db"}, "db", engine.SameName},
		{"another name", "mgmt", []string{"web", "db"}, "web", engine.FirstSubnet},
		{"the first is the network's first, not the alphabet's", "mgmt", []string{"web", "app"}, "web", engine.FirstSubnet},
		{"no name given", "", []string{"web"}, "web", engine.FirstSubnet},
		{"no subnets", "db", nil, "", engine.NoSubnet},
	} {
		choice := engine.ChooseSubnet(tt.source, tt.targets)
		if choice.Name != tt.name || choice.Rule != tt.rule || choice.Reason == "" {
			t.Errorf("%s: the choice is %+v, want %q by %q", tt.what, choice, tt.name, tt.rule)
		}
	}

	w := build(t, corrected())
	source, target := w.id("VMNetwork1-Beijing"), w.id("VMNetwork1-Shanghai")
	w.Put(topology.NewVMNetwork(w.id("LogicalNetwork1-Shanghai"), target.Name(), subnetsNamed("web", "db")))
	landing, _ := engine.Failover(w.Topology, engine.Adapter{Source: source, Subnet: "DB"})
	if landing.Subnet != "db" || landing.SubnetRule != engine.SameName {
		t.Errorf("an adapter on DB lands on %q by %q", landing.Subnet, landing.SubnetRule)
	}
	landing, _ = engine.Failover(w.Topology, engine.Adapter{Source: source, Subnet: "app"})
	if landing.Subnet != "web" || landing.SubnetRule != engine.FirstSubnet ||
		landing.Reason() != "VM network 'VMNetwork1-Beijing' is mapped to VM network 'VMNetwork1-Shanghai'; it has no subnet named 'app', so its first subnet, 'web', is used. It has no static address, so the DHCP server there decides." {
		t.Errorf("an adapter on app lands on %q by %q: %s", landing.Subnet, landing.SubnetRule, landing.Reason())
	}
}
