package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// lockCatalog keeps every other writer waiting.
const lockCatalog = "SELECT one FROM siterecovery_catalog WHERE one = 1 FOR UPDATE"

// transaction is how a transaction begins.
type transaction struct {
	level pgx.TxIsoLevel // none is the server's
	local settings
}

// settings are what every transaction sets for itself.
type settings map[string]string

// statement returns the statement that makes the settings, with its arguments.
// They end with the transaction.
func (s settings) statement() (text string, values []any) {
	var calls []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		values = append(values, s[name])
		calls = append(calls, fmt.Sprintf("set_config('%s', $%d, true)", name, len(values)))
	}
	return "SELECT " + strings.Join(calls, ", "), values
}

// begin returns a batch that begins a transaction.
func (s *Store) begin() *pgx.Batch {
	var batch pgx.Batch
	batch.BeginTx(pgx.TxOptions{IsoLevel: s.each.level})
	text, values := s.each.local.statement()
	batch.Queue(text, values...)
	return &batch
}

// end queues the end of a transaction.
func end(batch *pgx.Batch) {
	batch.Queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return pgx.ErrTxCommitRollback
		}
		return nil
	})
}

// transact makes a whole transaction in one round trip.
func (s *Store) transact(ctx context.Context, queue func(*pgx.Batch)) error {
	connection, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release(ctx, connection)
	batch := s.begin()
	queue(batch)
	end(batch)
	if err := connection.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	if unconfirmed(connection) {
		return s.unreplicated()
	}
	return nil
}

// query asks for one row, in a transaction of its own.
func (s *Store) query(ctx context.Context, text string, arguments []any, into ...any) error {
	return s.transact(ctx, func(batch *pgx.Batch) {
		batch.Queue(text, arguments...).QueryRow(func(row pgx.Row) error { return row.Scan(into...) })
	})
}

// release gives a connection back, without a transaction that has not ended.
func release(ctx context.Context, connection *pgxpool.Conn) {
	if !connection.Conn().IsClosed() && connection.Conn().PgConn().TxStatus() != 'I' {
		_, _ = connection.Exec(ctx, "ROLLBACK") // in vain, the connection is closed
	}
	connection.Release()
}

// undone reports whether an error at a commit says that nothing was committed: a
// session that goes on says what has become of its transaction, unless it says
// that it does not know.
func undone(err error) bool {
	var failure *pgconn.PgError
	switch {
	case errors.Is(err, pgx.ErrTxCommitRollback):
		return true
	case errors.As(err, &failure):
		return failure.SeverityUnlocalized == "ERROR" && !is(err, completionUnknown, resolutionUnknown)
	}
	return false
}

// A server waits for its synchronous standby as long as nobody cancels that; no
// timeout of its own does. Then it has committed all the same, and says with a
// warning that no standby is known to have what was written.

const unconfirmedKey = "no standby has confirmed"

// noteStandby takes note of that warning.
func noteStandby(connection *pgconn.PgConn, notice *pgconn.Notice) {
	if notice.Routine == "SyncRepWaitForLSN" {
		connection.CustomData()[unconfirmedKey] = true
	}
}

// unconfirmed reports whether there was such a warning.
func unconfirmed(connection *pgxpool.Conn) bool {
	noted := connection.Conn().PgConn().CustomData()
	_, found := noted[unconfirmedKey]
	delete(noted, unconfirmedKey)
	return found
}
