//go:build !linux

package extract

import "runtime/debug"

// confine limits what the Go runtime itself can limit; the parent's deadline does the rest on these systems.
func confine() error {
	debug.SetMemoryLimit(childMemory / 2)
	debug.SetMaxStack(64 << 20)
	return nil
}
