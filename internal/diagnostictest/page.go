// Package diagnostictest holds the pages of diagnostics: what each error and each
// warning of the provider looks like to a person who meets it.
//
// A page is a file of testdata: a sentence on what it is about, and sections. One
// that begins with "terraform" has what that command prints of diagnostics, any
// other is a file of the configuration, or something that happens meanwhile. What
// no run of Terraform can cause has a page that other packages write with [Golden].
package diagnostictest

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the pages as they are now")

// page is a page, taken apart.
type page struct {
	// about is what comes before the first section.
	about    string
	sections []section
}

type section struct{ title, text string }

var titleLine = regexp.MustCompile(`(?m)^-- (.+) --\n`)

func parse(text string) page {
	var p page
	ends := titleLine.FindAllStringSubmatchIndex(text, -1)
	p.about = text
	for i, at := range ends {
		if i == 0 {
			p.about = text[:at[0]]
		}
		end := len(text)
		if i+1 < len(ends) {
			end = ends[i+1][0]
		}
		p.sections = append(p.sections, section{text[at[2]:at[3]], text[at[1]:end]})
	}
	return p
}

func (p page) String() string {
	var text strings.Builder
	text.WriteString(p.about)
	for _, s := range p.sections {
		text.WriteString("-- " + s.title + " --\n" + s.text)
	}
	return text.String()
}

// Shown returns a diagnostic as Terraform prints it: "Error", what it is, and at
// length.
func Shown(severity, summary, detail string) string {
	var text strings.Builder
	text.WriteString(severity + ": " + summary + "\n")
	for paragraph := range strings.SplitSeq(detail, "\n\n") {
		text.WriteString("\n" + wrap(paragraph) + "\n")
	}
	return text.String()
}

// wrap breaks the lines of a paragraph, except of those that are indented.
func wrap(paragraph string) string {
	var wrapped, prose []string
	flush := func() {
		line := ""
		for _, word := range strings.Fields(strings.Join(prose, " ")) {
			const width = 78
			if line != "" && len(line)+1+len(word) >= width {
				wrapped, line = append(wrapped, line), ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		if line != "" {
			wrapped = append(wrapped, line)
		}
		prose = nil
	}
	for line := range strings.SplitSeq(paragraph, "\n") {
		if strings.HasPrefix(line, " ") {
			flush()
			wrapped = append(wrapped, line)
		} else {
			prose = append(prose, line)
		}
	}
	flush()
	return strings.Join(wrapped, "\n")
}

// folder is where the pages are, wherever the test runs.
func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "testdata")
}

// Golden compares what a page says with what it has to say. With -update, it is
// written instead.
func Golden(t testing.TB, name, text string) {
	t.Helper()
	file := filepath.Join(folder(), name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Split(text, "\n"), strings.Split(string(want), "\n"); text != strings.Join(want, "\n") {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s.txt, line %d, is\n%s\nwant\n%s\nIf it is right so: go test ./... -args -update", name, i+1, got[i], want[i])
			}
		}
		t.Fatalf("%s.txt has %d lines, want %d", name, len(got), len(want))
	}
}
