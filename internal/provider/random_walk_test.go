package provider_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// A random walk over configurations: from one that is sound to another, each in
// one apply, after which nothing is left to change.

var (
	walkSteps = flag.Int("walk-steps", 200, "the number of steps of a random walk")
	walkSeed  = flag.Uint64("walk-seed", 7, "the seed of a random walk")
)

// walker is a configuration. Its resources have labels; what they refer to are
// labels too.
type walker struct {
	*rand.Rand
	resources []*walked
}

// walked is a resource of a walk. It is in the configuration, or not.
type walked struct {
	kind  topology.Kind
	label string
	in    bool
	// name is the object's own name, where it has one.
	name string
	// refs are the labels that each attribute refers to.
	refs map[string][]string
}

// references are the attributes of each kind: what they refer to, and how many at
// the least and at the most.
var walkReferences = map[topology.Kind][]struct {
	attribute   string
	to          topology.Kind
	least, most int
}{
	topology.KindLogicalNetwork: {{"server_id", topology.KindServer, 1, 1}},
	topology.KindVMNetwork:      {{"logical_network_id", topology.KindLogicalNetwork, 1, 1}},
	topology.KindCloud:          {{"server_id", topology.KindServer, 1, 1}, {"logical_network_ids", topology.KindLogicalNetwork, 0, 3}},
	topology.KindHost: {
		{"server_id", topology.KindServer, 1, 1}, {"cloud_ids", topology.KindCloud, 0, 2}, {"logical_network_ids", topology.KindLogicalNetwork, 0, 2},
	},
	topology.KindProtection: {{"protected_cloud_id", topology.KindCloud, 1, 1}, {"protecting_cloud_id", topology.KindCloud, 1, 1}},
	topology.KindMapping: {
		{"source_network_id", topology.KindVMNetwork, 1, 1},
		{"target_network_id", topology.KindVMNetwork, 1, 1},
		{"cloud_protection_ids", topology.KindProtection, 0, 2},
	},
}

func newWalker(seed uint64) *walker {
	w := &walker{Rand: topologytest.NewRand(seed)}
	for _, kind := range []struct {
		kind  topology.Kind
		label string
		count int
	}{
		{topology.KindServer, "s", 3},
		{topology.KindLogicalNetwork, "l", 5},
		{topology.KindVMNetwork, "n", 6},
		{topology.KindCloud, "c", 6},
		{topology.KindHost, "h", 2},
		{topology.KindProtection, "p", 3},
		{topology.KindMapping, "m", 4},
	} {
		for n := range kind.count {
			label := fmt.Sprint(kind.label, n)
			w.resources = append(w.resources, &walked{kind: kind.kind, label: label, name: label, refs: map[string][]string{}})
		}
	}
	return w
}

// mutate changes something about a resource.
func (w *walker) mutate() {
	r := w.resources[w.IntN(len(w.resources))]
	switch {
	case !r.in || w.IntN(5) == 0:
		r.in = !r.in
		if r.in {
			for _, reference := range walkReferences[r.kind] {
				w.refer(r, reference.attribute, reference.to, reference.least, reference.most)
			}
		}
	case w.IntN(4) == 0 && r.kind != topology.KindProtection && r.kind != topology.KindMapping:
		r.name = fmt.Sprintf("%s %d", r.label, w.IntN(1000))
	case len(walkReferences[r.kind]) > 0:
		reference := walkReferences[r.kind][w.IntN(len(walkReferences[r.kind]))]
		w.refer(r, reference.attribute, reference.to, reference.least, reference.most)
	}
}

func (w *walker) refer(r *walked, attribute string, to topology.Kind, least, most int) {
	var labels []string
	for _, other := range w.resources {
		if other.kind == to && other.in {
			labels = append(labels, other.label)
		}
	}
	w.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
	r.refs[attribute] = labels[:min(len(labels), least+w.IntN(most-least+1))]
	slices.Sort(r.refs[attribute])
}

// exchange has two resources of a kind exchange what an attribute refers to.
func (w *walker) exchange() {
	kind := []topology.Kind{topology.KindProtection, topology.KindMapping}[w.IntN(2)]
	var there []*walked
	for _, r := range w.resources {
		if r.kind == kind && r.in {
			there = append(there, r)
		}
	}
	if len(there) < 2 {
		return
	}
	w.Shuffle(len(there), func(i, j int) { there[i], there[j] = there[j], there[i] })
	attribute := walkReferences[kind][w.IntN(2)].attribute
	there[0].refs[attribute], there[1].refs[attribute] = there[1].refs[attribute], there[0].refs[attribute]
}

// sound reports whether the configuration can be built.
func (w *walker) sound() bool {
	built := topology.New()
	ids := map[string]topology.ID{}
	for _, r := range w.resources {
		if !r.in {
			continue
		}
		one := func(attribute string) topology.ID {
			if len(r.refs[attribute]) == 0 {
				return topology.ID{}
			}
			return ids[r.refs[attribute][0]]
		}
		several := func(attribute string) []topology.ID {
			list := []topology.ID{}
			for _, label := range r.refs[attribute] {
				list = append(list, ids[label])
			}
			return list
		}
		for attribute, labels := range r.refs {
			for _, label := range labels {
				if _, ok := ids[label]; !ok || attribute == "" {
					return false
				}
			}
		}
		for _, reference := range walkReferences[r.kind] {
			if len(r.refs[reference.attribute]) < reference.least {
				return false
			}
		}
		var object topology.Object
		switch r.kind {
		case topology.KindServer:
			object = topology.NewServer(r.name)
		case topology.KindLogicalNetwork:
			object = topology.NewLogicalNetwork(one("server_id"), r.name, topology.IsolationNone)
		case topology.KindVMNetwork:
			object = topology.NewVMNetwork(one("logical_network_id"), r.name, nil)
		case topology.KindCloud:
			object = topology.NewCloud(one("server_id"), r.name, several("logical_network_ids"))
		case topology.KindHost:
			object = topology.NewHost(one("server_id"), r.name, several("cloud_ids"), several("logical_network_ids"))
		case topology.KindProtection:
			object = topology.NewProtection(one("protected_cloud_id"), one("protecting_cloud_id"), "", topology.ReplicationHyperVReplica)
		case topology.KindMapping:
			object = topology.NewMapping(one("source_network_id"), one("target_network_id"), topology.ID{}, several("cloud_protection_ids"))
		}
		if _, taken := built.Get(object.ID()); taken || engine.HasErrors(engine.Check(built, topology.Creation(object), engine.Everything)) {
			return false
		}
		built.Put(object)
		ids[r.label] = object.ID()
	}
	return true
}

// step changes the configuration into another sound one.
func (w *walker) step() {
	before := make([]walked, len(w.resources))
	for i, r := range w.resources {
		before[i] = *r
		before[i].refs = map[string][]string{}
		for attribute, labels := range r.refs {
			before[i].refs[attribute] = labels
		}
	}
	for {
		for range 1 + w.IntN(4) {
			w.mutate()
		}
		if w.IntN(3) == 0 {
			w.exchange()
		}
		if w.sound() {
			return
		}
		for i := range before {
			*w.resources[i] = before[i]
			w.resources[i].refs = map[string][]string{}
			for attribute, labels := range before[i].refs {
				w.resources[i].refs[attribute] = labels
			}
		}
	}
}

// text returns the configuration as Terraform reads it.
func (w *walker) text(lifecycle string) string {
	types := map[byte]topology.Kind{}
	for _, r := range w.resources {
		types[r.label[0]] = r.kind
	}
	address := func(label string) string { return fmt.Sprintf("siterecovery_%s.%s.id", types[label[0]], label) }
	var text strings.Builder
	text.WriteString(required)
	for _, r := range w.resources {
		if !r.in {
			continue
		}
		fmt.Fprintf(&text, "resource \"siterecovery_%s\" %q {\n", r.kind, r.label)
		if r.kind != topology.KindProtection && r.kind != topology.KindMapping {
			fmt.Fprintf(&text, "  name = %q\n", r.name)
		}
		for _, reference := range walkReferences[r.kind] {
			var values []string
			for _, label := range r.refs[reference.attribute] {
				values = append(values, address(label))
			}
			switch {
			case reference.most == 1:
				fmt.Fprintf(&text, "  %s = %s\n", reference.attribute, values[0])
			case len(values) > 0 || reference.to != topology.KindProtection:
				fmt.Fprintf(&text, "  %s = [%s]\n", reference.attribute, strings.Join(values, ", "))
			}
		}
		text.WriteString(lifecycle + "}\n")
	}
	return text.String()
}

func TestAccRandomWalk(t *testing.T) {
	for what, lifecycle := range map[string]string{
		"without settings":           "",
		"with create_before_destroy": "  lifecycle {\n    create_before_destroy = true\n  }\n",
	} {
		t.Run(what, func(t *testing.T) {
			terraform := newTerraform(t, "")
			steps := *walkSteps
			if strings.HasPrefix(terraform.Catalog, "postgres") {
				steps /= 10 // Terraform's order does not depend on the catalog
			}
			w := newWalker(*walkSeed)
			for range 40 {
				w.step() // to begin with something
			}
			before := required
			for n := range steps {
				terraform.Write(w.text(lifecycle))
				if result := terraform.Run("apply", "-auto-approve"); result.Code != 0 {
					_, problem, _ := strings.Cut(result.Output, "Error:")
					t.Fatalf("step %d: the apply ends with %d:\n%s\nfrom\n%s\nto\n%s", n, result.Code, problem, before, w.text(lifecycle))
				}
				if plan := terraform.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
					t.Fatalf("step %d: a second plan ends with %d:\n%s\nfrom\n%s\nto\n%s", n, plan.Code, plan.Output, before, w.text(lifecycle))
				}
				before = w.text(lifecycle)
				w.step()
			}
			if missing := kept(t, terraform).Missing(); len(missing) > 0 {
				t.Errorf("references are missing: %v", missing)
			}
			terraform.Must("destroy", "-auto-approve")
			if n := kept(t, terraform).Len(); n > 0 {
				t.Errorf("%d objects are left", n)
			}
		})
	}
}
