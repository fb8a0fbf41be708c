package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// resources returns the schemas of all resources, by their names without the
// provider's.
var resources = sync.OnceValue(func() map[string]schema.Schema {
	ctx := context.Background()
	schemas := map[string]schema.Schema{}
	for _, of := range provider.New("")().Resources(ctx) {
		var resp resource.SchemaResponse
		of().Schema(ctx, resource.SchemaRequest{}, &resp)
		schemas[nameOf(of())] = resp.Schema
	}
	return schemas
})

// replaces is what an attribute says of itself that replaces its object. The
// acceptance tests of the provider hold it against what plans say.
const replaces = "replaces the object"

// changes returns what changes of its attributes do to a resource.
func changes(name string) string {
	var replacing, moving, inPlace, following []string
	attributes := resources()[name].Attributes
	for _, attribute := range slices.Sorted(maps.Keys(attributes)) {
		quoted := "`" + attribute + "`"
		switch is := attributes[attribute]; {
		case !is.IsRequired() && !is.IsOptional():
			following = append(following, quoted)
		case strings.Contains(is.GetMarkdownDescription(), replaces) && strings.Contains(is.GetMarkdownDescription(), "in place"):
			moving = append(moving, quoted)
		case strings.Contains(is.GetMarkdownDescription(), replaces):
			replacing = append(replacing, quoted)
		default:
			inPlace = append(inPlace, quoted)
		}
	}
	var text strings.Builder
	for _, effect := range []struct {
		attributes []string
		what       string
	}{
		{inPlace, "In place: %s."},
		{moving, "In place, if the new value is of the same VMM server; if it is of another one, the object is replaced: %s."},
		{replacing, "Replaced, that is destroyed and created again: with another %s. The same id in another case, or the new id of a renamed object, replaces nothing."},
		{following, "Read-only: %s. The provider computes them."},
	} {
		if len(effect.attributes) > 0 {
			fmt.Fprintf(&text, "- "+effect.what+"\n", strings.Join(effect.attributes, ", "))
		}
	}
	if _, ok := attributes["name"]; ok {
		text.WriteString("\nA new `name` renames the object, and updates the ids in everything that refers to it: " +
			"[Changing and decommissioning](../guides/changing-and-decommissioning.md#renaming).\n")
	}
	return text.String()
}

// consequences are what a deletion means on a failover.
var consequences = map[string]string{
	"vmm_server":      "All objects of the server depend on it: delete its networks, clouds and hosts too, and the protections and mappings that use them.",
	"logical_network": "VM networks are on it, and clouds and hosts can use these networks only through it.",
	"vm_network":      "Its mappings have to be deleted too. Then, after a failover, the replicas of the machines on their source networks have no network.",
	"azure_network":   "Its mappings have to be deleted too. Then, after a failover, the replicas of the machines on their source networks reach only machines of their own recovery plan.",
	"cloud":           "The provider can no longer predict what happens to its machines. If it protects another cloud, that cloud is no longer protected.",
	"host": "Replicas are placed on the remaining hosts. If none of these reaches the networks of a replica, " +
		"[siterecovery_readiness](../data-sources/readiness.md) says so ([SR310](../guides/findings.md#sr310)). If no host of a VMM server is left, its hosts are no longer checked.",
	"cloud_protection": "The machines of the protected cloud are no longer replicated (`not_protected`), and mappings that served only this protection serve none.",
	"network_mapping": "On the next failover, the replicas of **all** machines on the source network are connected to no network on a VMM server, and in Azure reach only the machines of " +
		"their own recovery plan (rule M8, inferred). The plan of the deletion does not warn of it. [siterecovery_readiness](../data-sources/readiness.md) does ([SR301](../guides/findings.md#sr301)), and a " +
		"[siterecovery_failover_baseline](failover_baseline.md) shows in the plan whom it concerns. With a vault, the mapping is deleted there first.",
	"network_mappings": "On the next failover, the replicas of **all** machines on its source networks are connected to no network on a VMM server, and in Azure reach only the machines of " +
		"their own recovery plan (rule M8, inferred). The plan of the deletion does not warn of it. [siterecovery_readiness](../data-sources/readiness.md) does ([SR301](../guides/findings.md#sr301)), and a " +
		"[siterecovery_failover_baseline](failover_baseline.md) shows in the plan whom it concerns. With a vault, the mappings are deleted there first. To take one mapping out, remove it from `mappings`.",
	"failover_baseline": "Nothing: it only shows what happens to machines. Plans no longer show it, and no longer fail because of it.",
}

// deletion returns what the deletion of a resource breaks.
func deletion(name string) string {
	text := consequences[name] + "\n"
	var referrers []string
	for _, relation := range topology.Relations() {
		for _, kind := range relation.Kinds() {
			if kind.String() != name {
				continue
			}
			referrers = append(referrers, fmt.Sprintf("[%s](%s.md) (`%s`)", relation.Of(), relation.Of(), relation.Attribute()))
			if relation == topology.MappingToNetwork || relation == topology.MappingFromNetwork && name == "vm_network" {
				referrers = append(referrers, "[network_mappings](network_mappings.md) (`mappings`)")
			}
		}
	}
	slices.Sort(referrers)
	if referrers = slices.Compact(referrers); len(referrers) > 0 {
		text += "\nThese refer to it: " + strings.Join(referrers, ", ") + ". The deletion is refused ([SR113](../guides/findings.md#sr113)) while an object of another state " +
			"refers to it, or an object that this configuration keeps; the error names all of them. Objects that the same run deletes or changes do not prevent it, in any order.\n"
	}
	if name != "failover_baseline" {
		text += "\nOnly the declaration in the catalog is deleted. Nothing is deleted in System Center VMM, and no virtual network in Azure.\n"
	}
	return text
}
