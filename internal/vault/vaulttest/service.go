package vaulttest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Where the vault is.
const (
	Subscription = "9112a37f-0f3e-46ec-9c00-060c6edca071"
	Group        = "Recovery-RG"
	Name         = "TestVault"
)

// apiVersion is the version that the SDK asks for [SDK].
const apiVersion = "2025-01-01"

// VaultID is the ARM id of the vault.
const VaultID = "/subscriptions/" + Subscription + "/resourceGroups/" + Group + "/providers/Microsoft.RecoveryServices/vaults/" + Name

// Behaviour is what the service does where it is free to do several things.
type Behaviour struct {
	// PageSize is the number of items on a page: 2.
	PageSize int
	// Absent is the status that tells that a resource is not there: 400.
	Absent int
	// Answer is how changes are answered.
	Answer Answer
	// Polls is how often an operation is looked at before it is done: 1.
	Polls int
	// Takes is how long an operation takes before it is done, however often it
	// is looked at: 0.
	Takes time.Duration
	// RetryAfter is what comes with 202, in seconds, 0 for none: 30, as in the
	// description's examples.
	RetryAfter int
	// TokenLife is for how long a token is valid: an hour.
	TokenLife time.Duration
	// Issued is called with each token before it is given out, so that what is to
	// accept it gets to know it: nil. It must not call the service.
	Issued func(token string)
	// Moved is how many items of a page are on the next one again, as if so many
	// had been put in before them in the meantime: 0.
	Moved int
	// Latency is how long each answer takes: 0.
	Latency time.Duration
}

// Answer is how a change is answered.
type Answer int

// The answers. [domain]: 202 carries Azure-AsyncOperation, or Location, or both;
// 200 and 204 are immediate. [spec]: the examples of 200 have
// Azure-AsyncOperation too.
const (
	ByBoth Answer = iota
	ByAsyncOperation
	ByLocation
	AtOnce
	AtOnceWithHeader
)

// Service is the fake. Its methods may be called at any time.
type Service struct {
	t     testing.TB
	tls   *httptest.Server
	plain *httptest.Server

	mu          sync.Mutex
	behaviour   Behaviour
	requests    []Request
	connections int
	underWay    int
	mostAtOnce  int
	problems    []string
	faults      map[string][]Fault
	failing     []OperationError
	spelling    int
	names       int

	fabrics    []*Fabric
	azure      *Fabric
	mappings   []*mapping
	virtual    map[string]bool
	operations map[string]*operation
	identity   identity
}

// Request is one that the fake was sent.
type Request struct {
	// Route is the method and the path without what comes before the vault's
	// own resources, names replaced by asterisks: "GET replicationFabrics".
	Route string
	Host  string
	// UserAgent is what the header says.
	UserAgent string
	Status    int
}

// Start starts a fake with an empty vault. When the test ends, it fails if the
// fake was sent something that the real service would not know.
func Start(t testing.TB) *Service {
	t.Helper()
	s := &Service{
		t: t, faults: map[string][]Fault{}, virtual: map[string]bool{}, operations: map[string]*operation{},
		behaviour: Behaviour{PageSize: 2, Absent: http.StatusBadRequest, Polls: 1, RetryAfter: 30, TokenLife: time.Hour},
		identity:  newIdentity(),
	}
	_, certificate := trusted()
	s.tls = httptest.NewUnstartedServer(s)
	s.tls.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	s.tls.EnableHTTP2 = true
	s.tls.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.tls.Config.ConnState = s.connected
	s.tls.StartTLS()
	s.plain = httptest.NewUnstartedServer(s)
	s.plain.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.plain.Start()
	// [spec]: Azure is a fabric of the vault too, called "Microsoft Azure".
	s.azure = s.AddFabric("Microsoft Azure", "Azure")
	t.Cleanup(func() {
		s.tls.Close()
		s.plain.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, problem := range s.problems {
			t.Errorf("the fake vault refused: %s", problem)
		}
	})
	return s
}

// URL is the address of the fake, for everything that is asked over TLS.
func (s *Service) URL() string { return s.tls.URL }

// PlainURL is the address of the fake for what is asked without TLS, as a
// machine's identity is.
func (s *Service) PlainURL() string { return s.plain.URL }

// Transport leads every request, to whatever host, to the fake.
func (s *Service) Transport() *http.Transport {
	authority, _ := trusted()
	pool := x509.NewCertPool()
	pool.AddCert(authority)
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		server := s.plain
		if _, port, _ := net.SplitHostPort(address); port == "443" || address == s.tls.Listener.Addr().String() {
			server = s.tls
		}
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}
	transport := &http.Transport{
		DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
	}
	s.t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// Behave changes what the service does.
func (s *Service) Behave(change func(*Behaviour)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.behaviour)
}

// Fault is something that goes wrong with a request.
type Fault struct {
	status     int
	body       any
	retryAfter string
	cut        bool
	garbled    bool
	drop       bool
	after      bool
}

// Throttled answers 429, with what is given as Retry-After, or without [ARM].
func Throttled(retryAfter string) Fault {
	return Fault{status: http.StatusTooManyRequests, retryAfter: retryAfter, body: map[string]any{"error": map[string]any{
		"code": "SubscriptionRequestsThrottled", "message": "Number of requests for subscription has exceeded the limit.",
	}}}
}

// Broken answers with a status, and nothing that the service would say.
func Broken(status int) Fault { return Fault{status: status} }

// Refused answers with a status and an error as the service writes it [#12759].
func Refused(status int, e OperationError) Fault { return Fault{status: status, body: errorBody(e)} }

// RefusedByManager answers with a status and an error as Resource Manager
// itself writes it, before the service is asked [ARM].
func RefusedByManager(status int, code, message string) Fault {
	return Fault{status: status, body: map[string]any{"error": map[string]any{"code": code, "message": message}}}
}

// CutOff carries the request out, and cuts its answer off in the middle.
func CutOff() Fault { return Fault{cut: true} }

// Garbled carries the request out, and answers with JSON that lacks its end, as
// if that were all.
func Garbled() Fault { return Fault{garbled: true} }

// Lost carries the request out, and closes the connection without an answer.
func Lost() Fault { return Fault{drop: true, after: true} }

// Dropped closes the connection without carrying the request out.
func Dropped() Fault { return Fault{drop: true} }

// Fail lets the next requests of a route meet faults, one each.
func (s *Service) Fail(route string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[route] = append(s.faults[route], faults...)
}

// OperationError is an error with all that the service may say [domain], [#12759].
type OperationError struct {
	Code, Message, PossibleCauses, RecommendedAction string
}

// FailOperation lets the next changes be accepted and their operations fail.
func (s *Service) FailOperation(errors ...OperationError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = append(s.failing, errors...)
}

// ForgetFailures takes back what [Service.FailOperation] said, as far as no change
// has met it yet.
func (s *Service) ForgetFailures() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = nil
}

// Requests returns all that the fake was sent, and forgets it.
func (s *Service) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := s.requests
	s.requests = nil
	return requests
}

// Counts returns how often each route was asked, and forgets it.
func (s *Service) Counts() map[string]int {
	counts := map[string]int{}
	for _, request := range s.Requests() {
		counts[request.Route]++
	}
	return counts
}

// Connections returns the number of connections over TLS that were ever made.
func (s *Service) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// MostAtOnce returns the largest number of requests that were ever under way.
func (s *Service) MostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mostAtOnce
}

// take takes a request in, and lets it wait as long as an answer takes.
func (s *Service) take() {
	s.mu.Lock()
	s.underWay++
	s.mostAtOnce = max(s.mostAtOnce, s.underWay)
	latency := s.behaviour.Latency
	s.mu.Unlock()
	time.Sleep(latency)
}

func (s *Service) connected(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.connections++
	}
}

// Refusals returns what was refused, and forgets it: a test that sends
// something wrong on purpose takes it away.
func (s *Service) Refusals() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	problems := s.problems
	s.problems = nil
	return problems
}
