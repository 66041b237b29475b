//go:build unix && !linux

package testdb

import "syscall"

// dieTogether can do nothing here: the next keeper stops a server that was
// left alone.
func dieTogether(a *syscall.SysProcAttr) *syscall.SysProcAttr { return a }

func roomInMemory() bool { return false }
