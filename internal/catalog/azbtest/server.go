// Package azbtest runs Azurite, the emulator of Azure Storage, for tests: one of
// its own, in a scratch folder, on loopback.
package azbtest

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	// Account is the name of the storage account.
	Account = "siterecovery"
	// Key is the account's key. It is easy to find where it must not be.
	Key = "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ=="

	patience = time.Minute
)

// azurite says which version of Azurite is installed, with all that it needs.
//
//go:embed azurite/package.json azurite/package-lock.json azurite/.npmrc
var azurite embed.FS

// Server is an emulator of Azure Storage, with one account.
type Server struct {
	folder  string
	url     string
	process *exec.Cmd
	ended   chan struct{}
	names   atomic.Int64
	// guest says that the folder is another server's.
	guest bool
}

// Missing says what is missing to start a server, and how to get it; "" if
// nothing is.
func Missing() string {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return tool + " is missing, and Azurite, the emulator of Azure Storage, needs it: install Node.js 18 or newer, with npm, from https://nodejs.org"
		}
	}
	return ""
}

// Start installs Azurite, as its lock file says, into a folder of its own, and
// starts it. It is to be closed.
func Start() (server *Server, err error) {
	if missing := Missing(); missing != "" {
		return nil, errors.New(missing)
	}
	folder, err := os.MkdirTemp("", "azbtest")
	if err != nil {
		return nil, err
	}
	server = &Server{folder: folder}
	defer func() {
		if err != nil {
			err = errors.Join(err, server.Close())
		}
	}()
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc"} {
		content, err := azurite.ReadFile("azurite/" + name)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	npm := exec.CommandContext(context.Background(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = folder
	if output, err := npm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm ci of Azurite: %w\n%s", err, output)
	}
	return server, server.run()
}

// StartSecure starts another server of the same kind, over TLS, that takes tokens
// too: it looks at whom they are for, and until when. It is to be closed first.
func (s *Server) StartSecure(certificate, key []byte) (*Server, error) {
	secure := &Server{folder: s.folder, guest: true}
	names := []string{filepath.Join(s.folder, "server.crt"), filepath.Join(s.folder, "server.key")}
	for i, content := range [][]byte{certificate, key} {
		if err := os.WriteFile(names[i], content, 0o600); err != nil {
			return nil, err
		}
	}
	if err := secure.run("--oauth", "basic", "--cert", names[0], "--key", names[1]); err != nil {
		return nil, errors.Join(err, secure.Close())
	}
	return secure, nil
}

// run starts Azurite, and waits until it says where it listens.
func (s *Server) run(arguments ...string) error {
	s.process = exec.CommandContext(context.Background(), "node", append([]string{
		"node_modules/azurite/dist/src/blob/main.js",
		"--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--silent", "--disableTelemetry",
	}, arguments...)...)
	s.process.Dir = s.folder
	s.process.Env = append(os.Environ(), "AZURITE_ACCOUNTS="+Account+":"+Key)
	output, err := s.process.StdoutPipe()
	if err != nil {
		return err
	}
	s.process.Stderr = os.Stderr
	if err := s.process.Start(); err != nil {
		return err
	}
	s.ended = make(chan struct{})
	found := make(chan string, 1)
	go func() {
		defer close(s.ended)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if _, address, ok := strings.Cut(lines.Text(), "successfully listens on "); ok {
				found <- strings.TrimSpace(address)
			}
		}
		_ = s.process.Wait() // how it ended, it has said
	}()
	select {
	case s.url = <-found:
		return nil
	case <-s.ended:
		return errors.New("the server has ended")
	case <-time.After(patience):
		return errors.New("the server does not say where it listens")
	}
}

// Close ends the server and removes what it has kept.
func (s *Server) Close() error {
	if s.process != nil && s.process.Process != nil {
		if err := s.process.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		<-s.ended
	}
	if s.guest {
		return nil
	}
	return os.RemoveAll(s.folder)
}

// Address is that of the server.
func (s *Server) Address() string { return s.url }

// Endpoint is the address of the account's blob service.
func (s *Server) Endpoint() string { return s.url + "/" + Account }

// Container makes a container. It returns its name.
func (s *Server) Container(tb testing.TB) string {
	tb.Helper()
	name := fmt.Sprintf("container-%d", s.names.Add(1))
	s.do(tb, http.MethodPut, name, "restype=container&", nil, http.StatusCreated)
	return name
}

// Location is that of a catalog, in a container, through an endpoint: the
// server's own, if none is given.
func (s *Server) Location(container, blob string, endpoint ...string) string {
	endpoint = append(endpoint, s.Endpoint())
	return "azblob://" + Account + "/" + container + "/" + blob + "?endpoint=" + url.QueryEscape(endpoint[0])
}

// Catalog returns the location of a catalog that was never written to, in a
// container of its own.
func (s *Server) Catalog(tb testing.TB) string {
	tb.Helper()
	return s.Location(s.Container(tb), "a folder/catalog")
}

// Put writes a blob.
func (s *Server) Put(tb testing.TB, container, blob string, content []byte) {
	tb.Helper()
	s.do(tb, http.MethodPut, container+"/"+blob, "", content, http.StatusCreated)
}

// Get returns what a blob holds.
func (s *Server) Get(tb testing.TB, container, blob string) []byte {
	tb.Helper()
	return s.do(tb, http.MethodGet, container+"/"+blob, "", nil, http.StatusOK)
}

// Delete deletes a blob.
func (s *Server) Delete(tb testing.TB, container, blob string) {
	tb.Helper()
	s.do(tb, http.MethodDelete, container+"/"+blob, "", nil, http.StatusAccepted)
}

// do sends a request as the owner of the account.
func (s *Server) do(tb testing.TB, method, path, query string, content []byte, want int) []byte {
	tb.Helper()
	address := s.Endpoint() + "/" + (&url.URL{Path: path}).EscapedPath() + "?" + query + SAS("rwdlac", time.Hour)
	request, err := http.NewRequestWithContext(context.WithoutCancel(tb.Context()), method, address, bytes.NewReader(content))
	if err != nil {
		tb.Fatal(err)
	}
	request.Header.Set("X-Ms-Version", version)
	request.Header.Set("X-Ms-Blob-Type", "BlockBlob")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		tb.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // all of it has been read
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		tb.Fatalf("%s %s: %s, %v: %s", method, path, response.Status, err, body)
	}
	return body
}
