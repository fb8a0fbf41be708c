package vmmexport_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

// objects returns the objects that a site is made into.
func objects(t *testing.T, site vmmexport.Site) []topology.Object {
	t.Helper()
	server := topology.ServerID(site.Server)
	all := []topology.Object{topology.NewServer(site.Server)}
	ids := func(names []string, id func(topology.ID, string) topology.ID, known func(string) bool) []topology.ID {
		if names == nil || !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Errorf("%q is no sorted list of different names", names)
		}
		var all []topology.ID
		for _, name := range names {
			if !known(name) {
				t.Errorf("%q is not in the site", name)
			}
			all = append(all, id(server, name))
		}
		return all
	}
	isNetwork := func(name string) bool { _, ok := site.LogicalNetworks[name]; return ok }
	isCloud := func(name string) bool { _, ok := site.Clouds[name]; return ok }
	for name, network := range site.LogicalNetworks {
		all = append(all, topology.NewLogicalNetwork(server, name, network.Isolation))
	}
	for name, network := range site.VMNetworks {
		on := ids([]string{network.LogicalNetwork}, topology.LogicalNetworkID, isNetwork)[0]
		all = append(all, topology.NewVMNetwork(on, name, network.Subnets))
	}
	for name, cloud := range site.Clouds {
		all = append(all, topology.NewCloud(server, name, ids(cloud.LogicalNetworks, topology.LogicalNetworkID, isNetwork)))
	}
	for name, host := range site.Hosts {
		all = append(all, topology.NewHost(server, name,
			ids(host.Clouds, topology.CloudID, isCloud), ids(host.LogicalNetworks, topology.LogicalNetworkID, isNetwork)))
	}
	return all
}

// sound checks that a site is made into objects that the engine has nothing
// against, each with an id of its own.
func sound(t *testing.T, site vmmexport.Site) {
	t.Helper()
	known := map[topology.Key]bool{}
	for _, object := range objects(t, site) {
		if known[object.ID().Key()] {
			t.Errorf("%s is there twice", object.ID())
		}
		known[object.ID().Key()] = true
		if findings := engine.Validate(nil, object); len(findings) > 0 {
			t.Errorf("%s is not sound: %+v", object.ID(), findings)
		}
	}
}

// place is a value of an export, and how to put another there.
type place struct {
	value any
	put   func(any)
}

func places(value any, put func(any)) []place {
	all := []place{{value, put}}
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			all = append(all, places(value[name], func(other any) { value[name] = other })...)
		}
	case []any:
		for i := range value {
			all = append(all, places(value[i], func(other any) { value[i] = other })...)
		}
	}
	return all
}

// decided returns the small export with what was decided in it.
func decided(t *testing.T, text string, decisions []byte) string {
	t.Helper()
	export := decoded(small)
	for i := 0; i+3 <= min(len(decisions), 24); i += 3 {
		all := places(export, func(other any) { export = other })
		var value any
		switch which := int(decisions[i+2]); {
		case which < len(fragments):
			value = decoded(fragments[which])
		case which < 100:
			value = decoded(text)
		default:
			value = decoded(encoded(t, all[which*3%len(all)].value))
		}
		all[(int(decisions[i])|int(decisions[i+1])<<8)%len(all)].put(value)
	}
	return encoded(t, export)
}

// decoded reads JSON; a text that is none stands for itself.
func decoded(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fragments are values that may stand anywhere in an export.
var fragments = []string{
	`null`, `[]`, `{}`, `""`, `7`, `true`, `false`, `"Plain"`, `"Web_0"`, `"NoIsolation"`, `{"ID": "l3"}`, `{"ID": "d1"}`, `{"Name": "Lanes"}`,
	`{"value": [], "Count": 0}`, `"10.1.0.0/16"`, `"2001:db8::/64"`, `"10.1.0.200"`, `"10.3.1.5"`, `"2001:db8::5"`, `"239.0.0.1"`,
	`{"Name": "More", "SubnetVLans": {"Subnet": "10.2.1.0/24", "VLanID": 9}}`, `{"Path": "All Hosts"}`,
}

// Whatever is taken for a site makes sound objects, each known by its name:
// what is wrong in the export is found here, and not as soon as it is planned.
// The fuzzer writes the export, or decides on what to put into one: three bytes
// are a place in it, and a fragment, the text or another part of the export.
func FuzzParse(f *testing.F) {
	f.Add(small, []byte{})
	f.Add(raw, []byte{})
	f.Add("\ufeff{}", []byte{})
	f.Add(`{"a": {"b\u200b": 1, "B\u200b": "\ud800"}}`, []byte{})
	for i := range fragments {
		f.Add(`"Office"`, []byte{byte(20 + 5*i), 0, byte(i), byte(90 + i), 0, byte(i), byte(3 * i), 1, 200})
	}
	f.Fuzz(func(t *testing.T, text string, decisions []byte) {
		if len(decisions) > 0 {
			text = decided(t, text, decisions)
		}
		site, err := vmmexport.Parse(text)
		if err != nil {
			if says := err.Error(); says == "" || topology.Visible(says) != says {
				t.Errorf("the error is %q", says)
			}
			return
		}
		sound(t, site)
	})
}
