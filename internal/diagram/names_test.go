package diagram_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagram"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// nasty are names that mean something to Mermaid, Markdown, HTML or YAML. None
// is so long that it would be shortened.
func nasty() []string {
	names := []string{
		"end", "subgraph", "style", "click", "default", "graph", "flowchart", "class", "classDef", "linkStyle", "direction LR", "a direction  TB", "direction", "o", "x",
		"--> x", "A -- B", "%%{init: {}}%%", "%% comment", "---", "___", "title: x", "style: x#1;", "classDef a:#1;", "#35;", "#quot;", "ﬂ°°35¶ß",
		"- list", "1. one", "1) one", "# head", "> quote", "www.example.org", "me@example.org", "http://example.org", "`code`", "`", "**b** _i_", "~~s~~",
		"[link](http://x)", "![img](x)", "| a | b |", "$$x^2$$", "$$$$", "fa:fa-car x", `\n \`, `"`, `"]`, `"quoted"`, "a;b", "{{a}}", "([a])",
		"<b>", "<br/>", "</div>", "<script>x</script>", "&amp;", "&#35;", "a  b   c",
		"Straße", "北京网络", "شبكة الإنتاج", "x\u202ey", "👩‍💻 dev 🇨🇳", "e\u0301", "\u2028", "\ufffd",
	}
	for c := '!'; c <= '~'; c++ {
		names = append(names, string(c))
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			names = append(names, "a"+string(c)+"b", string(c)+" b")
		}
	}
	rng := topologytest.NewRand(1)
	for range 100 {
		mixed := names[rng.IntN(len(names))] + []string{"", " ", "-"}[rng.IntN(3)] + names[rng.IntN(len(names))]
		if utf8.RuneCountInString(mixed) <= 40 {
			names = append(names, mixed)
		}
	}
	return names
}

// named returns a topology in which everything has that name, or has it in its
// label: one network is not mapped, and one has a broken mapping.
func named(name string) *topology.Topology {
	found := topology.New()
	var clouds []topology.ID
	for _, site := range []string{"", "2"} {
		server := topology.NewServer(name + site)
		logical := topology.NewLogicalNetwork(server.ID(), name, topology.IsolationNone)
		cloud := topology.NewCloud(server.ID(), name, []topology.ID{logical.ID()})
		clouds = append(clouds, cloud.ID())
		for _, object := range []topology.Object{
			server, logical, cloud,
			topology.NewVMNetwork(logical.ID(), name, nil),
			topology.NewVMNetwork(topology.LogicalNetworkID(server.ID(), "other"), "other", nil),
			topology.NewVMNetwork(logical.ID(), "third", nil),
		} {
			found.Put(object)
		}
	}
	found.Put(topology.NewProtection(clouds[0], clouds[1], "", topology.ReplicationHyperVReplica))
	found.Put(topology.NewMapping(topology.VMNetworkID(clouds[0].Server(), "third"),
		topology.VMNetworkID(clouds[1].Server(), "other"), topology.ID{}, nil))
	return found
}

// labels are what the diagram of named shows.
func labels(name string) (boxes, nodes, arrows []string) {
	return []string{name, name, "other", name + "2", name, "other"},
		[]string{name + " / has " + name, name + " / not mapped to " + name + "2 / used by " + name, "third"},
		[]string{"protected by", "not available for " + name + " of " + name}
}

func TestNamesAreShownAsWritten(t *testing.T) {
	for _, name := range nasty() {
		got := draw(t, named(name))
		boxes, nodes, _ := labels(name)
		for _, box := range boxes {
			if !strings.Contains(strings.Join(got.boxes, "\n"), box) {
				t.Errorf("%q: the boxes are %q, want %q", name, got.boxes, box)
			}
		}
		for _, node := range nodes {
			if got.nodes[node] == "" {
				t.Errorf("%q: the nodes are %q, want %q", name, got.nodes, node)
			}
		}
		want := "red third == not available for " + name + " of " + name + " ==> other"
		if reds := got.reds(); len(reds) != 1 || reds[0] != want {
			t.Errorf("%q: the red arrows are %q, want %q", name, reds, want)
		}
	}
}

// Common names can be read in the text as well.
func TestCommonNamesStayReadable(t *testing.T) {
	for name, want := range map[string]string{
		"VMNetwork1-Beijing": `["<b>VMNetwork1-Beijing</b>`,
		"Net 10":             `["<b>Net 10</b>`,
		"北京网络":               `["<b>北京网络</b>`,
		"web.prod":           `["<div><b>web#46;prod</b>`,
		"a  b":               `["<div><b>a #160;b</b>`,
		"-x":                 `["<div><b>#45;x</b>`,
		"$$":                 `["<div><b>#36;#8203;#36;</b>`,
	} {
		if text := diagram.Mermaid(named(name)); !strings.Contains(text, want) {
			t.Errorf("%q: the diagram does not have %s\n%s", name, want, text)
		}
	}
}

// Of a long name one sees the beginning, and the end, in which names that are
// alike often differ.
func TestLongNamesAreShortened(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{strings.Repeat("a", 40), strings.Repeat("a", 40)},
		{strings.Repeat("a", 41), strings.Repeat("a", 27) + "…" + strings.Repeat("a", 12)},
		{strings.Repeat("北", 243) + "-Production1", strings.Repeat("北", 27) + "…-Production1"},
	} {
		got := draw(t, named(tt.name))
		if got.nodes[tt.want+" / has "+tt.want] == "" {
			t.Errorf("%q: the nodes are %q, want %q", tt.name, got.nodes, tt.want)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, name := range nasty() {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if topology.CheckName(topology.KindServer, name) == nil {
			draw(t, named(name))
		}
	})
}
