package azure

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
)

const hidden = "(hidden)"

// Things that may be in an error's text although nobody here knows their value:
// signed tokens, and tokens and assertions that are sent or answered by name. They
// are made when they are needed: who has no vault does not pay for them.
var secretForms = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`eyJ[\w-]{5,}\.[\w-]+(\.[\w-]*)?`),
		regexp.MustCompile(`(?i)("?(?:(?:access|refresh|id|oidc)_?token|client_?(?:secret|assertion)|password)"?\s*[:=]\s*"?)([^\s"&,;}]{8,})`),
		// The SDK quotes an answer that it cannot read, and the answer may be a token.
		regexp.MustCompile(`(?s)json message bytes were:.*`),
	}
})

// Secrets are values that no text may hold. They may be used at the same time.
type Secrets struct {
	mu     sync.Mutex
	values []string
}

// Keep remembers values as secret.
func (s *Secrets) Keep(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		if value = strings.TrimSpace(value); value != "" {
			s.values = append(s.values, value, url.QueryEscape(value))
		}
	}
}

// Hide returns a text in one line, without what is secret.
func (s *Secrets) Hide(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range s.values {
		text = strings.ReplaceAll(text, value, hidden)
	}
	forms := secretForms()
	text = forms[0].ReplaceAllString(text, hidden)
	text = forms[1].ReplaceAllString(text, "$1"+hidden)
	text = forms[2].ReplaceAllString(text, hidden)
	return strings.Join(strings.Fields(text), " ")
}
