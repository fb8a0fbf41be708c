package topology

import "unicode/utf8"

// Distance returns how many steps lead from one name to another, without regard
// to case. A step puts a letter in, takes one out, replaces one, or exchanges
// two that stand side by side.
func Distance(a, b string) int {
	from, to := []rune(Fold(a)), []rune(Fold(b))
	for len(from) > 0 && len(to) > 0 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	for len(from) > 0 && len(to) > 0 && from[len(from)-1] == to[len(to)-1] {
		from, to = from[:len(from)-1], to[:len(to)-1]
	}
	// The rows of the table of distances between beginnings: the one before the
	// last, the last, and the one that is being made.
	before, last, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i, r := range from {
		row[0] = i + 1
		for j, s := range to {
			replaced := last[j]
			if r != s {
				replaced++
			}
			row[j+1] = min(replaced, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && r == to[j-1] && from[i-1] == s {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(to)]
}

// Near returns the [Distance] between two names, and whether it is small enough
// for one to have been written for the other: a few letters may be wrong, the more
// the longer the name is.
func Near(name, other string) (distance int, ok bool) {
	length := utf8.RuneCountInString(name)
	most := min(length/2, max(1, length/4), 3)
	if difference := utf8.RuneCountInString(other) - length; difference > most || -difference > most {
		return 0, false
	}
	distance = Distance(name, other)
	return distance, distance <= most
}
