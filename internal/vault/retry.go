package vault

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// manners sends requests the way the service asks for. It takes the place of the
// SDK's retries, which know nothing of other requests, and which also send a
// change again that may have been made.
type manners struct {
	pace  Pace
	queue queue
	// places holds as many as there may be requests under way.
	places chan struct{}
	// renew lets the next token be another one than the one that was sent.
	renew func(sent string)
}

// Do sends a request until there is an answer to go on with.
func (m *manners) Do(request *policy.Request) (*http.Response, error) {
	ctx := request.Raw().Context()
	began := time.Now()
	renewed := false
	for tries, throttles := 0, 0; ; {
		if err := m.queue.wait(ctx); err != nil {
			return nil, azure.NewNotSent(err)
		}
		if err := request.RewindBody(); err != nil {
			return nil, err
		}
		response, err := m.send(ctx, request)
		if ctx.Err() != nil && err != nil {
			return nil, err
		}
		var wait time.Duration
		switch {
		case err == nil && response.StatusCode == http.StatusTooManyRequests:
			wait = m.queue.throttled(azure.RetryAfter(response), m.pace.backoff(throttles))
			throttles++
			if time.Since(began)+wait > m.pace.Throttled {
				return response, nil
			}
			// The queue holds everybody back for so long, this request too.
			wait = 0
		case err == nil && response.StatusCode == http.StatusUnauthorized && !renewed:
			// The token was withdrawn, or expired by the service's clock.
			renewed = true
			m.renew(strings.TrimPrefix(response.Request.Header.Get("Authorization"), "Bearer "))
		case again(request.Raw().Method, response, err) && tries+1 < m.pace.Tries:
			wait = max(azure.RetryAfter(response), m.pace.backoff(tries))
			tries++
		default:
			m.queue.flows()
			return response, err
		}
		if response != nil {
			_ = response.Body.Close()
		}
		if err := azure.Sleep(ctx, wait); err != nil {
			return nil, azure.NewNotSent(err)
		}
	}
}

// send sends a request once there is a place for it.
func (m *manners) send(ctx context.Context, request *policy.Request) (*http.Response, error) {
	select {
	case m.places <- struct{}{}:
		defer func() { <-m.places }()
		return request.Clone(ctx).Next()
	case <-ctx.Done():
		return nil, azure.NewNotSent(ctx.Err())
	}
}

// again reports whether a request may be sent again. A request that changes
// something may only if it certainly changed nothing.
func again(method string, response *http.Response, err error) bool {
	var refused interface{ NonRetriable() }
	switch {
	case errors.As(err, &refused):
		return false
	case err != nil:
		return method == http.MethodGet || azure.Unsent(err)
	case response.StatusCode == http.StatusServiceUnavailable && azure.RetryAfter(response) > 0:
		return true
	}
	switch response.StatusCode {
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return method == http.MethodGet
	}
	return false
}

// queue spaces out the requests of a run once the service has throttled one of
// them: first all wait, then they go one after the other, then closer and closer.
type queue struct {
	mu      sync.Mutex
	next    time.Time
	spacing time.Duration
}

const (
	firstSpacing = 100 * time.Millisecond
	mostSpacing  = 2 * time.Second
	noSpacing    = 10 * time.Millisecond
)

// wait waits for the request's turn.
func (q *queue) wait(ctx context.Context) error {
	q.mu.Lock()
	now := time.Now()
	turn := now
	if q.next.After(now) {
		turn = q.next
	}
	q.next = turn.Add(q.spacing)
	q.mu.Unlock()
	return azure.Sleep(ctx, turn.Sub(now))
}

// throttled holds everybody back for as long as the service says or, if it does
// not, for the time given. It returns for how long.
func (q *queue) throttled(said, otherwise time.Duration) time.Duration {
	if said == 0 {
		said = otherwise
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.spacing = min(max(2*q.spacing, firstSpacing), mostSpacing)
	if resume := time.Now().Add(said); resume.After(q.next) {
		q.next = resume
	}
	return said
}

// flows notes that a request was answered.
func (q *queue) flows() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.spacing = q.spacing * 3 / 4; q.spacing < noSpacing {
		q.spacing = 0
	}
}
