package examples_test

import (
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
)

// The first configuration applies as it is, and its plan fails as is shown.
func TestFirstConfiguration(t *testing.T) {
	t.Parallel()
	index := open(t, "../index.md.tmpl")
	text := strings.TrimPrefix(index.snippet("required_providers"), "\n") + "\n" + configuration(t, "resources/siterecovery_network_mapping")
	terraform := terraformtest.New(t, text)
	terraform.Apply()
	const has = "name                = \"GoldCloud2\"\n  logical_network_ids = ["
	terraform.Write(strings.Replace(text, has+"siterecovery_logical_network.shanghai.id", has, 1))
	index.wraps(terraform.Run("plan"), `Error: Target network not available (SR203)
		with siterecovery_network_mapping.there,
		on main.tf line 60, in resource "siterecovery_network_mapping" "there":
		60: target_network_id = siterecovery_vm_network.shanghai.id
		VM network 'VMNetwork1-Shanghai' is not available for cloud 'GoldCloud1', which cloud 'GoldCloud2' protects: cloud 'GoldCloud2' does not have
		logical network 'LogicalNetwork1-Shanghai', on which VM network 'VMNetwork1-Shanghai' is. After a failover, the replicas of that cloud's machines could not be connected to it.
		Remedy: Add logical network 'LogicalNetwork1-Shanghai' to cloud 'GoldCloud2', or map to a network that is available for all protections named (none is known so far).`)
}
