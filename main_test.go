package main

import (
	"slices"
	"testing"
)

// The framework logs only where somebody listens.
func TestQuieten(t *testing.T) {
	for _, tt := range []struct {
		environment []string
		quiet       bool
	}{
		{[]string{"HOME=/root", "TF_IN_AUTOMATION=1"}, true},
		{[]string{"TF_LOG="}, true},
		{[]string{"TF_LOG=DEBUG"}, false},
		{[]string{"TF_LOG_PROVIDER=TRACE"}, false},
		{[]string{"TF_LOG_SDK_FRAMEWORK=ERROR"}, false},
	} {
		var names []string
		if err := quieten(tt.environment, func(name, value string) error {
			names = append(names, name+"="+value)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if quiet := slices.Contains(names, "TF_LOG_SDK_FRAMEWORK=OFF"); quiet != tt.quiet {
			t.Errorf("with %q it sets %q", tt.environment, names)
		}
	}
}
