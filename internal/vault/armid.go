package vault

import (
	"errors"
	"fmt"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// The segments of ARM ids, as the service's description spells them.
const (
	subscriptionsSegment   = "subscriptions"
	resourceGroupsSegment  = "resourceGroups"
	vaultsSegment          = "vaults"
	fabricsSegment         = "replicationFabrics"
	networksSegment        = "replicationNetworks"
	networkMappingsSegment = "replicationNetworkMappings"
	containersSegment      = "replicationProtectionContainers"
	pairingsSegment        = "replicationProtectionContainerMappings"
	machinesSegment        = "replicationProtectedItems"
	logicalNetworksSegment = "replicationLogicalNetworks"
)

// ARMID is the id of a resource in Azure, in the spelling in which it came.
type ARMID struct {
	text, key string
	_         [0]func()
}

func armID(text string) ARMID {
	text = strings.TrimRight(text, "/")
	return ARMID{text: text, key: topology.Fold(text)}
}

// String returns the id as it was written.
func (id ARMID) String() string { return id.text }

// Key returns the form of the id that is the same for every spelling of it.
func (id ARMID) Key() string { return id.key }

// Same reports whether both name the same resource.
func (id ARMID) Same(other ARMID) bool { return id.key == other.key }

// IsZero reports whether the id names nothing.
func (id ARMID) IsZero() bool { return id.text == "" }

// name returns what follows a segment, "" if the id does not have it.
func (id ARMID) name(segment string) string {
	segments := strings.Split(id.text, "/")
	for i := 1; i+1 < len(segments); i += 2 {
		if topology.SameName(segments[i], segment) {
			return segments[i+1]
		}
	}
	return ""
}

// upTo returns the id of the resource that a segment and its name end, the zero
// id if the id does not have it.
func (id ARMID) upTo(segment string) ARMID {
	segments := strings.Split(id.text, "/")
	for i := 1; i+1 < len(segments); i += 2 {
		if topology.SameName(segments[i], segment) {
			return armID(strings.Join(segments[:i+2], "/"))
		}
	}
	return ARMID{}
}

// segments are those that the service's own ids have, as they are spelled here.
var segments = []string{
	fabricsSegment, networksSegment, networkMappingsSegment, containersSegment, logicalNetworksSegment,
	pairingsSegment, machinesSegment,
}

// within spells an id that lies in a vault the way the vault's id is spelled:
// always the same, although the service spells it now so and now so.
func within(vault ARMID, text string) ARMID {
	id := armID(text)
	head := id.upTo(vaultsSegment)
	if !head.Same(vault) || len(head.text) == len(id.text) {
		return id
	}
	rest := strings.Split(id.text[len(head.text)+1:], "/")
	for i := 0; i < len(rest); i += 2 {
		for _, segment := range segments {
			if topology.SameName(rest[i], segment) {
				rest[i] = segment
			}
		}
	}
	return armID(vault.text + "/" + strings.Join(rest, "/"))
}

// networkKey is the same for every id below one replication network.
func (id ARMID) networkKey() string {
	fabric, network := id.name(fabricsSegment), id.name(networksSegment)
	if fabric == "" || network == "" {
		return ""
	}
	return topology.Fold(fabric + "/" + network)
}

// fabricKey is the same for every id below one fabric.
func (id ARMID) fabricKey() string { return topology.Fold(id.name(fabricsSegment)) }

// The forms of the ids that people write.
var (
	vaultForm   = []string{subscriptionsSegment, "", resourceGroupsSegment, "", "providers", "Microsoft.RecoveryServices", vaultsSegment, ""}
	mappingForm = append(vaultForm[:len(vaultForm):len(vaultForm)],
		fabricsSegment, "", networksSegment, "", networkMappingsSegment, "")
)

// ParseVaultID reads the ARM id of a Recovery Services vault, in any spelling of
// its letters' case.
func ParseVaultID(text string) (ARMID, error) { return parse(text, vaultForm) }

// ParseMappingID reads the ARM id of a network mapping in a vault, in any
// spelling of its letters' case.
func ParseMappingID(text string) (ARMID, error) { return parse(text, mappingForm) }

// parse reads an id of a form, in which "" stands for a name.
func parse(text string, form []string) (ARMID, error) {
	fail := func(reason error) (ARMID, error) {
		return ARMID{}, fmt.Errorf("%w; its form is %s", reason, written(form))
	}
	segments := strings.Split(strings.TrimRight(text, "/"), "/")
	if segments[0] != "" || len(segments) == 1 {
		return fail(errors.New("it does not begin with a slash"))
	}
	segments = segments[1:]
	for i, want := range form {
		switch {
		case i >= len(segments):
			return fail(fmt.Errorf("it ends after %q", segments[len(segments)-1]))
		case want == "" && (strings.TrimSpace(segments[i]) == "" || strings.ContainsAny(segments[i], "?#")):
			return fail(fmt.Errorf("after %q there is no name", segments[i-1]))
		case want != "" && !topology.SameName(segments[i], want):
			return fail(fmt.Errorf("%q stands where %q is expected", segments[i], want))
		}
	}
	if len(segments) > len(form) {
		return fail(fmt.Errorf("%q is one segment too many", segments[len(form)]))
	}
	return armID(text), nil
}

// written returns a form as people read it.
func written(form []string) string {
	var text strings.Builder
	for i, segment := range form {
		text.WriteByte('/')
		if segment == "" {
			noun := strings.TrimSuffix(strings.TrimPrefix(form[i-1], "replication"), "s")
			segment = "{" + strings.ToLower(noun[:1]) + noun[1:] + "}"
		}
		text.WriteString(segment)
	}
	return text.String()
}
