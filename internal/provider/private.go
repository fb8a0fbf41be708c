package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// A resource keeps in its private state the claim by which the catalog knows that
// it manages its object: see [catalog.Run].

const claimKey = "claim"

type privateData interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// keepClaim keeps the claim of a resource.
func keepClaim(ctx context.Context, private privateData, claim string, diags *diag.Diagnostics) {
	value, err := json.Marshal(claim)
	if err != nil {
		diags.AddError("Unable to keep private data", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, claimKey, value)...)
}

// claimIn returns the claim that was kept, nothing if none was.
func claimIn(ctx context.Context, private privateData, diags *diag.Diagnostics) string {
	value, read := private.GetKey(ctx, claimKey)
	diags.Append(read...)
	var claim string
	if len(value) == 0 {
		return claim
	}
	if err := json.Unmarshal(value, &claim); err != nil {
		diags.AddError("Unable to read private data", err.Error())
	}
	return claim
}
