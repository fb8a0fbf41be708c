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
	var unknown places
	_ = tftypes.Walk(raw, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		if value.IsKnown() {
			return true, nil
		}
		if steps, ok := enginePath(at); ok {
			unknown = append(unknown, steps.String())
		}
		return false, nil
	})
	return unknown.hold
}

// places are the places of attributes, each with everything that is in it.
type places []string

// hold reports whether an attribute is in one of the places. An object as a whole
// is, when anything of it is.
func (p places) hold(attribute engine.Path) bool {
	if len(attribute) == 0 {
		return len(p) > 0
	}
	text := attribute.String()
	for _, place := range p {
		rest, ok := strings.CutPrefix(text, place)
		if ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}

// isNull reports whether an attribute is null. The framework objects where it is
// required.
func isNull(raw tftypes.Value, attribute engine.Path) bool {
	at := tftypes.NewAttributePath()
	for _, step := range attribute {
		switch step := step.(type) {
		case string:
			at = at.WithAttributeName(step)
		case int:
			at = at.WithElementKeyInt(step)
		case engine.MapKey:
			at = at.WithElementKeyString(string(step))
		}
	}
	found, _, err := tftypes.WalkAttributePath(raw, at)
	value, ok := found.(tftypes.Value)
	return err == nil && ok && value.IsNull()
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
