package provider

import (
	"context"
	"maps"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// private is private data as Terraform keeps it.
type private map[string][]byte

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if delete(p, key); len(value) > 0 {
		p[key] = value
	}
	return nil
}

// What is planned comes out of what was remembered, over the state that it was
// remembered beside, whatever is so by then.
func TestPlannedAnswerIsRemembered(t *testing.T) {
	text := func(text string) *string { return &text }
	state := &baselineAnswer{
		outcomes:    map[string]*string{"a": text("A"), "b": text("B"), "gone": text("C")},
		unconnected: []string{},
		verdict:     &verdict{true, []string{}},
	}
	now := &baselineAnswer{
		outcomes:    map[string]*string{"a": text("now"), "b": text("now"), "open": text("known now")},
		unconnected: []string{"now"},
		verdict:     &verdict{false, []string{"now"}},
	}
	for _, tt := range []struct {
		what          string
		planned, want *baselineAnswer
	}{
		{"nothing changes", state, now},
		{"lines change, come and go", &baselineAnswer{
			outcomes:    map[string]*string{"a": text("A"), "b": text("new"), "new": text("D")},
			unconnected: []string{"b"}, verdict: &verdict{false, []string{"SR301"}},
		}, nil},
		{
			"a line is not known",
			&baselineAnswer{outcomes: map[string]*string{"a": text("A"), "b": text("new"), "open": nil}},
			&baselineAnswer{
				outcomes:    map[string]*string{"a": text("A"), "b": text("new"), "open": text("known now")},
				unconnected: now.unconnected, verdict: now.verdict,
			},
		},
		{"only findings change", &baselineAnswer{
			outcomes: state.outcomes, unconnected: state.unconnected, verdict: &verdict{true, []string{"SR305"}},
		}, nil},
		{"it is not known which lines there are", &baselineAnswer{}, now},
	} {
		kept := private{"another": []byte("1")}
		var diags diag.Diagnostics
		rememberPlanned(t.Context(), kept, state, tt.planned, &diags)
		got := recallPlanned(t.Context(), kept, &diags).over(state, now)
		if tt.want == nil {
			tt.want = tt.planned
		}
		if diags.HasError() || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: it is %+v, want %+v; %v", tt.what, got, tt.want, diags)
		}
		forgetPlanned(t.Context(), kept, &diags)
		if !maps.EqualFunc(kept, private{"another": []byte("1")}, func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("%s: %q is left", tt.what, kept)
		}
	}
}
