package provider

import (
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// validate judges an object by itself. Terraform validates before it configures
// the provider, when there is no session and nothing else is known, and again
// when it plans.
func (s *session) validate(object topology.Object) []engine.Finding {
	if s == nil {
		return engine.Validate(nil, object)
	}
	return s.planner.Validate(object)
}
