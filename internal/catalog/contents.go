package catalog

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Holding says whose an object is. The zero holding is that of an object that
// belongs to no state yet.
type Holding struct {
	// Owner is the state that the object belongs to: a name that the run chose
	// that first wrote for it.
	Owner string
	// Claim is what the resource that manages the object has in its private state,
	// and no other resource has. The resources of a set have one together.
	Claim string
	// Run is the run that created the object, until it has ended or the state has
	// shown that it knows the object. What was written by a run that never ended,
	// and that no state knows, is a leftover.
	Run string
	// Heir is the claim of a state that has imported the object: it has the object
	// as soon as it shows that the import was applied.
	Heir string
	// Passing is when the owner planned that another of its resources takes the
	// object over, or takes its place, in seconds since 1970; 0 if it did not. The
	// creation that takes over shows no claim, so for a while it is taken at its word.
	Passing int64
	// Vault is the ARM id of the mapping in a Recovery Services vault by which a
	// mapping is in force, or is to be: it is noted before the vault is asked.
	Vault string
}

// Changed is when a topology was changed last: it is the same for as long as the
// topology is. The revision of a catalog is not, for the catalog also notes whose
// objects are, and that runs have ended. The zero value is that of a catalog
// without objects, or one that was last changed before this was noted.
type Changed struct {
	// Revision is the revision that the change led to.
	Revision int64
	// At is the time, to the second, by the clock of whoever made the change.
	At time.Time
}

// passingFor is how long after the plan the apply may come that takes over.
const passingFor = 24 * time.Hour

// passing reports whether the owner lets a creation take over.
func (h Holding) passing() bool {
	return h.Passing != 0 && time.Since(time.Unix(h.Passing, 0)) < passingFor
}

// Inherited reports whether another resource of the owner's state has imported the
// object in the same run: when the owner deletes it, it passes on.
func (h Holding) Inherited() bool { return h.Heir != "" && h.passing() }

// setPrefix begins the claims that are for several objects.
const setPrefix = "set:"

// claimed reports whether the holder of a claim manages the object.
func (h Holding) claimed(claim string) bool { return claim != "" && h.Claim == claim }

// contents is what a catalog holds.
type contents struct {
	*topology.Topology
	holdings map[topology.Key]Holding
	// claims has the object that a claim is for, of claims that are not for several.
	claims map[string]topology.ID
	// open are the runs that have written and not ended, with where they ran.
	open map[string]string
	// changed is when the topology was changed last.
	changed Changed
	// whole is worked out when it is asked for, of contents that do not change any more.
	whole *whole
}

type whole struct {
	once     sync.Once
	topology *topology.Topology
}

func newContents() *contents {
	return &contents{
		Topology: topology.New(),
		holdings: map[topology.Key]Holding{},
		claims:   map[string]topology.ID{},
		open:     map[string]string{},
		whole:    new(whole),
	}
}

func (c *contents) clone() *contents {
	return &contents{c.Clone(), maps.Clone(c.holdings), maps.Clone(c.claims), maps.Clone(c.open), c.changed, new(whole)}
}

// hold says whose the object with an id is.
func (c *contents) hold(id topology.ID, holding Holding) {
	key := id.Key()
	before := c.holdings[key]
	for _, claim := range []string{before.Claim, before.Heir} {
		if c.claims[claim].Same(id) {
			delete(c.claims, claim)
		}
	}
	if holding == (Holding{}) {
		delete(c.holdings, key)
		return
	}
	c.holdings[key] = holding
	for _, claim := range []string{holding.Claim, holding.Heir} {
		if claim != "" && !strings.HasPrefix(claim, setPrefix) {
			c.claims[claim] = id
		}
	}
}

// realised returns a mapping with how it is in force in a vault.
func (c *contents) realised(mapping topology.Mapping) Realised {
	holding := c.holdings[mapping.ID().Key()]
	return Realised{mapping, holding.Vault, holding.passing()}
}

// leftover reports whether an object was written by a run that did not end, and
// is known to no state.
func (c *contents) leftover(holding Holding) bool {
	_, open := c.open[holding.Run]
	return holding.Run != "" && open
}

// Whole returns the topology as questions see it, without what is deleted in the
// middle of a run: see [topology.Topology.Whole].
func (s Snapshot) Whole() *topology.Topology {
	w := s.contents.whole
	w.once.Do(func() { w.topology = s.Topology.Whole() })
	return w.topology
}

// Changed returns when the topology was changed last.
func (s Snapshot) Changed() Changed { return s.contents.changed }

// Holding returns whose an object is.
func (s Snapshot) Holding(id topology.ID) Holding { return s.contents.holdings[id.Key()] }

// Claimed returns the id of the one object that a claim is for, under whatever
// name it is now, and false if there is none or the claim is for several.
func (s Snapshot) Claimed(claim string) (topology.ID, bool) {
	id, ok := s.contents.claims[claim]
	return id, ok
}

// leftovers returns the ids of all leftovers, in the order in which objects can
// be created.
func (s Snapshot) leftovers() []topology.ID {
	if len(s.contents.open) == 0 {
		return nil
	}
	var left []topology.ID
	for _, object := range s.All() {
		if s.contents.leftover(s.Holding(object.ID())) {
			left = append(left, object.ID())
		}
	}
	return left
}
