package report

import (
	"cmp"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// failback is where machines are connected when they are replicated back, if
// nobody has touched their replicas.
type failback struct {
	// Return counts the mappings whose machines come back to their network by the
	// mapping of the target or from Azure, Stay those whose target is not mapped
	// back, and Elsewhere those that lead to another network.
	Return, Stay, Elsewhere int
	Rows                    []returnRow
	More                    int
}

// Total is the number of mappings that replicas use.
func (f failback) Total() int { return f.Return + f.Stay + f.Elsewhere }

type returnRow struct {
	Source, Target, Back           network
	From, To                       string
	Class, Mark, Text, Explanation string
}

// way is how a mapping leads back, the most urgent first.
type way int

const (
	elsewhere way = iota
	stays
	returns
)

var ways = [...]struct{ class, mark, text string }{
	elsewhere: {"some", "!", "elsewhere"},
	stays:     {"some", "!", "no mapping back"},
	returns:   {"all", "✓", "its own network"},
}

func (b *builder) failback() failback {
	var f failback
	type back struct {
		line
		way
	}
	var all []back
	for _, at := range b.pairs {
		for _, l := range at.lines {
			if l.target.IsZero() || len(l.users) == l.unserved {
				continue // no replica comes up on it
			}
			w := b.way(l)
			switch w {
			case returns:
				f.Return++
			case stays:
				f.Stay++
			case elsewhere:
				f.Elsewhere++
			}
			all = append(all, back{l, w})
		}
	}
	slices.SortStableFunc(all, func(a, b back) int { return cmp.Compare(a.way, b.way) })
	if len(all) > maxReturns {
		f.More = len(all) - maxReturns
		all = all[:maxReturns]
	}
	for _, l := range all {
		answer, _ := engine.Failback(b.Topology, engine.Replica{Source: l.source, CameUpOn: l.target})
		look := ways[l.way]
		f.Rows = append(f.Rows, returnRow{
			Source: b.network(l.source), Target: b.network(l.target), Back: b.network(answer.Network),
			From: named(l.source.Fabric()), To: named(l.target.Fabric()),
			Class: look.class, Mark: look.mark, Text: look.text, Explanation: shown(answer.Reason),
		})
	}
	return f
}

// way judges a mapping as the findings SR305 and SR306 do. From Azure no mapping
// leads back.
func (b *builder) way(l line) way {
	mapping, ok := b.Topology.Mapping(topology.MappingID(l.target, l.source.Server()))
	switch {
	case ok && !mapping.Target.Same(l.source):
		return elsewhere
	case !ok && l.target.Kind() != topology.KindAzureNetwork:
		return stays
	}
	return returns
}
