//go:build !unix

package postgrestest

import "syscall"

// disown has nothing to do where there is no root.
func disown(string) (*syscall.SysProcAttr, error) { return nil, nil }
