package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// machines is what becomes of the machines that were given.
type machines struct {
	Total, AtRisk, Moved int
	// Rows are those at risk, then those that work with another address.
	Rows []machineRow
	More int
	// Remedies are what to do about them, by code.
	Remedies []severity
}

type machineRow struct {
	Name, Cloud string
	// AtRisk says that the machine does not come up as it should; else only its
	// address is another one.
	AtRisk  bool
	Status  string
	Reasons []string
	More    int
}

// machines returns what becomes of the machines, nil if none were given.
func (b *builder) machines() *machines {
	if b.Machines == nil {
		return nil
	}
	m := &machines{Total: len(b.Plan.Machines)}
	for _, landing := range b.Plan.Machines {
		if row, ok := b.machine(landing); ok {
			m.Rows = append(m.Rows, row)
			if row.AtRisk {
				m.AtRisk++
			} else {
				m.Moved++
			}
		}
	}
	slices.SortStableFunc(m.Rows, func(a, b machineRow) int { return cmp.Compare(order(a), order(b)) })
	if len(m.Rows) > maxMachines {
		m.More = len(m.Rows) - maxMachines
		m.Rows = m.Rows[:maxMachines]
	}
	m.Remedies = severities(b.Topology, b.Plan.Findings, 0)
	return m
}

func order(row machineRow) int {
	if row.AtRisk {
		return 0
	}
	return 1
}

// machine returns the row of a machine, and false if it comes up as it was.
func (b *builder) machine(landing engine.MachineLanding) (machineRow, bool) {
	asked := b.Machines[landing.Name]
	row := machineRow{Name: short(landing.Name), Cloud: named(asked.Cloud), AtRisk: true}
	unplaced := engine.WithoutHost(b.Topology, &landing)
	switch {
	case !landing.Connected:
		row.Status = "not connected"
	case landing.Fails:
		row.Status = "no address"
	case len(unplaced) > 0:
		row.Status = "no host"
		row.Reasons = []string{"No host reaches all networks that it connects to: " + b.names(unplaced) + "."}
	default:
		row.AtRisk, row.Status = false, "other address"
	}
	if landing.Reason != "" {
		row.Reasons = append(row.Reasons, shown(landing.Reason))
	}
	for i, adapter := range landing.Adapters {
		reason := ""
		switch {
		case adapter.Outcome != engine.Connected:
			reason = adapter.Reason()
		case adapter.AddressRule == engine.NextFree && asked.Adapters[i].Address != "":
			reason = fmt.Sprintf("%s instead of %s.", adapter.Address, asked.Adapters[i].Address)
		default:
			continue
		}
		if len(landing.Adapters) > 1 {
			reason = fmt.Sprintf("Adapter %d: %s", i, reason)
		}
		row.Reasons = append(row.Reasons, shown(reason))
	}
	if len(row.Reasons) > maxAdapters {
		row.More = len(row.Reasons) - maxAdapters
		row.Reasons = row.Reasons[:maxAdapters]
	}
	return row, row.AtRisk || len(row.Reasons) > 0
}
