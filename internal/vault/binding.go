package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// refresh says how the vault comes to know what is new on a VMM server.
const refresh = "If it is new or was renamed, refresh the VMM server in the vault (Site Recovery infrastructure, VMM servers, " +
	"Refresh server; or Update-AzRecoveryServicesAsrServicesProvider) and run again."

// Link is a mapping whose names are bound to what the vault discovered.
type Link struct {
	// Source is the source network.
	Source Network
	// Target is the id of the target: a VM network, or an Azure network.
	Target topology.ID
	// TargetNetwork is the target as the vault discovered it; its zero value
	// where the target is in Azure.
	TargetNetwork Network

	targetARM ARMID
	// named is the id of the mapping, where somebody else has named it.
	named ARMID
}

// Scenario returns where the link leads.
func (l Link) Scenario() topology.Scenario { return topology.ScenarioTo(l.Target.Fabric()) }

// MappingID returns the ARM id under which [Vault.Create] makes the mapping of a
// link: the same in every run.
func (l Link) MappingID() ARMID {
	if !l.named.IsZero() {
		return l.named
	}
	return l.ours()
}

// Ours reports whether the name of the mapping is the one that this provider gives.
func (l Link) Ours() bool { return l.MappingID().Same(l.ours()) }

// Under returns the link whose mapping has the given ARM id, if a mapping of its
// source network can have that; otherwise the link as it is.
func (l Link) Under(id string) Link {
	if named, err := ParseMappingID(id); err == nil && named.upTo(networksSegment).Same(l.Source.ARM) {
		l.named = within(l.Source.ARM.upTo(vaultsSegment), id)
	}
	return l
}

func (l Link) ours() ARMID {
	return armID(l.Source.ARM.String() + "/" + networkMappingsSegment + "/" + mappingName(l.Source.ARM, l.fabricKey()))
}

// Realised reports whether a mapping of the vault is what the link asks for.
func (l Link) Realised(m Mapping) bool {
	if m.Scenario != l.Scenario() {
		return false
	}
	if l.Scenario() == topology.VMMToVMM {
		return m.TargetARM.networkKey() == l.targetARM.networkKey()
	}
	return m.TargetARM.Same(l.targetARM)
}

func (l Link) fabricKey() string {
	if l.Scenario() == topology.VMMToAzure {
		return azureKey
	}
	return l.targetARM.fabricKey()
}

func (l Link) fabricLabel() string { return l.Target.Fabric().LabelAt(topology.ByName) }

// doing says what is done to the mapping.
func (l Link) doing(verb string) string {
	return fmt.Sprintf("%s the network mapping of '%s' to %s in the vault", verb, l.Source.ID.Name(), l.Target.LabelAt(topology.ByName))
}

// NotFoundError says that the vault knows nothing of that name.
type NotFoundError struct {
	// Object is the id whose name was not found: a VMM server, or a VM network.
	Object topology.ID
	// Near are names that the vault does know, the nearest first.
	Near []string
	// Remedy says what to do about it.
	Remedy string
}

// Error says what was not found, what there is instead, and what to do.
func (e *NotFoundError) Error() string {
	where := "in the vault"
	if e.Object.Kind() != topology.KindServer {
		where = fmt.Sprintf("among what the vault discovered on %s", e.Object.Server().LabelAt(topology.ByName))
	}
	near := "There is none at all."
	if len(e.Near) > 0 {
		near = "There is: '" + strings.Join(e.Near, "', '") + "'."
	}
	return fmt.Sprintf("There is no %s %s. %s %s", e.Object.LabelAt(topology.ByName), where, near, e.Remedy)
}

// Unwrap returns [ErrAbsent].
func (e *NotFoundError) Unwrap() error { return ErrAbsent }

// AmbiguousError says that the vault knows several things of one name.
type AmbiguousError struct {
	// Object is the id whose name was found more than once, zero for a mapping.
	Object topology.ID
	// What names it for people.
	What string
	// IDs are the ARM ids of all that have the name.
	IDs []ARMID
	// Remedy says what to do about it.
	Remedy string
}

// Error says what was found more than once, and what to do.
func (e *AmbiguousError) Error() string {
	ids := make([]string, len(e.IDs))
	for i, id := range e.IDs {
		ids[i] = id.String()
	}
	return fmt.Sprintf("The vault has more than one %s: %s. None of them is chosen for you. %s", e.What, strings.Join(ids, ", "), e.Remedy)
}

// Bind finds the networks of a mapping among what the vault discovered, by
// their friendly names. A target in Azure is not looked for: the vault has no
// list of Azure's networks.
//
// Both networks are looked for; the errors are of type [*NotFoundError] and
// [*AmbiguousError], joined where there are two.
func (v *Vault) Bind(ctx context.Context, source, target topology.ID) (Link, error) {
	link := Link{Target: target, targetARM: armID(target.String())}
	var sourceErr, targetErr error
	link.Source, sourceErr = v.Network(ctx, source)
	if target.Kind() == topology.KindVMNetwork {
		link.TargetNetwork, targetErr = v.Network(ctx, target)
		link.targetARM = link.TargetNetwork.ARM
	}
	if sourceErr != nil && targetErr != nil && sourceErr.Error() == targetErr.Error() {
		targetErr = nil // of the same server
	}
	switch {
	case targetErr == nil:
		return link, sourceErr
	case sourceErr == nil:
		return link, targetErr
	}
	return link, errors.Join(sourceErr, targetErr)
}

// Server returns the VMM server of that name.
func (v *Vault) Server(ctx context.Context, id topology.ID) (Fabric, error) {
	servers, err := v.servers(ctx)
	if err != nil {
		return Fabric{}, err
	}
	var found []Fabric
	var names []string
	for _, server := range servers {
		names = append(names, server.Name)
		if topology.SameName(server.Name, id.Name()) {
			found = append(found, server)
		}
	}
	switch len(found) {
	case 0:
		return Fabric{}, &NotFoundError{
			Object: id, Near: near(id.Name(), names), Remedy: "Correct the name, or register the VMM server in the vault.",
		}
	case 1:
		return found[0], nil
	}
	return Fabric{}, ambiguous(id, found, func(f Fabric) ARMID { return f.ARM },
		"Remove the registration that is no longer used from the vault, and run again.")
}

// Network returns the VM network of that name, on the server of that name.
func (v *Vault) Network(ctx context.Context, id topology.ID) (Network, error) {
	server, err := v.Server(ctx, id.Server())
	if err != nil {
		return Network{}, err
	}
	index, err := v.networkIndex(ctx)
	if err != nil {
		return Network{}, err
	}
	fabric := server.ARM.fabricKey()
	switch found := index.byName[fabricName{fabric, topology.Fold(id.Name())}]; len(found) {
	case 0:
		var names []string
		for _, network := range index.all {
			if network.ARM.fabricKey() == fabric {
				names = append(names, network.Name)
			}
		}
		return Network{}, &NotFoundError{Object: id, Near: near(id.Name(), names), Remedy: "Correct the name. " + refresh}
	case 1:
		return found[0], nil
	default:
		return Network{}, ambiguous(id, found, func(n Network) ARMID { return n.ARM }, "Give them different names in VMM, refresh the VMM server in the vault, and run again.")
	}
}

// ambiguous says that several things have the name of an object.
func ambiguous[T any](id topology.ID, found []T, arm func(T) ARMID, remedy string) *AmbiguousError {
	ids := make([]ARMID, len(found))
	for i, item := range found {
		ids[i] = arm(item)
	}
	slices.SortFunc(ids, func(a, b ARMID) int { return strings.Compare(a.Key(), b.Key()) })
	return &AmbiguousError{Object: id, What: id.LabelAt(topology.ByName), IDs: ids, Remedy: remedy}
}

// near returns the names that are nearest to a name, the nearest first.
func near(name string, names []string) []string {
	const most = 5
	type candidate struct {
		name     string
		distance int
	}
	folded := topology.Fold(name)
	var candidates []candidate
	for _, other := range names {
		candidates = append(candidates, candidate{other, distance(folded, topology.Fold(other))})
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), strings.Compare(a.name, b.name))
	})
	candidates = slices.CompactFunc(candidates, func(a, b candidate) bool { return a.name == b.name })
	var nearest []string
	for _, c := range candidates[:min(most, len(candidates))] {
		nearest = append(nearest, c.name)
	}
	return nearest
}

// distance returns how many characters have to be put in, taken out or replaced
// to make one name of the other. What one name only has more at its end counts
// little: "VMM" is near to "VMM.example.com".
func distance(a, b string) int {
	shorter, longer := a, b
	if len(shorter) > len(longer) {
		shorter, longer = longer, shorter
	}
	if shorter != "" && strings.HasPrefix(longer, shorter) {
		return 1
	}
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			cost := 1
			if from[i] == to[j] {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(to)]
}
