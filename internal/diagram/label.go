package diagram

import (
	"fmt"
	"strings"
	"unicode"
)

// longest is how many characters of a name are shown.
const longest = 40

// label returns the text of a node: a name, and lines below it.
func label(name string, lines ...string) string {
	return quoted("<b>" + written(name) + "</b>" + strings.Join(append([]string{""}, lines...), "<br/>"))
}

// heading returns the title of a subgraph.
func heading(name string) string {
	text := written(name)
	if len(name) > 24 {
		text = "<nobr>" + text + "</nobr>" // Mermaid 11 before 11.13 breaks it, over what is below
	}
	return quoted(text)
}

// quoted returns a text as Mermaid takes it.
func quoted(text string) string {
	if strings.Contains(text, "#") {
		// Mermaid 11 before 11.13 reads the numbers first and Markdown then, but
		// no Markdown in a block of HTML.
		text = "<div>" + text + "</div>"
	}
	return `"` + text + `"`
}

// list names a few, and how many more there are: in lines, if they would be wide.
func list(names []called) string {
	const most = 3
	more := len(names) - most
	names = names[:min(most, len(names))]
	separator, width := ", ", -2
	var text []string
	for _, name := range names {
		width += len(name.name) + len(name.site) + len(separator)
		if name.site == "" {
			text = append(text, written(name.name))
		} else {
			text = append(text, written(name.name)+" of "+written(name.site))
		}
	}
	if width > longest {
		separator = ",<br/>"
	}
	if more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(text, separator), more)
	}
	return strings.Join(text, separator)
}

// written returns a name in a form that Mermaid shows as it is. A name is text,
// but Mermaid reads a label as its own language, as Markdown and as HTML: what
// could mean something to one of them is written as its number.
func written(name string) string {
	var text strings.Builder
	before := '-' // at the beginning, a hyphen would make a list
	for _, r := range shortened(name) {
		if meaning[[2]rune{before, r}] {
			text.WriteString("#8203;") // an empty space
		}
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r),
			r == ' ' && before != ' ', r == '-' && before != '-':
			text.WriteRune(r)
		case r == ' ':
			text.WriteString("#160;") // HTML shows several spaces as one
		default:
			fmt.Fprintf(&text, "#%d;", r)
		}
		before = r
	}
	// "direction LR" has a meaning even in quotes.
	return strings.ReplaceAll(text.String(), "direction ", "direction#32;")
}

// meaning are the pairs that Mermaid looks for again when it has read the
// numbers: a formula, a line break, an icon, and its own form of such a number.
var meaning = map[[2]rune]bool{
	{'$', '$'}: true, {'\\', 'n'}: true, {':', 'f'}: true, {'ﬂ', '°'}: true, {'¶', 'ß'}: true,
}

// shortened returns the beginning and the end of a long name: names that are
// alike often differ at the end.
func shortened(name string) string {
	runes := []rune(name)
	if len(runes) <= longest {
		return name
	}
	const tail = 12
	return string(runes[:longest-tail-1]) + "…" + string(runes[len(runes)-tail:])
}

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
