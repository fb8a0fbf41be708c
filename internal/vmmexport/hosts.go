package vmmexport

import (
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

type cloud struct {
	record
	networks []string
	// groups are the paths of the host groups that the cloud is made of.
	groups []string
}

type host struct {
	record
	clouds, networks []string
}

func (r *reader) clouds(root node, networks *directory[*logicalNetwork]) []*cloud {
	var all []*cloud
	for _, one := range r.named(topology.KindCloud, r.memberOrNull(root, "Clouds")) {
		made := &cloud{record: one, networks: r.networksOf(one.node, networks)}
		for _, group := range r.list(r.memberOrNull(one.node, "HostGroup")) {
			if path, ok := r.groupPath(group); ok {
				made.groups = append(made.groups, path)
			}
		}
		all = append(all, made)
	}
	return all
}

// hosts reads the hosts. A host serves the clouds that are made of its host
// group, or of one above it.
func (r *reader) hosts(root node, clouds []*cloud) *directory[*host] {
	hosts := newDirectory[*host]("VMHosts")
	for _, one := range r.named(topology.KindHost, r.memberOrNull(root, hosts.list)) {
		made := &host{record: one}
		hosts.add(made, one)
		path, ok := r.groupPath(r.member(one.node, "VMHostGroup"))
		if !ok {
			continue
		}
		for _, cloud := range clouds {
			for _, group := range cloud.groups {
				if within(path, group) {
					made.clouds = append(made.clouds, cloud.name)
				}
			}
		}
	}
	return hosts
}

// wires reads which logical networks the hosts' network adapters reach.
func (r *reader) wires(root node, hosts *directory[*host], networks *directory[*logicalNetwork]) {
	for _, adapter := range r.list(r.memberOrNull(root, "VMHostNetworkAdapters")) {
		if !r.isObject(adapter) {
			continue
		}
		reached := r.networksOf(adapter, networks)
		// VMM's placement does not count what is reached through such an adapter.
		if available := r.optional(adapter, "AvailableForPlacement"); available.value != nil && !r.flag(available) {
			continue
		}
		to, ok := r.required(r.member(adapter, "VMHost"))
		if !ok {
			continue
		}
		if host, ok := hosts.find(r, to); ok {
			host.networks = append(host.networks, reached...)
		}
	}
}

// networksOf returns the names of the logical networks that something has.
func (r *reader) networksOf(n node, networks *directory[*logicalNetwork]) []string {
	var names []string
	for _, item := range r.list(r.memberOrNull(n, "LogicalNetworks")) {
		if to, ok := r.reference(item); ok {
			if network, ok := networks.find(r, to); ok {
				names = append(names, network.name)
			}
		}
	}
	return names
}

// groupPath returns the path of a host group, such as All Hosts\Beijing\Gold.
// Only the path tells host groups apart: their names are unique within one parent.
func (r *reader) groupPath(group node) (string, bool) {
	if !r.isObject(group) {
		return "", false
	}
	return r.text(r.member(group, "Path"))
}

// within reports whether a host group is another one, or below it.
func within(path, group string) bool {
	path, group = topology.Fold(path), topology.Fold(group)
	return path == group || strings.HasPrefix(path, group+`\`)
}
