package planner

import (
	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Validate judges an object by itself. What has been planned so far decides how
// the objects are named that the findings are about.
func (p *Planner) Validate(object topology.Object) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	return engine.Validate(p.overlay, object)
}
