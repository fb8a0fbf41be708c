package postgres

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Only a session that goes on, and knows, says that nothing was committed. Anything
// else is read back.
func TestWhatACommitMeans(t *testing.T) {
	failure := func(severity, code string) error {
		return fmt.Errorf("committing: %w", &pgconn.PgError{SeverityUnlocalized: severity, Code: code})
	}
	for what, tt := range map[string]struct {
		err  error
		want bool
	}{
		"a conflict":                          {failure("ERROR", serializationFailure), true},
		"a full disk":                         {failure("ERROR", diskFull), true},
		"a rollback":                          {pgx.ErrTxCommitRollback, true},
		"a connection that is lost":           {io.ErrUnexpectedEOF, false},
		"a session that was ended":            {failure("FATAL", adminShutdown), false},
		"a server that crashes":               {failure("FATAL", crashShutdown), false},
		"a pooler that has lost its server":   {failure("", protocolViolation), false},
		"a distributed commit without answer": {failure("ERROR", completionUnknown), false},
		"another one":                         {failure("ERROR", resolutionUnknown), false},
		"a deadline":                          {errors.New("timeout"), false},
	} {
		if got := undone(tt.err); got != tt.want {
			t.Errorf("%s: nothing was committed: %v, want %v", what, got, tt.want)
		}
	}
}
