package provider_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azblob"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgres"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/sqlite"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Names of every script that can be seen work, and are shown as they are.
func TestAccNamesOfEveryScript(t *testing.T) {
	s := newScene(t)
	const configuration = `
		resource "siterecovery_vmm_server" "x" { name = "北京-VMM　一" }
		resource "siterecovery_logical_network" "x" {
			server_id = siterecovery_vmm_server.x.id
			name      = "شبكة الرياض"
		}
		resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.x.id
			name               = "רשת תל אביב"
			subnets            = [{ name = "☁ 网" }, { name = "दिल्ली" }]
		}
		resource "siterecovery_cloud" "x" {
			server_id           = siterecovery_vmm_server.x.id
			name                = "🚀 Größe ½"
			logical_network_ids = [siterecovery_logical_network.x.id]
		}
	`
	s.run(
		s.does("siterecovery_vm_network.x", plancheck.ResourceActionCreate, configuration, map[string]knownvalue.Check{"name": text("רשת תל אביב")}),
		s.refuses(configuration+`resource "siterecovery_cloud" "y" {
			server_id           = siterecovery_vmm_server.x.id
			name                = "Y"
			logical_network_ids = ["${siterecovery_vmm_server.x.id}/logicalNetworks/شبكة الرياص"]
		}`, "Reference to an unknown object (SR104)", "There is no logical network 'شبكة الرياص'", "Its id is like that of:", "- logical network 'شبكة الرياض' (/servers/"),
	)
}

// Names that deceive are refused, and shown so that one sees why. A reference to
// one says the same as the name does, and so does a text anywhere else.
func TestAccNamesThatDeceive(t *testing.T) {
	s := newScene(t)
	var subnets, says []string
	for i, name := range []struct{ name, problem, remedy string }{
		{`web\u200b`, "character 4 of the name is U+200B (zero-width space), which cannot be seen", `Write "web" instead. Type it again`},
		{`web\u202egpj`, "character 4 of the name is U+202E (right-to-left override), which changes the order in which others are shown", `Write "webgpj" instead. Type it again`},
		{`\ufeffweb`, "character 1 of the name is U+FEFF (byte order mark), which cannot be seen", `Write "web" instead. Type it again`},
		{`we\u00adb`, "character 3 of the name is U+00AD (soft hyphen), which cannot be seen", `Write "web" instead. Type it again`},
		{`☁\ufe0f`, "character 2 of the name is U+FE0F (variation selector), which cannot be seen", `Write "☁" instead. Type it again`},
		{`web\u3164`, "character 4 of the name is U+3164 (Hangul filler), which cannot be seen", `Write "web" instead. Type it again`},
		{`web\U000e0041`, "character 4 of the name is U+E0041 (tag), which cannot be seen", `Write "web" instead. Type it again`},
		{`a\u2028b`, "character 2 of the name is U+2028 (line separator), which breaks the line", `Write "a b" instead.`},
		{`a\u00a0b`, "character 2 of the name is U+00A0 (no-break space), which looks like a space and is another character", `Write "a b" instead.`},
		{`a\tb`, "character 2 of the name is U+0009 (tab), a control character", `Write "a b" instead.`},
		{`web\u3000`, "the name ends with U+3000 (ideographic space)", `Write "web" instead.`},
		{`web\ue000`, "character 4 of the name is U+E000, for private use", "Use a name without the character."},
		{`web\ufffd`, "character 4 of the name is U+FFFD (replacement character), which stands for one that could not be read", "Write the character that was lost"},
	} {
		subnets = append(subnets, fmt.Sprintf(`{ name = "%s" }`, name.name))
		says = append(says, fmt.Sprintf(`In subnets[%d].name: A subnet cannot be named "%s": %s`, i, name.name, name.problem), "Remedy: "+name.remedy)
	}
	const order = "which changes the order in which others are shown"
	s.run(
		s.refuses(twoSites+`resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "X"
			subnets            = [`+strings.Join(subnets, ", ")+`]
		}`, append([]string{"Invalid name (SR101)"}, says...)...),
		s.refuses(twoSites+`resource "siterecovery_cloud" "x" {
			server_id           = "/servers/A\u202e"
			name                = "X\u200d"
			logical_network_ids = ["/servers/A/logicalNetworks/LA1%E2%80%8B"]
		}`, `The value of server_id: "/servers/A\u202e" is not an id: in "servers/A\u202e" character 2 of the name is U+202E (right-to-left override), `+order,
			`The cloud cannot be named "X\u200d": character 2 of the name is U+200D (zero-width joiner)`,
			`in "logicalNetworks/LA1%E2%80%8B" character 4 of the name is U+200B (zero-width space), which cannot be seen. Write "LA1" instead.`),
		s.refuses(twoSites+`resource "siterecovery_network_mappings" "x" {
			source_server_id = siterecovery_vmm_server.a.id
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { "A\u3164\u202e" = siterecovery_vm_network.b1.id }
		}`, `The value of mappings["A\u3164\u202e"]: "A\u3164\u202e" is not an id`),
		resource.TestStep{Config: s.config(twoSites)},
		// Texts that are no names of objects are shown in the same way.
		s.refuses(twoSites+`data "siterecovery_failover_plan" "x" {
			virtual_machines = { "web\u3164\u202e" = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [
				{ network_id = siterecovery_vm_network.a1.id, ip_address = "10.0.0.1\u200b" }
			] } }
		}`, `In virtual_machines["web\u3164\u202e"].adapters[0].ip_address: "10.0.0.1\u200b" is not an IP address`),
	)
}

// A name that was taken before the rules for names became stricter: the object can
// be read and imported, and gets another name.
func TestAccNameTakenBefore(t *testing.T) {
	s := newScene(t)
	old := topology.ServerID("A\u200b")
	configuration := s.config(`resource "siterecovery_vmm_server" "x" { name = "A" }
		data "siterecovery_topology" "x" {}`)
	s.run(
		resource.TestStep{
			PreConfig:    s.stored(storage.Record{Key: string(old.Key()), ID: old.String(), Body: []byte("{}")}),
			Config:       configuration,
			ResourceName: "siterecovery_vmm_server.x", ImportState: true, ImportStateId: old.String(), ImportStatePersist: true,
		},
		resource.TestStep{Config: configuration},
		resource.TestStep{PreConfig: func() { s.holds("/servers/A") }, Config: configuration},
	)
}

// stored puts a record into the catalog, as an older version would have left it.
func (s scene) stored(record storage.Record) func() {
	return func() {
		s.t.Helper()
		var store storage.Store
		var err error
		switch scheme, _, _ := strings.Cut(s.location, "://"); scheme {
		case "postgres":
			store, err = postgres.New(s.location, "test", os.Getenv)
		case "azblob":
			store, err = azblob.New(s.location, "test", os.Getenv)
		default:
			store, err = sqlite.New(s.location)
		}
		if err != nil {
			s.t.Fatal(err)
		}
		defer func() { _ = store.Close() }()
		if _, err := store.Write(s.t.Context(), storage.Position{}, func(storage.Delta) ([]storage.Record, error) {
			return []storage.Record{record}, nil
		}); err != nil {
			s.t.Fatal(err)
		}
	}
}

// A text that is no id: what it looks like, and what this attribute takes.
func TestAccNearlyIDs(t *testing.T) {
	s := newScene(t)
	const network = "The id of a VM network has the form /servers/{server}/vmNetworks/{name}."
	mapping := func(source, target string) string {
		return twoSites + `resource "siterecovery_network_mapping" "x" {
			source_network_id = "` + source + `"
			target_network_id = "` + target + `"
		}`
	}
	s.run(
		s.refuses(mapping("A1", "/servers/B/vmNetworks/B1/"), "Invalid id (SR102)",
			`The value of source_network_id: "A1" is not an id: it does not begin with a slash. `+network, "Remedy: Refer to the id attribute of a resource, such as siterecovery_vm_network.example.id.",
			`The value of target_network_id: "/servers/B/vmNetworks/B1/" is not an id: it ends with a slash. It looks like the id of a VM network: "/servers/B/vmNetworks/B1" is one. `+network+
				" The ARM id of an Azure virtual network has the form /subscriptions/"),
		s.refuses(mapping("/servers/A/cloud/GoldA", vnet+"/subnets/web"),
			`a server has no "cloud". It looks like the id of a cloud: "/servers/A/clouds/GoldA" is one. `+network+"\n\nRemedy",
			`has eight segments. It looks like the ARM id of an Azure virtual network: "`+vnet+`" is one.`),
		s.refuses(twoSites+`resource "siterecovery_network_mappings" "x" {
			source_server_id = "A"
			target_server_id = siterecovery_vmm_server.b.id
			mappings         = { "/servers/A/vmNetwork/A1" = "B1" }
		}`, "The id of a VMM server has the form /servers/{server}.\n\nRemedy: Refer to the id attribute of a resource, such as siterecovery_vmm_server.example.id.",
			`a server has no "vmNetwork". It looks like the id of a VM network: "/servers/A/vmNetworks/A1" is one. `+network+"\n\nRemedy",
			`"B1" is not an id: it does not begin with a slash. `+network+" The ARM id of an Azure virtual network has the form"),
	)
}

// What is wrong with values and with references is said in one run.
func TestAccAllThatIsWrongAtOnce(t *testing.T) {
	s := newScene(t)
	cloud := func(name string) string {
		return twoSites + `
			variable "name" { default = " x" }
			resource "siterecovery_cloud" "x" {
				server_id           = siterecovery_vmm_server.a.id
				name                = ` + name + `
				logical_network_ids = ["/servers/A/logicalNetworks/absent", siterecovery_logical_network.b1.id, siterecovery_logical_network.a1.id]
			}`
	}
	s.run(
		// What terraform validate can tell, before there is a catalog.
		s.refuses(twoSites+`resource "siterecovery_vm_network" "x" {
			logical_network_id = "/servers/A/clouds/GoldA"
			name               = "x "
			subnets            = [{ name = "web", address_prefix = "ten" }, { name = "db", address_prefix = "" }, { name = "WEB" }]
		}`, "Reference to the wrong kind of object (SR103)", "Invalid name (SR101)", `Write "x" instead`, "The value of subnets[1].address_prefix is empty",
			`In subnets[0].address_prefix: "ten" is not an address prefix`, "subnets[0] and subnets[2] are both named 'WEB'"),
		// With it, the plan tells all.
		s.refuses(cloud(`var.name`), "Invalid name (SR101)", `The cloud cannot be named " x"`, "Object of another VMM server (SR105)", "Reference to an unknown object (SR104)", "There is no logical network 'absent'"),
		s.refuses(twoSites+`
			variable "id" { default = "B1" }
			resource "siterecovery_network_mapping" "x" {
				source_network_id    = siterecovery_vm_network.a1.id
				target_network_id    = var.id
				test_network_id      = "/servers/B/vmNetworks/absent"
				cloud_protection_ids = ["/servers/A/clouds/SilverA/protection"]
			}`, "Invalid id (SR102)", "The value of target_network_id", "There is no VM network 'absent'", "There is no cloud protection of 'SilverA'"),
		s.refuses(twoSites+`
			variable "id" { default = "A1" }
			resource "siterecovery_network_mappings" "x" {
				source_server_id = siterecovery_vmm_server.a.id
				target_server_id = siterecovery_vmm_server.b.id
				mappings         = {
					(var.id)                        = siterecovery_vm_network.b1.id
					"/servers/A/vmNetworks/absent"  = siterecovery_vm_network.b1.id
				}
			}`, `"A1" is not an id`, `In mappings["/servers/A/vmNetworks/absent"]: There is no VM network 'absent'`),
		// What is only known on apply does not hide the rest.
		s.refuses(twoSites+`
			variable "name" { default = "web\u200b" }
			resource "terraform_data" "late" { input = "X" }
			resource "siterecovery_vm_network" "x" {
				logical_network_id = siterecovery_logical_network.a1.id
				name               = terraform_data.late.output
				subnets            = [{ name = var.name }]
			}`, "Invalid name (SR101)", `In subnets[0].name: A subnet cannot be named "web\u200b"`),
		s.refuses(twoSites+`
			resource "terraform_data" "late" { input = "X" }
			resource "siterecovery_cloud" "x" {
				server_id           = siterecovery_vmm_server.a.id
				name                = terraform_data.late.output
				logical_network_ids = ["/servers/A/logicalNetworks/absent"]
			}`, "Reference to an unknown object (SR104)", "There is no logical network 'absent'"),
	)
	s.holds()
}

// The id of an unknown object: that a reference is needed, whatever the order, and
// which objects of the catalog may be meant.
func TestAccUnknownObjects(t *testing.T) {
	s := newScene(t)
	mapping := func(target string) string {
		return twoSites + `resource "siterecovery_network_mapping" "x" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = "` + target + `"
		}`
	}
	const reference = "Remedy: If the VM network is declared in this configuration, refer to the id attribute of its resource instead of writing the id out: " +
		"only then is it planned first, and an id that is written out may work in one run and fail in the next. If not, declare the VM network, or correct the id."
	s.run(
		s.refuses(mapping("/servers/B/vmNetworks/B3"), "There is no VM network 'B3' (/servers/B/vmNetworks/B3).\n\n"+reference),
		resource.TestStep{Config: s.config(twoSites)},
		s.refuses(mapping("/servers/B/vmNetworks/B3"), "There is no VM network 'B3' (/servers/B/vmNetworks/B3). Its id is like that of:",
			"- VM network 'B1' (/servers/B/vmNetworks/B1)", "- VM network 'B2' (/servers/B/vmNetworks/B2)", reference),
		s.refuses(mapping("/servers/A/vmNetworks/B2"), "Its id is like that of:\n  - VM network 'B2' (/servers/B/vmNetworks/B2)", reference),
		s.refuses(mapping("/servers/B/vmNetworks/GoldB"), "Its id is like that of:\n  - cloud 'GoldB' (/servers/B/clouds/GoldB)\n\n"+reference),
		s.refuses(twoSites+`data "siterecovery_resolved_target" "x" { source_network_id = "/servers/A/vmNetworks/A2" }`,
			"There is no VM network 'A2'", "- VM network 'A1' (/servers/A/vmNetworks/A1)",
			"name its resource in depends_on: only then is it sure to be there when the question is answered"),
	)
}

// A region that is not known is warned of, in the plan and once.
func TestAccUnknownRegion(t *testing.T) {
	terraform := newTerraform(t, twoSites+`
		resource "siterecovery_cloud_protection" "x" {
			protected_cloud_id = siterecovery_cloud.silver_a.id
			azure_location     = "West Eruope"
		}`)
	const title = "Warning: Unknown Azure region (SR117)"
	if result := terraform.Must("plan"); !result.Says(title, `azure_location = "West Eruope"`, `The Azure region "West Eruope" is none of those that this provider knows. `+
		"If it is misspelt, it matches no other region.", `Remedy: Write "westeurope" (West Europe), if that is meant. If the region is newer than this provider, there is nothing to do.`) ||
		strings.Contains(result.Output, "similar warning") {
		t.Errorf("the plan says\n%s", result.Output)
	}
	terraform.Write(required + `
		variable "late" { default = "late" }
		resource "terraform_data" "late" { input = var.late }
		resource "siterecovery_azure_network" "x" {
			virtual_network_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/${terraform_data.late.output}"
			location           = "chinanorth4"
			subnets            = []
		}`)
	for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"plan"}} {
		if result := terraform.Must(command...); !result.Says(title, `location = "chinanorth4"`, `"chinanorth" (China North) or "chinanorth2" (China North 2) or "chinanorth3" (China North 3)`) {
			t.Errorf("terraform %s says\n%s", command[0], result.Output)
		}
	}
	terraform.Write(strings.NewReplacer("chinanorth4", "China North 3").Replace(required + `
		resource "siterecovery_azure_network" "x" {
			virtual_network_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/late"
			location           = "chinanorth4"
			subnets            = []
		}`))
	if result := terraform.Apply(); strings.Contains(result.Output, "SR117") {
		t.Errorf("the apply says\n%s", result.Output)
	}
}

// Addresses: what no machine can have, and what two subnets would have.
func TestAccAddressesOfSubnets(t *testing.T) {
	s := newScene(t)
	network := func(subnets string) string {
		return twoSites + `resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "X"
			subnets            = [` + subnets + `]
		}`
	}
	s.run(
		s.refuses(network(`
			{ name = "web", address_prefix = "10.0.0.0/24", ip_pool = { first = "10.0.0.0", last = "10.0.0.255" } },
			{ name = "db", address_prefix = "10.1.0.0/16" },
			{ name = "mgmt", address_prefix = "10.1.2.0/24" },
			{ name = "all", address_prefix = "10.0.0.0/8" }`),
			"Invalid IP pool (SR108)", "In subnets[0].ip_pool.first: The address 10.0.0.0 of the IP pool is the network address of subnet 'web' (10.0.0.0/24), which no machine can have.",
			"Remedy: Use an address from 10.0.0.1 to 10.0.0.254.",
			"In subnets[0].ip_pool.last: The address 10.0.0.255 of the IP pool is the broadcast address of subnet 'web'", "Remedy: Use an address from 10.0.0.1 to 10.0.0.254.",
			"Overlapping subnets (SR116)", "In subnets[3].address_prefix: The address prefixes of subnets 'web' (10.0.0.0/24) and 'all' (10.0.0.0/8) of one network overlap. An address could belong to either",
			"Remedy: Give every subnet of the network a prefix of its own that has no address of another."),
		s.refuses(`resource "siterecovery_azure_network" "x" {
			virtual_network_id = "`+vnet+`"
			location           = "westeurope"
			subnets            = [{ name = "web", address_prefix = "10.0.0.0/24" }, { name = "db", address_prefix = "10.0.0.128/25" }]
		}`, "Overlapping subnets (SR116)", "In subnets[1].address_prefix: The address prefixes of subnets 'web' (10.0.0.0/24) and 'db' (10.0.0.128/25) of one network overlap. Azure does not allow that."),
		resource.TestStep{Config: s.config(network(`
			{ name = "two", address_prefix = "10.0.0.0/31", ip_pool = { first = "10.0.0.0", last = "10.0.0.1" } },
			{ name = "one", address_prefix = "10.0.0.2/32", ip_pool = { first = "10.0.0.2", last = "10.0.0.2" } },
			{ name = "six", address_prefix = "2001:db8::/126", ip_pool = { first = "2001:db8::", last = "2001:db8::3" } },
			{ name = "all", address_prefix = "10.0.1.0/24", ip_pool = { first = "10.0.1.1", last = "10.0.1.254" } }`))},
	)
}
