package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestDifferInSpelling(t *testing.T) {
	const a1, a2, b1, b2 = "/servers/A/vmNetworks/1", "/servers/A/vmNetworks/2", "/servers/B/vmNetworks/1", "/servers/B/vmNetworks/2"
	state := mapOfTexts(map[string]string{a1: b1, a2: b2})
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	some := func(second tftypes.Value) opaqueMap {
		return opaqueMap{textsType, tftypes.NewValue(state.value.Type(), map[string]tftypes.Value{
			a1: tftypes.NewValue(tftypes.String, b1), a2: second,
		})}
	}
	for what, tt := range map[string]struct {
		plan opaqueMap
		want bool
	}{
		"the same":           {state, false},
		"a source":           {mapOfTexts(map[string]string{"/SERVERS/a/vmNetworks/1": b1, a2: b2}), true},
		"a target":           {mapOfTexts(map[string]string{a1: b1, a2: "/servers/b/VMnetworks/2"}), true},
		"another target":     {mapOfTexts(map[string]string{a1: b1, a2: b1}), false},
		"swapped":            {mapOfTexts(map[string]string{"/SERVERS/a/vmNetworks/1": b2, "/SERVERS/a/vmNetworks/2": b1}), false},
		"fewer":              {mapOfTexts(map[string]string{"/SERVERS/a/vmNetworks/1": b1}), false},
		"one written twice":  {mapOfTexts(map[string]string{a1: b1, "/SERVERS/a/vmNetworks/1": b1}), false},
		"one more":           {mapOfTexts(map[string]string{a1: b1, "/SERVERS/a/vmNetworks/2": b2, "/servers/a/vmNetworks/2": b2}), false},
		"one not known":      {some(unknown), false},
		"one null":           {some(tftypes.NewValue(tftypes.String, nil)), false},
		"nothing":            {mapOfTexts(nil), false},
		"not known":          {opaqueMap{textsType, tftypes.NewValue(state.value.Type(), tftypes.UnknownValue)}, false},
		"null":               {opaqueMap{textsType, tftypes.NewValue(state.value.Type(), nil)}, false},
		"all, of both kinds": {mapOfTexts(map[string]string{"/servers/a/vmNetworks/1": "/servers/b/vmNetworks/1", "/servers/a/vmNetworks/2": b2}), true},
	} {
		if got := differInSpelling(tt.plan, state); got != tt.want {
			t.Errorf("%s: %v, want %v", what, got, tt.want)
		}
	}
	if differInSpelling(state, opaqueMap{textsType, tftypes.NewValue(state.value.Type(), nil)}) {
		t.Error("what there was nothing of differs in spelling")
	}
}
