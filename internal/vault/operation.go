package vault

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// operation is a change that the service carries out while it is asked, through
// the address in one of two headers, how far it is.
type operation[T any] interface {
	Done() bool
	Poll(context.Context) (*http.Response, error)
	Result(context.Context) (T, error)
}

// wrap makes an operation of what the SDK returns.
func wrap[T any](poller *runtime.Poller[T], err error) (operation[T], error) {
	if err != nil {
		return nil, err
	}
	return poller, nil
}

// operate begins an operation and waits for its end. It asks soon, and then
// less and less often, but no less often than the service's Retry-After says.
func operate[T any](ctx context.Context, c *connection, doing string, begin func(context.Context) (operation[T], error)) (T, error) {
	var none T
	var answer *http.Response
	begun, err := begin(policy.WithCaptureResponse(ctx, &answer))
	if err != nil {
		return none, c.failed(doing, err)
	}
	pace := c.settings.pace
	wait, longest := pace.FirstPoll, pace.LongestPoll
	for deadline := time.Now().Add(pace.Operation); !begun.Done(); {
		if after := azure.RetryAfter(answer); after > 0 {
			longest = min(after, pace.LongestPoll)
		}
		wait = min(wait, longest)
		if time.Now().Add(wait).After(deadline) {
			return none, &ServiceError{Doing: doing, Message: "the service has not finished after " + pace.Operation.String()}
		}
		if err := azure.Sleep(ctx, wait); err != nil {
			return none, c.failed(doing, err)
		}
		wait = wait * 3 / 2
		if answer, err = begun.Poll(ctx); err != nil { //nolint:bodyclose // the SDK has read it to its end
			return none, c.unfollowed(doing, err)
		}
	}
	result, err := begun.Result(ctx)
	if err == nil {
		return result, nil
	}
	return none, c.ended(doing, err)
}

// unfollowed makes an error of a question about an operation that failed: it
// says nothing about the operation.
func (c *connection) unfollowed(doing string, err error) error {
	err = c.failed(doing, err)
	unknown := ServiceError{Doing: doing, Message: err.Error(), cause: err}
	var service *ServiceError
	if errors.As(err, &service) {
		unknown = *service
		unknown.Status, unknown.unsent, unknown.codes, unknown.Remedy = 0, false, nil, ""
	}
	return &unknown
}

// ended makes an error of how an operation ended: whether it failed itself, or
// only the last question about it.
func (c *connection) ended(doing string, err error) error {
	var response *azcore.ResponseError
	if !errors.As(err, &response) {
		return c.unfollowed(doing, err)
	}
	switch response.RawResponse.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return c.unfollowed(doing, err)
	}
	failure := c.answered(doing, response)
	failure.operation = true
	if failure.RecommendedAction == "" {
		failure.Remedy = "See what the vault says of the job (Monitoring, Site Recovery jobs), and apply again when that is settled"
	}
	return failure
}
