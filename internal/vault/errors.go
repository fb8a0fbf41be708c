package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// What errors of this package are instances of.
var (
	// ErrAbsent: what was asked for is not in the vault.
	ErrAbsent = errors.New("not in the vault")
	// ErrUncertain: whether a change was made could not be read back.
	ErrUncertain = errors.New("the outcome of a change is not known")
)

// absentCode is the inner code with which the service tells, with 400, that it
// has no such resource.
const absentCode = "SubscriptionIdNotRegisteredWithSrs"

// ServiceError is what the service, or what lies on the way to it, said.
type ServiceError struct {
	// Doing is what was being done: "create the network mapping of …".
	Doing string
	// Status is the HTTP status of the answer, 0 where there was none.
	Status int
	// Code, Message, PossibleCauses and RecommendedAction are the service's own,
	// each empty where it gives none.
	Code, Message, PossibleCauses, RecommendedAction string
	// Activity is what the service's support asks for.
	Activity string
	// Remedy says what to do, where more is known than the service says.
	Remedy string

	codes     []string
	operation bool
	unsent    bool
	cause     error
}

// Error returns all that is known, in sentences.
func (e *ServiceError) Error() string {
	var text strings.Builder
	message := e.Message
	if message == "" {
		message = "the service gives no reason"
	}
	fmt.Fprintf(&text, "Unable to %s: %s", e.Doing, strings.TrimSuffix(message, "."))
	var origin []string
	if e.Code != "" {
		origin = append(origin, "code "+e.Code)
	}
	if e.Status != 0 && !e.operation {
		origin = append(origin, fmt.Sprintf("HTTP %d", e.Status))
	}
	if e.Activity != "" {
		origin = append(origin, "activity "+e.Activity)
	}
	if len(origin) > 0 {
		fmt.Fprintf(&text, " (%s)", strings.Join(origin, ", "))
	}
	text.WriteByte('.')
	for _, part := range []struct{ title, text string }{
		{" Possible causes: ", e.PossibleCauses}, {" Recommended action: ", e.RecommendedAction}, {"\n\nRemedy: ", e.Remedy},
	} {
		if part.text != "" {
			text.WriteString(part.title + strings.TrimSuffix(part.text, ".") + ".")
		}
	}
	return text.String()
}

// Unwrap returns a context's error, and [ErrAbsent] where the service has no
// such resource.
func (e *ServiceError) Unwrap() error {
	if e.absent() {
		return ErrAbsent
	}
	return e.cause
}

// absent reports whether the service said that it has no such resource. It says
// so with 404 or, against its own description, with 400 and an inner code.
func (e *ServiceError) absent() bool {
	if e.operation {
		return false
	}
	if e.Status == http.StatusNotFound {
		return true
	}
	if e.Status != http.StatusBadRequest {
		return false
	}
	for _, code := range e.codes {
		if code == absentCode {
			return true
		}
	}
	return false
}

// definite reports whether the error leaves no doubt that nothing was changed.
func (e *ServiceError) definite() bool {
	if e.operation || e.unsent {
		return true
	}
	switch e.Status {
	case http.StatusRequestTimeout:
		return false
	}
	return e.Status >= 400 && e.Status < 500
}

// failed makes an error of what a request ended with, that may be shown.
func (c *connection) failed(doing string, err error) error {
	var known *ServiceError
	var credential *CredentialError
	var response *azcore.ResponseError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known), errors.As(err, &credential):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &ServiceError{Doing: doing, Message: "it was interrupted", cause: contextError(err), unsent: azure.Unsent(err)}
	case errors.As(err, &response):
		return c.answered(doing, response)
	}
	failure := &ServiceError{Doing: doing, Message: c.secrets.Hide(unanswered(err)), unsent: azure.Unsent(err)}
	if failure.unsent {
		failure.Remedy = "Check environment and endpoint of vault, and that this machine reaches that host, through the proxy if there is one (HTTPS_PROXY). Nothing was changed"
	}
	return failure
}

// unanswered says of a request that has no answer which host has not answered, and
// why: the rest of its address is long, and helps nobody.
func unanswered(err error) string {
	var request *url.Error
	if !errors.As(err, &request) {
		return err.Error()
	}
	host := request.URL
	if parsed, err := url.Parse(request.URL); err == nil {
		host = parsed.Host
	}
	return "no answer from " + host + ": " + request.Err.Error()
}

func contextError(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return context.Canceled
}

// answered makes an error of the service's answer.
func (c *connection) answered(doing string, response *azcore.ResponseError) *ServiceError {
	failure := &ServiceError{Doing: doing, Status: response.StatusCode}
	body, err := runtime.Payload(response.RawResponse)
	if err == nil {
		failure.read(body)
	}
	if failure.Code == "" {
		failure.Code = response.ErrorCode
	}
	if failure.Message == "" {
		failure.Message = response.RawResponse.Status
	}
	for _, text := range []*string{&failure.Message, &failure.PossibleCauses, &failure.RecommendedAction} {
		*text = c.secrets.Hide(*text)
	}
	failure.Remedy = remedyFor(failure.Status)
	return failure
}

// remedyFor says what to do about a status, where more is known than the service says.
func remedyFor(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "Check that the credentials are of the tenant that the vault's subscription belongs to"
	case http.StatusForbidden:
		return "Give the identity that runs Terraform the custom role on the vault that the guide \"Using a Recovery Services vault\" has"
	case http.StatusTooManyRequests:
		return "The subscription is being throttled, and asking again for a while was in vain. Run again later"
	}
	if status >= http.StatusInternalServerError {
		return "The fault is the service's. Run again later"
	}
	return ""
}

// wireError is an error as the service writes it: {"error": …} in an answer and
// in the status of an operation, with the service's own error among the details.
type wireError struct {
	Code              any         `json:"code"`
	Message           string      `json:"message"`
	PossibleCauses    string      `json:"possibleCauses"`
	RecommendedAction string      `json:"recommendedAction"`
	ActivityID        string      `json:"activityId"`
	Details           []wireError `json:"details"`
	InnerError        *wireError  `json:"innererror"`
}

// read takes what an answer says. The most specific error comes last in it, and
// says most; what it leaves out is taken from what is around it.
func (e *ServiceError) read(body []byte) {
	var answer struct {
		Error *wireError `json:"error"`
		wireError
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	outer := answer.Error
	if outer == nil {
		outer = &answer.wireError
	}
	e.take(outer)
}

func (e *ServiceError) take(wire *wireError) {
	set := func(field *string, value string) {
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			*field = value
		}
	}
	var code string
	switch value := wire.Code.(type) {
	case string:
		code = value
	case float64:
		code = strconv.FormatFloat(value, 'f', -1, 64)
	}
	set(&e.Code, code)
	set(&e.Message, wire.Message)
	set(&e.PossibleCauses, wire.PossibleCauses)
	set(&e.RecommendedAction, wire.RecommendedAction)
	set(&e.Activity, wire.ActivityID)
	if code != "" {
		e.codes = append(e.codes, code)
	}
	if wire.InnerError != nil {
		e.take(wire.InnerError)
	}
	for i := range wire.Details {
		e.take(&wire.Details[i])
	}
}

// UncertainError says that whether a change was made could not be read back.
type UncertainError struct {
	// Doing is what was being done.
	Doing string
	// Last is the last that was heard.
	Last error
}

// Error says what is not known, and what to do.
func (e *UncertainError) Error() string {
	last, _, _ := strings.Cut(e.Last.Error(), "\n\nRemedy: ") // the remedy here is another
	return fmt.Sprintf("Unable to tell whether it was possible to %s: %s\n\nRemedy: Run terraform apply again: it reads the vault, and goes on from what it finds.",
		e.Doing, ended(strings.TrimPrefix(last, "Unable to "+e.Doing+": ")))
}

// Is reports whether the target is [ErrUncertain].
func (e *UncertainError) Is(target error) bool { return target == ErrUncertain }

// Unwrap returns a context's error. It does not lead to the last that was
// heard: what that says of the vault is in doubt.
func (e *UncertainError) Unwrap() error {
	if errors.Is(e.Last, context.Canceled) || errors.Is(e.Last, context.DeadlineExceeded) {
		return contextError(e.Last)
	}
	return nil
}

func ended(text string) string { return strings.TrimSuffix(text, ".") + "." }
