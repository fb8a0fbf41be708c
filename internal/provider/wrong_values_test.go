package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Values that attributes do not take, whatever else the configuration says: the
// plan names the attribute, the value and the remedy.

// refusals are a step for each value of an attribute: its text, and the parts
// that the plan says.
func (s scene) refusals(config func(value string) string, values ...[]string) []resource.TestStep {
	var steps []resource.TestStep
	for _, value := range values {
		steps = append(steps, s.refuses(config(value[0]), value[1:]...))
	}
	return steps
}

// notIDs are texts that no reference takes; brokenIDs are more of them.
func notIDs(attribute string) [][]string {
	const invalid, remedy = "Invalid id (SR102)", "Remedy: Refer to the id attribute of a resource"
	return [][]string{
		{`""`, invalid, `The value of ` + attribute, `"" is not an id: it is empty`, remedy},
		{`"A"`, invalid, attribute, `"A" is not an id: it does not begin with a slash`, remedy},
		{`null`, attribute, "null", "Must set a configuration value"},
	}
}

func brokenIDs(attribute string) [][]string {
	const invalid, remedy = "Invalid id (SR102)", "Remedy: Refer to the id attribute of a resource"
	long := strings.Repeat("x", 300)
	return [][]string{
		{`"/servers/A/"`, invalid, attribute, `"/servers/A/" is not an id`, remedy},
		{`"/servers/%zz"`, invalid, attribute, `in "%zz" a percent sign is not followed by two hexadecimal digits`, remedy},
		{`"/servers/` + long + `"`, invalid, attribute, `"/servers/` + long[:151] + `"… is not an id`, "the name has 300 characters, and at most 255 are allowed", remedy},
		{`"/servers/azure"`, invalid, attribute, "the name is reserved", remedy},
		{`"/servers/A/hats/B"`, invalid, attribute, `a server has no "hats"`, remedy},
	}
}

// optional leaves out what is said of a null.
func optional(values [][]string) [][]string { return values[:len(values)-1] }

// wrongKind is a reference to something else.
func wrongKind(attribute, reference, of, wanted string) []string {
	return []string{reference, "Reference to the wrong kind of object (SR103)", attribute, "is the id of the " + of + ", and not that of " + wanted, "Remedy: Refer to the id of " + wanted}
}

func absent(attribute, id, label string) []string {
	return []string{`"` + id + `"`, "Reference to an unknown object (SR104)", attribute, "There is no " + label + " (" + id + ")", "is declared in this configuration, "}
}

// notNames are texts that no name is; brokenNames are more of them.
func notNames(attribute, noun string) [][]string {
	const invalid = "Invalid name (SR101)"
	return [][]string{
		{`""`, invalid, attribute, noun + ` cannot be named "": the name is empty`, "Remedy: Give it a name of 1 to 255 characters"},
		{`" x"`, invalid, attribute, `" x": the name begins with a space`, `Remedy: Write "x" instead.`},
	}
}

func brokenNames(attribute, noun string) [][]string {
	const invalid = "Invalid name (SR101)"
	long := strings.Repeat("x", 300)
	return [][]string{
		{`"` + long + `"`, invalid, attribute, noun + ` cannot be named "` + long[:40] + `"…: the name has 300 characters, and at most 255 are allowed`, "Remedy: Shorten it to 255 characters or fewer."},
		{`"x\u00a0"`, invalid, attribute, `"x\u00a0": character 2 of the name is U+00A0 (no-break space), which looks like a space and is another character`, `Remedy: Write "x" instead.`},
		{`"a\nb"`, invalid, attribute, `"a\nb": character 2 of the name is U+000A (line feed), which breaks the line`, `Remedy: Write "a b" instead.`},
	}
}

const mustSet = "Must set a configuration value for the"

func TestAccWrongValuesOfNetworks(t *testing.T) {
	s := newScene(t)
	var steps []resource.TestStep
	add := func(config func(string) string, values ...[]string) {
		steps = append(steps, s.refusals(config, values...)...)
	}
	server := func(value string) string {
		return `resource "siterecovery_vmm_server" "x" { name = ` + value + ` }`
	}
	add(server, brokenNames("name", "VMM server")...)
	add(server, append(notNames("name", "VMM server"),
		[]string{`null`, "Missing Configuration for Required Attribute", "name = null", mustSet + " name attribute"},
		[]string{`"AZURE"`, "Invalid name (SR101)", `"AZURE": the name is reserved`, "it stands for Azure", "Remedy: Use another name"})...)

	logical := func(server, name, isolation string) string {
		return twoSites + `resource "siterecovery_logical_network" "x" {
			server_id = ` + server + `
			name      = ` + name + `
			isolation = ` + isolation + `
		}`
	}
	const a = "siterecovery_vmm_server.a.id"
	add(func(value string) string { return logical(value, `"X"`, `null`) }, brokenIDs("server_id")...)
	add(func(value string) string { return logical(value, `"X"`, `null`) }, append(notIDs("server_id"),
		wrongKind("server_id", "siterecovery_cloud.gold_a.id", "cloud 'GoldA'", "a VMM server"),
		wrongKind("server_id", `"`+vnet+`"`, "Azure network 'Prod'", "a VMM server"),
		absent("server_id", "/servers/absent", "VMM server 'absent'"),
		[]string{`"A"`, "Remedy: Refer to the id attribute of a resource, such as siterecovery_vmm_server.example.id"})...)
	add(func(value string) string { return logical(a, value, `null`) }, append(notNames("name", "logical network"),
		[]string{`null`, mustSet + " name attribute"})...)
	add(func(value string) string { return logical(a, `"X"`, value) },
		[]string{`""`, "Invalid value (SR109)", "isolation", "The value of isolation is empty", "Remedy: Give it a value, or leave it out"},
		[]string{`"VLAN"`, "Invalid value (SR109)", `isolation is "VLAN"`, "Remedy: Use one of: none, vlan, network_virtualization"})

	network := func(on, name, subnets string) string {
		return twoSites + `resource "siterecovery_vm_network" "x" {
			logical_network_id = ` + on + `
			name               = ` + name + `
			subnets            = ` + subnets + `
		}`
	}
	const la1 = "siterecovery_logical_network.a1.id"
	add(func(value string) string { return network(value, `"X"`, `null`) }, append(notIDs("logical_network_id"),
		wrongKind("logical_network_id", a, "VMM server 'A'", "a logical network"),
		absent("logical_network_id", "/servers/A/logicalNetworks/absent", "logical network 'absent'"),
		[]string{`"A"`, "such as siterecovery_logical_network.example.id"})...)
	add(func(value string) string { return network(la1, value, `null`) }, append(notNames("name", "VM network"),
		[]string{`null`, mustSet + " name attribute"})...)

	// What is in an attribute has no line of its own, so it is named.
	subnet := func(value string) string { return network(la1, `"X"`, `[{ name = "web" }, { name = `+value+` }]`) }
	add(subnet, brokenNames("subnets = ", "In subnets[1].name: A subnet")...)
	add(subnet, append(notNames("subnets = ", "In subnets[1].name: A subnet"),
		[]string{`null`, mustSet + " subnets[1].name attribute"},
		[]string{`"WEB"`, "Duplicate subnet name (SR106)", "subnets =", "subnets[0] and subnets[1] are both named 'WEB'"})...)
	add(func(value string) string { return network(la1, `"X"`, `[`+value+`]`) },
		[]string{`null`, "Invalid value (SR109)", "subnets", "subnets[0] is null", "Remedy: Give it a value, or leave it out"},
		[]string{`{ name = "web" }, null`, "subnets[1] is null"},
		[]string{`{ address_prefix = "10.0.0.0/24" }`, `element 0: attribute "name" is required`},
		[]string{`{ name = "web", ip_pool = { first = "10.0.0.1" } }`, `element 0: attribute "ip_pool": attribute "last" is required`})
	add(func(value string) string {
		return network(la1, `"X"`, `[{ name = "web", address_prefix = `+value+` }]`)
	},
		[]string{`""`, "Invalid value (SR109)", "The value of subnets[0].address_prefix is empty"},
		[]string{`"10.0.0.0"`, "Invalid address prefix (SR107)", "subnets", `In subnets[0].address_prefix: "10.0.0.0" is not an address prefix`, `such as "10.0.0.0/24"`},
		[]string{`"10.0.0.0/33"`, `In subnets[0].address_prefix: "10.0.0.0/33" is not an address prefix`},
		[]string{`"010.0.0.0/24"`, `In subnets[0].address_prefix: "010.0.0.0/24" is not an address prefix`},
		[]string{`"::ffff:10.0.0.0/120"`, `In subnets[0].address_prefix: "::ffff:10.0.0.0/120" is not an address prefix`},
		[]string{`"2001:db8::1/64"`, `In subnets[0].address_prefix:`, "has host bits", `Remedy: Write "2001:db8::/64"`})
	add(func(value string) string {
		return network(la1, `"X"`, `[{ name = "web", address_prefix = "10.0.0.0/24", ip_pool = `+value+` }]`)
	},
		[]string{`{ first = "", last = "10.0.0.9" }`, "Invalid IP pool (SR108)", "subnets", `In subnets[0].ip_pool.first: "" is not an IP address`, `such as "10.0.0.10"`},
		[]string{`{ first = "10.0.0.1", last = "10.0.0.0/24" }`, `In subnets[0].ip_pool.last: "10.0.0.0/24" is not an IP address`},
		[]string{`{ first = "fe80::1", last = "fe80::2" }`, `In subnets[0].ip_pool.first: The address fe80::1 of the IP pool lies outside the address prefix 10.0.0.0/24`},
		[]string{`{ first = "fe80::1%eth0", last = "fe80::2" }`, `In subnets[0].ip_pool.first: "fe80::1%eth0" is not an IP address`},
		[]string{`{ first = null, last = "10.0.0.9" }`, mustSet + " subnets[0].ip_pool.first attribute"})

	azure := func(id, location, subnets string) string {
		return twoSites + `resource "siterecovery_azure_network" "x" {
			virtual_network_id = ` + id + `
			location           = ` + location + `
			subnets            = ` + subnets + `
		}`
	}
	add(func(value string) string { return azure(value, `"westeurope"`, `[]`) }, append(notIDs("virtual_network_id"),
		wrongKind("virtual_network_id", "siterecovery_vm_network.a1.id", "VM network 'A1'", "an Azure network"),
		[]string{`"Prod"`, "such as azurerm_virtual_network.example.id"},
		[]string{`"` + vnet + `/subnets/web"`, "the ARM id of a virtual network has eight segments"},
		[]string{`"/subscriptions//resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"`, `after "subscriptions" the name is empty`},
		[]string{
			`"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v"`,
			`"Microsoft.Compute" stands where the ARM id of a virtual network has "Microsoft.Network"`,
		})...)
	add(func(value string) string { return azure(`"`+vnet+`"`, value, `[]`) },
		[]string{`null`, "Missing Configuration for Required Attribute", "location", mustSet + " location attribute"},
		[]string{`""`, "Invalid value (SR109)", "location", "The Azure network has no region", `such as "westeurope"`},
		[]string{`" westeurope"`, "Invalid value (SR109)", "location", `The Azure region " westeurope" begins or ends with a space`})
	add(func(value string) string { return azure(`"`+vnet+`"`, `"westeurope"`, value) },
		[]string{`null`, mustSet + " subnets attribute"},
		[]string{`[null]`, "Invalid value (SR109)", "subnets[0] is null"},
		[]string{`[{ name = "web", address_prefix = null }]`, mustSet + " subnets[0].address_prefix attribute"},
		[]string{`[{ name = "web", address_prefix = "" }]`, "The value of subnets[0].address_prefix is empty"},
		[]string{`[{ name = "web", address_prefix = "10.0.0.0/30" }]`, "In subnets[0].address_prefix:", "Azure reserves five addresses of every subnet", "Remedy: Give it a prefix of /29 or larger"},
		[]string{`[{ name = "", address_prefix = "10.0.0.0/24" }]`, `In subnets[0].name: A subnet cannot be named ""`})
	s.run(steps...)
	s.holds()
}

func TestAccWrongValuesOfMembers(t *testing.T) {
	s := newScene(t)
	var steps []resource.TestStep
	add := func(config func(string) string, values ...[]string) {
		steps = append(steps, s.refusals(config, values...)...)
	}
	cloud := func(server, name, networks string) string {
		return twoSites + `resource "siterecovery_cloud" "x" {
			server_id           = ` + server + `
			name                = ` + name + `
			logical_network_ids = ` + networks + `
		}`
	}
	host := func(server, name, clouds, networks string) string {
		return twoSites + `resource "siterecovery_host" "x" {
			server_id           = ` + server + `
			name                = ` + name + `
			cloud_ids           = ` + clouds + `
			logical_network_ids = ` + networks + `
		}`
	}
	const a = "siterecovery_vmm_server.a.id"
	servers := append(notIDs("server_id"),
		wrongKind("server_id", "siterecovery_logical_network.a1.id", "logical network 'LA1'", "a VMM server"),
		absent("server_id", "/servers/absent", "VMM server 'absent'"))
	add(func(value string) string { return cloud(value, `"X"`, `null`) }, servers...)
	add(func(value string) string { return host(value, `"X"`, `null`, `null`) }, servers...)
	add(func(value string) string { return cloud(a, value, `null`) }, append(notNames("name", "cloud"), []string{`null`, mustSet + " name attribute"})...)
	add(func(value string) string { return host(a, value, `null`, `null`) }, append(notNames("name", "host"), []string{`null`, mustSet + " name attribute"})...)

	networks := append(optional(notIDs("logical_network_ids")),
		wrongKind("logical_network_ids", a, "VMM server 'A'", "a logical network"),
		absent("logical_network_ids", "/servers/A/logicalNetworks/absent", "logical network 'absent'"),
		[]string{`null`, "Invalid value (SR109)", "logical_network_ids", "An element of logical_network_ids is null", "Remedy: Give it a value, or leave it out"},
		[]string{`siterecovery_logical_network.b1.id`, "Object of another VMM server (SR105)", "logical_network_ids", "Logical network 'LB1' belongs to VMM server 'B'"})
	add(func(value string) string { return cloud(a, `"X"`, `[siterecovery_logical_network.a1.id, `+value+`]`) }, networks...)
	add(func(value string) string { return host(a, `"X"`, `null`, `[`+value+`]`) }, networks...)
	add(func(value string) string { return host(a, `"X"`, `[`+value+`]`, `null`) }, append(optional(notIDs("cloud_ids")),
		wrongKind("cloud_ids", "siterecovery_logical_network.a1.id", "logical network 'LA1'", "a cloud"),
		absent("cloud_ids", "/servers/A/clouds/absent", "cloud 'absent'"),
		[]string{`null`, "Invalid value (SR109)", "cloud_ids", "An element of cloud_ids is null"},
		[]string{`siterecovery_cloud.gold_b.id`, "Object of another VMM server (SR105)", "cloud_ids", "Cloud 'GoldB' belongs to VMM server 'B'"},
		[]string{`"A"`, "such as siterecovery_cloud.example.id"})...)
	s.run(steps...)
	s.holds()
}

func TestAccWrongValuesOfProtectionsAndMappings(t *testing.T) {
	s := newScene(t)
	var steps []resource.TestStep
	add := func(config func(string) string, values ...[]string) {
		steps = append(steps, s.refusals(config, values...)...)
	}
	protection := func(protected, rest string) string {
		return twoSites + `resource "siterecovery_cloud_protection" "x" {
			protected_cloud_id = ` + protected + `
			` + rest + `
		}`
	}
	const silver = "siterecovery_cloud.silver_a.id"
	clouds := func(attribute string) [][]string {
		return [][]string{
			wrongKind(attribute, "siterecovery_vmm_server.a.id", "VMM server 'A'", "a cloud"),
			wrongKind(attribute, `"`+vnet+`"`, "Azure network 'Prod'", "a cloud"),
			absent(attribute, "/servers/A/clouds/absent", "cloud 'absent'"),
		}
	}
	add(func(value string) string { return protection(value, `azure_location = "westeurope"`) },
		append(notIDs("protected_cloud_id"), clouds("protected_cloud_id")...)...)
	add(func(value string) string { return protection(silver, `protecting_cloud_id = `+value) },
		append(optional(notIDs("protecting_cloud_id")), clouds("protecting_cloud_id")...)...)
	add(func(value string) string { return protection(silver, `azure_location = `+value) },
		[]string{`""`, "Invalid value (SR109)", "The value of azure_location is empty", "Remedy: Give it a value, or leave it out"},
		[]string{`" "`, "Invalid value (SR109)", "azure_location", `The Azure region " " begins or ends with a space`},
		[]string{`null`, "Protection without exactly one target (SR209)", "Remedy: Give one of protecting_cloud_id and azure_location"})
	add(func(value string) string {
		return protection(silver, `azure_location = "westeurope"
			replication = `+value)
	},
		[]string{`""`, "The value of replication is empty"}, []string{`"SAN"`, `replication is "SAN"`, "Remedy: Use one of: hyper_v_replica, san"})

	mapping := func(source, target, rest string) string {
		return twoSites + `resource "siterecovery_network_mapping" "x" {
			source_network_id = ` + source + `
			target_network_id = ` + target + `
			` + rest + `
		}`
	}
	const a1, b1 = "siterecovery_vm_network.a1.id", "siterecovery_vm_network.b1.id"
	add(func(value string) string { return mapping(value, b1, ``) }, append(notIDs("source_network_id"),
		wrongKind("source_network_id", "siterecovery_logical_network.a1.id", "logical network 'LA1'", "a VM network"),
		wrongKind("source_network_id", `"`+vnet+`"`, "Azure network 'Prod'", "a VM network"),
		absent("source_network_id", "/servers/A/vmNetworks/absent", "VM network 'absent'"))...)
	add(func(value string) string { return mapping(a1, value, ``) }, append(notIDs("target_network_id"),
		wrongKind("target_network_id", "siterecovery_cloud.gold_b.id", "cloud 'GoldB'", "a VM network or an Azure network"),
		absent("target_network_id", "/servers/B/vmNetworks/absent", "VM network 'absent'"),
		absent("target_network_id", vnet, "Azure network 'Prod'"))...)
	add(func(value string) string { return mapping(a1, b1, `test_network_id = `+value) }, append(optional(notIDs("test_network_id")),
		wrongKind("test_network_id", "siterecovery_cloud.gold_b.id", "cloud 'GoldB'", "a VM network or an Azure network"),
		absent("test_network_id", "/servers/B/vmNetworks/absent", "VM network 'absent'"),
		[]string{a1, "(SR207)", "test_network_id", "The test network, VM network 'A1', is on VMM server 'A', but the target network, VM network 'B1', is on VMM server 'B'", "Remedy: Use a network of VMM server 'B'"},
		[]string{`"` + vnet + `"`, "(SR207)", "test_network_id", "Azure network 'Prod', is in Azure"})...)
	add(func(value string) string { return mapping(a1, b1, `cloud_protection_ids = [`+value+`]`) }, append(optional(notIDs("cloud_protection_ids")),
		wrongKind("cloud_protection_ids", "siterecovery_cloud.gold_a.id", "cloud 'GoldA'", "a cloud protection"),
		absent("cloud_protection_ids", "/servers/A/clouds/SilverA/protection", "cloud protection of 'SilverA'"),
		[]string{`null`, "Invalid value (SR109)", "cloud_protection_ids", "An element of cloud_protection_ids is null"},
		[]string{`"A"`, "such as siterecovery_cloud_protection.example.id"})...)
	const gold = `cloud_protection_ids = [siterecovery_cloud_protection.gold.id]`
	steps = append(steps,
		// The protection replicates to another server than the target's.
		s.refuses(mapping(b1, a1, gold), "Fabrics do not match (SR207)", "cloud_protection_ids",
			"The mapping must serve the cloud protection of 'GoldA', which replicates to VMM server 'B'. But its target, VM network 'A1', is on VMM server 'A'",
			"Remedy: Remove the protection from this mapping, or map VM network 'B1' to a network of VMM server 'B'"),
		// The protected cloud does not use the source.
		s.refuses(strings.Replace(mapping(a1, b1, gold), `logical_network_ids = [siterecovery_logical_network.a1.id]`, ``, 1),
			"Source network not used by the protected cloud (SR206)", "cloud_protection_ids",
			"that cloud does not use VM network 'A1': it does not have logical network 'LA1'", "Remedy: Add logical network 'LA1' to cloud 'GoldA'"))

	set := func(source, target, mappings string) string {
		return twoSites + `resource "siterecovery_network_mappings" "x" {
			source_server_id = ` + source + `
			target_server_id = ` + target + `
			mappings         = ` + mappings + `
		}`
	}
	const a, b, pair = "siterecovery_vmm_server.a.id", "siterecovery_vmm_server.b.id", "{ (siterecovery_vm_network.a1.id) = siterecovery_vm_network.b1.id }"
	add(func(value string) string { return set(value, b, pair) }, append(notIDs("source_server_id"),
		wrongKind("source_server_id", "siterecovery_cloud.gold_a.id", "cloud 'GoldA'", "a VMM server"),
		[]string{b, "Object of another VMM server (SR105)", `In mappings["/servers/A/vmNetworks/A1"]:`, "belongs to VMM server 'A' and not to VMM server 'B'"})...)
	add(func(value string) string { return set(a, value, pair) }, append(optional(notIDs("target_server_id")),
		wrongKind("target_server_id", "siterecovery_cloud.gold_b.id", "cloud 'GoldB'", "a VMM server"),
		[]string{`null`, "Invalid value (SR109)", "Remedy: Give exactly one of target_server_id and to_azure = true"},
		[]string{a, "(SR207)", "mappings =", `In mappings["/servers/A/vmNetworks/A1"]:`, "VM network 'B1' is the target of a mapping to VMM server 'A', but is on VMM server 'B'"})...)
	add(func(value string) string { return set(a, b, value) },
		[]string{`null`, mustSet + " mappings attribute"},
		[]string{`{ (siterecovery_vm_network.a1.id) = null }`, "Invalid value (SR109)", "mappings", `mappings["/servers/A/vmNetworks/A1"] is null`, "Remedy: Give it a value, or leave it out"},
		[]string{`{ (siterecovery_vm_network.a1.id) = "" }`, "Invalid id (SR102)", `mappings["/servers/A/vmNetworks/A1"]: "" is not an id: it is empty`},
		[]string{`{ "" = siterecovery_vm_network.b1.id }`, "Invalid id (SR102)", `mappings[""]: "" is not an id: it is empty`},
		[]string{`{ "/servers/A/vmNetworks/absent" = siterecovery_vm_network.b1.id }`, "(SR104)", `In mappings["/servers/A/vmNetworks/absent"]: There is no VM network 'absent'`},
		[]string{`{ (siterecovery_vm_network.a1.id) = "` + vnet + `" }`, "(SR207)", "Azure network 'Prod' is the target of a mapping to VMM server 'B', but is in Azure"})
	steps = append(steps, s.refuses(set(a, a, "{ (siterecovery_vm_network.a1.id) = siterecovery_vm_network.a1.id }"),
		"Network mapped onto itself (SR204)", "mappings =", "VM network 'A1' is to be mapped onto itself"))
	s.run(steps...)
	s.holds()
}

func TestAccWrongValuesOfQuestions(t *testing.T) {
	s := newScene(t)
	steps := []resource.TestStep{{Config: s.config(twoSites)}}
	ask := func(name string, arguments ...string) func(string) string {
		return func(value string) string {
			return twoSites + `data "siterecovery_` + name + `" "x" {
				` + strings.ReplaceAll(strings.Join(arguments, "\n"), "VALUE", value) + `
			}`
		}
	}
	add := func(config func(string) string, values ...[]string) {
		steps = append(steps, s.refusals(config, values...)...)
	}
	networks := func(attribute, kinds string) [][]string {
		return [][]string{
			wrongKind(attribute, "siterecovery_vmm_server.a.id", "VMM server 'A'", kinds),
			absent(attribute, "/servers/A/vmNetworks/absent", "VM network 'absent'"),
		}
	}
	of := func(attribute, kinds string) [][]string {
		return append(notIDs(attribute), networks(attribute, kinds)...)
	}
	may := func(attribute, kinds string) [][]string {
		return append(optional(notIDs(attribute)), networks(attribute, kinds)...)
	}
	clouds := append(optional(notIDs("cloud_id")),
		wrongKind("cloud_id", "siterecovery_vm_network.a1.id", "VM network 'A1'", "a cloud"),
		absent("cloud_id", "/servers/A/clouds/absent", "cloud 'absent'"),
		[]string{`"A"`, "such as siterecovery_cloud.example.id"})
	servers := func(attribute string) [][]string {
		return [][]string{
			wrongKind(attribute, "siterecovery_cloud.gold_a.id", "cloud 'GoldA'", "a VMM server"),
			absent(attribute, "/servers/absent", "VMM server 'absent'"),
		}
	}
	empty := func(attribute string) []string {
		return []string{`""`, "Invalid value (SR109)", "The value of " + attribute + " is empty", "Remedy: Give it a value, or leave it out"}
	}
	addresses := func(attribute, in string) [][]string {
		return [][]string{
			empty(attribute),
			{`"ten"`, "Invalid value (SR109)", in, `"ten" is not an IP address`, `Remedy: Write a single address, such as "10.0.0.10"`},
			{`"10.0.0.1/24"`, in, `"10.0.0.1/24" is not an IP address`},
			{`"fe80::1%eth0"`, in, `"fe80::1%eth0" is not an IP address`},
			{`"::ffff:10.0.0.1"`, in, `"::ffff:10.0.0.1" is not an IP address`},
		}
	}
	const a1 = `source_network_id = siterecovery_vm_network.a1.id`
	add(ask("available_targets", `source_network_id = VALUE`), of("source_network_id", "a VM network")...)
	add(ask("available_targets", a1, `target_network_id = VALUE`), may("target_network_id", "a VM network or an Azure network")...)

	add(ask("resolved_target", `source_network_id = VALUE`), of("source_network_id", "a VM network")...)
	add(ask("resolved_target", a1, `cloud_id = VALUE`), clouds...)
	add(ask("resolved_target", a1, `subnet_name = VALUE`), empty("subnet_name"))
	add(ask("resolved_target", a1, `ip_address = VALUE`), addresses("ip_address", "ip_address")...)

	const machine = `virtual_machines["vm 1"]`
	add(ask("failover_plan", `virtual_machines = { "vm 1" = VALUE }`),
		[]string{`null`, "Invalid value (SR109)", "virtual_machines", machine + " is null", "Remedy: Give it a value, or leave it out"},
		[]string{`{ cloud_id = null, adapters = [] }`, mustSet + " " + machine + ".cloud_id attribute"},
		[]string{`{ cloud_id = siterecovery_cloud.gold_a.id, adapters = null }`, mustSet + " " + machine + ".adapters attribute"},
		[]string{`{ cloud_id = siterecovery_cloud.gold_a.id, adapters = [null] }`, machine + ".adapters[0] is null"},
		[]string{`{ cloud_id = siterecovery_cloud.gold_a.id, adapters = [], recovery_plan = "" }`, "The value of " + machine + ".recovery_plan is empty"},
		[]string{`{ cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = null }] }`, mustSet + " " + machine + ".adapters[0].network_id attribute"})
	add(ask("failover_plan", `virtual_machines = { "vm 1" = { cloud_id = VALUE, adapters = [] } }`),
		append(optional(notIDs(machine+".cloud_id")),
			wrongKind("In "+machine+".cloud_id:", "siterecovery_vm_network.a1.id", "VM network 'A1'", "a cloud"),
			absent("In "+machine+".cloud_id:", "/servers/A/clouds/absent", "cloud 'absent'"))...)
	adapter := func(values string) func(string) string {
		return ask("failover_plan", `virtual_machines = { "vm 1" = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [`+
			`{ network_id = siterecovery_vm_network.a1.id }, { `+values+` }] } }`)
	}
	const second = machine + ".adapters[1]."
	add(adapter(`network_id = VALUE`), append(optional(notIDs(second+"network_id")), networks("In "+second+"network_id:", "a VM network")...)...)
	add(adapter(`network_id = siterecovery_vm_network.a1.id, subnet_name = VALUE`), empty(second+"subnet_name"))
	add(adapter(`network_id = siterecovery_vm_network.a1.id, ip_address = VALUE`), addresses(second+"ip_address", "In "+second+"ip_address:")[1:]...)

	const b1 = `replica_network_id = siterecovery_vm_network.b1.id`
	add(ask("failback", `source_network_id = VALUE`, b1), of("source_network_id", "a VM network")...)
	add(ask("failback", a1, `replica_network_id = VALUE`), of("replica_network_id", "a VM network or an Azure network")...)
	add(ask("failback", a1, b1, `replica_moved_to_network_id = VALUE`), may("replica_moved_to_network_id", "a VM network or an Azure network")...)

	add(ask("azure_reachability", `virtual_machines = { "vm 1" = VALUE }`),
		[]string{`null`, "Invalid value (SR109)", machine + " is null"},
		[]string{`{ network_id = null }`, mustSet + " " + machine + ".network_id attribute"},
		[]string{`{ network_id = siterecovery_vm_network.a1.id, recovery_plan = "" }`, "The value of " + machine + ".recovery_plan is empty"})
	add(ask("azure_reachability", `virtual_machines = { "vm 1" = { network_id = VALUE } }`),
		append(optional(notIDs(machine+".network_id")), networks("In "+machine+".network_id:", "a VM network")...)...)

	add(ask("test_failover", `source_network_id = VALUE`), of("source_network_id", "a VM network")...)
	add(ask("test_failover", a1, `cloud_id = VALUE`), clouds...)
	add(ask("test_failover", a1, `subnet_name = VALUE`), empty("subnet_name"))
	add(ask("test_failover", a1, `ip_address = VALUE`), addresses("ip_address", "ip_address")...)
	add(ask("test_failover", a1, `test_network_id = VALUE`), may("test_network_id", "a VM network or an Azure network or a logical network")...)
	add(ask("test_failover", a1, `recovery_plan_network_ids = [VALUE]`), append(may("recovery_plan_network_ids", "a VM network"),
		[]string{`null`, "Invalid value (SR109)", "An element of recovery_plan_network_ids is null"})...)

	add(ask("readiness", `source_server_id = VALUE`), append(optional(notIDs("source_server_id")), servers("source_server_id")...)...)
	add(ask("mapping_proposal", `source_server_id = VALUE`, `target_server_id = siterecovery_vmm_server.b.id`),
		append(notIDs("source_server_id"), servers("source_server_id")...)...)
	add(ask("mapping_proposal", `source_server_id = siterecovery_vmm_server.a.id`, `target_server_id = VALUE`),
		append(notIDs("target_server_id"), servers("target_server_id")...)...)
	s.run(steps...)
}
