package postgrestest

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Proxy stands between a catalog and a server. It counts round trips, can be far
// away, and can lose the connection at a commit.
type Proxy struct {
	// Trips counts the round trips: the changes of direction from the server to the
	// client, the ones of connecting included.
	Trips atomic.Int64
	// Fault is what happens at the next commit.
	Fault atomic.Int32
	// Faults counts what has happened.
	Faults atomic.Int64
	// Meanwhile is done after a commit whose answer is lost, before the client can
	// connect again.
	Meanwhile func()

	listener net.Listener
	upstream string
	// delay is how long a byte is under way, in each direction.
	delay time.Duration
	gate  sync.Mutex
}

// The faults of a [Proxy].
const (
	// NoFault lets everything through.
	NoFault int32 = iota
	// BeforeCommit loses the connection before the server has heard of the commit.
	BeforeCommit
	// AfterCommit loses it when the server has committed, before the client knows.
	AfterCommit
	// ForGood loses it before the commit, and every later one at once.
	ForGood
)

// NewProxy returns a proxy before the server that a location leads to, a round
// trip away, and a location that leads through it: without TLS, so that it can see
// what passes.
func NewProxy(tb testing.TB, location string, roundTrip time.Duration) (p *Proxy, through string) {
	tb.Helper()
	parsed, err := url.Parse(location)
	if err != nil {
		tb.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = listener.Close() })
	p = &Proxy{listener: listener, upstream: parsed.Host, delay: roundTrip / 2}
	go p.serve()
	parsed.Host = listener.Addr().String()
	parsed.RawQuery += "&sslmode=disable"
	return p, parsed.String()
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.gate.Lock()
		p.gate.Unlock() //nolint:staticcheck // it was only waited for
		if p.Fault.Load() == ForGood && p.Faults.Load() > 0 {
			_ = client.Close()
			continue
		}
		upstream, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", p.upstream)
		if err != nil {
			_ = client.Close()
			continue
		}
		passing := &passing{Proxy: p, client: client, upstream: upstream, ended: make(chan struct{})}
		go func() {
			defer close(passing.ended)
			passing.answers()
		}()
		go passing.asks()
	}
}

// passing is a connection that goes through a proxy.
type passing struct {
	*Proxy
	client, upstream net.Conn
	answering        atomic.Bool
	// ended says that the server has said all.
	ended chan struct{}
}

// asks passes on what the client says.
func (p *passing) asks() {
	p.pass(p.client, p.upstream, func(text []byte) bool {
		p.answering.Store(false)
		return bytes.Contains(bytes.ToLower(text), []byte("commit\x00")) && p.fails(text)
	})
}

// answers passes on what the server says.
func (p *passing) answers() {
	p.pass(p.upstream, p.client, func([]byte) bool {
		if !p.answering.Swap(true) {
			p.Trips.Add(1)
		}
		return false
	})
}

// fails makes the fault that is due at a commit, and reports whether there was one.
func (p *passing) fails(commit []byte) bool {
	fault := p.Fault.Load()
	if fault == NoFault {
		return false
	}
	p.Faults.Add(1)
	if fault != ForGood {
		p.Fault.Store(NoFault) // once is enough
	}
	if fault == AfterCommit {
		p.gate.Lock()
		defer p.gate.Unlock()
		_ = p.client.Close()
		_, _ = p.upstream.Write(commit)
		<-p.ended // the answer has come, and nobody takes it
		if p.Meanwhile != nil {
			p.Meanwhile()
		}
	}
	return true
}

// pass passes on what one side says, until it or the other ends or see says so.
func (p *passing) pass(from, to net.Conn, see func([]byte) bool) {
	way := p.way(to, func() {
		_ = p.upstream.Close()
		_ = p.client.Close()
	})
	defer way.close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil || see(buffer[:n]) || !way.send(buffer[:n]) {
			return
		}
	}
}

// way is a way to one side, on which everything takes its time.
type way struct {
	send  func([]byte) bool
	close func()
}

func (p *passing) way(to net.Conn, end func()) way {
	write := func(text []byte) bool {
		_, err := to.Write(text)
		return err == nil
	}
	if p.delay == 0 {
		return way{write, end}
	}
	type chunk struct {
		due  time.Time
		text []byte
	}
	chunks := make(chan chunk, 1<<10)
	go func() {
		open := true
		for c := range chunks {
			time.Sleep(time.Until(c.due))
			if open = open && write(c.text); !open {
				end() // what comes later, nobody takes
			}
		}
		end()
	}()
	return way{
		func(text []byte) bool {
			chunks <- chunk{time.Now().Add(p.delay), bytes.Clone(text)}
			return true
		},
		func() { close(chunks) },
	}
}
