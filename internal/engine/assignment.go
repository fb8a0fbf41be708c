package engine

// cost is what an assignment costs: a component outweighs all those after it.
// Costs are added and subtracted component by component, which keeps their
// order, so they serve where an algorithm expects numbers.
type cost struct {
	without  int64 // sources that go without a target
	unserved int64 // cloud protections that targets do not serve
	apart    int64 // sources that share a target
	back     int64 // ways back that targets do not serve
	names    int64 // letters in which names differ
	subnets  int64 // subnets without one of the same name
}

func (c cost) plus(d cost) cost {
	return cost{c.without + d.without, c.unserved + d.unserved, c.apart + d.apart, c.back + d.back, c.names + d.names, c.subnets + d.subnets}
}

func (c cost) minus(d cost) cost {
	return cost{c.without - d.without, c.unserved - d.unserved, c.apart - d.apart, c.back - d.back, c.names - d.names, c.subnets - d.subnets}
}

func (c cost) less(d cost) bool {
	switch {
	case c.without != d.without:
		return c.without < d.without
	case c.unserved != d.unserved:
		return c.unserved < d.unserved
	case c.apart != d.apart:
		return c.apart < d.apart
	case c.back != d.back:
		return c.back < d.back
	case c.names != d.names:
		return c.names < d.names
	}
	return c.subnets < d.subnets
}

// fit says how a target fits a source. There is one for every pair, so it is small.
type fit struct {
	unserved, back, names, subnets int32
	allowed                        bool
}

func (f fit) cost() cost {
	return cost{unserved: int64(f.unserved), back: int64(f.back), names: int64(f.names), subnets: int64(f.subnets)}
}

// aside is what becomes of a source that has no target to itself.
type aside struct {
	cost cost
	// target is the one that it shares; where there is none, the number of targets.
	target int
}

// assign gives each source a target to itself or sets it aside, at the least
// cost in all, and returns the targets.
func assign(fits [][]fit, asides []aside, targets int) []int {
	a := &assignment{
		fits: fits, asides: asides, targets: targets, nobody: len(fits),
		place: make([]int, len(fits)+1), taken: make([]int, targets+len(fits)),
		u: make([]cost, len(fits)), v: make([]cost, targets+len(fits)),
		ways: make([]way, targets),
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

// assignment is an assignment problem and what has been found of its answer by
// the shortest augmenting paths of the Hungarian algorithm, in O(n²m) steps for
// n sources and m targets.
//
// Places are the targets and, after them, a place aside for each source. The
// potentials u and v prove that the answer is the best: u[source] + v[place] is
// never more than the cost of the source there, and equal to it where the
// source is; v is never positive, and zero at a place where nobody is.
type assignment struct {
	fits    [][]fit // by source and target
	asides  []aside
	targets int
	nobody  int // the number after the sources

	place []int  // where each source is; at the end, room for where nobody is
	taken []int  // who is at each place
	u, v  []cost // by source, by place
	ways  []way  // by target
}

// way is how a target is reached from the source that is looking for a place.
type way struct {
	distance   cost
	from       int
	seen, done bool
}

// seat finds a place for one more source: it takes the place of another, which
// takes that of a third, and so on to a place where nobody is, by the way on
// which the cost grows the least.
func (a *assignment) seat(start int) {
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
func (a *assignment) look(source int, ahead cost) int {
	nearest := a.targets
	var least cost
	for target, fit := range a.fits[source] {
		w := &a.ways[target]
		if w.done {
			continue
		}
		if fit.allowed {
			if d := ahead.plus(fit.cost()).minus(a.v[target]); !w.seen || d.less(w.distance) {
				*w = way{distance: d, from: source, seen: true}
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
