package catalog

import (
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// writing is one transaction's changes to what is known.
type writing struct {
	catalog *Catalog
	// back undoes what has been done, the last first.
	back []func()
	// touched are the objects whose records are to be written.
	touched map[topology.Key]topology.ID
	order   []topology.Key
	// formers are the former ids before the first renaming.
	formers []topology.Former
	renamed bool
	// forgotten are former ids that objects have again.
	forgotten []topology.ID
	// runs says that the runs that have not ended are others.
	runs bool
	// changed says that the topology is another one.
	changed bool
	// realised are the mappings that were removed and are in force in a vault.
	realised []Realised
}

func (w *writing) undo() {
	for i := len(w.back) - 1; i >= 0; i-- {
		w.back[i]()
	}
	*w = writing{catalog: w.catalog}
}

func (w *writing) known() *contents { return w.catalog.known }

func (w *writing) touch(id topology.ID) {
	if w.touched == nil {
		w.touched = map[topology.Key]topology.ID{}
	}
	if _, ok := w.touched[id.Key()]; !ok {
		w.order = append(w.order, id.Key())
	}
	w.touched[id.Key()] = id
}

// put puts an object in the place of the one with the same id. Whose it is stays.
func (w *writing) put(object topology.Object) {
	known, id := w.known(), object.ID()
	former, had := known.Formerly(id)
	before := known.Put(object)
	w.changed = w.changed || before == nil || !topology.Equal(before, object)
	w.back = append(w.back, func() {
		known.Remove(id)
		if before != nil {
			known.Put(before)
		}
		if had {
			known.Remember(former)
		}
	})
	if had {
		w.forgotten = append(w.forgotten, id)
	}
	w.touch(id)
}

// remove removes an object.
func (w *writing) remove(id topology.ID) {
	known := w.known()
	before := known.Remove(id)
	if before == nil {
		return
	}
	w.changed = true
	w.back = append(w.back, func() { known.Put(before) })
	if mapping, ok := before.(topology.Mapping); ok && known.holdings[id.Key()].Vault != "" {
		w.realised = append(w.realised, known.realised(mapping))
	}
	w.hold(id, Holding{})
	w.touch(id)
}

// hold says whose an object is.
func (w *writing) hold(id topology.ID, holding Holding) {
	known := w.known()
	before := known.holdings[id.Key()]
	if before == holding {
		return
	}
	known.hold(id, holding)
	w.back = append(w.back, func() { known.hold(id, before) })
	w.touch(id)
}

// rename gives an object another id, and what follows from it.
func (w *writing) rename(from, to topology.ID) {
	before := w.known()
	w.catalog.known = before.clone()
	w.changed = true
	w.back = append(w.back, func() { w.catalog.known = before })
	known := w.known()
	if !w.renamed {
		w.formers, w.renamed = before.Formers(), true
	}
	for _, id := range known.Rename(from, to) {
		w.touch(id)
		if now := id.Following(from, to); !now.Same(id) {
			holding := known.holdings[id.Key()]
			known.hold(id, Holding{})
			known.hold(now, holding)
		}
	}
}

// begin notes that a run has written and not ended; where says where it runs.
func (w *writing) begin(run, where string) {
	known := w.known()
	if _, ok := known.open[run]; ok {
		return
	}
	known.open[run] = where
	w.runs = true
	w.back = append(w.back, func() { delete(known.open, run) })
}

// end notes that a run has ended, and forgets all that have left nothing.
func (w *writing) end(run string) {
	known := w.known()
	left := map[string]bool{}
	for _, holding := range known.holdings {
		left[holding.Run] = true
	}
	for name, where := range known.open {
		if name == run || !left[name] {
			delete(known.open, name)
			w.runs = true
			w.back = append(w.back, func() { known.open[name] = where })
		}
	}
}

// records returns the records of all that has changed.
func (w *writing) records() ([]storage.Record, error) {
	known := w.known()
	var records []storage.Record
	for _, key := range w.order {
		record, err := known.record(w.touched[key])
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	for _, id := range w.forgotten {
		records = append(records, formerRecord(id, topology.ID{}))
	}
	if w.renamed {
		now := map[topology.Key]topology.Former{}
		for _, former := range known.Formers() {
			now[former.Old.Key()] = former
			records = append(records, formerRecord(former.Old, former.Now))
		}
		for _, former := range w.formers {
			if _, ok := now[former.Old.Key()]; !ok {
				records = append(records, formerRecord(former.Old, topology.ID{}))
			}
		}
	}
	if w.runs {
		records = append(records, known.runsRecord())
	}
	if w.changed {
		before := known.changed
		w.back = append(w.back, func() { known.changed = before })
		known.changed = Changed{w.catalog.position.Revision + 1, time.Now().UTC().Truncate(time.Second)}
		records = append(records, known.changedRecord())
	}
	return records, nil
}
