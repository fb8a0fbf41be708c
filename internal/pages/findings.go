package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

const head = `---
page_title: "Findings"
subcategory: ""
description: |-
  All errors and warnings of the provider with a code, what they mean and what to do.
---

# Findings

Each finding, an error or a warning, has a code that never changes its meaning. In a plan, a finding is at the
attribute that is wrong, with the remedy. This page has for each code its title, its meaning, what to do in general (the finding itself
names the objects), and what raises it: resources when they change, data sources in their answers. It also says from where the
rule comes: *documented* by Azure Site Recovery, *inferred* from what is documented, or *this provider's own*, about
names, ids and the catalog. The rules are in the guide [Concepts](concepts.md).
`

// chapters are the hundreds of the codes.
var chapters = map[string]string{
	"SR1": "SR1xx: an object and its place in the catalog",
	"SR2": "SR2xx: protections and mappings",
	"SR3": "SR3xx: problems on a failover",
	"SR4": "SR4xx: test failovers",
	"SR5": "SR5xx: failover baselines",
	"SR6": "SR6xx: a Recovery Services vault",
}

// findings returns the guide to the findings.
func findings() string {
	var text strings.Builder
	text.WriteString(head)
	chapter := ""
	for _, info := range engine.Codes() {
		if of := string(info.Code[:3]); of != chapter {
			chapter = of
			fmt.Fprintf(&text, "\n## %s\n", chapters[chapter])
		}
		fmt.Fprintf(&text, "\n### %s\n\n**%s.** %s\n\n- What to do: %s\n- Rule: %s\n- Raised by: %s\n",
			info.Code, info.Title, info.Meaning, info.Advice, rule(info), raisers(info.Code))
	}
	return text.String()
}

func rule(info engine.CodeInfo) string {
	if len(info.Rules) == 0 {
		return string(info.Basis)
	}
	return fmt.Sprintf("%s (%s)", strings.Join(info.Rules, ", "), info.Basis)
}

func raisers(code engine.Code) string {
	var links []string
	for _, name := range slices.Sorted(slices.Values(code.RaisedBy())) {
		folder := "data-sources"
		if _, ok := resources()[name]; ok {
			folder = "resources"
		}
		links = append(links, fmt.Sprintf("[%s](../%s/%s.md)", name, folder, name))
	}
	return strings.Join(links, ", ")
}

// raises returns the table of the findings of a resource or a data source.
func raises(name string) string {
	var rows strings.Builder
	for _, info := range engine.Codes() {
		if slices.Contains(info.Code.RaisedBy(), name) {
			fmt.Fprintf(&rows, "| [%s](../guides/findings.md#%s) | %s |\n", info.Code, strings.ToLower(string(info.Code)), info.Title)
		}
	}
	if rows.Len() == 0 {
		return "It has no findings.\n"
	}
	return "| Code | Finding |\n|---|---|\n" + rows.String()
}
