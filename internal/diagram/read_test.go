package diagram_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagram"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// drawn is what a person sees in a diagram.
type drawn struct {
	title string
	// nodes is by what is written on them, and says how they look.
	nodes map[string]string
	// boxes are the titles of the subgraphs.
	boxes []string
	// arrows are as they are written, but with names; "red" begins those that
	// are drawn so.
	arrows []string
}

// What a text may contain without meaning anything to Mermaid.
const plain = `(?:[^"#<>&;` + "`" + `]|#\d+;|<br/>|</?b>|</?div>|</?nobr>)+`

var (
	boxLine   = regexp.MustCompile(`^ +subgraph ([sb]\d+)\["(` + plain + `)"\]$`)
	nodeLine  = regexp.MustCompile(`^ +([cnmp]\d+)(?:\(\[|\[)"(` + plain + `)"(?:\]\)|\]):::(\w+)$`)
	arrowLine = regexp.MustCompile(`^  (\w+) (==>|<==>|-\. "protected by" \.->|<?== "` + plain + `" ==>) (\w+)$`)
	redLine   = regexp.MustCompile(`^  linkStyle ([\d,]+) stroke:#d00000,stroke-width:5px$`)
	otherLine = regexp.MustCompile(`^(---|title: [\w ,]+|config:|  flowchart:|    wrappingWidth: 480|flowchart LR| +end` +
		`|  empty\["The topology is empty\."\]|  classDef \w+ [\w:,#-]+|  class [\w,]+ (site|box))$`)
	number = regexp.MustCompile(`#(\d+);`)
)

// draw draws a topology and reads the diagram. Whatever the names are, every
// line has a form that Mermaid knows.
func draw(t *testing.T, found *topology.Topology) drawn {
	t.Helper()
	text := diagram.Mermaid(found)
	if n := len(utf16.Encode([]rune(text))); n > 45_000 {
		t.Errorf("the diagram has %d characters", n)
	}
	read := drawn{nodes: map[string]string{}}
	names := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if m := boxLine.FindStringSubmatch(line); m != nil {
			names[m[1]] = seen(m[2])
			read.boxes = append(read.boxes, seen(m[2]))
		} else if m := nodeLine.FindStringSubmatch(line); m != nil {
			names[m[1]], _, _ = strings.Cut(seen(m[2]), " / ")
			read.nodes[seen(m[2])] = m[3]
		} else if m := arrowLine.FindStringSubmatch(line); m != nil {
			read.arrows = append(read.arrows, names[m[1]]+" "+seen(strings.ReplaceAll(m[2], `"`, ""))+" "+names[m[3]])
			if names[m[1]] == "" || names[m[3]] == "" {
				t.Errorf("an arrow leads from or to nothing: %s", line)
			}
		} else if m := redLine.FindStringSubmatch(line); m != nil {
			for n := range strings.SplitSeq(m[1], ",") {
				i, err := strconv.Atoi(n)
				if err != nil || i >= len(read.arrows) {
					t.Fatalf("there is no arrow %s", n)
				}
				read.arrows[i] = "red " + read.arrows[i]
			}
		} else if !otherLine.MatchString(line) {
			t.Errorf("the diagram has the line %q", line)
		}
		if title, ok := strings.CutPrefix(line, "title: "); ok {
			read.title = title
		}
	}
	if len(read.arrows) > 450 {
		t.Errorf("the diagram has %d arrows", len(read.arrows))
	}
	return read
}

// seen returns a text as Mermaid shows it, with a slash for a new line.
func seen(text string) string {
	text = strings.NewReplacer("<br/>", " / ", "<b>", "", "</b>", "", "<div>", "", "</div>", "", "<nobr>", "", "</nobr>", "").Replace(text)
	text = number.ReplaceAllStringFunc(text, func(n string) string {
		code, _ := strconv.Atoi(n[1 : len(n)-1])
		return string(rune(code))
	})
	return unspaced(text)
}

// unspaced removes the spaces that keep Mermaid from reading more than a name.
func unspaced(text string) string {
	return strings.NewReplacer("\u200b", "", "\u00a0", " ").Replace(text)
}

// reds are the arrows that are drawn red.
func (d drawn) reds() []string {
	return slices.DeleteFunc(slices.Clone(d.arrows), func(a string) bool { return !strings.HasPrefix(a, "red ") })
}
