package engine

import (
	"math/rand/v2"
	"testing"
)

// The former algorithm, which looks at every target of every source, is the oracle
// of the present one.

func TestAssignmentAgreesWithTheDenseOne(t *testing.T) {
	for seed := range uint64(1_000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		sources, targets := 1+rng.IntN(60), 1+rng.IntN(60)
		if seed%100 == 0 {
			sources, targets = 300+rng.IntN(200), 300+rng.IntN(200) // more than are kept
		}
		sharing := rng.IntN(2) == 0
		most := []int32{1 + rng.Int32N(3), 1 + rng.Int32N(3), 1 + rng.Int32N(20), 1 + rng.Int32N(3)}
		share := rng.Float64()
		fits := make([][]denseFit, sources)
		asides := make([]aside, sources)
		asideOf := func(_ int, best fit, found bool) aside {
			if sharing && found {
				return aside{best.cost().plus(cost{apart: 1}), int(best.target)}
			}
			return aside{cost{without: 1}, targets}
		}
		sparse := func(source int, visit func(fit)) {
			for target, f := range fits[source] {
				if f.allowed {
					visit(fit{f.unserved, f.back, f.names, f.subnets, int32(target)})
				}
			}
		}
		for i := range fits {
			fits[i] = make([]denseFit, targets)
			var best fit
			found := false
			for j := range fits[i] {
				f := denseFit{rng.Int32N(most[0]), rng.Int32N(most[1]), rng.Int32N(most[2]), rng.Int32N(most[3]), rng.Float64() < share}
				fits[i][j] = f
				if now := (fit{f.unserved, f.back, f.names, f.subnets, int32(j)}); f.allowed && (!found || now.less(&best)) {
					best, found = now, true
				}
			}
			asides[i] = asideOf(i, best, found)
		}
		want := priceOf(t, fits, asides, assignDensely(fits, asides, targets), targets)
		if got := priceOf(t, fits, asides, assign(sources, targets, sparse, asideOf), targets); got != want {
			t.Fatalf("seed %d: it costs %+v, want %+v", seed, got, want)
		}
	}
}

// priceOf is what an assignment costs, in which no target is given twice but to those
// that share it.
func priceOf(t *testing.T, fits [][]denseFit, asides []aside, chosen []int, targets int) cost {
	t.Helper()
	held, owners := map[int]bool{}, map[int]int{}
	var total cost
	for source, target := range chosen {
		if target == targets {
			total = total.plus(asides[source].cost)
			continue
		}
		if !fits[source][target].allowed {
			t.Fatalf("target %d is not for source %d", target, source)
		}
		if asides[source].target != target {
			owners[target]++
		}
		if owners[target] > 1 {
			t.Fatalf("target %d is given to two", target)
		}
		total = total.plus(fits[source][target].cost())
		if held[target] {
			total = total.plus(cost{apart: 1})
		}
		held[target] = true
	}
	return total
}

// denseFit says how a target fits a source.
type denseFit struct {
	unserved, back, names, subnets int32
	allowed                        bool
}

func (f denseFit) cost() cost {
	return cost{unserved: int64(f.unserved), back: int64(f.back), names: int64(f.names), subnets: int64(f.subnets)}
}

// assignDensely gives each source a target to itself or sets it aside, at the least
// cost in all, and returns the targets.
func assignDensely(fits [][]denseFit, asides []aside, targets int) []int {
	a := &denseAssignment{
		fits: fits, asides: asides, targets: targets, nobody: len(fits),
		place: make([]int, len(fits)+1), taken: make([]int, targets+len(fits)),
		u: make([]cost, len(fits)), v: make([]cost, targets+len(fits)),
		ways: make([]denseWay, targets),
	}
	for place := range a.taken {
		a.taken[place] = a.nobody
	}
	for source := range fits {
		a.seat(source)
	}
	chosen := a.place[:len(fits)]
	for source, place := range chosen {
		if place >= targets {
			chosen[source] = asides[source].target
		}
	}
	return chosen
}

// denseAssignment is an assignment problem and what has been found of its answer by
// the shortest augmenting paths of the Hungarian algorithm, in O(n²m) steps for
// n sources and m targets.
//
// Places are the targets and, after them, a place aside for each source. The
// potentials u and v prove that the answer is the best: u[source] + v[place] is
// never more than the cost of the source there, and equal to it where the
// source is; v is never positive, and zero at a place where nobody is.
type denseAssignment struct {
	fits    [][]denseFit // by source and target
	asides  []aside
	targets int
	nobody  int // the number after the sources

	place []int      // where each source is; at the end, room for where nobody is
	taken []int      // who is at each place
	u, v  []cost     // by source, by place
	ways  []denseWay // by target
}

// denseWay is how a target is reached from the source that is looking for a place.
type denseWay struct {
	distance   cost
	from       int
	seen, done bool
}

// seat finds a place for one more source: it takes the place of another, which
// takes that of a third, and so on to a place where nobody is, by the way on
// which the cost grows the least.
func (a *denseAssignment) seat(start int) {
	clear(a.ways)
	var passed []int     // the targets on which the search has moved on
	var here, total cost // the way to the source that looks, and the least to a free place
	last, end := a.nobody, 0
	for source := start; ; {
		ahead := here.minus(a.u[source])
		if d := ahead.plus(a.asides[source].cost); last == a.nobody || d.less(total) {
			last, end, total = source, a.targets+source, d
		}
		next := a.look(source, ahead)
		if next == a.targets || !a.ways[next].distance.less(total) {
			break
		}
		here = a.ways[next].distance
		if a.taken[next] == a.nobody {
			last, end, total = a.ways[next].from, next, here
			break
		}
		a.ways[next].done = true
		passed = append(passed, next)
		source = a.taken[next]
	}

	a.u[start] = a.u[start].plus(total)
	for _, target := range passed {
		rest := total.minus(a.ways[target].distance)
		a.u[a.taken[target]] = a.u[a.taken[target]].plus(rest)
		a.v[target] = a.v[target].minus(rest)
	}
	for source := last; ; source = a.ways[end].from {
		a.taken[end] = source
		end, a.place[source] = a.place[source], end
		if source == start {
			return
		}
	}
}

// look looks from a source at all targets and returns the nearest that is not
// done, or the number of targets. What lies ahead of the source begins at the
// distance given. Of two that are equally near it returns one where nobody is,
// if there is one: that ends the search.
func (a *denseAssignment) look(source int, ahead cost) int {
	nearest := a.targets
	var least cost
	for target, fit := range a.fits[source] {
		w := &a.ways[target]
		if w.done {
			continue
		}
		if fit.allowed {
			if d := ahead.plus(fit.cost()).minus(a.v[target]); !w.seen || d.less(w.distance) {
				*w = denseWay{distance: d, from: source, seen: true}
			}
		}
		if !w.seen {
			continue
		}
		if nearest == a.targets || w.distance.less(least) ||
			w.distance == least && a.taken[target] == a.nobody {
			nearest, least = target, w.distance
		}
	}
	return nearest
}
