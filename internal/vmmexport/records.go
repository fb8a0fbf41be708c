package vmmexport

import (
	"cmp"
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// record is what all objects of VMM are: where it stands, its id and its name.
type record struct {
	node
	id, name string
}

// records reads a list of objects that have names.
func (r *reader) records(n node) []record {
	var all []record
	for _, item := range r.list(n) {
		if !r.isObject(item) {
			continue
		}
		if name, ok := r.text(r.member(item, "Name")); ok {
			all = append(all, record{item, r.id(item), name})
		}
	}
	return all
}

// named reads a list of objects that are known by their names in Terraform.
func (r *reader) named(kind topology.Kind, n node) []record {
	all := r.records(n)
	r.distinct(kind, kind.Noun(), all)
	return all
}

// distinct notes names that are not valid, and those that two records have.
func (r *reader) distinct(kind topology.Kind, noun string, all []record) {
	first := map[string]record{}
	for _, one := range all {
		r.checkName(kind, one.path, one.name)
		key := topology.Fold(one.name)
		if earlier, ok := first[key]; ok {
			r.notef("%s and %s are both named %s (names that differ only in case are one name), and a %s is known by its name here: "+
				"rename one of them in VMM and export the site again, or take it out of the export",
				earlier.path, one.path, describe(one.name), noun)
			continue
		}
		first[key] = one
	}
}

// id returns the ID of an object, empty if it is not printed.
func (r *reader) id(n node) string {
	at := r.optional(n, "ID")
	if at.value == nil {
		return ""
	}
	id, _ := r.text(at)
	return id
}

// reference reads an object that says only which object it is; false if there is none.
func (r *reader) reference(n node) (record, bool) {
	if n.missing || blank(n.value) || !r.isObject(n) {
		return record{}, false
	}
	id := r.id(n)
	if name := r.optional(n, "Name"); name.value != nil || id == "" {
		text, ok := r.text(r.member(n, "Name"))
		return record{n, id, text}, ok
	}
	return record{n, id, ""}, true
}

// required reads a reference that there has to be.
func (r *reader) required(n node) (record, bool) {
	if !n.missing && blank(n.value) {
		r.notef("%s refers to nothing: %s", n.path, again)
		return record{}, false
	}
	return r.reference(n)
}

// directory finds the objects of one kind.
type directory[T any] struct {
	list   string // where the export lists them
	all    []T
	byID   map[string]T
	byName map[string][]T
}

func newDirectory[T any](list string) *directory[T] {
	return &directory[T]{list: list, byID: map[string]T{}, byName: map[string][]T{}}
}

func (d *directory[T]) add(one T, is record) {
	d.all = append(d.all, one)
	if is.id != "" {
		d.byID[topology.Fold(is.id)] = one
	}
	key := topology.Fold(is.name)
	d.byName[key] = append(d.byName[key], one)
}

// find returns what a reference refers to. Its name counts only where nothing
// has an ID: VMM keeps objects with one name apart by their IDs.
func (d *directory[T]) find(r *reader, to record) (T, bool) {
	if to.id != "" && len(d.byID) > 0 {
		if one, ok := d.byID[topology.Fold(to.id)]; ok {
			return one, true
		}
	} else if same := d.byName[topology.Fold(to.name)]; len(same) == 1 {
		return same[0], true
	}
	r.notef("%s refers to %s, which is not in %s, or is there several times: export everything from one VMM server, "+
		"with an account that may see all of it", to.path, describe(cmp.Or(to.name, to.id)), d.list)
	var none T
	return none, false
}

// sorted returns the names in order, each once, and never nil.
func sorted(names []string) []string {
	slices.Sort(names)
	return append([]string{}, slices.Compact(names)...)
}
