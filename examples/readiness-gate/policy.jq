# What a plan does to the machines of its baselines, a line each; nothing if it
# moves none. Run with:
#
#   terraform plan -out=plan
#   terraform show -json plan | jq --raw-output --from-file policy.jq

.resource_changes[]
| select(.type == "siterecovery_failover_baseline")
| .address as $baseline
| (.change.before.outcomes // {}) as $before
| (.change.after.outcomes // {}) as $after
| ((.change.after_unknown.outcomes // {}) | if type == "object" then . else {} end) as $unknown
| ($before + $after + $unknown | keys[]) as $line
| ($before[$line] // "(new)") as $was
| (if $unknown[$line] then "(known after apply)" else $after[$line] // "(gone)" end) as $is
| select($was != $is)
| "\($baseline) \($line): \($was) -> \($is)"
