package vmmexport

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// scan walks through a JSON text, token by token.
type scan struct {
	*reader
	text    string
	decoder *json.Decoder
}

// duplicates notes members that an object has twice: of these a decoder takes the
// last, silently. The case of their names does not count. The text has to be JSON.
func (r *reader) duplicates(text string) {
	s := scan{r, text, json.NewDecoder(strings.NewReader(text))}
	s.decoder.UseNumber()
	s.value("")
}

// token returns the next token, and where in the text it begins.
func (s scan) token() (json.Token, int) {
	at := int(s.decoder.InputOffset())
	token, err := s.decoder.Token()
	if err != nil {
		return nil, at
	}
	return token, at + len(s.text[at:]) - len(strings.TrimLeft(s.text[at:], " \t\r\n,:"))
}

// value walks through the value at a path.
func (s scan) value(path string) {
	switch token, _ := s.token(); token {
	case json.Delim('{'):
		seen := map[string]int{}
		for s.decoder.More() {
			token, at := s.token()
			name, _ := token.(string)
			member := strings.TrimPrefix(path+"."+name, ".")
			if earlier, ok := seen[topology.Fold(name)]; ok {
				s.notef("%s is there twice, at %s and at %s (the case of a member's name does not count), and only one of the two "+
					"can be read: take the other out of the export", cmp.Or(member, `""`), position(s.text, earlier), position(s.text, at))
			}
			seen[topology.Fold(name)] = at
			s.value(member)
		}
		s.token()
	case json.Delim('['):
		for i := 0; s.decoder.More(); i++ {
			s.value(fmt.Sprintf("%s[%d]", path, i))
		}
		s.token()
	}
}
