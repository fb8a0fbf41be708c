package azblob

import (
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// proof is a way to prove who asks.
type proof int

const (
	byToken proof = iota
	byKey
	bySAS
)

// New returns the store at a location, as the environment that getenv reads says
// how to ask for it. It asks nothing of anybody yet.
func New(text string, getenv func(string) string) (*Store, error) {
	where, err := parse(text)
	if err != nil {
		return nil, err
	}
	s := &Store{location: where}
	s.client = &client{
		blob: where.address("core.windows.net"),
		http: &http.Client{Transport: shared(), CheckRedirect: stay},
		hide: func(text string) string { return text },
	}
	return s, s.credentials(getenv)
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// credentials takes them as Terraform's azurerm backend does: a key before a SAS
// token, and both before an identity.
func (s *Store) credentials(getenv func(string) string) error {
	if text := strings.TrimSpace(getenv("ARM_ACCESS_KEY")); text != "" {
		key, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return invalid("The value of ARM_ACCESS_KEY is not a key of a storage account.",
				"Copy one of the account's two keys as it is shown: 88 characters, the last of which are ==.")
		}
		s.proof, s.client.prove = byKey, sharedKey{s.location.account, key}
		return nil
	}
	if text := strings.TrimSpace(getenv("ARM_SAS_TOKEN")); text != "" {
		if _, query, is := strings.Cut(text, "?"); is {
			text = query
		}
		token, err := url.ParseQuery(text)
		if err != nil || !token.Has("sig") {
			return invalid("The value of ARM_SAS_TOKEN is not a SAS token.", "Copy the token as it is shown: it begins with sv= or sp=, and has sig= in it.")
		}
		s.proof, s.client.prove = bySAS, sas(token)
		return nil
	}
	return invalid("no credentials", "x")
}

var shared = sync.OnceValue(func() *http.Transport {
	const connections, patience, ping = 8, 30 * time.Second, 10 * time.Second
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: patience, KeepAlive: patience}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxConnsPerHost:       connections,
		MaxIdleConnsPerHost:   connections,
		IdleConnTimeout:       3 * patience,
		TLSHandshakeTimeout:   patience,
		ResponseHeaderTimeout: 3 * patience,
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: ping, PingTimeout: ping},
	}
})
