// Package postgrestest runs a PostgreSQL server for tests: one of its own, in a
// scratch folder, on loopback, with TLS and passwords.
package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
)

const (
	database = "siterecovery"
	// Owner is the role that owns the database.
	Owner = "owner"
	// Password is the password of every role. It is easy to find where it must
	// not be.
	Password = "correct-horse-battery-staple"
	patience = 30 * time.Second
)

// Server is a PostgreSQL server.
type Server struct {
	// Folder holds the server's data, its log and the certificate of its authority.
	Folder string
	port   int
	binary string
	// user is who the server runs as.
	user *syscall.SysProcAttr

	process *exec.Cmd
	ended   chan struct{}
	names   atomic.Int64

	granting sync.Mutex
}

// Start starts a server. It is to be closed.
func Start() (server *Server, err error) {
	initdb, err := find("initdb")
	if err != nil {
		return nil, err
	}
	postgres, err := find("postgres")
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "postgrestest")
	if err != nil {
		return nil, err
	}
	server = &Server{Folder: folder, binary: postgres}
	defer func(made io.Closer) {
		if err != nil {
			err = errors.Join(err, made.Close())
		}
	}(server)
	if err := certify(folder); err != nil {
		return nil, err
	}
	password := filepath.Join(folder, "password")
	if err := os.WriteFile(password, []byte(Password), 0o600); err != nil {
		return nil, err
	}
	if server.user, err = disown(folder); err != nil {
		return nil, err
	}
	command := exec.CommandContext(context.Background(), initdb, "--pgdata", server.data(), "--username", Owner, "--pwfile", password,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync")
	command.Dir = folder
	command.SysProcAttr = server.user
	if output, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, output)
	}
	if err := server.runFirst(); err != nil {
		return nil, err
	}
	return server, server.execute(context.Background(), "postgres", "CREATE DATABASE "+database)
}

// runFirst gives the server a port and runs it.
func (s *Server) runFirst() (err error) {
	if s.port, err = freePort(); err != nil {
		return err
	}
	return s.Run()
}

// find finds a program of PostgreSQL, where PATH or Debian has it.
func find(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return filepath.EvalSymlinks(path)
	}
	places, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + program)
	if err != nil || len(places) == 0 {
		return "", fmt.Errorf("%s of PostgreSQL is missing: install the package postgresql of your system, "+
			"and have its folder with %s in PATH", program, program)
	}
	slices.Sort(places)
	return places[len(places)-1], nil
}

func (s *Server) data() string { return filepath.Join(s.Folder, "data") }

// Run runs the server, which must not be running, until it answers.
func (s *Server) Run() error {
	log, err := os.OpenFile(filepath.Join(s.Folder, "log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the server has its own handle
	s.process = exec.CommandContext(context.Background(), s.binary, "-D", s.data(), "-p", strconv.Itoa(s.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
		"-c", "ssl=on", "-c", "ssl_cert_file="+filepath.Join(s.Folder, "server.crt"),
		"-c", "ssl_key_file="+filepath.Join(s.Folder, "server.key"))
	s.process.Dir = s.Folder
	s.process.Stdout, s.process.Stderr = log, log
	s.process.SysProcAttr = s.user
	if err := s.process.Start(); err != nil {
		return err
	}
	process, ended := s.process, make(chan struct{})
	s.ended = ended
	go func() {
		_ = process.Wait() // how it ended is in its log
		close(ended)
	}()
	for deadline := time.Now().Add(patience); ; {
		err := s.execute(context.Background(), "postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-ended:
			text, _ := os.ReadFile(log.Name())
			return fmt.Errorf("the server has ended: %s", text)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}

// Stop stops the server: with SIGINT it ends every session, with SIGQUIT it
// crashes.
func (s *Server) Stop(signal syscall.Signal) error {
	if s.process == nil {
		return nil
	}
	if err := s.process.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-s.ended:
	case <-time.After(patience):
		return errors.New("the server does not end")
	}
	return nil
}

// Close ends the server and removes what it has kept.
func (s *Server) Close() error {
	return errors.Join(s.Stop(syscall.SIGINT), os.RemoveAll(s.Folder))
}

// URL returns the URL of the database for a role, with its password and the
// parameters given: pairs of a name and a value.
func (s *Server) URL(role string, parameters ...string) string {
	query := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	return s.url(database, role, query)
}

func (s *Server) url(database, role string, query url.Values) string {
	return (&url.URL{
		Scheme: "postgres", User: url.UserPassword(role, Password), Host: s.Address(), Path: database,
		RawQuery: strings.ReplaceAll(query.Encode(), "+", "%20"),
	}).String()
}

// Program is the path of a program that comes with the server's.
func (s *Server) Program(name string) string { return filepath.Join(filepath.Dir(s.binary), name) }

// Address is the host and the port of the server.
func (s *Server) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// Unused returns a name for a schema or a role that no one else uses.
func (s *Server) Unused() string { return fmt.Sprintf("unused_%d", s.names.Add(1)) }

// Grants are the statements that give a role what it needs to use a catalog that
// has been made in the schema recovery, and no more.
const Grants = `GRANT CONNECT ON DATABASE siterecovery TO recovery_team;
GRANT USAGE ON SCHEMA recovery TO recovery_team;
GRANT SELECT ON recovery.siterecovery_migrations TO recovery_team;
GRANT SELECT, UPDATE ON recovery.siterecovery_catalog TO recovery_team;
GRANT SELECT, INSERT, UPDATE ON recovery.siterecovery_objects TO recovery_team;
GRANT SELECT, INSERT, DELETE ON recovery.siterecovery_writes TO recovery_team;
`

// Catalog makes a catalog. It returns its URL for a role that has the [Grants].
func (s *Server) Catalog(tb testing.TB, parameters ...string) string {
	tb.Helper()
	schema, role := s.Unused(), s.Unused()
	c, err := catalog.Open(s.URL(Owner, "schema", schema))
	if err != nil {
		tb.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it was only made
	if err := c.Apply(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	// PostgreSQL refuses to change the rights on a database twice at once.
	s.granting.Lock()
	defer s.granting.Unlock()
	s.Execute(tb, s.Role(role)+strings.NewReplacer("recovery_team", role, "SCHEMA recovery", "SCHEMA "+schema, "recovery.", schema+".").Replace(Grants))
	return s.URL(role, append(parameters, "schema", schema)...)
}

// Role is the statement that makes a role that may log in and nothing else.
func (s *Server) Role(name string) string {
	return fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s';", name, Password)
}

// Execute runs statements as the owner.
func (s *Server) Execute(tb testing.TB, statements string) {
	tb.Helper()
	if err := s.execute(tb.Context(), database, statements); err != nil {
		tb.Fatal(err)
	}
}

func (s *Server) execute(ctx context.Context, database, statements string) error {
	connection, err := pgx.Connect(ctx, s.url(database, Owner, nil))
	if err != nil {
		return err
	}
	defer connection.Close(ctx) //nolint:errcheck // the statements say what matters
	_, err = connection.PgConn().Exec(ctx, statements).ReadAll()
	return err
}

func freePort() (int, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close() //nolint:errcheck // nobody has connected
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(port))
}
