package topology_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Names of every script, as long as each of their characters can be seen.
func TestNamesThatAreTaken(t *testing.T) {
	for what, name := range map[string]string{
		"ASCII":                        "VM Network 1 / (prod) \"a\" 'b' %41 ..",
		"Chinese":                      "北京-网络１",
		"Chinese with a wide space":    "北京　网络",
		"Chinese beyond the first row": "𠮷野家", // of the second plane
		"Chinese of a later Unicode":   "\U0002ebf0\U000323b0",
		"Japanese":                     "東京サーバー",
		"Korean":                       "서울 서버",
		"Korean in letters":            "\u1109\u1165\u110b\u116e\u11af",
		"Arabic":                       "شبكة الرياض ١",
		"Persian":                      "تهران",
		"Hebrew":                       "רשת תל אביב",
		"Hindi":                        "दिल्ली नेटवर्क",
		"Thai":                         "เครือข่าย",
		"Greek":                        "Δίκτυο",
		"Russian":                      "Сеть-Москва",
		"accents that stand alone":     "Gro\u0308\u00dfe",
		"emoji":                        "☁ cloud 🚀 👍🏽 🇨🇳",
		"symbols":                      "a→b ±5° €",
		"one letter":                   "x",
		"the longest":                  strings.Repeat("北", topology.MaxNameLength),
	} {
		for _, kind := range topology.Kinds() {
			if err := topology.CheckName(kind, name); err != nil {
				t.Errorf("%s: %q is refused as the name of a %s: %v", what, name, kind.Noun(), err)
			}
		}
		if visible := topology.Visible(name); visible != name {
			t.Errorf("%s: %q is shown as %q", what, name, visible)
		}
	}
	if err := topology.CheckName(topology.KindCloud, "azure"); err != nil {
		t.Errorf("only a server cannot be named azure: %v", err)
	}
}

// Names that deceive, or that nothing can be done with: what is wrong, and what
// to do about just that.
func TestNamesThatAreRefused(t *testing.T) {
	const hidden, order = "which cannot be seen", "which changes the order in which others are shown"
	for _, tt := range []struct{ what, name, problem, remedy string }{
		{"nothing", "", "the name is empty", "Give it a name of 1 to 255 characters."},
		{"a space", " ", "the name begins with a space", "Give it a name of 1 to 255 characters that can be seen."},
		{"a space in front", " VMM", "the name begins with a space", `Write "VMM" instead.`},
		{"a space at the end", "VMM A ", "the name ends with a space", `Write "VMM A" instead.`},
		{"a wide space in front", "\u3000北京", "the name begins with U+3000 (ideographic space)", `Write "北京" instead.`},
		{"a wide space at the end", "北京\u3000", "the name ends with U+3000 (ideographic space)", `Write "北京" instead.`},
		{"too long", strings.Repeat("北", 300), "the name has 300 characters, and at most 255 are allowed", "Shorten it to 255 characters or fewer."},
		{"reserved", "Azure", "the name is reserved: in the ids of network mappings it stands for Azure", `Use another name, such as the server's full name in DNS or "vmm-Azure".`},
		{"not UTF-8", "VMM\xff", "the name is not valid UTF-8", "save the file that it comes from as UTF-8."},
		{"half a surrogate pair", "VMM\xed\xa0\x80", "the name is not valid UTF-8", "save the file that it comes from as UTF-8."},
		{"what became of half a pair", "VMM\ufffd", "character 4 of the name is U+FFFD (replacement character), which stands for one that could not be read", "Write the character that was lost"},
		{"a tab", "VMM\tA", "character 4 of the name is U+0009 (tab), a control character", `Write "VMM A" instead.`},
		{"a line feed", "VMM\nA", "character 4 of the name is U+000A (line feed), which breaks the line", `Write "VMM A" instead.`},
		{"null", "VMM\x00A", "character 4 of the name is U+0000 (null), a control character", `Write "VMM A" instead.`},
		{"escape", "\x1b[31mVMM", "character 1 of the name is U+001B (escape), a control character", `Write "[31mVMM" instead.`},
		{"a C1 control", "VMM\u009b", "character 4 of the name is U+009B, a control character", `Write "VMM" instead.`},
		{"a line separator", "VMM\u2028A", "character 4 of the name is U+2028 (line separator), which breaks the line", `Write "VMM A" instead.`},
		{"a paragraph separator", "VMM\u2029", "character 4 of the name is U+2029 (paragraph separator), which breaks the line", `Write "VMM" instead.`},
		{"a no-break space", "VM\u00a0Network", "character 3 of the name is U+00A0 (no-break space), which looks like a space and is another character", `Write "VM Network" instead.`},
		{"a no-break space at the end", "VMM\u00a0", "character 4 of the name is U+00A0 (no-break space), which looks", `Write "VMM" instead.`},
		{"a thin space", "VM\u2009Network", "character 3 of the name is U+2009 (thin space), which looks", `Write "VM Network" instead.`},
		{"an Ogham space", "VM\u1680Network", "character 3 of the name is U+1680, which looks", `Write "VM Network" instead.`},

		{"a right-to-left override", "VMM\u202etxt", "character 4 of the name is U+202E (right-to-left override), " + order, `Write "VMMtxt" instead. Type it again`},
		{"an isolate", "\u2067VMM\u2069", "character 1 of the name is U+2067 (right-to-left isolate), " + order, `Write "VMM" instead.`},
		{"a right-to-left mark", "تهران\u200f", "character 6 of the name is U+200F (right-to-left mark), " + order, `Write "تهران" instead.`},
		{"an Arabic letter mark", "\u061cتهران", "character 1 of the name is U+061C (Arabic letter mark), " + order, `Write "تهران" instead.`},

		{"a sign around a number", "\u0600١", "character 1 of the name is U+0600, which changes how those after it are shown", `Write "١" instead.`},
		{"a zero-width space", "VMM\u200b-A", "character 4 of the name is U+200B (zero-width space), " + hidden, `Write "VMM-A" instead. Type it again: what is copied may bring the character along.`},
		{"nothing but one", "\u200b", "character 1 of the name is U+200B (zero-width space), " + hidden, "Give it a name of 1 to 255 characters that can be seen."},
		{"a zero-width non-joiner", "می\u200cخواهم", "character 3 of the name is U+200C (zero-width non-joiner), " + hidden, "instead."},
		{"a joiner between emoji", "👩\u200d💻", "character 2 of the name is U+200D (zero-width joiner), " + hidden, `Write "👩💻" instead.`},
		{"a variation selector after an emoji", "☁\ufe0f", "character 2 of the name is U+FE0F (variation selector), " + hidden, `Write "☁" instead.`},
		{"a variation selector after an ideograph", "北\U000e0100京", "character 2 of the name is U+E0100 (variation selector), " + hidden, `Write "北京" instead.`},
		{"a Mongolian variation selector", "ᠭ\u180b", "character 2 of the name is U+180B (variation selector), " + hidden, "instead."},
		{"a byte order mark", "\ufeffVMM", "character 1 of the name is U+FEFF (byte order mark), " + hidden, `Write "VMM" instead.`},
		{"a word joiner", "V\u2060M", "character 2 of the name is U+2060 (word joiner), " + hidden, `Write "VM" instead.`},
		{"a soft hyphen", "VM\u00adNetwork", "character 3 of the name is U+00AD (soft hyphen), " + hidden, `Write "VMNetwork" instead.`},
		{"a tag", "VMM\U000e0041", "character 4 of the name is U+E0041 (tag), " + hidden, `Write "VMM" instead.`},
		{"a grapheme joiner", "V\u034fM", "character 2 of the name is U+034F (combining grapheme joiner), " + hidden, `Write "VM" instead.`},
		{"a Hangul filler", "\u3164", "character 1 of the name is U+3164 (Hangul filler), " + hidden, "Give it a name"},
		{"a Hangul filler of another width", "VMM\uffa0", "character 4 of the name is U+FFA0 (Hangul filler), " + hidden, `Write "VMM" instead.`},
		{"a blank Braille pattern", "VMM\u2800", "character 4 of the name is U+2800 (blank Braille pattern), " + hidden, `Write "VMM" instead.`},
		{"a vowel that is not shown", "ក\u17b4", "character 2 of the name is U+17B4, " + hidden, "instead."},
		{"what Unicode keeps for such", "VMM\u2065", "character 4 of the name is U+2065, " + hidden, `Write "VMM" instead.`},

		{"a character for private use", "VMM\ue000", "character 4 of the name is U+E000, for private use", "Use a name without the character."},
		{"one of another plane", "\U0010fffdVMM", "character 1 of the name is U+10FFFD, for private use", "Use a name without the character."},
		{"a noncharacter", "VMM\ufdd0", "character 4 of the name is U+FDD0, which is reserved never to be a character", "Use a name without the character."},
		{"the last of a plane", "VMM\U0002ffff", "character 4 of the name is U+2FFFF, which is reserved never to be a character", "Use a name without the character."},
		{"what is not assigned", "VMM\u0378", "character 4 of the name is U+0378, to which Unicode assigns no character yet", "Use a name without the character."},
	} {
		t.Run(tt.what, func(t *testing.T) {
			err := topology.CheckName(topology.KindServer, tt.name)
			var wrong *topology.NameError
			if !errors.As(err, &wrong) {
				t.Fatalf("%q is refused with %v", tt.name, err)
			}
			if !strings.HasPrefix(wrong.Problem, tt.problem) {
				t.Errorf("the problem of %q is %q, want %q", tt.name, wrong.Problem, tt.problem)
			}
			if !strings.Contains(wrong.Remedy, tt.remedy) {
				t.Errorf("the remedy for %q is %q, want %q", tt.name, wrong.Remedy, tt.remedy)
			}
			// Whoever refers to such a name reads the same.
			if _, err := topology.ParseID(topology.ServerID(tt.name).String()); tt.name != "" && !errors.As(err, &wrong) {
				t.Errorf("the id of %q is refused with %v", tt.name, err)
			}
		})
	}
}

// What was taken before the rules became stricter can still be read.
func TestStoredIDs(t *testing.T) {
	for _, name := range []string{"VMM\u200b", "VMM\u202e", " VMM", "VMM\u00a0A", "VMM\ue000"} {
		want := topology.CloudID(topology.ServerID(name), name)
		id, err := topology.ParseStoredID(want.String())
		if err != nil || !id.Same(want) || id.Name() != name {
			t.Errorf("the stored id %q is read as %q, %v", want, id, err)
		}
		var unmarshalled topology.ID
		if err := unmarshalled.UnmarshalText([]byte(want.String())); err != nil || !unmarshalled.Same(want) {
			t.Errorf("the stored id %q is read as %q, %v", want, unmarshalled, err)
		}
		if label := id.Label(); label != topology.Visible(label) {
			t.Errorf("the label %q of the stored id is not visible", label)
		}
	}
	for _, text := range []string{"/servers/", "/servers/azure", "/servers/%ff", "servers/a"} {
		if id, err := topology.ParseStoredID(text); err == nil {
			t.Errorf("%q is read as the stored id %q", text, id)
		}
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"plain\ntext":           "plain\ntext",
		"北京　网络 ☁":               "北京　网络 ☁",
		"a\u200bb\u202ec":       `a\u200bb\u202ec`,
		"tab\tand\rreturn\x00":  `tab\tand\rreturn\x00`,
		"\U000e0041 tag":        `\U000e0041 tag`,
		"no\u00a0break":         `no\u00a0break`,
		"not \xff UTF-8 \ufffd": `not \xff UTF-8 \ufffd`,
		`already \u200b`:        `already \u200b`,
	} {
		if got := topology.Visible(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	for name, want := range map[string]string{
		"":                      `""`,
		"a\u200b\"b\"":          `"a\u200b\"b\""`,
		"☁\ufe0f":               `"☁\ufe0f"`,
		"a\nb":                  `"a\nb"`,
		strings.Repeat("北", 40): `"` + strings.Repeat("北", 40) + `"`,
		strings.Repeat("北", 41): `"` + strings.Repeat("北", 40) + `"…`,
	} {
		if got := topology.Quote(name); got != want {
			t.Errorf("%q is quoted as %s, want %s", name, got, want)
		}
	}
}

// Whatever is taken can be seen, and whatever is said about the rest as well.
func FuzzCheckName(f *testing.F) {
	for _, seed := range []string{"VMM-Beijing", "北京\u200b", "\u202eabc", " a", "☁\ufe0f", "a\xffb", "\ufffd", "\U000e0041", "azure", "\u3000", "a\u0378"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		err := topology.CheckName(topology.KindServer, name)
		if err == nil {
			seen := !strings.ContainsFunc(name, func(r rune) bool {
				return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
					unicode.Other_Default_Ignorable_Code_Point) || r == utf8.RuneError
			})
			if !seen || !utf8.ValidString(name) || strings.TrimSpace(name) != name || name == "" || utf8.RuneCountInString(name) > topology.MaxNameLength {
				t.Errorf("%q is taken", name)
			}
			if topology.Visible(name) != name {
				t.Errorf("%q is taken, and shown as %q", name, topology.Visible(name))
			}
			return
		}
		var wrong *topology.NameError
		if !errors.As(err, &wrong) || wrong.Problem == "" || !strings.HasSuffix(wrong.Remedy, ".") {
			t.Fatalf("%q is refused with %#v", name, err)
		}
		for _, text := range []string{wrong.Problem, wrong.Remedy, topology.Visible(name), topology.Quote(name), topology.ServerID(name).Label()} {
			if topology.Visible(text) != text || !utf8.ValidString(text) {
				t.Errorf("about %q, %q is said", name, text)
			}
		}
		// Where the remedy names a name, that one is taken.
		if _, advised, ok := strings.Cut(wrong.Remedy, "Write \""); ok && !strings.Contains(advised, "…") {
			end := strings.LastIndex(advised, `" instead`)
			better, err := strconv.Unquote(`"` + advised[:end] + `"`)
			if err != nil || topology.CheckName(topology.KindServer, better) != nil {
				t.Errorf("for %q the remedy is %q", name, wrong.Remedy)
			}
		}
	})
}

// What a message says of a text can be seen, whatever the text is.
func FuzzVisible(f *testing.F) {
	f.Add("a\u200b\xff\n\t\U000e0041")
	f.Fuzz(func(t *testing.T, text string) {
		visible := topology.Visible(text)
		if !utf8.ValidString(visible) || topology.Visible(visible) != visible {
			t.Errorf("%q is shown as %q", text, visible)
		}
		if slices.Equal([]byte(visible), []byte(text)) != (topology.Visible(text) == text) {
			t.Errorf("%q is not shown as itself", text)
		}
		if id, err := topology.ParseID(text); err != nil {
			for _, says := range []string{err.Error(), topology.Explain(err), topology.Explain(err, topology.Kinds()...)} {
				if topology.Visible(says) != says || len(says) > 4000 {
					t.Errorf("%q is refused with %q", text, says)
				}
			}
		} else if id.Label() != topology.Visible(id.Label()) {
			t.Errorf("%q has the label %q", text, id.Label())
		}
	})
}
