package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Phrase is a text for people that names objects. How much is said to name each
// of them is decided when the phrase is written, for only then it is known what
// else it could be taken for. Every text that names an object is made by [Say],
// so that none has to think of it.
type Phrase struct {
	// format is a format of package fmt, or the text itself if nothing is left to
	// be decided: then there are no arguments.
	format    string
	arguments []any
	capital   bool
}

// Say returns a phrase, made like a text of package fmt. In it, the ids of objects
// stand for what people call these: cloud 'Gold'. It may contain other phrases.
func Say(format string, arguments ...any) Phrase {
	if !slices.ContainsFunc(arguments, isOpen) {
		return Phrase{format: fmt.Sprintf(format, arguments...)}
	}
	return Phrase{format: format, arguments: arguments}
}

// What an argument of a phrase may be, beside an id, a phrase, and what package
// fmt takes.
type (
	// nameOf is an object whose kind is clear without saying it: 'Gold'.
	nameOf struct{ id topology.ID }
	// namesOf are several of them, of which only the first are named if they are many.
	namesOf []topology.ID
)

// capital returns a phrase that begins with a capital letter.
func capital(argument any) Phrase {
	return Phrase{format: "%s", arguments: []any{argument}, capital: true}
}

// joined returns phrases one after the other.
func joined(separator string, phrases []Phrase) Phrase {
	arguments := make([]any, len(phrases))
	for i, phrase := range phrases {
		arguments[i] = phrase
	}
	return Phrase{format: strings.Join(slices.Repeat([]string{"%s"}, len(phrases)), separator), arguments: arguments}
}

// lines returns phrases one below the other, of many the first few and the number
// of the others.
func lines(phrases []Phrase) Phrase {
	if len(phrases) > mostLines+1 {
		phrases = append(slices.Clip(phrases[:mostLines]), Say("  - and %d more", len(phrases)-mostLines))
	}
	return joined("\n", phrases)
}

// several names one object or several: "cloud 'A'", "clouds 'A', 'B'".
func several(noun string, ids []topology.ID) Phrase {
	if len(ids) == 1 {
		return Say("%s", ids[0])
	}
	return Say("%s %s", noun+"s", namesOf(ids))
}

// Within says where a network of a fabric is.
func Within(fabric topology.ID) Phrase {
	if fabric.Kind() == topology.KindAzure {
		return Say("in %s", fabric)
	}
	return Say("on %s", fabric)
}

// networkOf says what to look for on a fabric.
func networkOf(fabric topology.ID) Phrase {
	if fabric.Kind() == topology.KindAzure {
		return Say("an Azure network")
	}
	return Say("a network of %s", fabric)
}

func isOpen(argument any) bool {
	switch argument.(type) {
	case topology.ID, nameOf, namesOf, Phrase:
		return true
	}
	return false
}

// In writes the phrase. An object that reads like another one of the topology, or
// like another one that the phrase names, is written with the VMM server that it
// is on, or, in Azure, with its resource group and if need be its subscription.
// Without a topology, what the phrase names is all that is known.
func (p Phrase) In(t *topology.Topology) string {
	w := writer{topology: t}
	w.hear(p)
	return w.write(p)
}

// String writes the phrase as if it named all there is.
func (p Phrase) String() string { return p.In(nil) }

// String returns the name in quotes.
func (n nameOf) String() string { return n.id.Quoted(topology.ByName) }

// writer writes phrases that are read together.
type writer struct {
	topology *topology.Topology
	// strangers are objects that the phrases name and the topology does not hold.
	strangers []topology.ID
}

// hear takes note of what an argument names.
func (w *writer) hear(argument any) {
	switch argument := argument.(type) {
	case topology.ID:
		w.mention(argument)
	case nameOf:
		w.mention(argument.id)
	case namesOf:
		for _, id := range argument[:shown(len(argument))] {
			w.mention(id)
		}
	case Phrase:
		for _, inner := range argument.arguments {
			w.hear(inner)
		}
	}
}

func (w *writer) mention(id topology.ID) {
	if w.topology == nil || !w.topology.Holds(id) {
		w.strangers = append(w.strangers, id)
	}
}

// precision returns how much has to be said to name an object.
func (w *writer) precision(id topology.ID) topology.Precision {
	precision := topology.ByName
	if w.topology != nil {
		precision = w.topology.Precision(id)
	}
	for _, stranger := range w.strangers {
		precision = max(precision, id.Apart(stranger))
	}
	return precision
}

// write returns the text of a phrase.
func (w *writer) write(p Phrase) string {
	text := p.format
	if len(p.arguments) > 0 {
		arguments := make([]any, len(p.arguments))
		for i, argument := range p.arguments {
			arguments[i] = w.written(argument)
		}
		text = fmt.Sprintf(p.format, arguments...)
	}
	if p.capital {
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return text
}

// written returns an argument as package fmt is to take it.
func (w *writer) written(argument any) any {
	switch argument := argument.(type) {
	case topology.ID:
		return argument.LabelAt(w.precision(argument))
	case nameOf:
		return argument.id.Quoted(w.precision(argument.id))
	case namesOf:
		names := make([]string, len(argument))
		for i, id := range argument[:shown(len(argument))] {
			names[i] = id.Quoted(w.precision(id))
		}
		return Few(names)
	case Phrase:
		return w.write(argument)
	}
	return argument
}

// listed returns the names in quotes, separated by commas; of many it returns
// the first few and the number of the others.
func listed(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = "'" + name + "'"
	}
	return Few(list)
}

// mostLines is how many lines of a list are written.
const mostLines = 10

// Few joins names, of which only the first are written if they are many.
func Few(names []string) string {
	if n := shown(len(names)); n < len(names) {
		names = append(slices.Clip(names[:n]), fmt.Sprintf("and %d more", len(names)-n))
	}
	return strings.Join(names, ", ")
}

// shown returns how many of that many names are written: to leave out one would
// save nothing.
func shown(names int) int {
	const most = 8
	if names > most+1 {
		return most
	}
	return names
}
