package azblob_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// A snapshot is one request, and no body when nothing has changed; a write that
// nobody gets ahead of is one request.
func TestRequests(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "A", "B")
	c := open(t, through)
	for _, step := range []struct {
		what   string
		do     func() error
		want   string
		gets   int
		puts   int
		silent bool
	}{
		{"a first snapshot", nil, "A B", 1, 0, false},
		{"a snapshot of what has not changed", nil, "A B", 1, 0, true},
		{"a write", func() error { return apply(c, "C") }, "", 0, 1, true},
		{"a snapshot after it", nil, "A B C", 1, 0, true},
		{"a snapshot after another's write", func() error { create(t, direct, "D"); return nil }, "A B C D", 1, 0, false},
		{"a write after another's", func() error { create(t, direct, "E"); return apply(c, "F") }, "", 1, 2, false},
	} {
		if step.do != nil {
			if err := step.do(); err != nil {
				t.Fatal(err)
			}
		}
		if step.want != "" {
			if got := names(t, c); got != step.want {
				t.Errorf("%s shows %q, want %q", step.what, got, step.want)
			}
		}
		gets, size := p.counted(http.MethodGet)
		puts, _ := p.counted(http.MethodPut)
		if gets != step.gets || puts != step.puts || step.silent != (size == 0) {
			t.Errorf("%s takes %d GET with %d bytes and %d PUT, want %d and %d", step.what, gets, size, puts, step.gets, step.puts)
		}
	}
}

// What would be refused, or change nothing, by what a writer knows, is judged by
// what there is.
func TestAWriterThatIsBehind(t *testing.T) {
	t.Parallel()
	_, direct, through := newProxy(t, 0)
	create(t, direct, "S")
	c := open(t, through)
	names(t, c)
	create(t, direct, "T", "U")
	if err := c.Apply(t.Context(), topology.Creation(topology.NewCloud(topology.ServerID("T"), "C", nil))); err != nil {
		t.Errorf("a cloud of a server that is new: %v", err)
	}
	create(t, direct, "V")
	if err := c.Apply(t.Context(), topology.Deletion(topology.ServerID("V"))); err != nil {
		t.Error(err)
	}
	if got := names(t, open(t, direct)); got != "S T U C" {
		t.Errorf("it holds %q", got)
	}
}

// A hundred writes lose their answer, or the service's answer does not tell what
// has become of them. Each is made once, whatever happened to it.
func TestAnswersLost(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "S")
	c := open(t, through)
	kinds := []fault{
		{pass: never, lose: true},
		{pass: first, lose: true},
		{pass: late, lose: true},
		{pass: never, status: http.StatusServiceUnavailable, code: "ServerBusy"},
		{pass: first, status: http.StatusInternalServerError, code: "OperationTimedOut"},
		{pass: first, status: http.StatusBadGateway},
		{pass: late, status: http.StatusGatewayTimeout},
		{pass: never, status: http.StatusTooManyRequests},
	}
	const writes = 100
	for n := range writes {
		p.fail(http.MethodPut, kinds[n%len(kinds)])
		if err := apply(c, fmt.Sprint(n)); err != nil {
			t.Fatalf("write %d ends with %v", n, err)
		}
	}
	p.late.Wait()
	s, err := open(t, direct).Snapshot(t.Context())
	if err != nil || s.Len() != writes+1 || s.Revision != writes+1 {
		t.Errorf("it holds %d objects at revision %d, %v; want %d at %d", s.Len(), s.Revision, err, writes+1, writes+1)
	}
}

// The first write of all has no blob before it to tell by.
func TestTheFirstAnswerLost(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]fault{
		"before": {pass: never, lose: true}, "after": {pass: first, lose: true}, "on its way": {pass: late, lose: true},
	} {
		p, direct, through := newProxy(t, 0)
		p.fail(http.MethodPut, f)
		if err := apply(open(t, through), "S"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		p.late.Wait()
		if s, err := open(t, direct).Snapshot(t.Context()); err != nil || s.Len() != 1 || s.Revision != 1 {
			t.Errorf("%s: it holds %d objects at revision %d, %v", name, s.Len(), s.Revision, err)
		}
	}
}

// Others write between a lost answer and the moment it is read back: that the
// write is in what they have written is seen, and so is that it is not.
func TestOthersWriteBeforeItIsReadBack(t *testing.T) {
	t.Parallel()
	for name, pass := range map[string]passing{"landed": first, "got lost": never} {
		p, direct, through := newProxy(t, 0)
		create(t, direct, "S")
		c := open(t, through)
		names(t, c)
		others := func() { create(t, direct, "A", "B", "C") }
		if pass == never {
			others()
			others = nil
		}
		p.fail(http.MethodPut, fault{pass: pass, lose: true, meanwhile: others})
		if err := apply(c, "T"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if s, err := open(t, direct).Snapshot(t.Context()); err != nil || s.Len() != 5 || s.Revision != 5 {
			t.Errorf("%s: it holds %d objects at revision %d, %v", name, s.Len(), s.Revision, err)
		}
		if got := names(t, c); got != "A B C S T" {
			t.Errorf("%s: who has written sees %q", name, got)
		}
	}
}

// The service does not come back after an answer was lost, or answers no more:
// that the outcome is not known is said, and not guessed.
func TestAnUncertainWrite(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "S")
	c := open(t, through)
	names(t, c)
	p.fail(http.MethodPut, fault{pass: first, lose: true})
	p.forGood(http.MethodGet, &fault{lose: true})
	says(t, apply(c, "T"), storage.ErrUncertain, "lost while a change was being written", "run terraform apply again")
	p.forGood(http.MethodGet, nil)
	if got := names(t, c); got != "S T" {
		t.Errorf("when the service is back, it holds %q", got)
	}
	// Rights that are taken away in this moment leave it as open.
	p.fail(http.MethodPut, fault{pass: first, lose: true})
	p.forGood(http.MethodGet, &fault{status: http.StatusForbidden, code: "AuthorizationPermissionMismatch"})
	says(t, apply(c, "U"), storage.ErrUncertain)
	p.forGood(http.MethodGet, nil)
	if got := names(t, c); got != "S T U" {
		t.Errorf("when the rights are back, it holds %q", got)
	}
}

// So much is written before it is read back that nobody remembers the write, or
// the catalog is another one by then: that is said, and not guessed.
func TestAForgottenWrite(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "S")
	c := open(t, through)
	names(t, c)
	p.fail(http.MethodPut, fault{pass: first, lose: true, meanwhile: func() {
		container := containerOf(direct)
		server(t).Delete(t, container, "catalog")
		create(t, direct, "another")
	}})
	says(t, apply(c, "T"), storage.ErrUncertain, "too much has been written since")
	if got := names(t, c); got != "another" {
		t.Errorf("it holds %q", got)
	}
}

// An answer that is cut off is asked for again, and so is one that never came.
func TestReadingAgain(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "A", "B")
	c := open(t, through)
	names(t, c)
	for what, f := range map[string]fault{
		"cut off":   {pass: first, half: true},
		"lost":      {lose: true},
		"busy":      {status: http.StatusServiceUnavailable, code: "ServerBusy"},
		"throttled": {status: http.StatusTooManyRequests},
	} {
		create(t, direct, what)
		p.counted(http.MethodGet)
		p.fail(http.MethodGet, f)
		if _, err := c.Snapshot(t.Context()); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if gets, _ := p.counted(http.MethodGet); gets != 2 {
			t.Errorf("%s: it was asked %d times", what, gets)
		}
	}
	if s, err := c.Snapshot(t.Context()); err != nil || s.Len() != 6 {
		t.Errorf("it holds %d objects, %v", s.Len(), err)
	}
}

// The service is left alone for as long as it says, by readers and by writers.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "S")
	c := open(t, through)
	names(t, c)
	busy := fault{status: http.StatusServiceUnavailable, code: "ServerBusy", retryAfter: 1}
	for method, do := range map[string]func() error{
		http.MethodGet: func() error { _, err := c.Snapshot(t.Context()); return err },
		http.MethodPut: func() error { return apply(c, "T") },
	} {
		p.fail(method, busy)
		began := time.Now()
		if err := do(); err != nil {
			t.Errorf("%s: %v", method, err)
		}
		if took := time.Since(began); took < time.Second {
			t.Errorf("%s: it was asked again after %s", method, took)
		}
	}
	// Longer than anybody waits is said at once.
	busy.retryAfter = 3600
	p.fail(http.MethodGet, busy)
	_, err := c.Snapshot(t.Context())
	says(t, err, storage.ErrUnavailable, "ServerBusy", "tried again for a while, without success")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	busy.retryAfter = 20
	p.fail(http.MethodGet, busy)
	if _, err := c.Snapshot(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a wait that is cancelled ends with %v", err)
	}
}

// A cancelled run does not lose what it was told is there, and knows what is not.
func TestCancelledAtAnyMoment(t *testing.T) {
	t.Parallel()
	location := server(t).Catalog(t)
	create(t, location, "S")
	c, reader := open(t, location), open(t, location)
	rng := topologytest.NewRand(7)
	var confirmed, cancelled int
	for n := range 200 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Duration(rng.IntN(2000<<(n/40)))*time.Microsecond, cancel)
		object := topology.NewServer(fmt.Sprint(n))
		if n%2 == 0 {
			create(t, location, fmt.Sprint("other ", n)) // so that it has to read first
		}
		err := c.Apply(ctx, topology.Creation(object))
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("write %d ends with %v", n, err)
		}
		s, reading := reader.Snapshot(t.Context())
		if reading != nil {
			t.Fatal(reading)
		}
		if _, there := s.Get(object.ID()); there != (err == nil) {
			t.Errorf("write %d ends with %v, and it is there: %v", n, err, there)
		}
		if err == nil {
			confirmed++
		} else {
			cancelled++
		}
	}
	if confirmed == 0 || cancelled == 0 {
		t.Errorf("%d confirmed and %d cancelled: the moments are not random enough", confirmed, cancelled)
	}
}

// Several write while answers are lost at random: all that was confirmed is there.
func TestACrowdLosesAnswers(t *testing.T) {
	t.Parallel()
	p, direct, through := newProxy(t, 0)
	create(t, direct, "S")
	stop := make(chan struct{})
	go func() {
		rng := topologytest.NewRand(3)
		kinds := []fault{
			{lose: true},
			{pass: first, lose: true},
			{pass: late, lose: true},
			{pass: first, status: http.StatusInternalServerError},
			{status: http.StatusServiceUnavailable, code: "ServerBusy"},
		}
		for range 100 {
			p.fail(http.MethodPut, kinds[rng.IntN(len(kinds))])
			time.Sleep(time.Duration(rng.IntN(20)) * time.Millisecond)
		}
		close(stop)
	}()
	var mu sync.Mutex
	var confirmed int64
	var group sync.WaitGroup
	for w := range 4 {
		c := open(t, []string{direct, through}[w%2])
		group.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := apply(c, fmt.Sprint(w, " ", n)); err != nil {
					t.Errorf("a write ends with %v", err)
					return
				}
				mu.Lock()
				confirmed++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	p.late.Wait()
	s, err := open(t, direct).Snapshot(t.Context())
	if err != nil || s.Revision != confirmed+1 || int64(s.Len()) != confirmed+1 {
		t.Errorf("%d writes were confirmed, and it holds %d objects at revision %d, %v", confirmed, s.Len(), s.Revision, err)
	}
}
