package catalogtest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Tests that need processes of their own start the test binary again, which
// then writes to a catalog and says what it has written, line by line.

const (
	locationVariable = "CATALOGTEST_LOCATION"
	prefixVariable   = "CATALOGTEST_PREFIX"
	countVariable    = "CATALOGTEST_COUNT"
)

// Main is the TestMain of an engine's tests.
func Main(m *testing.M) {
	if location := os.Getenv(locationVariable); location != "" {
		if err := write(location, os.Getenv(prefixVariable), os.Getenv(countVariable)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// write creates servers with a cloud each, one after the other, until it is
// killed or has created as many as told.
func write(location, prefix, count string) error {
	c, err := catalog.Open(location)
	if err != nil {
		return err
	}
	for n := 0; fmt.Sprint(n) != count; n++ {
		server := topology.NewServer(fmt.Sprintf("%s-%d", prefix, n))
		if err := c.Apply(context.Background(),
			topology.Creation(server), topology.Creation(topology.NewCloud(server.ID(), "C", nil))); err != nil {
			return err
		}
		fmt.Println(server.ID().Name())
	}
	return c.Close()
}

// writer starts a process that writes.
func writer(t *testing.T, location, prefix, count string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self)
	command.Env = append(os.Environ(), locationVariable+"="+location, prefixVariable+"="+prefix, countVariable+"="+count)
	command.Stderr = os.Stderr
	return command
}

func testProcesses(t *testing.T, location string) {
	const processes, each = 2, 40
	var group sync.WaitGroup
	for p := range processes {
		command := writer(t, location, fmt.Sprint(p), fmt.Sprint(each))
		group.Go(func() {
			if output, err := command.Output(); err != nil || strings.Count(string(output), "\n") != each {
				t.Errorf("process %d ends with %v after %q", p, err, output)
			}
		})
	}
	group.Wait()
	if s := snapshot(t, open(t, location)); s.Len() != 2*processes*each || s.Revision != processes*each {
		t.Errorf("it holds %d objects at revision %d", s.Len(), s.Revision)
	}
}

// testKilled kills a process while it writes. Everything that it has confirmed
// is there, and nothing half.
func testKilled(t *testing.T, location string) {
	for round := range 5 {
		command := writer(t, location, fmt.Sprint("round", round), "")
		output, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		var confirmed []string
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			confirmed = append(confirmed, lines.Text())
			if len(confirmed) == 5 {
				// A moment of its own for each round, somewhere within a write.
				time.AfterFunc(time.Duration(round)*700*time.Microsecond, func() { _ = command.Process.Kill() })
			}
		}
		if err := command.Wait(); err == nil {
			t.Fatal("the process ended by itself")
		}
		s := snapshot(t, open(t, location))
		for _, name := range confirmed {
			if _, ok := s.Get(topology.ServerID(name)); !ok {
				t.Errorf("%s was confirmed, and is not there", name)
			}
		}
		for _, object := range s.All() {
			cloud := topology.CloudID(object.ID().Server(), "C")
			if _, ok := s.Get(cloud); !ok {
				t.Errorf("%s is there without its cloud", object.ID())
			}
		}
		apply(t, open(t, location), topology.Creation(topology.NewServer(fmt.Sprint("after", round))),
			topology.Creation(topology.NewCloud(topology.ServerID(fmt.Sprint("after", round)), "C", nil)))
	}
}
