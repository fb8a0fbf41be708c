package vmmexport

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// node is a value of the export, and where it stands.
type node struct {
	path  string
	value any
	// missing means that there is no value, not even null, and that this has been noted.
	missing bool
}

// reader walks through an export and notes what is wrong with it. It goes on
// after every note, so that one run tells all of them.
type reader struct {
	notes []string
	// cut are the places where text stands for a list or an object.
	cut []node
	// needed is what the first of them should have been.
	needed string
}

// maxNotes is how many notes an error tells.
const maxNotes = 20

// What a value may have to be.
const (
	aList    = "a list"
	anObject = "an object"
)

func (r *reader) notef(format string, args ...any) {
	r.notes = append(r.notes, topology.Visible(fmt.Sprintf(format, args...)))
}

// err returns what has been noted. An export that was cut off is that and
// nothing else: the other notes may follow from it.
func (r *reader) err() error {
	switch {
	case len(r.cut) > 0:
		others := ""
		if len(r.cut) > 1 {
			others = fmt.Sprintf(", and %d more like it", len(r.cut)-1)
		}
		return fmt.Errorf("%s is the text %s where %s is needed%s: ConvertTo-Json prints text for whatever lies deeper than "+
			"its -Depth, which is 2 unless another is given; run it again with -Depth %d",
			r.cut[0].path, describe(r.cut[0].value), r.needed, others, Depth)
	case len(r.notes) == 0:
		return nil
	case len(r.notes) == 1:
		return errors.New(r.notes[0])
	}
	told := r.notes[:min(len(r.notes), maxNotes)]
	text := fmt.Sprintf("The export has %d errors:\n- %s", len(r.notes), strings.Join(told, "\n- "))
	if more := len(r.notes) - len(told); more > 0 {
		text += fmt.Sprintf("\n- and %d more", more)
	}
	return errors.New(text)
}

// optional returns a member of an object, null if there is none.
func (r *reader) optional(n node, name string) node {
	member := lookup(n, name)
	member.missing = false
	return member
}

// member returns a member that an object has to have. Who reads it judges its value.
func (r *reader) member(n node, name string) node {
	member := lookup(n, name)
	if member.missing {
		r.notef("%s is missing: %s, or add it", member.path, again)
	}
	return member
}

// memberOrNull returns a member that an object has to have; it may be null.
func (r *reader) memberOrNull(n node, name string) node {
	member := lookup(n, name)
	if member.missing {
		r.notef("%s is missing: %s, or add it (null, if there is nothing to put there)", member.path, again)
	}
	return member
}

// lookup finds a member of an object. PowerShell knows no case of names, and
// prints the spelling that it was given.
func lookup(n node, name string) node {
	at := node{path: strings.TrimPrefix(n.path+"."+name, ".")}
	object, _ := n.value.(map[string]any)
	if value, ok := object[name]; ok {
		at.value = value
		return at
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if topology.SameName(key, name) {
			at.value = object[key]
			return at
		}
	}
	at.missing = true
	return at
}

// list returns what is in a list.
func (r *reader) list(n node) []node {
	switch value := n.value.(type) {
	case nil:
		return nil
	case []any:
		var items []node
		for i, item := range value {
			if !blank(item) {
				items = append(items, node{path: fmt.Sprintf("%s[%d]", n.path, i), value: item})
			}
		}
		return items
	case map[string]any:
		inner, wrapped := value["value"]
		if _, counted := value["Count"]; wrapped && counted && len(value) == 2 {
			return r.list(node{path: n.path + ".value", value: inner})
		}
		if blank(value) {
			return nil
		}
		return []node{n} // a list of one
	}
	r.mistyped(n, aList)
	return nil
}

// blank reports whether a value is what PowerShell makes of $null when it
// selects or builds something from it.
func blank(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		for _, item := range value {
			if !blank(item) {
				return false
			}
		}
		return true
	case map[string]any:
		for _, member := range value {
			if !blank(member) {
				return false
			}
		}
		return true
	}
	return false
}

func (r *reader) isObject(n node) bool {
	if _, ok := n.value.(map[string]any); ok {
		return true
	}
	r.mistyped(n, anObject)
	return false
}

func (r *reader) text(n node) (string, bool) {
	text, ok := n.value.(string)
	if !ok {
		r.mistyped(n, "a text")
	}
	return text, ok
}

func (r *reader) flag(n node) bool {
	flag, ok := n.value.(bool)
	if !ok {
		r.mistyped(n, "true or false")
	}
	return flag
}

// mistyped notes a value that is not what it has to be.
func (r *reader) mistyped(n node, needed string) {
	if n.missing {
		return
	}
	if _, ok := n.value.(string); ok && (needed == aList || needed == anObject) {
		if len(r.cut) == 0 {
			r.needed = needed
		}
		r.cut = append(r.cut, n)
		return
	}
	r.notef("%s is %s where %s is needed: %s", n.path, describe(n.value), needed, again)
}

// checkName notes what is wrong with a name that will be one in Terraform.
func (r *reader) checkName(kind topology.Kind, path, name string) {
	if err := topology.CheckName(kind, name); err != nil {
		r.notef("%s cannot be known here as %s, for %s: rename it in VMM, and export the site again", path, describe(name), err)
	}
}

// describe tells people what a value is.
func describe(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case []any:
		return aList
	case map[string]any:
		return anObject
	case string:
		start, rest := shortened(value)
		return topology.Visible(strconv.Quote(start)) + rest
	case json.Number:
		start, rest := shortened(value.String())
		return start + rest
	}
	return fmt.Sprint(value)
}

// shortened returns the start of a text, and what to write after it.
func shortened(text string) (start, rest string) {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]), "..."
	}
	return text, ""
}
