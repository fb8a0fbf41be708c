package catalogtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// Tests that need processes of their own start the test binary again, with a
// task in its environment.

const (
	taskVariable     = "CATALOGTEST_TASK"
	locationVariable = "CATALOGTEST_LOCATION"
	nameVariable     = "CATALOGTEST_NAME"
)

var tasks = map[string]func(location, name string) error{
	"write":  writeUntilKilled,
	"script": runScripts,
}

// Main is the TestMain of an engine's tests. What the engine needs is started
// before them, and the function that start returns ends it.
func Main(m *testing.M, start func() (end func() error, err error)) {
	if task, ok := tasks[os.Getenv(taskVariable)]; ok {
		report(task(os.Getenv(locationVariable), os.Getenv(nameVariable)))
		os.Exit(0)
	}
	end, err := start()
	report(err)
	code := m.Run()
	report(end())
	os.Exit(code)
}

// report ends the process if there is an error.
func report(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// process returns a process with a task, not started yet.
func process(t *testing.T, task, location, name string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self)
	command.Env = append(os.Environ(), taskVariable+"="+task, locationVariable+"="+location, nameVariable+"="+name)
	command.Stderr = os.Stderr
	return command
}

// writeUntilKilled creates servers with a cloud each, one after the other, and
// prints the name of each when it is confirmed.
func writeUntilKilled(location, name string) error {
	c, err := catalog.Open(location)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		server := topology.NewServer(fmt.Sprintf("%s-%d", name, n))
		if err := c.Apply(context.Background(), topology.Creation(server),
			topology.Creation(topology.NewCloud(server.ID(), "C", nil))); err != nil {
			return err
		}
		fmt.Println(server.ID().Name())
	}
}

// testKilled kills processes while they write, a hundred in all. Everything that
// they have confirmed is there, and nothing half.
func testKilled(t *testing.T, location string) {
	const together = 4
	rng := topologytest.NewRand(100)
	confirmed := 0
	for round := range 25 {
		var group sync.WaitGroup
		names := make([][]string, together)
		for n := range together {
			command := process(t, "write", location, fmt.Sprintf("%d-%d", round, n))
			output, err := command.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			moment := time.Duration(rng.IntN(20_000)) * time.Microsecond
			group.Go(func() { names[n] = killed(t, command, output, moment) })
		}
		group.Wait()
		s := snapshot(t, open(t, location))
		for _, name := range flatten(names) {
			confirmed++
			if _, ok := s.Get(topology.ServerID(name)); !ok {
				t.Errorf("%s was confirmed, and is not there", name)
			}
		}
		for _, object := range s.All() {
			if _, ok := s.Get(topology.CloudID(object.ID().Server(), "C")); !ok {
				t.Errorf("%s is there without its cloud", object.ID())
			}
		}
		apply(t, open(t, location), topology.Creation(topology.NewServer(fmt.Sprint("after", round))),
			topology.Creation(topology.NewCloud(topology.ServerID(fmt.Sprint("after", round)), "C", nil)))
	}
	t.Logf("100 processes killed, %d writes confirmed, all there", confirmed)
}

// killed kills a process a moment after its first confirmation. It returns what
// the process has confirmed.
func killed(t *testing.T, command *exec.Cmd, output io.Reader, moment time.Duration) (confirmed []string) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if confirmed = append(confirmed, lines.Text()); len(confirmed) == 1 {
			time.AfterFunc(moment, func() { _ = command.Process.Kill() })
		}
	}
	if err := command.Wait(); err == nil || len(confirmed) == 0 {
		t.Errorf("a process ended by itself after %d writes", len(confirmed))
	}
	return confirmed
}

func flatten(lists [][]string) (all []string) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
