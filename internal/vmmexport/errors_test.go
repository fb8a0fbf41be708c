package vmmexport_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vmmexport"
)

const again = `export the site again as the guide "Bringing in an existing site" shows`

// refused checks that an export is refused with an error that is, or begins
// with, a text.
func refused(t *testing.T, text, want string) {
	t.Helper()
	site, err := vmmexport.Parse(text)
	if err == nil {
		t.Fatalf("taken as %+v, want the error\n%s", site, want)
	}
	if start, cut := strings.CutSuffix(want, "..."); err.Error() != want && (!cut || !strings.HasPrefix(err.Error(), start)) {
		t.Errorf("the error is\n%v\nwant\n%s", err, want)
	}
}

// Texts that are no export at all.
func TestNotAnExport(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "the export is empty: " + again},
		{"a byte order mark alone", "\ufeff\r\n", "the export is empty: " + again},
		{
			"UTF-16, as > writes it", "\xff\xfe{\x00}\x00",
			"the export is not UTF-8: write it with Set-Content -Encoding UTF8, not with > or Out-File",
		},
		{
			"UTF-16 without its mark", "{\x00}\x00",
			"the export is not UTF-8: write it with Set-Content -Encoding UTF8, not with > or Out-File",
		},
		{
			"a table", "Name  ID\n----  --\n", "the export is not JSON at line 1, column 1 " +
				"(invalid character 'N' looking for beginning of value): " + again,
		},
		{
			"an error", "{\n  \"VMServer\": {},\n  oops\n}", "the export is not JSON at line 3, column 3 " +
				"(invalid character 'o' looking for beginning of object key string): " + again,
		},
		{
			"an error far below", strings.Replace(small, `"Path"`, `'Path'`, 1), "the export is not JSON at line 37, column 52 (...",
		},
		{
			"a list", "[]", "the export is a list, but has to be an object with a member for each cmdlet " +
				"(VMNetworks for Get-SCVMNetwork, for example), not what a single cmdlet prints: " + again,
		},
		{"a text", `"VMM"`, `the export is "VMM", but has to be an object with...`},
		{"null", "null", "the export is null, but has to be an object with..."},
		{"two documents", "{}\n{}", "the export is not JSON at line 2, column 1 (invalid character '{' after top-level value): " + again},
		{"nesting without end", strings.Repeat("[", 20000), "the export is not JSON at line 1, column 10001 (..."},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, tt.text, tt.want) })
	}
}

// However much of the end of a file is missing, the error says so.
func TestIncompleteFile(t *testing.T) {
	for end := 1; end < len(small); end++ {
		text := small[:end]
		refused(t, text, fmt.Sprintf("the export ends at line %d, column ...", strings.Count(text[:end-1], "\n")+1))
	}
	refused(t, "{\n  \"VMNetw", "the export ends at line 2, column 9, in the middle of its JSON, so the file is incomplete: "+
		"copy the whole file, or "+again)
}

// Exports with one error.
func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name  string
		edits []string
		want  string
	}{
		// Missing
		{
			"a cmdlet",
			[]string{"VMNetworks", ``},
			"The export has 2 errors:\n- VMNetworks is missing: " + again + ", or add it (null, if there is nothing to put there)...",
		},
		{"hosts", []string{"VMHostNetworkAdapters", ``}, "VMHostNetworkAdapters is missing: " + again + ", or add it (null, if there is nothing to put there)"},
		{"a name", []string{"Clouds[1].Name", ``}, "Clouds[1].Name is missing: " + again + ", or add it"},
		{"a flag", []string{"LogicalNetworks[1].NetworkVirtualizationEnabled", ``}, "LogicalNetworks[1].NetworkVirtualizationEnabled is missing: ..."},
		{"a list", []string{"VMNetworks[1].VMSubnet[0].SubnetVLans", ``}, "VMNetworks[1].VMSubnet[0].SubnetVLans is missing: ..."},
		{"an isolation that matters", []string{"VMNetworks[0].IsolationType", ``}, "VMNetworks[0].IsolationType is missing: ..."},
		{"a logical network", []string{"VMNetworks[1].LogicalNetwork", ``}, "VMNetworks[1].LogicalNetwork is missing: ..."},
		{"a host group", []string{"VMHosts[1].VMHostGroup", ``}, "VMHosts[1].VMHostGroup is missing: ..."},
		{"the path of a host group", []string{"VMHosts[1].VMHostGroup.Path", ``}, "VMHosts[1].VMHostGroup.Path is missing: ..."},
		{"the host of an adapter", []string{"VMHostNetworkAdapters[1].VMHost", ``}, "VMHostNetworkAdapters[1].VMHost is missing: ..."},
		{"the server", []string{"VMMServer", ``}, "VMMServer is missing: " + again + ", or add it"},
		{"the name of the server", []string{"VMMServer", `{"Port": 8100}`}, "VMMServer.Name is missing: ..."},
		{"what a pool is for", []string{"StaticIPAddressPools[0].LogicalNetworkDefinition", `null`}, "StaticIPAddressPools[0] (\"Office\") has neither " +
			"a VMSubnet nor a LogicalNetworkDefinition, so nothing tells what it is for: " + again},

		// Of another type
		{"a name that is null", []string{"Clouds[1].Name", `null`}, "Clouds[1].Name is null where a text is needed: " + again},
		{"a name that is a number", []string{"Clouds[1].Name", `7`}, "Clouds[1].Name is 7 where a text is needed: " + again},
		{"an id that is a list", []string{"Clouds[1].ID", `[]`}, "Clouds[1].ID is a list where a text is needed: " + again},
		{"a list that is a number", []string{"Clouds[1].LogicalNetworks", `3`}, "Clouds[1].LogicalNetworks is 3 where a list is needed: " + again},
		{"an object that is true", []string{"Clouds[1].HostGroup[0]", `true`}, "Clouds[1].HostGroup[0] is true where an object is needed: " + again},
		{"a flag that is a text", []string{"LogicalNetworks[0].NetworkVirtualizationEnabled", `"False"`}, "LogicalNetworks[0].NetworkVirtualizationEnabled " +
			"is \"False\" where true or false is needed: " + again},
		{"a VLAN that is a text", []string{"VMNetworks[1].VMSubnet[0].SubnetVLans[0].VLanID", `"21"`}, "VMNetworks[1].VMSubnet[0].SubnetVLans[0].VLanID " +
			"is \"21\" where a number is needed: " + again},
		{"a reference to nothing", []string{"VMNetworks[1].LogicalNetwork", `{"ID": null}`}, "VMNetworks[1].LogicalNetwork refers to nothing: " + again},
		{"a reference without words", []string{"VMNetworks[1].LogicalNetwork", `{"Description": ""}`}, "VMNetworks[1].LogicalNetwork.Name is missing: ..."},
		{"an adapter of no host", []string{"VMHostNetworkAdapters[1].VMHost", `null`}, "VMHostNetworkAdapters[1].VMHost refers to nothing: " + again},

		// Names
		{"a space before a name", []string{"VMNetworks[1].Name", `" Web"`}, "VMNetworks[1] cannot be known here as \" Web\", " +
			"for the name begins with a space: rename it in VMM, and export the site again"},
		{"an empty name", []string{"Clouds[0].Name", `""`}, "Clouds[0] cannot be known here as \"\", for the name is empty: ..."},
		{"a control character", []string{"VMHosts[1].Name", `"hv\t2"`}, "VMHosts[1] cannot be known here as \"hv\\t2\", for character 3 of the name is U+0009 (tab), a control character: ..."},
		{"a name that deceives", []string{"VMHosts[1].Name", `"hv2\u202egpj"`}, `VMHosts[1] cannot be known here as "hv2\u202egpj", for character 4 of the name is U+202E (right-to-left override), ` +
			"which changes the order in which others are shown: rename it in VMM, and export the site again"},
		{"an invisible character", []string{"Clouds[1].Name", `"Gold\ufe0f"`}, `Clouds[1] cannot be known here as "Gold\ufe0f", for character 5 of the name is U+FE0F (variation selector), which cannot be seen: ...`},
		{"half a surrogate pair", []string{"Clouds[1].Name", `"Gold\ud83d"`}, `Clouds[1] cannot be known here as "Gold\ufffd", for character 5 of the name is U+FFFD (replacement character), which stands for one that could not be read: ...`},
		{"a text that deceives elsewhere", []string{"VMNetworks[0].IsolationType", `"Magic\u200b\u3164"`}, `VMNetworks[0].IsolationType is "Magic\u200b\u3164", which is none of ...`},
		{
			"a long name",
			[]string{"LogicalNetworks[2].Name", `"` + strings.Repeat("长", 256) + `"`},
			"LogicalNetworks[2] cannot be known here as \"" + strings.Repeat("长", 60) + "\"..., for the name has 256 characters, and at most 255 are allowed: ...",
		},
		{"the reserved name", []string{"VMMServer.FullyQualifiedDomainName", `"Azure"`}, "VMMServer.FullyQualifiedDomainName cannot be known here as \"Azure\", for the name is reserved: ..."},
		{"a server that could be any", []string{"VMMServer.FullyQualifiedDomainName", `null`}, "VMMServer.Name is \"localhost\", " +
			"which does not say which server it is: write its name there, or " + again},
		{"a subnet's name", []string{"VMNetworks[2].VMSubnet[0].Name", `"Front "`}, "VMNetworks[2].VMSubnet[0] cannot be known here as \"Front \", for ..."},
		{"a site that a subnet is named after", []string{"LogicalNetworkDefinitions[0].Name", `""`}, "LogicalNetworkDefinitions[0].SubnetVLans[0] cannot be known here as \"\", for ..."},
		{"one name twice", []string{"VMNetworks[2].Name", `"WEB"`}, "VMNetworks[1] and VMNetworks[2] are both named \"WEB\" " +
			"(names that differ only in case are one name), and a VM network is known by its name here: " +
			"rename one of them in VMM and export the site again, or take it out of the export"},
		{"one cloud twice", []string{"Clouds[1].Name", `"gold"`}, "Clouds[0] and Clouds[1] are both named \"gold\" ..."},
		{"one host twice", []string{"VMHosts[1].Name", `"HV1"`}, "VMHosts[0] and VMHosts[1] are both named \"HV1\" ..."},
		{"one logical network twice", []string{"LogicalNetworks[3]", `{"ID": "l9", "Name": "plain",
			"NetworkVirtualizationEnabled": false, "IsLogicalNetworkDefinitionIsolated": false}`}, "LogicalNetworks[0] and LogicalNetworks[3] are both named \"plain\" ..."},
		{"one subnet twice", []string{"VMNetworks[2].VMSubnet[1].Name", `"FRONT"`}, "VMNetworks[2].VMSubnet[0] and VMNetworks[2].VMSubnet[1] are both named \"FRONT\" " +
			"(names that differ only in case are one name), and a subnet of a VM network is known by its name here: ..."},

		// References
		{"an unknown logical network", []string{"VMNetworks[1].LogicalNetwork", `{"ID": "l7", "Name": "Lanes"}`}, "VMNetworks[1].LogicalNetwork refers to \"Lanes\", " +
			"which is not in LogicalNetworks, or is there several times: export everything from one VMM server, with an account that may see all of it"},
		{"an unknown id alone", []string{"VMNetworks[1].LogicalNetwork", `{"ID": "l7"}`}, "VMNetworks[1].LogicalNetwork refers to \"l7\", which is not in LogicalNetworks..."},
		{"a cloud's", []string{"Clouds[0].LogicalNetworks[1]", `{"Name": "Gone"}`}, "Clouds[0].LogicalNetworks[1] refers to \"Gone\", ..."},
		{"an adapter's", []string{"VMHostNetworkAdapters[1].LogicalNetworks[0]", `{"Name": "Gone"}`}, "VMHostNetworkAdapters[1].LogicalNetworks[0] refers to \"Gone\", ..."},
		{"a network site's", []string{"LogicalNetworkDefinitions[2].LogicalNetwork", `{"Name": "Gone"}`}, "LogicalNetworkDefinitions[2].LogicalNetwork refers to \"Gone\", ..."},
		{"an unknown site", []string{"VMNetworks[1].VMSubnet[0].LogicalNetworkDefinition", `{"Name": "Gone"}`}, "VMNetworks[1].VMSubnet[0].LogicalNetworkDefinition " +
			"refers to \"Gone\", which is not in LogicalNetworkDefinitions, ..."},
		{"an unknown host", []string{"VMHostNetworkAdapters[2].VMHost", `{"Name": "hv9"}`}, "VMHostNetworkAdapters[2].VMHost refers to \"hv9\", which is not in VMHosts, ..."},
		{"a pool of an unknown site", []string{"StaticIPAddressPools[0].LogicalNetworkDefinition.ID", `"d9"`}, "StaticIPAddressPools[0].LogicalNetworkDefinition " +
			"refers to \"Plain_0\", which is not in LogicalNetworkDefinitions, ..."},
		{"a pool of an unknown subnet", []string{"StaticIPAddressPools[3].VMSubnet", `{"ID": "s9", "Name": "Lost"}`}, "StaticIPAddressPools[3].VMSubnet " +
			"refers to \"Lost\", which is not in the VMSubnet of any VM network, ..."},

		// Addresses
		{"a prefix that is none", []string{"VMNetworks[1].VMSubnet[0].SubnetVLans[0].Subnet", `"10.2.1.0"`}, "VMNetworks[1].VMSubnet[0].SubnetVLans[0].Subnet is \"10.2.1.0\", " +
			"which is not an address prefix such as 10.0.0.0/24: correct it in VMM, and export the site again"},
		{"two prefixes", []string{"VMNetworks[1].VMSubnet[0].SubnetVLans[1]", `{"Subnet": "2001:db8::/64", "VLanID": 21}`}, "VMNetworks[1].VMSubnet[0].SubnetVLans[1] " +
			"has the address prefix 2001:db8::/64, but VM subnet \"Web_0\" has 10.2.1.0/24 already, and a subnet has one here: " +
			"take the one out of the export that replicas get no addresses from"},
		{"an address that is none", []string{"StaticIPAddressPools[0].IPAddressRangeStart", `"10.1.0"`}, "StaticIPAddressPools[0].IPAddressRangeStart is \"10.1.0\", " +
			"which is not an IP address: correct it in VMM, and export the site again"},
		{"an address with a zone", []string{"StaticIPAddressPools[0].IPAddressRangeEnd", `"fe80::1%3"`}, "StaticIPAddressPools[0].IPAddressRangeEnd is \"fe80::1%3\", which is not an IP address: ..."},
		{"a pool that ends before it begins", []string{"StaticIPAddressPools[0].IPAddressRangeEnd", `"10.1.0.9"`}, "StaticIPAddressPools[0] (\"Office\") ends at 10.1.0.9, " +
			"before it begins at 10.1.0.10: correct it in VMM, and export the site again"},
		{"a pool of two families", []string{"StaticIPAddressPools[0].IPAddressRangeEnd", `"2001:db8::1"`}, "StaticIPAddressPools[0] (\"Office\") ends at 2001:db8::1, before ..."},
		{"a pool beyond its VM subnet", []string{"StaticIPAddressPools[3].IPAddressRangeEnd", `"10.3.2.1"`}, "StaticIPAddressPools[3] (\"Back\"), from 10.3.1.4 to 10.3.2.1, " +
			"is not within 10.3.1.0/24, the address prefix of subnet \"Back\" of VM network \"Tenant\": correct it in VMM, and export the site again"},
		{"a pool beyond its site", []string{"StaticIPAddressPools[0].IPAddressRangeStart", `"10.0.0.1"`}, "StaticIPAddressPools[0] (\"Office\") begins at 10.0.0.1, " +
			"which is in no subnet of network site \"Plain_0\": " + again},
		{"a pool with the network address", []string{"StaticIPAddressPools[3].IPAddressRangeStart", `"10.3.1.0"`}, "StaticIPAddressPools[3] (\"Back\"), from 10.3.1.0 to 10.3.1.254, " +
			"has the network or the broadcast address of 10.3.1.0/24, the address prefix of subnet \"Back\" of VM network \"Tenant\", which no machine can have: " +
			"let it go from 10.3.1.1 to 10.3.1.254 at the most in VMM, and export the site again"},
		{"a pool with the broadcast address", []string{"StaticIPAddressPools[0].IPAddressRangeEnd", `"10.1.0.255"`}, "StaticIPAddressPools[0] (\"Office\"), from 10.1.0.10 to 10.1.0.255, has the network or..."},
		{"subnets that overlap", []string{"VMNetworks[2].VMSubnet[1].SubnetVLans[0].Subnet", `"10.3.0.0/16"`, "StaticIPAddressPools[3]", ``}, "VMNetworks[2].VMSubnet[0], subnet \"Front\" (10.3.0.0/24) " +
			"of VM network \"Tenant\", has addresses in common with its subnet \"Back\" (10.3.0.0/16), and a machine would get its address from either: " +
			"correct it in VMM and export the site again, or take the one out of the export that no replica is connected to"},
		{"a second pool", []string{"StaticIPAddressPools[4]", pool("10.1.0.200", "10.1.0.250")}, "StaticIPAddressPools[4] (\"Another\") is a second IP pool " +
			"of subnet \"Plain_0\" of VM network \"Office\", after StaticIPAddressPools[0], and a subnet has one here: " +
			"keep the one that replicas are to get their addresses from, and take the other out of the export"},

		// Isolation
		{"an unknown isolation", []string{"VMNetworks[0].IsolationType", `"Magic"`}, "VMNetworks[0].IsolationType is \"Magic\", " +
			"which is none of NoIsolation, VLANNetwork, WindowsNetworkVirtualization and External: " + again},
		{
			"a number where only the name tells",
			[]string{"VMNetworks[2].VMSubnet", `null`, "VMNetworks[2].IsolationType", `0`, "StaticIPAddressPools[3].VMSubnet", `null`},
			"The export has 2 errors:\n- VMNetworks[2].IsolationType is 0, and what the numbers of this enumeration mean is not documented: " +
				"export [string]$_.IsolationType instead of the number, or use -EnumsAsStrings of PowerShell 7\n- StaticIPAddressPools[3] ...",
		},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, edited(t, tt.edits...), tt.want) })
	}
}

// Members that are there twice, of which a decoder would take the last.
func TestDuplicateMembers(t *testing.T) {
	const why = "(the case of a member's name does not count), and only one of the two can be read: take the other out of the export"
	for _, tt := range []struct{ name, text, want string }{
		{"at the top", "{\n  \"Clouds\": [],\n  \"Clouds\": null\n}", "Clouds is there twice, at line 2, column 3 and at line 3, column 3 " + why},
		{"in another case", "{\n  \"Clouds\": [],\n  \"CLOUDS\": null\n}", "CLOUDS is there twice, at line 2, column 3 and at line 3, column 3 " + why},
		{
			"far inside", `{"VMNetworks": [{}, {"VMSubnet": [[], {"Name": "Web", "SubnetVLans": {"Subnet": "10.0.0.0/24", "Name": 1}, "Name" : "Db"}]}]}`,
			"VMNetworks[1].VMSubnet[1].Name is there twice, at line 1, column 40 and at line 1, column 108 " + why,
		},
		{
			"after a byte order mark, and written in escapes", "\ufeff{\"北京\": 1, \"Clouds\": {\"a\": [1, 2], \"\\u0041\":\t[]}}",
			"Clouds.A is there twice, at line 1, column 22 and at line 1, column 35 " + why,
		},
		{
			"two of them", `{"a": {"b": 1, "b": 2}, "A": 3}`, "The export has 2 errors:\n- a.b is there twice, at line 1, column 8 and at line 1, column 16 " + why +
				"\n- A is there twice, at line 1, column 2 and at line 1, column 25 " + why,
		},
		{"one that deceives", `{"a\u200b": 1, "a\u200b": 2}`, `a\u200b is there twice, at line 1, column 2 and at line 1, column 16 ` + why},
		{"three times", `{"": 1, "": 2, "": 3}`, "The export has 2 errors:\n- \"\" is there twice, ..."},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, tt.text, tt.want) })
	}
	// Texts and numbers that are alike are no members.
	if _, err := vmmexport.Parse(strings.Replace(small, `"Clouds": [`, `"Other": ["Clouds", "Clouds", {"Clouds": "Clouds"}], "Clouds": [`, 1)); err != nil {
		t.Error(err)
	}
}

// All that is wrong is told at once, up to a point.
func TestManyErrors(t *testing.T) {
	refused(t, edited(t, "Clouds[0].Name", `7`, "Clouds[1].Name", `8`), "The export has 2 errors:\n"+
		"- Clouds[0].Name is 7 where a text is needed: "+again+"\n"+
		"- Clouds[1].Name is 8 where a text is needed: "+again)

	_, err := vmmexport.Parse(edited(t, "Clouds", "["+strings.Repeat(`{"Name": 7},`, 29)+`{"Name": 7}]`))
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 22 || lines[0] != "The export has 30 errors:" || lines[21] != "- and 10 more" {
		t.Errorf("the error is\n%v", err)
	}
}
