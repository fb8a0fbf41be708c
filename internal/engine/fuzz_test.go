package engine_test

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// bytes is a source of decisions that a fuzzer can steer; when they run out,
// others follow, since a source may not say the same for ever.
type bytes struct {
	left []byte
	rest rand.PCG
}

func (b *bytes) Uint64() uint64 {
	if len(b.left) == 0 {
		return b.rest.Uint64()
	}
	var next [8]byte
	b.left = b.left[copy(next[:], b.left):]
	return binary.LittleEndian.Uint64(next[:])
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("any decisions"), "web", "10.0.0.0/24", "10.0.0.10", "10.0.0.20")
	f.Add([]byte{}, "", "2001:db8::/64", "::", "ff::%eth0")
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}, "北京\x00", "::ffff:1.2.3.4/99", "1.2.3.4", "0")
	f.Fuzz(func(t *testing.T, decisions []byte, name, prefix, first, last string) {
		rng := rand.New(&bytes{left: decisions})
		found := topology.New(topologytest.Random(topologytest.NewRand(rng.Uint64N(4)), topologytest.Small)...)
		for range 1 + len(decisions)/64 {
			change := randomChange(rng, found.All())
			if rng.IntN(2) == 0 {
				change = oddChange(rng, found.All(), name, prefix, first, last)
			}
			for _, standing := range []func(topology.ID) engine.Standing{own, foreign, planned, leaving, cloudLeaving, engine.Everything} {
				for _, finding := range engine.Check(found, change, standing) {
					if finding.Summary() == "" || finding.Detail == "" || finding.Remedy == "" {
						t.Errorf("a finding without words: %+v", finding)
					}
				}
			}
			if engine.HasErrors(engine.Check(found, change, engine.Everything)) {
				continue
			}
			found.Apply(change)
			if change.Action == topology.Delete {
				continue
			}
			// What is sound can be kept under its id and found by it.
			id, err := topology.ParseID(change.ID().String())
			if err != nil || !id.Same(change.ID()) {
				t.Errorf("a sound object has the id %q, read as %q, %v", change.ID(), id, err)
			}
			if findings := engine.Check(found, topology.Updating(change.Object), engine.Everything); engine.HasErrors(findings) {
				t.Errorf("what has just been written cannot be written again: %v", findings)
			}
		}
	})
}

// oddChange makes an object of odd texts.
func oddChange(rng *rand.Rand, objects []topology.Object, name, prefix, first, last string) topology.Change {
	owner := objects[rng.IntN(len(objects))].ID()
	other := objects[rng.IntN(len(objects))].ID()
	subnets := []topology.Subnet{
		{Name: name, AddressPrefix: prefix, Pool: &topology.Pool{First: first, Last: last}},
		{Name: first, AddressPrefix: last},
	}
	var object topology.Object
	switch rng.IntN(7) {
	case 0:
		object = topology.NewServer(name)
	case 1:
		object = topology.NewLogicalNetwork(owner, name, topology.Isolation(first))
	case 2:
		object = topology.NewVMNetwork(owner, name, subnets)
	case 3:
		object = topology.NewAzureNetwork(owner, first, subnets, true)
	case 4:
		object = topology.NewCloud(owner, name, []topology.ID{other, {}})
	case 5:
		object = topology.NewProtection(owner, other, first, topology.Replication(last))
	default:
		object = topology.NewMapping(owner, other, owner, []topology.ID{other, {}})
	}
	return topology.Creation(object)
}
