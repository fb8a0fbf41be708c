package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// A resource keeps in its private state the claim by which the catalog knows that
// it manages its object: see [catalog.Run].

const claimKey = "claim"

// A mapping that is imported from a vault, where the catalog does not know of it
// yet, keeps its ARM id until it is applied; a set of them keeps that it has such.
const adoptedKey = "adopted"

type privateData interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// keepClaim keeps the claim of a resource.
func keepClaim(ctx context.Context, private privateData, claim string, diags *diag.Diagnostics) {
	keep(ctx, private, claimKey, claim, diags)
}

// claimIn returns the claim that was kept, nothing if none was.
func claimIn(ctx context.Context, private privateData, diags *diag.Diagnostics) string {
	return kept(ctx, private, claimKey, diags)
}

// keepAdopted keeps the ARM id of what was imported, or that there is none any more.
func keepAdopted(ctx context.Context, private privateData, id string, diags *diag.Diagnostics) {
	keep(ctx, private, adoptedKey, id, diags)
}

// adoptedIn returns the ARM id that was kept, nothing if none was.
func adoptedIn(ctx context.Context, private privateData, diags *diag.Diagnostics) string {
	return kept(ctx, private, adoptedKey, diags)
}

func keep(ctx context.Context, private privateData, key, text string, diags *diag.Diagnostics) {
	value, err := json.Marshal(text)
	if err != nil {
		diags.AddError("Unable to keep private data", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, key, value)...)
}

func kept(ctx context.Context, private privateData, key string, diags *diag.Diagnostics) string {
	value, read := private.GetKey(ctx, key)
	diags.Append(read...)
	var text string
	if len(value) == 0 {
		return text
	}
	if err := json.Unmarshal(value, &text); err != nil {
		diags.AddError("Unable to read private data", err.Error())
	}
	return text
}
