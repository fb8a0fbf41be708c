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
		{moving, "In place, as long as it is of the same VMM server, and replaced with one of another: %s."},
		{replacing, "Replaced, that is destroyed and created again: with another %s. Another spelling of the same id, or the id of the same object under a new name, replaces nothing."},
		{following, "Read-only: %s. What changes there follows from the rest."},
	} {
		if len(effect.attributes) > 0 {
			fmt.Fprintf(&text, "- "+effect.what+"\n", strings.Join(effect.attributes, ", "))
		}
	}
	if _, ok := attributes["name"]; ok {
		text.WriteString("\nA new `name` renames the object, and with it everything that refers to it: " +
			"[Changing and decommissioning](../guides/changing-and-decommissioning.md#renaming).\n")
	}
	return text.String()
}

// consequences are what a deletion means on a failover.
var consequences = map[string]string{
	"vmm_server":      "Nothing of the site is known without it.",
	"logical_network": "VM networks sit on it, and clouds and hosts reach them by it.",
	"vm_network":      "Mappings lead from and to it: deleting them leaves replicas without a network.",
	"azure_network":   "Mappings lead to it: deleting them leaves replicas with the machines of their own recovery plan alone.",
	"cloud":           "What becomes of its machines is not known without it. Where it protects another cloud, that one is not protected any more.",
	"host": "Replicas are placed on the hosts that are left. Where none of these reaches the networks of a replica, " +
		"[siterecovery_readiness](../data-sources/readiness.md) says so ([SR310](../guides/findings.md#sr310)). With the last host of a VMM server, hosts are judged no more.",
	"cloud_protection": "The machines of the protected cloud are replicated nowhere (`not_protected`), and mappings that served only this protection serve none.",
	"network_mapping": "On the next failover, the replicas of **all** machines on the source network are connected to no network on a VMM server, and in Azure reach only the machines of " +
		"their own recovery plan (rule M8, inferred). The plan of the deletion does not warn of it. [siterecovery_readiness](../data-sources/readiness.md) does ([SR301](../guides/findings.md#sr301)), and a " +
		"[siterecovery_failover_baseline](failover_baseline.md) shows in the plan whom it concerns. With a vault, the mapping is deleted there first.",
	"network_mappings": "On the next failover, the replicas of **all** machines on its source networks are connected to no network on a VMM server, and in Azure reach only the machines of " +
		"their own recovery plan (rule M8, inferred). The plan of the deletion does not warn of it. [siterecovery_readiness](../data-sources/readiness.md) does ([SR301](../guides/findings.md#sr301)), and a " +
		"[siterecovery_failover_baseline](failover_baseline.md) shows in the plan whom it concerns. With a vault, the mappings are deleted there first. To take one mapping out, remove it from `mappings`.",
	"failover_baseline": "Nothing: it only tells what becomes of machines. Plans say no more of it, and no longer fail for it.",
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
		text += "\nThese refer to it: " + strings.Join(referrers, ", ") + ". While one of another state does, or one that this configuration keeps, the deletion is refused " +
			"([SR113](../guides/findings.md#sr113)), and all of them are named. Those that the same run deletes or changes are not in the way, in whatever order.\n"
	}
	if name != "failover_baseline" {
		text += "\nWhat is deleted is the declaration in the catalog. Nothing is deleted in System Center VMM, and no virtual network in Azure.\n"
	}
	return text
}
