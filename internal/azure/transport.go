package azure

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Options are what the SDK's clients share: the cloud, how requests are carried,
// and the name of the program that asks, before the SDK's own.
func (i *Identity) Options(client *http.Client, userAgent string) azcore.ClientOptions {
	options := azcore.ClientOptions{Cloud: i.Cloud(), Transport: client}
	if userAgent != "" {
		options.PerCallPolicies = []policy.Policy{userAgentPolicy(userAgent)}
	}
	return options
}

// NewClient returns a client that follows no redirect: that would carry what
// proves who asks to another place.
func NewClient(transport http.RoundTripper) *http.Client {
	return &http.Client{Transport: transport, CheckRedirect: stay}
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// NewTransport returns a transport with so many connections to a host at most,
// through the proxy that the environment names.
func NewTransport(connections int) *http.Transport {
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

// UserAgent names the program that asks: its own name and version, and what Azure
// Cloud Shell wants added.
func UserAgent(name string, getenv func(string) string) string {
	return strings.TrimSpace(name + " " + getenv("AZURE_HTTP_USER_AGENT"))
}

// NotSent is the error of a request that was given up before it was sent.
type NotSent struct{ error }

// NewNotSent returns the error of a request that was given up for another one.
func NewNotSent(err error) NotSent { return NotSent{err} }

// Unwrap returns why it was given up.
func (e NotSent) Unwrap() error { return e.error }

// Unsent reports whether a request failed before any of it was sent.
func Unsent(err error) bool {
	var early NotSent
	var dial *net.OpError
	var name *net.DNSError
	return errors.As(err, &early) || errors.As(err, &dial) && dial.Op == "dial" || errors.As(err, &name)
}

// RetryAfter returns how long a service wants to be left alone, 0 if its answer
// does not say.
func RetryAfter(response *http.Response) time.Duration {
	if response == nil {
		return 0
	}
	text := response.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	if moment, err := http.ParseTime(text); err == nil {
		return max(time.Until(moment), 0)
	}
	return 0
}

// Backoff returns the time to wait after so many tries, the first of which is 0:
// twice as long each time, up to the longest, and not the same for two who began
// at once.
func Backoff(tries int, first, longest time.Duration) time.Duration {
	wait := first
	for range tries {
		wait = min(2*wait, longest)
	}
	return wait/2 + rand.N(wait/2+1)
}

// Sleep waits, or returns the error of a context that ends before.
func Sleep(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
