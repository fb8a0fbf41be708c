package topology

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxNameLength is the largest length of a name, in Unicode code points.
const MaxNameLength = 255

// NameError is what is wrong with a name.
type NameError struct {
	// Problem is a clause that says what is wrong.
	Problem string
	// Remedy is a sentence that says what to do about it.
	Remedy string
}

// Error returns the problem.
func (e *NameError) Error() string { return e.Problem }

// CheckName reports what is wrong with the name of an object of that kind, as a
// [*NameError]. A name is a key, and people tell keys apart by looking at them:
// it has no character that cannot be seen, that looks like another, or that
// changes how others are shown. Of every script the letters, digits and marks,
// and emoji, are taken; what is not are the joiners and variation selectors
// between them, for with or without one a text looks the same, or nearly.
func CheckName(kind Kind, name string) error {
	if err := CheckStoredName(kind, name); err != nil {
		return err
	}
	position := 0
	for _, r := range name {
		position++
		if why := flaw(r); why != nothingWrong {
			return &NameError{
				Problem: fmt.Sprintf("character %d of the name is %s, %s", position, codePoint(r), why.clause()),
				Remedy:  why.remedy(kind, name),
			}
		}
	}
	if n := position; n > MaxNameLength {
		return &NameError{
			Problem: fmt.Sprintf("the name has %d characters, and at most %d are allowed", n, MaxNameLength),
			Remedy:  fmt.Sprintf("Shorten it to %d characters or fewer.", MaxNameLength),
		}
	}
	if trimmed := strings.TrimSpace(name); trimmed != name {
		return &NameError{Problem: "the name " + spaceAtEnd(name), Remedy: instead(kind, trimmed)}
	}
	return nil
}

// CheckStoredName reports what is wrong with a name that has been taken before, as a
// [*NameError]. The rules for names may have become stricter since, and what is
// there must remain readable: so it checks only what ids cannot be told apart without.
func CheckStoredName(kind Kind, name string) error {
	switch {
	case name == "":
		return &NameError{Problem: emptyName, Remedy: fmt.Sprintf("Give it a name of 1 to %d characters.", MaxNameLength)}
	case !utf8.ValidString(name):
		return &NameError{
			Problem: "the name is not valid UTF-8",
			Remedy:  "Write the name again, and save the file that it comes from as UTF-8.",
		}
	case kind == KindServer && SameName(name, azureSegment):
		return &NameError{
			Problem: "the name is reserved: in the ids of network mappings it stands for Azure",
			Remedy:  fmt.Sprintf("Use another name, such as the server's full name in DNS or %q.", "vmm-"+name),
		}
	}
	return nil
}

const emptyName = "the name is empty"

// instead advises a name that is as the one that was given should have been.
func instead(kind Kind, name string) string {
	if CheckName(kind, name) != nil {
		return fmt.Sprintf("Give it a name of 1 to %d characters that can be seen.", MaxNameLength)
	}
	return fmt.Sprintf("Write %s instead.", Quote(name))
}

// spaceAtEnd says at which end of a name a space is, and which one.
func spaceAtEnd(name string) string {
	verb, rest := "begins", strings.TrimLeftFunc(name, unicode.IsSpace)
	end, _ := utf8.DecodeRuneInString(name)
	if rest == name {
		verb = "ends"
		end, _ = utf8.DecodeLastRuneInString(name)
	}
	if end == ' ' {
		return verb + " with a space"
	}
	return verb + " with " + codePoint(end)
}

// reason is why a name does not have a character.
type reason uint8

const (
	nothingWrong reason = iota
	controls
	breaksLine
	reorders
	alters
	hidden
	looksLikeSpace
	lost
	private
	noCharacter
	unassigned
)

func (why reason) clause() string {
	switch why {
	case controls:
		return "a control character"
	case breaksLine:
		return "which breaks the line"
	case reorders:
		return "which changes the order in which others are shown"
	case alters:
		return "which changes how those after it are shown"
	case hidden:
		return "which cannot be seen"
	case looksLikeSpace:
		return "which looks like a space and is another character"
	case lost:
		return "which stands for one that could not be read"
	case private:
		return "for private use, which one computer shows and another does not"
	case noCharacter:
		return "which is reserved never to be a character"
	case unassigned:
		return "to which Unicode assigns no character yet"
	}
	return ""
}

func (why reason) remedy(kind Kind, name string) string {
	switch why {
	case controls, breaksLine, looksLikeSpace:
		return instead(kind, mended(name))
	case reorders, alters, hidden:
		return instead(kind, mended(name)) + " Type it again: what is copied may bring the character along."
	case lost:
		return "Write the character that was lost, and save the file that the name comes from as UTF-8."
	default:
		return "Use a name without the character."
	}
}

// mended returns a name with spaces for what may have been meant as one, and
// without what cannot be seen.
func mended(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch flaw(r) {
		case controls, breaksLine, looksLikeSpace:
			return ' '
		case reorders, alters, hidden:
			return -1
		}
		return r
	}, name))
}

// flaw returns why names do not have a character.
func flaw(r rune) reason {
	switch {
	case r >= ' ' && r < 0x7f:
		return nothingWrong
	case r == '\n', r == '\v', r == '\f', r == '\r', r == 0x85, r == 0x2028, r == 0x2029:
		return breaksLine
	case unicode.IsControl(r):
		return controls
	case r == utf8.RuneError:
		return lost
	case unicode.Is(unicode.Bidi_Control, r):
		return reorders
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return alters
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point), blank[r]:
		return hidden
	case r != 0x3000 && unicode.Is(unicode.Zs, r): // U+3000 is as wide as the ideographs around it
		return looksLikeSpace
	case unicode.Is(unicode.Co, r):
		return private
	case unicode.Is(unicode.Noncharacter_Code_Point, r):
		return noCharacter
	case unicode.Is(unicode.Cn, r) && !forIdeographs(r):
		// What is assigned later may come in two cases, and change the keys of ids.
		return unassigned
	}
	return nothingWrong
}

// blank are characters that are shown, but as nothing. The Hangul fillers are
// among those that Unicode has as ignorable.
var blank = map[rune]bool{
	0x2800:  true, // Braille pattern without a dot
	0x16fe4: true, // Khitan filler
	0x1d159: true, // null notehead
}

// forIdeographs reports whether a code point lies where Unicode assigns nothing
// but ideographs, which have no case.
func forIdeographs(r rune) bool { return r >= 0x20000 && r < 0x40000 }

// codePoint names a character as Unicode does.
func codePoint(r rune) string {
	if name, ok := characterNames[r]; ok {
		return fmt.Sprintf("%U (%s)", r, name)
	}
	if r >= 0xe0020 && r <= 0xe007f {
		return fmt.Sprintf("%U (tag)", r)
	}
	if unicode.Is(unicode.Variation_Selector, r) {
		return fmt.Sprintf("%U (variation selector)", r)
	}
	return fmt.Sprintf("%U", r)
}

// characterNames are the names of those that come along most, when a text is
// copied or its encoding is taken for another.
var characterNames = map[rune]string{
	'\t': "tab", '\n': "line feed", '\r': "carriage return", 0: "null", 0x1b: "escape", 0x7f: "delete",
	0xa0: "no-break space", 0xad: "soft hyphen", 0x34f: "combining grapheme joiner",
	0x61c: "Arabic letter mark", 0x115f: "Hangul filler", 0x1160: "Hangul filler", 0x3164: "Hangul filler", 0xffa0: "Hangul filler",
	0x2002: "en space", 0x2003: "em space", 0x2007: "figure space", 0x2009: "thin space", 0x200a: "hair space",
	0x200b: "zero-width space", 0x200c: "zero-width non-joiner", 0x200d: "zero-width joiner",
	0x200e: "left-to-right mark", 0x200f: "right-to-left mark", 0x2028: "line separator", 0x2029: "paragraph separator",
	0x202a: "left-to-right embedding", 0x202b: "right-to-left embedding", 0x202c: "end of a direction",
	0x202d: "left-to-right override", 0x202e: "right-to-left override", 0x202f: "narrow no-break space",
	0x2060: "word joiner", 0x2066: "left-to-right isolate", 0x2067: "right-to-left isolate", 0x2068: "isolate",
	0x2069: "end of an isolate", 0x2800: "blank Braille pattern", 0x3000: "ideographic space", 0xfeff: "byte order mark",
	0xfffd: "replacement character",
}

// Visible returns a text in which every character can be seen: one that a name
// may not have is written as Go and Terraform write it in quotes, such as \u200b.
// Line feeds stay, for messages have lines.
func Visible(text string) string {
	clean := true
	for i := range len(text) {
		if b := text[i]; b < ' ' && b != '\n' || b >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	var visible strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&visible, `\x%02x`, text[0])
		case r == '\n' || flaw(r) == nothingWrong:
			visible.WriteString(text[:size])
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			visible.WriteString(quoted[1 : len(quoted)-1])
		}
		text = text[size:]
	}
	return visible.String()
}

// Quote returns a name in quotes, cut where it is too long to read, and with
// every character visible.
func Quote(name string) string { return quote(name, 40) }

func quote(text string, most int) string {
	rest := ""
	if utf8.RuneCountInString(text) > most {
		text, rest = string([]rune(text)[:most]), "…"
	}
	return Visible(strconv.Quote(text)) + rest
}
