package vault

import (
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// connection is the way to the service: one pool of connections, one token, one
// queue. It is made when the first request needs it.
type connection struct {
	settings *settings
	secrets  *azure.Secrets

	once sync.Once
	err  error
	made *api
}

func newConnection(s *settings) *connection {
	return &connection{settings: s, secrets: &azure.Secrets{}}
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
		transport = azure.NewTransport(s.pace.AtOnce)
	}
	common := s.identity.Options(azure.NewClient(transport), s.userAgent)
	tokens := common
	tokens.Retry = policy.RetryOptions{
		MaxRetries: int32(min(s.pace.Tries-1, 10)), //nolint:gosec // it is small
		RetryDelay: s.pace.Retry, MaxRetryDelay: longestRetry, TryTimeout: longestRetry,
	}
	credential := azure.NewCredential(s.identity, tokens, c.secrets)

	manners := &manners{pace: s.pace, places: make(chan struct{}, s.pace.AtOnce), renew: credential.Forget}
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
