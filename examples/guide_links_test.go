package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// guides returns the texts of all guides and of the index, by their places in docs.
func guides(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../templates/guides/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are the guides %q, %v", files, err)
	}
	texts := map[string]string{"findings.md": ""}
	for _, file := range append(files, "../templates/index.md.tmpl") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		if name == "index.md.tmpl" {
			name = "../index.md"
		}
		texts[name] = string(text)
	}
	return texts
}

// anchors returns what a link may lead to in a text: its headings, as they are
// made into anchors.
func anchors(text string) map[string]bool {
	found := map[string]bool{}
	dropped := regexp.MustCompile("[^a-z0-9 _-]")
	for line := range strings.Lines(text) {
		if heading, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			name := dropped.ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), "")
			found[strings.ReplaceAll(name, " ", "-")] = true
		}
	}
	return found
}

// Every link from a guide leads to a page that there is, and to a heading on it.
func TestGuideLinks(t *testing.T) {
	texts := guides(t)
	link := regexp.MustCompile(`\]\(([^)#: ]*)(?:#([^)]*))?\)`)
	for from, text := range texts {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			page, anchor := found[1], found[2]
			if page == "" {
				page = filepath.Base(from)
			}
			if from == "../index.md" {
				page = strings.TrimPrefix(page, "guides/")
			}
			if to, ok := texts[page]; ok {
				if anchor != "" && !anchors(to)[anchor] {
					t.Errorf("%s has a link to %s, which has no heading %q", from, page, anchor)
				}
				continue
			}
			// Pages of resources, data sources and functions are made of what the provider says.
			if _, err := os.Stat(filepath.Join("..", "docs", "guides", page)); err != nil {
				t.Errorf("%s has a link to %s: %v", from, page, err)
			}
		}
	}
}

// A finding has the title that the guides give it.
func TestGuidesNameFindings(t *testing.T) {
	named := regexp.MustCompile("([A-Z][A-Za-z0-9 ]*) \\((SR[0-9]{3})\\)[`\n]")
	for name, text := range guides(t) {
		for _, found := range named.FindAllStringSubmatch(text, -1) {
			if title := engine.Code(found[2]).Title(); !strings.HasSuffix(found[1], title) || title == "" {
				t.Errorf("%s has %q, which is called %q", name, found[0], title)
			}
		}
	}
}
