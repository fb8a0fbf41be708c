package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/planner"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// vms are machines of the cloud C on the source network, by name.
func vms(names ...string) engine.BaselineQuestion {
	question := engine.BaselineQuestion{Machines: []engine.BaselineMachine{}}
	for _, name := range names {
		question.Machines = append(question.Machines, engine.BaselineMachine{
			Name: name, Cloud: topology.CloudID(a, "C"), Adapters: []engine.BaselineAdapter{{Source: source}},
		})
	}
	return question
}

// baseline plans a baseline, whose lines have to be these.
func baseline(t *testing.T, p *planner.Planner, question engine.BaselineQuestion, want ...string) {
	t.Helper()
	planned, objections := p.Baseline(question, false, false)
	if len(objections) > 0 {
		t.Fatal(objections)
	}
	got := []string{}
	for _, line := range planned.Lines {
		outcome := line.Outcome
		if line.Unknown {
			outcome = "not known"
		}
		got = append(got, line.Name+" = "+outcome)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the lines are %q, want %q", got, want)
	}
}

// filled is the state of a run that has applied the sites, the protection and the mapping.
func filled(t *testing.T) *state {
	t.Helper()
	return applied(t, path(t), append(sites(), protection, mapping)...)
}

// step is a change on behalf of a resource of the state.
func (s *state) step(change topology.Change) catalog.Step {
	return catalog.Step{Change: change, Claim: s.claims[change.ID().Key()]}
}

const onB = "vm/0 = VM network 'N' of 'B', address from DHCP"

// A baseline is judged by what is planned before it, though nothing exists yet.
func TestBaselineOfWhatIsPlanned(t *testing.T) {
	p := run(t, path(t))
	for _, object := range append(sites(), protection) {
		plan(t, p, create(object))
	}
	baseline(t, p, vms("vm"), "vm/0 = no network (not_mapped)")
	plan2 := run(t, path(t))
	for _, object := range append(sites(), protection, mapping) {
		plan(t, plan2, create(object))
	}
	baseline(t, plan2, vms("vm"), onB)
	if _, objections := plan2.Baseline(engine.BaselineQuestion{Server: topology.ServerID("absent")}, false, false); len(objections) != 1 {
		t.Errorf("of a server that is not there it says %v", objections)
	}
}

// What a run deletes is gone for a baseline, though the overlay keeps it.
func TestBaselineWithoutWhatIsDeleted(t *testing.T) {
	at := filled(t)
	p := at.run(t)
	baseline(t, p, vms("vm"), onB)

	p = at.run(t)
	plan(t, p, planner.Intent{Change: topology.Deletion(mapping.ID())})
	baseline(t, p, vms("vm"), "vm/0 = no network (not_mapped)")

	// A set that is exclusive removes it as well.
	p = at.run(t)
	if findings, err := p.Exclude(t.Context(), topology.MappingSetID(a, b), nil, []topology.ID{mapping.ID()}); len(findings) > 0 || err != nil {
		t.Fatal(findings, err)
	}
	baseline(t, p, vms("vm"), "vm/0 = no network (not_mapped)")

	// What is replaced is there.
	p = at.run(t)
	plan(t, p,
		planner.Intent{Change: topology.Deletion(mapping.ID()), Replaced: true},
		planner.Intent{Change: topology.Creation(mapping), Replaced: true})
	baseline(t, p, vms("vm"), onB)

	// And what was applied, when another is planned.
	p = at.run(t)
	baseline(t, p, vms("vm"), onB)
	if _, err := p.Apply(t.Context(), at.step(topology.Deletion(mapping.ID()))); err != nil {
		t.Fatal(err)
	}
	baseline(t, p, vms("vm"), "vm/0 = no network (not_mapped)")
}

// A change that is planned after a baseline and changes a line says so.
func TestChangesAfterABaseline(t *testing.T) {
	at := filled(t)
	other := topology.NewVMNetwork(logicalB, "Other", nil)
	for _, tt := range []struct {
		what     string
		intent   planner.Intent
		findings []string
		says     string
	}{
		{"nothing changes", update(mapping), nil, ""},
		{"a change that decides nothing", update(topology.NewMapping(source, target, topology.ID{}, nil)), nil, ""},
		{"something else", create(topology.NewVMNetwork(logicalB, "Another", nil)), nil, ""},
		{
			"another target", update(topology.NewMapping(source, other.ID(), topology.ID{}, nil)),
			[]string{"warning SR212", "warning SR503"},
			"The change of network mapping of 'N' of 'A' to VMM server 'B' is planned after the failover baseline of the machines 'vm', " +
				"and changes these lines:\n  - 'vm/0': VM network 'N' of 'B', address from DHCP -> VM network 'Other' of 'B', address from DHCP",
		},
		{
			"a deletion",
			planner.Intent{Change: topology.Deletion(mapping.ID())},
			[]string{"warning SR503"},
			"The deletion of network mapping of 'N' of 'A' to VMM server 'B' is planned after the failover baseline of the machines 'vm', " +
				"and changes these lines:\n  - 'vm/0': VM network 'N' of 'B', address from DHCP -> no network (not_mapped)",
		},
		{
			"a pool", update(topology.NewVMNetwork(logicalB, "N", []topology.Subnet{{Name: "web"}})),
			[]string{"warning SR503"},
			"'vm/0': VM network 'N' of 'B', address from DHCP -> VM network 'N' of 'B', subnet 'web', address from DHCP",
		},
		{
			"a host that reaches nothing", create(topology.NewHost(b, "h", []topology.ID{topology.CloudID(b, "C")}, nil)),
			[]string{"warning SR503"},
			"changes these findings:\n  - added: SR310 error: No host that serves cloud 'C'",
		},
		{
			"what is not known yet",
			planner.Intent{Change: topology.Updating(topology.NewCloud(b, "C", nil)), Unknown: func(path engine.Path) bool {
				return len(path) == 0
			}},
			[]string{"warning SR211", "warning SR503"},
			"'vm/0': VM network 'N' of 'B', address from DHCP -> not known yet",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			p := at.run(t)
			plan(t, p, create(other))
			baseline(t, p, vms("vm"), onB)
			findings := planning(t, p, tt.intent)
			wants(t, tt.what, findings, tt.findings...)
			if n := len(findings); n > 0 && (!strings.Contains(findings[n-1].Detail, tt.says) || !strings.Contains(findings[n-1].Remedy, "depends_on")) {
				t.Errorf("it says\n%s\n%s", findings[n-1].Detail, findings[n-1].Remedy)
			}
		})
	}
}

// A baseline of networks has no line that would say that its cloud is not protected any
// more, and warns instead.
func TestBaselineOfWhatIsNoLongerProtected(t *testing.T) {
	removal := planner.Intent{Change: topology.Deletion(protection.ID())}
	other := topology.NewProtection(protection.Protected, topology.CloudID(b, "D"), "", topology.ReplicationHyperVReplica)
	for _, tt := range []struct {
		what     string
		question engine.BaselineQuestion
		planned  []planner.Intent
		warns    bool
	}{
		{"the protection goes", engine.BaselineQuestion{}, []planner.Intent{removal}, true},
		{"of its own server", engine.BaselineQuestion{Server: a}, []planner.Intent{removal}, true},
		{"of the other server", engine.BaselineQuestion{Server: b}, []planner.Intent{removal}, false},
		{"of machines, whose lines say it", vms("vm"), []planner.Intent{removal}, false},
		{"its cloud goes too", engine.BaselineQuestion{}, []planner.Intent{removal, {Change: topology.Deletion(protection.Protected)}}, false},
		{"another one takes its place", engine.BaselineQuestion{}, []planner.Intent{removal, create(other)}, false},
		{"nothing changes", engine.BaselineQuestion{}, nil, false},
	} {
		t.Run(tt.what, func(t *testing.T) {
			p := filled(t).run(t)
			plan(t, p, update(topology.NewMapping(source, target, topology.ID{}, nil)))
			plan(t, p, tt.planned...)
			_, findings := p.Baseline(tt.question, false, false)
			if !tt.warns {
				wants(t, tt.what, findings)
				return
			}
			wants(t, tt.what, findings, "warning SR302")
			if want := "and no longer after this run. Their machines are not replicated then, and their lines leave the baseline:\n  - cloud 'C'"; !strings.Contains(findings[0].Detail, want) {
				t.Errorf("it says\n%s", findings[0].Detail)
			}
		})
	}
}

// What a later change breaks of what a baseline requires is an error: the apply would
// fail, after other changes.
func TestChangesThatBreakABaseline(t *testing.T) {
	isolated := update(topology.NewCloud(b, "C", nil)) // the protecting cloud
	for _, tt := range []struct {
		what             string
		connected, ready bool
		intent           planner.Intent
		want, says       string
	}{
		{"nothing is required", false, false, isolated, "warning SR503", ""},
		{"connected", true, false, isolated, "error SR503", "so the apply would fail: Not connected after a failover (SR501)."},
		{"ready", false, true, isolated, "error SR503", "so the apply would fail: Not ready for a failover (SR502)."},
		{"a deletion, after which the protection may go too", true, true, planner.Intent{Change: topology.Deletion(mapping.ID())}, "warning SR503", "no network (not_mapped)"},
		{"a line changes, and is connected", true, true, update(topology.NewVMNetwork(logicalB, "N", []topology.Subnet{{Name: "web"}})), "warning SR503", ""},
		{"only the findings change", true, false, create(topology.NewHost(b, "h", []topology.ID{topology.CloudID(b, "C")}, nil)), "warning SR503", ""},
		{"only the findings change, and are required", false, true, create(topology.NewHost(b, "h", []topology.ID{topology.CloudID(b, "C")}, nil)), "error SR503", "(SR502)."},
	} {
		t.Run(tt.what, func(t *testing.T) {
			p := filled(t).run(t)
			if _, findings := p.Baseline(vms("vm"), tt.connected, tt.ready); len(findings) > 0 {
				t.Fatal(findings)
			}
			findings := planning(t, p, tt.intent)
			findings = slices.DeleteFunc(findings, func(f engine.Finding) bool { return f.Code == engine.TakenFromMapping })
			wants(t, tt.what, findings, tt.want)
			if !strings.Contains(findings[0].Detail, tt.says) || !strings.Contains(findings[0].Remedy, "depends_on of the baseline") {
				t.Errorf("it says\n%s\n%s", findings[0].Detail, findings[0].Remedy)
			}
		})
	}
}

// The subnets of a machine's network decide no line, and yet a finding.
func TestSubnetsOfTheSourceAfterABaseline(t *testing.T) {
	p := filled(t).run(t)
	plan(t, p, update(topology.NewVMNetwork(logicalB, "N", []topology.Subnet{{Name: "web"}})))
	question := vms("vm")
	question.Machines[0].Adapters[0].Subnet = "wbe"
	baseline(t, p, question, "vm/0 = VM network 'N' of 'B', subnet 'web', address from DHCP")
	there, _ := p.Found().VMNetwork(source)
	findings := planning(t, p, update(topology.NewVMNetwork(there.LogicalNetwork, source.Name(), []topology.Subnet{{Name: "web"}})))
	wants(t, "subnets of the source", findings, "warning SR503")
	if want := "added: SR315 warning: VM network 'N' of 'A' has no subnet named 'wbe'"; !strings.Contains(findings[0].Detail, want) {
		t.Errorf("it says\n%s\nwant it to say\n%s", findings[0].Detail, want)
	}
}

// Who forgets many changes is told of the first few.
func TestManyChangesAfterABaseline(t *testing.T) {
	p := filled(t).run(t)
	question := engine.BaselineQuestion{Machines: []engine.BaselineMachine{}}
	var networks []topology.ID
	for n := range 30 {
		network := topology.NewVMNetwork(topology.LogicalNetworkID(a, "L"), fmt.Sprint("N", n), nil)
		plan(t, p, create(network))
		networks = append(networks, network.ID())
		question.Machines = append(question.Machines, engine.BaselineMachine{
			Name: fmt.Sprint("vm", n), Cloud: topology.CloudID(a, "C"), Adapters: []engine.BaselineAdapter{{Source: network.ID()}},
		})
	}
	if _, objections := p.Baseline(question, false, false); len(objections) > 0 {
		t.Fatal(objections)
	}
	warnings := 0
	for _, network := range networks {
		warnings += len(planning(t, p, create(topology.NewMapping(network, target, topology.ID{}, nil))))
	}
	if warnings != 10 {
		t.Errorf("there are %d warnings", warnings)
	}
}

// Objects whose ids are not known yet are in no topology, and yet decide lines.
func TestBaselineWithUnnamedObjects(t *testing.T) {
	at := filled(t)
	none := topology.ID{}
	for _, tt := range []struct {
		what    string
		object  topology.Object
		managed topology.ID
		want    string
	}{
		{"the mapping's target", topology.NewMapping(source, none, none, nil), mapping.ID(), "vm/0 = not known"},
		{"another mapping's source", topology.NewMapping(none, target, none, nil), none, onB},
		{"the protected cloud", topology.NewProtection(none, topology.CloudID(b, "C"), "", topology.ReplicationSAN), protection.ID(), "vm/0 = not known"},
		{"another protected cloud", topology.NewProtection(none, topology.CloudID(b, "D"), "", topology.ReplicationSAN), none, onB},
		{"a host", topology.NewHost(b, "", nil, nil), none, onB},
		{"a network", topology.NewVMNetwork(none, "X", nil), none, onB},
	} {
		t.Run(tt.what, func(t *testing.T) {
			p := at.run(t)
			if findings := p.Unnamed(tt.object, tt.managed); len(findings) > 0 {
				t.Error(findings)
			}
			baseline(t, p, vms("vm"), tt.want)

			p = at.run(t)
			baseline(t, p, vms("vm"), onB)
			var want []string
			if tt.want != onB {
				want = []string{"warning SR503"}
			}
			if tt.object.ID().Kind() == topology.KindHost {
				want = []string{"warning SR503"} // the findings
			}
			wants(t, "planned after the baseline", p.Unnamed(tt.object, tt.managed), want...)
		})
	}
	p := at.run(t)
	p.UnknownMapping(engine.UnknownMapping{Server: a, Fabric: b})
	plan(t, p, planner.Intent{Change: topology.Deletion(mapping.ID())})
	baseline(t, p, vms("vm"), "vm/0 = not known")

	// Until it is known.
	p = at.run(t)
	incomplete := planner.Intent{Change: topology.Updating(topology.NewCloud(b, "C", nil)), Unknown: func(engine.Path) bool { return true }}
	planning(t, p, incomplete)
	baseline(t, p, vms("vm"), "vm/0 = not known")
	if _, err := p.Apply(t.Context(), at.step(topology.Updating(topology.NewCloud(b, "C", []topology.ID{logicalB})))); err != nil {
		t.Fatal(err)
	}
	baseline(t, p, vms("vm"), onB)
}

// BenchmarkMappingsAfterBaseline plans five hundred changes of mappings after a
// baseline of two thousand machines that rest on them: the first few warn, and the
// rest costs nothing. Of those that rest on none of them, none costs anything.
func BenchmarkMappingsAfterBaseline(b *testing.B) {
	objects := topologytest.Large(2_000, 200)
	server := topology.ServerID("VMM-Beijing")
	for name, first := range map[string]int{"Related": 0, "Unrelated": 500} {
		question := engine.BaselineQuestion{Machines: []engine.BaselineMachine{}}
		for n := range 2_000 {
			adapter := engine.BaselineAdapter{Source: topology.VMNetworkID(server, fmt.Sprintf("VMNetwork%d", first+n%500))}
			question.Machines = append(question.Machines, engine.BaselineMachine{
				Name: fmt.Sprintf("vm%04d", n), Cloud: topology.CloudID(server, fmt.Sprintf("Cloud%d", n%200)),
				Adapters: []engine.BaselineAdapter{adapter, adapter},
			})
		}
		at := path(b)
		p := run(b, at)
		if _, err := p.Apply(b.Context(), steps(objects)...); err != nil {
			b.Fatal(err)
		}
		for _, asked := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/Baseline=%v", name, asked), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					p := run(b, at)
					if asked {
						p.Baseline(question, false, false)
					}
					b.StartTimer()
					for n := range 500 {
						mapping := topology.NewMapping(topology.VMNetworkID(server, fmt.Sprintf("VMNetwork%d", n)),
							topology.VMNetworkID(topology.ServerID("VMM-Shanghai"), fmt.Sprintf("VMNetwork%d", n+1)), topology.ID{}, nil)
						if _, err := p.Plan(b.Context(), update(mapping)); err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}
