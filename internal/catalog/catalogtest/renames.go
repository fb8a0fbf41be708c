package catalogtest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// testRename gives a VMM server another name, with all that it has.
func testRename(t *testing.T, location string) {
	mine, yours := newState(t, location, "here"), newState(t, location, "there")
	server, logical, networks, cloud := site("S")
	far, farLogical, farNetworks, farCloud := site("F")
	mine.must(mine.creates(mine.begin(), server, logical, networks[0], networks[1], cloud, far, farLogical, farNetworks[0], farNetworks[1], farCloud))
	protection := topology.NewProtection(cloud.ID(), farCloud.ID(), "", topology.ReplicationSAN)
	there := topology.NewMapping(networks[0].ID(), farNetworks[0].ID(), topology.ID{}, []topology.ID{protection.ID()})
	back := topology.NewMapping(farNetworks[0].ID(), networks[0].ID(), topology.ID{}, nil)
	yours.must(yours.creates(yours.begin(), protection, there, back))
	before := snapshot(t, open(t, location))

	mine.must(mine.step(mine.begin(), topology.Renaming(server.ID(), topology.NewServer("S2"))))
	after := snapshot(t, open(t, location))
	if after.Len() != before.Len() || len(after.Missing()) > 0 {
		t.Errorf("it holds\n%s", text(after.Topology))
	}
	for _, id := range []struct {
		old topology.ID
		now string
	}{
		{server.ID(), "/servers/S2"},
		{logical.ID(), "/servers/S2/logicalNetworks/L"},
		{networks[1].ID(), "/servers/S2/vmNetworks/N1"},
		{cloud.ID(), "/servers/S2/clouds/C"},
		{protection.ID(), "/servers/S2/clouds/C/protection"},
		{there.ID(), "/servers/S2/vmNetworks/N0/mappings/F"},
		{back.ID(), "/servers/F/vmNetworks/N0/mappings/S2"},
	} {
		if now, ok := after.Current(id.old); !ok || now.String() != id.now {
			t.Errorf("%s is called %s, want %s", id.old, now, id.now)
		}
	}
	// Another state follows by its claims, and its mappings work.
	run := yours.begin()
	if shown := yours.show(run, there.ID()); shown.Foreign || shown.ID.String() != "/servers/S2/vmNetworks/N0/mappings/F" {
		t.Errorf("another state is shown %+v", shown)
	}
	if landing, _ := engine.Failover(after.Topology, engine.Adapter{Cloud: topology.CloudID(topology.ServerID("S2"), "C"), Source: topology.VMNetworkID(topology.ServerID("S2"), "N0")}); landing.Outcome != engine.Connected {
		t.Errorf("the outcome is %s", landing.Outcome)
	}
	// The old name is remembered through another renaming, and until it is used again.
	mine.must(mine.step(mine.begin(), topology.Renaming(server.ID(), topology.NewServer("S3"))))
	if id, ok := snapshot(t, open(t, location)).Current(networks[1].ID()); !ok || id.String() != "/servers/S3/vmNetworks/N1" {
		t.Errorf("after a second renaming, the network is called %s", id)
	}
	mine.must(mine.creates(mine.begin(), server))
	for _, c := range []*catalog.Catalog{open(t, location), mine.open(run)} {
		if id, ok := snapshot(t, c).Current(networks[1].ID()); ok {
			t.Errorf("the name is used again, and still leads to %s", id)
		}
	}
	refuses(t, "a name that is in use", mine.step(mine.begin(), topology.Renaming(far.ID(), topology.NewServer("s3"))), engine.NameTaken)
}

// open returns a catalog that has been open for a while.
func (s *state) open(run *catalog.Run) *catalog.Catalog {
	c := open(s.t, s.location)
	if run.Found().Len() == 0 {
		s.t.Error("the run has found nothing")
	}
	return c
}

// testRenameRaces renames a logical network to and fro, while others put VM
// networks on it and readers look.
func testRenameRaces(t *testing.T, location string) {
	mine := newState(t, location, "here")
	server := topology.NewServer("S")
	logical := topology.NewLogicalNetwork(server.ID(), "L0", topology.IsolationNone)
	mine.must(mine.creates(mine.begin(), server, logical, topology.NewCloud(server.ID(), "C", []topology.ID{logical.ID()})))
	ctx, stop := context.WithCancel(t.Context())
	var readers, group sync.WaitGroup
	readers.Go(func() {
		c := open(t, location)
		for ctx.Err() == nil {
			s, err := c.Snapshot(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			if missing := s.Missing(); len(missing) > 0 {
				t.Errorf("a reader sees a reference to nothing: %v", missing[0].Target)
				return
			}
		}
	})
	group.Go(func() {
		run := mine.begin()
		for round := range rounds {
			name := fmt.Sprint("L", round%2)
			if err := mine.step(run, topology.Renaming(logical.ID(), topology.NewLogicalNetwork(server.ID(), name, topology.IsolationNone))); err != nil {
				t.Error(err)
			}
		}
	})
	made := make([]int, 3)
	for n := range made {
		s := newState(t, location, "there")
		run := s.begin()
		group.Go(func() {
			for round := range rounds {
				on := topology.LogicalNetworkID(server.ID(), fmt.Sprint("L", round%2))
				if err := s.creates(run, topology.NewVMNetwork(on, fmt.Sprint(n, "-", round), nil)); err == nil {
					made[n]++
				} else if codes := refused(t, err); codes[0] != engine.UnknownReference {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	stop()
	readers.Wait()
	mine.held(3 + made[0] + made[1] + made[2])
}
