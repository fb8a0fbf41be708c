package provider

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
)

var _ datasource.DataSourceWithConfigure = (*vaultDataSource)(nil)

type vaultDataSource struct {
	question
}

func newVaultDataSource() datasource.DataSource {
	return &vaultDataSource{question{name: "vault"}}
}

type vaultAnswerModel struct {
	VaultID           types.String                        `tfsdk:"vault_id"`
	Sites             map[string]exportedSite             `tfsdk:"sites"`
	Fabrics           []discoveredFabricModel             `tfsdk:"fabrics"`
	Networks          []discoveredNetworkModel            `tfsdk:"networks"`
	LogicalNetworks   []discoveredLogicalNetworkModel     `tfsdk:"logical_networks"`
	Clouds            []discoveredCloudModel              `tfsdk:"clouds"`
	Pairings          []discoveredPairingModel            `tfsdk:"pairings"`
	Mappings          []discoveredMappingModel            `tfsdk:"mappings"`
	ProtectedMachines []discoveredMachineModel            `tfsdk:"protected_machines"`
	VirtualMachines   map[string]discoveredVirtualMachine `tfsdk:"virtual_machines"`
}

type discoveredFabricModel struct {
	Name     types.String `tfsdk:"name"`
	Type     types.String `tfsdk:"type"`
	Health   types.String `tfsdk:"health"`
	ServerID caseless     `tfsdk:"server_id"`
	VaultID  types.String `tfsdk:"vault_fabric_id"`
}

type discoveredNetworkModel struct {
	ID       caseless                `tfsdk:"id"`
	ServerID caseless                `tfsdk:"server_id"`
	Name     types.String            `tfsdk:"name"`
	Type     types.String            `tfsdk:"type"`
	Subnets  []discoveredSubnetModel `tfsdk:"subnets"`
	VaultID  types.String            `tfsdk:"vault_network_id"`
}

type discoveredSubnetModel struct {
	Name            types.String `tfsdk:"name"`
	AddressPrefixes []string     `tfsdk:"address_prefixes"`
}

type discoveredLogicalNetworkModel struct {
	ID        caseless     `tfsdk:"id"`
	ServerID  caseless     `tfsdk:"server_id"`
	Name      types.String `tfsdk:"name"`
	Isolation types.String `tfsdk:"isolation"`
	VaultID   types.String `tfsdk:"vault_logical_network_id"`
}

type discoveredCloudModel struct {
	ID                    caseless     `tfsdk:"id"`
	ServerID              caseless     `tfsdk:"server_id"`
	Name                  types.String `tfsdk:"name"`
	Role                  types.String `tfsdk:"role"`
	PairingStatus         types.String `tfsdk:"pairing_status"`
	ProtectedMachineCount types.Int64  `tfsdk:"protected_machine_count"`
	VaultID               types.String `tfsdk:"vault_cloud_id"`
}

type discoveredPairingModel struct {
	ProtectedCloudID  caseless     `tfsdk:"protected_cloud_id"`
	ProtectingCloudID caseless     `tfsdk:"protecting_cloud_id"`
	ToAzure           types.Bool   `tfsdk:"to_azure"`
	Policy            types.String `tfsdk:"policy"`
	State             types.String `tfsdk:"state"`
	Health            types.String `tfsdk:"health"`
	VaultID           types.String `tfsdk:"vault_pairing_id"`
}

type discoveredMappingModel struct {
	ID              caseless     `tfsdk:"id"`
	Scenario        types.String `tfsdk:"scenario"`
	SourceNetworkID caseless     `tfsdk:"source_network_id"`
	TargetNetworkID caseless     `tfsdk:"target_network_id"`
	State           types.String `tfsdk:"state"`
	VaultID         types.String `tfsdk:"vault_mapping_id"`
	VaultTargetID   types.String `tfsdk:"vault_target_network_id"`
}

type discoveredMachineModel struct {
	Name           types.String             `tfsdk:"name"`
	CloudID        caseless                 `tfsdk:"cloud_id"`
	TargetServerID caseless                 `tfsdk:"target_server_id"`
	ToAzure        types.Bool               `tfsdk:"to_azure"`
	State          types.String             `tfsdk:"state"`
	FailedOver     types.Bool               `tfsdk:"failed_over"`
	Adapters       []discoveredAdapterModel `tfsdk:"adapters"`
	VaultID        types.String             `tfsdk:"vault_machine_id"`
}

type discoveredAdapterModel struct {
	NetworkName      types.String `tfsdk:"network_name"`
	NetworkID        caseless     `tfsdk:"network_id"`
	SubnetName       types.String `tfsdk:"subnet_name"`
	IPAddress        types.String `tfsdk:"ip_address"`
	TargetNetworkID  caseless     `tfsdk:"target_network_id"`
	TargetSubnetName types.String `tfsdk:"target_subnet_name"`
	TargetIPAddress  types.String `tfsdk:"target_ip_address"`
	Selection        types.String `tfsdk:"selection"`
	VaultTargetID    types.String `tfsdk:"vault_target_network_id"`
	VaultID          types.String `tfsdk:"vault_adapter_id"`
}

// discoveredVirtualMachine is a machine as a failover plan takes it.
type discoveredVirtualMachine struct {
	CloudID      caseless                   `tfsdk:"cloud_id"`
	RecoveryPlan types.String               `tfsdk:"recovery_plan"`
	Adapters     []discoveredVirtualAdapter `tfsdk:"adapters"`
}

type discoveredVirtualAdapter struct {
	NetworkID  caseless     `tfsdk:"network_id"`
	SubnetName types.String `tfsdk:"subnet_name"`
	IPAddress  types.String `tfsdk:"ip_address"`
}

// Schema implements [datasource.DataSource]. What there may be thousands of has no
// nested attributes: the framework takes quadratic time for those.
func (d *vaultDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	id, text, flag := caselessType{}, types.StringType, types.BoolType
	listOf := func(attributes map[string]attr.Type) attr.Type {
		return types.ListType{ElemType: types.ObjectType{AttrTypes: attributes}}
	}
	list := func(attributes map[string]attr.Type, description string) schema.Attribute {
		return schema.ListAttribute{ElementType: types.ObjectType{AttrTypes: attributes}, Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the Recovery Services vault of the provider's configuration knows: the VMM servers registered in it with what it has discovered " +
			"there, which clouds replicate where, which mappings are in force, and which machines are protected, with what the service will do with each of their " +
			"network adapters.\n\n" +
			"Every id that begins with `/servers/` is made of the names that the vault has. If the object is declared with the same name, it has this id here; " +
			"the id is null if the name is not allowed here. Attributes that begin with `vault_` are ARM ids.\n\n" +
			"The vault does not know which logical network a VM network is on, which logical networks a cloud has, hosts, VLANs, IP pools, the subnets of many " +
			"networks, or to which region of Azure a cloud replicates. It discovers new objects in VMM when the VMM server is refreshed in the vault.\n\n" +
			"The vault is read once in a run of Terraform. If the data source is to include mappings of the same run, add them to its `depends_on`. " +
			"Without `vault` in the provider's configuration it is an error.",
		Attributes: map[string]schema.Attribute{
			"vault_id": answer("The ARM id of the vault."),
			"sites": schema.MapAttribute{
				ElementType: types.ObjectType{AttrTypes: exportedSiteTypes},
				Computed:    true,
				MarkdownDescription: "What the vault knows about each VMM server, by the server's name, with the structure that [vmm_export](../functions/vmm_export.md) returns, so that " +
					"one module accepts both: see the guide *Bringing in an existing site*. Values that the vault does not know are null: `logical_network` of a VM network, " +
					"`logical_networks` of a cloud, `subnets` if it reports none, `address_prefix` if it reports none or several, `ip_pool`; and `hosts` is empty. " +
					"If several objects of a server have the same name, or a name is not allowed here, these objects are omitted, with a warning.",
			},
			"fabrics": list(map[string]attr.Type{
				"name": text, "type": text, "health": text, "server_id": id, "vault_fabric_id": text,
			}, "The sites that the vault knows, sorted by name. `type` is the value from the service, `VMM` for a VMM server; `server_id` is null for all others."),
			"networks": list(map[string]attr.Type{
				"id": id, "server_id": id, "name": text, "type": text,
				"subnets":          listOf(map[string]attr.Type{"name": text, "address_prefixes": names}),
				"vault_network_id": text,
			}, "The VM networks, sorted by server and name. `type` is the isolation as the service reports it, such as `NoIsolation`. The subnets are in the service's order; "+
				"for many networks that have subnets it reports none."),
			"logical_networks": list(map[string]attr.Type{
				"id": id, "server_id": id, "name": text, "isolation": text, "vault_logical_network_id": text,
			}, "The logical networks, sorted by id. `isolation` is that of [siterecovery_logical_network](../resources/logical_network.md)."),
			"clouds": list(map[string]attr.Type{
				"id": id, "server_id": id, "name": text, "role": text, "pairing_status": text, "protected_machine_count": types.Int64Type, "vault_cloud_id": text,
			}, "The clouds of the VMM servers, sorted by id. `role` and `pairing_status` are values from the service, such as `Primary` and `Paired`."),
			"pairings": list(map[string]attr.Type{
				"protected_cloud_id": id, "protecting_cloud_id": id, "to_azure": flag, "policy": text, "state": text, "health": text, "vault_pairing_id": text,
			}, "Which clouds replicate where, sorted by the protected cloud. `protecting_cloud_id` is null for Azure. `policy` is the name of the replication policy; "+
				"`state` and `health` are values from the service."),
			"mappings": list(map[string]attr.Type{
				"id": id, "scenario": text, "source_network_id": id, "target_network_id": id, "state": text, "vault_mapping_id": text, "vault_target_network_id": text,
			}, "The network mappings of VM networks that are in force, no matter who created them, sorted by source. `id` is the id of the mapping in a catalog. "+
				"`target_network_id` is null if the vault does not know the target."),
			"protected_machines": list(map[string]attr.Type{
				"name": text, "cloud_id": id, "target_server_id": id, "to_azure": flag, "state": text, "failed_over": flag, "vault_machine_id": text,
				"adapters": listOf(map[string]attr.Type{
					"network_name": text, "network_id": id, "subnet_name": text, "ip_address": text,
					"target_network_id": id, "target_subnet_name": text, "target_ip_address": text, "selection": text,
					"vault_target_network_id": text, "vault_adapter_id": text,
				}),
			}, "The protected machines of VMM clouds, sorted by name, with everything that the service will do with their adapters. If several machines have the same name, "+
				"the cloud is added to the name in parentheses, and more if that is not enough. An adapter's `target_network_id`, `target_subnet_name` and "+
				"`target_ip_address` are what was set for this machine, when protection was enabled or later; they are null if nothing was set, and then the mapping of "+
				"its network decides. `selection` is a value from the service: `NotSelected` for an adapter that the replica will not have. A difference from the mapping "+
				"is a finding of [siterecovery_readiness](readiness.md), SR609."),
			"virtual_machines": schema.MapAttribute{
				CustomType:  machinesType,
				ElementType: machinesType.ElemType,
				Computed:    true,
				MarkdownDescription: "The protected machines, by name, in the form that [siterecovery_failover_plan](failover_plan.md) and " +
					"[siterecovery_failover_baseline](../resources/failover_baseline.md) accept. Adapters that are connected to no network are omitted, and so are " +
					"machines without any other, and machines whose cloud has a name that is not allowed here: `protected_machines` has all of them. `recovery_plan` is null: recovery plans are not read from the vault. " +
					"To get only those of one VMM server: `{ for name, machine in data.siterecovery_vault.this.virtual_machines : name => machine if " +
					"provider::siterecovery::parse_id(machine.cloud_id).server == \"VMM-Beijing\" }`.",
			},
		},
	}
}

func (d *vaultDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if d.session.vault == nil {
		resp.Diagnostics.AddError("No vault is configured",
			"siterecovery_vault asks the Recovery Services vault that the attribute vault of the provider's configuration names, and the configuration does not have it.\n\n"+
				"Remedy: Give the provider vault = { vault_id = \"…\" } with the ARM id of the vault, or remove the data source.")
		return
	}
	found, err := d.session.vault.Discover(ctx)
	if err != nil {
		addUnreadable(&resp.Diagnostics, err)
		return
	}
	sites, nameless := found.Sites()
	addNameless(&resp.Diagnostics, nameless)
	m := vaultAnswerModel{
		VaultID:           types.StringValue(d.session.vault.ID().String()),
		Sites:             modelsOfSites(sites),
		Fabrics:           modelsOf(found.Fabrics, modelOfFabric),
		Networks:          modelsOf(found.Networks, modelOfNetwork),
		LogicalNetworks:   modelsOf(found.LogicalNetworks, modelOfLogicalNetwork),
		Clouds:            modelsOf(found.Clouds, modelOfCloud),
		Pairings:          modelsOf(found.Pairings, modelOfPairing),
		Mappings:          modelsOf(found.Mappings, modelOfMapping),
		ProtectedMachines: modelsOf(found.Machines, modelOfMachine),
		VirtualMachines:   virtualMachinesOf(found.Machines),
	}
	putModel(&resp.State, &m, &resp.Diagnostics)
}

// addNameless says once what is missing in sites.
func addNameless(diags *diag.Diagnostics, nameless []vault.Nameless) {
	if len(nameless) == 0 {
		return
	}
	const most = 10
	var text string
	for _, thing := range nameless[:min(most, len(nameless))] {
		text += "\n  - " + thing.String()
	}
	if more := len(nameless) - most; more > 0 {
		text += fmt.Sprintf("\n  - and %d more", more)
	}
	diags.AddWarning("Not all that the vault discovered is in sites",
		topology.Visible(fmt.Sprintf("In the attribute sites, things are found by their names. These are left out, since they share a name or have one that nothing can have here:%s\n\n"+
			"Remedy: Rename them in VMM and refresh the VMM server in the vault; of a VMM server that is registered twice, remove the registration that is no longer "+
			"used. The other attributes have them all.", text)))
}

func modelsOf[T, M any](things []T, model func(T) M) []M {
	models := make([]M, len(things))
	for i, thing := range things {
		models[i] = model(thing)
	}
	return models
}

func modelsOfSites(sites map[string]vault.Site) map[string]exportedSite {
	models := make(map[string]exportedSite, len(sites))
	for name, site := range sites {
		model := exportedSite{
			Server:          name,
			LogicalNetworks: make(map[string]exportedLogicalNetwork, len(site.LogicalNetworks)),
			VMNetworks:      make(map[string]exportedVMNetwork, len(site.Networks)),
			Clouds:          make(map[string]exportedCloud, len(site.Clouds)),
			Hosts:           map[string]exportedHost{},
		}
		for name, network := range site.LogicalNetworks {
			model.LogicalNetworks[name] = exportedLogicalNetwork{string(network.Isolation)}
		}
		for name, network := range site.Networks {
			model.VMNetworks[name] = exportedVMNetwork{types.StringNull(), listOfSubnets(network.Declared(), subnetAttributes)}
		}
		for name := range site.Clouds {
			model.Clouds[name] = exportedCloud{}
		}
		models[name] = model
	}
	return models
}

func modelOfFabric(f vault.Fabric) discoveredFabricModel {
	return discoveredFabricModel{
		Name: types.StringValue(f.Name), Type: textOrNull(f.Type), Health: textOrNull(f.Health),
		ServerID: idOrNull(f.ID), VaultID: types.StringValue(f.ARM.String()),
	}
}

func modelOfNetwork(n vault.Network) discoveredNetworkModel {
	return discoveredNetworkModel{
		ID: idOrNull(n.ID), ServerID: idOrNull(n.ID.Server()), Name: types.StringValue(n.Name), Type: textOrNull(n.Type),
		Subnets: modelsOf(n.Subnets, func(s vault.Subnet) discoveredSubnetModel {
			return discoveredSubnetModel{types.StringValue(s.Name), append([]string{}, s.AddressPrefixes...)}
		}),
		VaultID: types.StringValue(n.ARM.String()),
	}
}

func modelOfLogicalNetwork(n vault.LogicalNetwork) discoveredLogicalNetworkModel {
	return discoveredLogicalNetworkModel{
		ID: idOrNull(n.ID), ServerID: idOrNull(n.ID.Server()), Name: types.StringValue(n.Name),
		Isolation: types.StringValue(string(n.Isolation)), VaultID: types.StringValue(n.ARM.String()),
	}
}

func modelOfCloud(c vault.Cloud) discoveredCloudModel {
	return discoveredCloudModel{
		ID: idOrNull(c.ID), ServerID: idOrNull(c.Server), Name: types.StringValue(c.Name), Role: textOrNull(c.Role),
		PairingStatus: textOrNull(c.Paired), ProtectedMachineCount: types.Int64Value(int64(c.Machines)), VaultID: types.StringValue(c.ARM.String()),
	}
}

func modelOfPairing(p vault.Pairing) discoveredPairingModel {
	return discoveredPairingModel{
		ProtectedCloudID: idOrNull(p.Protected), ProtectingCloudID: idOrNull(p.Protecting), ToAzure: types.BoolValue(p.ToAzure),
		Policy: textOrNull(p.Policy), State: textOrNull(p.State), Health: textOrNull(p.Health), VaultID: types.StringValue(p.ARM.String()),
	}
}

func modelOfMapping(m vault.Mapping) discoveredMappingModel {
	return discoveredMappingModel{
		ID: idOrNull(m.ID()), Scenario: types.StringValue(string(m.Scenario)), SourceNetworkID: idOrNull(m.Source), TargetNetworkID: idOrNull(m.Target),
		State: textOrNull(m.State), VaultID: types.StringValue(m.ARM.String()), VaultTargetID: textOrNull(m.TargetARM.String()),
	}
}

func modelOfMachine(m vault.Machine) discoveredMachineModel {
	toAzure := m.Fabric.Same(topology.Azure)
	model := discoveredMachineModel{
		Name: types.StringValue(m.Key), CloudID: idOrNull(m.Cloud), TargetServerID: idOrNull(m.Fabric), ToAzure: types.BoolValue(toAzure),
		State: textOrNull(m.State), FailedOver: types.BoolValue(m.FailedOver), VaultID: types.StringValue(m.ARM.String()),
		Adapters: modelsOf(m.Adapters, modelOfAdapter),
	}
	if toAzure {
		model.TargetServerID = idOrNull(topology.ID{})
	}
	return model
}

func modelOfAdapter(a vault.Adapter) discoveredAdapterModel {
	return discoveredAdapterModel{
		NetworkName: textOrNull(a.NetworkName), NetworkID: idOrNull(a.Network), SubnetName: textOrNull(a.SubnetName), IPAddress: textOrNull(a.Address),
		TargetNetworkID: idOrNull(a.Target), TargetSubnetName: textOrNull(a.TargetSubnetName), TargetIPAddress: textOrNull(a.TargetAddress),
		Selection: textOrNull(a.Selection), VaultTargetID: textOrNull(a.TargetARM.String()), VaultID: textOrNull(a.NIC),
	}
}

// virtualMachinesOf returns machines as a failover plan takes them, who would
// refuse all for one without a cloud or without adapters, and an adapter without a network.
func virtualMachinesOf(machines []vault.Machine) map[string]discoveredVirtualMachine {
	models := make(map[string]discoveredVirtualMachine, len(machines))
	for _, machine := range machines {
		if machine.Cloud.IsZero() {
			continue
		}
		model := discoveredVirtualMachine{CloudID: idOrNull(machine.Cloud), Adapters: []discoveredVirtualAdapter{}}
		for _, adapter := range machine.Adapters {
			if adapter.Network.IsZero() {
				continue
			}
			virtual := discoveredVirtualAdapter{NetworkID: idOrNull(adapter.Network), SubnetName: textOrNull(adapter.SubnetName)}
			if _, err := netip.ParseAddr(adapter.Address); err == nil {
				virtual.IPAddress = types.StringValue(adapter.Address)
			}
			model.Adapters = append(model.Adapters, virtual)
		}
		if len(model.Adapters) > 0 {
			models[machine.Key] = model
		}
	}
	return models
}
