# What a plan does to the machines of its baselines, a line each, after what it
# renames; nothing if it moves none. It fails where nothing that the state holds is
# in the catalog: then that is another one. Run with:
#
#   terraform plan -out=plan
#   terraform show -json plan | jq --raw-output --from-file policy.jq

def of_catalog:
  .type | startswith("siterecovery_") and (IN("siterecovery_failover_baseline", "siterecovery_network_mappings") | not);

def lost:
  any(.resource_drift[]?; of_catalog and .change.actions == ["delete"])
  and (any(.prior_state.values | .. | .resources? // empty | .[]; .mode == "managed" and of_catalog) | not);

def renamed:
  .resource_changes[]
  | select(of_catalog and .change.actions == ["update"] and .change.before.name != .change.after.name);

# The new names by the old ones; a cloud and a network are named with their server.
def new_names:
  ([.resource_changes[] | select(.type == "siterecovery_vmm_server") | .change.before // empty | {key: .id, value: .name}] | from_entries) as $servers
  | [renamed
    | (.change.before.id | split("/")[:3] | join("/")) as $id
    | ($servers[$id] // ($id | ltrimstr("/servers/"))) as $server
    | {key: ([.type, $server, if .type == "siterecovery_vmm_server" then empty else .change.before.name end] | join(" / ")), value: .change.after.name}]
  | from_entries;

# A line of networks is "{VMM server} / {cloud} / {VM network}". One whose names
# change in this plan is not lost: it is looked for by the new names.
def by($names):
  split(" / ")
  | if length == 3 then
      . as [$server, $cloud, $network]
      | [$names["siterecovery_vmm_server / \($server)"] // $server,
         $names["siterecovery_cloud / \($server) / \($cloud)"] // $cloud,
         $names["siterecovery_vm_network / \($server) / \($network)"] // $network]
    else . end
  | join(" / ");

if lost then error("nothing that the state holds is in the catalog: has its file come along, or is it another catalog?") else . end
| new_names as $names
| (renamed | "\(.address) is renamed: '\(.change.before.name)' -> '\(.change.after.name // "(known after apply)")'"),
  (.resource_changes[]
  | select(.type == "siterecovery_failover_baseline")
  | .address as $baseline
  | (.change.before.outcomes // {} | with_entries(.key |= by($names))) as $before
  | (.change.after.outcomes // {}) as $after
  | ((.change.after_unknown.outcomes // {}) | if type == "object" then . else {} end) as $unknown
  | ($before + $after + $unknown | keys[]) as $line
  | ($before[$line] // "(new)") as $was
  | (if $unknown[$line] then "(known after apply)" else $after[$line] // "(gone)" end) as $is
  | select($was != $is)
  | "\($baseline) \($line): \($was) -> \($is)")
