package engine

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// BaselineQuestion says what a baseline is about. What is not known yet of it is
// marked so, and left out.
type BaselineQuestion struct {
	// Machines are sorted by name. If they are nil, the baseline is about every VM
	// network of every protected cloud.
	Machines []BaselineMachine
	// MachinesUnknown says that it is not known which machines and adapters there are.
	MachinesUnknown bool
	// Server is the VMM server from which is replicated what the baseline is
	// about; zero for every one.
	Server        topology.ID
	ServerUnknown bool
}

// BaselineMachine is a machine that a baseline is asked about.
type BaselineMachine struct {
	Name         string
	Cloud        topology.ID
	CloudUnknown bool
	Adapters     []BaselineAdapter
}

// BaselineAdapter is a network adapter of such a machine.
type BaselineAdapter struct {
	Source          topology.ID
	Subnet, Address string

	SourceUnknown, SubnetUnknown, AddressUnknown bool
}

// Baseline is what a topology means for machines on failover, in lines that can
// be compared with those of another time.
type Baseline struct {
	// Lines are sorted by name. There is one for each network adapter, or one for
	// each VM network that a protected cloud uses.
	Lines []BaselineLine
	// LinesUnknown says that it is not known yet which lines there are.
	LinesUnknown bool
	// Findings are those of a failover plan of the machines, or else those of the
	// readiness.
	Findings        []Finding
	FindingsUnknown bool

	question BaselineQuestion
	// rests are the objects that the lines rest on, there or not.
	rests map[topology.Key]bool
	// remedies are what to do about the lines that are not connected.
	remedies []string
}

// BaselineLine is what becomes of one network adapter, or of the machines of one
// cloud on one VM network.
type BaselineLine struct {
	Name string
	// Outcome is for people: the target, its server, the subnet and the address, or
	// the code of why there is no network.
	Outcome   string
	Connected bool
	// Unknown says that the line rests on something that is not known yet. Then it
	// has no outcome.
	Unknown bool
}

// JudgeBaseline returns what a topology means for the machines of the question,
// so far as it is known. The findings beside it say what is wrong with the
// question.
func JudgeBaseline(t *topology.Topology, question BaselineQuestion, unknown *Unknowns) (Baseline, []Finding) {
	baseline := BaselineLines(t, question, unknown)
	objections := checkBaseline(t, question)
	baseline.FindingsUnknown = baseline.LinesUnknown || unknown.hidesFindings(t, question) ||
		slices.ContainsFunc(baseline.Lines, func(line BaselineLine) bool { return line.Unknown })
	if len(objections) > 0 {
		baseline.Findings = objections
	}
	if len(objections) > 0 || baseline.FindingsUnknown {
		return baseline, objections
	}
	if question.Machines == nil {
		readiness, _ := JudgeReadiness(t, question.Server)
		baseline.Findings = readiness.Findings
	} else {
		summary, _ := FailOver(t, question.served(), func(*MachineLanding) {})
		baseline.Findings = summary.Findings
	}
	return baseline, nil
}

// BaselineLines is [JudgeBaseline] without the findings, which take longer.
func BaselineLines(t *topology.Topology, question BaselineQuestion, unknown *Unknowns) Baseline {
	if question.ServerUnknown || question.MachinesUnknown {
		return Baseline{LinesUnknown: true, question: question}
	}
	j := newBaselineJudge(t, question, unknown)
	if question.Machines == nil {
		j.networks()
	} else {
		j.machines()
	}
	slices.SortFunc(j.Lines, func(a, b BaselineLine) int { return strings.Compare(a.Name, b.Name) })
	if j.LinesUnknown {
		j.Lines = nil
	}
	return j.Baseline
}

// checkBaseline says what is wrong with what is asked about.
func checkBaseline(t *topology.Topology, question BaselineQuestion) []Finding {
	wrong := findings{topology: t}
	if !question.Server.IsZero() {
		wrong.asked(At("source_server_id"), question.Server, topology.KindServer)
	}
	for _, machine := range question.Machines {
		at := At("virtual_machines", MapKey(machine.Name))
		if !machine.CloudUnknown {
			wrong.asked(at.Then("cloud_id"), machine.Cloud, topology.KindCloud)
		}
		if len(machine.Adapters) == 0 {
			wrong.noAdapters(at.Then("adapters"), machine.Name)
		}
		for i, adapter := range machine.Adapters {
			at := at.Then("adapters", i)
			if !adapter.SourceUnknown {
				wrong.asked(at.Then("network_id"), adapter.Source, topology.KindVMNetwork)
			}
			wrong.address(at.Then("ip_address"), adapter.Address)
		}
	}
	return wrong.found
}

// judges reports whether a machine is among those that the question is about.
func (q BaselineQuestion) judges(machine BaselineMachine) bool {
	return q.Server.IsZero() || machine.Cloud.Server().Same(q.Server)
}

// PlannedMachines are the machines as a failover plan takes them.
func (q BaselineQuestion) PlannedMachines() map[string]Machine {
	return maps.Collect(q.served())
}

// served yields the machines that are judged, as a failover plan takes them.
func (q BaselineQuestion) served() iter.Seq2[string, Machine] {
	return func(yield func(string, Machine) bool) {
		for _, machine := range q.Machines {
			if !q.judges(machine) {
				continue
			}
			adapters := make([]Adapter, len(machine.Adapters))
			for i, adapter := range machine.Adapters {
				adapters[i] = Adapter{Source: adapter.Source, Subnet: adapter.Subnet, Address: adapter.Address}
			}
			if !yield(machine.Name, Machine{Cloud: machine.Cloud, Adapters: adapters}) {
				return
			}
		}
	}
}

// Label names the baseline for people.
func (q BaselineQuestion) Label() string {
	switch {
	case q.Machines != nil || q.MachinesUnknown:
		var names []string
		for _, machine := range q.Machines {
			names = append(names, machine.Name)
		}
		return strings.TrimSpace("failover baseline of the machines " + listed(names))
	case !q.Server.IsZero():
		return "failover baseline of " + q.Server.LabelAt(topology.InFull)
	}
	return "failover baseline of every protected cloud"
}

// Unconnected returns the names of the lines that are known not to be connected.
func (b Baseline) Unconnected() []string {
	names := []string{}
	for _, line := range b.Lines {
		if !line.Unknown && !line.Connected {
			names = append(names, line.Name)
		}
	}
	return names
}

// Known reports whether all lines are known.
func (b Baseline) Known() bool {
	return !b.LinesUnknown && !slices.ContainsFunc(b.Lines, func(line BaselineLine) bool { return line.Unknown })
}

// Ready reports whether no finding is an error.
func (b Baseline) Ready() bool { return !HasErrors(b.Findings) }

// FindingTexts returns the findings, each in one line that begins with its code.
// They are sorted.
func (b Baseline) FindingTexts() []string {
	texts := make([]string, len(b.Findings))
	for i, finding := range b.Findings {
		texts[i] = fmt.Sprintf("%s %s: %s Remedy: %s", finding.Code, finding.Severity, inOneLine(finding.Detail), inOneLine(finding.Remedy))
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// inOneLine puts a list into the sentence that leads to it.
func inOneLine(text string) string {
	text = strings.NewReplacer(":\n  - ", ": ", "\n  - ", "; ", "\n", " ").Replace(text)
	return strings.TrimSuffix(text, ".") + "."
}

// MayChange reports whether a change to the object with that id, or to some object
// if it is zero, may change what the baseline says. That it does not is certain.
func (b Baseline) MayChange(id topology.ID) bool {
	return b.LinesUnknown || b.FindingsMayChange(id) || b.rests[id.Key()]
}

// FindingsMayChange is [Baseline.MayChange] for the findings, where no line changes:
// those of machines rest on their lines, on hosts, and on the subnets of their networks.
func (b Baseline) FindingsMayChange(id topology.ID) bool {
	return id.IsZero() || b.question.Machines == nil || id.Kind() == topology.KindHost ||
		id.Kind() == topology.KindVMNetwork && b.rests[id.Key()]
}

// BaselineChange is a line of which two baselines say different things.
type BaselineChange struct {
	Name          string
	Before, After string
}

// NoLine is what a baseline says of a line that it does not have.
const NoLine = "there is no such line"

const unknownLine = "not known yet"

// Changes returns the lines in which another baseline of the same question
// differs, sorted by name.
func (b Baseline) Changes(after Baseline) []BaselineChange {
	if b.LinesUnknown || after.LinesUnknown {
		return nil // then a line cannot be told apart
	}
	said := func(line BaselineLine) string {
		if line.Unknown {
			return unknownLine
		}
		return line.Outcome
	}
	var changes []BaselineChange
	befores, afters := b.Lines, after.Lines
	for len(befores) > 0 || len(afters) > 0 {
		switch {
		case len(afters) == 0 || len(befores) > 0 && befores[0].Name < afters[0].Name:
			changes = append(changes, BaselineChange{befores[0].Name, said(befores[0]), NoLine})
			befores = befores[1:]
		case len(befores) == 0 || afters[0].Name < befores[0].Name:
			changes = append(changes, BaselineChange{afters[0].Name, NoLine, said(afters[0])})
			afters = afters[1:]
		default:
			if was, is := said(befores[0]), said(afters[0]); was != is && !befores[0].Unknown {
				changes = append(changes, BaselineChange{befores[0].Name, was, is})
			}
			befores, afters = befores[1:], afters[1:]
		}
	}
	return changes
}

// Require returns what stands against a baseline of which it is required that
// every line is connected, or that no finding is an error.
func (b Baseline) Require(connected, ready bool) []Finding {
	var found []Finding
	if connected {
		found = append(found, b.unconnected()...)
	}
	if ready {
		found = append(found, b.notReady(len(found) > 0)...)
	}
	return found
}

// leadsNowhere are the codes of what keeps machines from any network.
var leadsNowhere = []Code{UnprotectedCloud, NetworkNotInCloud, UnmappedNetwork, TargetNotAvailable, OtherRegion, ServesOnlySome, SeveralAzureNetworks}

func (b Baseline) unconnected() []Finding {
	var lines []string
	for _, line := range b.Lines {
		if !line.Unknown && !line.Connected {
			lines = append(lines, fmt.Sprintf("'%s': %s", line.Name, line.Outcome))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	what := "These network adapters are connected to no network after a failover"
	if b.question.Machines == nil {
		what = "Machines of these clouds on these VM networks are connected to no network after a failover"
	}
	return []Finding{{
		Code: NotConnected, Severity: Error, Attribute: At("require_connected"),
		Detail: what + ":" + bulleted(lines),
		Remedy: sentences(b.remedies),
	}}
}

// notReady returns nothing of what has been told already, if that which is not
// connected has.
func (b Baseline) notReady(told bool) []Finding {
	var lines, remedies []string
	for _, finding := range b.Findings {
		if finding.Severity == Error && (!told || !slices.Contains(leadsNowhere, finding.Code)) {
			lines = append(lines, fmt.Sprintf("%s %s: %s", finding.Code, finding.Summary(), inOneLine(finding.Detail)))
			remedies = append(remedies, inOneLine(finding.Remedy))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []Finding{{
		Code: NotReady, Severity: Error, Attribute: At("require_ready"),
		Detail: "These findings keep machines from their networks, their addresses or their hosts after a failover:" + bulleted(lines),
		Remedy: sentences(remedies),
	}}
}

// Differences say which lines of a baseline change, for people.
func Differences(changes []BaselineChange) string {
	lines := make([]string, len(changes))
	for i, change := range changes {
		lines[i] = fmt.Sprintf("'%s': %s -> %s", change.Name, change.Before, change.After)
	}
	return bulleted(lines)
}

// bulleted returns a list with a line for each; of many the first few, and the
// number of the others.
func bulleted(lines []string) string {
	var text strings.Builder
	for i, line := range lines {
		if i == mostLines && len(lines) > mostLines+1 {
			fmt.Fprintf(&text, "\n  - and %d more", len(lines)-mostLines)
			break
		}
		text.WriteString("\n  - " + line)
	}
	return text.String()
}

// sentences returns the different ones among the sentences, one after the other;
// of many the first few, and the number of the others.
func sentences(all []string) string {
	const most = 5
	var different []string
	for _, sentence := range all {
		if !slices.Contains(different, sentence) {
			different = append(different, sentence)
		}
	}
	if len(different) > most+1 {
		different = append(different[:most:most], fmt.Sprintf("And %d more like these.", len(different)-most))
	}
	return cmp.Or(strings.Join(different, " "), "Look at the findings of the baseline.")
}

// NoLongerProtected warns of clouds that a run takes out of their protections, and of
// which a baseline of networks then has no lines that could say so.
func NoLongerProtected(before, after *topology.Topology, question BaselineQuestion) []Finding {
	if question.Machines != nil || question.MachinesUnknown {
		return nil
	}
	var clouds []Phrase
	for _, cloud := range before.Clouds() {
		if !question.Server.IsZero() && !cloud.ID().Server().Same(question.Server) || len(before.ProtectionsOf(cloud.ID())) == 0 {
			continue
		}
		now, _ := after.Current(cloud.ID())
		if _, there := after.Cloud(now); there && len(after.ProtectionsOf(now)) == 0 {
			clouds = append(clouds, Say("  - %s", now))
		}
	}
	if len(clouds) == 0 {
		return nil
	}
	return []Finding{NewFinding(after, Finding{Code: UnprotectedCloud, Severity: Warning},
		Say("These clouds are protected until now, and no longer after this run. Their machines are not replicated then, and their lines leave the baseline:\n%s", lines(clouds)),
		Say("Nothing, if that is meant, or if this run deletes the clouds too. Otherwise keep the protections."))}
}

// BaselineOverlooked reports a change, in words, that is planned after a baseline
// and makes it another one: in the lines given, or in its findings if there are none.
// It is an error if that breaks what is required of the baseline.
func BaselineOverlooked(t *topology.Topology, subject topology.ID, change Phrase, planned, now Baseline, changes []BaselineChange, broken []Finding) Finding {
	finding := Finding{Code: PlannedAfterBaseline, Severity: Warning, Subject: subject}
	what := differing(changes, planned.FindingTexts(), now.FindingTexts())
	remedy := "Add the resource to depends_on of the baseline, which is planned after it then. If the resource has left the configuration, " +
		"keep its block with count = 0 for this run, and name that."
	if len(broken) > 0 { // never of a deletion
		finding.Severity = Error
		what += fmt.Sprintf("\n\nThe baseline requires otherwise, so the apply would fail: %s (%s).", broken[0].Summary(), broken[0].Code)
		remedy = "Do not make the change, or do not require it of the baseline. To be told at the baseline, add the resource to depends_on of the baseline."
	}
	return NewFinding(t, finding, Say("%s is planned after the %s, and changes %s", capital(change), planned.question.Label(), what), Say("%s", remedy))
}

// BaselineDiffers reports that the catalog has changed since something, in words,
// and that a baseline is another one now: in the lines given, or in its findings
// if there are none.
func BaselineDiffers(question BaselineQuestion, since string, changes []BaselineChange, before, now []string) Finding {
	return Finding{
		Code: CatalogChanged, Severity: Error,
		Detail: fmt.Sprintf("Since %s, the catalog has changed. In the %s, that changes %s", since, question.Label(), differing(changes, before, now)),
		Remedy: "Plan again, with a refresh. If nobody else changes the catalog, it was this run: then add the resources that decide the lines " +
			"to depends_on of the baseline.",
	}
}

// differing says in which lines two baselines differ, or else in which findings.
func differing(changes []BaselineChange, before, now []string) string {
	if len(changes) > 0 {
		return "these lines:" + Differences(changes)
	}
	var findings []string
	for _, text := range now {
		if !slices.Contains(before, text) {
			findings = append(findings, "added: "+text)
		}
	}
	for _, text := range before {
		if !slices.Contains(now, text) {
			findings = append(findings, "gone: "+text)
		}
	}
	if len(findings) == 0 {
		return "findings that are not known yet."
	}
	return "these findings:" + bulleted(findings)
}
