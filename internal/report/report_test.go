package report_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

var (
	tag    = regexp.MustCompile(`<[^>]*>`)
	styled = regexp.MustCompile(`(?s)<style>.*</style>`)
)

// read returns what a page says, in one line and in order.
func read(page string) string {
	text := tag.ReplaceAllString(styled.ReplaceAllString(page, ""), " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

// says checks that a page says all parts, in that order.
func says(t *testing.T, page string, parts ...string) {
	t.Helper()
	rest := read(page)
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Errorf("the page does not say %q in its place; from there it says\n%s", part, rest)
			return
		}
		rest = after
	}
}

func silent(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(read(page), part) {
			t.Errorf("the page says %q", part)
		}
	}
}

const pair = `
	server Here
	network web on front
	cloud Gold has front
	server There
	network web2 on front2
	cloud Gold2 has front2
	Gold protected-by Gold2
`

func TestTheVerdictComesFirst(t *testing.T) {
	for what, test := range map[string]struct{ story, verdict, figures string }{
		"all is well":            {example, "Ready Nothing keeps a machine from its network after a failover, and nothing else was found. Covered: 1 of 1 protected network.", "Coverage 100% Errors 0 Warnings 0 Machines at risk none given"},
		"there is no way back":   {pair + "web maps-to web2", "Ready, with 1 warning Nothing keeps a machine from its network", "Coverage 100% Errors 0 Warnings 1"},
		"nothing is mapped":      {pair, "Not ready 1 error, 0 warnings. Covered: 0 of 1 protected network.", "Coverage 0% Errors 1 Warnings 0"},
		"machines are lost too":  {broken, "Not ready 4 errors, 3 warnings; 3 machines at risk. Covered: 1 of 5 protected networks.", "Coverage 20% Errors 4 Warnings 3 Machines at risk 3 of 5"},
		"only a machine is lost": {pair + "web maps-to web2\nweb2 maps-to web\nmachine vm in Gold2 on web2", "Not ready 1 error, 0 warnings; 1 machine at risk.", "Machines at risk 1 of 1"},
		"nothing is protected":   {"server Here", "Nothing is protected No protected cloud uses a VM network, so there is nothing to be ready for. Found: 0 errors, 0 warnings.", "Coverage –"},
		"there is nothing":       {"", "Nothing is protected", "Coverage –"},
	} {
		t.Run(what, func(t *testing.T) {
			says(t, told(t, test.story).page(t), "Failover readiness of the whole catalog", test.verdict, test.figures, "Coverage", "Mappings", "Findings", "Machines at risk", "Failback", "About this report")
		})
	}
}

// How each network stands is said beside it, and its line has a look of its own.
func TestEveryMappingIsDrawn(t *testing.T) {
	page := told(t, broken+`
		network Idle on Nowhere
		Idle maps-to Lab
		server Third
		network Old on Ancient
		Old maps-to Web`).page(t)
	says(t, page, "From To Covered Not mapped Usable by no cloud By some only",
		"VMM-Beijing VMM-Shanghai 1 of 4 (25%) 1 1 1", "VMM-Beijing Azure 0 of 1 (0%) 0 1 0")
	says(t, page, "VMM-Beijing → to VMM-Shanghai 4 networks",
		"Backup ✕ not mapped", "Database ✕ not available", "Web-Production-Frontend-Beijing ! for 1 of 2 clouds", "Management ✓ available",
		"Backup – ✕ not mapped Gold", "Database Data ✕ not available Gold", "Web-Production-Frontend-Beijing Web ! for 1 of 2 clouds Silver", "Management Everything ✓ available –")
	says(t, page, "VMM-Beijing → to Azure 1 network", "Lab ✕ not available", "vnet-lab")
	says(t, page, "VMM-Shanghai → to VMM-Beijing", "Everything ↩ way back", "Web ↩ way back", "Idle – unused")
	says(t, page, "Third → to VMM-Shanghai", "Old – unused")
	for _, class := range []string{"unmapped", "none", "some", "all", "back", "unused"} {
		if !strings.Contains(page, `<path class="`+class+`"`) || !strings.Contains(page, `<svg class="`+class+`"`) {
			t.Errorf("%s has no line, or is missing in the legend", class)
		}
	}
	silent(t, told(t, example).page(t), "✕", "unused")
}

func TestFindingsHaveRemedies(t *testing.T) {
	page := told(t, broken).page(t)
	says(t, page, "Errors",
		"SR210 Mapping does not serve every protection 3", "inferred: M4",
		"Network mapping of 'Database' to VMM server 'VMM-Shanghai'", "machines of cloud 'Gold': cloud 'Gold2' does not have", "Remedy: Add logical network",
		"SR301 Network not mapped 1", "documented: M1, M2", "VM network 'Backup'", "Remedy: Map VM network 'Backup' to a network of VMM server 'VMM-Shanghai'.",
		"Warnings", "SR305 No way back", "SR306 Way back leads elsewhere")
	says(t, told(t, example).page(t), "Findings Nothing was found.")
}

func TestMachinesAtRisk(t *testing.T) {
	w := told(t, broken)
	page := w.page(t)
	says(t, page, "At risk: 3 of 5", "lab1 Bronze ✕ not connected VM network 'Lab' is mapped to Azure network 'vnet-lab'",
		"sql1 Gold ✕ not connected Adapter 0: VM network 'Database'", "Adapter 1: VM network 'Backup' is not mapped",
		"web2 Silver ✕ not connected Adapter 0:", "Why, and what to do", "SR203", "Machines: 'sql1'", "SR208", "SR301")
	silent(t, page, "web1 Gold", "admin1 Silver")

	subnets := func(first, last string) []topology.Subnet {
		return []topology.Subnet{{Name: "s", AddressPrefix: "10.0.0.0/24", Pool: &topology.Pool{First: first, Last: last}}}
	}
	w = told(t, pair+"web maps-to web2")
	target, _ := w.VMNetwork(w.ID(t, "web2"))
	w.Put(topology.NewVMNetwork(target.LogicalNetwork, "web2", subnets("10.0.0.10", "10.0.0.11")))
	w.machines = map[string]engine.Machine{}
	for _, name := range []string{"a", "b", "c"} {
		w.machines[name] = engine.Machine{Cloud: w.ID(t, "Gold"), Adapters: []engine.Adapter{{Source: w.ID(t, "web"), Subnet: "s", Address: "10.0.0.10"}}}
	}
	page = w.page(t)
	says(t, page, "At risk: 1 of 3", "otherwise as they should: 1", "c Gold ✕ no address Adapter 0, on VM network 'web':", "b Gold ! other address 10.0.0.11 instead of 10.0.0.10.")
	w.Put(topology.NewHost(target.ID().Server(), "hv1", []topology.ID{w.ID(t, "Gold2")}, nil))
	says(t, w.page(t), "At risk: 3 of 3", "a Gold ✕ no host No host reaches all networks that it connects to: web2.")
}

func TestFailback(t *testing.T) {
	page := told(t, broken).page(t)
	says(t, page, "Failback", "to the network that they come from: 1", "to another network (see SR306): 1",
		"Management VMM-Beijing Everything VMM-Shanghai Backup ! elsewhere", "VM network 'Everything' is now mapped to VM network 'Backup'.",
		"Web-Production-Frontend-Beijing VMM-Beijing Web VMM-Shanghai Web-Production-Frontend-Beijing ✓ its own network Nothing was changed")
	silent(t, page, "(see SR305)")
	says(t, told(t, pair+"web maps-to web2").page(t), "the machines stay on their network (see SR305): 1", "web Here web2 There web ! no mapping back", "so the machine stays on VM network 'web'.")
	page = told(t, "server Here\nnetwork web on front\ncloud Gold has front\nvnet prod in westeurope\nGold protected-in westeurope\nweb maps-to prod").page(t)
	says(t, page, "✓ its own network The replica is where it came up, and no mapping leads back from Azure, so the machine stays on VM network 'web'.")
	silent(t, page, "is not mapped to")
	says(t, told(t, pair).page(t), "Failback No replica would come up on a mapped network")
}

func TestWhenAndOfWhat(t *testing.T) {
	w := told(t, example)
	r := w.report(t)
	r.Changed = r.Changed.In(time.FixedZone("somewhere", 8*3600))
	page, err := r.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if page != w.page(t) {
		t.Error("the page depends on the time zone")
	}
	says(t, page, "Catalog .siterecovery/catalog.db , as changed last by revision 17, 25 November 2026, 00:12:07 UTC",
		"About this report", "Catalog .siterecovery/catalog.db", "Revision 17, 25 November 2026, 00:12:07 UTC", "The whole catalog")
	r.Revision, r.Changed = 0, time.Time{}
	if page, err = r.HTML(); err != nil {
		t.Fatal(err)
	}
	says(t, page, "of which it is not noted when it was changed last", "Not noted")
	w.server = topology.ServerID("VMM-Shanghai")
	page = w.page(t)
	says(t, page, "Failover readiness of what replicates from VMM server 'VMM-Shanghai'", "Nothing is protected")
	silent(t, page, "VMM-Beijing → to")
}

func TestTheSamePageForTheSameReport(t *testing.T) {
	w := told(t, broken)
	objects := w.All()
	slices.Reverse(objects)
	other := *w
	other.Topology = topology.New(objects...)
	for range 5 {
		if w.page(t) != other.page(t) {
			t.Fatal("the page depends on the order")
		}
	}
}

// Nothing is loaded from elsewhere, and every link leads to a place on the page.
func TestThePageNeedsNothingElse(t *testing.T) {
	for what, w := range map[string]*world{"broken": told(t, broken), "large": large("wrong"), "hostile": hostile(t)} {
		page := w.page(t)
		for _, part := range []string{"<script", "<link", "<img", "<iframe", "<object", "<base", "@import", " src=", " onload=", "ZgotmplZ"} {
			if strings.Contains(page, part) {
				t.Errorf("%s: the page has %s", what, part)
			}
		}
		if strings.Contains(page, "url(") && what != "hostile" { // where it is a name
			t.Errorf("%s: the page has an address", what)
		}
		ids := map[string]bool{}
		for _, id := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[id[1]] {
				t.Errorf("%s: two things have the id %s", what, id[1])
			}
			ids[id[1]] = true
		}
		for _, link := range regexp.MustCompile(` (?:href="#|aria-labelledby=")([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !ids[link[1]] {
				t.Errorf("%s: nothing is at %s", what, link[1])
			}
		}
		if len(regexp.MustCompile(` href="[^#]`).FindAllString(page, -1)) > 0 {
			t.Errorf("%s: a link leads elsewhere", what)
		}
	}
}

// nasty are names that mean something to a browser, or to who reads them.
var nasty = []string{
	`<script>alert(1)</script>`, `</style><script>alert(1)</script>`, `"onload="alert(1)`, `' onmouseover='alert(1)`, `javascript:alert(1)`,
	`</title><h1>Ready</h1>`, `<!--`, `-->`, `]]>`, `&lt;b&gt;`, `{{.}}`, `}; background: url(x)`, "a\u202eb", "zero\u200bwidth", `<svg/onload=alert(1)>`,
}

// hostile has these names wherever there is a name.
func hostile(t *testing.T) *world {
	w := &world{Story: topologytest.Story{Topology: topology.New()}, machines: map[string]engine.Machine{}}
	for i, name := range nasty {
		here, there := topology.NewServer(name), topology.NewServer(name+" far")
		logical, far := topology.NewLogicalNetwork(here.ID(), name, ""), topology.NewLogicalNetwork(there.ID(), name, "")
		network, target := topology.NewVMNetwork(logical.ID(), name, []topology.Subnet{{Name: name}}), topology.NewVMNetwork(far.ID(), name, []topology.Subnet{{Name: "s"}})
		cloud, protecting := topology.NewCloud(here.ID(), name, []topology.ID{logical.ID()}), topology.NewCloud(there.ID(), name, nil)
		for _, object := range []topology.Object{here, there, logical, far, network, target, cloud, protecting} {
			w.Put(object)
		}
		w.Put(topology.NewProtection(cloud.ID(), protecting.ID(), "", topology.ReplicationHyperVReplica))
		if i%2 == 0 {
			w.Put(topology.NewMapping(network.ID(), target.ID(), topology.ID{}, nil))
		}
		w.machines[name] = engine.Machine{Cloud: cloud.ID(), Adapters: []engine.Adapter{{Source: network.ID(), Subnet: name}}}
	}
	w.Put(topology.NewAzureNetwork(topologytest.AzureID(t, `"><script>`), `<script>`, nil, false))
	return w
}

func TestHostileNamesAreShownAsTheyAre(t *testing.T) {
	w := hostile(t)
	r := w.report(t)
	r.Catalog = `<script>"javascript:alert(1)`
	page, err := r.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range nasty {
		if escaped := html.EscapeString(topology.Visible(name)); !strings.Contains(page, "<bdi>"+escaped+"</bdi>") &&
			!strings.Contains(page, "<bdi>"+strings.NewReplacer("+", "&#43;").Replace(escaped)+"</bdi>") {
			t.Errorf("%q is not on the page as it is", name)
		}
	}
	if strings.ContainsAny(page, "\u202e\u200b") || strings.Count(page, "<h1>") != 1 || strings.Contains(page, "<script") {
		t.Error("a name has become part of the page")
	}
}

// Of what is large, the page shows the most urgent part, and says so.
func TestThePageIsBounded(t *testing.T) {
	for what, test := range map[string]struct {
		world *world
		most  int
		says  []string
	}{
		"10,000 networks":             {large(""), 300 << 10, []string{"Drawn are the most urgent. 4,988 more: 4,988 available for every cloud.", "Listed are the most urgent. 4,960 more:", "4,960 more findings of this code", "4,960 more mappings not shown"}},
		"10,000 that are not mapped":  {large("bare"), 300 << 10, []string{"9,750 errors", "4,988 not mapped", "4,960 more findings of this code", "4,940 more machines not shown"}},
		"10,000 that are all broken":  {large("wrong"), 300 << 10, []string{"4,988 available for no cloud", "4,960 more findings of this code"}},
		"the longest names, and many": {longest(), 2 << 20, []string{"more pairs of sites not shown", "more findings of this code"}},
	} {
		t.Run(what, func(t *testing.T) {
			page := test.world.page(t)
			t.Logf("%d bytes", len(page))
			if len(page) > test.most {
				t.Errorf("the page has %d bytes, and %d are the most", len(page), test.most)
			}
			says(t, page, test.says...)
		})
	}
}

// longest has many sites, names as long as they may be of characters that take the
// most room, and everything wrong.
func longest() *world {
	w := &world{Story: topologytest.Story{Topology: topology.New()}, machines: map[string]engine.Machine{}}
	name := func(n int) string {
		return strings.Repeat(`"`, topology.MaxNameLength-8) + string(rune('a'+n/26%26)) + string(rune('a'+n%26))
	}
	for s := range 20 {
		here, there := topology.NewServer(name(s)), topology.NewServer(name(s)+"far")
		w.Put(here)
		w.Put(there)
		for n := range 100 {
			logical, far := topology.NewLogicalNetwork(here.ID(), name(n), ""), topology.NewLogicalNetwork(there.ID(), name(n), "")
			network, target := topology.NewVMNetwork(logical.ID(), name(n), nil), topology.NewVMNetwork(far.ID(), name(n), nil)
			cloud, protecting := topology.NewCloud(here.ID(), name(n), []topology.ID{logical.ID()}), topology.NewCloud(there.ID(), name(n), nil)
			for _, object := range []topology.Object{logical, far, network, target, cloud, protecting} {
				w.Put(object)
			}
			w.Put(topology.NewProtection(cloud.ID(), protecting.ID(), "", topology.ReplicationHyperVReplica))
			if n%2 == 0 {
				w.Put(topology.NewMapping(network.ID(), target.ID(), topology.ID{}, nil))
			}
			w.machines[name(s)+name(n)] = engine.Machine{Cloud: cloud.ID(), Adapters: []engine.Adapter{{Source: network.ID()}}}
		}
	}
	return w
}

func BenchmarkHTML(b *testing.B) {
	for _, what := range []string{"", "bare", "wrong"} {
		for _, machines := range []bool{false, true} {
			name := "10000 networks " + what
			w := large(what)
			if machines {
				name += " 5000 machines"
			} else {
				w.machines = nil
			}
			b.Run(name, func(b *testing.B) {
				r := w.report(b)
				b.ResetTimer()
				size := 0
				for b.Loop() {
					page, err := r.HTML()
					if err != nil {
						b.Fatal(err)
					}
					size = len(page)
				}
				b.ReportMetric(float64(size), "bytes")
			})
		}
	}
}
