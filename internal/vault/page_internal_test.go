package vault

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

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
	diagnostictest.Golden(t, "vault-service", page.String())
}
