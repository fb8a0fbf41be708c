package engine_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// named finds the objects that a text names, and where it says that they are. A
// name is in quotes, and of random objects has no spaces and no quotes in it.
var named = regexp.MustCompile(`(?:^|[\s(])'([^'\s]+)'(?: of '([^'\s]+)'| of resource group '([^'\s]+)'(?: in subscription '([^'\s]+)')?)?`)

// readers are people who know a topology, and what else a text is about.
type readers struct {
	t    *testing.T
	seed uint64
	// known are the ids of each name. Objects of two kinds have different ones.
	known map[string]map[topology.Key]topology.ID
	// apart counts names that were told apart, alone those that needed no more.
	apart, alone int
}

func readersOf(t *testing.T, seed uint64, found *topology.Topology) *readers {
	r := &readers{t: t, seed: seed, known: map[string]map[topology.Key]topology.ID{}}
	for _, object := range found.All() {
		r.know(object.ID())
	}
	return r
}

// know adds an object, and reports whether its name is not that of another kind.
func (r *readers) know(id topology.ID) bool {
	if id.Kind() == topology.KindProtection || id.Kind() == topology.KindMapping {
		id = id.Parent()
	}
	name := topology.Fold(id.Name())
	for _, other := range r.known[name] {
		if other.Kind() != id.Kind() {
			return false
		}
	}
	if r.known[name] == nil {
		r.known[name] = map[topology.Key]topology.ID{}
	}
	r.known[name][id.Key()] = id
	return true
}

// read judges whether a text leaves no doubt which objects it names, and says no
// more than that needs.
func (r *readers) read(text string) {
	r.t.Helper()
	for _, match := range named.FindAllStringSubmatch(text, -1) {
		name, server, group, subscription := match[1], match[2], match[3], match[4]
		candidates := r.known[topology.Fold(name)]
		if len(candidates) == 0 {
			continue // a subnet or a machine
		}
		meant, sameGroup := 0, 0
		for _, id := range candidates {
			switch {
			case id.Kind() == topology.KindServer:
				meant++
			case id.Kind() == topology.KindAzureNetwork:
				inGroup := group == "" || topology.SameName(group, id.ResourceGroup())
				if inGroup {
					sameGroup++
				}
				if inGroup && (subscription == "" || topology.SameName(subscription, id.Subscription())) {
					meant++
				}
			case server == "" || topology.SameName(server, id.Server().Name()):
				meant++
			}
		}
		switch short := server == "" && group == ""; {
		case meant != 1:
			r.t.Fatalf("seed %d: '%s' may be %d objects of %q in\n%s", r.seed, name, meant, slices.Collect(maps.Keys(candidates)), text)
		case len(candidates) == 1 && !short:
			r.t.Fatalf("seed %d: '%s' needs no more words in\n%s", r.seed, name, text)
		case subscription != "" && sameGroup == 1:
			r.t.Fatalf("seed %d: '%s' needs no subscription in\n%s", r.seed, name, text)
		case short:
			r.alone++
		default:
			r.apart++
		}
	}
}

func (r *readers) findings(findings []engine.Finding) {
	r.t.Helper()
	for _, finding := range findings {
		r.read(finding.Detail)
		r.read(finding.Remedy)
	}
}

// Whatever is asked of sites that name everything alike, no text names an object
// without saying which of them it is.
func TestNoTextNamesAnObjectThatCouldBeAnother(t *testing.T) {
	for _, shared := range []bool{true, false} {
		apart, alone := 0, 0
		for seed := range uint64(seeds / 50) {
			shape := topologytest.Small
			shape.Shared = shared
			if seed%2 == 1 {
				shape.Servers = 3
			}
			rng := topologytest.NewRand(seed)
			objects := topologytest.Random(rng, shape)
			slow, fast := oracle(objects), topology.New(objects...)
			r := readersOf(t, seed, fast)
			r.answers(slow, fast, randomMachines(rng, slow))
			for range 40 {
				change := randomChange(rng, fast.All())
				r := readersOf(t, seed, fast)
				if !r.know(change.ID()) {
					continue
				}
				if change.Object != nil {
					r.findings(engine.Validate(fast, change.Object))
				}
				for _, standing := range []func(topology.ID) engine.Standing{engine.Everything, planned, foreign, leaving} {
					r.findings(engine.Check(fast, change, standing))
				}
				if !engine.HasErrors(engine.Check(fast, change, engine.Everything)) {
					fast.Apply(change)
				}
				apart, alone = apart+r.apart, alone+r.alone
			}
			apart, alone = apart+r.apart, alone+r.alone
		}
		if shared && apart < 1_000 || !shared && alone < 1_000 || !shared && apart > alone/100 {
			t.Errorf("shared is %v: %d names were told apart, and %d stood alone", shared, apart, alone)
		}
	}
}

// answers reads the answers to all questions.
func (r *readers) answers(slow oracle, fast *topology.Topology, machines map[string]engine.Machine) {
	r.t.Helper()
	readiness, _ := engine.JudgeReadiness(fast, topology.ID{})
	r.findings(readiness.Findings)
	plan, _ := engine.PlanFailover(fast, machines)
	r.findings(plan.Findings)
	for _, machine := range plan.Machines {
		r.read(machine.Reason)
		for _, adapter := range machine.Adapters {
			r.read(adapter.Reason())
		}
	}
	networks := slices.Concat(idsOf(all[topology.VMNetwork](slow)), idsOf(all[topology.AzureNetwork](slow)), idsOf(all[topology.LogicalNetwork](slow)))
	inAzure := map[string]engine.AzureMachine{}
	for i, source := range all[topology.VMNetwork](slow) {
		inAzure[fmt.Sprint(i)] = engine.AzureMachine{Network: source.ID()}
		available, _ := engine.AvailableTargets(fast, source.ID(), topology.ID{})
		for _, choice := range available.Choices {
			r.read(choice.Reason)
		}
		landing, objections := engine.Failover(fast, engine.Adapter{Source: source.ID()})
		r.read(landing.Reason())
		r.findings(objections)
		for _, cloud := range all[topology.Cloud](slow) {
			for _, text := range append(networks, "") {
				test := engine.TestFailover{Adapter: engine.Adapter{Source: source.ID(), Cloud: cloud.ID()}}
				if text != "" {
					test.Network, _ = topology.ParseID(text)
				}
				landing, objections := engine.TryFailover(fast, test)
				r.read(landing.Reason)
				r.findings(landing.Findings)
				r.findings(objections)
			}
		}
		for _, other := range all[topology.VMNetwork](slow) {
			for _, replica := range []engine.Replica{
				{Source: source.ID(), CameUpOn: other.ID()},
				{Source: source.ID(), CameUpOn: source.ID(), MovedTo: other.ID()},
				{Source: source.ID(), CameUpOn: source.ID(), MovedTo: other.ID(), Disconnected: true},
			} {
				back, objections := engine.Failback(fast, replica)
				r.read(back.Reason)
				r.findings(objections)
			}
		}
	}
	groups, _ := engine.AzureReachability(fast, inAzure)
	for _, group := range groups {
		r.read(group.Reason)
	}
	for _, source := range fast.Servers() {
		for _, target := range fast.Servers() {
			proposal, _ := engine.ProposeMappings(fast, source.ID(), target.ID())
			for _, match := range proposal.Matches {
				r.read(match.Reason)
			}
			for _, unmatched := range proposal.Unmatched {
				r.read(unmatched.Reason)
			}
		}
	}
}

// sharing are two sites that name everything alike, and Azure networks too.
func sharing(t *testing.T) (found *topology.Topology, beijing, shanghai topology.ID, prod [3]topology.ID) {
	t.Helper()
	found = topology.New()
	beijing, shanghai = topology.ServerID("VMM-Beijing"), topology.ServerID("VMM-Shanghai")
	for _, server := range []topology.ID{beijing, shanghai} {
		found.Put(topology.NewServer(server.Name()))
		for _, name := range []string{"Front", "Lab"} {
			found.Put(topology.NewLogicalNetwork(server, name, topology.IsolationNone))
		}
		found.Put(topology.NewVMNetwork(topology.LogicalNetworkID(server, "Front"), "prod", nil))
		found.Put(topology.NewVMNetwork(topology.LogicalNetworkID(server, "Lab"), "test", nil))
		for _, name := range []string{"Gold", "Silver"} {
			found.Put(topology.NewCloud(server, name, []topology.ID{topology.LogicalNetworkID(server, "Front")}))
		}
	}
	for i, text := range []string{
		"/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Network/virtualNetworks/prod",
		"/subscriptions/s1/resourceGroups/g2/providers/Microsoft.Network/virtualNetworks/prod",
		"/subscriptions/s2/resourceGroups/g2/providers/Microsoft.Network/virtualNetworks/prod",
	} {
		id, err := topology.ParseID(text)
		if err != nil {
			t.Fatal(err)
		}
		prod[i] = id
		found.Put(topology.NewAzureNetwork(id, []string{"westeurope", "eastus", "eastus"}[i], nil, false))
	}
	return found, beijing, shanghai, prod
}

// Sites like to name things alike.
func TestNamesThatTwoSitesShare(t *testing.T) {
	found, beijing, shanghai, prod := sharing(t)
	network, cloud := topology.VMNetworkID, topology.CloudID
	gold := topology.NewProtection(cloud(beijing, "Gold"), cloud(shanghai, "Gold"), "", topology.ReplicationHyperVReplica)
	found.Put(gold)
	found.Put(topology.NewProtection(cloud(beijing, "Silver"), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	mapping := func(target topology.ID, protections ...topology.ID) topology.Object {
		return topology.NewMapping(network(beijing, "prod"), target, topology.ID{}, protections)
	}
	check := func(object topology.Object) (texts []string) {
		for _, finding := range engine.Check(found, topology.Creation(object), foreign) {
			texts = append(texts, finding.Detail, finding.Remedy)
		}
		return texts
	}
	mapped := found.Clone()
	mapped.Put(mapping(network(shanghai, "prod")))
	mapped.Put(mapping(prod[1]))
	landing := func(name string) string {
		landing, _ := engine.Failover(mapped, engine.Adapter{Source: network(beijing, "prod"), Cloud: cloud(beijing, name)})
		return landing.Reason()
	}
	findings := func(code engine.Code) (texts []string) {
		readiness, _ := engine.JudgeReadiness(mapped, topology.ID{})
		for _, finding := range readiness.Findings {
			if finding.Code == code {
				texts = append(texts, finding.Detail, finding.Remedy)
			}
		}
		return texts
	}
	for _, tt := range []struct {
		what      string
		got, want []string
	}{
		{
			"a target that is not available for every cloud (SR210)", check(mapping(network(shanghai, "test"))),
			[]string{
				"VM network 'test' of 'VMM-Shanghai' is not available for every cloud that uses VM network 'prod' of 'VMM-Beijing'. " +
					"The machines of these are at risk:\n" +
					"  - cloud 'Gold' of 'VMM-Beijing': cloud 'Gold' of 'VMM-Shanghai' does not have logical network 'Lab' of 'VMM-Shanghai', on which VM network 'test' of 'VMM-Shanghai' is",
				"Add logical network 'Lab' of 'VMM-Shanghai' to cloud 'Gold' of 'VMM-Shanghai', or choose a target that is available to all protections.",
			},
		},
		{
			"a target that is not available for a protection (SR203)", check(mapping(network(shanghai, "test"), gold.ID())),
			[]string{
				"VM network 'test' of 'VMM-Shanghai' is not available for cloud 'Gold' of 'VMM-Beijing', which cloud 'Gold' of 'VMM-Shanghai' protects: " +
					"cloud 'Gold' of 'VMM-Shanghai' does not have logical network 'Lab' of 'VMM-Shanghai', on which VM network 'test' of 'VMM-Shanghai' is. " +
					"After a failover, the replicas of that cloud's machines could not be connected to it.",
				"Add logical network 'Lab' of 'VMM-Shanghai' to cloud 'Gold' of 'VMM-Shanghai', or map to one of: 'prod' of 'VMM-Shanghai'.",
			},
		},
		{
			"an Azure network elsewhere (SR208)", check(mapping(prod[2], topology.ProtectionID(cloud(beijing, "Silver")))),
			[]string{
				"Azure network 'prod' of resource group 'g2' in subscription 's2' is in 'eastus', but cloud 'Silver' of 'VMM-Beijing' replicates to 'westeurope'.",
				"Use an Azure network in 'westeurope', or map to one of: 'prod' of resource group 'g1'.",
			},
		},
		{
			"a cloud in two protections (SR202)",
			check(topology.NewProtection(cloud(shanghai, "Silver"), cloud(shanghai, "Gold"), "", topology.ReplicationHyperVReplica)),
			[]string{
				"Cloud 'Gold' of 'VMM-Shanghai' is in another cloud protection already: cloud 'Gold' of 'VMM-Beijing' is protected by cloud 'Gold' of 'VMM-Shanghai'. " +
					"A cloud belongs to one cloud protection at the most, in either role.",
				"Use another cloud, or remove the other protection first.",
			},
		},
		{
			"what is not there, but there is one of that name", check(topology.NewVMNetwork(topology.LogicalNetworkID(topology.ServerID("VMM-X"), "Lab"), "new", nil)),
			[]string{
				"There is no logical network 'Lab' of 'VMM-X' (/servers/VMM-X/logicalNetworks/Lab).",
				"If the logical network is declared in this configuration, refer to the id attribute of its resource instead of writing the id out: only then is it planned first, and an id that is written out may work in one run and fail in the next. If not, declare the logical network, or correct the id.",
			},
		},
		{
			"what refers to a logical network (SR113)",
			[]string{engine.Check(found, topology.Deletion(topology.LogicalNetworkID(beijing, "Lab")), engine.Everything)[0].Detail},
			[]string{
				"Logical network 'Lab' of 'VMM-Beijing' cannot be deleted, because these still refer to it and do not belong to this state:\n" +
					"  - VM network 'test' of 'VMM-Beijing' (/servers/VMM-Beijing/vmNetworks/test)",
			},
		},
		{
			"where machines land",
			[]string{landing("Gold"), landing("Silver")},
			[]string{
				"VM network 'prod' of 'VMM-Beijing' is mapped to VM network 'prod' of 'VMM-Shanghai'; it has no subnets. " +
					"It has no static address, so the DHCP server there decides.",
				"VM network 'prod' of 'VMM-Beijing' is mapped to Azure network 'prod' of resource group 'g2' in subscription 's1', " +
					"which is not available for cloud 'Silver' of 'VMM-Beijing': cloud 'Silver' of 'VMM-Beijing' replicates to 'westeurope', " +
					"but Azure network 'prod' of resource group 'g2' in subscription 's1' is in 'eastus'.",
			},
		},
		{
			"a mapping without a way back (SR305)", findings(engine.NoWayBack),
			[]string{
				"VM network 'prod' of 'VMM-Beijing' is mapped to VM network 'prod' of 'VMM-Shanghai', and that one is not mapped to VMM server 'VMM-Beijing'. " +
					"On failback the machines stay on their network; after a reverse replication there is no mapping to follow.",
				"Map VM network 'prod' of 'VMM-Shanghai' to VM network 'prod' of 'VMM-Beijing'.",
			},
		},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s:\n%q\nwant\n%q", tt.what, tt.got, tt.want)
		}
	}
}

// A phrase knows the topology that it is written for, and what it names itself.
func TestPhrases(t *testing.T) {
	found, beijing, shanghai, prod := sharing(t)
	absent := topology.ServerID("VMM-X")
	for _, tt := range []struct {
		what   string
		phrase engine.Phrase
		in     *topology.Topology
		want   string
	}{
		{"nothing is named", engine.Say("%d %% of %s", 3, "it"), found, "3 % of it"},
		{"the name is shared", engine.Say("%s", topology.CloudID(beijing, "gold")), found, "cloud 'gold' of 'VMM-Beijing'"},
		{"it is not, as far as anybody knows", engine.Say("%s", topology.CloudID(beijing, "gold")), nil, "cloud 'gold'"},
		{"the name is nobody else's", engine.Say("%s", topology.CloudID(beijing, "Bronze")), found, "cloud 'Bronze'"},
		{"the name is that of one that is not known", engine.Say("%s", topology.CloudID(absent, "Gold")), found, "cloud 'Gold' of 'VMM-X'"},
		{"the name is that of another kind", engine.Say("%s", topology.HostID(beijing, "Gold")), found, "host 'Gold'"},
		{
			"two that are not known have one name", engine.Say("%s and %s", topology.HostID(beijing, "h"), engine.Say("%s", topology.HostID(shanghai, "H"))), found,
			"host 'h' of 'VMM-Beijing' and host 'H' of 'VMM-Shanghai'",
		},
		{
			"one twice", engine.Say("%s and %s", topology.HostID(beijing, "h"), topology.HostID(beijing, "H")), nil,
			"host 'h' and host 'H'",
		},
		{"a protection", engine.Say("%s", topology.ProtectionID(topology.CloudID(beijing, "Gold"))), found, "cloud protection of 'Gold' of 'VMM-Beijing'"},
		{
			"a mapping", engine.Say("%s", topology.MappingID(topology.VMNetworkID(beijing, "test"), shanghai)), found,
			"network mapping of 'test' of 'VMM-Beijing' to VMM server 'VMM-Shanghai'",
		},
		{
			"a mapping, and a network that is not its source", engine.Say("%s or %s",
				topology.MappingID(topology.VMNetworkID(beijing, "x"), topology.Azure), topology.VMNetworkID(shanghai, "x")), nil,
			"network mapping of 'x' of 'VMM-Beijing' to Azure or VM network 'x' of 'VMM-Shanghai'",
		},
		{"servers, Azure, and what is not known", engine.Say("%s, %s, %s", beijing, topology.Azure, topology.ID{}), found, "VMM server 'VMM-Beijing', Azure, what is not known yet"},
		{
			"Azure networks", engine.Say("%s, %s", prod[0], prod[2]), found,
			"Azure network 'prod' of resource group 'g1', Azure network 'prod' of resource group 'g2' in subscription 's2'",
		},
		{
			"Azure networks of two subscriptions, and nothing else", engine.Say("%s, %s", prod[1], prod[2]), nil,
			"Azure network 'prod' of resource group 'g2' in subscription 's1', Azure network 'prod' of resource group 'g2' in subscription 's2'",
		},
		{"an Azure network alone", engine.Say("%s", prod[2]), nil, "Azure network 'prod'"},
	} {
		if got := tt.phrase.In(tt.in); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
	finding := engine.NewFinding(found, engine.Finding{Subject: topology.HostID(beijing, "h")}, engine.Say("%s.", topology.HostID(shanghai, "h")), engine.Say("Do."))
	if want := "host 'h' of 'VMM-Shanghai'."; finding.Detail != want {
		t.Errorf("beside its subject, a finding names %q, want %q", finding.Detail, want)
	}
}
