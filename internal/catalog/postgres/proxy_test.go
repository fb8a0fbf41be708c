package postgres_test

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy stands between a catalog and the server. It counts round trips, and can
// lose the connection at a commit.
type proxy struct {
	listener net.Listener
	// trips counts the changes of direction from the server to the client, the
	// ones of connecting included.
	trips atomic.Int64
	// fault is what happens at the next commits.
	fault atomic.Int32
	// faults counts what has happened.
	faults atomic.Int64
	// meanwhile is done after a commit whose answer is lost, before the client can
	// connect again.
	meanwhile func()
	gate      sync.Mutex
}

const (
	// noFault lets everything through.
	noFault int32 = iota
	// beforeCommit loses the connection before the server has heard of the commit.
	beforeCommit
	// afterCommit loses it when the server has committed, before the client knows.
	afterCommit
	// forGood loses it before the commit, and every later one at once.
	forGood
)

// newProxy returns a proxy, and a location that leads through it, without TLS so
// that it can see what passes.
func newProxy(t *testing.T, location string) (*proxy, string) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p := &proxy{listener: listener}
	go p.serve()
	through, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	through.Host = listener.Addr().String()
	through.RawQuery += "&sslmode=disable"
	return p, through.String()
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.gate.Lock()
		p.gate.Unlock() //nolint:staticcheck // it was only waited for
		if p.fault.Load() == forGood && p.faults.Load() > 0 {
			_ = client.Close()
			continue
		}
		upstream, err := net.Dial("tcp", server.Address())
		if err != nil {
			_ = client.Close()
			continue
		}
		var answering atomic.Bool
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			p.answers(client, upstream, &answering)
		}()
		go p.asks(client, upstream, &answering, ended)
	}
}

// asks passes on what the client says.
func (p *proxy) asks(client, upstream net.Conn, answering *atomic.Bool, ended <-chan struct{}) {
	defer upstream.Close() //nolint:errcheck // it has done its work
	defer client.Close()   //nolint:errcheck // it has done its work
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		answering.Store(false)
		if bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit\x00")) {
			fault := p.fault.Load()
			if fault != noFault {
				p.faults.Add(1)
			}
			if fault != forGood {
				p.fault.Store(noFault) // once is enough
			}
			switch fault {
			case beforeCommit, forGood:
				return
			case afterCommit:
				p.gate.Lock()
				defer p.gate.Unlock()
				_ = client.Close()
				_, _ = upstream.Write(buffer[:n])
				<-ended // the answer has come, and nobody takes it
				if p.meanwhile != nil {
					p.meanwhile()
				}
				return
			}
		}
		if _, err := upstream.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// answers passes on what the server says.
func (p *proxy) answers(client, upstream net.Conn, answering *atomic.Bool) {
	defer upstream.Close() //nolint:errcheck // it has done its work
	defer client.Close()   //nolint:errcheck // it has done its work
	buffer := make([]byte, 1<<16)
	for {
		n, err := upstream.Read(buffer)
		if err != nil {
			return
		}
		if !answering.Swap(true) {
			p.trips.Add(1)
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}
