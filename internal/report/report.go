// Package report makes the page that people read about the readiness of a
// topology: one file of HTML that needs nothing else, for a browser, for paper,
// and for whoever keeps it.
package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"sync"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Report is what a page tells.
type Report struct {
	// Topology is whole: every reference in it leads to an object.
	Topology *topology.Topology
	// Server is the VMM server that the report is about what replicates from; zero
	// for every one.
	Server topology.ID
	// Readiness is the answer about the topology and the server.
	Readiness engine.Readiness
	// Machines are those that the report tells of, and Plan is what becomes of
	// them. Nil machines were not given.
	Machines map[string]engine.Machine
	Plan     engine.FailoverPlan
	// Catalog names the catalog for people.
	Catalog string
	// Revision is the revision of the catalog that changed its topology last, and
	// Changed the time of it. Both are zero if they are not known.
	Revision int64
	Changed  time.Time
}

// How much a page shows at the most. Beyond that it says how much there is.
const (
	maxPairs    = 12 // of a VMM server and a fabric that have a picture
	maxDrawn    = 12 // source networks in a picture
	maxMappings = 40 // in the table below a picture
	maxCoverage = 60 // pairs in the table of coverage
	maxFindings = 40 // of one code
	maxMachines = 60
	maxAdapters = 4 // of one machine
	maxReturns  = 40
	maxText     = 700 // characters of a sentence or a list
	// maxFindingBytes bounds the texts of all findings together, as they are written.
	maxFindingBytes = 150_000
)

//go:embed page.html
var source string

//go:embed page.css
var style string

var parsed = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"count": counted, "n": thousands, "capital": capital, "style": func() template.CSS { return template.CSS(style) },
	}).Parse(source))
})

// HTML returns the page: the same bytes for the same report. It has no script, and
// leads to nothing outside itself. Of a large topology it shows what is most urgent,
// and says how much there is of the rest.
func (r Report) HTML() (string, error) {
	var page bytes.Buffer
	if err := parsed().Execute(&page, r.page()); err != nil {
		return "", err
	}
	return page.String(), nil
}
