package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// page is what the template shows.
type page struct {
	Verdict verdict
	// Scope says what the report is about.
	Scope string

	Catalog, Revision string
	// Changed is the time for people, ChangedAt for programs; empty if not known.
	Changed, ChangedAt string

	Networks, Covered, Percent int
	Errors, Warnings           int
	AtRisk                     int

	Legend    []legend
	Coverage  []coverage
	MorePairs int
	Pairs     []pairView

	Severities []severity
	Machines   *machines
	Failback   failback
}

// verdict is what the page says first.
type verdict struct{ Class, Mark, Title, Text string }

type legend struct{ Class, Mark, Text string }

// network is a network as it is called on the page.
type network struct {
	Name string
	// Of says where it is, if there are others of that name on the same fabric.
	Of string
}

type coverage struct {
	From, To                            string
	Protected, Covered, Percent         int
	NotMapped, Unavailable, OnlyForSome int
}

type pairView struct {
	From, To, Anchor string
	Picture          picture
	Mappings         []mapping
	// All is the number of networks of the pair, NotDrawn and NotListed how many of
	// them are not in the picture and in the table, in words.
	All                 int
	NotDrawn, NotListed string
}

type mapping struct {
	Source, Target    network
	Class, Mark, Text string
	// Unserved names the clouds that the target is not available for.
	Unserved string
}

// builder makes a page of a report.
type builder struct {
	Report
	pairs []*pair
}

func (r Report) page() page {
	b := &builder{r, pairs(r.Topology, r.Server)}
	p := page{
		Scope:    "the whole catalog",
		Catalog:  topology.Visible(r.Catalog),
		Networks: r.Readiness.Networks, Covered: r.Readiness.Covered,
		Percent: percent(r.Readiness.Covered, r.Readiness.Networks),
	}
	if !r.Server.IsZero() {
		p.Scope = "what replicates from " + b.say(r.Server)
	}
	if r.Revision > 0 {
		p.Revision = fmt.Sprint(r.Revision)
		p.Changed = r.Changed.UTC().Format("2 January 2006, 15:04:05 UTC")
		p.ChangedAt = r.Changed.UTC().Format(time.RFC3339)
	}
	for _, finding := range r.Readiness.WithPlan(r.Plan).Findings {
		if finding.Severity == engine.Error {
			p.Errors++
		} else {
			p.Warnings++
		}
	}
	p.Machines = b.machines()
	if p.Machines != nil {
		p.AtRisk = p.Machines.AtRisk
	}
	p.Verdict = p.judge()
	b.drawMappings(&p)
	p.Severities = severities(r.Topology, r.Readiness.Findings, 10)
	p.Failback = b.failback()
	return p
}

// judge says what all of it comes to.
func (p *page) judge() verdict {
	networks := fmt.Sprintf("Covered: %s of %s.", thousands(p.Covered), counted(p.Networks, "protected network"))
	found := counted(p.Errors, "error") + ", " + counted(p.Warnings, "warning")
	switch {
	case p.AtRisk > 0:
		return verdict{"bad", "✕", "Not ready", fmt.Sprintf("%s; %s at risk. %s", found, counted(p.AtRisk, "machine"), networks)}
	case p.Errors > 0:
		return verdict{"bad", "✕", "Not ready", found + ". " + networks}
	case p.Networks == 0:
		return verdict{"none", "–", "Nothing is protected", "No protected cloud uses a VM network, so there is nothing to be ready for. Found: " + found + "."}
	case p.Warnings > 0:
		return verdict{"warn", "!", "Ready, with " + counted(p.Warnings, "warning"), "Nothing keeps a machine from its network after a failover. " + networks}
	}
	return verdict{"good", "✓", "Ready", "Nothing keeps a machine from its network after a failover, and nothing else was found. " + networks}
}

// drawMappings fills in the coverage and the pictures.
func (b *builder) drawMappings(p *page) {
	seen := map[state]bool{}
	for i, at := range b.pairs {
		all, covered := at.protected()
		if all > 0 && len(p.Coverage) < maxCoverage {
			p.Coverage = append(p.Coverage, coverage{
				named(at.server), named(at.fabric), all, covered, percent(covered, all),
				at.counts[notMapped], at.counts[availableTo0], at.counts[availableToN],
			})
		}
		if i >= maxPairs {
			p.MorePairs++
			continue
		}
		for s, n := range at.counts {
			seen[state(s)] = seen[state(s)] || n > 0
		}
		p.Pairs = append(p.Pairs, b.view(at, i))
	}
	for s, look := range looks {
		if seen[state(s)] {
			p.Legend = append(p.Legend, legend{look.Class, look.Mark, look.Legend})
		}
	}
}

func (b *builder) view(at *pair, index int) pairView {
	v := pairView{
		From: named(at.server), To: named(at.fabric), Anchor: fmt.Sprintf("mapping-%d", index+1),
		Picture: b.draw(at.lines[:min(len(at.lines), maxDrawn)]),
		All:     len(at.lines), NotDrawn: rest(at.lines, maxDrawn), NotListed: rest(at.lines, maxMappings),
	}
	for _, l := range at.lines[:min(len(at.lines), maxMappings)] {
		look := looks[l.state]
		m := mapping{Source: b.network(l.source), Class: look.Class, Mark: look.Mark, Text: l.short(), Unserved: b.names(unserved(b.Topology, l))}
		if !l.target.IsZero() {
			m.Target = b.network(l.target)
		}
		v.Mappings = append(v.Mappings, m)
	}
	return v
}

// rest says in words what is left of the lines after the first ones; nothing if
// none are.
func rest(lines []line, shown int) string {
	if len(lines) <= shown {
		return ""
	}
	var counts [len(looks)]int
	for _, l := range lines[shown:] {
		counts[l.state]++
	}
	words := [...]string{"not mapped", "available for no cloud", "available for some clouds", "available for every cloud", "way back", "unused"}
	var parts []string
	for s, n := range counts {
		if n > 0 {
			parts = append(parts, thousands(n)+" "+words[s])
		}
	}
	return fmt.Sprintf("%s more: %s.", thousands(len(lines)-shown), strings.Join(parts, ", "))
}

// network calls a network by its name. On one fabric, only networks in Azure may
// have the same one.
func (b *builder) network(id topology.ID) network {
	n := network{Name: named(id)}
	if precision := b.Topology.Precision(id); id.Kind() == topology.KindAzureNetwork && precision > topology.ByName {
		n.Of = "resource group " + short(id.ResourceGroup())
		if precision == topology.InFull {
			n.Of += ", subscription " + short(id.Subscription())
		}
	}
	return n
}

// say names an object in a sentence.
func (b *builder) say(id topology.ID) string { return shown(engine.Say("%s", id).In(b.Topology)) }

// names lists clouds of one VMM server.
func (b *builder) names(ids []topology.ID) string {
	const most = 8
	var names []string
	for i, id := range ids {
		if i == most {
			names = append(names, fmt.Sprintf("and %s more", thousands(len(ids)-most)))
			break
		}
		names = append(names, named(id))
	}
	return shown(strings.Join(names, ", "))
}

// named returns the name of an object.
func named(id topology.ID) string { return short(id.Name()) }

// short returns the beginning and the end of a long name, in which every character
// can be seen: names that are alike often differ at the end.
func short(name string) string {
	const begin, end = 60, 20
	if runes := []rune(name); len(name) > begin+end && len(runes) > begin+end {
		name = string(runes[:begin-1]) + "…" + string(runes[len(runes)-end:])
	}
	return topology.Visible(name)
}

// shown returns a text in which every character can be seen, cut if it is too long.
func shown(text string) string {
	text = topology.Visible(text)
	if len(text) <= maxText {
		return text
	}
	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText]) + " …"
	}
	return text
}

// percent is rounded down: 100 is all.
func percent(part, whole int) int {
	if whole == 0 {
		return 100
	}
	return part * 100 / whole
}

// severity is the findings of one severity, by code.
type severity struct {
	Title  string
	Class  string
	Groups []*group
}

// group is the findings of one code.
type group struct {
	engine.CodeInfo
	Total int
	Items []item
	// Open says that it is few enough to be shown at once.
	Open bool
}

// More is how many of the findings are not shown.
func (g *group) More() int { return g.Total - len(g.Items) }

type item struct{ Subject, Detail, Remedy string }

// severities arranges findings, errors first, for people. The texts of all of them
// together are bounded; of each code there is at least one.
//
// A code with no more findings than open is shown at once, and all others folded.
func severities(t *topology.Topology, findings []engine.Finding, open int) []severity {
	all := []severity{{Title: "Errors", Class: "bad"}, {Title: "Warnings", Class: "warn"}}
	room := maxFindingBytes
	for i, of := range []engine.Severity{engine.Error, engine.Warning} {
		groups := map[engine.Code]*group{}
		for _, finding := range findings {
			if finding.Severity != of {
				continue
			}
			g := groups[finding.Code]
			if g == nil {
				g = &group{CodeInfo: finding.Code.Info()}
				groups[finding.Code] = g
				all[i].Groups = append(all[i].Groups, g)
			}
			g.Total++
			if len(g.Items) == maxFindings || len(g.Items) > 0 && room <= 0 {
				continue
			}
			entry := item{Detail: shown(finding.Detail), Remedy: shown(finding.Remedy)}
			if !finding.Subject.IsZero() {
				entry.Subject = capital(shown(engine.Say("%s", finding.Subject).In(t)))
			}
			room -= len(template.HTMLEscapeString(entry.Subject + entry.Detail + entry.Remedy))
			g.Items = append(g.Items, entry)
		}
		slices.SortFunc(all[i].Groups, func(a, b *group) int { return cmp.Compare(a.Code, b.Code) })
		for _, g := range all[i].Groups {
			g.Open = g.Total <= open
		}
	}
	return slices.DeleteFunc(all, func(s severity) bool { return len(s.Groups) == 0 })
}

// capital begins a sentence.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
