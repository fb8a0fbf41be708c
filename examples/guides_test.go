package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// guide is the text of a guide.
type guide struct {
	t    *testing.T
	text string
}

func open(t *testing.T, name string) guide {
	t.Helper()
	text, err := os.ReadFile("../templates/guides/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return guide{t, string(text)}
}

// shows checks that the guide has a text as it is printed.
func (g guide) shows(printed string) {
	g.t.Helper()
	if printed == "" || !strings.Contains(g.text, printed) {
		g.t.Errorf("the guide does not show\n%s", printed)
	}
}

// block returns the part of the guide in Terraform that has a line.
func (g guide) block(line string) string {
	g.t.Helper()
	for block := range strings.SplitSeq(g.text, "```") {
		if text, ok := strings.CutPrefix(block, "terraform\n"); ok && strings.Contains(text, line) {
			return text
		}
	}
	g.t.Fatalf("no block of the guide has %q", line)
	return ""
}

// piece returns the piece of the guide in a language that has a part.
func (g guide) piece(language, part string) string {
	g.t.Helper()
	for _, piece := range blocks(g.text, language) {
		if strings.Contains(piece, part) {
			return piece
		}
	}
	g.t.Fatalf("the guide has no %s with %q", language, part)
	return ""
}

// wraps checks that the guide and a result have a text, wherever its lines break.
func (g guide) wraps(result terraformtest.Result, printed string) {
	g.t.Helper()
	words := strings.Join(strings.Fields(printed), " ")
	if !result.Says(printed) || !strings.Contains(strings.Join(strings.Fields(g.text), " "), words) {
		g.t.Errorf("the guide or the output does not have\n%s\nthe output is\n%s", printed, result.Output)
	}
}

// quotes checks that every piece of configuration in the guide is in one of the
// files, but for what the guide leaves out of a block.
func (g guide) quotes(files ...string) {
	g.t.Helper()
	var all string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			g.t.Fatal(err)
		}
		all += string(content)
	}
	pieces := strings.Split(g.text, "```terraform\n")[1:]
	if len(pieces) == 0 {
		g.t.Error("the guide has no configuration")
	}
	for _, piece := range pieces {
		piece, _, _ = strings.Cut(piece, "```")
		for _, part := range strings.Split(strings.TrimSuffix(piece, "}\n"), "\n\n") {
			if !strings.Contains(all, part) {
				g.t.Errorf("the guide shows what no file has:\n%s", part)
			}
		}
	}
}

// asked is the worked example with the questions of the guides.
func asked(t *testing.T, replacements ...string) string {
	t.Helper()
	return configuration(t, "worked-example", replacements...) + `
		data "siterecovery_topology" "this" {
			depends_on = [siterecovery_network_mapping.to_shanghai, siterecovery_network_mapping.to_beijing]
		}
		output "picture" { value = data.siterecovery_topology.this.mermaid }

	` + open(t, "failover-and-failback-explained.md").block(`data "siterecovery_failback" "vm1" {`)
}

// What the guides show of the worked example is what is printed; failback 1 to 6
// among it.
func TestGuidesShowWhatIsPrinted(t *testing.T) {
	t.Parallel()
	concepts, explained := open(t, "concepts.md"), open(t, "failover-and-failback-explained.md")
	terraform := terraformtest.New(t, asked(t))
	terraform.Apply()
	var picture, tables string
	terraform.Output("picture", &picture)
	concepts.shows("```mermaid\n" + picture + "```\n")
	terraform.Output("tables", &tables)
	for part := range strings.SplitSeq(tables, "\n\n") {
		if strings.HasPrefix(part, "  ") {
			explained.shows("```text\n" + strings.TrimSuffix(part, "\n") + "\n```\n")
		}
	}
	vm1 := func(fates ...string) {
		t.Helper()
		back := map[string]string{}
		terraform.Output("vm1", &back)
		for _, fate := range fates {
			explained.shows(`  "` + fate + `" = "` + back[fate] + `"`)
		}
	}
	vm1("left alone", "disconnected", "moved") // failback 1, 2 and 3

	// Failback 4 and 5. The mapping is there before it is asked about.
	second := `
		resource "siterecovery_network_mapping" "second_to_beijing" {
			source_network_id = siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"].id
			target_network_id = siterecovery_vm_network.beijing["VMNetwork2-Beijing"].id
		}`
	const back = `target_network_id = siterecovery_vm_network.beijing["VMNetwork1-Beijing"].id`
	terraform.Write(asked(t, back, strings.Replace(back, "1-", "2-", 1)) + second)
	explained.wraps(terraform.Must("apply", "-auto-approve"), explained.piece("text", "Warning: Replicas change their network (SR212)\n\n  with siterecovery_network_mapping.to_beijing"))
	terraform.Apply()
	vm1("left alone", "moved")

	// Failback 6.
	terraform.Write(asked(t, `resource "siterecovery_network_mapping" "to_beijing" {`,
		`resource "siterecovery_network_mapping" "to_beijing" {
			count = 0`))
	terraform.Must("apply", "-auto-approve")
	terraform.Apply()
	vm1("left alone")

	// A mapping that cannot work, in the first plan.
	terraform = terraformtest.New(t, configuration(t, "worked-example",
		`siterecovery_vm_network.shanghai["VMNetwork1-Shanghai"].id
  cloud_protection_ids = [for protection in siterecovery_cloud_protection.this : protection.id]`,
		`siterecovery_vm_network.shanghai["VMNetwork2-Shanghai"].id
  cloud_protection_ids = [siterecovery_cloud_protection.this["SilverCloud1"].id]`))
	explained.wraps(terraform.Run("plan"), explained.piece("text", "(SR203)"))
}

// runs runs the piece of the guide for the console that begins with a command and has
// a part, as it stands there. The last command has to succeed.
func (g guide) runs(terraform *terraformtest.Terraform, first, part string) terraformtest.Result {
	g.t.Helper()
	script := g.script(first, part)
	result := terraform.Shell(script)
	if result.Code != 0 {
		g.t.Errorf("it ends with %d:\n%s%s", result.Code, script, result.Output)
	}
	return result
}

// script returns the commands of the piece that runs would run.
func (g guide) script(first, part string) string {
	g.t.Helper()
	for _, piece := range blocks(g.text, "console") {
		if !strings.HasPrefix(piece, "$ "+first) || !strings.Contains(piece, part) {
			continue
		}
		var script strings.Builder
		for line := range strings.Lines(piece) {
			if command, ok := strings.CutPrefix(line, "$ "); ok { // others are what is printed
				script.WriteString(command)
			}
		}
		return script.String()
	}
	g.t.Fatalf("the guide has no command %q with %q", first, part)
	return ""
}

// What the guide says of logs: the commands as they stand there, and a line of the log
// with all that a line of the guide has, but for what differs from run to run.
func TestGuideToLogs(t *testing.T) {
	t.Parallel()
	guide := open(t, "troubleshooting.md")
	terraform := terraformtest.New(t, sites(t))
	terraform.Apply()
	logged := func(command, line string) {
		t.Helper()
		guide.runs(terraform, command, "")
		log, err := os.ReadFile(filepath.Join(terraform.Dir, "terraform.log"))
		if err != nil {
			t.Fatal(err)
		}
		differs := regexp.MustCompile(`:\d\d\.|catalog=|revision=|milliseconds=|…`)
		words := slices.DeleteFunc(strings.Fields(line), differs.MatchString)
		for logged := range strings.Lines(string(log)) {
			if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(logged, word) }) {
				return
			}
		}
		t.Errorf("no line has all of %q:\n%s", words, log)
	}
	opened, applied, _ := strings.Cut(guide.piece("text", "opened the catalog"), "…\n")
	logged("TF_LOG_PROVIDER=DEBUG TF_LOG_PATH=", opened)
	terraform.Write(sites(t, `"VMM-Beijing"`, `"VMM-Peking"`))
	logged("TF_LOG_PROVIDER=DEBUG TF_LOG_SDK=OFF", applied)
}
