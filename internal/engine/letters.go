package engine

import (
	"cmp"
	"slices"
)

// letterCounter counts by how many letters one name differs from many others: the
// letters that have to be inserted, deleted or replaced to make one the other
// (Levenshtein's distance).
//
// A proposal for ten thousand networks compares a hundred million pairs of names,
// so it counts with the bits of a word, a column of the table at once (Myers 1999,
// as Hyyrö 2003 has it for whole texts), and what names have in common with the one
// before them in the alphabet is not counted again. A pair takes a twentieth of the
// time of the table that is filled field by field.
type letterCounter struct {
	// names are the others, in the order in which they are counted.
	names []countedName
	// backward says that they are read from their ends, where they have more in common.
	backward bool
	letters  map[rune]int // of all names, from 1; 0 is for all that none of them has
	// where says at which places the letters are in the name that is compared.
	where  []uint64
	states []letterState // after each letter of the last name
	row    []int         // room for slowly
}

type countedName struct {
	position int // among the names given
	text     []rune
	letters  []int
	shared   int // with the name before
}

// letterState is what is known of a column: where it grows by one from a field to
// the next, where it shrinks, and its last field, which is the distance.
type letterState struct {
	grows, shrinks uint64
	distance       int
}

// wordLetters is how long a name can be to be counted in a word.
const wordLetters = 64

func newLetterCounter(names [][]rune) *letterCounter {
	c := &letterCounter{letters: map[rune]int{}}
	forward, backward := inOrder(names, false), inOrder(names, true)
	if c.names = forward; unshared(backward) < unshared(forward) {
		c.names, c.backward = backward, true
	}
	longest := 0
	for i := range c.names {
		name := &c.names[i]
		longest = max(longest, len(name.text))
		name.letters = make([]int, len(name.text))
		for n, letter := range name.text {
			if c.letters[letter] == 0 {
				c.letters[letter] = len(c.letters) + 1
			}
			name.letters[n] = c.letters[letter]
		}
	}
	c.where = make([]uint64, len(c.letters)+1)
	c.states = make([]letterState, longest+1)
	return c
}

// inOrder sorts names by their letters, read forward or backward.
func inOrder(names [][]rune, backward bool) []countedName {
	sorted := make([]countedName, len(names))
	for i, name := range names {
		sorted[i] = countedName{position: i, text: turned(name, backward)}
	}
	slices.SortFunc(sorted, func(a, b countedName) int {
		return cmp.Or(slices.Compare(a.text, b.text), a.position-b.position)
	})
	for i := 1; i < len(sorted); i++ {
		for a, b := sorted[i-1].text, sorted[i].text; sorted[i].shared < min(len(a), len(b)) &&
			a[sorted[i].shared] == b[sorted[i].shared]; sorted[i].shared++ {
		}
	}
	return sorted
}

// turned returns a name as it is read.
func turned(name []rune, backward bool) []rune {
	if backward {
		name = slices.Clone(name)
		slices.Reverse(name)
	}
	return name
}

// unshared returns how many letters have to be counted.
func unshared(names []countedName) int {
	n := 0
	for _, name := range names {
		n += len(name.text) - name.shared
	}
	return n
}

// count calls visit for those of the names that are wanted, with their positions
// and by how many letters each differs. It begins at a part of the way through them.
func (c *letterCounter) count(name []rune, part float64, wanted func(position int) bool, visit func(position, letters int)) {
	begin := int(part * float64(len(c.names)))
	if len(name) > wordLetters {
		c.slowly(name, wanted, visit)
		return
	}
	name = turned(name, c.backward)
	clear(c.where)
	for i, letter := range name {
		c.where[c.letters[letter]] |= 1 << i
	}
	c.where[0] = 0 // letters that no other name has
	c.states[0] = letterState{grows: ^uint64(0), distance: len(name)}
	c.some(c.names[begin:], len(name), wanted, visit)
	c.some(c.names[:begin], len(name), wanted, visit)
}

// some counts names one after the other.
//
// The step from a column to the next is Myers': a field is one more or one less than
// the one before it, or the same, and all fields of a column come from those of the
// column before in a dozen operations on words. It stands in the loop, and the column
// in variables, for it is most of what a large proposal costs.
func (c *letterCounter) some(names []countedName, length int, wanted func(int) bool, visit func(position, letters int)) {
	last := uint64(1) << (max(length, 1) - 1) // the bit of the last field
	known := 0                                // states that hold for the name
	for i := range names {
		name := &names[i]
		if known = min(known, name.shared); i == 0 {
			known = 0
		}
		if !wanted(name.position) {
			continue
		}
		at := &c.states[known]
		grows, shrinks, distance := at.grows, at.shrinks, at.distance
		letters := name.letters[known:]
		states := c.states[known+1:][:len(letters)]
		for n, letter := range letters {
			where := c.where[letter]
			vertical := where | shrinks
			diagonal := (((where & grows) + grows) ^ grows) | where
			more, less := shrinks|^(diagonal|grows), grows&diagonal
			if more&last != 0 {
				distance++
			}
			if less&last != 0 {
				distance--
			}
			more, less = more<<1|1, less<<1
			grows, shrinks = less|^(vertical|more), more&vertical
			states[n] = letterState{grows, shrinks, distance}
		}
		known = len(name.letters)
		if length == 0 {
			distance = known
		}
		visit(name.position, distance)
	}
}

// slowly is count for a name that is longer than a word.
func (c *letterCounter) slowly(name []rune, wanted func(int) bool, visit func(position, letters int)) {
	name = turned(name, c.backward)
	for i := range c.names {
		if other := &c.names[i]; wanted(other.position) {
			visit(other.position, c.edits(name, other.text))
		}
	}
}

// edits counts the letters in which two names differ.
func (c *letterCounter) edits(a, b []rune) int {
	// What both begin or end with needs no edits.
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for len(c.row) <= len(b) {
		c.row = append(c.row, 0)
	}
	row := c.row[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i, letter := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			replaced := diagonal
			if letter != other {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
