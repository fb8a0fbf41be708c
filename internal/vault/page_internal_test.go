package vault

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// endless is an operation that is never done.
type endless struct{ operation[mappingCreated] }

func (endless) Done() bool { return false }

// What people read of what the service answers, whether its fake can or not.
func TestPage(t *testing.T) {
	var page strings.Builder
	page.WriteString("A Recovery Services vault: what the service answers, and what lies on the way to it.\n")
	say := func(what string, err error) { fmt.Fprintf(&page, "-- %s --\n%s\n", what, err) }
	c := &connection{settings: &settings{pace: Pace{}.orDefault()}}
	const doing = "list the fabrics of vault 'TestVault'"
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusInternalServerError} {
		failure := &ServiceError{Doing: doing, Status: status, Message: http.StatusText(status)}
		failure.Remedy = remedyFor(status)
		say(fmt.Sprint(status), failure)
	}
	say("no such vault", c.unknownVault(&ServiceError{Doing: doing, Status: http.StatusNotFound, Message: "The resource is not there"}))
	say("it was interrupted", c.failed(doing, context.Canceled))
	say("the service gives no reason", &ServiceError{Doing: doing, Status: http.StatusBadGateway})
	say("all that the service may say", &ServiceError{
		Doing: doing, Code: "78007", Message: "The network is busy", PossibleCauses: "A failover", RecommendedAction: "Wait for its end", Activity: "689647ac",
	})
	say("an answer is lost", &UncertainError{Doing: "create the network mapping of 'Web'", Last: errors.New("connection reset")})
	say("no such server", &NotFoundError{Object: topology.ServerID("Beijing"), Remedy: "Correct the name, or register the VMM server in the vault."})

	// Changes that the service leaves in doubt.
	c.settings.pace.FirstPoll = 2 * c.settings.pace.Operation
	c.settings.pace.LongestPoll = c.settings.pace.FirstPoll
	const making = "create the network mapping of 'Web' to Azure network 'prod' in the vault"
	_, err := operate(t.Context(), c, making, func(context.Context) (operation[mappingCreated], error) { return endless{}, nil })
	say("an operation without end", &UncertainError{Doing: making, Last: err})

	service := vaulttest.Start(t)
	service.AddServer("Beijing").AddNetwork("Web")
	v, err := New(Config{
		VaultID: vaulttest.VaultID, Transport: service.Transport(), Pace: Pace{FirstPoll: time.Millisecond, Retry: time.Millisecond},
		Config: azure.Config{TenantID: vaulttest.Tenant, ClientID: vaulttest.ClientID, ClientSecret: vaulttest.ClientSecret},
	}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	target, err := topology.ParseID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/prod")
	if err != nil {
		t.Fatal(err)
	}
	link, err := v.Bind(t.Context(), topology.VMNetworkID(topology.ServerID("Beijing"), "Web"), target)
	if err != nil {
		t.Fatal(err)
	}
	service.Fail("PUT replicationFabrics/*/replicationNetworks/*/replicationNetworkMappings/*", slices.Repeat([]vaulttest.Fault{vaulttest.Broken(http.StatusOK)}, 9)...)
	_, err = v.Create(t.Context(), link)
	say("success that the vault does not show", err)
	diagnostictest.Golden(t, "vault-service", page.String())
}
