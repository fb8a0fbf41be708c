package examples_test

import (
	"fmt"
	"io/fs"
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

// prose returns a page without its code, in which neither headings nor links are.
func prose(text string) string {
	var kept strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		marks := strings.TrimLeft(line, " ")
		switch {
		case fence == "" && strings.HasPrefix(marks, "```"):
			fence = marks[:len(marks)-len(strings.TrimLeft(marks, "`"))]
		case fence != "" && strings.TrimSpace(marks) == fence:
			fence = ""
		case fence == "":
			kept.WriteString(line)
		}
	}
	return kept.String()
}

var (
	heading  = regexp.MustCompile(`(?m)^#+ (.*)$`)
	dropped  = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
	named    = regexp.MustCompile(`<a (?:id|name)="([^"]*)"`)
	inline   = regexp.MustCompile("`[^`]*`")
	linked   = regexp.MustCompile(`\]\(([^)\s]+)(?: "[^"]*")?\)|(?:href|src)="([^"]+)"|(?m)^\[[^\]]+\]: (\S+)`)
	external = regexp.MustCompile(`^(?:[a-z]+:|//)`)
)

// anchors returns what a link may lead to in a page: its headings, as they are made
// into anchors, and what is given one.
func anchors(text string) map[string]bool {
	found := map[string]bool{}
	for _, match := range heading.FindAllStringSubmatch(prose(text), -1) {
		name := strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(strings.TrimSpace(match[1])), ""), " ", "-")
		for n, first := 1, name; found[name]; n++ {
			name = fmt.Sprintf("%s-%d", first, n)
		}
		found[name] = true
	}
	for _, match := range named.FindAllStringSubmatch(text, -1) {
		found[match[1]] = true
	}
	return found
}

// pages returns the pages for people, by their paths.
func pages(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, root := range []string{"..", "../docs", "../.github"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && root == ".." && path != root {
				return fs.SkipDir
			}
			if filepath.Ext(path) == ".md" {
				text, err := os.ReadFile(path)
				texts[path] = string(text)
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) < 30 {
		t.Fatalf("there are only %d pages", len(texts))
	}
	return texts
}

// Every link of every page leads to something that there is: a file, or a heading
// on a page. So do addresses of this repository; others are not asked for.
func TestLinks(t *testing.T) {
	t.Parallel()
	const repository = "https://github.com/siterecovery/terraform-provider-siterecovery/blob/main/"
	texts := pages(t)
	links := 0
	for from, text := range texts {
		for _, match := range linked.FindAllStringSubmatch(inline.ReplaceAllString(prose(text), ""), -1) {
			link := match[1] + match[2] + match[3]
			to, here := strings.CutPrefix(link, repository)
			switch {
			case here:
				to = filepath.Join("..", to)
			case external.MatchString(link):
				continue
			default:
				to = filepath.Join(filepath.Dir(from), link)
			}
			links++
			to, anchor, _ := strings.Cut(to, "#")
			if strings.HasPrefix(link, "#") {
				to = from
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s has a link to %s: %v", from, link, err)
			} else if anchor != "" && !anchors(texts[to])[anchor] {
				t.Errorf("%s has a link to %s, and there is no such heading", from, link)
			}
		}
	}
	if links < 200 {
		t.Errorf("only %d links are found", links)
	}
}

// A finding has the title that the guides give it.
func TestGuidesNameFindings(t *testing.T) {
	titled := regexp.MustCompile("([A-Z][A-Za-z0-9 ]*) \\((SR[0-9]{3})\\)[`\n]")
	for name, text := range guides(t) {
		for _, found := range titled.FindAllStringSubmatch(text, -1) {
			if title := engine.Code(found[2]).Title(); !strings.HasSuffix(found[1], title) || title == "" {
				t.Errorf("%s has %q, which is called %q", name, found[0], title)
			}
		}
	}
}
