package provider_test

import (
	"testing"
)

// What is in force in a vault and passes from one resource to another, or keeps its
// place under another name.

// A set that lists nothing has nothing left to change either.
func TestAccVaultEmptySet(t *testing.T) {
	r := newRealised(t, set(true, nil))
	r.Apply()
	r.configure(set(false, nil))
	r.Apply()
	r.changed()
}
