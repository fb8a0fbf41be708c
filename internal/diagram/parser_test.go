package diagram_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagram"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if parser != "" {
		_ = os.RemoveAll(parser)
	}
	os.Exit(code)
}

// parser is the directory into which Mermaid has been installed.
var parser string

// install installs Mermaid, as its lock file says, into a directory of its own.
var install = sync.OnceValue(func() (err error) {
	const source = "testdata/mermaid"
	if parser, err = os.MkdirTemp("", "mermaid-"); err != nil {
		return err
	}
	for _, name := range []string{".npmrc", "package.json", "package-lock.json", "check.mjs"} {
		content, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(parser, name), content, 0o600); err != nil {
			return err
		}
	}
	npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = parser
	if output, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci in a copy of %s: %w\n%s", source, err, output)
	}
	return nil
})

// parse lets Mermaid itself parse diagrams, and returns what the tool prints. The
// error says which of them is not valid.
func parse(t *testing.T, diagrams []string, arguments ...string) ([]byte, error) {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is missing, and Mermaid's own parser needs it: install Node.js 18 or newer, with npm, from https://nodejs.org", tool)
		}
	}
	if err := install(); err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(diagrams)
	if err != nil {
		t.Fatal(err)
	}
	var output, problem bytes.Buffer
	node := exec.Command("node", append([]string{filepath.Join(parser, "check.mjs")}, arguments...)...)
	node.Stdin, node.Stdout, node.Stderr = bytes.NewReader(input), &output, &problem
	if err := node.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, problem.String())
	}
	return output.Bytes(), nil
}

func TestMermaidAcceptsEveryDiagram(t *testing.T) {
	diagrams := []string{diagram.Mermaid(topology.New())}
	for _, story := range []string{example, toAzure, broken, "server A"} {
		diagrams = append(diagrams, diagram.Mermaid(told(t, story).Topology))
	}
	diagrams = append(diagrams, diagram.Mermaid(manyNetworks(t).Topology))
	for seed := range uint64(200) {
		found := topology.New(topologytest.Random(topologytest.NewRand(seed), topologytest.Small)...)
		diagrams = append(diagrams, diagram.Mermaid(found))
	}
	for _, found := range tooLarge() {
		diagrams = append(diagrams, diagram.Mermaid(found))
	}
	if _, err := parse(t, diagrams); err != nil {
		t.Error(err)
	}
}

func TestMermaidShowsNamesAsWritten(t *testing.T) {
	var diagrams []string
	for _, name := range nasty() {
		diagrams = append(diagrams, diagram.Mermaid(named(name)))
	}
	output, err := parse(t, diagrams, "--labels")
	if err != nil {
		t.Fatal(err)
	}
	var found []struct{ Nodes, Subgraphs, Links []string }
	if err := json.Unmarshal(output, &found); err != nil || len(found) != len(diagrams) {
		t.Fatalf("of %d diagrams Mermaid found %d: %v", len(diagrams), len(found), err)
	}
	for i, name := range nasty() {
		boxes, nodes, links := labels(name)
		for _, part := range []struct {
			what      string
			got, want []string
		}{
			{"subgraphs", found[i].Subgraphs, boxes},
			{"nodes", found[i].Nodes, nodes},
			{"links", found[i].Links, links},
		} {
			var got []string
			for _, label := range part.got {
				got = append(got, strings.ReplaceAll(unspaced(label), "\n", " / "))
			}
			for _, want := range part.want {
				if !slices.Contains(got, want) {
					t.Errorf("%q: the %s are %q, want %q", name, part.what, got, want)
				}
			}
		}
	}
}

// The tests above can fail.
func TestMermaidRefusesWhatIsNotValid(t *testing.T) {
	good := diagram.Mermaid(told(t, broken).Topology)
	for what, bad := range map[string]string{
		"nothing":                   "",
		"another language":          "digraph { a -> b }",
		"a subgraph without an end": strings.Replace(good, "  end\n", "", 1),
		"a quote in a name":         strings.Replace(good, "VMNetwork1-Beijing", `VMNetwork1"Beijing`, 1),
		"a style for no link":       strings.Replace(good, "linkStyle 2", "linkStyle 99", 1),
		"too many links":            good + strings.Repeat("  a ==> b\n", 500),
	} {
		if bad == good {
			t.Fatalf("%s: nothing has been changed", what)
		}
		_, err := parse(t, []string{good, bad})
		if err == nil || !strings.Contains(err.Error(), "diagram 1 is not valid") {
			t.Errorf("%s: the error is %v", what, err)
		}
	}
}
