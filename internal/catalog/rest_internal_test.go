package catalog

import (
	"testing"
	"time"
)

// A catalog that has not been changed for a while has no run under way.
func TestAtRest(t *testing.T) {
	for _, tt := range []struct {
		what    string
		changed time.Time
		want    bool
	}{
		{"changed now", time.Now(), false},
		{"changed nine minutes ago", time.Now().Add(-9 * time.Minute), false},
		{"changed eleven minutes ago", time.Now().Add(-11 * time.Minute), true},
		{"changed by a clock that is ahead", time.Now().Add(time.Hour), false},
		{"changed before that was noted", time.Time{}, true},
	} {
		run := Run{found: Snapshot{contents: &contents{changed: Changed{At: tt.changed}}}}
		if got := run.atRest(); got != tt.want {
			t.Errorf("%s: at rest is %v", tt.what, got)
		}
	}
}
