package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// M2: which machines reach each other in Azure, with and without a mapping, with
// and without a gateway.
func TestM2Reachability(t *testing.T) {
	from := corrected()
	from.networks["VMNetwork3-Beijing"] = "LogicalNetwork1-Beijing"
	from.networks["VMNetwork4-Beijing"] = "LogicalNetwork1-Beijing"
	w := build(t, from)
	open := w.azure("open", "westeurope")
	w.Put(topology.NewAzureNetwork(open, "westeurope", nil, true))
	closed := w.azure("closed", "westeurope")
	w.create(topology.NewMapping(w.id("VMNetwork1-Beijing"), open, topology.ID{}, nil))
	w.create(topology.NewMapping(w.id("VMNetwork2-Beijing"), open, topology.ID{}, nil))
	w.create(topology.NewMapping(w.id("VMNetwork3-Beijing"), closed, topology.ID{}, nil))
	on := func(network, plan string) engine.AzureMachine {
		return engine.AzureMachine{Network: w.id(network), RecoveryPlan: plan}
	}
	groups, objections := engine.AzureReachability(w.Topology, map[string]engine.AzureMachine{
		"web1":   on("VMNetwork1-Beijing", "P"),
		"web2":   on("VMNetwork1-Beijing", "Q"),
		"db":     on("VMNetwork2-Beijing", ""),
		"closed": on("VMNetwork3-Beijing", "P"),
		"p2":     on("VMNetwork4-Beijing", "P"),
		"p1":     on("VMNetwork4-Beijing", "P"),
		"p3":     on("VMNetwork4-Beijing", "p"), // names that differ only in case are one name
		"q":      on("VMNetwork4-Beijing", "Q"),
		"alone":  on("VMNetwork4-Beijing", ""),
		"lonely": on("VMNetwork4-Beijing", ""),
	})
	if len(objections) > 0 {
		t.Fatal(objections)
	}
	var got []string
	for _, group := range groups {
		got = append(got, fmt.Sprintf("%v %q %v %s", group.Machines, group.Network.Name(), group.ReachesOnPremises, group.Reason))
	}
	want := []string{
		`[alone] "" false Its network is not mapped to Azure, and it is in no recovery plan, so it reaches no other machine.`,
		`[closed] "closed" false They are all on Azure network 'closed', whatever their recovery plans; it has no gateway to on-premises.`,
		`[db web1 web2] "open" true They are all on Azure network 'open', whatever their recovery plans, and its gateway leads on-premises.`,
		`[lonely] "" false Its network is not mapped to Azure, and it is in no recovery plan, so it reaches no other machine.`,
		`[p1 p2 p3] "" false Their networks are not mapped to Azure, so only machines of the same recovery plan, 'P', reach each other.`,
		`[q] "" false Their networks are not mapped to Azure, so only machines of the same recovery plan, 'Q', reach each other.`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("the groups are\n%q\nwant\n%q", got, want)
	}

	_, objections = engine.AzureReachability(w.Topology, map[string]engine.AzureMachine{"vm": {Network: open}})
	w.check(t, objections, expected{engine.WrongKind, engine.Error, `virtual_machines["vm"].network_id`, nil})
}
