package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Severity is how much a finding matters.
type Severity string

// The severities. An error stops a change; a warning does not.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is something that the engine objects to.
type Finding struct {
	Code     Code
	Severity Severity
	// Subject is the object that the finding is about.
	Subject topology.ID
	// Attribute is the attribute of the subject that is wrong; none if the
	// subject as a whole is.
	Attribute Path
	// Detail says what is wrong, by the names that people use.
	Detail string
	// Remedy says what to do about it.
	Remedy string
	// RestsOn are the objects whose present content makes the finding true:
	// where one of them is not fully known yet, neither is the finding.
	RestsOn []topology.ID
}

// Summary returns the title of the finding's code.
func (f Finding) Summary() string { return f.Code.Title() }

// String returns the finding in one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s %s: %s: %s Remedy: %s", f.Severity, f.Code, f.Subject, f.Detail, f.Remedy)
}

// HasErrors reports whether any of the findings is an error.
func HasErrors(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error })
}

// Path leads to an attribute: names of attributes are strings, positions in a
// list are ints, keys of a map are of type [MapKey].
type Path []any

// MapKey is a step of a path, into a map.
type MapKey string

// At returns the path of the steps given.
func At(steps ...any) Path { return steps }

// String returns the path as Terraform writes it: subnets[1].ip_pool.first.
func (p Path) String() string {
	var text strings.Builder
	for i, step := range p {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&text, "[%d]", step)
		case MapKey:
			fmt.Fprintf(&text, "[%q]", string(step))
		default:
			if i > 0 {
				text.WriteByte('.')
			}
			fmt.Fprint(&text, step)
		}
	}
	return text.String()
}

// Then returns the path that goes on from p.
func (p Path) Then(steps ...any) Path { return append(p[:len(p):len(p)], steps...) }

// findings collects findings about one subject.
type findings struct {
	// topology is what else there is; nil if that is not known.
	topology *topology.Topology
	subject  topology.ID
	found    []Finding
	// wrong are the references of the subject that something is wrong with: what
	// rests on them is not judged.
	wrong map[topology.Key]bool
}

// faulty notes that something is wrong with a reference.
func (f *findings) faulty(id topology.ID) {
	if f.wrong == nil {
		f.wrong = map[topology.Key]bool{}
	}
	f.wrong[id.Key()] = true
}

// isSound reports whether a reference is there and nothing is known to be wrong
// with it.
func (f *findings) isSound(id topology.ID) bool { return !id.IsZero() && !f.wrong[id.Key()] }

func (f *findings) add(code Code, severity Severity, at Path, detail, remedy Phrase, restsOn ...topology.ID) {
	f.found = append(f.found, NewFinding(f.topology, Finding{
		Code: code, Severity: severity, Subject: f.subject, Attribute: at, RestsOn: restsOn,
	}, detail, remedy))
}

// NewFinding returns the finding with the words given. Who reads them knows the
// subject and what is in the topology, if there is one, and could take for it what
// has the same name.
func NewFinding(t *topology.Topology, finding Finding, detail, remedy Phrase) Finding {
	w := writer{topology: t}
	w.hear(finding.Subject)
	w.hear(detail)
	w.hear(remedy)
	finding.Detail, finding.Remedy = w.write(detail), w.write(remedy)
	return finding
}

// unknown reports that an attribute refers to an object that does not exist, and what
// is done about it if it is declared: it says the same whether the object is absent or
// only planned later, for of an id that is written out, Terraform does not know whose it is.
func (f *findings) unknown(at Path, id topology.ID, declared string) {
	noun := id.Kind().Noun()
	f.add(UnknownReference, Error, at,
		Say("There is no %s (%s).", id, id.String()),
		Say("If the %s is declared in this configuration, %s. If not, declare the %s, or correct the id.", noun, declared, noun), id)
}

func compareIDs(a, b topology.ID) int { return strings.Compare(a.String(), b.String()) }
