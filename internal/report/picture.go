package report

import (
	"fmt"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// picture is a drawing of source networks on the left and targets on the right.
// The names are text beside it, each in a row of its own: so it can be read at
// every width.
type picture struct {
	Sources []row
	Targets []row
	Curves  []curve
	// Height is that of the drawing in its own units, of which a row has ten.
	Height int
}

// row is a network in a picture.
type row struct {
	network
	Class, Mark, Short string
}

// curve leads from a source to a target, or ends where there is none.
type curve struct{ Class, Path string }

// rowHeight is the height of a source's row.
const rowHeight = 10

func (b *builder) draw(lines []line) picture {
	p := picture{Height: rowHeight * len(lines)}
	var targets []topology.ID
	index := map[topology.Key]int{}
	for _, l := range lines {
		if _, ok := index[l.target.Key()]; !ok && !l.target.IsZero() {
			index[l.target.Key()] = len(targets)
			targets = append(targets, l.target)
		}
	}
	for _, target := range targets {
		p.Targets = append(p.Targets, row{network: b.network(target)})
	}
	for i, l := range lines {
		look := looks[l.state]
		p.Sources = append(p.Sources, row{b.network(l.source), look.Class, look.Mark, l.short()})
		from := rowHeight*i + rowHeight/2
		if l.target.IsZero() {
			p.Curves = append(p.Curves, curve{look.Class, fmt.Sprintf("M0 %d H38 M38 %d V%d", from, from-2, from+2)})
			continue
		}
		// The targets share the height evenly.
		to := float64(p.Height) * (float64(index[l.target.Key()]) + 0.5) / float64(len(targets))
		p.Curves = append(p.Curves, curve{look.Class, fmt.Sprintf("M0 %d C50 %d 50 %.1f 100 %.1f", from, from, to, to)})
	}
	// What is urgent is drawn last, over the rest.
	slices.Reverse(p.Curves)
	return p
}
