package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// A name or an id that is written in another case is the same. The type below
// keeps the state's spelling where an object is read, the plan modifier where
// the configuration changes it; neither does both.

var (
	_ basetypes.StringTypable                    = caselessType{}
	_ basetypes.StringValuableWithSemanticEquals = caseless{}
)

// caselessType is the type of a name or an id.
type caselessType struct {
	basetypes.StringType
}

func (t caselessType) String() string { return "caselessType" }

func (t caselessType) ValueType(context.Context) attr.Value { return caseless{} }

func (t caselessType) Equal(other attr.Type) bool {
	_, ok := other.(caselessType)
	return ok
}

func (t caselessType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return caseless{in}, nil
}

func (t caselessType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if unreached(in) {
		return caseless{types.StringUnknown()}, nil
	}
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value of type %T", value)
	}
	return caseless{text}, nil
}

// caseless is a name or an id.
type caseless struct {
	basetypes.StringValue
}

func newCaseless(text string) caseless { return caseless{types.StringValue(text)} }

// orNew returns the value, unless the id is another one than in another case.
func (v caseless) orNew(id string) caseless {
	if topology.SameName(v.ValueString(), id) {
		return v
	}
	return newCaseless(id)
}

// idOrNull returns an id, null if it is zero.
func idOrNull(id topology.ID) caseless {
	if id.IsZero() {
		return caseless{types.StringNull()}
	}
	return newCaseless(id.String())
}

func (v caseless) Type(context.Context) attr.Type { return caselessType{} }

func (v caseless) Equal(other attr.Value) bool {
	o, ok := other.(caseless)
	return ok && v.StringValue.Equal(o.StringValue)
}

func (v caseless) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	o, ok := other.(caseless)
	return ok && v.key() == o.key(), nil
}

// key is the same for every spelling of a name or of an id.
func (v caseless) key() topology.Key {
	if id, err := topology.ParseID(v.ValueString()); err == nil {
		return id.Key()
	}
	return topology.Key(topology.Fold(v.ValueString()))
}

// keepSpelling plans the value of the state where the configuration differs
// from it in spelling only. It has to come before a modifier that requires
// replacement.
type keepSpelling struct{}

var (
	_ planmodifier.String = keepSpelling{}
	_ planmodifier.Set    = keepSpelling{}
)

func (keepSpelling) Description(context.Context) string {
	return "A value that differs from the present one in the case of its letters only is no change."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if (caseless{req.StateValue}).key() == (caseless{req.PlanValue}).key() {
		resp.PlanValue = req.StateValue
	}
}

func (keepSpelling) PlanModifySet(_ context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	state, plan := caselessIn(req.StateValue), caselessIn(req.PlanValue)
	if slices.ContainsFunc(plan, caseless.IsUnknown) {
		return
	}
	if slices.Equal(sortedKeys(state), sortedKeys(plan)) {
		resp.PlanValue = req.StateValue
	}
}

// differInSpelling reports whether maps of texts differ, but in the case of letters
// only. It is keepSpelling for a map that the framework does not look into.
func differInSpelling(plan, state opaqueMap) bool {
	if state.IsNull() || plan.IsNull() || plan.IsUnknown() {
		return false
	}
	planned, present := elementsOf(plan.value), elementsOf(state.value)
	differing := otherwiseThan(planned, present)
	return len(planned) == len(present) && len(differing) > 0 && maps.Equal(differing, otherwiseThan(present, planned))
}

// otherwiseThan returns what is written otherwise in another map, or is not there.
// Most is written the same, and then nothing has to be read.
func otherwiseThan(texts, others map[string]tftypes.Value) map[topology.Key]topology.Key {
	differing := map[topology.Key]topology.Key{}
	for key, value := range texts {
		if other, ok := others[key]; !ok || !value.IsKnown() || textOf(value) != textOf(other) {
			differing[newCaseless(key).key()] = newCaseless(textOf(value)).key()
		}
	}
	return differing
}

// caselessIn returns the elements of a set of ids.
func caselessIn(set types.Set) []caseless {
	elements := set.Elements()
	ids := make([]caseless, len(elements))
	for i, element := range elements {
		ids[i], _ = element.(caseless)
	}
	return ids
}

func sortedKeys(values []caseless) []topology.Key {
	keys := make([]topology.Key, len(values))
	for i, value := range values {
		keys[i] = value.key()
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
