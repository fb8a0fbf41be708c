package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// To plan a replacement Terraform asks twice: for the change, and then for a
// creation as if there were nothing yet. The second time it hands back what the
// provider has kept privately the first time, and only by that can a
// replacement be told from a second resource for the same object.

const managedKey = "managed"

type privateData interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// remember keeps the id of the object that a resource manages.
func remember(ctx context.Context, private privateData, id topology.ID, diags *diag.Diagnostics) {
	value, err := json.Marshal(id)
	if err != nil {
		diags.AddError("Unable to keep private data", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, managedKey, value)...)
}

// recall returns the id that was kept, the zero ID if none was.
func recall(ctx context.Context, private privateData, diags *diag.Diagnostics) topology.ID {
	value, read := private.GetKey(ctx, managedKey)
	diags.Append(read...)
	var id topology.ID
	if len(value) == 0 {
		return id
	}
	if err := json.Unmarshal(value, &id); err != nil {
		diags.AddError("Unable to read private data", err.Error())
	}
	return id
}
