package topology

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxNameLength is the largest length of a name, in Unicode code points.
const MaxNameLength = 255

// CheckName reports what is wrong with the name of an object of that kind.
func CheckName(kind Kind, name string) error {
	switch {
	case name == "":
		return errors.New("the name is empty")
	case !utf8.ValidString(name):
		return errors.New("the name is not valid UTF-8")
	case utf8.RuneCountInString(name) > MaxNameLength:
		return fmt.Errorf("the name has %d characters, and %d is the most", utf8.RuneCountInString(name), MaxNameLength)
	case strings.ContainsFunc(name, unicode.IsControl):
		return errors.New("the name contains a control character")
	case strings.TrimSpace(name) != name:
		return errors.New("the name begins or ends with a space")
	case kind == KindServer && SameName(name, azureSegment):
		return errors.New("the name is reserved: in the ids of network mappings it stands for Azure")
	}
	return nil
}

const idForms = "an id has one of the forms /servers/{server}, " +
	"/servers/{server}/{logicalNetworks|vmNetworks|clouds|hosts}/{name}, {cloud id}/protection, " +
	"{VM network id}/mappings/{server or azure}, /servers/{server}/mappings/{server or azure}, or is the ARM id of an Azure virtual network"

// ParseID reads an id in any spelling of its letters' case. The error says
// which part of the text is wrong, and what an id looks like.
func ParseID(text string) (ID, error) {
	id, err := parseID(text)
	if err != nil {
		return ID{}, fmt.Errorf("%q is not an id: %w; %s", text, err, idForms)
	}
	return id, nil
}

func parseID(text string) (ID, error) {
	if text == "" {
		return ID{}, errors.New("it is empty")
	}
	segments := strings.Split(text, "/")
	if segments[0] != "" {
		return ID{}, errors.New("it does not begin with a slash")
	}
	segments = segments[1:]
	if SameName(segments[0], "subscriptions") {
		return parseAzureNetwork(text, segments)
	}
	if !SameName(segments[0], serversSegment) {
		return ID{}, fmt.Errorf("it begins with neither /%s nor /subscriptions", serversSegment)
	}
	if len(segments)%2 != 0 && !SameName(segments[len(segments)-1], protectionSegment) {
		return ID{}, fmt.Errorf("nothing follows %q", segments[len(segments)-1])
	}

	server, err := named(ID{}.child, KindServer, segments[0], segments[1])
	if err != nil || len(segments) == 2 {
		return server, err
	}
	if len(segments) == 4 && SameName(segments[2], mappingsSegment) {
		return fabricOf(server, KindMappingSet, segments[2], segments[3])
	}
	kind, ok := childKind(segments[2])
	if !ok || len(segments) < 4 {
		return ID{}, fmt.Errorf("a server has no %q", segments[2])
	}
	object, err := named(server.child, kind, segments[2], segments[3])
	rest := segments[4:]
	switch {
	case err != nil || len(rest) == 0:
		return object, err
	case kind == KindCloud && len(rest) == 1 && SameName(rest[0], protectionSegment):
		return ID{
			kind: KindProtection,
			text: object.text + "/" + rest[0],
			key:  object.key + "/" + Key(Fold(rest[0])),
		}, nil
	case kind == KindVMNetwork && len(rest) == 2 && SameName(rest[0], mappingsSegment):
		return fabricOf(object, KindMapping, rest[0], rest[1])
	}
	return ID{}, fmt.Errorf("a %s has no %q", kind.Noun(), strings.Join(rest, "/"))
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
func fabricOf(source ID, kind Kind, segment, escaped string) (ID, error) {
	if SameName(escaped, azureSegment) {
		return source.child(kind, segment, escaped), nil
	}
	return named(source.child, kind, segment, escaped)
}

// named unescapes and checks the name in a segment. The name at the end of a
// mapping's id is a server's.
func named(child func(Kind, string, string) ID, kind Kind, segment, escaped string) (ID, error) {
	name, err := url.PathUnescape(escaped)
	if err != nil {
		return ID{}, fmt.Errorf("in %q a percent sign is not followed by two hexadecimal digits (write %%25 for the sign itself)", escaped)
	}
	owner := kind
	if kind == KindMapping || kind == KindMappingSet {
		owner = KindServer
	}
	if err := CheckName(owner, name); err != nil {
		return ID{}, fmt.Errorf("in %q %w", segment+"/"+escaped, err)
	}
	return child(kind, segment, name), nil
}

// parseAzureNetwork reads the ARM id of a virtual network. Its segments are not
// escaped: none of the names may contain anything that would need to be.
func parseAzureNetwork(text string, segments []string) (ID, error) {
	form := []string{
		"subscriptions", "", "resourceGroups", "", "providers", "Microsoft.Network", "virtualNetworks", "",
	}
	if len(segments) != len(form) {
		return ID{}, errors.New("the ARM id of a virtual network has eight segments")
	}
	for i, want := range form {
		switch {
		case want != "" && !SameName(segments[i], want):
			return ID{}, fmt.Errorf("%q stands where the ARM id of a virtual network has %q", segments[i], want)
		case want == "":
			if err := CheckName(KindAzureNetwork, segments[i]); err != nil {
				return ID{}, fmt.Errorf("after %q %w", segments[i-1], err)
			}
		}
	}
	return ID{kind: KindAzureNetwork, text: text, key: Key(Fold(text))}, nil
}
