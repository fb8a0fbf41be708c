package topology

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// IDError is what is wrong with a text that should be an id.
type IDError struct {
	// Text is what was given.
	Text string
	// Err says which part of it is wrong.
	Err error
}

// Error says what is wrong, in a line.
func (e *IDError) Error() string {
	return fmt.Sprintf("%s is not an id: %s", quote(e.Text, maxQuotedID), Visible(e.Err.Error()))
}

// Unwrap returns what is wrong with a part of the text.
func (e *IDError) Unwrap() error { return e.Err }

// maxQuotedID is how much of an id a message quotes: the ARM id of a virtual
// network, with names of a usual length.
const maxQuotedID = 160

// ParseID reads an id in any spelling of its letters' case. The error, an
// [*IDError], says which part of the text is wrong; [Explain] also says what an
// id looks like.
func ParseID(text string) (ID, error) { return parse(text, CheckName) }

// ParseStoredID reads an id that has been stored. Names that are in it are taken
// as they are, since the rules for names may have become stricter since.
func ParseStoredID(text string) (ID, error) { return parse(text, CheckStoredName) }

func parse(text string, checkName func(Kind, string) error) (ID, error) {
	id, err := parser(checkName).id(text)
	if err != nil {
		return ID{}, &IDError{Text: text, Err: err}
	}
	return id, nil
}

// parser reads ids whose names pass a check.
type parser func(Kind, string) error

func (check parser) id(text string) (ID, error) {
	if text == "" {
		return ID{}, errors.New("it is empty")
	}
	segments := strings.Split(text, "/")
	if segments[0] != "" {
		return ID{}, errors.New("it does not begin with a slash")
	}
	segments = segments[1:]
	if SameName(segments[0], "subscriptions") {
		return check.azureNetwork(text, segments)
	}
	if !SameName(segments[0], serversSegment) {
		return ID{}, fmt.Errorf("it begins with neither /%s nor /subscriptions", serversSegment)
	}
	switch last := segments[len(segments)-1]; {
	case len(segments)%2 == 0:
	case last == "":
		return ID{}, errors.New("it ends with a slash")
	case namesFollow(segments):
		return ID{}, fmt.Errorf("nothing follows %s", Quote(last))
	}

	server, err := check.named(ID{}.child, KindServer, segments[0], segments[1])
	if err != nil || len(segments) == 2 {
		return server, err
	}
	if SameName(segments[2], mappingsSegment) {
		if len(segments) > 4 {
			return ID{}, fmt.Errorf("a set of network mappings has no %s", Quote(strings.Join(segments[4:], "/")))
		}
		return check.fabricOf(server, KindMappingSet, segments[2], segments[3])
	}
	kind, ok := childKind(segments[2])
	if !ok || len(segments) < 4 {
		return ID{}, fmt.Errorf("a server has no %s", Quote(segments[2]))
	}
	object, err := check.named(server.child, kind, segments[2], segments[3])
	rest := segments[4:]
	switch {
	case err != nil || len(rest) == 0:
		return object, err
	case kind == KindCloud && len(rest) == 1 && SameName(rest[0], protectionSegment):
		return object.with(KindProtection, object.text+"/"+rest[0], object.key+"/"+Key(Fold(rest[0]))), nil
	case kind == KindVMNetwork && len(rest) == 2 && SameName(rest[0], mappingsSegment):
		return check.fabricOf(object, KindMapping, rest[0], rest[1])
	case kind == KindCloud && SameName(rest[0], protectionSegment):
		kind, rest = KindProtection, rest[1:]
	case kind == KindVMNetwork && SameName(rest[0], mappingsSegment):
		kind, rest = KindMapping, rest[2:]
	}
	return ID{}, fmt.Errorf("a %s has no %s", kind.Noun(), Quote(strings.Join(rest, "/")))
}

// namesFollow reports whether a name has to follow the segments.
func namesFollow(segments []string) bool {
	last := segments[len(segments)-1]
	switch len(segments) {
	case 1: // of the servers
		return true
	case 3:
		_, ok := childKind(last)
		return ok || SameName(last, mappingsSegment)
	}
	return len(segments) == 5 && SameName(segments[2], vmNetworksSegment) && SameName(last, mappingsSegment)
}

func childKind(segment string) (Kind, bool) {
	switch {
	case SameName(segment, logicalNetworksSegment):
		return KindLogicalNetwork, true
	case SameName(segment, vmNetworksSegment):
		return KindVMNetwork, true
	case SameName(segment, cloudsSegment):
		return KindCloud, true
	case SameName(segment, hostsSegment):
		return KindHost, true
	}
	return 0, false
}

// fabricOf reads the last segment of a mapping's id: a VMM server, or Azure.
func (check parser) fabricOf(source ID, kind Kind, segment, escaped string) (ID, error) {
	if SameName(escaped, azureSegment) {
		return source.child(kind, segment, escaped), nil
	}
	return check.named(source.child, kind, segment, escaped)
}

// named unescapes and checks the name in a segment. The name at the end of a
// mapping's id is a server's.
func (check parser) named(child func(Kind, string, string) ID, kind Kind, segment, escaped string) (ID, error) {
	name, err := url.PathUnescape(escaped)
	if err != nil {
		return ID{}, fmt.Errorf("in %s a percent sign is not followed by two hexadecimal digits (write %%25 for the sign itself)", Quote(escaped))
	}
	owner := kind
	if kind == KindMapping || kind == KindMappingSet {
		owner = KindServer
	}
	if err := check(owner, name); err != nil {
		return ID{}, fmt.Errorf("in %s %w", Quote(segment+"/"+escaped), err)
	}
	return child(kind, segment, name), nil
}

// azureNetwork reads the ARM id of a virtual network. Its segments are not
// escaped: none of the names may contain anything that would need to be.
func (check parser) azureNetwork(text string, segments []string) (ID, error) {
	form := forms[KindAzureNetwork]
	if len(segments) != len(form) {
		return ID{}, errors.New("the ARM id of a virtual network has eight segments")
	}
	for i, want := range form {
		switch {
		case want != "" && !SameName(segments[i], want):
			return ID{}, fmt.Errorf("%s stands where the ARM id of a virtual network has %q", Quote(segments[i]), want)
		case want == "":
			if err := check(KindAzureNetwork, segments[i]); err != nil {
				return ID{}, fmt.Errorf("after %s %w", Quote(segments[i-1]), err)
			}
		}
	}
	return ID{}.with(KindAzureNetwork, text, Key(Fold(text))), nil
}
