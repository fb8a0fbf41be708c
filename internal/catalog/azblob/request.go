package azblob

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// apiVersion is the version of the service that is asked for.
const apiVersion = "2021-12-02"

// client asks the service for one blob, with the two requests of its many that a
// catalog needs. The SDK's client would bring modules of its own, and retries that
// send a write again which may have been made.
type client struct {
	// blob is the address of the blob, without anything secret.
	blob *url.URL
	http *http.Client
	// prove proves who asks, in a request that is otherwise complete.
	prove prover
	// userAgent names the program that asks.
	userAgent string
	// hide takes out of a text what no one may read.
	hide func(string) string
}

// prover proves to the service who sends a request.
type prover interface {
	prove(request *http.Request) error
	// renew reports whether a request that was refused may be sent again, with
	// another proof.
	renew(request *http.Request) bool
}

// answer is what the service returned.
type answer struct {
	etag string
	body []byte
	// unchanged says that the blob is the one whose tag was sent.
	unchanged bool
}

// get returns the blob, unless it still is the one with a tag.
func (c *client) get(ctx context.Context, etag string) (answer, error) {
	header := http.Header{}
	if etag != "" {
		header.Set("If-None-Match", etag)
	}
	return c.do(ctx, http.MethodGet, header, nil)
}

// put writes the blob, if it still is the one with a tag; with none, if there is
// no blob. It returns the tag of what was written.
func (c *client) put(ctx context.Context, etag string, content []byte) (string, error) {
	header := http.Header{"X-Ms-Blob-Type": {"BlockBlob"}, "Content-Type": {"application/octet-stream"}}
	if etag != "" {
		header.Set("If-Match", etag)
	} else {
		header.Set("If-None-Match", "*")
	}
	got, err := c.do(ctx, http.MethodPut, header, content)
	return got.etag, err
}

func (c *client) do(ctx context.Context, method string, header http.Header, content []byte) (answer, error) {
	for renewed := false; ; renewed = true {
		request, err := http.NewRequestWithContext(ctx, method, c.blob.String(), bytes.NewReader(content))
		if err != nil {
			return answer{}, err
		}
		request.Header = header.Clone()
		request.Header.Set("User-Agent", c.userAgent)
		request.Header.Set("Accept-Encoding", "identity")
		request.Header.Set("X-Ms-Version", apiVersion)
		request.Header.Set("X-Ms-Date", time.Now().UTC().Format(http.TimeFormat))
		if err := c.prove.prove(request); err != nil {
			return answer{}, azure.NewNotSent(err)
		}
		got, err := c.send(request)
		var refused *failure
		if !renewed && errors.As(err, &refused) && refused.status == http.StatusUnauthorized && c.prove.renew(request) {
			continue
		}
		return got, err
	}
}

func (c *client) send(request *http.Request) (answer, error) {
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, c.lost(err)
	}
	defer response.Body.Close() //nolint:errcheck // all of it has been read, or is not wanted
	if response.StatusCode == http.StatusNotModified {
		return answer{unchanged: true}, nil
	}
	body, err := io.ReadAll(response.Body)
	switch {
	case response.StatusCode >= http.StatusBadRequest:
		return answer{}, c.refused(response, body)
	case err != nil:
		return answer{}, c.lost(err)
	case response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated:
		return answer{}, c.refused(response, nil)
	}
	return answer{etag: response.Header.Get("ETag"), body: body}, nil
}

// lost is the error of a connection. It has no address in it, for that may hold
// a token.
func (c *client) lost(err error) error {
	var around *url.Error
	if errors.As(err, &around) {
		err = around.Err
	}
	return &lost{text: strings.TrimSuffix(c.hide(err.Error()), "."), err: err}
}

// lost is the error of a connection that may be shown.
type lost struct {
	text string
	err  error
}

func (l *lost) Error() string { return l.text }

func (l *lost) Unwrap() error { return l.err }

// failure is what the service answered.
type failure struct {
	status int
	// code is the service's own, such as ContainerNotFound, "" if it gave none.
	code, message string
	// after is how long the service wants to be left alone.
	after time.Duration
}

func (f *failure) Error() string {
	if f.code == "" {
		return fmt.Sprintf("%s (HTTP %d)", f.message, f.status)
	}
	return fmt.Sprintf("%s (%s, HTTP %d)", f.message, f.code, f.status)
}

func (c *client) refused(response *http.Response, body []byte) error {
	f := &failure{status: response.StatusCode, code: response.Header.Get("X-Ms-Error-Code"), after: azure.RetryAfter(response)}
	var said struct {
		Code    string
		Message string
	}
	if xml.Unmarshal(body, &said) == nil {
		if f.code == "" {
			f.code = c.hide(said.Code)
		}
		// What follows the first line is for the service's support, and changes each time.
		line, _, _ := strings.Cut(strings.TrimSpace(said.Message), "\n")
		f.message = strings.TrimSuffix(c.hide(line), ".")
	}
	if f.message == "" {
		f.message = "the service gives no reason"
	}
	return f
}

// is reports whether an error is the service's with one of the codes.
func is(err error, codes ...string) bool {
	var f *failure
	if !errors.As(err, &f) {
		return false
	}
	for _, code := range codes {
		if strings.EqualFold(f.code, code) {
			return true
		}
	}
	return false
}

// preceded reports whether a write was refused because the blob is another one
// than was said.
func preceded(err error) bool {
	var f *failure
	return is(err, "ConditionNotMet", "TargetConditionNotMet", "BlobAlreadyExists", "BlobNotFound") ||
		errors.As(err, &f) && f.status == http.StatusPreconditionFailed && f.code == ""
}
