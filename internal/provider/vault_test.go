package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// The vault: the real terraform and the real SDK against the fake of the service.

const (
	azureProduction = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/Azure-RG/providers/Microsoft.Network/virtualNetworks/Production"
	azureStaging    = "/subscriptions/c183865e-6077-46f2-a3b1-deb0f4f4650a/resourceGroups/Azure-RG/providers/Microsoft.Network/virtualNetworks/Staging"

	mappingRoute = "replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings/*"
)

// realised is a working directory whose provider has the fake as its vault.
type realised struct {
	*terraformtest.Terraform
	t       *testing.T
	vault   *vaulttest.Service
	server  *vaulttest.Fabric
	options string
}

// newRealised starts a fake with the VMM server A and its networks Corp and Web.
func newRealised(t *testing.T, configuration string) realised {
	t.Helper()
	t.Parallel()
	service := vaulttest.Start(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
	server := service.AddServer("A")
	r := realised{terraformtest.New(t, required), t, service, server, ""}
	r.Env = append(r.Env, service.Environment()...)
	r.configure(configuration)
	return r
}

func (r realised) configure(configuration string) {
	r.t.Helper()
	r.Write(required + r.vault.ProviderBlock(r.options) + estate + configuration)
}

// changes returns the requests that change something, and forgets all.
func (r realised) changes() []string {
	var changes []string
	for _, request := range r.vault.Requests() {
		if verb, _, _ := strings.Cut(request.Route, " "); verb != "GET" && !strings.HasSuffix(request.Route, "token") {
			changes = append(changes, verb)
		}
	}
	return changes
}

// changed checks which requests that change something there were.
func (r realised) changed(want ...string) {
	r.t.Helper()
	if got := r.changes(); !slices.Equal(got, want) {
		r.t.Errorf("the requests that change something are %q, want %q", got, want)
	}
}

// inForce checks which mappings the vault has: source and target, sorted.
func (r realised) inForce(want ...string) {
	r.t.Helper()
	var got []string
	for _, mapping := range r.vault.Mappings() {
		got = append(got, mapping.Source+" > "+mapping.Target[strings.LastIndex(mapping.Target, "/")+1:])
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		r.t.Errorf("in force are %q, want %q", got, want)
	}
}

// mapped checks what the catalog has of a mapping of a network of server A.
func (r realised) mapped(network, target string) {
	r.t.Helper()
	snapshot := kept(r.t, r.Terraform)
	id := topology.MappingID(topology.VMNetworkID(topology.ServerID("A"), network), topology.Azure)
	mapping, ok := snapshot.Mapping(id)
	if got := mapping.Target.Name(); got != target || ok != (target != "") {
		r.t.Errorf("the catalog maps %s to %q, want %q", network, got, target)
	}
}

// estate is a VMM server with two networks, and two Azure networks.
const estate = `
	resource "siterecovery_vmm_server" "a" { name = "A" }
	resource "siterecovery_logical_network" "a" {
		server_id = siterecovery_vmm_server.a.id
		name      = "L"
	}
	resource "siterecovery_vm_network" "corp" {
		logical_network_id = siterecovery_logical_network.a.id
		name               = var.corp
	}
	resource "siterecovery_vm_network" "web" {
		logical_network_id = siterecovery_logical_network.a.id
		name               = "Web"
	}
	resource "siterecovery_azure_network" "production" {
		virtual_network_id = "` + azureProduction + `"
		location           = "westeurope"
		subnets            = [{ name = "default", address_prefix = "10.0.0.0/24" }]
	}
	resource "siterecovery_azure_network" "staging" {
		virtual_network_id = "` + azureStaging + `"
		location           = "westeurope"
		subnets            = [{ name = "default", address_prefix = "10.1.0.0/24" }]
	}
	variable "corp" {
		type    = string
		default = "Corp"
	}
`

// corpTo maps network Corp to an Azure network.
func corpTo(target string) string {
	return `
		resource "siterecovery_network_mapping" "corp" {
			source_network_id = siterecovery_vm_network.corp.id
			target_network_id = siterecovery_azure_network.` + target + `.id
		}
		output "corp" { value = siterecovery_network_mapping.corp.vault_mapping_id }
	`
}

// set maps networks to Azure networks, in one resource.
func set(exclusive bool, mappings map[string]string) string {
	var entries strings.Builder
	for _, network := range slices.Sorted(maps.Keys(mappings)) {
		fmt.Fprintf(&entries, "(siterecovery_vm_network.%s.id) = siterecovery_azure_network.%s.id\n", network, mappings[network])
	}
	return fmt.Sprintf(`
		resource "siterecovery_network_mappings" "all" {
			source_server_id = siterecovery_vmm_server.a.id
			to_azure         = true
			exclusive        = %v
			mappings = {
				%s
			}
		}
		output "all" { value = siterecovery_network_mappings.all.vault_mapping_ids }
	`, exclusive, entries.String())
}

// A mapping is made, changed in place and deleted in the vault, with one request
// each, and a plan without changes asks for none.
func TestAccVaultEffects(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp")
	plan := r.Must("plan")
	if !plan.Says(`vault_mapping_id = "`+vaulttest.VaultID+`/replicationFabrics/`, `/replicationNetworkMappings/siterecovery-`) {
		t.Errorf("the plan does not tell under which id the mapping will be in force:\n%s", plan.Output)
	}
	r.changed()
	r.Apply()
	r.changed("PUT")
	r.inForce("Corp > Production")

	r.configure(corpTo("staging"))
	r.Apply()
	r.changed("PATCH")
	r.inForce("Corp > Staging")
	r.mapped("Corp", "Staging")

	r.Must("destroy", "-auto-approve")
	r.changed("DELETE")
	r.inForce()
	r.mapped("Corp", "")
}

// What somebody else has changed in the vault shows in the next plan.
func TestAccVaultDrift(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	corp := r.server.AddNetwork("Corp")
	r.Apply()
	mapping := r.vault.Mappings()[0]
	r.changes()

	r.vault.Unmap(mapping)
	if plan := r.Run("plan", "-detailed-exitcode"); plan.Code != 2 || !plan.Says("+ vault_mapping_id") {
		t.Errorf("a plan after the mapping was deleted in the vault ends with %d:\n%s", plan.Code, plan.Output)
	}
	if apply := r.Apply(); !apply.Says("SR607", "was missing in the vault", "has been made again") {
		t.Errorf("the apply does not say what it has mended:\n%s", apply.Output)
	}
	r.changed("PUT")
	r.inForce("Corp > Production")

	corp.Map(r.vault.Mappings()[0].Name, azureStaging)
	if plan := r.Run("plan", "-detailed-exitcode"); plan.Code != 2 || !plan.Says("~ target_network_id", "Staging", "Production") {
		t.Errorf("a plan after the mapping was changed in the vault ends with %d:\n%s", plan.Code, plan.Output)
	}
	if apply := r.Apply(); !apply.Says("SR607", "led to", "Staging", "leads to", "Production") {
		t.Errorf("the apply does not say what it has mended:\n%s", apply.Output)
	}
	r.changed("PATCH")
	r.inForce("Corp > Production")

	// The configuration follows the vault: then the catalog does too.
	corp.Map(r.vault.Mappings()[0].Name, azureStaging)
	r.configure(corpTo("staging"))
	r.Apply()
	r.changed()
	r.mapped("Corp", "Staging")
}

// What the vault does not know, or knows twice, is an error of the plan, and so is
// a mapping that somebody else has made there.
func TestAccVaultBinding(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp (old)")
	plan := r.Run("plan")
	if plan.Code != 1 || !plan.Says("Not found in the vault (SR601)", "source_network_id", "no VM network 'Corp'", "It knows 'Corp (old)'", "refresh the VMM server") {
		t.Errorf("a plan for a network that the vault does not know ends with %d:\n%s", plan.Code, plan.Output)
	}
	corp := r.server.AddNetwork("Corp")
	other := r.server.AddNetwork("CORP")
	if plan := r.Run("plan"); plan.Code != 1 || !plan.Says("Found more than once in the vault (SR602)", "more than one VM network 'Corp'", "Give them different names") {
		t.Errorf("a plan for a network that the vault knows twice ends with %d:\n%s", plan.Code, plan.Output)
	}
	other.Rename("Elsewhere")
	byHand := corp.Map("by hand", azureStaging)
	if plan := r.Run("plan"); plan.Code != 1 || !plan.Says("Mapping already in the vault (SR603)", "to = siterecovery_network_mapping.example", byHand.Name) {
		t.Errorf("a plan for a network that is mapped in the vault ends with %d:\n%s", plan.Code, plan.Output)
	}
	// What no mapping needs may be missing: nobody asks for network Web.
	r.vault.Unmap(byHand)
	r.Apply()
	r.changed("PUT")
	r.Must("destroy", "-auto-approve")
}

// A mapping that the service refuses is in no catalog, and the run says why.
func TestAccVaultRefusal(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.vault.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.ByBoth; b.RetryAfter = 1 })
	r.server.AddNetwork("Corp")
	refusal := vaulttest.OperationError{Code: "78007", Message: "The network is busy", PossibleCauses: "A failover", RecommendedAction: "Wait for its end"}
	r.vault.FailOperation(refusal)
	apply := r.Run("apply", "-auto-approve")
	if apply.Code != 1 || !apply.Says("Unable to create network mapping", "The network is busy", "78007", "A failover", "Wait for its end") {
		t.Errorf("an apply that the vault refuses ends with %d:\n%s", apply.Code, apply.Output)
	}
	r.mapped("Corp", "")
	r.inForce()
	r.Apply()
	r.mapped("Corp", "Production")

	// A change that is refused leaves the old target in both.
	r.vault.FailOperation(refusal)
	r.configure(corpTo("staging"))
	if apply := r.Run("apply", "-auto-approve"); apply.Code != 1 || !apply.Says("The network is busy") {
		t.Errorf("an apply that the vault refuses ends with %d:\n%s", apply.Code, apply.Output)
	}
	r.mapped("Corp", "Production")
	r.inForce("Corp > Production")
	r.Apply()
	r.mapped("Corp", "Staging")

	// So does a deletion.
	r.vault.FailOperation(refusal)
	if destroy := r.Run("destroy", "-auto-approve"); destroy.Code != 1 || !destroy.Says("The network is busy") {
		t.Errorf("a destroy that the vault refuses ends with %d:\n%s", destroy.Code, destroy.Output)
	}
	r.mapped("Corp", "Staging")
	r.inForce("Corp > Staging")
	r.Must("destroy", "-auto-approve")
	r.inForce()
}

// A mapping whose making got no answer is looked for before anything else is done.
func TestAccVaultLostAnswer(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp")
	r.vault.Fail("PUT "+mappingRoute, vaulttest.Lost())
	r.Apply()
	r.changed("PUT")
	r.inForce("Corp > Production")
}

// An import adopts a mapping that was made by hand, by its ARM id in any case or
// by its id in the catalog, and nothing changes in the vault.
func TestAccVaultImport(t *testing.T) {
	r := newRealised(t, "")
	byHand := r.server.AddNetwork("Corp").Map("by hand", azureProduction)
	for _, id := range []string{
		strings.Replace(strings.ToUpper(byHand.ID), "/SUBSCRIPTIONS/", "/Subscriptions/", 1),
		topology.MappingID(topology.VMNetworkID(topology.ServerID("A"), "Corp"), topology.Azure).String(),
	} {
		r.configure(fmt.Sprintf("import {\n to = siterecovery_network_mapping.corp\n id = %q\n}\n", id) + corpTo("production"))
		r.Apply()
		r.changed()
		r.mapped("Corp", "Production")
		if output := r.Must("output", "corp"); !output.Says(byHand.Name) {
			t.Errorf("after the import of %s the id in the vault is %s", id, output.Output)
		}
		// From the state into the state of somebody else, or out of it: it stays in force.
		r.configure("removed {\n from = siterecovery_network_mapping.corp\n lifecycle { destroy = false }\n}")
		r.Must("apply", "-auto-approve")
		r.inForce("Corp > Production")
	}
	// An adopted mapping is changed and deleted like any other.
	r.configure(fmt.Sprintf("import {\n to = siterecovery_network_mapping.corp\n id = %q\n}\n", byHand.ID) + corpTo("staging"))
	r.Apply()
	r.changed("PATCH")
	r.configure("")
	r.Apply()
	r.changed("DELETE")
	r.inForce()

	wrong := byHand.ID + "x"
	if imported := r.Run("import", "siterecovery_network_mapping.corp", wrong); imported.Code == 0 {
		t.Errorf("an import of what is not there succeeds:\n%s", imported.Output)
	}
}

// A network that is renamed stays bound, whoever learns of its new name first, and
// nothing changes in the vault.
func TestAccVaultRename(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	corp := r.server.AddNetwork("Corp")
	r.Apply()
	r.changes()

	r.Env = append(r.Env, "TF_VAR_corp=Corporate")
	apply := r.Must("apply", "-auto-approve")
	if !apply.Says("Old name in the vault (SR605)", "'Corporate'", "'Corp'") {
		t.Errorf("the apply does not say that the vault has the old name:\n%s", apply.Output)
	}
	corp.Rename("Corporate")
	r.Apply()
	corp.Rename("Company")
	if plan := r.Run("plan"); plan.Code != 1 || !plan.Says("SR601", "no VM network 'Corporate'", "for the network that it calls 'Company'") {
		t.Errorf("a plan with a network that was renamed in VMM ends with %d:\n%s", plan.Code, plan.Output)
	}
	r.Env = append(r.Env, "TF_VAR_corp=Company")
	r.Apply()
	r.changed()
	r.mapped("Company", "Production")
	r.Must("destroy", "-auto-approve")
	r.inForce()
}

// A set of mappings is realised as a whole; what the vault refuses of it is told by
// its key, and the rest is done.
func TestAccVaultSet(t *testing.T) {
	r := newRealised(t, set(false, map[string]string{"corp": "production", "web": "production"}))
	corp, web := r.server.AddNetwork("Corp"), r.server.AddNetwork("Web")
	r.vault.AddAzureNetwork(azureProduction)
	r.Apply()
	r.changed("PUT", "PUT")
	r.inForce("Corp > Production", "Web > Production")

	// The vault does not know the network Staging: it refuses the one change, and
	// makes the other.
	r.configure(set(false, map[string]string{"corp": "staging"}))
	apply := r.Run("apply", "-auto-approve")
	if apply.Code != 1 || !apply.Says("Unable to update network mapping in the vault", `In mappings["/servers/A/vmNetworks/Corp"]`) {
		t.Errorf("an apply that the vault refuses in part ends with %d:\n%s", apply.Code, apply.Output)
	}
	r.inForce("Corp > Production")
	r.mapped("Corp", "Production")
	r.mapped("Web", "")
	r.vault.AddAzureNetwork(azureStaging)
	r.changes()
	r.Apply()
	r.changed("PATCH")
	r.inForce("Corp > Staging")

	// An exclusive set removes what was made by hand.
	web.Map("by hand", azureProduction)
	r.Apply() // which it is not yet
	r.inForce("Corp > Staging", "Web > Production")
	r.configure(set(true, map[string]string{"corp": "staging"}))
	if plan := r.Must("plan"); !plan.Says("SR214", "does not list VM network 'Web', which is mapped to Azure network 'Production'. That mapping will be deleted") {
		t.Errorf("the plan does not say that a mapping goes:\n%s", plan.Output)
	}
	r.Apply()
	r.inForce("Corp > Staging")

	// Drift.
	r.changes()
	corp.Map(r.vault.Mappings()[0].Name, azureProduction)
	r.Apply()
	r.changed("PATCH")
	r.vault.Unmap(r.vault.Mappings()[0])
	r.Apply()
	r.changed("PUT")
	r.inForce("Corp > Staging")
	r.Must("destroy", "-auto-approve")
	r.inForce()
	r.mapped("Corp", "")
}

// A set whose creation the vault refuses in part is taken over by the next run,
// or goes with a destroy.
func TestAccVaultSetRefusedAtFirst(t *testing.T) {
	for _, then := range []string{"apply", "destroy"} {
		t.Run(then, func(t *testing.T) {
			r := newRealised(t, set(false, map[string]string{"corp": "production", "web": "staging"}))
			r.server.AddNetwork("Corp")
			r.server.AddNetwork("Web")
			r.vault.AddAzureNetwork(azureProduction)
			apply := r.Run("apply", "-auto-approve")
			if apply.Code != 1 || !apply.Says("Unable to create network mapping in the vault", `In mappings["/servers/A/vmNetworks/Web"]`) {
				t.Errorf("an apply that the vault refuses in part ends with %d:\n%s", apply.Code, apply.Output)
			}
			r.inForce("Corp > Production")
			r.mapped("Web", "")
			r.changes()
			if then == "destroy" {
				r.Must("destroy", "-auto-approve")
				r.inForce()
				r.mapped("Corp", "")
				return
			}
			r.vault.AddAzureNetwork(azureStaging)
			r.Apply()
			r.changed("PUT")
			r.inForce("Corp > Production", "Web > Staging")
		})
	}
}

// A whole set is imported, with what only the vault has.
func TestAccVaultSetImport(t *testing.T) {
	r := newRealised(t, "import {\n to = siterecovery_network_mappings.all\n id = \"/servers/A/mappings/azure\"\n}\n"+
		set(true, map[string]string{"corp": "production", "web": "staging"}))
	r.server.AddNetwork("Corp").Map("one", azureProduction)
	r.server.AddNetwork("Web").Map("two", azureStaging)
	r.Apply()
	r.changed()
	r.mapped("Corp", "Production")
	r.mapped("Web", "Staging")
	if output := r.Must("output", "all"); !output.Says("/replicationNetworkMappings/one", "/replicationNetworkMappings/two") {
		t.Errorf("the ids in the vault are %s", output.Output)
	}
	r.Must("destroy", "-auto-approve")
	r.inForce()
}

// Without the vault, what is in force there stays, and the plan says so.
func TestAccVaultLeft(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp")
	r.Apply()
	r.changes()
	r.Write(required + estate + corpTo("production"))
	r.Apply()
	r.Write(required + estate + corpTo("staging"))
	if plan := r.Must("plan"); !plan.Says("Mapping stays in force in a vault (SR606)", vaulttest.VaultID) {
		t.Errorf("the plan does not say that the vault keeps the mapping:\n%s", plan.Output)
	}
	if plan := r.Must("plan", "-destroy"); !plan.Says("Mapping stays in force in a vault (SR606)", vaulttest.VaultID) {
		t.Errorf("the plan does not say that the vault keeps the mapping:\n%s", plan.Output)
	}
	r.Must("destroy", "-auto-approve")
	r.changed()
	r.inForce("Corp > Production")
}

// A mapping that another resource takes over stays in force, though Terraform
// destroys the one and creates the other at the same time.
func TestAccVaultOtherAddress(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp")
	r.Apply()
	r.changes()
	r.vault.Behave(func(b *vaulttest.Behaviour) { b.Answer, b.RetryAfter, b.Takes = vaulttest.ByBoth, 1, 2*time.Second })
	for _, configuration := range []string{
		strings.ReplaceAll(corpTo("production"), "corp\" {", "other\" {"),
		set(false, map[string]string{"corp": "production"}),
		corpTo("production"),
	} {
		configuration, _, _ = strings.Cut(configuration, "output")
		r.configure(configuration)
		r.Apply()
		r.inForce("Corp > Production")
		r.mapped("Corp", "Production")
	}
	r.changed()
}

// A state whose catalog has forgotten what is in force, for it is an older one, or
// a copy, brings it along.
func TestAccVaultOtherCatalog(t *testing.T) {
	for name, configuration := range map[string]string{
		"single": corpTo("production"),
		"set":    set(false, map[string]string{"corp": "production"}),
	} {
		for _, then := range []string{"apply", "destroy"} {
			t.Run(name+", "+then, func(t *testing.T) {
				r := newRealised(t, configuration)
				r.server.AddNetwork("Corp")
				r.Apply()
				r.changes()
				c, err := catalog.Open(r.Catalog)
				if err != nil {
					t.Fatal(err)
				}
				mapping := topology.MappingID(topology.VMNetworkID(topology.ServerID("A"), "Corp"), topology.Azure)
				there, _ := kept(t, r.Terraform).Mapping(mapping)
				if err := c.Apply(t.Context(), topology.Deletion(mapping)); err != nil {
					t.Fatal(err)
				}
				if err := c.Apply(t.Context(), topology.Creation(there)); err != nil {
					t.Fatal(err)
				}
				if then == "destroy" {
					r.Must("destroy", "-auto-approve")
					r.inForce()
					return
				}
				r.Apply()
				r.changed()
				if recorded := kept(t, r.Terraform).Holding(mapping).Vault; recorded == "" {
					t.Error("the catalog does not know what is in force")
				}
			})
		}
	}
}

// In another vault, mappings are made anew, and the plan says that the old one
// keeps them.
func TestAccVaultAnotherVault(t *testing.T) {
	r := newRealised(t, corpTo("production"))
	r.server.AddNetwork("Corp")
	r.Apply()
	recorded := vaulttest.VaultID[:strings.LastIndex(vaulttest.VaultID, "/")] + "/Old/replicationFabrics/f/replicationNetworks/n/replicationNetworkMappings/m"
	c, err := catalog.Open(r.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	run, err := c.Begin(t.Context(), "elsewhere", false)
	if err != nil {
		t.Fatal(err)
	}
	mapping := topology.MappingID(topology.VMNetworkID(topology.ServerID("A"), "Corp"), topology.Azure)
	there, _ := run.Found().Mapping(mapping)
	step := catalog.Step{Change: topology.Updating(there), Claim: run.Found().Holding(mapping).Claim, Vault: recorded}
	if err := run.Apply(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	r.vault.Unmap(r.vault.Mappings()[0])
	if plan := r.Must("plan"); !plan.Says("+ vault_mapping_id", "/vaults/TestVault/", "Mapping stays in force in a vault (SR606)", "/vaults/Old/") {
		t.Errorf("the plan does not say that the old vault keeps the mapping:\n%s", plan.Output)
	}
	r.Apply()
	r.inForce("Corp > Production")
}
