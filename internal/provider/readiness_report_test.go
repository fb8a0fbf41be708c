package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
)

// pageWith checks a page for what it says, and for what it does not say.
func pageWith(parts []string, absent ...string) knownvalue.Check {
	return knownvalue.StringFunc(func(page string) error {
		for _, part := range parts {
			if !strings.Contains(page, part) {
				return fmt.Errorf("the page does not say %q", part)
			}
		}
		for _, part := range absent {
			if strings.Contains(page, part) {
				return fmt.Errorf("the page says %q", part)
			}
		}
		return nil
	})
}

// The page is kept in an output: a second plan that is empty says that it is the same.
func TestAccReadinessReport(t *testing.T) {
	s := newScene(t)
	const address = "data.siterecovery_readiness.x"
	ask := func(arguments string) string {
		return `data "siterecovery_readiness" "x" {
			` + arguments + `
			` + everything + `
		}
		output "report" { value = data.siterecovery_readiness.x.report_html }`
	}
	const machines = `virtual_machines = {
		safe = { cloud_id = siterecovery_cloud.gold_a.id, adapters = [{ network_id = siterecovery_vm_network.a1.id }] }
		lost = { cloud_id = siterecovery_cloud.silver_a.id, adapters = [{ network_id = siterecovery_vm_network.a1.id }] }
	}`
	s.run(
		s.asks(address, ask(""), map[string]knownvalue.Check{
			"ready": knownvalue.Bool(true),
			"report_html": pageWith([]string{
				"<title>Ready, with 1 warning – Failover readiness</title>", "Failover readiness of the whole catalog",
				"Map VM network &#39;B1&#39; to VM network &#39;A1&#39;.", "No machines were given", " UTC</time>",
			}, "not noted"),
		}),
		// The page and the answers agree about machines.
		s.asks(address, ask(machines), map[string]knownvalue.Check{
			"ready": knownvalue.Bool(false), "error_count": knownvalue.Int64Exact(1), "warning_count": knownvalue.Int64Exact(1),
			"findings": list(
				object(map[string]knownvalue.Check{
					"code": text("SR302"), "subject_id": text("/servers/A/clouds/SilverA"), "remedy": text("Protect cloud 'SilverA'."),
					"detail": text("Cloud 'SilverA' is not protected, so its machines are not replicated. Machines: 'lost'."),
				}),
				object(map[string]knownvalue.Check{"code": text("SR305"), "severity": text("warning")}),
			),
			"report_html": pageWith([]string{
				"<title>Not ready – Failover readiness</title>", "1 error, 1 warning; 1 machine at risk", "<bdi>lost</bdi>", "is not protected",
			}, "<bdi>safe</bdi>"),
		}),
		s.asks(address, ask("source_server_id = siterecovery_vmm_server.b.id\n"+machines), map[string]knownvalue.Check{
			"report_html": pageWith([]string{"<title>Nothing is protected", "what replicates from VMM server &#39;B&#39;"}, "<bdi>lost</bdi>"),
		}),
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_readiness" "x" {
				virtual_machines = { "vm 1" = { cloud_id = "/servers/A/clouds/absent", adapters = [{ network_id = "A1", ip_address = "" }] } }
			}`),
			ExpectError: said("Invalid id (SR102)", `virtual_machines["vm 1"].adapters[0].network_id`, `"A1" is not an id`),
		},
		resource.TestStep{
			Config: s.config(twoSites, `data "siterecovery_readiness" "x" {
				virtual_machines = { vm = { cloud_id = "/servers/A/clouds/absent", adapters = [] } }
			}`),
			ExpectError: said("Reference to an unknown object (SR104)", "There is no cloud 'absent'",
				"Invalid value (SR109)", "The machine 'vm' has no network adapters", "leave the machine out"),
		},
	)
}
