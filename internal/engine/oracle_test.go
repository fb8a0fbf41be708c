package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// The oracle answers by going through all objects, one rule after the other,
// and has no index and no shortcut. Seeds are fixed, so a failure can be
// repeated by its seed.

const seeds = 1500

type oracle []topology.Object

func all[T topology.Object](o oracle) []T {
	var found []T
	for _, object := range o {
		if object, ok := object.(T); ok {
			found = append(found, object)
		}
	}
	return found
}

func (o oracle) find(id topology.ID) topology.Object {
	for _, object := range o {
		if object.ID().Same(id) {
			return object
		}
	}
	return nil
}

// uses is M3's "a cloud uses a VM network".
func (o oracle) uses(cloud, network topology.ID) bool {
	c, isCloud := o.find(cloud).(topology.Cloud)
	n, isNetwork := o.find(network).(topology.VMNetwork)
	return isCloud && isNetwork && slices.ContainsFunc(c.LogicalNetworks, n.LogicalNetwork.Same)
}

// available is M3's "available", and M11's.
func (o oracle) available(p topology.Protection, target topology.ID) bool {
	if azure, ok := o.find(target).(topology.AzureNetwork); ok {
		return p.AzureLocation != "" && topology.SameLocation(p.AzureLocation, azure.Location)
	}
	return p.AzureLocation == "" && o.uses(p.Protecting, target)
}

// choices is the table of available targets, a line a choice.
func (o oracle) choices(source topology.ID) (choices, toAll, toSome []string) {
	type choice struct {
		target, protected string
		available         bool
	}
	var found []choice
	for _, p := range all[topology.Protection](o) {
		if !o.uses(p.Protected, source) {
			continue
		}
		for _, object := range o {
			network, isVM := object.(topology.VMNetwork)
			_, isAzure := object.(topology.AzureNetwork)
			toServer := isVM && p.AzureLocation == "" && network.ID().Server().Same(p.Protecting.Server()) && !network.ID().Same(source)
			if toServer || isAzure && p.AzureLocation != "" {
				found = append(found, choice{object.ID().String(), p.Protected.String(), o.available(p, object.ID())})
			}
		}
	}
	sort.Slice(found, func(i, j int) bool {
		return found[i].target < found[j].target || found[i].target == found[j].target && found[i].protected < found[j].protected
	})
	counts := map[string][2]int{}
	for _, c := range found {
		choices = append(choices, fmt.Sprintf("%s %s %v", c.target, c.protected, c.available))
		count := counts[c.target]
		count[0]++
		if c.available {
			count[1]++
		}
		counts[c.target] = count
	}
	for target, count := range counts {
		switch {
		case count[1] == count[0]:
			toAll = append(toAll, target)
		case count[1] > 0:
			toSome = append(toSome, target)
		}
	}
	slices.Sort(toAll)
	slices.Sort(toSome)
	return choices, toAll, toSome
}

// landing is the outcome, the target and its subnet, in one line.
func (o oracle) landing(source, cloud topology.ID, subnet string) string {
	var mappings []topology.Mapping
	for _, m := range all[topology.Mapping](o) {
		if m.Source.Same(source) {
			mappings = append(mappings, m)
		}
	}
	if cloud.IsZero() {
		switch len(mappings) {
		case 0:
			return string(engine.NotMapped)
		case 1:
			return o.connected(mappings[0].Target, subnet)
		}
		return "ambiguous"
	}
	for _, p := range all[topology.Protection](o) {
		if !p.Protected.Same(cloud) {
			continue
		}
		if !o.uses(cloud, source) {
			return string(engine.NotInCloud)
		}
		for _, m := range mappings {
			toAzure := m.Target.Kind() == topology.KindAzureNetwork
			if toAzure != (p.AzureLocation != "") || !toAzure && !m.Target.Server().Same(p.Protecting.Server()) {
				continue
			}
			if !o.available(p, m.Target) {
				return string(engine.TargetUnavailable)
			}
			return o.connected(m.Target, subnet)
		}
		return string(engine.NotMapped)
	}
	return string(engine.NotProtected)
}

func (o oracle) connected(target topology.ID, subnet string) string {
	var subnets []topology.Subnet
	switch network := o.find(target).(type) {
	case topology.VMNetwork:
		subnets = network.Subnets
	case topology.AzureNetwork:
		subnets = network.Subnets
	}
	for _, s := range subnets {
		if strings.EqualFold(s.Name, subnet) {
			return fmt.Sprintf("connected %s %s same_name", target, s.Name)
		}
	}
	if len(subnets) > 0 {
		return fmt.Sprintf("connected %s %s first_subnet", target, subnets[0].Name)
	}
	return fmt.Sprintf("connected %s  no_subnet", target)
}

func TestAvailableTargetsAgreeWithTheOracle(t *testing.T) {
	for seed := range uint64(seeds) {
		objects := topologytest.Random(topologytest.NewRand(seed), topologytest.Small)
		fast, slow := topology.New(objects...), oracle(objects)
		for _, source := range all[topology.VMNetwork](slow) {
			answer, objections := engine.AvailableTargets(fast, source.ID(), topology.ID{})
			if len(objections) > 0 {
				t.Fatalf("seed %d: %v", seed, objections)
			}
			var choices, toAll, toSome []string
			for _, c := range answer.Choices {
				choices = append(choices, fmt.Sprintf("%s %s %v", c.Target, c.Protection.Protected, c.Available))
			}
			for _, id := range answer.ToAll {
				toAll = append(toAll, id.String())
			}
			for _, id := range answer.ToSome {
				toSome = append(toSome, id.String())
			}
			wantChoices, wantAll, wantSome := slow.choices(source.ID())
			if !slices.Equal(choices, wantChoices) || !slices.Equal(toAll, wantAll) || !slices.Equal(toSome, wantSome) {
				t.Fatalf("seed %d, %s:\n%q\nto all %q, to some %q\nwant\n%q\nto all %q, to some %q",
					seed, source.ID(), choices, toAll, toSome, wantChoices, wantAll, wantSome)
			}
		}
	}
}

func TestFailoverAgreesWithTheOracle(t *testing.T) {
	for seed := range uint64(seeds) {
		objects := topologytest.Random(topologytest.NewRand(seed), topologytest.Small)
		fast, slow := topology.New(objects...), oracle(objects)
		clouds := []topology.ID{{}}
		for _, cloud := range all[topology.Cloud](slow) {
			clouds = append(clouds, cloud.ID())
		}
		for _, source := range all[topology.VMNetwork](slow) {
			for i, cloud := range clouds {
				subnet := topologytest.SubnetNames[i%len(topologytest.SubnetNames)]
				landing, objections := engine.Failover(fast, engine.Adapter{Source: source.ID(), Cloud: cloud, Subnet: subnet})
				got := string(landing.Outcome)
				switch {
				case len(objections) > 0:
					got = "ambiguous"
				case landing.Outcome == engine.Connected:
					got = fmt.Sprintf("connected %s %s %s", landing.Target, landing.Subnet, landing.SubnetRule)
				}
				if want := slow.landing(source.ID(), cloud, subnet); got != want {
					t.Fatalf("seed %d, %s in %q: %q, want %q", seed, source.ID(), cloud, got, want)
				}
			}
		}
	}
}

// errors is what is wrong with a change that is about to be written, as codes.
func (o oracle) errors(change topology.Change) []engine.Code {
	wrong := map[engine.Code]bool{}
	id := change.ID()
	if change.Action == topology.Delete {
		for _, object := range o {
			for _, reference := range object.References() {
				if reference.Target.Same(id) {
					return []engine.Code{engine.StillReferredTo}
				}
			}
		}
		return nil
	}
	bad := o.ownErrors(change.Object, wrong)
	if len(wrong) == 0 { // or what is there may be the same once that is corrected
		o.presence(change, wrong)
	}
	sound := func(id topology.ID) bool { return !id.IsZero() && !bad[id.Key()] }
	for _, reference := range change.Object.References() {
		if sound(reference.Target) && o.find(reference.Target) == nil {
			bad[reference.Target.Key()] = true
			wrong[engine.UnknownReference] = true
		}
	}
	switch object := change.Object.(type) {
	case topology.Protection:
		for _, other := range all[topology.Protection](o) {
			for _, cloud := range []topology.ID{other.Protected, other.Protecting} {
				mine := cloud.Same(object.Protected) || cloud.Same(object.Protecting)
				if sound(cloud) && mine && !other.ID().Same(id) {
					wrong[engine.CloudInTwo] = true
				}
			}
		}
	case topology.Mapping:
		if !sound(object.Source) || !sound(object.Target) {
			break
		}
		for _, protection := range object.Protections {
			p, _ := o.find(protection).(topology.Protection)
			toAzure := object.Target.Kind() == topology.KindAzureNetwork
			switch {
			case !sound(protection):
			case toAzure != (p.AzureLocation != ""), !toAzure && !p.Protecting.Server().Same(object.Target.Server()):
				wrong[engine.OtherFabric] = true
			case !o.uses(p.Protected, object.Source):
				wrong[engine.SourceNotUsed] = true
			case !o.available(p, object.Target) && toAzure:
				wrong[engine.OtherRegion] = true
			case !o.available(p, object.Target):
				wrong[engine.TargetNotAvailable] = true
			}
		}
	}
	return codes(wrong)
}

// presence is what is wrong with a change because of what is there under its id,
// or is not.
func (o oracle) presence(change topology.Change, wrong map[engine.Code]bool) {
	present := o.find(change.ID())
	if present == nil && change.Action == topology.Update {
		wrong[engine.Vanished] = true
	}
	if present != nil && change.Action == topology.Create && !topology.Equal(present, change.Object) {
		switch object := change.Object.(type) {
		case topology.Mapping:
			if object.Target.Same(present.(topology.Mapping).Target) {
				wrong[engine.OtherState] = true
			} else {
				wrong[engine.SecondMapping] = true
			}
		case topology.Protection:
			wrong[engine.CloudInTwo] = true
		default:
			wrong[engine.OtherState] = true
		}
	}
}

// ownErrors is what is wrong with an object whatever else there is. It returns the
// references that something is wrong with.
func (o oracle) ownErrors(object topology.Object, wrong map[engine.Code]bool) map[topology.Key]bool {
	bad := map[topology.Key]bool{}
	is := func(code engine.Code, id topology.ID) {
		bad[id.Key()] = true
		wrong[code] = true
	}
	kinds := func(kind topology.Kind, ids ...topology.ID) {
		for _, id := range ids {
			if !id.IsZero() && id.Kind() != kind {
				is(engine.WrongKind, id)
			}
		}
	}
	servers := func(ids ...topology.ID) {
		server := object.ID().Server()
		for _, id := range ids {
			if !bad[id.Key()] && !server.IsZero() && !id.Server().Same(server) {
				is(engine.OtherServer, id)
			}
		}
	}
	switch object := object.(type) {
	case topology.VMNetwork:
		kinds(topology.KindLogicalNetwork, object.LogicalNetwork)
	case topology.LogicalNetwork:
		kinds(topology.KindServer, object.Server)
	case topology.Cloud:
		kinds(topology.KindServer, object.Server)
		kinds(topology.KindLogicalNetwork, object.LogicalNetworks...)
		servers(object.LogicalNetworks...)
	case topology.Host:
		kinds(topology.KindServer, object.Server)
		kinds(topology.KindLogicalNetwork, object.LogicalNetworks...)
		kinds(topology.KindCloud, object.Clouds...)
		servers(object.LogicalNetworks...)
		servers(object.Clouds...)
	case topology.Protection:
		kinds(topology.KindCloud, object.Protected, object.Protecting)
		if object.Protected.Same(object.Protecting) && !bad[object.Protecting.Key()] {
			is(engine.ProtectsItself, object.Protecting)
		}
		if object.Protecting.IsZero() == (object.AzureLocation == "") {
			wrong[engine.ProtectionTarget] = true
		}
	case topology.Mapping:
		kinds(topology.KindVMNetwork, object.Source)
		kinds(topology.KindProtection, object.Protections...)
		for _, network := range []topology.ID{object.Target, object.Test} {
			if network.Kind() != topology.KindAzureNetwork {
				kinds(topology.KindVMNetwork, network)
			}
		}
		if object.Source.Same(object.Target) && !bad[object.Source.Key()] {
			is(engine.MappedOntoItself, object.Target)
		}
		testOnAzure, onAzure := object.Test.Kind() == topology.KindAzureNetwork, object.Target.Kind() == topology.KindAzureNetwork
		elsewhere := testOnAzure != onAzure || !onAzure && !object.Test.Server().Same(object.Target.Server())
		if !object.Test.IsZero() && elsewhere && !bad[object.Test.Key()] && !bad[object.Target.Key()] {
			is(engine.OtherFabric, object.Test)
		}
	}
	return bad
}

func codes(wrong map[engine.Code]bool) []engine.Code {
	var list []engine.Code
	for code := range wrong {
		list = append(list, code)
	}
	slices.Sort(list)
	return list
}

// randomChange returns a change that is sound or not.
func randomChange(rng *rand.Rand, objects []topology.Object) topology.Change {
	anything := objects[rng.IntN(len(objects))]
	if rng.IntN(5) == 0 {
		return topology.Deletion(anything.ID())
	}
	// Mostly an id of the kind wanted, now and then any, or one of nothing.
	id := func(kind topology.Kind) topology.ID {
		var ids []topology.ID
		for _, object := range objects {
			if object.ID().Kind() == kind {
				ids = append(ids, object.ID())
			}
		}
		switch n := rng.IntN(20); {
		case n == 0:
			return objects[rng.IntN(len(objects))].ID()
		case n == 1 || len(ids) == 0:
			return topology.LogicalNetworkID(topology.ServerID("VMM-1"), "absent")
		}
		return ids[rng.IntN(len(ids))]
	}
	some := func(kind topology.Kind) []topology.ID {
		var ids []topology.ID
		for range rng.IntN(3) {
			ids = append(ids, id(kind))
		}
		return ids
	}
	network := func() topology.ID {
		return id([]topology.Kind{topology.KindVMNetwork, topology.KindAzureNetwork}[rng.IntN(2)])
	}
	name := fmt.Sprintf("new%d", rng.IntN(3))
	if rng.IntN(2) == 0 && anything.ID().Name() != "" {
		name = anything.ID().Name()
	}
	var object topology.Object
	switch rng.IntN(7) {
	case 0:
		object = topology.NewLogicalNetwork(id(topology.KindServer), name, topology.IsolationNone)
	case 1:
		object = topology.NewVMNetwork(id(topology.KindLogicalNetwork), name, nil)
	case 2:
		object = topology.NewCloud(id(topology.KindServer), name, some(topology.KindLogicalNetwork))
	case 3:
		object = topology.NewHost(id(topology.KindServer), name, some(topology.KindCloud), some(topology.KindLogicalNetwork))
	case 4:
		protecting, location := id(topology.KindCloud), ""
		if rng.IntN(3) == 0 {
			protecting, location = topology.ID{}, topologytest.Locations[rng.IntN(2)]
		}
		object = topology.NewProtection(id(topology.KindCloud), protecting, location, topology.ReplicationSAN)
	default:
		test := topology.ID{}
		if rng.IntN(3) == 0 {
			test = network()
		}
		object = topology.NewMapping(id(topology.KindVMNetwork), network(), test, some(topology.KindProtection))
	}
	if rng.IntN(2) == 0 {
		return topology.Updating(object)
	}
	return topology.Creation(object)
}

func TestCheckAgreesWithTheOracle(t *testing.T) {
	seen := map[engine.Code]int{}
	sound := 0
	for seed := range uint64(seeds) {
		rng := topologytest.NewRand(seed)
		objects := topologytest.Random(rng, topologytest.Small)
		fast := topology.New(objects...)
		for range 40 {
			now := fast.All()
			change := randomChange(rng, now)
			findings := engine.Check(fast, change, engine.Everything)
			wrong := map[engine.Code]bool{}
			for _, finding := range findings {
				if finding.Severity == engine.Error {
					wrong[finding.Code] = true
				}
				if finding.Summary() == "" || finding.Detail == "" || finding.Remedy == "" {
					t.Fatalf("seed %d: a finding without words: %+v", seed, finding)
				}
				seen[finding.Code]++
			}
			got, want := codes(wrong), oracle(now).errors(change)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, %+v:\n%v\nwant %v", seed, change, findings, want)
			}
			if len(got) == 0 {
				fast.Apply(change)
				sound++
			}
		}
	}
	t.Logf("%d sound changes; findings: %v", sound, seen)
	for _, code := range []engine.Code{
		engine.WrongKind, engine.UnknownReference, engine.OtherServer, engine.OtherState, engine.Vanished, engine.StillReferredTo,
		engine.ProtectsItself, engine.CloudInTwo, engine.TargetNotAvailable, engine.MappedOntoItself, engine.SecondMapping,
		engine.SourceNotUsed, engine.OtherFabric, engine.OtherRegion, engine.ServesOnlySome, engine.TakenFromMapping, engine.ReplicasRewired,
	} {
		if seen[code] == 0 {
			t.Errorf("%s never occurred", code)
		}
	}
	if sound < seeds {
		t.Errorf("only %d changes were sound", sound)
	}
}

// A deletion that is sound leaves nothing that refers to what is gone.
func TestSoundChangesLeaveNoLooseEnds(t *testing.T) {
	for seed := range uint64(100) {
		rng := topologytest.NewRand(seed)
		found := topology.New(topologytest.Random(rng, topologytest.Small)...)
		for range 200 {
			objects := found.All()
			if len(objects) == 0 {
				break
			}
			if change := randomChange(rng, objects); !engine.HasErrors(engine.Check(found, change, engine.Everything)) {
				found.Apply(change)
			}
		}
		inProtection := map[topology.Key]topology.ID{}
		for _, object := range found.All() {
			for _, reference := range object.References() {
				if _, ok := found.Get(reference.Target); !ok {
					t.Errorf("seed %d: %q refers to %q, which is not there", seed, object.ID(), reference.Target)
				}
			}
			if p, ok := object.(topology.Protection); ok {
				for _, cloud := range []topology.ID{p.Protected, p.Protecting} {
					if other, ok := inProtection[cloud.Key()]; ok && !cloud.IsZero() {
						t.Errorf("seed %d: %q is in %q and in %q", seed, cloud, other, p.ID())
					}
					inProtection[cloud.Key()] = p.ID()
				}
			}
		}
	}
}
