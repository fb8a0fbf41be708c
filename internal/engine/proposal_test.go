package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// proposed returns the proposal for two servers, a line a source: "a -> x", or
// "b -> none", those that are matched first.
func proposed(t *testing.T, found *topology.Topology, source, target topology.ID) []string {
	t.Helper()
	proposal, objections := engine.ProposeMappings(found, source, target)
	if len(objections) > 0 {
		t.Fatal(objections)
	}
	var lines []string
	for _, match := range proposal.Matches {
		lines = append(lines, match.Source.Name()+" -> "+match.Target.Name())
	}
	for _, unmatched := range proposal.Unmatched {
		lines = append(lines, unmatched.Source.Name()+" -> none")
	}
	return lines
}

// reasons returns the reasons of a proposal, by the source's name.
func reasons(t *testing.T, found *topology.Topology, source, target topology.ID) map[string]string {
	t.Helper()
	proposal, objections := engine.ProposeMappings(found, source, target)
	if len(objections) > 0 {
		t.Fatal(objections)
	}
	reasons := map[string]string{}
	for _, match := range proposal.Matches {
		reasons[match.Source.Name()] = match.Reason
	}
	for _, unmatched := range proposal.Unmatched {
		reasons[unmatched.Source.Name()] = unmatched.Reason
	}
	return reasons
}

// M3, M4: what is proposed for the worked example is what its tables map, and
// for the second network of Beijing, which no protected cloud uses, what is left.
func TestM3ProposalForTheWorkedExample(t *testing.T) {
	w := build(t, corrected())
	want := []string{"VMNetwork1-Beijing -> VMNetwork1-Shanghai", "VMNetwork2-Beijing -> VMNetwork2-Shanghai"}
	if got := proposed(t, w.Topology, w.sites["Beijing"], w.sites["Shanghai"]); !slices.Equal(got, want) {
		t.Errorf("it is proposed %q, want %q", got, want)
	}
	got := reasons(t, w.Topology, w.sites["Beijing"], w.sites["Shanghai"])
	for source, want := range map[string]string{
		"VMNetwork1-Beijing": "VM network 'VMNetwork1-Shanghai' is available for all 2 cloud protections; the names differ in 8 letters.",
		"VMNetwork2-Beijing": "No cloud protection to or from VMM server 'VMM-Shanghai' uses VM network 'VMNetwork2-Beijing', " +
			"so the names decide; the names differ in 8 letters.",
	} {
		if got[source] != want {
			t.Errorf("the reason for %s is %q, want %q", source, got[source], want)
		}
	}
}

// M3, M7: on the way back, GoldCloud2 uses both networks of Shanghai and
// GoldCloud1 only one of Beijing, which goes to the network that it is like.
func TestM3ProposalForTheWayBackOfTheWorkedExample(t *testing.T) {
	w := build(t, corrected())
	want := []string{"VMNetwork1-Shanghai -> VMNetwork1-Beijing", "VMNetwork2-Shanghai -> none"}
	if got := proposed(t, w.Topology, w.sites["Shanghai"], w.sites["Beijing"]); !slices.Equal(got, want) {
		t.Errorf("it is proposed %q, want %q", got, want)
	}
	reason := reasons(t, w.Topology, w.sites["Shanghai"], w.sites["Beijing"])["VMNetwork2-Shanghai"]
	if reason != "Only the way back concerns VM network 'VMNetwork2-Shanghai', and every target that would do is another network's." {
		t.Errorf("the reason is %q", reason)
	}
	// Were GoldCloud1 given the second logical network, both would be mapped.
	w.give("GoldCloud1", "LogicalNetwork2-Beijing")
	want = []string{"VMNetwork1-Shanghai -> VMNetwork1-Beijing", "VMNetwork2-Shanghai -> VMNetwork2-Beijing"}
	if got := proposed(t, w.Topology, w.sites["Shanghai"], w.sites["Beijing"]); !slices.Equal(got, want) {
		t.Errorf("it is proposed %q, want %q", got, want)
	}
}

// sketch is a pair of servers in short, words separated by spaces. A network is
// written "name@logical" or "name@logical:subnet,subnet", a cloud
// "name=logical,logical". Each cloud of the first server is protected by the one
// at the same position of the second.
type sketch struct {
	sources, protected, targets, protecting string
}

var sourceServer, targetServer = topology.ServerID("VMM-A"), topology.ServerID("VMM-B")

func (s sketch) topology() *topology.Topology {
	found := topology.New(topology.NewServer("VMM-A"), topology.NewServer("VMM-B"))
	protecting := side(found, targetServer, s.targets, s.protecting)
	for i, protected := range side(found, sourceServer, s.sources, s.protected) {
		found.Put(topology.NewProtection(protected, protecting[i], "", topology.ReplicationHyperVReplica))
	}
	return found
}

// side adds the networks and the clouds of one server, and returns the clouds.
func side(found *topology.Topology, server topology.ID, networks, clouds string) []topology.ID {
	for text := range strings.FieldsSeq(networks) {
		text, subnets, _ := strings.Cut(text, ":")
		name, logical, _ := strings.Cut(text, "@")
		found.Put(topology.NewLogicalNetwork(server, logical, topology.IsolationNone))
		found.Put(topology.NewVMNetwork(topology.LogicalNetworkID(server, logical), name,
			subnetsNamed(strings.FieldsFunc(subnets, func(r rune) bool { return r == ',' })...)))
	}
	var ids []topology.ID
	for text := range strings.FieldsSeq(clouds) {
		name, logical, _ := strings.Cut(text, "=")
		var given []topology.ID
		for name := range strings.SplitSeq(logical, ",") {
			given = append(given, topology.LogicalNetworkID(server, name))
		}
		cloud := topology.NewCloud(server, name, given)
		found.Put(cloud)
		ids = append(ids, cloud.ID())
	}
	return ids
}

// What outweighs what, in the order in which it does.
func TestProposalOrder(t *testing.T) {
	for _, tt := range []struct {
		what string
		sketch
		want []string
	}{
		{
			"M4: a target that serves all protections, rather than one of the same name that serves some",
			sketch{"web@1", "Gold1=1 Silver1=1", "web@1 other@2", "Gold2=1,2 Silver2=2"},
			[]string{"web -> other"},
		},
		{
			"M4, M7: sharing, rather than a target that serves fewer protections",
			sketch{"app@1 web@1", "Gold1=1 Silver1=1", "app@1 web@2", "Gold2=1,2 Silver2=1"},
			[]string{"app -> app", "web -> app"},
		},
		{
			"M4: the target that serves another network better is left to it",
			sketch{"app@1 web@2", "Gold1=1 Silver1=2 Bronze1=2", "x@1 y@2", "Gold2=1,2 Silver2=1,2 Bronze2=1"},
			[]string{"app -> y", "web -> x"},
		},
		{
			"M7: names far apart, rather than sharing",
			sketch{"a1@1 a2@1", "Gold1=1", "a@1 something-else@1", "Gold2=1"},
			[]string{"a1 -> a", "a2 -> something-else"},
		},
		{
			"M7: sharing as little as can be",
			sketch{"a@1 bd@1 c@1", "Gold1=1", "c@1 d@1", "Gold2=1"},
			[]string{"a -> c", "bd -> d", "c -> c"},
		},
		{
			"M7: a target that is shared is shared by whom its name is like",
			sketch{"app@1 apps@1 web@1", "Gold1=1", "app@1 web@1", "Gold2=1"},
			[]string{"app -> app", "apps -> app", "web -> web"},
		},
		{
			"M10: like names, rather than like subnets",
			sketch{"web@1:s1,s2", "Gold1=1", "web@1 webs@1:s1,s2", "Gold2=1"},
			[]string{"web -> web"},
		},
		{
			"names are counted over all networks: one gives way so that another is not far off",
			sketch{"net@1 net12@1", "Gold1=1", "net12@1 net1234@1", "Gold2=1"},
			[]string{"net -> net12", "net12 -> net1234"},
		},
		{
			"M10: like subnets, where names are alike; case does not matter",
			sketch{"net@1:Web,Db", "Gold1=1", "NET1@1:web NET2@1:db,web NET3@1", "Gold2=1"},
			[]string{"net -> NET2"},
		},
		{
			"networks that protections use come before those of the same name that none uses",
			sketch{"a@2 b@1", "Gold1=1", "a@1", "Gold2=1"},
			[]string{"b -> a", "a -> none"},
		},
		{
			"without protections, as many as possible, and then by name",
			sketch{"apple@1 pear@1 plum@1", "", "plum@1 peach@1", ""},
			[]string{"pear -> peach", "plum -> plum", "apple -> none"},
		},
		{
			"without protections, by name over all and then by subnets",
			sketch{"n1@1:a n2@1:b", "", "n3@1:b n4@1:a", ""},
			[]string{"n1 -> n4", "n2 -> n3"},
		},
		{
			"M3: what no cloud uses is no target for what a protection uses, but for what none uses",
			sketch{"a@1 b@2", "Gold1=1", "a@2 z@1", "Gold2=1"},
			[]string{"a -> z", "b -> a"},
		},
		{
			"M3: without an available target there is none, and what is left may go to another",
			sketch{"a@1 b@2", "Gold1=1", "a@2", "Gold2=1"},
			[]string{"b -> a", "a -> none"},
		},
		{"no targets", sketch{"a@1", "Gold1=1", "", "Gold2=1"}, []string{"a -> none"}},
		{"no sources", sketch{"", "Gold1=1", "a@1", "Gold2=1"}, nil},
	} {
		t.Run(tt.what, func(t *testing.T) {
			got := proposed(t, tt.topology(), sourceServer, targetServer)
			if !slices.Equal(got, tt.want) {
				t.Errorf("it is proposed %q, want %q", got, tt.want)
			}
		})
	}
}

// M3: a network is mapped for the machines of the clouds that are protected. A cloud
// that only protects has no say in it, except for the way back, where else nothing
// decides.
func TestProposalServesProtectedClouds(t *testing.T) {
	for _, tt := range []struct {
		what   string
		sketch // each cloud of the source server protected by one of the target server
		// reverse are clouds as in a sketch: each of the target server protected by
		// the one of the source server.
		reverseProtecting, reverseProtected string
		want, reason                        string
	}{
		{
			what:              "a target that serves the one protected cloud, rather than one that serves two clouds that protect",
			sketch:            sketch{"net@1", "Gold1=1", "other@1 net@2", "Gold2=1"},
			reverseProtecting: "Silver1=1 Bronze1=1", reverseProtected: "Silver2=2 Bronze2=2",
			want: "net -> other",
			reason: "VM network 'other' is available for the one cloud protection; on the way back, it is available for 0 of 2 cloud protections, " +
				"but not for clouds 'Bronze1', 'Silver1': logical network '1' of 'VMM-B' is missing from clouds 'Bronze2', 'Silver2'; the names differ in 4 letters.",
		},
		{
			what:              "no target, rather than one that serves only a cloud that protects",
			sketch:            sketch{"net@1", "Gold1=1", "net@2", "Gold2=3"},
			reverseProtecting: "Silver1=1", reverseProtected: "Silver2=2",
			want: "net -> none",
			reason: "VM network 'net' of 'VMM-A' needs a target on a logical network of cloud 'Gold2', and VMM server 'VMM-B' has none. " +
				"Add logical network '2' to cloud 'Gold2'.",
		},
		{
			what:              "of two that serve the protected cloud, the one that serves the way back too, rather than the one of the same name",
			sketch:            sketch{"net@1", "Gold1=1", "net@1 other@2", "Gold2=1,2"},
			reverseProtecting: "Silver1=1", reverseProtected: "Silver2=2",
			want: "net -> other",
			reason: "VM network 'other' is available for the one cloud protection; on the way back, it is available for the one cloud protection; " +
				"the names differ in 4 letters.",
		},
		{
			what:              "a target to itself, rather than one that serves the way back",
			sketch:            sketch{"a@1 b@1", "Gold1=1", "a@1 c@2", "Gold2=1,2"},
			reverseProtecting: "Silver1=1", reverseProtected: "Silver2=1",
			want: "a -> a b -> c",
			reason: "VM network 'a' of 'VMM-B' is available for the one cloud protection; on the way back, it is available for the one cloud protection; " +
				"the names are the same.",
		},
		{
			what:              "where nothing is protected, the way back decides",
			sketch:            sketch{"net@1", "", "net@1 other@2", ""},
			reverseProtecting: "Silver1=1", reverseProtected: "Silver2=2",
			want:   "net -> other",
			reason: "On the way back, VM network 'other' is available for the one cloud protection; the names differ in 4 letters.",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			found := tt.topology()
			protecting := side(found, sourceServer, "", tt.reverseProtecting)
			for i, protected := range side(found, targetServer, "", tt.reverseProtected) {
				found.Put(topology.NewProtection(protected, protecting[i], "", topology.ReplicationHyperVReplica))
			}
			lines := proposed(t, found, sourceServer, targetServer)
			if got := strings.Join(lines, " "); got != tt.want {
				t.Errorf("it is proposed %q, want %q", got, tt.want)
			}
			first, _, _ := strings.Cut(lines[0], " ")
			if got := reasons(t, found, sourceServer, targetServer)[first]; got != tt.reason {
				t.Errorf("the reason is\n%s\nwant\n%s", got, tt.reason)
			}
		})
	}
}

// The pairs of clouds are the same from either server.
func TestProposalForTheWayBack(t *testing.T) {
	found := sketch{"far@2 near@1", "Gold1=2", "near@1 other@2", "Gold2=1"}.topology()
	for _, tt := range []struct {
		source, target topology.ID
		want           []string
	}{
		{sourceServer, targetServer, []string{"far -> near", "near -> other"}},
		{targetServer, sourceServer, []string{"near -> far", "other -> near"}},
	} {
		if got := proposed(t, found, tt.source, tt.target); !slices.Equal(got, tt.want) {
			t.Errorf("from %s it is proposed %q, want %q", tt.source, got, tt.want)
		}
	}
}

// M3: protections matter only between the two servers.
func TestProposalBetweenTwoServersOfThree(t *testing.T) {
	found := sketch{"a@1 b@2", "Gold1=1", "a@2 b@1", "Gold2=1"}.topology()
	silver := topology.NewCloud(sourceServer, "Silver1", []topology.ID{topology.LogicalNetworkID(sourceServer, "2")})
	found.Put(silver)
	found.Put(topology.NewProtection(silver.ID(), topology.ID{}, "westeurope", topology.ReplicationHyperVReplica))
	want := []string{"a -> b", "b -> a"} // were b used by a protection, it would share the other b
	if got := proposed(t, found, sourceServer, targetServer); !slices.Equal(got, want) {
		t.Errorf("it is proposed %q, want %q", got, want)
	}
}

// On one server, both directions of a protection matter, and a network is not
// its own target, however alike its name.
func TestProposalOnOneServer(t *testing.T) {
	one := corrected()
	one.servers = map[string]string{"Beijing": "VMM", "Shanghai": "VMM"}
	w := build(t, one)
	want := []string{
		"VMNetwork1-Beijing -> VMNetwork1-Shanghai",
		"VMNetwork1-Shanghai -> VMNetwork1-Beijing",
		"VMNetwork2-Beijing -> VMNetwork2-Shanghai",
		"VMNetwork2-Shanghai -> none",
	}
	if got := proposed(t, w.Topology, w.sites["Beijing"], w.sites["Beijing"]); !slices.Equal(got, want) {
		t.Errorf("it is proposed %q, want %q", got, want)
	}
	alone := topology.New(topology.NewServer("VMM-A"))
	clouds := side(alone, sourceServer, "a@1", "Gold1=1 Gold2=1")
	alone.Put(topology.NewProtection(clouds[0], clouds[1], "", topology.ReplicationHyperVReplica))
	if got := reasons(t, alone, sourceServer, sourceServer)["a"]; got != "VM network 'a' needs a target on a logical network of cloud 'Gold2', "+
		"and VMM server 'VMM-A' has none. Create one on a logical network of cloud 'Gold2'." {
		t.Errorf("the reason for a network that is alone is %q", got)
	}
}

func TestProposalReasons(t *testing.T) {
	for _, tt := range []struct {
		what string
		sketch
		source, want string
	}{
		{
			"one protection, the same name in another case, one subnet",
			sketch{"web@1:s", "Gold1=1", "Web@1:S", "Gold2=1"},
			"web",
			"VM network 'Web' of 'VMM-B' is available for the one cloud protection; the names are the same; " +
				"there is a subnet of the same name for the one subnet.",
		},
		{
			"M4: some protections, one letter, some subnets",
			sketch{"web@1:a,b,c", "Gold1=1 Silver1=1", "webs@L:c,b", "Gold2=L Silver2=X"},
			"web",
			"VM network 'webs' is available for 1 of 2 cloud protections, but not for cloud 'Silver1': " +
				"logical network 'L' is missing from cloud 'Silver2'; the names differ in 1 letter; " +
				"there is a subnet of the same name for 2 of 3 subnets.",
		},
		{
			"M4: one protection of several, no subnet",
			sketch{"web@1:a", "Gold1=1 Silver1=1 Bronze1=1", "abc@L:b", "Gold2=L Silver2=X Bronze2=X"},
			"web",
			"VM network 'abc' is available for 1 of 3 cloud protections, but not for clouds 'Bronze1', 'Silver1': " +
				"logical network 'L' is missing from clouds 'Bronze2', 'Silver2'; the names differ in 3 letters; " +
				"there is a subnet of the same name for 0 of 1 subnet.",
		},
		{
			"M7: shared with one",
			sketch{"a@1 b@1", "Gold1=1", "b@1", "Gold2=1"},
			"b",
			"VM network 'b' of 'VMM-B' is available for the one cloud protection; the names are the same; " +
				"VM network 'b' of 'VMM-B' is shared with VM network 'a', so the way back is not unique.",
		},
		{
			"M7: shared with several",
			sketch{"a@1 b@1 c@1", "Gold1=1", "b@1", "Gold2=1"},
			"b",
			"VM network 'b' of 'VMM-B' is available for the one cloud protection; the names are the same; " +
				"VM network 'b' of 'VMM-B' is shared with VM networks 'a', 'c', so the way back is not unique.",
		},
		{
			"no protection",
			sketch{"a@1:s,t", "", "abc@1:s,t", ""},
			"a",
			"No cloud protection to or from VMM server 'VMM-B' uses VM network 'a', so the names decide; " +
				"the names differ in 2 letters; there is a subnet of the same name for all 2 subnets.",
		},
		{
			"no protection and no target",
			sketch{"a@1 b@1", "", "b@1", ""},
			"a",
			"No cloud protection to or from VMM server 'VMM-B' uses VM network 'a', and no target is left.",
		},
		{
			"M3: one logical network to add to one cloud",
			sketch{"a@1", "Gold1=1", "x@L y@L", "Gold2=X"},
			"a",
			"VM network 'a' needs a target on a logical network of cloud 'Gold2', and VMM server 'VMM-B' has none. " +
				"Add logical network 'L' to cloud 'Gold2'.",
		},
		{
			"M3: several logical networks, one of which to add to several clouds",
			sketch{"a@1", "Gold1=1 Silver1=1", "x@L y@M", "Gold2=X Silver2=Y"},
			"a",
			"VM network 'a' needs a target on a logical network of clouds 'Gold2', 'Silver2', and VMM server 'VMM-B' has none. " +
				"Add one of the logical networks 'L', 'M' to clouds 'Gold2', 'Silver2'.",
		},
		{
			"M3: no network at all",
			sketch{"a@1", "Gold1=1", "", "Gold2=L"},
			"a",
			"VM network 'a' needs a target on a logical network of cloud 'Gold2', and VMM server 'VMM-B' has none. " +
				"Create one on a logical network of cloud 'Gold2'.",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			if got := reasons(t, tt.topology(), sourceServer, targetServer)[tt.source]; got != tt.want {
				t.Errorf("the reason is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Letters are Unicode code points, case aside.
func TestProposalNameDistance(t *testing.T) {
	for _, tt := range []struct {
		source, target, want string
	}{
		{"web", "WEB", "the names are the same"},
		{"Kelvin", "\u212Aelvin", "the names are the same"}, // the sign for kelvin is a capital k
		{"上海", "北京", "the names differ in 2 letters"},
		{"上海1", "上海2", "the names differ in 1 letter."},
		{"kitten", "sitting", "the names differ in 3 letters"},
		{"sunday", "saturday", "the names differ in 3 letters"},
		{"abcdef", "bcdefa", "the names differ in 2 letters"},
		{"a", "abcdefghij", "the names differ in 9 letters"},
		{"aaa", "aaaa", "the names differ in 1 letter."},
	} {
		for _, names := range [][2]string{{tt.source, tt.target}, {tt.target, tt.source}} {
			found := sketch{names[0] + "@1", "", names[1] + "@1", ""}.topology()
			if got := reasons(t, found, sourceServer, targetServer)[names[0]]; !strings.Contains(got, tt.want) {
				t.Errorf("%q: the reason is %q, want one that says %q", names, got, tt.want)
			}
		}
	}
}

func TestProposalOfWhatIsNotThere(t *testing.T) {
	w := build(t, corrected())
	for _, tt := range []struct {
		what           string
		source, target topology.ID
		want           []string
	}{
		{"unknown source", topology.ServerID("absent"), w.sites["Shanghai"], []string{"SR104 source_server_id"}},
		{"unknown target", w.sites["Beijing"], topology.ServerID("absent"), []string{"SR104 target_server_id"}},
		{"a network and a cloud", w.id("VMNetwork1-Beijing"), w.id("GoldCloud2"), []string{"SR103 source_server_id", "SR103 target_server_id"}},
		{"Azure", w.sites["Beijing"], topology.Azure, []string{"SR103 target_server_id"}},
		{"nothing", topology.ID{}, w.sites["Shanghai"], []string{"SR103 source_server_id"}},
	} {
		proposal, objections := engine.ProposeMappings(w.Topology, tt.source, tt.target)
		var got []string
		for _, finding := range objections {
			got = append(got, fmt.Sprint(finding.Code, " ", finding.Attribute))
		}
		if !slices.Equal(got, tt.want) || len(proposal.Matches)+len(proposal.Unmatched) > 0 {
			t.Errorf("%s: the objections are %q, want %q, and it is proposed %v", tt.what, got, tt.want, proposal)
		}
	}
}

// price is what a part of a proposal costs, the weightiest first: networks without
// a target, protections not served, networks that share, ways back not served,
// letters, subnets.
type price [6]int

func (p price) plus(q price) price {
	for i := range p {
		p[i] += q[i]
	}
	return p
}

func (p price) less(q price) bool { return slices.Compare(p[:], q[:]) < 0 }

// pairs is the clouds of the target server in protections with those clouds of
// the source server that use the network: there where the latter are protected, and
// back where they protect.
func (o oracle) pairs(source topology.VMNetwork, server topology.ID) (there, back []topology.ID) {
	between := func(mine, other topology.ID) bool {
		return mine.Server().Same(source.ID().Server()) && other.Server().Same(server) && o.uses(mine, source.ID())
	}
	for _, p := range all[topology.Protection](o) {
		if between(p.Protected, p.Protecting) {
			there = append(there, p.Protecting)
		}
		if between(p.Protecting, p.Protected) {
			back = append(back, p.Protected)
		}
	}
	return there, back
}

// price is what a target costs a source, and whether it may be its target.
func (o oracle) price(source, target topology.VMNetwork) (price, bool) {
	var cost price
	unserved := func(clouds []topology.ID) (n int) {
		for _, cloud := range clouds {
			if !o.uses(cloud, target.ID()) {
				n++
			}
		}
		return n
	}
	decide, beside := o.pairs(source, target.ID().Server())
	if len(decide) == 0 {
		decide, beside = beside, nil
	}
	cost[1], cost[3] = unserved(decide), unserved(beside)
	cost[4] = distance([]rune(source.ID().Name()), []rune(target.ID().Name()))
	for _, subnet := range source.Subnets {
		if !slices.ContainsFunc(target.Subnets, func(s topology.Subnet) bool { return topology.SameName(s.Name, subnet.Name) }) {
			cost[5]++
		}
	}
	served := len(decide) == 0 || cost[1] < len(decide)
	return cost, served && !source.ID().Same(target.ID())
}

// distance is Levenshtein's, as it is defined: of every end of a to every end of b.
func distance(a, b []rune) int {
	ends := make([][]int, len(a)+1)
	for i := len(a); i >= 0; i-- {
		ends[i] = make([]int, len(b)+1)
		for j := len(b); j >= 0; j-- {
			if i == len(a) || j == len(b) {
				ends[i][j] = len(a) - i + len(b) - j
				continue
			}
			ends[i][j] = 1 + min(ends[i+1][j], ends[i][j+1], ends[i+1][j+1])
			if strings.EqualFold(string(a[i]), string(b[j])) {
				ends[i][j] = min(ends[i][j], ends[i+1][j+1])
			}
		}
	}
	return ends[0][0]
}

// attempt tries every target for every source. It keeps what it has found for the
// sources from one on, for every set of targets that those before it have.
type attempt struct {
	sharing bool
	prices  [][]price
	allowed [][]bool
	found   map[[2]int]price
}

func (t attempt) from(source, taken int) price {
	if source == len(t.prices) {
		return price{}
	}
	at := [2]int{source, taken}
	if best, ok := t.found[at]; ok {
		return best
	}
	best := price{1}.plus(t.from(source+1, taken)) // without a target
	for target, cost := range t.prices[source] {
		isTaken := taken&(1<<target) != 0
		if isTaken {
			cost[2]++
		}
		if t.allowed[source][target] && (t.sharing || !isTaken) {
			if cost = cost.plus(t.from(source+1, taken|1<<target)); cost.less(best) {
				best = cost
			}
		}
	}
	t.found[at] = best
	return best
}

// best is the least that some sources can cost.
func (o oracle) best(sources, targets []topology.VMNetwork, sharing bool) price {
	t := attempt{sharing, make([][]price, len(sources)), make([][]bool, len(sources)), map[[2]int]price{}}
	for i, source := range sources {
		for _, target := range targets {
			cost, allowed := o.price(source, target)
			t.prices[i], t.allowed[i] = append(t.prices[i], cost), append(t.allowed[i], allowed)
		}
	}
	return t.from(0, 0)
}

// costs is what the three parts of a proposal cost: the networks that protected
// clouds use, those of the way back, and the others; and the least that each
// could cost, with the targets that those before it have left.
func (o oracle) costs(proposal []string, sourceServer, targetServer topology.ID) (got, least [3]price) {
	chosen := map[string]string{}
	for _, line := range proposal {
		from, to, _ := strings.Cut(line, " -> ")
		chosen[from] = to
	}
	var parts [3][]topology.VMNetwork
	var left []topology.VMNetwork
	for _, network := range all[topology.VMNetwork](o) {
		if network.ID().Server().Same(targetServer) {
			left = append(left, network)
		}
		if network.ID().Server().Same(sourceServer) {
			there, back := o.pairs(network, targetServer)
			part := 2
			if len(there) > 0 {
				part = 0
			} else if len(back) > 0 {
				part = 1
			}
			parts[part] = append(parts[part], network)
		}
	}
	for part, sources := range parts {
		least[part] = o.best(sources, left, part == 0)
		taken := map[string]bool{}
		for _, source := range sources {
			to := chosen[source.ID().Name()]
			i := slices.IndexFunc(left, func(n topology.VMNetwork) bool { return n.ID().Name() == to })
			if i < 0 {
				got[part] = got[part].plus(price{1})
				continue
			}
			cost, allowed := o.price(source, left[i])
			if !allowed || part > 0 && taken[to] {
				cost[0] += 1000 // never the best
			}
			if taken[to] {
				cost[2]++
			}
			taken[to] = true
			got[part] = got[part].plus(cost)
		}
		left = slices.DeleteFunc(left, func(n topology.VMNetwork) bool { return taken[n.ID().Name()] })
	}
	return got, least
}

// randomSites returns objects with many protections, of networks that are named
// in different ways.
func randomSites(rng *rand.Rand) []topology.Object {
	shape := topologytest.Small
	if rng.IntN(2) == 0 {
		shape = topologytest.Shape{
			Servers: 1 + rng.IntN(2), LogicalNetworks: 1 + rng.IntN(4), VMNetworks: rng.IntN(8), Clouds: rng.IntN(6),
		}
	}
	var objects []topology.Object
	inProtection := map[topology.Key]bool{}
	renamed := map[string]bool{}
	naming := rng.IntN(4)
	for _, object := range topologytest.Random(rng, shape) {
		switch old := object.(type) {
		case topology.Mapping:
			continue
		case topology.Protection:
			inProtection[old.Protected.Key()], inProtection[old.Protecting.Key()] = true, true
		case topology.VMNetwork:
			name := []string{
				old.ID().Name(),
				strings.Repeat("a", 1+rng.IntN(12)),
				string("abB"[rng.IntN(3)]) + string("abA"[rng.IntN(3)]) + string("xyz"[rng.IntN(3)]),
				strconv.Itoa(100 + rng.IntN(50)),
			}[naming]
			key := strings.ToLower(old.ID().Server().Name() + "/" + name)
			if !renamed[key] {
				object = topology.NewVMNetwork(old.LogicalNetwork, name, old.Subnets)
			}
			renamed[key] = true
		}
		objects = append(objects, object)
	}
	var free []topology.ID
	for _, cloud := range all[topology.Cloud](objects) {
		if !inProtection[cloud.ID().Key()] {
			free = append(free, cloud.ID())
		}
	}
	rng.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
	for ; len(free) > 1; free = free[2:] {
		objects = append(objects, topology.NewProtection(free[0], free[1], "", topology.ReplicationSAN))
	}
	return objects
}

func TestProposalsAgreeWithTheOracle(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(3 * seeds) {
		rng := topologytest.NewRand(seed)
		objects := randomSites(rng)
		fast := topology.New(objects...)
		slow := oracle(fast.All())
		for _, source := range all[topology.Server](slow) {
			for _, target := range all[topology.Server](slow) {
				lines := proposed(t, fast, source.ID(), target.ID())
				got, least := slow.costs(lines, source.ID(), target.ID())
				if got != least {
					t.Fatalf("seed %d, from %s to %s: %q costs %v, want %v", seed, source.ID(), target.ID(), lines, got, least)
				}
				for what, happened := range map[string]bool{
					"one server":       source.ID().Same(target.ID()),
					"not served":       least[0][1] > 0,
					"shared":           least[0][2] > 0,
					"none available":   least[0][0] > 0,
					"way back beside":  least[0][3] > 0,
					"back, by name":    least[1][4] > 0,
					"back, none left":  least[1][0] > 0,
					"back, not served": least[1][1] > 0,
					"none left":        least[2][0] > 0,
					"by name":          least[2][4] > 0,
				} {
					if happened {
						seen[what]++
					}
				}
			}
		}
	}
	if len(seen) != 10 {
		t.Errorf("only these cases occurred: %v", seen)
	}
}

// A proposal does not depend on the order in which objects came, and its parts
// are sorted.
func TestProposalIsTheSameInAnyOrder(t *testing.T) {
	for seed := range uint64(seeds / 5) {
		rng := topologytest.NewRand(seed)
		objects := randomSites(rng)
		var want string
		for range 5 {
			found := topology.New(objects...)
			var got strings.Builder
			servers := all[topology.Server](found.All())
			for _, source := range servers {
				for _, target := range servers {
					proposal, _ := engine.ProposeMappings(found, source.ID(), target.ID())
					fmt.Fprintf(&got, "%s to %s: %v\n", source.ID(), target.ID(), proposal)
					if !slices.IsSortedFunc(proposal.Matches, func(a, b engine.Match) int {
						return strings.Compare(a.Source.String(), b.Source.String())
					}) || !slices.IsSortedFunc(proposal.Unmatched, func(a, b engine.Unmatched) int {
						return strings.Compare(a.Source.String(), b.Source.String())
					}) {
						t.Fatalf("seed %d: not sorted: %v", seed, proposal)
					}
				}
			}
			if want == "" {
				want = got.String()
			}
			if got.String() != want {
				t.Fatalf("seed %d:\n%s\nwant\n%s", seed, got.String(), want)
			}
			rng.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
		}
	}
}

// The benchmark asks about two servers with that many networks each, of which
// every one is available for every cloud: the worst case. Names are alike, as
// people name them, or have nothing in common; or there are half as many targets as
// sources.
func BenchmarkProposeMappings(b *testing.B) {
	for _, networks := range []int{100, 500, 2_000, 10_000} {
		for _, names := range []string{"alike", "random", "fewer"} {
			found, rng := topology.New(), topologytest.NewRand(1)
			for _, object := range topologytest.Large(2*networks, 50) {
				switch old := object.(type) {
				case topology.Mapping:
					continue
				case topology.Cloud:
					var every []topology.ID
					for n := range max(10, networks/25) {
						every = append(every, topology.LogicalNetworkID(old.Server, fmt.Sprintf("LogicalNetwork%d", n)))
					}
					object = topology.NewCloud(old.Server, old.ID().Name(), every)
				case topology.VMNetwork:
					name := old.ID().Name() + "-" + old.ID().Server().Name()
					if names != "alike" {
						name = fmt.Sprintf("%08x", rng.Uint32())
					}
					object = topology.NewVMNetwork(old.LogicalNetwork, name, old.Subnets)
					if names == "fewer" && old.ID().Server().Name() == "VMM-Shanghai" && rng.IntN(2) == 0 {
						continue // two sources and more share a target
					}
				}
				found.Put(object)
			}
			b.Run(fmt.Sprintf("%d/%s", networks, names), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					engine.ProposeMappings(found, topology.ServerID("VMM-Beijing"), topology.ServerID("VMM-Shanghai"))
				}
			})
		}
	}
}
