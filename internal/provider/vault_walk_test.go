package provider_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// A random walk with a vault: each step edits the configuration, or has somebody
// change the vault by hand, or both, and applies. A model says what catalog, vault
// and state have to hold then, which requests were needed for it, and what the plan
// has to refuse.

var vaultWalkSteps = flag.Int("vault-walk-steps", 5, "the number of steps of a random walk with a vault")

// place is what can be mapped once: a network of server A, to Azure or to server B.
type place struct {
	network string
	azure   bool
}

// walkedNetwork is a VM network with its names here and in the vault.
type walkedNetwork struct {
	label, name string
	// formers are the names that it had here.
	formers []string
	vault   *vaulttest.Network
	known   string
}

func (n *walkedNetwork) called(name string) { n.formers, n.name = append(n.formers, n.name), name }

func (n *walkedNetwork) refreshed(name string) {
	n.vault.Rename(name)
	n.known = name
}

// vaultWalker is a configuration and a vault.
type vaultWalker struct {
	*rand.Rand
	realised
	sources, targets []*walkedNetwork
	names            int
	// singles has the place of each network mapping by its address, sets says which
	// sets there are and whether they are exclusive, to Azure or not; listed has the
	// address of each place, and target its target.
	singles map[string]place
	sets    map[bool]bool
	inSet   map[place]bool
	target  map[place]string
	// recorded has the ARM id of each mapping that is managed here.
	recorded map[place]string
	// inState are the addresses of the last apply that succeeded.
	inState   map[string]bool
	imports   string
	lifecycle string
	log       []string
}

var walkAzure = map[string]string{"production": azureProduction, "staging": azureStaging}

func newVaultWalker(t *testing.T, seed uint64, lifecycle string) *vaultWalker {
	service := vaulttest.Start(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Answer, b.PageSize = vaulttest.AtOnce, 5 })
	a, b := service.AddServer("A"), service.AddServer("B")
	w := &vaultWalker{
		Rand:     topologytest.NewRand(seed),
		realised: realised{terraformtest.New(t, required), t, service, a, `scenarios = ["vmm_to_azure", "vmm_to_vmm"]`},
		singles:  map[string]place{}, sets: map[bool]bool{}, inSet: map[place]bool{}, target: map[place]string{}, recorded: map[place]string{},
		inState: map[string]bool{}, lifecycle: lifecycle,
	}
	w.Env = append(w.Env, service.Environment()...)
	for n := range 4 {
		name := fmt.Sprint("N", n)
		w.sources = append(w.sources, &walkedNetwork{label: fmt.Sprint("n", n), name: name, vault: a.AddNetwork(name), known: name})
	}
	for n := range 2 {
		name := fmt.Sprint("T", n)
		w.targets = append(w.targets, &walkedNetwork{label: fmt.Sprint("t", n), name: name, vault: b.AddNetwork(name), known: name})
	}
	return w
}

func (w *vaultWalker) note(format string, arguments ...any) {
	w.log = append(w.log, fmt.Sprintf(format, arguments...))
}

func (w *vaultWalker) source(label string) *walkedNetwork { return labelled(w.sources, label) }

func labelled(networks []*walkedNetwork, label string) *walkedNetwork {
	return networks[slices.IndexFunc(networks, func(n *walkedNetwork) bool { return n.label == label })]
}

func (w *vaultWalker) newName() string {
	w.names++
	return fmt.Sprint("Name ", w.names)
}

// places returns the mapped places in an order of their own.
func (w *vaultWalker) places() []place {
	return slices.SortedFunc(maps.Keys(w.target), comparePlaces)
}

func comparePlaces(a, b place) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }

func (w *vaultWalker) randomTarget(azure bool) string {
	if azure {
		return []string{"production", "staging"}[w.IntN(2)]
	}
	return w.targets[w.IntN(len(w.targets))].label
}

func (w *vaultWalker) randomPlace() place {
	return place{w.sources[w.IntN(len(w.sources))].label, w.IntN(3) > 0}
}

// unlist takes a place out of the configuration.
func (w *vaultWalker) unlist(p place) {
	maps.DeleteFunc(w.singles, func(_ string, other place) bool { return other == p })
	delete(w.inSet, p)
	delete(w.target, p)
}

// list has a place mapped in the configuration: by the set, where there is one and
// it is to be so or leaves no room for others, otherwise by a resource of its own.
func (w *vaultWalker) list(p place, target string) {
	w.unlist(p)
	exclusive, set := w.sets[p.azure]
	if set && (exclusive || w.IntN(2) == 0) {
		w.inSet[p], w.target[p] = true, target
		return
	}
	address := fmt.Sprint("m", w.IntN(6))
	if other, taken := w.singles[address]; taken {
		w.unlist(other)
	}
	w.singles[address], w.target[p] = p, target
}

// edit changes something about the configuration.
func (w *vaultWalker) edit() {
	switch w.IntN(12) {
	default:
		p := w.randomPlace()
		w.list(p, w.randomTarget(p.azure))
	case 2:
		p := w.randomPlace()
		w.unlist(p)
	case 3: // retarget
		if places := w.places(); len(places) > 0 {
			p := places[w.IntN(len(places))]
			w.target[p] = w.randomTarget(p.azure)
		}
	case 4: // to another address
		if places := w.places(); len(places) > 0 {
			p := places[w.IntN(len(places))]
			w.list(p, w.target[p])
		}
	case 5: // the set
		azure := w.IntN(3) > 0
		if _, there := w.sets[azure]; there && w.IntN(2) == 0 {
			delete(w.sets, azure)
			for p := range w.inSet {
				if p.azure == azure {
					w.unlist(p)
				}
			}
			return
		}
		w.sets[azure] = w.IntN(2) == 0
		for _, p := range w.places() {
			if p.azure == azure && (w.sets[azure] || w.IntN(2) == 0) {
				target := w.target[p]
				w.unlist(p)
				w.inSet[p], w.target[p] = true, target
			}
		}
	case 6: // another source in place, or another fabric
		if len(w.singles) > 0 {
			address := slices.Sorted(maps.Keys(w.singles))[w.IntN(len(w.singles))]
			p := w.randomPlace()
			if exclusive := w.sets[p.azure]; !exclusive {
				w.unlist(w.singles[address])
				w.unlist(p)
				w.singles[address], w.target[p] = p, w.randomTarget(p.azure)
			}
		}
	case 7:
		w.rename()
	}
}

// rename renames a network here, in the vault, or in both.
func (w *vaultWalker) rename() {
	networks := slices.Concat(w.sources, w.targets)
	n := networks[w.IntN(len(networks))]
	switch w.IntN(4) {
	case 0:
		n.refreshed(w.newName())
		w.note("in the vault, %s is renamed to %s", n.label, n.known)
	case 1:
		if n.known != n.name {
			n.refreshed(n.name)
			w.note("in the vault, %s is refreshed to %s", n.label, n.known)
			return
		}
		fallthrough
	case 2:
		n.called(w.newName())
	default:
		n.called(w.newName())
		n.refreshed(n.name)
		w.note("in the vault, %s is renamed to %s", n.label, n.known)
	}
}

// inVault returns what the vault has at each place.
func (w *vaultWalker) inVault() map[place]vaulttest.Mapping {
	there := map[place]vaulttest.Mapping{}
	for _, mapping := range w.vault.Mappings() {
		for _, n := range w.sources {
			if n.known == mapping.Source {
				p := place{n.label, strings.HasPrefix(mapping.Target, "/")}
				mapping.Target = w.targetLabel(mapping.Target)
				there[p] = mapping
			}
		}
	}
	return there
}

// targetLabel returns the label of a target of the vault.
func (w *vaultWalker) targetLabel(target string) string {
	for label, id := range walkAzure {
		if strings.EqualFold(id, target) {
			return label
		}
	}
	for _, n := range w.targets {
		if n.known == target {
			return n.label
		}
	}
	return target
}

// byHand changes something in the vault.
func (w *vaultWalker) byHand() {
	there := w.inVault()
	p := w.randomPlace()
	mapping, mapped := there[p]
	switch {
	case !mapped && w.IntN(2) == 0:
		w.map_(p, fmt.Sprint("by hand ", w.IntN(3)), w.randomTarget(p.azure))
	case !mapped:
	case w.IntN(3) == 0:
		w.vault.Unmap(mapping)
		w.note("in the vault, %v is unmapped", p)
	case w.IntN(5) == 0: // made anew under another name
		w.vault.Unmap(mapping)
		w.map_(p, "by hand anew", w.randomTarget(p.azure))
	default:
		w.map_(p, mapping.Name, w.randomTarget(p.azure))
	}
}

func (w *vaultWalker) map_(p place, name, target string) {
	w.note("in the vault, %v is mapped to %s as %q", p, target, name)
	if p.azure {
		w.source(p.network).vault.Map(name, walkAzure[target])
	} else {
		w.source(p.network).vault.MapTo(name, labelled(w.targets, target).vault)
	}
}

// refusals returns the codes that a plan has to refuse the configuration with, and
// the places that each is about.
func (w *vaultWalker) refusals() map[string][]place {
	refusals := map[string][]place{}
	there, passing := w.inVault(), w.passingRenamed()
	for _, p := range w.places() {
		mapping, mapped := there[p]
		ours := mapped && strings.EqualFold(w.recorded[p], mapping.ID)
		networks := []*walkedNetwork{w.source(p.network)}
		if !p.azure {
			networks = append(networks, labelled(w.targets, w.target[p]))
		}
		lost, passes := false, passing[p]
		for i, n := range networks {
			follows := ours && !passes && slices.Contains(n.formers, n.known) && (i == 0 || mapping.Target == n.label)
			lost = lost || n.known != n.name && !follows
		}
		switch {
		case lost:
			refusals["SR601"] = append(refusals["SR601"], p)
		case mapped && !ours && !strings.Contains(w.imports, mapping.ID):
			refusals["SR603"] = append(refusals["SR603"], p)
		}
	}
	return refusals
}

// passingRenamed returns the places that pass from one resource to another while a
// network of theirs is renamed: Terraform then has the one give up what is in force
// before the other one can take it over.
func (w *vaultWalker) passingRenamed() map[place]bool {
	passing := map[place]bool{}
	snapshot := kept(w.t, w.Terraform)
	stated := w.addressesInState()
	for _, p := range w.places() {
		_, source := snapshot.Get(topology.VMNetworkID(topology.ServerID("A"), w.source(p.network).name))
		target := true
		if !p.azure {
			_, target = snapshot.Get(topology.VMNetworkID(topology.ServerID("B"), labelled(w.targets, w.target[p]).name))
		}
		if (!source || !target) && stated[p] != w.addressed(p) {
			passing[p] = true
		}
	}
	return passing
}

// exchanged returns the places that resources exchange: each of the two gives one up
// and takes another one over in one change, and cannot wait for the other.
func (w *vaultWalker) exchanged() map[place]bool {
	gives, takes, exchanged := map[string]bool{}, map[string]bool{}, map[place]bool{}
	stated := w.addressesInState()
	for p := range w.target {
		if from, to := stated[p], w.addressed(p); from != to && from != "" {
			gives[from], takes[to] = true, true
		}
	}
	for p := range w.target {
		from, to := stated[p], w.addressed(p)
		if gives[from] && takes[from] && gives[to] && takes[to] {
			exchanged[p] = true
		}
	}
	return exchanged
}

// addressed returns the address of the resource that has a place.
func (w *vaultWalker) addressed(p place) string {
	if single := w.addressOf(p); single != "" {
		return "siterecovery_network_mapping." + single
	}
	return fmt.Sprintf("siterecovery_network_mappings.azure_%v", p.azure)
}

// addressesInState returns which resources the state has the places in.
func (w *vaultWalker) addressesInState() map[place]string {
	addresses := map[place]string{}
	for _, r := range w.state().Resources {
		for _, instance := range r.Instances {
			a := instance.Attributes
			mappings := a.Mappings
			if r.Type == "siterecovery_network_mapping" {
				mappings = map[string]string{a.Source: a.Target}
			}
			for from, to := range mappings {
				source, _ := topology.ParseID(from)
				target, _ := topology.ParseID(to)
				for _, n := range w.sources {
					if n.name == source.Name() || slices.Contains(n.formers, source.Name()) {
						addresses[place{n.label, target.Fabric().Kind() == topology.KindAzure}] = r.Type + "." + r.Name
					}
				}
			}
		}
	}
	return addresses
}

// resolve does what the remedies of refusals say.
func (w *vaultWalker) resolve(refusals map[string][]place) {
	for _, p := range refusals["SR601"] {
		networks := []*walkedNetwork{w.source(p.network)}
		if !p.azure {
			networks = append(networks, labelled(w.targets, w.target[p]))
		}
		for _, n := range networks {
			if n.known == n.name {
				continue
			}
			if w.IntN(2) == 0 && !slices.Contains(n.formers, n.known) {
				n.called(n.known)
			} else {
				n.refreshed(n.name)
				w.note("in the vault, %s is refreshed to %s", n.label, n.known)
			}
		}
	}
	there := w.inVault()
	for _, p := range refusals["SR603"] {
		address := w.addressOf(p)
		if _, single := w.singles[address]; single && !w.inState["siterecovery_network_mapping."+address] && w.recorded[p] == "" && w.IntN(2) == 0 {
			w.imports += fmt.Sprintf("import {\n  to = siterecovery_network_mapping.%s\n  id = %q\n}\n", address, there[p].ID)
			continue
		}
		w.vault.Unmap(there[p])
		w.note("in the vault, %v is unmapped", p)
	}
}

func (w *vaultWalker) addressOf(p place) string {
	for address, other := range w.singles {
		if other == p {
			return address
		}
	}
	return ""
}

// text returns the configuration.
func (w *vaultWalker) text() string {
	var text strings.Builder
	text.WriteString(required + w.vault.ProviderBlock(w.options) + w.imports)
	for _, server := range []string{"a", "b"} {
		fmt.Fprintf(&text, "resource \"siterecovery_vmm_server\" %q { name = %q }\n", server, strings.ToUpper(server))
		fmt.Fprintf(&text, "resource \"siterecovery_logical_network\" %q {\n  server_id = siterecovery_vmm_server.%s.id\n  name = \"L\"\n}\n", server, server)
	}
	for _, n := range slices.Concat(w.sources, w.targets) {
		server := map[byte]string{'n': "a", 't': "b"}[n.label[0]]
		fmt.Fprintf(&text, "resource \"siterecovery_vm_network\" %q {\n  logical_network_id = siterecovery_logical_network.%s.id\n  name = %q\n}\n", n.label, server, n.name)
	}
	for _, label := range slices.Sorted(maps.Keys(walkAzure)) {
		fmt.Fprintf(&text, "resource \"siterecovery_azure_network\" %q {\n  virtual_network_id = %q\n  location = \"westeurope\"\n"+
			"  subnets = [{ name = \"default\", address_prefix = \"10.0.0.0/24\" }]\n}\n", label, walkAzure[label])
	}
	reference := func(p place) string {
		if p.azure {
			return "siterecovery_azure_network." + w.target[p] + ".id"
		}
		return "siterecovery_vm_network." + w.target[p] + ".id"
	}
	for _, address := range slices.Sorted(maps.Keys(w.singles)) {
		p := w.singles[address]
		fmt.Fprintf(&text, "resource \"siterecovery_network_mapping\" %q {\n  source_network_id = siterecovery_vm_network.%s.id\n  target_network_id = %s\n%s}\n",
			address, p.network, reference(p), w.lifecycle)
	}
	for azure, exclusive := range w.sets {
		target := "target_server_id = siterecovery_vmm_server.b.id"
		if azure {
			target = "to_azure = true"
		}
		fmt.Fprintf(&text, "resource \"siterecovery_network_mappings\" \"azure_%v\" {\n  source_server_id = siterecovery_vmm_server.a.id\n  %s\n  exclusive = %v\n  mappings = {\n",
			azure, target, exclusive)
		for _, p := range w.places() {
			if p.azure == azure && w.inSet[p] {
				fmt.Fprintf(&text, "    (siterecovery_vm_network.%s.id) = %s\n", p.network, reference(p))
			}
		}
		fmt.Fprintf(&text, "  }\n%s}\n", w.lifecycle)
	}
	return text.String()
}

// String tells of the configuration what a walk changes.
func (w *vaultWalker) String() string {
	var text strings.Builder
	for _, n := range slices.Concat(w.sources, w.targets) {
		fmt.Fprintf(&text, "%s is called %q, in the vault %q, formerly %q\n", n.label, n.name, n.known, n.formers)
	}
	for _, p := range w.places() {
		fmt.Fprintf(&text, "%v is mapped to %s by %q\n", p, w.target[p], cmp.Or(w.addressOf(p), "the set"))
	}
	return text.String() + fmt.Sprintf("sets (to Azure: exclusive) are %v\n%s", w.sets, w.imports)
}

// asNeeded reports whether requests are those that lead from what the vault had to
// what it has to have: of places that are passing, it may be made anew.
func asNeeded(requests []string, before, after map[place]string, passing map[place]bool) bool {
	ways := [][]string{nil}
	for p := range merged(before, after) {
		was, is := before[p], after[p]
		var needed []string
		switch {
		case was == is:
		case was == "":
			needed = []string{"PUT"}
		case is == "":
			needed = []string{"DELETE"}
		default:
			needed = []string{"PATCH"}
		}
		var longer [][]string
		for _, way := range ways {
			longer = append(longer, slices.Concat(way, needed))
			if passing[p] && was != "" && is != "" {
				longer = append(longer, slices.Concat(way, []string{"DELETE", "PUT"}))
			}
		}
		ways = longer
	}
	slices.Sort(requests)
	return slices.ContainsFunc(ways, func(way []string) bool {
		slices.Sort(way)
		return slices.Equal(way, requests)
	})
}

func merged[V any](a, b map[place]V) map[place]V {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func (w *vaultWalker) targetsInVault() map[place]string {
	targets := map[place]string{}
	for p, mapping := range w.inVault() {
		targets[p] = mapping.Target
	}
	return targets
}

// wanted returns what the vault has to have after the apply.
func (w *vaultWalker) wanted(before map[place]string) map[place]string {
	wanted := maps.Clone(w.target)
	for p, target := range before {
		if _, listed := w.target[p]; !listed && w.recorded[p] == "" && !w.sets[p.azure] {
			wanted[p] = target
		}
		// What was made anew by hand is not ours any more.
		if mapping := w.inVault()[p]; !w.listed(p) && w.recorded[p] != "" && !strings.EqualFold(w.recorded[p], mapping.ID) && !w.sets[p.azure] {
			wanted[p] = target
		}
	}
	return wanted
}

func (w *vaultWalker) listed(p place) bool { _, ok := w.target[p]; return ok }

// held checks that catalog, vault and state have what they have to.
func (w *vaultWalker) held(wanted map[place]string) {
	w.t.Helper()
	if got := w.targetsInVault(); !maps.Equal(got, wanted) {
		w.fail("the vault has %v, want %v", got, wanted)
	}
	got := map[place]string{}
	snapshot := kept(w.t, w.Terraform)
	there := w.inVault()
	for _, mapping := range mappingsIn(snapshot) {
		for _, n := range w.sources {
			if n.name != mapping.Source.Name() {
				continue
			}
			p := place{n.label, mapping.Fabric().Kind() == topology.KindAzure}
			got[p] = w.labelHere(mapping.Target)
			if recorded := snapshot.Holding(mapping.ID()).Vault; !strings.EqualFold(recorded, there[p].ID) {
				w.fail("the catalog has %v in force as %q, the vault as %q", p, recorded, there[p].ID)
			}
		}
	}
	if !maps.Equal(got, w.target) {
		w.fail("the catalog has %v, want %v", got, w.target)
	}
	if stated := w.stated(); !maps.Equal(stated, w.target) {
		w.fail("the state has %v, want %v", stated, w.target)
	}
	w.recorded = map[place]string{}
	for p := range w.target {
		w.recorded[p] = there[p].ID
	}
}

func mappingsIn(snapshot catalog.Snapshot) []topology.Mapping {
	var mappings []topology.Mapping
	for _, object := range snapshot.All() {
		if mapping, ok := object.(topology.Mapping); ok {
			mappings = append(mappings, mapping)
		}
	}
	return mappings
}

// labelHere returns the label of a target of the catalog.
func (w *vaultWalker) labelHere(target topology.ID) string {
	if label := w.targetLabel(target.String()); label != target.String() {
		return label
	}
	for _, n := range w.targets {
		if topology.VMNetworkID(topology.ServerID("B"), n.name).Same(target) {
			return n.label
		}
	}
	return target.String()
}

// stated returns what the state has, of what has the ARM id that it has in the vault.
func (w *vaultWalker) stated() map[place]string {
	stated, there := map[place]string{}, w.inVault()
	take := func(from, to, id string) {
		source, _ := topology.ParseID(from)
		target, _ := topology.ParseID(to)
		for _, n := range w.sources {
			if n.name != source.Name() {
				continue
			}
			p := place{n.label, target.Fabric().Kind() == topology.KindAzure}
			if _, twice := stated[p]; twice {
				w.fail("the state has %v twice", p)
			}
			if stated[p] = w.labelHere(target); !strings.EqualFold(id, there[p].ID) {
				w.fail("the state has %v in force as %q, the vault as %q", p, id, there[p].ID)
			}
		}
	}
	w.inState = map[string]bool{}
	for _, r := range w.state().Resources {
		w.inState[r.Type+"."+r.Name] = true
		for _, instance := range r.Instances {
			switch a := instance.Attributes; r.Type {
			case "siterecovery_network_mapping":
				take(a.Source, a.Target, a.ID)
			case "siterecovery_network_mappings":
				for from, to := range a.Mappings {
					take(from, to, a.IDs[from])
				}
			}
		}
	}
	return stated
}

func (w *vaultWalker) fail(format string, arguments ...any) {
	w.t.Helper()
	w.t.Errorf(format, arguments...)
}

// disturbed lets an apply go wrong in some way, or come late: the next one has to
// bring everything into line.
func (w *vaultWalker) disturbed() {
	switch w.IntN(4) {
	case 0:
		w.note("an apply, of which the service refuses something")
		w.vault.Behave(func(b *vaulttest.Behaviour) { b.Answer, b.RetryAfter = vaulttest.ByBoth, 1 })
		w.vault.FailOperation(vaulttest.OperationError{Code: "78007", Message: "The network is busy"})
		w.sane(w.Run("apply", "-auto-approve"))
		w.vault.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
		w.vault.ForgetFailures()
	case 1:
		w.note("a plan that is applied later")
		w.sane(w.Run("plan", "-out=saved"))
		w.byHand()
		w.byHand()
		w.sane(w.Run("apply", "saved"))
	case 2:
		if len(w.singles) > 0 {
			address := slices.Sorted(maps.Keys(w.singles))[w.IntN(len(w.singles))]
			w.note("an apply that replaces %s", address)
			w.sane(w.Run("apply", "-auto-approve", "-replace=siterecovery_network_mapping."+address))
		}
	case 3:
		w.note("an apply without a refresh")
		w.sane(w.Run("apply", "-auto-approve", "-refresh=false"))
	}
	// What is managed by now, the catalog knows.
	w.recorded = map[place]string{}
	snapshot := kept(w.t, w.Terraform)
	for _, mapping := range mappingsIn(snapshot) {
		for _, n := range w.sources {
			if n.name == mapping.Source.Name() || slices.Contains(n.formers, mapping.Source.Name()) {
				w.recorded[place{n.label, mapping.Fabric().Kind() == topology.KindAzure}] = snapshot.Holding(mapping.ID()).Vault
			}
		}
	}
	w.inState = map[string]bool{}
	for _, r := range w.state().Resources {
		w.inState[r.Type+"."+r.Name] = true
	}
}

// walkedState is what a state has of network mappings.
type walkedState struct {
	Resources []walkedResource
}

type walkedResource struct {
	Type, Name string
	Instances  []struct {
		Attributes struct {
			Source   string            `json:"source_network_id"`
			Target   string            `json:"target_network_id"`
			ID       string            `json:"vault_mapping_id"`
			Mappings map[string]string `json:"mappings"`
			IDs      map[string]string `json:"vault_mapping_ids"`
		}
	}
}

// state reads the state, which has nothing before the first apply.
func (w *vaultWalker) state() walkedState {
	var state walkedState
	content, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	if err == nil {
		err = json.Unmarshal(content, &state)
	}
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	state.Resources = slices.DeleteFunc(state.Resources, func(r walkedResource) bool {
		return len(r.Instances) == 0 || !strings.HasPrefix(r.Type, "siterecovery_network_mapping")
	})
	return state
}

// sane checks that whatever a command comes to, the provider did not break its
// contract with Terraform.
func (w *vaultWalker) sane(result terraformtest.Result) {
	w.t.Helper()
	for _, sign := range []string{"Provider produced", "panic:", "Plugin did not respond", "This is a bug"} {
		if strings.Contains(result.Output, sign) {
			w.fail("the provider misbehaves:\n%s", result.Output)
		}
	}
}

// step edits, applies and checks.
func (w *vaultWalker) step(n int) {
	w.log, w.imports = nil, ""
	for range 1 + w.IntN(4) {
		w.edit()
	}
	for range w.IntN(3) {
		w.byHand()
	}
	w.Write(w.text())
	if n > 0 && w.IntN(4) == 0 {
		w.disturbed()
	}
	for range 3 {
		refusals := w.refusals()
		if len(refusals) == 0 {
			break
		}
		w.Write(w.text())
		w.changes()
		before := w.targetsInVault()
		plan := w.Run("plan")
		for code, places := range refusals {
			if plan.Code != 1 || !strings.Contains(plan.Output, code) {
				w.fail("a plan ends with %d, and is to be refused with %s for %v:\n%s", plan.Code, code, places, plan.Output)
			}
		}
		if now := w.targetsInVault(); !maps.Equal(before, now) {
			w.fail("a plan that is refused has changed %v to %v", before, now)
		}
		w.note("refused: %v", refusals)
		w.resolve(refusals)
	}
	w.Write(w.text())
	w.changes()
	before := w.targetsInVault()
	wanted, passing := w.wanted(before), merged(w.passingRenamed(), w.exchanged())
	apply := w.Run("apply", "-auto-approve")
	if apply.Code != 0 {
		w.fail("the apply ends with %d:\n%s", apply.Code, apply.Output)
		return
	}
	w.sane(apply)
	if requests := w.changes(); !asNeeded(requests, before, wanted, passing) {
		w.fail("the requests that change something are %q, to come from %v to %v:\n%s", requests, before, wanted, apply.Output)
	}
	if n > 0 && len(w.log) == 0 && strings.Contains(apply.Output, "SR607") {
		w.fail("nobody changed the vault, and yet something is said to be brought back into line:\n%s", apply.Output)
	}
	if plan := w.Run("plan", "-detailed-exitcode"); plan.Code != 0 {
		w.fail("a second plan ends with %d:\n%s", plan.Code, plan.Output)
	}
	w.held(wanted)
}

func TestAccVaultWalk(t *testing.T) {
	for what, lifecycle := range map[string]string{
		"without settings":           "",
		"with create_before_destroy": "  lifecycle {\n    create_before_destroy = true\n  }\n",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newVaultWalker(t, *walkSeed, lifecycle)
			before := ""
			for n := range *vaultWalkSteps {
				w.step(n)
				if t.Failed() {
					t.Fatalf("step %d: %s\nfrom\n%s\nto\n%s", n, strings.Join(w.log, "\n"), before, w)
				}
				before = w.String()
			}
			w.Must("destroy", "-auto-approve")
			if n := kept(t, w.Terraform).Len(); n > 0 {
				t.Errorf("%d objects are left", n)
			}
			for p := range w.target {
				if mapping, left := w.inVault()[p]; left {
					t.Errorf("the vault still has %v", mapping)
				}
			}
		})
	}
}
