package main

import (
	"slices"
	"strings"
	"testing"

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
		for attribute := range schema.Attributes {
			if strings.Count(text, "`"+attribute+"`") < 1 {
				t.Errorf("what a change of %s does to %s is not said:\n%s", attribute, name, text)
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
		"vmm_server":      "- In place: `name`.\n",
		"vm_network":      "- In place, if the new value is of the same VMM server; if it is of another one, the object is replaced: `logical_network_id`.\n",
	} {
		if text := changes(name); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q:\n%s", name, want, text)
		}
	}
	if text := deletion("cloud_protection"); !strings.Contains(text, "[network_mapping](network_mapping.md) (`cloud_protection_ids`)") {
		t.Errorf("of a protection is said\n%s", text)
	}
}
