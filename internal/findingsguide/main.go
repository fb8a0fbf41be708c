// Command findingsguide prints the guide to the findings from their table.
package main

import (
	"fmt"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

const head = `---
page_title: "Findings"
subcategory: ""
description: |-
  Everything that the provider objects to, by code.
---

# Findings

What the provider objects to has a code that never changes its meaning. In a plan, a finding is an error or a warning at the
attribute that is wrong, with the remedy. The last column says where the rule behind it comes from: *documented* by Azure Site
Recovery, *inferred* from what is documented, or *this provider's own*, about names, ids and the catalog. The rules are in the
guide [Concepts](concepts.md).

`

func main() {
	fmt.Print(head)
	fmt.Println("| Code | Finding | Meaning | Rule | Basis |")
	fmt.Println("|---|---|---|---|---|")
	for _, info := range engine.Codes() {
		fmt.Printf("| `%s` | %s | %s | %s | %s |\n", info.Code, info.Title, info.Meaning, strings.Join(info.Rules, ", "), info.Basis)
	}
}
