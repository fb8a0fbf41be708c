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
	"strconv"
	"syscall"
	"time"
)

// Pooler is PgBouncer before a server, in transaction mode.
type Pooler struct {
	server  *Server
	folder  string
	port    int
	process *exec.Cmd
	ended   chan struct{}
}

// StartPooler starts PgBouncer before a server, in transaction mode and with fewer
// connections to the server than clients have to it. What a transaction leaves in a
// session, the next one does not find. It is to be closed.
func (s *Server) StartPooler() (pooler *Pooler, err error) {
	program, err := findPooler()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "pgbouncertest")
	if err != nil {
		return nil, err
	}
	pooler = &Pooler{server: s, folder: folder}
	defer func(made io.Closer) {
		if err != nil {
			err = errors.Join(err, made.Close())
		}
	}(pooler)
	if pooler.port, err = freePort(); err != nil {
		return nil, err
	}
	settings := fmt.Sprintf(`[databases]
%[1]s = host=127.0.0.1 port=%[2]d dbname=%[1]s

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %[3]d
unix_socket_dir =
auth_type = scram-sha-256
auth_file = %[4]s
auth_user = %[5]s
pool_mode = transaction
default_pool_size = 5
max_client_conn = 500
server_reset_query = DISCARD ALL
server_reset_query_always = 1
server_login_retry = 1
`, database, s.port, pooler.port, filepath.Join(folder, "users"), Owner)
	for name, text := range map[string]string{"pgbouncer.ini": settings, "users": fmt.Sprintf("%q %q\n", Owner, Password)} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	user, err := disown(folder)
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close() //nolint:errcheck // the pooler has its own handle
	pooler.process = exec.CommandContext(context.Background(), program, filepath.Join(folder, "pgbouncer.ini"))
	pooler.process.Dir, pooler.process.Stdout, pooler.process.Stderr, pooler.process.SysProcAttr = folder, log, log, user
	if err := pooler.process.Start(); err != nil {
		return nil, err
	}
	pooler.ended = make(chan struct{})
	go func() {
		_ = pooler.process.Wait() // how it ended is in its log
		close(pooler.ended)
	}()
	return pooler, pooler.answers()
}

// findPooler finds PgBouncer, where PATH or Debian has it.
func findPooler() (string, error) {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("PgBouncer is missing: install the package pgbouncer of your system")
}

// answers waits until the pooler answers.
func (p *Pooler) answers() error {
	for deadline := time.Now().Add(patience); ; {
		connection, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", p.Address())
		if err == nil {
			return connection.Close()
		}
		select {
		case <-p.ended:
			text, _ := os.ReadFile(filepath.Join(p.folder, "log"))
			return fmt.Errorf("the pooler has ended: %s", text)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}

// Close ends the pooler and removes what it has kept.
func (p *Pooler) Close() error {
	if p.ended != nil {
		_ = p.process.Process.Signal(syscall.SIGTERM) // it may have ended
		select {
		case <-p.ended:
		case <-time.After(patience):
			return errors.New("the pooler does not end")
		}
	}
	return os.RemoveAll(p.folder)
}

// Address is the host and the port of the pooler.
func (p *Pooler) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(p.port)) }

// Through returns a location on the server so that it leads through the pooler.
func (p *Pooler) Through(location string) string {
	parsed, err := url.Parse(location)
	if err != nil {
		panic(err) // the server has made it
	}
	parsed.Host = p.Address()
	return parsed.String()
}
