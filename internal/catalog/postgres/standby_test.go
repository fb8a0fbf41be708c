package postgres_test

import (
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgrestest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// pair starts a server and its synchronous standby.
func pair(t *testing.T) (primary, standby *postgrestest.Server) {
	t.Helper()
	primary, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	closes(t, primary)
	if standby, err = primary.StartStandby(); err != nil {
		t.Fatal(err)
	}
	closes(t, standby)
	return primary, standby
}

// The primary dies while a crowd writes, and some time later its standby takes over:
// the writers go on there, and nothing that was confirmed is lost.
func TestAPrimaryThatDies(t *testing.T) {
	t.Parallel()
	for what, tt := range map[string]struct {
		attributes   string
		standbyFirst bool
	}{
		"read-write":                     {"read-write", false},
		"primary, named after the other": {"primary", true},
		"any":                            {"any", false},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			primary, standby := pair(t)
			parameters := []string{"schema", "x", "target_session_attrs", tt.attributes}
			location := primary.WithStandby(primary.URL(postgrestest.Owner, parameters...), standby)
			if tt.standbyFirst {
				location = standby.WithStandby(standby.URL(postgrestest.Owner, parameters...), primary)
			}
			first(t, location)
			writers, stop := writers(t, location), make(chan struct{})
			var confirmed []topology.ID
			var errs []error
			var group sync.WaitGroup
			group.Go(func() { confirmed, errs = crowd(writers, stop) })
			time.Sleep(500 * time.Millisecond)
			if err := primary.Stop(syscall.SIGQUIT); err != nil {
				t.Fatal(err)
			}
			time.Sleep(500 * time.Millisecond)
			took := open(t, standby.URL(postgrestest.Owner, "schema", "x"))
			before, err := took.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := standby.Promote(); err != nil {
				t.Fatal(err)
			}
			if err := standby.WaitFor(fmt.Sprintf("SELECT revision > %d FROM x.siterecovery_catalog", before.Revision+10)); err != nil {
				t.Error(err)
			}
			close(stop)
			group.Wait()
			for _, err := range errs {
				t.Errorf("a write ends with %v", err)
			}
			all(t, location, confirmed)
			after, err := took.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d writes confirmed, all there, %d revisions of them after the standby has taken over",
				len(confirmed), after.Revision-before.Revision)
		})
	}
}

// What the server has committed, and no standby has confirmed for as long as an attempt
// may take, is not called confirmed.
func TestAStandbyThatDoesNotConfirm(t *testing.T) {
	t.Parallel()
	primary, standby := pair(t)
	location := primary.WithStandby(primary.URL(postgrestest.Owner, "schema", "x"), standby)
	create(t, location, "S")
	if err := standby.Stop(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	c := open(t, location)
	says(t, c.Apply(t.Context(), topology.Creation(topology.NewServer("T"))), storage.ErrUncertain,
		"was committed, but no synchronous standby", "if the server fails", "run terraform apply again")
	if err := standby.Run(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"T", "U"} {
		if err := c.Apply(t.Context(), topology.Creation(topology.NewServer(name))); err != nil {
			t.Errorf("when it is back, %s ends with %v", name, err)
		}
	}
	if got := names(t, standby.URL(postgrestest.Owner, "schema", "x")); got != "S T U" {
		t.Errorf("the standby holds %q", got)
	}
}

// The session is lost while it waits for the standby: what is read back is confirmed
// when the standby has it.
func TestASessionLostWhileTheStandbyIsAway(t *testing.T) {
	t.Parallel()
	primary, standby := pair(t)
	location := primary.WithStandby(primary.URL(postgrestest.Owner, "schema", "x", "application_name", "lost"), standby)
	create(t, location, "S")
	if err := standby.Stop(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	c, ended := open(t, location), make(chan error)
	go func() { ended <- c.Apply(t.Context(), topology.Creation(topology.NewServer("T"))) }()
	const waiting = "FROM pg_stat_activity WHERE application_name = 'lost' AND wait_event = 'SyncRep'"
	if err := primary.WaitFor("SELECT EXISTS (SELECT " + waiting + ")"); err != nil {
		t.Fatal(err)
	}
	primary.Execute(t, "SELECT pg_terminate_backend(pid) "+waiting)
	if err := primary.WaitFor("SELECT EXISTS (SELECT " + waiting + ")"); err != nil { // it reads back
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		t.Fatalf("it ends with %v while no standby has it", err)
	case <-time.After(500 * time.Millisecond):
	}
	if err := standby.Run(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ends with %v", err)
	}
	if got := names(t, standby.URL(postgrestest.Owner, "schema", "x")); got != "S T" {
		t.Errorf("the standby holds %q", got)
	}
}
