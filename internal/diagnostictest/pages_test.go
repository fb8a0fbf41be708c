package diagnostictest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

func TestMain(m *testing.M) { terraformtest.Main(m) }

const required = `terraform {
  required_providers {
    siterecovery = { source = "siterecovery/siterecovery" }
  }
}
`

// Every page says what Terraform prints.
func TestAccPages(t *testing.T) {
	terraformtest.AboutTerraform(t, "prints some of it otherwise")
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no pages: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p := parse(string(text))
		if !strings.Contains(string(text), "\n-- terraform ") {
			continue // another package writes it
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			terraformtest.AboutFiles(t)
			t.Parallel()
			r := &run{Terraform: terraformtest.New(t, ""), t: t}
			if err := os.Remove(filepath.Join(r.Dir, "main.tf")); err != nil {
				t.Fatal(err)
			}
			for i, s := range p.sections {
				p.sections[i].text = r.do(s)
			}
			if slices.Contains(varying, name) && !*update {
				compareTitles(t, name, p)
				return
			}
			Golden(t, name, p.String())
		})
	}
}

// varying are the pages where an object is deleted, whose turn Terraform lets no
// configuration decide, and another changes: the one planned second has the finding. Of these,
// every summary that is printed is on the page, and every section that had something
// to say has.
var varying = []string{"hundreds-of-mappings", "states", "states-taken"}

var summary = regexp.MustCompile(`(?m)^(Error|Warning): .+$`)

func compareTitles(t *testing.T, name string, p page) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder(), name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	known := summary.FindAllString(string(text), -1)
	for i, s := range parse(string(text)).sections {
		if (p.sections[i].text == "") != (s.text == "") {
			t.Errorf("%s.txt, %s: it says\n%s\nwant\n%s", name, s.title, p.sections[i].text, s.text)
		}
		for _, one := range summary.FindAllString(p.sections[i].text, -1) {
			if !slices.Contains(known, one) {
				t.Errorf("%s.txt, %s: it is not on the page:\n%s", name, s.title, p.sections[i].text)
			}
		}
	}
}

// run is what becomes of a page.
type run struct {
	*terraformtest.Terraform
	t      *testing.T
	vault  *fakeVault
	inited map[string]bool
}

// do does what a section says, and returns what it has to say.
func (r *run) do(s section) string {
	r.t.Helper()
	if command, ok := strings.CutPrefix(s.title, "terraform "); ok {
		return r.command(strings.Fields(command))
	}
	if happens, ok := happenings[s.title]; ok {
		happens(r)
		return s.text
	}
	file := filepath.Join(r.Dir, s.title)
	if strings.TrimSpace(s.text) == "" {
		if err := os.RemoveAll(file); err != nil {
			r.t.Fatal(err)
		}
		return s.text
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return s.text
}

// command runs terraform, in the order of its own, and returns the diagnostics
// that it prints.
func (r *run) command(args []string) string {
	r.t.Helper()
	dir := ""
	if chdir, ok := strings.CutPrefix(args[0], "-chdir="); ok {
		dir, args = chdir, args[1:]
	}
	if at := filepath.Join(r.Dir, dir); !r.inited[at] {
		if err := os.WriteFile(filepath.Join(at, "versions.tf"), []byte(required), 0o600); err != nil {
			r.t.Fatal(err)
		}
		r.terraform(at, "init")
		if r.inited == nil {
			r.inited = map[string]bool{}
		}
		r.inited[at] = true
	}
	var options []string
	switch args[0] {
	case "plan", "refresh":
		options = []string{"-parallelism=1", "-input=false"}
	case "apply", "destroy":
		options = []string{"-parallelism=1", "-input=false", "-auto-approve"}
	}
	args = slices.Insert(args, 1, options...)
	return r.shown(r.terraform(filepath.Join(r.Dir, dir), args...))
}

func (r *run) terraform(dir string, args ...string) string {
	r.t.Helper()
	var output bytes.Buffer
	command := r.Command(args...)
	command.Dir, command.Stdout, command.Stderr = dir, &output, &output
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		r.t.Fatalf("terraform does not run: %v", err)
	}
	return output.String()
}

var (
	begins = regexp.MustCompile(`^(Error|Warning): `)
	ends   = regexp.MustCompile(`^(Apply complete!|Destroy complete!|No changes\.|Plan: |Outputs:|Changes to Outputs|Planning failed|Terraform used|Terraform will|` +
		`Terraform planned|You can apply|─|Note: |Success!|Import successful!|Preparing import|` +
		`(data\.)?(siterecovery|terraform)_[^ ]*: |The resources that were imported)`)
	ports   = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	streams = regexp.MustCompile(`stream ID \d+`)
)

// shown returns the diagnostics among what was printed, in the folder /dr.
func (r *run) shown(output string) string {
	var lines []string
	within := false
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, " \n")
		switch {
		case begins.MatchString(line):
			if len(lines) > 0 && lines[len(lines)-1] != "" {
				lines = append(lines, "")
			}
			within = true
		case ends.MatchString(line):
			within = false
		}
		if within && (line != "" || lines[len(lines)-1] != "") {
			lines = append(lines, line)
		}
	}
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	if text == "" {
		return ""
	}
	// Terraform prints the diagnostics of resources that do not wait for each other in
	// any order.
	var all []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = r.elsewhere(paragraph)
		if begins.MatchString(paragraph) {
			all = append(all, paragraph)
		} else {
			all[len(all)-1] += "\n\n" + paragraph
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n\n") + "\n"
}

// elsewhere writes a paragraph as it would be elsewhere than in this test, where
// names have other lengths and lines break at other places.
func (r *run) elsewhere(paragraph string) string {
	now := paragraph
	if r.vault != nil {
		now = r.vault.elsewhere(now)
	}
	now = ports.ReplaceAllString(strings.ReplaceAll(now, r.Dir, "/dr"), "127.0.0.1:443")
	now = streams.ReplaceAllString(now, "stream ID 11")
	if now == paragraph {
		return paragraph
	}
	return wrap(now)
}
