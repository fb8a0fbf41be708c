package azure

import (
	"strings"
	"testing"
)

// What no text may hold is taken out of it: what is known to be secret, and what
// looks like it.
func TestHide(t *testing.T) {
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln"
	kept := &Secrets{}
	kept.Keep("p&ss word", "", "  ")
	for text, want := range map[string]string{
		"plain words, 401 Unauthorized":               "plain words, 401 Unauthorized",
		"the pipeline gives no token: 401":            "the pipeline gives no token: 401",
		"two\n  lines":                                "two lines",
		"a p&ss word in it":                           "a (hidden) in it",
		"sent as client_secret=p%26ss+word&scope=x":   "sent as client_secret=(hidden)&scope=x",
		"sent as client_secret=unheard-of&scope=x":    "sent as client_secret=(hidden)&scope=x",
		"bearer " + jwt + " was refused":              "bearer (hidden) was refused",
		`{"access_token":"opaque-token","n":1}`:       `{"access_token":"(hidden)","n":1}`,
		`{"accessToken": "opaque-token"}`:             `{"accessToken": "(hidden)"}`,
		"json message bytes were: {\"x\": \"opaque\"": "(hidden)",
	} {
		if got := kept.Hide(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	if got := kept.Hide(strings.Repeat("x", 10)); got != "xxxxxxxxxx" {
		t.Errorf("what is empty is secret: %q", got)
	}
}
