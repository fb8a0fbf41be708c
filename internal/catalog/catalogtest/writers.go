package catalogtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

const (
	processes  = 2
	writers    = 10  // in each process
	scriptSize = 500 // changes by each writer
)

// shared is what all writers refer to and none changes.
func shared() []topology.Object {
	server := topology.NewServer("shared")
	logical := topology.NewLogicalNetwork(server.ID(), "L", topology.IsolationNone)
	return []topology.Object{server, logical, topology.NewVMNetwork(logical.ID(), "N", nil)}
}

// script is the random changes of one writer, sound or not, to a server of its
// own, so that their outcome does not depend on what others do meanwhile.
func script(process string, writer int) []topology.Change {
	name := fmt.Sprint(process, " ", writer)
	rng := topologytest.NewRand(uint64(process[0])<<8 | uint64(writer))
	server := topology.NewServer(name)
	objects := []topology.Object{server}
	var networks, clouds []topology.ID
	for n := range 3 {
		logical := topology.NewLogicalNetwork(server.ID(), fmt.Sprint(n), topology.IsolationNone)
		network := topology.NewVMNetwork(logical.ID(), fmt.Sprint(n), nil)
		networks = append(networks, network.ID())
		objects = append(objects, logical, network,
			topology.NewLogicalNetwork(server.ID(), fmt.Sprint(n), topology.IsolationVLAN),
			topology.NewVMNetwork(logical.ID(), fmt.Sprint(n), []topology.Subnet{{Name: "S"}}))
		for m := range 2 {
			cloud := topology.NewCloud(server.ID(), fmt.Sprint(n, m), []topology.ID{logical.ID()})
			clouds = append(clouds, cloud.ID())
			objects = append(objects, cloud, topology.NewCloud(server.ID(), fmt.Sprint(n, m), nil),
				topology.NewHost(server.ID(), fmt.Sprint(n), []topology.ID{cloud.ID()}, []topology.ID{logical.ID()}))
		}
	}
	for n, network := range networks {
		objects = append(objects,
			topology.NewMapping(network, shared()[2].ID(), topology.ID{}, nil),
			topology.NewMapping(network, networks[(n+1)%len(networks)], topology.ID{}, nil),
			topology.NewProtection(clouds[n], clouds[n+1], "", topology.ReplicationSAN))
	}
	var changes []topology.Change
	for range scriptSize {
		object := objects[rng.IntN(len(objects))]
		switch rng.IntN(5) {
		case 0:
			changes = append(changes, topology.Deletion(object.ID()))
		case 1, 2:
			changes = append(changes, topology.Updating(object))
		default:
			changes = append(changes, topology.Creation(object))
		}
	}
	return changes
}

// runScripts applies the scripts of all writers of a process at once. Every
// change has to end as it does where nobody else writes.
func runScripts(location, process string) error {
	errs := make([]error, writers)
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() { errs[writer] = runScript(location, script(process, writer)) })
	}
	group.Wait()
	return errors.Join(errs...)
}

func runScript(location string, script []topology.Change) error {
	c, err := catalog.Open(location)
	if err != nil {
		return err
	}
	alone := topology.New(shared()...)
	for n, change := range script {
		sound := !engine.HasErrors(engine.Check(alone, change, engine.Everything))
		err := c.Apply(context.Background(), change)
		var refusal *catalog.Refused
		if err != nil && !errors.As(err, &refusal) || (err == nil) != sound {
			return fmt.Errorf("change %d, %v of %s, ends with %w; want it sound: %v", n, change.Action, change.ID(), err, sound)
		}
		if sound {
			alone.Apply(change)
		}
	}
	return c.Close()
}

// testManyWriters lets writers in several processes apply scripts at once. What
// is left is what the scripts leave one after the other.
func testManyWriters(t *testing.T, location string) {
	apply(t, open(t, location), creations(shared())...)
	want := topology.New(shared()...)
	written := int64(1)
	var group sync.WaitGroup
	for p := range processes {
		name := fmt.Sprint(p)
		for writer := range writers {
			for _, change := range script(name, writer) {
				if engine.HasErrors(engine.Check(want, change, engine.Everything)) {
					continue
				}
				if before := want.Apply(change); change.Action != topology.Delete || before != nil {
					written++
				}
			}
		}
		command := process(t, "script", location, name)
		group.Go(func() {
			if output, err := command.Output(); err != nil {
				t.Errorf("process %d ends with %v after %s", p, err, output)
			}
		})
	}
	group.Wait()
	s := snapshot(t, open(t, location))
	if got := text(s.Topology); got != text(want) || strings.Count(got, "\n") < processes*writers {
		t.Errorf("it holds\n%s\nwant\n%s", got, text(want))
	}
	if s.Revision != written {
		t.Errorf("it is at revision %d, want %d", s.Revision, written)
	}
}
