package testdb

import "syscall"

// dieTogether makes the server stop at once when its keeper is killed.
func dieTogether(a *syscall.SysProcAttr) *syscall.SysProcAttr {
	a.Pdeathsig = syscall.SIGQUIT
	return a
}
