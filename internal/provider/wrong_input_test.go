package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// twoSites are two VMM servers, each with two logical networks, a VM network on
// each of these, and two clouds; only the first clouds have the second network.
const twoSites = `
	resource "siterecovery_vmm_server" "a" { name = "A" }
	resource "siterecovery_vmm_server" "b" { name = "B" }
	resource "siterecovery_logical_network" "a1" {
		server_id = siterecovery_vmm_server.a.id
		name      = "LA1"
	}
	resource "siterecovery_logical_network" "b1" {
		server_id = siterecovery_vmm_server.b.id
		name      = "LB1"
	}
	resource "siterecovery_logical_network" "b2" {
		server_id = siterecovery_vmm_server.b.id
		name      = "LB2"
	}
	resource "siterecovery_vm_network" "a1" {
		logical_network_id = siterecovery_logical_network.a1.id
		name               = "A1"
	}
	resource "siterecovery_vm_network" "b1" {
		logical_network_id = siterecovery_logical_network.b1.id
		name               = "B1"
	}
	resource "siterecovery_vm_network" "b2" {
		logical_network_id = siterecovery_logical_network.b2.id
		name               = "B2"
	}
	resource "siterecovery_cloud" "gold_a" {
		server_id           = siterecovery_vmm_server.a.id
		name                = "GoldA"
		logical_network_ids = [siterecovery_logical_network.a1.id]
	}
	resource "siterecovery_cloud" "silver_a" {
		server_id           = siterecovery_vmm_server.a.id
		name                = "SilverA"
		logical_network_ids = [siterecovery_logical_network.a1.id]
	}
	resource "siterecovery_cloud" "gold_b" {
		server_id           = siterecovery_vmm_server.b.id
		name                = "GoldB"
		logical_network_ids = [siterecovery_logical_network.b1.id, siterecovery_logical_network.b2.id]
	}
	resource "siterecovery_cloud" "silver_b" {
		server_id           = siterecovery_vmm_server.b.id
		name                = "SilverB"
		logical_network_ids = [siterecovery_logical_network.b1.id]
	}
	resource "siterecovery_cloud_protection" "gold" {
		protected_cloud_id  = siterecovery_cloud.gold_a.id
		protecting_cloud_id = siterecovery_cloud.gold_b.id
	}
`

// Of many single mappings with one error, the first are told. None of them is applied.
func TestAccManyMappingsWithOneError(t *testing.T) {
	terraform := newTerraform(t, twoSites)
	terraform.Apply()
	terraform.Write(required + twoSites + `
		resource "siterecovery_vm_network" "many" {
			count              = 40
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "N${count.index}"
		}
		resource "siterecovery_cloud_protection" "silver" {
			protected_cloud_id  = siterecovery_cloud.silver_a.id
			protecting_cloud_id = siterecovery_cloud.silver_b.id
		}
		resource "siterecovery_network_mapping" "many" {
			count                = 40
			source_network_id    = siterecovery_vm_network.many[count.index].id
			target_network_id    = siterecovery_vm_network.b2.id
			cloud_protection_ids = [siterecovery_cloud_protection.silver.id]
		}`)
	for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}} {
		result := terraform.Run(command...)
		const one = "Error: Target network not available (SR203)"
		if n := strings.Count(result.Output, one); n != 10 || result.Code != 1 {
			t.Errorf("%s ends with %d, and tells %d errors", command, result.Code, n)
		}
		if !result.Says("Remedy: Add logical network 'LB2' to cloud 'SilverB', or map to one of: 'B1'.", "Other network mappings that have this error are not shown.") {
			t.Errorf("%s says\n%s", command, result.Output)
		}
	}
	if n := len(kept(t, terraform).MappingsBetween(topology.ServerID("A"), topology.ServerID("B"))); n != 0 {
		t.Errorf("%d mappings are made", n)
	}
}

// With an empty catalog, the first plan says what is wrong, where, and what to do.
func TestAccWrongInput(t *testing.T) {
	s := newScene(t)
	const vnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"
	network := func(subnets string) string {
		return twoSites + `resource "siterecovery_vm_network" "x" {
			logical_network_id = siterecovery_logical_network.a1.id
			name               = "X"
			subnets            = [` + subnets + `]
		}`
	}
	server := func(name string) string {
		return `resource "siterecovery_vmm_server" "x" { name = "` + name + `" }`
	}
	protection := func(arguments string) string {
		return twoSites + `resource "siterecovery_cloud_protection" "x" {
` + arguments + "\n}"
	}
	mapping := func(arguments string) string {
		return twoSites + `resource "siterecovery_network_mapping" "x" {
` + arguments + "\n}"
	}
	s.run(
		s.refuses(mapping(`
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = "/servers/B/vmNetworks/absent"`),
			"Reference to an unknown object (SR104)", "with siterecovery_network_mapping.x", `target_network_id = "/servers/B/vmNetworks/absent"`,
			"There is no VM network 'absent' (/servers/B/vmNetworks/absent).", "Remedy: If the VM network is declared in this configuration, refer to the id attribute of its resource instead of writing the id out",
			"an id that is written out may work in one run and fail in the next. If not, declare the VM network, or correct the id."),
		s.refuses(twoSites+`resource "siterecovery_cloud" "x" {
			server_id           = siterecovery_vmm_server.a.id
			name                = "X"
			logical_network_ids = ["/servers/A/logicalNetworks/absent"]
		}`, "Reference to an unknown object (SR104)", "logical_network_ids =", "There is no logical network 'absent'"),
		s.refuses(mapping(`
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = "B1"`),
			"Invalid id (SR102)", `target_network_id = "B1"`, `"B1" is not an id: it does not begin with a slash`,
			"Remedy: Refer to the id attribute of a resource"),
		s.refuses(mapping(`
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.a1.id`),
			"Network mapped onto itself (SR204)", "target_network_id =", "VM network 'A1' is to be mapped onto itself", "Remedy: Map it to a network of the other site"),
		s.refuses(mapping(`
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b1.id
		}
		resource "siterecovery_network_mapping" "y" {
			source_network_id = siterecovery_vm_network.a1.id
			target_network_id = siterecovery_vm_network.b2.id`),
			"Second mapping of a network to the same fabric (SR205)", "source_network_id =", "VM network 'A1' is mapped to VM network 'B",
			"It cannot be mapped to VM network 'B", "Remedy: Keep one of the two mappings"),
		s.refuses(mapping(`
			source_network_id = "`+vnet+`"
			target_network_id = siterecovery_vm_network.b1.id`),
			"Reference to the wrong kind of object (SR103)", "source_network_id =", "is the id of the Azure network 'v', and not that of a VM network",
			"Remedy: Refer to the id of a VM network"),
		s.refuses(mapping(`
			source_network_id    = siterecovery_vm_network.a1.id
			target_network_id    = siterecovery_vm_network.b1.id
			cloud_protection_ids = [siterecovery_cloud.gold_a.id]`),
			"Reference to the wrong kind of object (SR103)", "cloud_protection_ids =", "is the id of the cloud 'GoldA', and not that of a cloud protection"),
		s.refuses(protection(`
			protected_cloud_id  = siterecovery_cloud.gold_a.id
			protecting_cloud_id = siterecovery_cloud.silver_b.id`),
			"Cloud in two protections (SR202)", "protected_cloud_id  =", "Cloud 'GoldA' is in another cloud protection already", "Remedy: Use another cloud"),
		s.refuses(protection(`
			protected_cloud_id  = siterecovery_cloud.silver_a.id
			protecting_cloud_id = siterecovery_cloud.gold_b.id
			depends_on          = [siterecovery_cloud_protection.gold]`),
			"Cloud in two protections (SR202)", "protecting_cloud_id =", "Cloud 'GoldB' is in another cloud protection already: cloud 'GoldA' is protected by cloud 'GoldB'"),
		s.refuses(protection(`
			protected_cloud_id  = siterecovery_cloud.silver_a.id
			protecting_cloud_id = siterecovery_cloud.silver_a.id`),
			"Cloud protects itself (SR201)", "protecting_cloud_id =", "Cloud 'SilverA' is to protect itself", "Remedy: Name another cloud"),
		s.refuses(protection(`
			protected_cloud_id  = siterecovery_cloud.silver_a.id
			protecting_cloud_id = siterecovery_cloud.silver_b.id
			azure_location      = "westeurope"`),
			"Protection without exactly one target (SR209)", "azure_location =", "Remedy: Give one of protecting_cloud_id and azure_location"),
		s.refuses(protection(`protected_cloud_id = siterecovery_cloud.silver_a.id`),
			"Protection without exactly one target (SR209)", "nothing protects the cloud", "Remedy: Give one of"),
		s.refuses(protection(`
			protected_cloud_id = siterecovery_cloud.silver_a.id
			azure_location     = ""`),
			"Invalid value (SR109)", "azure_location", "is empty", "Remedy: Give it a value, or leave it out"),
		s.refuses(protection(`
			protected_cloud_id = siterecovery_cloud.silver_a.id
			azure_location     = "westeurope"
			replication        = "tape"`),
			"Invalid value (SR109)", "replication", `replication is "tape"`, "Remedy: Use one of: hyper_v_replica, san"),
		s.refuses(twoSites+`resource "siterecovery_cloud" "x" {
			server_id           = siterecovery_vmm_server.a.id
			name                = "X"
			logical_network_ids = [siterecovery_logical_network.b1.id]
		}`, "Object of another VMM server (SR105)", "logical_network_ids =",
			"Logical network 'LB1' belongs to VMM server 'B', but cloud 'X' belongs to VMM server 'A'", "Remedy: Use a logical network of VMM server 'A'"),
		s.refuses(twoSites+`resource "siterecovery_logical_network" "x" {
			server_id = siterecovery_vmm_server.a.id
			name      = "X"
			isolation = "vxlan"
		}`, "Invalid value (SR109)", "isolation =", `isolation is "vxlan"`, "Remedy: Use one of: none, vlan, network_virtualization"),
		s.refuses(network(`{ name = "web" }, { name = "WEB" }`),
			"Duplicate subnet name (SR106)", "subnets[0] and subnets[1] are both named 'WEB'", "Remedy: Give every subnet of the network a name of its own"),
		s.refuses(network(`{ name = "" }`), "Invalid name (SR101)", "A subnet cannot be named", "the name is empty", "Remedy: Give it a name of 1 to 255 characters."),
		s.refuses(network(`{ name = "web", address_prefix = "ten" }`),
			"Invalid address prefix (SR107)", `"ten" is not an address prefix in CIDR notation`, "Remedy: Write an address and a prefix length"),
		s.refuses(network(`{ name = "web", address_prefix = "" }`),
			"Invalid value (SR109)", "subnets[0].address_prefix is empty", "Remedy: Give it a value, or leave it out"),
		s.refuses(network(`{ name = "web", address_prefix = "10.0.0.1/24" }`),
			"Invalid address prefix (SR107)", `"10.0.0.1/24" has host bits`, `Remedy: Write "10.0.0.0/24"`),
		s.refuses(network(`{ name = "web", address_prefix = "10.0.0.0/24", ip_pool = { first = "10.0.1.1", last = "10.0.1.9" } }`),
			"Invalid IP pool (SR108)", "10.0.1.1 of the IP pool lies outside the address prefix 10.0.0.0/24 of subnet 'web'", "Remedy: Use an address from 10.0.0.1 to 10.0.0.254"),
		s.refuses(network(`{ name = "web", address_prefix = "10.0.0.0/24", ip_pool = { first = "10.0.0.9", last = "10.0.0.1" } }`),
			"Invalid IP pool (SR108)", "ends at 10.0.0.1, before it begins at 10.0.0.9", "Remedy: Exchange the two ends"),
		s.refuses(server(""), "Invalid name (SR101)", `name = ""`, "the name is empty", "Remedy: Give it a name of 1 to 255 characters"),
		s.refuses(server(strings.Repeat("x", 256)), "Invalid name (SR101)", "the name has 256 characters, and at most 255 are allowed"),
		s.refuses(server(" x"), "Invalid name (SR101)", "the name begins with a space", `Remedy: Write "x" instead.`),
		s.refuses(server("azure"), "Invalid name (SR101)", "the name is reserved"),
		s.refuses(server("VMM")+"\n"+strings.Replace(server("vmm"), `"x"`, `"y"`, 1),
			"Object managed twice (SR110)", "Two resources of this run manage VMM server", "names that differ only in case are one name", "Remedy: Keep one of the two"),
	)
	s.holds()
}

// What rests on values that are only known on apply is judged then, and refused
// then: nothing of it is written.
func TestAccJudgedWhenKnown(t *testing.T) {
	s := newScene(t)
	late := func(name string) string {
		return `resource "terraform_data" "late" { input = "` + name + `" }
			resource "siterecovery_vmm_server" "late" { name = terraform_data.late.output }
			resource "siterecovery_logical_network" "late" {
				server_id = siterecovery_vmm_server.late.id
				name      = "L"
			}
			resource "siterecovery_vm_network" "late" {
				logical_network_id = siterecovery_logical_network.late.id
				name               = "N"
				subnets            = [{ name = terraform_data.late.output }, { name = "B" }]
			}`
	}
	s.run(
		resource.TestStep{Config: s.config(late("A"))},
		resource.TestStep{
			Config: s.config(late("A"), `
				resource "terraform_data" "later" { input = "/servers/A/logicalNetworks/absent" }
				resource "siterecovery_cloud" "x" {
					server_id           = siterecovery_vmm_server.late.id
					name                = "C"
					logical_network_ids = [terraform_data.later.output]
				}`),
			ExpectError: said("Reference to an unknown object (SR104)", "There is no logical network 'absent'"),
		},
		// The plan refuses what it can know: the second subnet has the name of the first.
		resource.TestStep{Config: s.config(late("B")), ExpectError: said("Duplicate subnet name (SR106)")},
		resource.TestStep{Config: s.config(late("A"))},
	)
}

// A rival that belongs to another state stays, and the plan says so.
func TestAccRivalOfAnotherState(t *testing.T) {
	s := newScene(t)
	a, b := topology.ServerID("A"), topology.ServerID("B")
	rival := topology.NewProtection(topology.CloudID(a, "SilverA"), topology.CloudID(b, "GoldB"), "", topology.ReplicationSAN)
	without := strings.Split(twoSites, `resource "siterecovery_cloud_protection"`)[0]
	s.run(
		resource.TestStep{Config: s.config(without)},
		resource.TestStep{
			PreConfig: s.behind(topology.Creation(rival)),
			Config:    s.config(twoSites), PlanOnly: true,
			ExpectError: said("Cloud in two protections (SR202)", "protecting_cloud_id =",
				"Cloud 'GoldB' is in another cloud protection already: cloud 'SilverA' is protected by cloud 'GoldB'"),
		},
		resource.TestStep{PreConfig: s.behind(topology.Deletion(rival.ID())), Config: s.config(twoSites)},
	)
}

// Deleting what others refer to is refused, and all of them are named.
func TestAccDeletionNamesReferrers(t *testing.T) {
	s := newScene(t)
	network := topology.LogicalNetworkID(topology.ServerID("A"), "L")
	vm := topology.NewVMNetwork(network, "by another workspace", nil)
	const server = `resource "siterecovery_vmm_server" "a" { name = "A" }`
	s.run(
		resource.TestStep{Config: s.config(server, `
			resource "siterecovery_logical_network" "a" {
				server_id = siterecovery_vmm_server.a.id
				name      = "L"
			}`)},
		resource.TestStep{
			PreConfig: s.behind(topology.Creation(vm)),
			Config:    s.config(server), PlanOnly: true,
			ExpectError: said("Object still referred to (SR113)", "Logical network 'L' cannot be deleted, because these still refer to it and do not belong to this state:",
				"VM network 'by another workspace' (/servers/A/vmNetworks/by%20another%20workspace)", "Remedy: Have them deleted or changed first where they are managed"),
		},
		resource.TestStep{PreConfig: s.behind(topology.Deletion(vm.ID())), Config: s.config(server)},
	)
}

func TestAccProviderConfiguration(t *testing.T) {
	s := newScene(t)
	with := func(catalog string) string {
		return strings.Replace(s.config(`resource "siterecovery_vmm_server" "x" { name = "X" }`), `"`+s.location+`"`, catalog, 1)
	}
	s.run(
		resource.TestStep{Config: with(`""`), PlanOnly: true, ExpectError: said("Invalid value", "The value of catalog is empty", "SITERECOVERY_CATALOG")},
		resource.TestStep{Config: with(`"mysql://localhost/x"`), PlanOnly: true, ExpectError: said("Unable to read the catalog", `There is no kind of catalog for "mysql://"`)},
		resource.TestStep{Config: with(`"` + t.TempDir() + `"`), PlanOnly: true, ExpectError: said("Unable to read the catalog", "is a folder")},
		resource.TestStep{
			Config: with(`"/nowhere/recovery/catalog.db"`), PlanOnly: true,
			ExpectError: said("Unable to read the catalog", `catalog = "/nowhere/recovery/catalog.db"`, "there is no folder /nowhere.", "Correct the path"),
		},
		resource.TestStep{Config: with(`"~alice/catalog.db"`), PlanOnly: true, ExpectError: said("Unable to read the catalog", "Only ~/ is expanded")},
		resource.TestStep{
			Config: with(`terraform_data.x.output`) + `
				resource "terraform_data" "x" { input = "x.db" }`,
			PlanOnly:    true,
			ExpectError: said("Catalog not known at plan time", "SITERECOVERY_CATALOG"),
		},
	)
}
