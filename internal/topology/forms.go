package topology

import (
	"errors"
	"net/url"
	"strings"
)

// forms are the segments of the ids of each kind; an empty one is a name.
var forms = map[Kind][]string{
	KindServer:         {serversSegment, ""},
	KindLogicalNetwork: {serversSegment, "", logicalNetworksSegment, ""},
	KindVMNetwork:      {serversSegment, "", vmNetworksSegment, ""},
	KindAzureNetwork:   {"subscriptions", "", "resourceGroups", "", "providers", "Microsoft.Network", "virtualNetworks", ""},
	KindCloud:          {serversSegment, "", cloudsSegment, ""},
	KindHost:           {serversSegment, "", hostsSegment, ""},
	KindProtection:     {serversSegment, "", cloudsSegment, "", protectionSegment},
	KindMapping:        {serversSegment, "", vmNetworksSegment, "", mappingsSegment, ""},
	KindMappingSet:     {serversSegment, "", mappingsSegment, ""},
}

// Form returns what the ids of the kind look like, such as
// /servers/{server}/clouds/{name}.
func (k Kind) Form() string {
	switch k {
	case KindServer:
		return "/servers/{server}"
	case KindAzureNetwork:
		return "/subscriptions/{subscription}/resourceGroups/{resource group}/providers/Microsoft.Network/virtualNetworks/{name}"
	case KindProtection:
		return "/servers/{server}/clouds/{name}/protection"
	case KindMapping:
		return "/servers/{server}/vmNetworks/{name}/mappings/{target server, or azure}"
	case KindMappingSet:
		return "/servers/{server}/mappings/{target server, or azure}"
	}
	return "/servers/{server}/" + forms[k][2] + "/{name}"
}

const allForms = "An id has one of the forms /servers/{server}, " +
	"/servers/{server}/{logicalNetworks|vmNetworks|clouds|hosts}/{name}, {cloud id}/protection, " +
	"{VM network id}/mappings/{server or azure}, /servers/{server}/mappings/{server or azure}, or is the ARM id of an Azure virtual network."

// Explain says in sentences what is wrong with a text that [ParseID] does not
// take where an id of one of the kinds is needed, of any kind if none is given:
// what is wrong, which id the text looks like, and what those that are needed
// look like.
func Explain(err error, kinds ...Kind) string {
	sentences := []string{err.Error() + "."}
	var invalid *IDError
	var name *NameError
	switch {
	case !errors.As(err, &invalid):
		return sentences[0]
	case errors.As(err, &name) && name.Problem != emptyName:
		return sentences[0] + " " + name.Remedy // the form is right
	}
	if kind, meant := resembled(invalid.Text); kind != 0 {
		sentences = append(sentences, "It looks like "+kind.IDNoun()+": "+quote(meant, maxQuotedID)+" is one.")
	}
	if len(kinds) == 0 {
		sentences = append(sentences, allForms)
	}
	for _, kind := range kinds {
		sentences = append(sentences, capital(kind.IDNoun())+" has the form "+kind.Form()+".")
	}
	return strings.Join(sentences, " ")
}

// IDNoun returns the words for an id of the kind, such as "the id of a cloud".
func (k Kind) IDNoun() string {
	switch k {
	case KindAzureNetwork:
		return "the ARM id of an Azure virtual network"
	case KindMappingSet:
		return "the id of a set of network mappings"
	}
	return "the id of a " + k.Noun()
}

// resembled returns the kind whose ids a text resembles, and the id that was
// probably meant; 0 if it resembles none. It looks at the fixed segments: each
// may have a few wrong letters.
func resembled(text string) (Kind, string) {
	segments := strings.FieldsFunc(strings.Trim(text, " \t\r\n\"'"), func(r rune) bool { return r == '/' || r == '\\' })
	// What stands before: the address of a portal, for example.
	for i, segment := range segments {
		if SameName(segment, "subscriptions") || SameName(segment, serversSegment) {
			segments = segments[i:]
			break
		}
	}
	nearest, least := Kind(0), 0
	for kind := KindServer; kind <= KindMappingSet; kind++ {
		if distance, ok := formDistance(kind, segments); ok && (nearest == 0 || distance < least) {
			nearest, least = kind, distance
		}
	}
	if nearest == 0 {
		return 0, ""
	}
	meant := ""
	for i, segment := range forms[nearest] {
		if segment == "" {
			segment = rewritten(nearest, segments[i])
		}
		meant += "/" + segment
	}
	if _, err := ParseID(meant); err != nil {
		return 0, ""
	}
	return nearest, meant
}

// formDistance returns how many letters of the fixed segments are wrong, and
// false if they are too many for an id of the kind. What is in an Azure virtual
// network, a subnet for example, has an id that begins with the network's.
func formDistance(kind Kind, segments []string) (distance int, ok bool) {
	form := forms[kind]
	if form == nil || len(segments) < len(form) || len(segments) > len(form) && kind != KindAzureNetwork {
		return 0, false
	}
	for i, want := range form {
		if want == "" {
			continue
		}
		wrong := Distance(segments[i], want)
		if wrong > max(1, len(want)/3) {
			return 0, false
		}
		distance += wrong
	}
	return distance, true
}

// rewritten returns a name of an id as it has to be written in one.
func rewritten(kind Kind, segment string) string {
	if kind == KindAzureNetwork {
		return segment
	}
	name, err := url.PathUnescape(segment)
	if err != nil {
		name = segment
	}
	return url.PathEscape(name)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
