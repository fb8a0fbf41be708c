package topology

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns the form of s in which names are compared: two strings fold to
// the same form exactly when [strings.EqualFold] holds for them.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(foldRune, s)
		}
	}
	return strings.ToUpper(s)
}

// foldRune returns the smallest rune that differs from r in case only.
func foldRune(r rune) rune {
	smallest := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		smallest = min(smallest, next)
	}
	return smallest
}

// SameName reports whether a and b name the same thing.
func SameName(a, b string) bool { return strings.EqualFold(a, b) }

// FoldLocation returns the form of an Azure region that is the same whether it
// is written as the region's name ("westeurope") or as its display name
// ("West Europe").
func FoldLocation(location string) string { return Fold(strings.ReplaceAll(location, " ", "")) }

// SameLocation reports whether a and b are the same Azure region.
func SameLocation(a, b string) bool { return FoldLocation(a) == FoldLocation(b) }
