package engine

import "container/heap"

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

// fit says how a target fits a source. There is one for every pair that is looked
// at, so it is small.
type fit struct {
	unserved, back, names, subnets int32
	target                         int32
}

func (f *fit) cost() cost {
	return cost{unserved: int64(f.unserved), back: int64(f.back), names: int64(f.names), subnets: int64(f.subnets)}
}

func (f *fit) less(g *fit) bool {
	switch {
	case f.unserved != g.unserved:
		return f.unserved < g.unserved
	case f.back != g.back:
		return f.back < g.back
	case f.names != g.names:
		return f.names < g.names
	}
	return f.subnets < g.subnets
}

// aside is what becomes of a source that has no target to itself.
type aside struct {
	cost cost
	// target is the one that it shares; where there is none, the number of targets.
	target int
}

// fitter tells how all targets that a source may have fit it, in any order, but
// always the same.
type fitter func(source int, visit func(fit))

// assign gives each of some sources a target to itself or sets it aside, at the
// least cost in all, and returns the targets. What is aside of a source is asked
// with the fit that is the best of all its targets, if it has any: of those that are
// equally good, the one with the least number.
func assign(sources, targets int, fits fitter, asideOf func(source int, best fit, found bool) aside) []int {
	a := &assignment{
		fits: fits, targets: targets, nobody: sources,
		rows: make([]row, sources), asides: make([]aside, sources),
		place: make([]int, sources+1), taken: make([]int, targets+sources),
		u: make([]cost, sources), v: make([]cost, targets),
		ways: make([]way, targets),
	}
	for place := range a.taken {
		a.taken[place] = a.nobody
	}
	for source := range a.rows {
		var best fit
		a.rows[source], best = a.nearest(source, shortRow)
		a.asides[source] = asideOf(source, best, len(a.rows[source].fits) > 0)
	}
	for source := range a.rows {
		a.seat(source)
	}
	chosen := a.place[:sources]
	for source, place := range chosen {
		if place >= targets {
			chosen[source] = a.asides[source].target
		}
	}
	return chosen
}

// assignment is an assignment problem and what has been found of its answer by
// the shortest augmenting paths of the Hungarian algorithm.
//
// Places are the targets and, after them, a place aside for each source. The
// potentials u and v prove that the answer is the best: u[source] + v[place] is
// never more than the cost of the source there, and equal to it where the
// source is; v is never positive, and zero at a place where nobody is.
//
// Of the targets of a source only the best are kept. Since v is never positive, none
// of the others is nearer than the cost of the worst that is kept, and only when a
// search has come as far as that are all of them looked at. So the answer is the
// best of all, and yet most of a hundred million pairs are looked at once.
type assignment struct {
	fits    fitter
	rows    []row   // by source
	asides  []aside // by source
	targets int
	nobody  int // the number after the sources

	place []int  // where each source is; at the end, room for where nobody is
	taken []int  // who is at each place
	u, v  []cost // by source, by target
	ways  []way  // by target
	queue queue
	// search is the number of the search, and total the length of the shortest way to
	// a free place that it has found: by the source last to the place end.
	search    int
	total     cost
	last, end int
}

// row are the targets of a source that fit it best.
type row struct {
	fits []fit
	// rest is the least that any other of its targets costs, if there is one.
	rest  cost
	whole bool // there is no other
}

// The number of targets that are kept of a source: at first, and when a search has
// passed them.
const (
	shortRow = 24
	longRow  = 256
)

// nearest finds that many targets of a source that fit it best, and the best.
func (a *assignment) nearest(source, most int) (row, fit) {
	kept := make(worstFirst, 0, most)
	var best fit
	found := row{whole: true}
	a.fits(source, func(f fit) {
		if len(kept) == 0 || f.less(&best) || !best.less(&f) && f.target < best.target {
			best = f
		}
		if len(kept) < most {
			if kept = append(kept, f); len(kept) == most {
				heap.Init(&kept)
			}
			return
		}
		found.whole = false
		if f.less(&kept[0]) {
			kept[0] = f
			heap.Fix(&kept, 0)
		}
	})
	if !found.whole {
		found.rest = kept[0].cost()
	}
	found.fits = kept
	return found, best
}

// worstFirst is a heap of fits with the worst at the top.
type worstFirst []fit

func (w worstFirst) Len() int           { return len(w) }
func (w worstFirst) Less(i, j int) bool { return w[j].less(&w[i]) }
func (w worstFirst) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *worstFirst) Push(any)          {} // it has its size from the beginning
func (w *worstFirst) Pop() any          { return nil }

// way is how a target is reached from the source that is looking for a place.
type way struct {
	distance cost
	from     int
	search   int // the number of the one that has seen it
	done     bool
}

// seat finds a place for one more source: it takes the place of another, which
// takes that of a third, and so on to a place where nobody is, by the way on
// which the cost grows the least.
func (a *assignment) seat(start int) {
	a.search++
	a.queue = a.queue[:0]
	a.end = -1
	var passed []int // the targets on which the search has moved on
	for source, here := start, (cost{}); ; {
		ahead := here.minus(a.u[source])
		if d := ahead.plus(a.asides[source].cost); a.end < 0 || d.less(a.total) {
			a.total, a.last, a.end = d, source, a.targets+source
		}
		a.look(source, ahead)
		target := a.next(start)
		if target < 0 {
			break
		}
		passed = append(passed, target)
		source, here = a.taken[target], a.ways[target].distance
	}

	a.u[start] = a.u[start].plus(a.total)
	for _, target := range passed {
		rest := a.total.minus(a.ways[target].distance)
		a.u[a.taken[target]] = a.u[a.taken[target]].plus(rest)
		a.v[target] = a.v[target].minus(rest)
	}
	for source, end := a.last, a.end; ; source = a.ways[end].from {
		a.taken[end] = source
		end, a.place[source] = a.place[source], end
		if source == start {
			return
		}
	}
}

// look looks from a source at the targets that are kept of it. What lies ahead of
// the source begins at the distance given.
func (a *assignment) look(source int, ahead cost) {
	row := &a.rows[source]
	for i := range row.fits {
		a.reach(source, ahead, &row.fits[i])
	}
	if bound := ahead.plus(row.rest); !row.whole && bound.less(a.total) {
		a.queue.push(queued{bound, -1 - source})
	}
}

// reach notes a way to a target, if it is shorter than those known so far.
func (a *assignment) reach(source int, ahead cost, f *fit) {
	target := int(f.target)
	w := &a.ways[target]
	if w.search == a.search && w.done {
		return
	}
	d := ahead.plus(f.cost()).minus(a.v[target])
	switch {
	case !d.less(a.total):
	case a.taken[target] == a.nobody:
		a.total, a.last, a.end = d, source, target
	case w.search != a.search || d.less(w.distance):
		*w = way{distance: d, from: source, search: a.search}
		a.queue.push(queued{d, target})
	}
}

// next returns the nearest target that is not done, and less than zero if a free
// place is nearer than all of them.
func (a *assignment) next(start int) int {
	for len(a.queue) > 0 && a.queue[0].distance.less(a.total) {
		nearest := a.queue.pop()
		if nearest.at < 0 {
			a.lookFurther(-1-nearest.at, start, nearest.distance)
			continue
		}
		if w := &a.ways[nearest.at]; !w.done && w.distance == nearest.distance {
			w.done = true
			return nearest.at
		}
	}
	return -1
}

// lookFurther looks from a source at the targets that are not kept of it, none of
// which is nearer than the bound: if they are not all wanted more by others.
func (a *assignment) lookFurther(source, start int, bound cost) {
	if !bound.minus(a.leastWanted()).less(a.total) {
		return
	}
	here := cost{}
	if source != start {
		here = a.ways[a.place[source]].distance
	}
	ahead := here.minus(a.u[source])
	if len(a.rows[source].fits) < longRow {
		a.rows[source], _ = a.nearest(source, longRow)
		a.look(source, ahead)
		return
	}
	a.fits(source, func(f fit) { a.reach(source, ahead, &f) })
}

// leastWanted returns the highest potential of a target.
func (a *assignment) leastWanted() cost {
	least := a.v[0]
	for _, v := range a.v {
		if least.less(v) {
			least = v
		}
		if least == (cost{}) {
			break // somebody's last choice, or nobody's
		}
	}
	return least
}

// queue is a heap of what a search may look at next, the nearest at the top.
type queue []queued

type queued struct {
	distance cost
	at       int // a target; or less than zero, -1-source for what is not kept of a source
}

func (q *queue) push(item queued) {
	*q = append(*q, item)
	heap := *q
	at := len(heap) - 1
	for at > 0 && item.distance.less(heap[(at-1)/2].distance) {
		heap[at] = heap[(at-1)/2]
		at = (at - 1) / 2
	}
	heap[at] = item
}

func (q *queue) pop() queued {
	heap := *q
	top, item := heap[0], heap[len(heap)-1]
	heap = heap[:len(heap)-1]
	*q = heap
	at := 0
	for 2*at+1 < len(heap) {
		child := 2*at + 1
		if child+1 < len(heap) && heap[child+1].distance.less(heap[child].distance) {
			child++
		}
		if !heap[child].distance.less(item.distance) {
			break
		}
		heap[at] = heap[child]
		at = child
	}
	if len(heap) > 0 {
		heap[at] = item
	}
	return top
}
