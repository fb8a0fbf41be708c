package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// unknownIn returns what tells the attributes that are not known yet, nil if all
// are known. An object as a whole is known when all its attributes are.
func unknownIn(raw tftypes.Value) func(engine.Path) bool {
	if raw.IsFullyKnown() {
		return nil
	}
	var unknown []string
	_ = tftypes.Walk(raw, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		if value.IsKnown() {
			return true, nil
		}
		if steps, ok := enginePath(at); ok {
			unknown = append(unknown, steps.String())
		}
		return false, nil
	})
	return func(attribute engine.Path) bool {
		if len(attribute) == 0 {
			return true
		}
		text := attribute.String()
		for _, prefix := range unknown {
			rest, ok := strings.CutPrefix(text, prefix)
			if ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
				return true
			}
		}
		return false
	}
}

// enginePath returns false for what is in a set: there, an attribute as a whole
// is judged by the elements that are known.
func enginePath(at *tftypes.AttributePath) (engine.Path, bool) {
	var steps engine.Path
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			steps = append(steps, string(step))
		case tftypes.ElementKeyInt:
			steps = append(steps, int(step))
		case tftypes.ElementKeyString:
			steps = append(steps, engine.MapKey(step))
		default:
			return nil, false
		}
	}
	return steps, true
}
