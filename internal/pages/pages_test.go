package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// Every code is raised by resources or data sources that there are.
func TestEveryCodeIsRaised(t *testing.T) {
	var names []string
	for name := range resources() {
		names = append(names, name)
	}
	for name := range dataSources() {
		names = append(names, name)
	}
	for _, info := range engine.Codes() {
		by := info.Code.RaisedBy()
		if len(by) == 0 {
			t.Errorf("%s is raised by nothing", info.Code)
		}
		for i, name := range by {
			if !slices.Contains(names, name) || slices.Contains(by[:i], name) {
				t.Errorf("%s is raised by %s, which there is not, or twice", info.Code, name)
			}
		}
		if _, ok := chapters[string(info.Code[:3])]; !ok {
			t.Errorf("%s has no chapter in the guide", info.Code)
		}
	}
}

// Every data source that answers with codes lists them.
func TestCodesOfAnswers(t *testing.T) {
	for name, want := range map[string][]string{
		"resolved_target": {"`outcome`", "`not_mapped`", "`first_subnet`", "`next_free`"},
		"failback":        {"`scenario`", "`moved_to_unmapped`"},
		"failover_plan":   {"`outcome`", "`no_pool`"},
		"topology":        nil,
	} {
		text := answers(name)
		if (text == "") != (want == nil) {
			t.Errorf("of %s is said %q", name, text)
		}
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("of %s is not said %s:\n%s", name, part, text)
			}
		}
	}
}

// Every resource says what a change does to each of its attributes, and what a
// deletion breaks.
func TestEveryResourceIsExplained(t *testing.T) {
	for name, schema := range resources() {
		text := changes(name)
		for attribute, is := range schema.Attributes {
			if strings.Count(text, "`"+attribute+"`") < 1 {
				t.Errorf("what a change of %s does to %s is not said:\n%s", attribute, name, text)
			}
			_, readOnly, _ := strings.Cut(text, "\n- Read-only: ")
			readOnly, _, _ = strings.Cut(readOnly, "\n")
			if only := !is.IsRequired() && !is.IsOptional(); strings.Contains(readOnly, "`"+attribute+"`") != only {
				t.Errorf("that %s of %s is read-only is %t:\n%s", attribute, name, only, text)
			}
		}
		if consequences[name] == "" {
			t.Errorf("what a deletion of %s breaks is not said", name)
		}
	}
	for name := range consequences {
		if _, ok := resources()[name]; !ok {
			t.Errorf("there is no resource %s", name)
		}
	}
	for name, want := range map[string]string{
		"network_mapping": ": with another `source_network_id`.",
		"cloud":           ": with another `server_id`.",
		"vmm_server":      "- In place: `name`.\n- Read-only: `id`. What changes there follows from the rest.\n",
		"vm_network":      "- In place, as long as it is of the same VMM server, and replaced with one of another: `logical_network_id`.\n",
	} {
		if text := changes(name); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q:\n%s", name, want, text)
		}
	}
	if text := deletion("cloud_protection"); !strings.Contains(text, "[network_mapping](network_mapping.md) (`cloud_protection_ids`)") {
		t.Errorf("of a protection is said\n%s", text)
	}
}

// Every list has a page, with its example, all that it takes and all that tells its
// objects apart; the index leads to it, and the page of its resource.
func TestEveryListIsExplained(t *testing.T) {
	examples := os.DirFS("../../examples")
	index, err := os.ReadFile("../../templates/index.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range listResources() {
		text, err := l.page(examples)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		parts := []string{
			"# siterecovery_" + name + " (List Resource)\n", "\nlist \"siterecovery_" + name + "\" \"", "```text\nlist.siterecovery_" + name + ".",
			"](../resources/" + name + ".md)", "](../guides/bringing-in-an-existing-site.md#with-a-query)",
		}
		for attribute, is := range l.Config {
			if !is.IsOptional() || is.GetType() != types.StringType {
				t.Errorf("the page of %s has %s as an optional string, which it is not", name, attribute)
			}
			parts = append(parts, "### Optional\n\n- `"+attribute+"` (String) "+is.GetMarkdownDescription()+"\n")
		}
		for attribute := range l.Identity {
			parts = append(parts, "\n  - `"+attribute+"` (String) ")
		}
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("of %s is not said %q:\n%s", name, part, text)
			}
		}
		if len(l.Identity) == 0 || !strings.Contains(text, "It takes no `config`.") != (len(l.Config) > 0) {
			t.Errorf("of %s is said\n%s", name, text)
		}
		if !strings.Contains(string(index), "["+name+"](list-resources/"+name+".md)") || !strings.Contains(query(name), "(../list-resources/"+name+".md)") {
			t.Errorf("the index or the page of its resource does not lead to the list of %s", name)
		}
	}
	if text := query("failover_baseline"); text != "" {
		t.Errorf("of what has no list is said %q", text)
	}
}
