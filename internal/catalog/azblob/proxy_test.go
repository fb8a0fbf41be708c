package azblob_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
)

// proxy stands between catalogs and the service. It counts requests, can be far
// away, and can do something else with them than to pass them on.
type proxy struct {
	*httptest.Server
	t testing.TB
	// roundTrip is how long a request and its answer are under way.
	roundTrip time.Duration
	trips     atomic.Int64

	mu sync.Mutex
	// faults are what happens to the next requests of a method, one each.
	faults map[string][]fault
	// always is what happens to all others of a method.
	always map[string]fault
	counts map[string]int
	bytes  int
	late   sync.WaitGroup
}

// fault is what happens to a request.
type fault struct {
	// pass is when the service gets the request: never, before the client hears
	// anything, or after the client has lost the connection.
	pass passing
	// status is answered, with a code of the service and Retry-After in seconds; 0
	// answers what the service did.
	status     int
	code       string
	retryAfter int
	// lose closes the connection: at once, or with half is the answer sent.
	lose, half bool
	// meanwhile is done once the service has answered.
	meanwhile func()
}

type passing int

const (
	never passing = iota
	first
	late
)

// newProxy returns a proxy a round trip away, and the location of a catalog through it.
func newProxy(t testing.TB, roundTrip time.Duration) (p *proxy, direct, through string) {
	t.Helper()
	p = &proxy{t: t, roundTrip: roundTrip, faults: map[string][]fault{}, always: map[string]fault{}, counts: map[string]int{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() {
		p.Close()
		p.late.Wait()
	})
	container := server(t).Container(t)
	return p, server(t).Location(container, "catalog"), server(t).Location(container, "catalog", p.URL+"/"+azbtest.Account)
}

// fail lets something happen to the next requests of a method.
func (p *proxy) fail(method string, faults ...fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults[method] = append(p.faults[method], faults...)
}

// forGood lets something happen to all requests of a method, until it is nil.
func (p *proxy) forGood(method string, f *fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.always, method)
	if f != nil {
		p.always[method] = *f
	}
}

// counted returns how many requests of a method there were since the last time,
// and how many bytes were answered.
func (p *proxy) counted(method string) (requests, size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	requests, size = p.counts[method], p.bytes
	p.counts[method], p.bytes = 0, 0
	return requests, size
}

func (p *proxy) next(method string) (fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[method]++
	if left := p.faults[method]; len(left) > 0 {
		p.faults[method] = left[1:]
		return left[0], true
	}
	f, ok := p.always[method]
	return f, ok
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p.trips.Add(1)
	time.Sleep(p.roundTrip)
	f, faulty := p.next(r.Method)
	if !faulty {
		f.pass = first
	}
	var got *answer
	switch f.pass {
	case first:
		got = p.forward(r, content)
		if f.meanwhile != nil {
			f.meanwhile()
		}
	case late:
		p.late.Go(func() {
			time.Sleep(100 * time.Millisecond)
			p.forward(r, content)
		})
	}
	if f.lose || got == nil && f.status == 0 {
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	if f.status != 0 {
		if f.code != "" {
			header.Set("x-ms-error-code", f.code)
		}
		if f.retryAfter > 0 {
			header.Set("Retry-After", strconv.Itoa(f.retryAfter))
		}
		w.WriteHeader(f.status)
		return
	}
	maps.Copy(header, got.header)
	w.WriteHeader(got.status)
	if f.half {
		_, _ = w.Write(got.body[:len(got.body)/2])
		panic(http.ErrAbortHandler)
	}
	p.mu.Lock()
	p.bytes += len(got.body)
	p.mu.Unlock()
	_, _ = w.Write(got.body)
}

// answer is what the service said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// forward asks the service, also when nobody waits for the answer any more. It
// returns nil if there is none.
func (p *proxy) forward(r *http.Request, content []byte) *answer {
	target := server(p.t).Address() + r.URL.RequestURI()
	request, err := http.NewRequest(r.Method, target, bytes.NewReader(content))
	if err != nil {
		p.t.Error(err)
		return nil
	}
	request.Header = r.Header.Clone()
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.t.Error(err)
		return nil
	}
	defer response.Body.Close() //nolint:errcheck // all of it has been read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Error(err)
	}
	return &answer{response.StatusCode, response.Header, body}
}
