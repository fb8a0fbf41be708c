package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// cancelTimeout is how long a server may take to cancel what it does.
	cancelTimeout = 5 * time.Second
	// cancelWait is how long the request to do so is left open.
	cancelWait = 20 * time.Second
	// cancelDelay is how long a server may take from the end of the request until
	// the session that it is for has heard of it.
	cancelDelay = 100 * time.Millisecond
)

// canceller has the server cancel what it does for a call that is cancelled, so
// that the connection stays whole.
//
// The server, or the pooler before it, is the one that closes the request: a
// PgBouncer before version 1.20 ends when the client is faster, with all that go
// through it.
type canceller struct {
	connection *pgconn.PgConn
	requested  chan struct{}
}

// HandleCancel implements ctxwatch.Handler.
func (c *canceller) HandleCancel(context.Context) {
	// If the server does not react, the connection is given up.
	_ = c.connection.Conn().SetDeadline(time.Now().Add(cancelTimeout)) // a connection that is closed needs none
	requested := make(chan struct{})
	c.requested = requested
	go func() {
		defer close(requested)
		ctx, cancel := context.WithTimeout(context.Background(), cancelWait)
		defer cancel()
		_ = c.connection.CancelRequest(ctx) // in vain, the deadline comes
		time.Sleep(cancelDelay)
	}()
}

// HandleUnwatchAfterCancel implements ctxwatch.Handler. What is asked next must not
// be cancelled: either the request is over, or the connection.
func (c *canceller) HandleUnwatchAfterCancel() {
	select {
	case <-c.requested:
		_ = c.connection.Conn().SetDeadline(time.Time{}) // as above
	case <-time.After(cancelTimeout):
	}
}
