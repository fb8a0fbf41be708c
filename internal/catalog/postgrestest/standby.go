package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// StartStandby starts a server that follows this one, which from now on confirms no
// commit that its standby does not have. It is to be closed.
func (s *Server) StartStandby() (standby *Server, err error) {
	folder, err := os.MkdirTemp("", "postgrestest")
	if err != nil {
		return nil, err
	}
	standby = &Server{Folder: folder, binary: s.binary}
	defer func(made io.Closer) {
		if err != nil {
			err = errors.Join(err, made.Close())
		}
	}(standby)
	if err := certify(folder); err != nil {
		return nil, err
	}
	if standby.user, err = disown(folder); err != nil {
		return nil, err
	}
	command := exec.CommandContext(context.Background(), s.Program("pg_basebackup"), "--pgdata", standby.data(), "--host", "127.0.0.1",
		"--port", strconv.Itoa(s.port), "--username", Owner, "--write-recovery-conf", "--checkpoint", "fast", "--no-sync")
	command.Dir, command.SysProcAttr, command.Env = folder, standby.user, append(os.Environ(), "PGPASSWORD="+Password)
	if output, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pg_basebackup: %w: %s", err, output)
	}
	if err := standby.runFirst(); err != nil {
		return nil, err
	}
	for _, statement := range []string{"ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"} {
		if err := s.execute(context.Background(), database, statement); err != nil {
			return nil, err
		}
	}
	return standby, s.WaitFor("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')")
}

// Promote makes a standby a server that can be written to.
func (s *Server) Promote() error {
	return s.execute(context.Background(), database, "SELECT pg_promote(true)")
}

// WaitFor waits until the answer to a question is yes.
func (s *Server) WaitFor(question string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	connection, err := pgx.Connect(ctx, s.url(database, Owner, nil))
	if err != nil {
		return err
	}
	defer connection.Close(ctx) //nolint:errcheck // it was only asked
	for {
		var yes bool
		if err := connection.QueryRow(ctx, question).Scan(&yes); err != nil || yes {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// WithStandby returns a location on the server so that it names the standby too.
func (s *Server) WithStandby(location string, standby *Server) string {
	parsed, err := url.Parse(location)
	if err != nil {
		panic(err) // the server has made it
	}
	parsed.Host += "," + standby.Address()
	return parsed.String()
}
