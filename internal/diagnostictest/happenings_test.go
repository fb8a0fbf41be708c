package diagnostictest

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// happenings are what happens in pages beside Terraform, by the titles of the
// sections that say so.
var happenings = map[string]func(*run){
	"two sites, as in sites.tf": func(r *run) { r.copy("sites.tf") },
	"somebody moves VM network Web-DR to logical network Lab, in sites.tf": func(r *run) {
		r.copy("sites.tf", "logical_network_id = siterecovery_logical_network.corp_dr.id", "logical_network_id = siterecovery_logical_network.lab.id")
	},
	"somebody moves Azure network prod to northeurope, in sites.tf": func(r *run) { r.copy("sites.tf", "westeurope", "northeurope") },
	"somebody takes logical network Corp-DR from cloud Gold-DR, in sites.tf": func(r *run) {
		r.copy("sites.tf", "[siterecovery_logical_network.corp_dr.id]", "[]")
	},
	"somebody protects cloud Gold by cloud Silver-DR, in sites.tf": func(r *run) {
		r.copy("sites.tf", "siterecovery_cloud.gold_dr.id", "siterecovery_cloud.silver_dr.id")
	},

	"a vault that knows VMM server Beijing, as in vault.tf": func(r *run) {
		service := vaulttest.Start(r.t)
		service.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
		r.vault = &fakeVault{service: service, server: service.AddServer("Beijing"), networks: map[string]*vaulttest.Network{}}
		r.Env = append(r.Env, service.Environment()...)
		r.copy("vault.tf")
		r.provider(service.ProviderBlock(""))
	},
	"the provider has no vault any more":         func(r *run) { r.provider("") },
	"VM network Web is renamed, in vault.tf":     func(r *run) { r.copy("vault.tf", `"Web"`, `"Front"`) },
	"VM network Web is renamed Old, in vault.tf": func(r *run) { r.copy("vault.tf", `"Web"`, `"Old"`) },
	"VM network Web keeps its name, in vault.tf": func(r *run) { r.copy("vault.tf") },
	"the vault learns of VM network Mail":        func(r *run) { r.vault.learn("Mail") },
	"VM network Web gets a subnet, in vault.tf": func(r *run) {
		r.copy("vault.tf", `= "Web"`, `= "Web"`+"\n  subnets = [{ name = \"front\", address_prefix = \"10.0.0.0/24\" }]")
	},
	"the vault learns of VM network Web (old)":   func(r *run) { r.vault.learn("Web (old)") },
	"the vault learns of VM network Web":         func(r *run) { r.vault.learn("Web") },
	"the vault learns of another VM network Web": func(r *run) { r.vault.learn("WEB") },
	"the vault has mappings to a classic network and to VMM server Shanghai, and one of a network without a proper name": func(r *run) {
		r.vault.learn("Web")
		r.vault.networks["Web"].Map("classic", strings.Replace(staging, "Microsoft.Network", "Microsoft.ClassicNetwork", 1))
		r.vault.learn("Mail")
		r.vault.networks["Mail"].MapTo("to-shanghai", r.vault.service.AddServer("Shanghai").AddNetwork("Mail-DR"))
		r.vault.learn(" Lab")
		r.vault.networks[" Lab"].Map("lab", staging)
	},
	"the other one is renamed in VMM":            func(r *run) { r.vault.networks["WEB"].Rename("Elsewhere") },
	"VM network Web is renamed Old in VMM":       func(r *run) { r.vault.networks["Web"].Rename("Old") },
	"somebody maps Web to staging in the portal": func(r *run) { r.vault.byHand() },
	"somebody maps Web to production too, by another mapping": func(r *run) {
		r.vault.networks["Web"].Map("by-hand-too", strings.Replace(staging, "staging", "prod", 1))
	},
	"somebody unmaps Web in the portal": func(r *run) { r.vault.unmap() },
	"somebody changes the mapping of Web to staging in the portal": func(r *run) {
		r.vault.networks["Web"].Map(r.vault.service.Mappings()[0].Name, staging)
	},
	"the vault has a subnet of another name": func(r *run) {
		r.vault.networks["Web"] = r.vault.server.AddNetwork("Web", vaulttest.Subnet{Name: "back", Prefix: "10.9.0.0/24"})
	},
	"the vault learns of twelve VM networks": func(r *run) {
		for n := range 12 {
			r.vault.learn(fmt.Sprintf("N%02d", n))
		}
	},
	"the vault makes the next mapping, but its answers are lost": func(r *run) {
		r.vault.service.Fail("PUT "+mappingRoute, vaulttest.Lost())
		r.vault.service.Fail("GET "+mappingRoute, slices.Repeat([]vaulttest.Fault{vaulttest.Broken(http.StatusBadGateway)}, 5)...)
	},
	"the vault is not reached any more": func(r *run) {
		r.provider(strings.ReplaceAll(r.vault.service.ProviderBlock(""), "resource_manager_endpoint       = \""+r.vault.service.URL(), "resource_manager_endpoint       = \"https://127.0.0.1:1"))
	},
	"the vault refuses to map Web, and the twelve but one": func(r *run) {
		for name, network := range r.vault.networks {
			refusal := vaulttest.OperationError{Code: "78007", Message: "The network " + name + " is busy", PossibleCauses: "A failover"}
			if name == "Web" {
				refusal.RecommendedAction = "Wait for its end"
			}
			if name != "N11" {
				network.Refuse(refusal)
			}
		}
	},
	"the vault refuses to map each of them, for a reason of its own": func(r *run) {
		for n := range 12 {
			r.vault.networks[fmt.Sprintf("N%02d", n)].Refuse(vaulttest.OperationError{Code: fmt.Sprint(78100 + n), Message: fmt.Sprintf("Reason %d", n)})
		}
	},
	"machines are set apart in the vault": func(r *run) {
		cloud := r.vault.server.AddCloud("Gold")
		for _, name := range []string{"web01", "web02"} {
			cloud.AddMachine(vaulttest.Machine{Name: name, Adapters: []vaulttest.Adapter{{Network: "Web", Target: staging, Chose: "SelectedByUser"}}})
		}
		cloud.AddMachine(vaulttest.Machine{Name: "web03", Adapters: []vaulttest.Adapter{{Network: "Web", Chose: "NotSelected"}}})
	},
	"the vault refuses to be read": func(r *run) {
		r.vault.service.Fail("GET replicationFabrics", vaulttest.RefusedByManager(403, "AuthorizationFailed", "The client has no permission."))
	},
}

const mappingRoute = "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings/*"

const staging = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/staging"

// copy writes a file of testdata into the folder, with replacements.
func (r *run) copy(name string, replace ...string) {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err == nil {
		err = os.WriteFile(filepath.Join(r.Dir, name), []byte(strings.NewReplacer(replace...).Replace(string(text))), 0o600)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *run) provider(block string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.Dir, "provider.tf"), []byte(block), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// fakeVault is the vault of a page.
type fakeVault struct {
	service  *vaulttest.Service
	server   *vaulttest.Fabric
	networks map[string]*vaulttest.Network
	mapping  vaulttest.Mapping
}

func (v *fakeVault) learn(name string) { v.networks[name] = v.server.AddNetwork(name) }

func (v *fakeVault) byHand() { v.mapping = v.networks["Web"].Map("by-hand", staging) }

func (v *fakeVault) unmap() { v.service.Unmap(v.service.Mappings()[0]) }

// elsewhere writes a text as it would be with another vault.
func (v *fakeVault) elsewhere(text string) string {
	return strings.ReplaceAll(text, v.service.URL(), "https://management.example")
}
