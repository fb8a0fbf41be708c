package planner

import (
	"slices"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Judge says what else is wrong with a change of which it is known already that it
// cannot be made, or whose object has no id yet. It is not laid over. Intent.Unknown
// tells also the attributes that are wrong. Of the warnings, only those about the
// object by itself are given: the others wait until the change can be made.
func (p *Planner) Judge(intent Intent) []engine.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := len(engine.Validate(p.overlay, intent.Change.Object))
	findings := engine.Check(p.overlay, intent.Change, func(other topology.ID) engine.Standing { return p.standing(other, nil) })
	var told []engine.Finding
	for i, finding := range findings {
		if i >= own && finding.Severity != engine.Error ||
			intent.Unknown != nil && intent.Unknown(finding.Attribute) ||
			slices.ContainsFunc(finding.RestsOn, func(on topology.ID) bool { return p.incomplete[on.Key()] }) {
			continue
		}
		told = append(told, finding)
	}
	return told
}
