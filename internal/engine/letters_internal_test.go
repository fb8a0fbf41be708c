package engine

import (
	"math/rand/v2"
	"testing"
)

// The table that is filled field by field is the oracle of the words.
func TestLettersAgreeWithTheTable(t *testing.T) {
	for seed := range uint64(2_000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		name := func() []rune {
			letters := []rune("ABCäß中-1")[:1+rng.IntN(8)]
			text := make([]rune, rng.IntN([]int{4, 12, 70}[rng.IntN(3)]))
			for i := range text {
				text[i] = letters[rng.IntN(len(letters))]
			}
			if rng.IntN(2) == 0 {
				return []rune("VMNETWORK" + string(text) + "-SHANGHAI")
			}
			return text
		}
		names := make([][]rune, rng.IntN(30))
		for i := range names {
			names[i] = name()
		}
		c := newLetterCounter(names)
		for range 5 {
			compared := name()
			skip := rng.IntN(3)
			seen := map[int]bool{}
			c.count(compared, rng.Float64(), func(position int) bool { return position%3 != skip }, func(position, letters int) {
				if want := c.edits(compared, names[position]); letters != want {
					t.Fatalf("seed %d: %q and %q differ in %d letters, want %d", seed, string(compared), string(names[position]), letters, want)
				}
				seen[position] = true
			})
			for position := range names {
				if seen[position] != (position%3 != skip) {
					t.Fatalf("seed %d: name %d is counted: %v", seed, position, seen[position])
				}
			}
		}
	}
}
