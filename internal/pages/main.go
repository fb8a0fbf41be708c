// Command pages completes the generated documentation with what the code knows and
// the generator of the pages does not: the guide to the findings, the pages of the
// lists, and on each other page which findings there are, what a change does, and what
// a deletion breaks.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: pages FOLDER")
	}
	if err := complete(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func complete(docs string) error {
	if err := os.WriteFile(filepath.Join(docs, "guides", "findings.md"), []byte(findings()), 0o600); err != nil {
		return err
	}
	if err := writeLists(docs, os.DirFS("examples")); err != nil {
		return err
	}
	for _, folder := range []string{"resources", "data-sources"} {
		pages, err := filepath.Glob(filepath.Join(docs, folder, "*.md"))
		if err != nil {
			return err
		}
		for _, page := range pages {
			name := strings.TrimSuffix(filepath.Base(page), ".md")
			if err := fill(page, map[string]func() string{
				"findings": func() string { return raises(name) },
				"answers":  func() string { return answers(name) },
				"changes":  func() string { return changes(name) },
				"deletion": func() string { return deletion(name) },
				"query":    func() string { return query(name) },
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill puts sections in the place of their marks, as the templates have them.
func fill(page string, sections map[string]func() string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	for mark, section := range sections {
		mark = fmt.Sprintf("<!-- %s -->\n", mark)
		if strings.Contains(string(text), mark) {
			text = []byte(strings.Replace(string(text), mark, section(), 1))
		}
	}
	return os.WriteFile(page, text, 0o600)
}
