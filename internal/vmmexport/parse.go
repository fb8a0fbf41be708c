package vmmexport

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Depth is the least -Depth with which ConvertTo-Json prints an export whole:
// the export is 0, and the deepest thing in it, a pair of subnet and VLAN, is 6
// (VMNetworks, VM network, VMSubnet, VM subnet, SubnetVLans, pair).
const Depth = 6

const again = `export the site again as the guide "Bringing in an existing site" shows`

// Parse reads an export.
func Parse(text string) (Site, error) {
	text = strings.TrimPrefix(text, "\ufeff") // Set-Content -Encoding UTF8 writes one
	root, err := decode(text)
	if err != nil {
		return Site{}, err
	}
	r := &reader{}
	r.duplicates(text)
	if err := r.err(); err != nil {
		return Site{}, err // the other notes might be about the wrong one of two
	}
	site := r.site(root)
	if err := r.err(); err != nil {
		return Site{}, err
	}
	return site, nil
}

func (r *reader) site(root node) Site {
	site := Site{
		Server:          r.server(root),
		LogicalNetworks: map[string]LogicalNetwork{},
		VMNetworks:      map[string]VMNetwork{},
		Clouds:          map[string]Cloud{},
		Hosts:           map[string]Host{},
	}
	networks := r.logicalNetworks(root)
	sites := r.networkSites(root, networks)
	vmNetworks := r.vmNetworks(root, networks, sites)
	r.pools(root, sites, vmNetworks)
	clouds := r.clouds(root, networks)
	hosts := r.hosts(root, clouds)
	r.wires(root, hosts, networks)

	for _, network := range networks.all {
		site.LogicalNetworks[network.name] = LogicalNetwork{Isolation: network.isolation}
	}
	for _, network := range vmNetworks {
		site.VMNetworks[network.name] = network.result()
	}
	for _, cloud := range clouds {
		site.Clouds[cloud.name] = Cloud{LogicalNetworks: sorted(cloud.networks)}
	}
	for _, host := range hosts.all {
		site.Hosts[host.name] = Host{Clouds: sorted(host.clouds), LogicalNetworks: sorted(host.networks)}
	}
	return site
}

// server returns the full name of the VMM server: its Name is what whoever
// exported it connected to, and that may be localhost.
func (r *reader) server(root node) string {
	server := r.member(root, "VMMServer")
	if !r.isObject(server) {
		return ""
	}
	at := r.optional(server, "FullyQualifiedDomainName")
	if at.value == nil || at.value == "" {
		at = r.member(server, "Name")
	}
	name, ok := r.text(at)
	if !ok {
		return ""
	}
	if topology.SameName(name, "localhost") {
		r.notef("%s is %q, which does not say which server it is: write its name there, or %s", at.path, name, again)
	}
	r.checkName(topology.KindServer, at.path, name)
	return name
}

// decode reads the JSON. The places in it are named from the root on.
func decode(text string) (node, error) {
	if strings.TrimSpace(text) == "" {
		return node{}, errors.New("the export is empty: " + again)
	}
	// Out-File and > of Windows PowerShell write UTF-16.
	if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
		return node{}, errors.New("the export is not UTF-8: write it with Set-Content -Encoding UTF8, not with > or Out-File")
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); errors.Is(err, io.ErrUnexpectedEOF) {
		return node{}, fmt.Errorf("the export ends at %s, in the middle of its JSON, so the file is incomplete: "+
			"copy the whole file, or %s", position(text, len(text)-1), again)
	}
	// A decoder does not look at what follows.
	if err := json.Unmarshal([]byte(text), new(json.RawMessage)); err != nil {
		at := 0
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = int(syntax.Offset) - 1
		}
		return node{}, fmt.Errorf("the export is not JSON at %s (%w): %s", position(text, at), err, again)
	}
	return document(value)
}

func document(value any) (node, error) {
	if _, ok := value.(map[string]any); ok {
		return node{value: value}, nil
	}
	return node{}, fmt.Errorf("the export is %s, but has to be an object with a member for each cmdlet "+
		"(VMNetworks for Get-SCVMNetwork, for example), not what a single cmdlet prints: %s", describe(value), again)
}

// position tells people where in the text a byte is.
func position(text string, at int) string {
	before := text[:min(max(at, 0), len(text))]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("line %d, column %d", line, column)
}
