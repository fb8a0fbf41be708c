package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// findingModel is a finding as a data source answers with it.
type findingModel struct {
	Code      types.String `tfsdk:"code"`
	Severity  types.String `tfsdk:"severity"`
	SubjectID types.String `tfsdk:"subject_id"`
	Summary   types.String `tfsdk:"summary"`
	Detail    types.String `tfsdk:"detail"`
	Remedy    types.String `tfsdk:"remedy"`
}

func modelsOfFindings(findings []engine.Finding) []findingModel {
	models := make([]findingModel, len(findings))
	for i, finding := range findings {
		models[i] = findingModel{
			Code:      types.StringValue(string(finding.Code)),
			Severity:  types.StringValue(string(finding.Severity)),
			SubjectID: textOrNull(finding.Subject.String()),
			Summary:   types.StringValue(finding.Summary()),
			Detail:    said(finding.Detail),
			Remedy:    said(finding.Remedy),
		}
	}
	return models
}

func findingsAttribute(description string) schema.Attribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: description,
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"code":       answer("The code, which never changes its meaning: see the guide to the findings."),
				"severity":   answer("`error` or `warning`."),
				"subject_id": answer("The id of the object that the finding is about."),
				"summary":    answer("What it is, in a few words."),
				"detail":     answer("What is wrong, with the names of the objects."),
				"remedy":     answer("What to do about it."),
			},
		},
	}
}

// failsDescription says what it is to fail, of a machine or of an adapter.
const failsDescription = "Whether an address that is needed is not available, connected or not. In Azure, the failover of the machine then fails: the requested " +
	"address is outside the subnet, reserved or in use (rule A4, documented), or none is left (inferred). On a VMM server, the allocation of " +
	"the address fails: there is no static IP pool (rule A2, documented), or it has no address left (inferred)."

// landingAttributes are those of the outcome of an adapter.
func landingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"connected": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether the replica is connected to a network. The machine may fail even if it is connected, because an address is missing: see `ip_rule`.",
		},
		"outcome": answer("What happens to the adapter; the first of these that applies: `not_protected` (its cloud has no protection), " +
			"`not_in_cloud` (its cloud does not use the source network), `not_mapped` (there is no mapping to the fabric that its cloud " +
			"replicates to), `target_unavailable` (there is a mapping, but its target is not available for the protection of the cloud), `connected`."),
		"target_network_id":   answer("The id of the network that the replica is connected to; null unless connected."),
		"target_network_name": answer("Its name; null unless connected."),
		"target_subnet_name":  answer("The name of the subnet; null unless connected, and if the network has no subnets."),
		"subnet_rule": answer("How the subnet was chosen: `same_name` (it has the name of the adapter's subnet), `first_subnet` (the " +
			"first in the order of the network, because none has that name), `no_subnet` (the network has none); null unless connected."),
		"target_ip_address": answer("The address that the target assigns to the replica; null if it assigns none."),
		"ip_rule": answer("How the address was chosen. On a VMM server: `same_address` (the static IP pool contains the adapter's address and it is " +
			"free), `next_free` (another address of the pool), `no_pool` (there is no static IP pool, and the allocation fails), " +
			"`pool_exhausted` (no address is left), `dhcp` (a DHCP server assigns the address). In Azure: `requested` (the requested " +
			"address), `not_in_subnet` (it is outside the subnet, reserved or in use, and the failover fails), `next_free`, " +
			"`pool_exhausted`. With `no_pool`, `pool_exhausted` and `not_in_subnet` the machine fails. Null unless connected."),
		"host_ids": schema.ListAttribute{
			ElementType: types.StringType,
			Computed:    true,
			MarkdownDescription: "The ids of the hosts that can run the replica: they serve the protecting cloud and are connected to the " +
				"target's logical network. Sorted; empty in Azure, and if the cloud is not given.",
		},
		"reason": answer("Why, in sentences."),
	}
}

// landingModel is the outcome of an adapter as a data source answers with it.
type landingModel struct {
	Connected         types.Bool     `tfsdk:"connected"`
	Outcome           types.String   `tfsdk:"outcome"`
	TargetNetworkID   types.String   `tfsdk:"target_network_id"`
	TargetNetworkName types.String   `tfsdk:"target_network_name"`
	TargetSubnetName  types.String   `tfsdk:"target_subnet_name"`
	SubnetRule        types.String   `tfsdk:"subnet_rule"`
	TargetIPAddress   types.String   `tfsdk:"target_ip_address"`
	IPRule            types.String   `tfsdk:"ip_rule"`
	HostIDs           []types.String `tfsdk:"host_ids"`
	Reason            types.String   `tfsdk:"reason"`
}

func modelOfLanding(landing engine.Landing) landingModel {
	address := types.StringNull()
	if landing.Address.IsValid() {
		address = types.StringValue(landing.Address.String())
	}
	return landingModel{
		Connected:         types.BoolValue(landing.Outcome == engine.Connected),
		Outcome:           types.StringValue(string(landing.Outcome)),
		TargetNetworkID:   textOrNull(landing.Target.String()),
		TargetNetworkName: textOrNull(landing.Target.Name()),
		TargetSubnetName:  textOrNull(landing.Subnet),
		SubnetRule:        textOrNull(string(landing.SubnetRule)),
		TargetIPAddress:   address,
		IPRule:            textOrNull(string(landing.AddressRule)),
		HostIDs:           idList(landing.Hosts),
		Reason:            said(landing.Reason()),
	}
}
