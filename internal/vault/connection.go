package vault

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// connection is the way to the service: one pool of connections, one token, one
// queue. It is made when the first request needs it.
type connection struct {
	settings *settings
	secrets  *secrets

	once sync.Once
	err  error
	made *api
}

func newConnection(s *settings) *connection {
	return &connection{settings: s, secrets: &secrets{}}
}

// calls returns the SDK's calls.
func (c *connection) calls() (*api, error) {
	c.once.Do(func() { c.made, c.err = c.open() })
	return c.made, c.err
}

func (c *connection) open() (*api, error) {
	s := c.settings
	transport := s.transport
	if transport == nil {
		transport = newTransport(s.pace.AtOnce)
	}
	common := azcore.ClientOptions{
		Cloud: s.cloud(),
		// A redirect would carry the token to another place.
		Transport: &http.Client{Transport: transport, CheckRedirect: stay},
	}
	if s.userAgent != "" {
		common.PerCallPolicies = []policy.Policy{userAgentPolicy(s.userAgent)}
	}
	tokens := common
	tokens.Retry = policy.RetryOptions{
		MaxRetries: int32(min(s.pace.Tries-1, 10)), //nolint:gosec // it is small
		RetryDelay: s.pace.Retry, MaxRetryDelay: longestRetry, TryTimeout: longestRetry,
	}
	credential := newCredential(s, tokens, c.secrets)

	manners := &manners{pace: s.pace, places: make(chan struct{}, s.pace.AtOnce), renew: credential.forget}
	requests := common
	requests.PerCallPolicies = append(requests.PerCallPolicies[:len(requests.PerCallPolicies):len(requests.PerCallPolicies)], manners)
	requests.Retry = policy.RetryOptions{MaxRetries: -1}
	options := &arm.ClientOptions{
		ClientOptions: requests,
		// Registering a resource provider takes a right that nothing else here does.
		DisableRPRegistration: true,
	}
	return newAPI(s.vault, credential, options)
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func newTransport(connections int) *http.Transport {
	const patience, ping = 30 * time.Second, 10 * time.Second
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: patience, KeepAlive: patience}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxConnsPerHost:       connections,
		MaxIdleConnsPerHost:   connections,
		IdleConnTimeout:       3 * patience,
		TLSHandshakeTimeout:   patience,
		ResponseHeaderTimeout: 3 * patience,
		// A connection that is dead without having been closed is found out.
		HTTP2: &http.HTTP2Config{SendPingTimeout: ping, PingTimeout: ping},
	}
}

// userAgentPolicy puts a name before the SDK's own in each request.
type userAgentPolicy string

// Do names the program in a request.
func (name userAgentPolicy) Do(request *policy.Request) (*http.Response, error) {
	header := request.Raw().Header
	text := string(name)
	if own := header.Get("User-Agent"); own != "" {
		text += " " + own
	}
	header.Set("User-Agent", text)
	return request.Next()
}
